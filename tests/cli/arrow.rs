//! `extract worker --arrow`: the answers are the rows of the Parquet export, however a document is read.

use crate::{Ran, command, extract, fixture, run};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BinaryArray, RecordBatch, StringArray, StructArray};
use arrow_ipc::reader::StreamReader;
use std::fs;
use std::sync::Arc;
use vanban::export::parquet::{Documents, Rows, Table, stream};
use vanban::rules::Rules;

fn texts<'t>(values: impl IntoIterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<StringArray>())
}

fn ask(arguments: &[&str], batches: &[RecordBatch]) -> Ran {
    let input = stream(&batches[0].schema(), batches).unwrap();
    run(command(["worker", "--arrow"].iter().chain(arguments)), &input)
}

/// The answers to a batch.
fn answers(arguments: &[&str], batch: RecordBatch) -> RecordBatch {
    let mut answers = all_answers(arguments, &[batch]);
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

fn all_answers(arguments: &[&str], batches: &[RecordBatch]) -> Vec<RecordBatch> {
    let ran = ask(arguments, batches).well();
    let reader = StreamReader::try_new(ran.bytes.as_slice(), None).unwrap();
    assert_eq!(reader.schema(), Documents::schema());
    reader.map(Result::unwrap).collect()
}

/// The rows of a document in a table.
fn rows(answers: &RecordBatch, table: &str, document: usize) -> StructArray {
    answers.column_by_name(table).unwrap().as_list::<i32>().value(document).as_struct().clone()
}

fn text(answers: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let column = answers.column_by_name(column).unwrap().as_string::<i32>();
    (!column.is_null(row)).then(|| column.value(row).to_owned())
}

fn of_bytes(documents: &[(&str, &[u8])], ocr: Option<&str>) -> RecordBatch {
    let bytes: BinaryArray = documents.iter().map(|&(_, bytes)| Some(bytes)).collect();
    RecordBatch::try_from_iter([
        ("name", texts(documents.iter().map(|&(name, _)| Some(name)))),
        ("bytes", Arc::new(bytes) as ArrayRef),
        ("ocr", texts(documents.iter().map(|_| ocr))),
    ])
    .unwrap()
}

const NAMES: [&str; 4] =
    ["plan-district-clean.txt", "plan-ocr-markdown.md", "plan-web.html", "directive-legacy-vni.txt"];

#[test]
fn the_rows_are_those_of_the_export() {
    let paths = NAMES.map(fixture);
    let contents = paths.each_ref().map(|path| fs::read(path).unwrap());
    let documents: Vec<(&str, &[u8])> =
        paths.iter().zip(&contents).map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let batch = of_bytes(&documents, None);
    let inside = answers(&[], batch.clone());
    assert_eq!(inside.num_rows(), paths.len());
    for (row, path) in paths.iter().enumerate() {
        let json = String::from_utf8(extract([path, "--compact"]).well().bytes).unwrap();
        let json = json.trim_end();
        let mut expected = Rows::new(Rules::embedded());
        expected.add(&serde_json::from_str(json).unwrap(), json).unwrap();
        for (table, expected) in expected.take().unwrap() {
            assert!(rows(&inside, table.code(), row) == StructArray::from(expected), "{path} {table:?}");
        }
        assert_eq!(text(&inside, "key", row), Some(blake3::hash(&contents[row]).to_hex().to_string()));
        assert_eq!(rows(&inside, "failure", row).len(), 0);
    }
    // Each in a process of its own gives the same.
    let isolated = answers(&["--isolate"], batch);
    for table in Table::ALL {
        assert!(inside.column_by_name(table.code()) == isolated.column_by_name(table.code()), "{table:?}");
    }
}

#[test]
fn each_batch_is_answered_before_the_next_is_read() {
    let batch = of_bytes(&[("a.txt", "KẾ HOẠCH\nThu ngân sách 5 tỷ đồng".as_bytes()), ("b.txt", b"")], None);
    let none = of_bytes(&[], None);
    let answers = all_answers(&[], &[batch.clone(), none.clone(), batch]);
    assert_eq!(answers.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [2, 2]);
    // Without a document there is the schema alone.
    assert_eq!(all_answers(&[], &[none]), []);
}

#[test]
fn a_document_that_cannot_be_read_is_a_row_among_the_others() {
    let good = fixture("letter-department.txt");
    let bytes = fs::read(&good).unwrap();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice();
    let documents = [("", b"".as_slice()), ("scan.png", picture), ("a.bin", &[0; 64]), ("a.txt", &bytes)];
    let answers = answers(&[], of_bytes(&documents, Some("later")));
    let code = |row| {
        let failure = rows(&answers, "failure", row);
        (failure.len() == 1).then(|| failure.column(0).as_string::<i32>().value(0).to_owned())
    };
    assert_eq!(
        [0, 1, 2, 3].map(code).map(Option::unwrap_or_default),
        ["empty-file", "no-recognition", "binary-file", ""]
    );
    assert_eq!([0, 1, 2, 3].map(|row| rows(&answers, "documents", row).len()), [0, 0, 0, 1]);
    assert_eq!(answers["bytes"].as_primitive::<Int64Type>().value(2), 64);
}

#[test]
fn a_file_is_opened_by_its_path_and_called_by_its_name() {
    let good = fixture("letter-department.txt");
    let asked = RecordBatch::try_from_iter([
        ("path", texts([Some(good.as_str()), Some("/nowhere/a.txt")])),
        ("name", texts([Some("b.txt"), None])),
        ("lang", texts([Some("en"), None])),
    ]);
    let answers = answers(&[], asked.unwrap());
    assert_eq!(text(&answers, "path", 0).as_deref(), Some("b.txt"));
    assert_eq!(text(&answers, "key", 0), Some(blake3::hash(&fs::read(&good).unwrap()).to_hex().to_string()));
    assert_eq!(text(&answers, "key", 1), None);
    assert_eq!(rows(&answers, "failure", 1).column(0).as_string::<i32>().value(0), "not-found");
}

#[test]
fn requests_of_another_shape_are_refused() {
    for columns in [
        vec![("paht", texts([Some("a.txt")]))],
        vec![("path", texts([Some("a.txt")])), ("ocr", texts([Some("sometimes")]))],
        vec![("name", texts([Some("a.txt")]))],
    ] {
        let ran = ask(&[], &[RecordBatch::try_from_iter(columns).unwrap()]);
        assert_ne!(ran.code, 0);
    }
    assert_ne!(run(command(["worker", "--arrow"]), b"{\"path\": \"a.txt\"}\n").code, 0);
}
