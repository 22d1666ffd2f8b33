//! `extract worker`, and the processes that this program starts of itself.

use super::arguments::Worker;
use super::talk::Talk;
use super::{Exit, arrow, batch};
use crate::diagnostic::Lang;
use crate::worker::{self, Limits, Pool, Setup};
use std::ffi::OsString;
use std::io;
use std::path::Path;

/// Answers requests until standard input ends.
///
/// # Errors
/// Those of standard input and output.
pub fn worker(options: &Worker, talk: &Talk) -> io::Result<Exit> {
    let rules = match batch::rules(options.rules.as_deref()) {
        Ok(rules) => rules,
        Err(error) => {
            talk.failed(&error);
            return Ok(Exit::BadRules);
        }
    };
    if options.speaks_arrow {
        if let Some(parent) = options.parent {
            worker::die_with(parent)?;
        }
        let pool = pool(options.rules.as_deref(), options.limits, talk.lang);
        arrow::Engine::new(&rules, pool, options.isolated).serve(io::stdin().lock(), io::stdout().lock())?;
    } else if options.isolated {
        worker::isolated(&pool(options.rules.as_deref(), options.limits, talk.lang))?;
    } else {
        worker::serve(&rules, options.limits, options.parent)?;
    }
    Ok(Exit::AllRead)
}

/// A pool of workers of this very program.
pub fn pool(rules: Option<&Path>, limits: Limits, lang: Lang) -> Pool {
    // Named, for a worker may come to itself only when this process is gone.
    let parent = std::process::id();
    let mut arguments: Vec<OsString> = vec!["worker".into(), format!("--die-with-parent={parent}").into()];
    let seconds = limits.time.map_or(0.0, |time| time.as_secs_f64());
    arguments.push(format!("--time-limit={seconds}").into());
    arguments
        .push(format!("--memory-limit={}K", limits.memory.map_or(0, |bytes| bytes.div_ceil(1024))).into());
    arguments.push(format!("--lang={}", lang.pick("vi", "en")).into());
    if let Some(rules) = rules {
        arguments.push("--rules".into());
        arguments.push(rules.into());
    }
    // Where the system does not tell where the program lies it may stand in the search path.
    let program = std::env::current_exe().unwrap_or_else(|_| "extract".into());
    Pool::new(Setup { program, arguments, limits })
}
