//! Who must do what, over the whole corpus.

use super::cites::walk;
use super::node::fold_words;
use super::series::Phrase;
use crate::corpus::{Fault, Filter, Reader};
use crate::rules::Rules;
use rusqlite::types::ToSql;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

/// A body and how many duties it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Body {
    /// The name as most documents write it.
    pub body: String,
    pub duties: u64,
    /// As what: chủ trì,
    pub lead: u64,
    /// phối hợp,
    pub support: u64,
    /// chịu trách nhiệm,
    pub responsible: u64,
    /// được đề nghị.
    pub requested: u64,
}

/// The bodies that have duties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bodies {
    /// Those with most duties first.
    pub bodies: Vec<Body>,
    /// How many there are.
    pub count: u64,
}

/// A duty of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Duty {
    /// As the document names it.
    pub body: String,
    /// lead, support, responsible, requested.
    pub role: String,
    pub task: String,
    /// As written.
    pub deadline: Option<String>,
    /// The document.
    pub key: String,
    pub number: Option<String>,
    pub date: Option<String>,
    pub year: Option<u16>,
    /// Who assigns it; a body such as "Phòng Nội vụ" is that of this issuer.
    pub issuer: Option<String>,
    pub province: Option<String>,
    /// Its place among the assignments of its record, from 0.
    pub ordinal: u32,
    pub section: String,
    pub quote: String,
    pub page: Option<u32>,
    pub line: Option<u32>,
}

/// Duties of bodies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Duties {
    /// The newest documents first.
    pub duties: Vec<Duty>,
    /// There are more than were asked for.
    pub is_cut: bool,
}

/// The bodies with duties in the documents of `filter`, at most `limit`; with `words` those whose names have these words
/// one after another.
///
/// Names are the same that differ in case, tone placement, punctuation or abbreviations ("UBND xã", "Ủy ban nhân dân Xã").
/// "Phòng Nội vụ" of two districts is one name: the filter or the issuer of a duty tells them apart.
///
/// # Errors
/// Those of the database.
pub fn bodies(
    reader: &Reader,
    words: Option<&str>,
    filter: &Filter,
    rules: &Rules,
    limit: usize,
) -> Result<Bodies, Fault> {
    let phrase = words.map(|words| Names::new(rules).phrase(words));
    let names = Names::new(rules);
    let (condition, values) = filter.condition();
    let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
    let sql = format!(
        "SELECT a.body, a.role, count(*) FROM documents d JOIN assignments a ON a.document_id = d.id \
         WHERE {condition} GROUP BY a.body, a.role ORDER BY a.body, a.role"
    );
    // By normalized name: the body, and the most duties of one spelling.
    let mut all: FxHashMap<String, (Body, u64)> = FxHashMap::default();
    walk(reader, &sql, &values[..], |row| {
        let failed = |cause| reader.fault(cause);
        let (body, role): (String, String) = (row.get(0).map_err(failed)?, row.get(1).map_err(failed)?);
        let count = u64::try_from(row.get::<_, i64>(2).map_err(failed)?).unwrap_or_default();
        let folded = names.words(&body);
        if phrase.as_ref().is_some_and(|phrase| !phrase.is_among(&folded)) {
            return Ok(true);
        }
        let (of_name, most) = all.entry(folded.join(" ")).or_insert_with(|| {
            (Body { body: body.clone(), duties: 0, lead: 0, support: 0, responsible: 0, requested: 0 }, 0)
        });
        if count > *most {
            (of_name.body, *most) = (body, count);
        }
        of_name.duties += count;
        *match role.as_str() {
            "lead" => &mut of_name.lead,
            "support" => &mut of_name.support,
            "requested" => &mut of_name.requested,
            _ => &mut of_name.responsible,
        } += count;
        Ok(true)
    })?;
    let count = all.len() as u64;
    let mut bodies: Vec<Body> = all.into_values().map(|(body, _)| body).collect();
    bodies.sort_by(|a, b| b.duties.cmp(&a.duties).then_with(|| a.body.cmp(&b.body)));
    bodies.truncate(limit);
    Ok(Bodies { bodies, count })
}

/// The duties of the bodies whose names have these words one after another, in the documents of `filter`, at most `limit`.
///
/// # Errors
/// Those of the database.
pub fn duties(
    reader: &Reader,
    words: &str,
    filter: &Filter,
    rules: &Rules,
    limit: usize,
) -> Result<Duties, Fault> {
    let names = Names::new(rules);
    let phrase = names.phrase(words);
    let (condition, values) = filter.condition();
    let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
    let sql = format!(
        "SELECT a.body, a.role, a.task, a.deadline, d.key, d.number, d.date, d.year, d.issuer, d.province, a.ordinal, a.section, \
         a.quote, a.page, a.line FROM documents d JOIN assignments a ON a.document_id = d.id WHERE {condition} \
         ORDER BY d.year DESC, d.date DESC, d.key, a.ordinal"
    );
    let mut found = Duties { duties: Vec::new(), is_cut: false };
    walk(reader, &sql, &values[..], |row| {
        let is_meant = row
            .get_ref(0)
            .is_ok_and(|body| body.as_str().is_ok_and(|body| phrase.is_among(&names.words(body))));
        if !is_meant {
            return Ok(true);
        }
        if found.duties.len() >= limit {
            found.is_cut = true;
            return Ok(false);
        }
        let duty = || -> rusqlite::Result<Duty> {
            Ok(Duty {
                body: row.get(0)?,
                role: row.get(1)?,
                task: row.get(2)?,
                deadline: row.get(3)?,
                key: row.get(4)?,
                number: row.get(5)?,
                date: row.get(6)?,
                year: row.get(7)?,
                issuer: row.get(8)?,
                province: row.get(9)?,
                ordinal: row.get(10)?,
                section: row.get(11)?,
                quote: row.get(12)?,
                page: row.get(13)?,
                line: row.get(14)?,
            })
        };
        found.duties.push(duty().map_err(|cause| reader.fault(cause))?);
        Ok(true)
    })?;
    Ok(found)
}

/// Names of bodies by their words, abbreviations written out.
struct Names {
    expansions: FxHashMap<&'static str, Vec<String>>,
}

impl Names {
    fn new(rules: &Rules) -> Names {
        let expansion = |row: &crate::rules::Row<crate::rules::AbbreviationFields>| {
            (row.id.0, fold_words(&row.fields.expansion))
        };
        Names { expansions: rules.abbreviations.rows.iter().map(expansion).collect() }
    }

    fn words(&self, name: &str) -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words
            .flat_map(|word| self.expansions.get(word).cloned().unwrap_or_else(|| fold_words(word)))
            .collect()
    }

    /// What is asked for, abbreviations written out too.
    fn phrase(&self, words: &str) -> Phrase {
        Phrase::new(&self.words(words).join(" "))
    }
}
