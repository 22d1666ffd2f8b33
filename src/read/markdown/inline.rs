//! The text of one paragraph: marks off, styles noted.

use super::emphasis::{BOLD, Change, Fate, ITALIC, Run, resolve};
use super::math::formula;
use super::spans::{Links, address, after, before, begins_line, code, note, raised};
use super::tags::{Tag, tag};
use crate::read::html::Entities;
use crate::read::styles::{Attribute, Styles};
use crate::text::Rewriter;
use std::ops::Range;

/// Writes paragraphs; remembers bold that an earlier one left open.
#[derive(Default)]
pub(super) struct Inline {
    open_bold: Option<OpenBold>,
    entities: Entities,
    links: Links,
}

/// Bold without an end so far. Places are bytes of the text written.
struct OpenBold {
    from: usize,
    /// The end of its paragraph: it reaches so far if nothing closes it.
    end: usize,
    paragraphs: u32,
}

/// A bold passage that a page break cut goes on behind footnotes and a page number at most.
const MAX_PARAGRAPHS_OF_BOLD: u32 = 5;

/// Something in a paragraph that is more than a letter.
struct Piece {
    /// Bytes of the text.
    range: Range<usize>,
    what: What,
}

enum What {
    Drop,
    /// Other letters stand for it.
    Put(String),
    /// Other letters, raised.
    PutRaised(String),
    /// The letters themselves, raised.
    Raise,
    Tag(Tag),
    Run(Run),
}

impl Inline {
    /// Writes the paragraph at `range` of the input.
    pub(super) fn write(&mut self, range: Range<usize>, out: &mut Rewriter, styles: &mut Styles) {
        let pieces = self.scan(out.input(), range.clone());
        let runs: Vec<Run> = pieces
            .iter()
            .filter_map(|piece| match piece.what {
                What::Run(run) => Some(run),
                _ => None,
            })
            .collect();
        if self.open_bold.as_ref().is_some_and(|open| open.paragraphs >= MAX_PARAGRAPHS_OF_BOLD) {
            self.end_bold(styles);
        }
        let mut fates = resolve(&runs, self.open_bold.is_some()).into_iter();
        let mut at = range.start;
        let mut writer = Writer { out, styles, italic: None, tags: Vec::new() };
        for piece in pieces {
            writer.out.keep(at..piece.range.start);
            at = piece.range.end;
            match piece.what {
                What::Drop => {}
                What::Put(letters) => writer.out.replace(piece.range, &letters),
                What::PutRaised(letters) => {
                    let from = writer.out.len();
                    writer.out.replace(piece.range, &letters);
                    writer.styles.mark(from..writer.out.len(), Attribute::Superscript);
                }
                What::Raise => {
                    let from = writer.out.len();
                    writer.out.keep(piece.range);
                    writer.styles.mark(from..writer.out.len(), Attribute::Superscript);
                }
                What::Tag(tag) => writer.tag(tag, piece.range),
                What::Run(_) => {
                    let fate = fates.next().unwrap_or_default();
                    if !fate.dropped {
                        writer.out.keep(piece.range);
                    }
                    self.change_bold(fate, &mut writer);
                    writer.change_italic(fate);
                }
            }
        }
        writer.out.keep(at..range.end);
        writer.finish();
        if let Some(open) = &mut self.open_bold {
            open.paragraphs += 1;
            if open.paragraphs == 1 {
                open.end = out.written().trim_end().len().max(open.from);
            }
        }
    }

    fn change_bold(&mut self, fate: Fate, writer: &mut Writer) {
        let here = writer.out.len();
        if matches!(fate.bold, Change::Closes | Change::ClosesAndOpens)
            && let Some(open) = self.open_bold.take()
        {
            writer.styles.mark(open.from..here, BOLD);
        }
        if matches!(fate.bold, Change::Opens | Change::ClosesAndOpens) {
            self.end_bold(writer.styles);
            self.open_bold = Some(OpenBold { from: here, end: here, paragraphs: 0 });
        }
    }

    /// Ends bold that nothing closed with the paragraph that it began in.
    pub(super) fn end_bold(&mut self, styles: &mut Styles) {
        if let Some(open) = self.open_bold.take() {
            styles.mark(open.from..open.end, BOLD);
        }
    }

    pub(super) fn finish(mut self, styles: &mut Styles) {
        self.end_bold(styles);
    }

    fn scan(&mut self, text: &str, range: Range<usize>) -> Vec<Piece> {
        let bytes = text.as_bytes();
        let mut pieces = Vec::new();
        let mut at = range.start;
        let mut link: Option<Range<usize>> = None;
        // The end of the last mark of quotation: another may follow.
        let mut quoted = range.end;
        let mut push = |range: Range<usize>, what: What| {
            let end = range.end;
            pieces.push(Piece { range, what });
            end
        };
        while at < range.end {
            at +=
                bytes[at..range.end].iter().position(|&b| SPECIAL[usize::from(b)]).unwrap_or(range.end - at);
            if at >= range.end {
                break;
            }
            let rest = &text[at..range.end];
            at = match bytes[at] {
                b'\\' => match bytes[at + 1..range.end].first() {
                    Some(next) if next.is_ascii_punctuation() => push(at..at + 1, What::Drop) + 1,
                    Some(b'\n') | None => push(at..at + 1, What::Drop),
                    Some(b'\r') => push(at..at + 1, What::Drop),
                    Some(_) => at + 1,
                },
                mark @ (b'*' | b'_' | b'~') => {
                    let len = rest.bytes().take_while(|&b| b == mark).count();
                    let run = Run {
                        mark: char::from(mark),
                        len,
                        before: before(&text[range.start..at]),
                        after: after(&rest[len..]),
                    };
                    push(at..at + len, What::Run(run))
                }
                b'`' => match code(text, at, range.end) {
                    Some(end) => {
                        push(at..at + 1, What::Drop);
                        push(end - 1..end, What::Drop)
                    }
                    None => at + 1,
                },
                b'&' => {
                    let (len, letters) = self.entities.decode(rest);
                    if len > 1 { push(at..at + len, What::Put(letters.to_owned())) } else { at + 1 }
                }
                b'<' => match tag(rest) {
                    Some((tag, len)) => push(at..at + len, What::Tag(tag)),
                    None => match address(rest) {
                        Some(len) => {
                            push(at..at + 1, What::Drop);
                            push(at + len - 1..at + len, What::Drop)
                        }
                        None => at + 1,
                    },
                },
                b'$' => match formula(rest) {
                    Some(formula) if formula.raised => {
                        push(at..at + formula.len, What::PutRaised(formula.text))
                    }
                    Some(formula) => push(at..at + formula.len, What::Put(formula.text)),
                    None => at + 1,
                },
                b'^' => match raised(rest) {
                    Some(len) => {
                        push(at..at + 1, What::Drop);
                        push(at + 1..at + len - 1, What::Raise);
                        push(at + len - 1..at + len, What::Drop)
                    }
                    None => at + 1,
                },
                b'>' if at == quoted || begins_line(text, range.start, at) => {
                    // A quoted passage; "> 90%" is a comparison.
                    let blank = rest[1..].trim_start_matches([' ', '\t']);
                    if blank.len() < rest.len() - 1 && !blank.starts_with(|c: char| c.is_ascii_digit()) {
                        quoted = push(at..range.end - blank.len(), What::Drop);
                        quoted
                    } else {
                        at + 1
                    }
                }
                b'[' if rest.starts_with("[^") => match note(rest) {
                    Some((label, len)) => {
                        push(at..at + 2, What::Drop);
                        push(at + 2..at + 2 + label, What::Raise);
                        let is_definition =
                            begins_line(text, range.start, at) && rest[len..].starts_with(':');
                        push(at + 2 + label..at + len + usize::from(is_definition), What::Drop)
                    }
                    None => at + 1,
                },
                b'[' | b'!' => {
                    let open = usize::from(bytes[at] == b'!') + 1;
                    match self.links.destination(text, at, open, range.end) {
                        Some(found) if link.is_none() => {
                            link = Some(found);
                            push(at..at + open, What::Drop)
                        }
                        _ => at + 1,
                    }
                }
                b']' => match link.take_if(|link| link.start == at) {
                    Some(link) => push(link, What::Drop),
                    None => at + 1,
                },
                _ => at + 1,
            };
        }
        pieces
    }
}

/// Bytes at which something other than a letter may begin.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let bytes = b"\\*_~`&<$^>[!]";
    let mut index = 0;
    while index < bytes.len() {
        special[bytes[index] as usize] = true;
        index += 1;
    }
    special
};

/// Styles that end with their paragraph.
struct Writer<'w, 't> {
    out: &'w mut Rewriter<'t>,
    styles: &'w mut Styles,
    italic: Option<usize>,
    /// Tags that are open: what they mean, and where their text begins in the text written.
    tags: Vec<(Attribute, usize)>,
}

impl Writer<'_, '_> {
    fn change_italic(&mut self, fate: Fate) {
        let here = self.out.len();
        if let Some(from) = self.italic.take_if(|_| fate.italic == Change::Closes) {
            self.styles.mark(from..here, ITALIC);
        }
        if fate.italic == Change::Opens {
            self.italic = Some(here);
        }
    }

    fn tag(&mut self, tag: Tag, range: Range<usize>) {
        let (attribute, opens) = match tag {
            Tag::None => return,
            Tag::Line => {
                let before = self.out.written();
                let after = self.out.input()[range.end..].trim_start_matches([' ', '\t', '\r']);
                if !before.ends_with('\n') && !before.is_empty() && !after.starts_with('\n') {
                    self.out.replace(range, "\n");
                }
                return;
            }
            Tag::Bold { opens } => (BOLD, opens),
            Tag::Italic { opens } => (ITALIC, opens),
            Tag::Superscript { opens } => (Attribute::Superscript, opens),
        };
        let here = self.out.len();
        if opens {
            self.tags.push((attribute, here));
        } else if let Some((open, from)) = self.tags.pop_if(|(open, _)| *open == attribute) {
            self.styles.mark(from..here, open);
        }
    }

    fn finish(self) {
        let here = self.out.len();
        for (attribute, from) in self.tags {
            // A footnote mark that is never closed is no mark.
            if attribute != Attribute::Superscript {
                self.styles.mark(from..here, attribute);
            }
        }
    }
}
