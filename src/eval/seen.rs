//! The record as the evaluation sees it: the scored fields of its JSON, folded once.
//!
//! Total over any JSON: a field that is missing or of another shape is null.

use std::collections::BTreeSet;

use serde_json::Value;

use super::text::{Phrase, label_key, squash, unit_key};

/// A division of the document, its path of labels from the root ("-" for a heading without a label).
pub struct Section {
    pub path: Vec<String>,
    pub heading: Phrase,
    pub roles: BTreeSet<String>,
    pub line: Option<usize>,
}

pub struct Target {
    /// Index among all targets of the record, which is what `parent` counts.
    pub index: usize,
    pub indicator: Phrase,
    pub value: Option<f64>,
    pub value_max: Option<f64>,
    pub unit: Phrase,
    pub unit_key: Option<String>,
    pub comparator: Option<String>,
    pub change: Option<String>,
    pub baseline: Phrase,
    pub deadline: Phrase,
    pub parent: Option<usize>,
    pub line: Option<usize>,
}

pub struct Reference {
    pub code: Option<String>,
    pub number: Option<String>,
    /// The number without spaces, in capitals.
    pub number_key: Option<String>,
    pub date: Option<String>,
    pub issuer: Phrase,
    pub title: Phrase,
    pub relation: Option<String>,
    pub line: Option<usize>,
}

pub struct Assignment {
    pub body: Phrase,
    pub role: Option<String>,
    pub task: Phrase,
    pub line: Option<usize>,
}

pub struct Recipient {
    pub name: Phrase,
    pub note: Option<String>,
    pub line: Option<usize>,
}

/// The header field of that name (see [`super::gold::HEADER_FIELDS`]).
pub fn header(record: &Value, name: &str) -> Option<String> {
    let header = &record["header"];
    let whole = match name {
        "serial" | "symbol" => &header["number"],
        "year" | "month" | "day" => &header["date"],
        other => &header[other],
    };
    let value = match name {
        "doc_type" => &whole["code"],
        "issuer" => &whole["name"],
        "serial" | "symbol" | "year" | "month" | "day" => &whole[name],
        _ if whole.is_object() => &whole["text"],
        _ => whole,
    };
    word(value).filter(|text| !text.is_empty())
}

/// The signature field of that name.
pub fn signature(record: &Value, name: &str) -> Option<String> {
    word(&record["signature"][name]).filter(|text| !text.is_empty())
}

/// The section tree, flat, parents first. Text before the first heading is no section; what is under it stays.
pub fn sections(record: &Value) -> Vec<Section> {
    let mut flat = Vec::new();
    flatten(&record["sections"], &[], &mut flat);
    flat
}

fn flatten(nodes: &Value, above: &[String], flat: &mut Vec<Section>) {
    for node in list(nodes) {
        let (label, heading) = (word(&node["label"]), Phrase::of(&node["heading"]));
        if label.is_none() && heading.is_blank() {
            flatten(&node["children"], above, flat);
            continue;
        }
        let label =
            label.filter(|label| !label.is_empty()).map_or_else(|| "-".to_owned(), |label| label_key(&label));
        let path = [above, &[label]].concat();
        let roles = list(&node["roles"]).iter().filter_map(word).collect();
        flat.push(Section { path: path.clone(), heading, roles, line: line(node) });
        flatten(&node["children"], &path, flat);
    }
}

/// The targets of that kind; a target without a kind is quantitative.
pub fn targets(record: &Value, kind: &str) -> Vec<Target> {
    let of_kind =
        |target: &Value| target["kind"].as_str().filter(|k| !k.is_empty()).unwrap_or("quantitative") == kind;
    let one = |(index, target): (usize, &Value)| Target {
        index,
        indicator: Phrase::of(&target["indicator"]),
        value: number(&target["value"]),
        value_max: number(&target["value_max"]),
        unit: Phrase::of(&target["unit"]),
        unit_key: unit_key(word(&target["unit"]).as_deref()),
        comparator: word(&target["comparator"]),
        change: word(&target["change"]),
        baseline: Phrase::of(&target["baseline"]),
        deadline: match &target["deadline"] {
            whole @ Value::Object(_) => Phrase::of(&whole["text"]),
            text => Phrase::of(text),
        },
        parent: target["parent"].as_u64().and_then(|parent| usize::try_from(parent).ok()),
        line: line(target),
    };
    list(&record["targets"]).iter().enumerate().filter(|(_, target)| of_kind(target)).map(one).collect()
}

/// The cited documents, each at its first mention.
pub fn references(record: &Value) -> Vec<Reference> {
    let one = |reference: &Value| {
        let number = word(&reference["number"]);
        Reference {
            code: word(&reference["type"]["code"]),
            number_key: squash(number.as_deref()),
            number,
            date: word(&reference["date"]),
            issuer: Phrase::of(&reference["issuer"]),
            title: Phrase::of(&reference["title"]),
            relation: word(&reference["relation"]),
            line: line(&reference["mentions"][0]).or_else(|| line(reference)),
        }
    };
    list(&record["references"]).iter().map(one).collect()
}

pub fn assignments(record: &Value) -> Vec<Assignment> {
    let one = |assignment: &Value| Assignment {
        body: Phrase::of(&assignment["body"]),
        role: word(&assignment["role"]),
        task: Phrase::of(&assignment["task"]),
        line: line(assignment),
    };
    list(&record["assignments"]).iter().map(one).collect()
}

pub fn recipients(record: &Value) -> Vec<Recipient> {
    let one = |recipient: &Value| Recipient {
        name: Phrase::of(&recipient["name"]),
        note: word(&recipient["note"]),
        line: line(recipient),
    };
    list(&record["recipients"]).iter().map(one).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> Option<String> {
    Phrase::of(value).text
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Where a value stands in the document, 1-based.
fn line(value: &Value) -> Option<usize> {
    value["at"]["line"].as_u64().and_then(|line| usize::try_from(line).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_found_in_either_shape() {
        let record = json!({ "header": {
            "title": { "text": "Trồng cây" }, "place": "Vĩnh An",
            "number": { "serial": null, "symbol": "KH-UBND" }, "date": { "year": 2031, "month": "" } } });
        for (name, value) in [
            ("title", Some("Trồng cây")),
            ("place", Some("Vĩnh An")),
            ("serial", None),
            ("symbol", Some("KH-UBND")),
            ("year", Some("2031")),
            ("month", None),
            ("issuer", None),
        ] {
            assert_eq!(header(&record, name).as_deref(), value, "{name}");
        }
    }

    #[test]
    fn sections_are_flat_with_their_paths() {
        let record = json!({ "sections": [
            { "label": null, "heading": null, "children": [ { "label": "1.", "heading": null } ] },
            { "label": "Phần I", "heading": "CHUNG", "roles": ["content"], "children": [
                { "label": null, "heading": "Riêng", "children": [ { "label": "(a)" } ] } ] } ] });
        let paths: Vec<String> = sections(&record).iter().map(|section| section.path.join("/")).collect();
        assert_eq!(paths, ["1", "phần i", "phần i/-", "phần i/-/a"]);
    }

    #[test]
    fn any_json_is_a_record() {
        for record in
            [json!(null), json!([1]), json!({ "targets": 3, "sections": [4], "references": [null] })]
        {
            assert!(targets(&record, "quantitative").is_empty() && assignments(&record).is_empty());
            assert!(sections(&record).is_empty() && header(&record, "year").is_none());
        }
    }
}
