//! A document of the corpus as a document of the index.

use super::fault::Fault;
use super::figures::{Bound, Change};
use super::number;
use super::passages::{self, PassageKind};
use super::query::bare;
use super::schema::{Documents, Pair, Targets, short};
use super::store::{self, Rows, State};
use super::words::START;
use crate::corpus::{Reader, Summary, TargetRow};
use tantivy::TantivyDocument;

/// What is known of a document when it is put into the index.
pub struct Entry {
    state: State,
    summary: Summary,
    rows: Rows,
}

impl Entry {
    /// Reads it; `None` where it is gone.
    ///
    /// # Errors
    /// Those of the database.
    pub fn read(reader: &Reader, state: State) -> Result<Option<Entry>, Fault> {
        let Some(summary) = reader.summary_of(state.id)? else { return Ok(None) };
        let rows = store::rows(reader, state.id)?;
        Ok(Some(Entry { state, summary, rows }))
    }

    /// Its document, and the bytes of its text.
    ///
    /// # Errors
    /// Those of the database.
    pub fn document(&self, reader: &Reader, fields: &Documents) -> Result<(TantivyDocument, u64), Fault> {
        let Entry { state, summary, rows } = self;
        let mut document = TantivyDocument::default();
        document.add_i64(fields.id, state.id);
        document.add_u64(fields.stamp, state.stamp);
        document.add_u64(fields.order, order(&summary.key));
        document.add_u64(fields.cited, state.cited);
        document.add_u64(fields.date, date(summary));
        if let Some(year) = summary.year {
            document.add_u64(fields.year, u64::from(year));
        }
        let values = [
            (fields.kind, &summary.doc_type),
            (fields.issuer, &summary.issuer),
            (fields.level, &summary.issuer_level),
            (fields.system, &summary.issuer_system),
            (fields.province, &summary.province_now),
        ];
        for (field, value) in values {
            if let Some(value) = value {
                document.add_text(field, short(value));
            }
        }
        // A province that several of today share counts under its own name.
        if summary.province_now.is_none()
            && let Some(then) = &summary.province
        {
            document.add_text(fields.province, short(then));
        }
        for name in [&summary.province, &summary.province_now].into_iter().flatten() {
            document.add_text(fields.province_names, bare(name));
        }
        if let Some(then) = &summary.province {
            document.add_text(fields.province_then, bare(then));
        }
        for body in &rows.bodies {
            document.add_text(fields.body, short(body));
            add(&mut document, fields.body_words, body);
        }
        if let Some(own) = &summary.number {
            document.add_text(fields.number, short(&number::key(own)));
            document.add_text(fields.number_words, short(own));
        }
        for cited in &rows.cites {
            document.add_text(fields.cites, short(&number::key(cited)));
        }
        let pairs = [(fields.issuer_words, &summary.issuer), (fields.signer_words, &summary.signer)];
        for (pair, value) in pairs {
            if let Some(value) = value {
                add(&mut document, pair, value);
            }
        }
        let mut letters = Letters::default();
        let (mut bytes, mut notes) = (0, 0);
        passages::each(reader, state.id, summary, true, &mut |passage| {
            notes |= u64::from(passage.kind == PassageKind::Footnote);
            bytes += passage.text.len() as u64;
            if matches!(passage.kind, PassageKind::Title | PassageKind::Heading | PassageKind::Text) {
                letters.count(passage.text);
            }
            add(&mut document, fields.text, passage.text);
            match passage.kind {
                PassageKind::Title => add(&mut document, fields.title, &format!("{START} {}", passage.text)),
                PassageKind::Heading => add(&mut document, fields.headings, passage.text),
                _ => {}
            }
            true
        })?;
        document.add_u64(fields.notes, notes);
        document.add_u64(fields.unmarked, u64::from(letters.are_unmarked()));
        Ok((document, bytes))
    }

    /// The documents of its targets.
    pub fn targets(&self, fields: &Targets) -> Vec<TantivyDocument> {
        let document = |target: &TargetRow| {
            let mut document = TantivyDocument::default();
            document.add_i64(fields.id, self.state.id);
            add(&mut document, fields.indicator, &target.indicator);
            if let Some(value) = target.value {
                document.add_f64(fields.low, value);
                document.add_f64(fields.high, target.value_max.unwrap_or(value));
            }
            if let Some(value) = target.base_value {
                document.add_f64(fields.base_low, value);
                document.add_f64(fields.base_high, target.base_value_max.unwrap_or(value));
            }
            if let Some(unit) = &target.base_unit {
                document.add_text(fields.base_unit, short(unit));
            }
            document.add_u64(fields.bound, Bound::of(target.comparator.as_deref()) as u64);
            document.add_u64(fields.change, Change::of(target.change.as_deref()) as u64);
            document
        };
        self.rows.targets.iter().map(document).collect()
    }
}

fn add(document: &mut TantivyDocument, pair: Pair, text: &str) {
    document.add_text(pair.exact, text);
    document.add_text(pair.bare, text);
}

/// The first 8 bytes of a key.
pub fn order(key: &str) -> u64 {
    key.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(u64::MAX)
}

/// 20240206; what is not known is 0.
fn date(summary: &Summary) -> u64 {
    let part = |part: Option<u64>| part.unwrap_or(0);
    part(summary.year.map(u64::from)) * 10_000
        + part(summary.month.map(u64::from)) * 100
        + part(summary.day.map(u64::from))
}

/// How many letters of a text have marks.
#[derive(Default)]
struct Letters {
    all: u64,
    beyond_ascii: u64,
}

impl Letters {
    /// The least text that says something about marks, in bytes.
    const LEAST: u64 = 80;

    fn count(&mut self, text: &str) {
        self.all += text.len() as u64;
        self.beyond_ascii += text.bytes().filter(|byte| byte & 0xC0 == 0xC0).count() as u64;
    }

    /// In Vietnamese about every fourth letter has a mark; where fewer than one in fifty has, the text was typed or read
    /// without.
    fn are_unmarked(&self) -> bool {
        self.all >= Self::LEAST && self.beyond_ascii * 50 < self.all
    }
}
