//! Archives are read in place.

use crate::support::{Corpus, Scratch, assert_same, fixture, plan, read_or_linked, run};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An archive of these files.
fn zip<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(name.as_ref(), options).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_in_archives_are_files_of_the_ledger() {
    let scratch = Scratch::new("archives");
    let docx = fixture("office/structures.docx");
    let inner = zip([("c.txt", plan(3).into_bytes()), ("d.docx", docx.clone())]);
    let files = [
        ("kế hoạch/a.txt", plan(1).into_bytes()),
        ("empty.txt", Vec::new()),
        ("__MACOSX/._a.txt", b"x".to_vec()),
        ("inner.zip", inner),
        // Names that lead out of the archive are only names.
        ("../../../etc/b.txt", plan(2).into_bytes()),
    ];
    scratch.file("a.zip", zip(files));
    // A document that is packed as an archive is a document.
    scratch.file("real.docx", docx);
    scratch.file("broken.zip", &zip([("a.txt", plan(4))])[..60]);
    let ran = scratch.ingest([""; 0]);
    assert_eq!(read_or_linked(&ran), 5, "{}", ran.said);
    assert_eq!(
        scratch.corpus().ledger(&scratch.tree()),
        [
            "a.zip done",
            "a.zip!/../../../etc/b.txt done",
            "a.zip!/__MACOSX/._a.txt skipped system-file",
            "a.zip!/empty.txt failed empty-file",
            "a.zip!/inner.zip done",
            "a.zip!/inner.zip!/c.txt done",
            "a.zip!/inner.zip!/d.docx done",
            "a.zip!/kế hoạch/a.txt done",
            "broken.zip failed damaged-file",
            "real.docx duplicate",
        ]
    );
    assert!(!scratch.path("kho/tmp").exists());
    assert_eq!(scratch.ingest([""; 0]).counts(), "unchanged=3");

    // Of an archive that changed, what is the same stays, what is new comes, what is gone goes.
    let files = [("kế hoạch/a.txt", plan(1).into_bytes()), ("new.txt", plan(5).into_bytes())];
    scratch.file("a.zip", zip(files));
    let ran = scratch.ingest([""; 0]);
    assert_eq!(ran.counts(), "done=2 unchanged=2 touched=1 archives=1", "{}", ran.said);
    assert_eq!(
        scratch.corpus().ledger(&scratch.tree()),
        [
            "a.zip done",
            "a.zip!/kế hoạch/a.txt done",
            "a.zip!/new.txt done",
            "broken.zip failed damaged-file",
            // The archive held the document under a name that came first.
            "real.docx done",
        ]
    );
    assert_eq!(run(scratch.command("fresh", [""; 0])).code, Some(1));
    assert_same(&scratch.corpus().dump(), &Corpus::open(&scratch.path("fresh")).dump());
}

#[test]
fn what_fails_in_an_archive_is_taken_again_alone() {
    let scratch = Scratch::new("archive-retry");
    scratch.file("a.zip", zip([("a.txt", plan(1)), ("empty.txt", String::new()), ("b.txt", plan(2))]));
    assert_eq!(scratch.ingest([""; 0]).counts(), "done=2 failed=1 archives=1");
    let mut command = crate::support::extract(["retry", "--json", "--corpus"]);
    command.arg(scratch.path("kho"));
    assert_eq!(run(command).counts(), "failed=1");
    let attempts = scratch.corpus().texts("SELECT attempts FROM files ORDER BY path");
    assert_eq!(attempts, ["1", "1", "1", "2"]);
}

#[test]
fn archives_made_to_do_harm_are_refused() {
    let scratch = Scratch::new("bombs");
    let zeros = vec![0; 80 << 20];
    scratch.file("bomb.zip", zip([("zeros.txt", &zeros)]));
    // Each harmless alone, beyond measure together.
    let wide = zip((0..4).map(|number| (format!("{number}.txt"), &zeros[..40 << 20])));
    scratch.file("wide.zip", wide);
    let mut deep = zip([("a.txt", plan(1))]);
    for depth in 0..4 {
        deep = zip([(format!("{depth}.zip"), deep)]);
    }
    scratch.file("deep.zip", deep);
    // The second bit pair of the flags says that the file is encrypted, in its own head and in the directory.
    let mut locked = zip([("a.txt", plan(2))]);
    let heads = [&b"PK\x03\x04"[..], b"PK\x01\x02"].map(|head| {
        locked.windows(4).position(|window| window == head).unwrap() + if head[2] == 3 { 6 } else { 8 }
    });
    for flags in heads {
        locked[flags] |= 1;
    }
    scratch.file("locked.zip", locked);
    // Another length than the directory says.
    let mut short = zip([("a.txt", plan(3))]);
    let directory = short.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    short[directory + 24] ^= 0x10;
    scratch.file("short.zip", short);
    scratch.file("good.txt", plan(4));
    let ran = scratch.ingest([""; 0]);
    assert_eq!(ran.code, Some(1), "{}", ran.said);
    assert_eq!(
        scratch.corpus().ledger(&scratch.tree()),
        [
            "bomb.zip failed archive-bomb",
            "deep.zip done",
            "deep.zip!/3.zip done",
            "deep.zip!/3.zip!/2.zip done",
            "deep.zip!/3.zip!/2.zip!/1.zip failed archive-too-deep",
            "good.txt done",
            "locked.zip done",
            "locked.zip!/a.txt failed encrypted-file",
            "short.zip done",
            "short.zip!/a.txt failed damaged-file",
            "wide.zip failed archive-bomb",
        ]
    );
}
