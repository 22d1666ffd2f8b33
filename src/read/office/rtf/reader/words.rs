//! Control words: destinations, properties of runs, paragraphs and rows, and letters.

use super::{Destination, Kind, Paragraph, Reader};
use crate::read::office::fields::is_dropped;
use crate::read::office::flow::{Look, Piece};
use crate::read::office::rows::{CellEdge, RowEdges};

impl Reader<'_> {
    /// A destination: what the text of the group is. `false` if the word is none.
    fn destination(&mut self, word: &str) -> bool {
        let is_text =
            matches!(self.group.destination, Destination::Text | Destination::Label | Destination::Shape);
        match word {
            "fonttbl" => self.group.destination = Destination::FontTable,
            "footnote" if is_text => {
                let own_mark = !std::mem::take(&mut self.counted);
                self.begin_story(Kind::Note { own_mark });
            }
            "shptxt" | "dptxbxtext" if is_text => self.begin_story(Kind::Box),
            "shpinst" | "do" | "shp" if is_text => self.group.destination = Destination::Shape,
            "listtext" | "pntext" if is_text => self.group.destination = Destination::Label,
            "field" if is_text => {
                self.group.field = true;
                self.instructions.push(String::new());
            }
            "fldinst" if is_text => self.group.destination = Destination::Instruction,
            "fldrslt" => {
                if self.instructions.last().is_some_and(|instruction| is_dropped(instruction)) {
                    self.group.destination = Destination::Nothing;
                }
            }
            "nesttableprops" if is_text => self.group.inner_row = true,
            "colortbl" | "stylesheet" | "info" | "pict" | "objdata" | "header" | "headerl" | "headerr"
            | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "annotation" | "comment"
            | "nonshppict" | "shprslt" | "nonesttables" | "listtable" | "listoverridetable" | "revtbl"
            | "xe" | "tc" | "bkmkstart" | "bkmkend" | "falt" | "panose" | "ftnsep" | "ftnsepc" | "ftncn"
            | "aftnsep" | "aftnsepc" | "aftncn" | "mmathPict" | "sp" | "filetbl" | "template" | "private"
            | "txe" | "rxe" => {
                self.group.destination = Destination::Nothing;
            }
            _ => return false,
        }
        true
    }

    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "bin" {
            return self.lexer.pass_over(number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0));
        }
        let starred = std::mem::take(&mut self.starred);
        if word == "u" {
            return self.unicode(number.unwrap_or(0));
        }
        // A control word counts as a letter that stands for the one before.
        if self.passing > 0 && stands_for(word).is_some() {
            self.passing -= 1;
            return;
        }
        if self.group.destination == Destination::FontTable && !matches!(word, "falt" | "panose") {
            return self.table.word(word, number, &mut self.fonts);
        }
        if self.destination(word) {
            return;
        }
        if starred {
            // Destinations that later versions brought and this reader does not know; formulas are text.
            if !matches!(word, "moMath" | "moMathPara") {
                self.group.destination = Destination::Nothing;
            }
            return;
        }
        if let Some(letter) = stands_for(word) {
            return self.letter(letter);
        }
        if self.group.destination == Destination::Nothing {
            return;
        }
        if !self.run_word(word, number) && !self.paragraph_word(word, number) {
            self.row_word(word, number);
        }
    }

    /// Properties of runs.
    fn run_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        if !matches!(
            word,
            "plain"
                | "b"
                | "i"
                | "super"
                | "sub"
                | "nosupersub"
                | "up"
                | "dn"
                | "f"
                | "fs"
                | "caps"
                | "scaps"
                | "v"
                | "deleted"
                | "revised"
                | "uc"
                | "deff"
                | "ansicpg"
                | "chftn"
        ) {
            return false;
        }
        self.flush();
        let group = &mut self.group;
        match word {
            "plain" => {
                group.look = Look { size: Some(120), ..Look::default() };
                group.font = self.table.default;
                (group.capitals, group.hidden, group.deleted, group.inserted) = (false, false, false, false);
            }
            "b" => group.look.bold = on,
            "i" => group.look.italic = on,
            "super" => group.look.superscript = on,
            "sub" | "nosupersub" | "dn" => group.look.superscript = false,
            // Half points.
            "up" => group.look.superscript = number.unwrap_or(6) >= 4,
            "f" => group.font = number.unwrap_or(0),
            "fs" => group.look.size = number.and_then(|size| u16::try_from(size.saturating_mul(5)).ok()),
            "caps" | "scaps" => group.capitals = on,
            "v" => group.hidden = on,
            "deleted" => group.deleted = on,
            "revised" => group.inserted = on,
            "uc" => {
                group.fallback = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(100)
            }
            "deff" => {
                self.table.default = number.unwrap_or(0);
                group.font = self.table.default;
            }
            "ansicpg" => self.table.codepage = number.unwrap_or(1252),
            _ => self.counted = true,
        }
        self.refont();
        true
    }

    /// Properties and ends of paragraphs.
    fn paragraph_word(&mut self, word: &str, number: Option<i32>) -> bool {
        match word {
            "par" => self.end_paragraph(),
            "line" => self.piece(Piece::Line),
            "page" => self.piece(Piece::Page),
            "sect" => {
                self.end_paragraph();
                self.section = self.stories.len() == 1;
            }
            "sbknone" => self.section = false,
            "pard" => {
                self.flush();
                self.story().paragraph = Paragraph::default();
            }
            "intbl" => {
                let paragraph = &mut self.story().paragraph;
                paragraph.depth = paragraph.depth.max(1);
            }
            "itap" => {
                let depth = number.and_then(|depth| usize::try_from(depth).ok()).unwrap_or(0);
                self.story().paragraph.depth = depth;
            }
            "outlinelevel" => {
                self.story().paragraph.outline = number.and_then(|level| u8::try_from(level).ok());
            }
            "pagebb" => self.story().paragraph.begins_page = number != Some(0),
            "cell" => self.end_cell(1),
            "nestcell" => {
                let depth = self.story().paragraph.depth.max(2);
                self.end_cell(depth);
            }
            "row" => self.end_row(false),
            "nestrow" => self.end_row(true),
            _ => return false,
        }
        true
    }

    /// Definitions of rows.
    fn row_word(&mut self, word: &str, number: Option<i32>) {
        let edges = &mut self.edges[usize::from(self.group.inner_row)];
        match word {
            "trowd" => {
                *edges = RowEdges::default();
                self.edge = CellEdge::default();
            }
            "trleft" => edges.left = number.unwrap_or(0),
            "trhdr" => edges.head = true,
            "clmrg" => self.edge.joins_left = true,
            "clvmrg" => self.edge.joins_above = true,
            "cellx" if edges.cells.len() < 512 => {
                self.edge.right = number.unwrap_or(0);
                edges.cells.push(std::mem::take(&mut self.edge));
            }
            _ => {}
        }
    }
}

/// The character that a control word stands for.
fn stands_for(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    })
}
