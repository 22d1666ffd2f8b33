//! The command `extract`: data on standard output, talk on standard error, an honest exit code.

mod arguments;
mod arrow;
mod batch;
mod cascade;
mod cites;
mod command;
mod complaint;
mod corpus;
mod corrections;
mod doctor;
mod evaluate;
mod exit;
mod export;
mod failures;
mod import;
mod index;
mod ingest;
mod known;
mod limits;
mod make;
mod ordered;
mod output;
mod prove;
mod retry;
mod search;
mod selection;
mod series;
mod serve;
mod show;
mod sink;
mod status;
mod talk;
mod work;

pub use exit::Exit;

use crate::diagnostic::Lang;
use arguments::Choice;
use std::ffi::OsString;
use std::io;
use talk::Talk;

/// Runs the command line `args` (program name first).
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = arguments::lang_of(&args);
    let choice = match arguments::parse(args, lang) {
        Ok(choice) => choice,
        Err(shown) if shown.use_stderr() => {
            Talk::new(lang, false).usage(&complaint::text(&shown, lang));
            return Exit::Usage;
        }
        Err(help) => {
            // A pipe that is closed before the help is through is no failure.
            let _ = help.print();
            return Exit::AllRead;
        }
    };
    let talk = Talk::new(lang, choice.quiet());
    let done = match choice {
        Choice::Extract(options) => batch::extract(&options, &talk),
        Choice::Verify { records, reading, .. } => prove::verify(&records, &reading, &talk),
        Choice::Eval(options) => evaluate::evaluate(&options, &talk),
        Choice::Worker(options) => work::worker(&options, &talk),
        Choice::Serve(asked) => serve::serve(asked, &talk),
        Choice::Corrections(asked) => corrections::corrections(&asked, &talk),
        Choice::Status(asked) => status::status(&asked, &talk),
        Choice::Failures(asked) => failures::failures(&asked, &talk),
        Choice::Show(asked) => show::show(&asked, &talk),
        Choice::Export(asked) => export::export(&asked, &talk),
        Choice::Cites(asked) => cites::cites(&asked, &talk),
        Choice::Cascade(asked) => cascade::cascade(&asked, &talk),
        Choice::Copied(asked) => cascade::copied(&asked, &talk),
        Choice::Series(asked) => series::series(&asked, &talk),
        Choice::Duties(asked) => series::duties(&asked, &talk),
        Choice::Ingest(options) => ingest::ingest(&options, &talk),
        Choice::Import(asked) => import::import(&asked, &talk),
        Choice::Doctor(options) => doctor::doctor(&options, &talk),
        Choice::Search(options) => search::search(&options, &talk),
        Choice::Index(options) => index::index(&options, &talk),
        Choice::Schema => output::to_stdout(|out| output::pretty(out, &crate::write::schema::schema())),
        Choice::Completions(shell) => output::to_stdout(|out| command::completions(shell, lang, out)),
        Choice::Man => output::to_stdout(|out| command::man(lang, out)),
    };
    match done {
        Ok(exit) => exit,
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::AllRead,
        Err(cause) => {
            talk.cannot_write(&cause);
            Exit::CannotWrite
        }
    }
}

/// What a text is in both languages; most of them are short and stand where they are used.
fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    lang.pick(vi, en)
}
