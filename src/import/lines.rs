//! Records on lines of their own (NDJSON), as `extract export --format ndjson` writes them.

use super::problem::{Place, Problem};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The longest line, in bytes.
const LONGEST: u64 = 1 << 30;

/// What tells a record before it is read whole.
#[derive(Deserialize)]
pub struct Head {
    pub source: HeadSource,
}

#[derive(Deserialize)]
pub struct HeadSource {
    pub path: String,
    pub blake3: String,
}

/// Gives every line that is not blank, with its number from 1, until `take` answers `false`. What cannot be read any
/// further ends the file, and is given too.
pub fn each(path: &Path, mut take: impl FnMut(Result<(u64, String), Problem>) -> bool) {
    let name = path.display().to_string();
    let mut input = match File::open(path) {
        Ok(file) => BufReader::with_capacity(1 << 20, file),
        Err(cause) => {
            take(Err(Problem::not_found(path, &cause)));
            return;
        }
    };
    for number in 1.. {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let place = Place::Line(number);
        let given = match read {
            Ok(0) => return,
            Ok(_) => {
                let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line).trim_ascii();
                match std::str::from_utf8(line) {
                    Ok("") => continue,
                    Ok(line) => Ok((number, line.to_owned())),
                    Err(cause) => Err(Problem::no_record(&name).at(place).caused_by(cause)),
                }
            }
            Err(cause) => {
                take(Err(Problem::damaged(&name).at(place).caused_by(cause)));
                return;
            }
        };
        if !take(given) {
            return;
        }
    }
}
