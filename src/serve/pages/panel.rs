//! The record in its pane.

mod correct;
mod findings;
mod foot;
mod header;
mod remarks;

pub(super) use correct::field_name;

use super::layout::short;
use super::source::{Shown, number as number_sections};
use crate::knowledge::Cites;
use crate::serve::api::{Brief, Correction, Document};
use crate::serve::app::Ask;
use crate::write::phrases::{number, position};
use crate::write::wire::{At, Record, Severity};
use maud::{Markup, html};

/// How many items of a kind are shown where not all are asked for.
const SHOWN: usize = 150;

pub(super) struct Panel<'p> {
    pub ask: &'p Ask<'p>,
    pub document: &'p Document,
    pub record: &'p Record,
    pub corrections: &'p [Correction],
    pub shown: &'p Shown,
    /// The entry whose form is open.
    pub edit: Option<&'p str>,
    pub all: bool,
    /// What the document cites, in the order of its references, and what cites it.
    pub cites: &'p Cites,
    /// What says nearly the same, and how much is common.
    pub near: &'p [(Brief, f64)],
}

/// The whole record.
pub(super) fn show(panel: &Panel<'_>) -> Markup {
    let record = panel.record;
    let t = |vi, en| panel.ask.t(vi, en);
    let notable = record.diagnostics.iter().filter(|remark| remark.severity != Severity::Info).count();
    let chips = [
        ("targets", t("Chỉ tiêu", "Targets"), record.targets.len(), "target"),
        ("assignments", t("Phân công", "Assignments"), record.assignments.len(), "assignment"),
        ("references", t("Viện dẫn", "References"), record.references.len(), "reference"),
        ("sections", t("Bố cục", "Sections"), record.sections.len(), "section"),
        ("diagnostics", t("Lưu ý", "Remarks"), notable, "diagnostic"),
    ];
    html! {
        nav.chips aria-label=(t("Các phần của bản ghi", "Parts of the record")) {
            @for (id, name, count, class) in chips {
                @if count > 0 {
                    a class={ "key " (class) } href={ "#of-" (id) } { (name) " " span.count { (count) } }
                }
            }
        }
        (header::header(panel))
        (findings::targets(panel))
        (findings::assignments(panel))
        (findings::references(panel))
        @if panel.cites.cited_by_count > 0 {
            h2 { (t("Được viện dẫn trong", "Cited by")) " " span.faint { (number(panel.cites.cited_by_count as i64, panel.ask.lang)) } }
            ul.plain {
                @for citing in &panel.cites.cited_by {
                    li lang="vi" {
                        @if let Some(key) = &citing.document.key { a href={ "/documents/" (key) } { (short(&citing.document.label(), 100)) } }
                        @if let Some(issuer) = &citing.document.issuer { " " span.faint { (short(issuer, 80)) } }
                    }
                }
            }
        }
        @if !panel.near.is_empty() {
            h2 { (t("Gần trùng với", "Nearly the same as")) }
            ul.plain {
                @for (document, share) in panel.near {
                    li lang="vi" { (super::parts::brief(document)) " " span.faint { ((share * 100.0).round()) "%" } }
                }
            }
        }
        (foot::sections(panel))
        (foot::foot(panel))
        (remarks::diagnostics(panel))
        (correct::removed(panel))
        (correct::orphans(panel))
        (remarks::file(panel))
    }
}

impl Panel<'_> {
    fn t<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        self.ask.t(vi, en)
    }

    /// Text that leads to the place of an entry, where it has one.
    fn link(&self, entry: &str, section: Option<&[String]>, text: &str) -> Markup {
        let to = self.shown.link(entry).or_else(|| section.and_then(|labels| self.section(labels)));
        html! {
            @match to {
                Some(to) => a.to href=(to) data-place=(entry) { (text) },
                None => (text),
            }
        }
    }

    /// The place of the section with these labels.
    fn section(&self, labels: &[String]) -> Option<String> {
        let mut index = 0;
        let mut path: Vec<&str> = Vec::new();
        let mut found = None;
        number_sections(&self.record.sections, &mut index, &mut |index, section| {
            path.truncate(section.level.saturating_sub(1) as usize);
            path.push(section.label.as_deref().unwrap_or(""));
            let here = path.iter().filter(|label| !label.is_empty());
            if found.is_none() && !labels.is_empty() && here.copied().eq(labels.iter().map(String::as_str)) {
                found = Some(index);
            }
        });
        self.shown.link(&format!("section-{}", found?))
    }

    fn limit(&self, count: usize) -> usize {
        if self.all { count } else { count.min(SHOWN) }
    }

    fn more(&self, count: usize) -> Markup {
        html! {
            @if count > self.limit(count) {
                p.more {
                    a href="?all=true" {
                        (self.t("Hiện tất cả", "Show all")) " " (number(count as i64, self.ask.lang))
                    }
                }
            }
        }
    }

    fn head(&self, id: &str, class: &str, name: &str, count: usize) -> Markup {
        html! {
            h2 id={ "of-" (id) } { span class={ "key " (class) } { (name) } " " @if count > 0 { span.faint { (number(count as i64, self.ask.lang)) } } }
        }
    }
}

fn place(panel: &Panel<'_>, section: &[String], at: &At) -> Markup {
    let position = position(at.page.map(i64::from), at.line.map(i64::from), panel.ask.lang);
    html! {
        span.where {
            @if !section.is_empty() { (panel.t("mục", "section")) " " (section.join("/")) @if !position.is_empty() { ", " } }
            (position)
        }
    }
}
