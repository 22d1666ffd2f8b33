//! Citations: what is cited most, who cites whom around a document, and the chain of plans.

use super::documents::named;
use super::model::{Brief, List};
use super::question;
use super::sql::{BRIEF, Conditions, brief};
use crate::knowledge::{self, Cites, Node};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

question! {
    /// Which citations.
    MostCitedQuery {
        /// Từ trong số, ký hiệu hoặc trích yếu / Words of the number or the title.
        q: String,
        /// Quan hệ / The relation: based_on, implements, amends, replaces, repeals, mentions.
        relation: String,
    }
}

/// A document that others cite.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct MostCited {
    /// What citations call it.
    pub key: String,
    /// Its kind.
    pub type_name: Option<String>,
    /// Its number and symbol.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub title: Option<String>,
    /// How many documents cite it.
    pub citing: i64,
    /// The document itself, where the corpus has it.
    pub document: Option<String>,
}

/// What is cited most.
pub(in crate::serve) fn most_cited(ask: &Ask<'_>, query: MostCitedQuery) -> Result<List<MostCited>, Problem> {
    let part = query.part()?;
    let mut conditions = Conditions::default();
    query.documents(&mut conditions);
    conditions.is("r.relation", query.relation.as_ref());
    if let Some(words) = &query.q {
        conditions.words("COALESCE(r.number, '') || ' ' || COALESCE(r.title, '')", words);
    }
    let base = ask.base.connection();
    let from = "refs r JOIN documents d ON d.id = r.document_id";
    let total = conditions.count_groups(base, from, "r.key")?;
    let select = format!(
        "SELECT r.key, MAX(r.type_name), MAX(r.number), MAX(r.date), MAX(r.issuer), MAX(r.title), \
         COUNT(DISTINCT r.document_id), \
         (SELECT o.key FROM cite_keys k JOIN documents o ON o.id = k.document_id WHERE k.key = r.key ORDER BY o.id LIMIT 1) \
         FROM {from}"
    );
    let rest = format!("GROUP BY r.key ORDER BY 7 DESC, 1 LIMIT {} OFFSET {}", part.size, part.skipped());
    let items = conditions.rows(base, &select, &rest, |row| {
        Ok(MostCited {
            key: row.get(0)?,
            type_name: row.get(1)?,
            number: row.get(2)?,
            date: row.get(3)?,
            issuer: row.get(4)?,
            title: row.get(5)?,
            citing: row.get(6)?,
            document: row.get(7)?,
        })
    })?;
    Ok(List { total, page: part.page, size: part.size, items })
}

/// How far around a document.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(in crate::serve) struct GraphQuery {
    /// Số bước, 1 hoặc 2 / How many steps, 1 or 2.
    pub depth: Option<u32>,
}

/// Documents around one, and who cites whom.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Graph {
    /// The documents, the one asked for first.
    pub nodes: Vec<GraphNode>,
    /// Who cites whom.
    pub edges: Vec<GraphEdge>,
    /// Whether there are more than are listed.
    pub is_cut: bool,
}

/// A document in the graph.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct GraphNode {
    /// What citations call it, or the key of the document.
    pub id: String,
    /// The document; without a key where the corpus only cites it.
    pub document: Node,
    /// How it is called: kind and number.
    pub label: String,
    /// How many steps away: below 0 what is cited, above 0 what cites.
    pub step: i32,
}

/// A citation in the graph.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::serve) struct GraphEdge {
    /// The index of the document that cites.
    pub from: usize,
    /// The index of the document that is cited.
    pub to: usize,
    /// based_on, implements, amends, replaces, repeals, mentions.
    pub relation: String,
}

/// Most documents of a graph, and most around one of them.
const NODES: usize = 60;
const AROUND: usize = 24;

/// The citations around a document.
pub(in crate::serve) fn graph(ask: &Ask<'_>, query: GraphQuery) -> Result<Graph, Problem> {
    let depth = query.depth.unwrap_or(1);
    if !(1..=2).contains(&depth) {
        return Err(Problem::bad("depth là 1 hoặc 2", "depth is 1 or 2"));
    }
    let (_, document) = named(ask)?;
    let center = around(ask, &document.key)?;
    let mut drawing = Drawing {
        graph: Graph { nodes: Vec::new(), edges: Vec::new(), is_cut: false },
        known: HashMap::new(),
    };
    drawing.node(&center.document, 0);
    let (below, above) = (drawing.cited(0, &center, -1), drawing.citing(0, &center, 1));
    if depth > 1 {
        for (at, key) in below {
            drawing.cited(at, &around(ask, &key)?, -2);
        }
        for (at, key) in above {
            drawing.citing(at, &around(ask, &key)?, 2);
        }
    }
    Ok(drawing.graph)
}

fn around(ask: &Ask<'_>, key: &str) -> Result<Cites, Problem> {
    knowledge::cites(ask.base, key, AROUND).map_err(|fault| Problem::of_base(&fault))
}

/// A graph as it grows.
struct Drawing {
    graph: Graph,
    known: HashMap<String, usize>,
}

impl Drawing {
    /// Adds what the document at `at` cites; the new ones of the corpus, by node and key.
    fn cited(&mut self, at: usize, cites: &Cites, step: i32) -> Vec<(usize, String)> {
        let mut list: Vec<_> = cites.cites.iter().collect();
        list.sort_by_key(|cited| cited.relation == "mentions");
        self.graph.is_cut |= list.len() > AROUND;
        let mut new = Vec::new();
        for cited in list.into_iter().take(AROUND) {
            let Some((to, is_new)) = self.node(&cited.document, step) else { continue };
            self.edge(at, to, &cited.relation);
            new.extend(cited.document.key.clone().filter(|_| is_new).map(|key| (to, key)));
        }
        new
    }

    /// Adds what cites the document at `at`.
    fn citing(&mut self, at: usize, cites: &Cites, step: i32) -> Vec<(usize, String)> {
        self.graph.is_cut |= cites.cited_by_count > cites.cited_by.len() as u64;
        let mut new = Vec::new();
        for citing in &cites.cited_by {
            let Some((from, is_new)) = self.node(&citing.document, step) else { continue };
            self.edge(from, at, &citing.relation);
            new.extend(citing.document.key.clone().filter(|_| is_new).map(|key| (from, key)));
        }
        new
    }

    /// The node of a document and whether it is new; `None` where there are too many.
    fn node(&mut self, document: &Node, step: i32) -> Option<(usize, bool)> {
        let id = document.id();
        if let Some(&at) = self.known.get(&id) {
            return Some((at, false));
        }
        if self.graph.nodes.len() >= NODES {
            self.graph.is_cut = true;
            return None;
        }
        let at = self.graph.nodes.len();
        self.known.insert(id.clone(), at);
        self.graph.nodes.push(GraphNode { id, label: document.label(), document: document.clone(), step });
        Some((at, true))
    }

    fn edge(&mut self, from: usize, to: usize, relation: &str) {
        let edge = GraphEdge { from, to, relation: relation.to_owned() };
        if from != to && !self.graph.edges.contains(&edge) {
            self.graph.edges.push(edge);
        }
    }
}

/// What a document cites and what cites it, for its page.
pub(in crate::serve) fn citations_of(ask: &Ask<'_>, key: &str) -> Result<Cites, Problem> {
    knowledge::cites(ask.base, key, 20).map_err(|fault| Problem::of_base(&fault))
}

/// Documents that say nearly the same, with the share that is common, the most alike first.
pub(in crate::serve) fn near(ask: &Ask<'_>, id: i64) -> Result<Vec<(Brief, f64)>, Problem> {
    let mut conditions = Conditions::default();
    conditions.is("n.this", Some(&id));
    let pairs = "(SELECT document_id AS this, other_id AS other, similarity FROM near \
        UNION ALL SELECT other_id, document_id, similarity FROM near)";
    let select = format!("SELECT {BRIEF}, n.similarity FROM {pairs} n JOIN documents d ON d.id = n.other");
    conditions.rows(ask.base.connection(), &select, "ORDER BY n.similarity DESC, d.key LIMIT 12", |row| {
        Ok((brief(row)?, row.get(6)?))
    })
}
