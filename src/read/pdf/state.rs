//! What holds while content is drawn (ISO 32000-1, 8.4 and 9.3).

use super::limits;
use super::matrix::Matrix;

/// The graphics state, as far as text, lines and pictures need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// From the content's units to points of the page, from its top left corner.
    pub ctm: Matrix,
    pub line_width: f64,
    /// White paint is not seen.
    pub fill_is_white: bool,
    pub stroke_is_white: bool,
    pub text: TextState,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct TextState {
    /// Index into the fonts of the document.
    pub font: Option<usize>,
    pub size: f64,
    /// Tc and Tw, in text units.
    pub letter_space: f64,
    pub word_space: f64,
    /// Tz, as a factor.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    /// Tr.
    pub mode: i64,
}

impl State {
    pub fn new(ctm: Matrix) -> Self {
        State {
            ctm,
            line_width: 1.0,
            fill_is_white: false,
            stroke_is_white: false,
            text: TextState {
                font: None,
                size: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }
}

/// States that were saved. Those beyond the limit are counted only.
#[derive(Debug, Default)]
pub(super) struct Saved {
    states: Vec<State>,
    beyond: usize,
}

impl Saved {
    pub fn save(&mut self, state: State) {
        if self.states.len() < limits::STATES {
            self.states.push(state);
        } else {
            self.beyond += 1;
        }
    }

    /// The last one, unless it was there before `floor` others.
    pub fn restore(&mut self, floor: usize) -> Option<State> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        if self.states.len() > floor { self.states.pop() } else { None }
    }

    pub fn len(&self) -> usize {
        self.states.len()
    }

    pub fn cut(&mut self, floor: usize) {
        self.states.truncate(floor);
        self.beyond = 0;
    }
}
