//! Footnotes: where their texts stand, and their marks in the running text.

use super::cues::Cues;
use super::lines::{Ending, Line, Opening, ending};
use super::measure::Measures;
use crate::document::{FurnitureKind, is_letter, is_lower, is_upper};
use crate::rules::Effect;
use crate::source::Fragment;
use memchr::memchr_iter;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// One footnote as found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub mark: String,
    /// The mark in front of the note's text.
    pub own_mark: Range<usize>,
    /// The mark in the running text, with the space before it where it stands apart.
    pub reference: Option<Range<usize>>,
    /// From the note's own mark to the end of its text.
    pub range: Range<usize>,
}

/// How a mark is written: the texts of notes and their marks in the running text agree in this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// "1 Thu ngân sách", referred to by a digit glued to a word or a year, or raised.
    Plain,
    /// "[1] Thu ngân sách".
    Square,
    /// "(1) Thu ngân sách", referred to by "(1)" glued to a word.
    Round,
}

/// The beginning of a note's text.
#[derive(Debug, Clone)]
struct Start {
    line: usize,
    number: u32,
    mark: Range<usize>,
    form: Form,
    raised: bool,
}

/// A mark in the running text.
#[derive(Debug, Clone)]
struct Mark {
    range: Range<usize>,
    number: u32,
    raised: bool,
    /// It may as well be a number of the text: "GDP1", "rất cao 6."
    doubtful: bool,
}

/// The notes of a page take at most so many lines.
const FOOT: usize = 40;

/// A note has at most so many lines.
const LONGEST: usize = 80;

/// Finds the notes of a text. `own` tells the lines that are text.
pub(super) fn find(
    text: &str,
    lines: &[Line],
    taken: &[Option<FurnitureKind>],
    fragments: &[Fragment],
    measures: &Measures,
    cues: Cues,
) -> Vec<Note> {
    let raised: Vec<Range<usize>> = raised_marks(text, fragments);
    let starts = starts(text, lines, taken, &raised);
    if !starts.iter().any(|start| start.number == 1) {
        return Vec::new();
    }
    let mut notes: Vec<Note> = Vec::new();
    let mut chosen: Vec<(Start, Option<Range<usize>>)> = Vec::new();
    for form in [Form::Plain, Form::Square, Form::Round] {
        if starts.iter().any(|start| start.form == form) {
            let mut marks = marks(text, form, &raised);
            marks.retain(|mark| {
                let line = lines.partition_point(|line| (line.end as usize) <= mark.range.start);
                taken.get(line).is_some_and(Option::is_none)
            });
            if form == Form::Plain {
                weigh(text, &mut marks, cues);
            }
            pair(&starts, &marks, form, lines, taken, &mut chosen);
        }
    }
    chosen.sort_by_key(|(start, _)| start.mark.start);
    for (at, (start, reference)) in chosen.iter().enumerate() {
        let next = chosen.get(at + 1).map(|(next, _)| next);
        let end = end_of(text, lines, taken, start, next, measures);
        notes.push(Note {
            mark: start.number.to_string(),
            own_mark: start.mark.clone(),
            reference: reference.clone(),
            range: start.mark.start..end,
        });
    }
    notes
}

/// "Điều 1.", "năm 12,": the number belongs to its word; glued to it ("Điều1") it is doubtful.
fn weigh(text: &str, marks: &mut Vec<Mark>, cues: Cues) {
    marks.retain_mut(|mark| {
        let mut start = mark.range.start.saturating_sub(60);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let before = &text[start..mark.range.start];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let governed = !mark.raised && cues.ends_with(line, Effect::Governor);
        let keeps = !governed || !mark.doubtful;
        mark.doubtful |= governed && line.ends_with(is_letter);
        keeps
    });
}

/// Passages that the format raises, and characters that are raised digits: each with its digits only.
fn raised_marks(text: &str, fragments: &[Fragment]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = fragments
        .iter()
        .filter(|fragment| fragment.style.superscript)
        .map(|fragment| fragment.start as usize..fragment.end as usize)
        .filter(|range| raised_number(text.get(range.clone()).unwrap_or("")).is_some())
        .collect();
    // Raised digits are two or three bytes that begin with C2 or E2.
    let mut at = 0;
    while let Some(found) = memchr::memchr2(0xC2, 0xE2, &text.as_bytes()[at..]) {
        at += found;
        let end = at
            + text[at..]
                .chars()
                .take_while(|c| raised_digit(*c).is_some())
                .map(char::len_utf8)
                .sum::<usize>();
        if end > at {
            marks.push(at..end);
            at = end;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    marks.sort_by_key(|range| range.start);
    marks
}

fn raised_digit(letter: char) -> Option<u32> {
    match letter {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' => Some(0),
        '⁴'..='⁹' => Some(letter as u32 - '⁴' as u32 + 4),
        _ => None,
    }
}

/// The number of a raised mark: "1", "¹", "[1]", "(1)".
fn raised_number(mark: &str) -> Option<u32> {
    let inner = mark.trim().trim_matches(['[', ']', '(', ')']);
    if inner.is_empty() || inner.chars().count() > 3 {
        return None;
    }
    inner.chars().try_fold(0, |number, c| Some(number * 10 + c.to_digit(10).or_else(|| raised_digit(c))?))
}

fn starts(
    text: &str,
    lines: &[Line],
    taken: &[Option<FurnitureKind>],
    raised: &[Range<usize>],
) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut square_line = None;
    for (index, line) in lines.iter().enumerate() {
        if taken[index].is_some() {
            continue;
        }
        let from = line.start as usize;
        let lifted =
            raised.binary_search_by_key(&from, |range| range.start).ok().map(|at| raised[at].clone());
        let string = line.str(text);
        if let Some(mark) = lifted {
            let number = raised_number(&text[mark.clone()]).unwrap_or(0);
            starts.push(Start { line: index, number, mark, form: Form::Plain, raised: true });
            continue;
        }
        match line.opening {
            Opening::Digit => {
                if let Some((number, len)) = plain_start(string) {
                    let mark = from..from + len;
                    starts.push(Start { line: index, number, mark, form: Form::Plain, raised: false });
                }
            }
            Opening::Sign if string.starts_with('[') || string.starts_with('(') => {
                let form = if string.starts_with('[') { Form::Square } else { Form::Round };
                if let Some((number, len)) = enclosed(string) {
                    let mark = from..from + len;
                    starts.push(Start { line: index, number, mark, form, raised: false });
                    if form == Form::Square {
                        square_line = Some(index);
                    }
                }
            }
            _ => {}
        }
        // Notes that an exporter put on one line: "… công lập. [2] Kế hoạch số …".
        if square_line == Some(index) {
            for at in memchr_iter(b'[', string.as_bytes()).filter(|&at| at > 0) {
                if let Some((number, len)) = enclosed(&string[at..])
                    && string[..at].ends_with(' ')
                    && string[at + len..].starts_with(' ')
                {
                    let mark = from + at..from + at + len;
                    starts.push(Start { line: index, number, mark, form: Form::Square, raised: false });
                }
            }
        }
    }
    starts
}

/// "1 Thu", "1 (1) Quyết tâm", "3Chất lượng": number and length of the mark.
fn plain_start(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 3 {
        return None;
    }
    let number = line[..digits].parse().ok().filter(|&number| number > 0)?;
    let rest = &line[digits..];
    let first = rest.trim_start().chars().next()?;
    let spaced = rest.starts_with(' ');
    let opens = is_upper(first) || spaced && matches!(first, '(' | '“' | '"' | '[');
    opens.then_some((number, digits))
}

/// "[1]", "(1)": number and length.
fn enclosed(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    let close = if line.starts_with('[') { ']' } else { ')' };
    (1..=3).contains(&digits).then_some(())?;
    line[1 + digits..].starts_with(close).then_some(())?;
    Some((line[1..1 + digits].parse().ok()?, digits + 2))
}

/// All marks of one form, in the order of the text.
fn marks(text: &str, form: Form, raised: &[Range<usize>]) -> Vec<Mark> {
    let mut marks = Vec::new();
    match form {
        Form::Plain => {
            glued_marks(text, &mut marks);
            for range in raised {
                let number = raised_number(&text[range.clone()]).unwrap_or(0);
                if !is_power(&text[..range.start], number) {
                    marks.push(Mark { range: range.clone(), number, raised: true, doubtful: false });
                }
            }
            marks.sort_by_key(|mark| mark.range.start);
        }
        Form::Square | Form::Round => {
            let open = if form == Form::Square { b'[' } else { b'(' };
            for at in memchr_iter(open, text.as_bytes()) {
                let Some((number, len)) = enclosed(&text[at..]) else { continue };
                let before = text[..at].chars().next_back();
                let glued = before.is_some_and(|c| !c.is_whitespace());
                if glued || form == Form::Square {
                    // A mark that stands apart takes the space before it along.
                    let space = usize::from(form == Form::Square && text[..at].ends_with(' '));
                    marks.push(Mark { range: at - space..at + len, number, raised: false, doubtful: false });
                }
            }
        }
    }
    marks
}

/// Digits glued to a small letter, a closing mark or a year.
fn glued_marks(text: &str, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let found = glued_mark(text, at..end).map(|range| (range, false));
        let found = found.or_else(|| doubtful_mark(text, at..end).map(|range| (range, true)));
        if let Some((range, doubtful)) = found
            && let Ok(number) = text[at.max(range.start)..range.end].trim_start().parse()
        {
            marks.push(Mark { range, number, raised: false, doubtful });
        }
        at = end;
    }
}

/// The part of a run of digits that is a footnote mark.
fn glued_mark(text: &str, digits: Range<usize>) -> Option<Range<usize>> {
    let before = text[..digits.start].chars().next_back()?;
    let behind = text[digits.end..].chars().next();
    if behind.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '/' | '-' | '–' | '_')) {
        return None;
    }
    // "1,5", "14.000", "đạt3 8,5%": the digits go on behind the mark.
    let second = text[digits.end..].chars().nth(1);
    if matches!(behind, Some('.' | ',' | ' ')) && second.is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let len = digits.len();
    if (5..=7).contains(&len) && matches!(before, ' ' | '/' | '-' | '\n' | '(') {
        let year: u32 = text[digits.start..digits.start + 4].parse().ok()?;
        let mark = digits.start + 4..digits.end;
        return ((1945..=2099).contains(&year) && !text[mark.clone()].starts_with('0')).then_some(mark);
    }
    if len > 3 || text[digits.clone()].starts_with('0') {
        return None;
    }
    let number: u32 = text[digits.clone()].parse().ok()?;
    let glued = match before {
        '”' | '"' | '’' | '»' | ')' | '%' | '…' => true,
        // "quy định.5 Tiếp tục": a mark behind the full stop.
        '.' | ',' | ';' => {
            let word = text[..digits.start - 1].chars().next_back();
            word.is_some_and(is_letter) && behind.is_none_or(char::is_whitespace)
        }
        _ => is_lower(before) && !is_power(&text[..digits.start], number),
    };
    glued.then_some(digits)
}

/// Digits that stand apart before a mark of punctuation, or glued to an abbreviation: the mark of a footnote only
/// where the footnote itself leaves no doubt.
fn doubtful_mark(text: &str, digits: Range<usize>) -> Option<Range<usize>> {
    let behind = text[digits.end..].chars().next();
    if digits.len() > 3 || text[digits.clone()].starts_with('0') {
        return None;
    }
    let mut back = text[..digits.start].chars().rev();
    let (before, second) = (back.next()?, back.next()?);
    let closed = behind.is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | ')' | '\n' | '\r'));
    // "đạt 3, 2%": a number that a converter broke.
    let number_goes_on =
        text[digits.end..].trim_start_matches(['.', ',', ' ']).starts_with(|c: char| c.is_ascii_digit());
    let apart = before == ' ' && (is_lower(second) || matches!(second, '”' | ')' | '%'));
    if apart && closed && !number_goes_on {
        return Some(digits.start - 1..digits.end);
    }
    let glued =
        is_upper(before) && is_upper(second) && behind.is_none_or(|c| !c.is_alphanumeric() && c != '/');
    glued.then_some(digits)
}

/// Whether digits behind this text are the power of a unit: "m2", "km2", "m³".
fn is_power(before: &str, number: u32) -> bool {
    let start = before
        .rfind(|c: char| !is_letter(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    (2..=3).contains(&number)
        && matches!(&before[start..], "m" | "km" | "cm" | "dm" | "mm" | "hm" | "Nm" | "Km")
}

/// Pairs the starts of one form with their marks: both must go up by one, or start anew at 1, and the mark stands first.
fn pair(
    starts: &[Start],
    marks: &[Mark],
    form: Form,
    lines: &[Line],
    taken: &[Option<FurnitureKind>],
    chosen: &mut Vec<(Start, Option<Range<usize>>)>,
) {
    let by_number = by_number(starts, marks, lines);
    let mut last = 0;
    let mut from = 0;
    let mut last_line = None;
    for start in starts.iter().filter(|start| start.form == form) {
        // At the foot of a page a number may be missing: its note was lost.
        let foot = is_foot(lines, start.line);
        let skips = foot && last > 0 && start.number == last + 2;
        if start.number != last + 1 && start.number != 1 && !skips {
            continue;
        }
        let fitting = |doubtful: bool| {
            let marks = by_number.get(&(start.number, doubtful))?;
            let first = marks.partition_point(|mark| mark.range.start < from);
            marks.get(first).filter(|mark| mark.range.start < start.mark.start)
        };
        let found = fitting(false).or_else(|| fitting(true).filter(|_| foot));
        let ruled = start.line > 0
            && (lines[start.line].separator || taken[start.line - 1] == Some(FurnitureKind::Rule));
        let next = start.number == last + 1 && last > 0;
        let follows = next && (start.raised || foot || last_line == Some(start.line));
        // A row of a list begins with a number too: notes stand at the foot of a page or behind the text.
        let behind = start.line * 10 >= lines.len() * 6;
        let placed = foot || ruled || follows || behind || next || start.raised || form == Form::Square;
        let unmarked = ruled && (start.raised || form == Form::Square) || follows;
        if found.is_some() && !placed || found.is_none() && !unmarked {
            continue;
        }
        if let Some(mark) = found {
            from = mark.range.end;
        }
        last = start.number;
        last_line = Some(start.line);
        chosen.push((start.clone(), found.map(|mark| mark.range.clone())));
    }
}

/// The marks that refer to notes, by their number and by whether they are doubtful, each in the order of the text.
fn by_number<'m>(
    starts: &[Start],
    marks: &'m [Mark],
    lines: &[Line],
) -> FxHashMap<(u32, bool), Vec<&'m Mark>> {
    let mut by_number: FxHashMap<(u32, bool), Vec<&Mark>> = FxHashMap::default();
    for mark in marks.iter().filter(|mark| !opens_note(mark, lines, starts)) {
        by_number.entry((mark.number, mark.doubtful)).or_default().push(mark);
    }
    by_number
}

/// Whether a page ends within reach of a line.
fn is_foot(lines: &[Line], line: usize) -> bool {
    lines[(line + 1).min(lines.len())..lines.len().min(line + FOOT)].iter().any(|line| line.page)
}

/// Whether a mark is the first thing on its line, or begins a note inside one: it refers to none.
fn opens_note(mark: &Mark, lines: &[Line], starts: &[Start]) -> bool {
    let start = starts.partition_point(|start| start.mark.start < mark.range.start);
    starts.get(start).is_some_and(|start| start.mark.start < mark.range.end)
        || lines.binary_search_by_key(&(mark.range.start as u32), |line| line.start).is_ok()
}

/// The end of a note's text.
fn end_of(
    text: &str,
    lines: &[Line],
    taken: &[Option<FurnitureKind>],
    start: &Start,
    next: Option<&Start>,
    measures: &Measures,
) -> usize {
    let next_at = next.map_or(usize::MAX, |next| next.mark.start);
    let first_end = (lines[start.line].end as usize).min(next_at);
    let limit = lines.len().min(start.line + LONGEST);
    let page = (start.line + 1..limit).find(|&index| lines[index].page);
    let mut end = first_end;
    for index in start.line + 1..limit {
        let line = &lines[index];
        if taken[index].is_some() || line.page || line.start as usize >= next_at {
            break;
        }
        if !measures.wrapped {
            // A note is one paragraph; only what goes on in small letters belongs to it.
            if line.opening != Opening::Lower || line.blanks > 0 {
                break;
            }
        } else if page.is_none() && resumes(text, lines, index, measures) {
            break;
        }
        end = (line.end as usize).min(next_at);
    }
    text[..end].trim_end().len().max(start.mark.end)
}

/// Whether the running text goes on at a line: the note before it has ended, and the line is no wider than the text's.
fn resumes(text: &str, lines: &[Line], index: usize, measures: &Measures) -> bool {
    let line = &lines[index];
    let ended =
        matches!(ending(lines[index - 1].str(text)), Ending::Sentence | Ending::Final | Ending::Ellipsis);
    let wide = usize::from(line.width) > measures.full * 5 / 4;
    ended && !wide
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::Tables;
    use crate::layout::{furniture, lines::scan};
    use crate::rules::Rules;

    fn notes(text: &str) -> Vec<(String, Option<String>, String)> {
        let mut lines = scan(text);
        let measures = Measures::of(&lines, text);
        let taken = furniture::find(&mut lines, text, &Tables::default(), Cues::new(Rules::embedded()));
        find(text, &lines, &taken, &[], &measures, Cues::new(Rules::embedded()))
            .into_iter()
            .map(|note| {
                let before = note.reference.map(|range| {
                    let word = text[..range.start].rsplit(' ').next().unwrap_or("");
                    format!("{word}|{}", &text[range])
                });
                (note.mark, before, text[note.own_mark.end..note.range.end].trim().to_owned())
            })
            .collect()
    }

    #[test]
    fn marks_are_found_behind_words_quotes_and_years() {
        let text = "Phát huy tinh thần “bốn xin”1, theo Kế hoạch ngày 02 tháng 3 năm 20242 và diện tích 40 m2 đất\n\
                    trống3. Tiếp tục triển khai các giải\n                         \n\
                    1 Xin chào, xin lỗi.\n2 Của Ủy ban nhân dân huyện.\n3 Đất chưa trồng cây.\n\x0cpháp đã đề ra trong năm.\n";
        assert_eq!(
            notes(text),
            [
                ("1".into(), Some("xin”|1".into()), "Xin chào, xin lỗi.".into()),
                ("2".into(), Some("2024|2".into()), "Của Ủy ban nhân dân huyện.".into()),
                ("3".into(), Some("đất\ntrống|3".into()), "Đất chưa trồng cây.".into()),
            ]
        );
    }

    #[test]
    fn square_notes_may_share_a_line() {
        let text = "theo chỉ đạo của Tỉnh ủy[1] và Ủy ban nhân dân tỉnh[2]; bố trí biên chế.\n\
                    [1] Kế hoạch số 12. [2] Tại Công văn số 30.\n";
        assert_eq!(
            notes(text),
            [
                ("1".into(), Some("ủy|[1]".into()), "Kế hoạch số 12.".into()),
                ("2".into(), Some("tỉnh|[2]".into()), "Tại Công văn số 30.".into()),
            ]
        );
    }

    #[test]
    fn numbered_lines_without_marks_are_no_notes() {
        assert!(notes("Danh sách gồm\n1 Xã An Hòa\n2 Xã An Bình\n").is_empty());
        assert!(notes("Diện tích 40 m2 và 30 km2 của QH13.\n1 Xã An Hòa\n").is_empty());
    }
}
