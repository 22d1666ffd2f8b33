//! From the query as typed to the queries that the index is asked.

use super::fault::Fault;
use super::guard::Guard;
use super::number;
use super::query::{Atom, Clause, Filter, FilterField, FilterValue, Measure, Phrase, Query, Remark, bare};
use super::schema::{Documents, Pair, column, short};
use super::targets::{Ids, TargetIndex};
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
use tantivy::{DocId, Searcher, SegmentReader, Term};

type Asked = Box<dyn TantivyQuery>;

/// A query in which everything is found that the index must be asked for first.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub clauses: Vec<Resolved>,
    pub remarks: Vec<Remark>,
}

/// A condition.
#[derive(Debug, Clone)]
pub struct Resolved {
    pub negated: bool,
    pub any: Vec<Part>,
}

/// A part of a condition.
#[derive(Debug, Clone)]
pub enum Part {
    Words(Phrase),
    Number(Phrase),
    Filter(Filter),
    /// Documents with a target of these words and figures.
    Targets {
        measure: Measure,
        spelling: Spelling,
        is_phrase: bool,
        ids: Arc<Ids>,
    },
}

impl Resolved {
    /// The plain word that it is.
    fn word(&self) -> Option<&Phrase> {
        match self.any.as_slice() {
            [Part::Words(phrase)] if !self.negated && !phrase.is_quoted => Some(phrase),
            _ => None,
        }
    }

    /// The field that it filters by, where it does nothing else.
    fn field(&self) -> Option<FilterField> {
        match self.any.as_slice() {
            [Part::Filter(filter)] if !self.negated => Some(filter.field),
            _ => None,
        }
    }
}

/// Beyond this many words not all of them must be there: a passage was pasted.
const MOST_REQUIRED: usize = 16;

/// Words that are weighed at all: a whole title may be typed.
const MOST_WEIGHED: usize = 48;

/// Words that pairs are weighed for.
const MOST_PAIRED: usize = 10;

/// What is known of the index while a query is planned.
pub struct Planner<'i> {
    pub fields: &'i Documents,
    pub documents: &'i Searcher,
    pub targets: &'i TargetIndex,
}

impl Planner<'_> {
    /// Looks up what a query names.
    ///
    /// # Errors
    /// Those of the index.
    pub fn plan(&self, query: &Query, filters: &[Filter], ignores_marks: bool) -> Result<Plan, Fault> {
        let mut plan = Plan { clauses: Vec::new(), remarks: query.remarks.clone() };
        let added =
            filters.iter().map(|filter| Clause { negated: false, any: vec![Atom::Filter(filter.clone())] });
        for clause in query.clauses.iter().cloned().chain(added) {
            self.put(&mut plan, clause, ignores_marks)?;
        }
        self.find_numbers(&mut plan)?;
        join_filters(&mut plan.clauses);
        Ok(plan)
    }

    fn put(&self, plan: &mut Plan, clause: Clause, ignores_marks: bool) -> Result<(), Fault> {
        let mut any = Vec::new();
        for atom in clause.any {
            any.push(match atom {
                Atom::Phrase(phrase) => Part::Words(phrase),
                Atom::Number(number) => Part::Number(number),
                Atom::Filter(filter) if filter.field == FilterField::Indicator => {
                    self.indicator(plan, filter, ignores_marks)?
                }
                Atom::Filter(filter) => Part::Filter(filter),
                Atom::Measure(measure) => self.measure(plan, measure, clause.negated, ignores_marks)?,
            });
        }
        plan.clauses.push(Resolved { negated: clause.negated, any });
        Ok(())
    }

    /// Documents with a target of such an indicator, whatever its figure.
    fn indicator(&self, plan: &mut Plan, filter: Filter, ignores_marks: bool) -> Result<Part, Fault> {
        let mut all = Ids::default();
        let mut found = None;
        for value in &filter.values {
            let FilterValue::Words { phrase, .. } = value else { continue };
            let measure =
                Measure { indicator: Some(phrase.clone()), change: None, low: None, high: None, unit: None };
            let (part, _) = self.targets.find(measure, true, ignores_marks)?;
            if let Part::Targets { ids, .. } = &part {
                all.extend(ids.iter().copied());
            }
            found = Some(part);
        }
        Ok(match found {
            Some(Part::Targets { measure, spelling, is_phrase, .. }) => {
                if all.is_empty() {
                    plan.remarks.push(no_indicator(&measure));
                }
                Part::Targets { measure, spelling, is_phrase, ids: Arc::new(all) }
            }
            _ => Part::Filter(filter),
        })
    }

    /// A comparison. Words before it that no target has beside the others are words of the text.
    fn measure(
        &self,
        plan: &mut Plan,
        measure: Measure,
        negated: bool,
        ignores_marks: bool,
    ) -> Result<Part, Fault> {
        let is_named = measure.indicator.is_some();
        let (part, left) = self.targets.find(measure, false, ignores_marks)?;
        for word in left {
            plan.clauses.push(Resolved { negated: false, any: vec![Part::Words(word)] });
        }
        if let Part::Targets { measure, ids, .. } = &part
            && ids.is_empty()
            && is_named
            && !negated
            && !self.targets.has_indicator(measure.indicator.as_ref())?
        {
            plan.remarks.push(no_indicator(measure));
        }
        Ok(part)
    }

    /// Plain words that are together the number of a document here or of one cited: "34 ct tw".
    fn find_numbers(&self, plan: &mut Plan) -> Result<(), Fault> {
        let mut at = 0;
        while at < plan.clauses.len() {
            let typed: Vec<&Phrase> = plan.clauses[at..].iter().map_while(Resolved::word).take(6).collect();
            let begins =
                typed.first().is_some_and(|word| word.typed.bytes().all(|byte| byte.is_ascii_digit()));
            let found = match begins {
                false => None,
                true => {
                    let mut found = None;
                    for count in (2..=typed.len()).rev() {
                        let text = typed[..count]
                            .iter()
                            .map(|word| word.typed.as_str())
                            .collect::<Vec<_>>()
                            .join(" ");
                        let key = number::key(&text);
                        let is_known = key.bytes().any(|byte| byte.is_ascii_alphabetic())
                            && [self.fields.number, self.fields.cites].into_iter().any(|field| {
                                self.documents.doc_freq(&Term::from_field_text(field, &key)).unwrap_or(0) > 0
                            });
                        if is_known {
                            found = Phrase::new(&text, false).map(|number| (number, count));
                            break;
                        }
                    }
                    found
                }
            };
            if let Some((number, count)) = found {
                let number = Resolved { negated: false, any: vec![Part::Number(number)] };
                plan.clauses.splice(at..at + count, [number]);
            }
            at += 1;
        }
        Ok(())
    }

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

/// The conditions on one field that has one value only are a choice: `loại:KH loại:CT`.
fn join_filters(clauses: &mut Vec<Resolved>) {
    let mut joined: Vec<Resolved> = Vec::with_capacity(clauses.len());
    for clause in clauses.drain(..) {
        let field = clause.field().filter(|field| {
            !matches!(
                field,
                FilterField::Body | FilterField::Indicator | FilterField::Title | FilterField::Cites
            )
        });
        let earlier = field.and_then(|field| joined.iter_mut().find(|other| other.field() == Some(field)));
        match (earlier.and_then(|other| other.any.first_mut()), clause.any.first()) {
            (Some(Part::Filter(earlier)), Some(Part::Filter(more))) => {
                earlier.values.extend(more.values.iter().cloned());
            }
            _ => joined.push(clause),
        }
    }
    *clauses = joined;
}

fn no_indicator(measure: &Measure) -> Remark {
    let typed = measure.indicator.as_ref().map_or("", |words| &words.typed);
    Remark::new(
        "no-such-indicator",
        format!("không văn bản nào có chỉ tiêu \"{typed}\""),
        format!("no document has an indicator \"{typed}\""),
    )
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
