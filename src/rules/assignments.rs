//! The fields of the tables about bodies and their duties.

use serde::Deserialize;

/// What a word with which a body begins is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadKind {
    /// Has a name of its own behind it; without one it is a class.
    Office,
    /// Whole by itself.
    Named,
    /// A person for the body that follows.
    Post,
    /// A kind of bodies; several in a row are one class.
    Class,
    /// An administrative unit.
    Unit,
    /// Persons as a class.
    People,
    /// Only holds the syllable of a body's name.
    None,
}

/// A word with which a body begins.
#[derive(Debug, Clone, Deserialize)]
pub struct BodyHeadFields {
    pub kind: HeadKind,
    /// The name goes on in small letters and may hold verbs.
    #[serde(default)]
    pub open: bool,
    /// In small letters a class like others.
    #[serde(default)]
    pub generic: bool,
    /// A body only behind a quantifier.
    #[serde(default)]
    pub plural: bool,
    /// Goes on with the class before it even behind a quantifier.
    #[serde(default)]
    pub joins: bool,
    /// A syllable of many other words: a head only in a large letter, behind a quantifier, or before a name.
    #[serde(default)]
    pub short: bool,
}

/// A sector in the names of ministries, departments and divisions.
#[derive(Debug, Clone, Deserialize)]
pub struct SectorFields {}

/// How a word belongs to the body before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TailKind {
    /// Opens a body: các, mọi.
    Quantifier,
    /// A connector inside a name: của, thuộc.
    Join,
    /// A closing description: có liên quan.
    Closing,
    /// Opens a description in words of any kind: trên địa bàn.
    Clause,
    /// The same, and the description holds verbs: được giao.
    Relative,
    /// Joins bodies or the parts of a name: và.
    And,
    /// Goes on a name set like a sentence: về.
    Inside,
}

/// A word that belongs to a body.
#[derive(Debug, Clone, Deserialize)]
pub struct BodyTailFields {
    pub kind: TailKind,
}

/// What a word of duty does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DutySense {
    /// Asks or orders the bodies behind it: giao, đề nghị.
    Ask,
    /// chủ trì.
    Lead,
    /// The bodies behind it support: phối hợp với.
    Support,
    /// có trách nhiệm; no part of the task.
    Bound,
    /// chịu trách nhiệm; part of the task.
    Keep,
    /// cần, phải; no part of the task.
    Modal,
    /// In a heading, before the body whose duties follow.
    Subject,
    /// Ends a sentence whose duties follow as a list.
    List,
    /// Ends a sentence whose cases or conditions follow as a list.
    Cases,
    /// What follows is a report, not a duty.
    Refuse,
    /// Only holds a word of duty.
    None,
}

/// What a request makes of the body asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AskedRole {
    Responsible,
    Requested,
}

/// A word by which a duty is given.
#[derive(Debug, Clone, Deserialize)]
pub struct DutyFields {
    pub sense: DutySense,
    /// Only with `DutySense::Ask`.
    #[serde(default)]
    pub role: Option<AskedRole>,
    /// A request also inside a sentence that names no doer before it.
    #[serde(default)]
    pub mid: bool,
}

/// How a word begins a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskSense {
    Verb,
    /// How it is done: khẩn trương, định kỳ.
    Manner,
    /// Opens a clause on what the task rests on: căn cứ, theo chức năng.
    Ground,
    /// A small word that ends a list of bodies and begins no task.
    End,
    /// A noun that holds a verb.
    None,
}

/// A word with which a task begins.
#[derive(Debug, Clone, Deserialize)]
pub struct TaskVerbFields {
    pub sense: TaskSense,
}

/// A word that opens a sentence whose body comes later: Trong quá trình thực hiện.
#[derive(Debug, Clone, Deserialize)]
pub struct OpenerFields {}

/// What stands in a column or line of shared-out work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkSense {
    Task,
    Lead,
    Support,
    Responsible,
    Deadline,
    Other,
}

impl WorkSense {
    /// Whether bodies stand there.
    pub fn names_bodies(self) -> bool {
        matches!(self, WorkSense::Lead | WorkSense::Support | WorkSense::Responsible)
    }
}

/// The head of a column or line of shared-out work.
#[derive(Debug, Clone, Deserialize)]
pub struct WorkHeadFields {
    pub sense: WorkSense,
    /// Also the head of a line in running text, before a colon.
    #[serde(default)]
    pub line: bool,
}

/// How a word belongs to the time by which a task is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeSense {
    /// A day, month, quarter or year follows.
    Open,
    /// The beginning of a period follows: no deadline without its end.
    From,
    /// What is told to happen at the time that follows; the duty is another.
    Happens,
    /// Stands between the numbers of one.
    Inside,
    /// Only looks like one.
    None,
}

/// A word of the time by which a task is to be done.
#[derive(Debug, Clone, Deserialize)]
pub struct TaskTimeFields {
    pub sense: TimeSense,
}
