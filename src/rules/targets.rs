//! Fields of the tables about targets (chỉ tiêu): units, comparators, changes, and the words that frame a figure.

use serde::Deserialize;

/// A unit of measure, or a noun that is counted.
#[derive(Debug, Clone, Deserialize)]
pub struct UnitFields {
    pub kind: UnitKind,
    /// How many of its first words count and are no part of the counted noun: 1 in "lượt khách".
    #[serde(default)]
    pub classifier: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// nghìn, triệu, tỷ: stands before another unit.
    Multiplier,
    /// đồng, ha, tấn, con: says how the amount is counted and nothing of what.
    Measure,
    /// xã, doanh nghiệp: the counted thing itself.
    Count,
    /// năm, ngày, giờ: a span of time, which is mostly no target.
    Time,
    /// GDP: behind "%", what the share is of.
    Base,
    /// bậc, hạng: places in a ranking.
    Rank,
    /// lần: a multiple of what it is compared with.
    Times,
    /// tuổi: an age, which is a target only of a life expectancy.
    Age,
    /// chương trình, nhiệm vụ: counts of these are no states to reach.
    Never,
}

/// A word that says how the value is bounded.
#[derive(Debug, Clone, Deserialize)]
pub struct ComparatorFields {
    pub op: Bound,
    /// Stands behind the value: "trở lên".
    #[serde(default)]
    pub after: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    Ge,
    Gt,
    Le,
    Lt,
    Approx,
    /// "từ": the lower end of a range, or of an open one.
    From,
}

/// A word that says that the value is the amount of a change, or the level to which something changes.
#[derive(Debug, Clone, Deserialize)]
pub struct ChangeFields {
    pub sense: Sense,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    Increase,
    Decrease,
    Maintain,
    /// giảm còn, tăng lên: the value is the level reached.
    Level,
    /// nâng, đưa: begins a change whose level follows ("nâng … lên").
    Raise,
    /// A longer word that holds one of the others and is no change: "tăng trưởng".
    Nothing,
}

/// A word that tells what a figure is to the writer.
#[derive(Debug, Clone, Deserialize)]
pub struct FrameFields {
    pub kind: FrameKind,
    /// At the end of a sentence they point to the lines below it: "như sau".
    #[serde(default)]
    pub below: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameKind {
    /// phấn đấu: what follows is to be reached.
    Commit,
    /// bảo đảm, hoàn thành: to be reached where a figure or an end state follows.
    WeakCommit,
    /// đã, mới đạt: what stands beside it was reported.
    Result,
    /// so với cùng kỳ: a report, unless something is committed to.
    WeakResult,
    /// kinh phí, mức phạt: amounts that are described, granted or charged.
    Policy,
    /// các chỉ tiêu cụ thể: introduces a list of targets.
    Goal,
    /// dự án khu: a single project, whose size and cost are no targets.
    Project,
    /// quan điểm: heads a section that promises no figures.
    Viewpoint,
    /// hỗ trợ, miễn: the amount behind it is granted.
    Grant,
    /// kế hoạch là: names another document's figure beside this one's.
    Aside,
    /// Holds the words of a frame and is none: "đảm bảo an ninh".
    Nothing,
}

impl FrameKind {
    /// Words that promise something and are no part of what they promise.
    pub fn promises(self) -> bool {
        matches!(self, FrameKind::Commit | FrameKind::WeakCommit | FrameKind::Goal)
    }

    /// Words of a report.
    pub fn reports(self) -> bool {
        matches!(self, FrameKind::Result | FrameKind::WeakResult)
    }
}

/// A noun or verb that begins what is measured.
#[derive(Debug, Clone, Deserialize)]
pub struct IndicatorFields {
    pub kind: IndicatorKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// tỷ lệ, diện tích: names a measure; its value follows.
    Measure,
    /// chỉ số: like a measure; several of them may share one value.
    Index,
    /// tuổi thọ: a measure in years of age.
    Life,
    /// trồng mới, thành lập: its object follows the value.
    Verb,
}

/// A word that joins the parts of a statement.
#[derive(Debug, Clone, Deserialize)]
pub struct LinkFields {
    pub kind: LinkKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// đạt, là: between an indicator and its value.
    Predicate,
    /// có, được: before a value, or between a verb and its object.
    Light,
    /// lần lượt: to each name of the list before it one of the values behind it.
    Respective,
    /// chiếm: the value is the share of what was said before.
    Share,
    /// trong đó: what follows are parts.
    Breakdown,
    /// và: the next statement shares what stands before the first.
    And,
    /// nhằm, góp phần: what follows says what it is good for.
    Purpose,
    /// toàn tỉnh, mỗi năm: at the edge of an indicator and no part of it.
    Edge,
    /// so với: what follows is the baseline.
    Baseline,
    /// thuộc nhóm, xếp: before a place in a ranking.
    Standing,
    /// cho: before the value, and part of the indicator where its object follows.
    For,
    /// đến: between the ends of a range, or before a level.
    Range,
    /// trên, mỗi: before the base of a rate ("trên 1ha đất").
    Per,
    /// đạt chuẩn: begins with a predicate and belongs to what is counted.
    Standard,
}

/// A word before a number that makes it a name, a date or an ordinal.
#[derive(Debug, Clone, Deserialize)]
pub struct OrdinalFields {
    pub kind: OrdinalKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrdinalKind {
    /// Quốc lộ, Điều, lớp: the number is part of a name.
    Name,
    /// cấp, đường: a name, unless a unit follows.
    Soft,
    /// ngày, năm: the number is part of a date.
    Date,
    /// nhóm, top: the number is a rank among the first.
    Rank,
    /// A longer word that holds one of the others and leaves the number free: "tổng số".
    Free,
}

/// A word that begins a point in time or a period.
#[derive(Debug, Clone, Deserialize)]
pub struct DeadlineFields {
    pub kind: DeadlineKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// đến năm, trước ngày: a deadline wherever it stands; a number follows.
    Until,
    /// đến cuối năm, trong năm nay: a deadline, with or without a year behind it.
    Whole,
    /// năm, giai đoạn: a deadline at the edge of a statement.
    During,
    /// kế hoạch năm: the year of something else.
    Other,
}

/// A state that can be checked, or a verb of general exhortation.
#[derive(Debug, Clone, Deserialize)]
pub struct StateFields {
    pub kind: StateKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// đạt chuẩn, không để xảy ra: can be found true or false.
    End,
    /// đẩy mạnh, tăng cường: general exhortation.
    Exhort,
}

/// The head of a column in a table of targets.
#[derive(Debug, Clone, Deserialize)]
pub struct TargetHeadFields {
    pub sense: TargetHead,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetHead {
    /// TT: the ordinal of the row.
    Number,
    Indicator,
    Unit,
    /// Kế hoạch, chỉ tiêu năm: a figure to be reached.
    Value,
    /// Mục tiêu phấn đấu: a figure that is plainly a goal.
    Goal,
    /// Thực hiện năm: a figure that was reported.
    Result,
    Other,
}
