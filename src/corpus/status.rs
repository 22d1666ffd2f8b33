//! What a corpus holds, in figures, and which of its files failed.

use super::fault::Fault;
use super::ledger::{Reason, State};
use super::reader::Reader;
use rusqlite::{Row, params_from_iter};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

/// How many of the last runs are told of.
const RUNS: usize = 5;

/// What a corpus holds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Status {
    /// When it was made, UTC.
    pub created: String,
    /// The version of its schema.
    pub schema: i64,
    /// The size of the database.
    pub database_bytes: u64,
    pub documents: u64,
    /// The sum of the sizes of the documents' files.
    pub document_bytes: u64,
    pub pages: u64,
    pub targets: u64,
    pub references: u64,
    pub assignments: u64,
    /// Documents with a remark that is more than information.
    pub with_warnings: u64,
    pub files: FileStates,
    /// By code of the kind ("KH"), most frequent first; `null`: the document names none.
    pub by_kind: Vec<Share>,
    /// By year, newest first; `null`: not known.
    pub by_year: Vec<Share>,
    pub by_format: Vec<Share>,
    /// By level of the issuer: central, province, district, commune.
    pub by_level: Vec<Share>,
    /// By province of today.
    pub by_province: Vec<Share>,
    /// Files that failed or were left alone, by cause, most frequent first.
    pub causes: Vec<Cause>,
    pub near: Near,
    /// The last runs, newest first.
    pub runs: Vec<Run>,
}

/// How many files of the ledger are in each state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileStates {
    pub done: u64,
    pub duplicate: u64,
    pub failed: u64,
    pub skipped: u64,
}

/// How many documents have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    pub value: Option<String>,
    /// What the value is called, where that is something else: "Kế hoạch".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub documents: u64,
}

/// How many files failed or were left alone for one cause.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cause {
    /// failed, skipped
    pub state: String,
    /// "encrypted-file"
    pub code: String,
    pub files: u64,
    /// Of one of them.
    pub message_vi: String,
    pub message_en: String,
    pub remedy_vi: String,
    pub remedy_en: String,
}

/// Near duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Near {
    pub pairs: u64,
    /// Documents that have at least one.
    pub documents: u64,
}

/// A run of ingest.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Run {
    pub id: i64,
    /// UTC.
    pub started: String,
    /// `null`: under way, or ended without a word.
    pub ended: Option<String>,
    pub program: String,
    /// The fingerprint of the rule tables.
    pub rules: String,
    /// What was named on the command line.
    pub roots: Vec<String>,
    pub seen: u64,
    pub done: u64,
    pub failed: u64,
    pub skipped: u64,
    pub duplicates: u64,
    pub unchanged: u64,
    pub bytes: u64,
    pub seconds: f64,
}

/// A file that failed or was left alone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Failed {
    pub path: String,
    /// failed, skipped
    pub state: String,
    #[serde(flatten)]
    pub reason: Reason,
    pub bytes: u64,
    pub attempts: u32,
    pub seconds: f64,
    /// Bytes; of a worker process.
    pub peak_memory: Option<u64>,
    /// When it was last tried, UTC.
    pub seen: String,
}

impl Reader {
    /// What the corpus holds.
    ///
    /// # Errors
    /// Those of the database.
    pub fn status(&self) -> Result<Status, Fault> {
        self.read_status().map_err(|cause| self.fault(cause))
    }

    fn read_status(&self) -> rusqlite::Result<Status> {
        // All figures of one moment, while another process writes.
        let snapshot = self.connection().unchecked_transaction()?;
        let number = |sql: &str| snapshot.query_row(sql, [], |row| unsigned(row, 0));
        let states = self.list("SELECT state, count(*) FROM files GROUP BY state", |row| {
            Ok((row.get::<_, String>(0)?, unsigned(row, 1)?))
        })?;
        let state = |state: State| {
            states.iter().find(|(code, _)| code == state.code()).map_or(0, |&(_, files)| files)
        };
        let sums = self.sums()?;
        Ok(Status {
            created: snapshot.query_row("SELECT created FROM corpus", [], |row| row.get(0))?,
            schema: super::SCHEMA_VERSION,
            database_bytes: number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            documents: sums.figures[0],
            document_bytes: sums.figures[1],
            pages: sums.figures[2],
            targets: sums.figures[3],
            references: sums.figures[4],
            assignments: sums.figures[5],
            with_warnings: sums.figures[6],
            files: FileStates {
                done: state(State::Done),
                duplicate: state(State::Duplicate),
                failed: state(State::Failed),
                skipped: state(State::Skipped),
            },
            by_kind: sums.kinds.most_frequent(),
            by_year: sums.years.newest(),
            by_format: sums.formats.most_frequent(),
            by_level: sums.levels.most_frequent(),
            by_province: sums.provinces.most_frequent(),
            causes: self.list(
                "SELECT state, coalesce(reason, ''), count(*) AS files, coalesce(max(message_vi), ''),
                    coalesce(max(message_en), ''), coalesce(max(remedy_vi), ''), coalesce(max(remedy_en), '')
                 FROM files WHERE state IN ('failed', 'skipped') AND reason IS NOT NULL GROUP BY 1, 2 ORDER BY files DESC, 2",
                |row| {
                    Ok(Cause {
                        state: row.get(0)?,
                        code: row.get(1)?,
                        files: unsigned(row, 2)?,
                        message_vi: row.get(3)?,
                        message_en: row.get(4)?,
                        remedy_vi: row.get(5)?,
                        remedy_en: row.get(6)?,
                    })
                },
            )?,
            near: Near {
                pairs: number("SELECT count(*) FROM near")?,
                documents: number(
                    "SELECT count(*) FROM (SELECT document_id FROM near UNION SELECT other_id FROM near)",
                )?,
            },
            runs: self.list(
                &format!(
                    "SELECT id, started, ended, program, rules, roots, seen, done, failed, skipped, duplicates,
                        unchanged, bytes, seconds FROM runs ORDER BY id DESC LIMIT {RUNS}"
                ),
                run,
            )?,
        })
    }

    /// Goes through all documents once.
    fn sums(&self) -> rusqlite::Result<Sums> {
        let mut sums = Sums::default();
        let mut select = self.connection().prepare(
            "SELECT bytes, coalesce(pages, 0), targets, refs, assignments, warnings > 0, doc_type, doc_type_name, year,
                format, issuer_level, province_now FROM documents",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            sums.figures[0] += 1;
            for column in 0..6 {
                sums.figures[column + 1] += unsigned(row, column)?;
            }
            let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?);
            sums.kinds.count(text(6)?, text(7)?);
            let year: Option<i64> = row.get(8)?;
            sums.years.count(year.map(|year| year.to_string()).as_deref(), None);
            sums.formats.count(text(9)?, None);
            sums.levels.count(text(10)?, None);
            sums.provinces.count(text(11)?, None);
        }
        Ok(sums)
    }

    fn list<T>(
        &self,
        sql: &str,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.connection().prepare_cached(sql)?.query_map([], row)?.collect()
    }

    /// Gives every file that failed, or also those that were left alone, of all causes or of these `codes`; in the order
    /// of causes and paths, one at a time.
    ///
    /// # Errors
    /// Those of the database, and those of `take`, which end the call.
    pub fn failures<E: From<Fault>>(
        &self,
        with_skipped: bool,
        codes: &[String],
        mut take: impl FnMut(Failed) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |cause| E::from(self.fault(cause));
        let states = if with_skipped { "'failed', 'skipped'" } else { "'failed'" };
        let of_codes = match codes.len() {
            0 => String::new(),
            count => format!("AND reason IN ({})", vec!["?"; count].join(", ")),
        };
        let sql = format!(
            "SELECT path, state, reason, message_vi, message_en, remedy_vi, remedy_en, cause, size, attempts, seconds,
                peak_memory, seen
             FROM files WHERE state IN ({states}) AND reason IS NOT NULL {of_codes} ORDER BY state, reason, path"
        );
        let mut select = self.connection().prepare(&sql).map_err(failed)?;
        let mut rows = select.query(params_from_iter(codes)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(failure(row).map_err(failed)?)?;
        }
        Ok(())
    }
}

/// Figures of all documents.
#[derive(Default)]
struct Sums {
    /// Documents, bytes, pages, targets, references, assignments, documents with warnings.
    figures: [u64; 7],
    kinds: Shares,
    years: Shares,
    formats: Shares,
    levels: Shares,
    provinces: Shares,
}

/// How many documents have each value, with its name.
#[derive(Default)]
struct Shares(FxHashMap<Option<String>, (u64, Option<String>)>);

impl Shares {
    fn count(&mut self, value: Option<&str>, name: Option<&str>) {
        let key = value.map(str::to_owned);
        let (documents, known) = self.0.entry(key).or_default();
        *documents += 1;
        if known.is_none() && name.is_some() {
            *known = name.map(str::to_owned);
        }
    }

    fn shares(self) -> Vec<Share> {
        self.0.into_iter().map(|(value, (documents, name))| Share { value, name, documents }).collect()
    }

    fn most_frequent(self) -> Vec<Share> {
        let mut shares = self.shares();
        shares.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.value.cmp(&b.value)));
        shares
    }

    /// The greatest value first, what has none at the end.
    fn newest(self) -> Vec<Share> {
        let mut shares = self.shares();
        shares.sort_by(|a, b| b.value.cmp(&a.value));
        shares
    }
}

fn failure(row: &Row<'_>) -> rusqlite::Result<Failed> {
    let text = |column| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    Ok(Failed {
        path: row.get(0)?,
        state: row.get(1)?,
        reason: Reason {
            code: text(2)?,
            message_vi: text(3)?,
            message_en: text(4)?,
            remedy_vi: text(5)?,
            remedy_en: text(6)?,
            cause: row.get(7)?,
        },
        bytes: unsigned(row, 8)?,
        attempts: row.get(9)?,
        seconds: row.get(10)?,
        peak_memory: row.get::<_, Option<i64>>(11)?.and_then(|bytes| u64::try_from(bytes).ok()),
        seen: row.get(12)?,
    })
}

fn run(row: &Row<'_>) -> rusqlite::Result<Run> {
    let roots: String = row.get(5)?;
    Ok(Run {
        id: row.get(0)?,
        started: row.get(1)?,
        ended: row.get(2)?,
        program: row.get(3)?,
        rules: row.get(4)?,
        roots: serde_json::from_str(&roots).unwrap_or_default(),
        seen: unsigned(row, 6)?,
        done: unsigned(row, 7)?,
        failed: unsigned(row, 8)?,
        skipped: unsigned(row, 9)?,
        duplicates: unsigned(row, 10)?,
        unchanged: unsigned(row, 11)?,
        bytes: unsigned(row, 12)?,
        seconds: row.get(13)?,
    })
}

/// A count, which is never negative.
fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or_default())
}
