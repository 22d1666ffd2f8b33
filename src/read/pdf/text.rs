//! Glyphs to pieces: where each stands on the page, how large, and whether it belongs to the word before.

use super::font::{Font, Letters};
use super::limits;
use super::matrix::Matrix;
use super::state::TextState;
use crate::read::page::{Page, Piece};
use crate::source::Rect;

/// A gap of this part of a space's width is one.
const GAP: f32 = 0.5;

/// How and where a string is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'s> {
    pub state: &'s TextState,
    pub ctm: Matrix,
    /// The text matrix before the string.
    pub matrix: Matrix,
    pub artifact: bool,
    /// Nothing of it is kept; it only moves on.
    pub hidden: bool,
}

/// The pen: where the last glyph ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    /// The end of the advance, letter space and all, on the page.
    end: (f64, f64),
    /// A space was set.
    space: bool,
    /// How the last string was set: those of a word mostly are set alike.
    style: Option<(Look, Style)>,
}

/// All that a style comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    font: Option<usize>,
    size: f64,
    stretch: f64,
    mode: i64,
    artifact: bool,
    map: [f64; 4],
}

impl Pen {
    pub fn new() -> Self {
        Pen { end: (f64::INFINITY, f64::INFINITY), space: false, style: None }
    }
}

/// Shows a string; gives the text matrix after it.
pub(super) fn show(
    page: &mut Page,
    pen: &mut Pen,
    font: &mut Font<'_>,
    set: Setting<'_>,
    bytes: &[u8],
) -> Matrix {
    let state = set.state;
    let device = set.matrix.then(set.ctm);
    let look = Look {
        font: state.font,
        size: state.size,
        stretch: state.stretch,
        mode: state.mode,
        artifact: set.artifact,
        map: [device.a, device.b, device.c, device.d],
    };
    let style = match pen.style {
        Some((known, style)) if known == look => style,
        _ => Style::new(font, &set, device),
    };
    pen.style = Some((look, style));
    let (mut along, mut down, mut at) = (0.0, 0.0, 0);
    while at < bytes.len() {
        let code = font.code(&bytes[at..]);
        at += code.length;
        let glyph = font.glyph(code);
        let mut advance = f64::from(glyph.advance) * state.size;
        let mut space = state.letter_space;
        if code.length == 1 && code.value == 32 {
            space += state.word_space;
        }
        if !font.vertical {
            advance *= state.stretch;
            space *= state.stretch;
        }
        if glyph.letters == Letters::Space {
            pen.space |= !set.hidden;
        } else if glyph.letters != Letters::Nothing && !set.hidden && page.pieces.len() < limits::PAGE_GLYPHS
        {
            let width = if font.vertical { state.size } else { advance };
            let place = style.place(device, (along, down), state.rise, width);
            push(page, pen, font, glyph.letters, &style, &place);
        }
        if font.vertical {
            down += advance - space;
        } else {
            along += advance + space;
        }
        if glyph.letters != Letters::Nothing {
            pen.end = device.point(along, down);
        }
    }
    set.matrix.moved(along, down)
}

/// What all glyphs of a string share.
#[derive(Debug, Clone, Copy)]
struct Style {
    size: f32,
    upright: bool,
    turned: bool,
    bold: bool,
    italic: bool,
    invisible: bool,
    artifact: bool,
    /// A gap as wide as this is a space, in points.
    gap: f64,
    /// In text units.
    ascent: f64,
    descent: f64,
}

/// Where a glyph stands on the page.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: (f64, f64),
    bbox: Rect,
    baseline: f32,
}

impl Style {
    fn new(font: &mut Font<'_>, set: &Setting<'_>, device: Matrix) -> Self {
        let state = set.state;
        let upright =
            !font.vertical && device.b.abs() < 1e-3 * device.a.abs() && device.c.abs() < 0.7 * device.d.abs();
        let forward = device.a * state.stretch * state.size > 0.0 && device.d * state.size < 0.0;
        let size = (state.size * device.height()).abs() as f32;
        Style {
            size,
            upright,
            turned: !(upright && forward),
            bold: font.bold || matches!(state.mode, 2 | 6),
            italic: font.italic || (upright && device.c.abs() > 0.1 * device.d.abs()),
            invisible: matches!(state.mode, 3 | 7),
            artifact: set.artifact,
            gap: f64::from(font.space() * GAP * size),
            ascent: f64::from(font.ascent) * state.size,
            descent: f64::from(font.descent) * state.size,
        }
    }

    /// The place of a glyph of this width, in text units.
    fn place(&self, device: Matrix, (x, y): (f64, f64), rise: f64, width: f64) -> Place {
        let start = device.point(x, y);
        let origin = device.point(x, y + rise);
        let bbox = if self.upright {
            let (x0, x1) = (origin.0, origin.0 + device.a * width);
            let (y0, y1) = (origin.1 + device.d * self.ascent, origin.1 + device.d * self.descent);
            Rect {
                x0: x0.min(x1) as f32,
                y0: y0.min(y1) as f32,
                x1: x0.max(x1) as f32,
                y1: y0.max(y1) as f32,
            }
        } else {
            device.moved(x, y + rise).bounds(0.0, self.descent, width, self.ascent)
        };
        Place { start, bbox, baseline: origin.1 as f32 }
    }
}

fn push(page: &mut Page, pen: &mut Pen, font: &Font<'_>, letters: Letters, style: &Style, place: &Place) {
    let Rect { x0, y0, x1, y1 } = place.bbox;
    // What stands beside the page is not seen. Not a number is nowhere.
    if !(x1 > -1.0 && y1 > -1.0 && x0 < page.width + 1.0 && y0 < page.height + 1.0) {
        return;
    }
    let from = page.text.len() as u32;
    match letters {
        Letters::One(letter) => page.text.push(letter),
        Letters::Several(index) => {
            page.text.push_str(font.strings.get(index as usize).map_or("\u{FFFD}", String::as_str));
        }
        Letters::Space | Letters::Nothing => return,
    }
    let (across, down) = (place.start.0 - pen.end.0, place.start.1 - pen.end.1);
    // Kerning takes letters closer together.
    let kerned =
        !style.turned && across <= 0.0 && -across < 0.4 * f64::from(style.size) && down.abs() < style.gap;
    let is_gap = !kerned && across * across + down * down > style.gap * style.gap;
    page.pieces.push(Piece {
        text: from..page.text.len() as u32,
        bbox: place.bbox,
        baseline: place.baseline,
        size: style.size,
        font: Some(font.name),
        bold: style.bold,
        italic: style.italic,
        invisible: style.invisible,
        artifact: style.artifact,
        turned: style.turned,
        space_before: pen.space || is_gap,
        confidence: None,
    });
    pen.space = false;
}

/// Content of more letters than this is no single glyph that a program explains.
const EXPLAINED: usize = 12;

/// Puts the text that a program gives for its glyphs in their place: where some of them have no known meaning, and where
/// a few glyphs stand for other letters.
pub(super) fn replace(page: &mut Page, from: usize, actual: &str) {
    let Some(pieces) = page.pieces.get(from..).filter(|pieces| !pieces.is_empty()) else { return };
    let start = pieces[0].text.start as usize;
    let Some(set) = page.text.get(start..) else { return };
    let is_unknown = set.contains('\u{FFFD}');
    let bare = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let letters = bare(actual);
    // A soft hyphen says that a word goes on; fonts of old encodings have a letter there.
    let says_nothing =
        letters.is_empty() || letters == "\u{AD}" || letters.contains('\u{FFFD}') || letters == bare(set);
    if says_nothing || !(is_unknown || pieces.len() <= EXPLAINED && letters.chars().count() <= EXPLAINED) {
        return;
    }
    let words: Vec<String> = actual.split_whitespace().map(str::to_owned).collect();
    let first = page.pieces[from].clone();
    let bbox = page.pieces[from..].iter().map(|piece| piece.bbox).reduce(Rect::cover).unwrap_or(first.bbox);
    let total = letters.chars().count().max(1) as f32;
    page.pieces.truncate(from);
    page.text.truncate(start);
    let mut done = 0.0;
    for (index, word) in words.iter().enumerate() {
        let begin = page.text.len() as u32;
        page.text.push_str(word);
        let share = word.chars().count() as f32 / total;
        let x = |part: f32| bbox.x0 + bbox.width() * part;
        page.pieces.push(Piece {
            text: begin..page.text.len() as u32,
            bbox: Rect { x0: x(done), x1: x(done + share), ..bbox },
            space_before: index > 0 || first.space_before,
            ..first.clone()
        });
        done += share;
    }
}
