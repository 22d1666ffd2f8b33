//! Why a search or an update of the index failed.

use crate::corpus;
use crate::diagnostic::{Lang, Message};
use std::fmt;
use std::path::Path;

/// A failure with message and remedy.
#[derive(Debug, Clone)]
pub struct Fault {
    inner: Box<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
    message: Message,
    remedy: Message,
    cause: Option<String>,
    exit_code: u8,
    code: &'static str,
}

impl Fault {
    /// What was found, and what to do.
    pub fn text(&self, lang: Lang) -> String {
        let Inner { message, remedy, cause, .. } = &*self.inner;
        let cause = cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        format!("{}{cause}. {}", message.text(lang), remedy.text(lang))
    }

    /// "index-busy", "index-damaged", or the code of a fault of the corpus.
    pub fn code(&self) -> &'static str {
        self.inner.code
    }

    /// The exit code of a command that fails so.
    pub fn exit_code(&self) -> u8 {
        self.inner.exit_code
    }

    /// Whether the index is not there, of another version or broken: it can be made anew.
    pub fn is_mendable(&self) -> bool {
        self.inner.code == "index-damaged"
    }

    pub(super) fn busy(directory: &Path) -> Fault {
        Inner {
            message: Message::new(
                format!("{}: một chương trình khác đang cập nhật chỉ mục", directory.display()),
                format!("{}: another program is updating the index", directory.display()),
            ),
            remedy: Message::new("Đợi chương trình đó xong", "Wait until it has finished"),
            cause: None,
            exit_code: 9,
            code: "index-busy",
        }
        .into()
    }

    pub(super) fn damaged(cause: impl fmt::Display) -> Fault {
        Inner {
            message: Message::new("chỉ mục chưa có, cũ hoặc hỏng", "the index is missing, old or damaged"),
            remedy: Message::new(
                "Lập lại chỉ mục bằng: extract index --corpus KHO",
                "Make it anew: extract index --corpus CORPUS",
            ),
            cause: Some(cause.to_string()),
            exit_code: 10,
            code: "index-damaged",
        }
        .into()
    }

    fn io(cause: impl fmt::Display) -> Fault {
        Inner {
            message: Message::new("không đọc, ghi được chỉ mục", "the index cannot be read or written"),
            remedy: Message::new(
                "Kiểm tra quyền và chỗ trống trên đĩa",
                "Check permissions and free space on the disk",
            ),
            cause: Some(cause.to_string()),
            exit_code: 10,
            code: "index-io",
        }
        .into()
    }
}

impl From<Inner> for Fault {
    fn from(inner: Inner) -> Fault {
        Fault { inner: Box::new(inner) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Fault {}

impl From<corpus::Fault> for Fault {
    fn from(fault: corpus::Fault) -> Fault {
        Inner {
            message: Message::new(
                format!("{}: {}", fault.path(), fault.message().vi),
                format!("{}: {}", fault.path(), fault.message().en),
            ),
            remedy: fault.remedy().clone(),
            cause: fault.cause().map(str::to_owned),
            exit_code: fault.kind().exit_code(),
            code: fault.kind().code(),
        }
        .into()
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(cause: rusqlite::Error) -> Fault {
        Inner {
            message: Message::new("không đọc được cơ sở dữ liệu của kho", "the corpus cannot be read"),
            remedy: Message::new("Xem: extract status --corpus KHO", "See: extract status --corpus CORPUS"),
            cause: Some(cause.to_string()),
            exit_code: 10,
            code: "corpus-io",
        }
        .into()
    }
}

impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Fault {
        Fault::io(cause)
    }
}

impl From<tantivy::TantivyError> for Fault {
    fn from(cause: tantivy::TantivyError) -> Fault {
        use tantivy::TantivyError::*;
        match cause {
            IoError(cause) => Fault::io(cause),
            // Whatever else an index that was made by this program says of itself, it is not as it was left.
            cause => Fault::damaged(cause),
        }
    }
}
