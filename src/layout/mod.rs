//! Lines to blocks.

use crate::document::{Block, BlockKind, Layout, Repaired};
use crate::span::Span;
use crate::text::Rewriter;

/// Joins wrapped lines into blocks.
pub fn layout(repaired: &Repaired) -> Layout {
    let mut rewriter = Rewriter::new(&repaired.text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    for line in repaired.text.as_str().split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if trimmed.is_empty() {
            continue;
        }
        let continues = trimmed.chars().next().is_some_and(char::is_lowercase) && !blocks.is_empty();
        if !blocks.is_empty() {
            rewriter.replace(start..start, if continues { " " } else { "\n" });
        }
        let from = rewriter.len();
        rewriter.keep(start..start + trimmed.len());
        let span = Span::new(from, rewriter.len());
        match blocks.last_mut() {
            Some(last) if continues => last.span = last.span.cover(span),
            _ => {
                let kind = if trimmed.starts_with('-') { BlockKind::Bullet } else { BlockKind::Paragraph };
                blocks.push(Block { span, kind, heading: None, gap: false });
            }
        }
    }
    Layout { text: rewriter.finish(), blocks, ..Layout::default() }
}
