//! One mistake: what was missed, wrong or invented, and a mark by which another run knows it again.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::tally::{Attribute, Facet};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An item of the gold that the record does not have.
    Missed,
    /// A field of header or signature that has another value.
    Different,
    /// The item was found, but an attribute of it is wrong.
    Wrong(Attribute),
    /// An item that the gold does not have.
    FalseAlarm,
}

impl Kind {
    /// The stable name, as in reports and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Different => "different",
            Self::Wrong(attribute) => attribute.name(),
            Self::FalseAlarm => "false alarm",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        let whole = [Self::Missed, Self::Different, Self::FalseAlarm];
        whole.into_iter().chain(Attribute::ALL.map(Self::Wrong)).find(|kind| kind.name() == name)
    }

    /// The sign that a list of mistakes puts in front: `-` missed, `+` invented, `!` found but wrong.
    pub fn sign(self) -> char {
        match self {
            Self::Missed => '-',
            Self::FalseAlarm => '+',
            Self::Different | Self::Wrong(_) => '!',
        }
    }
}

/// By what a run knows an item of another run again, without its words: records are committed, the documents
/// they are about need not be. Written `name@line`.
///
/// An item of the gold, and any field of header and signature, is marked by its line in the gold file; any other
/// false alarm by a hash of its content and, for readers, its line in the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Mark {
    /// Field of the header or signature, or hash of a false alarm; else empty.
    pub name: String,
    /// 1-based line of the gold file or, where [`Mistake::is_in_gold`] does not hold, of the document.
    pub line: Option<usize>,
}

impl Mark {
    /// The mark of what an annotator wrote on a line.
    pub fn gold(line: usize, field: &str) -> Self {
        Self { name: field.to_owned(), line: Some(line) }
    }

    /// The mark of an invented item; `occurrence` counts its doubles in the document, from 0.
    pub fn alarm(facet: Facet, content: &str, occurrence: usize, line: Option<usize>) -> Self {
        let hash = blake3::hash(format!("{}\0{content}\0{occurrence}", facet.name()).as_bytes());
        Self { name: hash.to_hex()[..16].to_owned(), line }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@", self.name)?;
        self.line.map_or(Ok(()), |line| write!(f, "{line}"))
    }
}

impl From<Mark> for String {
    fn from(mark: Mark) -> Self {
        mark.to_string()
    }
}

impl TryFrom<String> for Mark {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no mark (name@line)");
        let (name, line) = text.split_once('@').ok_or_else(wrong)?;
        let line = if line.is_empty() { None } else { Some(line.parse().map_err(|_| wrong())?) };
        Ok(Self { name: name.to_owned(), line })
    }
}

/// One mistake in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The soft facet; a wrong attribute tells which strict one it hurts.
    pub facet: Facet,
    pub kind: Kind,
    pub mark: Mark,
    /// What was wanted: the annotator's line, or the accepted values; empty for a false alarm.
    pub want: String,
    /// What the record has instead; empty where it has nothing.
    pub got: String,
}

impl Mistake {
    /// All fields, by their stable names.
    pub fn json(&self) -> Value {
        json!({ "facet": self.facet.name(), "kind": self.kind.name(), "mark": self.mark, "want": self.want,
            "got": self.got })
    }

    /// Whether a mistake of this kind is marked by a line of the gold file.
    pub fn is_in_gold(facet: Facet, kind: Kind) -> bool {
        kind != Kind::FalseAlarm || matches!(facet, Facet::Header | Facet::Signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_survive_writing() {
        for mark in [Mark::gold(7, "title"), Mark::gold(9, ""), Mark::alarm(Facet::Targets, "x", 0, None)] {
            assert_eq!(Mark::try_from(mark.to_string()), Ok(mark));
        }
        assert!(Mark::try_from("x".to_owned()).is_err() && Mark::try_from("x@y".to_owned()).is_err());
    }

    #[test]
    fn doubles_have_marks_of_their_own() {
        let mark = |content, occurrence| Mark::alarm(Facet::Targets, content, occurrence, Some(1));
        assert_eq!(mark("x", 0), mark("x", 0));
        assert!(mark("x", 0) != mark("x", 1) && mark("x", 0) != mark("y", 0));
    }

    #[test]
    fn every_kind_is_known_by_its_name() {
        for kind in [Kind::Missed, Kind::Different, Kind::FalseAlarm]
            .into_iter()
            .chain(Attribute::ALL.map(Kind::Wrong))
        {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
    }
}
