//! The rows of what a record lists: sections, targets, cited documents, duties, recipients, remarks.

use super::values::{
    assignment_role, change, comparator, count, kind, place, real, relation, role, severity,
};
use crate::corpus::prepared::FlatSection;
use crate::corpus::units::InBase;
use crate::decimal::Decimal;
use crate::write::wire::{Assignment, Diagnostic, Reference, Target};
use rusqlite::{CachedStatement, Result, params};

type Insert<'a, 'c> = &'a mut CachedStatement<'c>;

pub const SECTION: &str = "\
    INSERT INTO sections (document_id, ordinal, parent, level, label, heading, roles, section, text,
        page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

pub fn section_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, flat: &FlatSection) -> Result<usize> {
    let section = &flat.section;
    let roles = section.roles.iter().copied().map(role).collect::<Vec<_>>().join(" ");
    let (place, bbox) = place(Some(&section.at));
    insert.execute(params![
        id,
        ordinal,
        flat.parent,
        section.level,
        section.label,
        section.heading,
        roles,
        flat.path,
        section.text,
        place.page,
        place.line,
        place.start,
        place.end,
        bbox,
    ])
}

pub const TARGET: &str = "\
    INSERT INTO targets (document_id, ordinal, parent, indicator, kind, comparator, change, value, value_max, unit,
        base_value, base_value_max, base_unit, baseline, deadline, deadline_year, section, confidence, quote,
        page, line, byte_start, byte_end, bbox, indicator_plain)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)";

pub fn target_row(
    insert: Insert<'_, '_>,
    id: i64,
    ordinal: i64,
    target: &Target,
    (base, plain): (Option<&InBase>, &str),
) -> Result<usize> {
    let deadline = target.deadline.as_ref();
    let (place, bbox) = place(Some(&target.at));
    insert.execute(params![
        id,
        ordinal,
        target.parent,
        target.indicator,
        kind(target.kind),
        target.comparator.map(comparator),
        target.change.map(change),
        target.value.map(Decimal::to_f64),
        target.value_max.map(Decimal::to_f64),
        target.unit,
        base.map(|base| base.value.to_f64()),
        base.and_then(|base| base.value_max).map(Decimal::to_f64),
        base.map(|base| &base.unit),
        target.baseline,
        deadline.map(|deadline| &deadline.text),
        deadline.and_then(|deadline| deadline.year),
        target.section.join("/"),
        target.confidence.map(real),
        target.quote,
        place.page,
        place.line,
        place.start,
        place.end,
        bbox,
        plain,
    ])
}

pub const REFERENCE: &str = "\
    INSERT INTO refs (document_id, ordinal, key, type, type_name, number, date, issuer, title, relation, confidence,
        mentions, section, quote, page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

pub fn reference_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, reference: &Reference) -> Result<usize> {
    let mention = reference.mentions.first();
    let (place, bbox) = place(mention.map(|mention| &mention.at));
    insert.execute(params![
        id,
        ordinal,
        reference.key,
        reference.kind.as_ref().map(|kind| &kind.code),
        reference.kind.as_ref().map(|kind| &kind.name),
        reference.number,
        reference.date,
        reference.issuer,
        reference.title,
        relation(reference.relation),
        reference.confidence.map(real),
        count(reference.mentions.len()),
        mention.map_or_else(String::new, |mention| mention.section.join("/")),
        mention.map_or("", |mention| &mention.quote),
        place.page,
        place.line,
        place.start,
        place.end,
        bbox,
    ])
}

pub const ASSIGNMENT: &str = "\
    INSERT INTO assignments (document_id, ordinal, body, role, task, deadline, section, confidence, quote,
        page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

pub fn assignment_row(
    insert: Insert<'_, '_>,
    id: i64,
    ordinal: i64,
    assignment: &Assignment,
) -> Result<usize> {
    let (place, bbox) = place(Some(&assignment.at));
    insert.execute(params![
        id,
        ordinal,
        assignment.body,
        assignment_role(assignment.role),
        assignment.task,
        assignment.deadline,
        assignment.section.join("/"),
        assignment.confidence.map(real),
        assignment.quote,
        place.page,
        place.line,
        place.start,
        place.end,
        bbox,
    ])
}

pub const RECIPIENT: &str =
    "INSERT INTO recipients (document_id, ordinal, name, note) VALUES (?1, ?2, ?3, ?4)";

pub const DIAGNOSTIC: &str = "\
    INSERT INTO diagnostics (document_id, ordinal, severity, code, message, quote, page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

pub fn diagnostic_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, remark: &Diagnostic) -> Result<usize> {
    let (place, bbox) = place(remark.at.as_ref());
    insert.execute(params![
        id,
        ordinal,
        severity(remark.severity),
        remark.code,
        remark.message,
        remark.quote,
        place.page,
        place.line,
        place.start,
        place.end,
        bbox,
    ])
}

pub const CITE_KEY: &str = "INSERT INTO cite_keys (key, document_id, form) VALUES (?1, ?2, ?3)";
