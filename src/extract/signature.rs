//! Signature.

use super::Context;
use crate::document::Signature;

pub fn signatures(_context: Context<'_>) -> Vec<Signature> {
    Default::default()
}
