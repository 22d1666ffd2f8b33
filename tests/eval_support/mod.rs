//! Records made up from annotations, and spoiled on purpose.

use serde_json::{Value, json};
use vanban::eval::accepted::Accepted;
use vanban::eval::gold::{Annotated, Gold, Heading};

/// Decides, repeatably, what to spoil and how.
pub struct Spoiler {
    state: u64,
    /// Probability that a thing is spoiled, 0 to 1.
    rate: f64,
}

impl Spoiler {
    pub fn new(seed: u64, rate: f64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, rate }
    }

    /// xorshift64*; enough to choose by.
    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    fn strikes(&mut self) -> bool {
        self.below(1_000) < (self.rate * 1_000.0) as usize
    }

    /// One of the accepted values, or something else.
    fn value(&mut self, accepted: &Accepted, others: &[Value]) -> Value {
        let values: Vec<_> = accepted.values().collect();
        let chosen = values[self.below(values.len())];
        if self.strikes() && !others.is_empty() {
            return others[self.below(others.len())].clone();
        }
        chosen.map_or(Value::Null, Value::from)
    }

    /// One of the accepted texts, possibly worded otherwise.
    fn words(&mut self, accepted: &Accepted) -> Value {
        let value = self.value(accepted, &[json!(null), json!(""), json!("Điều khác hẳn ở đây")]);
        let Some(text) = value.as_str().filter(|_| self.strikes()) else { return value };
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let cut = self.below(words.len().max(1));
        let spoiled = match self.below(10) {
            0 => text.to_uppercase(),
            1 => text.replace("òa", "oà").replace("ủy", "uỷ").replace("hóa", "hoá"),
            2 => text.replace("Ủy ban nhân dân", "UBND").replace("bảo hiểm y tế", "BHYT"),
            3 => format!("{text}, và các nội dung khác có liên quan"),
            4 => text.replace([',', ';'], " . "),
            5 => words.drain(..words.len() - cut).collect::<Vec<_>>().join(" "),
            6 => words.split_off(cut).join(" "),
            7 => words.into_iter().rev().collect::<Vec<_>>().join(" "),
            part => {
                let other = |word| if self.below(4) < part - 7 { "khác" } else { word };
                words.into_iter().map(other).collect::<Vec<_>>().join(" ")
            }
        };
        json!(spoiled)
    }

    /// Each item made into JSON, some dropped, some doubled, some swapped with the next; optional ones by chance.
    fn list<T>(
        &mut self,
        items: &[Annotated<T>],
        mut make: impl FnMut(&mut Self, &T) -> Value,
    ) -> Vec<Value> {
        let mut made = Vec::new();
        for item in items {
            if self.strikes() && self.below(2) == 0 || item.optional && self.below(2) == 0 {
                continue;
            }
            made.push(make(self, &item.item));
            if self.strikes() && self.below(4) == 0 {
                made.push(make(self, &item.item));
            }
        }
        for index in 1..made.len() {
            if self.strikes() && self.below(4) == 0 {
                made.swap(index - 1, index);
            }
        }
        made
    }
}

/// A record that has what the annotations ask for, but for what is spoiled.
pub fn record_of(gold: &Gold, s: &mut Spoiler) -> Value {
    let mut header = json!({ "number": {}, "date": {} });
    for field in &gold.header {
        let (name, value) = (field.item.name, &field.item.value);
        match name {
            "doc_type" => header[name] = json!({ "code": s.value(value, &[json!("QĐ"), json!(null)]) }),
            "issuer" => header[name] = json!({ "name": s.words(value) }),
            "serial" => header["number"][name] = s.value(value, &[json!("007"), json!(null), json!(" 12 ")]),
            "symbol" => header["number"][name] = s.value(value, &[json!("ctr – ubnd"), json!(null)]),
            "title" => {
                header[name] =
                    if s.below(2) == 0 { s.words(value) } else { json!({ "text": s.words(value) }) }
            }
            "place" => header[name] = s.words(value),
            _ => {
                let digits = s.value(value, &[json!(3), json!("09"), json!(null)]);
                let number = digits.as_str().and_then(|text| text.parse::<u32>().ok());
                header["date"][name] = number.map_or(digits, Value::from);
            }
        }
    }
    json!({
        "header": header,
        "sections": sections(gold, s),
        "targets": targets(gold, s),
        "references": references(gold, s),
        "assignments": s.list(&gold.assignments, |s, item| json!({
            "body": s.words(&item.body),
            "role": s.value(&item.role, &[json!("lead"), json!("support"), json!(null)]),
            "task": s.words(&item.task),
        })),
        "recipients": s.list(&gold.recipients, |s, item| json!({
            "name": s.words(&item.name), "note": s.value(&item.note, &[json!("B/C"), json!(null), json!("để  b/c")]) })),
        "signature": gold.signature.iter().map(|field| (field.item.name.to_owned(), s.words(&field.item.value)))
            .collect::<serde_json::Map<_, _>>(),
    })
}

fn sections(gold: &Gold, s: &mut Spoiler) -> Value {
    let mut roots: Vec<Value> = Vec::new();
    for section in &gold.sections {
        if s.strikes() && s.below(3) == 0 || section.optional && s.below(2) == 0 {
            continue;
        }
        let item = &section.item;
        let (label, above) = item.path.split_last().expect("a path has a label");
        let heading = match &item.heading {
            Heading::Any => json!("Tùy ý"),
            Heading::Absent if s.strikes() => json!("Đầu đề thừa"),
            Heading::Absent => json!(null),
            Heading::Words(words) => s.words(words),
        };
        let mut roles: Vec<&str> = item.roles.iter().map(String::as_str).collect();
        if s.strikes() {
            roles.push("situation");
        }
        let label = match label.as_str() {
            "-" => json!(null),
            label if s.strikes() => json!(format!("{label}x")),
            label => json!(format!("({}). ", label.to_uppercase())),
        };
        let node = json!({ "label": label, "heading": heading, "roles": roles, "children": [] });
        let siblings = above.iter().try_fold(&mut roots, |nodes, label| {
            let same = |node: &Value| {
                let own = node["label"].as_str().unwrap_or("-").to_lowercase();
                own.trim_matches(['(', ')', '.', ' ']) == label
            };
            nodes.iter_mut().rev().find(|node| same(node))?["children"].as_array_mut()
        });
        match siblings {
            Some(siblings) => siblings.push(node),
            None => roots.push(node),
        }
    }
    json!([{ "label": null, "heading": null, "roles": [], "children": roots }])
}

fn targets(gold: &Gold, s: &mut Spoiler) -> Vec<Value> {
    let mut targets = s.list(
        &gold.statements,
        |s, item| json!({ "indicator": s.words(&item.text), "kind": "qualitative", "value": null }),
    );
    let before = targets.len();
    targets.extend(s.list(&gold.targets, |s, item| {
        let (low, high) = item.values[s.below(item.values.len())];
        let low = if s.strikes() && s.below(3) == 0 { json!(low + 1.0) } else { json!(low) };
        let shift = s.below(3) as f64 - 1.0;
        json!({
            "indicator": s.words(&item.indicator),
            "kind": if s.below(9) == 0 { json!(null) } else { json!("quantitative") },
            "comparator": s.value(&item.comparator, &[json!("le"), json!("approx"), json!(null)]),
            "change": s.value(&item.change, &[json!("decrease"), json!(null)]),
            "value": low,
            "value_max": if s.strikes() && s.below(3) == 0 { json!(9) } else { json!(high) },
            "unit": s.value(&item.unit, &[json!("Tỷ  đồng"), json!("% "), json!(""), json!(null)]),
            "baseline": s.words(&item.baseline),
            "deadline": match s.below(3) {
                0 => s.words(&item.deadline),
                1 if s.strikes() => json!({ "text": "chậm nhất vào 2030", "year": 2030 }),
                _ => json!({ "text": s.words(&item.deadline), "year": null }),
            },
            "parent": item.parent.map(|parent| {
                let shift = if s.strikes() { shift } else { 0.0 };
                (before as f64 + parent as f64 + shift).max(0.0) as usize
            }),
        })
    }));
    targets
}

fn references(gold: &Gold, s: &mut Spoiler) -> Vec<Value> {
    s.list(&gold.references, |s, item| {
        json!({
            "type": { "code": s.value(&item.code, &[json!("TT"), json!(null)]) },
            "number": s.value(&item.number, &[json!("1/2031/TT-X"), json!(null), json!("")]),
            "date": s.value(&item.date, &[json!("2031-02-03"), json!(null)]),
            "issuer": s.words(&item.issuer),
            "title": s.words(&item.title),
            "relation": s.value(&item.relation, &[json!("mentions"), json!(null)]),
        })
    })
}
