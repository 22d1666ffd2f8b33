//! Tables of shared-out work: Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn.

use super::record::{LONGEST, head_rule};
use crate::document::{Assignment, BlockKind, Duty, TokenKind, Zone};
use crate::extract::Context;
use crate::extract::bodies::{Mode, Passage};
use crate::rules::WorkSense;
use std::ops::Range;

/// One record for each body in a cell under a head that gives it a role, in tables that have a column of tasks.
pub fn tables(context: Context<'_>) -> Vec<Assignment> {
    let mut reader = Reader {
        context,
        passage: Passage::new(context),
        table: None,
        columns: Vec::new(),
        row: Vec::new(),
        found: Vec::new(),
    };
    for (block, found) in context.layout.blocks.iter().enumerate() {
        if let BlockKind::Cell(cell) = found.kind
            && context.outline.zone(block) != Zone::Contents
        {
            reader.cell(block, cell.table, cell.row, cell.column);
        }
    }
    reader.end_row();
    reader.found
}

/// The cells of a row with their columns.
type Row = Vec<(u16, usize)>;

struct Reader<'a> {
    context: Context<'a>,
    passage: Passage<'a>,
    table: Option<(u32, u32)>,
    /// What the columns of this table hold.
    columns: Vec<(u16, WorkSense)>,
    row: Row,
    found: Vec<Assignment>,
}

impl Reader<'_> {
    fn cell(&mut self, block: usize, table: u32, row: u32, column: u16) {
        if self.table != Some((table, row)) {
            self.end_row();
            if self.table.is_some_and(|(last, _)| last != table) {
                self.columns.clear();
            }
            self.table = Some((table, row));
        }
        self.row.push((column, block));
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() {
            return;
        }
        let heads: Vec<(u16, WorkSense)> =
            row.iter().filter_map(|&(column, block)| Some((column, self.head(block)?))).collect();
        let filled = row.iter().filter(|(_, block)| !self.context.tokens.of_block(*block).is_empty()).count();
        if !heads.is_empty() && heads.len() * 2 >= filled {
            for (column, sense) in heads {
                self.columns.retain(|(other, _)| *other != column);
                self.columns.push((column, sense));
            }
            return;
        }
        self.records(&row);
    }

    /// What a cell says its column holds; `None` where it is no head.
    fn head(&mut self, block: usize) -> Option<WorkSense> {
        let tokens = self.context.tokens.of_block(block);
        if tokens.is_empty() || tokens.len() > 16 {
            return None;
        }
        self.passage.load(tokens.clone());
        let (sense, _, len) = self.passage.work(tokens.start)?;
        let rest = tokens.start + len;
        let whole = rest >= tokens.end
            || !self.passage.is(rest, TokenKind::Word)
            || matches!(
                sense,
                WorkSense::Lead | WorkSense::Support | WorkSense::Responsible | WorkSense::Deadline
            ) && tokens.len() <= 10;
        whole.then_some(sense)
    }

    fn column(&self, row: &Row, wanted: WorkSense) -> Option<usize> {
        let columns = self.columns.iter().filter(|(_, sense)| *sense == wanted);
        columns
            .filter_map(|(column, _)| row.iter().find(|(other, _)| other == column))
            .map(|(_, block)| *block)
            .min()
    }

    fn records(&mut self, row: &Row) {
        let Some(task) = self.column(row, WorkSense::Task) else { return };
        let task_tokens = self.context.tokens.of_block(task);
        if task_tokens.is_empty() {
            return;
        }
        let words = |tokens: Range<usize>| {
            let tokens = tokens.start..tokens.end.min(tokens.start + LONGEST);
            let words = self.context.layout.str(self.context.tokens.span(tokens)).replace('\n', " ");
            words.trim().trim_end_matches(['.', ';', ',', ':', ' ']).to_owned()
        };
        let task_words = words(task_tokens.clone());
        let deadline = self
            .column(row, WorkSense::Deadline)
            .map(|block| words(self.context.tokens.of_block(block)))
            .filter(|deadline| !deadline.is_empty());
        let senses: Vec<(u16, WorkSense)> = self.columns.clone();
        let task_span = self.context.tokens.span(task_tokens);
        for &(column, block) in row {
            let Some((_, sense)) = senses.iter().find(|(other, _)| *other == column) else { continue };
            let role = match sense {
                WorkSense::Lead => Duty::Lead,
                WorkSense::Support => Duty::Support,
                WorkSense::Responsible => Duty::Responsible,
                _ => continue,
            };
            let rule = head_rule(self.context, role);
            for body in self.bodies(block) {
                self.found.push(Assignment {
                    body,
                    role,
                    task: task_words.clone(),
                    deadline: deadline.clone(),
                    section: self.context.outline.section_of(block),
                    at: task_span.cover(self.context.layout.blocks[block].span),
                    rule,
                    confidence: None,
                });
            }
        }
    }

    /// The bodies of a cell; a cell that names none known is one body as it stands.
    fn bodies(&mut self, block: usize) -> Vec<String> {
        let mut tokens = self.context.tokens.of_block(block);
        while matches!(
            self.context.tokens.tokens.get(tokens.start).map(|token| token.kind),
            Some(TokenKind::Dash | TokenKind::Plus | TokenKind::Bullet)
        ) && !tokens.is_empty()
        {
            tokens.start += 1;
        }
        self.passage.load(tokens.clone());
        let letters = tokens.clone().any(|at| self.passage.is(at, TokenKind::Word));
        if !letters {
            return Vec::new();
        }
        match self.passage.list(tokens.start, tokens.end, Mode::Whole) {
            Some(list) => list.bodies.iter().map(|body| body.text(&self.passage)).collect(),
            None if tokens.len() > 1 || self.passage.capitalized(tokens.start) => {
                let end = super::record::trim_end(&self.passage, tokens.start, tokens.end);
                vec![super::record::text(&self.passage, tokens.start..end)]
            }
            None => Vec::new(),
        }
    }
}
