//! What the document and its file say of themselves.

use std::io;

use super::super::escape::Escaped;
use super::{Entry, Panel};
use crate::write::phrases::issuer;
use crate::write::wire::Record;

impl Panel<'_> {
    pub(super) fn header(&mut self, record: &Record) -> io::Result<()> {
        let header = &record.header;
        let lang = self.lang;
        let inferred = |inferred: bool| if inferred { lang.pick("suy ra", "inferred") } else { "" };
        self.title("header", "Thể thức", "Header", 0)?;
        self.out.write_all(b"<table><tbody>\n")?;
        if let Some(body) = &header.issuer {
            self.member(Entry::Issuer, "Cơ quan", "Issuer", Some(&body.name), &issuer(body, lang))?;
        }
        for (index, body) in header.co_issuers.iter().enumerate() {
            self.member(
                Entry::CoIssuer(index),
                "Cùng ban hành",
                "With",
                Some(&body.name),
                &issuer(body, lang),
            )?;
        }
        let number = header.number.as_ref().map(|number| number.text.as_str());
        self.member(Entry::Number, "Số, ký hiệu", "Number", number, "")?;
        let kind = header.doc_type.as_ref();
        self.member(
            Entry::DocType,
            "Loại",
            "Kind",
            kind.map(|k| &*k.name),
            inferred(kind.is_some_and(|k| k.inferred)),
        )?;
        let date = header.date.as_ref();
        let day = date.map(|date| date.written());
        self.member(Entry::Date, "Ngày", "Date", day.as_deref(), inferred(date.is_some_and(|d| d.inferred)))?;
        for (entry, vi, en, phrase) in [
            (Entry::Title, "Trích yếu", "Title", &header.title),
            (Entry::Place, "Nơi ban hành", "Place", &header.place),
            (Entry::Urgency, "Độ khẩn", "Urgency", &header.urgency),
            (Entry::Secrecy, "Độ mật", "Secrecy", &header.secrecy),
        ] {
            let note = inferred(phrase.as_ref().is_some_and(|phrase| phrase.inferred));
            self.member(entry, vi, en, phrase.as_ref().map(|phrase| &*phrase.text), note)?;
        }
        self.out.write_all(b"</tbody></table>\n")
    }

    pub(super) fn source(&mut self, record: &Record) -> io::Result<()> {
        let source = &record.source;
        self.title("", "Nguồn", "Source", 0)?;
        self.out.write_all(b"<table><tbody>\n")?;
        for (vi, en, value) in [
            ("Tệp", "File", source.path.clone()),
            ("Định dạng", "Format", source.format.clone()),
            ("Bảng mã", "Encoding", source.encoding.clone().unwrap_or_default()),
            ("Số byte", "Bytes", source.bytes.to_string()),
            ("BLAKE3", "BLAKE3", source.blake3.clone()),
        ] {
            let name = self.lang.pick(vi, en);
            writeln!(self.out, "<tr><th scope=\"row\">{name}</th><td>{}</td></tr>", Escaped(&value))?;
        }
        self.out.write_all(b"</tbody></table>\n")
    }
}
