//! The chain of plans of a document, and the same indicators side by side.

use super::layout::{self, Place, short};
use crate::knowledge::IndicatorValue;
use crate::serve::api::{self, documents};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::serve::route::Nothing;
use maud::{Markup, html};

pub(super) fn cascade(ask: &Ask<'_>, nothing: Nothing) -> Result<Markup, Problem> {
    let cascade = api::cascade(ask, nothing)?;
    let (_, document) = documents::named(ask)?;
    let title = super::document::title(&document);
    let inside = html! {
        nav.crumbs { a href={ "/documents/" (document.key) } lang="vi" { "← " (short(&title, 90)) } }
        h1 { (ask.t("Chuỗi kế hoạch", "Plan chain")) }
        p.lead { (ask.t(
            "Văn bản này triển khai văn bản nào, văn bản nào triển khai nó, và cùng một chỉ tiêu ở từng cấp.",
            "What this document implements, what implements it, and the same indicator at each level.",
        )) }
        ol.chain {
            @for step in &cascade.chain.steps {
                @let relations = cascade.chain.links.iter().filter(|link| link.from == step.id);
                li class=[(step.depth == 0).then_some("here")] {
                    span.level title=(way(ask, step.depth)) aria-label=(way(ask, step.depth)) {
                        @match step.depth { 0 => "●", depth if depth < 0 => { "↑" (-depth) }, depth => { "↓" (depth) } }
                    }
                    div {
                        strong lang="vi" {
                            @match &step.document.key {
                                Some(key) => a href={ "/documents/" (key) } { (short(&step.document.label(), 120)) },
                                None => (short(&step.document.label(), 120)),
                            }
                        }
                        @if let (Some(title), Some(_)) = (&step.document.title, &step.document.number) { p.task lang="vi" { (short(title, 200)) } }
                        div.meta {
                            @if let Some(issuer) = &step.document.issuer { span lang="vi" { (short(issuer, 100)) } }
                            @if let Some(year) = step.document.year { span { (year) } }
                            @if step.document.key.is_none() { span { (ask.t("ngoài kho", "not in the corpus")) } }
                            @for link in relations.take(4) {
                                @let above = cascade.chain.steps.iter().find(|above| above.id == link.to);
                                @if let Some(above) = above {
                                    span { (super::parts::relation(ask, &link.relation)) " " span lang="vi" { (short(&above.document.label(), 50)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if cascade.chain.is_cut { p.notice { (ask.t("Chuỗi còn dài hơn; chỉ hiện các văn bản gần nhất.", "The chain goes on; only the nearest documents are shown.")) } }
        h2 { (ask.t("Cùng một chỉ tiêu", "The same indicator")) }
        @let compared = &cascade.compared;
        @if compared.rows.is_empty() {
            p.notice { (ask.t("Không có chỉ tiêu nào xuất hiện ở hai văn bản trở lên trong chuỗi.", "No indicator stands in two or more documents of the chain.")) }
        } @else {
            div.scroll tabindex="0" role="region" aria-label=(ask.t("Bảng so sánh chỉ tiêu", "Comparison of indicators")) {
                table.data {
                    thead { tr {
                        th scope="col" { (ask.t("Chỉ tiêu", "Indicator")) }
                        @for document in &compared.documents {
                            th.num scope="col" lang="vi" { (short(&document.label(), 40)) @if let Some(issuer) = &document.issuer { br; span.faint { (short(issuer, 40)) } } }
                        }
                    } }
                    tbody {
                        @for row in compared.rows.iter().take(ROWS) {
                            tr {
                                th scope="row" lang="vi" { (short(&row.indicator, 160)) }
                                @for (at, document) in compared.documents.iter().enumerate() {
                                    td.num lang="vi" {
                                        @for value in row.values.iter().filter(|value| value.document == at).take(3) {
                                            @if let Some(key) = &document.key {
                                                div { a href={ "/documents/" (key) "#target-" (value.target.ordinal) } title=(short(&value.target.indicator, 200)) { (aim(ask, value)) } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(layout::page(ask, Place::Citations, ask.t("Chuỗi kế hoạch", "Plan chain"), &inside))
}

/// How far above or below.
fn way(ask: &Ask<'_>, depth: i32) -> String {
    match depth {
        0 => ask.t("văn bản này", "this document").to_owned(),
        ..0 => format!("{} {}", -depth, ask.t("bước lên trên", "steps above")),
        _ => format!("{depth} {}", ask.t("bước xuống dưới", "steps below")),
    }
}

/// How many indicators are shown.
const ROWS: usize = 200;

/// What a target wants to reach.
fn aim(ask: &Ask<'_>, value: &IndicatorValue) -> String {
    match value.target.aim().words(ask.lang) {
        words if words.is_empty() => "✓".to_owned(),
        words => words,
    }
}
