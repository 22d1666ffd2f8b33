//! How much a command may take: time and memory for each file, files at a time.

use super::pick;
use crate::diagnostic::Lang;
use crate::worker::Limits;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgMatches};
use std::num::NonZero;
use std::time::Duration;

/// `--time-limit` and `--memory-limit`.
pub fn arguments(lang: Lang) -> [Arg; 2] {
    let t = |vi, en| pick(lang, vi, en);
    [
        Arg::new("time-limit")
            .long("time-limit")
            .value_name(t("GIÂY", "SECONDS"))
            .value_parser(seconds)
            .help(t(
                "Thời gian tối đa cho mỗi tệp đọc trong tiến trình riêng: 90, 5m, 1h (mặc định 10m; 0: không giới hạn)",
                "Most time for each file read in a process of its own: 90, 5m, 1h (default 10m; 0: no limit)",
            )),
        Arg::new("memory-limit")
            .long("memory-limit")
            .value_name("MB")
            .value_parser(memory)
            .help(t(
                "Bộ nhớ tối đa cho mỗi tiến trình riêng: 800M, 2G (mặc định 2G; 0: không giới hạn)",
                "Most memory for each process of its own: 800M, 2G (default 2G; 0: no limit)",
            )),
    ]
}

/// `--jobs`.
pub fn jobs_argument(lang: Lang) -> Arg {
    let t = |vi, en| pick(lang, vi, en);
    Arg::new("jobs")
        .long("jobs")
        .short('j')
        .value_name("N")
        .value_parser(RangedU64ValueParser::<usize>::new().range(1..))
        .help(t(
            "Số tệp đọc song song (mặc định: số lõi)",
            "How many files to read in parallel (default: cores)",
        ))
}

/// How many files are read at a time.
pub fn jobs(given: &ArgMatches) -> NonZero<usize> {
    given
        .get_one::<usize>("jobs")
        .and_then(|&jobs| NonZero::new(jobs))
        .or_else(|| std::thread::available_parallelism().ok())
        .unwrap_or(NonZero::<usize>::MIN)
}

/// How long a file may take, in seconds, and how much memory, in megabytes, where nothing else is said.
pub const TIME_LIMIT: u64 = 600;
pub const MEMORY_LIMIT: u64 = 2048;

/// As [`MEMORY_LIMIT`], for runs over whole archives: several processes at once, and nobody there who watches.
pub const MEMORY_LIMIT_INGEST: u64 = 560;

/// The limits that were asked for; `memory` in megabytes where nothing was said.
pub fn limits(given: &ArgMatches, memory: u64) -> Limits {
    let seconds = given.get_one("time-limit").copied().unwrap_or(TIME_LIMIT as f64);
    let bytes = given.get_one("memory-limit").copied().unwrap_or(memory << 20);
    Limits {
        time: (seconds > 0.0).then(|| Duration::from_secs_f64(seconds)),
        memory: (bytes > 0).then_some(bytes),
    }
}

/// `90`, `90s`, `1.5m`, `2h`: seconds.
pub fn seconds(text: &str) -> Result<f64, String> {
    let (number, unit) = measure(text)?;
    let factor = match unit {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err("s, m, h".to_owned()),
    };
    // What is longer than a year is no limit.
    Some(number * factor)
        .filter(|seconds| (0.0..3.2e7).contains(seconds))
        .ok_or_else(|| "0s..8760h".to_owned())
}

/// `1024`, `800M`, `2G`: bytes; without a unit megabytes.
pub fn memory(text: &str) -> Result<u64, String> {
    let (number, unit) = measure(text)?;
    let shift = match unit.trim_end_matches(['b', 'B', 'i']) {
        "k" | "K" => 10,
        "" | "m" | "M" => 20,
        "g" | "G" => 30,
        _ => return Err("K, M, G".to_owned()),
    };
    Some(number * f64::from(1u32 << shift))
        .filter(|bytes| (0.0..1e15).contains(bytes))
        .map(|bytes| bytes as u64)
        .ok_or_else(|| "0..1e15".to_owned())
}

fn measure(text: &str) -> Result<(f64, &str), String> {
    let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    Ok((number.parse().map_err(|_| "0..".to_owned())?, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_units() {
        for (text, wanted) in [
            ("90", Some(90.0)),
            ("1.5m", Some(90.0)),
            ("2h", Some(7200.0)),
            ("0", Some(0.0)),
            ("-1", None),
            ("5 x", None),
            ("", None),
        ] {
            assert_eq!(seconds(text).ok(), wanted, "{text}");
        }
        for (text, wanted) in [
            ("1", Some(1 << 20)),
            ("64K", Some(64 << 10)),
            ("2GiB", Some(2 << 30)),
            ("0.5G", Some(512 << 20)),
            ("x", None),
            ("9e9", None),
        ] {
            assert_eq!(memory(text).ok(), wanted, "{text}");
        }
    }
}
