//! The evaluation agrees with the reference scorer, document by document and count by count.
//!
//! Records are made up from the annotations themselves and then spoiled at random, from a fixed seed: items
//! dropped, doubled and invented, values, units, comparators, roles and words changed. Both scorers judge them.
//! Skipped, with a word on stderr, where the shared gold or Python is not there.

mod eval_support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use eval_support::{Spoiler, record_of};
use serde_json::{Value, json};
use vanban::eval::gold::Gold;
use vanban::eval::mistake::Kind;
use vanban::eval::{self, Attribute, Facet, Judged, Options, Report};

/// How much is spoiled in the last round, in which one record is missing altogether.
const LAST: f64 = 0.8;

/// Scores every document with the reference's own functions and prints all counts.
const COUNT: &str = r#"
import json, os, sys
sys.path.insert(0, sys.argv[1])
import score
out = {}
for name in sorted(os.listdir(sys.argv[2])):
    if not name.endswith(".gold"): continue
    gold = score.read_gold(os.path.join(sys.argv[2], name))
    try: record = json.load(open(os.path.join(sys.argv[3], name[:-5] + ".json"), encoding="utf-8"))
    except OSError: record = {}
    one = score.Report(); score.score_doc(name[:-5], gold, record, one)
    notes = {}
    for _, facet, sign, _ in one.notes: notes[facet + sign] = notes.get(facet + sign, 0) + 1
    out[name[:-5]] = {"facets": {k: [t.tp, t.fp, t.fn] for k, t in one.t.items()},
                      "attributes": one.attr, "notes": notes}
json.dump(out, sys.stdout)
"#;

#[test]
fn every_count_agrees_with_the_reference() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (gold, reference) = (shared.join("gold"), shared.join("eval"));
    if !gold.is_dir() || !reference.join("score.py").is_file() || !python(&["--version"]).0 {
        // Past the harness, which keeps the output of a passing test to itself.
        let note = "eval_agrees: SKIPPED, ../shared/gold, ../shared/eval/score.py or python3 is not there";
        writeln!(std::io::stderr(), "{note}").unwrap();
        return;
    }
    for (seed, rate) in [(1, 0.1), (2, 0.5), (3, LAST)] {
        let records = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("eval_agrees_{seed}"));
        write_records(&gold, &records, seed, rate);
        let options = Options { gold: gold.clone(), docs: vec![records.clone()], only: None };
        let report = eval::run(&options, |path| {
            let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
            serde_json::from_str(&text).map_err(|error| error.to_string())
        })
        .expect("the shared gold is well formed");
        let (_, counts) = python(&["-c", COUNT, text(&reference), text(&gold), text(&records)]);
        compare_documents(&report, &serde_json::from_str(&counts).expect("counts as JSON"));
        if rate == LAST {
            compare_figures(&report, &reference, &gold, &records);
        }
        fs::remove_dir_all(&records).unwrap();
    }
}

/// A record for every gold file but, in the last round, the first.
fn write_records(gold: &Path, records: &Path, seed: u64, rate: f64) {
    fs::create_dir_all(records).unwrap();
    let mut paths: Vec<PathBuf> = fs::read_dir(gold).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut spoiler = Spoiler::new(seed, rate);
    for path in paths.iter().skip(usize::from(rate == LAST)) {
        let gold = Gold::parse(&fs::read_to_string(path).unwrap()).unwrap();
        let record = record_of(&gold, &mut spoiler);
        let name = path.with_extension("json");
        fs::write(records.join(name.file_name().unwrap()), record.to_string()).unwrap();
    }
}

fn compare_documents(report: &Report, counts: &BTreeMap<String, Value>) {
    assert_eq!(report.documents.len(), counts.len());
    for document in &report.documents {
        let expected = &counts[&document.stem];
        for facet in Facet::ALL {
            let tally = document.score.facet(facet);
            let ours = json!([tally.tp, tally.fp, tally.fn_]);
            assert_eq!(ours, expected["facets"][facet.name()], "{} {}", document.stem, facet.name());
        }
        for attribute in Attribute::ALL {
            let share = document.score.attribute(attribute);
            let ours = if share.of > 0 { json!([share.right, share.of]) } else { Value::Null };
            let theirs = &expected["attributes"][attribute.name()];
            assert_eq!(&ours, theirs, "{} {}", document.stem, attribute.name());
        }
        let theirs: BTreeMap<String, usize> = serde_json::from_value(expected["notes"].clone()).unwrap();
        assert_eq!(notes(document), theirs, "{}", document.stem);
    }
}

/// Our mistakes counted as the reference lists its own: it names no attribute but those of strict references,
/// and of them one for each reference.
fn notes(document: &Judged) -> BTreeMap<String, usize> {
    let mut notes = BTreeMap::new();
    let mut references = std::collections::BTreeSet::new();
    for mistake in &document.score.mistakes {
        let key = match (mistake.facet, mistake.kind) {
            (Facet::Header | Facet::Signature, _) => format!("{}!", mistake.facet.name()),
            (_, Kind::Wrong(Attribute::ReferenceDate | Attribute::ReferenceIssuer)) => {
                if !references.insert(mistake.mark.clone()) {
                    continue;
                }
                format!("{}!", Facet::ReferencesStrict.name())
            }
            (_, Kind::Wrong(_)) => continue,
            (facet, kind) => format!("{}{}", facet.name(), kind.sign()),
        };
        *notes.entry(key).or_default() += 1;
    }
    notes
}

/// The pooled figures that the reference writes, and the rows of its table of documents.
fn compare_figures(report: &Report, reference: &Path, gold: &Path, records: &Path) {
    let (script, json) = (reference.join("score.py"), records.join("figures"));
    let arguments = ["--gold", text(gold), "--pred", text(records), "--json", text(&json), "--verbose"];
    let (_, table) = python(&[&[text(&script)], arguments.as_slice()].concat());
    let theirs: BTreeMap<String, f64> = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    let ours: BTreeMap<&str, f64> = report.figures().into_iter().collect();
    for (name, figure) in &theirs {
        assert!(
            (ours[name.as_str()] - figure).abs() < 1e-12,
            "{name}: {} is not {figure}",
            ours[name.as_str()]
        );
    }
    assert_eq!(theirs.len(), ours.len() - 2, "ours has the soft and the macro figure beside theirs");
    for document in &report.documents {
        let row = format!("  {:.3} {}", document.score.overall(&Facet::STRICT), document.stem);
        assert!(table.lines().any(|line| line == row), "no row {row:?} in\n{table}");
    }
}

/// Runs Python; whether it ended well (the scorer does not where documents failed), and its output.
fn python(arguments: &[&str]) -> (bool, String) {
    let run = Command::new("python3").args(arguments).env("PYTHONDONTWRITEBYTECODE", "1").output();
    run.map_or((false, String::new()), |output| {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    })
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
