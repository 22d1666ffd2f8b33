//! What the program noticed, and the file.

use super::{Panel, place};
use crate::serve::pages::layout::short;
use crate::serve::pages::parts::moment;
use crate::write::phrases::number;
use crate::write::wire::Severity;
use crate::write::words::Named;
use maud::{Markup, html};

pub(super) fn diagnostics(panel: &Panel<'_>) -> Markup {
    let remarks = &panel.record.diagnostics;
    if remarks.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("diagnostics", "diagnostic", panel.t("Lưu ý", "Remarks"), remarks.len()))
        ul.items {
            @for (index, remark) in remarks.iter().enumerate().take(panel.limit(remarks.len())) {
                @let entry = format!("diagnostic-{index}");
                li id=(entry) tabindex="-1" data-entry {
                    div.line {
                        span.what { (panel.link(&entry, None, &short(&remark.message, 400))) }
                        span class={ "role " (severity_class(remark.severity)) } { (remark.severity.name(panel.ask.lang)) }
                    }
                    div.meta {
                        code { (remark.code) }
                        @if let Some(at) = &remark.at { (place(panel, &[], at)) }
                    }
                }
            }
        }
        (panel.more(remarks.len()))
    }
}

fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warn",
        Severity::Error => "error",
    }
}

pub(super) fn file(panel: &Panel<'_>) -> Markup {
    let source = &panel.record.source;
    let rows = [
        (panel.t("Tệp", "File"), panel.document.path.clone()),
        (panel.t("Định dạng", "Format"), source.format.clone()),
        (panel.t("Bảng mã", "Encoding"), source.encoding.clone().unwrap_or_default()),
        (panel.t("Số byte", "Bytes"), number(source.bytes as i64, panel.ask.lang)),
        (
            panel.t("Nhận dạng chữ", "Recognition"),
            source.ocr.as_ref().map_or_else(String::new, |ocr| {
                format!("{}, {:.0}%", ocr.engine, ocr.mean_confidence * 100.0)
            }),
        ),
        ("BLAKE3", source.blake3.clone()),
        (panel.t("Đọc lúc", "Read at"), moment(&panel.document.ingested, panel.ask.lang)),
    ];
    html! {
        h2 { (panel.t("Nguồn", "Source")) }
        dl.values {
            @for (name, value) in rows {
                @if !value.is_empty() { div { dt { (name) } dd.path { (value) } } }
            }
        }
    }
}
