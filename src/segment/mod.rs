//! Zones and sections.

mod blocks;
mod checks;
mod heading;
mod label;
mod outline;
mod roles;
mod tree;
mod zones;

use crate::document::{Layout, Outline, Tokens};
use crate::rules::Rules;

/// Finds out what each block is for, and builds the tree of sections.
pub fn segment(layout: &Layout, tokens: &Tokens, rules: &Rules) -> Outline {
    let blocks = blocks::Blocks { layout, tokens, rules };
    outline::outline(blocks, zones::zones(blocks))
}
