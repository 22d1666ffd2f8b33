//! What a reader of reports sees, in Vietnamese and English.

use super::Error;
use super::gold::{Fault, GoldError};
use super::mistake::{Kind, Mistake};
use super::report::Failure;
use super::tally::{Attribute, Facet};
use crate::diagnostic::Lang;

impl Facet {
    /// The name for readers.
    pub fn label(self, lang: Lang) -> &'static str {
        let vi = match self {
            Self::Header => "phần đầu",
            Self::Sections => "đề mục",
            Self::Targets => "chỉ tiêu",
            Self::TargetsStrict => "chỉ tiêu, chặt",
            Self::Qualitative => "chỉ tiêu định tính",
            Self::References => "viện dẫn",
            Self::ReferencesStrict => "viện dẫn, chặt",
            Self::Assignments => "phân công",
            Self::AssignmentsStrict => "phân công, chặt",
            Self::Recipients => "nơi nhận",
            Self::Signature => "chữ ký",
        };
        lang.pick(vi, self.name())
    }
}

impl Attribute {
    /// The name for readers.
    pub fn label(self, lang: Lang) -> &'static str {
        let vi = match self {
            Self::SectionRoles => "vai trò đề mục",
            Self::TargetComparator => "so sánh",
            Self::TargetChange => "tăng, giảm",
            Self::TargetBaseline => "mốc so sánh",
            Self::TargetDeadline => "thời hạn chỉ tiêu",
            Self::TargetParent => "chỉ tiêu cha",
            Self::ReferenceDate => "ngày viện dẫn",
            Self::ReferenceIssuer => "cơ quan ban hành",
            Self::ReferenceTitle => "trích yếu viện dẫn",
            Self::ReferenceRelation => "quan hệ viện dẫn",
            Self::AssignmentRole => "vai trò phân công",
            Self::RecipientNote => "ghi chú nơi nhận",
        };
        lang.pick(vi, self.name())
    }
}

/// The name for readers of a figure of [`super::Report::figures`]; a name that is none stays.
pub(super) fn figure(name: &str, lang: Lang) -> &str {
    let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name).map(|facet| facet.label(lang));
    let attribute = || Attribute::ALL.into_iter().find(|a| a.name() == name).map(|a| a.label(lang));
    facet.or_else(attribute).unwrap_or(match name {
        "overall" => lang.pick("chung, chặt", name),
        "overall soft" => lang.pick("chung, mềm", name),
        "overall macro" => lang.pick("chung, theo tài liệu", name),
        other => other,
    })
}

impl Mistake {
    /// One line: the sign (`-` missed, `+` invented, `!` wrong), what is concerned, what there is and what was
    /// wanted. A false alarm of which a record knows no words stands as its line in the document.
    pub fn line(&self, lang: Lang) -> String {
        let place = match self.kind {
            Kind::Wrong(attribute) => attribute.label(lang),
            _ => self.facet.label(lang),
        };
        let what = match (self.kind, self.got.as_str()) {
            (Kind::FalseAlarm, "") if self.want.is_empty() => match self.mark.line {
                Some(line) => format!("{} {line} ({})", lang.pick("dòng", "line"), self.mark.name),
                None => format!("({})", self.mark.name),
            },
            (Kind::Missed, _) | (_, "") => self.want.clone(),
            (Kind::FalseAlarm, got) => got.to_owned(),
            (_, got) => format!("{got} <> {}", self.want),
        };
        format!("{} {place:18} {what}", self.kind.sign())
    }
}

impl Failure {
    /// What happened, for the person who runs the evaluation.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::NoDocument => {
                lang.pick("không có tài liệu cùng tên", "there is no document of this name").to_owned()
            }
            Self::Extraction(message) => message.clone(),
            Self::NoRecord => {
                lang.pick("kết quả không phải là bản ghi JSON", "the result is no JSON record").to_owned()
            }
        }
    }
}

impl GoldError {
    /// What is wrong with the line and what it should be.
    pub fn message(&self, lang: Lang) -> String {
        match &self.fault {
            Fault::UnknownKind(kind) => lang.pick(
                format!("không có loại dòng {kind:?}; cần một trong H S T Q R A N G"),
                format!("no kind of line {kind:?}; one of H S T Q R A N G is expected"),
            ),
            Fault::UnknownField(field) => lang.pick(
                format!("phần đầu không có trường {field:?}"),
                format!("the header has no field {field:?}"),
            ),
            Fault::NotANumber(value) => lang.pick(
                format!("giá trị {value:?} không phải là số (viết 12.5 hoặc 3..4)"),
                format!("the value {value:?} is no number (write 12.5 or 3..4)"),
            ),
            Fault::NoWords => lang.pick("mục đầu tiên để trống", "the first field is empty").to_owned(),
            Fault::UnknownParent(parent) => lang.pick(
                format!("{parent:?}: chỉ tiêu cha phải là số thứ tự của một dòng T"),
                format!("{parent:?}: the parent must be the place of a T line, from 1"),
            ),
        }
    }
}

impl Error {
    /// The message for users, with the path and, for a gold file, the line.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Io { path, source } => format!("{}: {source}", path.display()),
            Self::Gold { path, error } => {
                format!("{}:{}: {}", path.display(), error.line, error.message(lang))
            }
            Self::NoGold { path } => {
                format!(
                    "{}: {}",
                    path.display(),
                    lang.pick("không có tệp .gold nào phù hợp", "no matching .gold file")
                )
            }
            Self::Record { path, message } => {
                let what =
                    lang.pick("không phải là bản ghi kết quả đánh giá", "is no record of an evaluation");
                format!("{}: {what}: {message}", path.display())
            }
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Gold { .. } | Self::NoGold { .. } | Self::Record { .. } => None,
        }
    }
}
