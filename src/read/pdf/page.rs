//! One page: its frame, its content, its notes (annotations), turned upright.

use super::font::Fonts;
use super::interpret::Interpreter;
use super::marks::Layers;
use super::matrix::Matrix;
use super::stream;
use crate::read::page::Page;
use crate::source::Rect;
use hayro_syntax::object::dict::keys::{
    ANNOTS, AP, AS, BBOX, CONTENTS, F, MATRIX, N, OC, RECT, SUBTYPE, USER_UNIT,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, Stream};
use hayro_syntax::page::{Page as PdfPage, Rotation};

/// Annotations that are not seen (ISO 32000-1, table 165).
const HIDDEN: u32 = 1 << 1;
const NO_VIEW: u32 = 1 << 5;

/// Reads a page; whether all of it, the limits permitting.
pub(super) fn read<'a>(
    page: &PdfPage<'a>,
    number: u32,
    fonts: &mut Fonts<'a>,
    layers: &Layers,
) -> (Page, bool) {
    let (frame, ctm) = frame(page, number);
    let mut interpreter = Interpreter::new(fonts, layers, page.xref(), frame, ctm);
    let mut content = Vec::new();
    let dict = page.raw();
    if let Some(one) = dict.get::<Stream<'a>>(CONTENTS) {
        if let Some(data) = stream::decoded(&one) {
            interpreter.draw(&data, page.resources());
        }
    } else if let Some(several) = dict.get::<Array<'a>>(CONTENTS) {
        for part in several.iter::<Object<'a>>() {
            if let Some(data) = part.into_stream().and_then(|part| stream::decoded(&part)) {
                content.extend_from_slice(&data);
                // Parts end between words.
                content.push(b'\n');
            }
            if content.len() > super::limits::STREAM_BYTES {
                break;
            }
        }
        interpreter.draw(&content, page.resources());
    }
    for note in dict.get::<Array<'a>>(ANNOTS).iter().flat_map(Array::iter::<Dict<'a>>).take(5000) {
        annotation(&note, page, &mut interpreter);
    }
    let whole = !interpreter.budget.spent;
    let mut page = interpreter.page;
    stand_up(&mut page);
    (page, whole)
}

/// The page without content, and the map from its units to points from its top left corner.
fn frame(page: &PdfPage<'_>, number: u32) -> (Page, Matrix) {
    let unit = page.raw().get::<f64>(USER_UNIT).filter(|unit| (0.01..1000.0).contains(unit)).unwrap_or(1.0);
    let media = page.media_box();
    let mut seen = page.intersected_crop_box();
    if !(seen.width() > 1.0 && seen.height() > 1.0) {
        seen = if media.width() > 1.0 && media.height() > 1.0 { media } else { hayro_syntax::page::A4 };
    }
    let (width, height) = (seen.width(), seen.height());
    let down = Matrix::new([1.0, 0.0, 0.0, -1.0, -seen.x0, seen.y1]);
    let (turn, width, height) = match page.rotation() {
        Rotation::None => (Matrix::IDENTITY, width, height),
        Rotation::Horizontal => (Matrix::new([0.0, 1.0, -1.0, 0.0, height, 0.0]), height, width),
        Rotation::Flipped => (Matrix::new([-1.0, 0.0, 0.0, -1.0, width, height]), width, height),
        Rotation::FlippedHorizontal => (Matrix::new([0.0, -1.0, 1.0, 0.0, 0.0, width]), height, width),
    };
    let scale = Matrix::new([unit, 0.0, 0.0, unit, 0.0, 0.0]);
    let frame =
        Page { number, width: (width * unit) as f32, height: (height * unit) as f32, ..Page::default() };
    (frame, down.then(turn).then(scale))
}

/// Draws what an annotation looks like: filled fields, stamps of numbers and dates.
fn annotation<'a>(note: &Dict<'a>, page: &PdfPage<'a>, interpreter: &mut Interpreter<'a, '_>) {
    if note.get::<u32>(F).unwrap_or(0) & (HIDDEN | NO_VIEW) != 0
        || note.get::<Name<'_>>(SUBTYPE).as_deref() == Some(b"Popup")
        || interpreter.layers.hide(note, OC)
    {
        return;
    }
    let Some(look) = note.get::<Dict<'a>>(AP).and_then(|looks| match looks.get::<Object<'a>>(N)? {
        Object::Stream(look) => Some(look),
        Object::Dict(states) => states.get::<Stream<'a>>(note.get::<Name<'a>>(AS)?),
        _ => None,
    }) else {
        return;
    };
    let (Some(place), Some(own)) = (note.get::<PdfRect>(RECT), look.dict().get::<PdfRect>(BBOX)) else {
        return;
    };
    let matrix = look.dict().get::<[f64; 6]>(MATRIX).map_or(Matrix::IDENTITY, Matrix::new);
    let own = matrix.bounds(own.x0, own.y0, own.x1, own.y1);
    if own.width() <= 0.0 || own.height() <= 0.0 {
        return;
    }
    let across = place.width() / f64::from(own.width());
    let down = place.height() / f64::from(own.height());
    let onto = Matrix::new([
        across,
        0.0,
        0.0,
        down,
        place.x0 - across * f64::from(own.x0),
        place.y0 - down * f64::from(own.y0),
    ]);
    interpreter.form(&look, page.resources(), onto);
}

/// Turns a page by the quarter turn that most of its text has.
fn stand_up(page: &mut Page) {
    let turned = page.pieces.iter().filter(|piece| piece.turned && !piece.invisible).count();
    if turned * 3 < page.pieces.len() * 2 || turned < 20 {
        return;
    }
    let Some(turn) = direction(page) else { return };
    let (width, height) = (page.width, page.height);
    let map = |r: Rect| match turn {
        // Text runs upwards: its left is the page's foot.
        Turn::Up => Rect { x0: height - r.y1, y0: r.x0, x1: height - r.y0, y1: r.x1 },
        Turn::Down => Rect { x0: r.y0, y0: width - r.x1, x1: r.y1, y1: width - r.x0 },
        Turn::Over => Rect { x0: width - r.x1, y0: height - r.y1, x1: width - r.x0, y1: height - r.y0 },
    };
    for piece in &mut page.pieces {
        piece.bbox = map(piece.bbox);
        let upright = piece.turned;
        piece.turned = !upright;
        // Descenders take about a fifth of a line.
        piece.baseline = if upright { piece.bbox.y1 - piece.bbox.height() * 0.2 } else { piece.bbox.y1 };
    }
    for boxed in page.rulings.iter_mut().chain(&mut page.images) {
        *boxed = map(*boxed);
    }
    if turn != Turn::Over {
        (page.width, page.height) = (height, width);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Up,
    Down,
    Over,
}

/// Where the turned text runs, by the steps from letter to letter.
fn direction(page: &Page) -> Option<Turn> {
    let mut steps = [0_usize; 3];
    for pair in page.pieces.windows(2).filter(|pair| pair[0].turned && pair[1].turned) {
        let (a, b) = (pair[0].bbox, pair[1].bbox);
        let (x, y) = ((b.x0 + b.x1 - a.x0 - a.x1) / 2.0, (b.y0 + b.y1 - a.y0 - a.y1) / 2.0);
        let near = pair[0].size.max(1.0) * 2.0;
        if x.abs() < 0.3 * pair[0].size && y.abs() < near {
            steps[usize::from(y > 0.0)] += 1;
        } else if y.abs() < 0.3 * pair[0].size && x < 0.0 && x > -near {
            steps[2] += 1;
        }
    }
    let (most, count) = steps.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (*count * 2 > page.pieces.len()).then(|| [Turn::Up, Turn::Down, Turn::Over][most])
}
