//! Reads files: texts here, what may bring a reader down in worker processes.

use super::board::Taken;
use super::run::Run;
use super::task::{Input, Outcome, Settled, Task};
use crate::corpus::{File, Prepared, Reason};
use crate::error::Error;
use crate::worker::{self, Answer, Output, Request};
use crate::write::{convert, json};
use crate::{pipeline, read};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

impl Run<'_> {
    /// Reads what stands on the board until nothing comes any more. `maker` tells this thread from the others.
    pub fn work(&self, maker: usize) {
        while let Some(mut taken) = self.board.take() {
            self.spent.clear(maker);
            if let Some(task) = Taken::work(&mut taken) {
                let settled = self.settled(task, maker);
                let bytes = match &settled.outcome {
                    Outcome::Document { prepared, .. } => prepared.bytes(),
                    _ => 0,
                };
                // The board holds the bytes for the task until there is room for what came of it.
                self.results.push(settled, bytes);
            }
        }
    }

    fn settled(&self, task: Task, maker: usize) -> Settled {
        let Task { mut file, input, nest } = task;
        let begun = Instant::now();
        let made = match input {
            Input::Bytes(bytes) => {
                // A fault of the program costs the file at hand and no other.
                catch_unwind(AssertUnwindSafe(|| self.inside(&file, bytes)))
                    .unwrap_or_else(|_| Err(because(&worker::inside(&file.path))))
            }
            Input::Path { path, _spooled } => self.in_worker(&mut file, &path),
        };
        file.seconds = begun.elapsed().as_secs_f64();
        let made = made.and_then(|prepared| {
            // What was read is what was hashed, or the file was another in between.
            if Some(prepared.key()) == file.blake3.as_deref() {
                Ok(prepared)
            } else {
                Err(because(&read::changed(&file.path)))
            }
        });
        let outcome = match made {
            Ok(prepared) => {
                file.format = Some(prepared.record().source.format.clone());
                Outcome::Document { file, prepared: Box::new(prepared), maker }
            }
            Err(reason) => Outcome::Failed { file, reason },
        };
        Settled { outcome, nest }
    }

    fn inside(&self, file: &File, bytes: Vec<u8>) -> Result<Prepared, Box<Reason>> {
        let reason = |error: Error| because(&error);
        let source = read::decode(&file.path, bytes, self.options).map_err(reason)?;
        let document = pipeline::from_source(source, self.rules);
        let record = convert::record(&document, self.lang);
        drop(document);
        let mut line = Vec::new();
        json::write(&mut line, &record, json::Style::Compact)
            .map_err(|cause| reason(worker::inside(&file.path).caused_by(cause)))?;
        Ok(self.preparer.prepare(record, &line))
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
                self.preparer.parse(record.get()).map_err(|fault| broken(&fault.to_string()))
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
