//! Search over generated documents, against what their records say.

#[path = "../../benches/generator/mod.rs"]
mod generator;

use crate::support::{Kho, Open};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use vanban::corpus::{Fault, Filter, Summary};
use vanban::rules::{fold, strip_marks};
use vanban::search::{Marks, Request};
use vanban::write::wire::{Change, Comparator, Record, Target};

const SEED: u64 = 11;
/// Five families of documents.
const COUNT: u64 = 120;

/// Generated documents, put in and indexed once, with their records.
struct Generated {
    kho: Kho,
    records: Vec<(Summary, Record)>,
}

fn generated() -> &'static Generated {
    static GENERATED: OnceLock<Generated> = OnceLock::new();
    GENERATED.get_or_init(|| {
        let kho = Kho::new("generated");
        let documents: Vec<(String, Vec<u8>)> = (0..COUNT)
            .map(|index| generator::document(SEED, index))
            .filter(|generated| generated.truth.kind != "broken")
            .map(|generated| (format!("/archive/{}", generated.truth.path), generated.bytes))
            .collect();
        kho.put(&documents);
        kho.index();
        let mut records = Vec::new();
        let reader = kho.corpus.reader().unwrap();
        reader
            .each::<Fault>(&Filter::default(), |summary, json| {
                records.push((summary, serde_json::from_str(json).unwrap()));
                Ok(())
            })
            .unwrap();
        assert!(records.len() > 80);
        Generated { kho, records }
    })
}

/// The keys of all documents that a query finds.
fn keys(open: &Open, query: &str) -> BTreeSet<String> {
    let request = Request { limit: 1_000, facets: 0, snippets: 0, ..Request::new(query) };
    open.ask(&request).hits.into_iter().map(|hit| hit.summary.key).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect()
}

fn holds(text: &[String], phrase: &[String]) -> bool {
    text.windows(phrase.len()).any(|window| window == phrase)
}

#[test]
fn typed_without_marks_a_query_finds_all_that_it_finds_with_them() {
    let Generated { kho, records } = generated();
    let open = kho.open();
    let mut queries = BTreeSet::new();
    for (summary, record) in records {
        queries.extend(
            summary.title.iter().map(|title| words(title).into_iter().take(5).collect::<Vec<_>>().join(" ")),
        );
        queries.extend(record.targets.iter().take(3).map(|target| words(&target.indicator).join(" ")));
        queries.extend(
            record.assignments.iter().take(2).map(|duty| format!("\"{}\"", words(&duty.body).join(" "))),
        );
    }
    let mut asked = 0;
    for query in queries.iter().filter(|query| words(query).len() > 1) {
        let with = keys(&open, query);
        let without = keys(&open, &strip_marks(query));
        assert!(!with.is_empty(), "{query}");
        assert!(with.is_subset(&without), "{query}: {:?}", with.difference(&without));
        asked += 1;
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn what_is_found_is_what_the_texts_hold() {
    let Generated { kho, records } = generated();
    let open = kho.open();
    let whole = |record: &Record| {
        let mut texts = Vec::new();
        let mut left: Vec<_> = record.sections.iter().collect();
        while let Some(section) = left.pop() {
            texts.extend(section.heading.iter().map(|heading| words(heading)));
            texts.extend(section.text.lines().map(words));
            left.extend(&section.children);
        }
        texts.extend(record.header.title.iter().map(|title| words(&title.text)));
        texts.extend(record.footnotes.iter().map(|note| words(&note.text)));
        texts.extend(record.recipients.iter().map(|recipient| words(&recipient.name)));
        texts
    };
    let texts: BTreeMap<&str, Vec<Vec<String>>> =
        records.iter().map(|(summary, record)| (summary.key.as_str(), whole(record))).collect();
    for phrase in [
        "giảm nghèo bền vững",
        "tổ chức thực hiện",
        "kinh tế tập thể",
        "nông thôn mới",
        "việc làm",
        "chuyển đổi số",
    ] {
        let wanted: BTreeSet<String> = texts
            .iter()
            .filter(|(_, lines)| lines.iter().any(|line| holds(line, &words(phrase))))
            .map(|(key, _)| (*key).to_owned())
            .collect();
        // The name of a document, its number and its signer are searched too; these phrases are in none.
        let found = keys(&open, &format!("\"{phrase}\""));
        assert_eq!(found, wanted, "{phrase}");
    }
}

/// What a unit of the generated documents is in the unit that is asked for.
fn factor(unit: &str, asked: &str) -> Option<f64> {
    let known: &[(&str, &str, f64)] = &[
        ("%", "%", 1.0),
        ("tỷ đồng", "tỷ", 1.0),
        ("triệu đồng", "tỷ", 0.001),
        ("nghìn tỷ đồng", "tỷ", 1000.0),
        ("đồng", "tỷ", 1e-9),
        ("ha", "ha", 1.0),
        ("nghìn ha", "ha", 1000.0),
        ("km2", "ha", 100.0),
        ("km²", "ha", 100.0),
        ("m2", "ha", 0.0001),
        ("ha", "km2", 0.01),
        ("nghìn ha", "km2", 10.0),
        ("km2", "km2", 1.0),
    ];
    let unit = unit.split(" rừng").next().unwrap_or(unit);
    known.iter().find(|(from, to, _)| *from == unit && *to == asked).map(|(.., factor)| *factor)
}

#[test]
fn comparisons_find_what_the_records_say() {
    let Generated { kho, records } = generated();
    let open = kho.open();
    // The most frequent indicators, so that the comparisons have something to tell apart.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for target in records.iter().flat_map(|(_, record)| &record.targets) {
        let indicator = words(&target.indicator);
        if target.value.is_some() && (2..=6).contains(&indicator.len()) {
            *counts.entry(indicator.join(" ")).or_default() += 1;
        }
    }
    let mut indicators: Vec<(usize, String)> =
        counts.into_iter().map(|(words, count)| (count, words)).collect();
    indicators.sort_by(|a, b| b.cmp(a));
    indicators.truncate(12);
    let mut told_apart = 0;
    for (_, indicator) in &indicators {
        for (unit, values) in [
            ("%", [5.0, 20.0, 90.0]),
            ("tỷ", [10.0, 50.0, 1000.0]),
            ("ha", [50.0, 300.0, 5000.0]),
            ("km2", [0.5, 3.0, 50.0]),
        ] {
            for value in values {
                for sign in ["<", "<=", ">", ">=", "="] {
                    let meets = |target: &Target| -> bool {
                        let Some(own) = target.unit.as_deref().and_then(|own| factor(own, unit)) else {
                            return false;
                        };
                        let Some(low) = target.value.map(|value| value.to_f64() * own) else { return false };
                        let high = target.value_max.map_or(low, |value| value.to_f64() * own);
                        let level = matches!(target.change, None | Some(Change::Maintain));
                        let near = |a: f64| (a - value).abs() < 1e-9 * value;
                        let (below, above) = match target.comparator {
                            Some(Comparator::Lt) => (true, false),
                            Some(Comparator::Gt) => (false, true),
                            _ => (false, false),
                        };
                        level
                            && match sign {
                                "<" => high < value && !near(high) || near(high) && below,
                                "<=" => high < value && !near(high) || near(high) && !above,
                                ">" => low > value && !near(low) || near(low) && above,
                                ">=" => low > value && !near(low) || near(low) && !below,
                                _ => near(low) && near(high) && !above && !below,
                            }
                    };
                    let wanted: BTreeSet<String> = records
                        .iter()
                        .filter(|(_, record)| {
                            record.targets.iter().any(|target| {
                                holds(&words(&target.indicator), &words(indicator)) && meets(target)
                            })
                        })
                        .map(|(summary, _)| summary.key.clone())
                        .collect();
                    let query =
                        format!("\"{indicator}\" {sign} {} {unit}", value.to_string().replace('.', ","));
                    let found = keys(&open, &query);
                    assert_eq!(found, wanted, "{query}");
                    told_apart += usize::from(!found.is_empty() && found.len() < records.len());
                }
            }
        }
    }
    assert!(told_apart > 30, "{told_apart}");
}

#[test]
fn a_document_is_first_by_its_number_however_it_is_typed() {
    let Generated { kho, records } = generated();
    let open = kho.open();
    let mut asked = 0;
    for (summary, _) in records {
        let Some(number) = &summary.number else { continue };
        for typed in [
            number.clone(),
            number.replace(['-', '/'], " "),
            number.replace('-', "/"),
            number.to_lowercase(),
            strip_marks(number).to_uppercase(),
            format!("số {number}"),
        ] {
            let answer = open.ask(&Request { limit: 1, facets: 0, ..Request::new(&typed) });
            let first = answer.hits.first().and_then(|hit| hit.summary.number.clone());
            assert_eq!(first.as_ref(), Some(number), "{typed}");
            asked += 1;
        }
    }
    assert!(asked > 300, "{asked}");
}

#[test]
fn a_document_is_first_by_its_title() {
    let Generated { kho, records } = generated();
    let open = kho.open();
    let (mut asked, mut first) = (0, 0);
    for (summary, _) in records {
        let Some(title) = &summary.title else { continue };
        for typed in [title.clone(), strip_marks(title)] {
            let answer = open.ask(&Request { limit: 1, facets: 0, ..Request::new(&typed) });
            asked += 1;
            let found = answer.hits.first().and_then(|hit| hit.summary.title.as_deref()).map(words);
            first += usize::from(found == Some(words(title)));
        }
    }
    // Copies typed again and recognized differ by letters from what they are copies of.
    assert!(first * 100 >= asked * 99, "{first} of {asked}");
}

#[test]
fn filters_find_what_the_columns_say() {
    let Generated { kho, records } = generated();
    let open = kho.open();
    let of = |keep: &dyn Fn(&Summary) -> bool| -> BTreeSet<String> {
        records
            .iter()
            .map(|(summary, _)| summary)
            .filter(|&summary| keep(summary))
            .map(|summary| summary.key.clone())
            .collect()
    };
    let mut provinces: BTreeSet<&str> = BTreeSet::new();
    provinces.extend(records.iter().filter_map(|(summary, _)| summary.province.as_deref()));
    provinces.extend(records.iter().filter_map(|(summary, _)| summary.province_now.as_deref()));
    assert!(provinces.len() > 2);
    for name in provinces {
        let wanted =
            of(&|summary| [&summary.province, &summary.province_now].contains(&&Some(name.to_owned())));
        for typed in [name.to_owned(), strip_marks(name), format!("tỉnh {name}")] {
            assert_eq!(keys(&open, &format!("tỉnh:\"{typed}\"")), wanted, "{typed}");
        }
        let then = of(&|summary| summary.province.as_deref() == Some(name));
        assert_eq!(keys(&open, &format!("tỉnh cũ:\"{name}\"")), then, "{name}");
    }
    for kind in records.iter().filter_map(|(summary, _)| summary.doc_type.as_deref()).collect::<BTreeSet<_>>()
    {
        assert_eq!(
            keys(&open, &format!("loại:{kind}")),
            of(&|summary| summary.doc_type.as_deref() == Some(kind)),
            "{kind}"
        );
    }
    for year in records.iter().filter_map(|(summary, _)| summary.year).collect::<BTreeSet<_>>() {
        assert_eq!(
            keys(&open, &format!("năm:{year}..")),
            of(&|summary| summary.year.is_some_and(|own| own >= year)),
            "{year}"
        );
    }
}

#[test]
fn ignoring_marks_finds_what_is_found_without_them() {
    let Generated { kho, .. } = generated();
    let open = kho.open();
    for query in ["giảm nghèo bền vững", "bàn giao", "đầu tư"] {
        let ignored = open.ask(&Request { marks: Marks::Ignored, limit: 1_000, ..Request::new(query) });
        let bare = open.all(&strip_marks(query));
        assert_eq!(ignored.total, bare.total, "{query}");
        // Those with the marks come first.
        let exact = keys(&open, query);
        let first =
            ignored.hits.iter().take(exact.len()).filter(|hit| exact.contains(&hit.summary.key)).count();
        assert!(first * 10 >= exact.len() * 9, "{query}: {first} of {}", exact.len());
    }
}
