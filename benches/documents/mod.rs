//! Text to measure with: the fixtures put together to documents of any length.
//!
//! Fixtures are dense with findings. Paragraphs of prose stand between their sections, so that there is as much to be
//! found in a page as in plans and programmes of provinces and districts: about ten targets in 10 KB.

#![allow(dead_code)]

use mimalloc::MiMalloc;
use std::fs;
use std::path::Path;

/// What the program allocates with.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// A fixture cut in three: up to the first section, the sections, from the recipients on.
struct Cut {
    head: String,
    body: String,
    foot: String,
}

impl Cut {
    fn of(text: &str) -> Option<Cut> {
        let starts = ["I. ", "I.", "I- ", "Điều 1", "1. ", "1."];
        let at_line = |found: &dyn Fn(&str) -> bool| {
            text.lines()
                .find(|line| found(line.trim_start()))
                .map(|line| line.as_ptr() as usize - text.as_ptr() as usize)
        };
        let body = at_line(&|line| starts.iter().any(|start| line.starts_with(start)))?;
        let foot = at_line(&|line| line.starts_with("Nơi nhận")).filter(|&foot| foot > body)?;
        let [head, body, foot] = [&text[..body], &text[body..foot], &text[foot..]].map(str::to_owned);
        Some(Cut { head, body, foot })
    }
}

/// The Unicode text documents among the fixtures that have all three parts.
fn cuts() -> Vec<Cut> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the fixtures").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().filter_map(|path| Cut::of(&fs::read_to_string(path).ok()?)).collect()
}

/// Documents of 20 to 30 KB, as many as there are fixtures: the head and foot of one, the sections of several.
pub fn documents() -> Vec<String> {
    let cuts = cuts();
    (0..cuts.len()).map(|first| assembled(&cuts, first, 20_000 + 1_000 * (first % 10))).collect()
}

/// Real documents, where they are at hand: `../shared/seeds` beside the repository. Else none.
pub fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// One document of about this many bytes.
pub fn of_length(bytes: usize) -> String {
    assembled(&cuts(), 0, bytes)
}

/// How many bytes of prose follow one byte of a fixture.
const PROSE: usize = 3;

fn assembled(cuts: &[Cut], first: usize, bytes: usize) -> String {
    let mut text = cuts[first].head.clone();
    let foot = &cuts[first].foot;
    let mut prose = include_str!("prose.txt").split_inclusive("\n\n").cycle().peekable();
    let mut owed = 0;
    // A paragraph of a fixture at a time.
    let paragraphs = cuts.iter().cycle().skip(first).flat_map(|cut| cut.body.split_inclusive("\n\n"));
    for paragraph in paragraphs {
        if text.len() + foot.len() >= bytes {
            break;
        }
        text.push_str(paragraph);
        owed += paragraph.len() * PROSE;
        while let Some(more) = prose.next_if(|more| more.len() <= owed) {
            owed -= more.len();
            text.push_str(more);
        }
    }
    text.push_str(foot);
    text
}
