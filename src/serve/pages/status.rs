//! The state of the corpus.

use super::layout::{self, Place};
use super::parts::moment;
use crate::serve::api::{self, Count};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::serve::route::Nothing;
use crate::write::phrases::number;
use maud::{Markup, html};

pub(super) fn status(ask: &Ask<'_>, nothing: Nothing) -> Result<Markup, Problem> {
    let status = api::status(ask, nothing)?;
    let lang = ask.lang;
    let counts = |title: &str, counts: &[Count], query: Option<&str>| {
        let most = counts.iter().map(|count| count.count).max().unwrap_or(1).max(1);
        html! {
            @if !counts.is_empty() {
                section.bars {
                    h2 { (title) }
                    table {
                        tbody {
                            @for count in counts.iter().take(40) {
                                tr {
                                    th scope="row" {
                                        @match query {
                                            Some(name) => a href={ "/?" (name) "=" (crate::serve::params::encoded(&count.value)) } { (count.name) },
                                            None => (count.name),
                                        }
                                    }
                                    td.num { (number(count.count, lang)) }
                                    td.bar-cell { svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" { rect.bar-fill x="0" y="1" height="8" width=(100 * count.count / most) {} } }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    let run = status.run.as_ref();
    let rows = [
        (ask.t("Phiên bản", "Version"), status.program.clone()),
        (ask.t("Kho tạo lúc", "Corpus made"), moment(&status.created, lang)),
        (ask.t("Văn bản", "Documents"), number(status.documents, lang)),
        (ask.t("Chỉ tiêu", "Targets"), number(status.targets, lang)),
        (ask.t("Viện dẫn", "Citations"), number(status.references, lang)),
        (ask.t("Nhiệm vụ", "Assignments"), number(status.assignments, lang)),
        (ask.t("Đính chính", "Corrections"), number(status.corrections, lang)),
        (
            ask.t("Lần đọc gần nhất", "Last ingest"),
            run.map_or_else(String::new, |run| {
                let ended = run.ended.as_deref().map_or_else(
                    || {
                        ask.t("đang chạy hoặc đã ngừng giữa chừng", "under way, or ended without a word")
                            .to_owned()
                    },
                    |ended| moment(ended, lang),
                );
                format!("{} → {ended}", moment(&run.started, lang))
            }),
        ),
        (
            ask.t("Đính chính trên trang", "Corrections on the page"),
            ask.t(
                if status.edits { "cho phép" } else { "không (chỉ đọc)" },
                if status.edits { "allowed" } else { "no (read-only)" },
            )
            .to_owned(),
        ),
    ];
    let inside = html! {
        h1 { (ask.t("Kho văn bản", "The corpus")) }
        dl.values.card { @for (name, value) in rows { @if !value.is_empty() { div { dt { (name) } dd { (value) } } } } }
        div.bars-grid {
            (counts(ask.t("Tệp", "Files"), &status.files, None))
            (counts(ask.t("Loại văn bản", "Kinds"), &status.kinds, Some("kind")))
            (counts(ask.t("Năm", "Years"), &status.years, Some("year")))
            (counts(ask.t("Cấp", "Levels"), &status.levels, Some("level")))
            (counts(ask.t("Tỉnh, thành phố", "Provinces"), &status.provinces, Some("province")))
            (counts(ask.t("Định dạng", "Formats"), &status.formats, None))
        }
    };
    Ok(layout::page(ask, Place::Status, ask.t("Kho", "Corpus"), &inside))
}
