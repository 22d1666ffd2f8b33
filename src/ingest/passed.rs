//! What an ingest passes over, and why: the table `rules/passed_over.toml`.

use crate::diagnostic::Message;
use serde::Deserialize;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::sync::LazyLock;

/// Why something is passed over.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// "email"
    pub code: String,
    pub message: Message,
    pub remedy: Message,
}

/// The table, by names.
pub struct PassedOver {
    reasons: Vec<Reason>,
    /// Index of the reason, by the ending in small letters.
    endings: HashMap<String, usize>,
    /// By the whole name in small letters.
    names: HashMap<String, usize>,
    beginnings: Vec<(String, usize)>,
    /// Of directories.
    folders: HashMap<String, usize>,
}

static TABLE: LazyLock<PassedOver> = LazyLock::new(|| {
    PassedOver::load(include_str!("../../rules/passed_over.toml"))
        .expect("the embedded table loads: tested below")
});

impl PassedOver {
    pub fn table() -> &'static PassedOver {
        &TABLE
    }

    /// Why a file or directory of this name is passed over; `None` where it is not.
    pub fn by_name(&self, name: &OsStr, is_folder: bool) -> Option<&Reason> {
        let name = name.to_string_lossy().to_lowercase();
        let found = if is_folder {
            self.folders.get(&name).copied()
        } else {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending);
            self.names.get(&name).or_else(|| self.endings.get(ending?)).copied()
        };
        let begins = || {
            let begins = self.beginnings.iter().find(|(beginning, _)| name.starts_with(beginning.as_str()));
            begins.map(|(_, reason)| *reason)
        };
        found.or_else(begins).map(|reason| &self.reasons[reason])
    }

    /// Of pipes, sockets and devices.
    pub fn no_file(&self) -> &Reason {
        self.by_code("no-file")
    }

    /// Of a symbolic link to what is walked anyway.
    pub fn known_link(&self) -> &Reason {
        self.by_code("known-link")
    }

    /// Of a directory that holds a corpus.
    pub fn corpus(&self) -> &Reason {
        self.by_code("corpus")
    }

    fn by_code(&self, code: &str) -> &Reason {
        // The table holds the codes that are asked for: tested below.
        self.reasons.iter().find(|reason| reason.code == code).unwrap_or(&self.reasons[0])
    }

    fn load(table: &str) -> Option<PassedOver> {
        let file: File = toml::from_str(table).ok()?;
        let mut passed = PassedOver {
            reasons: Vec::new(),
            endings: HashMap::new(),
            names: HashMap::new(),
            beginnings: Vec::new(),
            folders: HashMap::new(),
        };
        for row in file.row {
            let Row { id, endings, names, beginnings, folders, vi, en, remedy_vi, remedy_en } = row;
            let index = passed.reasons.len();
            passed.endings.extend(endings.into_iter().map(|ending| (ending, index)));
            passed.names.extend(names.into_iter().map(|name| (name, index)));
            passed.beginnings.extend(beginnings.into_iter().map(|beginning| (beginning, index)));
            passed.folders.extend(folders.into_iter().map(|folder| (folder, index)));
            let (message, remedy) = (Message::new(vi, en), Message::new(remedy_vi, remedy_en));
            passed.reasons.push(Reason { code: id, message, remedy });
        }
        (!passed.reasons.is_empty()).then_some(passed)
    }
}

#[derive(Deserialize)]
struct File {
    row: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    beginnings: Vec<String>,
    #[serde(default)]
    folders: Vec<String>,
    vi: String,
    en: String,
    remedy_vi: String,
    remedy_en: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_that_code_asks_for_are_in_the_table() {
        let table = PassedOver::table();
        for (reason, code) in
            [(table.no_file(), "no-file"), (table.known_link(), "known-link"), (table.corpus(), "corpus")]
        {
            assert_eq!(reason.code, code);
        }
    }

    #[test]
    fn names_tell_what_holds_no_document() {
        for (name, is_folder, code) in [
            ("Kế hoạch.docx", false, None),
            ("a.txt", false, None),
            ("thư mục", true, None),
            ("THUMBS.DB", false, Some("system-file")),
            (".DS_Store", false, Some("system-file")),
            ("~$ke hoach.docx", false, Some("system-file")),
            ("._a.pdf", false, Some("system-file")),
            (".git", true, Some("system-file")),
            ("__MACOSX", true, Some("system-file")),
            ("Thu.EML", false, Some("email")),
            ("film.mp4", false, Some("no-document")),
            ("mp4", false, None),
            ("eml", true, None),
        ] {
            let reason = PassedOver::table().by_name(OsStr::new(name), is_folder);
            assert_eq!(reason.map(|reason| reason.code.as_str()), code, "{name}");
        }
    }
}
