//! `extract eval`: the program's own score.

use super::Exit;
use super::arguments::Eval;
use super::talk::Talk;
use super::{batch, make, output};
use crate::eval::{self, Record};
use crate::pipeline;
use crate::write::convert;
use std::io;

/// Scores, prints, compares and saves as asked.
///
/// # Errors
/// Those of standard output.
pub fn evaluate(options: &Eval, talk: &Talk) -> io::Result<Exit> {
    let rules = match batch::rules(options.rules.as_deref()) {
        Ok(rules) => rules,
        Err(error) => {
            talk.failed(&error);
            return Ok(Exit::BadRules);
        }
    };
    let wanted =
        eval::Options { gold: options.gold.clone(), docs: options.docs.clone(), only: options.only.clone() };
    let lang = talk.lang;
    let reading = make::options(&options.reading)?;
    let report = eval::run(&wanted, |path| {
        let document = pipeline::document(&path.to_string_lossy(), &reading, &rules)
            .map_err(|error| error.text(lang))?;
        serde_json::to_value(convert::record(&document, lang)).map_err(|error| error.to_string())
    });
    let (report, earlier) = match report.and_then(|report| {
        let earlier = options.record.as_deref().map(Record::load).transpose()?;
        Ok((report, earlier))
    }) {
        Ok(done) => done,
        Err(error) => {
            let message = error.message(lang);
            talk.complain(&message, &message);
            return Ok(Exit::CannotOpen);
        }
    };
    let comparison = earlier.map(|earlier| report.compare(&earlier));
    output::to_stdout(|out| {
        if options.json {
            let mut figures = report.json();
            if let (Some(comparison), Some(members)) = (&comparison, figures.as_object_mut()) {
                members.insert("comparison".to_owned(), comparison.json());
            }
            return output::pretty(out, &figures);
        }
        out.write_all(report.text(lang, options.verbose).as_bytes())?;
        comparison.iter().try_for_each(|comparison| out.write_all(comparison.text(lang).as_bytes()))
    })?;
    if let Some(path) = &options.save {
        let record = Record::new(&report, &eval::record::today(), &eval::record::machine());
        if let Err(error) = record.save(path) {
            let message = error.message(lang);
            talk.complain(&message, &message);
            return Ok(Exit::CannotWrite);
        }
    }
    let figures = report.figures();
    let short: Vec<String> = options
        .min
        .iter()
        .filter(|(facet, least)| {
            figures.iter().find(|(name, _)| name == facet).is_none_or(|(_, figure)| figure < least)
        })
        .map(|(facet, least)| format!("{facet} < {least}"))
        .collect();
    if !short.is_empty() {
        let short = short.join(", ");
        talk.complain(&format!("không đạt: {short}"), &format!("falls short: {short}"));
    }
    Ok(if short.is_empty() && report.failed().next().is_none() { Exit::AllRead } else { Exit::SomeFailed })
}
