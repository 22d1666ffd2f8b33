//! Which stars and underscores are marks, and what they open and close.
//!
//! Bold is paired through a paragraph whatever blanks stand beside the stars ("**1- **Phát triển"), and may be closed in
//! a later paragraph, where a page break cut it. Single stars and underscores are marks only in pairs: alone they are
//! text ("(*)", "5 * 3", "Số: __/KH").

use crate::read::styles::Attribute;

/// A run of one mark character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) mark: char,
    pub(super) len: usize,
    pub(super) before: Option<char>,
    pub(super) after: Option<char>,
}

/// What becomes of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fate {
    /// It is a mark and no text.
    pub(super) dropped: bool,
    pub(super) bold: Change,
    pub(super) italic: Change,
    struck: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Change {
    #[default]
    None,
    Opens,
    Closes,
    /// `****` between two bold passages.
    ClosesAndOpens,
}

/// The properties that changes are of.
pub(super) const BOLD: Attribute = Attribute::Bold;
pub(super) const ITALIC: Attribute = Attribute::Italic;

impl Run {
    fn can_open(self) -> bool {
        self.after.is_some_and(|c| !c.is_whitespace())
    }

    fn can_close(self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace())
    }

    /// Closes and opens nothing: text before it, none behind.
    fn only_closes(self) -> bool {
        self.can_close()
            && self.after.is_none_or(|c| c.is_whitespace() || (!c.is_alphanumeric() && !is_opening(c)))
    }

    /// A mark in brackets of its own is a footnote mark: (*), (**).
    fn is_bracketed(self) -> bool {
        self.before == Some('(') && self.after == Some(')')
    }

    fn is_inside_word(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.after.is_some_and(char::is_alphanumeric)
    }
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '“' | '"' | '‘' | '«')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '”' | '"' | '’' | '»' | '.' | ',' | ':' | ';' | '!' | '?' | '…')
}

/// Decides the runs of one paragraph; `pending` says that bold was opened in an earlier one. Whether it still is
/// open behind the last run is for the caller to see.
pub(super) fn resolve(runs: &[Run], pending: bool) -> Vec<Fate> {
    let mut fates = vec![Fate::default(); runs.len()];
    bold(runs, pending, &mut fates);
    pairs(runs, &mut fates, |run| run.mark == '*' && matches!(run.len, 1 | 3), star, |fate| &mut fate.italic);
    pairs(runs, &mut fates, |run| run.mark == '_' && run.len == 1, underscore, |fate| &mut fate.italic);
    pairs(runs, &mut fates, |run| run.mark == '_' && run.len == 2, underscore, |fate| &mut fate.bold);
    pairs(runs, &mut fates, |run| run.mark == '~' && run.len == 2, star, |fate| &mut fate.struck);
    fates
}

fn bold(runs: &[Run], pending: bool, fates: &mut [Fate]) {
    let is_bold = |run: &Run| run.mark == '*' && (2..=4).contains(&run.len) && !run.is_bracketed();
    let stars: Vec<usize> = (0..runs.len()).filter(|&index| is_bold(&runs[index])).collect();
    let mut rest = &stars[..];
    if pending
        && let [first, others @ ..] = rest
        && runs[*first].only_closes()
    {
        fates[*first] = Fate { dropped: true, bold: Change::Closes, ..Fate::default() };
        rest = others;
    }
    let mut open: Option<usize> = None;
    for (place, &index) in rest.iter().enumerate() {
        let run = runs[index];
        let is_last = place + 1 == rest.len();
        let fate = &mut fates[index];
        if open.is_some() {
            fate.dropped = true;
            if run.len == 4 && run.can_open() && run.can_close() && !is_last {
                fate.bold = Change::ClosesAndOpens;
            } else {
                fate.bold = Change::Closes;
                open = None;
            }
        } else if run.can_open() || (!run.can_close() && !is_last) {
            *fate = Fate { dropped: true, bold: Change::Opens, ..Fate::default() };
            open = Some(index);
        } else {
            // Closes nothing. With blanks on both sides it is text: "** Ghi chú".
            fate.dropped = run.can_close();
        }
    }
}

/// Pairs runs of one kind; those without a partner stay text.
fn pairs(
    runs: &[Run],
    fates: &mut [Fate],
    is_kind: impl Fn(&Run) -> bool,
    sides: impl Fn(&Run) -> (bool, bool),
    change: impl Fn(&mut Fate) -> &mut Change,
) {
    let mut open: Option<usize> = None;
    for (index, run) in runs.iter().enumerate().filter(|(_, run)| is_kind(run) && !run.is_bracketed()) {
        let (opens, closes) = sides(run);
        match open {
            Some(first) if closes => {
                for (index, what) in [(first, Change::Opens), (index, Change::Closes)] {
                    fates[index].dropped = true;
                    *change(&mut fates[index]) = what;
                }
                open = None;
            }
            _ if opens => open = Some(index),
            _ => {}
        }
    }
}

/// Whether a star opens, and whether it closes.
fn star(run: &Run) -> (bool, bool) {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if run.is_inside_word() {
        return (false, false);
    }
    (run.can_open() && !word(run.before), run.can_close() && !word(run.after))
}

/// Underscores are stricter: they stand in names and in blanks to be filled in.
fn underscore(run: &Run) -> (bool, bool) {
    let beside = |c: char, inside: fn(char) -> bool| c.is_alphanumeric() || c == '*' || inside(c);
    let (opens, closes) = star(run);
    (
        opens && run.after.is_some_and(|c| beside(c, is_opening)),
        closes && run.before.is_some_and(|c| beside(c, is_closing)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its marks, bold and italic passages in braces.
    fn shown(text: &str, pending: bool) -> String {
        let letters: Vec<char> = text.chars().collect();
        let (mut runs, mut places) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < letters.len() {
            let len = letters[at..].iter().take_while(|&&c| c == letters[at]).count();
            if matches!(letters[at], '*' | '_') {
                let before = at.checked_sub(1).map(|at| letters[at]);
                runs.push(Run { mark: letters[at], len, before, after: letters.get(at + len).copied() });
                places.push(at);
            }
            at += len;
        }
        let fates = resolve(&runs, pending);
        let mut shown = String::new();
        let mut at = 0;
        for ((run, fate), place) in runs.iter().zip(fates).zip(places) {
            shown.extend(&letters[at..place]);
            at = place;
            if fate.dropped {
                at += run.len;
                for (change, open, close) in [(fate.bold, "{", "}"), (fate.italic, "<", ">")] {
                    match change {
                        Change::None => {}
                        Change::Opens => shown.push_str(open),
                        Change::Closes => shown.push_str(close),
                        Change::ClosesAndOpens => shown.extend([close, open]),
                    }
                }
            }
        }
        shown.extend(&letters[at..]);
        shown
    }

    #[test]
    fn marks_are_told_from_text() {
        for (text, expected) in [
            ("**a b** c", "{a b} c"),
            ("**1- **Phát", "{1- }Phát"),
            ("** a** b", "{ a} b"),
            ("**a****b**", "{a}{b}"),
            ("***a***", "{<a}>"),
            ("*a, b* c", "<a, b> c"),
            ("“*a b*”.", "“<a b>”."),
            ("(*) a (**)", "(*) a (**)"),
            ("5 * 3 * 2", "5 * 3 * 2"),
            ("5*3*2", "5*3*2"),
            ("a* và b*", "a* và b*"),
            ("* a", "* a"),
            ("** Ghi chú", "** Ghi chú"),
            ("a** b", "a b"),
            ("**a", "{a"),
            ("_a b_ c", "<a b> c"),
            ("__a__", "{a}"),
            ("Số: __/KH ngày __/__/2024", "Số: __/KH ngày __/__/2024"),
            ("Ủy_ban_nhân dân", "Ủy_ban_nhân dân"),
            ("_____", "_____"),
            ("**a (*b*)**", "{a (<b>)}"),
        ] {
            assert_eq!(shown(text, false), expected, "{text}");
        }
    }

    #[test]
    fn bold_of_an_earlier_paragraph_is_closed() {
        assert_eq!(shown("b** c", true), "b} c");
        assert_eq!(shown("b** c **d**", true), "b} c {d}");
        assert_eq!(shown("b** c **d", true), "b} c {d");
        assert_eq!(shown("**b** c", true), "{b} c");
    }
}
