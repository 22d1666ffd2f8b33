//! HTML to plain text: block elements begin lines, table cells and headings become styles, entities are decoded.
//!
//! The tokens and the names of entities are html5gum's (the WHATWG tokenizer); what of a page is text, and where lines
//! break, is decided here, as a browser would show it.

mod elements;
mod entities;
mod flow;

mod table;

use super::Markup;
use super::styles::{Attribute, Styles};
use crate::text::{Rewriter, Text};
use elements::{Kind, kind};
pub(super) use entities::Entities;
use flow::{Flow, Spacing};
use html5gum::emitters::default::{EndTag, StartTag};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::ops::Range;
use table::Tables;

/// Takes the markup off a whole page.
pub(super) fn read(raw: Text) -> Markup {
    let mut out = Rewriter::new(&raw);
    let mut styles = Styles::default();
    render(0..raw.len(), &mut out, &mut styles);
    let text = out.finish();
    Markup { text, fragments: styles.finish(), raw: Some(raw) }
}

/// Writes the text of a passage of HTML: the whole page, or a table inside Markdown.
pub(super) fn render(passage: Range<usize>, out: &mut Rewriter, styles: &mut Styles) {
    let html = out.input().get(passage.clone()).unwrap_or_default();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page {
        flow: Flow::new(html, passage.start, out),
        styles,
        open: Vec::new(),
        skipping: None,
        tables: Tables::default(),
        lists: Vec::new(),
    };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag),
            Token::String(string) => page.text(string.span.start..string.span.end),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.finish();
}

/// An element that is not closed yet.
struct Element {
    name: Vec<u8>,
    kind: Kind,
    /// What it makes of its text.
    attribute: Option<Attribute>,
    /// A second property, from its style attribute.
    bold: bool,
    /// Where its text begins in the text written.
    from: usize,
}

/// A list that is not closed yet: the number of its next item, if it is numbered.
struct List {
    next: Option<u32>,
    /// The letter that tells how items are numbered: 1, a, A, i, I.
    style: u8,
}

struct Page<'h, 't, 'o> {
    flow: Flow<'h, 't, 'o>,
    styles: &'o mut Styles,
    open: Vec<Element>,
    /// The element whose content is no text, and how many of its name are open inside it.
    skipping: Option<(Vec<u8>, u32)>,
    tables: Tables,
    lists: Vec<List>,
}

impl Page<'_, '_, '_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        let kind = kind(name);
        if let Some((skipped, depth)) = &mut self.skipping {
            // A paragraph ends where the next begins.
            if skipped != name || kind != Kind::Paragraph {
                *depth += u32::from(skipped == name);
                return;
            }
            self.skipping = None;
        }
        let at = tag.span.start;
        if kind == Kind::Hidden || (kind != Kind::Void && is_hidden(tag)) {
            if !tag.self_closing {
                self.skipping = Some((name.to_vec(), 0));
            }
            return;
        }
        self.close_implied(name, kind);
        match kind {
            Kind::Break => return self.flow.line_break(at..tag.span.end),
            Kind::Rule => return self.flow.rule(at..tag.span.end),
            Kind::Void | Kind::Hidden => return,
            Kind::Block => self.space(Spacing::Line),
            Kind::Paragraph | Kind::Heading(_) => self.space(Spacing::Paragraph),
            Kind::List => {
                self.space(Spacing::Line);
                self.lists.push(List::of(tag));
            }
            Kind::Item => {
                self.space(Spacing::Line);
                self.item(tag);
            }
            Kind::Table => {
                self.space(Spacing::Paragraph);
                self.tables.open(self.styles);
            }
            Kind::Head => self.tables.open_head(),
            Kind::Row => {
                self.space(Spacing::Line);
                self.tables.open_row();
            }
            Kind::Cell { .. } => self.space(Spacing::Line),
            Kind::Bold | Kind::Italic | Kind::Superscript | Kind::Inline => {}
        }
        let attribute = match kind {
            Kind::Bold => Some(Attribute::Bold),
            Kind::Italic => Some(Attribute::Italic),
            Kind::Superscript => Some(Attribute::Superscript),
            Kind::Heading(level) => Some(Attribute::Heading(level)),
            Kind::Cell { head } => self.tables.cell(head, span(tag, b"colspan"), span(tag, b"rowspan")),
            _ => None,
        };
        if !tag.self_closing || kind != Kind::Inline {
            let from = self.flow.len();
            self.open.push(Element { name: name.to_vec(), kind, attribute, bold: is_bold(tag), from });
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name: &[u8] = &tag.name;
        if let Some((skipped, depth)) = &mut self.skipping {
            if skipped == name {
                match depth.checked_sub(1) {
                    Some(left) => *depth = left,
                    None => self.skipping = None,
                }
            }
            return;
        }
        match kind(name) {
            // A stray end of a paragraph is an empty paragraph, one of a line break a line break.
            Kind::Break => self.flow.line_break(tag.span.start..tag.span.end),
            Kind::Paragraph => self.space(Spacing::Paragraph),
            _ => {}
        }
        if let Some(index) = self.find(name) {
            self.close_down_to(index);
        }
    }

    /// The innermost open element of this name. Formatting and paragraphs are not looked for outside the cell.
    fn find(&self, name: &[u8]) -> Option<usize> {
        let outward =
            !matches!(kind(name), Kind::Table | Kind::Head | Kind::Row | Kind::Cell { .. } | Kind::Block);
        for (index, element) in self.open.iter().enumerate().rev().take(MAX_DEPTH) {
            if element.name == name {
                return Some(index);
            }
            if outward && matches!(element.kind, Kind::Cell { .. } | Kind::Table) {
                return None;
            }
        }
        None
    }

    /// Ends the elements that the start of this one ends: `<p>` ends a paragraph, `<td>` a cell.
    fn close_implied(&mut self, name: &[u8], kind: Kind) {
        let ends = |open: &Element| match kind {
            Kind::Paragraph | Kind::Heading(_) | Kind::List | Kind::Table | Kind::Block | Kind::Rule => {
                open.kind == Kind::Paragraph
            }
            Kind::Item => open.kind == Kind::Item,
            Kind::Cell { .. } => matches!(open.kind, Kind::Cell { .. }),
            Kind::Row => matches!(open.kind, Kind::Row),
            Kind::Head => matches!(open.kind, Kind::Head),
            _ => false,
        };
        let bounds = |open: &Element| match kind {
            Kind::Item => open.kind == Kind::List || open.kind == Kind::Table,
            Kind::Cell { .. } | Kind::Row | Kind::Head => open.kind == Kind::Table,
            _ => matches!(open.kind, Kind::Cell { .. } | Kind::Table | Kind::Item | Kind::Block),
        };
        debug_assert!(!name.is_empty());
        let mut found = None;
        for (index, open) in self.open.iter().enumerate().rev().take(MAX_DEPTH) {
            if ends(open) {
                found = Some(index);
                break;
            }
            if bounds(open) {
                break;
            }
        }
        if let Some(index) = found {
            self.close_down_to(index);
        }
    }

    fn close_down_to(&mut self, index: usize) {
        while self.open.len() > index {
            let Some(element) = self.open.pop() else { return };
            let passage = self.flow.since(element.from);
            if element.bold {
                self.styles.mark(passage.clone(), Attribute::Bold);
            }
            if let Some(attribute) = element.attribute {
                self.styles.mark(passage, attribute);
            }
            match element.kind {
                Kind::Block | Kind::Row | Kind::Item => self.space(Spacing::Line),
                Kind::Cell { .. } => {
                    self.space(Spacing::Line);
                    self.tables.close_cell();
                }
                Kind::Paragraph | Kind::Heading(_) => self.space(Spacing::Paragraph),
                Kind::List => {
                    self.space(Spacing::Line);
                    self.lists.pop();
                }
                Kind::Head => self.tables.close_head(),
                Kind::Table => {
                    self.tables.close();
                    self.space(Spacing::Paragraph);
                }
                _ => {}
            }
        }
    }

    fn finish(mut self) {
        self.close_down_to(0);
        self.styles.dissolve(&self.tables.finish());
    }

    fn space(&mut self, spacing: Spacing) {
        // Paragraphs inside a cell are lines of it.
        let spacing =
            if spacing == Spacing::Paragraph && self.tables.in_cell() { Spacing::Line } else { spacing };
        self.flow.space(spacing);
    }

    /// Notes the bullet or the number that a browser would show.
    fn item(&mut self, tag: &StartTag<usize>) {
        let Some(list) = self.lists.last_mut() else { return };
        let label = match list.next {
            None => "- ".to_owned(),
            Some(next) => {
                let number = attribute(tag, b"value").and_then(|value| value.parse().ok()).unwrap_or(next);
                list.next = Some(number.saturating_add(1));
                format!("{}. ", elements::item_number(number, list.style))
            }
        };
        self.flow.label(tag.span.start..tag.span.end, label);
    }

    fn text(&mut self, token: Range<usize>) {
        if self.skipping.is_none() {
            let as_it_is = self.open.iter().rev().take(MAX_DEPTH).any(|element| element.name == b"pre");
            self.flow.text(token, as_it_is);
        }
    }
}

/// Elements deeper than this are not looked for: keeps broken markup linear.
const MAX_DEPTH: usize = 256;

impl List {
    fn of(tag: &StartTag<usize>) -> List {
        let numbered = &*tag.name == b"ol";
        let start = attribute(tag, b"start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let style = attribute(tag, b"type").and_then(|style| style.bytes().next()).unwrap_or(b'1');
        List { next: numbered.then_some(start), style }
    }
}

fn attribute<'a>(tag: &'a StartTag<usize>, name: &[u8]) -> Option<&'a str> {
    tag.attributes.get(name).and_then(|value| std::str::from_utf8(value).ok()).map(str::trim)
}

fn span(tag: &StartTag<usize>, name: &[u8]) -> u16 {
    attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(1).clamp(1, 1000)
}

/// The declarations of the style attribute, in small letters without spaces.
fn style(tag: &StartTag<usize>) -> Option<String> {
    attribute(tag, b"style").map(|style| style.to_ascii_lowercase().replace(' ', ""))
}

fn is_hidden(tag: &StartTag<usize>) -> bool {
    tag.attributes.contains_key(&b"hidden"[..])
        || style(tag).is_some_and(|style| style.contains("display:none") || style.contains("mso-hide:all"))
}

fn is_bold(tag: &StartTag<usize>) -> bool {
    style(tag).is_some_and(|style| {
        style.split(';').any(|declaration| {
            declaration.strip_prefix("font-weight:").is_some_and(|weight| {
                weight.starts_with("bold") || weight.parse().is_ok_and(|w: u32| w >= 600)
            })
        })
    })
}

#[cfg(test)]
mod tests;
