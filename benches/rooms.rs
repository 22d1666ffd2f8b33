//! How fast each room is, in bytes of the original file a second on one core: `cargo bench --bench rooms`.

mod documents;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use std::sync::LazyLock;
use vanban::diagnostic::Lang;
use vanban::document::{Document, Layout, Outline, Repaired, Tokens};
use vanban::extract::{self, Capitalized, Context};
use vanban::rules::Rules;
use vanban::source::Source;
use vanban::write::{convert, json};
use vanban::{layout, lex, normalize, pipeline, read, resolve, segment};

fn main() {
    LazyLock::force(&STAGES);
    divan::main();
}

/// A document with the output of every room.
struct Stages {
    bytes: Vec<u8>,
    source: Source,
    repaired: Repaired,
    layout: Layout,
    tokens: Tokens,
    outline: Outline,
    document: Document,
}

impl Stages {
    fn context<'s>(&'s self, capitalized: &'s Capitalized) -> Context<'s> {
        Context {
            layout: &self.layout,
            tokens: &self.tokens,
            outline: &self.outline,
            rules: Rules::embedded(),
            capitalized,
        }
    }
}

static STAGES: LazyLock<Vec<Stages>> =
    LazyLock::new(|| documents::documents().into_iter().map(stages).collect());

fn stages(text: String) -> Stages {
    let rules = Rules::embedded();
    let bytes = text.into_bytes();
    let source = decode(&bytes);
    let repaired = normalize::normalize(&source);
    let layout = layout::layout(&repaired, rules);
    let tokens = lex::lex(&layout, rules);
    let outline = segment::segment(&layout, &tokens, rules);
    let document = pipeline::from_source(source.clone(), rules);
    Stages { bytes, source, repaired, layout, tokens, outline, document }
}

fn decode(bytes: &[u8]) -> Source {
    read::decode("plan.txt", bytes.to_vec(), &vanban::read::Options::default())
        .expect("the fixtures are text")
}

/// Runs one room over all documents.
fn measure<O>(bencher: Bencher<'_, '_>, room: impl Fn(&'static Stages) -> O + Sync) {
    let bytes: usize = STAGES.iter().map(|stages| stages.bytes.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for stages in STAGES.iter() {
            black_box(room(stages));
        }
    });
}

#[divan::bench]
fn r1_read(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| decode(&stages.bytes));
}

#[divan::bench]
fn r2_normalize(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| normalize::normalize(&stages.source));
}

#[divan::bench]
fn r3_layout(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| layout::layout(&stages.repaired, Rules::embedded()));
}

#[divan::bench]
fn r4_lex(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| lex::lex(&stages.layout, Rules::embedded()));
}

#[divan::bench]
fn r5_segment(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| segment::segment(&stages.layout, &stages.tokens, Rules::embedded()));
}

#[divan::bench]
fn r6_extract(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| extract::extract(stages.context(&Capitalized::default())));
}

#[divan::bench]
fn r6a_extract_header(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| {
        extract::header::header(stages.context(&Capitalized::default()), &mut Vec::new())
    });
}

#[divan::bench]
fn r6b_extract_targets(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| {
        extract::targets::targets(stages.context(&Capitalized::default()), &mut Vec::new())
    });
}

#[divan::bench]
fn r6c_extract_references(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| {
        extract::references::citations(stages.context(&Capitalized::default()), None, &mut Vec::new())
    });
}

#[divan::bench]
fn r6d_extract_assignments(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| {
        extract::assignments::assignments(stages.context(&Capitalized::default()), None)
    });
}

#[divan::bench]
fn r6e_extract_foot(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| {
        (
            extract::recipients::recipients(stages.context(&Capitalized::default())),
            extract::signature::signatures(stages.context(&Capitalized::default())),
        )
    });
}

#[divan::bench]
fn r7_resolve(bencher: Bencher<'_, '_>) {
    let bytes: usize = STAGES.iter().map(|stages| stages.bytes.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| {
            STAGES
                .iter()
                .map(|stages| extract::extract(stages.context(&Capitalized::default())))
                .collect::<Vec<_>>()
        })
        .bench_values(|extracted| {
            for (extracted, stages) in extracted.into_iter().zip(STAGES.iter()) {
                black_box(resolve::resolve(extracted, &stages.layout, &stages.outline, Rules::embedded()));
            }
        });
}

#[divan::bench]
fn r8_write_json(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| json(&stages.document));
}

/// The whole way from the bytes of files to their records in memory: the figure that the project holds itself to. Files
/// go through the rooms as `extract FILE…` takes them, up to eight together.
#[divan::bench(args = texts())]
fn text_to_record(bencher: Bencher<'_, '_>, texts: &str) {
    let texts = named(texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for texts in texts.chunks(pipeline::TOGETHER) {
            let mut sources = texts.iter().map(|text| decode(text.as_bytes())).collect();
            for document in pipeline::from_sources(&mut sources, Rules::embedded()) {
                black_box(convert::record(&document, Lang::Vi));
            }
        }
    });
}

/// The same, one file after the other.
#[divan::bench(args = texts())]
fn text_to_record_singly(bencher: Bencher<'_, '_>, texts: &str) {
    let texts = named(texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            let document = pipeline::from_source(decode(text.as_bytes()), Rules::embedded());
            black_box(convert::record(&document, Lang::Vi));
        }
    });
}

/// The documents put together from the fixtures, and the real ones where they are at hand.
fn texts() -> Vec<&'static str> {
    let real = !documents::seeds().is_empty();
    ["fixtures"].into_iter().chain(real.then_some("seeds")).collect()
}

fn named(texts: &str) -> Vec<String> {
    match texts {
        "seeds" => documents::seeds(),
        _ => documents::documents(),
    }
}

/// And on to JSON.
#[divan::bench]
fn text_to_json(bencher: Bencher<'_, '_>) {
    measure(bencher, |stages| json(&pipeline::from_source(decode(&stages.bytes), Rules::embedded())));
}

fn json(document: &Document) -> Vec<u8> {
    let mut out = Vec::new();
    json::write(&mut out, &convert::record(document, Lang::Vi), json::Style::Compact)
        .expect("memory takes all");
    out
}
