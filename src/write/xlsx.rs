//! Tables as an Excel workbook: one sheet for each table, numbers and dates as such.

use std::borrow::Cow;
use std::io;

use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::table::{Cell, Head, Table};
use super::wire::Record;
use crate::decimal::Decimal;
use crate::diagnostic::Lang;

// What Excel can hold (Microsoft, "Excel specifications and limits"): the rows of a sheet, the UTF-16 units of a cell's
// text, the significant digits of a number.
const MAX_ROWS: u32 = 1_048_576;
const MAX_CHARS: usize = 32_767;
const MAX_DIGITS: usize = 15;

/// Gathers the rows of records and writes them as a workbook.
pub struct Writer {
    workbook: Workbook,
    /// Rows wait in temporary files instead of memory.
    streams: bool,
    sheets: Vec<Sheet>,
    lang: Lang,
    formats: Formats,
}

/// The rows of one table; more than a sheet can hold go on in a further sheet.
struct Sheet {
    table: Table,
    heads: Vec<Head>,
    /// The sheets filled so far, the last one being filled.
    pages: Vec<Worksheet>,
    next_row: u32,
}

impl Writer {
    /// An empty workbook, gathered in memory.
    pub fn new(lang: Lang) -> Self {
        Self::with(&Table::ALL, lang, false)
    }

    /// The same with the sheets of these tables alone.
    pub fn of(tables: &[Table], lang: Lang) -> Self {
        Self::with(tables, lang, false)
    }

    /// An empty workbook for any number of rows: they wait in the system's temporary directory, and memory holds one of
    /// each sheet. Its texts stand in the cells instead of a list of their own, which makes the file somewhat larger.
    pub fn streaming(lang: Lang) -> Self {
        Self::with(&Table::ALL, lang, true)
    }

    fn with(tables: &[Table], lang: Lang, streams: bool) -> Self {
        let sheets = tables.iter().map(|&table| Sheet {
            table,
            heads: table.heads(lang),
            pages: Vec::new(),
            next_row: MAX_ROWS,
        });
        Self { workbook: Workbook::new(), streams, sheets: sheets.collect(), lang, formats: Formats::new() }
    }

    /// Adds the rows of a record to every sheet.
    ///
    /// # Errors
    /// Where the workbook cannot hold them.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        self.add_those(record, None)
    }

    /// Adds the rows of some of a record's items, by their index, to every sheet.
    ///
    /// # Errors
    /// Where the workbook cannot hold them.
    pub fn add_rows(&mut self, record: &Record, items: &[usize]) -> io::Result<()> {
        self.add_those(record, Some(items))
    }

    fn add_those(&mut self, record: &Record, items: Option<&[usize]>) -> io::Result<()> {
        for sheet in &mut self.sheets {
            let rows = sheet.table.rows(record, self.lang);
            let all: Vec<usize> = (0..rows.len()).collect();
            for row in items.unwrap_or(&all).iter().filter_map(|&item| rows.get(item)) {
                if sheet.next_row == MAX_ROWS {
                    let page = blank(&mut self.workbook, self.streams).map_err(io::Error::other)?;
                    sheet.begin_page(page, self.lang, &self.formats).map_err(io::Error::other)?;
                }
                sheet.add(row, &self.formats).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    /// How many sheets were begun for each table; more than one where a sheet was full.
    pub fn sheets(&self) -> impl Iterator<Item = (Table, usize)> {
        self.sheets.iter().map(|sheet| (sheet.table, sheet.pages.len().max(1)))
    }

    /// The bytes of the workbook.
    ///
    /// # Errors
    /// Where the workbook cannot be put together.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.write(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// Those of `out`, and where the workbook cannot be put together.
    pub fn write(self, out: impl io::Write + Send) -> io::Result<()> {
        self.try_write(out).map_err(io::Error::other)
    }

    fn try_write(mut self, out: impl io::Write + Send) -> Result<(), XlsxError> {
        for sheet in &mut self.sheets {
            if sheet.pages.is_empty() {
                sheet.begin_page(blank(&mut self.workbook, self.streams)?, self.lang, &self.formats)?;
            }
            sheet.end_page()?;
            for page in sheet.pages.drain(..) {
                self.workbook.push_worksheet(page);
            }
        }
        self.workbook.save_to_writer(out)
    }
}

/// An empty sheet.
fn blank(workbook: &mut Workbook, streams: bool) -> Result<Worksheet, XlsxError> {
    if streams { workbook.new_worksheet_with_constant_memory() } else { Ok(Worksheet::new()) }
}

impl Sheet {
    fn begin_page(&mut self, mut page: Worksheet, lang: Lang, formats: &Formats) -> Result<(), XlsxError> {
        self.end_page()?;
        let title = self.table.title(lang);
        let number = self.pages.len() + 1;
        let name = if number == 1 { title.to_owned() } else { format!("{title} ({number})") };
        page.set_name(name)?;
        for (column, head) in (0..).zip(&self.heads) {
            page.write_string_with_format(0, column, head.text, &formats.head)?;
            page.set_column_width(column, f64::from(head.width))?;
        }
        page.set_freeze_panes(1, 0)?;
        // For the printer: A4 across, the heads on every page, all columns on one page's width.
        page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        self.pages.push(page);
        self.next_row = 1;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), XlsxError> {
        let columns = self.heads.len() as u16;
        let last_row = self.next_row - 1;
        if let Some(page) = self.pages.last_mut() {
            page.autofilter(0, 0, last_row, columns.saturating_sub(1))?;
        }
        Ok(())
    }

    fn add(&mut self, row: &[Cell<'_>], formats: &Formats) -> Result<(), XlsxError> {
        if let Some(page) = self.pages.last_mut() {
            for (column, cell) in (0..).zip(row) {
                write_cell(page, self.next_row, column, cell, formats)?;
            }
            self.next_row += 1;
        }
        Ok(())
    }
}

fn write_cell(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let mut text =
        |text: &str| page.write_string_with_format(row, column, fitting(text), &formats.text).map(drop);
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(words) => text(words),
        Cell::Joined(words) => text(words),
        Cell::Word(word) => text(word),
        Cell::Number(number) if digits(*number) > MAX_DIGITS => text(&number.to_string()),
        Cell::Number(number) => {
            let format = if number.is_integer() { &formats.integer } else { &formats.decimal };
            page.write_number_with_format(row, column, number.to_f64(), format).map(drop)
        }
        Cell::Count(count) => {
            page.write_number_with_format(row, column, *count as f64, &formats.count).map(drop)
        }
        Cell::Share(share) => {
            page.write_number_with_format(row, column, f64::from(*share), &formats.share).map(drop)
        }
        Cell::Day(iso) => match ExcelDateTime::parse_from_str(iso) {
            Ok(day) => page.write_datetime_with_format(row, column, day, &formats.date).map(drop),
            // Excel counts days from 1900 on.
            Err(_) => text(iso),
        },
    }
}

/// The significant digits of a number, trailing zeros of the whole part counted too.
fn digits(number: Decimal) -> usize {
    let written = number.to_string();
    written.bytes().filter(u8::is_ascii_digit).skip_while(|&digit| digit == b'0').count()
}

/// The text as far as a cell can hold it.
fn fitting(text: &str) -> Cow<'_, str> {
    // UTF-8 never has fewer bytes than UTF-16 has units.
    if text.len() <= MAX_CHARS || text.encode_utf16().count() <= MAX_CHARS {
        return text.into();
    }
    let mut units = 1; // for the ellipsis
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= MAX_CHARS
    });
    kept.chain(['…']).collect::<String>().into()
}

/// How the kinds of cells look.
struct Formats {
    head: Format,
    text: Format,
    integer: Format,
    decimal: Format,
    count: Format,
    share: Format,
    date: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top);
        let number = |format: &str| cell.clone().set_num_format(format);
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E2_E8F0))
                .set_border_bottom(FormatBorder::Thin),
            text: cell.clone().set_text_wrap(),
            // Excel shows its user's own marks for thousands and decimals.
            integer: number("#,##0"),
            decimal: number("#,##0.0########"),
            count: number("0"),
            share: number("0.00"),
            date: number("dd/mm/yyyy"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_a_cell_ends() {
        let long = "ệ".repeat(MAX_CHARS);
        assert_eq!(fitting(&long), long);
        let longer = long + "🌾";
        let cut = fitting(&longer);
        assert_eq!(cut.encode_utf16().count(), MAX_CHARS);
        assert!(cut.ends_with("ệ…"));
    }

    #[test]
    fn only_significant_digits_count() {
        for (number, count) in [("0.0012", 2), ("9400", 4), ("-24.04", 4), ("123456789012345.67", 17)] {
            assert_eq!(digits(number.parse().unwrap()), count, "{number}");
        }
    }
}
