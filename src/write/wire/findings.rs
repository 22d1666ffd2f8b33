//! What a document says: targets, references, assignments, and the block at its end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::header::Kind;
use super::{At, is_false};
use crate::decimal::Decimal;

/// A state that the document commits to or asks to reach; one record for each pair of indicator and value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// What is measured, without the words of commitment, value, unit, deadline and baseline. Of a qualitative target
    /// the whole statement. Of a part in a breakdown the part's own words.
    pub indicator: String,
    /// Whether the state is a number.
    pub kind: TargetKind,
    /// How the state compares with the value; `null` for a qualitative target.
    pub comparator: Option<Comparator>,
    /// The direction, where the value is a change; `null` where the value is a level to reach.
    pub change: Option<Change>,
    /// The value, or the lower end of a range; `null` for a qualitative target.
    pub value: Option<Decimal>,
    /// The upper end of a range; `null` unless `comparator` is `between`.
    pub value_max: Option<Decimal>,
    /// The unit as written, without the number: "tỷ đồng", "%", "giường/1 vạn dân"; `null` where none is given.
    pub unit: Option<String>,
    /// What a change is measured from: "năm 2023".
    pub baseline: Option<String>,
    /// By when it is to be reached; `null` where neither the statement nor what governs it says.
    pub deadline: Option<Deadline>,
    /// In a breakdown, the index in `targets` of the whole that this is a part of, from 0.
    pub parent: Option<u32>,
    /// The labels of the section that it stands in, from the root: ["II", "1"].
    pub section: Vec<String>,
    /// How sure the program is, from 0 to 1; left out where it has no doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f32>,
    /// The passage that sets the target.
    pub quote: String,
    /// Where the quote stands.
    pub at: At,
}

/// Whether a target is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A number to reach.
    Quantitative,
    /// A state that can be checked, without a number.
    Qualitative,
}

/// How the state to reach compares with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// The value itself: đạt, là, ":" or nothing.
    Eq,
    /// At least: từ … trở lên, ít nhất, tối thiểu, ≥.
    Ge,
    /// More than: trên, hơn, vượt, >.
    Gt,
    /// At most: không quá, tối đa, ≤.
    Le,
    /// Less than: dưới, <.
    Lt,
    /// About: khoảng, gần, ước.
    Approx,
    /// Between `value` and `value_max`: 3-4%, từ 3% đến 4%.
    Between,
}

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// By the value upwards: tăng 05 bậc, thêm 05 xã.
    Increase,
    /// By the value downwards: giảm 3-4%.
    Decrease,
    /// Kept at the value: duy trì.
    Maintain,
}

/// By when a target is to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// As written: "đến cuối năm 2024".
    pub text: String,
    /// The year that it names.
    pub year: Option<u16>,
    /// True where it stands in the sentence or heading that governs the statement, not in the statement itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inherited: bool,
}

/// A cited document. Mentions of one document are one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// The kind of document, as the citation says; `null` where it says none.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// The number and symbol, spaces and line breaks inside removed; `null` for what is cited by name.
    pub number: Option<String>,
    /// The date as printed, "2014-04-07"; `null` where the citation has none, or an impossible one.
    pub date: Option<String>,
    /// The body that issued it, abbreviations expanded, as the citation says it.
    pub issuer: Option<String>,
    /// The words after "về" that name the subject.
    pub title: Option<String>,
    /// What this document does with the cited one; the strongest over all mentions.
    pub relation: Relation,
    /// The same for the same document in whatever document cites it: kind, number and year, "ct:34-ct/tw:2014".
    pub key: String,
    /// How sure the program is, from 0 to 1; left out where it has no doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f32>,
    /// Every place that cites it, in document order; at least one.
    pub mentions: Vec<Mention>,
}

/// What a document does with one that it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Căn cứ, theo, thực hiện … in the preamble.
    BasedOn,
    /// Triển khai, tiếp tục thực hiện.
    Implements,
    /// Sửa đổi, bổ sung.
    Amends,
    /// Thay thế.
    Replaces,
    /// Bãi bỏ, hủy bỏ.
    Repeals,
    /// None of the others.
    Mentions,
}

/// A place that cites a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The citation as it stands.
    pub quote: String,
    /// The labels of the section that it stands in, from the root.
    pub section: Vec<String>,
    /// Where the quote stands.
    pub at: At,
}

/// A body and what it must do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// The body, office, post or class of bodies that is told to act.
    pub body: String,
    /// Its part in the duty.
    pub role: AssignmentRole,
    /// The duty, verb first.
    pub task: String,
    /// By when, as written: "trước ngày 15/6/2024".
    pub deadline: Option<String>,
    /// The labels of the section that it stands in, from the root.
    pub section: Vec<String>,
    /// How sure the program is, from 0 to 1; left out where it has no doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f32>,
    /// The passage that assigns the duty.
    pub quote: String,
    /// Where the quote stands.
    pub at: At,
}

/// The part of a body in a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentRole {
    /// Chủ trì.
    Lead,
    /// Phối hợp.
    Support,
    /// Giao, có trách nhiệm, or simply named as the doer.
    Responsible,
    /// Đề nghị, of a body that the issuer cannot command.
    Requested,
}

/// A line under "Nơi nhận".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// Who receives the document, without bullet and closing punctuation.
    pub name: String,
    /// The mark in brackets: "b/c", "để báo cáo".
    pub note: Option<String>,
    /// The line as it stands.
    pub quote: String,
    /// Where the quote stands.
    pub at: At,
}

/// A signature block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// On whose behalf: "TM. ỦY BAN NHÂN DÂN".
    pub authority: Option<String>,
    /// In whose place: "KT. CHỦ TỊCH".
    pub capacity: Option<String>,
    /// The signer's post: "PHÓ CHỦ TỊCH".
    pub position: Option<String>,
    /// The signer's name.
    pub name: Option<String>,
    /// The passage from the block's first value to its last.
    pub quote: Option<String>,
    /// Where the quote stands.
    pub at: Option<At>,
}
