//! The whole citation graph, in the formats of those who study it.
//!
//! Nodes are the documents of the corpus and those that they cite; an edge leads from the citing to the cited document.
//! A citation that may mean several documents leads to a node of its own.

use super::cites::{node_of, walk};
use super::links::{Meant, Reference, Resolver};
use super::node::Node;
use crate::corpus::{Fault, Filter, Reader};
use quick_xml::escape::escape;
use rusqlite::types::ToSql;
use rustc_hash::FxHashSet;
use std::fmt;
use std::io::{self, Write};

/// A format of graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graph {
    /// For Gephi, networkx, igraph, yEd.
    GraphMl,
    /// For Graphviz.
    Dot,
    /// One line for each citation.
    Csv,
}

/// Why a graph could not be written.
#[derive(Debug)]
pub enum Failure {
    Corpus(Fault),
    Output(io::Error),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Corpus(fault)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Corpus(fault) => fault.fmt(f),
            Failure::Output(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

/// Writes the citations of the documents of `filter`, in the order of their keys. Holds of the cited documents no more than
/// 16 bytes each.
///
/// # Errors
/// Those of the database and of `out`.
pub fn graph(reader: &Reader, filter: &Filter, format: Graph, out: &mut dyn Write) -> Result<(), Failure> {
    let mut resolver = Resolver::new(reader);
    let mut seen: FxHashSet<[u8; 16]> = FxHashSet::default();
    begin(format, out)?;
    let (condition, values) = filter.condition();
    let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
    let sql = format!("SELECT {} FROM documents d WHERE {condition} ORDER BY d.key", Node::COLUMNS);
    let mut failure = None;
    walk(reader, &sql, &values[..], |row| {
        let (id, citing) = Node::from_row(row).map_err(|cause| reader.fault(cause))?;
        let mut of_document = || -> Result<(), Failure> {
            if seen.insert(short(&citing.id())) {
                node(format, &citing, out)?;
            }
            for reference in super::cites::references_of(reader, id)? {
                let meant = resolver.meant(&reference)?;
                let cited = match &meant {
                    Meant::One(cited) => node_of(reader, *cited)?,
                    _ => reference.node(),
                };
                if seen.insert(short(&cited.id())) {
                    node(format, &cited, out)?;
                }
                edge(format, &citing, &cited, &reference, &meant, out)?;
            }
            Ok(())
        };
        match of_document() {
            Ok(()) => Ok(true),
            Err(Failure::Corpus(fault)) => Err(fault),
            Err(other) => {
                failure = Some(other);
                Ok(false)
            }
        }
    })?;
    failure.map_or(Ok(()), Err)?;
    Ok(end(format, out)?)
}

fn short(id: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
    short
}

/// What a node tells, by name.
fn members(node: &Node) -> [(&'static str, Option<String>); 9] {
    [
        ("label", Some(node.label())),
        ("in_corpus", Some(node.key.is_some().to_string())),
        ("kind", node.doc_type.clone()),
        ("number", node.number.clone()),
        ("date", node.date.clone()),
        ("year", node.year.map(|year| year.to_string())),
        ("issuer", node.issuer.clone()),
        ("level", node.level.clone()),
        ("title", node.title.clone()),
    ]
}

fn begin(format: Graph, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Graph::GraphMl => {
            writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
            writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
            for (name, _) in members(&Node::default()) {
                let of = match name {
                    "in_corpus" => "boolean",
                    "year" => "int",
                    _ => "string",
                };
                writeln!(out, "<key id=\"{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"{of}\"/>")?;
            }
            for (name, of) in [("relation", "string"), ("mentions", "int"), ("candidates", "int")] {
                writeln!(out, "<key id=\"{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{of}\"/>")?;
            }
            writeln!(out, "<graph id=\"citations\" edgedefault=\"directed\">")
        }
        Graph::Dot => writeln!(out, "digraph citations {{"),
        Graph::Csv => {
            write!(out, "\u{feff}")?;
            let heads = [
                "citing",
                "citing_number",
                "citing_issuer",
                "citing_date",
                "cited",
                "cited_in_corpus",
                "cited_key",
                "cited_number",
                "cited_issuer",
                "cited_date",
                "relation",
                "mentions",
                "candidates",
                "page",
                "line",
                "quote",
            ];
            write!(out, "{}\r\n", heads.join(","))
        }
    }
}

fn node(format: Graph, node: &Node, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Graph::GraphMl => {
            write!(out, "<node id=\"{}\">", xml(&node.id()))?;
            for (name, value) in members(node) {
                if let Some(value) = value {
                    write!(out, "<data key=\"{name}\">{}</data>", xml(&value))?;
                }
            }
            writeln!(out, "</node>")
        }
        Graph::Dot => {
            let style = if node.key.is_some() { "" } else { " style=dashed" };
            writeln!(out, "  {} [label={}{style}];", quoted(&node.id()), quoted(&node.label()))
        }
        Graph::Csv => Ok(()),
    }
}

fn edge(
    format: Graph,
    citing: &Node,
    cited: &Node,
    reference: &Reference,
    meant: &Meant,
    out: &mut dyn Write,
) -> io::Result<()> {
    let candidates = if let Meant::Several(ids) = meant { ids.len() } else { 0 };
    match format {
        Graph::GraphMl => writeln!(
            out,
            "<edge source=\"{}\" target=\"{}\"><data key=\"relation\">{}</data><data key=\"mentions\">{}</data>\
             <data key=\"candidates\">{candidates}</data></edge>",
            xml(&citing.id()),
            xml(&cited.id()),
            xml(&reference.relation),
            reference.mentions
        ),
        Graph::Dot => {
            let label = quoted(&reference.relation);
            writeln!(out, "  {} -> {} [label={label}];", quoted(&citing.id()), quoted(&cited.id()))
        }
        Graph::Csv => {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
            let fields = [
                citing.id(),
                text(&citing.number),
                text(&citing.issuer),
                text(&citing.date),
                cited.id(),
                cited.key.is_some().to_string(),
                reference.key.clone(),
                text(&cited.number),
                text(&cited.issuer),
                text(&cited.date),
                reference.relation.clone(),
                reference.mentions.to_string(),
                candidates.to_string(),
                count(reference.page),
                count(reference.line),
                reference.quote.clone(),
            ];
            let mut line = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            line.write_record(fields.iter().map(|field| crate::write::csv::harmless(field).into_owned()))?;
            line.flush()
        }
    }
}

fn end(format: Graph, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Graph::GraphMl => writeln!(out, "</graph>\n</graphml>"),
        Graph::Dot => writeln!(out, "}}"),
        Graph::Csv => Ok(()),
    }
}

/// Text of XML, without the characters that it cannot hold.
fn xml(text: &str) -> String {
    escape(crate::write::xml::allowed(text).as_ref()).into_owned()
}

/// A quoted identifier of DOT.
fn quoted(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
