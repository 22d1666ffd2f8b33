//! The same bytes under several names are one document, whose record is that of the name which comes first.

use crate::support::{Corpus, Scratch, assert_same, plan, read_or_linked, run};
use std::fs;

#[track_caller]
fn assert_as_fresh(scratch: &Scratch) {
    assert!(run(scratch.command("fresh", ["--force"])).code.is_some_and(|code| code <= 1));
    assert_same(&scratch.corpus().dump(), &Corpus::open(&scratch.path("fresh")).dump());
    fs::remove_dir_all(scratch.path("fresh")).unwrap();
}

#[test]
fn copies_are_linked_to_the_first_name_in_whatever_order_they_come() {
    let scratch = Scratch::new("copies");
    scratch.file("m.txt", plan(1));
    assert_eq!(scratch.ingest([""; 0]).counts(), "done=1");
    // One that comes first takes the document over, one that comes later is linked.
    for name in ["z.txt", "b/a.txt", "b/c.txt"] {
        scratch.file(name, plan(1));
    }
    let ran = scratch.ingest([""; 0]);
    assert_eq!((read_or_linked(&ran), ran.json()["unchanged"].as_u64()), (3, Some(1)), "{}", ran.said);
    let ledger = scratch.corpus().ledger(&scratch.tree());
    assert_eq!(ledger, ["b/a.txt done", "b/c.txt duplicate", "m.txt duplicate", "z.txt duplicate"]);
    assert_as_fresh(&scratch);

    // The first is another file now: the next stands for the content, and its record names it.
    scratch.file("b/a.txt", plan(2));
    scratch.ingest([""; 0]);
    let ledger = scratch.corpus().ledger(&scratch.tree());
    assert_eq!(ledger, ["b/a.txt done", "b/c.txt done", "m.txt duplicate", "z.txt duplicate"]);
    assert_as_fresh(&scratch);

    // The first is gone.
    fs::remove_file(scratch.tree().join("b/c.txt")).unwrap();
    assert_eq!(scratch.ingest(["--prune"]).counts(), "done=1 unchanged=3 missing=1 pruned=1");
    assert_as_fresh(&scratch);

    // No file holds the content any more.
    for name in ["m.txt", "z.txt"] {
        fs::remove_file(scratch.tree().join(name)).unwrap();
    }
    scratch.ingest(["--prune"]);
    assert_eq!(scratch.corpus().texts("SELECT number FROM documents"), ["2/KH-UBND"]);
}

#[test]
fn many_copies_at_once_are_one_document() {
    let scratch = Scratch::new("crowd");
    for number in 0..300 {
        scratch.file(format!("{}/{number}.txt", number % 7), plan(number % 3));
    }
    scratch.file("0/empty.txt", "");
    scratch.file("1/empty.txt", "");
    let ran = scratch.ingest([""; 0]);
    let json = ran.json();
    assert_eq!(json["failed"], 2, "{}", ran.said);
    assert_eq!(scratch.corpus().texts("SELECT count(*) FROM documents"), ["3"]);
    assert_eq!(
        scratch.corpus().texts("SELECT state, count(*) FROM files GROUP BY state ORDER BY state"),
        ["done 3", "duplicate 297", "failed 2"]
    );
    assert_as_fresh(&scratch);
}
