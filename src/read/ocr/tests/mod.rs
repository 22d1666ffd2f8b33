//! Pages printed, spoiled and read: what each step of the preparation is worth, and how good the doubts about numbers are.
//!
//! `cargo test --release --lib read::ocr::tests -- --ignored --nocapture` prints the figures of `records/ocr.md`.

mod degrade;
mod score;

use super::engine::{Engine, Segmentation, Word};
use super::prepare::{self, Cleaned, DPI, Prepared};
use super::raster::{Gray, Picture};
use super::{dots, ink, lines, numbers, pdf, pool, skew, specks, words};
use crate::read::{OcrMode, Options};
use degrade::{Harm, KINDS, Sheet};
use score::{Score, percent};
use std::io::Write;
use std::time::{Duration, Instant};

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

/// The words of a page as it is and after each step of its preparation; what each step takes is added to `times`.
fn after_each_step(engine: &mut Engine, sheet: &Sheet, times: &mut Times) -> Vec<Vec<Word>> {
    let whole = |engine: &mut Engine, gray: &Gray, dpi: f32| {
        engine.show(gray, dpi as u32);
        engine.recognize(gray.area(), Segmentation::Page, 60_000)
    };
    let picture = sheet.picture();
    let mut read = vec![whole(engine, &brightness(&picture), sheet.dpi)];
    let mut gray = times.of(Part::Ink, || ink::ink(picture, sheet.dpi));
    read.push(whole(engine, &gray, sheet.dpi));
    let limit = ink::limit(&gray);
    times.of(Part::Specks, || specks::remove(&mut gray, sheet.dpi, limit));
    read.push(whole(engine, &gray, sheet.dpi));
    let turn = || skew::straightened(&gray, skew::angle(&gray, limit), f64::from(DPI / sheet.dpi)).0;
    let straight = times.of(Part::Straight, turn);
    read.push(whole(engine, &straight, DPI));
    let mut lined = straight.clone();
    times.of(Part::Lines, || {
        lines::remove(&mut lined, DPI, limit);
        dots::remove(&mut lined, limit);
    });
    let prepared = ready(sheet);
    let mut words = times.of(Part::Engine, || words::read(engine, &prepared));
    read.push(words.clone());
    times.of(Part::Again, || numbers::look_again(engine, &prepared, &mut words));
    times.of(Part::Mended, || words::mend(&mut words, &prepared));
    read.push(words);
    times.pages += 1;
    read
}

fn ready(sheet: &Sheet) -> Prepared {
    let cleaned: Cleaned = prepare::clean(sheet.picture(), (sheet.dpi, sheet.dpi));
    prepare::straighten(&cleaned, 0)
}

/// What the time of a page goes to.
#[derive(Debug, Clone, Copy)]
enum Part {
    Ink,
    Specks,
    Straight,
    Lines,
    Engine,
    Again,
    Mended,
}

const PARTS: &[(Part, &str)] = &[
    (Part::Ink, "ink"),
    (Part::Specks, "specks"),
    (Part::Straight, "straight, 300 dpi"),
    (Part::Lines, "lines and dots off"),
    (Part::Engine, "engine"),
    (Part::Again, "numbers read again"),
    (Part::Mended, "mended"),
];

/// Time of the processor by part.
#[derive(Debug, Default)]
struct Times {
    spent: [Duration; PARTS.len()],
    pages: u32,
}

impl Times {
    fn of<T>(&mut self, part: Part, work: impl FnOnce() -> T) -> T {
        let begun = now();
        let made = work();
        self.spent[part as usize] += now().saturating_sub(begun);
        made
    }
}

/// The time that this thread has worked, where the system tells; else that of the clock.
fn now() -> Duration {
    let worked = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = worked.ok().and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(
        || {
            static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
            BEGUN.elapsed()
        },
        Duration::from_nanos,
    )
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
    let prepared = self::ready(&sheet);
    let mut words = words::read(&mut engine, &prepared);
    numbers::look_again(&mut engine, &prepared, &mut words);
    words::mend(&mut words, &prepared);
    ready.add(&words, &page.text);
    let (raw, ready) = (percent(raw.wrong, raw.printed), percent(ready.wrong, ready.printed));
    assert!(ready < 3.0 && ready * 2.0 < raw, "{ready:.1}% of the letters wrong, {raw:.1}% unprepared");
}

#[test]
#[ignore = "measures: some minutes in a release build"]
fn figures_of_each_step_on_bad_pages() {
    let mut engine = pool::engine().expect("Tesseract with its data of Vietnamese");
    let pages = printed();
    let mut all = vec![Score::default(); STEPS.len()];
    let mut times = Times::default();
    let mut passed_on = Vec::new();
    say(&format!("| page | {} |", STEPS.join(" | ")));
    say(&format!("|---{}|", "|--:".repeat(STEPS.len())));
    for (name, harms) in KINDS {
        let mut scores = vec![Score::default(); STEPS.len()];
        for page in &pages {
            let sheet = page.sheet.clone().harmed(harms);
            let mut last = Vec::new();
            for ((score, all), words) in
                scores.iter_mut().zip(&mut all).zip(after_each_step(&mut engine, &sheet, &mut times))
            {
                score.add(&words, &page.text);
                all.add(&words, &page.text);
                last = words;
            }
            let (wrong, _) = score::compared(&last, &page.text);
            let unflagged = wrong.into_iter().filter(|word| !score::is_flagged(word));
            passed_on
                .extend(unflagged.map(|word| format!("{} ({:.0}%, {name})", word.text, word.confidence)));
        }
        let figures: Vec<String> = scores.iter().map(figure).collect();
        say(&format!("| {name} | {} |", figures.join(" | ")));
    }
    let figures: Vec<String> = all.iter().map(figure).collect();
    say(&format!("| all | {} |", figures.join(" | ")));
    let last = all.last().expect("there are steps");
    say(
        "| numbers | printed | lost | read wrong | of these flagged | passed on unflagged | right | of these flagged |",
    );
    say(&format!("|---{}|", "|--:".repeat(7)));
    for (step, score) in STEPS.iter().zip(&all) {
        say(&format!(
            "| {step} | {} | {} | {} | {} | {:.2}% | {} | {} |",
            score.numbers,
            score.lost,
            score.false_numbers,
            score.false_flagged,
            percent(score.false_numbers - score.false_flagged, score.numbers),
            score.right_numbers,
            score.right_flagged
        ));
    }
    say(&format!("passed on unflagged: {}", passed_on.join(", ")));
    for (part, name) in PARTS {
        let spent = times.spent[*part as usize].as_secs_f64() / f64::from(times.pages.max(1));
        say(&format!("| {name} | {spent:.2} s a page |"));
    }
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
