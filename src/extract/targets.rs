//! Targets (chỉ tiêu): states that the document commits to or asks to reach.
//!
//! Each block is cut into sentences, a sentence into statements ([`parse`]): an amount with the words that name what
//! it measures. The section a block stands in and the words around an amount decide whether it is a target
//! ([`accept`]). Statements without an amount are looked at in [`qualitative`], tables in [`grid`].

mod accept;
mod amount;
mod checks;
mod context;
mod digits;
mod edges;
mod emit;
mod grid;
mod moment;
mod parse;
mod qualitative;
mod record;
mod sentence;
mod statement;
mod unit;
mod view;

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::document::{BlockKind, SectionId, Target, TokenKind, Zone};
use accept::Mode;
use context::{Governor, Sections};
use emit::Ground;
use view::View;

/// All targets of a document, in document order.
pub fn targets(context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Target> {
    let mut collector = Collector {
        context,
        sections: Sections::new(context),
        targets: Vec::new(),
        parts: None,
        intro: None,
        list: None,
        diagnostics,
    };
    let blocks = context.layout.blocks.len();
    let mut block = 0;
    while block < blocks {
        block = match context.layout.blocks[block].kind {
            BlockKind::Cell(cell) => collector.table(block, cell.table),
            BlockKind::Footnote(_) => block + 1,
            BlockKind::Paragraph | BlockKind::Bullet => {
                if matches!(context.outline.zone(block), Zone::Body | Zone::Preamble) {
                    collector.block(block);
                }
                block + 1
            }
        };
    }
    checks::sums(context.layout, &collector.targets, collector.diagnostics);
    collector.targets
}

/// A whole whose parts are listed in the blocks behind it.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// Index in the targets; `None` where the whole was no target.
    whole: Option<usize>,
    /// The bullet of the whole.
    mark: Option<TokenKind>,
    section: Option<SectionId>,
}

/// A list of targets inside a section about something else.
#[derive(Debug, Clone, Copy)]
struct List {
    /// The bullet of the line that introduces it.
    mark: Option<TokenKind>,
    section: Option<SectionId>,
}

struct Collector<'c, 'a> {
    context: Context<'a>,
    sections: Sections<'a>,
    targets: Vec<Target>,
    parts: Option<Open>,
    intro: Option<Governor>,
    list: Option<List>,
    diagnostics: &'c mut Vec<Diagnostic>,
}

impl<'a> Collector<'_, 'a> {
    fn view(&self, block: usize) -> View<'a> {
        View::of_block(self.context, block)
    }

    fn block(&mut self, block: usize) {
        let section = self.context.outline.section_of(block);
        let view = self.view(block);
        let start = self.behind_heading(&view, block, section);
        if start >= view.end {
            return;
        }
        let opening = self.context.outline.zone(block) == Zone::Preamble;
        if opening && context::is_recital(&view) {
            return;
        }
        let mode = match self.local_mode(&view, start, section) {
            // What comes before the first number or heading tells of the circumstances.
            Mode::Open if opening => Mode::Guarded,
            mode => mode,
        };
        if let Some(governor) = context::introduction(&view, start, section) {
            self.intro = Some(governor);
            return;
        }
        let open = self.parts.take();
        if mode == Mode::Closed {
            return;
        }
        let view = view.surveyed();
        // Outside of the sections of targets most blocks have neither a figure nor a word of commitment.
        let expected = mode.expects_targets();
        let commits = !expected && !opening && qualitative::may_commit(&view);
        if !expected && !commits && !view.may_hold(TokenKind::Number) {
            return;
        }
        let mark = view.kind(view.start).filter(|_| start > view.start);
        let open = open.filter(|open| {
            let bullet = matches!(mark, Some(TokenKind::Dash | TokenKind::Plus | TokenKind::Bullet));
            bullet && open.mark != mark && self.context.outline.section_of(block) == open.section
        });
        self.parts = open;
        let mut whole = open.and_then(|open| open.whole);
        let mut under = open.is_some();
        let sentences = sentence::sentences(&view, start..view.end);
        let ground = Ground {
            section,
            mode,
            alone: sentences.len() == 1,
            item: start > view.start || self.context.layout.blocks[block].kind == BlockKind::Bullet,
            states: expected || commits && mode != Mode::Hopeful,
        };
        for sentence in sentences {
            let amounts = amount::amounts(&view, sentence.clone());
            let root = if amounts.is_empty() && !ground.states {
                None
            } else {
                let parsed = parse::parse(&view, sentence.clone(), amounts, under);
                self.emit(&view, &parsed, &ground, whole)
            };
            if !under {
                whole = root.or(whole);
            }
            if parse::opens_parts(&view, sentence) {
                self.parts = Some(Open { whole: root.or(whole), mark, section });
            }
            under = open.is_some();
        }
    }

    /// The mode of the section, or that of a list of targets that a line inside it introduced.
    fn local_mode(&mut self, view: &View<'a>, start: usize, section: Option<SectionId>) -> Mode {
        let mode = self.sections.mode(section);
        if mode.expects_targets() || mode == Mode::Closed {
            return mode;
        }
        let mark = view.kind(view.start).filter(|_| start > view.start);
        if let Some(opening) = context::opening(view, start) {
            self.list = (opening == context::Opening::List).then_some(List { mark, section });
            return if opening == context::Opening::Statement { Mode::Objectives } else { mode };
        }
        let bullet = matches!(mark, Some(TokenKind::Dash | TokenKind::Plus | TokenKind::Bullet));
        self.list = self.list.filter(|list| {
            let own = bullet && list.section == section && list.mark != mark;
            own || list.section != section && self.is_below(section, list.section)
        });
        if self.list.is_some() { Mode::Targets } else { mode }
    }

    /// Whether a section is a division of another, and no heading in between speaks of something else.
    fn is_below(&self, section: Option<SectionId>, list: Option<SectionId>) -> bool {
        let (outline, Some(list)) = (self.context.outline, list) else { return false };
        for id in outline.ancestors(section) {
            if id == list {
                return true;
            }
            if outline.section(id).is_none_or(|found| !found.roles.is_empty()) {
                return false;
            }
        }
        false
    }

    /// Behind the label and the heading that a block opens with. What was taken for a heading and holds a figure is read
    /// like any other text.
    fn behind_heading(&self, view: &View<'a>, block: usize, section: Option<SectionId>) -> usize {
        let start = sentence::behind_label(view);
        let heading = section
            .and_then(|id| self.context.outline.section(id))
            .filter(|section| section.blocks.0 as usize == block)
            .and_then(|section| section.heading);
        let Some(heading) = heading else { return start };
        let mut end = self.context.tokens.within_from(view.start, heading).end.clamp(start, view.end);
        if amount::amounts(view, start..end).iter().any(|amount| amount.unit.is_some()) {
            return start;
        }
        if view.is(end, TokenKind::Colon) {
            end += 1;
        }
        end
    }

    fn governor(&self, section: Option<SectionId>) -> Option<&Governor> {
        self.sections.governor(section, self.intro.as_ref())
    }

    /// Reads a table; gives the block behind it.
    fn table(&mut self, first: usize, table: u32) -> usize {
        let blocks = &self.context.layout.blocks;
        let end = (first..blocks.len())
            .find(|&at| !matches!(blocks[at].kind, BlockKind::Cell(cell) if cell.table == table))
            .unwrap_or(blocks.len());
        let section = self.context.outline.section_of(first);
        let mode = self.sections.mode(section);
        let deadline = self.governor(section).and_then(|governor| governor.deadline.clone());
        let ground = grid::Ground { section, mode, deadline, year: self.sections.document_year() };
        grid::read(self.context, first..end, &ground, &mut self.targets);
        end
    }
}
