//! The original in its pane: text with marks, pictures of pages with boxes, or the text of the record.

use super::layout::short;
use crate::serve::api::{Document, documents};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::source::View;
use crate::write::wire::{At, Record, Section, Severity};
use maud::{Markup, PreEscaped, html};
use std::collections::HashMap;

/// How many pages of pictures one part shows.
const PAGES: usize = 40;

/// What of the original is shown, and where entries of the record are found in it.
pub(super) struct Shown {
    /// From 0.
    pub part: usize,
    pub parts: usize,
    /// The part that each entry stands in.
    places: HashMap<String, usize>,
    boxes: HashMap<u32, Vec<Boxed>>,
}

/// Entries that stand in one box of a page.
struct Boxed {
    bbox: [f32; 4],
    class: &'static str,
    entries: Vec<String>,
    label: String,
}

impl Shown {
    pub fn new(view: Option<&View>, record: &Record, part: usize) -> Shown {
        let mut shown = Shown { part: 0, parts: 1, places: HashMap::new(), boxes: HashMap::new() };
        match view {
            Some(View::Text(parts)) => {
                shown.parts = parts.len().max(1);
                for (index, part) in parts.iter().enumerate() {
                    for piece in part.split("<span id=\"at-").skip(1) {
                        let entry = piece.split('"').next().unwrap_or_default().to_owned();
                        shown.places.entry(entry).or_insert(index);
                    }
                }
            }
            Some(View::Pages(pages)) => {
                shown.parts = pages.len().div_ceil(PAGES).max(1);
                for (entry, class, label, at) in entries(record) {
                    let (Some(page), Some(bbox)) = (at.page, at.bbox) else { continue };
                    shown.places.insert(entry.clone(), (page as usize).saturating_sub(1) / PAGES);
                    let boxes = shown.boxes.entry(page).or_default();
                    match boxes.iter_mut().find(|known| known.bbox == bbox) {
                        Some(known) => known.entries.push(entry),
                        None => {
                            boxes.push(Boxed { bbox, class, entries: vec![entry], label: short(&label, 120) })
                        }
                    }
                }
                // The smaller lie over the larger, where a click reaches them.
                let area = |boxed: &Boxed| (boxed.bbox[2] - boxed.bbox[0]) * (boxed.bbox[3] - boxed.bbox[1]);
                for boxes in shown.boxes.values_mut() {
                    boxes.sort_by(|a, b| area(b).total_cmp(&area(a)));
                }
            }
            _ => {
                let mut index = 0;
                number(&record.sections, &mut index, &mut |index, _| {
                    shown.places.insert(format!("section-{index}"), 0);
                });
            }
        }
        shown.part = part.saturating_sub(1).min(shown.parts - 1);
        shown
    }

    /// Where a link to the place of an entry leads; `None` where the entry has none here.
    pub fn link(&self, entry: &str) -> Option<String> {
        let part = *self.places.get(entry)?;
        Some(if part == self.part {
            format!("#at-{entry}")
        } else {
            format!("?part={}#at-{entry}", part + 1)
        })
    }
}

/// All sections in document order, parents first.
pub(super) fn number<'r>(
    sections: &'r [Section],
    index: &mut usize,
    each: &mut impl FnMut(usize, &'r Section),
) {
    for section in sections {
        each(*index, section);
        *index += 1;
        number(&section.children, index, each);
    }
}

/// Every entry with a place: its id, its class, what it says, and where.
fn entries(record: &Record) -> Vec<(String, &'static str, String, &At)> {
    let mut list: Vec<(String, &'static str, String, &At)> = Vec::new();
    let header = &record.header;
    if let Some(issuer) = &header.issuer
        && let Some(at) = &issuer.at
    {
        list.push(("issuer".into(), "header", issuer.name.clone(), at));
    }
    if let Some(number) = &header.number {
        list.push(("number".into(), "header", number.text.clone(), &number.at));
    }
    if let Some(kind) = &header.doc_type
        && let Some(at) = &kind.at
    {
        list.push(("doc-type".into(), "header", kind.name.clone(), at));
    }
    if let Some(date) = &header.date
        && let Some(at) = &date.at
    {
        list.push(("date".into(), "header", date.written(), at));
    }
    for (entry, phrase) in [
        ("place", &header.place),
        ("title", &header.title),
        ("urgency", &header.urgency),
        ("secrecy", &header.secrecy),
    ] {
        if let Some(phrase) = phrase
            && let Some(at) = &phrase.at
        {
            list.push((entry.into(), "header", phrase.text.clone(), at));
        }
    }
    let mut index = 0;
    number(&record.sections, &mut index, &mut |index, section| {
        if section.label.is_some() || section.heading.is_some() {
            list.push((format!("section-{index}"), "section", section.quote.clone(), &section.at));
        }
    });
    for (index, target) in record.targets.iter().enumerate() {
        list.push((format!("target-{index}"), "target", target.indicator.clone(), &target.at));
    }
    for (index, reference) in record.references.iter().enumerate() {
        for (mention, place) in reference.mentions.iter().enumerate() {
            list.push((format!("reference-{index}-{mention}"), "reference", place.quote.clone(), &place.at));
        }
    }
    for (index, duty) in record.assignments.iter().enumerate() {
        list.push((format!("assignment-{index}"), "assignment", duty.task.clone(), &duty.at));
    }
    for (index, recipient) in record.recipients.iter().enumerate() {
        list.push((format!("recipient-{index}"), "foot", recipient.name.clone(), &recipient.at));
    }
    for (index, signature) in record.signature.iter().chain(&record.co_signatures).enumerate() {
        if let Some(at) = &signature.at {
            list.push((format!("signature-{index}"), "foot", signature.name.clone().unwrap_or_default(), at));
        }
    }
    for (index, note) in record.footnotes.iter().enumerate() {
        list.push((format!("footnote-{index}"), "footnote", note.text.clone(), &note.at));
    }
    for (index, remark) in record.diagnostics.iter().enumerate() {
        if let Some(at) = remark.at.as_ref().filter(|_| remark.severity >= Severity::Warning) {
            list.push((format!("diagnostic-{index}"), "diagnostic", remark.message.clone(), at));
        }
    }
    list
}

/// Original or the record's text.
pub(super) fn switch(ask: &Ask<'_>, document: &Document, is_source: bool) -> Markup {
    let to = format!("/documents/{}", document.key);
    html! {
        div.segmented {
            a href=(to) aria-current=[is_source.then_some("true")] { (ask.t("Nguyên văn", "Original")) }
            a href={ (to) "?view=text" } aria-current=[(!is_source).then_some("true")] { (ask.t("Theo mục", "By section")) }
        }
    }
}

/// Leads through the parts of a long original.
pub(super) fn pager(ask: &Ask<'_>, document: &Document, shown: &Shown) -> Markup {
    let to = |part: usize| format!("/documents/{}?part={part}#text", document.key);
    html! {
        @if shown.parts > 1 {
            nav.pager aria-label=(ask.t("Các phần của nguyên văn", "Parts of the original")) {
                @if shown.part > 0 { a rel="prev" href=(to(shown.part)) { "←" } }
                span { (ask.t("Phần", "Part")) " " (shown.part + 1) " / " (shown.parts) }
                @if shown.part + 1 < shown.parts { a rel="next" href=(to(shown.part + 2)) { "→" } }
            }
        }
    }
}

/// The pane.
pub(super) fn show(
    ask: &Ask<'_>,
    document: &Document,
    record: &Record,
    view: Option<&View>,
    shown: &Shown,
) -> Markup {
    match view {
        Some(View::Text(parts)) => html! {
            article.text lang="vi" {
                // Made by the worker of this program, with everything that the document says escaped.
                (PreEscaped(parts.get(shown.part).map_or("", String::as_str)))
            }
        },
        Some(View::Pages(pages)) => {
            let first = shown.part * PAGES;
            html! {
                div.sheets {
                    @for (index, size) in pages.iter().enumerate().skip(first).take(PAGES) {
                        (sheet(ask, document, index as u32 + 1, *size, shown))
                    }
                }
            }
        }
        Some(View::Gone(why)) => html! {
            div.notice.warn role="status" { p { (why.text(ask.lang)) } p.path { (document.path) } }
            (text(record))
        },
        None => text(record),
    }
}

fn sheet(ask: &Ask<'_>, document: &Document, page: u32, [width, height]: [f32; 2], shown: &Shown) -> Markup {
    let none = Vec::new();
    let boxes = shown.boxes.get(&page).unwrap_or(&none);
    let (width, height) = (width.clamp(1.0, 15_000.0), height.clamp(1.0, 15_000.0));
    html! {
        figure.sheet id={ "page-" (page) } {
            div.paper {
                img src={ "/documents/" (document.key) "/pages/" (page) } width=(width.round()) height=(height.round())
                    loading="lazy" decoding="async" alt={ (ask.t("Trang", "Page")) " " (page) };
                svg viewBox={ "0 0 " (width) " " (height) } preserveAspectRatio="none"
                    aria-label=(ask.t("Những chỗ đã trích xuất", "Places of what was extracted")) {
                    @for boxed in boxes {
                        @let [x0, y0, x1, y1] = boxed.bbox;
                        @let first = boxed.entries.first().map_or("", String::as_str);
                        @for entry in &boxed.entries { g id={ "at-" (entry) } {} }
                        a href={ "#" (first) } data-entries=(boxed.entries.join(" ")) aria-label=(boxed.label) {
                            rect class={ "box " (boxed.class) } x=(x0 - 1.5) y=(y0 - 1.5)
                                width=((x1 - x0).max(1.0) + 3.0) height=((y1 - y0).max(1.0) + 3.0) rx="2" {
                                title { (boxed.label) }
                            }
                        }
                    }
                }
            }
            figcaption { (ask.t("Trang", "Page")) " " (page) }
        }
    }
}

/// The sections of the record, one after the other.
fn text(record: &Record) -> Markup {
    /// Most bytes of text that are shown.
    const MOST: usize = 2 << 20;
    let mut list = Vec::new();
    let (mut index, mut bytes) = (0, 0);
    number(&record.sections, &mut index, &mut |index, section| {
        bytes += section.text.len() + section.quote.len();
        if bytes < MOST {
            list.push((index, section));
        }
    });
    html! {
        article.text lang="vi" {
            @for (index, section) in &list {
                @let level = section.level.clamp(1, 5);
                div class={ "level-" (level) } {
                    span id={ "at-section-" (index) } {}
                    @if section.label.is_some() || section.heading.is_some() {
                        p.mark.section {
                            a.plain href={ "#section-" (index) } data-entries={ "section-" (index) } {
                                @if let Some(label) = &section.label { (label) ". " }
                                @if let Some(heading) = &section.heading { (heading) }
                            }
                        }
                    }
                    @for line in section.text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
                }
            }
            @if list.len() < index { p.notice { "…" } }
        }
    }
}

/// The picture of a page.
pub(super) fn picture(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let page: u32 = ask
        .named("page")
        .parse()
        .ok()
        .filter(|page| (1..=5_000).contains(page))
        .ok_or_else(Problem::not_found)?;
    let (id, document) = documents::named(ask)?;
    if !crate::serve::source::has_pages(&document.format) {
        return Err(Problem::not_found());
    }
    let picture = ask.app.views.picture(ask.base, id, &document.key, page, ask.lang)?;
    Ok(Reply::Lasting { media: picture.media.clone(), bytes: picture.bytes.clone() })
}
