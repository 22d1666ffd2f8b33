//! Files that could not be read.

use super::layout::{self, Place, short};
use super::parts::{facet, moment, total};
use crate::serve::api::{self, FailuresQuery};
use crate::serve::app::Ask;
use crate::serve::params;
use crate::serve::problem::Problem;
use maud::{Markup, html};

pub(super) fn failures(ask: &Ask<'_>, query: FailuresQuery) -> Result<Markup, Problem> {
    let reasons = api::reasons(ask, &query)?;
    let list = api::failures(ask, query.clone())?;
    let state = query.state.as_deref().unwrap_or("failed");
    let inside = html! {
        h1 { (ask.t("Tệp không đọc được", "Files that could not be read")) }
        div.segmented {
            @for (code, vi, en) in [("failed", "không đọc được", "not readable"), ("skipped", "bỏ qua", "skipped")] {
                a href={ "/failures" (params::with("", "state", Some(code))) } aria-current=[(state == code).then_some("true")] { (ask.t(vi, en)) }
            }
        }
        div.with-aside {
            aside { (facet(ask, "/failures", ask.t("Lý do", "Reason"), "reason", query.reason.as_deref(), &reasons)) }
            section {
                (total(ask, list.total, "tệp", "files"))
                @if list.items.is_empty() { p.notice { (ask.t("Không có tệp nào.", "There are none.")) } }
                ul.items {
                    @for file in &list.items {
                        li {
                            div.line { span.what.path { (short(&file.path, 400)) } @if let Some(reason) = &file.reason { code { (reason) } } }
                            @if let Some(message) = &file.message { p.task { (short(message, 300)) @if let Some(cause) = &file.cause { " (" (short(cause, 200)) ")" } } }
                            @if let Some(remedy) = &file.remedy { p.remedy { "→ " (short(remedy, 300)) } }
                            div.meta { span { (moment(&file.seen, ask.lang)) } @if file.attempts > 1 { span { (file.attempts) " " (ask.t("lần thử", "attempts")) } } }
                        }
                    }
                }
                (layout::pager(ask, "/failures", list.total, list.page, list.size))
            }
        }
    };
    Ok(layout::page(ask, Place::Failures, ask.t("Tệp lỗi", "Failures"), &inside))
}
