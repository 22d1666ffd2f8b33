//! Pages printed, spoiled and read: what each step of the preparation is worth, and how good the doubts about numbers are.
//!
//! `cargo test --release --lib read::ocr::tests -- --ignored --nocapture` prints the figures of `records/ocr.md`.

mod degrade;
mod score;

use super::engine::{Engine, Segmentation, Word};
use super::prepare::{self, Cleaned, DPI, Prepared};
use super::raster::{Gray, Picture};
use super::{ink, numbers, pdf, pool, skew, specks, words};
use crate::read::{OcrMode, Options};
use degrade::{Harm, KINDS, Sheet};
use score::{Score, percent};
use std::io::Write;

/// A document of the fixtures, printed; its text layer says what stands on its pages.
const PRINTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages/plan.pdf");

/// A printed page, and its lines.
struct Page {
    sheet: Sheet,
    text: String,
}

fn printed() -> Vec<Page> {
    let options = Options { ocr: OcrMode::Never, ..Options::default() };
    let source = crate::read::read(PRINTED, &options).expect("the fixture is read");
    let file = hayro_syntax::Pdf::new(std::fs::read(PRINTED).expect("the fixture is there")).expect("a PDF");
    let texts = source.text.as_str().split('\u{c}');
    let page = |(page, text): (&hayro_syntax::page::Page<'_>, &str)| {
        let scan = pdf::scan(page, false).expect("the page is drawn");
        // Columns stand apart by spaces.
        let text = text.replace("   ", "\n").replace('\t', "\n");
        Page { sheet: Sheet::of(&scan.picture, scan.dpi.0), text }
    };
    file.pages().iter().zip(texts).map(page).collect()
}

/// What the engine gets to see: the page as it is, and after each step.
const STEPS: &[&str] = &["as it is", "ink", "specks", "straight", "lines, cells", "read again, mended"];

/// The words of a page as it is and after each step of its preparation.
fn after_each_step(engine: &mut Engine, sheet: &Sheet) -> Vec<Vec<Word>> {
    let whole = |engine: &mut Engine, gray: &Gray, dpi: f32| {
        engine.show(gray, dpi as u32);
        engine.recognize(gray.area(), Segmentation::Page, 60_000)
    };
    let mut read = vec![whole(engine, &brightness(&sheet.picture()), sheet.dpi)];
    let mut gray = ink::ink(sheet.picture(), sheet.dpi);
    read.push(whole(engine, &gray, sheet.dpi));
    let limit = ink::limit(&gray);
    specks::remove(&mut gray, sheet.dpi, limit);
    read.push(whole(engine, &gray, sheet.dpi));
    let (straight, _) = skew::straightened(&gray, skew::angle(&gray, limit), f64::from(DPI / sheet.dpi));
    read.push(whole(engine, &straight, DPI));
    let (words, prepared) = prepared(engine, sheet);
    read.push(words.clone());
    read.push(again(engine, &prepared, words));
    read
}

fn prepared(engine: &mut Engine, sheet: &Sheet) -> (Vec<Word>, Prepared) {
    let cleaned: Cleaned = prepare::clean(sheet.picture(), (sheet.dpi, sheet.dpi));
    let prepared = prepare::straighten(&cleaned, 0);
    (words::read(engine, &prepared), prepared)
}

fn again(engine: &mut Engine, prepared: &Prepared, mut words: Vec<Word>) -> Vec<Word> {
    numbers::look_again(engine, prepared, &mut words);
    words::mend(&mut words, prepared);
    words
}

/// What a scanner in grey would have seen.
fn brightness(picture: &Picture) -> Gray {
    match picture {
        Picture::Gray(gray) => gray.clone(),
        Picture::Color { width, height, data } => {
            let of = |pixel: &[u8]| {
                ((u16::from(pixel[0]) * 77 + u16::from(pixel[1]) * 150 + u16::from(pixel[2]) * 29) >> 8) as u8
            };
            Gray { width: *width, height: *height, data: data.chunks_exact(3).map(of).collect() }
        }
    }
}

/// Past the harness, which keeps the output of a passing test to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

#[test]
fn a_bad_page_is_read_better_when_it_is_prepared() {
    let Ok(mut engine) = pool::engine() else {
        say("ocr: SKIPPED, Tesseract or its data of Vietnamese is missing");
        return;
    };
    let page = &printed()[0];
    let harms = [
        Harm::Stamp([205, 40, 50]),
        Harm::Dpi(200.0),
        Harm::Askew(1.2),
        Harm::Light(0.4),
        Harm::Blur(1),
        Harm::Noise(20),
    ];
    let sheet = page.sheet.clone().harmed(&harms);
    let mut raw = Score::default();
    engine.show(&brightness(&sheet.picture()), sheet.dpi as u32);
    raw.add(&engine.recognize(sheet.planes[0].area(), Segmentation::Page, 60_000), &page.text);
    let mut ready = Score::default();
    let (words, prepared) = prepared(&mut engine, &sheet);
    ready.add(&again(&mut engine, &prepared, words), &page.text);
    let (raw, ready) = (percent(raw.wrong, raw.printed), percent(ready.wrong, ready.printed));
    assert!(ready < 3.0 && ready * 2.0 < raw, "{ready:.1}% of the letters wrong, {raw:.1}% unprepared");
}

#[test]
#[ignore = "measures: some minutes in a release build"]
fn figures_of_each_step_on_bad_pages() {
    let mut engine = pool::engine().expect("Tesseract with its data of Vietnamese");
    let pages = printed();
    let mut all = vec![Score::default(); STEPS.len()];
    say(&format!("| page | {} |", STEPS.join(" | ")));
    say(&format!("|---{}|", "|--:".repeat(STEPS.len())));
    for (name, harms) in KINDS {
        let mut scores = vec![Score::default(); STEPS.len()];
        for page in &pages {
            let sheet = page.sheet.clone().harmed(harms);
            for ((score, all), words) in
                scores.iter_mut().zip(&mut all).zip(after_each_step(&mut engine, &sheet))
            {
                score.add(&words, &page.text);
                all.add(&words, &page.text);
            }
        }
        let figures: Vec<String> = scores.iter().map(figure).collect();
        say(&format!("| {name} | {} |", figures.join(" | ")));
    }
    let figures: Vec<String> = all.iter().map(figure).collect();
    say(&format!("| all | {} |", figures.join(" | ")));
    let last = all.last().expect("there are steps");
    say(&format!(
        "numbers: {} printed, {} read wrong, {} of these flagged; {} right, {} of these flagged",
        last.numbers, last.false_numbers, last.false_flagged, last.right_numbers, last.right_flagged
    ));
    assert!(last.wrong * 4 < all[0].wrong, "preparation leaves a quarter of the errors at most");
}

/// Letters wrong, of these marks, numbers lost; in percent.
fn figure(score: &Score) -> String {
    format!(
        "{:.2} ({:.2}) {:.1}",
        percent(score.wrong, score.printed),
        percent(score.marks, score.printed),
        percent(score.lost, score.numbers)
    )
}
