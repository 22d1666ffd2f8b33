//! From a prepared record to the rows of every table.

mod items;
mod values;

use super::near;
use super::prepared::{Derived, Prepared};
use crate::decimal::Decimal;
use crate::write::wire::{Recipient, Severity};
use items::{
    ASSIGNMENT, CITE_KEY, DIAGNOSTIC, RECIPIENT, REFERENCE, SECTION, TARGET, assignment_row, diagnostic_row,
    reference_row, section_row, target_row,
};
use rusqlite::{Connection, Result, params};
use values::{count, level, real, system};

pub(super) use values::integer;

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
