//! One body while it is being read.

use super::passage::{Head, Passage};
use crate::document::TokenKind;
use crate::rules::{HeadKind, TailKind};

/// What kind of body the words so far make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Proper,
    Class,
    Unit,
    People,
}

/// How far a description in any words goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lax {
    No,
    /// Up to a verb.
    Clause,
    /// Up to a word of duty.
    Relative,
}

/// A body being read; all positions are tokens.
#[derive(Debug, Clone)]
pub struct Item {
    pub start: usize,
    /// Behind the quantifier.
    pub core: usize,
    /// Behind the last word that belongs to it.
    pub end: usize,
    pub quantified: bool,
    pub post: bool,
    /// The last head is an office.
    pub office: bool,
    pub family: Family,
    /// Where the name begins that a shared head can be given to.
    pub sector: Option<usize>,
    pub head_end: usize,
    /// A name in small letters is still open.
    pub open: bool,
    /// The name is set like a sentence: one large letter, then small ones.
    pub small_name: bool,
    /// Nothing but the head so far.
    pub bare: bool,
    pub lax: Lax,
}

impl Item {
    /// A body that no table knows, in a list of bodies.
    pub fn unknown(at: usize) -> Item {
        Item {
            start: at,
            core: at,
            end: at + 1,
            quantified: false,
            post: false,
            office: false,
            family: Family::Proper,
            sector: None,
            head_end: at + 1,
            open: false,
            small_name: false,
            bare: false,
            lax: Lax::No,
        }
    }

    /// Whether a name of its own stands behind the head.
    pub fn own_name(&self, passage: &Passage<'_>) -> bool {
        let item = self;
        let next = item.end;
        match passage.head(item.core).map(|head| head.fields.kind) {
            Some(HeadKind::Named) => item.family == Family::Proper,
            Some(HeadKind::Office) => {
                passage.sector(next) > 0 && (passage.capitalized(item.core) || passage.capitalized(next))
                    || passage.capitalized(next) && passage.kind(next) == Some(TokenKind::Word)
                    || item.open && (passage.capitalized(item.core) || passage.head(next).is_some())
            }
            Some(HeadKind::Post) => true,
            _ => false,
        }
    }

    /// A head of an office or post whose name must follow: "Vụ", "Phòng".
    pub fn waits_for_name(&self) -> bool {
        self.bare && self.office && !self.quantified
    }
}

/// The item whose head stands at a token.
pub fn begin(passage: &Passage<'_>, at: usize) -> Option<Item> {
    if !passage.may_begin_body(at) {
        return None;
    }
    let quantifier = passage.quantifier(at);
    let core = at + quantifier;
    let head = passage.head(core)?;
    if is_verb_here(passage, core, head, quantifier > 0) || head.fields.plural && quantifier == 0 {
        return None;
    }
    let large = passage.capitalized(core) || passage.capitalized(core + head.len);
    if head.fields.short && quantifier == 0 && !large {
        return None;
    }
    // "Các ông (bà): Chánh Văn phòng": how persons are addressed is no part of the body.
    let addressed = quantifier > 0 && passage.is(core - 1, TokenKind::Colon);
    let mut item = Item {
        start: if addressed { core } else { at },
        core,
        end: core + head.len,
        quantified: quantifier > 0,
        post: false,
        office: false,
        family: Family::Class,
        sector: None,
        head_end: core + head.len,
        open: false,
        small_name: false,
        bare: true,
        lax: Lax::No,
    };
    take_head(passage, &mut item, core, head);
    Some(item)
}

/// "tổ chức" and its like are nouns behind a quantifier or in an enumeration, else verbs.
fn is_verb_here(passage: &Passage<'_>, at: usize, head: Head<'_>, quantified: bool) -> bool {
    if quantified || passage.verb(at) != head.len || head.fields.kind != HeadKind::Class {
        return false;
    }
    let next = at + head.len;
    let noun = matches!(passage.kind(next), Some(TokenKind::Comma | TokenKind::Semicolon))
        || matches!(
            passage.tail(next),
            Some((TailKind::Closing | TailKind::And | TailKind::Clause | TailKind::Relative, _))
        );
    !noun
}

pub fn take_head(passage: &Passage<'_>, item: &mut Item, at: usize, head: Head<'_>) {
    let next = at + head.len;
    let lower = !passage.capitalized(at);
    item.family = match head.fields.kind {
        HeadKind::Unit => Family::Unit,
        HeadKind::People => Family::People,
        HeadKind::Class | HeadKind::None => Family::Class,
        HeadKind::Post => Family::Class,
        HeadKind::Named if head.fields.generic && lower && !passage.capitalized(next) => Family::Class,
        HeadKind::Named => Family::Proper,
        HeadKind::Office => Family::Class,
    };
    item.post |= head.fields.kind == HeadKind::Post;
    item.office = head.fields.kind == HeadKind::Office;
    item.open = head.fields.open;
    item.small_name = false;
    item.head_end = next;
    item.end = next;
    item.bare = true;
    item.lax = Lax::No;
}
