//! Which passages make one block.

use super::cues::{Cues, Found, Opens};
use super::flow::{Border, Passage};
use super::label::{self, Label, Numbering, Style};
use super::letterhead;
use super::lines::{Ending, Line, Opening, count, ending, has_bullet, is_caps, opening};
use super::measure::Measures;
use super::parts::is_place_date;
use super::running::{ends_clause, ends_sentence};
use super::seam::{Joint, seam};
use crate::document::is_upper;
use crate::rules::{Effect, Part};
use crate::source::Fragment;

/// The kind of a document stands in the first so many lines.
const HEAD: u32 = 40;

/// The title of a list of contents has fewer bytes.
const CONTENTS: usize = 20;

/// What is known of the block that is being made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    pub label: Option<Label>,
    /// The block is nothing but its label.
    pub bare_label: bool,
    pub bullet: bool,
    /// Its first line is all in capitals.
    pub caps: bool,
    /// Lines so far.
    pub lines: u32,
    pub start: usize,
    /// The block is a kind of document: KẾ HOẠCH.
    pub kind: bool,
    /// It opens with a recital or the closing formula, as no heading does.
    pub prose: bool,
}

/// Signs that may stand before the first word of a line.
const OPENING: [char; 4] = ['(', '[', '“', '"'];

/// A passage and the one before it in the flow of text.
pub(super) struct Pair<'p> {
    pub before: &'p Passage,
    pub passage: &'p Passage,
    pub last: &'p str,
    pub string: &'p str,
    /// What the one before ends with.
    pub end: Ending,
    /// What the passage begins with.
    pub opening: Opening,
    pub opens: Opens,
}

/// The part of the document that lines are joined in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Text,
    Recipients,
    Signature,
}

/// Decides for one passage after the other.
pub(super) struct Joiner<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a [Line],
    pub(super) measures: &'a Measures,
    pub(super) cues: Cues<'a>,
    pub(super) numbering: Numbering,
    fragments: &'a [Fragment],
    zone: Zone,
    /// Between the kind of document and its text stands the title.
    pub(super) title: bool,
    /// The kind of the document has been seen.
    headed: bool,
    pub(super) open: Open,
}

impl<'a> Joiner<'a> {
    pub fn new(
        text: &'a str,
        lines: &'a [Line],
        measures: &'a Measures,
        fragments: &'a [Fragment],
        cues: Cues<'a>,
    ) -> Self {
        Joiner {
            text,
            fragments,
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
        let opening = opening(string);
        let label = label::parse(string);
        let opens = match opening {
            Opening::Digit => Opens::default(),
            Opening::Lower if !self.cues.capless() => Opens::default(),
            _ => {
                let inner = string.trim_start_matches(OPENING);
                self.cues.opens(inner).behind(string.len() - inner.len())
            }
        };
        let joint = match before {
            None => Joint::Block,
            Some(before) => {
                let last = before.str(self.text);
                let end = ending(last);
                let pair = Pair { before, passage, last, string, end, opening, opens };
                self.decide(&pair, label.as_ref())
            }
        };
        if joint == Joint::Block {
            self.enter(passage, string, label, opens);
        } else {
            self.extend(passage);
        }
        joint
    }

    /// Notes the block that a passage begins.
    fn enter(&mut self, passage: &Passage, string: &str, label: Option<Label>, opens: Opens) {
        if let Some(label) = &label {
            self.numbering.take(label);
        }
        let large = |end: usize| string.get(..end).is_some_and(|phrase| self.cues.large(phrase));
        self.zone = match (self.zone, opens.found) {
            (_, Some((Found::Part(Part::Recipients), _))) => Zone::Recipients,
            (_, Some((Found::Part(Part::Authority), end))) if large(end) => Zone::Signature,
            (Zone::Recipients, Some((Found::Part(Part::Post), end))) if large(end) => Zone::Signature,
            (_, Some((Found::Kind, end))) if string.get(..end).is_some_and(is_caps) => Zone::Text,
            (Zone::Recipients | Zone::Signature, _) if label.is_some_and(|label| label.marked) => Zone::Text,
            (zone, _) => zone,
        };
        let caps = is_caps(string);
        let kind = self.is_kind(passage, string, opens);
        self.headed |= kind;
        let prose = opens.effect.is_some() && !caps;
        self.title = kind || self.title && !prose && label.is_none() && !ends_clause(ending(string));
        self.open = Open {
            bare_label: label.is_some_and(|label| string[label.len..].trim().is_empty()),
            label,
            bullet: has_bullet(string),
            caps,
            lines: 1,
            start: passage.start as usize,
            kind,
            prose,
        };
    }

    /// Notes a passage that goes on with the block.
    fn extend(&mut self, passage: &Passage) {
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

    /// Whether a line is a kind of document; the first of a document may stand in small letters too.
    fn is_kind(&self, passage: &Passage, string: &str, opens: Opens) -> bool {
        matches!(opens.found, Some((Found::Kind, _)))
            && (letterhead::is_kind(string, self.cues)
                || !self.headed && passage.line < HEAD && letterhead::names_kind(string, self.cues))
    }

    fn decide(&self, pair: &Pair, label: Option<&Label>) -> Joint {
        let join = |goes_on: bool| {
            if goes_on { seam(self.text, pair.before, pair.passage) } else { Joint::Block }
        };
        match pair.passage.border {
            Border::Break | Border::Cell if !self.open.bare_label => return Joint::Block,
            Border::Join => return join(true),
            _ => {}
        }
        if self.open.bare_label {
            // "Chương I": its title is a block of its own; "Điều" alone is completed by "1."
            let titled = self.open.label.is_some_and(|label| label.style == Style::Division);
            if titled && pair.opening != Opening::Lower {
                return Joint::Block;
            }
            if !titled && label.is_none_or(|label| self.completes(label)) {
                return Joint::Space;
            }
        }
        let straddles = || letterhead::straddles(pair.last, pair.string, self.cues);
        if pair.end == Ending::Final
            || self.is_dated(pair)
            || self.open.kind && !straddles()
            || self.is_contents(pair.last)
        {
            return Joint::Block;
        }
        let seen = self.seen_to_open(pair);
        if seen == Some(true) && ends_clause(pair.end) {
            return Joint::Block;
        }
        let text = self.zone == Zone::Text && label.is_none();
        if text && pair.opening == Opening::Lower && !self.cues.capless() {
            return join(self.goes_on_in_small_letters(pair));
        }
        if is_caps(pair.last) && count(pair.last) < 40 && straddles() {
            return Joint::Space;
        }
        if self.opens_part(pair) {
            return Joint::Block;
        }
        if let Some(opens) = seen {
            return join(!opens);
        }
        if has_bullet(pair.string) {
            return join(self.zone != Zone::Recipients && !self.is_item(pair));
        }
        if let Some(label) = label {
            return join(!self.is_label(label, pair) && self.goes_on(pair));
        }
        match self.zone {
            Zone::Recipients => join(self.wraps_recipient(pair)),
            Zone::Signature => join(signs_on(pair) && self.is_close(pair)),
            Zone::Text => join(self.goes_on(pair)),
        }
    }

    /// Whether a line of running text opens a paragraph or goes on with the line before, where its place on a page tells.
    fn seen_to_open(&self, pair: &Pair) -> Option<bool> {
        let line = &self.lines[pair.passage.line as usize];
        let whole = pair.before.end == self.lines[pair.before.line as usize].end;
        if self.zone != Zone::Text || !whole || pair.passage.start != line.start {
            return None;
        }
        let start = pair.passage.start;
        let index = self.fragments.partition_point(|fragment| fragment.end <= start);
        self.fragments.get(index).filter(|fragment| fragment.start <= start)?.style.opens
    }

    /// "Điều" alone is completed by "1.".
    fn completes(&self, label: &Label) -> bool {
        self.open.label.is_some_and(|open| open.style == Style::Article && open.value == 0)
            && label.style == Style::Number
    }

    /// Whether a line is the title of a list of contents, which ends with its line.
    fn is_contents(&self, line: &str) -> bool {
        let found = || self.cues.opening(line).is_some_and(|(found, _)| found == Found::Part(Part::Contents));
        line.len() < CONTENTS && is_caps(line) && found()
    }

    /// Whether the block is a place and date, which ends with its line.
    fn is_dated(&self, pair: &Pair) -> bool {
        self.open.lines == 1 && is_place_date(pair.last, self.cues)
    }

    /// Whether a line opens a part of the document that no wrapped line opens.
    fn opens_part(&self, pair: &Pair) -> bool {
        let string = pair.string;
        let small = pair.opening == Opening::Lower && string.len() >= 120;
        if small || pair.opening == Opening::Digit {
            return false;
        }
        let inner = string.trim_start_matches(OPENING);
        let Some((found, end)) = pair.opens.found else {
            return self.opens_prose(pair) || is_place_date(string, self.cues);
        };
        let large = string.get(..end).is_some_and(|phrase| self.cues.large(phrase));
        let linked = || self.cues.ends_with(pair.last, Effect::Connector);
        match found {
            Found::Part(Part::NationalTitle | Part::PartyTitle | Part::Authority | Part::Enacting) => large,
            Found::Part(Part::Contents) => self.is_contents(string),
            Found::Part(Part::Motto | Part::Recipients | Part::Addressee) => inner.starts_with(is_upper),
            Found::Part(Part::Number) => inner.len() < 60,
            Found::Part(Part::Subject) => inner.starts_with('V') && !linked(),
            Found::Part(Part::Signed) => string.starts_with(['(', '[']) && string.len() < 30,
            Found::Part(Part::Attached) => string.starts_with('('),
            // The issuer once more, under a title in capitals.
            Found::Part(Part::Body | Part::Post) => {
                let shouted = self.open.caps && is_caps(string) && self.zone == Zone::Text;
                shouted && !linked() && pair.end != Ending::Comma
            }
            Found::Kind => self.is_kind(pair.passage, string, pair.opens) && !linked(),
            _ => is_place_date(string, self.cues),
        }
    }

    /// Whether a line opens a recital or the closing paragraph.
    fn opens_prose(&self, pair: &Pair) -> bool {
        match pair.opens.effect {
            Some(Effect::Recital) if is_caps(pair.string) => false,
            Some(Effect::Recital) => ends_clause(pair.end) || pair.passage.ruled || self.title,
            Some(Effect::Closing) => ends_sentence(pair.end),
            _ => false,
        }
    }

    /// Whether no blank line that means anything stands before a passage.
    fn is_close(&self, pair: &Pair) -> bool {
        self.measures.blank_noise || self.lines[pair.passage.line as usize].blanks == 0
    }

    /// Whether a line goes on with the recipient before it.
    fn wraps_recipient(&self, pair: &Pair) -> bool {
        let small = matches!(pair.opening, Opening::Lower | Opening::Digit | Opening::Sign);
        let open = matches!(pair.end, Ending::Open | Ending::Comma);
        self.open.bullet
            && (small || open && !is_caps(pair.string) && self.measures.wrapped && self.goes_on(pair))
    }
}

/// Whether a line of a signature goes on with the one before: only names of bodies run over two lines.
fn signs_on(pair: &Pair) -> bool {
    let part = matches!(pair.opens.found, Some((Found::Part(Part::Post | Part::Authority) | Found::Kind, _)));
    is_caps(pair.last) && is_caps(pair.string) && !part && !pair.string.starts_with("PHỤ LỤC")
}
