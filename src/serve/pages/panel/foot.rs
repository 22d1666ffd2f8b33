//! Sections, signatures, recipients and footnotes.

use super::Panel;
use crate::corpus::corrections::Facet;
use crate::serve::pages::layout::short;
use crate::serve::pages::source::number as number_sections;
use crate::write::words::Named;
use maud::{Markup, html};

pub(super) fn sections(panel: &Panel<'_>) -> Markup {
    const MOST: usize = 400;
    let mut list = Vec::new();
    let mut index = 0;
    number_sections(&panel.record.sections, &mut index, &mut |index, section| {
        if (section.label.is_some() || section.heading.is_some()) && (panel.all || list.len() < MOST) {
            list.push((index, section));
        }
    });
    if list.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("sections", "section", panel.t("Bố cục", "Sections"), index))
        ol.outline {
            @for (index, section) in &list {
                @let entry = format!("section-{index}");
                @let name = match (&section.label, &section.heading) {
                    (Some(label), Some(heading)) => format!("{label}. {heading}"),
                    (None, Some(heading)) => heading.clone(),
                    (_, None) => section.quote.clone(),
                };
                li id=(entry) tabindex="-1" data-entry class={ "level-" (section.level.clamp(1, 6)) } {
                    span lang="vi" { (panel.link(&entry, None, &short(&name, 120))) }
                    @if !section.roles.is_empty() {
                        " " span.faint { (section.roles.iter().map(|role| role.name(panel.ask.lang)).collect::<Vec<_>>().join(", ")) }
                    }
                }
            }
        }
    }
}

pub(super) fn foot(panel: &Panel<'_>) -> Markup {
    let record = panel.record;
    let signatures: Vec<_> = record.signature.iter().chain(&record.co_signatures).collect();
    html! {
        @if !signatures.is_empty() {
            (panel.head("signature", "foot", panel.t("Chữ ký", "Signature"), 0))
            ul.items {
                @for (index, signature) in signatures.iter().enumerate() {
                    @let entry = format!("signature-{index}");
                    li id=(entry) tabindex="-1" data-entry {
                        div.line { strong.what lang="vi" { (panel.link(&entry, None, signature.name.as_deref().unwrap_or("—"))) } }
                        div.meta {
                            @for part in [&signature.authority, &signature.capacity, &signature.position].into_iter().flatten() {
                                span lang="vi" { (short(part, 120)) }
                            }
                            span { (panel.state(Facet::Signature, index, None, &entry)) }
                        }
                        (panel.form(Facet::Signature, index, Facet::Signature.fields(), &entry))
                    }
                }
            }
        }
        @if !record.recipients.is_empty() {
            (panel.head("recipients", "foot", panel.t("Nơi nhận", "Recipients"), record.recipients.len()))
            ul.items.tight {
                @for (index, recipient) in record.recipients.iter().enumerate().take(panel.limit(record.recipients.len())) {
                    @let entry = format!("recipient-{index}");
                    li id=(entry) tabindex="-1" data-entry {
                        span lang="vi" { (panel.link(&entry, None, &short(&recipient.name, 200))) }
                        @if let Some(note) = &recipient.note { " " span.faint { "(" (short(note, 60)) ")" } }
                        " " (panel.state(Facet::Recipient, index, None, &entry))
                        (panel.form(Facet::Recipient, index, Facet::Recipient.fields(), &entry))
                    }
                }
            }
        }
        @if !record.footnotes.is_empty() {
            (panel.head("footnotes", "footnote", panel.t("Chú thích", "Footnotes"), record.footnotes.len()))
            ul.items.tight {
                @for (index, note) in record.footnotes.iter().enumerate().take(panel.limit(record.footnotes.len())) {
                    @let entry = format!("footnote-{index}");
                    li id=(entry) tabindex="-1" data-entry lang="vi" {
                        sup { (short(&note.mark, 8)) } " " (panel.link(&entry, None, &short(&note.text, 400)))
                    }
                }
            }
        }
    }
}
