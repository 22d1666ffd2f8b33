//! The tree of sections, from a stack of the label styles that are open.
//!
//! The depth of a label follows from the styles around it, not from the style itself: documents number their top level
//! I., 1., A. or Điều 1. as they like, skip numbers, repeat them and start anew.

use super::label::{Label, Style, step};
use crate::document::{Roles, Section, SectionId};
use crate::rules::DivisionStyle;
use crate::span::{Normalized, Span};

/// How an unnumbered heading is set; headings set alike stand on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Capitals,
    /// The format's heading level.
    Level(u8),
    Other,
}

/// What numbers a section that is open.
#[derive(Debug, Clone)]
enum Kind {
    Label(Label),
    Unnumbered(Face),
}

#[derive(Debug, Clone)]
struct Open {
    kind: Kind,
    section: SectionId,
    headed: bool,
}

impl Open {
    fn label(&self) -> Option<&Label> {
        match &self.kind {
            Kind::Label(label) => Some(label),
            Kind::Unnumbered(_) => None,
        }
    }

    fn rank(&self) -> u8 {
        match &self.kind {
            Kind::Label(label) => label.style.rank(),
            Kind::Unnumbered(Face::Capitals) => Style::Roman.rank(),
            Kind::Unnumbered(_) => u8::MAX,
        }
    }
}

/// Two labels of one row that do not follow each other: the label before and the one found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub section: SectionId,
    pub before: String,
    pub found: String,
    /// The label is the same as the one before.
    pub repeated: bool,
}

/// Sections in document order, and the stack of those still open.
#[derive(Debug, Default)]
pub struct Tree {
    pub sections: Vec<Section>,
    pub faults: Vec<Fault>,
    stack: Vec<Open>,
}

/// Where a label goes: below this entry of the stack (all above it are closed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    keep: usize,
    /// Continues a row of fellows: the entry that it follows.
    follows: Option<usize>,
    score: i32,
}

impl Tree {
    /// Chooses the reading of a label that fits best; `None` where none is trustworthy.
    pub fn choose(&self, readings: Vec<Label>) -> Option<Label> {
        let scored = readings.into_iter().map(|label| (self.fit(&label).score, label));
        let mut best: Option<(i32, Label)> = None;
        for (score, label) in scored {
            let least = if label.weak { WEAK } else { i32::MIN };
            if score >= least && best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, label));
            }
        }
        best.map(|(_, label)| label)
    }

    /// Whether a label would open below the innermost section.
    pub fn is_deeper(&self, label: &Label) -> bool {
        self.fit(label).keep == self.stack.len()
    }

    /// Opens a numbered section at `start` and returns it.
    pub fn open(&mut self, label: Label, start: usize, block: usize) -> SectionId {
        let fit = self.fit(&label);
        let id = SectionId(self.sections.len() as u32);
        if let Some(before) = fit.follows.and_then(|at| self.stack[at].label()) {
            let step = step(label.style, before.ordinal, label.ordinal);
            if step > 1 || step == 0 {
                self.faults.push(Fault {
                    section: id,
                    before: before.text.clone(),
                    found: label.text.clone(),
                    repeated: step == 0,
                });
            }
        }
        self.stack.truncate(fit.keep);
        let text = label.text.clone();
        self.push(Kind::Label(label), Some(text), start, block);
        id
    }

    /// Opens a section for an unnumbered heading.
    pub fn open_unnumbered(&mut self, face: Face, start: usize, block: usize) -> SectionId {
        let same = match face {
            Face::Level(level) => self
                .stack
                .iter()
                .position(|open| matches!(open.kind, Kind::Unnumbered(Face::Level(other)) if other >= level)),
            _ => self
                .stack
                .iter()
                .rposition(|open| matches!(open.kind, Kind::Unnumbered(other) if other == face)),
        };
        let keep = match (same, face) {
            (Some(at), _) => at,
            (None, Face::Capitals) => self
                .stack
                .iter()
                .position(|open| open.rank() >= Style::Roman.rank())
                .unwrap_or(self.stack.len()),
            // Numbered sentences before it are fellows and hold no headings.
            (None, _) => self.stack.iter().rposition(|open| open.headed).map_or(0, |at| at + 1),
        };
        self.stack.truncate(keep);
        let id = SectionId(self.sections.len() as u32);
        self.push(Kind::Unnumbered(face), None, start, block);
        id
    }

    /// Opens the section of the text that stands before any heading.
    pub fn open_text(&mut self, start: usize, block: usize) -> SectionId {
        let id = SectionId(self.sections.len() as u32);
        self.sections.push(section(None, None, 1, start, block));
        id
    }

    /// Closes all sections: an attached text numbers anew.
    pub fn close(&mut self) {
        self.stack.clear();
    }

    /// The innermost open section.
    pub fn innermost(&self) -> Option<SectionId> {
        self.stack.last().map(|open| open.section)
    }

    /// Tells that the innermost section has a heading.
    pub fn set_heading(&mut self, heading: Span<Normalized>, roles: Roles) {
        if let Some(open) = self.stack.last_mut() {
            open.headed = true;
            let section = &mut self.sections[open.section.index()];
            section.heading = Some(heading);
            section.roles = roles;
        }
    }

    /// Gives the innermost section its roles.
    pub fn set_roles(&mut self, roles: Roles) {
        if let Some(open) = self.stack.last() {
            self.sections[open.section.index()].roles = roles;
        }
    }

    /// Whether the innermost section is a point of a list.
    pub fn is_list(&self) -> bool {
        self.stack.last().and_then(Open::label).is_some_and(|label| label.style.is_list())
    }

    /// Whether the innermost section is an appendix.
    pub fn is_appendix(&self) -> bool {
        self.stack
            .last()
            .and_then(Open::label)
            .is_some_and(|label| label.style == Style::Word(DivisionStyle::Appendix))
    }

    fn push(&mut self, kind: Kind, label: Option<String>, start: usize, block: usize) {
        let parent = self.innermost();
        let level = parent.map_or(1, |parent| self.sections[parent.index()].level.saturating_add(1));
        let id = SectionId(self.sections.len() as u32);
        self.sections.push(section(parent, label, level, start, block));
        self.stack.push(Open { kind, section: id, headed: false });
    }

    /// Where a label belongs, and how well it fits there.
    fn fit(&self, label: &Label) -> Fit {
        let compound = label.style == Style::Mixed || matches!(label.style, Style::Number(2..));
        if compound && let Some(fit) = self.fit_compound(label) {
            return fit;
        }
        let same =
            self.stack.iter().rposition(|open| open.label().is_some_and(|open| open.style == label.style));
        if let Some(at) = same {
            let before = self.stack[at].label().map_or(0, |open| open.ordinal);
            let step = step(label.style, before, label.ordinal);
            // Numbers that start anew below an unnumbered heading belong to it.
            let below_heading =
                self.stack.last().is_some_and(|top| top.label().is_none()) && at + 1 < self.stack.len();
            if label.ordinal <= 1 && below_heading {
                return Fit { keep: self.stack.len(), follows: None, score: 4 };
            }
            let score = match step {
                1 => 6,
                0 => 2,
                2..=3 => 3,
                _ if label.ordinal <= 1 => 3,
                _ => 1,
            };
            return Fit {
                keep: at,
                follows: (label.ordinal > 1).then_some(at),
                score: score - i32::from(label.misread),
            };
        }
        let keep = self.parent_by_rank(label);
        let score = match label.ordinal {
            0 | 1 => 5,
            2..=3 => 1,
            _ => 0,
        };
        Fit { keep, follows: None, score: score - i32::from(label.misread) }
    }

    /// A label of several numbers below the one that it begins with, or beside a fellow of its depth.
    fn fit_compound(&self, label: &Label) -> Option<Fit> {
        let above = |open: &Label| match label.style {
            Style::Mixed => label.text.rsplit_once('.').is_some_and(|(above, _)| above == open.text),
            _ => {
                matches!(open.style, Style::Number(_))
                    && label.numbers.split_last().is_some_and(|(_, above)| above == open.numbers)
            }
        };
        let parent = self.stack.iter().rposition(|open| open.label().is_some_and(above));
        let depth = |text: &str| text.matches('.').count();
        let fellow = |from: usize| {
            (from..self.stack.len()).find(|&at| {
                self.stack[at].label().is_some_and(|open| {
                    open.style == label.style
                        && (label.style != Style::Mixed || depth(&open.text) == depth(&label.text))
                })
            })
        };
        let score = |follows: Option<usize>| {
            let before = follows.and_then(|at| self.stack[at].label()).map_or(0, |open| open.ordinal);
            if step(label.style, before, label.ordinal) == 1 { 7 } else { 3 }
        };
        if let Some(parent) = parent {
            let follows = fellow(parent + 1);
            return Some(Fit { keep: follows.unwrap_or(parent + 1), follows, score: score(follows) });
        }
        // "2.1" after "1.3" where no "2" stands open.
        let at = fellow(0)?;
        Some(Fit { keep: at, follows: None, score: 2 })
    }

    /// The entries that stay open above a style that is new here.
    fn parent_by_rank(&self, label: &Label) -> usize {
        if label.style == Style::Word(DivisionStyle::Appendix) {
            return 0;
        }
        let rank = label.style.rank();
        let mut keep = self.stack.len();
        let upper = matches!(label.style, Style::Word(DivisionStyle::Part | DivisionStyle::Chapter));
        while keep > 0 {
            let open = &self.stack[keep - 1];
            let nests = match &open.kind {
                // "MỞ ĐẦU" stands beside the parts.
                Kind::Unnumbered(_) if upper => false,
                // A row that begins below an unnumbered heading is its own.
                Kind::Unnumbered(Face::Capitals) => rank > Style::Roman.rank() || label.ordinal <= 1,
                Kind::Unnumbered(_) => label.ordinal <= 1,
                Kind::Label(above) => {
                    above.style.rank() < rank
                        // Lists nest in either order; a row of capitals may stand below Roman numerals.
                        || label.ordinal <= 1 && above.style.is_list() && label.style.is_list()
                        || label.ordinal <= 1 && above.style == Style::Roman && label.style == Style::Capital
                }
            };
            if nests {
                break;
            }
            keep -= 1;
        }
        keep
    }
}

/// A weak label counts from this score on: it continues a row or begins one.
const WEAK: i32 = 4;

fn section(
    parent: Option<SectionId>,
    label: Option<String>,
    level: u8,
    start: usize,
    block: usize,
) -> Section {
    Section {
        parent,
        label,
        heading: None,
        roles: Roles::default(),
        level,
        blocks: (block as u32, block as u32),
        span: Span::empty(start),
        text: Span::empty(start),
    }
}
