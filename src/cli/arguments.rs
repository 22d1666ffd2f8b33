//! The command line's words, in Vietnamese and English.

use super::command::command;
use super::ingest::Ingest;
use super::limits::{MEMORY_LIMIT, jobs, limits};
use crate::diagnostic::Lang;
use crate::read::{OcrMode, PdfEngine};
use crate::worker::Limits;
use crate::write::table::Table;
use clap::ArgMatches;
use clap_complete::Shell;
use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

/// What was asked for.
pub enum Choice {
    Extract(Extract),
    Verify { records: Vec<String>, reading: Reading, quiet: bool },
    Eval(Eval),
    Worker(Worker),
    Doctor(Doctor),
    Status(super::status::Asked),
    Serve(super::serve::Asked),
    Corrections(super::corrections::Asked),
    Failures(super::failures::Asked),
    Show(super::show::Asked),
    Search(super::search::Options),
    Index(super::index::Index),
    Export(super::export::Asked),
    Cites(super::cites::Asked),
    Cascade(super::cascade::Asked),
    Copied(super::cascade::Asked),
    Series(super::series::Asked),
    Duties(super::series::Asked),
    Ingest(Ingest),
    Import(super::import::Import),
    Schema,
    Completions(Shell),
    Man,
}

impl Choice {
    pub fn quiet(&self) -> bool {
        match self {
            Choice::Extract(Extract { quiet, .. })
            | Choice::Verify { quiet, .. }
            | Choice::Eval(Eval { quiet, .. })
            | Choice::Ingest(Ingest { quiet, .. }) => *quiet,
            Choice::Import(asked) => asked.quiet,
            Choice::Search(options) => options.quiet,
            Choice::Index(options) => options.quiet,
            Choice::Export(asked) => asked.quiet,
            _ => false,
        }
    }
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    CompactJson,
    Ndjson,
    Csv,
    Xlsx,
    Parquet,
    /// The metadata file of an archive.
    Ead,
    /// The header of a message in the exchange of documents.
    Edxml,
    Html,
    Text,
}

impl Form {
    /// The ending of a file of this form.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Json | Form::CompactJson => "json",
            Form::Ndjson => "ndjson",
            Form::Csv => "csv",
            Form::Xlsx => "xlsx",
            Form::Parquet => "parquet",
            Form::Ead => "ead.xml",
            Form::Edxml => "edxml",
            Form::Html => "html",
            Form::Text => "txt",
        }
    }
}

/// Files to records.
pub struct Extract {
    /// `-` for standard input.
    pub files: Vec<String>,
    pub form: Form,
    /// For CSV: which table.
    pub table: Option<Table>,
    pub out: Option<PathBuf>,
    pub rules: Option<PathBuf>,
    pub jobs: NonZero<usize>,
    pub reading: Reading,
    pub isolation: Isolation,
    pub limits: Limits,
    pub quiet: bool,
}

/// Choices about files that are no plain text.
#[derive(Default)]
pub struct Reading {
    pub ocr: OcrMode,
    pub pdf_engine: PdfEngine,
    pub password: Option<String>,
    /// The password is the first line of standard input.
    pub asks_password: bool,
}

/// Which files are read in processes of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// Those of risky formats, where there are several files.
    Risky,
    All,
    None,
}

/// A look at the machine.
pub struct Doctor {
    pub json: bool,
}

/// Requests on standard input.
pub struct Worker {
    pub rules: Option<PathBuf>,
    pub limits: Limits,
    /// Each request in a process that is replaced when it falls.
    pub isolated: bool,
    /// Requests and answers as Arrow streams.
    pub speaks_arrow: bool,
    /// The process with which it ends.
    pub parent: Option<u32>,
}

/// Scoring against gold.
pub struct Eval {
    pub gold: PathBuf,
    pub docs: Vec<PathBuf>,
    pub only: Option<String>,
    pub verbose: bool,
    pub json: bool,
    /// Compare with this committed record.
    pub record: Option<PathBuf>,
    /// Write the figures as a record.
    pub save: Option<PathBuf>,
    pub min: Vec<(String, f64)>,
    pub rules: Option<PathBuf>,
    pub reading: Reading,
    pub quiet: bool,
}

/// The language that the arguments ask for, looked up before they are parsed: help and complaints are in it too.
pub fn lang_of(args: &[OsString]) -> Lang {
    let mut lang = Lang::Vi;
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str()).peekable();
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.peek().copied() } else { word.strip_prefix("--lang=") };
        match value {
            Some("en") => lang = Lang::En,
            Some("vi") => lang = Lang::Vi,
            _ if word == "--" => break,
            _ => {}
        }
    }
    lang
}

/// Parses the arguments.
///
/// # Errors
/// Help and version texts, and complaints about the arguments.
pub fn parse(args: Vec<OsString>, lang: Lang) -> Result<Choice, clap::Error> {
    let mut command = command(lang);
    let args = match command.find_subcommand("search") {
        Some(search) => super::search::options_first(args, search),
        None => args,
    };
    let matches = command.try_get_matches_from_mut(args)?;
    Ok(match matches.subcommand() {
        Some(("schema", _)) => Choice::Schema,
        Some(("man", _)) => Choice::Man,
        Some(("completions", given)) => {
            Choice::Completions(given.get_one("shell").copied().unwrap_or(Shell::Bash))
        }
        Some(("verify", given)) => Choice::Verify {
            records: many(given, "records"),
            reading: reading(given),
            quiet: given.get_flag("quiet"),
        },
        Some(("eval", given)) => Choice::Eval(eval(given)),
        Some(("serve", given)) => Choice::Serve(super::serve::parse(given)),
        Some(("corrections", given)) => Choice::Corrections(super::corrections::parse(given)),
        Some(("status", given)) => Choice::Status(super::status::parse(given)),
        Some(("failures", given)) => Choice::Failures(super::failures::parse(given)),
        Some(("show", given)) => Choice::Show(super::show::parse(given)),
        Some(("export", given)) => Choice::Export(super::export::parse(given)),
        Some(("cites", given)) => Choice::Cites(super::cites::parse(given)),
        Some(("cascade", given)) => Choice::Cascade(super::cascade::parse(given)),
        Some(("copied", given)) => Choice::Copied(super::cascade::parse(given)),
        Some(("series", given)) => Choice::Series(super::series::parse(given)),
        Some(("duties", given)) => Choice::Duties(super::series::parse(given)),
        Some(("doctor", given)) => Choice::Doctor(Doctor { json: given.get_flag("json") }),
        Some(("search", given)) => Choice::Search(super::search::parse(given)),
        Some(("index", given)) => Choice::Index(super::index::parse(given)),
        Some(("ingest", given)) => Choice::Ingest(super::ingest::parse(given)),
        Some(("import", given)) => Choice::Import(super::import::parse(given)),
        Some(("retry", given)) => Choice::Ingest(super::retry::parse(given)),
        Some(("worker", given)) => Choice::Worker(Worker {
            rules: given.get_one("rules").cloned(),
            limits: limits(given, MEMORY_LIMIT),
            isolated: given.get_flag("isolate"),
            speaks_arrow: given.get_flag("arrow"),
            parent: given.get_one("die-with-parent").copied(),
        }),
        _ => Choice::Extract(extract(&matches)),
    })
}

fn extract(given: &ArgMatches) -> Extract {
    let files: Vec<String> = many(given, "files");
    let compact = given.get_flag("compact");
    let form = match given.get_one::<String>("format").map(String::as_str) {
        _ if given.get_flag("text") => Form::Text,
        _ if given.get_flag("html") => Form::Html,
        Some("ndjson") => Form::Ndjson,
        Some("csv") => Form::Csv,
        Some("xlsx") => Form::Xlsx,
        Some("parquet") => Form::Parquet,
        Some("ead") => Form::Ead,
        Some("edxml") => Form::Edxml,
        Some("html") => Form::Html,
        Some("text") => Form::Text,
        Some(_) if compact => Form::CompactJson,
        Some(_) => Form::Json,
        // Several records in one stream are NDJSON; in a directory each has its own file.
        None if files.len() > 1 && !given.contains_id("out") => Form::Ndjson,
        None if compact => Form::CompactJson,
        None => match given.get_one::<PathBuf>("out").and_then(|out| out.extension()?.to_str()) {
            Some("ndjson" | "jsonl") => Form::Ndjson,
            Some("csv") => Form::Csv,
            Some("xlsx") => Form::Xlsx,
            Some("html" | "htm") => Form::Html,
            Some("txt") => Form::Text,
            _ => Form::Json,
        },
    };
    let table =
        given.get_one::<String>("table").and_then(|code| Table::ALL.into_iter().find(|t| t.code() == code));
    Extract {
        files,
        form,
        table,
        out: given.get_one("out").cloned(),
        rules: given.get_one("rules").cloned(),
        jobs: jobs(given),
        reading: reading(given),
        isolation: match (given.get_flag("isolate"), given.get_flag("no-isolate")) {
            (true, _) => Isolation::All,
            (_, true) => Isolation::None,
            _ => Isolation::Risky,
        },
        limits: limits(given, MEMORY_LIMIT),
        quiet: given.get_flag("quiet"),
    }
}

/// The choices about files that are no plain text.
pub fn reading(given: &ArgMatches) -> Reading {
    Reading {
        ocr: match given.get_one::<String>("ocr").map(String::as_str) {
            Some("always") => OcrMode::Always,
            Some("never") => OcrMode::Never,
            _ => OcrMode::Auto,
        },
        pdf_engine: match given.get_one::<String>("pdf-engine").map(String::as_str) {
            Some("pdf-extract") => PdfEngine::PdfExtract,
            _ => PdfEngine::Own,
        },
        password: given.get_one("password").cloned(),
        asks_password: given.get_flag("password-stdin"),
    }
}

/// The environment variable that holds a password, which does not show in lists of processes.
pub const PASSWORD: &str = "VANBAN_PASSWORD";

fn eval(given: &ArgMatches) -> Eval {
    Eval {
        gold: given.get_one("gold").cloned().unwrap_or_default(),
        docs: many(given, "docs"),
        only: given.get_one("only").cloned(),
        verbose: given.get_flag("verbose"),
        json: given.get_flag("json"),
        record: given.get_one("record").cloned(),
        save: given.get_one("save").cloned(),
        min: many(given, "min"),
        reading: reading(given),
        rules: given.get_one("rules").cloned(),
        quiet: given.get_flag("quiet"),
    }
}

/// All values of an argument.
pub fn many<T: Clone + Send + Sync + 'static>(given: &ArgMatches, name: &str) -> Vec<T> {
    given.get_many(name).map(|values| values.cloned().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let lang = |words: &[&str]| lang_of(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(lang(&["extract", "a.txt"]), Lang::Vi);
        assert_eq!(lang(&["extract", "a.txt", "--lang", "en"]), Lang::En);
        assert_eq!(lang(&["extract", "verify", "--lang=en", "a"]), Lang::En);
        assert_eq!(lang(&["extract", "--", "--lang=en"]), Lang::Vi);
    }

    #[test]
    fn several_files_are_ndjson_and_a_named_output_chooses_its_form() {
        let form = |words: &[&str]| {
            let args = std::iter::once("extract").chain(words.iter().copied()).map(OsString::from).collect();
            match parse(args, Lang::En) {
                Ok(Choice::Extract(extract)) => extract.form,
                _ => panic!("{words:?}"),
            }
        };
        assert_eq!(form(&["a.txt"]), Form::Json);
        assert_eq!(form(&["a.txt", "--compact"]), Form::CompactJson);
        assert_eq!(form(&["a.txt", "b.txt"]), Form::Ndjson);
        assert_eq!(form(&["a.txt", "b.txt", "-o", "t.xlsx"]), Form::Xlsx);
        assert_eq!(form(&["a.txt", "b.txt", "-o", "dir"]), Form::Json);
        assert_eq!(form(&["--text", "a.txt"]), Form::Text);
    }
}
