//! What the server answers: one table, of which both the router and the OpenAPI document are made.

use super::app::{Answer, App, Ask, Call};
use super::params::{self, parse};
use super::problem::Problem;
use super::reply::Reply;
use super::{access, language, pages};
use crate::diagnostic::Lang;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::routing::{MethodFilter, on};
use maud::Markup;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Most bytes of the body of a request.
const BODY: usize = 256 << 10;
/// How long a client may take to send it.
const BODY_TIME: Duration = Duration::from_secs(15);

/// Something to ask for.
pub(super) struct Route {
    pub is_post: bool,
    /// As axum writes it: "/api/documents/{key}".
    pub path: &'static str,
    pub answer: Arc<Answer>,
    /// Of those for programs.
    pub operation: Option<Operation>,
    /// Whether it may be asked for without a token.
    pub is_open: bool,
}

/// What the OpenAPI document says of a route.
pub(super) struct Operation {
    pub id: &'static str,
    pub vi: &'static str,
    pub en: &'static str,
    pub query: fn(&mut SchemaGenerator) -> Schema,
    pub body: Option<fn(&mut SchemaGenerator) -> Schema>,
    pub answer: fn(&mut SchemaGenerator) -> Schema,
}

/// A question without parameters.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(super) struct Nothing {}

fn inline<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

fn named<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// A question of a program.
pub(super) fn api<Q, A>(
    path: &'static str,
    id: &'static str,
    vi: &'static str,
    en: &'static str,
    answer: fn(&Ask<'_>, Q) -> Result<A, Problem>,
) -> Route
where
    Q: DeserializeOwned + JsonSchema + 'static,
    A: Serialize + JsonSchema + 'static,
{
    Route {
        is_post: false,
        path,
        answer: Arc::new(move |ask| Reply::json(&answer(ask, parse(ask.query)?)?)),
        operation: Some(Operation { id, vi, en, query: inline::<Q>, body: None, answer: named::<A> }),
        is_open: false,
    }
}

/// A change by a program: the body is JSON.
pub(super) fn change<B, A>(
    path: &'static str,
    id: &'static str,
    vi: &'static str,
    en: &'static str,
    answer: fn(&Ask<'_>, B) -> Result<A, Problem>,
) -> Route
where
    B: DeserializeOwned + JsonSchema + 'static,
    A: Serialize + JsonSchema + 'static,
{
    let read = |body: &[u8]| {
        serde_json::from_slice(body).map_err(|error| {
            Problem::bad(
                format!("Nội dung gửi lên không đúng mẫu ({error})"),
                format!("The body is not of the form ({error})"),
            )
        })
    };
    Route {
        is_post: true,
        path,
        answer: Arc::new(move |ask| Reply::json(&answer(ask, read(ask.body)?)?)),
        operation: Some(Operation {
            id,
            vi,
            en,
            query: inline::<Nothing>,
            body: Some(named::<B>),
            answer: named::<A>,
        }),
        is_open: false,
    }
}

/// A page for people.
pub(super) fn page<Q>(path: &'static str, answer: fn(&Ask<'_>, Q) -> Result<Markup, Problem>) -> Route
where
    Q: DeserializeOwned + JsonSchema + 'static,
{
    other(path, move |ask| Ok(Reply::Page(answer(ask, parse(ask.query)?)?.into_string())))
}

/// Anything else that is only looked at.
pub(super) fn other(
    path: &'static str,
    answer: impl Fn(&Ask<'_>) -> Result<Reply, Problem> + Send + Sync + 'static,
) -> Route {
    Route { is_post: false, path, answer: Arc::new(answer), operation: None, is_open: false }
}

/// The router over all routes.
pub(super) fn router(app: &Arc<App>, routes: Vec<Route>) -> Router {
    let mut router = Router::new();
    for route in routes {
        let method = if route.is_post { MethodFilter::POST } else { MethodFilter::GET };
        let (app, path) = (app.clone(), route.path);
        let route = Arc::new(route);
        let handler = move |request: Request| {
            let (app, route) = (app.clone(), route.clone());
            async move { respond(app, route, request).await }
        };
        router = router.route(path, on(method, handler));
    }
    let missing = app.clone();
    router
        .fallback(move |request: Request| {
            let app = missing.clone();
            async move { refused(&app, &request, &Problem::not_found()) }
        })
        .method_not_allowed_fallback(move |request: Request| async move {
            let problem = Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                "Địa chỉ này không nhận cách gọi đó",
                "This address does not take that method",
            );
            let lang = language::of(request.uri().query().unwrap_or(""), request.headers(), Lang::Vi).0;
            problem.response(lang)
        })
}

fn refused(app: &App, request: &Request, problem: &Problem) -> Response<Body> {
    let lang = language::of(request.uri().query().unwrap_or(""), request.headers(), Lang::Vi).0;
    // Who may not ask is told nothing, not even what there is.
    let problem = match gate(app, request.headers(), peer(request)) {
        Ok(_) => problem.clone(),
        Err(refusal) => refusal,
    };
    failed(app, request.uri().path(), lang, &problem)
}

/// A problem as a page for people, as JSON for programs.
fn failed(app: &App, path: &str, lang: Lang, problem: &Problem) -> Response<Body> {
    if path.starts_with("/api") {
        return problem.response(lang);
    }
    let page = pages::problem(app, lang, problem, path).into_string();
    super::reply::of(problem.status, "text/html; charset=utf-8", page.into())
}

fn peer(request: &Request) -> SocketAddr {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>();
    connection.map_or_else(|| SocketAddr::from(([0, 0, 0, 0], 0)), |info| info.0)
}

fn gate(app: &App, headers: &HeaderMap, peer: SocketAddr) -> Result<access::Who, Problem> {
    app.access.check_host(headers)?;
    app.access.check(headers, peer)
}

async fn respond(app: Arc<App>, route: Arc<Route>, request: Request) -> Response<Body> {
    let peer = peer(&request);
    let (mut parts, body) = request.into_parts();
    let query = params::filled(parts.uri.query().unwrap_or(""));
    let (lang, is_choice) = language::of(&query, &parts.headers, Lang::Vi);
    let address = parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let path = parts.uri.path().to_owned();
    let called = async {
        app.access.check_host(&parts.headers)?;
        let who = match app.access.check(&parts.headers, peer) {
            Err(_) if route.is_open => access::Who::default(),
            checked => checked?,
        };
        let named = Path::<HashMap<String, String>>::from_request_parts(&mut parts, &()).await;
        let named = named.map_err(|_| Problem::not_found())?.0;
        let (body, is_form) = if parts.method == Method::POST {
            changed(&app, &route, &parts.headers, body).await?
        } else {
            (Vec::new(), false)
        };
        let call = Call {
            app: app.clone(),
            answer: route.answer.clone(),
            lang,
            who,
            path: named,
            query,
            body,
            address,
            is_form,
        };
        call.run().await
    };
    let mut response = match called.await {
        Ok(reply) => reply.response(),
        Err(problem) => failed(&app, &path, lang, &problem),
    };
    if is_choice && let Ok(cookie) = HeaderValue::try_from(language::kept(lang)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The body of a request that changes something, if it may, and whether it is a form.
async fn changed(
    app: &App,
    route: &Route,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Vec<u8>, bool), Problem> {
    let media = headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let is_form = media.starts_with("application/x-www-form-urlencoded");
    let is_json = media.starts_with("application/json");
    if !is_form && !is_json {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            "Chỉ nhận JSON hoặc biểu mẫu",
            "Only JSON or a form is taken",
        ));
    }
    let read = tokio::time::timeout(BODY_TIME, to_bytes(body, BODY)).await;
    let body = match read {
        Ok(Ok(body)) => body.to_vec(),
        Ok(Err(_)) => return Err(Problem::too_large()),
        Err(_) => {
            return Err(Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "slow",
                "Gửi lên quá chậm",
                "The request came too slowly",
            ));
        }
    };
    if route.is_open {
        return Ok((body, is_form));
    }
    if !app.edits {
        return Err(Problem::forbidden(
            "Máy chủ chỉ cho đọc; người quản trị có thể chạy lại với --allow-edit",
            "The server is read-only; whoever runs it may start it with --allow-edit",
        ));
    }
    let of_form = if is_form { String::from_utf8_lossy(&body).into_owned() } else { String::new() };
    let of_form = params::pairs(&of_form).find(|(name, _)| name == "key").map(|(_, key)| key.into_owned());
    let key = headers.get(access::KEY).and_then(|key| key.to_str().ok()).map(str::to_owned).or(of_form);
    app.access.check_change(headers, key.as_deref())?;
    Ok((body, is_form))
}
