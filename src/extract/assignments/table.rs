//! Tables of shared-out work: Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn.

use super::record::{LONGEST, head_rule};
use crate::document::{Assignment, BlockKind, Duty, TokenKind, Zone};
use crate::extract::Context;
use crate::extract::bodies::{Mode, Passage};
use crate::rules::WorkSense;
use crate::source::Cell;
use std::ops::Range;

/// One record for each body in a cell under a head that gives it a role, in tables that have a column of tasks.
pub fn tables(context: Context<'_>) -> Vec<Assignment> {
    let mut reader = Reader {
        context,
        passage: Passage::new(context),
        table: None,
        columns: Vec::new(),
        head: Vec::new(),
        row: Vec::new(),
        marked: false,
        found: Vec::new(),
    };
    for (block, found) in context.layout.blocks.iter().enumerate() {
        if let BlockKind::Cell(cell) = found.kind
            && context.outline.zone(block) != Zone::Contents
        {
            reader.cell(block, cell);
        }
    }
    reader.end_row();
    reader.found
}

/// A task has no fewer words than these.
const FEWEST_WORDS: usize = 3;

/// The cells of a row with their columns.
type Row = Vec<(u16, usize)>;

struct Reader<'a> {
    context: Context<'a>,
    passage: Passage<'a>,
    table: Option<(u32, u32)>,
    /// What the columns of this table hold.
    columns: Vec<(u16, WorkSense)>,
    /// The filled columns of the head row, while no other row followed it.
    head: Vec<u16>,
    row: Row,
    /// The format sets a cell of this row as a head.
    marked: bool,
    found: Vec<Assignment>,
}

impl Reader<'_> {
    fn cell(&mut self, block: usize, cell: Cell) {
        let Cell { table, row, column, .. } = cell;
        if self.table != Some((table, row)) {
            self.end_row();
            if self.table.is_some_and(|(last, _)| last != table) {
                self.columns.clear();
                self.head.clear();
            }
            self.table = Some((table, row));
        }
        self.row.push((column, block));
        self.marked |= cell.head;
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        let marked = std::mem::take(&mut self.marked);
        if row.is_empty() {
            return;
        }
        let heads: Vec<(u16, WorkSense)> =
            row.iter().filter_map(|&(column, block)| Some((column, self.head(block)?))).collect();
        let filled: Vec<u16> = row
            .iter()
            .filter(|(_, block)| !self.context.tokens.of_block(*block).is_empty())
            .map(|&(column, _)| column)
            .collect();
        let doers = |sense: &WorkSense| matches!(sense, WorkSense::Lead | WorkSense::Support);
        let below = !self.head.is_empty() && heads.iter().any(|(_, sense)| doers(sense));
        if !heads.is_empty() && (marked || heads.len() * 2 >= filled.len() || below) {
            let shift = if below { self.shift(&row, &heads) } else { 0 };
            for (column, sense) in heads {
                let column = column + shift;
                self.columns.retain(|(other, _)| *other != column);
                self.columns.push((column, sense));
            }
            self.head = if below { Vec::new() } else { filled };
            return;
        }
        self.head.clear();
        self.records(&row);
    }

    /// How far to the right the second row of a head belongs, where its format lost the cells before it: "Chủ trì",
    /// "Phối hợp" at the left under one cell that covers two columns farther right.
    fn shift(&self, row: &Row, heads: &[(u16, WorkSense)]) -> u16 {
        let first = row.first().map_or(0, |(column, _)| *column);
        let last = row.last().map_or(0, |(column, _)| *column);
        let alone = heads.len() == row.len() && first == 0 && row.len() > 1;
        let free = |column: &u16| (column + 1..=column + last).all(|next| !self.head.contains(&next));
        if !alone || !self.head.contains(&0) || !self.head.contains(&1) {
            return 0;
        }
        self.head.iter().copied().find(|column| *column > 0 && free(column)).unwrap_or(0)
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

    /// The cell that names the task; in tables that say who leads and who supports, the first cell of words that nothing
    /// else is known of.
    fn task(&self, row: &Row) -> Option<usize> {
        let named = self.column(row, WorkSense::Task);
        let known = |wanted: WorkSense| self.columns.iter().any(|(_, sense)| *sense == wanted);
        if named.is_some() || known(WorkSense::Task) || !known(WorkSense::Lead) || !known(WorkSense::Support)
        {
            return named;
        }
        let words = |block: usize| {
            self.context.tokens.tokens[self.context.tokens.of_block(block)]
                .iter()
                .filter(|token| token.is_word())
                .count()
        };
        let doers = |sense: &WorkSense| {
            matches!(sense, WorkSense::Lead | WorkSense::Support | WorkSense::Responsible)
        };
        let behind =
            self.columns.iter().filter(|(_, sense)| doers(sense)).map(|(column, _)| *column).min()?;
        row.iter()
            .take_while(|(column, _)| *column < behind)
            .find(|&&(column, block)| {
                !self.columns.iter().any(|(other, _)| *other == column) && words(block) >= FEWEST_WORDS
            })
            .map(|&(_, block)| block)
    }

    fn records(&mut self, row: &Row) {
        let Some(task) = self.task(row) else { return };
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
