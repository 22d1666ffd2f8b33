//! Corrections: who may make them, what they change, and that they stay.

use crate::support::{Directory, PLAN, Server, fill};
use serde_json::{Value, json};
use std::process::Command;

/// The key that pages of the server hold.
fn key(server: &Server, document: &str) -> String {
    let page = server.get(&format!("/documents/{document}?edit=target-0")).text();
    let at = page.find("name=\"key\" value=\"").expect("a form") + 18;
    page[at..at + 40].to_owned()
}

fn post(server: &Server, document: &str, key: &str, body: &Value) -> crate::support::Answer {
    let headers = [("Content-Type", "application/json"), ("X-Vanban-Key", key)];
    server.send(
        "POST",
        &format!("/api/documents/{document}/corrections"),
        &headers,
        body.to_string().as_bytes(),
    )
}

fn poverty(server: &Server, document: &str) -> (usize, Value) {
    let record = server.get(&format!("/api/documents/{document}/record")).json();
    let targets = record["targets"].as_array().unwrap();
    let index =
        targets.iter().position(|target| target["indicator"].as_str().unwrap().contains("hộ nghèo")).unwrap();
    (index, targets[index].clone())
}

#[test]
fn a_server_that_is_read_only_takes_none() {
    let directory = Directory::new("read-only");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let page = server.get(&format!("/documents/{}?edit=target-0", keys.plan)).text();
    assert!(!page.contains("<form class=\"correction\"") && !page.contains("class=\"fix\""));
    let refused = post(&server, &keys.plan, "0", &json!({"facet": "target", "field": "value"}));
    assert_eq!(refused.status, 403);
}

#[test]
fn a_correction_comes_from_the_page_itself() {
    let directory = Directory::new("csrf");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let key = key(&server, &keys.plan);
    let (ordinal, target) = poverty(&server, &keys.plan);
    let old = target["value"].to_string();
    let body = json!({"facet": "target", "ordinal": ordinal, "field": "value", "old": old, "new": "4.2", "who": "Lan"});
    let path = format!("/api/documents/{}/corrections", keys.plan);
    let send =
        |headers: &[(&str, &str)]| server.send("POST", &path, headers, body.to_string().as_bytes()).status;
    let json = ("Content-Type", "application/json");
    assert_eq!(send(&[json]), 403);
    assert_eq!(send(&[json, ("X-Vanban-Key", "0000")]), 403);
    assert_eq!(send(&[json, ("X-Vanban-Key", &key), ("Origin", "https://example.vn")]), 403);
    assert_eq!(send(&[json, ("X-Vanban-Key", &key), ("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(server.get("/api/corrections").json()["total"], 0);
    let own = format!("http://{}", server.address);
    assert_eq!(send(&[json, ("X-Vanban-Key", &key), ("Origin", &own)]), 200);
}

#[test]
fn a_correction_wins_everywhere_and_survives_a_new_reading() {
    let directory = Directory::new("wins");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let key = key(&server, &keys.plan);
    let (ordinal, target) = poverty(&server, &keys.plan);
    assert_eq!(target["value"].to_string(), "4.5");
    let body = json!({
        "facet": "target", "ordinal": ordinal, "field": "value", "old": "4.5", "new": "4.25", "who": "Lan", "note": "theo bản giấy",
    });
    let answer = post(&server, &keys.plan, &key, &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()[0]["standing"], "applied");
    let title = json!({"facet": "header", "field": "title", "old": null, "new": "x", "who": "Lan"});
    assert_eq!(post(&server, &keys.plan, &key, &title).status, 409, "the title is not what was said");

    let holds = |server: &Server| {
        let (_, target) = poverty(server, &keys.plan);
        assert_eq!(target["value"].to_string(), "4.25");
        let row = server.get(&format!("/api/targets?q=ho+ngheo&document={}", keys.plan)).json();
        assert_eq!(row["items"][0]["value"], 4.25, "{row}");
        assert!(server.get("/targets.csv?q=ho+ngheo").text().contains("4.25"));
        let page = server.get_with(&format!("/documents/{}", keys.plan), &[("Accept-Language", "vi")]).text();
        assert!(page.contains("4,25") && page.contains("<del>4.5</del>") && page.contains("Lan"), "{page}");
    };
    holds(&server);
    directory.ingest(&directory.0.join("archive/ke-hoach.txt"));
    holds(&server);
    // The library's readers and exports see the same.
    let reader = vanban::corpus::Corpus::open(&directory.corpus()).unwrap().reader().unwrap();
    assert!(reader.record_json(&keys.plan).unwrap().unwrap().contains("\"value\":4.25"));
    assert!(reader.read_json(&keys.plan).unwrap().unwrap().contains("\"value\":4.5"));
}

#[test]
fn a_value_that_cannot_be_is_refused() {
    let directory = Directory::new("refused");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let key = key(&server, &keys.plan);
    let (ordinal, _) = poverty(&server, &keys.plan);
    for (change, status) in [
        (
            json!({"facet": "target", "ordinal": ordinal, "field": "value", "old": "4.5", "new": "bốn", "who": "Lan"}),
            400,
        ),
        (
            json!({"facet": "target", "ordinal": ordinal, "field": "value", "old": "4.4", "new": "4", "who": "Lan"}),
            409,
        ),
        (json!({"facet": "target", "ordinal": 999, "field": "value", "new": "4", "who": "Lan"}), 400),
        (json!({"facet": "target", "ordinal": ordinal, "field": "colour", "new": "red", "who": "Lan"}), 400),
        (json!({"facet": "target", "ordinal": ordinal, "field": "value", "old": "4.5", "new": "4"}), 400),
        (
            json!({"facet": "header", "field": "date", "old": "2031-02-12", "new": "2031-02-30", "who": "Lan"}),
            400,
        ),
        (json!({"facet": "header", "field": "doc_type", "old": "KH", "new": "XYZ", "who": "Lan"}), 400),
        (json!({"facet": "nothing", "field": "x"}), 400),
        (json!([1, 2]), 400),
    ] {
        let answer = post(&server, &keys.plan, &key, &change);
        assert_eq!(answer.status, status, "{change}: {}", answer.text());
    }
    assert_eq!(server.get("/api/corrections").json()["total"], 0);
}

#[test]
fn corrections_travel_to_another_corpus_and_become_gold() {
    let directory = Directory::new("travel");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let key = key(&server, &keys.plan);
    let (ordinal, _) = poverty(&server, &keys.plan);
    let value = |field: &str, old: &str, new: &str| json!({"facet": "target", "ordinal": ordinal, "field": field, "old": old, "new": new, "who": "Lan"});
    assert_eq!(post(&server, &keys.plan, &key, &value("value", "4.5", "4.25")).status, 200);
    assert_eq!(post(&server, &keys.plan, &key, &value("unit", "%", "%")).status, 200);
    let date =
        json!({"facet": "header", "field": "date", "old": "2031-02-12", "new": "2031-02-13", "who": "Minh"});
    assert_eq!(post(&server, &keys.plan, &key, &date).status, 200);

    let extract = |arguments: &[&str]| {
        let ran = Command::new(env!("CARGO_BIN_EXE_extract")).args(arguments).output().unwrap();
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    };
    let corpus = directory.corpus();
    let lines = extract(&["corrections", "export", "--corpus", corpus.to_str().unwrap()]);
    assert_eq!(lines.lines().count(), 3, "{lines}");

    let other = Directory::new("travel-to");
    other.put("mot-ten-khac.txt", PLAN.as_bytes());
    let file = other.0.join("dinh-chinh.ndjson");
    std::fs::write(&file, &lines).unwrap();
    let into = other.corpus();
    for _ in 0..2 {
        // What is there already is not taken twice.
        extract(&["corrections", "import", file.to_str().unwrap(), "--corpus", into.to_str().unwrap()]);
    }
    assert_eq!(extract(&["corrections", "export", "--corpus", into.to_str().unwrap()]), lines);
    let elsewhere = Server::start(&other, &[]);
    assert_eq!(poverty(&elsewhere, &keys.plan).1["value"].to_string(), "4.25");

    let gold = directory.0.join("gold");
    extract(&[
        "corrections",
        "export",
        "--corpus",
        corpus.to_str().unwrap(),
        "--gold",
        gold.to_str().unwrap(),
    ]);
    let text = std::fs::read_to_string(gold.join("ke-hoach.gold")).unwrap();
    let parsed = vanban::eval::gold::Gold::parse(&text).unwrap_or_else(|error| panic!("{error:?} in {text}"));
    let firm: Vec<_> = parsed.targets.iter().filter(|target| !target.optional).collect();
    assert_eq!(firm.len(), 1, "{text}");
    assert_eq!(firm[0].item.values, [(4.25, None)]);
    assert!(text.contains("H date | 2031 | 2 | 13"), "{text}");
    let archive = directory.0.join("archive");
    let ran = Command::new(env!("CARGO_BIN_EXE_extract"))
        .args(["eval", "--gold", gold.to_str().unwrap(), "--docs", archive.to_str().unwrap(), "--json"])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn a_correction_whose_place_is_gone_is_listed_as_an_orphan() {
    let directory = Directory::new("orphan");
    let keys = fill(&directory);
    let correction = json!({
        "document": keys.plan, "facet": "target", "field": "value", "old": "7", "new": "8", "item": ["Số xe", "7", "", ""],
        "ordinal": 1, "quote": "Số xe 7", "at": {"page": 1, "line": 900, "bytes": [90000, 90010], "bbox": null},
        "who": "Lan", "made": "2031-01-01T00:00:00Z",
    });
    let file = directory.0.join("one.ndjson");
    std::fs::write(&file, correction.to_string()).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_extract"))
        .args(["corrections", "import"])
        .arg(&file)
        .arg("--corpus")
        .arg(directory.corpus())
        .status()
        .unwrap();
    assert!(ran.success());
    let server = Server::start(&directory, &[]);
    let list = server.get("/api/corrections").json();
    assert_eq!(
        (&list["items"][0]["standing"], &list["items"][0]["ordinal"]),
        (&json!("orphan"), &Value::Null)
    );
    assert!(server.get(&format!("/documents/{}", keys.plan)).text().contains("Số xe 7"));
    assert_eq!(poverty(&server, &keys.plan).1["value"].to_string(), "4.5");
}

#[test]
fn a_false_alarm_is_taken_out_of_everything_and_can_be_put_back() {
    let directory = Directory::new("alarm");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let key = key(&server, &keys.plan);
    let (ordinal, target) = poverty(&server, &keys.plan);
    let page = server.get(&format!("/documents/{}?edit=target-{ordinal}", keys.plan)).text();
    let name =
        page.split("name=\"old.item\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(name.contains(target["indicator"].as_str().unwrap()), "{name}");
    let item =
        |old: &str| json!({"facet": "target", "ordinal": ordinal, "field": "item", "old": old, "who": "Lan"});
    assert_eq!(post(&server, &keys.plan, &key, &item("another")).status, 409);
    let answer = post(&server, &keys.plan, &key, &item(name));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    assert_eq!((&told[0]["standing"], &told[0]["ordinal"]), (&json!("applied"), &Value::Null));

    let targets = |server: &Server, document: &str| {
        let record = server.get(&format!("/api/documents/{document}/record")).json();
        let names = record["targets"].as_array().unwrap().iter();
        names.map(|target| target["indicator"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let is_out = |server: &Server| {
        let left = targets(server, &keys.plan);
        assert!(left.len() == 2 && !left.iter().any(|name| name.contains("hộ nghèo")), "{left:?}");
        let rows = server.get(&format!("/api/targets?document={}", keys.plan)).json();
        assert_eq!(rows["total"], 2, "{rows}");
        assert_eq!(server.get(&format!("/api/documents/{}", keys.plan)).json()["targets"], 2);
        assert!(!server.get(&format!("/targets.csv?document={}", keys.plan)).text().contains("hộ nghèo"));
        let page = server.get(&format!("/documents/{}", keys.plan)).text();
        assert!(
            page.contains("id=\"removed\"")
                && page.contains(&format!("name=\"undo\" value=\"{}\"", told[0]["id"]))
        );
    };
    is_out(&server);
    directory.ingest(&directory.0.join("archive/ke-hoach.txt"));
    is_out(&server);
    // What stood behind it moved up; a correction of it still means it.
    let moved = json!({"facet": "target", "ordinal": ordinal, "field": "value", "old": "120", "new": "121", "who": "Lan"});
    assert_eq!(post(&server, &keys.plan, &key, &moved).status, 200);
    let record = server.get(&format!("/api/documents/{}/record", keys.plan)).json();
    assert_eq!(record["targets"][ordinal]["value"].to_string(), "121");

    // It travels, and is no gold.
    let extract = |arguments: &[&std::ffi::OsStr]| {
        let ran =
            Command::new(env!("CARGO_BIN_EXE_extract")).arg("corrections").args(arguments).output().unwrap();
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        ran.stdout
    };
    let other = Directory::new("alarm-to");
    other.put("ban-sao.txt", PLAN.as_bytes());
    let file = other.0.join("dinh-chinh.ndjson");
    let (corpus, into, gold) = (directory.corpus(), other.corpus(), directory.0.join("gold"));
    std::fs::write(&file, extract(&["export".as_ref(), "--corpus".as_ref(), corpus.as_ref()])).unwrap();
    extract(&["import".as_ref(), file.as_ref(), "--corpus".as_ref(), into.as_ref()]);
    assert_eq!(targets(&Server::start(&other, &[]), &keys.plan).len(), 2);
    extract(&["export".as_ref(), "--corpus".as_ref(), corpus.as_ref(), "--gold".as_ref(), gold.as_ref()]);
    let text = std::fs::read_to_string(gold.join("ke-hoach.gold")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('T')).collect();
    assert!(lines.len() == 2 && lines[0].starts_with("T ") && lines[1].starts_with("T? "), "{text}");

    let undo = json!({"facet": "target", "field": "item", "undo": told[0]["id"], "who": "Minh"});
    assert_eq!(post(&server, &keys.plan, &key, &undo).status, 200);
    assert_eq!(poverty(&server, &keys.plan), (ordinal, target));
    assert_eq!(post(&server, &keys.plan, &key, &undo).status, 400, "it is there again");
    let header = json!({"facet": "header", "field": "item", "old": null, "who": "Lan"});
    assert_eq!(post(&server, &keys.plan, &key, &header).status, 400);
}
