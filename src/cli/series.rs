//! `extract series` and `extract duties`: one indicator over years and places, and who must do what.

use super::corpus;
use super::known;
use super::output::{plain, to_stdout};
use super::selection::{self, Selection};
use super::talk::Talk;
use super::{Exit, pick};
use crate::corpus::Corpus;
use crate::diagnostic::Lang;
use crate::knowledge::{self, Bodies, Duties, Series};
use crate::rules::Rules;
use crate::write::phrases;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{self, Write};
use std::path::PathBuf;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    words: Option<String>,
    form: Form,
    limit: usize,
    selection: Selection,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Lines,
    Json,
    Csv,
}

/// The command line of `series`, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    common(Command::new("series"), lang)
        .about(t(
            "Một chỉ tiêu qua các năm và địa phương: extract series --corpus kho \"hộ nghèo\"",
            "One indicator over years and places: extract series --corpus corpus \"hộ nghèo\"",
        ))
        .arg(Arg::new("words").value_name(t("CHỈ_TIÊU", "INDICATOR")).required(true).help(t(
            "Các chữ liền nhau trong tên chỉ tiêu, có dấu hoặc không dấu",
            "Words that stand together in the indicator, with or without marks",
        )))
}

/// The command line of `duties`, but for what all commands share.
pub fn duties_command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    common(Command::new("duties"), lang)
        .about(t(
            "Cơ quan nào có nhiệm vụ gì, thời hạn và văn bản giao; không nêu cơ quan: các cơ quan có nhiều nhiệm vụ nhất",
            "Who must do what, by when, by which document; without a body: the bodies with most duties",
        ))
        .arg(Arg::new("words").value_name(t("CƠ_QUAN", "BODY")).help(t(
            "Các chữ liền nhau trong tên cơ quan, có dấu hoặc không dấu",
            "Words that stand together in the name of the body, with or without marks",
        )))
}

fn common(command: Command, lang: Lang) -> Command {
    command
        .arg(corpus::argument(lang))
        .arg(known::limit(lang, "Số dòng nhiều nhất (mặc định 1000)", "Most rows (default 1000)"))
        .arg(known::json(lang))
        .arg(Arg::new("csv").long("csv").action(ArgAction::SetTrue).conflicts_with("json").help(pick(
            lang,
            "Kết quả dạng CSV",
            "Print the answer as CSV",
        )))
        .args(selection::arguments(lang))
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        words: given.get_one("words").cloned(),
        form: match (given.get_flag("json"), given.get_flag("csv")) {
            (true, _) => Form::Json,
            (_, true) => Form::Csv,
            _ => Form::Lines,
        },
        limit: given.get_one("limit").copied().unwrap_or(1000),
        selection: selection::parse(given),
    }
}

/// Prints the targets that set an indicator.
///
/// # Errors
/// Those of standard output.
pub fn series(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    let run = || {
        let corpus = Corpus::open(&asked.corpus)?;
        let reader = corpus.reader()?;
        let filter = asked.selection.filter(&corpus, &reader, Rules::embedded(), talk)?;
        let words = asked.words.as_deref().unwrap_or_default();
        let series = knowledge::series(&reader, words, &filter, asked.limit)?;
        cut(series.is_cut, asked, talk);
        Ok(to_stdout(|out| match asked.form {
            Form::Json => known::write_json(out, &series),
            Form::Csv => series_csv(out, &series),
            Form::Lines => series_lines(out, &series, talk.lang),
        })?)
    };
    corpus::exit(run(), talk)
}

fn cut(is_cut: bool, asked: &Asked, talk: &Talk) {
    if is_cut {
        talk.note(
            &format!("chỉ {} dòng đầu; thêm --limit để có nhiều hơn", asked.limit),
            &format!("only the first {} rows; --limit gives more", asked.limit),
        );
    }
}

fn series_lines(out: &mut dyn Write, series: &Series, lang: Lang) -> io::Result<()> {
    for point in &series.points {
        let year = point.year.map_or_else(|| "????".to_owned(), |year| year.to_string());
        let value = known::aim(&point.target, lang);
        let issuer = point.issuer.as_deref().unwrap_or("-");
        let number = point.number.as_deref().unwrap_or("-");
        let place = phrases::position(point.target.page, point.target.line, lang);
        let line = format!("{year}  {value:>14}  {issuer} · {} · {number} ({place})", point.target.indicator);
        writeln!(out, "{}", plain(&line))?;
    }
    Ok(())
}

fn series_csv(out: &mut dyn Write, series: &Series) -> io::Result<()> {
    let heads = [
        "year",
        "province",
        "level",
        "issuer",
        "indicator",
        "comparator",
        "change",
        "value",
        "value_max",
        "unit",
        "base_value",
        "base_value_max",
        "base_unit",
        "number",
        "document_year",
        "key",
        "section",
        "page",
        "line",
        "quote",
    ];
    let rows = series.points.iter().map(|point| {
        vec![
            shown(point.year),
            shown(point.province.as_ref()),
            shown(point.level.as_ref()),
            shown(point.issuer.as_ref()),
            point.target.indicator.clone(),
            shown(point.target.comparator.as_ref()),
            shown(point.target.change.as_ref()),
            shown(point.target.value),
            shown(point.target.value_max),
            shown(point.target.unit.as_ref()),
            shown(point.target.base_value),
            shown(point.target.base_value_max),
            shown(point.target.base_unit.as_ref()),
            shown(point.number.as_ref()),
            shown(point.document_year),
            point.key.clone(),
            point.target.section.clone(),
            shown(point.target.page),
            shown(point.target.line),
            point.target.quote.clone(),
        ]
    });
    known::write_csv(out, &heads, rows)
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Prints duties, or the bodies that have them.
///
/// # Errors
/// Those of standard output.
pub fn duties(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    let run = || {
        let corpus = Corpus::open(&asked.corpus)?;
        let reader = corpus.reader()?;
        let rules = Rules::embedded();
        let filter = asked.selection.filter(&corpus, &reader, rules, talk)?;
        let Some(words) = &asked.words else {
            let bodies = knowledge::bodies(&reader, None, &filter, rules, asked.limit)?;
            return Ok(to_stdout(|out| match asked.form {
                Form::Json => known::write_json(out, &bodies),
                Form::Csv => bodies_csv(out, &bodies),
                Form::Lines => bodies
                    .bodies
                    .iter()
                    .try_for_each(|body| writeln!(out, "{:>8}  {}", body.duties, plain(&body.body))),
            })?);
        };
        let duties = knowledge::duties(&reader, words, &filter, rules, asked.limit)?;
        cut(duties.is_cut, asked, talk);
        Ok(to_stdout(|out| match asked.form {
            Form::Json => known::write_json(out, &duties),
            Form::Csv => duties_csv(out, &duties),
            Form::Lines => duties_lines(out, &duties, talk.lang),
        })?)
    };
    corpus::exit(run(), talk)
}

fn duties_lines(out: &mut dyn Write, duties: &Duties, lang: Lang) -> io::Result<()> {
    for duty in &duties.duties {
        let deadline = duty.deadline.as_deref().unwrap_or("-");
        let document = [duty.number.as_deref(), duty.date.as_deref(), duty.issuer.as_deref()];
        let document = document.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let place = phrases::position(duty.page, duty.line, lang);
        writeln!(
            out,
            "{}",
            plain(&format!("{} [{}] {}", duty.body, duty.role, known::shortened(&duty.task, 160)))
        )?;
        writeln!(out, "    {}", plain(&format!("{deadline} · {document} ({place})")))?;
    }
    Ok(())
}

fn bodies_csv(out: &mut dyn Write, bodies: &Bodies) -> io::Result<()> {
    let heads = ["body", "duties", "lead", "support", "responsible", "requested"];
    let rows = bodies.bodies.iter().map(|body| {
        let counts = [body.duties, body.lead, body.support, body.responsible, body.requested];
        std::iter::once(body.body.clone()).chain(counts.map(|count| count.to_string())).collect()
    });
    known::write_csv(out, &heads, rows)
}

fn duties_csv(out: &mut dyn Write, duties: &Duties) -> io::Result<()> {
    let heads = [
        "body", "role", "task", "deadline", "number", "date", "year", "issuer", "province", "key", "section",
        "page", "line", "quote",
    ];
    let rows = duties.duties.iter().map(|duty| {
        vec![
            duty.body.clone(),
            duty.role.clone(),
            duty.task.clone(),
            shown(duty.deadline.as_ref()),
            shown(duty.number.as_ref()),
            shown(duty.date.as_ref()),
            shown(duty.year),
            shown(duty.issuer.as_ref()),
            shown(duty.province.as_ref()),
            duty.key.clone(),
            duty.section.clone(),
            shown(duty.page),
            shown(duty.line),
            duty.quote.clone(),
        ]
    });
    known::write_csv(out, &heads, rows)
}
