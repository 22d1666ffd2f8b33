//! What needs a look.

use super::layout::{self, Place, short};
use super::parts::{brief, facet, total};
use crate::serve::api::{self, Count, ReviewQuery};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::write::phrases::position;
use maud::{Markup, html};

pub(super) fn review(ask: &Ask<'_>, query: ReviewQuery) -> Result<Markup, Problem> {
    let codes = api::codes(ask, &query)?;
    let list = api::review(ask, query.clone())?;
    let severities: Vec<Count> = [
        ("error", ask.t("lỗi", "error")),
        ("warning", ask.t("cảnh báo", "warning")),
        ("info", ask.t("thông tin", "information")),
    ]
    .map(|(value, name)| Count { value: value.to_owned(), name: name.to_owned(), count: 0 })
    .to_vec();
    let inside = html! {
        h1 { (ask.t("Cần xem lại", "To review")) }
        p.lead { (ask.t(
            "Những chỗ chương trình nghi ngờ mình đọc sai, hoặc văn bản tự mâu thuẫn. Mở văn bản để đối chiếu và đính chính.",
            "Where the program doubts what it read, or a document contradicts itself. Open the document to compare and correct.",
        )) }
        div.segmented {
            a href={ "/review" (crate::serve::params::with(ask.query, "severity", None)) } aria-current=[query.severity.is_none().then_some("true")] { (ask.t("cảnh báo và lỗi", "warnings and errors")) }
            @for severity in &severities {
                a href={ "/review" (crate::serve::params::with(ask.query, "severity", Some(&severity.value))) }
                    aria-current=[(query.severity.as_deref() == Some(&severity.value)).then_some("true")] { (severity.name) }
            }
        }
        div.with-aside {
            aside aria-label=(ask.t("Thu hẹp", "Narrow down")) {
                (facet(ask, "/review", ask.t("Loại lưu ý", "Kind of remark"), "code", query.code.as_deref(), &codes))
            }
            section aria-label=(ask.t("Kết quả", "Results")) {
                (total(ask, list.total, "chỗ cần xem", "places to look at"))
                @if list.items.is_empty() { p.notice { (ask.t("Không có gì cần xem lại.", "Nothing needs a look.")) } }
                ul.items {
                    @for item in &list.items {
                        li {
                            div.line {
                                span.what { a href={ "/documents/" (item.document.key) "#diagnostic-" (item.ordinal) } { (short(&item.message, 300)) } }
                                span class={ "role " (if item.severity == "error" { "error" } else if item.severity == "warning" { "warn" } else { "info" }) } { (severity(ask, &item.severity)) }
                            }
                            @if let Some(quote) = item.quote.as_ref().filter(|quote| !quote.is_empty()) { p.task lang="vi" { "“" (short(quote, 240)) "”" } }
                            div.meta { span lang="vi" { (brief(&item.document)) } span { (position(item.at.page, item.at.line, ask.lang)) } code { (item.code) } }
                        }
                    }
                }
                (layout::pager(ask, "/review", list.total, list.page, list.size))
            }
        }
    };
    Ok(layout::page(ask, Place::Review, ask.t("Cần xem lại", "To review"), &inside))
}

fn severity(ask: &Ask<'_>, code: &str) -> String {
    use crate::write::wire::Severity;
    use crate::write::words::Named;
    serde_json::from_value::<Severity>(code.into())
        .map_or_else(|_| code.to_owned(), |severity| severity.name(ask.lang).to_owned())
}
