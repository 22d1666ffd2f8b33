//! Lists of bodies as they are printed.

use super::*;
use crate::document::{Block, BlockKind, Layout, Outline};
use crate::extract::Context;
use crate::lex::lex;
use crate::rules::Rules;
use crate::span::Span;
use crate::text::Text;

/// The bodies at the start of a text and what stands behind them.
fn list(text: &str, mode: Mode) -> Option<(Vec<String>, String, Stop)> {
    let layout = Layout {
        text: Text::verbatim(text.to_owned(), 0),
        blocks: vec![Block {
            span: Span::new(0, text.len()),
            kind: BlockKind::Paragraph,
            heading: None,
            gap: false,
        }],
        ..Layout::default()
    };
    let rules = Rules::embedded();
    let tokens = lex(&layout, rules);
    let outline = Outline::default();
    let capitalized = Default::default();
    let mut passage = Passage::new(Context {
        layout: &layout,
        tokens: &tokens,
        outline: &outline,
        rules,
        capitalized: &capitalized,
    });
    passage.load(0..tokens.tokens.len());
    let list = passage.list(0, tokens.tokens.len(), mode)?;
    let rest = tokens.tokens.get(list.end).map_or("", |token| &text[token.start as usize..]);
    Some((list.bodies.iter().map(|body| body.text(&passage)).collect(), rest.to_owned(), list.stop))
}

/// Each case: the text, the bodies it begins with, what stands behind them.
#[track_caller]
fn check(cases: &[(&str, &[&str], &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want, rest)| match list(text, Mode::Sentence) {
            Some((bodies, behind, _)) if bodies == *want && behind.starts_with(rest) => None,
            other => Some(format!("{text}\n    {other:?}")),
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_list_ends_at_the_duty() {
    check(&[
        ("Sở Công Thương chủ trì, phối hợp", &["Sở Công Thương"], "chủ trì"),
        ("Thủ trưởng các phòng, ban căn cứ tình hình, xây dựng", &["Thủ trưởng các phòng, ban"], "căn cứ"),
        ("Công an huyện mở đợt cao điểm", &["Công an huyện"], "mở"),
        ("Báo Hải Sơn tăng thời lượng", &["Báo Hải Sơn"], "tăng"),
        (
            "Các cụm, khối thi đua thuộc tỉnh năm 2030 xây dựng",
            &["Các cụm, khối thi đua thuộc tỉnh năm 2030"],
            "xây dựng",
        ),
        ("các sở, ngành theo chức năng, nhiệm vụ xây dựng", &["các sở, ngành"], "theo chức năng"),
        ("các đơn vị, địa phương có báo cáo về Sở", &["các đơn vị, địa phương"], "có báo cáo"),
        ("các thôn Phát động thi đua", &["các thôn"], "Phát động"),
        ("UBND huyện Thống Nhất rà soát", &["UBND huyện Thống Nhất"], "rà soát"),
    ]);
}

#[test]
fn names_hold_commas_conjunctions_and_verbs() {
    check(&[
        ("Sở Văn hóa, Thể thao và Du lịch tổ chức", &["Sở Văn hóa, Thể thao và Du lịch"], "tổ chức"),
        ("Sở Lao động - Thương binh và xã hội chủ trì", &["Sở Lao động - Thương binh và xã hội"], "chủ trì"),
        ("Văn phòng HĐND và UBND huyện theo dõi", &["Văn phòng HĐND và UBND huyện"], "theo dõi"),
        ("Văn phòng HĐND&UBND thị xã chủ trì", &["Văn phòng HĐND&UBND thị xã"], "chủ trì"),
        ("Sở GD&ĐT, Sở TN&MT rà soát", &["Sở GD&ĐT", "Sở TN&MT"], "rà soát"),
        ("Ban Tổ chức Huyện ủy chủ trì", &["Ban Tổ chức Huyện ủy"], "chủ trì"),
        ("Ban quản lý Khu kinh tế tỉnh tiếp nhận hồ sơ", &["Ban quản lý Khu kinh tế tỉnh"], "tiếp nhận"),
        (
            "Ban Chỉ đạo phòng, chống thiên tai huyện tổ chức",
            &["Ban Chỉ đạo phòng, chống thiên tai huyện"],
            "tổ chức",
        ),
        (
            "Hội đồng Thi đua - Khen thưởng huyện thẩm định",
            &["Hội đồng Thi đua - Khen thưởng huyện"],
            "thẩm định",
        ),
        (
            "Trung tâm Văn hóa - Thể thao - Du lịch và Truyền thông huyện đẩy mạnh",
            &["Trung tâm Văn hóa - Thể thao - Du lịch và Truyền thông huyện"],
            "đẩy mạnh",
        ),
        ("Ban An toàn giao thông tỉnh theo dõi", &["Ban An toàn giao thông tỉnh"], "theo dõi"),
        ("Trạm Kiểm dịch Suối Đá kiểm tra", &["Trạm Kiểm dịch Suối Đá"], "kiểm tra"),
        ("Tổ thẩm định lập báo cáo", &["Tổ thẩm định"], "lập"),
        (
            "Văn hóa – Xã hội (Phụ trách Thông tin): Kịp thời",
            &["Văn hóa – Xã hội (Phụ trách Thông tin)"],
            ":",
        ),
        ("Công chức Văn hóa - Xã hội phối hợp với", &["Công chức Văn hóa - Xã hội"], "phối hợp"),
        (
            "Ban Bí thư Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh đẩy mạnh",
            &["Ban Bí thư Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"],
            "đẩy mạnh",
        ),
        ("Tổng công ty Đường sắt Việt Nam duy trì", &["Tổng công ty Đường sắt Việt Nam"], "duy trì"),
    ]);
}

#[test]
fn an_enumeration_inside_one_class_stays_whole() {
    check(&[
        ("Các sở, ban, ngành tổ chức quán triệt", &["Các sở, ban, ngành"], "tổ chức"),
        (
            "Thủ trưởng các phòng, ban, ngành, các đoàn thể huyện tập trung",
            &["Thủ trưởng các phòng, ban, ngành, các đoàn thể huyện"],
            "tập trung",
        ),
        (
            "các cơ quan, tổ chức, doanh nghiệp, đơn vị Trung ương đóng trên địa bàn huyện căn cứ",
            &["các cơ quan, tổ chức, doanh nghiệp, đơn vị Trung ương đóng trên địa bàn huyện"],
            "căn cứ",
        ),
        (
            "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương cần",
            &[
                "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
                "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương",
            ],
            "cần",
        ),
        (
            "Các tỉnh ủy, thành ủy, ban đảng, ban cán sự đảng, đảng đoàn, đảng ủy trực thuộc Trung ương nghiên cứu",
            &["Các tỉnh ủy, thành ủy, ban đảng, ban cán sự đảng, đảng đoàn, đảng ủy trực thuộc Trung ương"],
            "nghiên cứu",
        ),
        ("cấp ủy, chính quyền các cấp, phát huy", &["cấp ủy, chính quyền các cấp"], "phát huy"),
        ("cán bộ, công chức, viên chức thực hiện", &["cán bộ, công chức, viên chức"], "thực hiện"),
        ("Trưởng phòng, ban, đơn vị chủ trì", &["Trưởng phòng, ban, đơn vị"], "chủ trì"),
        (
            "các doanh nghiệp CNTT, viễn thông, các trường đại học, cao đẳng trên địa bàn huy động",
            &["các doanh nghiệp CNTT, viễn thông", "các trường đại học, cao đẳng trên địa bàn"],
            "huy động",
        ),
    ]);
}

#[test]
fn bodies_with_heads_of_their_own_are_parted() {
    check(&[
        (
            "Giám đốc các sở, ban ngành, Ủy ban nhân dân các xã, thị trấn, các đơn vị Trung ương đóng trên địa bàn thành phố căn cứ",
            &[
                "Giám đốc các sở, ban ngành",
                "Ủy ban nhân dân các xã, thị trấn",
                "các đơn vị Trung ương đóng trên địa bàn thành phố",
            ],
            "căn cứ",
        ),
        (
            "Công an huyện, Ban Chỉ huy Quân sự huyện duy trì",
            &["Công an huyện", "Ban Chỉ huy Quân sự huyện"],
            "duy trì",
        ),
        (
            "Bảo hiểm xã hội huyện và Trung tâm Y tế huyện đối chiếu",
            &["Bảo hiểm xã hội huyện", "Trung tâm Y tế huyện"],
            "đối chiếu",
        ),
        (
            "MTTQ, các ngành, đoàn thể, các thôn khẩn trương",
            &["MTTQ", "các ngành, đoàn thể", "các thôn"],
            "khẩn trương",
        ),
        (
            "các sở, ngành, Liên đoàn Lao động tỉnh và địa phương rà soát",
            &["các sở, ngành", "Liên đoàn Lao động tỉnh", "địa phương"],
            "rà soát",
        ),
        (
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã và các đoàn thể giám sát",
            &["Ủy ban Mặt trận Tổ quốc Việt Nam xã", "các đoàn thể"],
            "giám sát",
        ),
        (
            "Ủy ban MTTQ Việt Nam huyện, các tổ chức chính trị - xã hội, các hội quần chúng vận động",
            &["Ủy ban MTTQ Việt Nam huyện", "các tổ chức chính trị - xã hội", "các hội quần chúng"],
            "vận động",
        ),
        (
            "Chánh Văn phòng Ủy ban nhân dân huyện, Trưởng phòng Nội vụ và Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành",
            &[
                "Chánh Văn phòng Ủy ban nhân dân huyện",
                "Trưởng phòng Nội vụ",
                "Chủ tịch Ủy ban nhân dân các xã",
            ],
            "chịu",
        ),
        (
            "Thường trực Hội đồng nhân dân tỉnh, các Ban của Hội đồng nhân dân tỉnh và đại biểu Hội đồng nhân dân tỉnh giám sát",
            &[
                "Thường trực Hội đồng nhân dân tỉnh",
                "các Ban của Hội đồng nhân dân tỉnh",
                "đại biểu Hội đồng nhân dân tỉnh",
            ],
            "giám sát",
        ),
        (
            "Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ và các cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành",
            &[
                "Các Bộ trưởng",
                "Thủ trưởng cơ quan ngang bộ",
                "Thủ trưởng cơ quan thuộc Chính phủ",
                "các cơ quan, tổ chức, cá nhân có liên quan",
            ],
            "chịu",
        ),
        (
            "Sở Tài chính, Kho bạc Nhà nước tỉnh; Ủy ban nhân dân các xã rà soát",
            &["Sở Tài chính", "Kho bạc Nhà nước tỉnh", "Ủy ban nhân dân các xã"],
            "rà soát",
        ),
        (
            "Đảng đoàn Mặt trận Tổ quốc Việt Nam, các tổ chức chính trị - xã hội, hội quần chúng đẩy mạnh",
            &["Đảng đoàn Mặt trận Tổ quốc Việt Nam", "các tổ chức chính trị - xã hội", "hội quần chúng"],
            "đẩy mạnh",
        ),
        (
            "Đảng đoàn Quốc hội, Ban cán sự đảng Chính phủ chỉ đạo",
            &["Đảng đoàn Quốc hội", "Ban cán sự đảng Chính phủ"],
            "chỉ đạo",
        ),
        (
            "Phòng Nội vụ các huyện, thành phố làm đầu mối",
            &["Phòng Nội vụ các huyện, thành phố"],
            "làm đầu mối",
        ),
        (
            "Văn phòng UBND Thành phố, Trung tâm Phục vụ hành chính công, các đơn vị liên quan tổ chức",
            &["Văn phòng UBND Thành phố", "Trung tâm Phục vụ hành chính công", "các đơn vị liên quan"],
            "tổ chức",
        ),
        (
            "Thủ trưởng các cơ quan, đơn vị; Chủ tịch Ủy ban nhân dân các xã, phường rà soát",
            &["Thủ trưởng các cơ quan, đơn vị", "Chủ tịch Ủy ban nhân dân các xã, phường"],
            "rà soát",
        ),
        (
            "UBND các xã, phường và các cá nhân có liên quan căn cứ",
            &["UBND các xã, phường", "các cá nhân có liên quan"],
            "căn cứ",
        ),
    ]);
}

#[test]
fn a_head_printed_once_is_given_to_each_name() {
    check(&[
        (
            "Giám đốc các Sở: Tài chính, Xây dựng, Nội vụ; Chủ tịch UBND các xã chịu trách nhiệm thi hành",
            &["Giám đốc Sở Tài chính", "Giám đốc Sở Xây dựng", "Giám đốc Sở Nội vụ", "Chủ tịch UBND các xã"],
            "chịu",
        ),
        (
            "Giám đốc các Sở Tài chính, Kế hoạch và Đầu tư và Thủ trưởng các đơn vị chịu trách nhiệm thi hành",
            &["Giám đốc Sở Tài chính", "Giám đốc Sở Kế hoạch và Đầu tư", "Thủ trưởng các đơn vị"],
            "chịu",
        ),
        (
            "Giám đốc các Sở Tài chính, Sở Kế hoạch và Đầu tư, Sở Nội vụ có trách nhiệm",
            &["Giám đốc Sở Tài chính", "Giám đốc Sở Kế hoạch và Đầu tư", "Giám đốc Sở Nội vụ"],
            "có trách nhiệm",
        ),
        ("các sở: Y tế, Tư pháp rà soát", &["sở Y tế", "sở Tư pháp"], "rà soát"),
        ("Bộ Tài chính, Nội vụ rà soát", &["Bộ Tài chính", "Bộ Nội vụ"], "rà soát"),
    ]);
}

#[test]
fn reports_and_verbs_begin_no_list() {
    assert_eq!(list("các cấp đã tích cực triển khai", Mode::Sentence).unwrap().2, Stop::Refused);
    for text in ["tổ chức hội nghị", "tăng cường kiểm tra", "ban hành kế hoạch", "cơ sở dữ liệu đất đai"]
    {
        assert_eq!(list(text, Mode::Sentence), None, "{text}");
    }
}

#[test]
fn a_cell_holds_nothing_but_bodies() {
    for (text, want) in [
        (
            "Ban Tổ chức Trung ương; các bộ, ngành, địa phương; TTXVN, VOV, VTV",
            &["Ban Tổ chức Trung ương", "các bộ, ngành, địa phương", "TTXVN", "VOV", "VTV"][..],
        ),
        (
            "- Vụ Thủy lợi - Cục Quản lý tài nguyên nước - Các đơn vị khác có liên quan",
            &["Vụ Thủy lợi", "Cục Quản lý tài nguyên nước", "Các đơn vị khác có liên quan"],
        ),
        (
            "Vụ Pháp luật lao động - xã hội, Cục Kiểm soát thủ tục hành chính và các đơn vị có liên quan.",
            &[
                "Vụ Pháp luật lao động - xã hội",
                "Cục Kiểm soát thủ tục hành chính",
                "các đơn vị có liên quan",
            ],
        ),
        ("Văn phòng HĐND và UBND huyện; Công an huyện", &["Văn phòng HĐND và UBND huyện", "Công an huyện"]),
    ] {
        let text = text.trim_start_matches("- ");
        assert_eq!(list(text, Mode::Whole).expect(text).0, want, "{text}");
    }
}
