//! Search, with what narrows it; without a question the corpus at a glance.

use super::layout::{self, Place, short};
use super::parts::{facet, total};
use crate::serve::api::{self, Document, DocumentsQuery, Found, Hit, SearchQuery};
use crate::serve::app::Ask;
use crate::serve::params;
use crate::serve::problem::Problem;
use crate::serve::route::Nothing;
use crate::write::phrases::{day, number};
use maud::{Markup, html};

pub(super) fn home(ask: &Ask<'_>, query: SearchQuery) -> Result<Markup, Problem> {
    let is_asked = !ask.query.split('&').all(|pair| pair.is_empty() || pair.starts_with("lang="));
    if !is_asked {
        return start(ask);
    }
    let asked = query.q.clone().unwrap_or_default();
    let found = api::search(ask, query.clone())?;
    let inside = html! {
        (form(ask, &query))
        div.with-aside {
            aside aria-label=(ask.t("Thu hẹp", "Narrow down")) { (facets(ask, &query, &found)) }
            section aria-label=(ask.t("Kết quả", "Results")) {
                div.bar {
                    (total(ask, found.total, "văn bản", "documents"))
                    div.segmented {
                        @for (code, vi, en) in [("relevance", "khớp nhất", "best"), ("newest", "mới nhất", "newest"), ("oldest", "cũ nhất", "oldest")] {
                            a href={ "/" (params::with(ask.query, "sort", Some(code))) }
                                aria-current=[(query.sort.as_deref().unwrap_or("relevance") == code).then_some("true")] { (ask.t(vi, en)) }
                        }
                    }
                }
                @if let Some(note) = &found.note { p.notice { (note) } }
                @if found.items.is_empty() {
                    div.notice {
                        p { (ask.t("Không có văn bản nào khớp.", "No document matches.")) }
                        p { (ask.t("Thử bỏ bớt điều kiện lọc, bớt từ, hoặc gõ không dấu.", "Try fewer filters, fewer words, or words without marks.")) }
                    }
                }
                ol.hits { @for hit in &found.items { (result(ask, hit)) } }
                (layout::pager(ask, "/", found.total, found.page, found.size))
            }
        }
    };
    let title = if asked.is_empty() { ask.t("Văn bản", "Documents").to_owned() } else { asked };
    Ok(layout::page(ask, Place::Search, &title, &inside))
}

fn form(ask: &Ask<'_>, query: &SearchQuery) -> Markup {
    let kept = [
        ("kind", &query.kind),
        ("issuer", &query.issuer),
        ("level", &query.level),
        ("province", &query.province),
        ("year", &query.year.map(|year| year.to_string())),
        ("sort", &query.sort),
    ]
    .map(|(name, value)| (name, value.clone()));
    html! {
        form.search role="search" action="/" method="get" {
            label.hidden for="q" { (ask.t("Tìm trong kho", "Search the corpus")) }
            input #q type="search" name="q" value=(query.q.as_deref().unwrap_or("")) autocomplete="off" maxlength="300"
                placeholder=(ask.t("xóa nhà tạm · 34-CT/TW · hộ nghèo < 5%", "xóa nhà tạm · 34-CT/TW · hộ nghèo < 5%"));
            @for (name, value) in &kept {
                @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
            }
            button type="submit" { (ask.t("Tìm", "Search")) }
        }
    }
}

fn facets(ask: &Ask<'_>, query: &SearchQuery, found: &Found) -> Markup {
    let year = query.year.map(|year| year.to_string());
    html! {
        (facet(ask, "/", ask.t("Loại văn bản", "Kind"), "kind", query.kind.as_deref(), &found.kinds))
        (facet(ask, "/", ask.t("Cấp", "Level"), "level", query.level.as_deref(), &found.levels))
        (facet(ask, "/", ask.t("Tỉnh, thành phố", "Province"), "province", query.province.as_deref(), &found.provinces))
        (facet(ask, "/", ask.t("Năm", "Year"), "year", year.as_deref(), &found.years))
        (facet(ask, "/", ask.t("Cơ quan ban hành", "Issuer"), "issuer", query.issuer.as_deref(), &found.issuers))
    }
}

fn result(ask: &Ask<'_>, hit: &Hit) -> Markup {
    let document = &hit.document;
    html! {
        li.hit {
            (heading(ask, document))
            @for passage in &hit.passages {
                p.snippet lang="vi" {
                    @for piece in passage {
                        @if piece.is_hit { mark { (piece.text) } } @else { (piece.text) }
                    }
                }
            }
            (counts(ask, document))
        }
    }
}

/// Kind, number and title, and who issued it when.
fn heading(ask: &Ask<'_>, document: &Document) -> Markup {
    let number = document.number.as_deref();
    let kind = document.doc_type_name.as_deref();
    let name = [kind, number].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let date = document.date.as_deref().map(|date| day(date, ask.lang));
    let date = date.or_else(|| document.year.map(|year| year.to_string()));
    html! {
        h3 {
            a href={ "/documents/" (document.key) } lang="vi" {
                @if name.is_empty() && document.title.is_none() {
                    (short(document.path.rsplit('/').next().unwrap_or(&document.path), 80))
                } @else {
                    @if !name.is_empty() { span.no { (short(&name, 80)) } " " }
                    @if let Some(title) = &document.title { (short(title, 220)) }
                }
            }
        }
        p.by lang="vi" {
            @if let Some(issuer) = &document.issuer { (short(issuer, 120)) }
            @if let (Some(_), Some(_)) = (&document.issuer, &date) { " · " }
            @if let Some(date) = date { time { (date) } }
        }
    }
}

fn counts(ask: &Ask<'_>, document: &Document) -> Markup {
    let of = |count: i64, vi: &'static str, en: &'static str| {
        (count > 0).then(|| format!("{} {}", number(count, ask.lang), ask.t(vi, en)))
    };
    let list = [
        of(document.targets, "chỉ tiêu", "targets"),
        of(document.assignments, "nhiệm vụ", "assignments"),
        of(document.references, "viện dẫn", "references"),
    ];
    html! {
        p.counts {
            @for count in list.into_iter().flatten() { span { (count) } }
            @if document.warnings > 0 {
                span.warn { (number(document.warnings, ask.lang)) " " (ask.t("chỗ cần xem", "to look at")) }
            }
            span.format { (document.format) }
        }
    }
}

/// The page that one begins with.
fn start(ask: &Ask<'_>) -> Result<Markup, Problem> {
    let status = api::status(ask, Nothing {})?;
    let recent = api::documents::list(ask, DocumentsQuery { size: Some(10), ..DocumentsQuery::default() })?;
    let query = SearchQuery::default();
    let figure = |count: i64, vi: &'static str, en: &'static str, to: &'static str| {
        html! { li { a href=(to) { strong { (number(count, ask.lang)) } span { (ask.t(vi, en)) } } } }
    };
    let inside = html! {
        div.hero {
            h1 { (ask.t("Tìm trong kho văn bản", "Search the corpus")) }
            (form(ask, &query))
            p.hint {
                (ask.t("Gõ có dấu hoặc không dấu, số hiệu như đã in, “cụm từ”, hoặc điều kiện số: ", "With or without marks, numbers as printed, “phrases”, or conditions: "))
                @for example in ["kế hoạch thi đua", "34-CT/TW", "hộ nghèo < 5%"] {
                    a href={ "/?q=" (params::encoded(example)) } { (example) } " "
                }
            }
        }
        ul.figures {
            (figure(status.documents, "văn bản", "documents", "/?sort=newest"))
            (figure(status.targets, "chỉ tiêu", "targets", "/targets"))
            (figure(status.references, "viện dẫn", "citations", "/citations"))
            (figure(status.assignments, "nhiệm vụ được giao", "assignments", "/assignments"))
        }
        div.with-aside {
            aside aria-label=(ask.t("Duyệt theo", "Browse by")) {
                (facet(ask, "/", ask.t("Loại văn bản", "Kind"), "kind", None, &status.kinds))
                (facet(ask, "/", ask.t("Cấp", "Level"), "level", None, &status.levels))
                (facet(ask, "/", ask.t("Năm", "Year"), "year", None, &status.years))
                (facet(ask, "/", ask.t("Tỉnh, thành phố", "Province"), "province", None, &status.provinces))
            }
            section {
                h2 { (ask.t("Mới nhất", "Newest")) }
                @if recent.items.is_empty() {
                    p.notice {
                        (ask.t("Kho chưa có văn bản nào. Đưa văn bản vào kho bằng lệnh ", "The corpus has no documents yet. Take some in with "))
                        code { "extract ingest " (ask.t("THƯ_MỤC", "DIRECTORY")) " --corpus " (ask.t("KHO", "CORPUS")) }
                    }
                }
                ol.hits { @for document in &recent.items { li.hit { (heading(ask, document)) (counts(ask, document)) } } }
            }
        }
    };
    Ok(layout::page(ask, Place::Search, ask.t("Tìm kiếm", "Search"), &inside))
}
