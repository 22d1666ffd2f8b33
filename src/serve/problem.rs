//! What went wrong with a request, in both languages: for programs RFC 9457, for people a page.

use crate::diagnostic::{Lang, Message};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

/// Why a request has no other answer.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub status: StatusCode,
    /// In kebab-case, the same in every language.
    pub code: &'static str,
    pub title: Message,
    pub detail: Option<Message>,
}

/// A problem on the wire (RFC 9457, application/problem+json).
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProblemJson<'p> {
    /// What kind of problem it is, the same in every language: "urn:vanban:problem:not-found".
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: &'p str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'p str>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, vi: &str, en: &str) -> Problem {
        Problem { status, code, title: Message::new(vi, en), detail: None }
    }

    pub fn detail(mut self, vi: impl Into<String>, en: impl Into<String>) -> Problem {
        self.detail = Some(Message::new(vi, en));
        self
    }

    pub fn not_found() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "not-found", "Không tìm thấy", "Not found")
    }

    pub fn no_document(key: &str) -> Problem {
        let shown: String = key.chars().take(80).collect();
        Problem::not_found().detail(
            format!("Kho không có văn bản nào với mã “{shown}”; mã là từ 8 đến 64 chữ số thập lục phân"),
            format!("The corpus has no document “{shown}”; a key has 8 to 64 hexadecimal digits"),
        )
    }

    pub fn bad(vi: impl Into<String>, en: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "bad-request", "Yêu cầu không hợp lệ", "Bad request")
            .detail(vi, en)
    }

    pub fn forbidden(vi: impl Into<String>, en: impl Into<String>) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "forbidden", "Không được phép", "Forbidden").detail(vi, en)
    }

    pub fn unauthorized() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", "Cần mã truy cập", "An access token is needed")
            .detail(
                "Gửi mã trong tiêu đề Authorization: Bearer …, hoặc đăng nhập trên trang",
                "Send the token as Authorization: Bearer …, or sign in on the page",
            )
    }

    pub fn busy() -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Máy chủ đang bận", "The server is busy")
            .detail("Thử lại sau ít giây", "Try again in a few seconds")
    }

    pub fn too_long() -> Problem {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too-long",
            "Trả lời mất quá nhiều thời gian",
            "The answer takes too long",
        )
        .detail("Thu hẹp điều kiện tìm rồi thử lại", "Narrow the question and try again")
    }

    pub fn too_large() -> Problem {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "Yêu cầu quá lớn",
            "The request is too large",
        )
    }

    pub fn inside() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "inside",
            "Lỗi bên trong chương trình",
            "The program failed inside",
        )
    }

    /// A failure of the database; what it is stays on standard error.
    pub fn of_base(cause: &impl std::fmt::Display) -> Problem {
        eprintln!("extract serve: {cause}");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "corpus",
            "Không đọc được kho văn bản",
            "The corpus cannot be read",
        )
    }

    /// The JSON of the problem.
    pub fn json(&self, lang: Lang) -> Vec<u8> {
        let problem = ProblemJson {
            kind: format!("urn:vanban:problem:{}", self.code),
            title: self.title.text(lang),
            status: self.status.as_u16(),
            detail: self.detail.as_ref().map(|detail| detail.text(lang)),
        };
        serde_json::to_vec(&problem).unwrap_or_default()
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Problem {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Problem::too_long(),
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Problem::busy(),
            _ => Problem::of_base(&error),
        }
    }
}
