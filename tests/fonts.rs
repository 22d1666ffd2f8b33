//! Text in fonts of legacy encodings: what their names say, and what the words say against them.

use vanban::document::Repaired;
use vanban::normalize::normalize;
use vanban::read::{Options, decode};
use vanban::source::{Fragment, Source, Style};

/// A source of runs: text and the name of its font, "" for none.
fn source(runs: &[(&str, &str)]) -> Source {
    let text: String = runs.iter().map(|(text, _)| *text).collect();
    let mut source = decode("a.txt", text.into_bytes(), &Options::default()).expect("text");
    let mut start = 0;
    for (text, font) in runs {
        let end = start + text.len() as u32;
        if !font.is_empty() {
            let index = source.fonts.iter().position(|name| name == font).unwrap_or_else(|| {
                source.fonts.push((*font).to_owned());
                source.fonts.len() - 1
            });
            let style = Style { font: Some(index as u16), ..Style::default() };
            source.fragments.push(Fragment { start, end, style });
        }
        start = end;
    }
    source
}

fn repaired(runs: &[(&str, &str)]) -> Repaired {
    normalize(&source(runs))
}

const BODY: &str = "C¨n cø LuËt Tæ chøc chÝnh quyÒn ®Þa ph\u{AD}¬ng; ñy ban nh©n d©n x· nghÞ quyÕt.\n";
const DECODED: &str = "Căn cứ Luật Tổ chức chính quyền địa phương; Ủy ban nhân dân xã nghị quyết.\n";

#[test]
fn runs_are_decoded_by_their_fonts_and_words() {
    let cases: &[(&[(&str, &str)], &str)] = &[
        // One word in a font of capitals, a heading of one word, and plain text in between.
        (
            &[
                ("ñy", ".VnTimeH"),
                (" ban nh©n d©n\n", ".VnTime"),
                ("quyÕt ®Þnh\n", ".VnTimeH"),
                ("Sè: 12/2003/Q§-UB\n", ".VnTime"),
                (BODY, ".VnTime"),
                ("Trang 1\n", "Times New Roman"),
            ],
            &format!("ỦY ban nhân dân\nQUYẾT ĐỊNH\nSố: 12/2003/QĐ-UB\n{DECODED}Trang 1\n"),
        ),
        // Capitals that the text itself cannot show, over plain letters too.
        (
            &[("céng hoµ x· héi chñ nghÜa viÖt nam\n", "VnTimeHBold"), (BODY, "VnTime")],
            &format!("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{DECODED}"),
        ),
        // A word that changes its font inside.
        (
            &[("QuyÕt ®", ".VnTime,Bold"), ("Þnh ", ".VnTime"), (BODY, ".VnTime")],
            &format!("Quyết định {DECODED}"),
        ),
        // The font stayed when the text was converted to Unicode.
        (
            &[
                ("Quyết định của Ủy ban nhân dân xã về hộ nghèo, hàng năm, đã có\n", ".VnTime"),
                ("số 15\n", ".VnTime"),
            ],
            "Quyết định của Ủy ban nhân dân xã về hộ nghèo, hàng năm, đã có\nsố 15\n",
        ),
        // Both kinds in one font, line by line.
        (
            &[(BODY, ".VnTime"), ("Nghị quyết của Hội đồng nhân dân xã\n", ".VnTime"), (BODY, ".VnTime")],
            &format!("{DECODED}Nghị quyết của Hội đồng nhân dân xã\n{DECODED}"),
        ),
        // A short legacy head over a body of Unicode.
        (
            &[
                ("ñy ban nh©n d©n tØnh\n", ".VnTimeH"),
                (
                    "Căn cứ Nghị định của Chính phủ về công tác văn thư, hôm nay xét thấy cần thiết.\n",
                    "Times New Roman",
                ),
            ],
            "ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Nghị định của Chính phủ về công tác văn thư, hôm nay xét thấy cần thiết.\n",
        ),
        // Legacy text in a font of Unicode.
        (&[(BODY, "Times New Roman"), (BODY, "Times New Roman")], &format!("{DECODED}{DECODED}")),
        // Plain letters and numbers in a legacy font of a document of Unicode.
        (
            &[("Nghị quyết số 15/2024 của Hội đồng nhân dân\n", "Arial"), ("Bang 1 15,5 an\n", ".VnTimeH")],
            "Nghị quyết số 15/2024 của Hội đồng nhân dân\nBang 1 15,5 an\n",
        ),
        (
            &[
                ("Caên cöù Luaät Toå chöùc, ngaøy 12 thaùng 3\n", "VNI-Times"),
                ("Ñieàu 1\n", "VNI-Times,Bold"),
            ],
            "Căn cứ Luật Tổ chức, ngày 12 tháng 3\nĐiều 1\n",
        ),
        (
            &[("Cµng hòa xã hµi chü nghîa Vi®t Nam, Ðµc l§p\n", "VI Times")],
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập\n",
        ),
        // The letter ư as the hyphens and signs that programs make of it.
        (
            &[(
                "nhµ n-íc, ph\u{2212}¬ng, ®\u{2010}îc, th\u{2011}¬ng, tr\u{AD}ëng; b¶o l\u{2219}nh; \u{3BC}y; kinh tÕ-x· héi\n",
                ".VnTime",
            )],
            "nhà nước, phương, được, thương, trưởng; bảo lãnh; ày; kinh tế-xã hội\n",
        ),
        // Bytes read by another code page than usual: a symbol font's, windows-1258, Mac OS Roman.
        (
            &[(
                "QuyÕt \u{F0AE}\u{F0DE}nh \u{F063}\u{F0F1}a \u{F0F1}y ban nh\u{F0A9}n d\u{F0A9}n x\u{F0B7} h\u{F0E9}i\n",
                ".VnTime",
            )],
            "Quyết định của Ủy ban nhân dân xã hội\n",
        ),
        (
            &[("quyƠt ®\u{303}nh cña nh©n d©n x· héi; n©ng cao chÊt l\u{AD}îng, b¶o ®¶m\n", ".VnTime")],
            "quyết định của nhân dân xã hội; nâng cao chất lượng, bảo đảm\n",
        ),
        (
            &[("quy’t Æﬁnh cÒa nh©n d©n x∑ hÈi; n©ng cao ch\u{A0}t l≠Óng, b∂o Æ∂m\n", ".VnTime")],
            "quyết định của nhân dân xã hội; nâng cao chất lượng, bảo đảm\n",
        ),
    ];
    for (runs, expected) in cases {
        assert_eq!(repaired(runs).text.as_str(), *expected, "{runs:?}");
    }
}

#[test]
fn every_letter_points_to_its_own_place() {
    let runs: &[(&str, &str)] = &[("ñy ban ", ".VnTimeH"), (BODY, ".VnTime"), ("Căn cứ", "Arial")];
    let original: String = runs.iter().map(|(text, _)| *text).collect();
    let repaired = repaired(runs);
    let text = repaired.text.as_str();
    for (word, raw) in
        [("ỦY", "ñy"), ("BAN", "ban"), ("phương", "ph\u{AD}¬ng"), ("nghị", "nghÞ"), ("Căn cứ", "C¨n cø")]
    {
        let at = text.find(word).unwrap_or_else(|| panic!("{word} in {text}"));
        assert_eq!(repaired.text.edits().to_original(at..at + word.len()).of(&original), raw);
    }
    let fonts: Vec<(&str, Option<u16>)> =
        repaired.fragments.iter().map(|f| (&text[f.start as usize..f.end as usize], f.style.font)).collect();
    assert_eq!(fonts, [("ỦY BAN ", Some(0)), (DECODED, Some(1)), ("Căn cứ", Some(2))]);
}
