//! Which document carries out which: upwards to the resolution that a plan goes back to, downwards to the plans that
//! carry it out.
//!
//! A step leads from a document to one that it cites as what it implements or is based on, and that stands no lower: a
//! commune's plan to that of its district, a People's Committee's plan to the resolution of the Party committee beside it.
//! Laws, decrees and circulars are the ground of everything and no step; reports and letters of invitation carry out
//! nothing.

use super::cites::{Passage, each_citing, id_of, node_of, references_of};
use super::links::{Meant, Reference, Resolver};
use super::node::{Node, is_legal, rank};
use crate::corpus::{Fault, Reader};
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::VecDeque;

/// How many steps are followed, upwards and downwards each.
const DEPTH: i32 = 8;

/// A document in a cascade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// What links name it by.
    pub id: String,
    pub document: Node,
    /// Steps from the document asked about: below 0 above it, over 0 below it.
    pub depth: i32,
}

/// That a document carries out another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link {
    /// The document that carries out: the `id` of a step.
    pub from: String,
    /// The one that is carried out.
    pub to: String,
    /// implements, based_on.
    pub relation: String,
    /// Where it says so.
    pub at: Passage,
}

/// The documents above and below one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cascade {
    /// From the top down; of one depth by level, province, issuer.
    pub steps: Vec<Step>,
    pub links: Vec<Link>,
    /// There are more documents than were asked for.
    pub is_cut: bool,
}

impl Cascade {
    /// The keys of its documents that the corpus holds, from the top down.
    pub fn keys(&self) -> Vec<String> {
        self.steps.iter().filter_map(|step| step.document.key.clone()).collect()
    }
}

/// The cascade that a document stands in, of at most `limit` documents.
///
/// # Errors
/// No document has this key; those of the database.
pub fn cascade(reader: &Reader, key: &str, limit: usize) -> Result<Cascade, Fault> {
    let id = id_of(reader, key)?;
    let mut found = Found {
        reader,
        resolver: Resolver::new(reader),
        seen: FxHashSet::default(),
        cascade: Cascade { steps: Vec::new(), links: Vec::new(), is_cut: false },
        limit: limit.max(1),
    };
    found.step(node_of(reader, id)?, 0);
    found.upwards(id)?;
    found.downwards(id)?;
    let mut cascade = found.cascade;
    cascade.steps.sort_by(|a, b| order(a).cmp(&order(b)));
    cascade.links.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    Ok(cascade)
}

fn order(step: &Step) -> (i32, Option<u8>, &Option<String>, &Option<String>, &str) {
    let Node { level, province, issuer, .. } = &step.document;
    (step.depth, rank(level.as_deref()), province, issuer, &step.id)
}

struct Found<'r> {
    reader: &'r Reader,
    resolver: Resolver<'r>,
    seen: FxHashSet<String>,
    cascade: Cascade,
    limit: usize,
}

impl Found<'_> {
    /// Adds a document; false where it is there already or there is no room for it.
    fn step(&mut self, document: Node, depth: i32) -> bool {
        let id = document.id();
        if self.seen.contains(&id) {
            return false;
        }
        if self.cascade.steps.len() >= self.limit {
            self.cascade.is_cut = true;
            return false;
        }
        self.seen.insert(id.clone());
        self.cascade.steps.push(Step { id, document, depth });
        true
    }

    fn link(&mut self, from: &Node, to: &Node, reference: &Reference) {
        let (from, to) = (from.id(), to.id());
        if self.seen.contains(&from) && self.seen.contains(&to) {
            let at = Passage {
                section: reference.section.clone(),
                quote: reference.quote.clone(),
                page: reference.page,
                line: reference.line,
            };
            self.cascade.links.push(Link { from, to, relation: reference.relation.clone(), at });
        }
    }

    fn upwards(&mut self, id: i64) -> Result<(), Fault> {
        let mut waiting = VecDeque::from([(id, 0)]);
        while let Some((id, depth)) = waiting.pop_front() {
            if depth <= -DEPTH {
                continue;
            }
            let below = node_of(self.reader, id)?;
            for reference in references_of(self.reader, id)? {
                let (above, held) = match self.resolver.meant(&reference)? {
                    Meant::One(held) => (node_of(self.reader, held)?, Some(held)),
                    _ => (reference.node(), None),
                };
                if !carries_out(&below, &above, &reference.relation) {
                    continue;
                }
                if self.step(above.clone(), depth - 1)
                    && let Some(held) = held
                {
                    waiting.push_back((held, depth - 1));
                }
                self.link(&below, &above, &reference);
            }
        }
        Ok(())
    }

    fn downwards(&mut self, id: i64) -> Result<(), Fault> {
        let mut waiting = VecDeque::from([(id, 0)]);
        while let Some((id, depth)) = waiting.pop_front() {
            if depth >= DEPTH {
                continue;
            }
            let above = node_of(self.reader, id)?;
            let mut below: Vec<Reference> = Vec::new();
            let resolver = &mut self.resolver;
            let room = self.limit;
            each_citing(self.reader, id, |reference| {
                if is_step(&reference.relation) && resolver.meant(&reference)? == Meant::One(id) {
                    below.push(reference);
                }
                Ok(below.len() <= room)
            })?;
            for reference in below {
                let node = node_of(self.reader, reference.document)?;
                if !carries_out(&node, &above, &reference.relation) {
                    continue;
                }
                if self.step(node.clone(), depth + 1) {
                    waiting.push_back((reference.document, depth + 1));
                }
                self.link(&node, &above, &reference);
            }
        }
        Ok(())
    }
}

fn is_step(relation: &str) -> bool {
    matches!(relation, "implements" | "based_on")
}

/// Whether one document carries out another that it cites.
fn carries_out(below: &Node, above: &Node, relation: &str) -> bool {
    const CARRY_OUT_NOTHING: [&str; 7] = ["BC", "TTr", "BB", "GM", "GGT", "TC", "PC"];
    let kind = |node: &Node, is: &dyn Fn(&str) -> bool| node.doc_type.as_deref().is_some_and(is);
    let is_higher = match (rank(below.level.as_deref()), rank(above.level.as_deref())) {
        (Some(below), Some(above)) => above <= below,
        _ => true,
    };
    let nothing = |kind: &str| CARRY_OUT_NOTHING.contains(&kind);
    is_step(relation)
        && is_higher
        && !kind(above, &is_legal)
        && !kind(above, &nothing)
        && !kind(below, &nothing)
}
