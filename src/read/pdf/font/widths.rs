//! Advance widths, in thousandths of the letters' size (ISO 32000-1, 9.2.4 and 9.7.4.3).

use super::super::limits;
use hayro_syntax::object::dict::keys::{DW, FIRST_CHAR, MISSING_WIDTH, W, WIDTHS};
use hayro_syntax::object::{Array, Dict, Object};

/// The widths that a font states.
#[derive(Debug)]
pub(super) enum Widths {
    /// From a first code on, with the width of all others.
    Codes { first: u32, widths: Vec<f32>, other: f32 },
    /// Runs of character identifiers, ascending, with the width of all others.
    Runs { runs: Vec<Run>, widths: Vec<f32>, other: f32 },
    /// The font states none.
    None,
}

/// Identifiers one after the other, with one width or with one each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    first: u32,
    last: u32,
    /// Index of the first width.
    start: u32,
    shared: bool,
}

impl Widths {
    /// Of a simple font. `descriptor` is that of the font itself for Type 3.
    pub fn simple(font: &Dict<'_>, descriptor: &Dict<'_>) -> Self {
        let Some(widths) = font.get::<Array<'_>>(WIDTHS) else { return Widths::None };
        Widths::Codes {
            first: font.get::<u32>(FIRST_CHAR).unwrap_or(0),
            widths: numbers(&widths).take(256).collect(),
            other: descriptor.get::<f32>(MISSING_WIDTH).unwrap_or(0.0),
        }
    }

    /// Of a composite font's descendant.
    pub fn composite(font: &Dict<'_>) -> Self {
        let other = font.get::<f32>(DW).unwrap_or(1000.0);
        let (mut runs, mut widths) = (Vec::new(), Vec::new());
        let mut codes: Vec<u32> = Vec::new();
        for item in font.get::<Array<'_>>(W).iter().flat_map(Array::iter::<Object<'_>>) {
            if runs.len() >= limits::ENTRIES || widths.len() >= limits::ENTRIES {
                break;
            }
            let start = widths.len() as u32;
            match (item, codes.as_slice()) {
                (Object::Array(each), &[.., first]) => {
                    widths.extend(numbers(&each).take(limits::ENTRIES));
                    if let Some(count) = (widths.len() as u32 - start).checked_sub(1) {
                        runs.push(Run { first, last: first.saturating_add(count), start, shared: false });
                    }
                    codes.clear();
                }
                (Object::Number(width), &[first, last]) => {
                    widths.push(width.as_f32());
                    runs.push(Run { first, last, start, shared: true });
                    codes.clear();
                }
                (Object::Number(code), _) => codes.push(code.as_i64().clamp(0, 1 << 24) as u32),
                _ => {}
            }
        }
        runs.sort_by_key(|run| run.first);
        Widths::Runs { runs, widths, other }
    }

    pub fn of(&self, code: u32) -> Option<f32> {
        match self {
            Widths::Codes { first, widths, other } => {
                let index = code.checked_sub(*first).map(|index| index as usize);
                Some(index.and_then(|index| widths.get(index)).copied().unwrap_or(*other))
            }
            Widths::Runs { runs, widths, other } => {
                let end = runs.partition_point(|run| run.first <= code);
                let run = runs[..end].iter().rev().take(8).find(|run| code <= run.last);
                let index = |run: &Run| run.start + if run.shared { 0 } else { code - run.first };
                Some(run.and_then(|run| widths.get(index(run) as usize)).copied().unwrap_or(*other))
            }
            Widths::None => None,
        }
    }
}

fn numbers<'a>(array: &Array<'a>) -> impl Iterator<Item = f32> + use<'a> {
    array.iter::<Object<'a>>().map(|item| item.into_number().map_or(0.0, |number| number.as_f32()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes;

    #[test]
    fn widths_are_found_by_code() {
        let dict = |text: &'static str| Dict::from_bytes(text.as_bytes()).expect("a dictionary");
        let composite = Widths::composite(&dict("<< /DW 500 /W [3 [250 300] 10 12 600 20 20 [1] 5] >>"));
        for (code, width) in
            [(2, 500.0), (3, 250.0), (4, 300.0), (5, 500.0), (10, 600.0), (12, 600.0), (13, 500.0), (20, 1.0)]
        {
            assert_eq!(composite.of(code), Some(width), "{code}");
        }
        let font = dict("<< /FirstChar 32 /LastChar 33 /Widths [250 333] >>");
        let simple = Widths::simple(&font, &dict("<< /MissingWidth 111 >>"));
        assert_eq!([31, 32, 33, 34].map(|code| simple.of(code)), [111.0, 250.0, 333.0, 111.0].map(Some));
        assert_eq!(Widths::simple(&dict("<<>>"), &dict("<<>>")).of(65), None);
    }
}
