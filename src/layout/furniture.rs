//! Whole lines that are not the document's own text: page numbers, running heads, rules, stamps, portal matter.

use super::cues::{Cues, Found, clip};
use super::lines::{Line, Opening, is_caps, is_dash};
use super::tables::Tables;
use crate::document::{FurnitureKind, is_letter, is_lower, is_upper};
use crate::rules::{Effect, FurnitureRow, Part};
use crate::source::Fragment;
use rustc_hash::FxHashMap;

/// Portals put their matter into the first lines.
const TOP: usize = 25;

/// For each line what it is if it is furniture. Lines that a page number or a running head shows to be the first of
/// their page are marked so.
pub(super) fn find(
    lines: &mut [Line],
    text: &str,
    tables: &Tables,
    cues: Cues,
) -> Vec<Option<FurnitureKind>> {
    let mut taken = vec![None; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        // Rules and stamps begin with a sign or a large letter.
        if matches!(line.opening, Opening::Bullet | Opening::Sign | Opening::Upper | Opening::Lower)
            && line.width <= 120
            && is_rule(line.str(text))
        {
            taken[index] = Some(FurnitureKind::Rule);
        }
    }
    lone_dashes(lines, text, &mut taken);
    page_numbers(lines, text, tables, cues, &mut taken);
    running_heads(lines, text, &mut taken);
    stamps(lines, text, cues, &mut taken);
    portal(lines, text, cues, &mut taken);
    taken
}

/// Takes the lines that their program states to be no part of the text.
pub(super) fn stated(
    lines: &mut [Line],
    text: &str,
    fragments: &[Fragment],
    taken: &mut [Option<FurnitureKind>],
) {
    for artifact in fragments.iter().filter(|fragment| fragment.style.artifact) {
        let index = lines.partition_point(|line| line.end <= artifact.start);
        let Some(line) = lines.get(index).copied().filter(|line| line.start < artifact.end) else { continue };
        let number = page_number(line.str(text)).map(|_| FurnitureKind::PageNumber);
        taken[index] = taken[index].or(number).or(Some(FurnitureKind::RunningHead));
        if let Some(next) = lines.get_mut(index + 1) {
            next.page |= line.page;
        }
    }
}

/// A line of hyphens, dashes, underscores, asterisks or equal signs; "-o0o-"; the asterisk of the Party's letterhead.
pub(super) fn is_rule(line: &str) -> bool {
    if line == "*" || line == "|" {
        return true;
    }
    let mut strokes = 0;
    for letter in line.chars() {
        match letter {
            '_' | '=' | '*' | '~' | '─' | '━' => strokes += 1,
            _ if is_dash(letter) => strokes += 1,
            ' ' | 'o' | 'O' | '0' | '|' | ':' => {}
            _ => return false,
        }
    }
    strokes >= 2 && (strokes >= 3 || line.contains(['o', 'O', '0']))
}

/// A hyphen alone behind a rule is the end of that rule.
fn lone_dashes(lines: &[Line], text: &str, taken: &mut [Option<FurnitureKind>]) {
    for index in 1..lines.len() {
        let mut letters = lines[index].str(text).chars();
        if taken[index - 1] == Some(FurnitureKind::Rule)
            && letters.next().is_some_and(is_dash)
            && letters.next().is_none()
        {
            taken[index] = Some(FurnitureKind::Rule);
        }
    }
}

fn page_numbers(
    lines: &mut [Line],
    text: &str,
    tables: &Tables,
    cues: Cues,
    taken: &mut [Option<FurnitureKind>],
) {
    // Numbers alone on their lines: pages only where they go up slowly, as pages do.
    let mut bare: Vec<(usize, u32)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.width > 40 || taken[index].is_some() || tables.holds(index) {
            continue;
        }
        let line = line.str(text);
        if let Some(explicit) = page_number(line) {
            if explicit.bare {
                bare.push((index, explicit.number));
            } else {
                taken[index] = Some(FurnitureKind::PageNumber);
            }
        }
    }
    let mut last: Option<(usize, u32)> = None;
    for (at, &(index, number)) in bare.iter().enumerate() {
        let near = |other: Option<&(usize, u32)>| {
            other.is_some_and(|&(other, _)| other.abs_diff(index) < PAGE_LINES)
        };
        let crowded = near(at.checked_sub(1).and_then(|at| bare.get(at))) || near(bare.get(at + 1));
        let offset = lines[index].start as usize;
        let plausible = number as usize <= offset / 400 + 3
            && last.is_none_or(|(line, before)| {
                number > before && number as usize <= before as usize + 3 + (index - line) / 15
            });
        let before = index.checked_sub(1).map_or("", |before| lines[before].str(text));
        let wanted = lines[index].blanks == 0 && cues.ends_with(before, Effect::Governor);
        if plausible && !crowded && !wanted {
            taken[index] = Some(FurnitureKind::PageNumber);
            last = Some((index, number));
        }
    }
    for index in 1..lines.len() {
        if taken[index - 1] == Some(FurnitureKind::PageNumber) {
            lines[index].page = true;
        }
    }
}

/// Two page numbers have at least so many lines between them.
const PAGE_LINES: usize = 8;

struct PageNumber {
    number: u32,
    /// Nothing but digits.
    bare: bool,
}

/// "3", "- 3 -", "Trang 3/10", "Page 3 of 10".
fn page_number(line: &str) -> Option<PageNumber> {
    // Most lines end here.
    if !line.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'T' | 't' | 'P') || is_dash(c)) {
        return None;
    }
    let bare = line.len() <= 3 && line.bytes().all(|b| b.is_ascii_digit());
    let inner = line.trim_matches(|c: char| is_dash(c) || c == ' ' || c == '~');
    let dashed = line.starts_with(is_dash) && line.ends_with(is_dash);
    let worded = ["Trang", "TRANG", "trang", "Page", "PAGE"].iter().find_map(|word| {
        let rest = line.strip_prefix(word)?.trim_start_matches([' ', ':']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let tail = rest[digits..].trim_start_matches([' ', '/']);
        let tail = tail.strip_prefix("of").unwrap_or(tail).trim();
        // "Page 1 (model)": the head that a converter wrote.
        let fits = tail.bytes().all(|b| b.is_ascii_digit()) || tail.starts_with('(') && tail.ends_with(')');
        (digits > 0 && fits).then(|| &rest[..digits])
    });
    let digits = match worded {
        Some(digits) => digits,
        None if bare => line,
        None if dashed && inner.len() <= 4 => inner,
        None => return None,
    };
    Some(PageNumber { number: digits.parse().ok()?, bare: bare && worded.is_none() })
}

/// A short line that stands at the start, or at the end, of at least three pages.
fn running_heads(lines: &mut [Line], text: &str, taken: &mut [Option<FurnitureKind>]) {
    let mut edges: Vec<usize> = Vec::new();
    let own = |index: &usize| taken[*index].is_none();
    for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.page) {
        edges.extend(Some(index).filter(own));
        edges.extend((0..index).rev().take(3).find(own));
    }
    let mut seen: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for index in edges {
        let line = lines[index].str(text);
        // The number of the page may stand in it.
        let key: String = line.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
        if lines[index].width <= 100 && key.chars().filter(|c| is_letter(*c)).count() >= 4 {
            seen.entry(key).or_default().push(index);
        }
    }
    for places in seen.into_values().filter(|places| places.len() >= 3) {
        for index in places {
            taken[index] = Some(FurnitureKind::RunningHead);
            if let Some(next) = lines.get_mut(index + 1) {
                next.page |= true;
            }
        }
    }
}

/// The receiver's stamps and the text of electronic signatures.
fn stamps(lines: &[Line], text: &str, cues: Cues, taken: &mut [Option<FurnitureKind>]) {
    let mut companions: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.opening != Opening::Upper || line.width > 120 || taken[index].is_some() {
            continue;
        }
        let line = line.str(text);
        let Some((row, end)) = cues.furniture(line) else { continue };
        let rest = line[end..].trim_start();
        let headed = rest.starts_with(':') || rest.is_empty() || is_caps(line);
        if row.kind != FurnitureRow::Stamp || !headed {
            continue;
        }
        if row.companion {
            companions.push(index);
        } else {
            taken[index] = Some(FurnitureKind::Stamp);
        }
    }
    // Both ways: a companion may stand before or behind its stamp, or beside another companion.
    let beside = |taken: &[Option<FurnitureKind>], index: usize| {
        let reach = index.saturating_sub(1)..(index + 2).min(taken.len());
        taken[reach].contains(&Some(FurnitureKind::Stamp))
    };
    for &index in companions.iter().chain(companions.iter().rev()) {
        if beside(taken, index) {
            taken[index] = Some(FurnitureKind::Stamp);
        }
    }
}

/// The line of title and the table of metadata that legal portals put above the letterhead.
fn portal(lines: &[Line], text: &str, cues: Cues, taken: &mut [Option<FurnitureKind>]) {
    let top = lines.len().min(TOP);
    let own = |index: &usize| taken[*index].is_none() || taken[*index] == Some(FurnitureKind::Stamp);
    let metadata: Vec<usize> = (0..top)
        .filter(own)
        .filter(|&index| {
            let line = lines[index].str(text);
            let row = || cues.furniture(line).filter(|(row, _)| row.kind == FurnitureRow::Portal);
            // Most lines have no colon, and need not be cut into words.
            memchr::memchr(b':', line.as_bytes()).is_some()
                && row().is_some_and(|(_, end)| line[end..].trim_start().starts_with(':'))
        })
        .collect();
    let metadata = if metadata.len() >= 2 { metadata } else { Vec::new() };
    // "Quyết định 528/QĐ-UBND năm 2020" above the letterhead repeats what the letterhead says.
    let above = metadata.first().map_or(top, |&first| first).min(2);
    let titles = (0..above).filter(|&index| {
        let line = lines[index].str(text);
        let names_kind = matches!(cues.opening(line), Some((Found::Kind, end)) if !is_caps(&line[..end]));
        taken[index].is_none() && names_kind && line.bytes().any(|b| b.is_ascii_digit())
    });
    let mut titles: Vec<usize> = titles.collect();
    // Few documents have such a line, and only they are asked for their letterhead.
    if !titles.is_empty() {
        let letterhead = (0..top).filter(own).find(|&index| has_title(lines[index].str(text), cues));
        titles.retain(|&index| letterhead.is_some_and(|letterhead| index < letterhead));
    }
    for index in metadata.into_iter().chain(titles) {
        taken[index] = Some(FurnitureKind::Portal);
    }
}

/// Whether a line holds the national title or the Party's, or the first half of it.
fn has_title(line: &str, cues: Cues) -> bool {
    let line = clip(line, 400);
    if line.starts_with("CỘNG H") {
        return true;
    }
    if !cues.capless() && !holds_capitals(line) {
        return false;
    }
    let tokens = cues.tokens(line);
    (0..tokens.len()).any(|first| {
        matches!(cues.at(&tokens, first), Some((Found::Part(Part::NationalTitle | Part::PartyTitle), end))
            if cues.large(&line[tokens[first].start..tokens[end - 1].end]))
    })
}

/// Whether two large letters have no small one between them.
fn holds_capitals(line: &str) -> bool {
    let mut before = false;
    for letter in line.chars() {
        if is_upper(letter) {
            if before {
                return true;
            }
            before = true;
        } else if is_lower(letter) {
            before = false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lines::scan;
    use crate::rules::Rules;

    fn kinds(text: &str) -> Vec<Option<FurnitureKind>> {
        find(&mut scan(text), text, &Tables::default(), Cues::new(Rules::embedded()))
    }

    #[test]
    fn rules_are_told_from_text() {
        for line in ["-----", "_________", "***", "* * *", "-o0o-", "---***---", "*", "|"] {
            assert!(is_rule(line), "{line}");
        }
        for line in ["- Sở Y tế", "o", "100", "--", "+", "......", "0"] {
            assert!(!is_rule(line), "{line}");
        }
    }

    #[test]
    fn numbers_in_a_row_are_no_page_numbers() {
        let table = "TT\nNội dung\n1\nXây dựng\n2\nBan hành\n3\nKiểm tra\n";
        assert!(kinds(table).iter().all(Option::is_none));
        let page = format!("{}\n2\nphù hợp.\n", "Nâng cao chất lượng phong trào thi đua\n".repeat(20));
        assert_eq!(kinds(&page)[20], Some(FurnitureKind::PageNumber));
        assert_eq!(kinds("- 3 -")[0], Some(FurnitureKind::PageNumber));
        assert_eq!(kinds("Trang 3/10")[0], Some(FurnitureKind::PageNumber));
        assert_eq!(kinds("xảy ra vào năm\n2\nlần")[1], None);
    }

    #[test]
    fn portal_matter_stands_above_a_letterhead_only() {
        let seen = kinds(
            "Kế hoạch 12/KH-UBND năm 2020\nSố hiệu: 12/KH-UBND Loại văn bản: Kế hoạch\nNgày ban hành: 02/3/2020\n\
             ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
        );
        let portal = Some(FurnitureKind::Portal);
        assert_eq!(seen, [portal, portal, portal, None, None]);
        assert_eq!(kinds("Kết luận số 93-KL/TW\nSau 10 năm thực hiện"), [None, None]);
    }
}
