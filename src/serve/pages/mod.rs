//! Pages for people: markup over the answers of the api.

mod assignments;
mod cascade;
mod citations;
mod corrections;
mod document;
mod download;
mod failures;
mod home;
mod layout;
mod panel;
mod parts;
mod plot;
mod review;
mod session;
mod source;
mod status;
mod targets;

use super::app::App;
use super::problem::Problem;
use super::route::{Route, other, page};
use crate::diagnostic::Lang;
use maud::{Markup, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        page("/", home::home),
        page("/documents/{key}", document::document),
        other("/documents/{key}/pages/{page}", source::picture),
        page("/documents/{key}/citations", citations::around),
        page("/documents/{key}/cascade", cascade::cascade),
        Route { is_post: true, ..other("/documents/{key}/corrections", corrections::of_form) },
        page("/targets", targets::targets),
        other("/targets.csv", download::csv),
        other("/targets.xlsx", download::xlsx),
        page("/assignments", assignments::assignments),
        page("/citations", citations::most_cited),
        page("/review", review::review),
        page("/failures", failures::failures),
        page("/corrections", corrections::list),
        page("/status", status::status),
        Route { is_open: true, ..page("/session", session::form) },
        Route { is_post: true, is_open: true, ..other("/session", session::open) },
    ]
}

/// The page that says what went wrong.
pub(super) fn problem(app: &App, lang: Lang, problem: &Problem, path: &str) -> Markup {
    if problem.code == "unauthorized" {
        return session::page(app, lang, false, path);
    }
    let title = problem.title.text(lang);
    let inside = html! {
        div.notice.error role="alert" {
            h1 { (title) }
            @if let Some(detail) = &problem.detail { p { (detail.text(lang)) } }
            p { a href="/" { (lang.pick("Về trang tìm kiếm", "To the search page")) } }
        }
    };
    layout::bare(app, lang, title, &inside)
}
