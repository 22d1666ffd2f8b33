//! From a prepared record to the rows of every table.

use super::near;
use super::prepared::{Derived, FlatSection, Prepared};
use crate::decimal::Decimal;
use crate::write::wire::{
    Assignment, AssignmentRole, At, Change, Comparator, Diagnostic, IssuerLevel, IssuerSystem, Recipient,
    Reference, Relation, SectionRole, Severity, Target, TargetKind,
};
use rusqlite::{Connection, Result, params};

/// The tables with rows of documents, besides `documents` itself.
const TABLES: [&str; 9] = [
    "records",
    "sections",
    "targets",
    "refs",
    "assignments",
    "recipients",
    "diagnostics",
    "cite_keys",
    "signatures",
];

/// The row of `documents`: a new one, or the one of `id` anew.
pub(super) fn put_document(
    connection: &Connection,
    id: Option<i64>,
    path: &str,
    prepared: &Prepared,
    made: Made<'_>,
) -> Result<i64> {
    let record = &prepared.record;
    let (source, header) = (&record.source, &record.header);
    let issuer = header.issuer.as_ref();
    let number = header.number.as_ref();
    let date = header.date.as_ref();
    let signature = record.signature.as_ref();
    let warnings = record.diagnostics.iter().filter(|remark| remark.severity != Severity::Info).count();
    let cite_key = prepared.cite_key();
    let values = params![
        id,
        source.blake3,
        path,
        source.format,
        source.encoding,
        integer(source.bytes),
        source.pages,
        source.ocr.as_ref().map(|ocr| &ocr.engine),
        source.ocr.as_ref().map(|ocr| real(ocr.mean_confidence)),
        header.doc_type.as_ref().map(|kind| &kind.code),
        header.doc_type.as_ref().map(|kind| &kind.name),
        number.map(|number| &number.text),
        number.and_then(|number| number.serial.as_deref()),
        number.and_then(|number| number.symbol.as_deref()),
        issuer.map(|issuer| &issuer.name),
        issuer.and_then(|issuer| issuer.level).map(level),
        issuer.map(|issuer| system(issuer.system)),
        prepared.derived.province.as_ref().map(|province| &province.name),
        prepared.derived.province.as_ref().and_then(|province| province.now.as_deref()),
        header.place.as_ref().map(|place| &place.text),
        date.and_then(|date| date.iso.as_deref()),
        date.and_then(|date| date.year),
        date.and_then(|date| date.month),
        date.and_then(|date| date.day),
        header.title.as_ref().map(|title| &title.text),
        header.urgency.as_ref().map(|stamp| &stamp.text),
        header.secrecy.as_ref().map(|stamp| &stamp.text),
        signature.and_then(|signature| signature.name.as_deref()),
        signature.and_then(|signature| signature.position.as_deref()),
        cite_key,
        count(prepared.sections.len()),
        count(record.targets.len()),
        count(record.references.len()),
        count(record.assignments.len()),
        count(warnings),
        made.program,
        made.rules,
        made.now,
    ];
    match id {
        None => connection.prepare_cached(DOCUMENT)?.insert(values),
        Some(id) => connection.prepare_cached(DOCUMENT_ANEW)?.execute(values).map(|_| id),
    }
}

/// With what and when the rows are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made<'a> {
    pub program: &'a str,
    pub rules: &'a str,
    pub now: &'a str,
}

const DOCUMENT: &str = "\
    INSERT INTO documents (id, key, path, format, encoding, bytes, pages, ocr_engine, ocr_confidence, doc_type,
        doc_type_name, number, serial, symbol, issuer, issuer_level, issuer_system, province, province_now, place, date,
        year, month, day, title, urgency, secrecy, signer, signer_position, cite_key, sections, targets, refs,
        assignments, warnings, program, rules, ingested)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38)";

const DOCUMENT_ANEW: &str = "\
    UPDATE documents SET (key, path, format, encoding, bytes, pages, ocr_engine, ocr_confidence, doc_type,
        doc_type_name, number, serial, symbol, issuer, issuer_level, issuer_system, province, province_now, place, date,
        year, month, day, title, urgency, secrecy, signer, signer_position, cite_key, sections, targets, refs,
        assignments, warnings, program, rules, ingested) =
        (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38)
    WHERE id = ?1";

/// The rows of all other tables.
pub(super) fn put_rows(connection: &Connection, id: i64, prepared: &Prepared) -> Result<()> {
    near::put(connection, id, prepared.key(), prepared.signature.as_ref())?;
    let packed = &prepared.packed;
    connection
        .prepare_cached(
            "INSERT INTO records (document_id, json_bytes, packing, record, texts) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![id, count(packed.json_bytes), packed.packing, packed.bytes, packed.texts])?;
    let record = &prepared.record;
    put_all(connection, SECTION, &prepared.sections, |insert, ordinal, section| {
        section_row(insert, id, ordinal, section)
    })?;
    put_values(connection, id, prepared)?;
    put_all(connection, DIAGNOSTIC, &record.diagnostics, |insert, ordinal, remark| {
        diagnostic_row(insert, id, ordinal, remark)
    })
}

/// The rows of values that can be corrected.
fn put_values(connection: &Connection, id: i64, prepared: &Prepared) -> Result<()> {
    let record = &prepared.record;
    put_all(connection, TARGET, &record.targets, |insert, ordinal, target| {
        let base = usize::try_from(ordinal).ok().and_then(|at| prepared.derived.bases.get(at)?.as_ref());
        let plain = usize::try_from(ordinal).ok().and_then(|at| prepared.indicators.get(at));
        target_row(insert, id, ordinal, target, (base, plain.map_or("", String::as_str)))
    })?;
    put_all(connection, REFERENCE, &record.references, |insert, ordinal, reference| {
        reference_row(insert, id, ordinal, reference)
    })?;
    put_all(connection, ASSIGNMENT, &record.assignments, |insert, ordinal, assignment| {
        assignment_row(insert, id, ordinal, assignment)
    })?;
    put_all(connection, RECIPIENT, &record.recipients, |insert, ordinal, recipient: &Recipient| {
        insert.execute(params![id, ordinal, recipient.name, recipient.note])
    })?;
    put_all(connection, CITE_KEY, &prepared.cite_keys, |insert, _, (key, form)| {
        insert.execute(params![key, id, form.code()])
    })
}

/// Puts what the tables of provinces and base units say anew.
pub(super) fn put_derived(connection: &Connection, id: i64, derived: &Derived) -> Result<()> {
    let province = derived.province.as_ref();
    connection
        .prepare_cached("UPDATE documents SET province = ?2, province_now = ?3 WHERE id = ?1")?
        .execute(params![
            id,
            province.map(|province| &province.name),
            province.and_then(|province| province.now.as_deref())
        ])?;
    let mut update = connection.prepare_cached(
        "UPDATE targets SET base_value = ?3, base_value_max = ?4, base_unit = ?5
         WHERE document_id = ?1 AND ordinal = ?2 AND kind = 'quantitative'",
    )?;
    for (ordinal, base) in (0i64..).zip(&derived.bases) {
        let base = base.as_ref();
        update.execute(params![
            id,
            ordinal,
            base.map(|base| base.value.to_f64()),
            base.and_then(|base| base.value_max).map(Decimal::to_f64),
            base.map(|base| &base.unit),
        ])?;
    }
    Ok(())
}

/// The rows of values anew, after a correction.
pub(super) fn renew_values(connection: &Connection, id: i64, prepared: &Prepared) -> Result<()> {
    for table in ["targets", "refs", "assignments", "recipients", "cite_keys"] {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE document_id = ?1"))?.execute([id])?;
    }
    put_values(connection, id, prepared)
}

/// Takes a document's rows out of all tables but `documents`.
pub(super) fn clear(connection: &Connection, id: i64) -> Result<()> {
    for table in TABLES {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE document_id = ?1"))?.execute([id])?;
    }
    Ok(())
}

fn put_all<T>(
    connection: &Connection,
    sql: &str,
    rows: &[T],
    mut put: impl FnMut(&mut rusqlite::CachedStatement<'_>, i64, &T) -> Result<usize>,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut insert = connection.prepare_cached(sql)?;
    for (ordinal, row) in (0..).zip(rows) {
        put(&mut insert, ordinal, row)?;
    }
    Ok(())
}

type Insert<'a, 'c> = &'a mut rusqlite::CachedStatement<'c>;

const SECTION: &str = "\
    INSERT INTO sections (document_id, ordinal, parent, level, label, heading, roles, section, text,
        page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

fn section_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, flat: &FlatSection) -> Result<usize> {
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

const TARGET: &str = "\
    INSERT INTO targets (document_id, ordinal, parent, indicator, kind, comparator, change, value, value_max, unit,
        base_value, base_value_max, base_unit, baseline, deadline, deadline_year, section, confidence, quote,
        page, line, byte_start, byte_end, bbox, indicator_plain)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)";

fn target_row(
    insert: Insert<'_, '_>,
    id: i64,
    ordinal: i64,
    target: &Target,
    (base, plain): (Option<&super::units::InBase>, &str),
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

const REFERENCE: &str = "\
    INSERT INTO refs (document_id, ordinal, key, type, type_name, number, date, issuer, title, relation, confidence,
        mentions, section, quote, page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

fn reference_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, reference: &Reference) -> Result<usize> {
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

const ASSIGNMENT: &str = "\
    INSERT INTO assignments (document_id, ordinal, body, role, task, deadline, section, confidence, quote,
        page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

fn assignment_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, assignment: &Assignment) -> Result<usize> {
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

const RECIPIENT: &str = "INSERT INTO recipients (document_id, ordinal, name, note) VALUES (?1, ?2, ?3, ?4)";

const DIAGNOSTIC: &str = "\
    INSERT INTO diagnostics (document_id, ordinal, severity, code, message, quote, page, line, byte_start, byte_end, bbox)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

fn diagnostic_row(insert: Insert<'_, '_>, id: i64, ordinal: i64, remark: &Diagnostic) -> Result<usize> {
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

const CITE_KEY: &str = "INSERT INTO cite_keys (key, document_id, form) VALUES (?1, ?2, ?3)";

/// A position in columns.
#[derive(Debug, Default)]
struct Place {
    page: Option<u32>,
    line: Option<u32>,
    start: Option<i64>,
    end: Option<i64>,
}

fn place(at: Option<&At>) -> (Place, Option<String>) {
    let Some(at) = at else { return Default::default() };
    let [start, end] = at.bytes.map_or([None; 2], |bytes| bytes.map(|byte| Some(integer(byte))));
    let bbox = at.bbox.map(|[left, top, right, bottom]| format!("{left} {top} {right} {bottom}"));
    (Place { page: at.page, line: at.line, start, end }, bbox)
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// A count of bytes as SQLite's signed integer.
pub(super) fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The number that the record prints: 0.9 and not 0.8999999761581421, which the nearest `f32` widens to.
fn real(share: f32) -> f64 {
    // Most have few digits: what comes back as the same share from three decimals is printed with these.
    let short = (f64::from(share) * 1000.0).round() / 1000.0;
    if short as f32 == share {
        return short;
    }
    share.to_string().parse().unwrap_or_else(|_| f64::from(share))
}

/// The codes of the record, as serde writes them in its JSON.
macro_rules! codes {
    ($($name:ident($type:ident): $($variant:ident $code:literal),+;)+) => {
        $(fn $name(value: $type) -> &'static str {
            match value { $($type::$variant => $code),+ }
        })+

        #[cfg(test)]
        mod codes_of_the_record {
            use super::*;

            #[test]
            fn columns_have_the_words_of_the_json() {
                $($(assert_eq!(serde_json::to_value($type::$variant).unwrap(), $name($type::$variant));)+)+
            }
        }
    };
}

codes! {
    level(IssuerLevel): Central "central", Province "province", District "district", Commune "commune";
    system(IssuerSystem): State "state", Party "party", Front "front", Other "other";
    comparator(Comparator): Eq "eq", Ge "ge", Gt "gt", Le "le", Lt "lt", Approx "approx", Between "between";
    change(Change): Increase "increase", Decrease "decrease", Maintain "maintain";
    relation(Relation): BasedOn "based_on", Implements "implements", Amends "amends", Replaces "replaces",
        Repeals "repeals", Mentions "mentions";
    role(SectionRole): Purpose "purpose", Requirements "requirements", Objectives "objectives", Targets "targets",
        Content "content", Tasks "tasks", Solutions "solutions", Situation "situation", Scope "scope",
        Timeline "timeline", Funding "funding", Rewards "rewards", Implementation "implementation",
        Appendix "appendix";
    kind(TargetKind): Quantitative "quantitative", Qualitative "qualitative";
    assignment_role(AssignmentRole): Lead "lead", Support "support", Responsible "responsible", Requested "requested";
    severity(Severity): Info "info", Warning "warning", Error "error";
}
