//! How the lines of one document are set: wrapped or not, how wide, and whether a blank line means anything.

use super::label;
use super::lines::{Line, Opening, count};

/// Widths beyond this are not told apart.
const WIDEST: usize = 255;

/// Lines longer than this on average, in bytes, hold many paragraphs.
const MERGED: usize = 1200;

#[derive(Debug, Clone, Copy)]
pub(super) struct Measures {
    /// Paragraphs run over several lines.
    pub wrapped: bool,
    /// Blank lines also stand inside paragraphs.
    pub blank_noise: bool,
    /// What a line and the first word of the next come to, at the least, where the next goes on with its sentence:
    /// a line that falls short of it was ended on purpose.
    pub full: usize,
    /// A single leading space marks the first line of a page.
    pub page_space: bool,
    /// Lines are indented where paragraphs begin.
    pub indented: bool,
    /// An exporter put many paragraphs on each line.
    pub merged: bool,
    /// Lines also end early inside sentences, as where an exporter breaks at changes of style.
    pub ragged: bool,
}

impl Measures {
    /// Reads the statistics off all lines.
    pub fn of(lines: &[Line], text: &str) -> Measures {
        let mut interior = Histogram::default();
        let (mut blank_pairs, mut blank_interior) = (0usize, 0usize);
        let (mut spaced, mut flush, mut indents, mut indented_lower) = (0usize, 0usize, 0usize, 0usize);
        for pair in lines.windows(2) {
            let (before, line) = (&pair[0], &pair[1]);
            match line.indent {
                0 => flush += 1,
                1 => spaced += 1,
                _ => {
                    indents += 1;
                    indented_lower += usize::from(line.opening == Opening::Lower);
                }
            }
            blank_pairs += usize::from(line.blanks > 0);
            if line.opening == Opening::Lower && label::parse(line.str(text)).is_none() {
                interior.add(reach(before, line, text));
                blank_interior += usize::from(line.blanks > 0);
            }
        }
        let pairs = lines.len().saturating_sub(1);
        let widest = lines.iter().map(|line| line.width).max().unwrap_or(0);
        // Letters differ in width; a few lines show little of it.
        let slack = if interior.total < 12 { 4 } else { 0 };
        let typical = interior.percentile(50);
        let low = interior.percentile(8);
        Measures {
            // Few lines tell little: they must all be as short as lines are.
            wrapped: interior.total * 100 >= pairs * 15
                && typical < 200
                && (interior.total >= 3 || interior.total > 0 && widest < 130),
            blank_noise: blank_pairs > 0 && blank_interior * 100 >= blank_pairs * 12,
            full: low.max(typical * 6 / 10).saturating_sub(slack),
            merged: text.len() / lines.len().max(1) > MERGED,
            ragged: interior.total >= 8 && low < typical * 6 / 10,
            page_space: spaced > 0 && spaced * 10 <= flush,
            indented: indents * 20 >= pairs && indents * 3 <= pairs * 2 && indented_lower * 5 <= indents,
        }
    }
}

/// The width that a line would have with the first word of the next on it.
pub(super) fn reach(line: &Line, next: &Line, text: &str) -> usize {
    let first = next.str(text).split_whitespace().next().unwrap_or("");
    usize::from(line.width) + 1 + count(first)
}

struct Histogram {
    counts: [u32; WIDEST + 1],
    total: usize,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram { counts: [0; WIDEST + 1], total: 0 }
    }
}

impl Histogram {
    fn add(&mut self, value: usize) {
        self.counts[value.min(WIDEST)] += 1;
        self.total += 1;
    }

    /// The value that `share` percent of all are at most; 0 for none.
    fn percentile(&self, share: usize) -> usize {
        let wanted = (self.total * share).div_ceil(100);
        let mut seen = 0;
        for (value, &count) in self.counts.iter().enumerate() {
            seen += count as usize;
            if seen >= wanted && count > 0 {
                return value;
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lines::scan;

    fn of(text: &str) -> Measures {
        Measures::of(&scan(text), text)
    }

    #[test]
    fn a_blank_after_every_line_is_noise() {
        let wrapped = "Thực hiện nhiệm vụ phát triển kinh tế và\n\nxã hội của huyện trong năm, các phòng và\n\n\
                       ban tổ chức quán triệt, đồng thời phối\n\nhợp với các xã.\n\n";
        let measures = of(wrapped);
        assert!(measures.wrapped && measures.blank_noise);
        assert!((30..=46).contains(&measures.full), "{}", measures.full);
    }

    #[test]
    fn paragraphs_of_one_line_are_not_wrapped() {
        let plain = "I. MỤC ĐÍCH\n\nNâng cao chất lượng.\n\n1. Yêu cầu\n\nCụ thể.\n\n- Bảo đảm tiến độ.\n";
        let measures = of(plain);
        assert!(!measures.wrapped && !measures.blank_noise);
    }
}
