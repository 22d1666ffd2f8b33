//! A document: the original beside its record, each value tied to its place both ways.

use super::layout::{self, short};
use super::panel::{self, Panel};
use super::source::{self, Shown};
use crate::serve::api::{self, documents};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::serve::source::View;
use crate::write::phrases::day;
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Deserialize;

/// How a document is shown.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct DocumentQuery {
    /// Nguyên văn hay phần chữ của bản ghi / "source" or "text".
    pub view: Option<String>,
    /// Phần nào của nguyên văn, từ 1 / Which part of the original, from 1.
    pub part: Option<usize>,
    /// Mục nào được sửa / Which item is corrected: "target-3".
    pub edit: Option<String>,
    /// Mọi mục của bản ghi / All items of the record.
    pub all: Option<bool>,
}

pub(super) fn document(ask: &Ask<'_>, query: DocumentQuery) -> Result<Markup, Problem> {
    let (id, document) = documents::named(ask)?;
    let held = documents::held(ask, &document.key)?;
    let view = match query.view.as_deref() {
        Some("text") => None,
        _ => Some(ask.app.views.view(ask.base, id, &held.read, ask.lang)?),
    };
    let corrections = api::corrections_of(ask, crate::serve::route::Nothing {})?;
    let shown = Shown::new(view.as_ref(), &held.record, query.part.unwrap_or(1));
    let title = title(&document);
    let cites = api::citations_of(ask, &document.key)?;
    let panel = Panel {
        ask,
        document: &document,
        record: &held.record,
        corrections: &corrections,
        shown: &shown,
        edit: query.edit.as_deref().filter(|_| ask.app.edits),
        all: query.all.unwrap_or(false),
        cites: &cites,
        near: &api::near(ask, id)?,
    };
    let is_gone = matches!(view, Some(View::Gone(_)));
    let inside = html! {
        header.doc-head {
            div {
                h1 lang="vi" { (short(&title, 260)) }
                p.by lang="vi" {
                    @if let Some(issuer) = &document.issuer { (short(issuer, 140)) " · " }
                    @if let Some(date) = &document.date { (day(date, ask.lang)) " · " }
                    span.format { (document.format) }
                    @if let Some(pages) = document.pages { " · " (pages) " " (ask.t("trang", "pages")) }
                }
            }
            nav.doc-nav aria-label=(ask.t("Văn bản này", "This document")) {
                a href={ "/documents/" (document.key) "/citations" } { (ask.t("Mạng viện dẫn", "Citation graph")) }
                a href={ "/documents/" (document.key) "/cascade" } { (ask.t("Chuỗi kế hoạch", "Plan chain")) }
                a href={ "/targets?document=" (document.key) } { (ask.t("Bảng chỉ tiêu", "Targets table")) }
                a href={ "/documents/" (document.key) "/record.json" } download { "JSON" }
            }
        }
        nav.switch aria-label=(ask.t("Chuyển cột", "Switch columns")) {
            a href="#text" { (ask.t("Nguyên văn", "Original")) }
            a href="#record" { (ask.t("Bản ghi", "Record")) }
        }
        div.panes {
            section.pane.source #text tabindex="-1" aria-label=(ask.t("Nguyên văn", "Original")) {
                @if !is_gone {
                    div.pane-bar {
                        (source::switch(ask, &document, view.is_some()))
                        (source::pager(ask, &document, &shown))
                    }
                }
                (source::show(ask, &document, &held.record, view.as_ref(), &shown))
            }
            section.pane.record #record tabindex="-1" aria-label=(ask.t("Bản ghi", "Record")) {
                (panel::show(&panel))
            }
        }
    };
    Ok(layout::page_of(ask, "wide", &title, &inside))
}

/// Kind, number and title, or the name of a file that has none of them.
pub(super) fn title(document: &api::Document) -> String {
    let parts = [&document.doc_type_name, &document.number, &document.title];
    let title = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        document.path.rsplit('/').next().unwrap_or(&document.path).to_owned()
    } else {
        title
    }
}
