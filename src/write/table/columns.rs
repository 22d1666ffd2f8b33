//! The columns of every table.

use super::{Cell, Column};
use crate::write::wire::{Assignment, At, Date, Diagnostic, Record, Reference, Target};
use crate::write::words::Named;

/// A row of a column list: heads, width, cell.
const fn column<T>(
    vi: &'static str,
    en: &'static str,
    width: u8,
    cell: for<'r> fn(&'r Record, &'r T, crate::diagnostic::Lang) -> Cell<'r>,
) -> Column<T> {
    Column { vi, en, width, cell }
}

/// The document that a row is from; the first columns of every table.
pub(super) const DOCUMENT: &[Column<Record>] = &[
    column("Tệp", "File", 24, |_, r, _| Cell::Text(&r.source.path)),
    column("Số, ký hiệu", "Number", 18, |_, r, _| text(r.header.number.as_ref().map(|n| &*n.text))),
    column("Cơ quan ban hành", "Issuer", 28, |_, r, _| text(r.header.issuer.as_ref().map(|i| &*i.name))),
    column("Ngày ban hành", "Date", 13, |_, r, _| r.header.date.as_ref().map_or(Cell::Empty, date)),
];

pub(super) const TARGETS: &[Column<Target>] = &[
    column("Mục", "Section", 10, |_, t, _| path(&t.section)),
    column("Chỉ tiêu", "Indicator", 44, |_, t, _| Cell::Text(&t.indicator)),
    column("Thuộc chỉ tiêu", "Part of", 28, |r, t, _| {
        text(t.parent.and_then(|whole| r.targets.get(whole as usize)).map(|whole| &*whole.indicator))
    }),
    column("Loại", "Kind", 12, |_, t, lang| Cell::Word(t.kind.name(lang))),
    column("Tăng, giảm", "Change", 11, |_, t, lang| word(t.change.map(|c| c.name(lang)))),
    column("So sánh", "Comparator", 12, |_, t, lang| word(t.comparator.map(|c| c.name(lang)))),
    column("Giá trị", "Value", 14, |_, t, _| t.value.map_or(Cell::Empty, Cell::Number)),
    column("Giá trị đến", "Value up to", 14, |_, t, _| t.value_max.map_or(Cell::Empty, Cell::Number)),
    column("Đơn vị", "Unit", 16, |_, t, _| text(t.unit.as_deref())),
    column("So với", "Baseline", 14, |_, t, _| text(t.baseline.as_deref())),
    column("Thời hạn", "Deadline", 20, |_, t, _| text(t.deadline.as_ref().map(|d| &*d.text))),
    column("Năm", "Year", 7, |_, t, _| count(t.deadline.as_ref().and_then(|d| d.year))),
    column("Độ tin cậy", "Confidence", 11, |_, t, _| share(t.confidence)),
    column("Trích dẫn", "Quote", 60, |_, t, _| Cell::Text(&t.quote)),
    column("Trang", "Page", 7, |_, t, _| page(Some(&t.at))),
    column("Dòng", "Line", 7, |_, t, _| line(Some(&t.at))),
];

pub(super) const REFERENCES: &[Column<Reference>] = &[
    column("Viện dẫn: loại", "Cited: kind", 14, |_, c, _| text(c.kind.as_ref().map(|k| &*k.name))),
    column("Viện dẫn: số, ký hiệu", "Cited: number", 20, |_, c, _| text(c.number.as_deref())),
    column("Viện dẫn: ngày", "Cited: date", 13, |_, c, _| {
        c.date.as_deref().map_or(Cell::Empty, Cell::Day)
    }),
    column("Viện dẫn: cơ quan", "Cited: issuer", 28, |_, c, _| text(c.issuer.as_deref())),
    column("Viện dẫn: trích yếu", "Cited: title", 44, |_, c, _| text(c.title.as_deref())),
    column("Quan hệ", "Relation", 16, |_, c, lang| Cell::Word(c.relation.name(lang))),
    column("Khóa", "Key", 24, |_, c, _| Cell::Text(&c.key)),
    column("Số lần nhắc", "Mentions", 11, |_, c, _| Cell::Count(c.mentions.len() as u64)),
    column("Mục", "Section", 10, |_, c, _| c.mentions.first().map_or(Cell::Empty, |m| path(&m.section))),
    column("Độ tin cậy", "Confidence", 11, |_, c, _| share(c.confidence)),
    column("Trích dẫn", "Quote", 60, |_, c, _| text(c.mentions.first().map(|m| &*m.quote))),
    column("Trang", "Page", 7, |_, c, _| page(c.mentions.first().map(|m| &m.at))),
    column("Dòng", "Line", 7, |_, c, _| line(c.mentions.first().map(|m| &m.at))),
];

pub(super) const ASSIGNMENTS: &[Column<Assignment>] = &[
    column("Mục", "Section", 10, |_, a, _| path(&a.section)),
    column("Cơ quan, đơn vị", "Body", 36, |_, a, _| Cell::Text(&a.body)),
    column("Vai trò", "Role", 17, |_, a, lang| Cell::Word(a.role.name(lang))),
    column("Nhiệm vụ", "Task", 60, |_, a, _| Cell::Text(&a.task)),
    column("Thời hạn", "Deadline", 20, |_, a, _| text(a.deadline.as_deref())),
    column("Độ tin cậy", "Confidence", 11, |_, a, _| share(a.confidence)),
    column("Trích dẫn", "Quote", 60, |_, a, _| Cell::Text(&a.quote)),
    column("Trang", "Page", 7, |_, a, _| page(Some(&a.at))),
    column("Dòng", "Line", 7, |_, a, _| line(Some(&a.at))),
];

pub(super) const DOCUMENTS: &[Column<Record>] = &[
    column("Loại văn bản", "Kind", 16, |_, r, _| text(r.header.doc_type.as_ref().map(|k| &*k.name))),
    column("Trích yếu", "Title", 60, |_, r, _| text(r.header.title.as_ref().map(|t| &*t.text))),
    column("Nơi ban hành", "Place", 18, |_, r, _| text(r.header.place.as_ref().map(|p| &*p.text))),
    column("Người ký", "Signer", 22, |_, r, _| {
        text(r.signature.as_ref().and_then(|s| s.name.as_deref()))
    }),
    column("Chức vụ", "Position", 22, |_, r, _| {
        text(r.signature.as_ref().and_then(|s| s.position.as_deref()))
    }),
    column("Số chỉ tiêu", "Targets", 11, |_, r, _| Cell::Count(r.targets.len() as u64)),
    column("Số viện dẫn", "References", 11, |_, r, _| Cell::Count(r.references.len() as u64)),
    column("Số phân công", "Assignments", 12, |_, r, _| Cell::Count(r.assignments.len() as u64)),
    column("Số lưu ý", "Diagnostics", 11, |_, r, _| Cell::Count(r.diagnostics.len() as u64)),
    column("Định dạng", "Format", 10, |_, r, _| Cell::Text(&r.source.format)),
    column("Bảng mã", "Encoding", 14, |_, r, _| text(r.source.encoding.as_deref())),
    column("Số byte", "Bytes", 11, |_, r, _| Cell::Count(r.source.bytes)),
    column("Số trang", "Pages", 9, |_, r, _| count(r.source.pages)),
    column("BLAKE3", "BLAKE3", 24, |_, r, _| Cell::Text(&r.source.blake3)),
];

pub(super) const DIAGNOSTICS: &[Column<Diagnostic>] = &[
    column("Mức độ", "Severity", 12, |_, d, lang| Cell::Word(d.severity.name(lang))),
    column("Mã", "Code", 26, |_, d, _| Cell::Text(&d.code)),
    column("Nội dung", "Message", 60, |_, d, _| Cell::Text(&d.message)),
    column("Trích dẫn", "Quote", 60, |_, d, _| text(d.quote.as_deref())),
    column("Trang", "Page", 7, |_, d, _| page(d.at.as_ref())),
    column("Dòng", "Line", 7, |_, d, _| line(d.at.as_ref())),
];

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::Text)
}

fn word(word: Option<&'static str>) -> Cell<'static> {
    word.map_or(Cell::Empty, Cell::Word)
}

fn count<N: Into<u64>>(count: Option<N>) -> Cell<'static> {
    count.map_or(Cell::Empty, |count| Cell::Count(count.into()))
}

fn share(share: Option<f32>) -> Cell<'static> {
    share.map_or(Cell::Empty, Cell::Share)
}

/// A whole date as such, one with blank parts as it is written.
fn date(date: &Date) -> Cell<'_> {
    date.iso.as_deref().map_or_else(|| Cell::Joined(date.written()), Cell::Day)
}

/// Labels from the root: "II / 1".
fn path(labels: &[String]) -> Cell<'static> {
    if labels.is_empty() { Cell::Empty } else { Cell::Joined(labels.join(" / ")) }
}

fn page(at: Option<&At>) -> Cell<'static> {
    count(at.and_then(|at| at.page))
}

fn line(at: Option<&At>) -> Cell<'static> {
    count(at.and_then(|at| at.line))
}
