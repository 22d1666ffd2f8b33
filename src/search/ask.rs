//! From a plan to the queries that the index is asked.

use super::guard::Guard;
use super::number;
use super::plan::{Part, Plan, Planner};
use super::query::{Filter, FilterField, FilterValue, Phrase, bare};
use super::schema::{Pair, column, short};
use super::targets::Ids;
use super::words::{Forms, START, Spelling, words};
use crate::rules::{Rules, fold};
use std::ops::Bound;
use std::sync::Arc;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

/// A query for the index.
pub type Asked = Box<dyn TantivyQuery>;

/// Beyond this many words not all of them must be there: a passage was pasted.
const MOST_REQUIRED: usize = 16;

/// Words that are weighed at all: a whole title may be typed.
const MOST_WEIGHED: usize = 48;

/// Words that pairs are weighed for.
const MOST_PAIRED: usize = 10;

impl Planner<'_> {
    /// The query for the index. Without `scored` it finds the same and weighs nothing; `skip` leaves out a filter.
    pub fn ask(&self, plan: &Plan, spelling: Spelling, skip: Option<FilterField>, scored: bool) -> Asked {
        let mut parts: Vec<(Occur, Asked)> = Vec::new();
        let mut loose: Vec<Asked> = Vec::new();
        let plain = plan.clauses.iter().filter(|clause| clause.word().is_some()).count();
        let mut has_text = false;
        for clause in &plan.clauses {
            if skip.is_some() && clause.field() == skip {
                continue;
            }
            has_text |= !clause.negated
                && clause.any.iter().any(|part| matches!(part, Part::Words(_) | Part::Number(_)));
            let mut asked: Vec<Asked> = clause.any.iter().map(|part| self.part(part, spelling)).collect();
            let asked = match asked.len() {
                1 => asked.remove(0),
                _ => Box::new(BooleanQuery::union(asked)),
            };
            match clause.negated {
                true => parts.push((Occur::MustNot, Box::new(Guard(asked)))),
                false if plain > MOST_REQUIRED && clause.word().is_some() => loose.push(asked),
                false => parts.push((Occur::Must, asked)),
            }
        }
        if !loose.is_empty() {
            let enough = loose.len() * 3 / 4;
            parts.push((
                Occur::Must,
                Box::new(BooleanQuery::union_with_minimum_required_clauses(loose, enough)),
            ));
        }
        if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
            parts.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        if scored && has_text {
            self.weigh(plan, spelling, &mut parts);
        }
        match parts.len() {
            1 => parts.remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }

    /// What makes one document better than another: words in title and headings, words that stand together.
    fn weigh(&self, plan: &Plan, spelling: Spelling, parts: &mut Vec<(Occur, Asked)>) {
        let fields = self.fields;
        let phrases: Vec<&Phrase> = plan
            .clauses
            .iter()
            .filter(|clause| !clause.negated)
            .filter_map(|clause| match clause.any.as_slice() {
                [Part::Words(phrase)] => Some(phrase),
                _ => None,
            })
            .collect();
        let mut all: Vec<&Forms> = phrases.iter().flat_map(|phrase| &phrase.words).collect();
        all.truncate(MOST_WEIGHED);
        if all.is_empty() {
            return;
        }
        let mut should = |query: Asked, weight: f32| {
            parts.push((Occur::Should, Box::new(BoostQuery::new(query, weight))));
        };
        let [title, headings, text] =
            [fields.title, fields.headings, fields.text].map(|pair| pair.of(spelling));
        let mut seen = rustc_hash::FxHashSet::default();
        let different: Vec<&Forms> =
            all.iter().copied().filter(|forms| seen.insert(spelling.of(forms))).collect();
        // "kế hoạch xóa nhà tạm": the kind is no part of the title.
        let typed: Vec<&str> = phrases.iter().flat_map(|phrase| phrase.typed.split_whitespace()).collect();
        let kind = FilterField::Kind.from_list(&typed).filter(|(_, count)| *count < all.len());
        let subject = match &kind {
            Some((code, count)) => {
                should(constant(basic(Term::from_field_text(fields.kind, code)), 1.0), 3.0);
                &all[*count..]
            }
            None => &all[..],
        };
        let start = Forms::of(START.encode_utf8(&mut [0; 4]));
        let begins = std::iter::once(&start).chain(subject.iter().copied());
        should(constant(together(title, begins, spelling), 1.0), if subject.is_empty() { 0.0 } else { 6.0 });
        for forms in &different {
            should(term(title, spelling.of(forms)), 1.5);
        }
        if let [one] = different.as_slice() {
            should(term(headings, spelling.of(one)), 0.5);
        }
        if subject.len() >= 2 {
            should(together(title, subject.iter().copied(), spelling), 3.0);
            let whole = subject.iter().map(|forms| (Occur::Must, term(title, spelling.of(forms)))).collect();
            should(constant(Box::new(BooleanQuery::new(whole)), 1.0), 6.0);
        }
        if all.len() >= 2 {
            let whole = |field| together(field, all.iter().copied(), spelling);
            should(whole(headings), 1.0);
            if phrases.len() > 1 && all.len() <= MOST_REQUIRED {
                should(whole(text), 2.0);
            }
        }
        if all.len() >= 3 && phrases.len() > 1 {
            // Most words of Vietnamese have two syllables. Of a long query every other pair is weighed, which costs half.
            let step = if all.len() <= MOST_REQUIRED / 3 { 1 } else { 2 };
            for pair in all[..all.len().min(MOST_PAIRED)].windows(2).step_by(step) {
                should(together(text, pair.iter().copied(), spelling), 0.7);
            }
        }
    }

    fn part(&self, part: &Part, spelling: Spelling) -> Asked {
        match part {
            Part::Words(phrase) => together(self.fields.text.of(spelling), &phrase.words, spelling),
            Part::Number(number) => self.number(number),
            Part::Filter(filter) => self.filter(filter),
            Part::Targets { ids, .. } => constant(among(ids.clone()), 0.0),
        }
    }

    /// A document of this number before those that cite it.
    fn number(&self, number: &Phrase) -> Asked {
        let key = number::key_of(&number.words);
        let own = Term::from_field_text(self.fields.number, &key);
        let cites = Term::from_field_text(self.fields.cites, &key);
        let spelling = Spelling::Bare;
        let mentioned = together(self.fields.text.bare, &number.words, spelling);
        let own_words = together(self.fields.number_words, &number.words, spelling);
        Box::new(BooleanQuery::union(vec![
            constant(basic(own), 80.0),
            constant(own_words, 40.0),
            constant(basic(cites), 10.0),
            Box::new(BoostQuery::new(mentioned, 0.5)),
        ]))
    }

    fn filter(&self, filter: &Filter) -> Asked {
        let any = filter.values.iter().map(|value| self.value(filter.field, value)).collect();
        constant(Box::new(BooleanQuery::union(any)), 0.0)
    }

    fn value(&self, field: FilterField, value: &FilterValue) -> Asked {
        let fields = self.fields;
        let code = |field| match value {
            FilterValue::Code(code) => basic(Term::from_field_text(field, code)),
            _ => Box::new(EmptyQuery),
        };
        let name = |field| match value {
            FilterValue::Code(name) => basic(Term::from_field_text(field, &bare(name))),
            _ => Box::new(EmptyQuery),
        };
        match (field, value) {
            (FilterField::Kind, _) => code(fields.kind),
            (FilterField::Level, _) => code(fields.level),
            (FilterField::System, _) => code(fields.system),
            (FilterField::Province, _) => name(fields.province_names),
            (FilterField::ProvinceThen, _) => name(fields.province_then),
            (FilterField::Year, FilterValue::Years(from, to)) => years(fields.year, *from, *to),
            (FilterField::Issuer, FilterValue::Words { phrase, is_whole }) => {
                self.named(fields.issuer, fields.issuer_words, phrase, *is_whole)
            }
            (FilterField::Body, FilterValue::Words { phrase, is_whole }) => {
                self.named(fields.body, fields.body_words, phrase, *is_whole)
            }
            (FilterField::Title, FilterValue::Words { phrase, .. }) => {
                self.either(fields.title, &phrase.words)
            }
            (FilterField::Signer, FilterValue::Words { phrase, .. }) => {
                self.either(fields.signer_words, &phrase.words)
            }
            (FilterField::Number, FilterValue::Words { phrase, .. }) => {
                let key = Term::from_field_text(fields.number, &number::key_of(&phrase.words));
                let words = together(fields.number_words, &phrase.words, Spelling::Bare);
                Box::new(BooleanQuery::union(vec![basic(key), words]))
            }
            (FilterField::Cites, FilterValue::Words { phrase, .. }) => {
                basic(Term::from_field_text(fields.cites, &number::key_of(&phrase.words)))
            }
            _ => Box::new(EmptyQuery),
        }
    }

    /// A name: the whole value, or words of it; abbreviations may stand for what they mean.
    fn named(&self, value: Field, pair: Pair, phrase: &Phrase, is_whole: bool) -> Asked {
        if is_whole {
            return basic(Term::from_field_text(value, short(&phrase.typed)));
        }
        let mut any = vec![self.either(pair, &phrase.words)];
        if let Some(expanded) = expanded(&phrase.typed) {
            any.push(self.either(pair, &words(&expanded)));
        }
        Box::new(BooleanQuery::union(any))
    }

    /// Words that stand together: as typed where a mark was typed, whatever the marks otherwise.
    fn either(&self, pair: Pair, words: &[Forms]) -> Asked {
        let spelling = if words.iter().any(Forms::is_marked) { Spelling::Exact } else { Spelling::Bare };
        together(pair.of(spelling), words, spelling)
    }

    /// Documents whose text has no marks, so that no word of theirs can be as typed.
    pub fn unmarked(&self) -> Option<Asked> {
        let term = Term::from_field_u64(self.fields.unmarked, 1);
        (self.documents.doc_freq(&term).unwrap_or(0) > 0).then(|| basic(term))
    }
}

/// "UBND huyện" is "Ủy ban nhân dân huyện"; `None` where there is nothing to expand.
fn expanded(typed: &str) -> Option<String> {
    let abbreviations = &Rules::embedded().abbreviations.rows;
    let mut is_changed = false;
    let words: Vec<&str> = typed
        .split_whitespace()
        .map(|word| {
            let folded = fold(word);
            let row = abbreviations.iter().find(|row| fold(&row.id) == folded || bare(&row.id) == folded);
            is_changed |= row.is_some();
            row.map_or(word, |row| row.fields.expansion.as_str())
        })
        .collect();
    is_changed.then(|| words.join(" "))
}

fn years(field: Field, from: Option<u16>, to: Option<u16>) -> Asked {
    let term = |year: u16| Term::from_field_u64(field, u64::from(year));
    match (from, to) {
        (Some(from), Some(to)) if from == to => basic(term(from)),
        (None, None) => Box::new(AllQuery),
        (from, to) => Box::new(RangeQuery::new(
            from.map_or(Bound::Unbounded, |year| Bound::Included(term(year))),
            to.map_or(Bound::Unbounded, |year| Bound::Included(term(year))),
        )),
    }
}

fn basic(term: Term) -> Asked {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn term(field: Field, word: &str) -> Asked {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

/// Words, one behind the other.
pub fn together<'w>(field: Field, words: impl IntoIterator<Item = &'w Forms>, spelling: Spelling) -> Asked {
    let mut terms: Vec<Term> =
        words.into_iter().map(|forms| Term::from_field_text(field, spelling.of(forms))).collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

pub fn constant(query: Asked, score: f32) -> Asked {
    Box::new(ConstScoreQuery::new(query, score))
}

/// The documents of these ids.
fn among(ids: Arc<Ids>) -> Asked {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let ids = ids.clone();
        let column = segment.fast_fields().i64(column::ID)?;
        Ok(move |document: DocId| column.first(document).is_some_and(|id| ids.contains(&id)))
    });
    Box::new(DocPredicateQuery::from(predicate))
}
