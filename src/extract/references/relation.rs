//! How this document stands to what it cites, read from the words before the citation.

use super::Found;
use crate::document::{Outline, Relation, Role, SectionId, TokenKind, Zone};
use crate::extract::line::Line;
use crate::rules::{CitationPart, RelationFields, Rules};

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
    /// The relation of the list that the last block opened with ":" or left open with ";".
    open: Option<(Relation, Option<SectionId>)>,
    kept: bool,
}

impl<'a> Relations<'a> {
    pub fn new(own: Option<&'a str>) -> Self {
        Relations { own, ..Relations::default() }
    }

    /// Moves to the next block.
    pub fn enter(&mut self, outline: &Outline, section: Option<SectionId>, zone: Zone) {
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
        self.acts = !tasks.iter().any(|&role| outline.within_role(section, role));
        let article = outline.ancestors(section).any(|id| {
            let label = outline.section(id).and_then(|section| section.label.as_deref());
            label.is_some_and(|label| {
                label.chars().next().is_some_and(char::is_alphabetic) && label.contains(' ')
            })
        });
        self.amends = self.acts && (article || outline.within_role(section, Role::Implementation));
    }

    /// The relations of the citations of one block.
    pub fn of(&mut self, line: Line<'_>, found: &[Found]) -> Vec<Relation> {
        if found.is_empty() && self.open.is_none() && !line.is(line.len().wrapping_sub(1), TokenKind::Colon) {
            return Vec::new();
        }
        let cues: Vec<(&RelationFields, usize, usize)> = line
            .cues(Rules::RELATIONS)
            .filter_map(|(row, first, end)| Some((&line.rules.relations.row(row)?.fields, first, end)))
            .collect();
        let mut relations = vec![Relation::Mentions; found.len()];
        let mut last: Option<(Relation, usize)> = None;
        for (index, citation) in found.iter().enumerate() {
            if citation.nested {
                // What a legal basis is about is a basis too; else only the outer citation says what is done.
                let basis = last.is_some_and(|(relation, _)| relation == Relation::BasedOn);
                relations[index] =
                    if basis && self.zone == Zone::Preamble { Relation::BasedOn } else { Relation::Mentions };
                continue;
            }
            let start = citation.tokens.start;
            let cue = cues
                .iter()
                .rev()
                .find(|&&(fields, first, end)| {
                    !fields.behind
                        && end <= start
                        && !found.iter().any(|other| other.tokens.start <= first && first < other.tokens.end)
                })
                .filter(|&&(fields, _, end)| {
                    start - end <= fields.reach && !breaks(line, end..start, fields.own)
                });
            let listed = last.filter(|&(_, end)| is_list(line, end..start)).map(|(relation, _)| relation);
            let mut relation = match (cue, listed) {
                (Some(&(_, _, end)), Some(listed)) if last.is_some_and(|(_, behind)| end <= behind) => listed,
                (Some(&(fields, first, _)), _) => self.stands(line, fields, first),
                (None, Some(listed)) => listed,
                (None, None) => self.at_start(line, start),
            };
            if let Some(&(fields, first, _)) = cues.iter().find(|(fields, first, _)| {
                fields.behind
                    && *first >= citation.tokens.end
                    && first - citation.tokens.end <= fields.reach
                    && !breaks(line, citation.tokens.end..*first, true)
            }) && (self.acts && self.names_this(line, first, line.len())
                || self.is_own(line, first, fields.relation))
            {
                relation = relation.max(fields.relation);
            }
            relations[index] = relation;
            last = Some((relation, citation.tokens.end));
        }
        self.hand_on(line, &cues, last.map(|(relation, _)| relation));
        relations
    }

    /// A list goes on in the next block where this one ends with ";" or ":".
    fn hand_on(&mut self, line: Line<'_>, cues: &[(&RelationFields, usize, usize)], last: Option<Relation>) {
        let end = line.len().checked_sub(1);
        let closing = end.and_then(|end| line.kind(end));
        self.open = match closing {
            Some(TokenKind::Colon) => cues
                .iter()
                .rev()
                .find(|(fields, _, _)| !fields.behind)
                .map(|&(fields, first, _)| (self.stands(line, fields, first), self.section)),
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
            _ => Relation::Mentions,
        }
    }

    /// What a cue says where it stands.
    fn stands(&self, line: Line<'_>, fields: &RelationFields, first: usize) -> Relation {
        match fields.relation {
            relation if fields.own => {
                if self.is_own(line, first, relation) {
                    relation
                } else {
                    Relation::Mentions
                }
            }
            Relation::Implements if self.zone == Zone::Preamble && !fields.always => Relation::BasedOn,
            relation => relation,
        }
    }

    /// This document acts: in its title, in a sentence about itself, or at the beginning of an article or item.
    fn is_own(&self, line: Line<'_>, first: usize, relation: Relation) -> bool {
        match self.zone {
            Zone::Preamble | Zone::Footnote => false,
            Zone::Title | Zone::AttachmentTitle => begins(line, first),
            _ => {
                let acts = if relation == Relation::Amends { self.amends } else { self.acts };
                self.names_this(line, sentence_start(line, first), first) || acts && begins(line, first)
            }
        }
    }

    /// "Quyết định này" within a range, of this document's kind or of one that it may carry as an attachment.
    fn names_this(&self, line: Line<'_>, from: usize, to: usize) -> bool {
        let is_this = |kind: usize, this: usize| {
            line.cue(Rules::KINDS, kind)
                .filter(|&(_, end)| end == this)
                .and_then(|(row, _)| line.rules.kinds.row(row))
                .is_some_and(|row| self.own.is_none_or(|own| row.fields.code == own || row.fields.attached))
        };
        (from..to).any(|at| {
            line.skip(at, CitationPart::This).is_some()
                && (at.saturating_sub(4)..at).any(|kind| is_this(kind, at))
        })
    }
}

fn sentence_start(line: Line<'_>, at: usize) -> usize {
    (0..at)
        .rev()
        .find(|&at| line.is(at, TokenKind::Period) && !line.glued(at + 1))
        .map_or(0, |period| period + 1)
}

/// Nothing before a cue in its sentence but a label ("Điều 3.", "1.", "a)") or a bullet.
fn begins(line: Line<'_>, first: usize) -> bool {
    let from = sentence_start(line, first);
    (from..first).all(|at| {
        let label =
            line.is_word(at) && (line.word(at).chars().count() == 1 || line.is(at + 1, TokenKind::Number));
        label
            || !line.is_word(at)
            || line.part(at).is_some()
            || line.cue(Rules::CITATION_CONNECTORS, at).is_some()
    })
}

/// A sentence or a part of a list ends within a range. A cue that acts reaches over the parts of a provision.
fn breaks(line: Line<'_>, mut range: std::ops::Range<usize>, over_lists: bool) -> bool {
    range.any(|at| match line.kind(at) {
        Some(TokenKind::Semicolon) => !over_lists,
        Some(TokenKind::Period) => !line.glued(at + 1),
        _ => false,
    })
}

/// Nothing between two citations but what joins the items of a list.
fn is_list(line: Line<'_>, range: std::ops::Range<usize>) -> bool {
    let mut at = range.start;
    while at < range.end {
        let joins = match line.kind(at) {
            Some(
                TokenKind::Comma
                | TokenKind::Semicolon
                | TokenKind::Dash
                | TokenKind::CloseQuote
                | TokenKind::CloseParen,
            ) => Some(at + 1),
            _ => match line.part(at) {
                Some((CitationPart::And | CitationPart::Plural | CitationPart::Number, end)) => Some(end),
                _ => None,
            },
        };
        let Some(next) = joins else { return false };
        at = next;
    }
    true
}
