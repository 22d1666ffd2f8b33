//! `extract cites`: what a document cites and who cites it; what is cited most; the whole graph.

use super::corpus::{self, Broken};
use super::known::{self, line};
use super::output::{Pending, plain, to_stdout};
use super::selection::{self, Selection};
use super::talk::Talk;
use super::{Exit, pick};
use crate::corpus::{Corpus, Reader};
use crate::diagnostic::Lang;
use crate::knowledge::{self, Cites, Failure, Graph, Passage};
use crate::rules::Rules;
use crate::write::phrases;
use clap::{Arg, ArgMatches, Command, value_parser};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    document: Option<String>,
    graph: Option<Graph>,
    out: Option<PathBuf>,
    limit: usize,
    json: bool,
    selection: Selection,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("cites")
        .about(t(
            "Văn bản viện dẫn những gì, được văn bản nào viện dẫn; văn bản được viện dẫn nhiều nhất; cả mạng viện dẫn",
            "What a document cites and who cites it; what is cited most; the whole graph of citations",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(corpus::argument(lang))
        .arg(Arg::new("document").value_name(t("MÃ|SỐ", "KEY|NUMBER")).help(t(
            "Mã hoặc số, ký hiệu của văn bản; nếu không có: các văn bản được viện dẫn nhiều nhất",
            "Key or number of a document; without it: the documents that are cited most",
        )))
        .arg(
            Arg::new("graph")
                .long("graph")
                .value_name(t("DẠNG", "FORM"))
                .value_parser(["graphml", "dot", "csv"])
                .conflicts_with_all(["document", "json"])
                .help(t(
                    "Xuất mạng viện dẫn: graphml (Gephi, networkx), dot (Graphviz), csv",
                    "Export the graph of citations: graphml (Gephi, networkx), dot (Graphviz), csv",
                )),
        )
        .arg(Arg::new("out").long("out").short('o').value_name(t("TỆP", "FILE")).value_parser(value_parser!(PathBuf)).requires("graph").help(t(
            "Ghi mạng viện dẫn vào tệp này",
            "Write the graph to this file",
        )))
        .arg(known::limit(lang, "Số văn bản nhiều nhất (mặc định 20)", "Most documents to list (default 20)"))
        .arg(known::json(lang))
        .args(selection::arguments(lang).map(|argument| argument.requires("graph")))
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        document: given.get_one("document").cloned(),
        graph: given.get_one::<String>("graph").map(|form| match form.as_str() {
            "dot" => Graph::Dot,
            "csv" => Graph::Csv,
            _ => Graph::GraphMl,
        }),
        out: given.get_one("out").cloned(),
        limit: given.get_one("limit").copied().unwrap_or(20),
        json: given.get_flag("json"),
        selection: selection::parse(given),
    }
}

/// Answers what was asked.
///
/// # Errors
/// Those of the output.
pub fn cites(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    corpus::exit(run(asked, talk), talk)
}

fn run(asked: &Asked, talk: &Talk) -> Result<Exit, Broken> {
    let corpus = Corpus::open(&asked.corpus)?;
    let reader = corpus.reader()?;
    if let Some(form) = asked.graph {
        return graph(&corpus, &reader, form, asked, talk);
    }
    let Some(document) = &asked.document else { return most(&reader, asked) };
    let Some(node) = known::one(&reader, document, talk)? else { return Ok(Exit::Usage) };
    let answer = match (&node.key, &node.cite_key) {
        (Some(key), _) => Some(knowledge::cites(&reader, key, asked.limit)?),
        (None, Some(cited)) => knowledge::cited_only(&reader, cited, asked.limit)?,
        (None, None) => None,
    };
    let Some(answer) = answer else { return Ok(Exit::CannotOpen) };
    Ok(to_stdout(|out| match asked.json {
        true => known::write_json(out, &answer),
        false => print(out, &answer, talk.lang),
    })?)
}

fn print(out: &mut dyn Write, answer: &Cites, lang: Lang) -> io::Result<()> {
    writeln!(out, "{}", line(&answer.document))?;
    if answer.document.key.is_none() {
        writeln!(out, "{}", lang.pick("(không có trong kho)", "(not in the corpus)"))?;
    }
    if !answer.cites.is_empty() {
        writeln!(out, "\n{} {}", lang.pick("Viện dẫn:", "Cites:"), answer.cites.len())?;
    }
    for cited in &answer.cites {
        writeln!(out, "  {}", line(&cited.document))?;
        if !cited.candidates.is_empty() {
            let several = lang.pick("có thể là một trong", "may be one of");
            writeln!(out, "      {several} {}", cited.candidates.join(", "))?;
        }
        at(out, &cited.relation, &cited.at, lang)?;
    }
    writeln!(out, "\n{} {}", lang.pick("Được viện dẫn bởi:", "Cited by:"), answer.cited_by_count)?;
    for citing in &answer.cited_by {
        writeln!(out, "  {}", line(&citing.document))?;
        at(out, &citing.relation, &citing.at, lang)?;
    }
    let more = answer.cited_by_count.saturating_sub(answer.cited_by.len() as u64);
    if more > 0 {
        writeln!(out, "  … {more} {}", lang.pick("văn bản nữa (--limit)", "more (--limit)"))?;
    }
    if answer.cited_by_perhaps > 0 {
        let perhaps = lang.pick(
            "viện dẫn có thể là văn bản này hoặc văn bản khác cùng số",
            "citations may mean this document or another of its number",
        );
        writeln!(out, "{} {perhaps}", answer.cited_by_perhaps)?;
    }
    Ok(())
}

fn at(out: &mut dyn Write, relation: &str, at: &Passage, lang: Lang) -> io::Result<()> {
    let quote = known::shortened(&at.quote, 120);
    let place = phrases::position(at.page, at.line, lang);
    writeln!(out, "      {}", plain(&format!("{relation} ({place}): {quote}")))
}

fn most(reader: &Reader, asked: &Asked) -> Result<Exit, Broken> {
    let most = knowledge::most_cited(reader, asked.limit)?;
    Ok(to_stdout(|out| match asked.json {
        true => known::write_json(out, &most),
        false => most
            .iter()
            .try_for_each(|cited| writeln!(out, "{:>8}  {}", cited.cited_by, line(&cited.document))),
    })?)
}

fn graph(corpus: &Corpus, reader: &Reader, form: Graph, asked: &Asked, talk: &Talk) -> Result<Exit, Broken> {
    let filter = asked.selection.filter(corpus, reader, Rules::embedded(), talk)?;
    let broken = |failure| match failure {
        Failure::Corpus(fault) => Broken::Corpus(fault),
        Failure::Output(cause) => Broken::Output(cause),
    };
    match &asked.out {
        Some(path) => {
            let mut pending = Pending::new(path)?;
            knowledge::graph(reader, &filter, form, &mut pending).map_err(broken)?;
            pending.finish()?;
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            knowledge::graph(reader, &filter, form, &mut out).map_err(broken)?;
            out.flush()?;
        }
    }
    Ok(Exit::AllRead)
}

const AFTER_VI: &str = "\
Ví dụ:
  extract cites --corpus kho                             các văn bản được viện dẫn nhiều nhất
  extract cites --corpus kho 74/KH-UBND
  extract cites --corpus kho --graph graphml -o vien-dan.graphml --year 2024";

const AFTER_EN: &str = "\
Examples:
  extract cites --corpus corpus                          the documents that are cited most
  extract cites --corpus corpus 74/KH-UBND
  extract cites --corpus corpus --graph graphml -o citations.graphml --year 2024";
