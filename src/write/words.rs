//! What the codes of the record are called in tables and on pages.

use super::wire::{
    AssignmentRole, Change, Comparator, Date, IssuerLevel, IssuerSystem, Relation, SectionRole, Severity,
    TargetKind,
};
use crate::diagnostic::Lang;

/// A code of the record that has a name in each language.
pub trait Named {
    /// The name, in lower case.
    fn name(self, lang: Lang) -> &'static str;
}

/// Implements [`Named`] from rows of variant, Vietnamese and English name.
macro_rules! names {
    ($type:ident: $($variant:ident $vi:literal $en:literal,)+) => {
        impl Named for $type {
            fn name(self, lang: Lang) -> &'static str {
                match self {
                    $($type::$variant => lang.pick($vi, $en),)+
                }
            }
        }
    };
}

names! { TargetKind:
    Quantitative "định lượng" "quantitative",
    Qualitative "định tính" "qualitative",
}

// Words and not signs: a cell that begins with "=" is a formula to a spreadsheet.
names! { Comparator:
    Eq "bằng" "equal to",
    Ge "ít nhất" "at least",
    Gt "trên" "more than",
    Le "không quá" "at most",
    Lt "dưới" "less than",
    Approx "khoảng" "about",
    Between "từ … đến" "between",
}

names! { Change:
    Increase "tăng" "increase",
    Decrease "giảm" "decrease",
    Maintain "duy trì" "maintain",
}

names! { Relation:
    BasedOn "căn cứ" "based on",
    Implements "triển khai" "implements",
    Amends "sửa đổi, bổ sung" "amends",
    Replaces "thay thế" "replaces",
    Repeals "bãi bỏ" "repeals",
    Mentions "nhắc đến" "mentions",
}

names! { AssignmentRole:
    Lead "chủ trì" "lead",
    Support "phối hợp" "support",
    Responsible "chịu trách nhiệm" "responsible",
    Requested "được đề nghị" "requested",
}

names! { Severity:
    Info "thông tin" "information",
    Warning "cảnh báo" "warning",
    Error "lỗi" "error",
}

names! { IssuerLevel:
    Central "trung ương" "central",
    Province "cấp tỉnh" "province",
    District "cấp huyện" "district",
    Commune "cấp xã" "commune",
}

names! { IssuerSystem:
    State "Nhà nước" "State",
    Party "Đảng" "Party",
    Front "Mặt trận và đoàn thể" "Front",
    Other "khác" "other",
}

names! { SectionRole:
    Purpose "mục đích" "purpose",
    Requirements "yêu cầu" "requirements",
    Objectives "mục tiêu" "objectives",
    Targets "chỉ tiêu" "targets",
    Content "nội dung" "content",
    Tasks "nhiệm vụ" "tasks",
    Solutions "giải pháp" "solutions",
    Situation "tình hình" "situation",
    Scope "phạm vi, đối tượng" "scope",
    Timeline "thời gian" "timeline",
    Funding "kinh phí" "funding",
    Rewards "khen thưởng" "rewards",
    Implementation "tổ chức thực hiện" "implementation",
    Appendix "phụ lục" "appendix",
}

impl Date {
    /// Day, month and year as Vietnamese documents write them, "09/01/2031"; a blank part is "…". Blank parts before
    /// the first that is known are left out: "01/2031".
    pub fn written(&self) -> String {
        let part = |value: Option<u16>| value.map(|value| format!("{value:02}"));
        [part(self.day.map(u16::from)), part(self.month.map(u16::from)), part(self.year)]
            .into_iter()
            .skip_while(Option::is_none)
            .map(|part| part.unwrap_or_else(|| "…".into()))
            .collect::<Vec<_>>()
            .join("/")
    }
}
