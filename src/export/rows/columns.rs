//! The columns of every table. docs/export.md lists them; a test compares.

use super::column::*;
use super::{Kind, Value};
use crate::write::wire::{
    Assignment, Diagnostic, Footnote, Mention, Recipient, Record, Reference, Section, Target,
};

pub static DOCUMENTS: &[Column<Record>] = &[
    key(),
    always("path", Kind::Text, "The file, as it was named; of several with the same bytes the first.", |i| {
        text(&i.of.source.path)
    }),
    always("format", Kind::Text, "txt, md, html, pdf, docx, odt, rtf, doc, png, jpg, tif.", |i| {
        text(&i.of.source.format)
    }),
    some("encoding", Kind::Text, "The character encoding of a text file.", |i| words(&i.of.source.encoding)),
    always("bytes", Kind::Long, "The size of the file.", |i| Value::Int(clamp(i.of.source.bytes))),
    some("pages", Kind::Int, "The number of pages.", |i| count(i.of.source.pages)),
    some("ocr_engine", Kind::Text, "What recognized the text; null where it stands in the file.", |i| {
        i.of.source.ocr.as_ref().map_or(Value::Null, |ocr| text(&ocr.engine))
    }),
    some("ocr_confidence", Kind::Share, "The engine's mean confidence in the words, 0 to 1.", |i| {
        share(i.of.source.ocr.as_ref().map(|ocr| ocr.mean_confidence))
    }),
    some("doc_type", Kind::Text, "The official abbreviation of the kind of document: KH.", |i| {
        i.of.header.doc_type.as_ref().map_or(Value::Null, |kind| text(&kind.code))
    }),
    some("doc_type_name", Kind::Text, "The kind of document: Kế hoạch.", |i| {
        i.of.header.doc_type.as_ref().map_or(Value::Null, |kind| text(&kind.name))
    }),
    some("number", Kind::Text, "Number and symbol: 74/KH-UBND.", |i| {
        i.of.header.number.as_ref().map_or(Value::Null, |number| text(&number.text))
    }),
    some("serial", Kind::Text, "What stands before the first separator of the number: 74.", |i| {
        i.of.header.number.as_ref().map_or(Value::Null, |number| words(&number.serial))
    }),
    some("symbol", Kind::Text, "What stands behind it: KH-UBND.", |i| {
        i.of.header.number.as_ref().map_or(Value::Null, |number| words(&number.symbol))
    }),
    some("cite_key", Kind::Text, "What `refs.cited` of those that cite it calls it.", |i| {
        i.cite_key.map_or(Value::Null, text)
    }),
    some("issuer", Kind::Text, "The body that issued it, abbreviations expanded.", |i| {
        i.of.header.issuer.as_ref().map_or(Value::Null, |issuer| text(&issuer.name))
    }),
    some("issuer_level", Kind::Text, "central, province, district, commune.", |i| {
        i.of.header.issuer.as_ref().map_or(Value::Null, |issuer| code(issuer.level))
    }),
    some("issuer_system", Kind::Text, "state, party, front, other.", |i| {
        i.of.header.issuer.as_ref().map_or(Value::Null, |issuer| code(Some(issuer.system)))
    }),
    some("issuer_inferred", Kind::Bool, "The name was gathered from elsewhere in the document.", |i| {
        i.of.header.issuer.as_ref().map_or(Value::Null, |issuer| Value::Bool(issuer.inferred))
    }),
    always("co_issuers", Kind::Texts, "The other issuers of a document issued jointly.", |i| {
        Value::Texts(i.of.header.co_issuers.iter().map(|issuer| &*issuer.name).collect())
    }),
    some("province", Kind::Text, "The province of the issuer, by its name at the time.", |i| {
        i.derived.province.as_ref().map_or(Value::Null, |province| text(&province.name))
    }),
    some("province_now", Kind::Text, "The province of today that it belongs to (since 2025-07-01).", |i| {
        i.derived.province.as_ref().map_or(Value::Null, |province| words(&province.now))
    }),
    some("place", Kind::Text, "The place of issue.", |i| {
        i.of.header.place.as_ref().map_or(Value::Null, |place| text(&place.text))
    }),
    some("date", Kind::Day, "The date of issue, only when day, month and year are there.", |i| {
        i.of.header.date.as_ref().and_then(|date| date.iso.as_deref()).map_or(Value::Null, Value::Day)
    }),
    some("year", Kind::Int, "Its year.", |i| count(i.of.header.date.as_ref().and_then(|date| date.year))),
    some("month", Kind::Int, "Its month.", |i| count(i.of.header.date.as_ref().and_then(|date| date.month))),
    some("day", Kind::Int, "Its day.", |i| count(i.of.header.date.as_ref().and_then(|date| date.day))),
    some("title", Kind::Text, "The title (trích yếu), without the kind.", |i| {
        i.of.header.title.as_ref().map_or(Value::Null, |title| text(&title.text))
    }),
    some("urgency", Kind::Text, "The urgency stamp.", |i| {
        i.of.header.urgency.as_ref().map_or(Value::Null, |stamp| text(&stamp.text))
    }),
    some("secrecy", Kind::Text, "The secrecy stamp.", |i| {
        i.of.header.secrecy.as_ref().map_or(Value::Null, |stamp| text(&stamp.text))
    }),
    some("signer", Kind::Text, "Who signed.", |i| signed(i, |s| &s.name)),
    some("signer_position", Kind::Text, "The signer's post.", |i| signed(i, |s| &s.position)),
    some("signer_capacity", Kind::Text, "In whose place: KT. CHỦ TỊCH.", |i| signed(i, |s| &s.capacity)),
    some("signer_authority", Kind::Text, "On whose behalf: TM. ỦY BAN NHÂN DÂN.", |i| {
        signed(i, |s| &s.authority)
    }),
    always("co_signers", Kind::Texts, "The other signers of a document issued jointly.", |i| {
        Value::Texts(i.of.co_signatures.iter().filter_map(|s| s.name.as_deref()).collect())
    }),
    always("targets", Kind::Int, "How many targets it sets.", |i| Value::Int(i.of.targets.len() as i64)),
    always("refs", Kind::Int, "How many documents it cites.", |i| Value::Int(i.of.references.len() as i64)),
    always("assignments", Kind::Int, "How many duties it assigns.", |i| {
        Value::Int(i.of.assignments.len() as i64)
    }),
    always("diagnostics", Kind::Int, "How many remarks the program made.", |i| {
        Value::Int(i.of.diagnostics.len() as i64)
    }),
    always("schema_version", Kind::Text, "The version of the record's shape.", |i| {
        text(&i.of.schema_version)
    }),
    some("program", Kind::Text, "The version of the program that read it.", |i| text(i.by.program)),
    some("rules", Kind::Text, "The fingerprint of the rule tables that it was read with.", |i| {
        text(i.by.rules)
    }),
    always("record", Kind::Text, "The whole record as JSON (`extract schema`).", |i| text(i.json)),
];

pub static SECTIONS: &[Column<Section>] = &[
    key(),
    ordinal(),
    some("parent", Kind::Int, "The ordinal of the section that it stands in.", |i| count_of(i.parent)),
    always("level", Kind::Int, "The depth in the tree; the outermost have 1.", |i| {
        Value::Int(i.of.level.into())
    }),
    some("label", Kind::Text, "The number or letter: II, 2.1, a, Điều 3.", |i| words(&i.of.label)),
    some("heading", Kind::Text, "The heading without its label.", |i| words(&i.of.heading)),
    always("roles", Kind::Texts, "What the heading says that it is about: purpose, targets, funding.", |i| {
        Value::Words(i.of.roles.iter().map(|role| Code(role).to_string()).collect())
    }),
    always("section", Kind::Texts, "The labels from the root to this one.", |i| Value::Texts(i.path.clone())),
    always("text", Kind::Text, "Its own text, without the sections inside it.", |i| text(&i.of.text)),
    always("quote", Kind::Text, "The passage with label and heading.", |i| text(&i.of.quote)),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];

pub static TARGETS: &[Column<Target>] = &[
    key(),
    ordinal(),
    some("parent", Kind::Int, "The ordinal of the whole that it is a part of.", |i| count(i.of.parent)),
    always("indicator", Kind::Text, "What is measured.", |i| text(&i.of.indicator)),
    always("kind", Kind::Text, "quantitative, qualitative.", |i| code(Some(i.of.kind))),
    some("comparator", Kind::Text, "eq, ge, gt, le, lt, approx, between.", |i| code(i.of.comparator)),
    some("change", Kind::Text, "increase, decrease, maintain; null where the value is a level.", |i| {
        code(i.of.change)
    }),
    some("value", Kind::Decimal, "The value, or the lower end of a range; exact, or null.", |i| {
        i.of.value.map_or(Value::Null, Value::Decimal)
    }),
    some("value_max", Kind::Decimal, "The upper end of a range.", |i| {
        i.of.value_max.map_or(Value::Null, Value::Decimal)
    }),
    some("value_text", Kind::Text, "The value with every digit, also where `value` cannot hold it.", |i| {
        digits(i.of.value)
    }),
    some("value_max_text", Kind::Text, "As `value_text`, of the upper end.", |i| digits(i.of.value_max)),
    some("unit", Kind::Text, "The unit as written.", |i| words(&i.of.unit)),
    some(
        "base_value",
        Kind::Decimal,
        "The value in `base_unit`: 1,2 tỷ đồng is 1200000000 đồng; null where the unit is not known.",
        |i| in_base(i).map_or(Value::Null, |base| Value::Decimal(base.value)),
    ),
    some("base_value_max", Kind::Decimal, "The upper end of a range in `base_unit`.", |i| {
        in_base(i).and_then(|base| base.value_max).map_or(Value::Null, Value::Decimal)
    }),
    some("base_unit", Kind::Text, "đồng, ha, %, người …", |i| {
        in_base(i).map_or(Value::Null, |base| text(&base.unit))
    }),
    some("baseline", Kind::Text, "What a change is measured from.", |i| words(&i.of.baseline)),
    some("deadline", Kind::Text, "By when, as written.", |i| {
        i.of.deadline.as_ref().map_or(Value::Null, |deadline| text(&deadline.text))
    }),
    some("deadline_year", Kind::Int, "The year that it names.", |i| {
        count(i.of.deadline.as_ref().and_then(|deadline| deadline.year))
    }),
    some(
        "deadline_inherited",
        Kind::Bool,
        "It stands in what governs the statement, not in the statement.",
        |i| i.of.deadline.as_ref().map_or(Value::Null, |deadline| Value::Bool(deadline.inherited)),
    ),
    section(),
    confidence(),
    always("quote", Kind::Text, "The passage that sets it.", |i| text(&i.of.quote)),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];

pub static REFS: &[Column<Reference>] = &[
    key(),
    ordinal(),
    always("cited", Kind::Text, "The key of the cited document, the same in all that cite it.", |i| {
        text(&i.of.key)
    }),
    some("type", Kind::Text, "The official abbreviation of its kind.", |i| {
        i.of.kind.as_ref().map_or(Value::Null, |kind| text(&kind.code))
    }),
    some("type_name", Kind::Text, "Its kind.", |i| {
        i.of.kind.as_ref().map_or(Value::Null, |kind| text(&kind.name))
    }),
    some("number", Kind::Text, "Its number and symbol; null for what is cited by name.", |i| {
        words(&i.of.number)
    }),
    some("date", Kind::Day, "Its date as the citation says it.", |i| {
        i.of.date.as_deref().map_or(Value::Null, Value::Day)
    }),
    some("issuer", Kind::Text, "The body that issued it, as the citation says it.", |i| words(&i.of.issuer)),
    some("title", Kind::Text, "Its subject, as the citation says it.", |i| words(&i.of.title)),
    always("relation", Kind::Text, "based_on, implements, amends, replaces, repeals, mentions.", |i| {
        code(Some(i.of.relation))
    }),
    confidence(),
    always("mentions", Kind::Int, "How often it is mentioned; the table `mentions` says where.", |i| {
        Value::Int(i.of.mentions.len() as i64)
    }),
];

pub static MENTIONS: &[Column<Mention>] = &[
    key(),
    always("ref", Kind::Int, "The ordinal of the cited document in `refs`.", |i| count_of(i.parent)),
    always("ordinal", Kind::Int, "Its place among the mentions of that document, from 0.", |i| {
        Value::Int(i.ordinal as i64)
    }),
    section(),
    always("quote", Kind::Text, "The citation as it stands.", |i| text(&i.of.quote)),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];

pub static ASSIGNMENTS: &[Column<Assignment>] = &[
    key(),
    ordinal(),
    always("body", Kind::Text, "The body, office, post or class of bodies that is told to act.", |i| {
        text(&i.of.body)
    }),
    always("role", Kind::Text, "lead, support, responsible, requested.", |i| code(Some(i.of.role))),
    always("task", Kind::Text, "The duty, verb first.", |i| text(&i.of.task)),
    some("deadline", Kind::Text, "By when, as written.", |i| words(&i.of.deadline)),
    section(),
    confidence(),
    always("quote", Kind::Text, "The passage that assigns it.", |i| text(&i.of.quote)),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];

pub static RECIPIENTS: &[Column<Recipient>] = &[
    key(),
    ordinal(),
    always("name", Kind::Text, "Who receives the document.", |i| text(&i.of.name)),
    some("note", Kind::Text, "The mark in brackets: b/c.", |i| words(&i.of.note)),
    always("quote", Kind::Text, "The line as it stands.", |i| text(&i.of.quote)),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];

pub static FOOTNOTES: &[Column<Footnote>] = &[
    key(),
    ordinal(),
    always("mark", Kind::Text, "The mark that stands in the text.", |i| text(&i.of.mark)),
    always("text", Kind::Text, "The note without its mark.", |i| text(&i.of.text)),
    always("quote", Kind::Text, "The note as it stands.", |i| text(&i.of.quote)),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];

pub static DIAGNOSTICS: &[Column<Diagnostic>] = &[
    key(),
    ordinal(),
    always("severity", Kind::Text, "info, warning, error.", |i| code(Some(i.of.severity))),
    always("code", Kind::Text, "What it is, the same in every language and version.", |i| text(&i.of.code)),
    always("message", Kind::Text, "The message, in the language of the record.", |i| text(&i.of.message)),
    some("quote", Kind::Text, "The passage that it speaks of; null for the whole document.", |i| {
        words(&i.of.quote)
    }),
    page(),
    line(),
    byte_start(),
    byte_end(),
    bbox(),
];
