//! The command line's words, in Vietnamese and English.

use super::command::command;
use crate::diagnostic::Lang;
use crate::write::table::Table;
use clap::ArgMatches;
use clap_complete::Shell;
use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

/// What was asked for.
pub enum Choice {
    Extract(Extract),
    Verify { records: Vec<String>, quiet: bool },
    Eval(Eval),
    Schema,
    Completions(Shell),
    Man,
}

impl Choice {
    pub fn quiet(&self) -> bool {
        match self {
            Choice::Extract(Extract { quiet, .. })
            | Choice::Verify { quiet, .. }
            | Choice::Eval(Eval { quiet, .. }) => *quiet,
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
    pub quiet: bool,
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
    let matches = command.try_get_matches_from_mut(args)?;
    Ok(match matches.subcommand() {
        Some(("schema", _)) => Choice::Schema,
        Some(("man", _)) => Choice::Man,
        Some(("completions", given)) => {
            Choice::Completions(given.get_one("shell").copied().unwrap_or(Shell::Bash))
        }
        Some(("verify", given)) => {
            Choice::Verify { records: many(given, "records"), quiet: given.get_flag("quiet") }
        }
        Some(("eval", given)) => Choice::Eval(eval(given)),
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
        jobs: given
            .get_one::<usize>("jobs")
            .and_then(|&jobs| NonZero::new(jobs))
            .or_else(|| std::thread::available_parallelism().ok())
            .unwrap_or(NonZero::<usize>::MIN),
        quiet: given.get_flag("quiet"),
    }
}

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
        rules: given.get_one("rules").cloned(),
        quiet: given.get_flag("quiet"),
    }
}

fn many<T: Clone + Send + Sync + 'static>(given: &ArgMatches, name: &str) -> Vec<T> {
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
