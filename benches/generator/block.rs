//! A document before it is written down: blocks, and what a reader is to find in them.

use super::random::Random;
use super::topics::{Aim, Indicator};
use super::truth::{Assignment, Reference, Target};

pub enum Block {
    /// Left and right column of the head, number line, place and date, and the "V/v" of a letter.
    Letterhead {
        left: Vec<String>,
        right: Vec<String>,
        number: String,
        dated: String,
        subject: Option<String>,
    },
    /// "KẾ HOẠCH" and the title under it.
    Title {
        kind: String,
        title: String,
    },
    /// A line of its own in the middle: "QUYẾT ĐỊNH:", the issuer above the grounds.
    Centred(String),
    /// With its label; 1 the outermost.
    Heading(u8, String),
    Paragraph(String),
    Bullet(String),
    Table(Vec<Vec<String>>),
    Recipients(Vec<String>),
    Signature {
        above: Vec<String>,
        name: String,
    },
}

/// What is being written.
pub struct Draft {
    pub blocks: Vec<Block>,
    pub targets: Vec<Target>,
    pub references: Vec<Reference>,
    pub assignments: Vec<Assignment>,
    /// Bytes of text so far.
    pub length: usize,
}

impl Draft {
    pub fn new() -> Draft {
        Draft {
            blocks: Vec::new(),
            targets: Vec::new(),
            references: Vec::new(),
            assignments: Vec::new(),
            length: 0,
        }
    }

    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        let text = text.into();
        self.length += text.len() + 2;
        self.blocks.push(Block::Heading(level, text));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.length += text.len() + 2;
        self.blocks.push(Block::Paragraph(text));
    }

    pub fn bullet(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.length += text.len() + 4;
        self.blocks.push(Block::Bullet(text));
    }
}

/// A number as it is printed: "1.234,5".
pub fn printed(value: u64, decimals: u32) -> String {
    let ten = 10u64.pow(decimals);
    let (whole, part) = (value / ten, value % ten);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if part == 0 { grouped } else { format!("{grouped},{part:0width$}", width = decimals as usize) }
}

fn number(value: u64, decimals: u32) -> f64 {
    value as f64 / 10f64.powi(decimals as i32)
}

/// A statement of a target, and the records that it is to give.
pub fn target(indicator: &Indicator, random: &mut Random, year: u64) -> (String, Vec<Target>) {
    let Indicator { name, unit, low, high, decimals, aim } = *indicator;
    let lower = super::identity::lower(name);
    let value = random.within(low, high);
    let spaced = if unit == "%" { unit.to_owned() } else { format!(" {unit}") };
    let shown = format!("{}{spaced}", printed(value, decimals));
    let record = |comparator: &str| Target {
        indicator: name.into(),
        comparator: comparator.into(),
        value: number(value, decimals),
        unit: unit.into(),
        ..Target::default()
    };
    let due = |target: Target| Target { deadline_year: Some(year), ..target };
    let before = year - 1;
    match (aim, random.below(9)) {
        (Aim::Down, 0 | 1) => (format!("{name} giảm còn {shown}."), vec![record("eq")]),
        (Aim::Down, 2 | 3) => (format!("{name} dưới {shown}."), vec![record("lt")]),
        (Aim::Down, 4 | 5) => (format!("{name} không quá {shown}."), vec![record("le")]),
        (Aim::Down, 6 | 7) => {
            (format!("Đến cuối năm {year}, {lower} giảm còn {shown}."), vec![due(record("eq"))])
        }
        (Aim::Down, _) => {
            let by = random.within(3, 25);
            let change = Target {
                value: number(by, 1),
                change: Some("decrease".into()),
                baseline: Some(format!("năm {before}")),
                ..record("eq")
            };
            (format!("{name} giảm {}% so với năm {before}.", printed(by, 1)), vec![change])
        }
        (Aim::Up, 0) => (format!("{name} đạt từ {shown} trở lên."), vec![record("ge")]),
        (Aim::Up, 1) => (format!("{name} đạt trên {shown}."), vec![record("gt")]),
        (Aim::Up, 2) => (format!("Phấn đấu {lower} đạt {shown}."), vec![record("eq")]),
        (Aim::Up, 3) => (format!("{name} tối thiểu {shown}."), vec![record("ge")]),
        (Aim::Up, 4) => (format!("Đến cuối năm {year}, {lower} đạt {shown}."), vec![due(record("eq"))]),
        (Aim::Up, 5) => {
            let upper = value + random.within(2, 9);
            let range = Target { value_max: Some(number(upper, decimals)), ..record("between") };
            (format!("{name} đạt từ {shown} đến {}{spaced}.", printed(upper, decimals)), vec![range])
        }
        (Aim::Up, 6) => {
            let by = random.within(3, 45);
            let change = Target {
                value: number(by, 1),
                change: Some("increase".into()),
                baseline: Some(format!("năm {before}")),
                ..record("eq")
            };
            let text = format!("{name} đạt {shown}, tăng {}% so với năm {before}.", printed(by, 1));
            (text, vec![record("eq"), change])
        }
        (Aim::Amount, 0) => (format!("{name} khoảng {shown}."), vec![record("approx")]),
        (Aim::Amount, 1) => (format!("{name} đạt ít nhất {shown}."), vec![record("ge")]),
        (Aim::Amount, 2) => (format!("{name} phấn đấu đạt từ {shown} trở lên."), vec![record("ge")]),
        (Aim::Amount, 3) => (format!("Đến cuối năm {year}, {lower} đạt {shown}."), vec![due(record("eq"))]),
        (Aim::Amount, 4) => (format!("{name} đạt trên {shown}."), vec![record("gt")]),
        (_, 7) => (format!("{name}: {shown}."), vec![record("eq")]),
        (_, _) => (format!("{name} đạt {shown}."), vec![record("eq")]),
    }
}

/// A row of a table of targets.
pub fn target_row(indicator: &Indicator, random: &mut Random) -> (Vec<String>, Target) {
    let value = random.within(indicator.low, indicator.high);
    let target = Target {
        indicator: indicator.name.into(),
        comparator: "eq".into(),
        value: number(value, indicator.decimals),
        unit: indicator.unit.into(),
        ..Target::default()
    };
    (vec![indicator.name.into(), indicator.unit.into(), printed(value, indicator.decimals)], target)
}
