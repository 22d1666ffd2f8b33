//! Characters and properties as pieces of a flow (MS-DOC 2.4).

use super::bytes::{i32_at, slice, u32_at};
use super::fib::{Fib, Place};
use super::fkp::{self, Holds};
use super::lists::Lists;
use super::pieces::{Letter, Pieces};
use super::sprm::{Paragraph, Run};
use super::styles::Styles;
use crate::read::office::fields::Fields;
use crate::read::office::flow::{Flow, Fonts, Note, Piece, Remarks};
use crate::read::office::rows::Rows;
use crate::read::office::symbols::{is_legacy_font, is_symbol_font, shown, shown_text};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// All that bears on the text of a file.
pub(super) struct Document<'b> {
    pub word: &'b [u8],
    pub data: &'b [u8],
    pub pieces: Pieces,
    pub runs: Vec<Holds>,
    pub paragraphs: Vec<Holds>,
    pub styles: Styles,
    pub lists: Lists,
    pub fonts: Fonts,
    /// The fonts of the file as those of the document.
    pub numbers: Vec<Option<u16>>,
    pub remarks: Remarks,
}

/// What stands at places of the main text, by the number of the character.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Indices of notes.
    pub notes: FxHashMap<usize, u32>,
    /// Text boxes.
    pub boxes: FxHashMap<usize, Flow>,
}

impl Document<'_> {
    /// The flow of a range of characters.
    pub fn flow(&mut self, range: Range<usize>, anchors: &mut Anchors) -> Flow {
        let end = range.end.min(self.pieces.letters.len());
        let mut writer = Writer::default();
        let mut from = range.start.min(end);
        while from < end {
            let until = self.pieces.letters[from..end]
                .iter()
                .position(|letter| matches!(letter.shown, '\r' | '\u{7}' | '\u{C}'))
                .map_or(end, |len| from + len + 1);
            self.paragraph(from..until, &mut writer, anchors);
            from = until;
        }
        writer.rows.finish()
    }

    fn change(&self, letter: &Letter) -> &[u8] {
        usize::from(letter.change)
            .checked_sub(1)
            .and_then(|index| self.pieces.changes.get(index))
            .map_or(&[], Vec::as_slice)
    }

    fn paragraph(&mut self, range: Range<usize>, writer: &mut Writer, anchors: &mut Anchors) {
        let Some(mark) = range.end.checked_sub(1).and_then(|last| self.pieces.letters.get(last)).copied()
        else {
            return;
        };
        let holds = fkp::at(&self.paragraphs, mark.at).cloned();
        let style = holds.as_ref().map_or(0, |holds| holds.style);
        let (run, mut paragraph) = self.styles.paragraph(style);
        let own = holds.and_then(|holds| self.word.get(holds.changes)).unwrap_or_default();
        paragraph.change(own, self.data);
        let extra = self.change(&mark).to_vec();
        paragraph.change(&extra, self.data);

        let depth = match paragraph.depth {
            Some(depth) if paragraph.in_table || depth > 1 => depth.max(1) as usize,
            _ => usize::from(paragraph.in_table),
        };
        if !writer.runs_on {
            writer.rows.set_depth(depth);
        }
        if paragraph.ends_row && paragraph.in_table || paragraph.ends_inner_row {
            writer.rows.end_row(&paragraph.row);
            return;
        }
        if paragraph.begins_page && depth == 0 {
            writer.rows.flow().push(Piece::Page);
        }
        let mark_run = self.run_at(&mark, &run);
        let is_mark = matches!(mark.shown, '\r' | '\u{7}' | '\u{C}');
        let runs_on = mark.shown == '\r' && (mark_run.deleted || mark_run.hidden);
        if !writer.runs_on && !runs_on && mark.shown != '\u{C}' {
            self.label(&paragraph, &mark_run, writer);
        }
        let text = range.start..range.end - usize::from(is_mark);
        self.runs(text, &run, writer, anchors);
        writer.runs_on = runs_on;
        match mark.shown {
            '\u{7}' => writer.rows.end_cell(),
            _ if paragraph.ends_inner_cell => writer.rows.end_cell(),
            '\u{C}' => {
                let flow = writer.rows.flow();
                let filled =
                    !matches!(flow.pieces.last(), None | Some(Piece::Paragraph { .. } | Piece::Page));
                if filled {
                    flow.push(Piece::Paragraph { heading: None });
                }
                flow.push(Piece::Page);
            }
            _ if runs_on => self.remarks.changes += usize::from(mark_run.deleted),
            _ => {
                let heading = paragraph.outline.filter(|&level| level < 6).map(|level| level + 1);
                writer.rows.flow().push(Piece::Paragraph { heading });
            }
        }
        let boxes = std::mem::take(&mut writer.boxes);
        writer.rows.flow().append(boxes);
    }

    fn label(&mut self, paragraph: &Paragraph, mark: &Run, writer: &mut Writer) {
        // 0 is no list, 0x7FF one of Word 6.
        let list = paragraph.list;
        let Some(label) =
            (list != 0 && list != 0x7FF).then(|| self.lists.next(list, paragraph.level)).flatten()
        else {
            return;
        };
        if label.text.is_empty() {
            return;
        }
        let mut look = label.look.over(mark.look(label.text.is_ascii(), &self.numbers));
        let font = self.fonts.name(look.font);
        let text = shown_text(&label.text, font);
        if is_symbol_font(font) {
            look.font = None;
        }
        writer.rows.flow().run(&text, look);
        if !label.glued && !text.ends_with(' ') {
            writer.rows.flow().run(" ", look);
        }
    }

    /// The properties of the run that a letter belongs to.
    fn run_at(&self, letter: &Letter, base: &Run) -> Run {
        let changes = fkp::at(&self.runs, letter.at).and_then(|holds| self.word.get(holds.changes.clone()));
        let changes = changes.unwrap_or_default();
        let extra = self.change(letter);
        let mut named = Run::default();
        named.change(changes, &Run::default());
        let style = named.style.map_or(*base, |style| self.styles.character(style, base));
        let mut run = style;
        run.change(changes, &style);
        run.change(extra, &style);
        run
    }

    /// Letters of one run at a time.
    fn runs(&mut self, range: Range<usize>, base: &Run, writer: &mut Writer, anchors: &mut Anchors) {
        let mut from = range.start;
        while from < range.end {
            let first = self.pieces.letters[from];
            let holds = fkp::at(&self.runs, first.at).map(|holds| holds.from..holds.to);
            let mut until = from + 1;
            while until < range.end {
                let letter = &self.pieces.letters[until];
                let same = match &holds {
                    Some(holds) => holds.contains(&letter.at),
                    None => fkp::at(&self.runs, letter.at).is_none(),
                };
                if !same || letter.change != first.change {
                    break;
                }
                until += 1;
            }
            let run = self.run_at(&first, base);
            self.run(from..until, &run, writer, anchors);
            from = until;
        }
    }

    fn run(&mut self, range: Range<usize>, run: &Run, writer: &mut Writer, anchors: &mut Anchors) {
        self.remarks.changes += usize::from(run.deleted || run.inserted);
        if run.deleted {
            return;
        }
        let mut text = String::new();
        for at in range {
            let letter = self.pieces.letters[at].shown;
            match letter {
                '\u{13}'..='\u{15}' if run.special || writer.in_field(letter) => {
                    self.text(&mut text, run, writer);
                    match letter {
                        '\u{13}' => writer.fields.begin(),
                        '\u{14}' => writer.fields.separate(),
                        _ => writer.fields.end(),
                    }
                }
                '\u{B}' => {
                    self.text(&mut text, run, writer);
                    if !writer.fields.hides() && !run.hidden {
                        writer.rows.flow().push(Piece::Line);
                    }
                }
                '\u{2}' | '\u{1}' | '\u{8}' | '\u{5}' if run.special || letter != '\u{2}' => {
                    self.text(&mut text, run, writer);
                    if let Some(&note) = anchors.notes.get(&at)
                        && !writer.fields.hides()
                    {
                        writer.rows.flow().push(Piece::Note(note));
                    }
                    if let Some(flow) = anchors.boxes.remove(&at) {
                        writer.boxes.append(flow);
                    }
                }
                '(' if run.special && run.symbol.is_some() => {
                    self.text(&mut text, run, writer);
                    if let Some((font, code)) = run.symbol {
                        let font = self.numbers.get(usize::from(font)).copied().flatten();
                        let letter = char::from_u32(u32::from(code)).unwrap_or('\u{FFFD}');
                        text.push(shown(letter, self.fonts.name(font)));
                        self.text(&mut text, &Run { ascii: u16::MAX, high: u16::MAX, ..*run }, writer);
                    }
                }
                '\t' => text.push('\t'),
                '\u{1E}' => text.push('-'),
                '\u{1F}' => text.push('\u{AD}'),
                '\u{E}' => text.push('\n'),
                '\0'..='\u{1F}' => {}
                letter => text.push(letter),
            }
            // A note whose mark the author wrote has no character of its own.
            if !matches!(letter, '\u{2}')
                && let Some(&note) = anchors.notes.get(&at)
            {
                self.text(&mut text, run, writer);
                writer.rows.flow().push(Piece::Note(note));
            }
        }
        self.text(&mut text, run, writer);
    }

    fn text(&mut self, text: &mut String, run: &Run, writer: &mut Writer) {
        let text = std::mem::take(text);
        if text.is_empty() {
            return;
        }
        if writer.fields.hides() {
            writer.fields.instruction(&text);
            return;
        }
        if run.hidden {
            self.remarks.hidden += 1;
            return;
        }
        let mut look = run.look(text.is_ascii(), &self.numbers);
        let font = self.fonts.name(look.font);
        let shown = shown_text(&text, font);
        if is_symbol_font(font) {
            look.font = None;
        }
        if run.capitals && !is_legacy_font(font) {
            let large = shown.to_uppercase();
            writer.rows.flow().run(&large, look);
        } else {
            writer.rows.flow().run(&shown, look);
        }
    }
}

/// What is open while a story is written.
#[derive(Default)]
struct Writer {
    rows: Rows,
    fields: Fields,
    /// Text boxes of the paragraph: they follow it.
    boxes: Flow,
    /// The end of the last paragraph was deleted or is hidden.
    runs_on: bool,
}

impl Writer {
    /// Marks of fields are special characters; some programs forget to say so of those that close one.
    fn in_field(&self, mark: char) -> bool {
        mark == '\u{13}' || self.fields.is_open()
    }
}

/// The notes of a story of notes, and where the main text refers to them.
pub(super) fn notes(
    document: &mut Document,
    table: &[u8],
    (marks, texts): (Place, Place),
    story: usize,
    notes: &mut Vec<Note>,
    anchors: &mut Anchors,
) {
    let marks = slice(table, marks.at, marks.len).unwrap_or_default();
    let texts = slice(table, texts.at, texts.len).unwrap_or_default();
    let count = marks.len().saturating_sub(4) / 6;
    for index in 0..count {
        let (Some(at), Some(from), Some(to)) =
            (u32_at(marks, index * 4), u32_at(texts, index * 4), u32_at(texts, index * 4 + 4))
        else {
            return;
        };
        let kind = marks.get((count + 1) * 4 + index * 2).copied().unwrap_or(1);
        let range = story.saturating_add(from as usize)..story.saturating_add(to as usize);
        let flow = document.flow(range, &mut Anchors::default());
        anchors.notes.insert(at as usize, notes.len() as u32);
        notes.push(Note { flow, own_mark: kind == 0 });
    }
}

/// The text boxes of the main text at their anchors, and those whose anchors are not known.
pub(super) fn boxes(document: &mut Document, table: &[u8], fib: &Fib, anchors: &mut Anchors) -> Flow {
    let texts = slice(table, fib.boxes.at, fib.boxes.len).unwrap_or_default();
    let shapes = slice(table, fib.shapes.at, fib.shapes.len).unwrap_or_default();
    let shape_count = shapes.len().saturating_sub(4) / 30;
    let anchored: FxHashMap<i32, usize> = (0..shape_count)
        .filter_map(|index| {
            let at = u32_at(shapes, index * 4)? as usize;
            Some((i32_at(shapes, (shape_count + 1) * 4 + index * 26)?, at))
        })
        .collect();
    let story = fib.story(6);
    let mut rest = Flow::default();
    let count = texts.len().saturating_sub(4) / 26;
    for index in 0..count {
        let (Some(from), Some(to)) = (u32_at(texts, index * 4), u32_at(texts, index * 4 + 4)) else { break };
        let described = (count + 1) * 4 + index * 22;
        let flow = document.flow(
            story.saturating_add(from as usize)..story.saturating_add(to as usize),
            &mut Anchors::default(),
        );
        if !flow.has_text() {
            continue;
        }
        let anchor = i32_at(texts, described + 14).and_then(|shape| anchored.get(&shape));
        match anchor {
            Some(&at) => anchors.boxes.entry(at).or_default().append(flow),
            None => rest.append(flow),
        }
    }
    rest
}
