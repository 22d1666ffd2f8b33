//! Provinces by their names; districts, communes and persons are invented.

use super::random::{Random, hash};

/// The provinces until 2025-06-30, and whether they are cities under the central government.
const OLD: &[(&str, bool)] = &[
    ("Hà Nội", true),
    ("Hà Giang", false),
    ("Cao Bằng", false),
    ("Bắc Kạn", false),
    ("Tuyên Quang", false),
    ("Lào Cai", false),
    ("Điện Biên", false),
    ("Lai Châu", false),
    ("Sơn La", false),
    ("Yên Bái", false),
    ("Hòa Bình", false),
    ("Thái Nguyên", false),
    ("Lạng Sơn", false),
    ("Quảng Ninh", false),
    ("Bắc Giang", false),
    ("Phú Thọ", false),
    ("Vĩnh Phúc", false),
    ("Bắc Ninh", false),
    ("Hải Dương", false),
    ("Hải Phòng", true),
    ("Hưng Yên", false),
    ("Thái Bình", false),
    ("Hà Nam", false),
    ("Nam Định", false),
    ("Ninh Bình", false),
    ("Thanh Hóa", false),
    ("Nghệ An", false),
    ("Hà Tĩnh", false),
    ("Quảng Bình", false),
    ("Quảng Trị", false),
    ("Thừa Thiên Huế", false),
    ("Đà Nẵng", true),
    ("Quảng Nam", false),
    ("Quảng Ngãi", false),
    ("Bình Định", false),
    ("Phú Yên", false),
    ("Khánh Hòa", false),
    ("Ninh Thuận", false),
    ("Bình Thuận", false),
    ("Kon Tum", false),
    ("Gia Lai", false),
    ("Đắk Lắk", false),
    ("Đắk Nông", false),
    ("Lâm Đồng", false),
    ("Bình Phước", false),
    ("Tây Ninh", false),
    ("Bình Dương", false),
    ("Đồng Nai", false),
    ("Bà Rịa - Vũng Tàu", false),
    ("Hồ Chí Minh", true),
    ("Long An", false),
    ("Tiền Giang", false),
    ("Bến Tre", false),
    ("Trà Vinh", false),
    ("Vĩnh Long", false),
    ("Đồng Tháp", false),
    ("An Giang", false),
    ("Kiên Giang", false),
    ("Cần Thơ", true),
    ("Hậu Giang", false),
    ("Sóc Trăng", false),
    ("Bạc Liêu", false),
    ("Cà Mau", false),
];

/// The provinces since 2025-07-01 (resolution 202/2025/QH15).
const NEW: &[(&str, bool)] = &[
    ("Hà Nội", true),
    ("Tuyên Quang", false),
    ("Cao Bằng", false),
    ("Thái Nguyên", false),
    ("Lào Cai", false),
    ("Điện Biên", false),
    ("Lai Châu", false),
    ("Sơn La", false),
    ("Phú Thọ", false),
    ("Lạng Sơn", false),
    ("Quảng Ninh", false),
    ("Bắc Ninh", false),
    ("Hải Phòng", true),
    ("Hưng Yên", false),
    ("Ninh Bình", false),
    ("Thanh Hóa", false),
    ("Nghệ An", false),
    ("Hà Tĩnh", false),
    ("Quảng Trị", false),
    ("Huế", true),
    ("Đà Nẵng", true),
    ("Quảng Ngãi", false),
    ("Gia Lai", false),
    ("Đắk Lắk", false),
    ("Khánh Hòa", false),
    ("Lâm Đồng", false),
    ("Đồng Nai", true),
    ("Tây Ninh", false),
    ("Hồ Chí Minh", true),
    ("Đồng Tháp", false),
    ("Vĩnh Long", false),
    ("An Giang", false),
    ("Cần Thơ", true),
    ("Cà Mau", false),
];

const FIRST: &[&str] = &[
    "Tân",
    "Phú",
    "Bình",
    "An",
    "Long",
    "Thanh",
    "Hòa",
    "Vĩnh",
    "Đại",
    "Xuân",
    "Yên",
    "Đồng",
    "Thạch",
    "Quang",
    "Kim",
    "Lạc",
    "Nghĩa",
    "Cẩm",
    "Hương",
    "Mỹ",
    "Ngọc",
    "Thượng",
    "Sơn",
    "Trường",
    "Phước",
    "Diên",
    "Hưng",
    "Tây",
    "Đông",
    "Nam",
];

const SECOND: &[&str] = &[
    "Lộc", "Phước", "Thịnh", "Giang", "Sơn", "Hải", "Trung", "Thành", "Hưng", "Điền", "Khê", "Lâm", "Khánh",
    "Thuận", "Châu", "Xá", "Lương", "Trạch", "Quý", "Mai", "Liên", "Đức", "Hiệp", "Cường", "Tiến", "Thủy",
    "Nguyên", "Định", "Hậu", "Tường",
];

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
    "Lương", "Tạ",
];
const MIDDLE: &[&str] =
    &["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Xuân", "Quang", "Thanh", "Thế", "Công", "Đình"];
const GIVEN: &[&str] = &[
    "Hùng",
    "Lan",
    "Tuấn",
    "Hương",
    "Dũng",
    "Hà",
    "Sơn",
    "Nga",
    "Khang",
    "Hằng",
    "Thắng",
    "Bình",
    "Tâm",
    "Phượng",
    "Long",
    "Yến",
    "Trung",
    "Thảo",
    "Việt",
    "Oanh",
    "Lực",
    "Duyên",
    "Chiến",
    "Mai",
];

/// A province with the words for it and its parts.
#[derive(Clone)]
pub struct Province {
    pub index: u64,
    pub name: &'static str,
    /// "tỉnh", "thành phố".
    pub unit: &'static str,
    /// "Tỉnh ủy", "Thành ủy".
    pub party: &'static str,
    pub now: bool,
}

/// How many provinces there are, before and after 2025-07-01.
pub fn provinces(now: bool) -> u64 {
    if now { NEW.len() as u64 } else { OLD.len() as u64 }
}

pub fn province(index: u64, now: bool) -> Province {
    let (name, city) = if now { NEW[index as usize] } else { OLD[index as usize] };
    let (unit, party) = if city { ("thành phố", "Thành ủy") } else { ("tỉnh", "Tỉnh ủy") };
    Province { index, name, unit, party, now }
}

/// How many districts, or communes where there are no districts, a province has.
pub const DISTRICTS: u64 = 12;

/// The invented name of a part of a province.
pub fn name(province: &Province, number: u64) -> String {
    let start = hash(&[11, province.index, u64::from(province.now)]);
    // Every step leads to another pair, so that no two parts of a province share a name.
    let pairs = (FIRST.len() * SECOND.len()) as u64;
    let at = ((start + number * 271) % pairs) as usize;
    format!("{} {}", FIRST[at % FIRST.len()], SECOND[at / FIRST.len()])
}

pub fn person(random: &mut Random) -> String {
    format!("{} {} {}", random.pick(FAMILY), random.pick(MIDDLE), random.pick(GIVEN))
}
