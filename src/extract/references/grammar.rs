//! Kind, number, date, issuer and title of one citation after the other.

use super::{Fault, FaultKind, Found};
use crate::document::{CitationForm, PartialDate, TokenKind, Zone};
use crate::extract::dates::{Date, date};
use crate::extract::line::Line;
use crate::extract::symbol::{Symbol, blank, standard, symbol};
use crate::rules::{CitationPart, Rules};
use std::ops::Range;

/// How deep citations may stand inside the titles of citations.
pub(super) const MAX_DEPTH: u8 = 6;
/// How many tokens may stand between a kind and its number: "Kế hoạch của Ủy ban nhân dân tỉnh số 12/KH-UBND".
const MAX_QUALIFIER: usize = 14;

/// Reads the citations of one block.
pub(super) struct Reader<'a> {
    pub line: Line<'a>,
    zone: Zone,
    /// The block is a cell of a table.
    cell: bool,
    pub found: Vec<Found>,
    pub faults: Vec<Fault>,
}

/// The word for a kind of document, and what the tables say about it.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub kind: u16,
    /// Row of the table of other words, if it is one.
    word: Option<u16>,
    pub end: usize,
}

/// What stands behind a number.
#[derive(Default)]
struct Tail {
    date: Option<PartialDate>,
    issuer: Option<Range<usize>>,
    title: Option<Range<usize>>,
    end: usize,
}

impl<'a> Reader<'a> {
    pub fn new(line: Line<'a>, zone: Zone, cell: bool) -> Self {
        Reader { line, zone, cell, found: Vec::new(), faults: Vec::new() }
    }

    pub fn read(&mut self) {
        let line = self.line;
        let mut behind = 0;
        let mut starts: Vec<usize> = line
            .cues(Rules::KINDS)
            .chain(line.cues(Rules::KIND_WORDS))
            .map(|(_, first, _)| first)
            .chain(line.cues(Rules::CITATION_WORDS).filter_map(|(row, first, _)| {
                (line.rules.citation_words.row(row)?.fields.part == CitationPart::Number).then_some(first)
            }))
            .collect();
        if starts.is_empty() {
            return;
        }
        starts.sort_unstable();
        starts.dedup();
        for start in starts {
            if start >= behind
                && let Some(end) = self.citation(start, 0)
            {
                behind = end;
            }
        }
        self.share_issuers();
    }

    /// Leaves out this document itself: where its title begins with its number, as portals print it, and where an
    /// attachment says what it belongs to ("(Kèm theo Quyết định số … của …)").
    pub fn drop_own(&mut self) {
        let line = self.line;
        if matches!(self.zone, Zone::Letterhead | Zone::Title)
            && self.found.first().is_some_and(|found| found.tokens.start == 0)
        {
            self.found.remove(0);
            return;
        }
        let opening = (0..line.len().min(3)).find(|&at| line.is(at, TokenKind::OpenParen));
        let Some(attached) = opening.and_then(|at| {
            let (row, end) = line.cue(Rules::RELATIONS, at + 1)?;
            line.rules.relations.row(row)?.fields.attached.then_some(end)
        }) else {
            return;
        };
        let close =
            (attached..line.len()).find(|&at| line.is(at, TokenKind::CloseParen)).unwrap_or(line.len());
        if let Some(first) = self.found.iter().position(|found| !found.nested && found.tokens.start < close) {
            self.found.remove(first);
        }
    }

    /// Reads the citation that begins at a token, with those inside its title; gives its end.
    pub fn citation(&mut self, at: usize, depth: u8) -> Option<usize> {
        if depth > MAX_DEPTH {
            return None;
        }
        let Some(head) = head(self.line, at) else { return self.bare_number(at, depth) };
        let kind = self.line.rules.kinds.row(head.kind)?;
        if kind.fields.cited_by_name
            && let Some(end) = self.law(at, head, depth)
        {
            return Some(end);
        }
        if head
            .word
            .and_then(|row| self.line.rules.kind_words.row(row))
            .is_some_and(|row| row.fields.standard)
        {
            return self.standard(at, head, depth);
        }
        self.numbered(at, head, depth)
            .or_else(|| self.congress(at, head, depth))
            .or_else(|| self.back(at, head, depth))
            .or_else(|| self.short(at, head, depth))
    }

    /// "QCVN 102:2016/BTTTT"
    fn standard(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let (number, end) = standard(self.line, head.end)?;
        let text = format!("{} {number}", self.line.str(at..head.end));
        let slot = self.push(at..end, head, depth);
        let tail = self.tail(end, depth);
        self.found[slot].number = Some(text);
        Some(self.fill(slot, tail))
    }

    /// KIND, perhaps other words, and one number or several.
    fn numbered(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        let fields = &line.rules.kinds.row(head.kind)?.fields;
        let direct = numbers(line, head.end).filter(|numbers| {
            let whole = numbers.iter().any(|number| !number.parts.is_empty());
            let needs = head
                .word
                .and_then(|row| line.rules.kind_words.row(row))
                .is_some_and(|row| row.fields.needs_number);
            whole || fields.serial_alone && !needs && self.serial_stands_alone(head, numbers)
        });
        let (numbers, issuer) = match direct {
            Some(numbers) => (numbers, None),
            None => self.behind_words(head)?,
        };
        let mut end = at;
        let mut from = at;
        let count = numbers.len();
        let mut first_slot = None;
        for (index, number) in numbers.into_iter().enumerate() {
            self.check_kind(head, &number, from..number.end);
            let slot = self.push(from..number.end, head, depth);
            first_slot.get_or_insert(slot);
            end = number.end;
            from = number.end;
            self.found[slot].tokens.start = if index == 0 { at } else { number_start(line, number.end) };
            self.found[slot].number = Some(number.text);
            self.found[slot].parts = number.parts;
            if index + 1 == count {
                let tail = self.tail(end, depth);
                end = self.fill(slot, tail);
            }
        }
        let shared = issuer.clone();
        if let Some(slot) = first_slot
            && self.found[slot].issuer.is_none()
            && let Some(issuer) = issuer.or_else(|| self.proposer(at))
        {
            self.found[slot].issuer = Some(issuer);
        }
        Some(self.further(end, head, shared, depth))
    }

    /// Further numbers behind a citation, which inherit its kind, and the issuer that stood before the first number: "… và số 35/2023/NĐ-CP ngày …".
    fn further(&mut self, mut end: usize, head: Head, issuer: Option<Range<usize>>, depth: u8) -> usize {
        let line = self.line;
        loop {
            let mut at = end;
            if matches!(line.kind(at), Some(TokenKind::Comma | TokenKind::Semicolon)) {
                at += 1;
            }
            at = line.skip(at, CitationPart::And).unwrap_or(at);
            if at == end {
                return end;
            }
            let number_at = line.skip(at, CitationPart::Number).unwrap_or(at);
            let Some(number) = symbol(line, number_at).filter(|number| number.parts.len() > 1) else {
                return end;
            };
            let kinds = number.kinds(line.rules);
            let other = number.kind(line.rules).filter(|_| !kinds.contains(&head.kind));
            let kind = other.unwrap_or(head.kind);
            let head = Head { kind, word: None, end: number_at };
            let slot = self.push(at..number.end, head, depth);
            let tail = self.tail(number.end, depth);
            self.found[slot].number = Some(number.text);
            self.found[slot].parts = number.parts;
            end = self.fill(slot, tail);
            if self.found[slot].issuer.is_none() {
                self.found[slot].issuer.clone_from(&issuer);
            }
        }
    }

    /// A number without a kind before it ("số 12/TB-UBND"): its symbol names the kind.
    fn bare_number(&mut self, at: usize, depth: u8) -> Option<usize> {
        let line = self.line;
        // "Số: 12/KH-UBND" on a line of its own is the document's number.
        if matches!(self.zone, Zone::Letterhead | Zone::Title | Zone::Signature) || at == 0 && !self.cell {
            return None;
        }
        let start = line.skip(at, CitationPart::Number)?;
        let start = if line.is(start, TokenKind::Colon) { start + 1 } else { start };
        let number = symbol(line, start).filter(|number| number.parts.len() > 1)?;
        let kind = number.kind(line.rules)?;
        let slot = self.push(at..number.end, Head { kind, word: None, end: start }, depth);
        let tail = self.tail(number.end, depth);
        self.found[slot].number = Some(number.text);
        self.found[slot].parts = number.parts;
        Some(self.fill(slot, tail))
    }

    /// "Chỉ thị này", "Nghị quyết nêu trên"
    fn back(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        if !line.rules.kinds.row(head.kind)?.fields.serial_alone {
            return None;
        }
        let (row, end) = line.cue(Rules::CITATION_WORDS, head.end)?;
        let row = line.rules.citation_words.row(row)?;
        if !matches!(row.fields.part, CitationPart::This | CitationPart::Above) {
            return None;
        }
        let slot = self.push(at..end, head, depth);
        self.found[slot].form = CitationForm::Back;
        self.found[slot].rule = row.id.0;
        Some(end)
    }

    /// "Nghị quyết 57": a number without "số" may be a count ("Kế hoạch 5 năm"); whether the document is known shows later.
    fn short(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        let number =
            symbol(line, head.end).filter(|number| number.parts.is_empty() && number.text.len() <= 4)?;
        let counts = matches!(
            line.part(number.end),
            Some((CitationPart::Day | CitationPart::Month | CitationPart::Year, _))
        ) || matches!(
            line.kind(number.end),
            Some(TokenKind::Slash | TokenKind::Dash | TokenKind::Percent | TokenKind::Number)
        ) || head.word.is_some()
            || !line.rules.kinds.row(head.kind)?.fields.serial_alone
            || !number.text.bytes().all(|byte| byte.is_ascii_digit());
        if counts {
            return None;
        }
        let slot = self.push(at..number.end, head, depth);
        self.found[slot].form = CitationForm::Short;
        self.found[slot].number = Some(number.text);
        Some(number.end)
    }

    /// The number behind words that qualify the kind, or behind its issuer.
    fn behind_words(&self, head: Head) -> Option<(Vec<Symbol>, Option<Range<usize>>)> {
        let line = self.line;
        let of = line.skip(head.end, CitationPart::Of);
        for at in of.unwrap_or(head.end)..(head.end + MAX_QUALIFIER).min(line.len()) {
            if let Some(number_at) = line.skip(at, CitationPart::Number) {
                let number_at = if line.is(number_at, TokenKind::Colon) { number_at + 1 } else { number_at };
                let number = symbol(line, number_at)?;
                let of_end = if line.is(at - 1, TokenKind::Colon) { at - 1 } else { at };
                return self.fits_kind(head, &number).then(|| (vec![number], of.map(|of| of..of_end)));
            }
            let listed = line.is(at, TokenKind::Colon) && line.skip(at + 1, CitationPart::Number).is_some();
            if !line.is_word(at) && !line.is(at, TokenKind::Dash) && !listed || self.starts_citation(at) {
                return None;
            }
        }
        None
    }

    /// Whether a number may be of a kind that does not stand before it: its symbol names the kind, or begins as the
    /// kind's does ("TTrLN" of a joint Tờ trình), or it is a letter's.
    fn fits_kind(&self, head: Head, number: &Symbol) -> bool {
        let rules = self.line.rules;
        let Some((first, kind)) = number.parts.first().zip(rules.kinds.row(head.kind)) else { return false };
        let named = number.kinds(rules);
        let begins = |symbol: &String| symbol.chars().count() > 1 && first.starts_with(symbol.as_str());
        named.contains(&head.kind)
            || named.is_empty() && kind.fields.code == LETTER
            || named.is_empty() && kind.fields.symbols.iter().any(begins)
    }

    /// Whether a word for a kind stands here with a number of its own.
    pub fn starts_citation(&self, at: usize) -> bool {
        let line = self.line;
        head(line, at).is_some_and(|head| {
            let fields = line.rules.kinds.row(head.kind).map(|row| &row.fields);
            let by_name = fields.is_some_and(|fields| fields.cited_by_name) && !line.is_lower(at);
            by_name
                || numbers(line, head.end).is_some_and(|numbers| {
                    line.skip(head.end, CitationPart::Number).is_some()
                        || numbers.iter().any(|number| !number.parts.is_empty())
                })
                || line.skip(head.end, CitationPart::Congress).is_some()
        })
    }

    /// "Nghị quyết số 57", "Kế hoạch số 02": a whole number that is not the first of something counted.
    fn serial_stands_alone(&self, head: Head, numbers: &[Symbol]) -> bool {
        let [number] = numbers else { return false };
        self.line.skip(head.end, CitationPart::Number).is_some()
            && number.text.len() <= 10
            && !number.text.contains('.')
            && !matches!(self.line.kind(number.end), Some(TokenKind::Percent | TokenKind::Number))
    }

    /// The date, the issuer and the title behind a number.
    fn tail(&mut self, at: usize, depth: u8) -> Tail {
        let mut tail = Tail { end: at, ..Tail::default() };
        self.date(&mut tail);
        self.issuer(&mut tail);
        if tail.date.is_none() {
            self.date(&mut tail);
        }
        self.title(&mut tail, depth);
        tail
    }

    fn date(&mut self, tail: &mut Tail) {
        let line = self.line;
        let bracket = line.is(tail.end, TokenKind::OpenParen);
        let at = if bracket || line.is(tail.end, TokenKind::Comma) { tail.end + 1 } else { tail.end };
        // "hồi 15 giờ 30 phút ngày 05/9/2024"
        let at = match line.skip(at, CitationPart::Hour) {
            Some(hour) => {
                (hour..hour + 6).find(|&at| line.skip(at, CitationPart::Day).is_some()).unwrap_or(at)
            }
            None => at,
        };
        let Some(found) = date(line, at) else { return };
        if bracket && !line.is(found.end, TokenKind::CloseParen) {
            return;
        }
        self.check_date(found, at);
        tail.date = Some(found.value);
        tail.end = found.end + usize::from(bracket);
    }

    pub fn check_date(&mut self, found: Date, at: usize) {
        if found.impossible {
            let text = self.line.str(at..found.end).to_owned();
            self.faults.push(Fault { kind: FaultKind::Date(text), tokens: at..found.end });
        }
    }

    fn issuer(&self, tail: &mut Tail) {
        let line = self.line;
        let at = if line.is(tail.end, TokenKind::Comma) { tail.end + 1 } else { tail.end };
        let Some((part, from)) = line.part(at) else { return };
        if !matches!(part, CitationPart::Of | CitationPart::By) {
            return;
        }
        let end = self.issuer_end(from);
        if end == from {
            return;
        }
        tail.issuer = Some(from..end);
        tail.end = end;
        if part == CitationPart::By {
            tail.end = line.skip(end, CitationPart::Issued).unwrap_or(end);
        }
    }

    /// The title behind its connector, if there is one.
    fn title(&mut self, tail: &mut Tail, depth: u8) {
        let line = self.line;
        let mut at = tail.end;
        // "(nay là Bộ …)" behind an issuer.
        if tail.issuer.is_some()
            && line.is(at, TokenKind::OpenParen)
            && !self.connects(at + 1, true)
            && let Some(close) =
                (at + 1..(at + 20).min(line.len())).find(|&at| line.is(at, TokenKind::CloseParen))
            && self.connects(close + 1, false)
        {
            at = close + 1;
        }
        // ", kỳ họp thứ ba"
        if tail.issuer.is_some()
            && let Some(session) = line.skip(at, CitationPart::Session)
            && let Some(connector) = (session..(session + 12).min(line.len()))
                .take_while(|&at| line.is_word(at) || line.is(at, TokenKind::Number))
                .find(|&at| self.connects(at, true))
        {
            at = connector;
        }
        let comma = matches!(line.kind(at), Some(TokenKind::Comma | TokenKind::Colon));
        let mut start = if comma { at + 1 } else { at };
        let bracket = line.is(start, TokenKind::OpenParen) && self.connects(start + 1, true);
        start += usize::from(bracket);
        // "ban hành kèm theo Thông tư số …" is no subject.
        let attached = line
            .cue(Rules::RELATIONS, start)
            .filter(|&(row, _)| line.rules.relations.row(row).is_some_and(|row| row.fields.attached));
        if attached.is_some_and(|(_, end)| self.starts_citation(end)) {
            return;
        }
        let mut quoted = self.is_quote(start);
        if let Some((row, end)) = line.cue(Rules::CITATION_CONNECTORS, start)
            && let Some(row) = line.rules.citation_connectors.row(row)
        {
            if comma && !row.fields.after_comma
                || row.fields.after_issuer && tail.issuer.is_none() && tail.date.is_none()
            {
                return;
            }
            start = if row.fields.drop { end } else { start };
            quoted = self.is_quote(start);
        } else if !quoted || comma && tail.issuer.is_none() && tail.date.is_none() {
            return;
        }
        if quoted {
            start += 1;
            if let Some((row, end)) = line.cue(Rules::CITATION_CONNECTORS, start)
                && line.rules.citation_connectors.row(row).is_some_and(|row| row.fields.drop)
            {
                start = end;
            }
        }
        let end = self.title_end(start, quoted, depth);
        if end > start {
            tail.title = Some(start..end);
            tail.end = end
                + usize::from(
                    quoted && line.is(end, TokenKind::CloseQuote)
                        || bracket && line.is(end, TokenKind::CloseParen),
                );
        }
    }

    /// Whether a connector stands at a token; `strictly`: one that is no part of a title.
    fn connects(&self, at: usize, strictly: bool) -> bool {
        self.line
            .cue(Rules::CITATION_CONNECTORS, at)
            .and_then(|(row, _)| self.line.rules.citation_connectors.row(row))
            .is_some_and(|row| row.fields.drop || !strictly)
    }

    fn is_quote(&self, at: usize) -> bool {
        matches!(self.line.kind(at), Some(TokenKind::OpenQuote | TokenKind::CloseQuote))
    }

    pub fn push(&mut self, tokens: Range<usize>, head: Head, depth: u8) -> usize {
        let rules = self.line.rules;
        let rule = head
            .word
            .and_then(|row| rules.kind_words.row(row).map(|row| row.id.0))
            .or_else(|| rules.kinds.row(head.kind).map(|row| row.id.0));
        self.found.push(Found {
            form: CitationForm::Number,
            kind: head.kind,
            number: None,
            parts: Vec::new(),
            date: None,
            issuer: None,
            title: None,
            tokens,
            nested: depth > 0,
            rule: rule.unwrap_or_default(),
        });
        self.found.len() - 1
    }

    fn fill(&mut self, slot: usize, tail: Tail) -> usize {
        let found = &mut self.found[slot];
        found.date = tail.date;
        found.issuer = tail.issuer;
        found.title = tail.title;
        found.tokens.end = found.tokens.end.max(tail.end);
        found.tokens.end
    }

    /// The proposer that "tại Tờ trình số …" speaks of: "Xét đề nghị của Giám đốc Sở Y tế tại Tờ trình số 3/TTr-SYT".
    fn proposer(&self, at: usize) -> Option<Range<usize>> {
        let line = self.line;
        let before =
            (at.saturating_sub(3)..at).find(|&from| line.skip(from, CitationPart::At) == Some(at))?;
        let proposer = (before.saturating_sub(45)..before)
            .rev()
            .take_while(|&at| !matches!(line.kind(at), Some(TokenKind::Semicolon | TokenKind::Period)))
            .find_map(|at| line.skip(line.skip(at, CitationPart::Proposer)?, CitationPart::Of))?;
        (proposer < before).then_some(proposer..before)
    }

    /// Citations of one list share the issuer that stands behind the last, or before the first.
    fn share_issuers(&mut self) {
        let outer: Vec<usize> = (0..self.found.len()).filter(|&index| !self.found[index].nested).collect();
        let shares = |reader: &Self, a: usize, b: usize| {
            let (first, second) = (&reader.found[a], &reader.found[b]);
            let body = |part: &&String| {
                first.parts.first().is_none_or(|kind| kind != *part) || first.parts.len() == 1
            };
            first.title.is_none()
                && (first.parts.iter().filter(body).any(|part| second.parts.contains(part)))
                && reader.only_separators(first.tokens.end..second.tokens.start)
        };
        for pair in outer.windows(2).rev() {
            let (a, b) = (pair[0], pair[1]);
            if self.found[a].issuer.is_none() && self.found[b].issuer.is_some() && shares(self, a, b) {
                self.found[a].issuer = self.found[b].issuer.clone();
            }
        }
        for pair in outer.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let before =
                self.found[a].issuer.as_ref().is_some_and(|issuer| issuer.end <= self.found[a].tokens.start);
            if before && self.found[b].issuer.is_none() && shares(self, a, b) {
                self.found[b].issuer = self.found[a].issuer.clone();
            }
        }
    }

    /// Nothing but "," "và" "các" between two citations.
    fn only_separators(&self, range: Range<usize>) -> bool {
        let line = self.line;
        let mut at = range.start;
        while at < range.end {
            at = match (line.kind(at), line.part(at)) {
                (Some(TokenKind::Comma), _) => at + 1,
                (_, Some((CitationPart::And | CitationPart::Plural | CitationPart::Number, end))) => end,
                _ => return false,
            };
        }
        true
    }

    fn check_kind(&mut self, head: Head, number: &Symbol, tokens: Range<usize>) {
        let rules = self.line.rules;
        let Some(kind) = rules.kinds.row(head.kind) else { return };
        let word = head.word.and_then(|row| rules.kind_words.row(row));
        let named = number.kinds(rules);
        let allowed = word.is_some_and(|word| {
            word.fields.any_symbol
                || number.parts.first().is_some_and(|part| word.fields.symbols.contains(part))
        });
        if named.is_empty() || named.contains(&head.kind) || allowed || kind.fields.code == LETTER {
            return;
        }
        let fault = FaultKind::Mismatch(kind.fields.name.clone(), number.text.clone());
        self.faults.push(Fault { kind: fault, tokens });
    }
}

/// A letter's symbol names bodies and units, which may look like a kind: "12/TT-HĐND" is of the Thường trực.
const LETTER: &str = "CV";

/// The word for a kind that begins at a token; the longer of the two tables' words.
pub(super) fn head(line: Line<'_>, at: usize) -> Option<Head> {
    let official = line.cue(Rules::KINDS, at).map(|(kind, end)| Head { kind, word: None, end });
    let other = line.cue(Rules::KIND_WORDS, at).and_then(|(word, end)| {
        let id = &line.rules.kind_words.row(word)?.fields.kind;
        let kind = line.rules.kinds.rows.iter().position(|row| *row.id == **id)?;
        Some(Head { kind: kind as u16, word: Some(word), end })
    });
    match (official, other) {
        (Some(official), Some(other)) if official.end > other.end => Some(official),
        (official, other) => other.or(official),
    }
}

/// The numbers behind a kind: "số 57-NQ/TW", "57-NQ/TW", "số: 10, 11, 12-NQ/TW".
pub(super) fn numbers(line: Line<'_>, at: usize) -> Option<Vec<Symbol>> {
    // "các văn bản: số 12/UBND-NC …, số 15/UBND-NC …"
    let listed = line.is(at, TokenKind::Colon) && line.skip(at + 1, CitationPart::Number).is_some();
    let at = if listed { at + 1 } else { at };
    let word = line.skip(at, CitationPart::Number);
    let mut start = word.unwrap_or(at);
    if word.is_some()
        && matches!(line.kind(start), Some(TokenKind::Colon | TokenKind::Period))
        && !line.is(start + 1, TokenKind::Slash)
    {
        start += 1;
    }
    let Some(first) = symbol(line, start) else {
        return word.and_then(|_| blank(line, start)).map(|blank| vec![blank]);
    };
    if !first.parts.is_empty() {
        return Some(vec![first]);
    }
    let mut all = vec![first];
    let mut end = all[0].end;
    while all.len() < 40 {
        let mut next = if line.is(end, TokenKind::Comma) { end + 1 } else { end };
        next = line.skip(next, CitationPart::And).unwrap_or(next);
        if next == end {
            break;
        }
        next = line.skip(next, CitationPart::Number).unwrap_or(next);
        let Some(number) = symbol(line, next) else { break };
        end = number.end;
        let suffix = number.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned();
        let last = !number.parts.is_empty();
        all.push(number);
        if last {
            let parts = all[all.len() - 1].parts.clone();
            let count = all.len() - 1;
            for number in &mut all[..count] {
                number.text.push_str(&suffix);
                number.parts.clone_from(&parts);
            }
            return Some(all);
        }
    }
    all.truncate(1);
    word.is_some().then_some(all)
}

/// The first token of the number that ends at a token.
fn number_start(line: Line<'_>, end: usize) -> usize {
    let mut at = end;
    while at > 0 && !line.is(at - 1, TokenKind::Comma) && line.part(at - 1).is_none() {
        at -= 1;
    }
    at
}
