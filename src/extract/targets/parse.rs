//! From a sentence to its statements: which words belong to which amount.

use super::amount::{Amount, amounts};
use super::moment::{Baseline, Moment, baselines, moments, year};
use super::sentence::{inside, parentheses, segments};
use super::statement::{Around, Kin, Statement, cut_tail, has_colon, strip};
use super::unit::Unit;
use super::view::View;
use crate::document::{Comparator, TokenKind};
use crate::rules::{FrameKind, IndicatorKind, LinkKind, Sense, StateKind};
use std::ops::Range;

/// A sentence taken apart.
#[derive(Debug, Default)]
pub struct Parsed {
    pub statements: Vec<Statement>,
    /// Segments without an amount.
    pub loose: Vec<Range<usize>>,
    pub moments: Vec<Moment>,
    pub baselines: Vec<Baseline>,
    /// The sentence ends with "trong đó:" or the like: parts follow in the next blocks.
    pub opens_parts: bool,
}

/// Takes a sentence apart. `parts_follow`: it stands under a whole that an earlier block named.
pub fn parse(view: &View<'_>, sentence: Range<usize>, parts_follow: bool) -> Parsed {
    let groups = parentheses(view, sentence.clone());
    let mut moments = moments(view, sentence.clone());
    let baselines = baselines(view, sentence.clone(), &moments);
    moments.retain(|moment| !baselines.iter().any(|baseline| baseline.tokens.contains(&moment.tokens.start)));
    let mut parser = Parser {
        view,
        groups: &groups,
        moments,
        baselines,
        found: Vec::new(),
        loose: Vec::new(),
        parts: if parts_follow { Parts::Earlier } else { Parts::None },
    };
    let all = amounts(view, sentence.clone());
    let all: Vec<Amount> =
        all.into_iter().filter(|amount| !parser.dates(amount) && !is_period(view, amount)).collect();
    for amount in all.iter().filter(|amount| amount.is_multiple()) {
        parser.compare(amount);
    }
    let segments = segments(view, sentence.clone(), &groups);
    for segment in &segments {
        let within: Vec<&Amount> = all
            .iter()
            .filter(|amount| segment.contains(&amount.number) && !inside(&groups, amount.number))
            .collect();
        if within.is_empty() {
            parser.loose.push(segment.clone());
        } else {
            parser.segment(segment.clone(), &within);
        }
    }
    parser.in_parentheses(&all);
    parser.distribute_denominators();
    let opens_parts = view
        .links(LinkKind::Breakdown, sentence.clone())
        .last()
        .is_some_and(|link| (link.end..sentence.end).all(|at| !view.is_word(at) && !view.is_number(at)));
    let Parser { found, loose, moments, baselines, .. } = parser;
    Parsed { statements: found, loose, moments, baselines, opens_parts }
}

/// "kế hoạch 5 năm 2021-2025", "bình quân 5 năm": a stretch of time that is no value.
fn is_period(view: &View<'_>, amount: &Amount) -> bool {
    amount.is_time() && (amount.zone == amount.number || year(view, amount.end).is_some())
}

/// Whether what follows are parts, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    None,
    /// Of the statement; `listed` behind a colon: to the end of the sentence.
    Of {
        whole: usize,
        listed: bool,
    },
    /// Of a whole in an earlier sentence or block.
    Earlier,
}

struct Parser<'v, 'a> {
    view: &'v View<'a>,
    groups: &'v [Range<usize>],
    moments: Vec<Moment>,
    baselines: Vec<Baseline>,
    found: Vec<Statement>,
    loose: Vec<Range<usize>>,
    parts: Parts,
}

/// How the words between two amounts divide.
enum Gap {
    /// The second value says more of the first indicator.
    Same { tail_end: usize },
    /// The second amount stands under the verb of the first.
    Shares { tail_end: usize },
    /// A new indicator.
    New { tail_end: usize, start: usize },
    /// "giảm từ 12% xuống còn 10%".
    Rise,
    /// The first number is a condition inside the words of the second: "số xã đạt dưới 5 tiêu chí còn 12%".
    Condition,
    /// The second number is a detail inside the words behind the first.
    Detail,
}

impl Parser<'_, '_> {
    fn around(&self) -> Around<'_> {
        Around { moments: &self.moments, baselines: &self.baselines }
    }

    /// "gấp 2 lần năm 2020": the year is what the multiple is compared with.
    fn compare(&mut self, amount: &Amount) {
        let index = self.moments.iter().position(|moment| moment.tokens.start == amount.end);
        if let Some(moment) = index.map(|index| self.moments.remove(index)) {
            let at = self.baselines.partition_point(|baseline| baseline.tokens.start < moment.tokens.start);
            self.baselines.insert(at, Baseline { tokens: moment.tokens.clone(), words: moment.tokens });
        }
    }

    /// Whether a number is part of a date or of a baseline.
    fn dates(&self, amount: &Amount) -> bool {
        self.moments.iter().any(|moment| moment.tokens.contains(&amount.number))
            || self.baselines.iter().any(|baseline| baseline.words.contains(&amount.number))
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
                    last.deadline = self.moments.iter().find(|m| gap.contains(&m.tokens.start)).cloned();
                }
            } else if first {
                let start = self.lead(gap.clone());
                self.push(amount, start..gap.end, segment.clone(), true);
            } else {
                match self.divide(gap.clone(), amount) {
                    Gap::Same { tail_end } => {
                        self.close_tail(tail_end);
                        self.push_same(amount, tail_end);
                    }
                    Gap::Shares { tail_end } => {
                        self.close_tail(tail_end);
                        self.push_sharing(amount, segment.clone());
                    }
                    Gap::New { tail_end, start } => {
                        self.close_tail(tail_end);
                        let start = self.lead(start..gap.end);
                        self.push(amount, start..gap.end, segment.clone(), false);
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

    /// A list of parts without a colon ends where a new measure begins.
    fn leave_parts(&mut self, segment: &Range<usize>) {
        let begins_measure = matches!(
            self.view.indicator_at(self.first_word(segment)),
            Some((_, IndicatorKind::Measure | IndicatorKind::Index | IndicatorKind::Life))
        );
        if let Parts::Of { listed: false, .. } = self.parts
            && begins_measure
        {
            self.parts = Parts::None;
        }
    }

    fn first_word(&self, range: &Range<usize>) -> usize {
        range.clone().find(|&at| self.view.is_word(at)).unwrap_or(range.end)
    }

    fn breakdown(&self, gap: Range<usize>) -> Option<Range<usize>> {
        self.view
            .links(LinkKind::Breakdown, gap.clone())
            .find(|link| !inside(self.groups, link.start) && link.end <= gap.end)
    }

    fn open_parts(&mut self, link: &Range<usize>, end: usize) {
        let listed = has_colon(self.view, link.end..end.min(link.end + 1));
        let whole = self.found.iter().rposition(|statement| statement.kin == Kin::Root);
        self.parts = match whole {
            Some(whole) => Parts::Of { whole, listed },
            None => Parts::Earlier,
        };
    }

    fn behind_opener(&self, mut at: usize, end: usize) -> usize {
        while at < end && !self.view.is_word(at) && !self.view.is_number(at) {
            at += 1;
        }
        at
    }

    /// Where the indicator of the first amount of a segment begins.
    fn lead(&self, gap: Range<usize>) -> usize {
        let view = self.view;
        let mut start = gap.start;
        let mut committed = false;
        if let Some((cue, _)) = view.frames(gap.clone()).rfind(|(cue, kind)| {
            *kind == FrameKind::Commit && cue.end <= gap.end && !inside(self.groups, cue.start)
        }) && (self.words_of(cue.end..gap.end) > 0 || !self.begins_measure(gap.start, gap.end))
        {
            start = cue.start;
            committed = true;
        }
        // "quyết tâm cao độ để hoàn thành …": what it is for is what is measured.
        if let Some(link) =
            view.links(LinkKind::Purpose, start..gap.end).filter(|link| link.end < gap.end).last()
            && !inside(self.groups, link.start)
        {
            start = link.end;
        }
        // A label before a colon is no part of the indicator; a measure before it is its head (see `push`).
        if let Some(colon) =
            (start..gap.end).rfind(|&at| view.is(at, TokenKind::Colon) && !inside(self.groups, at))
            && !self.is_head(start..colon, colon + 1..gap.end)
        {
            start = colon + 1;
        }
        if self.begins_measure(start, gap.end) {
            return start;
        }
        // "Nâng cao chất lượng dân số, tỷ lệ … đạt": the first measure behind a comma.
        let commas =
            || (start..gap.end).filter(|&at| view.is(at, TokenKind::Comma) && !inside(self.groups, at));
        // Or else the verb behind the last: "Hoàn thiện thủ tục, thu hút ít nhất 01 dự án".
        let verb = || commas().next_back().filter(|&comma| !committed && self.begins_verb(comma + 1));
        // "Tạo việc làm, thu nhập ổn định cho 900 lao động": here the verb before the comma governs.
        let governed = matches!(view.link_at(gap.end), Some((_, LinkKind::For)));
        commas()
            .find(|&comma| !governed && self.begins_measure(comma + 1, gap.end))
            .or_else(verb)
            .map_or(start, |comma| comma + 1)
    }

    fn begins_verb(&self, at: usize) -> bool {
        matches!(self.view.indicator_at(at), Some((_, IndicatorKind::Verb)))
            || self.view.states(at..at + 1).any(|(_, kind)| kind == StateKind::Exhort)
            || matches!(self.view.change_at(at), Some((_, sense)) if sense != Sense::Nothing)
    }

    /// Whether the words from `at` on, their edges stripped, begin with a noun of measure.
    fn begins_measure(&self, at: usize, end: usize) -> bool {
        let stripped = strip(self.view, at..end, &self.around());
        !stripped.range.is_empty() && self.names_measure(stripped.range)
    }

    /// Whether the words before a colon name what the values behind it measure, and are no label.
    fn is_head(&self, before: Range<usize>, behind: Range<usize>) -> bool {
        let first = |range: Range<usize>| {
            let stripped = strip(self.view, range, &self.around()).range;
            self.view.indicator_at(stripped.start).filter(|_| !stripped.is_empty()).map(|(_, kind)| kind)
        };
        match first(before) {
            Some(IndicatorKind::Verb) => first(behind).is_none(),
            named => named.is_some(),
        }
    }

    fn names_measure(&self, range: Range<usize>) -> bool {
        let stripped = strip(self.view, range, &self.around()).range;
        !stripped.is_empty()
            && matches!(
                self.view.indicator_at(stripped.start),
                Some((_, IndicatorKind::Measure | IndicatorKind::Index | IndicatorKind::Life))
            )
    }

    fn divide(&self, gap: Range<usize>, amount: &Amount) -> Gap {
        let view = self.view;
        let Some(before) = self.found.last() else {
            return Gap::New { tail_end: gap.start, start: gap.start };
        };
        let value_first = before.is_value_first(view);
        let words = self.words_of(gap.clone());
        if amount.sense == Some(Sense::Level) && before.amount.comparator == Comparator::Ge && words == 0 {
            return Gap::Rise;
        }
        let says_more = amount.zone < amount.number;
        if gap.is_empty() && says_more && self.qualifies(before, amount) {
            return if before.is_value_first(view) { Gap::Detail } else { Gap::Condition };
        }
        let noun_follows = view.begins_noun(amount.end);
        let levels = amount.predicate && amount.is_percent() && !before.amount.is_percent();
        if words == 0 {
            let joint = |&at: &usize| {
                view.is(at, TokenKind::Comma) || matches!(view.link_at(at), Some((_, LinkKind::And)))
            };
            let tail_end = gap.clone().find(joint).unwrap_or(gap.end);
            let comma = gap.clone().any(|at| view.is(at, TokenKind::Comma));
            return if comma && amount.is_percent() && noun_follows && !amount.share && amount.sense.is_none()
            {
                Gap::New { tail_end: gap.start, start: gap.end }
            } else if value_first && !levels && (!says_more || noun_follows) {
                Gap::Shares { tail_end }
            } else if gap.is_empty() && !says_more {
                Gap::Detail
            } else {
                Gap::Same { tail_end }
            };
        }
        let last_and = view
            .links(LinkKind::And, gap.clone())
            .filter(|link| link.end <= gap.end && !inside(self.groups, link.start))
            .last();
        if let Some(and) = last_and.as_ref().filter(|and| and.end == gap.end) {
            return if value_first { Gap::Shares { tail_end: and.start } } else { Gap::Detail };
        }
        let splits = |at: usize| {
            let next = if view.is(at, TokenKind::Comma) {
                at + 1
            } else {
                view.link_at(at).map_or(at, |(end, _)| end)
            };
            let commits = matches!(view.frame_at(next), Some((_, FrameKind::Commit)));
            (next, self.begins_measure(next, gap.end) || commits || next == gap.end)
        };
        let joints: Vec<usize> = gap
            .clone()
            .filter(|&at| {
                !inside(self.groups, at)
                    && (view.is(at, TokenKind::Comma) || matches!(view.link_at(at), Some((_, LinkKind::And))))
            })
            .collect();
        if let Some((joint, next)) = joints.iter().find_map(|&joint| {
            let (next, new) = splits(joint);
            new.then_some((joint, next))
        }) {
            // ", chiếm 40% tổng số, tăng 5%": one more value of the same.
            if next == gap.end && (amount.sense.is_some() || amount.share || levels) {
                return Gap::Same { tail_end: joint };
            }
            return if next == gap.end && value_first && !self.found.last().is_some_and(|s| s.left.is_empty())
            {
                Gap::Shares { tail_end: joint }
            } else {
                Gap::New { tail_end: joint, start: next }
            };
        }
        // "thành lập 01 cụm công nghiệp và lấp đầy trên 60% diện tích".
        if value_first
            && says_more
            && let Some(and) = last_and
        {
            return Gap::New { tail_end: and.start, start: and.end };
        }
        let commas = || joints.iter().copied().filter(|&at| view.is(at, TokenKind::Comma));
        let split = if value_first { commas().next_back() } else { commas().next() };
        // "100% trường tiểu học, trung học tổ chức ít nhất 02 buổi": no verb of its own, so part of the first.
        let continues = |comma: usize| {
            value_first && before.amount.is_percent() && comma + 1 < gap.end && !self.begins_verb(comma + 1)
        };
        match split.filter(|&comma| !continues(comma)) {
            Some(comma) => Gap::New { tail_end: comma, start: comma + 1 },
            None => Gap::Detail,
        }
    }

    /// Whether one of two neighbouring amounts only qualifies what the other counts.
    fn qualifies(&self, before: &Statement, amount: &Amount) -> bool {
        let text = |amount: &Amount| amount.unit.as_ref().map(|unit| unit.text(self.view));
        before.amount.sense.is_none()
            && before.amount.unit.as_ref().is_some_and(Unit::is_counted)
            && text(&before.amount) != text(amount)
    }

    /// How many words of a gap say something: joining words, marks, dates and baselines do not.
    fn words_of(&self, gap: Range<usize>) -> usize {
        let stripped = strip(self.view, gap, &self.around()).range;
        stripped.filter(|&at| self.view.is_word(at) || self.view.is_number(at)).count()
    }

    fn kin(&self) -> Kin {
        match self.parts {
            Parts::None => Kin::Root,
            Parts::Of { whole, .. } => Kin::Part(whole),
            Parts::Earlier => Kin::PartOfEarlier,
        }
    }

    fn push(&mut self, amount: &Amount, range: Range<usize>, segment: Range<usize>, opens: bool) {
        let (mut words, mut head) = (range.clone(), None);
        if let Some(colon) = range
            .clone()
            .rfind(|&at| self.view.is(at, TokenKind::Colon) && !inside(self.groups, at))
            .filter(|&colon| self.is_head(range.start..colon, colon + 1..range.end))
        {
            head = Some(strip(self.view, range.start..colon, &self.around()).range);
            words = colon + 1..range.end;
        } else if let Some(shared) = self.shared_head(&range) {
            head = Some(shared);
        }
        let mut stripped = strip(self.view, words.clone(), &self.around());
        if opens {
            self.join_indices(&mut stripped.range, segment.start);
        }
        let lead_in = || {
            let before = segment.start..stripped.range.start;
            self.moments.iter().position(|moment| opens && before.contains(&moment.tokens.start))
        };
        let deadline = stripped.moment.or_else(lead_in).map(|index| self.moments[index].clone());
        let baseline = stripped.baseline.map(|index| self.baselines[index].words.clone());
        let start = if words.is_empty() { amount.zone } else { stripped.range.start.min(words.end) };
        self.found.push(Statement {
            amount: amount.clone(),
            kin: self.kin(),
            left: stripped.range,
            head,
            tail: amount.end..amount.end,
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
            let names = strip(self.view, loose.clone(), &self.around()).range;
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
        statement.start = start.min(amount.zone);
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
        let tail = cut_tail(self.view, range.clone(), &self.around());
        let limit = range.end;
        let outside = |moment: &&Moment| {
            range.contains(&moment.tokens.start) && !inside(self.groups, moment.tokens.start)
        };
        let deadline = self.moments.iter().find(outside).cloned();
        let baseline = self
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

    /// "10 bác sĩ và 30 giường bệnh/1 vạn dân": the denominator holds for both.
    fn distribute_denominators(&mut self) {
        for index in 1..self.found.len() {
            let Kin::Shares(_) = self.found[index].kin else { continue };
            let slash = |statement: &Statement| {
                let unit = statement.amount.unit.as_ref()?;
                let slash = unit.tokens.clone().find(|&at| self.view.is(at, TokenKind::Slash))?;
                Some(slash..unit.tokens.end)
            };
            if slash(&self.found[index - 1]).is_none() {
                self.found[index - 1].denominator = slash(&self.found[index]);
            }
        }
    }

    /// Parts, shares and second values in parentheses behind a statement.
    fn in_parentheses(&mut self, all: &[Amount]) {
        let view = self.view;
        for group in self.groups {
            let within: Vec<&Amount> = all.iter().filter(|amount| group.contains(&amount.number)).collect();
            let Some(first) = within.first() else { continue };
            let owner =
                self.found.iter().rposition(|s| s.amount.end <= group.start && group.start <= s.segment.end);
            let inner = group.start + 1..group.end - 1;
            let aside = view
                .frames(inner.clone())
                .any(|(_, kind)| matches!(kind, FrameKind::Aside | FrameKind::Result));
            let (Some(owner), false) = (owner, aside) else { continue };
            // Not between amount and words of another statement's indicator.
            if self.found.iter().any(|s| s.left.contains(&group.start)) {
                continue;
            }
            let whole = match self.found[owner].kin {
                Kin::Same(first) => first,
                _ => owner,
            };
            let words = self.words_of(inner.start..first.zone.max(inner.start));
            if words == 0 {
                let more = first.zone < first.number && (first.sense.is_some() || first.share);
                let share = first.is_percent() && !self.found[owner].amount.is_percent();
                if (more || share) && first.of.is_none() && within.len() == 1 && !self.is_dated(&inner) {
                    self.insert_same(whole, first, inner.clone());
                }
                continue;
            }
            if self.is_dated(&(inner.start..first.number)) {
                continue;
            }
            self.append_parts(whole, parse(view, inner, true));
        }
    }

    fn append_parts(&mut self, whole: usize, parsed: Parsed) {
        let base = self.found.len();
        for mut statement in parsed.statements {
            statement.kin = match statement.kin {
                Kin::Root | Kin::PartOfEarlier => Kin::Part(whole),
                Kin::Part(index) => Kin::Part(base + index),
                Kin::Same(index) => Kin::Same(base + index),
                Kin::Shares(index) => Kin::Shares(base + index),
            };
            self.found.push(statement);
        }
    }

    /// Whether a parenthesis speaks of another time.
    fn is_dated(&self, range: &Range<usize>) -> bool {
        self.moments.iter().any(|moment| range.contains(&moment.tokens.start) && !moment.is_firm())
    }

    fn insert_same(&mut self, whole: usize, amount: &Amount, inner: Range<usize>) {
        let mut statement = self.found[whole].clone();
        statement.amount = amount.clone();
        statement.kin = Kin::Same(whole);
        statement.start = inner.start;
        statement.tail = cut_tail(self.view, amount.end..inner.end, &self.around());
        statement.deadline = None;
        statement.lead = None;
        statement.baseline =
            self.baselines.iter().find(|b| inner.contains(&b.tokens.start)).map(|b| b.words.clone());
        self.found.push(statement);
    }
}
