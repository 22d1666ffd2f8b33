//! Running text: which line goes on with the one before it, and what only looks like a label or a bullet.

use super::cues::Found;
use super::join::{Joiner, Pair};
use super::label::{Label, Style};
use super::lines::{Ending, Line, Opening, count, ending, is_caps, is_dash};
use crate::document::{is_letter, is_lower, is_upper};
use crate::rules::{Effect, Part};
use std::cell::LazyCell;

/// The indent of the first line of a paragraph, in characters (NĐ 30/2020/NĐ-CP, Annex I, II.6: 1 to 1.27 cm).
const FIRST_INDENT: usize = 6;

/// A title line has at most so many characters.
const TITLE: usize = 90;

impl Joiner<'_> {
    /// Whether a line that begins with a bullet begins an item.
    pub(super) fn is_item(&self, pair: &Pair) -> bool {
        let bullet = pair.string.chars().next().unwrap_or('-');
        let item = pair.string[bullet.len_utf8()..].trim_start();
        let wrapped = self.measures.wrapped;
        if pair.passage.ruled && !wrapped {
            return true;
        }
        let lower = item.starts_with(is_lower);
        match pair.end {
            Ending::Sentence | Ending::Semicolon | Ending::Colon | Ending::Ellipsis | Ending::Final => true,
            _ if item.is_empty() => false,
            Ending::Open if self.open.caps && is_caps(item) => false,
            Ending::Dash | Ending::Slash => false,
            // "(qua Phòng Lao động / - Thương binh và Xã hội)"
            _ if wrapped && self.unbalanced(pair) => false,
            _ if is_dash(bullet) && wrapped && self.is_full(pair) => !lower && self.is_list(pair),
            // "phát triển kinh tế / - xã hội"
            _ if is_dash(bullet) && lower => !wrapped && self.line(pair).blanks > 0,
            _ => true,
        }
    }

    /// Whether a full line that ends no sentence is one of a list, or a heading over one, so that a hyphen behind it
    /// begins an item; else it is the hyphen of a name ("Lao động / - Thương binh").
    fn is_list(&self, pair: &Pair) -> bool {
        let named = pair.last.rsplit(' ').next().is_some_and(|word| word.starts_with(is_upper));
        self.open.lines == 1 && (self.open.bullet || self.open.label.is_some()) && !named
    }

    /// Whether what looks like a label is one.
    pub(super) fn is_label(&self, label: &Label, pair: &Pair) -> bool {
        let clause = ends_clause(pair.end);
        if label.style == Style::Bracket {
            // Enumerations inside a paragraph wrap too: (2) begins a block where (1) did.
            return if label.value == 1 {
                clause || !self.is_full(pair)
            } else {
                self.numbering.expects(label)
            };
        }
        let governed = || self.cues.ends_with(pair.last, Effect::Governor);
        let expected = self.numbering.expects(label);
        let closed = !matches!(pair.end, Ending::Comma | Ending::Dash | Ending::Slash);
        if expected && label.marked && closed && (clause || !governed()) {
            return true;
        }
        if !self.measures.wrapped {
            return label.marked || clause;
        }
        // "II. CHUYỂN ĐỔI SỐ" over its first point takes no number, "quy định tại Điều" does.
        let under = label.value == 1 && self.open.label.is_some_and(|open| open.style < label.style);
        if !clause && !under && governed() {
            return false;
        }
        match pair.end {
            // "… năm / 2024. Từ": only small numbers are labels.
            _ if clause => {
                label.marked && (label.value < 40 || self.numbering.allows(label) || !self.is_full(pair))
            }
            Ending::Open => {
                // A heading over its first point, or one in capitals, may fill its line.
                let heading = self.open.caps && self.open.lines <= 3
                    || is_caps(pair.string)
                    || under && self.open.lines <= 2;
                label.marked && (heading || !self.is_full(pair))
            }
            _ => expected && !self.is_full(pair),
        }
    }

    /// Whether running text goes on from one line to the next.
    pub(super) fn goes_on(&self, pair: &Pair) -> bool {
        let line = self.line(pair);
        if pair.opening == Opening::Lower {
            return self.goes_on_in_small_letters(pair);
        }
        if pair.passage.ruled {
            return false;
        }
        if matches!(pair.end, Ending::Dash | Ending::Slash) {
            return true;
        }
        let linked = LazyCell::new(|| {
            pair.end == Ending::Comma
                || pair.end == Ending::Open
                    && (self.cues.ends_with(pair.last, Effect::Connector)
                        || counts(pair.string) && self.cues.ends_with(pair.last, Effect::Governor))
        });
        let caps = (is_caps(pair.last), is_caps(pair.string));
        if caps == (true, true) {
            let title = self.open.caps && !ends_clause(pair.end);
            return title && (*linked || self.open.label.is_some() || !opens_office(pair));
        }
        let abbreviations = || ends_sentence(ending(pair.string)) || !pair.string.contains(' ');
        if caps.1 && count(pair.string) > 6 && !abbreviations() && !(self.measures.wrapped && *linked) {
            return false;
        }
        // "… MÙA KHÔ NĂM 2019 - / 2020": a year has no small letters either.
        let shouted = caps.0 || !pair.last.contains(is_letter);
        if shouted && !caps.1 && self.open.caps && pair.opening == Opening::Upper {
            return false;
        }
        if caps.0 && self.open.caps {
            return false;
        }
        if self.title && self.goes_on_title(pair, caps) {
            return true;
        }
        if !self.measures.wrapped {
            // A paragraph broken by a page: it has no end, and the next goes on with a number.
            let long = count(pair.last) > 100 && matches!(pair.end, Ending::Open | Ending::Comma);
            return long && (pair.opening == Opening::Digit || *linked)
                || pair.end == Ending::Open && line.blanks == 0 && !caps.0 && *linked
                || pair.end == Ending::Semicolon && !self.open.prose && cites(pair);
        }
        let full = self.is_full(pair);
        let gap = !line.page && (line.blanks > 0 && !self.measures.blank_noise || line.blanks > 2);
        let indented = self.measures.indented && line.indent >= 2;
        match pair.end {
            Ending::Final => false,
            Ending::Sentence | Ending::Ellipsis | Ending::Semicolon => full && !gap && !indented,
            Ending::Colon => full && !gap && !indented && pair.opening != Opening::Upper,
            Ending::Comma => !gap || full,
            _ if full && !gap => true,
            _ if *linked => !gap || full || line.page,
            // A title may fill its line, and a gap stands behind it.
            _ if full => !(self.title && pair.opening == Opening::Upper),
            // A number alone opens no paragraph.
            _ if pair.opening == Opening::Digit => !self.is_heading(pair),
            _ if line.page || self.measures.ragged || self.open.prose => !gap && !self.is_heading(pair),
            _ => self.unbalanced(pair),
        }
    }

    /// Small letters go on with the line before, but for items behind a colon and sentences that were meant to end.
    pub(super) fn goes_on_in_small_letters(&self, pair: &Pair) -> bool {
        match pair.end {
            Ending::Sentence => self.measures.wrapped && !pair.passage.ruled,
            Ending::Colon => self.measures.wrapped,
            _ => true,
        }
    }

    /// Whether a line is the next of a title: nothing parts it from the one before, and it is as short and as open.
    fn goes_on_title(&self, pair: &Pair, caps: (bool, bool)) -> bool {
        let short = count(pair.last) <= TITLE && count(pair.string) <= TITLE;
        let open = !ends_clause(pair.end) && !ends_clause(ending(pair.string));
        // Lines of a title are cut by hand: a short one is not followed by one that fills the page.
        let prose = pair.opening == Opening::Upper
            && self.measures.wrapped
            && count(pair.string) >= self.measures.full
            && count(pair.last) * 10 <= count(pair.string) * 7;
        self.line(pair).blanks == 0 && short && open && caps.0 == caps.1 && !prose
    }

    /// Whether the block so far can be a heading: one short line, with a label or in capitals.
    fn is_heading(&self, pair: &Pair) -> bool {
        let article = self.open.label.is_some_and(|label| label.style == Style::Article) && !self.open.caps;
        let plain = self.open.prose || self.open.bullet || article;
        let short = self.open.label.is_some() || self.open.caps || count(pair.last) < 40;
        self.open.lines == 1 && !plain && short
    }

    /// Whether the first word of the next line would not have fitted on the line before.
    fn is_full(&self, pair: &Pair) -> bool {
        let line = &self.lines[pair.before.line as usize];
        // Only a passage that ends its line tells of the line's width.
        if pair.before.end != line.end {
            return false;
        }
        let first = pair.string.split(char::is_whitespace).next().unwrap_or("");
        // The first line of a paragraph is indented, which the text does not show.
        let open = matches!(pair.end, Ending::Open | Ending::Comma);
        let indent = if self.open.lines == 1 && open { FIRST_INDENT } else { 0 };
        usize::from(line.width) + 1 + count(first) + indent >= self.measures.full
    }

    /// Whether a bracket or a quotation mark of the block is still open.
    fn unbalanced(&self, pair: &Pair) -> bool {
        let end = pair.before.end as usize;
        let mut start = self.open.start.max(end.saturating_sub(1000)).min(end);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let (mut quotes, mut brackets) = (0i32, 0i32);
        for letter in self.text[start..end].chars() {
            match letter {
                '“' => quotes += 1,
                '”' => quotes -= 1,
                '(' => brackets += 1,
                ')' => brackets -= 1,
                _ => {}
            }
        }
        quotes > 0 || brackets > 0
    }

    fn line(&self, pair: &Pair) -> &Line {
        &self.lines[pair.passage.line as usize]
    }
}

/// Whether a line begins with the name of an office or a session, which a title in capitals does not run into.
fn opens_office(pair: &Pair) -> bool {
    matches!(pair.opens.found, Some((Found::Part(Part::Body | Part::Office | Part::Post | Part::Session), _)))
}

/// Whether a line begins with the citation of a document: "Quyết định số 12/QĐ-UBND".
fn cites(pair: &Pair) -> bool {
    let kind = pair.opens.found.filter(|(found, _)| *found == Found::Kind);
    kind.is_some_and(|(_, end)| pair.string[end..].trim_start().starts_with("số"))
}

/// Whether a line begins with a number, Arabic or Roman.
fn counts(string: &str) -> bool {
    let word = string.split([' ', ',', ';', '.']).next().unwrap_or("");
    word.starts_with(|c: char| c.is_ascii_digit())
        || !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

pub(super) fn ends_sentence(end: Ending) -> bool {
    matches!(end, Ending::Final | Ending::Sentence | Ending::Ellipsis)
}

pub(super) fn ends_clause(end: Ending) -> bool {
    !matches!(end, Ending::Open | Ending::Dash | Ending::Slash | Ending::Comma)
}
