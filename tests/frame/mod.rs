//! What stands around the text of a case (`context` in fixtures/README.md), and how values are compared.

#![allow(dead_code)]

use serde::Deserialize;
use std::path::{Path, PathBuf};
use vanban::document::Document;
use vanban::eval::text::fold;
use vanban::rules::Rules;

/// The letterhead and title of every frame. It holds nothing to be found.
const TOP: &str = "ỦY BAN NHÂN DÂN
HUYỆN BÌNH LÂM
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 03/KH-UBND
Bình Lâm, ngày 05 tháng 01 năm 2024

KẾ HOẠCH
Công tác năm 2024
---------------
";

/// The headings under which a case's text may stand, by role.
const HEADINGS: [(&str, &str); 13] = [
    ("purpose", "MỤC ĐÍCH"),
    ("requirements", "YÊU CẦU"),
    ("objectives", "MỤC TIÊU"),
    ("targets", "CHỈ TIÊU"),
    ("content", "NỘI DUNG"),
    ("tasks", "NHIỆM VỤ"),
    ("solutions", "GIẢI PHÁP"),
    ("situation", "TÌNH HÌNH"),
    ("scope", "PHẠM VI, ĐỐI TƯỢNG"),
    ("timeline", "THỜI GIAN THỰC HIỆN"),
    ("funding", "KINH PHÍ"),
    ("rewards", "KHEN THƯỞNG"),
    ("implementation", "TỔ CHỨC THỰC HIỆN"),
];

/// The file of a case: its text in the frame of its context.
pub fn frame(context: &str, text: &str) -> String {
    let text = text.trim_matches('\n');
    match context {
        "document" => text.to_owned(),
        "preamble" => format!("{TOP}\n{text}\n\nI. YÊU CẦU CHUNG\n\nCông việc gọn, rõ.\n"),
        "end" => format!("{TOP}\nI. YÊU CẦU CHUNG\n\nCông việc gọn, rõ.\n\n{text}\n"),
        role => {
            let heading = HEADINGS.iter().find(|(name, _)| *name == role).map(|(_, heading)| heading);
            format!("{TOP}\nI. {}\n\n{text}\n", heading.unwrap_or_else(|| panic!("no context {role:?}")))
        }
    }
}

/// Runs the whole pipeline over a text file.
pub fn document(text: &str) -> Document {
    document_as("txt", text)
}

/// As [`document`], for a file with the ending `format`.
pub fn document_as(format: &str, text: &str) -> Document {
    let source = vanban::read::decode(
        &format!("case.{format}"),
        text.as_bytes().to_vec(),
        &vanban::read::Options::default(),
    )
    .expect("text decodes");
    vanban::pipeline::from_source(source, Rules::embedded())
}

/// Folded as for scoring: case, tone placement, punctuation, spaces and common abbreviations do not count.
pub fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// Alternatives; an empty string accepts null.
#[derive(Deserialize, Default, Debug)]
#[serde(untagged)]
pub enum OneOf {
    #[default]
    Null,
    One(String),
    Any(Vec<String>),
}

impl OneOf {
    pub fn accepts(&self, found: Option<&str>) -> bool {
        let fits = |wanted: &String| match found {
            None => wanted.is_empty(),
            Some(found) => same(wanted, found),
        };
        match self {
            OneOf::Null => found.is_none(),
            OneOf::One(wanted) => fits(wanted),
            OneOf::Any(wanted) => wanted.iter().any(fits),
        }
    }
}

/// The files `fixtures/cases/PREFIX*.toml`.
pub fn case_files(prefix: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let entries = std::fs::read_dir(folder).expect("fixtures/cases is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)));
    files.sort();
    assert!(!files.is_empty(), "no cases {prefix}*");
    files
}
