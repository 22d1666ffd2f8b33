//! Reads files: texts here, what may bring a reader down in worker processes.

use super::run::Run;
use super::task::{Input, Outcome, Settled, Task};
use crate::corpus::{File, Prepared, Reason};
use crate::document::Document;
use crate::error::Error;
use crate::read;
use crate::source::Source;
use crate::worker::{self, Answer, Output, Request};
use crate::write::convert;
use std::io;
use std::time::Instant;

impl Run<'_> {
    /// Reads what stands on the board until nothing comes any more. `maker` tells this thread from the others.
    pub fn work(&self, maker: usize) {
        while let Some(mut taken) = self.board.take() {
            for settled in self.settled(taken.work(), maker) {
                let bytes = match &settled.outcome {
                    Outcome::Document { prepared, .. } => prepared.bytes(),
                    _ => 0,
                };
                // The board holds the bytes for the tasks until there is room for what came of them, and keeps other
                // huge texts back until this one is written.
                self.results.push(settled, bytes);
                self.spent.clear(maker, bytes);
            }
        }
    }

    /// What comes of files. Texts go through the rooms together.
    fn settled(&self, tasks: Vec<Task>, maker: usize) -> impl Iterator<Item = Settled> {
        let mut sources = Vec::new();
        let opened: Vec<_> = tasks
            .into_iter()
            .map(|Task { mut file, input, nest }| {
                let begun = Instant::now();
                let made = match input {
                    Input::Bytes(bytes) => self.opened(&file, bytes).map(|source| {
                        sources.push(source);
                        None
                    }),
                    Input::Path { path, _spooled } => self.in_worker(&mut file, &path).map(Some),
                };
                file.seconds = begun.elapsed().as_secs_f64();
                (file, nest, made)
            })
            .collect();
        let (begun, count) = (Instant::now(), sources.len());
        let mut documents = worker::documents(sources, self.rules).into_iter();
        let each = begun.elapsed().as_secs_f64() / count.max(1) as f64;
        opened.into_iter().map(move |(mut file, nest, made)| {
            let begun = Instant::now();
            let made = match made {
                Ok(None) => {
                    file.seconds += each;
                    self.prepared(&file, documents.next().flatten())
                }
                Ok(Some(prepared)) => Ok(prepared),
                Err(reason) => Err(reason),
            };
            file.seconds += begun.elapsed().as_secs_f64();
            Settled { outcome: Self::outcome(file, made, maker), nest }
        })
    }

    fn outcome(mut file: File, made: Result<Prepared, Box<Reason>>, maker: usize) -> Outcome {
        let made = made.and_then(|prepared| {
            // What was read is what was hashed, or the file was another in between.
            if Some(prepared.key()) == file.blake3.as_deref() {
                Ok(prepared)
            } else {
                Err(because(&read::changed(&file.path)))
            }
        });
        match made {
            Ok(prepared) => {
                file.format = Some(prepared.record().source.format.clone());
                Outcome::Document { file, prepared: Box::new(prepared), maker }
            }
            Err(reason) => Outcome::Failed { file, reason },
        }
    }

    fn opened(&self, file: &File, bytes: Vec<u8>) -> Result<Source, Box<Reason>> {
        let decode = || read::decode_hashed(&file.path, bytes, file.blake3.clone(), self.options);
        worker::guarded(&file.path, decode).map_err(|error| because(&error))
    }

    /// What is stored of a document; `None` is one that the program failed on.
    fn prepared(&self, file: &File, document: Option<Document>) -> Result<Prepared, Box<Reason>> {
        let inside = || worker::inside(&file.path);
        let prepare = || {
            let record = convert::record(&document.ok_or_else(inside)?, self.lang);
            self.preparer.prepare(record).map_err(|fault| inside().caused_by(io::Error::other(fault)))
        };
        worker::guarded(&file.path, prepare).map_err(|error| because(&error))
    }

    fn in_worker(&self, file: &mut File, path: &str) -> Result<Prepared, Box<Reason>> {
        let broken =
            |cause: &str| because(&worker::inside(&file.path).caused_by(io::Error::other(cause.to_owned())));
        let mut request = Request::of_file(path, self.options, self.lang, Output::Record);
        if path != file.path {
            request.name = Some(file.path.clone());
        }
        let answer = self.pool.call(&request).map_err(|error| because(&error))?;
        let Answer { record, error, peak_memory, .. } = answer;
        let made = match (error, record) {
            (Some(failure), _) => Err(because(&Error::from(failure))),
            (None, Some(record)) => {
                let json = String::from(Box::<str>::from(record));
                self.preparer.parse(json).map_err(|fault| broken(&fault.to_string()))
            }
            (None, None) => Err(broken("an answer without content")),
        };
        file.peak_memory = peak_memory;
        made
    }
}

fn because(error: &Error) -> Box<Reason> {
    Box::new(error.into())
}
