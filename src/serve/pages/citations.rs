//! Citations: what is cited most, and the drawing of those around a document.

use super::layout::{self, Place, short};
use super::parts::{relation, total};
use crate::serve::api::{self, Graph, GraphNode, MostCitedQuery, documents};
use crate::serve::app::Ask;
use crate::serve::params;
use crate::serve::problem::Problem;
use crate::write::phrases::{day, number};
use maud::{Markup, html};

pub(super) fn most_cited(ask: &Ask<'_>, query: MostCitedQuery) -> Result<Markup, Problem> {
    let list = api::most_cited(ask, query.clone())?;
    let relations = ["based_on", "implements", "amends", "replaces", "repeals", "mentions"];
    let inside = html! {
        h1 { (ask.t("Văn bản được viện dẫn", "Cited documents")) }
        form.filters-form action="/citations" method="get" {
            label.grow { span { (ask.t("Số, ký hiệu hoặc trích yếu", "Number or title")) }
                input type="search" name="q" value=(query.q.as_deref().unwrap_or("")) maxlength="200" placeholder="34-CT/TW"; }
            label { span { (ask.t("Quan hệ", "Relation")) }
                select name="relation" {
                    option value="" { (ask.t("mọi quan hệ", "any")) }
                    @for code in relations { option value=(code) selected[query.relation.as_deref() == Some(code)] { (relation(ask, code)) } }
                } }
            button.primary type="submit" { (ask.t("Lọc", "Filter")) }
        }
        (total(ask, list.total, "văn bản được viện dẫn", "cited documents"))
        div.scroll tabindex="0" role="region" aria-label=(ask.t("Bảng viện dẫn", "Table of citations")) {
            table.data {
                thead { tr {
                    th scope="col" { (ask.t("Văn bản", "Document")) }
                    th scope="col" { (ask.t("Trích yếu", "Title")) }
                    th scope="col" { (ask.t("Cơ quan", "Issuer")) }
                    th scope="col" { (ask.t("Ngày", "Date")) }
                    th.num scope="col" { (ask.t("Số văn bản viện dẫn", "Citing documents")) }
                } }
                tbody {
                    @for cited in &list.items {
                        @let name = [cited.type_name.as_deref(), cited.number.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
                        tr {
                            td lang="vi" {
                                @match &cited.document {
                                    Some(key) => a href={ "/documents/" (key) } { (short(&name, 100)) },
                                    None => (short(&name, 100)),
                                }
                                @if cited.document.is_none() { " " span.faint { (ask.t("(ngoài kho)", "(not in the corpus)")) } }
                            }
                            td lang="vi" { (short(cited.title.as_deref().unwrap_or(""), 200)) }
                            td lang="vi" { (short(cited.issuer.as_deref().unwrap_or(""), 80)) }
                            td { (cited.date.as_deref().map(|date| day(date, ask.lang)).unwrap_or_default()) }
                            td.num { (number(cited.citing, ask.lang)) }
                        }
                    }
                }
            }
        }
        (layout::pager(ask, "/citations", list.total, list.page, list.size))
    };
    Ok(layout::page(ask, Place::Citations, ask.t("Viện dẫn", "Citations"), &inside))
}

pub(super) fn around(ask: &Ask<'_>, query: api::GraphQuery) -> Result<Markup, Problem> {
    let depth = query.depth.unwrap_or(1);
    let graph = api::graph(ask, query)?;
    let (_, document) = documents::named(ask)?;
    let title = super::document::title(&document);
    let path = format!("/documents/{}/citations", document.key);
    let inside = html! {
        nav.crumbs { a href={ "/documents/" (document.key) } lang="vi" { "← " (short(&title, 90)) } }
        h1 { (ask.t("Mạng viện dẫn", "Citations around the document")) }
        div.bar {
            p.total {
                (graph.nodes.len() - 1) " " (ask.t("văn bản quanh văn bản này", "documents around this one"))
                @if graph.is_cut { " " (ask.t("(chỉ vẽ một phần)", "(only a part is drawn)")) }
            }
            div.segmented {
                @for step in 1..=2 {
                    a href={ (path) (params::with(ask.query, "depth", Some(&step.to_string()))) } aria-current=[(depth == step).then_some("true")] {
                        (step) " " (ask.t("bước", if step == 1 { "step" } else { "steps" }))
                    }
                }
            }
        }
        @if graph.nodes.len() == 1 {
            p.notice { (ask.t("Văn bản này không viện dẫn và không được viện dẫn trong kho.", "This document cites nothing and nothing in the corpus cites it.")) }
        } @else {
            (drawing(ask, &graph))
            (as_list(ask, &graph))
        }
    };
    Ok(layout::page(ask, Place::Citations, ask.t("Mạng viện dẫn", "Citation graph"), &inside))
}

const NODE_WIDTH: f64 = 210.0;
const NODE_HEIGHT: f64 = 46.0;
const GAP: f64 = 12.0;
const COLUMN: f64 = 330.0;

/// Columns from what is cited, on the left, to what cites, on the right; in each the nodes below each other.
fn drawing(ask: &Ask<'_>, graph: &Graph) -> Markup {
    let steps = |step: i32| graph.nodes.iter().filter(move |node| node.step == step).count();
    let first = graph.nodes.iter().map(|node| node.step).min().unwrap_or(0);
    let last = graph.nodes.iter().map(|node| node.step).max().unwrap_or(0);
    let tallest = (first..=last).map(steps).max().unwrap_or(1) as f64;
    let head = 34.0;
    let height = head + tallest * (NODE_HEIGHT + GAP) + GAP;
    let width = f64::from(last - first) * COLUMN + NODE_WIDTH + 4.0;
    let mut filled = std::collections::HashMap::new();
    let places: Vec<(f64, f64)> = graph
        .nodes
        .iter()
        .map(|node| {
            let at = filled.entry(node.step).or_insert(0usize);
            let own = steps(node.step) as f64 * (NODE_HEIGHT + GAP);
            let y = head + (height - head - own) / 2.0 + *at as f64 * (NODE_HEIGHT + GAP) + GAP / 2.0;
            *at += 1;
            (2.0 + f64::from(node.step - first) * COLUMN, y)
        })
        .collect();
    let column = |step: i32| match step {
        0 => ask.t("Văn bản này", "This document"),
        ..0 => ask.t("Viện dẫn đến", "It cites"),
        _ => ask.t("Được viện dẫn trong", "Cited by"),
    };
    html! {
        div.graph tabindex="0" role="region" aria-label=(ask.t("Hình vẽ mạng viện dẫn", "Drawing of the citations")) {
            svg viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) {
                @for step in first..=last {
                    text.column x=(2.0 + f64::from(step - first) * COLUMN) y="18" { (column(step)) }
                }
                @for edge in &graph.edges {
                    @let ((ax, ay), (bx, by)) = (places[edge.from], places[edge.to]);
                    @let is_left = ax > bx;
                    @let (x0, x1) = if is_left { (ax, bx + NODE_WIDTH) } else { (ax + NODE_WIDTH, bx) };
                    @let (y0, y1) = (ay + NODE_HEIGHT / 2.0, by + NODE_HEIGHT / 2.0);
                    @let bend = (x1 - x0) / 2.0;
                    @let path = if ax == bx {
                        format!("M{:.0} {y0:.0} C{:.0} {y0:.0} {:.0} {y1:.0} {:.0} {y1:.0}", ax + NODE_WIDTH, ax + NODE_WIDTH + 50.0, ax + NODE_WIDTH + 50.0, ax + NODE_WIDTH)
                    } else {
                        format!("M{x0:.0} {y0:.0} C{:.0} {y0:.0} {:.0} {y1:.0} {x1:.0} {y1:.0}", x0 + bend, x1 - bend)
                    };
                    path class={ "edge " (edge.relation) } d=(path) { title { (relation(ask, &edge.relation)) } }
                }
                @for (node, (x, y)) in graph.nodes.iter().zip(&places) {
                    @match &node.document.key {
                        Some(key) => a href={ "/documents/" (key) } { (shape(node, *x, *y)) },
                        None => (shape(node, *x, *y)),
                    }
                }
            }
        }
        ul.legend {
            @for code in ["based_on", "implements", "amends", "replaces", "mentions"] {
                li { svg viewBox="0 0 24 10" aria-hidden="true" { path class={ "edge " (code) } d="M1 5 L23 5" {} } (relation(ask, code)) }
            }
            li { svg viewBox="0 0 24 12" aria-hidden="true" { rect.node.outside x="1" y="1" width="22" height="10" rx="2" {} } (ask.t("ngoài kho", "not in the corpus")) }
        }
    }
}

fn shape(node: &GraphNode, x: f64, y: f64) -> Markup {
    let class = match (node.step, &node.document.key) {
        (0, _) => "node center",
        (_, Some(_)) => "node",
        _ => "node outside",
    };
    let title = node.document.title.as_deref();
    let under = node.document.issuer.as_deref().or(title);
    html! {
        g {
            title { (node.label) @if let Some(title) = title { " – " (short(title, 300)) } }
            rect class=(class) x=(x) y=(y) width=(NODE_WIDTH) height=(NODE_HEIGHT) rx="6" {}
            text.label x=(x + 10.0) y=(y + 19.0) lang="vi" { (short(&node.label, 27)) }
            @if let Some(under) = under { text.under x=(x + 10.0) y=(y + 36.0) lang="vi" { (short(under, 34)) } }
        }
    }
}

/// The same for who does not see the drawing.
fn as_list(ask: &Ask<'_>, graph: &Graph) -> Markup {
    let name = |node: &GraphNode| {
        html! {
            @match &node.document.key {
                Some(key) => a href={ "/documents/" (key) } lang="vi" { (short(&node.label, 100)) },
                None => span lang="vi" { (short(&node.label, 100)) },
            }
        }
    };
    html! {
        details.as-list {
            summary { (ask.t("Dạng danh sách", "As a list")) }
            ul {
                @for edge in &graph.edges {
                    li { (name(&graph.nodes[edge.from])) " " em { (relation(ask, &edge.relation)) } " " (name(&graph.nodes[edge.to])) }
                }
            }
        }
    }
}
