//! Content streams, operator by operator.

use super::font::Fonts;
use super::limits::{self, Budget};
use super::marks::{self, Layers, Marks};
use super::matrix::Matrix;
use super::shapes::{Painted, Path};
use super::state::{Saved, State};
use super::stream;
use super::text::{self, Pen, Setting};
use crate::read::page::Page;
use crate::source::Rect;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::dict::keys::{FONT, MATRIX, OC, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Number, Object, Stream};
use hayro_syntax::page::Resources;
use hayro_syntax::xref::XRef;

/// Draws content onto a page.
pub(super) struct Interpreter<'a, 'f> {
    pub fonts: &'f mut Fonts<'a>,
    pub layers: &'f Layers,
    xref: &'a XRef,
    pub page: Page,
    pub budget: Budget,
    state: State,
    saved: Saved,
    marks: Marks,
    path: Path,
    pen: Pen,
    /// The text matrix and that of the line's start.
    matrix: Matrix,
    line: Matrix,
    depth: usize,
}

impl<'a, 'f> Interpreter<'a, 'f> {
    /// `ctm` maps the units of the page's content to points from its top left corner.
    pub fn new(
        fonts: &'f mut Fonts<'a>,
        layers: &'f Layers,
        xref: &'a XRef,
        page: Page,
        ctm: Matrix,
    ) -> Self {
        Interpreter {
            fonts,
            layers,
            xref,
            page,
            budget: Budget::new(),
            state: State::new(ctm),
            saved: Saved::default(),
            marks: Marks::default(),
            path: Path::default(),
            pen: Pen::new(),
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            depth: 0,
        }
    }

    /// Draws a content stream with its resources. What it leaves open is closed.
    pub fn draw(&mut self, content: &[u8], resources: &Resources<'a>) {
        if self.depth >= limits::DEPTH || !self.budget.bytes(content.len()) {
            return;
        }
        self.depth += 1;
        let (state, floor, marks) = (self.state, self.saved.len(), self.marks.depth());
        let text = (self.matrix, self.line);
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            if !self.budget.operator() {
                break;
            }
            self.operator(operator, resources, floor);
        }
        self.saved.cut(floor);
        while self.marks.depth() > marks {
            self.end_mark();
        }
        self.path.clear();
        (self.matrix, self.line) = text;
        self.state = state;
        self.depth -= 1;
    }

    /// Draws a form in the current units.
    pub fn form(&mut self, form: &Stream<'a>, outer: &Resources<'a>, placed: Matrix) {
        let Some(content) = stream::decoded(form) else { return };
        let dict = form.dict();
        let matrix = dict.get::<[f64; 6]>(MATRIX).map_or(Matrix::IDENTITY, Matrix::new);
        let before = self.state.ctm;
        self.state.ctm = matrix.then(placed).then(before);
        match dict.get::<Dict<'a>>(RESOURCES) {
            Some(own) => self.draw(&content, &Resources::new(own)),
            None => self.draw(&content, outer),
        }
        self.state.ctm = before;
    }

    fn operator(&mut self, operator: Op<'_, '_>, resources: &Resources<'a>, floor: usize) {
        match operator {
            Op::ShowText(text) => self.show(text.0),
            Op::ShowTexts(texts) => self.show_all(texts.0),
            Op::SetTextMatrix(m) => {
                self.line = matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                self.matrix = self.line;
            }
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.state.text.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.text.leading),
            Op::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.text.leading);
                self.show(text.0);
            }
            Op::ShowTextWithParameters(with) => {
                self.state.text.word_space = with.0.as_f64();
                self.state.text.letter_space = with.1.as_f64();
                self.next_line(0.0, -self.state.text.leading);
                self.show(with.2);
            }
            Op::BeginText(_) => (self.matrix, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            Op::TextFont(font) => {
                self.state.text.font = self.fonts.find(&resources.fonts, font.0);
                self.state.text.size = font.1.as_f64();
            }
            Op::CharacterSpacing(by) => self.state.text.letter_space = by.0.as_f64(),
            Op::WordSpacing(by) => self.state.text.word_space = by.0.as_f64(),
            Op::HorizontalScaling(by) => self.state.text.stretch = by.0.as_f64() / 100.0,
            Op::TextLeading(by) => self.state.text.leading = by.0.as_f64(),
            Op::TextRise(by) => self.state.text.rise = by.0.as_f64(),
            Op::TextRenderingMode(mode) => self.state.text.mode = mode.0.as_i64(),
            Op::SaveState(_) => self.saved.save(self.state),
            Op::RestoreState(_) => {
                if let Some(state) = self.saved.restore(floor) {
                    self.state = state;
                }
            }
            Op::Transform(m) => {
                self.state.ctm = matrix([m.0, m.1, m.2, m.3, m.4, m.5]).then(self.state.ctm);
            }
            Op::SetGraphicsState(name) => self.graphics_state(name.0, resources),
            Op::BeginMarkedContent(tag) => self.marks.begin(tag.0, None, false, self.page.pieces.len()),
            Op::BeginMarkedContentWithProperties(mark) => self.begin_mark(mark.0, mark.1, resources),
            Op::EndMarkedContent(_) => self.end_mark(),
            Op::XObject(name) => self.object(name.0, resources),
            Op::InlineImage(_) => self.image(),
            other => self.draws(other),
        }
    }

    /// Operators of paths and colours.
    fn draws(&mut self, operator: Op<'_, '_>) {
        match operator {
            Op::MoveTo(to) => {
                let at = self.state.ctm.point(to.0.as_f64(), to.1.as_f64());
                self.path.move_to(at);
            }
            Op::LineTo(to) => {
                let at = self.state.ctm.point(to.0.as_f64(), to.1.as_f64());
                self.path.line_to(at);
            }
            Op::RectPath(r) => {
                self.path.rectangle(self.state.ctm, [r.0.as_f64(), r.1.as_f64(), r.2.as_f64(), r.3.as_f64()]);
            }
            Op::CubicTo(c) => self.path.curve_to(self.state.ctm.point(c.4.as_f64(), c.5.as_f64())),
            Op::CubicStartTo(c) => self.path.curve_to(self.state.ctm.point(c.2.as_f64(), c.3.as_f64())),
            Op::CubicEndTo(c) => self.path.curve_to(self.state.ctm.point(c.2.as_f64(), c.3.as_f64())),
            Op::ClosePath(_) => self.path.close(),
            Op::StrokePath(_) => self.paint(false, true),
            Op::CloseAndStrokePath(_) => {
                self.path.close();
                self.paint(false, true);
            }
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                self.paint(true, false);
            }
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.paint(true, true),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.close();
                self.paint(true, true);
            }
            Op::EndPath(_) => self.path.clear(),
            Op::LineWidth(width) => self.state.line_width = width.0.as_f64(),
            Op::NonStrokeColorDeviceGray(c) => self.state.fill_is_white = light(&[c.0]),
            Op::NonStrokeColorDeviceRgb(c) => self.state.fill_is_white = light(&[c.0, c.1, c.2]),
            Op::NonStrokeColorCmyk(c) => self.state.fill_is_white = bare(&[c.0, c.1, c.2, c.3]),
            Op::NonStrokeColor(c) => self.state.fill_is_white = white(&c.0),
            Op::NonStrokeColorNamed(c) => self.state.fill_is_white = white(&c.0),
            Op::ColorSpaceNonStroke(_) => self.state.fill_is_white = false,
            Op::StrokeColorDeviceGray(c) => self.state.stroke_is_white = light(&[c.0]),
            Op::StrokeColorDeviceRgb(c) => self.state.stroke_is_white = light(&[c.0, c.1, c.2]),
            Op::StrokeColorCmyk(c) => self.state.stroke_is_white = bare(&[c.0, c.1, c.2, c.3]),
            Op::StrokeColor(c) => self.state.stroke_is_white = white(&c.0),
            Op::StrokeColorNamed(c) => self.state.stroke_is_white = white(&c.0),
            Op::ColorSpaceStroke(_) => self.state.stroke_is_white = false,
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = self.line.moved(x, y);
        self.matrix = self.line;
    }

    fn show(&mut self, bytes: &[u8]) {
        let state = &self.state;
        let Some(font) = state.text.font.and_then(|index| self.fonts.get(index)) else { return };
        let set = Setting {
            state: &state.text,
            ctm: state.ctm,
            matrix: self.matrix,
            artifact: self.marks.artifact,
            hidden: self.marks.hidden,
        };
        self.matrix = text::show(&mut self.page, &mut self.pen, font, set, bytes);
    }

    fn show_all(&mut self, items: &Array<'_>) {
        let vertical =
            self.state.text.font.and_then(|index| self.fonts.get(index)).is_some_and(|font| font.vertical);
        for item in items.iter::<Object<'_>>() {
            match item {
                Object::String(text) => self.show(&text),
                Object::Number(by) => {
                    let by = -by.as_f64() / 1000.0 * self.state.text.size;
                    let (x, y) = if vertical { (0.0, by) } else { (by * self.state.text.stretch, 0.0) };
                    self.matrix = self.matrix.moved(x, y);
                }
                _ => {}
            }
        }
    }

    /// The font that a graphics state may set.
    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let state = resources.get_ext_g_state(name).and_then(|state| state.get::<Array<'a>>(FONT));
        let Some(mut items) = state.map(|items| items.raw_iter()) else { return };
        if let (Some(MaybeRef::Ref(font)), Some(MaybeRef::NotRef(Object::Number(size)))) =
            (items.next(), items.next())
        {
            self.state.text.font = self.fonts.object(font, self.xref);
            self.state.text.size = size.as_f64();
        }
    }

    fn begin_mark(&mut self, tag: &Name<'_>, operand: &Object<'_>, resources: &Resources<'a>) {
        let hides = tag.as_ref() == b"OC"
            && matches!(operand, Object::Name(name) if self.layers.hide(&resources.properties, name));
        let actual = marks::properties(operand, &resources.properties)
            .and_then(|properties| marks::actual_text(&properties));
        self.marks.begin(tag, actual, hides, self.page.pieces.len());
    }

    fn end_mark(&mut self) {
        if let Some((from, text)) = self.marks.end() {
            text::replace(&mut self.page, from, &text);
        }
    }

    fn object(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(object) = resources.get_x_object(name) else { return };
        if self.marks.hidden || self.layers.hide(object.dict(), OC) {
            return;
        }
        match object.dict().get::<Name<'_>>(SUBTYPE).as_deref() {
            Some(b"Image") => self.image(),
            Some(b"Form") => self.form(&object, resources, Matrix::IDENTITY),
            _ => {}
        }
    }

    fn image(&mut self) {
        if !self.marks.hidden && self.page.images.len() < limits::SHAPES {
            self.page.images.push(self.state.ctm.bounds(0.0, 0.0, 1.0, 1.0));
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let state = &self.state;
        let width = (state.line_width * state.ctm.scale()) as f32;
        let painted = Painted {
            filled: fill && !state.fill_is_white && !self.marks.hidden,
            stroked: (stroke && !state.stroke_is_white && !self.marks.hidden).then_some(width),
        };
        let page = Rect { x0: 0.0, y0: 0.0, x1: self.page.width, y1: self.page.height };
        self.path.paint(painted, page, &mut self.page.rulings);
    }
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    Matrix::new(numbers.map(|number| number.as_f64()))
}

/// White, of parts of light.
fn light(parts: &[Number]) -> bool {
    parts.iter().all(|part| part.as_f64() > 0.98)
}

/// White, of parts of ink.
fn bare(parts: &[Number]) -> bool {
    parts.iter().all(|part| part.as_f64() < 0.02)
}

/// White in a colour space that is not looked up: with 4 parts they are ink, with 3 light; one
/// may be either.
fn white(parts: &[Number]) -> bool {
    match parts.len() {
        3 => light(parts),
        4 => bare(parts),
        _ => false,
    }
}
