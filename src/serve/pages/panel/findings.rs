//! Targets, duties and citations.

use super::{Panel, place};
use crate::corpus::corrections::Facet;
use crate::serve::pages::layout::short;
use crate::write::phrases::{aim, day};
use crate::write::words::Named;
use maud::{Markup, html};

pub(super) fn targets(panel: &Panel<'_>) -> Markup {
    let targets = &panel.record.targets;
    if targets.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("targets", "target", panel.t("Chỉ tiêu", "Targets"), targets.len()))
        ul.items {
            @for (index, target) in targets.iter().enumerate().take(panel.limit(targets.len())) {
                @let entry = format!("target-{index}");
                li id=(entry) tabindex="-1" data-entry class=[target.parent.map(|_| "part")] {
                    div.line {
                        span.what lang="vi" { (panel.link(&entry, Some(&target.section), &short(&target.indicator, 600))) }
                        @if target.value.is_some() { strong.value lang="vi" { (aim(target, panel.ask.lang)) } }
                    }
                    div.meta {
                        @if let Some(deadline) = &target.deadline { span lang="vi" { (short(&deadline.text, 80)) } }
                        @if let Some(baseline) = &target.baseline { span lang="vi" { (panel.t("so với", "against")) " " (short(baseline, 80)) } }
                        (place(panel, &target.section, &target.at))
                        @if let Some(confidence) = target.confidence {
                            span.badge.doubt { (panel.t("độ chắc", "confidence")) " " ((confidence * 100.0).round()) "%" }
                        }
                        span { (panel.state(Facet::Target, index, None, &entry)) }
                    }
                    (panel.form(Facet::Target, index, Facet::Target.fields(), &entry))
                }
            }
        }
        (panel.more(targets.len()))
    }
}

pub(super) fn assignments(panel: &Panel<'_>) -> Markup {
    let duties = &panel.record.assignments;
    if duties.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("assignments", "assignment", panel.t("Phân công", "Assignments"), duties.len()))
        ul.items {
            @for (index, duty) in duties.iter().enumerate().take(panel.limit(duties.len())) {
                @let entry = format!("assignment-{index}");
                li id=(entry) tabindex="-1" data-entry {
                    div.line {
                        strong.what lang="vi" { (panel.link(&entry, Some(&duty.section), &short(&duty.body, 300))) }
                        span.role { (duty.role.name(panel.ask.lang)) }
                    }
                    p.task lang="vi" { (short(&duty.task, 600)) }
                    div.meta {
                        @if let Some(deadline) = &duty.deadline { span lang="vi" { (short(deadline, 80)) } }
                        (place(panel, &duty.section, &duty.at))
                        span { (panel.state(Facet::Assignment, index, None, &entry)) }
                    }
                    (panel.form(Facet::Assignment, index, Facet::Assignment.fields(), &entry))
                }
            }
        }
        (panel.more(duties.len()))
    }
}

pub(super) fn references(panel: &Panel<'_>) -> Markup {
    let references = &panel.record.references;
    if references.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("references", "reference", panel.t("Văn bản viện dẫn", "References"), references.len()))
        ul.items {
            @for (index, reference) in references.iter().enumerate().take(panel.limit(references.len())) {
                @let entry = format!("reference-{index}-0");
                @let kind = reference.kind.as_ref().map(|kind| kind.name.as_str());
                @let name = [kind, reference.number.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
                @let name = if name.is_empty() { reference.key.clone() } else { name };
                li id=(entry) tabindex="-1" data-entry {
                    div.line {
                        span.what lang="vi" { (panel.link(&entry, None, &short(&name, 200))) }
                        span.role { (reference.relation.name(panel.ask.lang)) }
                    }
                    @if let Some(title) = &reference.title { p.task lang="vi" { (short(title, 400)) } }
                    div.meta {
                        @if let Some(issuer) = &reference.issuer { span lang="vi" { (short(issuer, 120)) } }
                        @if let Some(date) = &reference.date { span { (day(date, panel.ask.lang)) } }
                        @for (mention, at) in reference.mentions.iter().enumerate().take(12) {
                            @let id = format!("reference-{index}-{mention}");
                            span id=[(mention > 0).then_some(&id)] tabindex=[(mention > 0).then_some("-1")] {
                                @match panel.shown.link(&id) {
                                    Some(to) => a href=(to) data-place=(id) { (place(panel, &at.section, &at.at)) },
                                    None => (place(panel, &at.section, &at.at)),
                                }
                            }
                        }
                        @if let Some(key) = panel.cites.cites.get(index).and_then(|cited| cited.document.key.as_ref()) {
                            a.open href={ "/documents/" (key) } { (panel.t("Mở văn bản này", "Open this document")) }
                        }
                        span { (panel.state(Facet::Reference, index, None, &entry)) }
                    }
                    (panel.form(Facet::Reference, index, Facet::Reference.fields(), &entry))
                }
            }
        }
        (panel.more(references.len()))
    }
}
