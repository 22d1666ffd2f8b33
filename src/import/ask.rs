//! Reads the sources, and asks the corpus of everything whether it needs it.

use super::lines::{self, Head};
use super::problem::{Place, Problem};
use super::rows::{Gather, Of, Row};
use super::source::Source;
use super::tables::{Open, Small};
use crate::corpus::{Corpus, Fault, Need, Origin, Reader};
use std::path::Path;
use std::sync::Arc;

/// How many documents are asked of another corpus at a time.
const PAGE: u32 = 256;

/// What ends the reading of a source.
enum Broken {
    /// Of the corpus that is imported into.
    Here(Fault),
    Source(Problem),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Broken {
        Broken::Here(fault)
    }
}

impl From<Problem> for Broken {
    fn from(problem: Problem) -> Broken {
        Broken::Source(problem)
    }
}

/// Reads sources, and asks the corpus what it needs of them.
pub struct Ask<'a> {
    /// The corpus that is imported into.
    pub there: Reader,
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// What is wrong with a source ends that source alone.
fn said(outcome: Result<(), Broken>, gather: &Gather<'_>) -> Result<(), Fault> {
    match outcome {
        Ok(()) => Ok(()),
        Err(Broken::Here(fault)) => Err(fault),
        Err(Broken::Source(problem)) => {
            gather.problem(problem);
            Ok(())
        }
    }
}

impl Ask<'_> {
    /// Reads a source to its end, or until nobody wants any more.
    ///
    /// # Errors
    /// Those of the corpus that is imported into.
    pub fn read(&self, source: &Source, gather: &mut Gather<'_>) -> Result<(), Fault> {
        match source {
            Source::Corpus(other) => said(self.corpus(other, gather), gather),
            Source::Documents(path, _) => said(self.table(path, gather), gather),
            Source::Lines(path) => {
                self.lines(path, gather);
                Ok(())
            }
            Source::Failures(..) | Source::Copies(_) => Ok(()),
        }
    }

    /// Documents of another corpus.
    fn corpus(&self, other: &Corpus, gather: &mut Gather<'_>) -> Result<(), Broken> {
        let there = |fault: Fault| Broken::from(Problem::corpus(&fault));
        let from: Arc<str> = other.directory().display().to_string().into();
        let reader = other.reader().map_err(there)?;
        let mut after = 0;
        loop {
            let page = reader.foreign_documents(after, PAGE).map_err(there)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for document in page {
                let need = self.there.need(&document.by, document.entry.as_ref())?;
                let Origin { key, path, program, rules } = document.by;
                let record = match need {
                    Need::Record => match reader.read_json(&key) {
                        Ok(Some(record)) => Some(record),
                        // It has gone in between.
                        Ok(None) => continue,
                        Err(fault) => {
                            gather.problem(Problem::corpus(&fault));
                            continue;
                        }
                    },
                    Need::Entry => None,
                    Need::Nothing => {
                        if !gather.known() {
                            return Ok(());
                        }
                        continue;
                    }
                };
                let of = Of::Corpus { path, entry: document.entry.map(Box::new), record };
                let row = Row { from: from.clone(), place: None, key, program, rules, of };
                if !gather.row(row) || (self.stop)() {
                    return Ok(());
                }
            }
        }
    }

    /// Records of a table.
    fn table(&self, path: &Path, gather: &mut Gather<'_>) -> Result<(), Broken> {
        let open = Open::new(path)?;
        let from: Arc<str> = open.name().into();
        let known = std::cell::Cell::new(0u64);
        open.documents(
            |small| {
                if (self.stop)() {
                    return Ok::<_, Fault>(false);
                }
                let Small { key, path, program, rules } = small.clone();
                let by = Origin { key, path, program, rules };
                // An entry for the ledger is made of the record too.
                let wants = self.there.need(&by, None)? != Need::Nothing;
                known.set(known.get() + u64::from(!wants));
                Ok(wants)
            },
            |given| {
                let taken = match given {
                    Ok((row, small, record)) => {
                        let Small { key, program, rules, .. } = small;
                        let place = Some(Place::Row(row));
                        gather.row(Row {
                            from: from.clone(),
                            place,
                            key,
                            program,
                            rules,
                            of: Of::Record(record),
                        })
                    }
                    Err(problem) => gather.problem(problem),
                };
                taken && !(self.stop)()
            },
        )?;
        (0..known.get()).all(|_| gather.known());
        Ok(())
    }

    /// Records on lines.
    fn lines(&self, path: &Path, gather: &mut Gather<'_>) {
        let from: Arc<str> = path.display().to_string().into();
        lines::each(path, |given| {
            let goes_on = match given {
                Ok((number, line)) => {
                    let head: Option<Head> = serde_json::from_str(&line).ok();
                    let need = head.map(|head| {
                        let Head { source } = head;
                        let by = Origin {
                            key: source.blake3,
                            path: source.path,
                            program: String::new(),
                            rules: String::new(),
                        };
                        self.there.need(&by, None)
                    });
                    match need {
                        Some(Ok(Need::Nothing)) => gather.known(),
                        Some(Err(fault)) => {
                            gather.fault(fault);
                            false
                        }
                        _ => gather.row(Row {
                            from: from.clone(),
                            place: Some(Place::Line(number)),
                            key: String::new(),
                            program: String::new(),
                            rules: String::new(),
                            of: Of::Record(line),
                        }),
                    }
                }
                Err(problem) => gather.problem(problem),
            };
            goes_on && !(self.stop)()
        });
    }
}
