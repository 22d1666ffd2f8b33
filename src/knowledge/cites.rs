//! Who cites whom: of one document, and most over the corpus.

use super::links::{Meant, Reference, Resolver};
use super::node::{Node, is_national};
use crate::corpus::{Fault, Reader};
use crate::resolve::cite_key;
use crate::rules::Rules;
use rusqlite::params;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

/// Where a document says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Passage {
    /// The labels of the section, from the root: "II/1".
    pub section: String,
    /// The words as they stand.
    pub quote: String,
    /// From 1; `null` where the format has none.
    pub page: Option<u32>,
    /// From 1; `null` where the format has none.
    pub line: Option<u32>,
}

/// A document that the one asked about cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cited {
    /// The cited document; without `key` where the corpus does not hold it, or holds several that it may be.
    pub document: Node,
    /// The keys of the documents that it may be, where nothing tells which.
    pub candidates: Vec<String>,
    /// based_on, implements, amends, replaces, repeals, mentions.
    pub relation: String,
    /// How often it is mentioned.
    pub mentions: u32,
    /// The first mention.
    pub at: Passage,
}

/// A document that cites the one asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Citing {
    /// The document that cites.
    pub document: Node,
    /// based_on, implements, amends, replaces, repeals, mentions.
    pub relation: String,
    /// How often it mentions it.
    pub mentions: u32,
    /// The first mention.
    pub at: Passage,
}

/// What a document cites, and who cites it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cites {
    pub document: Node,
    /// In the order of the document.
    pub cites: Vec<Cited>,
    /// The newest first, as many as were asked for.
    pub cited_by: Vec<Citing>,
    /// How many there are.
    pub cited_by_count: u64,
    /// Citations that may mean this document or another one.
    pub cited_by_perhaps: u64,
}

/// A document and how many documents of the corpus cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    pub document: Node,
    /// How many documents cite it.
    pub cited_by: u64,
}

impl Reference {
    fn passage(&self) -> Passage {
        Passage { section: self.section.clone(), quote: self.quote.clone(), page: self.page, line: self.line }
    }
}

/// The document of a row number.
pub(super) fn node_of(reader: &Reader, id: i64) -> Result<Node, Fault> {
    reader
        .connection()
        .prepare_cached(&format!("SELECT {} FROM documents d WHERE d.id = ?1", Node::COLUMNS))
        .and_then(|mut select| select.query_row([id], Node::from_row))
        .map(|(_, node)| node)
        .map_err(|cause| reader.fault(cause))
}

/// The row number of a key.
pub(super) fn id_of(reader: &Reader, key: &str) -> Result<i64, Fault> {
    let key = reader.key(key)?;
    reader
        .connection()
        .query_row("SELECT id FROM documents WHERE key = ?1", [key], |row| row.get(0))
        .map_err(|cause| reader.fault(cause))
}

/// What a document cites, in its order.
pub(super) fn references_of(reader: &Reader, id: i64) -> Result<Vec<Reference>, Fault> {
    reader
        .connection()
        .prepare_cached(&format!(
            "SELECT {} FROM refs r JOIN documents d ON d.id = r.document_id WHERE r.document_id = ?1 ORDER BY r.ordinal",
            Reference::COLUMNS
        ))
        .and_then(|mut select| select.query_map([id], Reference::from_row)?.collect())
        .map_err(|cause| reader.fault(cause))
}

/// Calls `take` for each citation that may mean a document of the corpus, the newest citing document first.
pub(super) fn each_citing(
    reader: &Reader,
    id: i64,
    mut take: impl FnMut(Reference) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let sql = format!(
        "SELECT {} FROM refs r JOIN documents d ON d.id = r.document_id \
         WHERE r.key IN (SELECT key FROM cite_keys WHERE document_id = ?1) AND r.document_id <> ?1 \
         ORDER BY d.year DESC, d.date DESC, d.key, r.ordinal",
        Reference::COLUMNS
    );
    walk(reader, &sql, params![id], |row| {
        take(Reference::from_row(row).map_err(|cause| reader.fault(cause))?)
    })
}

/// Calls `take` for each row until it says false.
pub(super) fn walk(
    reader: &Reader,
    sql: &str,
    values: impl rusqlite::Params,
    mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let failed = |cause| reader.fault(cause);
    let mut select = reader.connection().prepare_cached(sql).map_err(failed)?;
    let mut rows = select.query(values).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        if !take(row)? {
            break;
        }
    }
    Ok(())
}

/// What a document of the corpus cites, and at most `limit` of those that cite it.
///
/// # Errors
/// No document has this key; those of the database.
pub fn cites(reader: &Reader, key: &str, limit: usize) -> Result<Cites, Fault> {
    let id = id_of(reader, key)?;
    let mut resolver = Resolver::new(reader);
    let mut cites = Vec::new();
    for reference in references_of(reader, id)? {
        let (document, candidates) = match resolver.meant(&reference)? {
            Meant::One(cited) => (node_of(reader, cited)?, Vec::new()),
            Meant::None => (reference.node(), Vec::new()),
            Meant::Several(ids) => {
                let keys: Result<Vec<_>, Fault> =
                    ids.into_iter().map(|id| Ok(node_of(reader, id)?.key.unwrap_or_default())).collect();
                (reference.node(), keys?)
            }
        };
        cites.push(Cited {
            document,
            candidates,
            relation: reference.relation.clone(),
            mentions: reference.mentions,
            at: reference.passage(),
        });
    }
    let (mut cited_by, mut cited_by_count, mut cited_by_perhaps) = (Vec::new(), 0, 0);
    each_citing(reader, id, |reference| {
        match resolver.meant(&reference)? {
            Meant::One(meant) if meant == id => {
                cited_by_count += 1;
                if cited_by.len() < limit {
                    cited_by.push(citing(reader, &reference)?);
                }
            }
            Meant::Several(ids) if ids.contains(&id) => cited_by_perhaps += 1,
            _ => {}
        }
        Ok(true)
    })?;
    Ok(Cites { document: node_of(reader, id)?, cites, cited_by, cited_by_count, cited_by_perhaps })
}

fn citing(reader: &Reader, reference: &Reference) -> Result<Citing, Fault> {
    Ok(Citing {
        document: node_of(reader, reference.document)?,
        relation: reference.relation.clone(),
        mentions: reference.mentions,
        at: reference.passage(),
    })
}

/// What the corpus knows of a document that it may not hold: by whom it is cited, by the key of its citations.
///
/// # Errors
/// Those of the database.
pub fn cited_only(reader: &Reader, cite_key: &str, limit: usize) -> Result<Option<Cites>, Fault> {
    let sql = format!(
        "SELECT {} FROM refs r JOIN documents d ON d.id = r.document_id WHERE r.key = ?1 \
         ORDER BY d.year DESC, d.date DESC, d.key, r.ordinal",
        Reference::COLUMNS
    );
    let mut found: Option<Cites> = None;
    walk(reader, &sql, [cite_key], |row| {
        let reference = Reference::from_row(row).map_err(|cause| reader.fault(cause))?;
        let cites = found.get_or_insert_with(|| Cites {
            document: reference.node(),
            cites: Vec::new(),
            cited_by: Vec::new(),
            cited_by_count: 0,
            cited_by_perhaps: 0,
        });
        cites.cited_by_count += 1;
        if cites.cited_by.len() < limit {
            cites.cited_by.push(citing(reader, &reference)?);
        }
        Ok(true)
    })?;
    Ok(found)
}

/// The documents that words name, in the corpus or only cited: a key or its first digits, or a number as people write it
/// ("74/KH-UBND", "34-CT/TW"). At most `limit`, those of the corpus first, the newest first.
///
/// # Errors
/// Those of the database.
pub fn found(reader: &Reader, words: &str, rules: &Rules, limit: usize) -> Result<Vec<Node>, Fault> {
    let words = words.trim();
    if let Ok(key) = reader.key(words) {
        return Ok(vec![node_of(reader, id_of(reader, &key)?)?]);
    }
    let number: String = words.split_whitespace().collect();
    let mut kinds: Vec<Option<&str>> =
        rules.kinds.rows.iter().map(|row| Some(row.fields.code.as_str())).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.push(None);
    let (mut held, mut cited) = (Vec::new(), Vec::new());
    for kind in kinds {
        let Some(key) = cite_key(kind, &number, None) else { continue };
        // A year in the number stands in the key too, otherwise behind it. Of the citations of a key that of the first
        // document describes what is cited (`min` chooses the row).
        let behind = format!("{key};");
        let select = format!(
            "SELECT {} FROM documents d WHERE d.id IN \
             (SELECT document_id FROM cite_keys WHERE key = ?1 OR key > ?1 || ':' AND key < ?2)",
            Node::COLUMNS
        );
        walk(reader, &select, params![key, behind], |row| {
            held.push(Node::from_row(row).map_err(|cause| reader.fault(cause))?.1);
            Ok(true)
        })?;
        let select = format!(
            "SELECT {}, min(d.key) FROM refs r JOIN documents d ON d.id = r.document_id \
             WHERE (r.key = ?1 OR r.key > ?1 || ':' AND r.key < ?2) \
             GROUP BY r.key HAVING NOT EXISTS (SELECT 1 FROM cite_keys c WHERE c.key = r.key) ORDER BY r.key LIMIT ?3",
            Reference::COLUMNS
        );
        walk(reader, &select, params![key, behind, limit as i64], |row| {
            cited.push(Reference::from_row(row).map_err(|cause| reader.fault(cause))?.node());
            Ok(true)
        })?;
    }
    held.sort_by(|a, b| (b.year, &b.date, &a.key).cmp(&(a.year, &a.date, &b.key)));
    held.dedup_by(|a, b| a.key == b.key);
    held.extend(cited);
    held.truncate(limit);
    Ok(held)
}

/// The documents that most others cite, at most `limit`, in the corpus or not.
///
/// A key that documents of several offices share is counted for each of them apart.
///
/// # Errors
/// Those of the database.
pub fn most_cited(reader: &Reader, limit: usize) -> Result<Vec<Counted>, Fault> {
    let mut resolver = Resolver::new(reader);
    let mut counted: Vec<Counted> = Vec::new();
    if limit == 0 {
        return Ok(counted);
    }
    let sql = "SELECT key, count(*) AS citing FROM refs GROUP BY key ORDER BY citing DESC, key";
    walk(reader, sql, [], |row| {
        let read = |cause| reader.fault(cause);
        let (key, count): (String, i64) = (row.get(0).map_err(read)?, row.get(1).map_err(read)?);
        let count = u64::try_from(count).unwrap_or_default();
        // No document of this key or of a later one is cited more often than the key.
        if counted.len() >= limit && counted[limit - 1].cited_by >= count {
            return Ok(false);
        }
        counted.extend(of_key(reader, &mut resolver, &key, count)?);
        counted
            .sort_by(|a, b| b.cited_by.cmp(&a.cited_by).then_with(|| a.document.id().cmp(&b.document.id())));
        counted.truncate(limit);
        Ok(true)
    })?;
    Ok(counted)
}

/// The documents that citations of one key mean, with how many.
fn of_key(
    reader: &Reader,
    resolver: &mut Resolver<'_>,
    key: &str,
    count: u64,
) -> Result<Vec<Counted>, Fault> {
    let sql = |behind: &str| {
        format!(
            "SELECT {} FROM refs r JOIN documents d ON d.id = r.document_id WHERE r.key = ?1 {behind}",
            Reference::COLUMNS
        )
    };
    let read = |row: &rusqlite::Row<'_>| Reference::from_row(row).map_err(|cause| reader.fault(cause));
    let mut is_national_key = false;
    walk(reader, &sql("LIMIT 1"), [key], |row| {
        let any = read(row)?;
        is_national_key = is_national(any.kind.as_deref(), any.number.as_deref());
        Ok(false)
    })?;
    // What has one issuer for the whole country needs no look at each of its citations, which may be very many.
    let is_whole = is_national_key && resolver.count(key)? < 2;
    let order = if is_whole { "ORDER BY d.key, r.ordinal LIMIT 1" } else { "ORDER BY d.key, r.ordinal" };
    let mut of_one: FxHashMap<String, (Node, u64)> = FxHashMap::default();
    walk(reader, &sql(order), [key], |row| {
        let reference = read(row)?;
        let document = match resolver.meant(&reference)? {
            Meant::One(id) => node_of(reader, id)?,
            _ => reference.node(),
        };
        of_one.entry(document.id()).or_insert((document, 0)).1 += if is_whole { count } else { 1 };
        Ok(true)
    })?;
    Ok(of_one.into_values().map(|(document, cited_by)| Counted { document, cited_by }).collect())
}
