//! Targets, assignments and references.

use std::io;

use super::position;
use super::{Entry, Panel};
use crate::write::phrases::{aim, day};
use crate::write::wire::{Record, Reference};
use crate::write::words::Named;

impl Panel<'_> {
    pub(super) fn targets(&mut self, record: &Record) -> io::Result<()> {
        if record.targets.is_empty() {
            return Ok(());
        }
        self.title("target", "Chỉ tiêu", "Targets", record.targets.len())?;
        self.begin_table(&[
            ("Chỉ tiêu", "Indicator"),
            ("Giá trị", "Value"),
            ("So với", "Baseline"),
            ("Thời hạn", "Deadline"),
            ("Mục", "Section"),
            ("Vị trí", "Place"),
        ])?;
        for (index, target) in record.targets.iter().enumerate() {
            let class = if target.parent.is_some() { "part" } else { "" };
            let deadline = target.deadline.as_ref().map_or("", |deadline| &deadline.text);
            let baseline = target.baseline.as_deref().unwrap_or_default();
            let cells = [
                &*aim(target, self.lang),
                baseline,
                deadline,
                &target.section.join(" / "),
                &position(&target.at, self.lang),
            ];
            self.row(Entry::Target(index), class, &target.indicator, &cells)?;
        }
        self.end_table()
    }

    pub(super) fn assignments(&mut self, record: &Record) -> io::Result<()> {
        if record.assignments.is_empty() {
            return Ok(());
        }
        self.title("assignment", "Phân công", "Assignments", record.assignments.len())?;
        self.begin_table(&[
            ("Cơ quan, đơn vị", "Body"),
            ("Vai trò", "Role"),
            ("Nhiệm vụ", "Task"),
            ("Thời hạn", "Deadline"),
            ("Mục", "Section"),
            ("Vị trí", "Place"),
        ])?;
        for (index, duty) in record.assignments.iter().enumerate() {
            let deadline = duty.deadline.as_deref().unwrap_or_default();
            let cells = [
                duty.role.name(self.lang),
                &duty.task,
                deadline,
                &duty.section.join(" / "),
                &position(&duty.at, self.lang),
            ];
            self.row(Entry::Assignment(index), "", &duty.body, &cells)?;
        }
        self.end_table()
    }

    pub(super) fn references(&mut self, references: &[Reference]) -> io::Result<()> {
        if references.is_empty() {
            return Ok(());
        }
        self.title("reference", "Văn bản viện dẫn", "References", references.len())?;
        self.begin_table(&[
            ("Văn bản", "Document"),
            ("Ngày", "Date"),
            ("Cơ quan", "Issuer"),
            ("Trích yếu", "Title"),
            ("Quan hệ", "Relation"),
            ("Vị trí", "Places"),
        ])?;
        for (index, reference) in references.iter().enumerate() {
            self.reference(index, reference)?;
        }
        self.end_table()
    }

    fn reference(&mut self, index: usize, reference: &Reference) -> io::Result<()> {
        let kind = reference.kind.as_ref().map(|kind| &*kind.name);
        let name = [kind, reference.number.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
        self.out.write_all(b"<tr><td>")?;
        self.link(Entry::Mention(index, 0), &name)?;
        self.out.write_all(b"</td>")?;
        self.cells(&[
            &reference.date.as_deref().map(|date| day(date, self.lang)).unwrap_or_default(),
            &or_none(&reference.issuer),
            &or_none(&reference.title),
            reference.relation.name(self.lang),
        ])?;
        self.out.write_all(b"<td>")?;
        for (number, mention) in reference.mentions.iter().enumerate() {
            let entry = Entry::Mention(index, number);
            write!(self.out, "<span{}>", self.id(entry))?;
            self.link(entry, &position(&mention.at, self.lang))?;
            self.out.write_all(b"</span> ")?;
        }
        self.out.write_all(b"</td></tr>\n")
    }
}
