//! Pages to a transcript: what stands where becomes what follows what.
//!
//! The order of the content is the base: programs set letterheads and tables cell by cell. Geometry tells lines,
//! columns, tables, spaces and raised marks.
//!
//! 1. `grid` finds the cells that rulings draw; `runs` takes pieces together that stand side by side; `overprint`
//!    takes out what is set twice.
//! 2. `sheet` makes lines of runs and gives cells their lines; `fill` puts numbers into the blanks meant for them; `order` puts blocks in order.
//! 3. `measure` reads off how the document is set, `paragraph` where its paragraphs begin; `table` links tables over pages; `write` writes.

mod fill;
mod grid;
mod measure;
mod order;
mod overprint;
mod paragraph;
mod runs;
mod sheet;
mod table;
mod write;

use super::page::Pages;
use super::transcript::Transcript;
use measure::Measures;
use sheet::Sheet;
use write::Writer;

/// Writes the text of all pages, line by line, with the places of its words, styles, cells and page breaks.
pub(super) fn transcribe(pages: &Pages, transcript: &mut Transcript) {
    let sheets: Vec<Sheet> = pages.pages.iter().map(Sheet::of).collect();
    let measures = Measures::of(&sheets);
    let plans = table::plan(&pages.pages, &sheets, &measures, transcript);
    let style = paragraph::style(&pages.pages, &sheets, &measures);
    let mut writer = Writer::new(pages, measures, style, transcript);
    for (index, ((page, sheet), plans)) in pages.pages.iter().zip(&sheets).zip(&plans).enumerate() {
        if index > 0 {
            writer.transcript.end_page();
        }
        writer.page(page, sheet, plans);
    }
}

#[cfg(test)]
mod tests;
