//! From the query as typed to a plan: all that it names is looked up.

use super::fault::Fault;
use super::number;
use super::query::{Atom, Clause, Filter, FilterField, FilterValue, Measure, Phrase, Query, Remark};
use super::schema::Documents;
use super::targets::{Ids, TargetIndex};
use super::words::Spelling;
use std::sync::Arc;
use tantivy::{Searcher, Term};

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
    pub(super) fn word(&self) -> Option<&Phrase> {
        match self.any.as_slice() {
            [Part::Words(phrase)] if !self.negated && !phrase.is_quoted => Some(phrase),
            _ => None,
        }
    }

    /// The field that it filters by, where it does nothing else.
    pub(super) fn field(&self) -> Option<FilterField> {
        match self.any.as_slice() {
            [Part::Filter(filter)] if !self.negated => Some(filter.field),
            _ => None,
        }
    }
}

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
