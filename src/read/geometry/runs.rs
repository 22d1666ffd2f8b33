//! Pieces to runs: what follows on one line without a wide gap.

use super::grid::Grids;
use crate::read::page::{Page, Piece};

/// A piece of the page that is part of its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// Index into [`Page::pieces`].
    pub piece: u32,
    /// A space stands before it.
    pub space: bool,
    /// It was set twice with a small offset, which looks bold.
    pub doubled: bool,
    /// Another stands in its place.
    pub dropped: bool,
}

/// How a run stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manner {
    pub turned: bool,
    pub invisible: bool,
    pub artifact: bool,
}

/// Pieces that stand side by side.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Indices into the kept pieces.
    pub from: u32,
    pub to: u32,
    pub x0: f32,
    pub x1: f32,
    pub top: f32,
    pub bottom: f32,
    pub baseline: f32,
    /// The size of its largest letters.
    pub size: f32,
    pub manner: Manner,
    /// How many letters it has: a recognized word is one piece of several.
    pub letters: u32,
    /// The grid that it stands in, and the cell of that grid.
    pub cell: Option<(u16, u32)>,
    /// The run behind it on its line.
    pub next: Option<u32>,
}

impl Run {
    pub fn len(&self) -> u32 {
        self.to - self.from
    }
}

/// Cuts a run where a gap is wider than this, in sizes of its letters.
const GAP: f32 = 0.75;

/// A piece that begins so far before the end of the one before it (in sizes) begins a run: the pen went back.
const BACK: f32 = 0.45;

/// Baselines closer than this, in sizes, are one.
pub(super) const LEVEL: f32 = 0.12;

/// Letters that are no larger than this share of their neighbours may be raised or lowered beside them.
const SMALL: f32 = 0.88;

/// The runs of a page, in the order of its content.
pub(super) fn cut(page: &Page, grids: &Grids, kept: &mut Vec<Kept>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut space = false;
    for (index, piece) in page.pieces.iter().enumerate() {
        let text = text(page, piece);
        if !is_sound(piece) || text.is_empty() {
            continue;
        }
        if text.bytes().all(|byte| byte == b' ') || text.chars().all(is_blank) {
            space = true;
            continue;
        }
        let (x, y) = (piece.bbox.x0.midpoint(piece.bbox.x1), piece.bbox.y0.midpoint(piece.bbox.y1));
        if x < 0.0 || y < 0.0 || x > page.width || y > page.height {
            // Beyond the edge of the paper: nobody has ever seen it.
            continue;
        }
        let mut glyph =
            Kept { piece: index as u32, space: space || piece.space_before, doubled: false, dropped: false };
        space = false;
        if let Some(run) = runs.last_mut() {
            let last = kept.last_mut();
            if let Some(last) = last
                && is_double(page, &page.pieces[last.piece as usize], piece)
            {
                last.doubled = true;
                continue;
            }
            if run.takes(piece, glyph.space, (x, y), grids) {
                let before = run.x1;
                run.add(piece);
                run.letters += text.chars().count() as u32;
                glyph.space |= piece.bbox.x0 - before > wide(piece);
                kept.push(glyph);
                run.to = kept.len() as u32;
                continue;
            }
        }
        let at = kept.len() as u32;
        kept.push(glyph);
        runs.push(Run {
            from: at,
            to: at + 1,
            x0: piece.bbox.x0,
            x1: piece.bbox.x1,
            top: piece.bbox.y0,
            bottom: piece.bbox.y1,
            baseline: piece.baseline,
            size: size(piece),
            manner: manner(piece),
            letters: text.chars().count() as u32,
            cell: if piece.turned { None } else { grids.cell_at(x, y) },
            next: None,
        });
    }
    runs
}

/// The letters of a piece.
pub(super) fn text<'p>(page: &'p Page, piece: &Piece) -> &'p str {
    page.text.get(piece.text.start as usize..piece.text.end as usize).unwrap_or("")
}

/// The size of a piece, at least a little.
pub(super) fn size(piece: &Piece) -> f32 {
    piece.size.max(1.0)
}

/// A gap so wide stands for a space.
fn wide(piece: &Piece) -> f32 {
    // Recognized words are whole: each stands apart.
    if piece.confidence.is_some() { -f32::INFINITY } else { 0.2 * size(piece) }
}

pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '\u{feff}'
}

/// Whether a piece has a place at all.
fn is_sound(piece: &Piece) -> bool {
    let crate::source::Rect { x0, y0, x1, y1 } = piece.bbox;
    [x0, y0, x1, y1, piece.baseline, piece.size].iter().all(|number| number.is_finite())
}

fn manner(piece: &Piece) -> Manner {
    Manner { turned: piece.turned, invisible: piece.invisible, artifact: piece.artifact }
}

/// The same glyph once more, a little beside itself.
fn is_double(page: &Page, last: &Piece, piece: &Piece) -> bool {
    let near = 0.25 * size(piece);
    (piece.bbox.x0 - last.bbox.x0).abs() < near.min(0.5 * last.bbox.width())
        && (piece.baseline - last.baseline).abs() < near
        && text(page, last) == text(page, piece)
}

impl Run {
    /// Whether a piece goes on with the run.
    fn takes(&self, piece: &Piece, space: bool, (x, y): (f32, f32), grids: &Grids) -> bool {
        if self.manner != manner(piece) || piece.turned {
            return self.manner == manner(piece) && self.takes_turned(piece);
        }
        let of = size(piece);
        let largest = self.size.max(of);
        let gap = piece.bbox.x0 - self.x1;
        if gap > GAP * largest || gap < -BACK * largest {
            return false;
        }
        let apart = space || gap > 0.1 * of;
        if apart && !grids.is_empty() && grids.cell_at(x, y) != self.cell {
            return false;
        }
        // Engines guess the level of each word.
        let level = if piece.confidence.is_some() { 0.35 } else { LEVEL };
        (self.baseline - piece.baseline).abs() <= level * largest
            || on_one_line(self.baseline, self.size, piece.baseline, of)
    }

    /// Turned letters are one run as long as they touch.
    fn takes_turned(&self, piece: &Piece) -> bool {
        let reach = size(piece);
        piece.bbox.x0 < self.x1 + reach
            && piece.bbox.x1 > self.x0 - reach
            && piece.bbox.y0 < self.bottom + reach
            && piece.bbox.y1 > self.top - reach
    }

    fn add(&mut self, piece: &Piece) {
        self.x0 = self.x0.min(piece.bbox.x0);
        self.x1 = self.x1.max(piece.bbox.x1);
        self.top = self.top.min(piece.bbox.y0);
        self.bottom = self.bottom.max(piece.bbox.y1);
        if size(piece) > self.size / SMALL {
            // What came first was raised: the mark of a footnote before its text.
            self.baseline = piece.baseline;
        }
        self.size = self.size.max(size(piece));
    }
}

/// Whether letters of two sizes stand on one line: on the same level, or the small ones raised or lowered.
pub(super) fn on_one_line(baseline: f32, size: f32, other: f32, other_size: f32) -> bool {
    let largest = size.max(other_size);
    let drop = other - baseline;
    if drop.abs() <= LEVEL * largest {
        return true;
    }
    if other_size < SMALL * size {
        return (-0.62 * size..=0.35 * size).contains(&drop);
    }
    if size < SMALL * other_size {
        return (-0.35 * other_size..=0.62 * other_size).contains(&drop);
    }
    false
}
