//! How this document stands to what it cites, read from the words before the citation.

use super::Found;
use super::cues::{Cue, Cues, WIDE, breaks};
use crate::document::{Relation, Role, Roles, Section, SectionId, TokenKind, Zone};
use crate::extract::Context;
use crate::extract::line::Line;
use crate::rules::{CitationPart, EndScope, KindFields, Rules};
use std::ops::Range;

/// The rank of kinds that are no normative documents of the centre: what an unknown document may act on.
const LOWEST: u8 = 9;
/// How many tokens a sentence is looked through for its beginning.
const SENTENCE: usize = 120;

/// What a section says of the citations in it.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Inside a section of tasks or results, whose items tell others what to do.
    tells: bool,
    /// Inside an article, or a section about carrying out, where a document may say in passing what it amends.
    amends: bool,
    /// The heading above says that the section lists legal bases ("Căn cứ xây dựng kế hoạch").
    bases: bool,
}

/// The relation that a block hands on to the blocks behind it.
pub(super) struct Relations<'a> {
    context: Context<'a>,
    /// The row of this document's kind.
    own: Option<&'a KindFields>,
    /// Of all sections.
    places: Vec<Place>,
    zone: Zone,
    section: Option<SectionId>,
    place: Place,
    /// Not inside a section that tells others what to do.
    acts: bool,
    /// The relation of the list that the last block opened with ":" or left open with ";".
    open: Option<(Relation, Option<SectionId>)>,
    kept: bool,
}

impl<'a> Relations<'a> {
    /// `own`: the code of this document's kind.
    pub fn new(context: Context<'a>, own: Option<&str>) -> Self {
        let mut kinds = context.rules.kinds.rows.iter().map(|row| &row.fields);
        Relations {
            context,
            own: own.and_then(|code| kinds.find(|fields| fields.code == code)),
            places: places(context),
            zone: Zone::default(),
            section: None,
            place: Place::default(),
            acts: false,
            open: None,
            kept: false,
        }
    }

    /// Moves to the next block.
    pub fn enter(&mut self, section: Option<SectionId>, zone: Zone, cell: bool) {
        self.kept = zone == self.zone
            && self.open.is_some_and(|(_, opener)| {
                let mut above = self.context.outline.ancestors(section);
                section == self.section || above.any(|above| Some(above) == opener)
            });
        if !self.kept {
            self.open = None;
        }
        (self.zone, self.section) = (zone, section);
        let place = section.and_then(|id| self.places.get(id.index()));
        self.place = place.copied().unwrap_or_default();
        self.acts = !cell && !self.place.tells;
    }

    /// Says of the citations of one block in what relation this document stands to them.
    ///
    /// A document acts only on kinds that do not rank above its own.
    pub fn find(&mut self, line: Line<'_>, found: &mut [Found]) {
        if found.is_empty() && self.open.is_none() && !line.is(line.len().wrapping_sub(1), TokenKind::Colon) {
            return;
        }
        let cues = Cues::new(line, found);
        let mut last: Option<(Relation, usize)> = None;
        for citation in found {
            if citation.nested {
                // What a legal basis is about is a basis too; else only the outer citation says what is done.
                let basis = last.is_some_and(|(relation, _)| relation == Relation::BasedOn);
                if basis && self.zone == Zone::Preamble {
                    citation.relation = Relation::BasedOn;
                }
                continue;
            }
            let start = citation.tokens.start;
            let cue = cues.before(line, start);
            // In the preamble a cue holds for all citations of its sentence, whatever words join them, up to the clause
            // that says what this document does.
            let carried = |end: usize| {
                self.zone == Zone::Preamble
                    && start - end <= WIDE
                    && !breaks(line, end..start, true)
                    && !subject(line, end)
            };
            let listed = last
                .filter(|&(_, end)| is_list(line, end..start) || carried(end))
                .map(|(relation, _)| relation);
            let mut relation = match (cue, listed) {
                (Some(cue), Some(listed)) if last.is_some_and(|(_, behind)| cue.end <= behind) => listed,
                (Some(cue), _) => self.stands(line, cue),
                (None, Some(listed)) => listed,
                (None, None) => self.at_start(line, start),
            };
            if let Some(cue) = cues.behind(line, citation.tokens.end)
                && (self.acts && self.names_this(line, cue.first..cue.first + SENTENCE)
                    || self.is_own(line, cue))
            {
                relation = relation.max(cue.fields.relation);
            }
            let acts = matches!(relation, Relation::Amends | Relation::Replaces | Relation::Repeals);
            if acts && !self.may_act(line.rules, citation.kind) {
                relation = Relation::Mentions;
            }
            citation.relation = relation;
            last = Some((relation, citation.tokens.end));
        }
        self.hand_on(line, &cues, last.map(|(relation, _)| relation));
    }

    fn may_act(&self, rules: &Rules, cited: u16) -> bool {
        let Some(cited) = rules.kinds.row(cited).map(|row| &row.fields) else { return false };
        match self.own {
            Some(own) => !own.reports && own.rank <= cited.rank,
            None => cited.rank == LOWEST,
        }
    }

    /// A list goes on in the next block where this one ends with ";" or ":".
    fn hand_on(&mut self, line: Line<'_>, cues: &Cues<'_>, last: Option<Relation>) {
        let end = line.len().checked_sub(1);
        let closing = end.and_then(|end| line.kind(end));
        self.open = match closing {
            Some(TokenKind::Colon) => cues.last().map(|cue| (self.stands(line, cue), self.section)),
            Some(TokenKind::Semicolon | TokenKind::Comma) => {
                last.map(|relation| (relation, self.section)).or(self.open)
            }
            _ if self.kept && last.is_none() => self.open,
            _ => None,
        }
        .filter(|&(relation, _)| relation != Relation::Mentions);
    }

    /// A citation at the very beginning of a block carries on the list that is open; in the preamble it is a basis.
    fn at_start(&self, line: Line<'_>, start: usize) -> Relation {
        let first = (0..start)
            .all(|at| !line.is_word(at) || line.word(at).chars().count() == 1 || line.part(at).is_some());
        match (first, self.open, self.zone) {
            (true, Some((relation, _)), _) => relation,
            (true, None, Zone::Preamble) => Relation::BasedOn,
            (true, None, _) if self.place.bases => Relation::BasedOn,
            _ => Relation::Mentions,
        }
    }

    /// What a cue says where it stands.
    fn stands(&self, line: Line<'_>, cue: Cue<'_>) -> Relation {
        match cue.fields.relation {
            relation if !cue.fields.own || self.is_own(line, cue) => match relation {
                Relation::Implements if self.zone == Zone::Preamble && !cue.fields.always => {
                    Relation::BasedOn
                }
                relation => relation,
            },
            _ => Relation::Mentions,
        }
    }

    /// This document acts: in its title, in a sentence about itself, or at the beginning of an article or item.
    fn is_own(&self, line: Line<'_>, cue: Cue<'_>) -> bool {
        match self.zone {
            Zone::Preamble | Zone::Footnote => false,
            Zone::Title | Zone::AttachmentTitle => begins(line, cue.first),
            _ => {
                let acts = self.acts && (cue.fields.relation != Relation::Amends || self.place.amends);
                self.names_this(line, sentence_start(line, cue.first)..cue.first)
                    || acts && begins(line, cue.first)
            }
        }
    }

    /// "Quyết định này" within a range. "Luật này" in a letter is not the letter: what ranks higher is another document;
    /// a plan may be part of a decision.
    fn names_this(&self, line: Line<'_>, range: Range<usize>) -> bool {
        let rank = self.own.map_or(0, |own| own.rank);
        let is_this = |kind: usize, this: usize| {
            line.cue(Rules::KINDS, kind)
                .filter(|&(_, end)| end == this)
                .and_then(|(row, _)| line.rules.kinds.row(row))
                .is_some_and(|row| row.fields.rank >= rank)
        };
        (range.start..range.end.min(line.len())).any(|at| {
            line.skip(at, CitationPart::This).is_some()
                && (at.saturating_sub(4)..at).any(|kind| is_this(kind, at))
        })
    }
}

/// What all sections say of the citations in them, each with what those around it say.
fn places(context: Context<'_>) -> Vec<Place> {
    const TELL: Roles = Roles::of(&[
        Role::Tasks,
        Role::Solutions,
        Role::Content,
        Role::Targets,
        Role::Objectives,
        Role::Situation,
    ]);
    let mut places: Vec<Place> = Vec::with_capacity(context.outline.sections.len());
    for section in &context.outline.sections {
        let around = section.parent.and_then(|parent| places.get(parent.index()));
        let around = around.copied().unwrap_or_default();
        let is_article = |label: &str| label.contains(' ') && label.starts_with(char::is_alphabetic);
        places.push(Place {
            tells: around.tells || section.roles.meets(TELL),
            amends: around.amends
                || section.roles.contains(Role::Implementation)
                || section.label.as_deref().is_some_and(is_article),
            bases: around.bases || is_about_bases(context, section),
        });
    }
    places
}

/// Whether the heading of a section begins with the cue of a legal basis.
fn is_about_bases(context: Context<'_>, section: &Section) -> bool {
    let Some(heading) = context.heading(section) else { return false };
    context.tokens.cue_at(Rules::RELATIONS, heading.start).is_some_and(|cue| {
        let row = context.rules.relations.row(cue.row);
        row.is_some_and(|row| row.fields.relation == Relation::BasedOn && row.fields.reach >= WIDE)
    })
}

/// The first token of the sentence that a token stands in, as far as a sentence goes.
fn sentence_start(line: Line<'_>, at: usize) -> usize {
    let from = at.saturating_sub(SENTENCE);
    let period = (from..at).rev().find(|&at| line.is(at, TokenKind::Period) && !line.glued(at + 1));
    period.map_or(from, |period| period + 1)
}

/// Nothing before a cue in its sentence but a label ("Điều 3.", "1.", "a)"), a bullet, or a cue like it.
fn begins(line: Line<'_>, first: usize) -> bool {
    let amends = |at: usize| {
        let row = line
            .cue(Rules::CITATION_CONNECTORS, at)
            .and_then(|(row, _)| line.rules.citation_connectors.row(row));
        row.is_some_and(|row| row.fields.amends)
    };
    let mut at = sentence_start(line, first);
    while at < first {
        let label = line.word(at).chars().count() == 1 || line.is(at + 1, TokenKind::Number);
        at = match line.cue(Rules::CITATION_CONNECTORS, at) {
            Some((_, end)) if amends(at) => end,
            _ if !line.is_word(at) || label => at + 1,
            _ => match line.skip(at, CitationPart::And) {
                Some(end) => end,
                None => return false,
            },
        };
    }
    true
}

/// A body stands behind the comma at a token, which begins the main clause.
fn subject(line: Line<'_>, at: usize) -> bool {
    let row = line.cue(Rules::CITATION_ENDS, at).and_then(|(row, _)| line.rules.citation_ends.row(row));
    row.is_some_and(|row| row.fields.verb)
}

/// The end of an item of a list that names documents without a number ("Nghị quyết Trung ương 4 khóa XII"), and does
/// nothing with them.
fn unnumbered(line: Line<'_>, from: usize, to: usize) -> Option<usize> {
    line.cue(Rules::KINDS, from)?;
    let end = (from..to).find(|&at| line.is(at, TokenKind::Semicolon))?;
    let acts = |at: usize| {
        let row = line.cue(Rules::CITATION_ENDS, at).and_then(|(row, _)| line.rules.citation_ends.row(row));
        row.is_some_and(|row| row.fields.scope == EndScope::Verb)
    };
    (!(from + 1..end).any(acts)).then_some(end)
}

/// Nothing between two citations but what joins the items of a list.
fn is_list(line: Line<'_>, range: Range<usize>) -> bool {
    let mut at = range.start;
    while at < range.end {
        at = match (line.kind(at), line.part(at)) {
            (
                Some(
                    TokenKind::Comma
                    | TokenKind::Semicolon
                    | TokenKind::Dash
                    | TokenKind::CloseQuote
                    | TokenKind::CloseParen,
                ),
                _,
            ) => at + 1,
            (_, Some((CitationPart::And | CitationPart::Plural | CitationPart::Number, end))) => end,
            (Some(TokenKind::Word), _) if at > range.start => match unnumbered(line, at, range.end) {
                Some(end) => end,
                None => return false,
            },
            _ => return false,
        };
    }
    true
}
