//! What is said on standard error.

use crate::diagnostic::Lang;
use crate::error::Error;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt;
use std::io::{self, IsTerminal, Write};

/// Speaks to the person at the terminal, in their language, or not at all.
pub struct Talk {
    pub lang: Lang,
    quiet: bool,
}

impl Talk {
    pub fn new(lang: Lang, quiet: bool) -> Self {
        Talk { lang, quiet }
    }

    /// A file that failed. Said even with `--quiet`: a loss is never silent.
    pub fn failed(&self, error: &Error) {
        say(format_args!("extract: [{}] {}", error.kind().code(), error.text(self.lang)));
    }

    /// A remark that `--quiet` keeps back.
    pub fn note(&self, vi: &str, en: &str) {
        if !self.quiet {
            say(format_args!("extract: {}", self.lang.pick(vi, en)));
        }
    }

    /// A complaint about the command or its data.
    pub fn complain(&self, vi: &str, en: &str) {
        say(format_args!("extract: {}", self.lang.pick(vi, en)));
    }

    /// What is wrong with the arguments.
    pub fn usage(&self, complaint: &str) {
        say(format_args!("{}", complaint.trim_end()));
    }

    pub fn cannot_write(&self, cause: &io::Error) {
        self.complain(
            &format!("không ghi được kết quả: {cause}. Kiểm tra chỗ trống trên đĩa và quyền ghi"),
            &format!(
                "the output cannot be written: {cause}. Check the free space and the permission to write"
            ),
        );
    }

    /// A progress bar for `files` files: on a terminal only, and only where the work is long.
    pub fn progress(&self, files: usize) -> ProgressBar {
        let shown = !self.quiet && files >= 20 && io::stderr().is_terminal() && !io::stdout().is_terminal();
        if !shown {
            return ProgressBar::hidden();
        }
        let template = self.lang.pick(
            "{bar:30} {pos}/{len} tệp, {per_sec}, còn {eta}",
            "{bar:30} {pos}/{len} files, {per_sec}, {eta} left",
        );
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr()).with_style(style)
    }
}

/// One line on standard error. Who closed it does not want to hear.
fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}
