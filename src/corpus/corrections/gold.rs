//! What people have looked at, as gold for `extract eval` ([`crate::eval::gold`] describes the format).

use super::{Attached, Facet, Kept, Standing};
use crate::write::wire::{Record, Section, TargetKind};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

/// The gold file of a document: `record` with its corrections applied, `attached` what became of them.
///
/// Items that nobody has looked at are marked as such (`T?`): they count neither way. Fields of the header that nobody
/// has looked at are left out, and so is a signature.
pub fn gold(record: &Record, corrections: &[Kept], attached: &[Attached]) -> String {
    let mut seen: HashSet<(Facet, usize)> = HashSet::new();
    let mut fields: BTreeSet<&str> = BTreeSet::new();
    for (kept, attached) in corrections.iter().zip(attached) {
        if attached.standing == Standing::Orphan {
            continue;
        }
        if kept.correction.facet == Facet::Header {
            fields.insert(&kept.correction.field);
        }
        seen.extend(attached.ordinal.map(|ordinal| (kept.correction.facet, ordinal)));
    }
    let mut lines = String::new();
    header(&mut lines, record, &fields);
    sections(&mut lines, &record.sections, "");
    let doubt = |facet, ordinal| if seen.contains(&(facet, ordinal)) { "" } else { "?" };
    // Parents are places among the lines of quantitative targets.
    let mut places = Vec::with_capacity(record.targets.len());
    let mut next = 1;
    for target in &record.targets {
        places.push((target.kind == TargetKind::Quantitative).then_some(next));
        next += usize::from(target.kind == TargetKind::Quantitative);
    }
    for (ordinal, target) in record.targets.iter().enumerate() {
        let mark = doubt(Facet::Target, ordinal);
        let value = match (target.value, target.value_max) {
            (Some(value), Some(max)) => format!("{value}..{max}"),
            (Some(value), None) => value.to_string(),
            (None, _) => {
                line(&mut lines, &format!("Q{mark}"), &[&target.indicator]);
                continue;
            }
        };
        let parent = target.parent.and_then(|parent| places.get(parent as usize).copied().flatten());
        line(
            &mut lines,
            &format!("T{mark}"),
            &[
                &target.indicator,
                &code(target.comparator),
                &code(target.change),
                &value,
                target.unit.as_deref().unwrap_or(""),
                target.baseline.as_deref().unwrap_or(""),
                target.deadline.as_ref().map_or("", |deadline| &deadline.text),
                &parent.map(|parent| parent.to_string()).unwrap_or_default(),
            ],
        );
    }
    for (ordinal, reference) in record.references.iter().enumerate() {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        line(
            &mut lines,
            &format!("R{}", doubt(Facet::Reference, ordinal)),
            &[
                reference.kind.as_ref().map_or("", |kind| &kind.code),
                &text(&reference.number),
                &text(&reference.date),
                &text(&reference.issuer),
                &text(&reference.title),
                &code(Some(reference.relation)),
            ],
        );
    }
    for (ordinal, duty) in record.assignments.iter().enumerate() {
        let mark = format!("A{}", doubt(Facet::Assignment, ordinal));
        line(&mut lines, &mark, &[&duty.body, &code(Some(duty.role)), &duty.task]);
    }
    for (ordinal, recipient) in record.recipients.iter().enumerate() {
        let mark = format!("N{}", doubt(Facet::Recipient, ordinal));
        line(&mut lines, &mark, &[&recipient.name, recipient.note.as_deref().unwrap_or("")]);
    }
    if let Some(signature) = record.signature.as_ref().filter(|_| seen.contains(&(Facet::Signature, 0))) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        line(
            &mut lines,
            "G",
            &[
                &text(&signature.authority),
                &text(&signature.capacity),
                &text(&signature.position),
                &text(&signature.name),
            ],
        );
    }
    lines
}

fn header(lines: &mut String, record: &Record, fields: &BTreeSet<&str>) {
    let header = &record.header;
    for field in fields {
        match *field {
            "number" => {
                let number = header.number.as_ref();
                let part = |part: Option<&Option<String>>| part.cloned().flatten().unwrap_or_default();
                let (serial, symbol) = (part(number.map(|n| &n.serial)), part(number.map(|n| &n.symbol)));
                line(lines, "H", &["number", &serial, &symbol]);
            }
            "date" => {
                let date = header.date.as_ref();
                let part = |part: Option<u16>| part.map(|part| part.to_string()).unwrap_or_default();
                line(
                    lines,
                    "H",
                    &[
                        "date",
                        &part(date.and_then(|date| date.year)),
                        &part(date.and_then(|date| date.month).map(u16::from)),
                        &part(date.and_then(|date| date.day).map(u16::from)),
                    ],
                );
            }
            field => {
                let value = super::value_of(record, Facet::Header, 0, field);
                line(lines, "H", &[field, &value.unwrap_or_default()]);
            }
        }
    }
}

fn sections(lines: &mut String, list: &[Section], above: &str) {
    for section in list {
        let label = section.label.as_deref().unwrap_or("-");
        let path = if above.is_empty() { label.to_owned() } else { format!("{above}/{label}") };
        if section.label.is_some() || section.heading.is_some() {
            let roles: Vec<String> = section.roles.iter().map(|&role| code(Some(role))).collect();
            line(lines, "S?", &[&path, section.heading.as_deref().unwrap_or(""), &roles.join(",")]);
        }
        sections(lines, &section.children, &path);
    }
}

/// One line; what would be read as a mark of the format is left out of the words.
fn line(lines: &mut String, mark: &str, fields: &[&str]) {
    let words = fields.iter().map(|field| {
        let field = field.replace('|', " ").replace(" ~ ", " ");
        field.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let _ = writeln!(lines, "{mark} {}", words.collect::<Vec<_>>().join(" | "));
}

fn code(value: Option<impl serde::Serialize>) -> String {
    let value = value.and_then(|value| serde_json::to_value(value).ok());
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
