//! Files to records: in parallel, in the order of the arguments, one failing file harming no other.

use super::arguments::Extract;
use super::make::{self, Made, Maker};
use super::ordered::ordered;
use super::sink::{Goal, Sink};
use super::talk::Talk;
use super::{Exit, work};
use crate::error::Error;
use crate::pipeline;
use crate::rules::Rules;
use std::borrow::Cow;
use std::io;
use std::num::NonZero;
use std::path::Path;

/// Reads the files and writes what was asked for.
///
/// # Errors
/// Those of the output.
pub fn extract(options: &Extract, talk: &Talk) -> io::Result<Exit> {
    let rules = match rules(options.rules.as_deref()) {
        Ok(rules) => rules,
        Err(error) => {
            talk.failed(&error);
            return Ok(Exit::BadRules);
        }
    };
    if options.reading.asks_password && options.files.iter().any(|file| file == "-") {
        talk.complain(
            "đầu vào chuẩn không thể vừa là mật khẩu vừa là văn bản: dùng biến môi trường VANBAN_PASSWORD",
            "standard input cannot be both password and document: use the environment variable VANBAN_PASSWORD",
        );
        return Ok(Exit::Usage);
    }
    let goal = Goal {
        form: options.form,
        table: options.table,
        out: options.out.as_deref(),
        is_several: options.files.len() > 1,
        is_large: false,
        rules: &rules,
    };
    let mut sink = match Sink::open(&goal, talk)? {
        Some(sink) => sink,
        None => return Ok(Exit::Usage),
    };
    let progress = talk.progress(options.files.len());
    let (mut failed, mut last) = (0usize, Exit::AllRead);
    let maker = Maker {
        form: options.form,
        lang: talk.lang,
        options: make::options(&options.reading)?,
        rules: &rules,
        isolation: options.isolation,
        is_alone: options.files.len() == 1,
        pool: work::pool(options.rules.as_deref(), options.limits, talk.lang),
    };
    let mut take = |made: Result<Made, Error>| {
        progress.inc(1);
        match made {
            Ok(made) => sink.take(made),
            Err(error) => {
                failed += 1;
                last = Exit::of(error.kind());
                progress.suspend(|| talk.failed(&error));
                Ok(())
            }
        }
    };
    ordered(
        &groups(&options.files, options.jobs),
        options.jobs,
        |paths| maker.make(paths),
        |made| made.into_iter().try_for_each(&mut take),
    )?;
    progress.finish_and_clear();
    let files = options.files.len();
    // Where nothing was read nothing is written: a file that was there before is better than an empty one.
    if failed < files {
        sink.finish(talk)?;
    }
    if failed > 0 && files > 1 {
        talk.note(
            &format!("{failed} trong {files} tệp không đọc được"),
            &format!("{failed} of {files} files failed"),
        );
    }
    Ok(match failed {
        0 => Exit::AllRead,
        1 if files == 1 => last,
        _ => Exit::SomeFailed,
    })
}

/// Files that one thread takes at a time: of those that are named as texts several, as long as there are enough for all
/// threads.
fn groups(files: &[String], jobs: NonZero<usize>) -> Vec<&[String]> {
    let most = (files.len() / (2 * jobs.get())).clamp(1, pipeline::TOGETHER);
    let is_text = |file: &String| {
        let name = Path::new(file).extension().unwrap_or_default();
        ["txt", "md", "html", "htm"].iter().any(|text| name.eq_ignore_ascii_case(text))
    };
    files.chunk_by(|file, next| is_text(file) && is_text(next)).flat_map(|run| run.chunks(most)).collect()
}

/// The rule tables, from a directory where one is named.
pub fn rules(directory: Option<&Path>) -> Result<Cow<'static, Rules>, Error> {
    Ok(match directory {
        None => Cow::Borrowed(Rules::embedded()),
        Some(directory) => Cow::Owned(Rules::from_directory(directory)?),
    })
}
