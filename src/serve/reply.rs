//! What is sent back.

use super::problem::Problem;
use crate::diagnostic::Lang;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, Response, StatusCode};

/// An answer before it is a response.
pub(super) enum Reply {
    Page(String),
    Json(Vec<u8>),
    /// A picture or another file to show, which never changes under its address.
    Lasting {
        media: String,
        bytes: Vec<u8>,
    },
    /// A table to save.
    Download {
        name: String,
        media: &'static str,
        body: Body,
    },
    /// See there, with a cookie to set.
    SeeOther {
        to: String,
        cookie: Option<String>,
    },
}

impl Reply {
    pub fn json(value: &impl serde::Serialize) -> Result<Reply, Problem> {
        serde_json::to_vec(value).map(Reply::Json).map_err(|_| Problem::inside())
    }

    pub fn response(self) -> Response<Body> {
        match self {
            Reply::Page(page) => of(StatusCode::OK, "text/html; charset=utf-8", page.into()),
            Reply::Json(json) => of(StatusCode::OK, "application/json", json.into()),
            Reply::Lasting { media, bytes } => {
                let mut response = of(StatusCode::OK, &media, bytes.into());
                let lasting = HeaderValue::from_static("private, max-age=31536000, immutable");
                response.headers_mut().insert(CACHE_CONTROL, lasting);
                response
            }
            Reply::Download { name, media, body } => {
                let mut response = of(StatusCode::OK, media, body);
                if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
                    response.headers_mut().insert(CONTENT_DISPOSITION, value);
                }
                response
            }
            Reply::SeeOther { to, cookie } => {
                let mut response = of(StatusCode::SEE_OTHER, "text/plain", Body::empty());
                if let Ok(to) = HeaderValue::try_from(to) {
                    response.headers_mut().insert(LOCATION, to);
                }
                if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::try_from(cookie).ok()) {
                    response.headers_mut().insert(SET_COOKIE, cookie);
                }
                response
            }
        }
    }
}

impl Problem {
    /// For programs.
    pub fn response(&self, lang: Lang) -> Response<Body> {
        of(self.status, "application/problem+json", self.json(lang).into())
    }
}

pub(super) fn of(status: StatusCode, media: &str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let media = HeaderValue::try_from(media);
    let media = media.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(CONTENT_TYPE, media);
    response
}
