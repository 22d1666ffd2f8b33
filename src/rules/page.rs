//! The fields of the tables about the page: letterhead and foot, flow of lines, furniture.

use serde::Deserialize;

/// A part of the letterhead or of the foot of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Quốc hiệu.
    NationalTitle,
    /// Tiêu ngữ.
    Motto,
    /// ĐẢNG CỘNG SẢN VIỆT NAM and its imitations.
    PartyTitle,
    /// The name of a body begins.
    Body,
    /// The name of an office begins: SỞ, PHÒNG, HUYỆN ỦY.
    Office,
    /// A post: CHỦ TỊCH, PHÓ GIÁM ĐỐC.
    Post,
    /// TM., KT., TL. and their kin, before what is signed for.
    Authority,
    /// (đã ký).
    Signed,
    /// Nơi nhận.
    Recipients,
    /// Kính gửi.
    Addressee,
    /// The last recipient: Lưu.
    Archive,
    /// V/v.
    Subject,
    /// Số:.
    Number,
    /// QUYẾT ĐỊNH:, QUYẾT NGHỊ:.
    Enacting,
    /// KHÓA X, KỲ HỌP THỨ 16.
    Session,
    /// (Ban hành kèm theo …).
    Attached,
    /// MỤC LỤC.
    Contents,
    /// An administrative unit.
    Unit,
    /// Stamps of secrecy, urgency and circulation.
    Stamp,
}

/// A phrase of the letterhead or of the foot.
#[derive(Debug, Clone, Deserialize)]
pub struct LetterheadFields {
    pub part: Part,
}

/// What a word at the start or the end of a line tells about the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Opens a legal basis or recital.
    Recital,
    /// Opens the closing paragraph.
    Closing,
    /// Ends no paragraph.
    Connector,
    /// Takes the number behind it.
    Governor,
    /// Ends a phrase although its last word does not.
    Whole,
    /// Opens the title of a list of things, whose lines tell no duties.
    Catalogue,
}

/// A word of the flow.
#[derive(Debug, Clone, Deserialize)]
pub struct FlowFields {
    pub effect: Effect,
}

/// The kind of a furniture line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FurnitureRow {
    Stamp,
    Portal,
}

/// The opening words of a line that is not the document's own.
#[derive(Debug, Clone, Deserialize)]
pub struct FurnitureFields {
    pub kind: FurnitureRow,
    /// Counts only beside a line that another row names.
    #[serde(default)]
    pub companion: bool,
}
