//! The corpus in a browser, and for programs under /api: `extract serve`.
//!
//! ```text
//! connection -> listen -> access (host, token, proxy) -> route -> api -> corpus, search, knowledge
//!                                                          \-> pages (markup over the same api)
//!                                                          \-> source (originals, read by workers)
//! ```
//!
//! Pages are made on the server and work without scripts; what scripts add is convenience. A document is hostile input:
//! all that it says is escaped by construction (maud), and the security policy lets nothing run but the server's own
//! files. docs/serve.md tells how to run it.

mod access;
mod api;
mod app;
mod assets;
mod base;
mod language;
mod listen;
mod openapi;
mod pages;
mod params;
mod problem;
mod reply;
mod route;
mod source;

use crate::corpus::{Corpus, Fault};
use crate::worker::Pool;
use access::{Access, Guard};
use app::App;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, Response};
use axum::middleware::{Next, from_fn};
use base::Bases;
use route::Route;
use source::Views;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

/// How many requests read the corpus at a time.
const READERS: usize = 8;

/// How the server is run.
pub struct Options {
    pub listen: SocketAddr,
    pub guard: Protection,
    /// Corrections may be made.
    pub edits: bool,
}

/// Who may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protection {
    /// Who is on this machine.
    Loopback,
    /// Who has the token.
    Token(String),
    /// Whom one of these proxies names in this header.
    Proxy { header: HeaderName, from: Vec<IpAddr> },
}

/// Why the server does not run.
#[derive(Debug)]
pub enum Failure {
    Corpus(Fault),
    /// The address cannot be listened at.
    Address(io::Error),
    System(io::Error),
}

/// Serves a corpus until the system asks it to end. `ready` is told the address, when it listens.
///
/// # Errors
/// The corpus cannot be opened; the address is taken or not of this machine.
pub fn serve(
    corpus: &Corpus,
    options: Options,
    pool: Pool,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failure> {
    let guard = match options.guard {
        Protection::Loopback => Guard::Loopback,
        Protection::Token(token) => Guard::Token(token),
        Protection::Proxy { header, from } => Guard::Proxy { header, from },
    };
    let app = Arc::new(App {
        corpus: corpus.clone(),
        bases: Bases::open(corpus, READERS).map_err(Failure::Corpus)?,
        views: Views::new(pool),
        search: api::Searcher::open(corpus),
        access: Access::new(guard),
        edits: options.edits,
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(READERS * 4)
        .enable_all()
        .build()
        .map_err(Failure::System)?;
    runtime.block_on(async move {
        let listener = TcpListener::bind(options.listen).await.map_err(Failure::Address)?;
        let end = end().map_err(Failure::System)?;
        ready(listener.local_addr().map_err(Failure::Address)?);
        listen::serve(listener, router(&app), end).await;
        Ok(())
    })?;
    // A worker that still reads is not waited for.
    runtime.shutdown_background();
    Ok(())
}

/// Complete when the system or the person at the terminal asks for the end.
fn end() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminated.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Everything that can be asked for.
fn routes() -> Vec<Route> {
    let mut routes = api::routes();
    routes.extend(pages::routes());
    routes.extend(assets::routes());
    let document = openapi::document(&routes);
    routes.push(route::other("/api/openapi.json", move |_| reply::Reply::json(&document)));
    routes
}

fn router(app: &Arc<App>) -> Router {
    route::router(app, routes()).layer(from_fn(secured)).layer(CompressionLayer::new().gzip(true))
}

/// What the browser is told to keep to, with every answer.
async fn secured(request: Request<Body>, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'self'; img-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        // To others nothing; a form of this server needs to be known as its own.
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key("cache-control") {
        headers.insert("cache-control", HeaderValue::from_static("no-store"));
    }
    headers.append("vary", HeaderValue::from_static("accept-language, cookie"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_for_programs_is_described_and_nothing_else() {
        let routes = routes();
        let document = openapi::document(&routes);
        let mut described: Vec<(String, bool)> = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for method in methods.as_object().unwrap().keys() {
                described.push((path.clone(), method == "post"));
            }
        }
        let mut there: Vec<(String, bool)> = routes
            .iter()
            .filter(|route| route.path.starts_with("/api/") && route.path != "/api/openapi.json")
            .map(|route| (route.path.to_owned(), route.is_post))
            .collect();
        described.sort();
        there.sort();
        assert_eq!(described, there);
    }

    #[test]
    fn the_description_names_only_schemas_that_it_has() {
        let document = openapi::document(&routes());
        assert_eq!(document["openapi"], "3.1.0");
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let text = document.to_string();
        let mut named = 0;
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name}");
            named += 1;
        }
        assert!(named > 20);
    }
}
