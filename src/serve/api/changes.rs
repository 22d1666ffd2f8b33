//! Corrections: the list, those of a document, new ones.

use super::documents::{Held, held, named};
use super::model::{Brief, List};
use super::sql::{BRIEF, Conditions, brief};
use crate::corpus::corrections::{
    self, Correction as Wire, Facet, Standing, check, ordinal_as_read, value_of,
};
use crate::diagnostic::Lang;
use crate::serve::app::Ask;
use crate::serve::params::Part;
use crate::serve::problem::Problem;
use crate::serve::route::Nothing;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A correction, and what became of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Correction {
    /// Its number in this corpus.
    pub id: i64,
    /// The document; `null` where it is not in the corpus any more.
    pub brief: Option<Brief>,
    /// What was said.
    pub correction: Wire,
    /// The item's index in the record as it is now; `null` for an orphan, and for an item that is taken out.
    pub ordinal: Option<usize>,
    /// applied, agrees (the program reads the same by now, or it was confirmed), superseded (by a later one), orphan (what
    /// it speaks of is not found any more).
    pub standing: String,
}

fn standing(standing: Standing) -> String {
    match standing {
        Standing::Applied => "applied",
        Standing::Agrees => "agrees",
        Standing::Superseded => "superseded",
        Standing::Orphan => "orphan",
    }
    .to_owned()
}

fn told(held: &Held, document: Option<&Brief>) -> Vec<Correction> {
    let all = held.corrections.iter().zip(&held.attached);
    all.map(|(kept, attached)| Correction {
        id: kept.id,
        brief: document.cloned(),
        correction: kept.correction.clone(),
        ordinal: attached.ordinal,
        standing: standing(attached.standing),
    })
    .collect()
}

/// The corrections of a document, the oldest first.
pub(in crate::serve) fn of_document(ask: &Ask<'_>, _: Nothing) -> Result<Vec<Correction>, Problem> {
    let (_, document) = named(ask)?;
    Ok(told(&held(ask, &document.key)?, None))
}

/// Which corrections.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(in crate::serve) struct ChangesQuery {
    /// Chỉ văn bản này / Only this document.
    pub document: Option<String>,
    /// Người sửa / Who made them.
    pub who: Option<String>,
    /// Trang, từ 1 / The page, from 1.
    pub page: Option<u32>,
    /// Số mục một trang, đến 200 / How many items a page, up to 200.
    pub size: Option<u32>,
}

/// All corrections, the newest first.
pub(in crate::serve) fn corrections(ask: &Ask<'_>, query: ChangesQuery) -> Result<List<Correction>, Problem> {
    let part = Part::of(query.page, query.size)?;
    let base = ask.base.connection();
    let mut conditions = Conditions::default();
    conditions.is("c.key", query.document.as_ref()).is("c.who", query.who.as_ref());
    let total = conditions.count(base, "corrections c")?;
    let rest = format!("ORDER BY c.id DESC LIMIT {} OFFSET {}", part.size, part.skipped());
    let chosen = conditions.rows(base, "SELECT c.id, c.key FROM corrections c", &rest, |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut items = Vec::new();
    let mut of_documents: Vec<(String, Vec<Correction>)> = Vec::new();
    for (id, key) in chosen {
        let known = of_documents.iter().position(|(known, _)| *known == key);
        let known = match known {
            Some(known) => known,
            None => {
                of_documents.push((key.clone(), of_key(ask, &key)?));
                of_documents.len() - 1
            }
        };
        items.extend(of_documents[known].1.iter().find(|correction| correction.id == id).cloned());
    }
    Ok(List { total, page: part.page, size: part.size, items })
}

fn of_key(ask: &Ask<'_>, key: &str) -> Result<Vec<Correction>, Problem> {
    let mut conditions = Conditions::default();
    conditions.is("d.key", Some(&key.to_owned()));
    let select = format!("SELECT {BRIEF} FROM documents d");
    match conditions.rows(ask.base.connection(), &select, "", brief)?.pop() {
        Some(document) => Ok(told(&held(ask, key)?, Some(&document))),
        None => Ok(ask
            .base
            .corrections(key)?
            .into_iter()
            .map(|kept| Correction {
                id: kept.id,
                brief: None,
                correction: kept.correction,
                ordinal: None,
                standing: standing(Standing::Orphan),
            })
            .collect()),
    }
}

/// A correction to be made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::serve) struct NewCorrection {
    /// Which part of the record.
    pub facet: Facet,
    /// The item's index in it; 0 for the header.
    #[serde(default)]
    pub ordinal: usize,
    /// Which member: "value", "title"; "item" for the item as a whole, `old` being its words as the page has them.
    pub field: String,
    /// The value as the record has it now: where it has another by now the correction is refused.
    #[serde(default)]
    pub old: Option<String>,
    /// The value as it should be; `null` where there should be none: an item is taken out then; the same as `old` to
    /// confirm it.
    #[serde(default)]
    pub new: Option<String>,
    /// The number of the correction that took an item out, to put it back; `ordinal`, `old` and `new` then say nothing.
    #[serde(default)]
    pub undo: Option<i64>,
    /// Who says so; a reverse proxy that names who asks goes before.
    #[serde(default)]
    pub who: Option<String>,
    /// Why.
    #[serde(default)]
    pub note: Option<String>,
}

/// Corrects or confirms a value.
pub(in crate::serve) fn correct(ask: &Ask<'_>, asked: NewCorrection) -> Result<Vec<Correction>, Problem> {
    let (_, document) = named(ask)?;
    keep(ask, &document.key, vec![asked])?;
    Ok(told(&held(ask, &document.key)?, None))
}

/// Keeps what was said of values of a document. All of it stands, or nothing.
pub(in crate::serve) fn keep(ask: &Ask<'_>, key: &str, asked: Vec<NewCorrection>) -> Result<(), Problem> {
    let held = held(ask, key)?;
    let made = corrections::now();
    let mut new = Vec::new();
    for asked in asked {
        let who = ask.who.name.clone().or_else(|| asked.who.clone());
        let who = who.map(|who| who.trim().chars().take(100).collect::<String>());
        let Some(who) = who.filter(|who| !who.is_empty()) else {
            return Err(Problem::bad("Ghi tên người sửa", "Say who makes the correction"));
        };
        let note = asked.note.as_ref().map(|note| note.trim().chars().take(1000).collect::<String>());
        let note = note.filter(|note| !note.is_empty());
        let said = match asked.undo {
            Some(id) => put_back(&held, id)?,
            None => said(&held, asked)?,
        };
        new.push(Wire { who, note, made: made.clone(), ..said });
    }
    let mut desk = ask.app.corpus.desk().map_err(|fault| trouble(&fault))?;
    desk.keep(&new).map_err(|fault| trouble(&fault))?;
    // Nobody waits for the index.
    let app = ask.app.clone();
    std::thread::spawn(move || app.search.update());
    Ok(())
}

/// What was said of a value or an item. What was corrected before stays the old value of the program; confirming it confirms
/// what is shown.
fn said(held: &Held, asked: NewCorrection) -> Result<Wire, Problem> {
    let NewCorrection { facet, ordinal, field, old, new, .. } = asked;
    let new = new.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    check(facet, &field, new.as_deref()).map_err(|why| {
        let code = facet.code();
        Problem::bad(format!("{code}.{field}: {}", why.0.vi), format!("{code}.{field}: {}", why.0.en))
    })?;
    if ordinal >= facet.count(&held.record) {
        return Err(Problem::bad(
            format!("Bản ghi không có mục {} thứ {ordinal}", facet.code()),
            format!("The record has no {} number {ordinal}", facet.code()),
        ));
    }
    if value_of(&held.record, facet, ordinal, &field) != old {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "changed",
            "Giá trị đã được người khác sửa",
            "The value has been changed meanwhile",
        )
        .detail("Tải lại trang rồi xem lại", "Load the page again and have another look"));
    }
    let read = ordinal_as_read(&held.corrections, &held.attached, facet, ordinal);
    Ok(Wire::of(&held.read, facet, read, &field, new))
}

/// That the item which a correction took out is one after all.
fn put_back(held: &Held, id: i64) -> Result<Wire, Problem> {
    let told = held.corrections.iter().zip(&held.attached).find(|(kept, _)| kept.id == id);
    match told {
        Some((kept, attached)) if kept.correction.removes() && attached.standing == Standing::Applied => {
            Ok(Wire { new: kept.correction.old.clone(), ..kept.correction.clone() })
        }
        _ => Err(Problem::bad(
            format!("Đính chính số {id} không loại mục nào"),
            format!("The correction number {id} takes no item out"),
        )),
    }
}

fn trouble(fault: &crate::corpus::Fault) -> Problem {
    eprintln!("extract serve: {fault}");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "not-kept",
        "Không ghi được đính chính",
        "The correction cannot be kept",
    )
    .detail(fault.text(Lang::Vi), fault.text(Lang::En))
}
