//! How this document stands to what it cites, read from the words before the citation.

use super::Found;
use super::cues::{Cue, Cues, WIDE, breaks};
use crate::document::{Relation, Role, SectionId, TokenKind, Zone};
use crate::extract::Context;
use crate::extract::line::Line;
use crate::rules::{CitationPart, EndScope, KindFields, Rules};
use std::ops::Range;

/// The rank of kinds that are no normative documents of the centre: what an unknown document may act on.
const LOWEST: u8 = 9;
/// How many tokens a sentence is looked through for its beginning.
const SENTENCE: usize = 120;

/// The relation that a block hands on to the blocks behind it.
#[derive(Debug, Default)]
pub(super) struct Relations<'a> {
    /// The code of this document's kind.
    own: Option<&'a str>,
    zone: Zone,
    section: Option<SectionId>,
    /// Inside an article, or a section about carrying out, where a document may say in passing what it amends.
    amends: bool,
    /// Not inside a section of tasks or results, whose items tell others what to do.
    acts: bool,
    /// The heading above says that the section lists legal bases ("Căn cứ xây dựng kế hoạch").
    bases: bool,
    /// The relation of the list that the last block opened with ":" or left open with ";".
    open: Option<(Relation, Option<SectionId>)>,
    kept: bool,
}

impl<'a> Relations<'a> {
    pub fn new(own: Option<&'a str>) -> Self {
        Relations { own, ..Relations::default() }
    }

    /// Moves to the next block.
    pub fn enter(&mut self, context: Context<'_>, section: Option<SectionId>, zone: Zone, cell: bool) {
        let outline = context.outline;
        if section != self.section {
            self.bases = outline.ancestors(section).any(|id| is_about_bases(context, id));
        }
        self.kept = zone == self.zone
            && self.open.is_some_and(|(_, opener)| {
                outline.ancestors(section).any(|above| Some(above) == opener) || section == self.section
            });
        if !self.kept {
            self.open = None;
        }
        (self.zone, self.section) = (zone, section);
        let tasks =
            [Role::Tasks, Role::Solutions, Role::Content, Role::Targets, Role::Objectives, Role::Situation];
        self.acts = !cell && !tasks.iter().any(|&role| outline.within_role(section, role));
        let article = outline.ancestors(section).any(|id| {
            let label = outline.section(id).and_then(|section| section.label.as_deref());
            label.is_some_and(|label| {
                label.chars().next().is_some_and(char::is_alphabetic) && label.contains(' ')
            })
        });
        self.amends = self.acts && (article || outline.within_role(section, Role::Implementation));
    }

    /// The relations of the citations of one block.
    ///
    /// A document acts only on kinds that do not rank above its own.
    pub fn of(&mut self, line: Line<'_>, found: &[Found]) -> Vec<Relation> {
        if found.is_empty() && self.open.is_none() && !line.is(line.len().wrapping_sub(1), TokenKind::Colon) {
            return Vec::new();
        }
        let cues = Cues::new(line, found);
        let mut relations = vec![Relation::Mentions; found.len()];
        let mut last: Option<(Relation, usize)> = None;
        for (index, citation) in found.iter().enumerate() {
            if citation.nested {
                // What a legal basis is about is a basis too; else only the outer citation says what is done.
                let basis = last.is_some_and(|(relation, _)| relation == Relation::BasedOn);
                let basis = basis && self.zone == Zone::Preamble;
                relations[index] = if basis { Relation::BasedOn } else { Relation::Mentions };
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
            relations[index] = relation;
            last = Some((relation, citation.tokens.end));
        }
        self.hand_on(line, &cues, last.map(|(relation, _)| relation));
        relations
    }

    fn may_act(&self, rules: &Rules, cited: u16) -> bool {
        let Some(cited) = rules.kinds.row(cited).map(|row| &row.fields) else { return false };
        match self.own_kind(rules) {
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
            (true, None, _) if self.bases => Relation::BasedOn,
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
                let acts = if cue.fields.relation == Relation::Amends { self.amends } else { self.acts };
                self.names_this(line, sentence_start(line, cue.first)..cue.first)
                    || acts && begins(line, cue.first)
            }
        }
    }

    /// "Quyết định này" within a range. "Luật này" in a letter is not the letter: what ranks higher is another document;
    /// a plan may be part of a decision.
    fn names_this(&self, line: Line<'_>, range: Range<usize>) -> bool {
        let rank = self.own_kind(line.rules).map_or(0, |own| own.rank);
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

    fn own_kind<'r>(&self, rules: &'r Rules) -> Option<&'r KindFields> {
        let code = self.own?;
        rules.kinds.rows.iter().map(|row| &row.fields).find(|fields| fields.code == code)
    }
}

/// Whether the heading of a section begins with the cue of a legal basis.
fn is_about_bases(context: Context<'_>, section: SectionId) -> bool {
    let heading = context.outline.section(section).and_then(|section| section.heading);
    let Some(heading) = heading.map(|heading| context.tokens.within(heading)) else { return false };
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
