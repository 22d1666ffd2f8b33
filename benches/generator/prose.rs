//! Paragraphs without findings: what fills plans between their targets. No numbers, no bodies that are told to act.

use super::random::Random;
use super::topics::Topic;

const OPENERS: &[&str] = &[
    "tiếp tục đẩy mạnh",
    "tăng cường",
    "nâng cao chất lượng",
    "đổi mới nội dung, phương thức",
    "triển khai đồng bộ",
    "chú trọng",
    "từng bước củng cố",
    "đa dạng hóa hình thức",
    "quan tâm đúng mức",
    "rà soát, bổ sung",
    "phát huy hiệu quả",
    "thường xuyên chăm lo",
    "khai thác tốt",
    "duy trì nền nếp",
    "mở rộng phạm vi",
    "tạo chuyển biến trong",
];

const WORKS: &[&str] = &[
    "công tác tuyên truyền, phổ biến chủ trương, chính sách",
    "công tác quản lý nhà nước ở cơ sở",
    "việc kiểm tra, giám sát của cộng đồng dân cư",
    "sự phối hợp giữa chính quyền với Mặt trận và các đoàn thể",
    "vai trò của người có uy tín, trưởng thôn, trưởng bản",
    "chế độ thông tin, báo cáo và cơ sở dữ liệu chuyên ngành",
    "năng lực của đội ngũ cán bộ làm công tác chuyên môn",
    "các cuộc vận động, phong trào ở khu dân cư",
    "hoạt động của hệ thống truyền thanh cơ sở",
    "quy chế dân chủ và nếp sống văn minh",
    "việc lồng ghép các nguồn vốn trên địa bàn",
    "công tác sơ kết, tổng kết, rút kinh nghiệm",
    "tinh thần tự lực, ý thức vươn lên của người dân",
    "việc ứng dụng công nghệ thông tin vào công việc hằng ngày",
    "mối liên hệ giữa nhà trường, gia đình và xã hội",
    "các mô hình tự quản về an ninh trật tự",
];

const MANNERS: &[&str] = &[
    "theo hướng thiết thực, gần dân, sát cơ sở",
    "bằng nhiều hình thức phù hợp với từng nhóm đối tượng",
    "gắn với việc học tập và làm theo tấm gương đạo đức của Bác Hồ",
    "trên tinh thần rõ người, rõ việc, rõ trách nhiệm",
    "phù hợp với điều kiện, đặc điểm của từng vùng",
    "bảo đảm công khai, minh bạch, đúng đối tượng",
    "có trọng tâm, trọng điểm, tránh dàn trải",
    "ngay từ những tháng đầu năm",
    "ở cả vùng thuận lợi và vùng còn nhiều khó khăn",
    "với sự tham gia rộng rãi của các tầng lớp Nhân dân",
    "trên cơ sở tôn trọng phong tục tốt đẹp của đồng bào",
    "theo phương châm lấy người dân làm trung tâm",
    "đi đôi với phòng ngừa lãng phí, tiêu cực",
    "kết hợp hài hòa giữa truyền thống và hiện đại",
];

const PURPOSES: &[&str] = &[
    "nhằm tạo chuyển biến rõ nét trong nhận thức và hành động",
    "góp phần giữ vững ổn định chính trị và trật tự xã hội",
    "qua đó củng cố niềm tin của Nhân dân đối với cấp ủy, chính quyền",
    "để mỗi người dân hiểu, đồng thuận và tích cực tham gia",
    "tạo nền tảng cho những năm tiếp theo",
    "đáp ứng yêu cầu của tình hình mới",
    "nhằm khơi dậy tiềm năng, thế mạnh của địa phương",
    "hạn chế thấp nhất những rủi ro có thể phát sinh",
    "để chính sách sớm đi vào cuộc sống",
    "góp phần cải thiện đời sống vật chất và tinh thần của đồng bào",
    "tạo sức lan tỏa trong toàn xã hội",
    "nhằm rút ngắn khoảng cách giữa các vùng",
];

const TAILS: &[&str] = &[
    "kịp thời biểu dương những cách làm hay, mô hình tốt",
    "khắc phục tình trạng nể nang, né tránh, đùn đẩy trách nhiệm",
    "coi đây là việc làm thường xuyên, lâu dài của cả hệ thống chính trị",
    "không chạy theo thành tích, không phô trương hình thức",
    "chủ động nắm bắt tâm tư, nguyện vọng chính đáng của người dân",
    "tháo gỡ vướng mắc ngay tại cơ sở, không để kéo dài",
    "nhân rộng những kinh nghiệm đã được thực tiễn kiểm nghiệm",
    "gắn kết quả công việc với việc đánh giá, xếp loại hằng năm",
    "khuyến khích cán bộ năng động, sáng tạo, dám nghĩ, dám làm",
    "lắng nghe ý kiến phản biện của các tổ chức xã hội",
    "tận dụng thời cơ, hóa giải khó khăn, thách thức",
    "lấy hiệu quả thực tế làm thước đo",
];

const GROUNDS: &[&str] = &[
    "trên cơ sở kết quả đã có",
    "từ thực tiễn của những năm qua",
    "trước yêu cầu của giai đoạn mới",
    "trong điều kiện nguồn lực còn hạn hẹp",
    "xuất phát từ nhu cầu của người dân",
    "đối với vùng sâu, vùng xa",
    "đối với địa bàn có đông đồng bào dân tộc thiểu số",
    "ở những nơi phong trào còn yếu",
    "bên cạnh những mặt thuận lợi",
    "cùng với việc giữ gìn bản sắc văn hóa",
    "song song với đầu tư kết cấu hạ tầng",
    "khi có tình huống phát sinh",
];

const PLACES: &[&str] = &[
    "thôn, bản",
    "tổ dân phố",
    "trường học",
    "khu dân cư",
    "hợp tác xã",
    "chi hội đoàn thể",
    "vùng ven đô thị",
    "xã đặc biệt khó khăn",
    "làng nghề",
    "khu sản xuất tập trung",
];

const VERBS: &[&str] = &[
    "rà soát",
    "củng cố",
    "mở rộng",
    "sắp xếp lại",
    "kiện toàn",
    "bổ sung",
    "theo dõi",
    "khơi dậy",
    "phát huy",
    "giữ gìn",
    "hoàn thiện",
    "nâng cấp",
    "đổi mới",
    "xây dựng",
    "duy trì",
    "khai thác",
    "bồi dưỡng",
    "lồng ghép",
    "nhân rộng",
    "cụ thể hóa",
    "đơn giản hóa",
    "công khai",
    "thống nhất",
    "khuyến khích",
    "hỗ trợ",
    "kết nối",
    "chia sẻ",
    "làm rõ",
    "cập nhật",
    "bảo vệ",
    "tôn vinh",
    "phục hồi",
    "quy hoạch",
    "phân loại",
    "đánh giá",
    "chuẩn hóa",
    "tạo lập",
    "gìn giữ",
    "chăm lo",
    "quản lý chặt chẽ",
];

const NOUNS: &[&str] = &[
    "nguồn nhân lực tại chỗ",
    "thiết chế văn hóa",
    "kết cấu hạ tầng",
    "quỹ đất công",
    "nền nếp sinh hoạt",
    "tập quán canh tác",
    "giống cây bản địa",
    "dịch vụ công ích",
    "thông tin thị trường",
    "vốn tín dụng",
    "hương ước, quy ước",
    "sổ sách theo dõi",
    "đường dây nóng",
    "tủ thuốc cộng đồng",
    "lớp học ban đêm",
    "sân chơi cho trẻ em",
    "tuyến đường hoa",
    "chợ phiên",
    "bến đò ngang",
    "kênh mương",
    "hồ chứa nước",
    "vườn ươm",
    "chuồng trại",
    "máy nông cụ",
    "điểm bưu điện",
    "bản đồ số",
    "hồ sơ địa chính",
    "tranh chấp nhỏ",
    "nghề dệt thổ cẩm",
    "hạt giống tốt",
    "lịch thời vụ",
    "phong trào hiến đất",
    "tiết kiệm điện",
    "tiếng nói của phụ nữ",
    "ý kiến của cử tri",
    "thói quen đọc sách",
    "kỹ năng sống",
    "an toàn lao động",
    "quan hệ láng giềng",
    "nhãn hiệu tập thể",
    "tem truy xuất",
    "kho lạnh",
    "lò sấy",
    "điểm du lịch vườn",
    "đội văn nghệ",
    "câu lạc bộ ông bà cháu",
    "gia đình đông con",
    "người già neo đơn",
    "trẻ em mồ côi",
    "lao động trở về",
    "hộ mới tách",
    "cán bộ trẻ",
    "giáo viên vùng cao",
    "thầy thuốc tình nguyện",
    "nông dân giỏi",
    "doanh nhân trẻ",
    "chiến sĩ dân quân",
    "già làng",
    "nghệ nhân",
    "tổ hòa giải",
    "nhóm hộ cùng sở thích",
    "ban giám sát đầu tư",
    "quỹ khuyến học",
    "quỹ tình thương",
    "bếp ăn bán trú",
    "nước giếng khoan",
    "hố xí hợp vệ sinh",
    "cây chắn sóng",
    "đê bao",
    "rừng đầu nguồn",
    "bãi bồi ven sông",
    "đất dốc",
    "vùng chuyên canh",
    "mặt nước nuôi trồng",
    "tàu thuyền nhỏ",
    "ngư cụ",
    "giờ giấc làm việc",
    "văn bản nội bộ",
    "chữ viết dân tộc",
    "trang phục truyền thống",
];

const ACTORS: &[&str] = &[
    "của từng chi hội",
    "của các dòng họ",
    "của bà con dân bản",
    "của thanh niên nông thôn",
    "của hội viên phụ nữ",
    "của cựu chiến binh",
    "của học sinh nội trú",
    "của các hộ tiểu thương",
    "của xã viên hợp tác xã",
    "của người cao tuổi",
    "của đội ngũ trí thức",
    "của chủ trang trại",
    "của người lao động tự do",
    "của các cơ sở tôn giáo",
    "của kiều bào xa quê",
    "của ban công tác mặt trận",
    "của lực lượng xung kích",
    "của các nhóm thợ",
    "của chủ rừng",
    "của người khuyết tật",
];

const WHERE: &[&str] = &[
    "ở vùng thấp",
    "ở vùng cao",
    "dọc tuyến quốc lộ",
    "quanh khu trung tâm",
    "tại nơi tái định cư",
    "trên các cù lao",
    "ven các con suối",
    "trong từng ngõ nhỏ",
    "ở những bản xa",
    "tại vùng giáp ranh",
    "quanh hồ thủy điện",
    "ở khu phố cũ",
    "trên nương rẫy",
    "ở các bãi ngang",
    "trong mùa mưa lũ",
    "vào dịp nông nhàn",
    "sau mỗi vụ thu hoạch",
    "trước mùa khô",
    "trong dịp lễ, tết",
    "khi thời tiết bất thường",
];

const LINKS: &[&str] = &[
    "từ đó",
    "nhờ vậy",
    "đồng thời",
    "mặt khác",
    "bên cạnh đó",
    "song song với đó",
    "trước mắt",
    "về lâu dài",
    "khi cần thiết",
    "hằng tháng",
    "từng bước",
    "chủ động",
    "kiên trì",
    "linh hoạt",
    "tích cực",
    "sớm",
];

/// Words put together freely, so that documents share words and seldom whole phrases.
fn free(out: &mut String, random: &mut Random) {
    for nth in 0..random.within(2, 4) {
        if nth > 0 {
            join(out, &[random.pick(&[", ", "; "]), random.pick(LINKS), " "]);
        }
        join(out, &[random.pick(VERBS), " ", random.pick(NOUNS)]);
        if random.chance(45) {
            join(out, &[" ", random.pick(ACTORS)]);
        }
        if random.chance(45) {
            join(out, &[" ", random.pick(WHERE)]);
        }
    }
}

/// The work of a topic or of all of them.
fn work(random: &mut Random, topic: &Topic) -> &'static str {
    if random.chance(55) { random.pick(topic.works) } else { random.pick(WORKS) }
}

/// One paragraph of one to four sentences, without its bullet and line break.
pub fn paragraph(out: &mut String, random: &mut Random, topic: &Topic) {
    for nth in 0..random.within(1, 4) {
        if nth > 0 {
            out.push(' ');
        }
        sentence(out, random, topic);
    }
}

pub fn sentence(out: &mut String, random: &mut Random, topic: &Topic) {
    let at = out.len();
    match random.below(9) {
        5.. => free(out, random),
        0 => join(
            out,
            &[
                random.pick(OPENERS),
                " ",
                work(random, topic),
                " ",
                random.pick(MANNERS),
                ", ",
                random.pick(PURPOSES),
            ],
        ),
        1 => join(
            out,
            &[
                random.pick(OPENERS),
                " ",
                work(random, topic),
                "; ",
                random.pick(TAILS),
                "; ",
                random.pick(TAILS),
            ],
        ),
        2 => join(
            out,
            &[
                random.pick(GROUNDS),
                ", cần ",
                random.pick(OPENERS),
                " ",
                work(random, topic),
                " tại các ",
                random.pick(PLACES),
                ", ",
                random.pick(TAILS),
            ],
        ),
        3 => join(
            out,
            &[
                random.pick(OPENERS),
                " ",
                work(random, topic),
                " và ",
                work(random, topic),
                " ",
                random.pick(MANNERS),
            ],
        ),
        _ => join(
            out,
            &[
                "gắn ",
                work(random, topic),
                " với ",
                work(random, topic),
                " ở từng ",
                random.pick(PLACES),
                "; ",
                random.pick(TAILS),
                ", ",
                random.pick(PURPOSES),
            ],
        ),
    }
    out.push('.');
    capitalize(out, at);
}

/// What a heading of works says: "Về công tác tuyên truyền, phổ biến chủ trương, chính sách".
pub fn heading(random: &mut Random, topic: &Topic) -> String {
    format!("Về {}", work(random, topic))
}

fn join(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// The letter at `at` as a capital.
pub fn capitalize(out: &mut String, at: usize) {
    if let Some(first) = out[at..].chars().next()
        && first.is_lowercase()
    {
        let upper: String = first.to_uppercase().collect();
        out.replace_range(at..at + first.len_utf8(), &upper);
    }
}
