//! Laws, codes, ordinances and the constitution, which are cited by name.

use super::head::{Head, head};
use super::reader::Reader;
use crate::document::{CitationForm, PartialDate, Relation, TokenKind};
use crate::extract::dates::{Date, bare_date, date};
use crate::extract::symbol::{Symbol, symbol};
use crate::rules::{CitationPart, EndScope, Rules};

/// How far the year, date or number may stand behind the name that it shows to be a law's.
const ANCHOR_REACH: usize = 14;
/// The same for the name of an amending law, which names other laws.
const AMENDING_REACH: usize = 80;
/// How far the date may stand behind "được", over the name of the State and the session.
const PASSED_REACH: usize = 26;

impl Reader<'_> {
    /// "Luật Thi đua, khen thưởng năm 2022", "Bộ luật Lao động", "Luật số 80/2015/QH13".
    pub fn law(&mut self, at: usize, found: Head, depth: u8) -> Option<usize> {
        if self.is_no_law(at) {
            return None;
        }
        let line = self.line;
        let from = found.end;
        if line.is(from, TokenKind::Colon) {
            return self.law_list(at, found, depth);
        }
        let constitution =
            line.rules.kinds.row(found.kind).is_some_and(|row| row.fields.code == CONSTITUTION);
        let name_end = if self.number_at(from).is_some() {
            from
        } else if self.amends_at(from) {
            self.amending_name_end(from)?
        } else if constitution {
            self.constitution_end(at, from)?
        } else {
            self.law_name_end(at, from)?
        };
        let slot = self.push(at..name_end, found, depth);
        self.found[slot].form = CitationForm::Name;
        self.found[slot].title = (name_end > from && !constitution).then_some(from..name_end);
        let mut end = self.law_tail(slot, name_end);
        if name_end == from && !constitution {
            end = self.name_behind(slot, end, depth);
        }
        self.found[slot].tokens.end = end;
        Some(end)
    }

    /// "các Luật: Đầu tư, Đất đai năm 2024 và Doanh nghiệp": the kind stands before all names.
    fn law_list(&mut self, at: usize, found: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        let listed =
            |back| at.checked_sub(back).is_some_and(|from| line.skip(from, CitationPart::Plural) == Some(at));
        if !(1..=2).any(listed) {
            return None;
        }
        let (first, mut from, mut end) = (self.found.len(), found.end + 1, found.end);
        while line.is_word(from) && !line.is_lower(from) && !self.starts_citation(from) {
            let name_end = self.listed_name_end(from);
            let slot = self.push(from..name_end, found, depth);
            self.found[slot].form = CitationForm::Name;
            self.found[slot].title = Some(from..name_end);
            end = self.law_tail(slot, name_end);
            self.found[slot].tokens.end = end;
            from = if line.is(end, TokenKind::Comma) { end + 1 } else { end };
            from = line.skip(from, CitationPart::And).unwrap_or(from);
            if from == end {
                break;
            }
        }
        if self.found.len() < first + 2 {
            self.found.truncate(first);
            return None;
        }
        self.found[first].tokens.start = at;
        Some(end)
    }

    /// A name goes on over small letters, also behind a comma or "và": "Thi đua, khen thưởng", "Phí và lệ phí".
    fn listed_name_end(&self, from: usize) -> usize {
        let line = self.line;
        let mut at = from + 1;
        while at < from + ANCHOR_REACH {
            let joint = line.is(at, TokenKind::Comma) || line.skip(at, CitationPart::And).is_some();
            let goes_on = match line.part(at) {
                Some((CitationPart::And | CitationPart::NameHalf, _)) | None => true,
                Some(_) => false,
            };
            let word = if joint { line.is_lower(at + 1) } else { line.is_word(at) };
            let word_at = at + usize::from(joint);
            if !goes_on
                || !word
                || self.ends_at(word_at, &[EndScope::Issuer, EndScope::Title, EndScope::Both])
            {
                break;
            }
            at = word_at + 1;
        }
        at
    }

    fn amends_at(&self, at: usize) -> bool {
        let row = self.line.cue(Rules::RELATIONS, at).and_then(|(row, _)| self.line.rules.relations.row(row));
        row.is_some_and(|row| row.fields.relation == Relation::Amends)
    }

    /// The name behind the number: "Luật số 47/2019/QH14 sửa đổi, bổ sung …", "Pháp lệnh số 02/2020/UBTVQH14 về …".
    fn name_behind(&mut self, slot: usize, end: usize, depth: u8) -> usize {
        let line = self.line;
        let behind = if self.amends_at(end) {
            self.amending_name_end(end).map(|behind| (end, behind))
        } else {
            let row = line.cue(Rules::CITATION_CONNECTORS, end);
            let from = row.filter(|&(row, _)| {
                line.rules.citation_connectors.row(row).is_some_and(|row| row.fields.drop)
            });
            from.map(|(_, from)| (from, self.title_end(from, false, depth)))
        };
        match behind {
            Some((from, behind)) if behind > from => {
                self.found[slot].title = Some(from..behind);
                self.law_tail(slot, behind)
            }
            _ => end,
        }
    }

    /// "Đoàn Luật sư", "Đại học Luật", "dự án Luật Dân số", "kỷ luật".
    fn is_no_law(&self, at: usize) -> bool {
        let ends_here = |back: usize| {
            at.checked_sub(back).is_some_and(|from| self.line.skip(from, CitationPart::NoLaw) == Some(at))
        };
        (1..=4).any(ends_here)
    }

    /// Year, number and date behind a law's name, in any order.
    fn law_tail(&mut self, slot: usize, name_end: usize) -> usize {
        let line = self.line;
        let mut end = name_end;
        for _ in 0..6 {
            // "Luật Đầu tư (sửa đổi) số 12/2001/QH10"
            if line.is(end, TokenKind::OpenParen)
                && let Some(close) = (end + 2..end + 6).find(|&at| line.is(at, TokenKind::CloseParen))
                && (end + 1..close).all(|at| line.is_word(at))
                && self.number_at(close + 1).is_some()
            {
                end = close + 1;
            }
            let bracket = usize::from(line.is(end, TokenKind::OpenParen));
            let comma = usize::from(line.is(end, TokenKind::Comma));
            let mut at = end + bracket.max(comma);
            // "(Luật số 15/2012/QH13)"
            if bracket == 1
                && let Some(again) = head(line, at).filter(|again| self.number_at(again.end).is_some())
            {
                at = again.end;
            }
            let next = if let Some(number) = self.number_at(at).filter(|_| self.found[slot].number.is_none())
            {
                let behind = number.end;
                self.found[slot].number = Some(number);
                behind
            } else if let Some(year) =
                self.bare_year(at).filter(|_| comma == 0 && self.found[slot].date.is_none())
            {
                self.found[slot].date = Some(PartialDate { year: Some(year), ..PartialDate::default() });
                at + 1
            } else if let Some(date) =
                date(line, at).or_else(|| bare_date(line, at)).filter(|date| self.fits(slot, date.value))
            {
                self.check_date(date, at);
                self.found[slot].date = Some(date.value);
                date.end
            } else if let Some(passed) = self.passed(at).filter(|_| self.found[slot].date.is_none()) {
                self.check_date(passed, at);
                self.found[slot].date = Some(passed.value);
                passed.end
            } else if bracket == 0
                && let Some((CitationPart::Of | CitationPart::By, from)) = line.part(at)
                && self.found[slot].issuer.is_none()
                && comma == 0
                && !line.is_lower(from)
            {
                let behind = self.issuer_end(from);
                if !line.str(from..behind).to_lowercase().contains(ASSEMBLY) {
                    break;
                }
                self.found[slot].issuer = Some(from..behind);
                behind
            } else {
                break;
            };
            if bracket == 1 && !line.is(next, TokenKind::CloseParen) {
                break;
            }
            end = next + bracket;
        }
        end
    }

    /// "được Quốc hội khóa XI, kỳ họp thứ 4 thông qua ngày 26/11/2003"
    fn passed(&self, from: usize) -> Option<Date> {
        let line = self.line;
        for at in from..(from + PASSED_REACH).min(line.len()) {
            if line.skip(at, CitationPart::Day).is_some_and(|end| end > at + 1) {
                return date(line, at);
            }
            if !matches!(line.kind(at), Some(TokenKind::Word | TokenKind::Comma | TokenKind::Number))
                || self.starts_citation(at)
            {
                return None;
            }
        }
        None
    }

    /// A full date may follow a year, but not another year.
    fn fits(&self, slot: usize, new: PartialDate) -> bool {
        self.found[slot].date.is_none_or(|old| old.month.is_none() && new.month.is_some())
    }

    /// "số 80/2015/QH13", "80/2015/QH13"
    fn number_at(&self, at: usize) -> Option<Symbol> {
        let line = self.line;
        let word = line.skip(at, CitationPart::Number);
        let mut from = word.unwrap_or(at);
        if word.is_some() && line.is(from, TokenKind::Colon) {
            from += 1;
        }
        symbol(line, from).filter(|number| number.parts().any(is_assembly))
    }

    /// "(2013)", "Luật Đất đai 2013"
    fn bare_year(&self, at: usize) -> Option<u16> {
        let line = self.line;
        let year: u16 = line.is(at, TokenKind::Number).then(|| line.word(at).parse().ok())??;
        ((1945..2100).contains(&year)
            && !line.is(at + 1, TokenKind::Dash)
            && !line.is(at + 1, TokenKind::Slash))
        .then_some(year)
    }

    fn is_law_word(&self, at: usize) -> bool {
        let kind = head(self.line, at).and_then(|head| self.line.rules.kinds.row(head.kind));
        kind.is_some_and(|kind| kind.fields.cited_by_name)
    }

    /// A year, a date or a number of the National Assembly within reach, with nothing between that ends a name.
    fn anchor(&self, from: usize, reach: usize) -> Option<usize> {
        let line = self.line;
        for at in from..(from + reach).min(line.len()) {
            let is_anchor = match line.part(at) {
                Some((CitationPart::Day | CitationPart::Year, _)) => date(line, at).is_some(),
                Some((CitationPart::Number, _)) => self.number_at(at).is_some(),
                _ => {
                    line.is(at - 1, TokenKind::Word)
                        && (self.bare_year(at).is_some() || bare_date(line, at).is_some())
                }
            };
            if is_anchor {
                return Some(at);
            }
            if self.starts_citation(at) && (reach != AMENDING_REACH || !self.is_law_word(at)) {
                return None;
            }
            match line.kind(at) {
                Some(TokenKind::Word | TokenKind::Comma) => {}
                // "một số điều của 37 luật có liên quan đến quy hoạch"
                Some(TokenKind::Number) if reach == AMENDING_REACH => {}
                _ => return None,
            }
        }
        None
    }

    /// The name of an amending law goes to its date, over the names of the laws that it amends.
    fn amending_name_end(&self, from: usize) -> Option<usize> {
        let line = self.line;
        if let Some(anchor) = self.anchor(from, AMENDING_REACH) {
            let end = if line.is(anchor - 1, TokenKind::Comma) { anchor - 1 } else { anchor };
            return Some(end);
        }
        let mut at = from;
        while at < line.len() && at < from + AMENDING_REACH {
            let other_kind = head(line, at).is_some_and(|head| {
                line.rules.kinds.row(head.kind).is_some_and(|row| !row.fields.cited_by_name)
                    && self.starts_citation(at)
            });
            let kinds = [TokenKind::Word, TokenKind::Comma, TokenKind::Dash, TokenKind::Number];
            if other_kind || !line.kind(at).is_some_and(|kind| kinds.contains(&kind)) {
                break;
            }
            if self.ends_at(at, &[EndScope::Title])
                || line.is(at, TokenKind::Comma) && self.ends_at(at, &[EndScope::Both])
            {
                break;
            }
            if let Some((_, end)) = line.cue(Rules::LAWS, at) {
                at = end;
                let next = line.skip(at, CitationPart::And).unwrap_or(at);
                if line.cue(Rules::LAWS, next).is_some() {
                    at = next;
                    continue;
                }
                return Some(at);
            }
            at += 1;
        }
        (at > from + 3).then_some(at)
    }

    /// "Hiến pháp năm 2013", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam": nothing less names one.
    fn constitution_end(&self, at: usize, from: usize) -> Option<usize> {
        let line = self.line;
        let year = line.skip(from, CitationPart::Year).is_some() && date(line, from).is_some();
        if year || self.bare_year(from).is_some() {
            return Some(from);
        }
        line.cue(Rules::LAWS, at).map(|(_, end)| end)
    }

    /// The end of the name of a law: of the table, or by its form.
    fn law_name_end(&self, at: usize, from: usize) -> Option<usize> {
        let line = self.line;
        let listed = line.cue(Rules::LAWS, at).map(|(_, end)| end).filter(|&end| end > from);
        if line.is_lower(at) && (listed.is_none() || line.is_lower(from)) {
            return None;
        }
        if let Some(end) = listed {
            // A longer name than any in the table runs on to its year without a comma.
            let longer = line.is_word(end)
                && line.part(end).is_none()
                && !self.ends_at(end, &[EndScope::Issuer, EndScope::Title, EndScope::Both])
                && line.cue(Rules::CITATION_CONNECTORS, end).is_none();
            let anchor = if longer { self.anchor(end, 8) } else { None };
            return Some(
                anchor
                    .filter(|&anchor| {
                        (end..anchor).all(|at| line.is_word(at)) && !self.stops_within(end..anchor)
                    })
                    .unwrap_or(end),
            );
        }
        if !line.is_word(from)
            || self.ends_at(from, &[EndScope::Issuer, EndScope::Title])
            || line.part(from).is_some_and(|(part, _)| !may_begin_name(part))
        {
            return None;
        }
        if line.is_lower(from) {
            return self
                .anchor(from, ANCHOR_REACH)
                .filter(|&anchor| anchor > from && !self.stops_within(from..anchor));
        }
        Some(self.name_by_form(from))
    }

    fn stops_within(&self, range: std::ops::Range<usize>) -> bool {
        range
            .into_iter()
            .any(|at| self.line.is_word(at) && self.ends_at(at, &[EndScope::Issuer, EndScope::Title]))
    }

    /// Behind a first word in large letters: words up to what cannot belong to a name; behind a comma or "và" only where
    /// a year, date or number shows that the name goes on.
    fn name_by_form(&self, from: usize) -> usize {
        let line = self.line;
        let anchored = self.anchor(from, ANCHOR_REACH).filter(|&anchor| !self.stops_within(from + 1..anchor));
        if let Some(anchor) = anchored {
            return if line.is(anchor - 1, TokenKind::Comma) { anchor - 1 } else { anchor };
        }
        let mut at = from + 1;
        while at < line.len() && at < from + 16 {
            let joins = match line.part(at) {
                Some((CitationPart::And, end)) => {
                    line.is_word(end) && !line.is_lower(end) && head(line, end).is_none()
                }
                Some((CitationPart::NameHalf | CitationPart::Congress | CitationPart::Particular, _))
                | None => line.is_word(at),
                Some(_) => false,
            };
            let ends = self.ends_at(at, &[EndScope::Issuer, EndScope::Title, EndScope::Both])
                || line.is_lower(at) && line.cue(Rules::CITATION_CONNECTORS, at).is_some()
                || head(line, at).is_some();
            if !joins || ends {
                break;
            }
            at += 1;
        }
        at
    }
}

/// The part of a symbol that says that the National Assembly or its Standing Committee passed it, or the President
/// announced it: "QH13", "UBTVQH14", "L-CTN".
fn is_assembly(part: &str) -> bool {
    part.contains("QH") || part == "CTN"
}

/// Words of the table that names of laws begin with too ("Luật Bảo vệ …"), unlike "và", "của", "này".
fn may_begin_name(part: CitationPart) -> bool {
    matches!(
        part,
        CitationPart::NameHalf | CitationPart::Particular | CitationPart::Congress | CitationPart::Proposer
    )
}

/// Who passes laws and ordinances.
const ASSEMBLY: &str = "quốc hội";

/// The constitution has no name beside its kind.
const CONSTITUTION: &str = "HP";
