//! What the commands over a corpus share.

use super::talk::Talk;
use super::{Exit, index, pick};
use crate::corpus::Fault;
use crate::diagnostic::Lang;
use crate::search;
use clap::{Arg, value_parser};
use std::io;
use std::path::PathBuf;

/// `--corpus DIR`.
pub fn argument(lang: Lang) -> Arg {
    let t = |vi, en| pick(lang, vi, en);
    Arg::new("corpus")
        .long("corpus")
        .value_name(t("KHO", "CORPUS"))
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .help(t("Thư mục của kho văn bản", "The directory of the corpus"))
}

/// What may go wrong between a corpus and the output.
pub enum Broken {
    Corpus(Fault),
    Search(search::Fault),
    Output(io::Error),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Broken {
        Broken::Corpus(fault)
    }
}

impl From<search::Fault> for Broken {
    fn from(fault: search::Fault) -> Broken {
        Broken::Search(fault)
    }
}

impl From<io::Error> for Broken {
    fn from(cause: io::Error) -> Broken {
        Broken::Output(cause)
    }
}

/// The exit of a command; a fault of the corpus is said.
///
/// # Errors
/// Those of the output.
pub fn exit(outcome: Result<Exit, Broken>, talk: &Talk) -> io::Result<Exit> {
    match outcome {
        Ok(exit) => Ok(exit),
        Err(Broken::Output(cause)) => Err(cause),
        Err(Broken::Search(fault)) => Ok(index::refused(&fault, talk)),
        Err(Broken::Corpus(fault)) => {
            let code = fault.kind().code();
            talk.complain(
                &format!("[{code}] {}", fault.text(Lang::Vi)),
                &format!("[{code}] {}", fault.text(Lang::En)),
            );
            Ok(Exit::of_corpus(fault.kind()))
        }
    }
}
