//! The head of a document: its parts joined where an exporter broke them, and put in order where it mixed the left
//! column (issuer, number) with the right one (national title, place and date).

use super::cues::{Cues, Found, clip};
use super::flow::{Border, Matter, Passage};
use super::lines::{Opening, is_caps, opening};
use super::parts::is_place_date;
use crate::rules::Part;

/// Groups of passages that are one part of the head.
struct Group {
    passages: Vec<Passage>,
    text: String,
    right: bool,
}

/// Puts the passages of a head in order and sets the borders between its parts.
pub(super) fn arrange(text: &str, passages: &mut [Passage], cues: Cues) {
    let mut groups: Vec<Group> = Vec::new();
    let mut behind = 0;
    let celled = passages.iter().any(|passage| passage.border == Border::Cell);
    for (at, passage) in passages.iter().enumerate() {
        let string = passage.str(text);
        if matches!(passage.matter, Matter::Cell(_) | Matter::Note(_)) {
            break;
        }
        if let Some(last) = groups.last_mut()
            && passage.border == Border::Line
            && !passage.ruled
            && goes_on(&last.text, string, celled, cues)
        {
            last.text.push(' ');
            last.text.push_str(string);
            last.passages.push(Passage { border: Border::Join, ..*passage });
            behind = at + 1;
            continue;
        }
        let next = || passages.get(at + 1).filter(|next| next.border == Border::Line && !next.ruled);
        let part = is_part(string, celled, cues)
            || next().is_some_and(|next| breaks_place(string, next.str(text), cues));
        if groups.last().is_some_and(|group| opens_kind(&group.text, cues)) || !part {
            break;
        }
        groups.push(Group { passages: vec![*passage], text: string.to_owned(), right: false });
        behind = at + 1;
    }
    for group in &mut groups {
        let part = cues.opening(&group.text);
        group.right =
            matches!(part, Some((Found::Part(Part::NationalTitle | Part::Motto | Part::PartyTitle), _)))
                || is_place_date(&group.text, cues);
        group.passages[0].border = Border::Break;
    }
    let mixed = beside(&groups) >= 2
        || groups.iter().position(|group| group.right).is_some_and(|first| {
            groups[first..].iter().any(|group| !group.right && is_issuer(&group.text, cues))
        });
    if mixed {
        let kind = groups.iter().position(|group| opens_kind(&group.text, cues)).unwrap_or(groups.len());
        let kind = groups[..kind].iter().rposition(|group| group.right).map_or(0, |last| last + 1);
        groups[..kind].sort_by_key(|group| group.right);
    }
    // A body and its unit may stand on two lines, or in two rows of a column.
    for at in 1..groups.len() {
        let (before, group) = (&groups[at - 1], &groups[at]);
        if !before.right
            && !group.right
            && is_one_name(&before.text, &group.text, mixed || celled, false, cues)
        {
            groups[at].passages[0].border = Border::Join;
        }
    }
    let ordered = groups.into_iter().flat_map(|group| group.passages);
    for (place, passage) in passages[..behind].iter_mut().zip(ordered) {
        *place = passage;
    }
}

/// The number of lines that hold a part of the left column beside one of the right.
fn beside(groups: &[Group]) -> usize {
    let line = |group: &Group| group.passages.first().map_or(0, |passage| passage.line);
    let pairs =
        groups.windows(2).filter(|pair| !pair[0].right && pair[1].right && line(&pair[0]) == line(&pair[1]));
    let mut lines: Vec<u32> = pairs.map(|pair| line(&pair[0])).collect();
    lines.dedup();
    lines.len()
}

/// Whether a line is a kind of document in capitals: KẾ HOẠCH.
pub(super) fn is_kind(line: &str, cues: Cues) -> bool {
    cues.large(line) && names_kind(line, cues)
}

/// Whether a line is nothing but a kind of document, in any letters.
pub(super) fn names_kind(line: &str, cues: Cues) -> bool {
    line.len() < 60 && matches!(cues.opening(line), Some((Found::Kind, end)) if line[end..].trim().is_empty())
}

/// Whether a line in capitals begins with a kind of document: KẾ HOẠCH LIÊN TỊCH.
fn opens_kind(line: &str, cues: Cues) -> bool {
    (cues.large(line) || names_kind(line, cues)) && matches!(cues.opening(line), Some((Found::Kind, _)))
}

/// Whether a line can be a part of the head.
fn is_part(line: &str, celled: bool, cues: Cues) -> bool {
    let known = matches!(
        cues.opening(line),
        Some((
            Found::Part(
                Part::NationalTitle
                    | Part::Motto
                    | Part::PartyTitle
                    | Part::Number
                    | Part::Subject
                    | Part::Stamp
            ),
            _
        ))
    );
    let bare_number = line.starts_with("Số") && line.len() < 40;
    known
        || bare_number
        || is_caps(line) && line.chars().count() <= 100
        || names_kind(line, cues)
        || cues.capless() && line.chars().count() <= 50 && !line.ends_with(['.', ';', ','])
        || is_place_date(line, cues)
        || celled && line.chars().count() <= 40
        || broken_motto(line)
        || line.contains(", ngày") && line.len() < 60
}

fn broken_motto(line: &str) -> bool {
    line.starts_with("Độc lập") && line.chars().count() < 30
}

fn is_issuer(line: &str, cues: Cues) -> bool {
    cues.large(line)
        && !opens_kind(line, cues)
        && !matches!(
            cues.opening(line),
            Some((Found::Part(Part::Number | Part::Subject | Part::Stamp | Part::Addressee), _))
        )
}

/// Whether a line of the head goes on with the part before it.
fn goes_on(before: &str, line: &str, celled: bool, cues: Cues) -> bool {
    let ends_number = before.ends_with("Số:") || before.ends_with("Số") || before.ends_with("Số :");
    let opens = opening(line);
    if is_kind(before, cues) {
        return straddles(before, line, cues);
    }
    ends_number && (opens == Opening::Digit || line.starts_with('/'))
        || straddles(before, line, cues)
        || opens == Opening::Lower && !cues.capless() && !is_place_date(before, cues)
        || unfinished_date(before) && opens == Opening::Digit
        || breaks_place(before, line, cues)
        || is_one_name(before, line, celled, celled, cues)
        || broken_motto(before) && !matches!(cues.opening(before), Some((Found::Part(Part::Motto), _)))
}

/// Whether a narrow column broke the place of issue: "Kim" / "Sa, ngày 05 tháng 02 năm 2024".
fn breaks_place(before: &str, line: &str, cues: Cues) -> bool {
    let word = |word: &str| word.chars().all(char::is_alphabetic);
    // "TP." / "Hồ Chí Minh, ngày …"
    let short = before.len() <= 4 && before.ends_with('.');
    before.len() < 24
        && before.split(' ').count() <= 3
        && (short || before.split(' ').all(word) && !is_caps(before))
        && opening(before) == Opening::Upper
        && opening(line) == Opening::Upper
        && is_place_date(line, cues)
}

fn unfinished_date(line: &str) -> bool {
    ["ngày", "tháng", "năm"].iter().any(|word| line.ends_with(word))
}

/// Whether a phrase of the letterhead or a kind begins in one line and ends in the next.
pub(super) fn straddles(before: &str, line: &str, cues: Cues) -> bool {
    // The longest phrase has eight words.
    let mut from = before.len();
    for _ in 0..8 {
        from = before[..from].trim_end().rfind(' ').map_or(0, |at| at + 1);
        if from == 0 {
            break;
        }
        from = before[..from].trim_end().len();
    }
    let tail = before[from..].trim_start();
    if !cues.may_go_on(&cues.tokens(tail)) {
        return false;
    }
    let both = format!("{tail} {}", clip(line, 60));
    let tokens = cues.tokens(&both);
    let border = tokens.partition_point(|token| token.start < tail.len());
    // A phrase that is whole in the first line is not broken, though a longer one should exist.
    (0..border).any(|first| {
        let whole = cues.at(&tokens[..border], first).is_some();
        matches!(cues.at(&tokens, first), Some((found, end)) if end > border && {
            let phrase = &both[tokens[first].start..tokens[end - 1].end];
            let large = cues.large(phrase) || found == Found::Part(Part::Motto);
            large && (!whole || found == Found::Part(Part::Enacting)) && !splits_unit(found)
        })
    })
}

fn splits_unit(found: Found) -> bool {
    matches!(found, Found::Part(Part::Unit | Part::Stamp | Part::Office | Part::Session | Part::Archive))
}

/// Units in the name of a body, which is whole with them.
const UNITS: [&str; 8] =
    [" TỈNH ", " THÀNH PHỐ ", " HUYỆN ", " QUẬN ", " THỊ XÃ ", " XÃ ", " PHƯỜNG ", " THỊ TRẤN "];

/// Whether two lines are the name of one body: ỦY BAN NHÂN DÂN / HUYỆN KIM SA. In one cell (`celled`), or in one column
/// (`mixed`), a name also goes on without such a word.
fn is_one_name(before: &str, line: &str, mixed: bool, celled: bool, cues: Cues) -> bool {
    if !cues.large(before) || !cues.large(line) {
        return false;
    }
    let part = |line: &str| match cues.opening(line) {
        Some((Found::Part(part), _)) => Some(part),
        _ => None,
    };
    let of = part(before);
    let named = matches!(of, Some(Part::Body | Part::Office | Part::Unit));
    // "UBND TỈNH KIM SA" lacks nothing.
    let whole = of == Some(Part::Body) && !celled && UNITS.iter().any(|unit| before.contains(unit));
    match part(line) {
        Some(Part::Unit) => of == Some(Part::Body) && before.ends_with(['N', 'n']) && !whole,
        None => {
            mixed
                && named
                && !whole
                && is_caps(line)
                && !opens_kind(line, cues)
                && !line.contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}
