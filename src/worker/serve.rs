//! The worker: requests on standard input, answers on standard output, in the order of the requests.

use super::answer::answer;
use super::limits::Limits;
use super::pool::Pool;
use super::protocol::{Answer, Request};
use super::watch::Watch;
use crate::rules::Rules;
use std::io::{self, BufRead, Write};

/// Answers requests in this process until standard input ends. A request that passes a limit is answered and ends the
/// process; so does the end of `parent`, the process that started this one, without an answer.
///
/// # Errors
/// Those of standard input and output; a reader that has gone is none.
pub fn serve(rules: &Rules, limits: Limits, parent: Option<u32>) -> io::Result<()> {
    let watch = Watch::start(limits, parent)?;
    let served = lines(|line| match Request::parse(line) {
        Ok(request) => {
            watch.begin(&request);
            watch.answer(answer(&request, rules))
        }
        Err(refused) => watch.answer(*refused),
    });
    quietly(served)
}

/// Answers requests through a pool, so that every one of them is answered whatever befalls its process.
///
/// # Errors
/// As [`serve`].
pub fn isolated(pool: &Pool) -> io::Result<()> {
    let mut out = io::stdout();
    let served = lines(|line| {
        let answer = Request::parse(line).map_or_else(
            |refused| *refused,
            |request| pool.call(&request).unwrap_or_else(|error| Answer::failed(request.id.clone(), &error)),
        );
        let mut line = serde_json::to_vec(&answer)?;
        line.push(b'\n');
        out.write_all(&line)?;
        out.flush()
    });
    quietly(served)
}

fn quietly(served: io::Result<()>) -> io::Result<()> {
    match served {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        served => served,
    }
}

fn lines(mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if !line.trim_ascii().is_empty() {
            take(&line)?;
        }
        // A document in one line should not be held for ever.
        line.shrink_to(1 << 20);
    }
}
