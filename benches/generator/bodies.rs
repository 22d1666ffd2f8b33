//! Who does the work: bodies under the one that issues a document, and their tasks.

use super::identity::{Identity, Level};

const CENTRE: &[&str] = &[
    "Bộ Tài chính",
    "Bộ Nội vụ",
    "Bộ Y tế",
    "Bộ Giáo dục và Đào tạo",
    "Bộ Xây dựng",
    "Bộ Tư pháp",
    "Bộ Công an",
    "Bộ Khoa học và Công nghệ",
    "Đài Truyền hình Việt Nam",
    "Ngân hàng Nhà nước Việt Nam",
];
const PROVINCE: &[&str] = &[
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "Sở Nội vụ",
    "Sở Thông tin và Truyền thông",
    "Sở Y tế",
    "Sở Tư pháp",
    "Sở Giáo dục và Đào tạo",
    "Sở Xây dựng",
    "Sở Giao thông vận tải",
    "Sở Công Thương",
    "Sở Tài nguyên và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Thanh tra tỉnh",
];
const PROVINCE_NOW: &[&str] = &[
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Khoa học và Công nghệ",
    "Sở Y tế",
    "Sở Tư pháp",
    "Sở Giáo dục và Đào tạo",
    "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch",
];
const DISTRICT: &[&str] = &[
    "Phòng Tài chính - Kế hoạch",
    "Phòng Nội vụ",
    "Phòng Văn hóa và Thông tin",
    "Phòng Tư pháp",
    "Phòng Y tế",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Kinh tế và Hạ tầng",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Phòng Lao động - Thương binh và Xã hội",
    "Chi cục Thuế khu vực",
];
const COMMUNE: &[&str] = &[
    "Công chức Văn hóa - Xã hội",
    "Công chức Tài chính - Kế toán",
    "Công chức Văn phòng - Thống kê",
    "Công chức Tư pháp - Hộ tịch",
    "Ban Chỉ huy Quân sự xã",
    "Công an xã",
    "Trạm Y tế xã",
    "Hội Nông dân xã",
    "Đoàn Thanh niên xã",
    "Hội Liên hiệp Phụ nữ xã",
];
const COMMUNE_NOW: &[&str] = &[
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Trạm Y tế",
    "Ban Chỉ huy Quân sự",
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
];

/// The bodies that a document of the State gives work to, the one in charge of its subject first.
pub fn bodies(identity: &Identity) -> Vec<&'static str> {
    let topic = identity.topic;
    let now = identity.year > 2024;
    let (first, others) = match identity.level {
        Level::Central => ("Bộ Nông nghiệp và Môi trường", CENTRE),
        Level::Province if now => (topic.department_now, PROVINCE_NOW),
        Level::Province => (topic.department, PROVINCE),
        Level::District => (topic.division, DISTRICT),
        Level::Commune if identity.above.is_none() => ("Phòng Văn hóa - Xã hội", COMMUNE_NOW),
        Level::Commune => ("Công chức Văn hóa - Xã hội", COMMUNE),
    };
    // The police of a city is the city's.
    let first = if first == "Công an tỉnh" && identity.unit() == "thành phố" {
        "Công an thành phố"
    } else {
        first
    };
    std::iter::once(first).chain(others.iter().copied().filter(|other| *other != first)).collect()
}

/// The same in the Party.
pub fn party_bodies(identity: &Identity) -> Vec<String> {
    let of = match identity.level {
        Level::Central => "Trung ương".to_owned(),
        Level::Province => identity.province.party.to_owned(),
        Level::District => identity.issuer().split(' ').take(2).collect::<Vec<_>>().join(" "),
        Level::Commune => "Đảng ủy".to_owned(),
    };
    let heads: &[&str] = match identity.level {
        Level::Commune => &["Ủy ban Kiểm tra", "Khối Dân vận", "Văn phòng"],
        _ => &["Ban Tuyên giáo", "Ban Tổ chức", "Ban Dân vận", "Ủy ban Kiểm tra", "Văn phòng"],
    };
    heads.iter().map(|head| format!("{head} {of}")).collect()
}

/// The committees one step below, as they are spoken to.
pub fn below(identity: &Identity) -> &'static str {
    match identity.level {
        Level::Central => "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương",
        Level::Province if identity.province.now => "Ủy ban nhân dân các xã, phường",
        Level::Province => "Ủy ban nhân dân các huyện, thị xã, thành phố",
        Level::District => "Ủy ban nhân dân các xã, thị trấn",
        Level::Commune => "Trưởng các thôn",
    }
}

/// The Front and the mass organizations, which are asked and not told.
pub fn front(identity: &Identity) -> String {
    match identity.level {
        Level::Central => "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam".into(),
        _ => format!("Ủy ban Mặt trận Tổ quốc Việt Nam {}", identity.unit()),
    }
}

/// Tasks, verb first. `{}` is a work of the topic.
pub const TASKS: &[&str] = &[
    "hướng dẫn, đôn đốc việc thực hiện {}",
    "tham mưu bố trí kinh phí thực hiện theo phân cấp ngân sách",
    "tuyên truyền sâu rộng về {} trên các phương tiện thông tin đại chúng",
    "rà soát, đánh giá {} tại từng địa bàn",
    "tổng hợp kết quả thực hiện, báo cáo theo quy định",
    "kiểm tra, giám sát {} theo định kỳ",
    "xây dựng kế hoạch chi tiết và phân công cán bộ theo dõi {}",
    "lồng ghép {} với các chương trình, dự án khác trên địa bàn",
    "tổ chức tập huấn nghiệp vụ về {} cho cán bộ ở cơ sở",
    "cập nhật số liệu về {} vào hệ thống thông tin dùng chung",
    "đề xuất khen thưởng tập thể, cá nhân có thành tích xuất sắc",
    "tháo gỡ khó khăn, vướng mắc liên quan đến {}",
];
