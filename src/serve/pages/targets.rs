//! The targets of the whole corpus as a table that is filtered, sorted, plotted and saved.

use super::layout::{self, Place, short};
use super::parts::{brief, facet, total};
use super::plot;
use crate::serve::api::{self, Count, Target, TargetsQuery};
use crate::serve::app::Ask;
use crate::serve::params;
use crate::serve::problem::Problem;
use crate::write::phrases::{Aim, position};
use maud::{Markup, html};

/// How many targets a drawing takes in.
const DRAWN: u32 = 2_000;

pub(super) fn targets(ask: &Ask<'_>, query: TargetsQuery) -> Result<Markup, Problem> {
    let list = api::targets(ask, query.clone())?;
    let units = api::units(ask, &query)?;
    let unit = query.unit.clone().or_else(|| units.first().map(|unit| unit.value.clone()));
    let is_narrow = query.q.is_some() || query.document.is_some() || query.unit.is_some();
    let drawing = match unit.filter(|_| is_narrow) {
        Some(unit) => {
            let drawn = TargetsQuery { unit: Some(unit.clone()), ..query.clone() };
            let points = api::each_target(ask, &drawn, DRAWN)?;
            plot::plot(ask, &points, &unit)
        }
        None => None,
    };
    let download = |form: &str| format!("/targets.{form}{}", params::with(ask.query, "page", None));
    let inside = html! {
        h1 { (ask.t("Chỉ tiêu trong kho", "Targets of the corpus")) }
        (form(ask, &query, &units))
        @if let Some(document) = &query.document {
            p.filters {
                (ask.t("Chỉ một văn bản", "One document only")) ": "
                a href={ "/documents/" (document) } { (short(document, 12)) } " "
                a href={ "/targets" (params::with(ask.query, "document", None)) } { (ask.t("bỏ", "take back")) }
            }
        }
        div.with-aside {
            aside aria-label=(ask.t("Thu hẹp", "Narrow down")) {
                (facet(ask, "/targets", ask.t("Đơn vị", "Unit"), "unit", query.unit.as_deref(), &units))
            }
            section aria-label=(ask.t("Kết quả", "Results")) {
                div.bar {
                    (total(ask, list.total, "chỉ tiêu", "targets"))
                    div.downloads {
                        a.button href=(download("csv")) download { "CSV" }
                        a.button href=(download("xlsx")) download { "Excel" }
                    }
                }
                @if let Some(drawing) = drawing { (drawing) }
                @if list.items.is_empty() {
                    p.notice { (ask.t("Không có chỉ tiêu nào khớp.", "No target matches.")) }
                } @else {
                    (table(ask, &query, &list.items))
                }
                (layout::pager(ask, "/targets", list.total, list.page, list.size))
            }
        }
    };
    Ok(layout::page(ask, Place::Targets, ask.t("Chỉ tiêu", "Targets"), &inside))
}

fn form(ask: &Ask<'_>, query: &TargetsQuery, units: &[Count]) -> Markup {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    html! {
        form.filters-form action="/targets" method="get" {
            label.grow { span { (ask.t("Chỉ tiêu", "Indicator")) }
                input type="search" name="q" value=(text(&query.q)) placeholder=(ask.t("hộ nghèo", "hộ nghèo")) maxlength="200"; }
            label { span { (ask.t("Đơn vị", "Unit")) }
                select name="unit" {
                    option value="" { (ask.t("mọi đơn vị", "any")) }
                    @if let Some(unit) = &query.unit {
                        @if !units.iter().any(|known| known.value == *unit) { option value=(unit) selected { (unit) } }
                    }
                    @for unit in units {
                        option value=(unit.value) selected[query.unit.as_deref() == Some(&unit.value)] { (short(&unit.name, 40)) }
                    }
                } }
            label.small { span { (ask.t("Từ", "From")) } input name="min" inputmode="decimal" value=(number(query.min)); }
            label.small { span { (ask.t("Đến", "To")) } input name="max" inputmode="decimal" value=(number(query.max)); }
            label.small { span { (ask.t("Thời hạn (năm)", "Deadline (year)")) }
                input name="deadline" inputmode="numeric" value=(query.deadline.map(|year| year.to_string()).unwrap_or_default()); }
            label.small { span { (ask.t("Ban hành (năm)", "Issued (year)")) }
                input name="year" inputmode="numeric" value=(query.year.map(|year| year.to_string()).unwrap_or_default()); }
            label { span { (ask.t("Kiểu", "Measure")) }
                select name="measure" {
                    option value="" { (ask.t("mọi kiểu", "any")) }
                    @for (code, vi, en) in [("quantitative", "định lượng", "quantitative"), ("qualitative", "định tính", "qualitative")] {
                        option value=(code) selected[query.measure.as_deref() == Some(code)] { (ask.t(vi, en)) }
                    }
                } }
            @for (name, value) in [("document", &query.document), ("sort", &query.sort), ("issuer", &query.issuer), ("province", &query.province)] {
                @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
            }
            button.primary type="submit" { (ask.t("Lọc", "Filter")) }
            a.quiet href="/targets" { (ask.t("Xóa lọc", "Clear")) }
        }
    }
}

fn table(ask: &Ask<'_>, query: &TargetsQuery, targets: &[Target]) -> Markup {
    let head = |key: &'static str, vi: &'static str, en: &'static str, class: &'static str| {
        let sort = query.sort.as_deref().unwrap_or("document");
        let (sorted, next) = match sort {
            s if s == key => (Some("ascending"), format!("-{key}")),
            s if s.strip_prefix('-') == Some(key) => (Some("descending"), key.to_owned()),
            _ => (None, key.to_owned()),
        };
        let to = params::with(ask.query, "sort", Some(&next));
        html! {
            th scope="col" class=(class) aria-sort=[sorted] {
                a href={ "/targets" (to) } { (ask.t(vi, en))
                    @match sorted { Some("ascending") => " ▲", Some(_) => " ▼", None => "" } }
            }
        }
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(ask.t("Bảng chỉ tiêu", "Table of targets")) {
            table.data {
                thead { tr {
                    (head("indicator", "Chỉ tiêu", "Indicator", ""))
                    (head("value", "Giá trị", "Value", "num"))
                    (head("year", "Thời hạn", "Deadline", ""))
                    (head("issuer", "Cơ quan ban hành", "Issuer", ""))
                    (head("document", "Văn bản", "Document", ""))
                } }
                tbody {
                    @for target in targets {
                        tr {
                            td lang="vi" {
                                a href={ "/documents/" (target.document.key) "#target-" (target.ordinal) } { (short(&target.indicator, 240)) }
                            }
                            td.num lang="vi" { (aim(ask, target)) }
                            td lang="vi" { (short(target.deadline.as_deref().unwrap_or(""), 60)) }
                            td lang="vi" { (short(target.document.issuer.as_deref().unwrap_or(""), 80)) }
                            td lang="vi" {
                                (brief(&target.document))
                                @if let Some(year) = target.document.year { " (" (year) ")" }
                                " " span.where { (position(target.at.page, target.at.line, ask.lang)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn aim(ask: &Ask<'_>, target: &Target) -> String {
    let Target { change, comparator, value, value_max, unit, .. } = target;
    let (change, comparator) = (change.as_deref(), comparator.as_deref());
    Aim { change, comparator, value: *value, value_max: *value_max, unit: unit.as_deref() }.words(ask.lang)
}
