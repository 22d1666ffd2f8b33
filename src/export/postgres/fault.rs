//! Why a database could not be reached or written: what was found, and what to do. No password is ever part of it.

use crate::corpus;
use crate::diagnostic::{Lang, Message};
use postgres::Error;
use postgres::error::SqlState;
use std::error::Error as _;
use std::fmt;

/// The kinds of failure; each has a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The address is none.
    Address,
    /// No server answers there.
    Unreachable,
    /// Wrong user or password.
    Login,
    /// There is no such database.
    NoDatabase,
    /// The user may not do this.
    Denied,
    /// The server is older than the program knows.
    OldServer,
    /// The database does not hold all letters.
    Encoding,
    /// The schema was made by a newer version of the program.
    Newer,
    /// The schema holds something else.
    Foreign,
    /// The schema holds another corpus.
    OtherCorpus,
    /// Another export is under way.
    Busy,
    /// The server has no room.
    Full,
    /// The connection ended.
    Lost,
    /// The server refused what it was sent.
    Refused,
}

impl FaultKind {
    pub fn code(self) -> &'static str {
        match self {
            FaultKind::Address => "database-address",
            FaultKind::Unreachable => "database-unreachable",
            FaultKind::Login => "database-login",
            FaultKind::NoDatabase => "no-database",
            FaultKind::Denied => "database-denied",
            FaultKind::OldServer => "old-server",
            FaultKind::Encoding => "database-encoding",
            FaultKind::Newer => "newer-database",
            FaultKind::Foreign => "foreign-schema",
            FaultKind::OtherCorpus => "other-corpus",
            FaultKind::Busy => "database-busy",
            FaultKind::Full => "database-full",
            FaultKind::Lost => "database-lost",
            FaultKind::Refused => "database-refused",
        }
    }
}

/// A failure with its place, message and remedy.
#[derive(Debug, Clone)]
pub struct Fault {
    inner: Box<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
    kind: FaultKind,
    place: String,
    message: Message,
    remedy: Message,
    cause: Option<String>,
}

impl Fault {
    pub(super) fn new(
        kind: FaultKind,
        place: &str,
        message: (impl Into<String>, impl Into<String>),
        remedy: (impl Into<String>, impl Into<String>),
    ) -> Fault {
        let message = Message::new(message.0, message.1);
        let remedy = Message::new(remedy.0, remedy.1);
        Fault { inner: Box::new(Inner { kind, place: place.to_owned(), message, remedy, cause: None }) }
    }

    fn caused_by(mut self, cause: impl fmt::Display) -> Fault {
        self.inner.cause = Some(cause.to_string());
        self
    }

    pub fn kind(&self) -> FaultKind {
        self.inner.kind
    }

    /// One line: where, what was found, what to do.
    pub fn text(&self, lang: Lang) -> String {
        let Inner { place, message, remedy, cause, .. } = &*self.inner;
        let cause = cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        format!("{place}: {}{cause}. {}", message.text(lang), remedy.text(lang))
    }

    /// What the server or the way to it said.
    pub(super) fn of(place: &str, error: &Error) -> Fault {
        let cause = cause(error);
        let Some(state) = error.code() else {
            return Fault::unreachable(place, error, &cause).caused_by(cause);
        };
        let (kind, message, remedy) = match state {
            &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => (
                FaultKind::Login,
                (
                    "máy chủ không nhận người dùng hoặc mật khẩu này",
                    "the server refuses this user or password",
                ),
                (
                    "Đặt mật khẩu trong biến PGPASSWORD hoặc tệp ~/.pgpass; quyền đăng nhập ở pg_hba.conf của máy chủ",
                    "Give the password in the variable PGPASSWORD or the file ~/.pgpass; pg_hba.conf of the server says who may log in",
                ),
            ),
            &SqlState::INVALID_CATALOG_NAME => (
                FaultKind::NoDatabase,
                ("máy chủ không có cơ sở dữ liệu này", "the server has no such database"),
                (
                    "Tạo trước bằng: createdb -E UTF8 -T template0 TÊN",
                    "Make it first: createdb -E UTF8 -T template0 NAME",
                ),
            ),
            &SqlState::INSUFFICIENT_PRIVILEGE => (
                FaultKind::Denied,
                ("người dùng này không có quyền làm việc ấy", "this user has no right to do this"),
                (
                    "Người quản trị cấp quyền bằng: GRANT CREATE ON DATABASE … TO …; hoặc tạo lược đồ cho người ấy: CREATE SCHEMA vanban AUTHORIZATION …",
                    "An administrator grants it: GRANT CREATE ON DATABASE … TO …; or makes the schema theirs: CREATE SCHEMA vanban AUTHORIZATION …",
                ),
            ),
            &SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY => (
                FaultKind::Full,
                ("máy chủ hết chỗ", "the server has no room"),
                (
                    "Dọn chỗ trống trên máy chủ rồi chạy lại: việc sẽ tiếp tục từ chỗ dừng",
                    "Make room on the server and run again: the work goes on where it stopped",
                ),
            ),
            &SqlState::TOO_MANY_CONNECTIONS | &SqlState::CANNOT_CONNECT_NOW => (
                FaultKind::Unreachable,
                ("máy chủ chưa nhận thêm kết nối", "the server takes no further connection now"),
                (
                    "Chờ một lát rồi chạy lại (cần hai kết nối)",
                    "Wait and run again (two connections are needed)",
                ),
            ),
            &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN => {
                return Fault::lost(place).caused_by(cause);
            }
            &SqlState::DEPENDENT_OBJECTS_STILL_EXIST => (
                FaultKind::Refused,
                (
                    "có đối tượng khác dựa vào khung nhìn hoặc hàm của lược đồ",
                    "other objects depend on views or functions of the schema",
                ),
                (
                    "Xoá hoặc chuyển các đối tượng ấy sang bảng của lược đồ rồi chạy lại",
                    "Drop them, or build them on the tables of the schema, and run again",
                ),
            ),
            _ => (
                FaultKind::Refused,
                ("máy chủ không nhận", "the server refused it"),
                (
                    "Phần đã ghi vẫn nguyên vẹn; xin báo lỗi này cho người phát triển",
                    "What was written is whole; please report this to the developers",
                ),
            ),
        };
        Fault::new(kind, place, message, remedy).caused_by(cause)
    }

    fn unreachable(place: &str, error: &Error, cause: &str) -> Fault {
        if error.is_closed() {
            return Fault::lost(place);
        }
        if cause.contains("password missing") {
            // The server asks for one and none was given.
            return Fault::new(
                FaultKind::Login,
                place,
                ("máy chủ đòi mật khẩu", "the server asks for a password"),
                (
                    "Đặt mật khẩu trong biến PGPASSWORD hoặc tệp ~/.pgpass (quyền 600)",
                    "Give it in the variable PGPASSWORD or the file ~/.pgpass (mode 600)",
                ),
            );
        }
        Fault::new(
            FaultKind::Unreachable,
            place,
            ("không kết nối được với máy chủ PostgreSQL", "the PostgreSQL server cannot be reached"),
            (
                "Kiểm tra tên máy, cổng, và máy chủ có đang chạy và nghe ở địa chỉ ấy không (listen_addresses, tường lửa)",
                "Check host and port, and that the server runs and listens there (listen_addresses, firewall)",
            ),
        )
    }

    pub(super) fn lost(place: &str) -> Fault {
        Fault::new(
            FaultKind::Lost,
            place,
            ("kết nối với máy chủ bị ngắt", "the connection to the server ended"),
            (
                "Chạy lại lệnh: phần đã ghi vẫn nguyên vẹn, việc sẽ tiếp tục từ chỗ dừng",
                "Run the command again: what was written is whole, and the work goes on where it stopped",
            ),
        )
    }
}

/// What went wrong, with the server's own words; the chain of causes where the crate's own say little.
fn cause(error: &Error) -> String {
    if let Some(server) = error.as_db_error() {
        let detail = server.detail().map(|detail| format!("; {detail}")).unwrap_or_default();
        return format!("{}: {}{detail}", server.code().code(), server.message());
    }
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let more = source.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        next = source.source();
    }
    text
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Fault {}

/// What ends an export.
#[derive(Debug)]
pub enum Failed {
    Corpus(corpus::Fault),
    Server(Fault),
}

impl From<corpus::Fault> for Failed {
    fn from(fault: corpus::Fault) -> Failed {
        Failed::Corpus(fault)
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Failed {
        Failed::Server(fault)
    }
}
