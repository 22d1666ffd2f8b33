//! Rich Text Format (.rtf): groups of control words and text (Rich Text Format Specification 1.9.1).
//!
//! ```text
//! bytes -> lexer -> reader (groups, destinations, properties) -> rows -> Story
//! ```

mod fonts;
mod lexer;
mod reader;

use super::flow::Story;
use super::package::Failure;

/// How files begin.
pub(super) const MAGIC: &[u8] = b"{\\rtf";

/// Reads a document; what stands before a break in the file is read.
///
/// # Errors
/// It breaks off before any text.
pub(super) fn read(bytes: &[u8]) -> Result<Story, Failure> {
    let story = reader::read(bytes);
    let has_text = story.body.has_text() || story.notes.iter().any(|note| note.flow.has_text());
    if story.remarks.damaged && !has_text { Err(Failure::Damaged) } else { Ok(story) }
}
