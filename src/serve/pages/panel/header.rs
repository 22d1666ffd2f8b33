//! The header of the record.

use super::Panel;
use super::correct::field_name;
use crate::corpus::corrections::Facet;
use crate::serve::pages::layout::short;
use crate::write::wire::Phrase;
use crate::write::words::Named;
use maud::{Markup, html};

pub(super) fn header(panel: &Panel<'_>) -> Markup {
    let header = &panel.record.header;
    let lang = panel.ask.lang;
    let issuer_note = header.issuer.as_ref().map(|issuer| {
        [issuer.level.map(|level| level.name(lang)), Some(issuer.system.name(lang))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    });
    let inferred = |inferred: bool| inferred.then(|| panel.t("suy ra", "inferred").to_owned());
    let phrase = |phrase: &Option<Phrase>| {
        (phrase.as_ref().map(|p| p.text.clone()), inferred(phrase.as_ref().is_some_and(|p| p.inferred)))
    };
    // Entry, name, the field that can be corrected, value and note.
    type Member = (&'static str, &'static str, Option<&'static str>, (Option<String>, Option<String>));
    let rows: [Member; 8] = [
        (
            "issuer",
            "issuer",
            Some("issuer"),
            (header.issuer.as_ref().map(|issuer| issuer.name.clone()), issuer_note),
        ),
        (
            "number",
            "number",
            Some("number"),
            (header.number.as_ref().map(|number| number.text.clone()), None),
        ),
        (
            "doc-type",
            "doc_type",
            Some("doc_type"),
            (
                header.doc_type.as_ref().map(|kind| kind.name.clone()),
                inferred(header.doc_type.as_ref().is_some_and(|kind| kind.inferred)),
            ),
        ),
        ("date", "date", Some("date"), (header.date.as_ref().map(|date| date.written()), None)),
        ("title", "title", Some("title"), phrase(&header.title)),
        ("place", "place", Some("place"), phrase(&header.place)),
        ("urgency", "urgency", None, phrase(&header.urgency)),
        ("secrecy", "secrecy", None, phrase(&header.secrecy)),
    ];
    let name = |field: &str| match field {
        "doc_type" => panel.t("Loại văn bản", "Kind").to_owned(),
        "date" => panel.t("Ngày", "Date").to_owned(),
        "urgency" => panel.t("Độ khẩn", "Urgency").to_owned(),
        "secrecy" => panel.t("Độ mật", "Secrecy").to_owned(),
        field => field_name(field, lang).to_owned(),
    };
    html! {
        (panel.head("header", "header", panel.t("Thể thức", "Header"), 0))
        dl.values {
            @for (entry, field, fixed, (value, note)) in &rows {
                @if value.is_some() || (panel.ask.app.edits && fixed.is_some()) {
                    div id=(entry) tabindex="-1" data-entry {
                        dt { (name(field)) }
                        dd {
                            span lang="vi" {
                                @match value {
                                    Some(value) => (panel.link(entry, None, &short(value, 1500))),
                                    None => span.faint { "—" },
                                }
                            }
                            @if let Some(note) = note { " " span.faint { "(" (note) ")" } }
                            @if let Some(field) = fixed {
                                " " (panel.state(Facet::Header, 0, Some(field), entry))
                                (panel.form(Facet::Header, 0, &[field], entry))
                            }
                        }
                    }
                }
            }
        }
    }
}
