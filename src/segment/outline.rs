//! Sections from the blocks of the text, block by block.

use super::blocks::Blocks;
use super::checks;
use super::heading::{self, Heading, Place};
use super::label::Style;
use super::roles;
use super::tree::{Face, Tree};
use super::zones::Zones;
use crate::document::{BlockKind, Outline, SectionId, TokenKind, Zone};
use crate::rules::DivisionStyle;
use crate::span::Span;

/// Most blocks that a quoted provision may take.
const QUOTED: usize = 40;
/// Most lines of a title below a part, a chapter or an appendix.
const TITLE_LINES: usize = 4;

/// Builds the sections and closes the outline.
pub fn outline(blocks: Blocks<'_>, zones: Zones) -> Outline {
    let mut builder = Builder {
        blocks,
        zones: zones.zones,
        tree: Tree::default(),
        section_of: vec![None; blocks.len()],
        text_start: Vec::new(),
        current: None,
    };
    let mut parts = zones.parts.into_iter().peekable();
    let mut at = 0;
    while at < blocks.len() {
        if parts.next_if(|&part| part <= at).is_some() {
            builder.tree.close();
            builder.current = None;
        }
        at = builder.block(at);
    }
    builder.finish()
}

struct Builder<'a> {
    blocks: Blocks<'a>,
    zones: Vec<Zone>,
    tree: Tree,
    section_of: Vec<Option<SectionId>>,
    /// For each section where its own text begins.
    text_start: Vec<usize>,
    current: Option<SectionId>,
}

impl Builder<'_> {
    /// Places one block; returns the next one to place.
    fn block(&mut self, at: usize) -> usize {
        let zone = self.zones[at];
        let text = matches!(zone, Zone::Body | Zone::Preamble);
        if !text && zone != Zone::AttachmentTitle {
            return at + 1;
        }
        let readings = self.blocks.labels(at);
        let label = self
            .tree
            .choose(readings)
            .filter(|label| text || label.style == Style::Word(DivisionStyle::Appendix));
        if let Some(label) = label {
            let rest = label.end..self.blocks.range(at).end;
            let worded = matches!(label.style, Style::Word(_));
            let upper = matches!(
                label.style,
                Style::Roman | Style::Capital | Style::Word(DivisionStyle::Part | DivisionStyle::Chapter)
            );
            let id = self.tree.open(label, self.blocks.layout.blocks[at].span.start(), at);
            self.begin(id, at);
            self.zones[at] = if text { Zone::Body } else { zone };
            if self.blocks.words(rest.clone()) == 0 {
                return if worded { self.title_below(at) } else { self.text_below(at, upper) };
            }
            let place = self.place_of(at, upper);
            match heading::labelled(self.blocks, at, rest.clone(), place) {
                Some(found) => self.head(found, at),
                None => self.set_text_start(id, rest.start, at),
            }
            return at + 1;
        }
        if !text {
            return at + 1;
        }
        if let Some(end) = self.quoted(at) {
            for block in at..end {
                self.place(block);
            }
            return end;
        }
        let heading =
            (!self.is_preamble(at)).then(|| heading::unnumbered(self.blocks, at, self.has_begun())).flatten();
        if let Some(found) = heading {
            let range = self.blocks.range(at);
            let face = match self.blocks.heading(at) {
                _ if self.blocks.capitals(range) => Face::Capitals,
                Some(level) => Face::Level(level),
                None => Face::Other,
            };
            let id = self.tree.open_unnumbered(face, self.blocks.layout.blocks[at].span.start(), at);
            self.begin(id, at);
            self.zones[at] = Zone::Body;
            self.head(found, at);
            return at + 1;
        }
        self.place(at);
        at + 1
    }

    /// Whether a block stands before the first section and is set as recitals are.
    fn is_preamble(&self, at: usize) -> bool {
        self.zones[at] == Zone::Preamble
            && self.current.is_none_or(|current| self.tree.sections[current.index()].label.is_none())
            && self.tree.innermost().is_none()
            && !self.blocks.capitals(self.blocks.range(at))
            && self.blocks.heading(at).is_none()
            && !heading::opens_named(self.blocks, at)
    }

    /// Whether a section with a label or a heading is open.
    fn has_begun(&self) -> bool {
        self.tree.innermost().is_some()
    }

    /// Puts a block into the section that is open; below a heading, numbered or not, the preamble is over.
    fn place(&mut self, at: usize) {
        if self.zones[at] == Zone::Preamble && self.has_begun() {
            self.zones[at] = Zone::Body;
        }
        if self.current.is_none() {
            let start = self.blocks.layout.blocks[at].span.start();
            let id = self.tree.open_text(start, at);
            self.begin(id, at);
            self.text_start.push(start);
        }
        self.section_of[at] = self.current;
    }

    fn begin(&mut self, id: SectionId, at: usize) {
        self.current = Some(id);
        self.section_of[at] = self.current;
    }

    fn head(&mut self, found: Heading, at: usize) {
        let span = self.blocks.tokens.span(found.tokens.clone());
        let roles = self.with_appendix(roles::roles(self.blocks, found.tokens));
        self.tree.set_heading(span, roles);
        if let Some(id) = self.current {
            self.set_text_start(id, found.text, at);
        }
    }

    /// An appendix is one whatever its title says.
    fn with_appendix(&self, mut roles: crate::document::Roles) -> crate::document::Roles {
        if self.tree.is_appendix() {
            roles = [crate::document::Role::Appendix].into_iter().collect();
        }
        roles
    }

    /// The own text of a section begins at a token of a block, or behind the block.
    fn set_text_start(&mut self, id: SectionId, token: usize, at: usize) {
        let block = self.blocks.layout.blocks[at].span;
        let start = match self.blocks.token(token) {
            Some(token) if (token.start as usize) < block.end() => token.start as usize,
            _ => block.end(),
        };
        self.text_start.resize(id.index() + 1, start);
        self.text_start[id.index()] = start;
    }

    /// The lines below "Phần thứ nhất", "Chương I" or "PHỤ LỤC" are its title.
    fn title_below(&mut self, at: usize) -> usize {
        let blocks = self.blocks;
        let appendix = self.tree.is_appendix();
        let mut next = at + 1;
        let mut lines: Option<(usize, usize)> = None;
        while next < blocks.len() && next <= at + TITLE_LINES {
            let zone = self.zones[next];
            let bracket =
                blocks.of(blocks.range(next)).first().is_some_and(|token| token.kind == TokenKind::OpenParen);
            let capitals = blocks.capitals(blocks.range(next));
            let continues = match lines {
                None => {
                    heading::is_title_line(blocks, next) && self.tree.choose(blocks.labels(next)).is_none()
                }
                Some(_) => {
                    capitals
                        && blocks.capitals(blocks.range(next - 1))
                        && self.tree.choose(blocks.labels(next)).is_none()
                }
            };
            if appendix && bracket && matches!(zone, Zone::AttachmentTitle | Zone::Preamble | Zone::Body) {
                self.zones[next] = Zone::AttachmentTitle;
                self.section_of[next] = self.current;
                next += 1;
                if lines.is_some() {
                    break;
                }
                continue;
            }
            if !continues || !matches!(zone, Zone::AttachmentTitle | Zone::Preamble | Zone::Body) {
                break;
            }
            lines = Some((lines.map_or(next, |(first, _)| first), next));
            self.section_of[next] = self.current;
            self.zones[next] = if appendix { Zone::AttachmentTitle } else { Zone::Body };
            next += 1;
        }
        match lines {
            Some((first, last)) => {
                let tokens = blocks.range(first).start..blocks.range(last).end;
                let found = Heading { tokens, text: usize::MAX };
                self.head(found, next - 1);
            }
            None => {
                let end = blocks.range(at).end;
                if let Some(id) = self.current {
                    if appendix {
                        self.tree.set_roles([crate::document::Role::Appendix].into_iter().collect());
                    }
                    self.set_text_start(id, end, at);
                }
            }
        }
        next
    }

    /// A label that stands alone on its line: the next block is its text, or its heading.
    fn text_below(&mut self, at: usize, upper: bool) -> usize {
        let blocks = self.blocks;
        let next = at + 1;
        let Some(id) = self.current else { return next };
        let text = next < blocks.len()
            && matches!(self.zones[next], Zone::Body | Zone::Preamble)
            && blocks.kind(next) == BlockKind::Paragraph
            && self.tree.choose(blocks.labels(next)).is_none();
        if !text {
            self.set_text_start(id, blocks.range(at).end, at);
            return next;
        }
        self.section_of[next] = self.current;
        self.zones[next] = Zone::Body;
        let place = self.place_of(next, upper);
        match heading::labelled(blocks, next, blocks.range(next), place) {
            Some(found) => self.head(found, next),
            None => self.set_text_start(id, blocks.range(next).start, next),
        }
        next + 1
    }

    /// Whether the section that begins with a block has text or divisions of its own behind it.
    fn place_of(&self, at: usize, upper: bool) -> Place {
        let bullets = at + 1 < self.blocks.len() && self.blocks.kind(at + 1) == BlockKind::Bullet;
        Place { content: self.has_content(at), upper, list: self.tree.is_list(), bullets }
    }

    fn has_content(&self, at: usize) -> bool {
        let next = at + 1;
        if next >= self.blocks.len() || !matches!(self.zones[next], Zone::Body | Zone::Preamble) {
            return false;
        }
        match self.tree.choose(self.blocks.labels(next)) {
            Some(label) => self.tree.is_deeper(&label),
            None => heading::unnumbered(self.blocks, next, self.has_begun()).is_none(),
        }
    }

    /// The end of the quoted provision that begins with a block: the block behind its closing quotation mark.
    fn quoted(&self, at: usize) -> Option<usize> {
        let opens = |block: usize| -> i32 {
            let tokens = self.blocks.of(self.blocks.range(block));
            tokens
                .iter()
                .map(|token| match token.kind {
                    TokenKind::OpenQuote => 1,
                    TokenKind::CloseQuote if self.blocks.layout.str(token.span()) != "\"" => -1,
                    _ => 0,
                })
                .sum()
        };
        let first = self.blocks.of(self.blocks.range(at)).first()?;
        if first.kind != TokenKind::OpenQuote {
            return None;
        }
        let mut depth = 0;
        for block in at..self.blocks.len().min(at + QUOTED) {
            if !matches!(self.zones[block], Zone::Body | Zone::Preamble) {
                return None;
            }
            depth += opens(block);
            if depth <= 0 {
                return Some(block + 1);
            }
        }
        None
    }

    /// Spans from where each section begins to where the next one that is not inside it does.
    fn finish(mut self) -> Outline {
        let blocks = self.blocks;
        let count = self.tree.sections.len();
        self.text_start.resize(count, 0);
        // For each section the end of its last block, children included.
        let mut ends: Vec<(usize, usize)> = self
            .tree
            .sections
            .iter()
            .map(|section| (section.span.start(), section.blocks.0 as usize))
            .collect();
        for (block, section) in self.section_of.iter().enumerate() {
            if let Some(id) = section {
                ends[id.index()] = (blocks.layout.blocks[block].span.end(), block + 1);
            }
        }
        let own = ends.clone();
        for index in (0..count).rev() {
            if let Some(parent) = self.tree.sections[index].parent {
                let end = ends[index];
                let above = &mut ends[parent.index()];
                *above = (*above).max(end);
            }
        }
        let mut first_child: Vec<Option<usize>> = vec![None; count];
        for (index, section) in self.tree.sections.iter().enumerate() {
            if let Some(parent) = section.parent {
                first_child[parent.index()].get_or_insert(index);
            }
        }
        for index in 0..count {
            let (end, last) = ends[index];
            let start = self.text_start[index].max(self.tree.sections[index].span.start());
            let text_end = own[index].0.max(start);
            let section = &mut self.tree.sections[index];
            section.span = Span::new(section.span.start(), end);
            section.blocks.1 = last as u32;
            section.text = Span::new(start, text_end);
        }
        self.place_footnotes();
        let diagnostics = checks::checks(blocks, &self.zones, &self.tree);
        Outline { zones: self.zones, sections: self.tree.sections, section_of: self.section_of, diagnostics }
    }

    /// A footnote belongs to the section that its mark stands in.
    fn place_footnotes(&mut self) {
        let layout = self.blocks.layout;
        for (block, span) in layout.blocks.iter().enumerate() {
            if let BlockKind::Footnote(index) = span.kind
                && let Some(mark) = layout.footnotes.get(index as usize).and_then(|note| note.mark_at)
            {
                self.section_of[block] =
                    self.section_of.get(layout.block_at(mark.start())).copied().flatten();
            }
        }
    }
}
