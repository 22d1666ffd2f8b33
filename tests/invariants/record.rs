//! The record, as it is written.

use unicode_normalization::is_nfc;
use vanban::write::wire::{At, Record, Section};

/// Positions lie in the file, sections in their parents, quotes are folded.
pub fn sound(record: &Record) {
    let bytes = record.source.bytes;
    record.sections.iter().for_each(|section| nested(section, 1, bytes));
    for target in &record.targets {
        quoted("target", &target.quote, &target.at, bytes);
        assert!(target.parent.is_none_or(|parent| (parent as usize) < record.targets.len()));
    }
    for reference in &record.references {
        reference.mentions.iter().for_each(|mention| quoted("mention", &mention.quote, &mention.at, bytes));
    }
    for assignment in &record.assignments {
        quoted("assignment", &assignment.quote, &assignment.at, bytes);
    }
    for note in &record.footnotes {
        quoted("note", &note.quote, &note.at, bytes);
    }
}

fn nested(section: &Section, level: u32, bytes: u64) {
    assert_eq!(section.level, level);
    quoted("section", &section.quote, &section.at, bytes);
    section.children.iter().for_each(|child| nested(child, level + 1, bytes));
}

fn quoted(what: &str, quote: &str, at: &At, bytes: u64) {
    let [start, end] = at.bytes.expect("text formats have bytes");
    assert!(start < end && end <= bytes, "{what}: {start}..{end} of {bytes} for {quote:?}");
    assert!(is_nfc(quote) && quote == quote.split_whitespace().collect::<Vec<_>>().join(" "), "{quote:?}");
    assert!(at.page.is_some_and(|page| page >= 1) && at.line.is_some_and(|line| line >= 1));
}
