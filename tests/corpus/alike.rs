//! The same files make the same corpus, in whatever order they come, and whoever reads at the same time.

use crate::support::{Directory, archived, fill, fixtures, make, make_bytes};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use vanban::corpus::{Corpus, Fault, Filter, Preparer};
use vanban::rules::Rules;

/// Every row of every table with findings, documents named by their keys, without numbers of rows and times.
fn dump(corpus: &Corpus) -> Vec<String> {
    let database = Connection::open(corpus.database()).unwrap();
    let of = |sql: &str| {
        database.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let tables: Vec<String> = of("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    let mut all = Vec::new();
    for table in tables.iter().filter(|table| !["corpus", "runs"].contains(&table.as_str())) {
        let columns: Vec<String> = of(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
        let columns: Vec<String> = columns
            .into_iter()
            .filter(|column| {
                !["id", "run_id", "ingested", "seen", "attempts", "seconds"].contains(&column.as_str())
            })
            .map(|column| match column.as_str() {
                "document_id" | "other_id" => {
                    format!("(SELECT key FROM documents d WHERE d.id = t.{column})")
                }
                _ => column,
            })
            .collect();
        let mut select = database.prepare(&format!("SELECT {} FROM {table} t", columns.join(", "))).unwrap();
        let rows = select.query_map([], |row| {
            let cells: Vec<Value> =
                (0..columns.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
            Ok(format!("{table} {cells:?}"))
        });
        all.extend(rows.unwrap().map(Result::unwrap));
    }
    all.sort();
    all
}

#[test]
fn two_orders_make_one_corpus() {
    let mut files: Vec<(std::path::PathBuf, String)> =
        fixtures().into_iter().map(|fixture| (fixture.clone(), archived(&fixture))).collect();
    // Some stand twice in the archive, before and behind their first names.
    for (at, name) in [(0, "0.txt"), (3, "m.txt"), (5, "z.txt")] {
        let twin = files[at].clone();
        files.push((twin.0, format!("/archive/{name}")));
    }
    let dumps = [false, true].map(|backwards| {
        let directory = Directory::new(if backwards { "backwards" } else { "forwards" });
        let corpus = directory.corpus();
        let mut writer = corpus.writer().unwrap();
        writer.begin_run(&[], "r").unwrap();
        let mut files = files.clone();
        if backwards {
            files.reverse();
        }
        for (at, (fixture, path)) in files.iter().enumerate() {
            let made = make(fixture, path);
            writer.put_document(&made.file, &made.prepared).unwrap();
            if at % 4 == 0 {
                writer.commit().unwrap();
            }
        }
        writer.commit().unwrap();
        drop(writer);
        dump(&corpus)
    });
    assert!(dumps[0].len() > 500);
    assert_same(&dumps[0], &dumps[1]);
}

/// Says the first row in which two dumps differ.
fn assert_same(one: &[String], other: &[String]) {
    if let Some(row) =
        one.iter().find(|row| !other.contains(row)).or(other.iter().find(|row| !one.contains(row)))
    {
        panic!("in one alone: {row}");
    }
    assert_eq!(one.len(), other.len());
}

#[test]
fn putting_everything_twice_changes_nothing() {
    let directory = Directory::new("twice");
    let corpus = directory.corpus();
    let mut writer = corpus.writer().unwrap();
    fill(&mut writer);
    let once = dump(&corpus);
    fill(&mut writer);
    assert_same(&dump(&corpus), &once);
}

#[test]
fn readers_see_whole_batches_while_one_writes() {
    const BATCH: usize = 7;
    let directory = Directory::new("beside");
    let corpus = directory.corpus();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let reader = corpus.reader().unwrap();
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let mut seen = 0;
                    let each = reader.each(&Filter::default(), |summary, json| {
                        seen += 1;
                        assert!(json.contains(&summary.key) && summary.sections > 0);
                        Ok::<_, Fault>(())
                    });
                    each.unwrap();
                    assert!(seen % BATCH == 0 && seen >= last, "{seen} after {last}");
                    last = seen;
                }
            });
        }
        let mut writer = corpus.writer().unwrap();
        writer.begin_run(&[], "r").unwrap();
        for n in 0..BATCH * 20 {
            let text = format!(
                "ỦY BAN NHÂN DÂN\nHUYỆN AN LĨNH\n\nKẾ HOẠCH\nPhát triển kinh tế\n\nPhấn đấu đạt {n} tỷ đồng."
            );
            let made = make_bytes(text.into_bytes(), &format!("/{n}.txt"));
            writer.put_document(&made.file, &made.prepared).unwrap();
            if n % BATCH == BATCH - 1 {
                writer.commit().unwrap();
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(corpus.reader().unwrap().count(&Filter::default()).unwrap(), BATCH as u64 * 20);
}

#[test]
fn provinces_and_base_units_follow_their_tables_without_a_file_being_read() {
    let directory = Directory::new("derived");
    let corpus = directory.corpus();
    let preparer = Preparer::new(Rules::embedded());
    let mut writer = corpus.writer().unwrap();
    assert_eq!(writer.renew_derived(&preparer).unwrap(), 0);
    let made = fill(&mut writer);
    let fresh = dump(&corpus);
    let database = Connection::open(corpus.database()).unwrap();
    // As older tables would have left them.
    let older = "UPDATE targets SET base_value = 1, base_unit = 'x' WHERE base_value IS NOT NULL;
        UPDATE documents SET province = 'x', province_now = NULL WHERE province IS NOT NULL;
        UPDATE corpus SET derived = 'older'";
    database.execute_batch(older).unwrap();
    assert_ne!(dump(&corpus), fresh);
    assert_eq!(writer.renew_derived(&preparer).unwrap(), made.len() as u64);
    assert_same(&dump(&corpus), &fresh);
    assert_eq!(writer.renew_derived(&preparer).unwrap(), 0);
}

#[test]
fn a_citation_finds_the_document_that_it_means() {
    let directory = Directory::new("cited");
    let corpus = directory.corpus();
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], "r").unwrap();
    let head = |number: &str, date: &str, body: &str| {
        format!(
            "ỦY BAN NHÂN DÂN\nHUYỆN AN LĨNH\n-------\nSố: {number}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
             Độc lập - Tự do - Hạnh phúc\n-------\nAn Lĩnh, {date}\n\nKẾ HOẠCH\nPhát triển kinh tế - xã hội\n\n{body}\n"
        )
    };
    let cited = head("12/KH-UBND", "ngày 05 tháng 02 năm 2031", "1. Mục tiêu");
    let namesake = head("12/KH-UBND", "ngày 09 tháng 02 năm 2031", "1. Mục tiêu khác");
    let by_date = head(
        "80/KH-UBND",
        "ngày 20 tháng 3 năm 2031",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 05/02/2031 của Ủy ban nhân dân huyện về phát triển kinh tế;",
    );
    let by_number = head(
        "81/KH-UBND",
        "ngày 21 tháng 3 năm 2031",
        "Căn cứ Kế hoạch số 12/KH-UBND của Ủy ban nhân dân huyện về phát triển kinh tế;",
    );
    for (at, text) in [cited, namesake, by_date, by_number].into_iter().enumerate() {
        let made = make_bytes(text.into_bytes(), &format!("/{at}.txt"));
        writer.put_document(&made.file, &made.prepared).unwrap();
    }
    writer.commit().unwrap();
    let reader = corpus.reader().unwrap();
    let mut select = reader
        .connection()
        .prepare(
            "SELECT a.path, b.path, k.form FROM citations k JOIN documents a ON a.id = k.document_id
             JOIN documents b ON b.id = k.cited_id ORDER BY 1, 2",
        )
        .unwrap();
    let found: Vec<(String, String, String)> = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let wanted = [
        ("/2.txt", "/0.txt", "number"),
        ("/3.txt", "/0.txt", "number-without-year"),
        ("/3.txt", "/1.txt", "number-without-year"),
    ];
    let found: Vec<(&str, &str, &str)> = found.iter().map(|(a, b, form)| (&**a, &**b, &**form)).collect();
    assert_eq!(found, wanted);
}
