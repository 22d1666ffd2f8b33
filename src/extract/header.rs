//! What stands at the head of the document: number, place, date, kind, title, stamps; the issuer is in [`super::issuer`].

use super::Context;
use super::dates::{Date, date};
use super::issuer;
use super::line::Line;
use super::names;
use super::symbol::{Symbol, blank, symbol};
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{DocNumber, DocType, Header, PartialDate, Placed, Shape, TokenKind, Zone};
use crate::rules::{CitationPart, Mark, Part, Rules, fold};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// How many blocks the head of a document may take.
const HEAD: usize = 60;

pub fn header(context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Header {
    let reader = Reader::new(context);
    let number = reader.number();
    let (place, date) = reader.place_and_date(diagnostics);
    let opening = reader.opening();
    let doc_type = reader.doc_type(number.as_ref());
    let letter = doc_type.as_ref().is_some_and(|kind| is_letter(context, kind));
    let title = reader.title(letter, opening.as_ref());
    let number = number.or_else(|| opening.as_ref().and_then(|opening| opening.number.clone()));
    let date = date.or_else(|| opening.as_ref().and_then(|opening| opening.date.clone()));
    let issuers =
        issuer::issuers(context, &reader.blocks, opening.as_ref().and_then(|opening| opening.issuer.clone()));
    let mut issuers = issuers.into_iter();
    let header = Header {
        issuer: issuers.next(),
        co_issuers: issuers.collect(),
        number,
        place,
        date,
        doc_type,
        title,
        urgency: reader.stamp(Mark::Urgency),
        secrecy: reader.stamp(Mark::Secrecy),
    };
    checks(context, &header, diagnostics);
    header
}

/// "Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về …": the sentence that stands for a lost letterhead.
struct Opening {
    number: Option<DocNumber>,
    date: Option<Placed<PartialDate>>,
    /// Tokens of the issuer's name.
    issuer: Option<Range<usize>>,
    /// Tokens of the title.
    title: Range<usize>,
}

struct Reader<'a> {
    context: Context<'a>,
    /// The blocks of letterhead, kind and title.
    blocks: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(context: Context<'a>) -> Self {
        let count = context.layout.blocks.len().min(HEAD);
        let is_head = |zone| matches!(zone, Zone::Letterhead | Zone::Kind | Zone::Title);
        let blocks = (0..count)
            .take_while(|&block| {
                let zone = context.outline.zone(block);
                is_head(zone)
                    || matches!(
                        zone,
                        Zone::Outside | Zone::Addressee | Zone::AttachmentTitle | Zone::Footnote
                    )
            })
            .filter(|&block| is_head(context.outline.zone(block)))
            .collect();
        Reader { context, blocks }
    }

    fn of(&self, zone: Zone) -> impl Iterator<Item = usize> + '_ {
        self.blocks.iter().copied().filter(move |&block| self.context.outline.zone(block) == zone)
    }

    fn range(&self, block: usize) -> Range<usize> {
        self.context.tokens.of_block(block)
    }

    fn span(&self, range: Range<usize>) -> Span<Normalized> {
        self.context.tokens.span(range)
    }

    /// The number in the letterhead, or behind the kind where the letterhead is lost.
    fn number(&self) -> Option<DocNumber> {
        let printed = self.of(Zone::Letterhead).find_map(|block| self.number_in(block, false));
        printed
            .or_else(|| self.number_over_lines())
            .or_else(|| self.of(Zone::Kind).find_map(|block| self.number_in(block, true)))
    }

    /// "Số: 500" on one line, "/QĐ-UBND" on the next.
    fn number_over_lines(&self) -> Option<DocNumber> {
        let blocks: Vec<usize> = self.of(Zone::Letterhead).collect();
        blocks.windows(2).find_map(|pair| {
            let (line, next) = (Line::of_block(self.context, pair[0]), Line::of_block(self.context, pair[1]));
            let serial = line.len().checked_sub(1).filter(|&last| line.is(last, TokenKind::Number))?;
            let marked = self.part_at(self.range(pair[0]).start) == Some(Part::Number);
            let mut found = (marked && serial <= 3).then(|| blank(next, 0)).flatten()?;
            found.text.insert_str(0, line.word(serial));
            let mut number = self.doc_number(next, 0, found);
            number.at = line.span(0..line.len()).cover(number.at);
            Some(number)
        })
    }

    fn number_in(&self, block: usize, inside: bool) -> Option<DocNumber> {
        let line = Line::of_block(self.context, block);
        for at in 0..line.len() {
            let marked = line.cue(Rules::LETTERHEAD, at).and_then(|(row, end)| {
                let part = self.context.rules.letterhead.row(row)?.fields.part;
                (part == Part::Number).then_some(end)
            });
            let word = (at == 0 || inside).then(|| line.skip(at, CitationPart::Number)).flatten();
            let Some(mut behind) = marked.or(word) else {
                if at == 0 && line.is(0, TokenKind::Number) && !inside {
                    // The word was lost: "256/2004/QĐ-UB".
                    if let Some(found) = symbol(line, 0).filter(|found| found.parts.len() > 1) {
                        return Some(self.doc_number(line, 0, found));
                    }
                }
                continue;
            };
            while line.is(behind, TokenKind::Colon) || line.is(behind, TokenKind::Period) {
                behind += 1;
            }
            let found = symbol(line, behind)
                .filter(|found| !found.parts.is_empty())
                .or_else(|| stopped(line, behind));
            let found = found.or_else(|| blank(line, behind));
            if let Some(found) = found {
                return Some(self.doc_number(line, at, found));
            }
        }
        None
    }

    fn doc_number(&self, line: Line<'_>, at: usize, found: Symbol) -> DocNumber {
        let (serial, symbol) = found.text.split_once(['/', '-']).unwrap_or((&found.text, ""));
        let serial = Some(serial.trim().to_owned()).filter(|serial| !serial.is_empty());
        let at = line.span(at..found.end);
        DocNumber { serial, symbol: symbol.to_owned(), at, text: found.text }
    }

    /// "Bình Lâm, ngày 05 tháng 02 năm 2024"
    fn place_and_date(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Option<Placed<String>>, Option<Placed<PartialDate>>) {
        let mut dates = self.of(Zone::Letterhead).chain(self.of(Zone::Kind)).filter_map(|block| {
            let line = Line::of_block(self.context, block);
            let (at, found) = (0..line.len())
                .filter(|&at| line.skip(at, CitationPart::Day).is_some())
                .find_map(|at| Some((at, date(line, at).or_else(|| glued_date(line, at))?)))?;
            let span = line.span(at..found.end);
            (found.value != PartialDate::default()).then(|| (self.place(line, at), found, span))
        });
        // The line of a gazette or a stamp has a date too, but no place.
        let first = dates.next();
        let best = match first {
            Some((None, ..)) => dates.find(|(place, ..)| place.is_some()).or(first),
            _ => first,
        };
        let Some((place, found, span)) = best else { return (None, None) };
        if found.impossible {
            let printed = self.context.layout.str(span);
            let message = Message::new(
                format!("ngày ban hành không có trong lịch: \"{printed}\""),
                format!("the date of issue does not exist: \"{printed}\""),
            );
            let at = self.context.layout.original(span);
            diagnostics.push(Diagnostic::warning("impossible-date", message).at(at));
        }
        (place, Some(Placed::at(found.value, span)))
    }

    /// What stands before "ngày", behind a number on the same line.
    fn place(&self, line: Line<'_>, day: usize) -> Option<Placed<String>> {
        let mut end = day;
        while end > 0 && !line.is_word(end - 1) && !line.is(end - 1, TokenKind::Number) {
            end -= 1;
        }
        let mut start = 0;
        if let Some(found) =
            (0..end).rev().filter_map(|at| symbol(line, at)).find(|found| !found.parts.is_empty())
        {
            start = found.end;
        }
        while start < end && !line.is_word(start) {
            start += 1;
        }
        let words = (start..end).filter(|&at| line.is_word(at)).count();
        let named = line.token(start).is_some_and(|token| token.is_capitalized());
        let marked = (start..end).any(|at| line.is(at, TokenKind::Slash) || line.is(at, TokenKind::Plus));
        (named && !marked && (1..=8).contains(&words)).then(|| {
            let span = line.span(start..end);
            Placed::at(self.context.layout.str(span).to_owned(), span)
        })
    }

    fn opening(&self) -> Option<Opening> {
        if self.of(Zone::Letterhead).next().is_some() {
            return None;
        }
        let block = self.blocks.iter().copied().filter(|&block| {
            let range = self.range(block);
            self.context.tokens.cue_at(Rules::KINDS, range.start).is_some() && range.len() > 12
        });
        block.filter_map(|block| self.opening_in(block)).next()
    }

    fn opening_in(&self, block: usize) -> Option<Opening> {
        let line = Line::of_block(self.context, block);
        let first = self.range(block).start;
        let (_, mut at) = line.cue(Rules::KINDS, 0)?;
        at = line.skip(at, CitationPart::Number)?;
        let found = symbol(line, at).filter(|found| !found.parts.is_empty())?;
        let number = self.doc_number(line, at, found.clone());
        at = found.end;
        if line.is(at, TokenKind::Comma) {
            at += 1;
        }
        let mut placed = None;
        if let Some(found) = date(line, at) {
            placed = Some(Placed::at(found.value, line.span(at..found.end)));
            at = found.end;
        }
        let mut issuer = None;
        if let Some(of) = line.skip(at, CitationPart::Of) {
            let end = (of..line.len())
                .find(|&end| line.cue(Rules::CITATION_CONNECTORS, end).is_some())
                .unwrap_or(line.len());
            issuer = Some(first + of..first + end);
            at = end;
        }
        Some(Opening { number: Some(number), date: placed, issuer, title: first + at..first + line.len() })
    }

    /// The printed kind; a letter has none but a subject or a symbol of its own shape.
    fn doc_type(&self, number: Option<&DocNumber>) -> Option<Placed<DocType>> {
        for block in self.of(Zone::Kind) {
            if let Some((cue, row)) = self.kind_in(block) {
                let row = self.context.rules.kinds.row(row)?;
                let kind = DocType { code: row.fields.code.clone(), name: row.fields.name.clone() };
                return Some(Placed::at(kind, self.span(cue)));
            }
        }
        if let Some(formula) = self.formula() {
            return Some(formula);
        }
        let subject =
            self.of(Zone::Title).find(|&block| self.part_at(self.range(block).start) == Some(Part::Subject));
        let by_symbol = number.filter(|number| {
            let line_symbol = Symbol {
                text: String::new(),
                end: 0,
                parts: number.symbol.split(['/', '-']).map(str::to_owned).collect(),
            };
            // "UBND-XD": body and unit, no kind; a year says that the text is normative.
            line_symbol.kinds(self.context.rules).is_empty()
                && number.text.contains('/')
                && number.symbol.contains('-')
                && !number.symbol.starts_with(|first: char| first.is_ascii_digit())
                && self.of(Zone::Title).next().is_none()
        });
        let at = subject.map(|block| self.span(self.range(block))).or(by_symbol.map(|number| number.at))?;
        let row = self.context.rules.kinds.by_id("cong-van")?;
        Some(Placed::inferred(
            DocType { code: row.fields.code.clone(), name: row.fields.name.clone() },
            Some(at),
        ))
    }

    /// "QUYẾT ĐỊNH:" before the articles of a text whose kind line is lost.
    fn formula(&self) -> Option<Placed<DocType>> {
        let count = self.context.layout.blocks.len().min(HEAD * 2);
        for block in (0..count).filter(|&block| self.context.outline.zone(block) == Zone::Preamble) {
            let range = self.range(block);
            let words =
                self.context.tokens.tokens[range.clone()].iter().filter(|token| token.is_word()).count();
            let row = match self.part_at(range.start) {
                Some(Part::Enacting) if words <= 3 => self.context.rules.kinds.rows.iter().find(|row| {
                    // "QUYẾT NGHỊ" enacts a resolution.
                    self.kind_in(block).map_or(row.id.0 == "nghi-quyet", |(_, found)| {
                        self.context.rules.kinds.row(found).is_some_and(|found| found.id == row.id)
                    })
                }),
                _ => self
                    .kind_in(block)
                    .filter(|(cue, _)| cue.start == range.start && words == cue.len())
                    .and_then(|(_, row)| self.context.rules.kinds.row(row)),
            };
            if let Some(row) = row {
                let kind = DocType { code: row.fields.code.clone(), name: row.fields.name.clone() };
                return Some(Placed::inferred(kind, Some(self.span(range))));
            }
        }
        None
    }

    /// The words of the kind in a line: those in capitals, or the first.
    fn kind_in(&self, block: usize) -> Option<(Range<usize>, u16)> {
        let range = self.range(block);
        let cues: Vec<_> = self
            .context
            .tokens
            .cues_of(Rules::KINDS, range.clone())
            .filter(|cue| {
                let fields = self.context.rules.kinds.row(cue.row).map(|row| &row.fields);
                fields.is_some_and(|fields| !fields.cited_by_name && !fields.cited_only)
            })
            .collect();
        let capitals = |range: Range<usize>| {
            self.context.tokens.tokens[range].iter().all(|token| token.shape == Shape::Upper)
        };
        let cue = cues
            .iter()
            .find(|cue| cue.first as usize == range.start)
            .or_else(|| cues.iter().find(|cue| capitals(cue.tokens())))?;
        Some((cue.tokens(), cue.row))
    }

    fn part_at(&self, at: usize) -> Option<Part> {
        let cue = self.context.tokens.cue_at(Rules::LETTERHEAD, at)?;
        Some(self.context.rules.letterhead.row(cue.row)?.fields.part)
    }

    /// The lines of the abstract, joined.
    fn title(&self, letter: bool, opening: Option<&Opening>) -> Option<Placed<String>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        if let Some(opening) = opening {
            pieces.push(opening.title.clone());
        } else {
            for block in self.of(Zone::Kind) {
                pieces.extend(self.behind_kind(block));
            }
            for block in self.of(Zone::Title) {
                let range = self.range(block);
                let cue = self.context.tokens.cue_at(Rules::LETTERHEAD, range.start);
                let start = match cue {
                    Some(cue) if letter && self.part_at(range.start) == Some(Part::Subject) => {
                        cue.end as usize
                    }
                    _ => range.start,
                };
                pieces.push(start..self.issuer_start(range.clone()));
            }
        }
        let mut text = String::new();
        let mut at: Option<Span<Normalized>> = None;
        for piece in pieces {
            let piece = self.trimmed(piece);
            if piece.is_empty() {
                continue;
            }
            let span = self.span(piece);
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.context.layout.str(span));
            at = Some(at.map_or(span, |at| at.cover(span)));
        }
        Some(Placed::at(text, at?))
    }

    /// "của Bộ trưởng Bộ Tài chính" at a token.
    fn is_of_body(&self, at: usize) -> bool {
        let of = self.context.tokens.cue_at(Rules::CITATION_WORDS, at).filter(|cue| {
            self.context
                .rules
                .citation_words
                .row(cue.row)
                .is_some_and(|row| row.fields.part == CitationPart::Of)
        });
        let Some(of) = of.map(|cue| cue.end as usize) else { return false };
        let behind = self.context.tokens.cue_at(Rules::LETTERHEAD, of).map_or(of, |cue| cue.end as usize);
        names::head(self.context, of).is_some()
            || self.part_at(of) == Some(Part::Post) && names::head(self.context, behind).is_some()
    }

    /// Where the line that names the issuer begins, if it was joined to the title: "… TỈNH CAO SƠN HỘI ĐỒNG NHÂN DÂN TỈNH
    /// CAO SƠN KHÓA X"; the end of the range where none was.
    fn issuer_start(&self, range: Range<usize>) -> usize {
        let tokens = &self.context.tokens.tokens;
        let words = |range: Range<usize>| tokens[range].iter().filter(|token| token.is_word()).count();
        let found = range.clone().skip(5).find(|&at| {
            let Some(row) = names::head(self.context, at).filter(|row| row.fields.local) else {
                return false;
            };
            let capitals = tokens[at].shape == Shape::Upper && row.fields.system.is_some();
            let Some(unit) = (at..range.end).find(|&at| names::unit(self.context, at).is_some()) else {
                return false;
            };
            let session = (unit..range.end).find(|&at| self.part_at(at) == Some(Part::Session));
            let before = self.context.layout.str(tokens[at - 1].span());
            let governed =
                self.context.rules.headings.rows.iter().any(|row| row.fields.words.contains(&fold(before)));
            capitals && !governed && session.is_some_and(|session| words(unit..session) <= 6)
        });
        found.unwrap_or(range.end)
    }

    /// The title on the line of the kind.
    fn behind_kind(&self, block: usize) -> Option<Range<usize>> {
        let end = self.range(block).end;
        let (kind, _) = self.kind_in(block)?;
        let mut at = kind.end;
        while let Some((Mark::Modifier, behind, _)) = names::mark(self.context, at).filter(|_| at < end) {
            at = behind;
        }
        if at >= end {
            return None;
        }
        // "CHỈ THỊ CỦA ỦY BAN NHÂN DÂN … VỀ VIỆC …": who issues is no part of the title.
        if self.is_of_body(at) {
            let subject =
                (at..end).find(|&at| self.context.tokens.cue_at(Rules::CITATION_CONNECTORS, at).is_some());
            return subject.map(|subject| subject..end);
        }
        let line = Line::of_block(self.context, block);
        let first = self.range(block).start;
        let relative = kind.end - first;
        let numbered = line.skip(relative, CitationPart::Number).unwrap_or(relative);
        match symbol(line, numbered).filter(|found| !found.parts.is_empty()) {
            Some(found) => Some(first + found.end..end),
            None => Some(kind.end..end),
        }
    }

    /// Without rules and marks at both ends.
    fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let tokens = &self.context.tokens.tokens;
        let is_mark = |at: usize| {
            matches!(
                tokens[at].kind,
                TokenKind::Dash
                    | TokenKind::Colon
                    | TokenKind::Bullet
                    | TokenKind::Comma
                    | TokenKind::Period
                    | TokenKind::Semicolon
            ) || matches!(self.context.layout.str(tokens[at].span()), "_" | "|" | "=")
        };
        while range.start < range.end && is_mark(range.start) {
            range.start += 1;
        }
        while range.start < range.end && is_mark(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    /// HỎA TỐC, TỐI MẬT on a line of the letterhead.
    fn stamp(&self, wanted: Mark) -> Option<Placed<String>> {
        self.of(Zone::Letterhead).find_map(|block| {
            let range = self.range(block);
            let words =
                self.context.tokens.tokens[range.clone()].iter().filter(|token| token.is_word()).count();
            let (_, end, _) = range
                .clone()
                .find_map(|at| names::mark(self.context, at).filter(|(mark, ..)| *mark == wanted))?;
            let start = range
                .clone()
                .find(|&at| names::mark(self.context, at).is_some_and(|(mark, ..)| mark == wanted))?;
            (words <= 8).then(|| {
                let span = self.span(start..end);
                Placed::at(self.context.layout.str(span).to_owned(), span)
            })
        })
    }
}

/// "ngày 19 tháng02 năm2025": numbers glued to the words before them.
fn glued_date(line: Line<'_>, at: usize) -> Option<Date> {
    let mut numbers = Vec::new();
    let mut end = at;
    while end < line.len().min(at + 8) && numbers.len() < 3 {
        let digits = line.word(end).trim_start_matches(|letter: char| !letter.is_ascii_digit());
        if !digits.is_empty() {
            numbers.push(digits.parse::<u16>().ok()?);
        }
        end += 1;
    }
    let (&[day, month, year], true) = (numbers.as_slice(), line.word(at).chars().any(char::is_alphabetic))
    else {
        return None;
    };
    let value =
        PartialDate { year: Some(year), month: u8::try_from(month).ok(), day: u8::try_from(day).ok() };
    value.iso().is_some().then_some(Date { value, end, impossible: false })
}

/// "3070. /KH-UBND": a full stop behind the number.
fn stopped(line: Line<'_>, at: usize) -> Option<Symbol> {
    let number = line.is(at, TokenKind::Number) && line.is(at + 1, TokenKind::Period);
    let mut found = number.then(|| blank(line, at + 1)).flatten()?;
    found.text.insert_str(0, line.word(at));
    Some(found)
}

fn is_letter(context: Context<'_>, kind: &Placed<DocType>) -> bool {
    context.rules.kinds.by_id("cong-van").is_some_and(|row| row.fields.code == kind.value.code)
}

/// Blanks that were never filled in, and a date that the attached text gives otherwise.
fn checks(context: Context<'_>, header: &Header, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(number) = header.number.as_ref().filter(|number| number.serial.is_none()) {
        let message = Message::new("số văn bản để trống", "the number of the document was left blank");
        diagnostics.push(Diagnostic::info("blank-number", message).at(context.layout.original(number.at)));
    }
    let Some(date) = &header.date else { return };
    if (date.value.day.is_none() || date.value.month.is_none() || date.value.year.is_none())
        && let Some(at) = date.at
        && !diagnostics.iter().any(|remark| remark.code == "impossible-date")
    {
        let message =
            Message::new("ngày ban hành để trống một phần", "the date of issue was left blank in part");
        diagnostics.push(Diagnostic::info("blank-date", message).at(context.layout.original(at)));
    }
    let Some(number) = &header.number else { return };
    for block in 0..context.layout.blocks.len() {
        if context.outline.zone(block) != Zone::AttachmentTitle {
            continue;
        }
        let line = Line::of_block(context, block);
        let own = (0..line.len()).filter_map(|at| symbol(line, at)).find(|found| found.text == number.text);
        let Some(cited) = own.and_then(|found| {
            (found.end..line.len().min(found.end + 4)).find_map(|at| Some((at, date_at(line, at)?)))
        }) else {
            continue;
        };
        let (at, (value, end)) = cited;
        if value.iso().is_some() && date.value.iso().is_some() && value.iso() != date.value.iso() {
            let span = line.span(at..end);
            let printed = context.layout.str(span);
            let message = Message::new(
                format!("phần kèm theo ghi ngày ban hành khác: \"{printed}\""),
                format!("the attached text gives another date of issue: \"{printed}\""),
            );
            diagnostics
                .push(Diagnostic::warning("conflicting-dates", message).at(context.layout.original(span)));
        }
    }
}

fn date_at(line: Line<'_>, at: usize) -> Option<(PartialDate, usize)> {
    line.skip(at, CitationPart::Day)?;
    date(line, at).map(|found| (found.value, found.end))
}
