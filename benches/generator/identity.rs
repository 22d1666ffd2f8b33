//! Which documents there are: who issued each, when, under which number and title, and which ones it cites. All of it
//! follows from the seed and the document's index, so that a document can cite another one that was never made.
//!
//! Documents come in families of [`FAMILY`]: a document of the centre, what a province, its districts and its communes
//! made of it, and what was said about it on the way.

use super::places::{self, DISTRICTS, Province};
use super::random::{Random, hash};
use super::topics::{TOPICS, Topic};

pub const FAMILY: u64 = 24;
const FIRST_YEAR: u64 = 2010;
const YEARS: u64 = 17;
/// Since this year the documents are those of two levels, provinces and communes.
const TWO_LEVELS: u64 = 2026;

/// Who issues a document, from above to below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    Central,
    Province,
    District,
    Commune,
}

/// What kind of document it is and who issues it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Of the government or its head, or of the Politburo.
    Centre(Centre),
    /// A plan of the provincial party committee's standing board: KH-TU.
    PartyPlan,
    /// A plan of a people's committee: KH-UBND.
    Plan,
    /// A resolution of a people's council: NQ-HĐND.
    Council,
    /// A programme of a district's party committee: CTr-HU.
    Programme,
    /// A letter of a department: SNV-….
    Letter,
    /// A directive of a people's committee: CT-UBND.
    Directive,
    /// Conclusions of a meeting: TB-UBND.
    Notice,
    /// A report of a people's committee: BC-UBND.
    Report,
    /// A decision that carries a plan: QĐ-UBND.
    Decision,
    /// A resolution of a commune's party committee: NQ-ĐU.
    PartyResolution,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Centre {
    Decision,
    Directive,
    Resolution,
    PartyDirective,
}

/// Everything that a document's head says, and what the document is made from.
#[derive(Clone)]
pub struct Identity {
    pub family: u64,
    pub slot: u64,
    pub role: Role,
    pub level: Level,
    pub topic: &'static Topic,
    pub province: Province,
    /// The unit and name of the district or commune: ("huyện", "Tân Lộc").
    pub local: Option<(&'static str, String)>,
    /// The district that a commune belongs to.
    pub above: Option<String>,
    pub serial: u64,
    pub symbol: String,
    pub year: u64,
    pub month: u64,
    pub day: u64,
    /// The slots of the family that it cites, the one that it carries out first.
    pub cites: &'static [u64],
    /// The slot whose text it took over.
    pub copied: Option<u64>,
}

/// The slots of a family. Those beyond are made from others, see [`super::Kind`].
const SLOTS: &[(Role, Level, &[u64], Option<u64>)] = &[
    (Role::Centre(Centre::Decision), Level::Central, &[], None),
    (Role::PartyPlan, Level::Province, &[0], None),
    (Role::Plan, Level::Province, &[0, 1], None),
    (Role::Council, Level::Province, &[0], None),
    (Role::Plan, Level::District, &[2, 3], None),
    (Role::Plan, Level::District, &[2], None),
    (Role::Programme, Level::District, &[1], None),
    (Role::Plan, Level::Commune, &[4], None),
    (Role::Plan, Level::Commune, &[5], None),
    (Role::Plan, Level::Commune, &[4, 2], None),
    (Role::Plan, Level::Commune, &[5], None),
    (Role::Plan, Level::Commune, &[4], None),
    (Role::Plan, Level::Commune, &[5, 0], None),
    (Role::Plan, Level::Commune, &[4], None),
    (Role::Plan, Level::Commune, &[5], None),
    (Role::Letter, Level::Province, &[2], None),
    (Role::Directive, Level::Province, &[0], None),
    (Role::Notice, Level::Province, &[2], None),
    (Role::Report, Level::District, &[2, 4], None),
    (Role::Decision, Level::Province, &[0, 1], None),
    (Role::PartyResolution, Level::Commune, &[6], None),
    // The district took over the province's plan.
    (Role::Plan, Level::District, &[2], Some(2)),
];

/// How many slots have documents of their own.
pub const OWN: u64 = SLOTS.len() as u64;

pub fn identity(seed: u64, family: u64, slot: u64) -> Identity {
    let (mut role, mut level, cites, copied) = SLOTS[slot as usize];
    let year = FIRST_YEAR + family % YEARS;
    let two_levels = year >= TWO_LEVELS;
    let provinces = places::provinces(two_levels);
    // Another province for each year, that the first families already are spread over the country.
    let province = places::province((family / YEARS + 7 * year) % provinces, two_levels);
    let round = family / YEARS / provinces;
    let topic = &TOPICS[(hash(&[seed, 1, family]) % TOPICS.len() as u64) as usize];
    if two_levels && level == Level::District {
        level = Level::Commune;
    }
    if let Role::Centre(_) = role {
        role = Role::Centre(centre(seed, family));
    }
    let own = hash(&[seed, 2, family, slot]);
    // The communes of a family lie in its two districts.
    let district = |of: u64| (hash(&[seed, 3, family]) + of) % DISTRICTS;
    let commune_of = |slot: u64| 1000 + district(slot % 2) * 60 + (hash(&[seed, 4, family]) + slot) % 60;
    let (local, above) = match level {
        Level::Central | Level::Province => (None, None),
        Level::District => {
            let number = match role {
                Role::Plan if slot == 5 => district(1),
                Role::Plan if slot > 5 => district(2),
                _ => district(0),
            };
            let unit = ["huyện", "huyện", "huyện", "thị xã"][(number % 4) as usize];
            (Some((unit, places::name(&province, number))), None)
        }
        Level::Commune => {
            let unit = if own.is_multiple_of(5) && two_levels { "phường" } else { "xã" };
            // The plans of communes with an even slot cite the second district's.
            let above =
                (!two_levels).then(|| places::name(&province, district(u64::from(slot.is_multiple_of(2)))));
            (Some((unit, places::name(&province, commune_of(slot)))), above)
        }
    };
    let days = match slot {
        0 => 8 + own % 20,
        1 => 32 + own % 10,
        2 | 3 | 16 | 19 => 48 + own % 14,
        4..=6 | 15 | 17 | 21 => 70 + own % 16,
        18 => 150 + own % 20,
        _ => 92 + own % 24,
    };
    let (month, day) = date(days);
    // Numbers of one body and year never meet: the rounds lie a family apart.
    let serial = match role {
        Role::Centre(_) => 1 + family / YEARS,
        _ => 1 + hash(&[seed, 5, province.index, year]) % 90 + round * FAMILY + slot,
    };
    Identity {
        family,
        slot,
        role,
        level,
        topic,
        symbol: symbol(role, level, topic, year),
        province,
        local,
        above,
        serial,
        year,
        month,
        day,
        cites,
        copied,
    }
}

/// The four kinds of the centre's documents; only decisions reach high numbers.
fn centre(seed: u64, family: u64) -> Centre {
    let number = 1 + family / YEARS;
    match hash(&[seed, 6, family]) % 4 {
        0 if number <= 40 => Centre::Directive,
        1 if number <= 190 => Centre::Resolution,
        2 if number <= 60 => Centre::PartyDirective,
        _ => Centre::Decision,
    }
}

fn symbol(role: Role, level: Level, topic: &Topic, year: u64) -> String {
    let body = match level {
        Level::Province => "TU",
        Level::District => "HU",
        _ => "ĐU",
    };
    match role {
        Role::Centre(Centre::Decision) => "QĐ-TTg".into(),
        Role::Centre(Centre::Directive) => "CT-TTg".into(),
        Role::Centre(Centre::Resolution) => "NQ-CP".into(),
        Role::Centre(Centre::PartyDirective) => "CT/TW".into(),
        Role::PartyPlan => "KH/TU".into(),
        Role::Plan => "KH-UBND".into(),
        Role::Council => "NQ-HĐND".into(),
        Role::Programme => format!("CTr/{body}"),
        Role::Letter if year > 2024 => "UBND-TH".into(),
        Role::Letter => format!("{}-VP", topic.letters),
        Role::Directive => "CT-UBND".into(),
        Role::Notice => "TB-UBND".into(),
        Role::Report => "BC-UBND".into(),
        Role::Decision => "QĐ-UBND".into(),
        Role::PartyResolution => format!("NQ/{body}"),
    }
}

/// Month and day of a day of the year, counted from 0, in a year of months of 28 days and more.
fn date(days: u64) -> (u64, u64) {
    (1 + days / 28, 1 + days % 28)
}

impl Identity {
    /// Of the Party, whose documents have a layout of their own.
    pub fn is_party(&self) -> bool {
        matches!(
            self.role,
            Role::PartyPlan | Role::Programme | Role::PartyResolution | Role::Centre(Centre::PartyDirective)
        )
    }

    /// "74/KH-UBND", "34-CT/TW".
    pub fn number(&self) -> String {
        format!("{:02}{}{}", self.serial, if self.is_party() { '-' } else { '/' }, self.symbol)
    }

    /// The code and name of its kind.
    pub fn kind(&self) -> (&'static str, &'static str) {
        match self.role {
            Role::Centre(Centre::Decision) | Role::Decision => ("QĐ", "Quyết định"),
            Role::Centre(Centre::Directive | Centre::PartyDirective) | Role::Directive => ("CT", "Chỉ thị"),
            Role::Centre(Centre::Resolution) | Role::Council | Role::PartyResolution => ("NQ", "Nghị quyết"),
            Role::PartyPlan | Role::Plan => ("KH", "Kế hoạch"),
            Role::Programme => ("CTr", "Chương trình"),
            Role::Letter => ("CV", "Công văn"),
            Role::Notice => ("TB", "Thông báo"),
            Role::Report => ("BC", "Báo cáo"),
        }
    }

    /// The unit with its name: "tỉnh Kon Tum", "huyện Tân Lộc", "xã Bình Khê".
    pub fn place(&self) -> String {
        match &self.local {
            Some((unit, name)) => format!("{unit} {name}"),
            None => format!("{} {}", self.province.unit, self.province.name),
        }
    }

    /// "tỉnh", "huyện", "xã".
    pub fn unit(&self) -> &'static str {
        self.local.as_ref().map_or(self.province.unit, |(unit, _)| unit)
    }

    /// The name without its unit, as before the date.
    pub fn name(&self) -> String {
        match (&self.local, self.level) {
            (_, Level::Central) => "Hà Nội".into(),
            (Some((_, name)), _) => name.clone(),
            (None, _) => self.province.name.into(),
        }
    }

    /// The body that issues it, whole.
    pub fn issuer(&self) -> String {
        match self.role {
            Role::Centre(Centre::Decision | Centre::Directive) => "Thủ tướng Chính phủ".into(),
            Role::Centre(Centre::Resolution) => "Chính phủ".into(),
            Role::Centre(Centre::PartyDirective) => "Bộ Chính trị".into(),
            Role::PartyPlan => format!("{} {}", self.province.party, self.province.name),
            Role::Programme if self.level == Level::District => {
                let (unit, name) = self.local.as_ref().expect("a district");
                format!("{} {name}", if *unit == "thị xã" { "Thị ủy" } else { "Huyện ủy" })
            }
            Role::Programme | Role::PartyResolution => format!("Đảng ủy {}", self.place()),
            Role::Council => format!("Hội đồng nhân dân {}", self.place()),
            Role::Letter if self.year > 2024 => format!("Ủy ban nhân dân {}", self.place()),
            // The head names the province in the line above.
            Role::Letter => match self.topic.department {
                "Công an tỉnh" => format!("Công an {}", self.place()),
                department => department.into(),
            },
            _ => format!("Ủy ban nhân dân {}", self.place()),
        }
    }

    /// How others cite the body.
    pub fn cited_issuer(&self) -> String {
        match self.role {
            Role::PartyPlan => format!("Ban Thường vụ {}", self.issuer()),
            Role::Programme if self.level == Level::District => {
                format!("Ban Chấp hành Đảng bộ {}", self.place())
            }
            _ => self.issuer(),
        }
    }

    /// The title (trích yếu).
    pub fn title(&self) -> String {
        let title = self.topic.title;
        let lower = lower(title);
        let year = self.year;
        match self.role {
            Role::Centre(Centre::Decision) => format!(
                "Phê duyệt Chương trình hành động quốc gia về {} đến năm {}",
                self.topic.subject,
                year + 5
            ),
            Role::Centre(_) => {
                format!("Về việc tăng cường công tác {} trong tình hình mới", self.topic.subject)
            }
            Role::PartyPlan | Role::Programme => format!("{title} giai đoạn {year} - {}", year + 4),
            Role::Plan => format!("{title} trên địa bàn {} năm {year}", self.place()),
            Role::Council => format!("Về nhiệm vụ {} năm {year}", self.topic.subject),
            Role::Letter => format!("đôn đốc {lower} năm {year}"),
            Role::Directive => format!("Về việc {lower} trên địa bàn {}", self.place()),
            Role::Notice => format!(
                "Kết luận của Chủ tịch Ủy ban nhân dân {} tại cuộc họp về {}",
                self.unit(),
                self.topic.subject
            ),
            Role::Report => format!("Kết quả {lower} 6 tháng đầu năm, phương hướng 6 tháng cuối năm {year}"),
            Role::Decision => format!(
                "Về việc ban hành Kế hoạch {lower} trên địa bàn {} giai đoạn {year} - {}",
                self.place(),
                year + 4
            ),
            Role::PartyResolution => format!("Về lãnh đạo {lower} năm {year}"),
        }
    }

    /// The words after "về" where others cite it.
    pub fn cited_title(&self) -> String {
        let title = self.title();
        ["Về việc ", "Về "]
            .iter()
            .find_map(|head| title.strip_prefix(head))
            .map_or_else(|| lower(&title), str::to_owned)
    }

    /// The key by which those that cite it know it: "kh:74/kh-ubnd:2024".
    pub fn key(&self) -> String {
        let number = format!("{}{}{}", self.serial, if self.is_party() { '-' } else { '/' }, self.symbol);
        format!("{}:{}:{}", self.kind().0.to_lowercase(), number.to_lowercase(), self.year)
    }

    pub fn iso(&self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// "ngày 03 tháng 02 năm 2024": a nought before small days, and before the first two months.
    pub fn date(&self) -> String {
        let month = if self.month < 3 { format!("{:02}", self.month) } else { self.month.to_string() };
        format!("ngày {:02} tháng {month} năm {}", self.day, self.year)
    }

    /// The whole citation.
    pub fn citation(&self) -> String {
        format!(
            "{} số {} {} của {} về {}",
            self.kind().1,
            self.number(),
            self.date(),
            self.cited_issuer(),
            self.cited_title()
        )
    }

    /// Its own stream of chance, one for each purpose.
    pub fn random(&self, seed: u64, purpose: u64) -> Random {
        Random::of(&[seed, purpose, self.family, self.slot])
    }
}

/// With a small first letter.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
