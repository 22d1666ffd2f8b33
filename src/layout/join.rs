//! Which passages make one block.

use super::cues::{Cues, Found};
use super::flow::{Border, Passage};
use super::label::{self, Label, Numbering, Style};
use super::letterhead;
use super::lines::{Ending, Line, Opening, count, ending, has_bullet, is_caps, is_dash, opening};
use super::measure::Measures;
use crate::rules::{Effect, Part};

/// The indent of the first line of a paragraph, in characters (NĐ 30/2020/NĐ-CP, Annex I, II.6: 1 to 1.27 cm).
const FIRST_INDENT: usize = 6;

/// The kind of a document stands in the first so many lines.
const HEAD: u32 = 40;

/// How a passage follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// It begins a block.
    Block,
    Space,
    /// Nothing between: "11-" and "NQ/HU".
    Glue,
}

/// What is known of the block that is being made.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    label: Option<Label>,
    /// The block is nothing but its label.
    bare_label: bool,
    bullet: bool,
    /// Its first line is all in capitals.
    caps: bool,
    /// Lines so far.
    lines: u32,
    start: usize,
    /// The block is a kind of document: KẾ HOẠCH.
    kind: bool,
    /// It opens with a recital or the closing formula, as no heading does.
    prose: bool,
}

/// The part of the document that lines are joined in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Text,
    Recipients,
    Signature,
}

pub(super) struct Joiner<'a> {
    text: &'a str,
    lines: &'a [Line],
    measures: &'a Measures,
    cues: Cues<'a>,
    numbering: Numbering,
    zone: Zone,
    /// Between the kind of document and its text stands the title.
    title: bool,
    /// The kind of the document has been seen.
    headed: bool,
    open: Open,
}

impl<'a> Joiner<'a> {
    pub fn new(text: &'a str, lines: &'a [Line], measures: &'a Measures, cues: Cues<'a>) -> Self {
        Joiner {
            text,
            lines,
            measures,
            cues,
            numbering: Numbering::default(),
            zone: Zone::Text,
            title: false,
            headed: false,
            open: Open::default(),
        }
    }

    /// How `passage` follows `before`, the passage before it in the flow of text.
    pub fn joint(&mut self, before: Option<&Passage>, passage: &Passage) -> Joint {
        let string = passage.str(self.text);
        let label = label::parse(string);
        let joint = match before {
            None => Joint::Block,
            Some(before) => self.decide(before, passage, label.as_ref()),
        };
        if joint == Joint::Block {
            self.enter(passage, string, label);
        } else {
            self.open.lines += 1;
            self.open.bare_label = false;
            // A kind may be broken over two lines: NGHỊ / QUYẾT.
            if self.open.caps
                && let Some(whole) = self.text.get(self.open.start..passage.end as usize)
                && whole.len() < 80
                && letterhead::is_kind(whole, self.cues)
            {
                (self.open.kind, self.headed, self.title) = (true, true, true);
            }
        }
        joint
    }

    /// Notes the block that a passage begins.
    fn enter(&mut self, passage: &Passage, string: &str, label: Option<Label>) {
        let known = if opening(string) == Opening::Lower { None } else { self.cues.opening(string) };
        if let Some(label) = &label {
            self.numbering.take(label);
        }
        self.zone = match (self.zone, known) {
            (_, Some((Found::Part(Part::Recipients), _))) => Zone::Recipients,
            (_, Some((Found::Part(Part::Authority), end))) if self.cues.large(&string[..end]) => {
                Zone::Signature
            }
            (Zone::Recipients, Some((Found::Part(Part::Post), end))) if self.cues.large(&string[..end]) => {
                Zone::Signature
            }
            (_, Some((Found::Kind, end))) if is_caps(&string[..end]) => Zone::Text,
            (Zone::Recipients | Zone::Signature, _) if label.is_some_and(|label| label.marked) => Zone::Text,
            (zone, _) => zone,
        };
        // The first kind of a document may stand in small letters too.
        let kind = letterhead::is_kind(string, self.cues)
            || !self.headed && passage.line < HEAD && letterhead::names_kind(string, self.cues);
        self.headed |= kind;
        let prose = self.cues.effect(string).is_some() && !is_caps(string);
        self.title = kind || self.title && !prose && label.is_none() && !ends_clause(ending(string));
        self.open = Open {
            bare_label: label.is_some_and(|label| string[label.len..].trim().is_empty()),
            label,
            bullet: has_bullet(string),
            caps: is_caps(string),
            lines: 1,
            start: passage.start as usize,
            kind,
            prose,
        };
    }

    fn decide(&self, before: &Passage, passage: &Passage, label: Option<&Label>) -> Joint {
        match passage.border {
            Border::Break | Border::Cell if !self.open.bare_label => return Joint::Block,
            Border::Join => return self.seam(before, passage),
            _ => {}
        }
        let (string, last) = (passage.str(self.text), before.str(self.text));
        let end = ending(last);
        if self.open.bare_label && !self.titled_label() && label.is_none_or(|label| self.completes(label)) {
            return Joint::Space;
        }
        if self.open.bare_label && self.titled_label() && opening(string) != Opening::Lower {
            return Joint::Block;
        }
        let dated = self.open.lines == 1 && last.len() < 120 && letterhead::is_place_date(last, self.cues);
        if end == Ending::Final || dated || self.open.kind && !letterhead::straddles(last, string, self.cues)
        {
            return Joint::Block;
        }
        if is_caps(last) && count(last) < 40 && letterhead::straddles(last, string, self.cues) {
            return Joint::Space;
        }
        if self.opens_part(last, string, passage) {
            return Joint::Block;
        }
        if has_bullet(string) {
            return if self.is_item(before, passage, end) {
                Joint::Block
            } else {
                self.seam(before, passage)
            };
        }
        if let Some(label) = label {
            if self.is_label(label, before, passage, end) {
                return Joint::Block;
            }
            return if self.goes_on(before, passage, end) {
                self.seam(before, passage)
            } else {
                Joint::Block
            };
        }
        match self.zone {
            Zone::Recipients => self.recipient(before, passage, end),
            Zone::Signature => self.signature(last, string),
            Zone::Text if self.goes_on(before, passage, end) => self.seam(before, passage),
            Zone::Text => Joint::Block,
        }
    }

    /// Phần, Chương, Phụ lục: their titles are blocks of their own.
    fn titled_label(&self) -> bool {
        self.open.label.is_some_and(|label| label.style == Style::Division)
    }

    /// "Điều" alone is completed by "1.".
    fn completes(&self, label: &Label) -> bool {
        self.open.label.is_some_and(|open| open.style == Style::Article && open.value == 0)
            && label.style == Style::Number
    }

    /// Whether a line opens a part of the document that no wrapped line opens.
    fn opens_part(&self, last: &str, string: &str, passage: &Passage) -> bool {
        let opens = opening(string);
        let lower = opens == Opening::Lower && !(self.cues.capless() && string.len() < 120);
        if lower || opens == Opening::Digit {
            return false;
        }
        let inner = string.trim_start_matches(['(', '[', '“', '"']);
        let Some((found, end)) = self.cues.opening(inner) else {
            let recital = match self.cues.effect(string) {
                Some(Effect::Recital) if is_caps(string) => false,
                Some(Effect::Recital) => {
                    ends_clause(ending(last)) || passage.ruled || self.title && self.open.lines > 0
                }
                Some(Effect::Closing) => ends_sentence(ending(last)),
                _ => false,
            };
            return recital || letterhead::is_place_date(string, self.cues);
        };
        let large = self.cues.large(&inner[..end]);
        let linked = || self.cues.ends_with(last, Effect::Connector);
        match found {
            Found::Part(Part::NationalTitle | Part::PartyTitle | Part::Authority) => large,
            Found::Part(Part::Motto | Part::Recipients | Part::Addressee) => {
                inner.starts_with(char::is_uppercase)
            }
            Found::Part(Part::Number) => inner.len() < 60,
            Found::Part(Part::Subject) => inner.starts_with('V') && !linked(),
            Found::Part(Part::Enacting) => large,
            Found::Part(Part::Signed) => {
                matches!(string.chars().next(), Some('(' | '[')) && string.len() < 30
            }
            Found::Part(Part::Attached) => string.starts_with('('),
            Found::Part(Part::Body | Part::Post) => {
                large
                    && is_caps(string)
                    && self.zone == Zone::Text
                    && !linked()
                    && !last.ends_with(',')
                    && self.open.kind_or_title()
            }
            Found::Kind => {
                let first = !self.headed && passage.line < HEAD && letterhead::names_kind(string, self.cues);
                (first || letterhead::is_kind(string, self.cues)) && !linked()
            }
            _ => letterhead::is_place_date(string, self.cues),
        }
    }

    /// Whether a line that begins with a bullet begins an item.
    fn is_item(&self, before: &Passage, passage: &Passage, end: Ending) -> bool {
        let string = passage.str(self.text);
        let bullet = string.chars().next().unwrap_or('-');
        let item = string[bullet.len_utf8()..].trim_start();
        if passage.ruled && !self.measures.wrapped || passage.border == Border::Break {
            return true;
        }
        // "-0,5%", "kinh tế / - xã hội"
        let lower = item.starts_with(char::is_lowercase);
        let full = self.measures.wrapped && self.is_full(before, passage);
        match end {
            Ending::Sentence | Ending::Semicolon | Ending::Colon | Ending::Ellipsis | Ending::Final => true,
            _ if item.is_empty() => false,
            Ending::Open if self.open.caps && is_caps(item) => false,
            Ending::Dash | Ending::Slash => false,
            _ if self.measures.wrapped && self.unbalanced(before) => false,
            _ if is_dash(bullet) && full => !lower && self.listed(before, item),
            _ if is_dash(bullet) && lower => !self.measures.wrapped && passage_gap(self.lines, passage),
            _ => true,
        }
    }

    /// Whether a hyphen behind a full line that ends no sentence begins an item: the block before is one of a list, or
    /// a heading; else it is the hyphen of a name ("Lao động / - Thương binh").
    fn listed(&self, before: &Passage, _: &str) -> bool {
        let last = before.str(self.text);
        let named = last.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_uppercase));
        self.open.lines == 1 && (self.open.bullet || self.open.label.is_some()) && !named
    }

    /// Whether what looks like a label is one.
    fn is_label(&self, label: &Label, before: &Passage, passage: &Passage, end: Ending) -> bool {
        let last = before.str(self.text);
        let string = passage.str(self.text);
        if label.style == Style::Bracket {
            // Enumerations inside a paragraph wrap too: (2) begins a block where (1) did.
            return if label.value == 1 {
                ends_clause(end) || !self.is_full(before, passage)
            } else {
                self.numbering.expects(label)
            };
        }
        let expected = self.numbering.expects(label);
        if expected && label.marked && !matches!(end, Ending::Comma | Ending::Dash | Ending::Slash) {
            let governed = self.cues.ends_with(last, Effect::Governor);
            if !governed || ends_clause(end) {
                return true;
            }
        }
        if !self.measures.wrapped {
            return label.marked || ends_clause(end);
        }
        // "II. CHUYỂN ĐỔI SỐ" over its first point takes no number, "quy định tại Điều" does.
        let opens = label.value == 1 && self.open.label.is_some_and(|open| open.style < label.style);
        if !ends_clause(end) && !opens && self.cues.ends_with(last, Effect::Governor) {
            return false;
        }
        match end {
            Ending::Sentence | Ending::Final | Ending::Ellipsis | Ending::Colon | Ending::Semicolon => {
                // "năm / 2024. Từ": only small numbers are labels, and those behind a full stop go on or begin.
                label.marked
                    && (self.numbering.allows(label) || !self.is_full(before, passage) || label.value < 40)
            }
            Ending::Comma | Ending::Dash | Ending::Slash => expected && !self.is_full(before, passage),
            Ending::Open => {
                // A heading over its first point, or one in capitals, may fill its line.
                let heading = self.open.caps && self.open.lines <= 3
                    || is_caps(string)
                    || label.value == 1
                        && self.open.lines <= 2
                        && self.open.label.is_some_and(|open| open.style < label.style);
                label.marked && (!self.is_full(before, passage) || heading)
            }
        }
    }

    fn recipient(&self, before: &Passage, passage: &Passage, end: Ending) -> Joint {
        let string = passage.str(self.text);
        let lower = matches!(opening(string), Opening::Lower | Opening::Digit | Opening::Sign);
        let open = matches!(end, Ending::Open | Ending::Comma);
        let wraps =
            self.open.bullet && open && (lower || self.measures.wrapped && self.is_full(before, passage));
        if wraps && !is_caps(string) || lower && self.open.bullet {
            self.seam(before, passage)
        } else {
            Joint::Block
        }
    }

    /// Lines of a signature: each is a part but for names of bodies that run over two lines.
    fn signature(&self, last: &str, string: &str) -> Joint {
        let both = is_caps(last) && is_caps(string);
        let begins = self.cues.opening(string).is_some_and(|(found, _)| {
            matches!(found, Found::Part(Part::Post | Part::Authority) | Found::Kind)
        });
        if both && !begins && !string.starts_with("PHỤ LỤC") { Joint::Space } else { Joint::Block }
    }

    /// Whether running text goes on from one line to the next.
    fn goes_on(&self, before: &Passage, passage: &Passage, end: Ending) -> bool {
        let (last, string) = (before.str(self.text), passage.str(self.text));
        let opens = opening(string);
        let lines = &self.lines[passage.line as usize];
        if passage.ruled && opens != Opening::Lower {
            return false;
        }
        if matches!(end, Ending::Dash | Ending::Slash) {
            return true;
        }
        let caps = (is_caps(last), is_caps(string));
        if opens == Opening::Lower {
            return match end {
                Ending::Sentence => self.measures.wrapped && !passage.ruled,
                Ending::Colon => self.measures.wrapped,
                _ => {
                    !(caps.0
                        && self.open.lines == 1
                        && self.open.label.is_some_and(|l| l.style == Style::Division))
                }
            };
        }
        if caps == (true, true) {
            let title = self.open.caps && !passage.ruled && !ends_clause(end);
            return title
                && (end == Ending::Comma
                    || !self.starts_office(string)
                    || self.cues.ends_with(last, Effect::Connector));
        }
        let linked = matches!(end, Ending::Comma)
            || end == Ending::Open
                && (self.cues.ends_with(last, Effect::Connector)
                    || counts(string) && self.cues.ends_with(last, Effect::Governor));
        let shouted = caps.1 && count(string) > 6 && string.contains(' ') && !ends_sentence(ending(string));
        if shouted && !(linked && self.measures.wrapped) {
            return false;
        }
        if caps.0 && self.open.caps {
            return false;
        }
        if self.title && self.goes_on_title(before, passage) {
            return true;
        }
        if !self.measures.wrapped {
            // A paragraph broken by a page: it has no end, and the next goes on with a number.
            let long = count(last) > 100 && matches!(end, Ending::Open | Ending::Comma);
            return long && (opens == Opening::Digit || linked)
                || linked && end == Ending::Open && lines.blanks == 0 && !is_caps(last)
                || end == Ending::Semicolon && !self.open.prose && self.cites(string);
        }
        let full = self.is_full(before, passage);
        let gap = !lines.page && (lines.blanks > 0 && !self.measures.blank_noise || lines.blanks > 2);
        let indented = self.measures.indented && lines.indent >= 2;
        match end {
            Ending::Final => false,
            Ending::Sentence | Ending::Ellipsis | Ending::Semicolon => full && !gap && !indented,
            Ending::Colon => full && !gap && !indented && !opens_list(string),
            Ending::Comma => !gap || full,
            _ if linked => !gap || full || lines.page,
            _ if full => true,
            // A number alone opens no paragraph.
            _ if opens == Opening::Digit => !self.is_heading(last),
            _ if lines.page || self.measures.ragged || self.open.prose => !gap && !self.is_heading(last),
            _ => self.unbalanced(before),
        }
    }

    /// Whether a line is the next of a title: nothing parts it from the one before, and it is as short and as open.
    fn goes_on_title(&self, before: &Passage, passage: &Passage) -> bool {
        let (last, string) = (before.str(self.text), passage.str(self.text));
        let open = |line: &str| count(line) <= 90 && !ends_clause(ending(line));
        let blanks = self.lines[passage.line as usize].blanks;
        blanks == 0 && !passage.ruled && open(last) && open(string) && is_caps(last) == is_caps(string)
    }

    fn starts_office(&self, string: &str) -> bool {
        matches!(
            self.cues.opening(string),
            Some((Found::Part(Part::Body | Part::Office | Part::Post | Part::Session), _))
        ) && !self.open.caps_title()
    }

    /// Whether the block so far can be a heading: one short line, with a label or in capitals.
    fn is_heading(&self, last: &str) -> bool {
        let article = self.open.label.is_some_and(|label| label.style == Style::Article) && !self.open.caps;
        let plain = self.open.prose || self.open.bullet || article;
        self.open.lines == 1 && !plain && (self.open.label.is_some() || self.open.caps || count(last) < 40)
    }

    /// Whether a line begins with the citation of a document: "Quyết định số 12/QĐ-UBND".
    fn cites(&self, string: &str) -> bool {
        matches!(self.cues.opening(string), Some((Found::Kind, end)) if string[end..].trim_start().starts_with("số"))
    }

    fn is_full(&self, before: &Passage, passage: &Passage) -> bool {
        let first = passage.str(self.text).split_whitespace().next().unwrap_or("");
        let line = &self.lines[before.line as usize];
        // Only a passage that ends its line tells of the line's width.
        if before.end != line.end {
            return false;
        }
        // The first line of a paragraph is indented, which the text does not show.
        let open = matches!(ending(before.str(self.text)), Ending::Open | Ending::Comma);
        let indent = if self.open.lines == 1 && open { FIRST_INDENT } else { 0 };
        usize::from(line.width) + 1 + count(first) + indent >= self.measures.full
    }

    /// Whether a bracket or a quotation mark of the block is still open.
    fn unbalanced(&self, before: &Passage) -> bool {
        let end = before.end as usize;
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

    /// What stands between two passages of one block.
    fn seam(&self, before: &Passage, passage: &Passage) -> Joint {
        let (last, string) = (before.str(self.text), passage.str(self.text));
        let mut back = last.chars().rev();
        let (end, before_end) = (back.next(), back.next());
        let first = string.chars().next();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let glued = match end {
            // "11-" / "NQ/HU", "kinh tế-" / "xã hội"; a hyphen with a space before it keeps one behind.
            Some('-' | '‐' | '/') => word(before_end) && word(first),
            _ => {
                matches!(first, Some('/')) && word(end)
                    || first == Some('-') && word(end) && symbol_behind(string)
            }
        };
        if glued { Joint::Glue } else { Joint::Space }
    }
}

impl Open {
    fn kind_or_title(&self) -> bool {
        self.caps
    }

    fn caps_title(&self) -> bool {
        self.label.is_some()
    }
}

/// Whether a line begins with a number, Arabic or Roman.
fn counts(string: &str) -> bool {
    let word = string.split([' ', ',', ';', '.']).next().unwrap_or("");
    word.starts_with(|c: char| c.is_ascii_digit())
        || !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

/// "-CT/TW": the rest of a document number.
fn symbol_behind(string: &str) -> bool {
    let mut letters = string.chars().skip(1).take(2);
    letters.all(|c| c.is_uppercase())
}

fn ends_sentence(end: Ending) -> bool {
    matches!(end, Ending::Final | Ending::Sentence | Ending::Ellipsis)
}

fn ends_clause(end: Ending) -> bool {
    !matches!(end, Ending::Open | Ending::Dash | Ending::Slash | Ending::Comma)
}

fn opens_list(string: &str) -> bool {
    string.starts_with(char::is_uppercase)
}

fn passage_gap(lines: &[Line], passage: &Passage) -> bool {
    lines[passage.line as usize].blanks > 0
}
