//! Every output format of one small record, beside the files that it is expected to give.
//!
//! The record is `write/plan.json`, the document it was read from `write/plan.txt`.

use vanban::diagnostic::Lang;
use vanban::write::json::{self, Style};
use vanban::write::schema::schema;
use vanban::write::table::Table;
use vanban::write::wire::Record;
use vanban::write::{csv, xlsx};

mod expect;
use expect::{expect, read};

fn record() -> Record {
    serde_json::from_str(&read("plan.json")).unwrap()
}

fn json(record: &Record, style: Style) -> String {
    let mut out = Vec::new();
    json::write(&mut out, record, style).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn pretty_json_reads_back_and_writes_the_same() {
    expect("plan.json", &json(&record(), Style::Pretty));
}

#[test]
fn compact_json_is_one_line_with_the_same_content() {
    let compact = json(&record(), Style::Compact);
    assert_eq!(compact.matches('\n').count(), 1);
    assert_eq!(serde_json::from_str::<Record>(&compact).unwrap(), record());
}

#[test]
fn the_schema_is_the_one_in_the_file() {
    expect("schema.json", &(serde_json::to_string_pretty(&schema()).unwrap() + "\n"));
}

#[test]
fn records_are_valid_against_the_schema_and_damaged_ones_are_not() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid: serde_json::Value = serde_json::from_str(&read("plan.json")).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&valid).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);

    let damages: [(&str, serde_json::Value); 7] = [
        ("/schema_version", "0".into()),
        ("/targets/0/comparator", "about".into()),
        ("/targets/0/value", "4482.38".into()),
        ("/targets/0/at/page", 0.into()),
        ("/targets/0/at/bytes", serde_json::json!([1, 2, 3])),
        ("/references/0/relation", serde_json::Value::Null),
        ("/header/title", "a bare string".into()),
    ];
    for (place, value) in damages {
        let mut damaged = valid.clone();
        *damaged.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&damaged), "{place} may be anything");
    }
}

#[test]
fn a_member_without_a_value_is_null_and_not_left_out() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid: serde_json::Value = serde_json::from_str(&read("plan.json")).unwrap();
    for place in
        ["/header/urgency", "/targets/0/baseline", "/source/ocr", "/sections/0/label", "/recipients/1/note"]
    {
        assert_eq!(valid.pointer(place), Some(&serde_json::Value::Null), "{place}");
        let (object, member) = place.rsplit_once('/').unwrap();
        let mut damaged = valid.clone();
        damaged.pointer_mut(object).unwrap().as_object_mut().unwrap().shift_remove(member);
        assert!(!validator.is_valid(&damaged), "{place} may be left out");
    }
}

fn csv(records: &[Record], table: Table, lang: Lang) -> String {
    let mut out = Vec::new();
    let mut writer = csv::Writer::new(&mut out, table, lang).unwrap();
    records.iter().for_each(|record| writer.add(record).unwrap());
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_table_is_the_csv_in_its_file() {
    for table in Table::ALL {
        expect(&format!("plan.{}.csv", table.code()), &csv(&[record()], table, Lang::Vi));
    }
    expect("plan.targets.en.csv", &csv(&[record()], Table::Targets, Lang::En));
}

#[test]
fn csv_begins_with_a_byte_order_mark_and_has_the_heads_once() {
    let one = csv(&[record()], Table::Targets, Lang::Vi);
    let two = csv(&[record(), record()], Table::Targets, Lang::Vi);
    assert!(one.starts_with('\u{feff}'));
    let rows = one.split_once("\r\n").unwrap().1;
    assert_eq!(two, format!("{one}{rows}"));
}

/// The parts of a workbook, by name.
fn parts(workbook: Vec<u8>) -> std::collections::BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |name: &String| {
        let text = std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
        (name.clone(), text)
    };
    names.iter().map(part).collect()
}

fn xlsx(records: &[Record], lang: Lang) -> std::collections::BTreeMap<String, String> {
    let mut writer = xlsx::Writer::new(lang);
    records.iter().for_each(|record| writer.add(record).unwrap());
    parts(writer.finish().unwrap())
}

/// The texts that the cells of a workbook point to, by number.
fn shared_strings(parts: &std::collections::BTreeMap<String, String>) -> Vec<String> {
    let items = parts["xl/sharedStrings.xml"].split("<si>").skip(1);
    items.map(|item| item.split_once('>').unwrap().1.split("</t>").next().unwrap().to_owned()).collect()
}

#[test]
fn a_workbook_has_a_sheet_for_each_table() {
    for (lang, names) in [
        (Lang::Vi, ["Chỉ tiêu", "Văn bản viện dẫn", "Phân công", "Văn bản", "Lưu ý"]),
        (Lang::En, ["Targets", "References", "Assignments", "Documents", "Diagnostics"]),
    ] {
        for records in [vec![], vec![record()]] {
            let workbook = &xlsx(&records, lang)["xl/workbook.xml"];
            let at: Vec<_> =
                names.iter().map(|name| workbook.find(&format!("<sheet name=\"{name}\""))).collect();
            assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{names:?} in {workbook}");
        }
    }
}

#[test]
fn values_are_number_cells_and_what_excel_would_round_is_text() {
    let parts = xlsx(&[record()], Lang::Vi);
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    for number in ["4482.38", "1200", "3", "4"] {
        let cells = sheet.matches(&format!("\"><v>{number}</v>")).count();
        assert!(cells > 0, "no cell with the number {number}");
    }
    assert!(shared_strings(&parts).contains(&"123456789012345.67".into()));
    // 9 January 2031 as Excel counts days.
    assert!(sheet.contains("<v>47857</v>"));
}

#[test]
fn a_sheet_keeps_its_heads_in_sight_and_can_be_filtered() {
    let sheet = &xlsx(&[record()], Lang::Vi)["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("<pane ySplit=\"1\""));
    assert!(sheet.contains("<autoFilter ref=\"A1:T6\"/>"));
}

#[test]
fn a_workbook_holds_formulas_of_a_document_as_text() {
    let mut record = record();
    record.targets[0].indicator = "=HYPERLINK(\"http://example.com\")".into();
    let parts = xlsx(&[record], Lang::Vi);
    assert!(!parts["xl/worksheets/sheet1.xml"].contains("<f>"));
    assert!(shared_strings(&parts).contains(&"=HYPERLINK(\"http://example.com\")".into()));
}
