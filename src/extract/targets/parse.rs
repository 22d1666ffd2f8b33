//! From a sentence to its statements: which words belong to which amount.

mod gap;
mod lead;
mod lists;
mod parts;

use super::amount::Amount;
use super::edges::{cut_tail, strip};
use super::moment::{Baseline, Moment, Times, year};
use super::sentence::{inside, parentheses, segments};
use super::statement::{Kin, Statement, has_colon};
use super::view::{LONGEST_PHRASE, View};
use crate::document::TokenKind;
use crate::rules::{FrameKind, IndicatorKind, LinkKind};
use gap::Gap;
use parts::Parts;
use std::cell::OnceCell;
use std::ops::Range;

/// A sentence taken apart.
#[derive(Debug)]
pub struct Parsed {
    pub sentence: Range<usize>,
    pub statements: Vec<Statement>,
    /// Segments without an amount.
    pub loose: Vec<Range<usize>>,
    times: OnceCell<Times>,
}

impl Parsed {
    /// The points in time and baselines of the sentence; where it has no amount, few ask for them.
    pub fn times(&self, view: &View<'_>) -> &Times {
        self.times.get_or_init(|| Times::of(view, self.sentence.clone()))
    }
}

/// Takes a sentence apart, whose amounts are given. `parts_follow`: it stands under a whole that an earlier block named.
pub fn parse(view: &View<'_>, sentence: Range<usize>, amounts: Vec<Amount>, parts_follow: bool) -> Parsed {
    let groups = parentheses(view, sentence.clone());
    let segments = segments(view, sentence.clone(), &groups);
    if amounts.is_empty() {
        let (statements, loose) = (Vec::new(), segments.collect());
        return Parsed { sentence, statements, loose, times: OnceCell::new() };
    }
    let mut parser = Parser {
        view,
        groups: &groups,
        times: Times::of(view, sentence.clone()),
        found: Vec::new(),
        loose: Vec::new(),
        parts: if parts_follow { Parts::Earlier } else { Parts::None },
    };
    let mut all = amounts;
    all.retain(|amount| !parser.dates(amount) && !is_period(view, amount));
    for amount in all.iter().filter(|amount| amount.is_multiple()) {
        parser.compare(amount);
    }
    for segment in segments {
        let within: Vec<&Amount> = all
            .iter()
            .filter(|amount| segment.contains(&amount.number) && !inside(&groups, amount.number))
            .collect();
        if within.is_empty() {
            parser.loose.push(segment);
        } else {
            parser.segment(segment, &within);
        }
    }
    parser.share_out();
    parser.share_heads();
    parser.share_predicates();
    parser.in_parentheses(&all);
    parser.distribute_denominators();
    let Parser { found, loose, times, .. } = parser;
    Parsed { sentence, statements: found, loose, times: times.into() }
}

/// Whether a sentence ends with "trong đó:" or the like: parts follow in the next blocks.
pub fn opens_parts(view: &View<'_>, sentence: Range<usize>) -> bool {
    let last = sentence.clone().rfind(|&at| view.is_word(at) || view.is_number(at));
    let end = last.map_or(sentence.start, |last| last + 1);
    let near = end.saturating_sub(LONGEST_PHRASE).max(sentence.start);
    view.links(LinkKind::Breakdown, near..sentence.end)
        .any(|link| link.end >= end && !names_goals(view, sentence.start, link.start))
}

/// "Chỉ tiêu cụ thể:" names the targets themselves, and no parts of a whole.
fn names_goals(view: &View<'_>, start: usize, at: usize) -> bool {
    let near = at.saturating_sub(LONGEST_PHRASE).max(start);
    view.frames(near..at).any(|(cue, kind)| kind == FrameKind::Goal && cue.end > at)
}

/// "kế hoạch 5 năm 2021-2025", "bình quân 5 năm": a stretch of time that is no value.
fn is_period(view: &View<'_>, amount: &Amount) -> bool {
    amount.is_time() && (amount.zone == amount.number || year(view, amount.end).is_some())
}

struct Parser<'v, 'a> {
    view: &'v View<'a>,
    groups: &'v [Range<usize>],
    times: Times,
    found: Vec<Statement>,
    loose: Vec<Range<usize>>,
    parts: Parts,
}

impl Parser<'_, '_> {
    /// "gấp 2 lần năm 2020": the year is what the multiple is compared with.
    fn compare(&mut self, amount: &Amount) {
        let Times { moments, baselines } = &mut self.times;
        let index = moments.iter().position(|moment| moment.tokens.start == amount.end);
        if let Some(moment) = index.map(|index| moments.remove(index)) {
            let at = baselines.partition_point(|baseline| baseline.tokens.start < moment.tokens.start);
            baselines.insert(at, Baseline { tokens: moment.tokens.clone(), words: moment.tokens });
        }
    }

    /// Whether a number is part of a date or of a baseline.
    fn dates(&self, amount: &Amount) -> bool {
        self.times.moments.iter().any(|moment| moment.tokens.contains(&amount.number))
            || self.times.baselines.iter().any(|baseline| baseline.words.contains(&amount.number))
    }

    fn segment(&mut self, segment: Range<usize>, amounts: &[&Amount]) {
        let mut from = segment.start;
        let mut first = true;
        self.leave_parts(&segment);
        for &amount in amounts {
            let gap = from..amount.zone.max(from);
            if let Some(link) = self.breakdown(gap.clone()) {
                self.open_parts(&link, gap.end);
                let start = self.behind_opener(link.end, gap.end);
                if !first {
                    self.close_tail(link.start);
                }
                self.push(amount, start..gap.end, segment.clone(), false);
            } else if first && self.repeats(&gap, amount) {
                self.push_same(amount, gap.start);
                if let Some(last) = self.found.last_mut() {
                    last.segment = segment.clone();
                    last.deadline =
                        self.times.moments.iter().find(|m| gap.contains(&m.tokens.start)).cloned();
                }
            } else if first {
                let field = self.is_field(&gap, amount);
                let start = if field { gap.end } else { self.lead(gap.clone()) };
                self.push(amount, start..gap.end, segment.clone(), true);
            } else {
                match self.divide(gap.clone(), amount) {
                    Gap::Same { tail_end } => {
                        self.close_tail(tail_end);
                        self.push_same(amount, amount.zone);
                    }
                    Gap::Shares { tail_end } => {
                        self.close_tail(tail_end);
                        self.push_sharing(amount, segment.clone());
                    }
                    Gap::New { tail_end, start } => {
                        self.close_tail(tail_end);
                        let announced = self.found.last().and_then(|last| last.amount.sense.or(last.lead));
                        let start = self.lead(start..gap.end);
                        self.push(amount, start..gap.end, segment.clone(), false);
                        // "cắt giảm 30% thời gian, 20% chi phí": the verb governs both.
                        if start == gap.end
                            && let Some(last) = self.found.last_mut()
                        {
                            last.lead = last.lead.or(announced);
                        }
                    }
                    Gap::Rise => self.rise(amount),
                    Gap::Condition => self.condition(amount),
                    Gap::Detail => continue,
                }
            }
            first = false;
            from = amount.end;
        }
        self.close_tail(segment.end);
    }

    /// "…; đến năm 2030 đạt 95%": a segment that names nothing of its own goes on with what the one before named.
    fn repeats(&self, gap: &Range<usize>, amount: &Amount) -> bool {
        let states =
            (amount.predicate || amount.sense.is_some()) && !has_colon(self.view, amount.zone..amount.number);
        states
            && self.words_of(gap.clone()) == 0
            && !self.view.begins_noun(amount.end)
            && self.found.last().is_some_and(|last| last.segment.end < gap.start + 2)
    }

    fn push(&mut self, amount: &Amount, range: Range<usize>, segment: Range<usize>, opens: bool) {
        let (mut words, mut head) = (range.clone(), None);
        if let Some(colon) = range
            .clone()
            .rfind(|&at| self.view.is(at, TokenKind::Colon) && !inside(self.groups, at))
            .filter(|&colon| self.is_head(range.start..colon, colon + 1..range.end))
        {
            head = Some(strip(self.view, range.start..colon, &self.times).range);
            words = colon + 1..range.end;
        } else if let Some(shared) = self.shared_head(&range) {
            head = Some(shared);
        }
        let mut stripped = strip(self.view, words.clone(), &self.times);
        if opens {
            self.join_indices(&mut stripped.range, segment.start);
        }
        let lead_in = || {
            let before = segment.start..stripped.range.start;
            self.times.moments.iter().position(|moment| opens && before.contains(&moment.tokens.start))
        };
        let deadline = stripped.moment.or_else(lead_in).map(|index| self.times.moments[index].clone());
        let baseline = stripped.baseline.map(|index| self.times.baselines[index].words.clone());
        let start = if words.is_empty() { amount.zone } else { stripped.range.start.min(words.end) };
        self.found.push(Statement {
            amount: amount.clone(),
            kin: self.kin(),
            left: stripped.range,
            head,
            tail: amount.end..amount.end,
            said: None,
            start: start.min(range.start.max(segment.start)),
            segment,
            lead: stripped.lead,
            deadline,
            baseline,
            denominator: None,
            risen_from: None,
        });
    }

    /// "Chỉ số A, Chỉ số B; Chỉ số C: tăng 01 bậc": segments that only name indices belong to the value behind them.
    fn join_indices(&mut self, left: &mut Range<usize>, mut segment: usize) {
        let is_index = |at| matches!(self.view.indicator_at(at), Some((_, IndicatorKind::Index)));
        while is_index(left.start)
            && let Some(loose) = self.loose.last().filter(|loose| loose.end + 1 == segment)
        {
            let names = strip(self.view, loose.clone(), &self.times).range;
            if !is_index(names.start) {
                break;
            }
            left.start = names.start;
            segment = loose.start;
            self.loose.pop();
        }
    }

    /// "Tỷ lệ thu gom: đô thị đạt 96%; nông thôn đạt 80%": the head of the first holds for the next segments.
    fn shared_head(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let last = self.found.last()?;
        (last.head.is_some() && !self.names_measure(range.clone())).then(|| last.head.clone()).flatten()
    }

    fn push_same(&mut self, amount: &Amount, start: usize) {
        let Some(last) = self.found.len().checked_sub(1) else { return };
        let first = match self.found[last].kin {
            Kin::Same(first) => first,
            _ => last,
        };
        let mut statement = self.found[first].clone();
        statement.amount = amount.clone();
        statement.kin = Kin::Same(first);
        statement.tail = amount.end..amount.end;
        statement.start = start;
        statement.baseline = None;
        statement.lead = None;
        self.found.push(statement);
    }

    fn push_sharing(&mut self, amount: &Amount, segment: Range<usize>) {
        let Some(last) = self.found.len().checked_sub(1) else { return };
        let first = match self.found[last].kin {
            Kin::Shares(first) => first,
            _ => last,
        };
        let mut statement = self.found[first].clone();
        statement.amount = amount.clone();
        statement.kin = if statement.kin == Kin::Root { Kin::Shares(first) } else { statement.kin };
        statement.tail = amount.end..amount.end;
        statement.start = amount.zone;
        statement.segment = segment;
        statement.baseline = None;
        self.found.push(statement);
    }

    fn condition(&mut self, amount: &Amount) {
        let Some(last) = self.found.last_mut() else { return };
        last.left.end = last.amount.end;
        last.amount = amount.clone();
        last.tail = amount.end..amount.end;
    }

    fn rise(&mut self, amount: &Amount) {
        let Some(last) = self.found.last_mut() else { return };
        last.risen_from = Some(last.amount.number..last.amount.end);
        last.lead = last.amount.sense.or(last.lead);
        last.amount = Amount { zone: last.amount.zone, ..amount.clone() };
        last.tail = amount.end..amount.end;
    }

    /// Gives the words up to `end` to the last statement.
    fn close_tail(&mut self, end: usize) {
        let Some(from) = self.found.last().map(|last| last.amount.end) else { return };
        let range = from..end.max(from);
        let tail = cut_tail(self.view, range.clone(), &self.times);
        let limit = range.end;
        let outside = |moment: &&Moment| {
            range.contains(&moment.tokens.start) && !inside(self.groups, moment.tokens.start)
        };
        let deadline = self.times.moments.iter().find(outside).cloned();
        let baseline = self
            .times
            .baselines
            .iter()
            .find(|baseline| range.contains(&baseline.tokens.start))
            .map(|b| b.words.clone());
        let Some(last) = self.found.last_mut() else { return };
        last.tail = tail;
        if let Some(moment) = deadline.filter(|moment| moment.tokens.end <= limit) {
            last.deadline = Some(moment);
        }
        last.baseline = baseline.or(last.baseline.take());
    }
}
