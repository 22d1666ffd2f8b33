//! Mentions of one document made one reference.
//!
//! Two mentions are of one document where kind and number agree and neither date nor issuer forbids it: numbers begin
//! anew each year, in the Party each term, and every body has its own. Laws and congresses agree by name. One pass,
//! hashing on number and name.

use super::identity::{Name, Number, issuers_agree};
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{Citation, CitationForm, Header, Layout, Mention, PartialDate, Reference, is_lower};
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
    let own = header.number.as_ref().map(|own| Number::new(&own.text));
    let mut merger = Merger {
        header,
        own,
        layout,
        entries: Vec::new(),
        texts: FxHashMap::default(),
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

/// A code of a kind, a number or a name that was met, as [`Merger::texts`] numbers them.
type Text = u32;

/// What mentions are looked up by, and by which part of a number or name.
type Index = (By, Text, Text);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Number,
    /// The serial of any number, for a mention that leaves the symbol out.
    Serial,
    /// A number that was met without its symbol.
    Short,
    Name,
}

struct Merger<'a> {
    header: &'a Header,
    /// The number of this document.
    own: Option<Number>,
    layout: &'a Layout,
    entries: Vec<Entry>,
    texts: FxHashMap<String, Text>,
    index: FxHashMap<Index, Vec<usize>>,
    /// For each kind the entry mentioned last, and where.
    last: FxHashMap<Text, (usize, usize)>,
}

impl Merger<'_> {
    fn add(&mut self, mut citation: Citation, diagnostics: &mut Vec<Diagnostic>) {
        let code = self.text(citation.kind.as_ref().map_or("", |kind| &kind.code));
        if citation.form == CitationForm::Back {
            if let Some(entry) = self.antecedent(&citation, code) {
                self.mention(entry, &citation);
            }
            return;
        }
        let number = citation.number.as_deref().map(Number::new);
        if number.as_ref().is_some_and(|number| self.is_own(number, &citation)) {
            return;
        }
        if citation.form == CitationForm::Short {
            if let Some(entry) = self.find(code, number.as_ref(), None, &citation)
                && self.entries[entry].number.as_ref().is_some_and(|number| number.has_symbol)
            {
                self.mention(entry, &citation);
            }
            return;
        }
        if number.as_ref().is_some_and(|number| number.serial().is_empty()) {
            citation.number = None;
            if citation.date.is_none() && citation.issuer.is_none() && citation.title.is_none() {
                return;
            }
        }
        let number = number.filter(|number| !number.serial().is_empty());
        let name = (citation.form == CitationForm::Name)
            .then(|| Name::new(citation.title.as_deref().or(citation.issuer.as_deref()).unwrap_or_default()))
            .filter(|name| !name.words.is_empty() || number.is_none());
        let found = self.find(code, number.as_ref(), name.as_ref(), &citation);
        let entry = found.unwrap_or_else(|| self.create(&mut citation));
        self.last.insert(code, (entry, citation.at.end()));
        self.enter(entry, code, number, name);
        self.join(entry, citation, diagnostics);
    }

    /// The number of a text; a new one for a text that was not met.
    fn text(&mut self, text: &str) -> Text {
        if let Some(&met) = self.texts.get(text) {
            return met;
        }
        let new = self.texts.len() as Text;
        self.texts.insert(text.to_owned(), new);
        new
    }

    /// The document that "Chỉ thị nêu trên" or "Chỉ thị này" speaks of. "Này" means the document itself where it is of
    /// that kind, and else what was cited a few lines before.
    fn antecedent(&self, citation: &Citation, code: Text) -> Option<usize> {
        let &(entry, at) = self.last.get(&code)?;
        if citation.rule == "above" {
            return Some(entry);
        }
        let own = &self.header.doc_type.as_ref()?.value.code;
        let cited = citation.kind.as_ref().map_or("", |kind| &kind.code);
        let before = self.entries[entry].reference.mentions.last()?;
        (own != cited
            && before.section == citation.section
            && citation.at.start().saturating_sub(at) < THIS_REACH)
            .then_some(entry)
    }

    /// The number of this document itself, unless date or issuer show that it is a namesake.
    fn is_own(&self, number: &Number, citation: &Citation) -> bool {
        let Some(own) = &self.own else { return false };
        let blank = number.serial().is_empty() && own.whole.strip_prefix(own.serial()) == Some(&number.whole);
        if own.whole != number.whole && !blank {
            return false;
        }
        let date = self.header.date.as_ref().map(|date| date.value);
        let issuer = self.header.issuer.as_ref().map(|issuer| issuer.name.as_str());
        dates_agree(date, citation.date, number) && issuers_agree(issuer, citation.issuer.as_deref())
    }

    fn find(
        &self,
        code: Text,
        number: Option<&Number>,
        name: Option<&Name>,
        citation: &Citation,
    ) -> Option<usize> {
        let serial = number.map(Number::serial);
        let whole = number.filter(|number| number.has_symbol);
        let any = number.filter(|number| number.year.is_some() || !number.has_symbol);
        let keys = [
            (By::Number, whole.map(|number| number.whole.as_str())),
            (By::Short, serial.filter(|_| whole.is_some())),
            (By::Serial, serial.filter(|_| any.is_some())),
            (By::Name, name.map(|name| name.stem.as_str())),
        ];
        let entries = |(by, text): (By, Option<&str>)| {
            let &text = self.texts.get(text?)?;
            self.index.get(&(by, code, text))
        };
        keys.into_iter()
            .filter_map(entries)
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

    fn create(&mut self, citation: &mut Citation) -> usize {
        self.entries.push(Entry {
            reference: Reference {
                kind: citation.kind.take(),
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
    fn enter(&mut self, entry: usize, code: Text, number: Option<Number>, name: Option<Name>) {
        if let Some(number) = number {
            if number.has_symbol {
                self.put(By::Number, code, &number.whole, entry);
            } else {
                self.put(By::Short, code, number.serial(), entry);
            }
            self.put(By::Serial, code, number.serial(), entry);
            let old = &mut self.entries[entry].number;
            if old.as_ref().is_none_or(|old| !old.has_symbol) {
                *old = Some(number);
            }
        }
        if let Some(name) = name {
            self.put(By::Name, code, &name.stem, entry);
            let old = &mut self.entries[entry].name;
            if old.as_ref().is_none_or(|old| old.words.len() < name.words.len()) {
                *old = Some(name);
            }
        }
    }

    fn put(&mut self, by: By, code: Text, text: &str, entry: usize) {
        let text = self.text(text);
        let entries = self.index.entry((by, code, text)).or_default();
        if !entries.iter().rev().take(CANDIDATES).any(|&old| old == entry) {
            entries.push(entry);
        }
    }

    /// Adds a mention, and what it says and the others do not.
    fn join(&mut self, entry: usize, citation: Citation, diagnostics: &mut Vec<Diagnostic>) {
        self.mention(entry, &citation);
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
        let small = citation.title.as_ref().is_none_or(|title| title.chars().any(is_lower));
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
            reference.number = citation.number;
        }
        if citation.date.is_some() && reference.date.is_none_or(|date| date.iso().is_none() && complete) {
            reference.date = citation.date;
        }
        if citation.issuer.is_some() && (reference.issuer.is_none() || heavier) {
            reference.issuer = citation.issuer;
        }
        if citation.title.is_some() && (reference.title.is_none() || heavier && own.name.is_none()) {
            reference.title = citation.title;
        }
    }

    fn mention(&mut self, entry: usize, citation: &Citation) {
        let reference = &mut self.entries[entry].reference;
        reference.relation = reference.relation.max(citation.relation);
        reference.mentions.push(Mention { section: citation.section, at: citation.at, rule: citation.rule });
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
