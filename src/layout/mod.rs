//! Lines to blocks: the text in reading order, one block a line.
//!
//! 1. `lines` cuts the text into lines, `measure` reads off how they are set.
//! 2. `furniture` finds lines that are not the document's own, `notes` the footnotes and `marks` their marks, `tables` cells.
//! 3. `split` cuts lines into passages (`pieces`): columns apart (`columns`), parts of the letterhead (`parts`) in order
//!    (`letterhead`), parts of the foot and labels that stand run together (`cut`).
//! 4. `join` decides which passages make one block, `running` for running text; `assemble` writes them.

mod assemble;
mod columns;
mod cues;
mod cut;
mod flow;
mod furniture;
mod join;
mod label;
mod letterhead;
mod lines;
mod marks;
mod measure;
mod notes;
mod parts;
mod pieces;
mod running;
mod seam;
mod split;
mod tables;

use crate::diagnostic::{Diagnostic, Message};
use crate::document::{FurnitureKind, Layout, Repaired};
use crate::rules::Rules;
use assemble::Assembler;
use cues::Cues;
use join::Joiner;
use measure::Measures;
use pieces::Repairs;
use split::Page;
use tables::Tables;

/// Makes blocks of the lines of a text; total: any text gives a layout.
pub fn layout(repaired: &Repaired, rules: &Rules) -> Layout {
    let text = repaired.text.as_str();
    let mut lines = lines::scan(text);
    let cues = Cues::new(rules).for_text(text, &lines);
    let measures = Measures::of(&lines, text);
    let tables = Tables::stated(text, &lines, &repaired.fragments, cues);
    let mut taken = furniture::find(&mut lines, text, &tables, cues);
    furniture::stated(&mut lines, text, &repaired.fragments, &mut taken);
    for &line in tables.repeated() {
        taken[line] = Some(FurnitureKind::RunningHead);
    }
    let tables = tables.and_barred(text, &lines, &taken);
    if measures.page_space {
        lines.iter_mut().skip(1).filter(|line| line.indent == 1).for_each(|line| line.page = true);
    }
    let notes = notes::find(text, &lines, &taken, &repaired.fragments, &measures, cues);
    let page = Page {
        text,
        lines: &lines,
        taken: &taken,
        notes: &notes,
        tables: &tables,
        measures: &measures,
        cues,
    };
    let pieces = split::split(page);
    let mut assembler = Assembler::new(repaired, &lines, &notes);
    let joiner = Joiner::new(text, &lines, &measures, &repaired.fragments, cues);
    let footnotes = assembler.write(&pieces.passages, &measures, joiner);
    let mut layout = assembler.finish(footnotes, &notes, &pieces.taken, repaired);
    layout.diagnostics = diagnostics(repaired, &pieces.repairs, &layout);
    layout
}

/// What was repaired, with the place of the first.
fn diagnostics(repaired: &Repaired, repairs: &Repairs, layout: &Layout) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let place = |at: &u32| repaired.text.edits().to_original(*at as usize..*at as usize + 1);
    if let Some(first) = repairs.columns.first() {
        let message = Message::new(
            "hai cột đứng cạnh nhau trên cùng dòng đã được tách ra",
            "two columns that stood side by side on one line were told apart",
        );
        diagnostics.push(Diagnostic::info("columns-told-apart", message).at(place(first)));
    }
    if let Some(first) = repairs.glued.first() {
        let count = repairs.glued.len();
        let message = Message::new(
            format!("{count} dòng chứa nhiều phần dính liền đã được cắt"),
            format!("{count} lines with parts run together were cut"),
        );
        diagnostics.push(Diagnostic::info("glued-parts-cut", message).at(place(first)));
    }
    if !layout.footnotes.is_empty() {
        let count = layout.footnotes.len();
        let message = Message::new(
            format!("{count} chú thích đã được tách khỏi văn bản"),
            format!("{count} footnotes were cut out of the text"),
        );
        diagnostics.push(Diagnostic::info("footnotes-cut-out", message));
    }
    for footnote in layout.footnotes.iter().filter(|footnote| footnote.mark_at.is_none()) {
        let message = Message::new(
            format!("không tìm thấy dấu của chú thích {} trong văn bản", footnote.mark),
            format!("the mark of footnote {} was not found in the text", footnote.mark),
        );
        diagnostics
            .push(Diagnostic::warning("footnote-without-mark", message).at(layout.original(footnote.text)));
    }
    diagnostics
}
