//! The units in which duties are told: paragraphs, bullets and numbered items, each with its section.

use crate::document::{BlockKind, Role, Roles, Section, SectionId, TokenKind, Zone};
use crate::extract::Context;
use crate::rules::{Effect, Rules};
use std::ops::Range;

/// The sign at the start of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// None, or the label of a numbered item.
    None,
    Dash,
    Plus,
    Bullet,
}

/// A run of text that tells one duty or one set of duties.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Without the bullet.
    pub tokens: Range<usize>,
    pub section: SectionId,
    pub marker: Marker,
    pub zone: Zone,
    /// No unit of the same section follows.
    pub last: bool,
}

/// What the sections around a unit let its sentences mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Implementation: a body and a verb are an assignment.
    Implementation,
    /// Articles, sections without a role: the same, but of bodies and not of persons.
    Open,
    /// Content, tasks, funding: a body and a verb at the start are an assignment.
    Neutral,
    /// Purpose, targets, preamble: only words of duty are.
    Narrow,
    /// Situation: nothing is.
    Closed,
}

/// The units of a section's own text, in order, into an empty list.
pub fn units(context: Context<'_>, id: SectionId, units: &mut Vec<Unit>) {
    let Some(section) = context.outline.section(id) else { return };
    let text = section.text;
    let blocks = context.layout.blocks.iter().enumerate().skip(section.blocks.0 as usize);
    let own = blocks
        .skip_while(|(_, found)| found.span.end() <= text.start())
        .take_while(|(_, found)| found.span.start() < text.end());
    for (block, found) in own {
        let zone = context.outline.zone(block);
        let running = matches!(found.kind, BlockKind::Paragraph | BlockKind::Bullet);
        if !running || !matches!(zone, Zone::Body | Zone::Preamble) {
            continue;
        }
        let mut tokens = context.tokens.within_block(block, text);
        let marker = strip_marker(context, &mut tokens);
        strip_label(context, &mut tokens);
        if !tokens.is_empty() {
            units.push(Unit { tokens, section: id, marker, zone, last: false });
        }
    }
    if let Some(unit) = units.last_mut() {
        unit.last = true;
    }
}

fn strip_marker(context: Context<'_>, tokens: &mut Range<usize>) -> Marker {
    let kind = context.tokens.tokens.get(tokens.start).map(|token| token.kind);
    let marker = match kind {
        Some(TokenKind::Dash) => Marker::Dash,
        Some(TokenKind::Plus) => Marker::Plus,
        Some(TokenKind::Bullet) => Marker::Bullet,
        _ => return Marker::None,
    };
    tokens.start += 1;
    marker
}

/// Takes off a label that stands inside the text: "a)", "(1)".
fn strip_label(context: Context<'_>, tokens: &mut Range<usize>) {
    let kind = |at: usize| {
        tokens.contains(&at).then(|| context.tokens.tokens.get(at).map(|token| token.kind)).flatten()
    };
    let start = tokens.start + usize::from(kind(tokens.start) == Some(TokenKind::OpenParen));
    let short = context.tokens.tokens.get(start).is_some_and(|token| token.span().len() <= 3);
    let label = matches!(kind(start), Some(TokenKind::Word | TokenKind::Number));
    if short && label && kind(start + 1) == Some(TokenKind::CloseParen) {
        tokens.start = start + 2;
    }
}

/// The blocks of annexes that only list things, ascending.
pub fn catalogues(context: Context<'_>) -> Vec<Range<u32>> {
    let mut found: Vec<Range<u32>> = Vec::new();
    let mut listed = false;
    let zones = &context.outline.zones;
    for (block, &zone) in zones.iter().enumerate() {
        let title = zone == Zone::AttachmentTitle;
        let before = block.checked_sub(1).and_then(|before| zones.get(before));
        if title && before != Some(&Zone::AttachmentTitle) {
            listed = false;
        }
        if title {
            let opens = context.tokens.cue_at(Rules::FLOW, context.tokens.of_block(block).start);
            let row = opens.and_then(|cue| context.rules.flow.row(cue.row));
            listed |= row.is_some_and(|row| row.fields.effect == Effect::Catalogue);
        } else if listed {
            match found.last_mut() {
                Some(last) if last.end as usize == block => last.end += 1,
                _ => found.push(block as u32..block as u32 + 1),
            }
        }
    }
    found
}

/// What the nearest section with a role lets sentences mean; `around` is what the section around it does.
pub fn place(section: &Section, around: Place) -> Place {
    const ACTS: Roles = Roles::of(&[
        Role::Tasks,
        Role::Solutions,
        Role::Content,
        Role::Funding,
        Role::Timeline,
        Role::Rewards,
    ]);
    const APPENDIX: Roles = Roles::of(&[Role::Appendix]);
    const TELLS_NOTHING: Roles = Roles::of(&[Role::Situation, Role::Scope]);
    let article = || section.label.as_deref().is_some_and(|label| label.contains(' '));
    if section.roles.contains(Role::Implementation) {
        Place::Implementation
    } else if section.roles.meets(ACTS) {
        Place::Neutral
    } else if section.roles.meets(TELLS_NOTHING) {
        Place::Closed
    } else if !section.roles.is_empty() && section.roles != APPENDIX {
        Place::Narrow
    } else if article() {
        Place::Open
    } else {
        around
    }
}
