//! The gold format: what an annotator found in one document, one item a line.
//!
//! Fields stand between `|`, alternatives between ` ~ `, `-` or nothing is null, `#` starts a comment.
//!
//! ```text
//! H field | value [| …]                            header; "number" has serial and symbol, "date" year, month, day
//! S path | heading | roles                         section; path of labels by "/"; heading "*" accepts any
//! T indicator | comparator | change | value | unit | baseline | deadline | parent    target; value "3..4" is a range,
//!                                                  parent the 1-based place of another T line
//! Q statement                                      qualitative target
//! R type | number | date | issuer | title | relation    reference
//! A body | role | task                             assignment
//! N name | note                                    recipient
//! G authority | capacity | position | name         signature
//! ```
//!
//! `?` behind the letter (`T?`) marks an item that may be given or left out: it counts neither way.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::accepted::Accepted;
use super::text::{is_space, label_key};

/// The fields of the header that are scored, each an item of its own.
pub const HEADER_FIELDS: [&str; 9] =
    ["doc_type", "title", "issuer", "serial", "symbol", "place", "year", "month", "day"];
/// The fields of the signature, each an item of its own, in the order of a `G` line.
pub const SIGNATURE_FIELDS: [&str; 4] = ["authority", "capacity", "position", "name"];

/// All annotations of one document, each list in the order of its lines.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// One entry a scored field; a field that no line mentions is not scored.
    pub header: Vec<Annotated<Field>>,
    pub sections: Vec<Annotated<Section>>,
    pub targets: Vec<Annotated<Target>>,
    pub statements: Vec<Annotated<Statement>>,
    pub references: Vec<Annotated<Reference>>,
    pub assignments: Vec<Annotated<Assignment>>,
    pub recipients: Vec<Annotated<Recipient>>,
    /// Empty where the document's signature was not annotated.
    pub signature: Vec<Annotated<Field>>,
}

/// An annotation and where it stands.
#[derive(Debug, Clone)]
pub struct Annotated<T> {
    /// 1-based line of the gold file.
    pub line: usize,
    /// The line as written, NFC.
    pub text: String,
    /// Whether the item may be left out.
    pub optional: bool,
    pub item: T,
}

/// A field of the header or the signature and the values it may have.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: &'static str,
    pub value: Accepted,
}

/// A division that the section tree should have.
#[derive(Debug, Clone)]
pub struct Section {
    /// Labels from the root, as [`label_key`] gives them; "-" for a heading without a label.
    pub path: Vec<String>,
    pub heading: Heading,
    pub roles: BTreeSet<String>,
}

/// What the heading of a division may be.
#[derive(Debug, Clone)]
pub enum Heading {
    /// `*`: whatever it is.
    Any,
    /// The division has no heading.
    Absent,
    Words(Accepted),
}

/// A quantitative target; fields as in the record.
#[derive(Debug, Clone)]
pub struct Target {
    pub indicator: Accepted,
    pub comparator: Accepted,
    pub change: Accepted,
    /// Value and, for a range, its upper end; one pair for each alternative.
    pub values: Vec<(f64, Option<f64>)>,
    pub unit: Accepted,
    pub baseline: Accepted,
    pub deadline: Accepted,
    /// Index in [`Gold::targets`] of the whole that this is a part of.
    pub parent: Option<usize>,
}

/// A qualitative target.
#[derive(Debug, Clone)]
pub struct Statement {
    pub text: Accepted,
}

/// A cited document; fields as in the record, `code` that of the kind of document.
#[derive(Debug, Clone)]
pub struct Reference {
    pub code: Accepted,
    pub number: Accepted,
    pub date: Accepted,
    pub issuer: Accepted,
    pub title: Accepted,
    pub relation: Accepted,
}

/// A body, its role and its duty.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub body: Accepted,
    pub role: Accepted,
    pub task: Accepted,
}

/// A line of "Nơi nhận" and the mark in brackets behind it.
#[derive(Debug, Clone)]
pub struct Recipient {
    pub name: Accepted,
    pub note: Accepted,
}

/// A line that is not in the gold format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldError {
    /// 1-based.
    pub line: usize,
    pub fault: Fault,
}

/// What is wrong with a line; each carries the text at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not a letter of the format.
    UnknownKind(String),
    /// Not a field of the header.
    UnknownField(String),
    /// The value of a target is missing or no number.
    NotANumber(String),
    /// A target, statement or body without words.
    NoWords,
    /// The parent is not the place of a target line.
    UnknownParent(String),
}

impl Gold {
    /// Reads the annotations of one document from the text of its gold file.
    pub fn parse(text: &str) -> Result<Self, GoldError> {
        let mut gold = Self::default();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line: String = line.nfc().collect();
            if line.trim_matches(is_space).is_empty() || line.starts_with('#') {
                continue;
            }
            gold.add(index + 1, &line).map_err(|fault| GoldError { line: index + 1, fault })?;
        }
        let targets = gold.targets.len();
        match gold.targets.iter().find(|t| t.item.parent.is_some_and(|parent| parent >= targets)) {
            Some(lost) => Err(GoldError { line: lost.line, fault: Fault::UnknownParent(lost.text.clone()) }),
            None => Ok(gold),
        }
    }

    fn add(&mut self, line: usize, text: &str) -> Result<(), Fault> {
        let (mark, rest) = text.split_once(' ').unwrap_or((text, ""));
        let fields: Vec<&str> = rest.split('|').map(|field| field.trim_matches(is_space)).collect();
        let raw = |index: usize| fields.get(index).copied().unwrap_or_default();
        let field = |index| Accepted::parse(raw(index));
        let worded =
            |index| Some(field(index)).filter(|words| words.texts().next().is_some()).ok_or(Fault::NoWords);
        let note = Note { line, text, optional: mark.ends_with('?') };
        match mark.trim_end_matches('?') {
            "H" => {
                for (name, column) in
                    header_columns(raw(0)).ok_or_else(|| Fault::UnknownField(raw(0).into()))?
                {
                    self.header.retain(|known| known.item.name != *name);
                    self.header.push(note.on(Field { name, value: field(*column) }));
                }
            }
            "S" => {
                self.sections.push(
                    note.on(Section {
                        path: raw(0).split('/').map(label_key).collect(),
                        heading: match raw(1) {
                            "*" => Heading::Any,
                            "" => Heading::Absent,
                            words => Heading::Words(Accepted::parse(words)),
                        },
                        roles: raw(2)
                            .split(',')
                            .map(str::trim)
                            .filter(|r| !r.is_empty())
                            .map(str::to_owned)
                            .collect(),
                    }),
                )
            }
            "T" => self.targets.push(note.on(Target {
                indicator: worded(0)?,
                comparator: field(1),
                change: field(2),
                values: field(3).values().map(range).collect::<Result<_, _>>()?,
                unit: field(4),
                baseline: field(5),
                deadline: field(6),
                parent: place(raw(7))?,
            })),
            "Q" => self.statements.push(note.on(Statement { text: worded(0)? })),
            "R" => self.references.push(note.on(Reference {
                code: field(0),
                number: field(1),
                date: field(2),
                issuer: field(3),
                title: field(4),
                relation: field(5),
            })),
            "A" => self.assignments.push(note.on(Assignment {
                body: worded(0)?,
                role: field(1),
                task: field(2),
            })),
            "N" => self.recipients.push(note.on(Recipient { name: field(0), note: field(1) })),
            "G" => {
                let one = |(index, name)| note.on(Field { name, value: field(index) });
                self.signature = SIGNATURE_FIELDS.into_iter().enumerate().map(one).collect();
            }
            other => return Err(Fault::UnknownKind(other.to_owned())),
        }
        Ok(())
    }

    /// Every line that was read, by number, for those who show an item by its place.
    pub fn line(&self, line: usize) -> Option<&str> {
        fn find<T>(items: &[Annotated<T>], line: usize) -> Option<&str> {
            items.iter().find(|item| item.line == line).map(|item| item.text.as_str())
        }
        find(&self.header, line)
            .or_else(|| find(&self.sections, line))
            .or_else(|| find(&self.targets, line))
            .or_else(|| find(&self.statements, line))
            .or_else(|| find(&self.references, line))
            .or_else(|| find(&self.assignments, line))
            .or_else(|| find(&self.recipients, line))
            .or_else(|| find(&self.signature, line))
    }
}

/// What the items of one line have in common.
struct Note<'a> {
    line: usize,
    text: &'a str,
    optional: bool,
}

impl Note<'_> {
    fn on<T>(&self, item: T) -> Annotated<T> {
        Annotated { line: self.line, text: self.text.to_owned(), optional: self.optional, item }
    }
}

/// The scored fields that a header line gives, and the column of each.
fn header_columns(field: &str) -> Option<&'static [(&'static str, usize)]> {
    Some(match field {
        "doc_type" => &[("doc_type", 1)],
        "title" => &[("title", 1)],
        "issuer" => &[("issuer", 1)],
        "place" => &[("place", 1)],
        "number" => &[("serial", 1), ("symbol", 2)],
        "date" => &[("year", 1), ("month", 2), ("day", 3)],
        _ => return None,
    })
}

fn range(value: Option<&str>) -> Result<(f64, Option<f64>), Fault> {
    let value = value.unwrap_or_default();
    let number = |text: &str| text.trim().parse().map_err(|_| Fault::NotANumber(value.to_owned()));
    match value.split_once("..") {
        Some((low, high)) if !high.is_empty() => Ok((number(low)?, Some(number(high)?))),
        Some((low, _)) => Ok((number(low)?, None)),
        None => Ok((number(value)?, None)),
    }
}

/// From the 1-based place of a target line to an index.
fn place(text: &str) -> Result<Option<usize>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let place: usize = text.parse().map_err(|_| Fault::UnknownParent(text.to_owned()))?;
    place.checked_sub(1).map(Some).ok_or_else(|| Fault::UnknownParent(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_each_kind_is_read() {
        let gold = Gold::parse(concat!(
            "# comment\n\n",
            "H number | 12 ~ 012 | KH-UBND\n",
            "H date | 2031 | 5 | \n",
            "S I/1. | * | tasks, solutions\n",
            "S II | |\n",
            "T Trồng cây | ge ~ eq | - ~ increase | 3..4 ~ 5 | nghìn cây | | đến năm 2035 | |\n",
            "T? Cây bóng mát | eq | | 1.5 | % | | | 1\n",
            "Q Xã Vĩnh An đạt chuẩn\nR QĐ | 1/QĐ-TTg | 2030-01-02 | | | based_on\n",
            "A Phòng Nội vụ | lead | chủ trì\nN Như trên | \nG TM. ỦY BAN | - | CHỦ TỊCH | Lê Văn Thử\n",
        ))
        .unwrap();
        let names: Vec<_> = gold.header.iter().map(|field| field.item.name).collect();
        assert_eq!(names, ["serial", "symbol", "year", "month", "day"]);
        assert!(gold.header[0].item.value.holds(Some("012")) && gold.header[4].item.value.is_null());
        assert_eq!(gold.sections[0].item.path, ["i", "1"]);
        assert!(matches!(gold.sections[0].item.heading, Heading::Any));
        assert!(matches!(gold.sections[1].item.heading, Heading::Absent));
        assert_eq!(gold.sections[0].item.roles.len(), 2);
        let [whole, part] = gold.targets.as_slice() else { panic!("two targets") };
        assert_eq!(whole.item.values, [(3.0, Some(4.0)), (5.0, None)]);
        assert!(whole.item.change.holds(None) && whole.item.change.holds(Some("increase")));
        assert!(part.optional && part.item.parent == Some(0));
        assert_eq!((gold.statements.len(), gold.references.len(), gold.assignments.len()), (1, 1, 1));
        assert_eq!((gold.recipients[0].line, gold.signature.len()), (12, 4));
        assert_eq!(gold.line(12), Some("N Như trên | "));
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line, fault) in [
            ("# x\nX y\n", 2, Fault::UnknownKind("X".into())),
            ("H colour | red", 1, Fault::UnknownField("colour".into())),
            ("T cây | eq | | | cây", 1, Fault::NotANumber(String::new())),
            ("T cây | eq | | 1..x | cây", 1, Fault::NotANumber("1..x".into())),
            ("T - | eq | | 1 | cây", 1, Fault::NoWords),
            ("T cây | eq | | 1 | cây | | | 0", 1, Fault::UnknownParent("0".into())),
            (
                "T cây | eq | | 1 | cây | | | 2",
                1,
                Fault::UnknownParent("T cây | eq | | 1 | cây | | | 2".into()),
            ),
        ] {
            assert_eq!(Gold::parse(text).err(), Some(GoldError { line, fault }), "{text}");
        }
    }
}
