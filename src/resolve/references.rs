//! Mentions of one document made one reference.
//!
//! Two mentions are of one document where kind and number agree and neither date nor issuer forbids it: numbers begin
//! anew each year, in the Party each term, and every body has its own. Laws and congresses agree by name. One pass,
//! hashing on number and name.

use super::identity::{Name, Number, issuers_agree};
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{Citation, CitationForm, Header, Layout, Mention, PartialDate, Reference};
use rustc_hash::FxHashMap;

/// How many bytes before "Chỉ thị này" the directive may stand that it means.
const THIS_REACH: usize = 1500;

/// How many documents of one number are compared with a mention, the last ones first.
const CANDIDATES: usize = 16;

/// Merges the citations of a document; what it says of itself is left out.
pub(super) fn merge(
    citations: Vec<Citation>,
    header: &Header,
    layout: &Layout,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reference> {
    let mut merger = Merger {
        header,
        layout,
        entries: Vec::new(),
        index: FxHashMap::default(),
        last: FxHashMap::default(),
    };
    for citation in citations {
        merger.add(citation, diagnostics);
    }
    merger.entries.into_iter().map(Entry::finish).collect()
}

/// A reference in the making.
struct Entry {
    reference: Reference,
    number: Option<Number>,
    name: Option<Name>,
    /// How much its most complete mention says.
    weight: u8,
    two_dates: bool,
}

/// What mentions are looked up by.
#[derive(PartialEq, Eq, Hash)]
enum Index {
    Number(String, String),
    /// The serial of any number, for a mention that leaves the symbol out.
    Serial(String, String),
    /// A number that was met without its symbol.
    Short(String, String),
    Name(String, String),
}

struct Merger<'a> {
    header: &'a Header,
    layout: &'a Layout,
    entries: Vec<Entry>,
    index: FxHashMap<Index, Vec<usize>>,
    /// For each kind the entry mentioned last, and where.
    last: FxHashMap<String, (usize, usize)>,
}

impl Merger<'_> {
    fn add(&mut self, mut citation: Citation, diagnostics: &mut Vec<Diagnostic>) {
        let code = citation.kind.as_ref().map(|kind| kind.code.clone()).unwrap_or_default();
        if citation.form == CitationForm::Back {
            if let Some(entry) = self.antecedent(&citation, &code) {
                self.mention(entry, citation);
            }
            return;
        }
        let number = citation.number.as_deref().map(Number::new);
        if number.as_ref().is_some_and(|number| self.is_own(number, &citation)) {
            return;
        }
        if citation.form == CitationForm::Short {
            if let Some(entry) = self.find(&code, number.as_ref(), None, &citation)
                && self.entries[entry].number.as_ref().is_some_and(Number::has_symbol)
            {
                self.mention(entry, citation);
            }
            return;
        }
        if number.as_ref().is_some_and(|number| number.serial.is_empty()) {
            citation.number = None;
            if citation.date.is_none() && citation.issuer.is_none() && citation.title.is_none() {
                return;
            }
        }
        let number = number.filter(|number| !number.serial.is_empty());
        let name = (citation.form == CitationForm::Name)
            .then(|| Name::new(citation.title.as_deref().or(citation.issuer.as_deref()).unwrap_or_default()))
            .filter(|name| !name.words.is_empty() || number.is_none());
        let found = self.find(&code, number.as_ref(), name.as_ref(), &citation);
        let entry = found.unwrap_or_else(|| self.create(&citation));
        self.last.insert(code.clone(), (entry, citation.at.end()));
        self.enter(entry, &code, number, name);
        self.join(entry, citation, diagnostics);
    }

    /// The document that "Chỉ thị nêu trên" or "Chỉ thị này" speaks of. "Này" means the document itself where it is of
    /// that kind, and else what was cited a few lines before.
    fn antecedent(&self, citation: &Citation, code: &str) -> Option<usize> {
        let &(entry, at) = self.last.get(code)?;
        if citation.rule == "above" {
            return Some(entry);
        }
        let own = &self.header.doc_type.as_ref()?.value.code;
        let before = self.entries[entry].reference.mentions.last()?;
        (own != code
            && before.section == citation.section
            && citation.at.start().saturating_sub(at) < THIS_REACH)
            .then_some(entry)
    }

    /// The number of this document itself, unless date or issuer show that it is a namesake.
    fn is_own(&self, number: &Number, citation: &Citation) -> bool {
        let Some(own) = &self.header.number else { return false };
        let own = Number::new(&own.text);
        let blank =
            number.serial.is_empty() && own.whole.strip_prefix(own.serial.as_str()) == Some(&number.whole);
        if own.whole != number.whole && !blank {
            return false;
        }
        let date = self.header.date.as_ref().map(|date| date.value);
        let issuer = self.header.issuer.as_ref().map(|issuer| issuer.name.as_str());
        dates_agree(date, citation.date, number) && issuers_agree(issuer, citation.issuer.as_deref())
    }

    fn find(
        &self,
        code: &str,
        number: Option<&Number>,
        name: Option<&Name>,
        citation: &Citation,
    ) -> Option<usize> {
        let key = || code.to_owned();
        let mut indexes = Vec::new();
        if let Some(number) = number {
            if number.has_symbol() {
                indexes.push(Index::Number(key(), number.whole.clone()));
                indexes.push(Index::Short(key(), number.serial.clone()));
                if number.year.is_some() {
                    indexes.push(Index::Serial(key(), number.serial.clone()));
                }
            } else {
                indexes.push(Index::Serial(key(), number.serial.clone()));
            }
        }
        if let Some(name) = name {
            indexes.push(Index::Name(key(), name.stem.clone()));
        }
        indexes
            .iter()
            .filter_map(|index| self.index.get(index))
            .flat_map(|entries| entries.iter().rev().take(CANDIDATES))
            .copied()
            .find(|&entry| {
                let entry = &self.entries[entry];
                let numbers_agree = match (&entry.number, number) {
                    (Some(old), Some(new)) => old.agrees(new),
                    _ => true,
                };
                let names_agree = match (&entry.name, name) {
                    (Some(old), Some(new)) => old.agrees(new) || number.is_some() && entry.number.is_some(),
                    _ => true,
                };
                let number = number.or(entry.number.as_ref());
                let dates = number.map_or_else(
                    || years_agree(entry.reference.date, citation.date),
                    |number| dates_agree(entry.reference.date, citation.date, number),
                );
                numbers_agree
                    && names_agree
                    && dates
                    && issuers_agree(entry.reference.issuer.as_deref(), citation.issuer.as_deref())
            })
    }

    fn create(&mut self, citation: &Citation) -> usize {
        self.entries.push(Entry {
            reference: Reference {
                kind: citation.kind.clone(),
                number: None,
                date: None,
                issuer: None,
                title: None,
                relation: citation.relation,
                key: String::new(),
                mentions: Vec::new(),
                confidence: None,
            },
            number: None,
            name: None,
            weight: 0,
            two_dates: false,
        });
        self.entries.len() - 1
    }

    /// Makes an entry findable by a number and a name.
    fn enter(&mut self, entry: usize, code: &str, number: Option<Number>, name: Option<Name>) {
        if let Some(number) = number {
            let old = &self.entries[entry].number;
            let index = if number.has_symbol() {
                Index::Number(code.to_owned(), number.whole.clone())
            } else {
                Index::Short(code.to_owned(), number.serial.clone())
            };
            put(&mut self.index, index, entry);
            put(&mut self.index, Index::Serial(code.to_owned(), number.serial.clone()), entry);
            if old.as_ref().is_none_or(|old| !old.has_symbol()) {
                self.entries[entry].number = Some(number);
            }
        }
        if let Some(name) = name {
            put(&mut self.index, Index::Name(code.to_owned(), name.stem.clone()), entry);
            if self.entries[entry].name.as_ref().is_none_or(|old| old.words.len() < name.words.len()) {
                self.entries[entry].name = Some(name);
            }
        }
    }

    /// Adds a mention, and what it says and the others do not.
    fn join(&mut self, entry: usize, citation: Citation, diagnostics: &mut Vec<Diagnostic>) {
        let layout = self.layout;
        let own = &mut self.entries[entry];
        if let (Some(old), Some(new)) =
            (own.reference.date.and_then(|date| date.iso()), citation.date.and_then(|date| date.iso()))
            && old != new
            && !own.two_dates
        {
            own.two_dates = true;
            let what = citation.number.as_deref().or(citation.title.as_deref()).unwrap_or_default();
            diagnostics.push(
                Diagnostic::warning(
                    "two-dates-for-one-document",
                    Message::new(
                        format!("văn bản \"{what}\" được viện dẫn với hai ngày: {old} và {new}"),
                        format!("\"{what}\" is cited with two dates: {old} and {new}"),
                    ),
                )
                .at(layout.original(citation.at)),
            );
        }
        let complete = citation.date.is_some_and(|date| date.iso().is_some());
        // Of two that say the same the one whose title is not set in large letters.
        let small = citation.title.as_ref().is_none_or(|title| title.chars().any(char::is_lowercase));
        let parts =
            2 * u8::from(complete) + u8::from(citation.issuer.is_some()) + u8::from(citation.title.is_some());
        let weight = 2 * parts + u8::from(small);
        let heavier = weight > own.weight;
        own.weight = own.weight.max(weight);
        let reference = &mut own.reference;
        let longer = |new: &Option<String>, old: &Option<String>| {
            new.as_ref().is_some_and(|new| old.as_ref().is_none_or(|old| heavier && new.len() >= old.len()))
        };
        if longer(&citation.number, &reference.number)
            || citation
                .number
                .as_deref()
                .is_some_and(|new| reference.number.as_deref().is_some_and(|old| new.len() > old.len()))
        {
            reference.number.clone_from(&citation.number);
        }
        if citation.date.is_some() && reference.date.is_none_or(|date| date.iso().is_none() && complete) {
            reference.date = citation.date;
        }
        if citation.issuer.is_some() && (reference.issuer.is_none() || heavier) {
            reference.issuer.clone_from(&citation.issuer);
        }
        if citation.title.is_some() && (reference.title.is_none() || heavier && own.name.is_none()) {
            reference.title.clone_from(&citation.title);
        }
        self.mention(entry, citation);
    }

    fn mention(&mut self, entry: usize, citation: Citation) {
        let reference = &mut self.entries[entry].reference;
        reference.relation = reference.relation.max(citation.relation);
        reference.mentions.push(Mention { section: citation.section, at: citation.at, rule: citation.rule });
    }
}

fn put(index: &mut FxHashMap<Index, Vec<usize>>, key: Index, entry: usize) {
    let entries = index.entry(key).or_default();
    if !entries.iter().rev().take(CANDIDATES).any(|&old| old == entry) {
        entries.push(entry);
    }
}

impl Entry {
    fn finish(mut self) -> Reference {
        let kind = self.reference.kind.as_ref().map(|kind| kind.code.as_str());
        let year = self.reference.date.and_then(|date| date.year);
        self.reference.key = match (&self.number, &self.name) {
            (Some(number), _) => number.key(kind, year),
            (None, Some(name)) => name.key(kind, year),
            (None, None) => Name::new(self.reference.issuer.as_deref().unwrap_or_default()).key(kind, year),
        };
        self.reference
    }
}

/// Dates of one number that may belong to one document. A number with its year in it has one date, whatever is printed;
/// else a contradiction within the year, or in the year alone, is a misprint, and any other difference another document.
fn dates_agree(a: Option<PartialDate>, b: Option<PartialDate>, number: &Number) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    number.year.is_some()
        || years_agree(Some(a), Some(b))
        || a.day.is_some() && a.month == b.month && a.day == b.day
}

fn years_agree(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    match (a.and_then(|a| a.year), b.and_then(|b| b.year)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}
