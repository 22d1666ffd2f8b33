//! Trees of files and corpora in folders of their own, the command, and what a corpus holds as text.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of a test's own, with a tree of files and a corpus; gone at its end.
pub struct Scratch(PathBuf);

/// How a command ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub said: String,
}

impl Scratch {
    pub fn new(test: &str) -> Scratch {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ingest-{test}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("tree")).unwrap();
        Scratch(folder)
    }

    /// The root of the files.
    pub fn tree(&self) -> PathBuf {
        self.0.join("tree")
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file of the tree.
    pub fn file(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.tree().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// `extract ingest tree --corpus kho --json …`
    pub fn ingest<S: AsRef<OsStr>>(&self, more: impl IntoIterator<Item = S>) -> Ran {
        run(self.command("kho", more))
    }

    /// The same command, to be started, into a corpus of this name.
    pub fn command<S: AsRef<OsStr>>(&self, corpus: &str, more: impl IntoIterator<Item = S>) -> Command {
        let mut command = extract(["ingest", "--json", "--lang", "en", "--jobs", "2"]);
        command.arg(self.tree()).arg("--corpus").arg(self.path(corpus)).args(more);
        command
    }

    pub fn corpus(&self) -> Corpus {
        Corpus::open(&self.path("kho"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Ran {
    /// The summary.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.said))
    }

    /// Members of the summary that are not 0, of those that count files: "done=2 failed=1".
    #[track_caller]
    pub fn counts(&self) -> String {
        let json = self.json();
        let names = [
            "done",
            "failed",
            "skipped",
            "duplicates",
            "unchanged",
            "touched",
            "archives",
            "missing",
            "pruned",
        ];
        let counts = names.iter().filter(|name| json[**name] != 0);
        counts.map(|name| format!("{name}={}", json[*name])).collect::<Vec<_>>().join(" ")
    }
}

/// The files that were read and those that were linked: which of two copies is met first, the threads decide.
#[track_caller]
pub fn read_or_linked(ran: &Ran) -> u64 {
    let json = ran.json();
    json["done"].as_u64().unwrap() + json["duplicates"].as_u64().unwrap()
}

/// The program, to be run in the project's folder.
pub fn extract<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command
}

pub fn run(mut command: Command) -> Ran {
    ran(command.output().expect("the program starts"))
}

pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        said: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}

/// A plan of its own for each number.
pub fn plan(number: usize) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nHUYỆN TÂN LẬP\n\nSố: {number}/KH-UBND\n\nTân Lập, ngày 6 tháng 2 năm 2024\n\nKẾ HOẠCH\n\
         Phát triển du lịch cộng đồng\n\nI. MỤC TIÊU\n\n1. Đến năm 2025, có {number} hộ tham gia mô hình.\n\n\
         2. Tỷ lệ hộ nghèo giảm còn 3,5%.\n\nII. NHIỆM VỤ\n\n1. Phòng Văn hóa và Thông tin chủ trì, phối hợp với các xã \
         tổ chức tập huấn.\n\n2. Căn cứ Nghị quyết số 12-NQ/HU ngày 5/1/2023 của Huyện ủy về phát triển du lịch.\n\n\
         CHỦ TỊCH\n\nNguyễn Văn An\n"
    )
}

/// A fixture of the project.
pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

/// A corpus, read through SQLite alone.
pub struct Corpus(Connection);

impl Corpus {
    pub fn open(directory: &Path) -> Corpus {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let corpus = Corpus(Connection::open_with_flags(directory.join("vanban.sqlite"), flags).unwrap());
        assert_eq!(corpus.texts("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(corpus.texts("PRAGMA foreign_key_check"), [""; 0]);
        corpus
    }

    /// The rows of a query, columns joined by " ".
    pub fn texts(&self, sql: &str) -> Vec<String> {
        let mut select = self.0.prepare(sql).unwrap();
        let columns = select.column_count();
        let rows = select.query_map([], |row| {
            let mut text = String::new();
            for column in 0..columns {
                let separator = if column > 0 { " " } else { "" };
                match row.get_ref(column)? {
                    ValueRef::Null => write!(text, "{separator}-").unwrap(),
                    ValueRef::Integer(number) => write!(text, "{separator}{number}").unwrap(),
                    ValueRef::Real(number) => write!(text, "{separator}{number}").unwrap(),
                    ValueRef::Text(bytes) => {
                        write!(text, "{separator}{}", String::from_utf8_lossy(bytes)).unwrap();
                    }
                    ValueRef::Blob(bytes) => {
                        write!(text, "{separator}{}", blake3::hash(bytes).to_hex()).unwrap();
                    }
                }
            }
            Ok(text)
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// The ledger: path below `root`, state and reason of each file.
    pub fn ledger(&self, root: &Path) -> Vec<String> {
        let root = format!("{}/", root.canonicalize().unwrap().display());
        let rows = self.texts("SELECT path, state, coalesce(reason, '') FROM files ORDER BY path");
        rows.iter().map(|row| row.strip_prefix(&root).unwrap_or(row).trim_end().to_owned()).collect()
    }

    /// All that the corpus says, but for times, numbers of rows and runs, and attempts: the same for the same files.
    pub fn dump(&self) -> String {
        let mut dump = String::new();
        let tables = self.texts(
            "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                AND m.name NOT IN ('corpus', 'runs') ORDER BY m.name",
        );
        let left_out = [
            "id",
            "document_id",
            "other_id",
            "ingested",
            "seconds",
            "peak_memory",
            "run_id",
            "seen",
            "attempts",
        ];
        for table in tables {
            let columns = self.texts(&format!("SELECT name FROM pragma_table_info('{table}')"));
            let kept = columns.iter().filter(|column| !left_out.contains(&column.as_str()));
            let kept: Vec<String> = kept.map(|column| format!("t.\"{column}\"")).collect();
            let key = if columns.iter().any(|column| column == "document_id") {
                "(SELECT key FROM documents d WHERE d.id = t.document_id)"
            } else {
                "''"
            };
            let other = if columns.iter().any(|column| column == "other_id") {
                ", (SELECT key FROM documents d WHERE d.id = t.other_id)"
            } else {
                ""
            };
            let mut rows = self.texts(&format!("SELECT {key}{other}, {} FROM {table} t", kept.join(", ")));
            rows.sort();
            writeln!(dump, "== {table}: {}", rows.len()).unwrap();
            for row in rows {
                writeln!(dump, "{row}").unwrap();
            }
        }
        dump
    }
}

/// Whether two dumps are the same; names the first line that differs.
#[track_caller]
pub fn assert_same(dump: &str, wanted: &str) {
    let differs = dump.lines().zip(wanted.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None);
    assert_eq!(dump.lines().count(), wanted.lines().count());
}

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
