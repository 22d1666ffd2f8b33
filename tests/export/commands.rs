//! `extract export` and `extract FILE --format …` as a user types them.

use crate::{corpus, fixture};
use std::path::Path;
use std::process::{Command, Output};

fn extract(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

/// Standard output of a command that ends well.
fn out(arguments: &[&str]) -> String {
    let output = extract(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const TABLES: [&str; 9] = [
    "assignments.parquet",
    "diagnostics.parquet",
    "documents.parquet",
    "footnotes.parquet",
    "mentions.parquet",
    "recipients.parquet",
    "refs.parquet",
    "sections.parquet",
    "targets.parquet",
];

#[test]
fn ndjson_is_the_records_in_the_order_of_their_keys() {
    let (directory, path, records) = corpus("export-ndjson");
    let path = path.to_str().unwrap();
    let lines = out(&["export", "--corpus", path, "--format", "ndjson"]);
    assert_eq!(lines, records.iter().map(|json| format!("{json}\n")).collect::<String>());
    let file = directory.0.join("out");
    out(&["export", "--corpus", path, "--format", "ndjson", "-o", file.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), lines);
}

#[test]
fn a_selection_holds_the_documents_that_were_asked_for() {
    let (_directory, path, records) = corpus("export-selection");
    let count = |arguments: &[&str]| {
        let all = [&["export", "--corpus", path.to_str().unwrap(), "--format", "ndjson"], arguments].concat();
        out(&all).lines().count()
    };
    let truth = |is_meant: &dyn Fn(&serde_json::Value) -> bool| {
        records
            .iter()
            .filter(|json| is_meant(&serde_json::from_str::<serde_json::Value>(json).unwrap()["header"]))
            .count()
    };
    let plans = truth(&|header| header["doc_type"]["code"] == "KH");
    assert!(plans > 5 && plans < records.len());
    assert_eq!(count(&["--kind", "KH"]), plans);
    assert_eq!(count(&["--kind", "ke hoach"]), plans);
    assert_eq!(
        count(&["--kind", "KH", "--kind", "NQ"]),
        plans + truth(&|header| header["doc_type"]["code"] == "NQ")
    );
    assert_eq!(count(&["--level", "commune"]), truth(&|header| header["issuer"]["level"] == "commune"));
    let of_2024 = truth(&|header| header["date"]["year"] == 2024);
    assert_eq!(count(&["--year", "2024"]), of_2024);
    assert_eq!(count(&["--year", "2023-2024"]), of_2024 + truth(&|header| header["date"]["year"] == 2023));
    assert_eq!(
        count(&["--issuer", "binh lam", "--year", "2024", "--kind", "KH", "--level", "district"]),
        truth(&|header| {
            let issuer = header["issuer"]["name"].as_str().unwrap_or_default().to_lowercase();
            issuer.contains("bình lâm")
                && header["date"]["year"] == 2024
                && header["doc_type"]["code"] == "KH"
                && header["issuer"]["level"] == "district"
        })
    );
    let key = serde_json::from_str::<serde_json::Value>(&records[3]).unwrap()["source"]["blake3"]
        .as_str()
        .unwrap()[..10]
        .to_owned();
    assert_eq!(count(&["--key", &key]), 1);
    assert_eq!(count(&["--kind", "VBHN"]), 0);
    // What a query finds is what the search finds, all of it.
    for query in [
        "giảm nghèo",
        "giam ngheo",
        "loại:KH năm:2024",
        "\"hộ nghèo đa chiều\"",
        "không có từ nào như vầy xyz",
    ] {
        let search =
            extract(&["search", "--corpus", path.to_str().unwrap(), "--json", "--limit", "1", query]);
        let answer: serde_json::Value = serde_json::from_slice(&search.stdout).unwrap();
        assert_eq!(count(&["--query", query]) as u64, answer["total"].as_u64().unwrap(), "{query}");
    }
    assert!(count(&["--query", "giảm nghèo", "--level", "commune"]) < count(&["--query", "giảm nghèo"]));
}

#[test]
fn tables_and_files_come_whole() {
    let (directory, path, records) = corpus("export-files");
    let path = path.to_str().unwrap();
    let at = |name: &str| directory.0.join(name);
    let export = |form: &str, to: &str| {
        out(&["export", "--corpus", path, "--format", form, "-o", at(to).to_str().unwrap()])
    };
    export("parquet", "pq");
    assert_eq!(names(&at("pq")), TABLES);
    export("csv", "csv/");
    assert_eq!(
        names(&at("csv")),
        ["assignments.csv", "diagnostics.csv", "documents.csv", "references.csv", "targets.csv"]
    );
    let documents = std::fs::read_to_string(at("csv/documents.csv")).unwrap();
    assert_eq!(csv::Reader::from_reader(documents.as_bytes()).records().count(), records.len());
    export("xlsx", "all.xlsx");
    assert!(std::fs::read(at("all.xlsx")).unwrap().starts_with(b"PK"));
    export("ead", "ead");
    let files: usize = names(&at("ead")).iter().map(|part| names(&at("ead").join(part)).len()).sum();
    assert_eq!(files, records.len());
    export("edxml", "all.zip");
    let zip = zip::ZipArchive::new(std::fs::File::open(at("all.zip")).unwrap()).unwrap();
    assert_eq!(zip.len(), records.len());
    // Nothing half-written is left.
    assert!(names(&directory.0).iter().all(|name| !name.ends_with(".part")));
}

#[test]
fn what_cannot_be_done_is_said() {
    let (directory, path, _) = corpus("export-refused");
    let path = path.to_str().unwrap();
    for (arguments, code, said) in [
        (&["export", "--corpus", path, "--format", "ead"][..], 2, "-o"),
        (&["export", "--corpus", path, "--format", "parquet"], 2, "-o"),
        (&["export", "--corpus", path, "--format", "ndjson", "--year", "24"], 2, "--year"),
        (&["export", "--corpus", path, "--format", "ndjson", "--key", "0000000000"], 3, "no-document"),
        (&["export", "--corpus", directory.0.to_str().unwrap(), "--format", "ndjson"], 10, "no-corpus"),
    ] {
        let output = extract(arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(text.contains(said) && output.stdout.is_empty(), "{arguments:?}: {text}");
    }
}

#[test]
fn files_go_to_the_same_forms_without_a_corpus() {
    let directory = crate::Directory::new("export-plain");
    let plan = fixture("chain/2-province.txt");
    let plan = plan.to_str().unwrap();
    let to = directory.0.join("pq");
    out(&["--format", "parquet", "-o", to.to_str().unwrap(), plan]);
    assert_eq!(names(&to), TABLES);
    assert!(out(&["--format", "ead", plan]).contains("<codeNumber>214</codeNumber>"));
    assert!(out(&["--format", "edxml", plan]).contains("<edXML:CodeNumber>214</edXML:CodeNumber>"));
    let output = extract(&["--format", "ead", plan, plan]);
    assert_eq!(output.status.code(), Some(2));
}
