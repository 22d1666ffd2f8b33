//! What programs ask for under /api, and what the pages show: both by the same functions.

mod about;
mod assignments;
mod cascade;
mod changes;
mod citations;
pub(super) mod documents;
mod find;
mod model;
mod review;
mod sql;
mod targets;

pub(super) use about::status;
pub(super) use assignments::{DutiesQuery, bodies, duties};
pub(super) use cascade::cascade;
pub(super) use changes::{
    ChangesQuery, Correction, NewCorrection, correct, corrections, keep, of_document as corrections_of,
};
pub(super) use citations::{
    Graph, GraphNode, GraphQuery, MostCitedQuery, citations_of, graph, most_cited, near,
};
pub(super) use documents::{DocumentsQuery, record_of};
pub(super) use find::{Found, Hit, SearchQuery, Searcher, search};
pub(super) use model::{Brief, Count, Document, Target};
pub(super) use review::{FailuresQuery, ReviewQuery, codes, failures, reasons, review};
pub(super) use targets::{TargetsQuery, each_target, targets, units};

use super::problem::Problem;
use super::route::{Route, api, change, other};

/// Declares the parameters of a question about documents: its own, those that choose documents, and the page.
macro_rules! question {
    ($(#[$about:meta])* $name:ident { $($(#[$member:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default)]
        pub(in crate::serve) struct $name {
            $($(#[$member])* pub $field: Option<$type>,)*
            /// Ký hiệu loại văn bản / The abbreviation of the kind of document: "KH".
            pub kind: Option<String>,
            /// Cơ quan ban hành / The body that issued it, as the list has it.
            pub issuer: Option<String>,
            /// Cấp / The level: central, province, district, commune.
            pub level: Option<String>,
            /// Tỉnh, theo tên ngày nay / The province, by its name of today.
            pub province: Option<String>,
            /// Năm ban hành / The year of issue.
            pub year: Option<i64>,
            /// Chỉ văn bản này / Only this document.
            pub document: Option<String>,
            /// Trang, từ 1 / The page, from 1.
            pub page: Option<u32>,
            /// Số mục một trang, đến 200 / How many items a page, up to 200.
            pub size: Option<u32>,
        }

        impl $name {
            /// Adds the conditions on documents, named `d`.
            pub(super) fn documents(&self, conditions: &mut $crate::serve::api::sql::Conditions) {
                conditions
                    .is("d.doc_type", self.kind.as_ref())
                    .is("d.issuer", self.issuer.as_ref())
                    .is("d.issuer_level", self.level.as_ref())
                    .is("d.province_now", self.province.as_ref())
                    .is("d.year", self.year.as_ref())
                    .is("d.key", self.document.as_ref());
            }

            /// The page that is asked for.
            pub(super) fn part(
                &self,
            ) -> Result<$crate::serve::params::Part, $crate::serve::problem::Problem> {
                $crate::serve::params::Part::of(self.page, self.size)
            }
        }
    };
}
use question;

fn bad_sort(known: &str) -> Problem {
    Problem::bad(format!("sort là một trong: {known}"), format!("sort is one of: {known}"))
}

/// The routes for programs.
pub(super) fn routes() -> Vec<Route> {
    vec![
        api("/api/search", "search", "Tìm văn bản", "Search documents", search),
        api("/api/documents", "documents", "Danh sách văn bản", "The documents", documents::list),
        api("/api/documents/{key}", "document", "Một văn bản", "A document", documents::one),
        api(
            "/api/documents/{key}/record",
            "record",
            "Bản ghi, đã áp dụng đính chính",
            "The record, corrections applied",
            documents::record,
        ),
        api(
            "/api/documents/{key}/graph",
            "graph",
            "Mạng viện dẫn quanh một văn bản",
            "The citations around a document",
            graph,
        ),
        api(
            "/api/documents/{key}/cascade",
            "cascade",
            "Chuỗi kế hoạch của một văn bản",
            "The chain of plans of a document",
            cascade,
        ),
        api(
            "/api/documents/{key}/corrections",
            "documentCorrections",
            "Đính chính của một văn bản",
            "The corrections of a document",
            corrections_of,
        ),
        change(
            "/api/documents/{key}/corrections",
            "correct",
            "Đính chính hoặc xác nhận một giá trị, loại một mục nhận nhầm",
            "Correct or confirm a value, take out an item that is none",
            correct,
        ),
        api("/api/targets", "targets", "Chỉ tiêu của mọi văn bản", "The targets of all documents", targets),
        api(
            "/api/assignments",
            "assignments",
            "Nhiệm vụ được giao trong mọi văn bản",
            "The duties of all documents",
            duties,
        ),
        api(
            "/api/series",
            "series",
            "Một chỉ tiêu qua các năm và các nơi",
            "One indicator over years and places",
            cascade::series,
        ),
        api(
            "/api/references",
            "references",
            "Văn bản được viện dẫn nhiều nhất",
            "What is cited most",
            most_cited,
        ),
        api("/api/diagnostics", "diagnostics", "Những chỗ cần xem lại", "What needs a look", review),
        api("/api/failures", "failures", "Tệp không đọc được", "Files that could not be read", failures),
        api("/api/corrections", "corrections", "Mọi đính chính", "All corrections", corrections),
        api("/api/status", "status", "Tình trạng kho", "The state of the corpus", status),
        other("/documents/{key}/record.json", documents::record_file),
    ]
}
