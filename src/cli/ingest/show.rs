//! A run as it goes on: a bar on a terminal, a line now and then elsewhere.

use super::Ingest;
use super::summary::megabytes;
use crate::cli::talk::Talk;
use crate::corpus::Work;
use crate::ingest::{Tally, Watcher};
use crate::write::phrases;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

pub struct Show<'t> {
    talk: &'t Talk,
    quiet: bool,
    bar: Option<ProgressBar>,
    said: Instant,
    plan: BufWriter<io::Stdout>,
    as_json: bool,
    written: io::Result<()>,
}

impl<'t> Show<'t> {
    pub fn new(talk: &'t Talk, asked: &Ingest) -> Show<'t> {
        let has_bar = !asked.quiet && !asked.is_dry && io::stderr().is_terminal();
        let bar = has_bar.then(|| {
            let style = ProgressStyle::with_template("{spinner} {msg}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
        });
        Show {
            talk,
            quiet: asked.quiet || asked.is_dry,
            bar,
            said: Instant::now(),
            plan: BufWriter::new(io::stdout()),
            as_json: asked.json,
            written: Ok(()),
        }
    }

    /// Takes the bar away and writes the rest of the plan.
    ///
    /// # Errors
    /// Those of standard output.
    pub fn end(mut self) -> io::Result<()> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.written.and_then(|()| self.plan.flush())
    }

    fn line(&self, tally: &Tally, expected: Option<u64>) -> String {
        let lang = self.talk.lang;
        let through = tally.through();
        // Files inside archives are met as they come.
        let expected = expected.map(|expected| expected.max(through));
        let rate = through as f64 / tally.seconds.max(0.001);
        let number = |count: u64| phrases::number(count, lang);
        let of = expected.map(|expected| format!("/{}", number(expected))).unwrap_or_default();
        let left = expected.filter(|_| rate > 0.0).map(|expected| {
            let seconds = (expected - through) as f64 / rate;
            let time = duration(seconds, lang);
            lang.pick(format!(", còn {time}"), format!(", {time} left"))
        });
        format!(
            "{}{of} {}, {} {}, {:.0} {}, {:.1} MB/s{}",
            number(through),
            lang.pick("tệp", "files"),
            number(tally.failed),
            lang.pick("lỗi", "failed"),
            rate,
            lang.pick("tệp/giây", "files/s"),
            megabytes(tally.bytes) / tally.seconds.max(0.001),
            left.unwrap_or_default(),
        )
    }
}

impl Watcher for Show<'_> {
    fn progress(&mut self, tally: &Tally, expected: Option<u64>) {
        if let Some(bar) = &self.bar {
            if let Some(expected) = expected
                && bar.length().is_none()
            {
                let style = ProgressStyle::with_template("{bar:24} {percent}% {msg}");
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar.set_length(expected);
            }
            if let Some(length) = bar.length() {
                bar.set_length(length.max(tally.through()));
            }
            bar.set_position(tally.through());
            bar.set_message(self.line(tally, expected));
        } else if !self.quiet && self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            let line = self.line(tally, expected);
            self.talk.note(&line, &line);
        }
    }

    fn planned(&mut self, path: &str, work: Work) {
        let code = match work {
            Work::Nothing => "nothing",
            Work::New => "new",
            Work::Changed => "changed",
            Work::Otherwise => "read-otherwise",
            Work::Again => "failed-before",
        };
        let written = if self.as_json {
            let line = serde_json::json!({ "path": path, "work": code });
            writeln!(self.plan, "{line}")
        } else {
            writeln!(self.plan, "{code}\t{path}")
        };
        if self.written.is_ok() {
            self.written = written;
        }
    }

    fn wants_expected(&self) -> bool {
        !self.quiet
    }
}

/// "3 phút", for people.
pub fn duration(seconds: f64, lang: crate::diagnostic::Lang) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let (h, m, s) = lang.pick(("giờ", "phút", "giây"), ("h", "min", "s"));
    match (hours, minutes) {
        (0, 0) => format!("{rest} {s}"),
        (0, _) => format!("{minutes} {m} {rest} {s}"),
        _ => format!("{hours} {h} {minutes} {m}"),
    }
}
