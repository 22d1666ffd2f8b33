//! The document, stage by stage: each stage has its own output, and none fills in an earlier one.
//!
//! `Source` -> [`Repaired`] -> [`Layout`] -> [`Tokens`] -> [`Outline`] -> [`Extracted`] -> [`Findings`] -> [`Document`].

mod cues;
mod findings;
mod header;
mod layout;
mod letters;
mod outline;
mod scan;
mod tokens;

pub use cues::*;
pub use findings::*;
pub use header::*;
pub use layout::*;
pub use letters::{is_letter, is_lower, is_upper};
pub use outline::*;
pub use scan::*;
pub use tokens::*;

use crate::diagnostic::Diagnostic;
use crate::source::{Fragment, Source};
use crate::span::{Original, Span};
use crate::text::Text;

/// A passage that stood in a legacy encoding and was converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    pub span: Span<Original>,
    /// The row of the encoding table: "tcvn3", "vni", "viscii", "utf-8 as cp1252" …
    pub encoding: &'static str,
}

/// What normalization hands to layout: Unicode NFC text, still line by line.
#[derive(Debug, Clone, Default)]
pub struct Repaired {
    pub text: Text,
    /// The styles of the source, moved to this text.
    pub fragments: Vec<Fragment>,
    pub repairs: Vec<Repair>,
    /// The source's text with the repairs made and nothing else: what its bytes say, for quotes. `None` where there
    /// are none. In the order of the original.
    pub decoded: Option<Text>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything that is known of one document.
#[derive(Debug, Clone)]
pub struct Document {
    pub source: Source,
    pub repairs: Vec<Repair>,
    /// As in [`Repaired::decoded`].
    pub decoded: Option<Text>,
    pub layout: Layout,
    pub outline: Outline,
    pub findings: Findings,
    pub diagnostics: Vec<Diagnostic>,
}
