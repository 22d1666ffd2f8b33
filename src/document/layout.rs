//! Lines made into blocks.

use crate::diagnostic::Diagnostic;
use crate::source::Cell;
use crate::span::{Normalized, Original, Span};
use crate::text::Text;

/// The text in reading order: one block a line, wrapped lines joined, page furniture taken out, footnotes cut out
/// and put behind the body, header columns told apart, table cells one block each.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Blocks separated by one `\n`.
    pub text: Text,
    /// In the order of the text; they do not overlap.
    pub blocks: Vec<Block>,
    pub footnotes: Vec<Footnote>,
    /// Bold passages, sorted, where the format tells.
    pub bold: Vec<Span<Normalized>>,
    /// What was taken out of the flow, sorted by place in the original.
    pub furniture: Vec<Furniture>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Layout {
    pub fn str(&self, span: Span<Normalized>) -> &str {
        span.of(self.text.as_str())
    }

    /// The text of a block.
    pub fn block_str(&self, block: usize) -> &str {
        self.blocks.get(block).map_or("", |block| self.str(block.span))
    }

    /// The place in the original that a passage stands for.
    pub fn original(&self, span: Span<Normalized>) -> Span<Original> {
        self.text.edits().to_original(span.range())
    }

    /// The index of the block that holds the byte at `offset`, or of the next one.
    pub fn block_at(&self, offset: usize) -> usize {
        self.blocks.partition_point(|block| block.span.end() <= offset)
    }

    /// How many bytes at the start of `span` are bold.
    pub fn bold_prefix(&self, span: Span<Normalized>) -> usize {
        let first = self.bold.partition_point(|bold| bold.end() <= span.start());
        let mut end = span.start();
        for bold in &self.bold[first..] {
            let gap = self.text.as_str().get(end..bold.start()).unwrap_or(if bold.start() <= end {
                ""
            } else {
                "x"
            });
            if !gap.trim().is_empty() || bold.start() >= span.end() {
                break;
            }
            end = bold.end().min(span.end()).max(end);
        }
        end - span.start()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, a heading, a numbered item: running text.
    Paragraph,
    /// A paragraph that begins with a bullet (-, –, +, •, *), which stands in the text.
    Bullet,
    /// One cell of a table.
    Cell(Cell),
    /// A footnote, behind the body; index into [`Layout::footnotes`].
    Footnote(u32),
}

/// A run of text that belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub span: Span<Normalized>,
    pub kind: BlockKind,
    /// Heading level that the format states (Markdown, HTML); a hint.
    pub heading: Option<u8>,
    /// A blank line, a rule or a page break stood before it.
    pub gap: bool,
}

/// A footnote (chú thích cuối trang), cut out of the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// "1", "*".
    pub mark: String,
    /// Where the mark stood in the running text, as an empty span; `None` if no mark was found.
    pub mark_at: Option<Span<Normalized>>,
    /// The text without the mark.
    pub text: Span<Normalized>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FurnitureKind {
    PageNumber,
    RunningHead,
    /// Receiver's stamps, digital-signature text, address lines at the foot of the page.
    Stamp,
    Rule,
    /// Metadata and navigation that a web portal put before or behind the document.
    Portal,
    FootnoteMark,
}

/// A passage that is not part of the document's own text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Furniture {
    pub span: Span<Original>,
    pub kind: FurnitureKind,
}
