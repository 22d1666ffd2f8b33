//! Every rule finds what its examples show and leaves what they show to leave.

use vanban::document::{Block, BlockKind, Layout};
use vanban::lex::lex;
use vanban::rules::Rules;
use vanban::span::Span;
use vanban::text::Text;

fn cues(text: &str, rules: &Rules) -> Vec<(u8, u16)> {
    let layout = Layout {
        text: Text::verbatim(text.to_owned(), 0),
        blocks: vec![Block {
            span: Span::new(0, text.len()),
            kind: BlockKind::Paragraph,
            heading: None,
            gap: false,
        }],
        ..Layout::default()
    };
    let tokens = lex(&layout, rules);
    tokens.cues_in(0..tokens.tokens.len()).map(|cue| (cue.table.0, cue.row)).collect()
}

#[test]
fn every_row_finds_its_examples_and_leaves_the_others() {
    let rules = Rules::embedded();
    let mut failures = Vec::new();
    // Rows without phrases are looked up in values; their examples are of another kind and run where they are used.
    for row in rules.examples().iter().filter(|row| !row.phrases.is_empty()) {
        let key = (row.table.0, row.row);
        for text in row.find.iter().filter(|text| !cues(text, rules).contains(&key)) {
            failures.push(format!("{}/{}: not found in {text:?}", row.name, row.id));
        }
        for text in row.leave.iter().filter(|text| cues(text, rules).contains(&key)) {
            failures.push(format!("{}/{}: found in {text:?}", row.name, row.id));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_row_with_phrases_has_an_example_to_find() {
    let bare: Vec<String> = Rules::embedded()
        .examples()
        .iter()
        .filter(|row| !row.phrases.is_empty() && row.find.is_empty())
        .map(|row| format!("{}/{}", row.name, row.id))
        .collect();
    assert!(bare.is_empty(), "rows without examples: {bare:?}");
}
