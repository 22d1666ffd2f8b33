//! `extract retry`: takes files again that failed.

use super::ingest::{Ingest, parse_run, run_command};
use super::pick;
use crate::diagnostic::Lang;
use crate::ingest::Plan;
use clap::{Arg, ArgMatches, Command};

/// The command line of `retry`, but for what all commands share.
pub fn command(lang: Lang, shared: &[Arg]) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    run_command(lang, Command::new("retry"), shared)
        .about(t(
            "Đọc lại các tệp lỗi của một kho, tất cả hoặc theo mã lỗi",
            "Read the failed files of a corpus again, all or those of a code",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(Arg::new("code").long("code").value_name(t("MÃ", "CODE")).help(t(
            "Chỉ các tệp có mã lỗi này: encrypted-file, timed-out, … (xem extract failures)",
            "Only files that failed with this code: encrypted-file, timed-out, … (see extract failures)",
        )))
}

/// What was asked for.
pub fn parse(given: &ArgMatches) -> Ingest {
    parse_run(given, Plan::Retry { code: given.get_one("code").cloned() })
}

const AFTER_VI: &str = "\
Ví dụ:
  extract retry --corpus kho --code encrypted-file --password-stdin
  extract retry --corpus kho --code timed-out --time-limit 1h
  extract retry --corpus kho --code out-of-memory --memory-limit 2G --jobs 1";

const AFTER_EN: &str = "\
Examples:
  extract retry --corpus corpus --code encrypted-file --password-stdin
  extract retry --corpus corpus --code timed-out --time-limit 1h
  extract retry --corpus corpus --code out-of-memory --memory-limit 2G --jobs 1";
