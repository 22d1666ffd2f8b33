//! Passages written out as blocks.

use super::flow::{Border, Matter, Passage, Taken};
use super::join::Joiner;
use super::lines::{Line, has_bullet, is_letter_spaced};
use super::measure::Measures;
use super::notes::Note;
use super::seam::{Joint, seam};
use crate::document::{Block, BlockKind, Footnote, FurnitureKind, Layout, Repaired};
use crate::source::Fragment;
use crate::span::{Normalized, Span};
use crate::text::Rewriter;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Writes passages one after the other and keeps account of blocks, bold passages and marks.
pub(super) struct Assembler<'a> {
    text: &'a str,
    lines: &'a [Line],
    rewriter: Rewriter<'a>,
    fragments: &'a [Fragment],
    /// Marks of footnotes in the running text, sorted, with the index of their note.
    marks: Vec<(Range<usize>, usize)>,
    /// Where the mark of each note stood.
    marked: Vec<Option<Span<Normalized>>>,
    blocks: Vec<Block>,
    bold: Vec<Span<Normalized>>,
    /// Where the last passage ended in the input.
    last_end: Option<usize>,
}

impl<'a> Assembler<'a> {
    pub fn new(repaired: &'a Repaired, lines: &'a [Line], notes: &[Note]) -> Self {
        let mut marks: Vec<(Range<usize>, usize)> = notes
            .iter()
            .enumerate()
            .filter_map(|(index, note)| Some((note.reference.clone()?, index)))
            .collect();
        marks.sort_by_key(|(range, _)| range.start);
        Assembler {
            text: repaired.text.as_str(),
            lines,
            rewriter: Rewriter::new(&repaired.text),
            fragments: &repaired.fragments,
            marks,
            marked: vec![None; notes.len()],
            blocks: Vec::with_capacity(lines.len() / 2),
            bold: Vec::new(),
            last_end: None,
        }
    }

    /// Writes the passages of the body, then the notes.
    pub fn write(&mut self, passages: &[Passage], measures: &Measures, mut joiner: Joiner) -> Vec<Footnote> {
        let mut before: Option<&Passage> = None;
        let mut last: Option<&Passage> = None;
        for passage in passages.iter().filter(|passage| !matches!(passage.matter, Matter::Note(_))) {
            let joint = match passage.matter {
                Matter::Cell(_) if passage.border == Border::Join => {
                    last.map_or(Joint::Space, |last| seam(self.text, last, passage))
                }
                Matter::Cell(_) => Joint::Block,
                _ => joiner.joint(before, passage),
            };
            let line = &self.lines[passage.line as usize];
            let opens = before.is_none_or(|before| before.line != passage.line);
            let blank = line.blanks > 1 || line.blanks > 0 && !measures.blank_noise;
            let gap = passage.ruled || opens && (line.page || blank);
            self.passage(passage, joint, gap);
            before = (!matches!(passage.matter, Matter::Cell(_))).then_some(passage);
            last = Some(passage);
        }
        self.notes(passages)
    }

    fn notes(&mut self, passages: &[Passage]) -> Vec<Footnote> {
        let mut written: Option<(u32, &Passage)> = None;
        let mut texts: Vec<Option<Span<Normalized>>> = vec![None; self.marked.len()];
        for passage in passages {
            let Matter::Note(note) = passage.matter else { continue };
            let goes_on = written.is_some_and(|(last, _)| last == note);
            let joint = match written {
                Some((_, before)) if goes_on => seam(self.text, before, passage),
                _ => Joint::Block,
            };
            self.passage(passage, joint, !goes_on);
            if let (Some(slot), Some(block)) = (texts.get_mut(note as usize), self.blocks.last()) {
                *slot = Some(block.span);
            }
            written = Some((note, passage));
        }
        let end = self.rewriter.len();
        texts
            .into_iter()
            .map(|text| text.unwrap_or(Span::empty(end)))
            .zip(&self.marked)
            .map(|(text, at)| Footnote { mark: String::new(), mark_at: *at, text })
            .collect()
    }

    fn passage(&mut self, passage: &Passage, joint: Joint, gap: bool) {
        let range = passage.range();
        self.seam(range.start, joint);
        let from = self.rewriter.len();
        self.keep(range.clone(), self.lines[passage.line as usize].wide);
        let to = self.rewriter.len();
        self.last_end = Some(range.end);
        if joint != Joint::Block {
            if let Some(block) = self.blocks.last_mut() {
                block.span = block.span.cover(Span::new(from, to));
            }
            return;
        }
        let kind = match passage.matter {
            Matter::Cell(cell) => BlockKind::Cell(cell),
            Matter::Note(note) => BlockKind::Footnote(note),
            Matter::Text if has_bullet(passage.str(self.text)) => BlockKind::Bullet,
            Matter::Text => BlockKind::Paragraph,
        };
        let heading = self.fragment_at(range.start).and_then(|fragment| fragment.style.heading);
        self.blocks.push(Block { span: Span::new(from, to), kind, heading, gap });
    }

    /// Writes what stands between the last passage and one that begins at `start`.
    fn seam(&mut self, start: usize, joint: Joint) {
        let Some(end) = self.last_end else { return };
        let between = match joint {
            Joint::Block if self.rewriter.is_empty() => return,
            Joint::Block => b'\n',
            Joint::Space => b' ',
            Joint::Glue => return,
        };
        // White space of the original is kept where it is the wanted one, so that it costs no edit.
        let gap = if end <= start { end..start } else { start..start };
        let passed = &self.text[gap.clone()];
        match passed.bytes().position(|byte| byte == between) {
            Some(at) if passed.trim().is_empty() => self.rewriter.keep(gap.start + at..gap.start + at + 1),
            _ => self.rewriter.replace(gap.start..gap.start, if between == b'\n' { "\n" } else { " " }),
        }
    }

    /// Keeps a passage without the marks of footnotes, runs of white space as one space; `wide` tells whether there may
    /// be such.
    fn keep(&mut self, range: Range<usize>, wide: bool) {
        let mut at = range.start;
        let first = self.marks.partition_point(|(mark, _)| mark.end <= range.start);
        for index in first..self.marks.len() {
            let (mark, note) = self.marks[index].clone();
            if mark.start >= range.end {
                break;
            }
            self.keep_folded(at..mark.start.max(at), wide);
            self.marked[note] = Some(Span::empty(self.rewriter.len()));
            at = mark.end.min(range.end);
        }
        self.keep_folded(at..range.end, wide);
    }

    fn keep_folded(&mut self, range: Range<usize>, wide: bool) {
        if is_letter_spaced(&self.text[range.clone()]) {
            return self.keep_closed_up(range);
        }
        if !wide {
            return self.keep_styled(range);
        }
        let mut at = range.start;
        while let Some(run) = wide_space(&self.text[at..range.end]) {
            let run = at + run.start..at + run.end;
            self.keep_styled(at..run.start);
            if self.text[run.clone()].starts_with(' ') {
                self.rewriter.keep(run.start..run.start + 1);
            } else {
                self.rewriter.replace(run.clone(), " ");
            }
            at = run.end;
        }
        self.keep_styled(at..range.end);
    }

    /// Keeps the letters of a spaced-out line; wider spaces part its words.
    fn keep_closed_up(&mut self, range: Range<usize>) {
        let text = self.text;
        let mut at = range.start;
        for letter in text[range.clone()].split(' ') {
            let end = at + letter.len();
            self.keep_styled(at..end);
            let spaces = text[end..range.end].bytes().take_while(|&byte| byte == b' ').count();
            at = (end + 1).min(range.end);
            if !letter.is_empty() && spaces > 1 {
                self.rewriter.keep(end..end + 1);
            }
        }
    }

    /// Keeps a passage as it stands and notes what of it is bold.
    fn keep_styled(&mut self, range: Range<usize>) {
        let from = self.rewriter.len();
        self.rewriter.keep(range.clone());
        if self.fragments.is_empty() || range.is_empty() {
            return;
        }
        let first = self.fragments.partition_point(|fragment| fragment.end as usize <= range.start);
        for fragment in &self.fragments[first..] {
            if fragment.start as usize >= range.end {
                break;
            }
            if fragment.style.bold {
                let start = (fragment.start as usize).max(range.start) - range.start;
                let end = (fragment.end as usize).min(range.end) - range.start;
                self.bold.push(Span::new(from + start, from + end));
            }
        }
    }

    fn fragment_at(&self, at: usize) -> Option<&Fragment> {
        let index = self.fragments.partition_point(|fragment| fragment.end as usize <= at);
        self.fragments.get(index).filter(|fragment| fragment.start as usize <= at)
    }

    /// The finished layout; `taken` is what was left out.
    pub fn finish(
        self,
        mut footnotes: Vec<Footnote>,
        notes: &[Note],
        taken: &[Taken],
        repaired: &Repaired,
    ) -> Layout {
        for (footnote, note) in footnotes.iter_mut().zip(notes) {
            footnote.mark.clone_from(&note.mark);
        }
        let edits = repaired.text.edits();
        let references = notes.iter().filter_map(|note| note.reference.clone());
        let references = references.map(|range| Taken { range, kind: FurnitureKind::FootnoteMark });
        let mut furniture: Vec<crate::document::Furniture> = taken
            .iter()
            .cloned()
            .chain(references)
            .map(|taken| crate::document::Furniture {
                span: edits.to_original(taken.range),
                kind: taken.kind,
            })
            .collect();
        furniture.sort_by_key(|furniture| furniture.span);
        let mut bold = self.bold;
        bold.sort();
        Layout {
            text: self.rewriter.finish(),
            blocks: self.blocks,
            footnotes,
            bold,
            furniture,
            diagnostics: Vec::new(),
        }
    }
}

static DOUBLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// The first run of white space that is not a single space.
fn wide_space(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let double = DOUBLE.find(bytes);
    let tab = memchr::memchr3(b'\t', b'\n', 0x0c, &bytes[..double.unwrap_or(bytes.len())]);
    let at = tab.or(double)?;
    // A space before a tab belongs to the run.
    let start = at - usize::from(at > 0 && bytes[at - 1] == b' ');
    let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    Some(start..end)
}
