//! The server's own style and script, inside the program.

use super::reply::Reply;
use super::route::{Route, other};
use crate::write::html::PLACES;
use std::sync::LazyLock;

const STYLE: &str = include_str!("assets/app.css");
const SCRIPT: &str = include_str!("assets/app.js");
const ICON: &str = include_str!("assets/icon.svg");

/// Changes when one of them does, so that browsers may keep them for ever.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = blake3::Hasher::new()
        .update(STYLE.as_bytes())
        .update(PLACES.as_bytes())
        .update(SCRIPT.as_bytes())
        .update(ICON.as_bytes())
        .finalize();
    hash.to_hex()[..12].to_owned()
});

/// The address of one of them: "app.css".
pub(super) fn address(name: &str) -> String {
    format!("/assets/{name}?v={}", *VERSION)
}

pub(super) fn routes() -> Vec<Route> {
    let file = |path: &'static str, media: &'static str, text: &'static [&'static str]| Route {
        // The page where one signs in has them too.
        is_open: true,
        ..other(path, move |_| {
            Ok(Reply::Lasting { media: media.to_owned(), bytes: text.concat().into_bytes() })
        })
    };
    vec![
        file("/assets/app.css", "text/css; charset=utf-8", &[STYLE]),
        file("/assets/app.js", "text/javascript; charset=utf-8", &[PLACES, SCRIPT]),
        file("/assets/icon.svg", "image/svg+xml", &[ICON]),
    ]
}
