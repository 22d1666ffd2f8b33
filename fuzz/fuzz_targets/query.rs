//! The query language of the search: any text is a query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanban::search::query::{Query, parse};

fuzz_target!(|typed: &str| {
    let query = parse(typed);
    let again = parse(&query.text);
    assert_eq!((&again.text, &again.clauses), (&query.text, &query.clauses), "what was understood is understood again");
    assert!(query.clauses.iter().all(|clause| !clause.any.is_empty()));
    // Beyond ASCII also a mark that stands alone is a word.
    let letters = typed.chars().filter(|letter| letter.is_alphanumeric() || !letter.is_ascii()).count();
    assert!(query.clauses.len() <= letters.max(1) * 2, "no more is looked for than was typed");
    assert_eq!(parse(""), Query::default());
});
