//! Where an indicator begins among the words before its amount.

use super::Parser;
use crate::document::TokenKind;
use crate::extract::targets::amount::Amount;
use crate::extract::targets::edges::strip;
use crate::extract::targets::sentence::inside;
use crate::rules::{FrameKind, IndicatorKind, LinkKind, Sense, StateKind};
use std::ops::Range;

impl Parser<'_, '_> {
    /// Where the indicator of the first amount of a segment begins.
    pub(super) fn lead(&self, gap: Range<usize>) -> usize {
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
        // "quyết tâm cao độ để hoàn thành …": what it is for is what is measured, unless a measure stands before it.
        if !self.begins_measure(start, gap.end)
            && let Some(link) = view.links(LinkKind::Purpose, start..gap.end).rfind(|link| link.end < gap.end)
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
        // "bảo đảm tiến độ và phải giảm ít nhất 10% …": what must be done is what is measured.
        if let Some(must) = view.musts(start..gap.end).rfind(|must| !inside(self.groups, must.start))
            && must.end <= gap.end
            && self.begins_verb(must.end)
        {
            start = must.end;
        }
        if self.begins_measure(start, gap.end) {
            return start;
        }
        // "Nâng cao chất lượng dân số, tỷ lệ … đạt": the first measure behind a comma.
        let commas =
            || (start..gap.end).filter(|&at| view.is(at, TokenKind::Comma) && !inside(self.groups, at));
        // Or else the verb behind the last: "Hoàn thiện thủ tục, thu hút ít nhất 01 dự án"; not behind a noun of which
        // something is said: "Ngân sách chi cho đào tạo, bồi dưỡng đạt 15%".
        let stated = matches!(view.link_at(gap.end), Some((_, LinkKind::Predicate)))
            && !self.begins_verb(strip(view, start..gap.end, &self.times).range.start);
        let verb =
            || commas().next_back().filter(|&comma| !committed && !stated && self.begins_verb(comma + 1));
        // "Tạo việc làm, thu nhập ổn định cho 900 lao động": here the verb before the comma governs.
        let governed = matches!(view.link_at(gap.end), Some((_, LinkKind::For)));
        commas()
            .find(|&comma| !governed && self.begins_measure(comma + 1, gap.end))
            .or_else(verb)
            .map_or(start, |comma| comma + 1)
    }

    /// "Về xây dựng Đảng: 100% số thôn …": the label names the field, and no measure; the share says of what it is one.
    pub(super) fn is_field(&self, gap: &Range<usize>, amount: &Amount) -> bool {
        let view = self.view;
        view.is(gap.end, TokenKind::Colon)
            && !self.begins_measure(gap.start, gap.end)
            && matches!(view.link_at(gap.start), Some((_, LinkKind::Edge)))
            && amount.is_percent()
            && view.begins_noun(amount.end)
    }

    pub(super) fn begins_verb(&self, at: usize) -> bool {
        matches!(self.view.indicator_at(at), Some((_, IndicatorKind::Verb)))
            || self.view.states(at..at + 1).any(|(_, kind)| kind == StateKind::Exhort)
            || matches!(self.view.change_at(at), Some((_, sense)) if sense != Sense::Nothing)
    }

    /// Whether the words from `at` on, their edges stripped, begin with a noun of measure.
    pub(super) fn begins_measure(&self, at: usize, end: usize) -> bool {
        let stripped = strip(self.view, at..end, &self.times);
        !stripped.range.is_empty() && self.names_measure(stripped.range)
    }

    /// Whether the words before a colon name what the values behind it measure, and are no label.
    pub(super) fn is_head(&self, before: Range<usize>, behind: Range<usize>) -> bool {
        let first = |range: Range<usize>| {
            let stripped = strip(self.view, range, &self.times).range;
            self.view.indicator_at(stripped.start).filter(|_| !stripped.is_empty()).map(|(_, kind)| kind)
        };
        match first(before) {
            Some(IndicatorKind::Verb) => first(behind).is_none(),
            named => named.is_some(),
        }
    }

    pub(super) fn names_measure(&self, range: Range<usize>) -> bool {
        let stripped = strip(self.view, range, &self.times).range;
        !stripped.is_empty()
            && matches!(
                self.view.indicator_at(stripped.start),
                Some((_, IndicatorKind::Measure | IndicatorKind::Index | IndicatorKind::Life))
            )
    }

    /// How many words of a gap say something: joining words, marks, dates and baselines do not.
    pub(super) fn words_of(&self, gap: Range<usize>) -> usize {
        let stripped = strip(self.view, gap, &self.times).range;
        stripped.filter(|&at| self.view.is_word(at) || self.view.is_number(at)).count()
    }
}
