//! What holds for any input, stage by stage: the property tests and the fuzz targets ask for it.

#![allow(dead_code)]

mod record;
mod stages;
pub mod wording;

use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::source::Source;
use vanban::span::{Original, Span};
use vanban::text::Text;
use vanban::write::json::{self, Style};
use vanban::write::wire::Record;
use vanban::write::{convert, html, plain};
use vanban::{extract, layout, lex, normalize, pipeline, read, resolve, segment, verify};

/// The name of a file for each reader.
pub const NAMES: [&str; 3] = ["a.txt", "a.md", "a.html"];

/// One of [`NAMES`].
pub fn name(choice: u8) -> &'static str {
    NAMES[usize::from(choice) % NAMES.len()]
}

/// Reads the bytes as the file `name`, `None` where they are refused.
pub fn decoded(name: &str, bytes: &[u8]) -> Option<Source> {
    let source = match read::decode(name, bytes.to_vec(), &vanban::read::Options::default()) {
        Ok(source) => source,
        Err(error) => {
            for lang in [Lang::Vi, Lang::En] {
                assert!(error.text(lang).contains(name), "an error without the name of its file");
            }
            return None;
        }
    };
    stages::source(&source, bytes);
    Some(source)
}

/// Makes the record of the bytes, room by room, and holds every invariant against each room; `None` where they are
/// refused.
pub fn record_of(name: &str, bytes: &[u8]) -> Option<Record> {
    let source = decoded(name, bytes)?;
    let rules = Rules::embedded();
    let repaired = normalize::normalize(&source);
    stages::repaired(&repaired, bytes.len());
    let layout = layout::layout(&repaired, rules);
    stages::layout(&layout, bytes.len());
    let tokens = lex::lex(&layout, rules);
    stages::tokens(&tokens, &layout);
    let outline = segment::segment(&layout, &tokens, rules);
    stages::outline(&outline, &layout);
    let capitalized = extract::Capitalized::default();
    let context = extract::Context {
        layout: &layout,
        tokens: &tokens,
        outline: &outline,
        rules,
        capitalized: &capitalized,
    };
    let extracted = extract::extract(context);
    let findings = resolve::resolve(extracted, &layout, &outline, rules);
    stages::findings(&findings, &layout, &outline);

    let document = pipeline::from_source(source, rules);
    let record = convert::record(&document, Lang::Vi);
    record::sound(&record);
    let written = json(&record);
    assert!(
        serde_json::from_str::<Record>(&written).is_ok_and(|read| read == record),
        "JSON loses something"
    );
    let again = decoded(name, bytes).map(|source| pipeline::from_source(source, rules));
    let again = again.map(|document| json(&convert::record(&document, Lang::Vi)));
    assert!(again.as_deref() == Some(written.as_str()), "the same input gave another record");

    let value = serde_json::from_str(&written).expect("a record in JSON");
    let verdict = verify::prove(&value, name, &record.source.blake3, &document.source, bytes);
    assert_eq!(verdict.failures, [], "a quote does not hold");

    let mut out = Vec::new();
    plain::write(&mut out, &document.layout).expect("memory takes all");
    html::write(&mut out, &record, document.layout.text.as_str(), &html::marks(&document), Lang::En)
        .expect("memory takes all");
    assert!(String::from_utf8(out).is_ok(), "output that is no UTF-8");
    Some(record)
}

fn json(record: &Record) -> String {
    let mut out = Vec::new();
    json::write(&mut out, record, Style::Compact).expect("memory takes all");
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// Every letter of a text stands for a passage of the file, and the passage of a range covers those of its letters.
pub fn text(text: &Text, file: usize) {
    let string = text.as_str();
    let all = text.edits().to_original(0..string.len());
    for (at, letter) in string.char_indices() {
        let place = text.edits().to_original(at..at + letter.len_utf8());
        assert!(place.end() <= file, "{letter:?} at {at} stands for {place:?} of {file} bytes");
        assert!(all.contains(place), "{letter:?} at {at} stands for {place:?}, the whole for {all:?}");
    }
    let pieces = text.edits().pieces(0..string.len());
    assert_eq!(pieces.into_iter().reduce(Span::cover), (!string.is_empty()).then_some(all));
}

/// Spans are in order, do not overlap, and lie inside `len`.
fn apart<S>(spans: impl IntoIterator<Item = Span<S>>, len: usize, what: &str) {
    let mut end = 0;
    for span in spans {
        assert!(end <= span.start(), "{what}: {span:?} begins before {end}");
        end = span.end();
        assert!(end <= len, "{what}: {span:?} ends behind {len}");
    }
}

fn inside(span: Span<Original>, file: usize) {
    assert!(span.end() <= file, "{span:?} lies outside of {file} bytes");
}
