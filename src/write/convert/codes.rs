//! The codes of the document, one by one, as codes of the wire.

use crate::write::wire;
use crate::{diagnostic, document};

/// Converts between enums whose variants have the same names.
macro_rules! same_variants {
    ($($from:path => $to:path { $($variant:ident)+ })+) => {
        $(impl From<$from> for $to {
            fn from(code: $from) -> Self {
                match code {
                    $(<$from>::$variant => Self::$variant,)+
                }
            }
        })+
    };
}

same_variants! {
    document::Level => wire::IssuerLevel { Central Province District Commune }
    document::System => wire::IssuerSystem { State Party Front Other }
    document::Comparator => wire::Comparator { Eq Ge Gt Le Lt Approx Between }
    document::Change => wire::Change { Increase Decrease Maintain }
    document::Relation => wire::Relation { Mentions BasedOn Implements Amends Replaces Repeals }
    document::Duty => wire::AssignmentRole { Lead Support Responsible Requested }
    diagnostic::Severity => wire::Severity { Info Warning Error }
    document::Role => wire::SectionRole {
        Purpose Requirements Objectives Targets Content Tasks Solutions Situation Scope Timeline Funding Rewards
        Implementation Appendix
    }
}
