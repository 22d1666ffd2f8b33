//! Reading order: that of the content, but for blocks that were set out of turn.

use super::sheet::{Item, Margin, Sheet};
use crate::source::Rect;

/// A new block begins where the next line stands farther below than this, in sizes of its letters.
const FAR: f32 = 3.0;

/// A block is held against at most so many others.
const REACH: usize = 100;

/// Items that follow each other down the page.
struct Block {
    items: Vec<Item>,
    bbox: Rect,
}

/// Puts the items of a page in order: what stands above something comes before it.
pub(super) fn arrange(sheet: &mut Sheet) {
    let mut blocks: Vec<Block> = Vec::new();
    for &item in &sheet.items {
        let bbox = sheet.bbox(item);
        if let Some(last) = blocks.last_mut()
            && goes_on(sheet, last, item, bbox)
        {
            last.items.push(item);
            last.bbox = last.bbox.cover(bbox);
            continue;
        }
        blocks.push(Block { items: vec![item], bbox });
    }
    let mut ordered: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let from = ordered.len().saturating_sub(REACH);
        let early = (from..ordered.len()).find(|&at| is_above(&block.bbox, &ordered[at].bbox));
        // What must stand before it holds it back.
        let held = early.map_or(ordered.len(), |early| {
            (early..ordered.len())
                .rev()
                .find(|&at| is_above(&ordered[at].bbox, &block.bbox))
                .map_or(early, |at| at + 1)
        });
        ordered.insert(held, block);
    }
    sheet.items = ordered.into_iter().flat_map(|block| block.items).collect();
    // Heads and feet of the page, by the word of its program, stand around all else.
    let mut items = std::mem::take(&mut sheet.items);
    items.sort_by_key(|&item| match item {
        Item::Segment(index) => sheet.segments[index as usize].margin,
        Item::Table(_) => Margin::None,
    });
    sheet.items = items;
}

fn goes_on(sheet: &Sheet, block: &Block, item: Item, bbox: Rect) -> bool {
    let Some(&Item::Segment(last)) = block.items.last() else { return false };
    let Item::Segment(index) = item else { return false };
    let (last, next) = (&sheet.segments[last as usize], &sheet.segments[index as usize]);
    if next.tied {
        return true;
    }
    let size = last.size.max(next.size);
    let drop = next.baseline - last.baseline;
    let beside = bbox.x0 > block.bbox.x1 || bbox.x1 < block.bbox.x0;
    next.turned == last.turned && drop > 0.0 && drop < FAR * size && !beside
}

/// Whether one block stands above another, in the same column.
fn is_above(one: &Rect, other: &Rect) -> bool {
    let overlap = one.x1.min(other.x1) - one.x0.max(other.x0);
    let slack = 0.3 * one.height().min(other.height()).max(1.0);
    overlap > 0.0 && one.y1 <= other.y0 + slack.min(4.0)
}
