//! What stands at the foot of the document, and what the program noticed.

use std::io;

use super::position;
use super::{Entry, Panel};
use crate::write::wire::{Record, Signature};
use crate::write::words::Named;

impl Panel<'_> {
    pub(super) fn foot(&mut self, record: &Record) -> io::Result<()> {
        let signatures = || record.signature.iter().chain(&record.co_signatures);
        if signatures().next().is_some() {
            self.title("foot", "Chữ ký", "Signature", 0)?;
            self.begin_table(&[
                ("Người ký", "Signer"),
                ("Chức vụ", "Position"),
                ("Thẩm quyền", "Authority"),
            ])?;
            for (index, Signature { authority, capacity, position, name, .. }) in signatures().enumerate() {
                let authority = [authority, capacity].into_iter().flatten().map(|s| &**s).collect::<Vec<_>>();
                let cells = [position.as_deref().unwrap_or_default(), &authority.join(", ")];
                self.row(Entry::Signature(index), "", name.as_deref().unwrap_or("—"), &cells)?;
            }
            self.end_table()?;
        }
        if !record.recipients.is_empty() {
            self.title("foot", "Nơi nhận", "Recipients", record.recipients.len())?;
            self.begin_table(&[("Nơi nhận", "Recipient"), ("Ghi chú", "Note")])?;
            for (index, recipient) in record.recipients.iter().enumerate() {
                let note = recipient.note.as_deref().unwrap_or_default();
                self.row(Entry::Recipient(index), "", &recipient.name, &[note])?;
            }
            self.end_table()?;
        }
        if !record.footnotes.is_empty() {
            self.title("footnote", "Chú thích", "Footnotes", record.footnotes.len())?;
            self.begin_table(&[("Chú thích", "Footnote"), ("Dấu", "Mark")])?;
            for (index, note) in record.footnotes.iter().enumerate() {
                self.row(Entry::Footnote(index), "", &note.text, &[&note.mark])?;
            }
            self.end_table()?;
        }
        Ok(())
    }

    pub(super) fn diagnostics(&mut self, record: &Record) -> io::Result<()> {
        if record.diagnostics.is_empty() {
            return Ok(());
        }
        self.title("diagnostic", "Lưu ý", "Diagnostics", record.diagnostics.len())?;
        self.begin_table(&[
            ("Nội dung", "Message"),
            ("Mức độ", "Severity"),
            ("Mã", "Code"),
            ("Vị trí", "Place"),
        ])?;
        for (index, diagnostic) in record.diagnostics.iter().enumerate() {
            let place = diagnostic.at.as_ref().map(|at| position(at, self.lang)).unwrap_or_default();
            let cells = [diagnostic.severity.name(self.lang), &*diagnostic.code, &place];
            self.row(Entry::Diagnostic(index), "", &diagnostic.message, &cells)?;
        }
        self.end_table()
    }
}
