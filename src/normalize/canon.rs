//! NFC, spaces, line ends: the forms of one character made one.

use super::pass::Pass;
use super::scan::{Region, first_unclean};
use crate::rules::encodings::windows_1252;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose as compose_pair, decompose_canonical};

/// What is done with a character by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Keep,
    Drop,
    Put(char),
    /// A combining mark: joins the letter before it.
    Join,
    /// Of a script or kind that this program knows nothing of: NFC decides.
    Unknown,
}

/// Rewrites the regions and copies the rest. Tells where the regions went.
pub(super) fn rewrite(text: &str, regions: &[Region], pass: &mut Pass) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut rewritten = Vec::with_capacity(regions.len());
    for region in regions {
        pass.keep(at..region.range.start);
        let start = pass.len();
        if region.only_returns {
            returns(text, region.range.clone(), pass);
        } else {
            line(text, region.range.clone(), pass);
        }
        rewritten.push(start..pass.len());
        at = region.range.end;
    }
    pass.keep(at..text.len());
    rewritten
}

/// CR LF and CR alone become LF.
fn returns(text: &str, range: Range<usize>, pass: &mut Pass) {
    let mut from = range.start;
    for at in memchr::memchr_iter(b'\r', text[range.clone()].as_bytes()).map(|at| range.start + at) {
        pass.keep(from..at);
        let is_pair = text.as_bytes().get(at + 1) == Some(&b'\n');
        pass.replace(at..at + 1, if is_pair { "" } else { "\n" });
        from = at + 1;
    }
    pass.keep(from..range.end);
}

fn line(text: &str, range: Range<usize>, pass: &mut Pass) {
    // Behind what is written; the letter that a mark would join.
    let mut from = range.start;
    let mut base: Option<usize> = None;
    let mut at = range.start;
    while let Some(unclean) = first_unclean(text, at..range.end) {
        at = last_clean(text, at..text.floor_char_boundary(unclean));
        let Some(letter) = text[at..range.end].chars().next() else { break };
        let end = at + letter.len_utf8();
        let action = action(letter, &text[end..]);
        if matches!(action, Action::Join | Action::Drop)
            && let Some(start) =
                base.take_if(|_| action == Action::Join || is_before_mark(&text[at..range.end]))
        {
            let end = cluster_end(text, at, range.end);
            let cluster = &text[start..end];
            let composed = compose(cluster);
            if composed != cluster {
                pass.keep(from..start);
                pass.replace(start..end, &composed);
                from = end;
            }
            at = end;
            continue;
        }
        let mut put = |text: &str, range: Range<usize>| {
            pass.keep(from..range.start);
            pass.replace(range.clone(), text);
            from = range.end;
        };
        match action {
            Action::Keep => {
                base = (!letter.is_whitespace()).then_some(at);
                at = end;
            }
            Action::Drop => {
                put("", at..end);
                base = None;
                at = end;
            }
            Action::Put(other) => {
                let end = if other.is_whitespace() { end } else { cluster_end(text, end, range.end) };
                let cluster: String = [other].into_iter().chain(text[at..end].chars().skip(1)).collect();
                put(&compose(&cluster), at..end);
                base = None;
                at = end;
            }
            // Without a letter marks stay, in their canonical order.
            Action::Join => {
                let end = cluster_end(text, at, range.end);
                let composed = compose(&text[at..end]);
                if composed != text[at..end] {
                    put(&composed, at..end);
                }
                at = end;
            }
            Action::Unknown => {
                let end = unknown_end(text, end, range.end);
                let run = &text[at..end];
                let composed: String = run.chars().filter(|&c| !is_invisible(c)).nfc().collect();
                if composed != run {
                    put(&composed, at..end);
                }
                base = None;
                at = end;
            }
        }
    }
    pass.keep(from..range.end);
}

/// Where to go on behind clean characters: at the last of them, which marks may follow, and before characters that NFC
/// sees together with the next.
fn last_clean(text: &str, clean: Range<usize>) -> usize {
    let mut last = clean.end;
    for (at, letter) in text[clean.clone()].char_indices().rev() {
        last = clean.start + at;
        if action(letter, "") != Action::Unknown {
            break;
        }
    }
    last
}

/// Whether a mark follows behind characters that are dropped.
fn is_before_mark(text: &str) -> bool {
    let next = text.chars().find(|&letter| !is_invisible(letter));
    next.is_some_and(|letter| matches!(letter, '\u{300}'..='\u{36F}'))
}

fn action(letter: char, rest: &str) -> Action {
    match letter {
        '\r' if rest.starts_with('\n') => Action::Drop,
        // Line separators of other systems and of Word (VT: a line break inside a paragraph).
        '\r' | '\u{B}' | '\u{2028}' | '\u{2029}' => Action::Put('\n'),
        '\t' | '\n' | '\u{C}' | ' '..='~' => Action::Keep,
        '\u{80}'..='\u{9F}' => windows_1252(letter as u8).map_or(Action::Keep, Action::Put),
        // White space by Unicode's property of that name, lines and tabs aside.
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Action::Put(' ')
        }
        letter if is_invisible(letter) => Action::Drop,
        '\u{A1}'..='\u{24F}' | '\u{1E80}'..='\u{1EFF}' | '\u{2010}'..='\u{203F}' => Action::Keep,
        '\u{300}'..='\u{36F}' => Action::Join,
        _ => Action::Unknown,
    }
}

/// Characters that carry no text: zero-width spaces and joiners, direction marks, the byte order mark, the soft hyphen,
/// and control characters but for tabs and the ends of lines and pages.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
}

/// Behind the marks that follow.
fn cluster_end(text: &str, mut at: usize, end: usize) -> usize {
    let mut marks = at;
    for letter in text[at..end].chars() {
        at += letter.len_utf8();
        if letter >= '\u{300}' && canonical_combining_class(letter) != 0 {
            marks = at;
        } else if !is_invisible(letter) {
            break;
        }
    }
    marks
}

fn unknown_end(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end];
    let mut len = 0;
    for letter in rest.chars() {
        let goes_on = canonical_combining_class(letter) != 0
            || is_invisible(letter)
            || matches!(action(letter, ""), Action::Unknown | Action::Join);
        if !goes_on {
            break;
        }
        len += letter.len_utf8();
    }
    at + len
}

/// A letter and its marks as one, whatever order they stand in: the marks of vowels (ˆ ˘ and the horn) first, then the
/// tone, none twice on a letter. Unicode composes é + ˆ to no letter, though ế is meant.
fn compose(cluster: &str) -> String {
    if let Some(letter) = composed_letter(cluster) {
        return letter.into();
    }
    let mut parts: Vec<char> = Vec::with_capacity(4);
    for letter in cluster.chars().filter(|&letter| !is_invisible(letter)) {
        decompose_canonical(letter, |part| {
            let part = match part {
                '\u{340}' => '\u{300}',
                '\u{341}' => '\u{301}',
                // The Greek circumflex.
                '\u{342}' => '\u{303}',
                part => part,
            };
            if !parts.first().is_some_and(|base| base.is_alphabetic()) || !parts.contains(&part) {
                parts.push(part);
            }
        });
    }
    let is_vowel_mark = |mark: char| matches!(mark, '\u{302}' | '\u{306}' | '\u{31B}');
    if let Some(marks) = parts.get_mut(1..) {
        marks.sort_by_key(|&mark| !is_vowel_mark(mark));
    }
    parts.into_iter().nfc().collect()
}

/// The quick way for a plain letter with one mark, or with the mark of a vowel and a tone.
fn composed_letter(cluster: &str) -> Option<char> {
    let mut parts = cluster.chars();
    let (base, first, second) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() || !base.is_ascii_alphabetic() {
        return None;
    }
    match (first, second) {
        (
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' | '\u{302}' | '\u{306}' | '\u{31B}',
            None,
        ) => compose_pair(base, first),
        ('\u{302}' | '\u{306}' | '\u{31B}', Some(tone)) | (tone, Some('\u{302}' | '\u{306}' | '\u{31B}')) => {
            let mark = if tone == first { second? } else { first };
            // The dot below comes before ˆ and ˘ in the canonical order, and behind the horn.
            let (one, other) =
                if tone == '\u{323}' && mark != '\u{31B}' { (tone, mark) } else { (mark, tone) };
            compose_pair(compose_pair(base, one)?, other)
        }
        _ => None,
    }
}

/// A word with its letters and marks as one each.
pub(super) fn composed(word: &str) -> String {
    let mut composed = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(letter) = word[at..].chars().next() {
        let end = cluster_end(word, at + letter.len_utf8(), word.len());
        composed.push_str(&compose(&word[at..end]));
        at = end;
    }
    composed.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::scan::regions;
    use crate::text::Text;

    fn rewritten(text: &str) -> String {
        let original = Text::verbatim(text.to_owned(), 0);
        let mut pass = Pass::new(&original, &[]);
        rewrite(text, &regions(text), &mut pass);
        pass.finish().0.as_str().to_owned()
    }

    #[test]
    fn forms_of_one_character_become_one() {
        for (text, expected) in [
            ("ngu\u{31B}o\u{31B}\u{300}i", "người"),
            ("e\u{301}\u{302}", "ế"),
            ("é\u{302}", "ế"),
            ("ê\u{301}\u{301}", "ế"),
            ("o\u{323}\u{302}", "ộ"),
            ("o\u{302}\u{323}", "ộ"),
            ("a\u{341}\u{340}", "á\u{300}"),
            ("e\u{200B}\u{302}\u{301}", "ế"),
            ("\u{301}a", "\u{301}a"),
            (" \u{301}a", " \u{301}a"),
            ("a\u{A0}b\u{2003}c\u{202F}d", "a b c d"),
            ("tr\u{AD}ường\u{FEFF} \u{200B}số", "trường số"),
            ("a\r\nb\rc\u{2028}d\u{B}e", "a\nb\nc\nd\ne"),
            ("a\tb\u{C}", "a\tb\u{C}"),
            ("a\0b\u{7F}", "ab"),
            ("\u{93}x\u{94} \u{81}", "“x” \u{81}"),
            ("\u{212B}\u{2126}", "ÅΩ"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("и\u{306}", "й"),
            ("n\u{303} s\u{30C}", "ñ š"),
            ("« É »", "« É »"),
            ("\u{1F600}", "\u{1F600}"),
        ] {
            assert_eq!(rewritten(text), expected, "{text:?}");
        }
    }
}
