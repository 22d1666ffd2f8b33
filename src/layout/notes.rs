//! Footnotes: where their texts stand, and which mark of the running text belongs to which.

use super::cues::Cues;
use super::lines::{Ending, Line, Opening, ending};
use super::marks::{Form, Mark, enclosed, marks, raised_marks, raised_number, weigh};
use super::measure::Measures;
use crate::document::{FurnitureKind, is_upper};
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

/// The beginning of a note's text.
#[derive(Debug, Clone)]
struct Start {
    line: usize,
    number: u32,
    mark: Range<usize>,
    form: Form,
    raised: bool,
}

/// The notes of a page take at most so many lines.
const FOOT: usize = 40;

/// A note has at most so many lines.
const LONGEST: usize = 80;

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
    let mut notes: Vec<Note> = Vec::new();
    let mut chosen: Vec<(Start, Option<Range<usize>>)> = Vec::new();
    for form in [Form::Plain, Form::Square, Form::Round] {
        // The first note of all has the number 1, and most texts have no line that could be one.
        let first = |start: &Start| start.number == 1 && placed(start, lines, taken);
        if starts.iter().any(|start| start.form == form && first(start)) {
            let numbers =
                starts.iter().filter(|start| start.form == form).map(|start| start.number).collect();
            let mut marks = marks(text, form, &raised, &numbers);
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
        if !says_something(&text[start.mark.end..end]) {
            continue;
        }
        notes.push(Note {
            mark: start.number.to_string(),
            own_mark: start.mark.clone(),
            reference: reference.clone(),
            range: start.mark.start..end,
        });
    }
    notes
}

/// Whether anything but marks of notes stands in a passage.
fn says_something(passage: &str) -> bool {
    let mut rest = passage.trim();
    while rest.starts_with(['[', '('])
        && let Some((_, len)) = enclosed(rest)
    {
        rest = rest[len..].trim_start();
    }
    !rest.is_empty()
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
        let ruled = is_ruled(start, lines, taken);
        let next = start.number == last + 1 && last > 0;
        let follows = next && (start.raised || foot || last_line == Some(start.line));
        let fits = match found {
            Some(_) => next || placed(start, lines, taken),
            None => ruled && (start.raised || form == Form::Square) || follows,
        };
        if !fits {
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

/// Whether a note may stand here, whatever stands before it. A row of a list begins with a number too: notes stand at the
/// foot of a page or behind the text.
fn placed(start: &Start, lines: &[Line], taken: &[Option<FurnitureKind>]) -> bool {
    let behind = start.line * 10 >= lines.len() * 6;
    let marked = start.raised || start.form == Form::Square;
    behind || marked || is_foot(lines, start.line) || is_ruled(start, lines, taken)
}

/// Whether a rule or a separator stands over a line.
fn is_ruled(start: &Start, lines: &[Line], taken: &[Option<FurnitureKind>]) -> bool {
    start.line > 0 && (lines[start.line].separator || taken[start.line - 1] == Some(FurnitureKind::Rule))
}

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

fn is_foot(lines: &[Line], line: usize) -> bool {
    lines[(line + 1).min(lines.len())..lines.len().min(line + FOOT)].iter().any(|line| line.page)
}

fn opens_note(mark: &Mark, lines: &[Line], starts: &[Start]) -> bool {
    let start = starts.partition_point(|start| start.mark.start < mark.range.start);
    starts.get(start).is_some_and(|start| start.mark.start < mark.range.end)
        || lines.binary_search_by_key(&(mark.range.start as u32), |line| line.start).is_ok()
}

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
        let text = "theo chỉ đạo của Tỉnh ủy[1] và Ủy ban nhân dân tỉnh[2]; sắp xếp tổ chức.\n\
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
