//! Running text as a browser sets it: white space folded, lines and paragraphs begun once.

use super::entities::Entities;
use crate::text::Rewriter;
use std::ops::Range;

/// What stands between the text written and the text to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spacing {
    None,
    Space,
    /// A line begins.
    Line,
    /// A paragraph begins: a blank line stands before it.
    Paragraph,
    /// Nothing is written yet.
    Start,
}

/// Writes text and, when there is more of it, what stands between.
///
/// Places are bytes of the passage of HTML that is read.
pub(super) struct Flow<'h, 't, 'o> {
    html: &'h str,
    /// Where `html` begins in the input of the rewriter.
    offset: usize,
    out: &'o mut Rewriter<'t>,
    spacing: Spacing,
    /// The bullet or number of an item that has no text yet, and the tag that it stands for.
    label: Option<(Range<usize>, String)>,
    entities: Entities,
}

impl<'h, 't, 'o> Flow<'h, 't, 'o> {
    pub(super) fn new(html: &'h str, offset: usize, out: &'o mut Rewriter<'t>) -> Self {
        Flow { html, offset, out, spacing: Spacing::Start, label: None, entities: Entities::default() }
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// What was written from `from` on, without the spacing before it.
    pub(super) fn since(&self, from: usize) -> Range<usize> {
        let written = self.out.written().as_bytes();
        let spacing = written[from..].iter().take(2).take_while(|b| b.is_ascii_whitespace()).count();
        from + spacing..written.len()
    }

    pub(super) fn space(&mut self, spacing: Spacing) {
        self.spacing = self.spacing.max(spacing);
    }

    /// `<br>`, which stands at `tag`.
    pub(super) fn line_break(&mut self, tag: Range<usize>) {
        if self.spacing != Spacing::Start {
            self.write_spacing(tag.start);
            self.put(tag, "\n");
        }
    }

    /// A rule separates footnotes from the text, and the head of the page from the rest.
    pub(super) fn rule(&mut self, tag: Range<usize>) {
        self.space(Spacing::Line);
        self.write_spacing(tag.start);
        self.put(tag, "---");
        self.space(Spacing::Line);
    }

    /// The next text begins with the bullet or number of an item.
    pub(super) fn label(&mut self, tag: Range<usize>, label: String) {
        self.label = Some((tag, label));
    }

    fn put(&mut self, place: Range<usize>, text: &str) {
        self.out.replace(self.offset + place.start..self.offset + place.end, text);
    }

    fn write_spacing(&mut self, at: usize) {
        let written = self.out.written();
        let spaces = match self.spacing {
            Spacing::None | Spacing::Start => "",
            Spacing::Space => " ",
            Spacing::Line if written.ends_with('\n') => "",
            Spacing::Line => "\n",
            Spacing::Paragraph if written.ends_with("\n\n") => "",
            Spacing::Paragraph if written.ends_with('\n') => "\n",
            Spacing::Paragraph => "\n\n",
        };
        if !spaces.is_empty() {
            self.put(at..at, spaces);
        }
        self.spacing = Spacing::None;
        if let Some((tag, label)) = self.label.take() {
            self.put(tag, &label);
        }
    }

    /// Writes the text at `token`; `as_it_is` keeps its white space.
    pub(super) fn text(&mut self, token: Range<usize>, as_it_is: bool) {
        let Some(text) = self.html.get(token.clone()) else { return };
        let keep = |out: &mut Rewriter, offset: usize, at: usize, len: usize| {
            out.keep(offset + at..offset + at + len)
        };
        let mut at = token.start;
        while at < token.end {
            let rest = &text[at - token.start..];
            let is_stop = |b: &u8| b.is_ascii_whitespace() || *b == b'&';
            let stop = rest.as_bytes().iter().position(is_stop).unwrap_or(rest.len());
            if stop > 0 {
                self.write_spacing(at);
                keep(self.out, self.offset, at, stop);
                at += stop;
            } else if rest.starts_with('&') {
                self.write_spacing(at);
                let (len, letters) = self.entities.decode(rest);
                self.out.replace(self.offset + at..self.offset + at + len, letters);
                at += len;
            } else {
                let len = rest.bytes().take_while(u8::is_ascii_whitespace).count();
                if as_it_is {
                    self.write_spacing(at);
                    keep(self.out, self.offset, at, len);
                } else if !self.out.written().ends_with('\n') {
                    if &rest[..len] == " " && self.spacing == Spacing::None && at + len < token.end {
                        keep(self.out, self.offset, at, len);
                    } else {
                        self.space(Spacing::Space);
                    }
                }
                at += len;
            }
        }
    }
}
