//! Small pieces that several pages have.

use super::layout::short;
use crate::diagnostic::Lang;
use crate::serve::api::{Brief, Count};
use crate::serve::app::Ask;
use crate::serve::params;
use crate::write::phrases::{day, number};
use maud::{Markup, html};

/// A document in one line, which leads to it.
pub(super) fn brief(document: &Brief) -> Markup {
    html! { a href={ "/documents/" (document.key) } { (name(document)) } }
}

/// What a document is called: kind and number, else its title.
pub(super) fn name(document: &Brief) -> String {
    let kind = document.doc_type_name.as_deref();
    match (kind, document.number.as_deref(), document.title.as_deref()) {
        (Some(kind), Some(number), _) => format!("{kind} {number}"),
        (None, Some(number), _) => number.to_owned(),
        (Some(kind), None, Some(title)) => short(&format!("{kind} {title}"), 70),
        (None, None, Some(title)) => short(title, 70),
        (Some(kind), None, None) => format!("{kind} ({})", &document.key[..8]),
        (None, None, None) => document.key[..12].to_owned(),
    }
}

/// A moment, UTC, to the minute.
pub(super) fn moment(iso: &str, lang: Lang) -> String {
    match iso.split_once('T') {
        Some((date, time)) => format!("{} {} UTC", day(date, lang), time.get(..5).unwrap_or(time)),
        None => iso.to_owned(),
    }
}

/// A list of values to choose one of; the one that is chosen can be taken back.
pub(super) fn facet(
    ask: &Ask<'_>,
    path: &str,
    title: &str,
    parameter: &str,
    chosen: Option<&str>,
    counts: &[Count],
) -> Markup {
    const SHOWN: usize = 8;
    let item = |count: &Count| {
        let is_chosen = chosen == Some(count.value.as_str());
        let to = params::with(ask.query, parameter, (!is_chosen).then_some(count.value.as_str()));
        html! {
            li {
                a href={ (path) (to) } aria-current=[is_chosen.then_some("true")] {
                    span.name { (short(&count.name, 60)) }
                    span.count { (number(count.count, ask.lang)) }
                    @if is_chosen { span.off aria-label=(ask.t("bỏ chọn", "take back")) { "×" } }
                }
            }
        }
    };
    html! {
        @if !counts.is_empty() {
            section.facet {
                h2 { (title) }
                ul { @for count in counts.iter().take(SHOWN) { (item(count)) } }
                @if counts.len() > SHOWN {
                    details {
                        summary { (ask.t("Thêm", "More")) }
                        ul { @for count in counts.iter().skip(SHOWN) { (item(count)) } }
                    }
                }
            }
        }
    }
}

/// How many there are.
pub(super) fn total(ask: &Ask<'_>, total: u64, vi: &str, en: &str) -> Markup {
    let counted = number(total as i64, ask.lang);
    html! {
        p.total role="status" {
            @if total >= 100_000 { (ask.t("hơn ", "more than ")) }
            strong { (counted) } " " (ask.t(vi, en))
        }
    }
}

/// The names of relations.
pub(super) fn relation(ask: &Ask<'_>, code: &str) -> String {
    use crate::write::wire::Relation;
    use crate::write::words::Named;
    serde_json::from_value::<Relation>(code.into())
        .map_or_else(|_| code.to_owned(), |relation| relation.name(ask.lang).to_owned())
}
