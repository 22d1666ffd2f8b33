//! How values of a record stand in columns: positions, numbers, codes.

use crate::write::wire::{
    AssignmentRole, At, Change, Comparator, IssuerLevel, IssuerSystem, Relation, SectionRole, Severity,
    TargetKind,
};

/// A position in columns.
#[derive(Debug, Default)]
pub struct Place {
    pub page: Option<u32>,
    pub line: Option<u32>,
    pub start: Option<i64>,
    pub end: Option<i64>,
}

pub fn place(at: Option<&At>) -> (Place, Option<String>) {
    let Some(at) = at else { return Default::default() };
    let [start, end] = at.bytes.map_or([None; 2], |bytes| bytes.map(|byte| Some(integer(byte))));
    let bbox = at.bbox.map(|[left, top, right, bottom]| format!("{left} {top} {right} {bottom}"));
    (Place { page: at.page, line: at.line, start, end }, bbox)
}

pub fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// A count of bytes as SQLite's signed integer.
pub fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The number that the record prints: 0.9 and not 0.8999999761581421, which the nearest `f32` widens to.
pub fn real(share: f32) -> f64 {
    // Most have few digits: what comes back as the same share from three decimals is printed with these.
    let short = (f64::from(share) * 1000.0).round() / 1000.0;
    if short as f32 == share {
        return short;
    }
    share.to_string().parse().unwrap_or_else(|_| f64::from(share))
}

/// The codes of the record, as serde writes them in its JSON.
macro_rules! codes {
    ($($name:ident($type:ident): $($variant:ident $code:literal),+;)+) => {
        $(pub fn $name(value: $type) -> &'static str {
            match value { $($type::$variant => $code),+ }
        })+

        #[cfg(test)]
        mod codes_of_the_record {
            use super::*;

            #[test]
            fn columns_have_the_words_of_the_json() {
                $($(assert_eq!(serde_json::to_value($type::$variant).unwrap(), $name($type::$variant));)+)+
            }
        }
    };
}

codes! {
    level(IssuerLevel): Central "central", Province "province", District "district", Commune "commune";
    system(IssuerSystem): State "state", Party "party", Front "front", Other "other";
    comparator(Comparator): Eq "eq", Ge "ge", Gt "gt", Le "le", Lt "lt", Approx "approx", Between "between";
    change(Change): Increase "increase", Decrease "decrease", Maintain "maintain";
    relation(Relation): BasedOn "based_on", Implements "implements", Amends "amends", Replaces "replaces",
        Repeals "repeals", Mentions "mentions";
    role(SectionRole): Purpose "purpose", Requirements "requirements", Objectives "objectives", Targets "targets",
        Content "content", Tasks "tasks", Solutions "solutions", Situation "situation", Scope "scope",
        Timeline "timeline", Funding "funding", Rewards "rewards", Implementation "implementation",
        Appendix "appendix";
    kind(TargetKind): Quantitative "quantitative", Qualitative "qualitative";
    assignment_role(AssignmentRole): Lead "lead", Support "support", Responsible "responsible", Requested "requested";
    severity(Severity): Info "info", Warning "warning", Error "error";
}
