//! Which values can stand where, and how they are set.

use super::facet::{Facet, ITEM};
use crate::decimal::Decimal;
use crate::diagnostic::Message;
use crate::rules::Rules;
use crate::write::wire::{
    AssignmentRole, At, Change, Comparator, Date, Deadline, DocType, Issuer, IssuerSystem, Kind, Phrase,
    Record, Relation, SerialNumber,
};
use serde::de::DeserializeOwned;

/// Why a value cannot stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Message);

fn refusal(vi: &str, en: &str) -> Refusal {
    Refusal(Message::new(vi, en))
}

fn of_code<T: DeserializeOwned>(code: &str) -> Result<T, Refusal> {
    serde_json::from_value(code.into())
        .map_err(|_| refusal("không phải một mã của trường này", "not one of the codes of this field"))
}

/// Whether a value can stand there.
///
/// # Errors
/// Why it cannot, for people.
pub fn check(facet: Facet, field: &str, value: Option<&str>) -> Result<(), Refusal> {
    if field == ITEM && !facet.is_list() {
        return Err(refusal("chỉ sửa được từng giá trị", "only its values can be corrected"));
    }
    if field != ITEM && !facet.fields().contains(&field) {
        return Err(refusal("không có trường này", "there is no such field"));
    }
    let is_needed = matches!(
        (facet, field),
        (Facet::Target, "indicator")
            | (Facet::Reference, "relation")
            | (Facet::Assignment, "body" | "role" | "task")
            | (Facet::Recipient, "name")
    );
    let Some(value) = value else {
        return if is_needed {
            Err(refusal("không được để trống", "it cannot be empty"))
        } else {
            Ok(())
        };
    };
    if value.trim().is_empty() || value.len() > 10_000 || value.contains(|c: char| c.is_control()) {
        return Err(refusal(
            "phải là chữ trên một dòng, không quá dài",
            "it must be text on one line, and not too long",
        ));
    }
    match (facet, field) {
        (Facet::Target, "comparator") => of_code::<Comparator>(value).map(drop),
        (Facet::Target, "change") => of_code::<Change>(value).map(drop),
        (Facet::Target, "value" | "value_max") => decimal(value).map(drop),
        (Facet::Target, "deadline_year") => year(value).map(drop),
        (Facet::Reference, "relation") => of_code::<Relation>(value).map(drop),
        (Facet::Assignment, "role") => of_code::<AssignmentRole>(value).map(drop),
        (Facet::Header, "date") | (Facet::Reference, "date") => day(value).map(drop),
        (Facet::Header, "doc_type") | (Facet::Reference, "type") => kind(value).map(drop),
        _ => Ok(()),
    }
}

/// Sets a value; one that cannot stand there changes nothing. A member that was not there has no evidence.
pub(super) fn set(record: &mut Record, facet: Facet, ordinal: usize, field: &str, value: Option<&str>) {
    if field == ITEM || check(facet, field, value).is_err() {
        return;
    }
    let value = value.map(str::trim);
    let text = value.map(str::to_owned);
    match facet {
        Facet::Header => set_header(record, field, value),
        Facet::Target => {
            let Some(target) = record.targets.get_mut(ordinal) else { return };
            match field {
                "indicator" => target.indicator = text.unwrap_or_default(),
                "comparator" => target.comparator = value.and_then(|value| of_code(value).ok()),
                "change" => target.change = value.and_then(|value| of_code(value).ok()),
                "value" => target.value = value.and_then(|value| decimal(value).ok()),
                "value_max" => target.value_max = value.and_then(|value| decimal(value).ok()),
                "unit" => target.unit = text,
                "baseline" => target.baseline = text,
                "deadline" => {
                    let year = target.deadline.as_ref().and_then(|deadline| deadline.year);
                    target.deadline = text.map(|text| Deadline { text, year, inherited: false });
                }
                _ => {
                    let year = value.and_then(|value| year(value).ok());
                    match &mut target.deadline {
                        Some(deadline) => deadline.year = year,
                        none => *none = text.map(|text| Deadline { text, year, inherited: false }),
                    }
                }
            }
            target.confidence = None;
        }
        Facet::Reference => {
            let Some(reference) = record.references.get_mut(ordinal) else { return };
            match field {
                "type" => reference.kind = value.and_then(|value| kind(value).ok()),
                "number" => reference.number = text,
                "date" => reference.date = text,
                "issuer" => reference.issuer = text,
                "title" => reference.title = text,
                _ => {
                    if let Some(Ok(relation)) = value.map(of_code) {
                        reference.relation = relation;
                    }
                }
            }
            reference.confidence = None;
            let code = reference.kind.as_ref().map(|kind| kind.code.as_str());
            let year = reference.date.as_deref().and_then(|date| date.get(..4)?.parse().ok());
            if let (Some(number), "type" | "number" | "date") = (&reference.number, field)
                && let Some(key) = crate::resolve::cite_key(code, number, year)
            {
                reference.key = key;
            }
        }
        Facet::Assignment => {
            let Some(duty) = record.assignments.get_mut(ordinal) else { return };
            match field {
                "body" => duty.body = text.unwrap_or_default(),
                "task" => duty.task = text.unwrap_or_default(),
                "deadline" => duty.deadline = text,
                _ => {
                    if let Some(Ok(role)) = value.map(of_code) {
                        duty.role = role;
                    }
                }
            }
            duty.confidence = None;
        }
        Facet::Recipient => {
            let Some(recipient) = record.recipients.get_mut(ordinal) else { return };
            match field {
                "name" => recipient.name = text.unwrap_or_default(),
                _ => recipient.note = text,
            }
        }
        Facet::Signature => {
            let Some(signature) = record.signature.iter_mut().chain(&mut record.co_signatures).nth(ordinal)
            else {
                return;
            };
            match field {
                "authority" => signature.authority = text,
                "capacity" => signature.capacity = text,
                "position" => signature.position = text,
                _ => signature.name = text,
            }
        }
    }
}

fn set_header(record: &mut Record, field: &str, value: Option<&str>) {
    let header = &mut record.header;
    let text = value.map(str::to_owned);
    let phrase = |old: Option<Phrase>| {
        text.clone().map(|text| match old {
            Some(old) => Phrase { text, inferred: false, ..old },
            None => Phrase { text, inferred: false, quote: None, at: None },
        })
    };
    match field {
        "place" => header.place = phrase(header.place.take()),
        "title" => header.title = phrase(header.title.take()),
        "issuer" => {
            header.issuer = text.map(|name| match header.issuer.take() {
                Some(old) => Issuer { name, inferred: false, ..old },
                None => Issuer {
                    name,
                    level: None,
                    system: IssuerSystem::Other,
                    inferred: false,
                    quote: None,
                    at: None,
                },
            });
        }
        "number" => {
            header.number = text.map(|text| {
                let (serial, symbol) = match text.find(['/', '-']) {
                    Some(cut) => (&text[..cut], Some(text[cut + 1..].to_owned())),
                    None => (text.as_str(), None),
                };
                let serial = Some(serial.to_owned()).filter(|serial| !serial.is_empty());
                let (quote, at) = match header.number.take() {
                    Some(old) => (old.quote, old.at),
                    None => (String::new(), At { page: None, line: None, bytes: None, bbox: None }),
                };
                SerialNumber { serial, symbol, text, quote, at }
            });
        }
        "doc_type" => {
            let kind = value.and_then(|value| kind(value).ok());
            header.doc_type = kind.map(|Kind { code, name }| match header.doc_type.take() {
                Some(old) => DocType { code, name, inferred: false, ..old },
                None => DocType { code, name, inferred: false, quote: None, at: None },
            });
        }
        _ => {
            let parts = value.and_then(|value| day(value).ok());
            header.date = parts.map(|(year, month, day)| {
                let (quote, at) = header.date.take().map(|old| (old.quote, old.at)).unwrap_or_default();
                Date {
                    year: Some(year),
                    month: Some(month),
                    day: Some(day),
                    iso: text.clone(),
                    inferred: false,
                    quote,
                    at,
                }
            });
        }
    }
}

fn decimal(text: &str) -> Result<Decimal, Refusal> {
    text.trim().parse().map_err(|_| {
        refusal(
            "phải là số, phần thập phân sau dấu chấm: 24.04",
            "it must be a number with a decimal point: 24.04",
        )
    })
}

fn year(text: &str) -> Result<u16, Refusal> {
    let year = text.trim().parse().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or_else(|| refusal("phải là một năm: 2024", "it must be a year: 2024"))
}

fn day(text: &str) -> Result<(u16, u8, u8), Refusal> {
    let wrong = || refusal("phải là ngày dạng 2024-02-06", "it must be a date such as 2024-02-06");
    let [y, m, d] = text.trim().split('-').collect::<Vec<_>>()[..] else { return Err(wrong()) };
    if (y.len(), m.len(), d.len()) != (4, 2, 2) {
        return Err(wrong());
    }
    let (y, m, d): (u16, u8, u8) =
        (year(y)?, m.parse().map_err(|_| wrong())?, d.parse().map_err(|_| wrong())?);
    let is_leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    let days = match m {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    if (1..=days).contains(&d) { Ok((y, m, d)) } else { Err(wrong()) }
}

/// A kind of document by its abbreviation.
fn kind(code: &str) -> Result<Kind, Refusal> {
    let rows = &Rules::embedded().kinds.rows;
    let row = rows.iter().find(|row| row.fields.code == code.trim());
    row.map(|row| Kind { code: row.fields.code.clone(), name: row.fields.name.clone() }).ok_or_else(|| {
        refusal("không có loại văn bản với ký hiệu này", "no kind of document has this abbreviation")
    })
}
