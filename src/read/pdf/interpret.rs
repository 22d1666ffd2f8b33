//! Content streams, operator by operator.

use super::content::{Item, Operands, Scanner};
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
use hayro_syntax::object::dict::keys::{FONT, MATRIX, OC, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object, Stream};
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
    /// Room for strings of arrays.
    string: Vec<u8>,
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
            string: Vec::new(),
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
        let (mut scanner, mut operands) = (Scanner::new(content), Operands::default());
        while let Some(operator) = scanner.next(&mut operands) {
            if !self.budget.operator() {
                break;
            }
            // Operators without their operands do nothing.
            let _ = self.operator(operator, &operands, resources, floor);
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

    fn operator(
        &mut self,
        operator: &[u8],
        operands: &Operands<'_>,
        resources: &Resources<'a>,
        floor: usize,
    ) -> Option<()> {
        match operator {
            b"Tj" => self.show(&operands.string),
            b"TJ" => self.show_all(operands.array?),
            b"Td" => self.next_line(operands.last()?),
            b"Tm" => {
                self.line = Matrix::new(operands.last()?);
                self.matrix = self.line;
            }
            b"TD" => {
                let by: [f64; 2] = operands.last()?;
                self.state.text.leading = -by[1];
                self.next_line(by);
            }
            b"T*" => self.next_line([0.0, -self.state.text.leading]),
            b"'" => {
                self.next_line([0.0, -self.state.text.leading]);
                self.show(&operands.string);
            }
            b"\"" => {
                [self.state.text.word_space, self.state.text.letter_space] = operands.last()?;
                self.next_line([0.0, -self.state.text.leading]);
                self.show(&operands.string);
            }
            b"BT" => (self.matrix, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tf" => {
                [self.state.text.size] = operands.last()?;
                self.state.text.font = Some(self.fonts.find(&resources.fonts, &Name::new(operands.name?)?));
            }
            b"Tc" => [self.state.text.letter_space] = operands.last()?,
            b"Tw" => [self.state.text.word_space] = operands.last()?,
            b"Tz" => self.state.text.stretch = operands.last::<1>()?[0] / 100.0,
            b"TL" => [self.state.text.leading] = operands.last()?,
            b"Ts" => [self.state.text.rise] = operands.last()?,
            b"Tr" => self.state.text.mode = operands.last::<1>()?[0] as i64,
            b"q" => self.saved.save(self.state),
            b"Q" => self.state = self.saved.restore(floor)?,
            b"cm" => self.state.ctm = Matrix::new(operands.last()?).then(self.state.ctm),
            b"gs" => self.graphics_state(&Name::new(operands.name?)?, resources),
            b"BMC" => self.marks.begin(operands.name?, None, false, self.page.pieces.len()),
            b"BDC" => self.begin_mark(operands, resources),
            b"EMC" => self.end_mark(),
            b"Do" => self.object(&Name::new(operands.name?)?, resources),
            b"BI" => self.image(),
            _ => self.draws(operator, operands)?,
        }
        Some(())
    }

    /// Operators of paths and colours.
    fn draws(&mut self, operator: &[u8], operands: &Operands<'_>) -> Option<()> {
        let ctm = self.state.ctm;
        let point = |at: Option<[f64; 2]>| at.map(|[x, y]| ctm.point(x, y));
        match operator {
            b"m" => self.path.move_to(point(operands.last())?),
            b"l" => self.path.line_to(point(operands.last())?),
            b"re" => self.path.rectangle(ctm, operands.last()?),
            b"c" | b"v" | b"y" => self.path.curve_to(point(operands.last())?),
            b"h" => self.path.close(),
            b"S" => self.paint(false, true),
            b"s" => {
                self.path.close();
                self.paint(false, true);
            }
            b"f" | b"F" | b"f*" => self.paint(true, false),
            b"B" | b"B*" => self.paint(true, true),
            b"b" | b"b*" => {
                self.path.close();
                self.paint(true, true);
            }
            b"n" => self.path.clear(),
            b"w" => [self.state.line_width] = operands.last()?,
            b"g" => self.state.fill_is_white = light(&operands.last::<1>()?),
            b"rg" => self.state.fill_is_white = light(&operands.last::<3>()?),
            b"k" => self.state.fill_is_white = bare(&operands.last::<4>()?),
            b"sc" | b"scn" => self.state.fill_is_white = white(operands),
            b"cs" => self.state.fill_is_white = false,
            b"G" => self.state.stroke_is_white = light(&operands.last::<1>()?),
            b"RG" => self.state.stroke_is_white = light(&operands.last::<3>()?),
            b"K" => self.state.stroke_is_white = bare(&operands.last::<4>()?),
            b"SC" | b"SCN" => self.state.stroke_is_white = white(operands),
            b"CS" => self.state.stroke_is_white = false,
            _ => {}
        }
        Some(())
    }

    fn next_line(&mut self, [x, y]: [f64; 2]) {
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

    fn show_all(&mut self, array: &[u8]) {
        let mut string = std::mem::take(&mut self.string);
        let mut items = Scanner::new(array);
        while let Some(item) = items.item(&mut string) {
            match item {
                Item::String => self.show(&string),
                Item::Number(by) => {
                    let state = &self.state.text;
                    let by = -by / 1000.0 * state.size;
                    let vertical =
                        state.font.and_then(|index| self.fonts.get(index)).is_some_and(|font| font.vertical);
                    let (x, y) = if vertical { (0.0, by) } else { (by * state.stretch, 0.0) };
                    self.matrix = self.matrix.moved(x, y);
                }
            }
        }
        self.string = string;
    }

    /// The font that a graphics state may set.
    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let state = resources.get_ext_g_state(name).and_then(|state| state.get::<Array<'a>>(FONT));
        let Some(mut items) = state.map(|items| items.raw_iter()) else { return };
        if let (Some(MaybeRef::Ref(font)), Some(MaybeRef::NotRef(Object::Number(size)))) =
            (items.next(), items.next())
        {
            self.state.text.font = Some(self.fonts.object(font, self.xref));
            self.state.text.size = size.as_f64();
        }
    }

    fn begin_mark(&mut self, operands: &Operands<'_>, resources: &Resources<'a>) {
        let tag = operands.first.unwrap_or_default();
        let named = operands.name.filter(|_| operands.dict.is_none()).and_then(Name::new);
        let hides =
            tag == b"OC" && named.as_ref().is_some_and(|name| self.layers.hide(&resources.properties, name));
        let actual = match (operands.dict.and_then(Dict::from_bytes), &named) {
            (Some(written), _) => marks::actual_text(&written),
            (None, Some(name)) => resources
                .properties
                .get::<Dict<'a>>(name)
                .and_then(|properties| marks::actual_text(&properties)),
            _ => None,
        };
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

/// White, of parts of light.
fn light(parts: &[f64]) -> bool {
    parts.iter().all(|part| *part > 0.98)
}

/// White, of parts of ink.
fn bare(parts: &[f64]) -> bool {
    parts.iter().all(|part| *part < 0.02)
}

/// White in a colour space that is not looked up: four parts are ink, three mostly light; one may be either.
fn white(operands: &Operands<'_>) -> bool {
    match operands.count {
        3 => operands.last::<3>().is_some_and(|parts| light(&parts)),
        4 => operands.last::<4>().is_some_and(|parts| bare(&parts)),
        _ => false,
    }
}
