//! A record made ready to be stored, on the thread that read the document.

use super::fault::Fault;
use super::provinces::{Province, Provinces};
use super::signature::Signature;
use super::stored::Packed;
use super::units::{Bases, InBase};
use crate::resolve::{cite_key, name_key};
use crate::rules::{Rules, strip_marks};
use crate::write::wire::{Record, Section};

/// Makes records ready; one for a whole run, shared by all threads.
#[derive(Debug)]
pub struct Preparer {
    bases: Bases,
    provinces: Provinces,
    /// Codes of the kinds that are cited by name: laws, codes, ordinances.
    named: Vec<String>,
    /// Of the tables of provinces and base units.
    pub(super) fingerprint: String,
}

/// A record with all that its rows need. Made on any thread ([`Preparer::prepare`]), stored by the one that writes.
#[derive(Debug)]
pub struct Prepared {
    /// Without its sections.
    pub(super) record: Record,
    pub(super) sections: Vec<FlatSection>,
    pub(super) packed: Packed,
    /// By which citations know the document, each with how.
    pub(super) cite_keys: Vec<(String, CiteForm)>,
    pub(super) derived: Derived,
    /// The indicator of each target without marks, for looking it up as people type.
    pub(super) indicators: Vec<String>,
    /// Of the body, by which near duplicates are found.
    pub(super) signature: Option<Signature>,
}

/// What the tables of provinces and base units say of a record.
#[derive(Debug)]
pub struct Derived {
    /// Of the body that issued it.
    pub province: Option<Province>,
    /// Of each target: its values in base units, where the unit is known.
    pub bases: Vec<Option<InBase>>,
}

/// A section in the order of the document, apart from the tree.
#[derive(Debug)]
pub(super) struct FlatSection {
    /// Its parent's place in the order.
    pub parent: Option<u32>,
    /// Labels from the root: "II/1".
    pub path: String,
    /// Without its children.
    pub section: Section,
}

/// How a citation names a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CiteForm {
    /// Number and year.
    Number,
    /// The number, the year left out.
    NumberAlone,
    /// The name and year, as laws are cited.
    Name,
    NameAlone,
}

impl CiteForm {
    pub fn code(self) -> &'static str {
        match self {
            CiteForm::Number => "number",
            CiteForm::NumberAlone => "number-without-year",
            CiteForm::Name => "name",
            CiteForm::NameAlone => "name-without-year",
        }
    }
}

impl Preparer {
    pub fn new(rules: &Rules) -> Preparer {
        let named = rules.kinds.rows.iter().filter(|row| row.fields.cited_by_name);
        Preparer {
            bases: Bases::new(rules),
            provinces: Provinces::new(rules),
            named: named.map(|row| row.fields.code.clone()).collect(),
            fingerprint: rules.derived_fingerprint().to_owned(),
        }
    }

    /// Makes a record ready; its JSON is what this program writes of it.
    ///
    /// # Errors
    /// The record cannot be written as JSON.
    pub fn prepare(&self, mut record: Record) -> Result<Prepared, Fault> {
        let packed = Packed::new(&mut record);
        let (packed, texts) = packed.map_err(|cause| Fault::no_record(&record.source.path, cause))?;
        Ok(self.with_packed(record, packed, texts))
    }

    /// Makes a record ready that came as JSON, on one line, such as a worker's answer; its JSON is kept as it is.
    ///
    /// # Errors
    /// As [`Preparer::prepare`].
    pub fn prepare_json(&self, mut record: Record, json: String) -> Result<Prepared, Fault> {
        let packed = Packed::of_json(&mut record, json);
        let (packed, texts) = packed.map_err(|cause| Fault::no_record(&record.source.path, cause))?;
        Ok(self.with_packed(record, packed, texts))
    }

    fn with_packed(&self, mut record: Record, packed: Packed, texts: Vec<String>) -> Prepared {
        let sections = flatten(std::mem::take(&mut record.sections), texts);
        let texts = sections.iter().flat_map(|FlatSection { section, .. }| {
            [section.heading.as_deref().unwrap_or_default(), &section.text]
        });
        Prepared {
            signature: Signature::of(texts),
            sections,
            packed,
            cite_keys: self.cite_keys(&record),
            derived: self.derive(&record),
            indicators: record.targets.iter().map(|target| strip_marks(&target.indicator)).collect(),
            record,
        }
    }

    /// The province of a record and the values of its targets in base units.
    pub fn derive(&self, record: &Record) -> Derived {
        let bases = record
            .targets
            .iter()
            .map(|target| self.bases.convert(target.value?, target.value_max, target.unit.as_deref()?));
        Derived { province: self.provinces.of(record).cloned(), bases: bases.collect() }
    }

    /// Makes ready a record that came as JSON, such as a worker's answer.
    ///
    /// # Errors
    /// The text is no record.
    pub fn parse(&self, json: String) -> Result<Prepared, Fault> {
        let record: Record =
            serde_json::from_str(&json).map_err(|cause| Fault::no_record("record", cause))?;
        self.prepare_json(record, json)
    }

    /// What citations that give number and year call the document of a record: "kh:74/kh-ubnd:2024".
    pub fn cite_key(&self, record: &Record) -> Option<String> {
        cite_key_of(&self.cite_keys(record)).map(str::to_owned)
    }

    /// The keys of the citations that may mean this document.
    fn cite_keys(&self, record: &Record) -> Vec<(String, CiteForm)> {
        let header = &record.header;
        let kind = header.doc_type.as_ref().map(|kind| kind.code.as_str());
        let year = header.date.as_ref().and_then(|date| date.year);
        let mut keys: Vec<(String, CiteForm)> = Vec::new();
        let mut add = |key: Option<String>, form| {
            if let Some(key) = key.filter(|key| keys.iter().all(|(known, _)| known != key)) {
                keys.push((key, form));
            }
        };
        if let Some(number) = &header.number {
            add(cite_key(kind, &number.text, year), CiteForm::Number);
            add(cite_key(kind, &number.text, None), CiteForm::NumberAlone);
        }
        let by_name = kind.is_some_and(|kind| self.named.iter().any(|named| named == kind));
        if let Some(title) = header.title.as_ref().filter(|_| by_name) {
            if year.is_some() {
                add(Some(name_key(kind, &title.text, year)), CiteForm::Name);
            }
            add(Some(name_key(kind, &title.text, None)), CiteForm::NameAlone);
        }
        keys
    }
}

impl Prepared {
    /// What citations that give number and year call the document.
    pub fn cite_key(&self) -> Option<&str> {
        cite_key_of(&self.cite_keys)
    }

    /// The document's key: the BLAKE3 of its bytes in lowercase hexadecimal.
    pub fn key(&self) -> &str {
        &self.record.source.blake3
    }

    /// The record, without its sections.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The path that the record names.
    pub fn path(&self) -> &str {
        &self.record.source.path
    }

    /// About how many bytes it holds, for queues that are bounded by memory.
    pub fn bytes(&self) -> usize {
        self.packed.json_bytes + self.packed.bytes.len()
    }
}

/// Of the keys of a document that with number and year.
fn cite_key_of(keys: &[(String, CiteForm)]) -> Option<&str> {
    keys.iter().find(|(_, form)| *form == CiteForm::Number).map(|(key, _)| key.as_str())
}

/// The tree of sections in document order, parents before their children, each with its text. No recursion: depth is the
/// document's choice.
fn flatten(roots: Vec<Section>, texts: Vec<String>) -> Vec<FlatSection> {
    let mut texts = texts.into_iter();
    let mut flat: Vec<FlatSection> = Vec::new();
    let mut waiting: Vec<(Option<u32>, std::vec::IntoIter<Section>)> = vec![(None, roots.into_iter())];
    while let Some((parent, siblings)) = waiting.last_mut() {
        let parent = *parent;
        let Some(mut section) = siblings.next() else {
            waiting.pop();
            continue;
        };
        let above = parent.and_then(|parent| flat.get(parent as usize)).map_or("", |parent| &parent.path);
        let path = join([above, section.label.as_deref().unwrap_or_default()]);
        let children = std::mem::take(&mut section.children).into_iter();
        section.text = texts.next().unwrap_or_default();
        flat.push(FlatSection { parent, path, section });
        waiting.push((u32::try_from(flat.len() - 1).ok(), children));
    }
    flat
}

fn join(parts: [&str; 2]) -> String {
    match parts {
        ["", label] => label.to_owned(),
        [above, ""] => above.to_owned(),
        [above, label] => format!("{above}/{label}"),
    }
}
