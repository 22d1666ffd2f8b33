//! Parquet: its columns are those that docs/export.md lists, and hold what the records hold.

use crate::{fixture, fixtures, record};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::path::Path;
use vanban::export::parquet::{Rows, Table, Writer};
use vanban::rules::Rules;
use vanban::write::wire::{Record, Section};

/// The tables of records, as files.
fn files(records: &[(Record, String)]) -> BTreeMap<&'static str, Vec<u8>> {
    let mut writer = Writer::new(Rules::embedded(), |_| Ok(Vec::new())).unwrap();
    records.iter().for_each(|(record, json)| writer.add(record, json, None).unwrap());
    writer.finish().unwrap().into_iter().map(|(table, bytes)| (table.code(), bytes)).collect()
}

fn rows(file: &[u8]) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::copy_from_slice(file)).unwrap();
    reader.build().unwrap().map(|batch| batch.unwrap()).collect()
}

fn text(batch: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let column = batch.column_by_name(column).unwrap().as_string::<i32>();
    (!column.is_null(row)).then(|| column.value(row).to_owned())
}

fn texts(batch: &RecordBatch, column: &str, row: usize) -> Vec<String> {
    let list = batch.column_by_name(column).unwrap().as_list::<i32>().value(row);
    list.as_string::<i32>().iter().map(|text| text.unwrap().to_owned()).collect()
}

#[test]
fn the_documentation_lists_the_columns_that_there_are() {
    let mut listed = String::new();
    for table in Table::ALL {
        listed.push_str(&format!("\n### {}\n\n| column | type | |\n|---|---|---|\n", table.code()));
        for column in table.columns() {
            let kind = if column.required {
                column.kind.name().to_owned()
            } else {
                format!("{}, null", column.kind.name())
            };
            listed.push_str(&format!("| `{}` | {kind} | {} |\n", column.name, column.about));
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- columns: begin -->\n", "\n<!-- columns: end -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (found, after) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, format!("{before}{begin}{listed}{end}{after}")).unwrap();
    } else {
        assert!(found == listed, "docs/export.md has other columns; UPDATE_EXPECT=1 writes them");
    }
}

#[test]
fn every_table_has_a_row_for_each_item() {
    let records: Vec<(Record, String)> = fixtures().iter().map(|path| record(path)).collect();
    let files = files(&records);
    fn sections_of(sections: &[Section]) -> usize {
        sections.iter().map(|section| 1 + sections_of(&section.children)).sum()
    }
    let sum = |count: fn(&Record) -> usize| records.iter().map(|(record, _)| count(record)).sum::<usize>();
    for (table, count) in [
        ("documents", records.len()),
        ("sections", sum(|r| sections_of(&r.sections))),
        ("targets", sum(|r| r.targets.len())),
        ("refs", sum(|r| r.references.len())),
        ("mentions", sum(|r| r.references.iter().map(|cited| cited.mentions.len()).sum())),
        ("assignments", sum(|r| r.assignments.len())),
        ("recipients", sum(|r| r.recipients.len())),
        ("footnotes", sum(|r| r.footnotes.len())),
        ("diagnostics", sum(|r| r.diagnostics.len())),
    ] {
        assert!(count > 0, "{table}");
        assert_eq!(rows(&files[table]).iter().map(RecordBatch::num_rows).sum::<usize>(), count, "{table}");
    }
    assert_eq!(files.len(), Table::ALL.len());
}

#[test]
fn values_have_types_of_their_own() {
    let (record, json) = record(&fixture("chain/3-district-binh-lam.txt"));
    let files = files(&[(record.clone(), json.clone())]);
    let documents = &rows(&files["documents"])[0];
    assert_eq!(text(documents, "key", 0).unwrap(), record.source.blake3);
    assert_eq!(text(documents, "record", 0).unwrap(), json);
    assert_eq!(text(documents, "cite_key", 0).as_deref(), Some("kh:88/kh-ubnd:2024"));
    assert_eq!(text(documents, "urgency", 0), None);
    assert_eq!(text(documents, "rules", 0).as_deref(), Some(Rules::embedded().fingerprint()));
    assert_eq!(text(documents, "program", 0).as_deref(), Some(env!("CARGO_PKG_VERSION")));
    // 2024-03-12 is the 19,794th day.
    assert_eq!(documents.column_by_name("date").unwrap().as_primitive::<Date32Type>().value(0), 19_794);
    assert_eq!(documents.column_by_name("year").unwrap().as_primitive::<Int32Type>().value(0), 2024);
    assert_eq!(
        documents.column_by_name("bytes").unwrap().as_primitive::<Int64Type>().value(0),
        record.source.bytes as i64
    );
    assert!(documents.column_by_name("co_issuers").unwrap().as_list::<i32>().value(0).is_empty());
    let targets = &rows(&files["targets"])[0];
    let decimal = |column: &str, row| {
        targets.column_by_name(column).unwrap().as_primitive::<Decimal128Type>().value_as_string(row)
    };
    assert_eq!(
        (decimal("value", 0), text(targets, "value_text", 0).as_deref()),
        ("7.5000000000".to_owned(), Some("7.5"))
    );
    assert_eq!(decimal("base_value", 1), "18600000000.0000000000");
    assert_eq!(text(targets, "base_unit", 1).as_deref(), Some("đồng"));
    assert_eq!(texts(targets, "section", 0), ["I"]);
    let sections = &rows(&files["sections"])[0];
    let duty = (0..sections.num_rows()).find(|&row| texts(sections, "section", row) == ["III", "1"]).unwrap();
    let parent = sections.column_by_name("parent").unwrap().as_primitive::<Int32Type>();
    let above = parent.value(duty) as usize;
    assert_eq!(
        (text(sections, "label", above).as_deref(), texts(sections, "roles", above)),
        (Some("III"), vec!["implementation".to_owned()])
    );
}

#[test]
fn a_number_that_the_column_cannot_hold_is_there_with_every_digit() {
    let (mut record, json) = record(&fixture("chain/3-district-binh-lam.txt"));
    record.targets[0].value = Some("0.000000000012345".parse().unwrap());
    record.targets[1].value = Some("123456789012345678901234567890".parse().unwrap());
    let targets = &rows(&files(&[(record, json)])["targets"])[0];
    let value = targets.column_by_name("value").unwrap();
    assert!(value.is_null(0) && value.is_null(1));
    assert_eq!(text(targets, "value_text", 0).as_deref(), Some("0.000000000012345"));
    assert_eq!(text(targets, "value_text", 1).as_deref(), Some("123456789012345678901234567890"));
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let records: Vec<(Record, String)> = fixtures().iter().map(|path| record(path)).collect();
    assert_eq!(files(&records), files(&records));
    assert!(files(&[]).values().all(|file| rows(file).iter().all(|batch| batch.num_rows() == 0)));
}

#[test]
fn row_groups_end_before_they_fill_the_memory() {
    let (mut record, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    let mut state = 1u32;
    // Text that no compression makes small.
    record.sections[0].text = (0..3 << 20)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'!' + (state >> 24) as u8 % 90)
        })
        .collect();
    let json = serde_json::to_string(&record).unwrap();
    let many: Vec<(Record, String)> = (0..20).map(|_| (record.clone(), json.clone())).collect();
    let files = files(&many);
    for table in ["sections", "documents"] {
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::copy_from_slice(&files[table])).unwrap();
        let groups = reader.metadata().row_groups();
        assert!(groups.len() > 1, "{table}");
        assert!(groups.iter().all(|group| group.total_byte_size() < 32 << 20), "{table}");
    }
}

#[test]
fn batches_in_memory_are_the_rows_of_the_files() {
    let records: Vec<(Record, String)> = fixtures().iter().map(|path| record(path)).collect();
    let mut gathered = Rows::new(Rules::embedded());
    records.iter().for_each(|(record, json)| gathered.add(record, json).unwrap());
    let files = files(&records);
    for (table, batch) in gathered.take().unwrap() {
        assert_eq!(vec![batch], rows(&files[table.code()]), "{}", table.code());
    }
    assert!(gathered.take().unwrap().iter().all(|(_, batch)| batch.num_rows() == 0));
}
