//! One small file for each phenomenon.

mod encrypted;
pub(super) mod writer;

use super::*;
use crate::error::ErrorKind;
use encrypted::{CLOSED, OPEN};
use writer::{File, PAGE};

pub(super) const HELVETICA: &str =
    "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>";

fn read(file: &File) -> Pages {
    read_bytes(file.bytes())
}

fn read_bytes(bytes: Vec<u8>) -> Pages {
    pages("a.pdf", &Arc::new(bytes), &Options::default()).expect("it can be read").0
}

/// The pieces of the first page as text, with a line for each baseline.
pub(super) fn text(pages: &Pages) -> String {
    let page = &pages.pages[0];
    let (mut out, mut line) = (String::new(), None);
    for piece in &page.pieces {
        if line.is_some_and(|line: f32| (line - piece.baseline).abs() > piece.size * 0.5) {
            out.push('\n');
        } else if line.is_some() && piece.space_before {
            out.push(' ');
        }
        out.push_str(&page.text[piece.text.start as usize..piece.text.end as usize]);
        line = Some(piece.baseline);
    }
    out
}

/// Text set at 12 points, at (100, 700) of an A4 page.
fn set(operators: &str) -> String {
    format!("BT /F 12 Tf 100 700 Td {operators} ET")
}

#[test]
fn codes_of_simple_fonts_mean_what_their_encoding_says() {
    for (font, codes, expected) in [
        ("/Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding", "486F0BE06E", "Ho\u{FFFD}àn"),
        ("/Type1 /BaseFont /Helvetica /Encoding /MacRomanEncoding", "8E", "é"),
        ("/Type1 /BaseFont /Times-Roman", "41A1AE", "A¡fi"),
        ("/Type1 /BaseFont /Symbol", "6162", "αβ"),
        (
            "/Type1 /BaseFont /Helvetica /Encoding << /Differences [1 /uni1EBF /Dcroat /u1EA1 /f_i /g77] >>",
            "010203040541",
            "ếĐạfi\u{FFFD}A",
        ),
        (
            "/TrueType /BaseFont /Arial /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /ohorn] >>",
            "4142",
            "ơB",
        ),
        // What stands in fonts of old encodings is kept as the file has it.
        ("/TrueType /BaseFont /.VnTime /Encoding /WinAnsiEncoding", "ADB581", "\u{AD}µ\u{81}"),
        ("/Type1 /BaseFont /Helvetica /Encoding /NoSuchEncoding", "41", "A"),
        // Bullets of word processors: signs, not the letters "·" and "Ø".
        ("/TrueType /BaseFont /ABCDEF+SymbolMT /Encoding /WinAnsiEncoding", "B7", "\u{F0B7}"),
        ("/TrueType /BaseFont /ABCDEF+Wingdings-Regular /Encoding /WinAnsiEncoding", "D8", "\u{F0D8}"),
    ] {
        let fonts = format!("/Font << /F << /Type /Font /Subtype {font} >> >>");
        let file = File::new(&fonts, set(&format!("<{codes}> Tj")).as_bytes());
        assert_eq!(text(&read(&file)), expected, "{font}");
    }
}

/// A composite font whose codes are glyphs, with a map to Unicode in object 5.
const COMPOSITE: &str = "/Font << /F << /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Tinos-Bold /Encoding /Identity-H \
    /ToUnicode 5 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Tinos-Bold \
    /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /W [3 [250]] >>] >> >>";

#[test]
fn codes_of_composite_fonts_mean_what_to_unicode_says() {
    for (map, codes, expected) in [
        ("2 beginbfchar <0003> <0020> <0010> <1EBF> endbfchar", "001000030010", "ế ế"),
        ("1 beginbfrange <0010> <0012> <0061> endbfrange", "001000110012", "abc"),
        ("1 beginbfrange <0010> <0011> [<00660066> <0066 0069>] endbfrange", "00100011", "fffi"),
        ("1 beginbfchar <0010> <0041> endbfchar", "00100011", "A\u{FFFD}"),
        // A map with a hole and without an end; a code that is cut.
        ("beginbfchar <0009> <> <0010> <0041>", "0010001010", "AA\u{FFFD}"),
    ] {
        let mut file = File::new(COMPOSITE, set(&format!("<{codes}> Tj")).as_bytes());
        file.stream("", map.as_bytes());
        let pages = read(&file);
        assert_eq!(text(&pages), expected, "{map}");
        assert_eq!(pages.fonts, ["Tinos-Bold"]);
        assert!(pages.pages[0].pieces.iter().all(|piece| piece.bold));
    }
}

#[test]
fn predefined_maps_tell_codes_of_one_and_two_bytes_apart() {
    let fonts = COMPOSITE.replace("/Identity-H", "/UniJIS-UTF16-H");
    let mut file = File::new(&fonts, set("<00410042> Tj").as_bytes());
    file.stream("", b"beginbfchar <0041> <0041> <0042> <0042> endbfchar");
    assert_eq!(text(&read(&file)), "AB");
}

#[test]
fn glyphs_of_type_3_fonts_are_text_where_they_have_names() {
    let fonts = "/Font << /F << /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FontBBox [0 0 80 80] \
        /FirstChar 1 /LastChar 2 /Widths [50 60] /CharProcs << /A 5 0 R /a7 5 0 R >> \
        /Encoding << /Differences [1 /A /x7] >> >> >>";
    let mut file = File::new(fonts, set("<0102> Tj").as_bytes());
    file.stream("", b"50 0 d0");
    let pages = read(&file);
    assert_eq!(text(&pages), "A\u{FFFD}");
    let boxes: Vec<f32> = pages.pages[0].pieces.iter().map(|piece| piece.bbox.width().round()).collect();
    assert_eq!(boxes, [6.0, 7.0]);
}

#[test]
fn text_stands_where_its_operators_put_it() {
    // Left edge and baseline of the last letter; Helvetica's "a" is 0.556 of its size wide.
    for (operators, x, y, size) in [
        ("(a) Tj", 100.0, 142.0, 12.0),
        ("(aa) Tj", 106.7, 142.0, 12.0),
        ("10 Tc (aa) Tj", 116.7, 142.0, 12.0),
        ("50 Tz (aa) Tj", 103.3, 142.0, 12.0),
        ("5 Tw (a a) Tj", 115.0, 142.0, 12.0),
        ("[(a) -1000 (a)] TJ", 118.7, 142.0, 12.0),
        ("4 Ts (a) Tj", 100.0, 138.0, 12.0),
        ("20 TL T* (a) Tj", 100.0, 162.0, 12.0),
        ("0 -15 TD T* (a) Tj", 100.0, 172.0, 12.0),
        ("20 TL (a) '", 100.0, 162.0, 12.0),
        ("20 TL 5 10 (aa) \"", 116.7, 162.0, 12.0),
        ("2 0 0 2 50 600 Tm (aa) Tj", 63.3, 242.0, 24.0),
        ("ET q 2 0 0 2 0 0 cm BT /F 10 Tf 50 100 Td (a) Tj ET Q BT", 100.0, 642.0, 20.0),
        ("ET q 2 0 0 2 0 0 cm Q BT 100 700 Td (a) Tj", 100.0, 142.0, 12.0),
    ] {
        let pages = read(&File::new(HELVETICA, set(operators).as_bytes()));
        let piece = pages.pages[0].pieces.last().expect("a letter");
        let seen = [piece.bbox.x0, piece.baseline, piece.size].map(|number| (number * 10.0).round() / 10.0);
        assert_eq!(seen, [x, y, size], "{operators}");
    }
}

#[test]
fn gaps_and_space_glyphs_are_spaces() {
    for (operators, expected) in [
        ("(kinh te) Tj", "kinh te"),
        ("[(kinh) -278 (te)] TJ", "kinh te"),
        ("[(ki) 20 (nh) -30 (te)] TJ", "kinhte"),
        ("(ki) Tj 12 0 Td (nh) Tj", "ki nh"),
        ("3 Tc (kinh te) Tj", "kinh te"),
        ("(kinh) Tj 0 -14 Td (te) Tj", "kinh\nte"),
        ("(kinh\\240te) Tj", "kinh te"),
    ] {
        assert_eq!(text(&read(&File::new(HELVETICA, set(operators).as_bytes()))), expected, "{operators}");
    }
}

#[test]
fn marks_of_content_are_kept() {
    let content = "/Artifact BMC (1) Tj EMC /P << /MCID 0 >> BDC (2) Tj /Artifact << /Type /Pagination >> BDC (3) Tj EMC \
        (4) Tj EMC 3 Tr (5) Tj 7 Tr (6) Tj 2 Tr (7) Tj";
    let pages = read(&File::new(HELVETICA, set(content).as_bytes()));
    let flags: Vec<_> =
        pages.pages[0].pieces.iter().map(|piece| (piece.artifact, piece.invisible, piece.bold)).collect();
    let plain = (false, false, false);
    let (artifact, invisible, bold) = ((true, false, false), (false, true, false), (false, false, true));
    assert_eq!(flags, [artifact, plain, artifact, plain, invisible, invisible, bold]);
}

#[test]
fn layers_that_are_off_are_not_read() {
    let resources = format!("{HELVETICA} /Properties << /On 5 0 R /Off 6 0 R /Some 7 0 R >>");
    let content = "/OC /On BDC (a) Tj EMC /OC /Off BDC (b) Tj /OC /On BDC (c) Tj EMC EMC /OC /Some BDC (d) Tj EMC (e) Tj";
    let mut file = File::new(&resources, set(content).as_bytes());
    file.add("<< /Type /OCG /Name (on) >>");
    file.add("<< /Type /OCG /Name (off) >>");
    file.add("<< /Type /OCMD /OCGs [6 0 R] >>");
    file.edit(1, "/Pages", "/OCProperties << /OCGs [5 0 R 6 0 R] /D << /OFF [6 0 R] >> >> /Pages");
    let read = text(&read(&file));
    assert_eq!(read.replace(' ', ""), "ae");
}

#[test]
fn actual_text_stands_for_glyphs_without_meaning() {
    for (content, expected) in [
        ("/Span << /ActualText <FEFF1EBF> >> BDC <0011> Tj EMC <0010> Tj", "ếA"),
        ("/Span << /ActualText (fi) >> BDC <0010> Tj EMC", "fi"),
        ("/Span << /ActualText (k t) >> BDC <00110011> Tj EMC", "k t"),
        // A soft hyphen, and nothing at all, explain nothing.
        ("/Span << /ActualText <FEFF00AD> >> BDC <0010> Tj EMC", "A"),
        ("/Span << /ActualText () >> BDC <0010> Tj EMC", "A"),
    ] {
        let mut file = File::new(COMPOSITE, set(content).as_bytes());
        file.stream("", b"beginbfchar <0010> <0041> endbfchar");
        assert_eq!(text(&read(&file)), expected, "{content}");
    }
}

#[test]
fn forms_are_drawn_where_they_are_placed() {
    let resources = format!("{HELVETICA} /XObject << /X 5 0 R >>");
    let mut file = File::new(&resources, b"q 1 0 0 1 100 600 cm /X Do Q BT /F 12 Tf 100 500 Td (b) Tj ET");
    let inner = "/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [2 0 0 2 0 0]";
    // Without resources of its own it has those of the page; it draws itself, which ends somewhere.
    file.stream(inner, b"BT /F 10 Tf 10 20 Td (a) Tj ET q 100 0 0 100 1000 0 cm /X Do Q");
    let pages = read(&file);
    assert_eq!(text(&pages), "a\nb");
    let piece = &pages.pages[0].pieces[0];
    assert_eq!((piece.bbox.x0.round(), piece.baseline.round(), piece.size), (120.0, 202.0, 20.0));
}

#[test]
fn fields_and_stamps_are_drawn() {
    let mut file = File::new(HELVETICA, set("(So) Tj").as_bytes());
    let look = format!("/Subtype /Form /BBox [0 0 50 20] /Resources << {HELVETICA} >>");
    file.stream(&look, b"BT /F 10 Tf 0 5 Td (12) Tj ET");
    file.edit(
        PAGE,
        "/Type /Page ",
        "/Type /Page /Annots [<< /Subtype /Widget /Rect [130 695 180 715] /AP << /N 5 0 R >> >> \
         << /Subtype /Widget /F 2 /Rect [0 0 50 20] /AP << /N 5 0 R >> >>] ",
    );
    let pages = read(&file);
    assert_eq!(text(&pages), "So 12");
    assert_eq!(pages.pages[0].pieces[2].bbox.x0, 130.0);
}

#[test]
fn pages_are_upright_and_cut_to_what_is_seen() {
    let entries = |entries: &str| {
        let mut file = File::new(HELVETICA, set("(a) Tj").as_bytes());
        file.edit(PAGE, "/MediaBox [0 0 595 842]", entries);
        let pages = read(&file);
        let page = &pages.pages[0];
        let at =
            page.pieces.first().map(|piece| (piece.bbox.x0.round(), piece.baseline.round(), piece.turned));
        (page.width, page.height, at)
    };
    for (page, expected) in [
        ("/MediaBox [0 0 595 842]", (595.0, 842.0, Some((100.0, 142.0, false)))),
        ("/MediaBox [0 0 595 842] /UserUnit 2", (1190.0, 1684.0, Some((200.0, 284.0, false)))),
        ("/MediaBox [0 0 595 842] /CropBox [50 100 500 800]", (450.0, 700.0, Some((50.0, 100.0, false)))),
        ("/MediaBox [0 0 595 842] /CropBox [200 100 500 800]", (300.0, 700.0, None)),
        ("/MediaBox [595 842 0 0]", (595.0, 842.0, Some((100.0, 142.0, false)))),
        ("", (595.276, 841.89, Some((100.0, 142.0, false)))),
    ] {
        let (width, height, at) = entries(page);
        assert!(
            (width - expected.0).abs() < 0.1 && (height - expected.1).abs() < 0.1,
            "{page}: {width} {height}"
        );
        assert_eq!(at, expected.2, "{page}");
    }
    for (turn, expected) in [(90, (842.0, 595.0)), (180, (595.0, 842.0)), (-90, (842.0, 595.0))] {
        let (width, height, at) = entries(&format!("/MediaBox [0 0 595 842] /Rotate {turn}"));
        assert_eq!((width, height), expected);
        assert!(at.is_some_and(|(.., turned)| turned), "{turn}");
    }
}

#[test]
fn pages_whose_text_is_turned_stand_up() {
    let words = "(Danh muc nhiem vu trong tam nam) Tj";
    for (matrix, at) in [
        // Upwards, downwards, over head.
        ("0 1 -1 0 200 100", (842.0, 595.0, 100.0, 200.0)),
        ("0 -1 1 0 200 700", (842.0, 595.0, 142.0, 395.0)),
        ("-1 0 0 -1 400 300", (595.0, 842.0, 195.0, 300.0)),
    ] {
        let content = format!("BT /F 12 Tf {matrix} Tm {words} ET");
        let pages = read(&File::new(HELVETICA, content.as_bytes()));
        let page = &pages.pages[0];
        let first = &page.pieces[0];
        assert_eq!((page.width, page.height, first.bbox.x0.round(), first.baseline.round()), at, "{matrix}");
        assert!(page.pieces.iter().all(|piece| !piece.turned), "{matrix}");
        assert_eq!(text(&pages), "Danh muc nhiem vu trong tam nam");
    }
}

#[test]
fn what_pages_inherit_holds() {
    let mut file = File::new(HELVETICA, set("(a) Tj").as_bytes());
    file.edit(PAGE, &format!("/Resources << {HELVETICA} >>"), "");
    file.edit(PAGE, "/MediaBox [0 0 595 842]", "");
    file.edit(
        2,
        "/Count",
        &format!("/Resources << {HELVETICA} >> /MediaBox [0 0 300 900] /Rotate 180 /Count"),
    );
    let pages = read(&file);
    assert_eq!((text(&pages).as_str(), pages.pages[0].width, pages.pages[0].height), ("a", 300.0, 900.0));
}

#[test]
fn lines_and_pictures_are_kept_with_their_boxes() {
    let resources = "/XObject << /I 5 0 R >>";
    let content =
        b"1 w 100 700 m 300 700 l S 100 600 200 50 re S 1 g 0 0 595 842 re f 0 g 50 500 400 0.7 re f \
        q 200 0 0 100 50 300 cm /I Do Q 10 10 10 10 re W n";
    let mut file = File::new(resources, content);
    file.stream("/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"0");
    let pages = read(&file);
    let page = &pages.pages[0];
    let boxed = |r: &crate::source::Rect| [r.x0, r.y0, r.x1, r.y1];
    assert_eq!(page.rulings.iter().map(boxed).next(), Some([100.0, 141.5, 300.0, 142.5]));
    assert_eq!(page.rulings.len(), 1 + 4 + 1);
    assert_eq!(page.images.iter().map(boxed).collect::<Vec<_>>(), [[50.0, 442.0, 250.0, 542.0]]);
}

#[test]
fn damaged_files_are_read_as_far_as_they_can_be() {
    let file = File::new(HELVETICA, set("(abc) Tj").as_bytes());
    let whole = file.bytes();
    let text_of = |bytes: Vec<u8>| text(&read_bytes(bytes));
    // Without its table, with a wrong one, with other matter before it, with a wrong length.
    let table = whole.windows(4).rposition(|window| window == b"xref").expect("a table") - 5;
    assert_eq!(text_of([&whole[..table], b"trailer << /Root 1 0 R >>"].concat()), "abc");
    let replaced =
        |old: &str, new: &str| String::from_utf8(whole.clone()).expect("text").replace(old, new).into_bytes();
    assert_eq!(text_of(replaced("0000000009", "0000000777")), "abc");
    assert_eq!(text_of([b"garbage\n", &whole[..]].concat()), "abc");
    assert_eq!(text_of(replaced("/Length 43", "/Length 9")), "abc");
    assert_eq!(text_of(replaced("(abc) Tj", "(abc) Tj 1 0 ]] >> Tm")), "abc");
    for bytes in [&b"%PDF-1.7"[..], b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"] {
        let error = pages("a.pdf", &Arc::new(bytes.to_vec()), &Options::default()).expect_err("nothing");
        assert_eq!(error.kind(), ErrorKind::Damaged);
    }
}

#[test]
fn text_in_a_font_that_the_file_lacks_leaves_a_trace() {
    assert_eq!(text(&read(&File::new("", set("(ab) Tj").as_bytes()))), "\u{FFFD}\u{FFFD}");
}

/// A file encrypted with RC4 of 40 bits (ISO 32000-1, 7.6.3): the keys were worked out beforehand.
fn encrypted(owner: &str, user: &str, content: &str) -> File {
    let bytes: Vec<u8> = (0..content.len() / 2)
        .map(|at| u8::from_str_radix(&content[at * 2..at * 2 + 2], 16).expect("digits"))
        .collect();
    let mut file = File::new(HELVETICA, &bytes);
    let security = file.add(&format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner}> /U <{user}> >>"));
    let id = "00112233445566778899AABBCCDDEEFF";
    file.trailer = format!("/Encrypt {security} 0 R /ID [<{id}> <{id}>]");
    file
}

#[test]
fn encrypted_files_open_with_an_empty_password_or_ask_for_theirs() {
    let [owner, user, content] = OPEN;
    assert_eq!(text(&read(&encrypted(owner, user, content))), "abc");
    let [owner, user, content] = CLOSED;
    let file = Arc::new(encrypted(owner, user, content).bytes());
    let with = |password: Option<&str>| {
        let options = Options { password: password.map(str::to_owned), ..Options::default() };
        pages("a.pdf", &file, &options).map(|(pages, _)| text(&pages)).map_err(|error| error.kind())
    };
    assert_eq!(with(None), Err(ErrorKind::Encrypted));
    assert_eq!(with(Some("khac")), Err(ErrorKind::Encrypted));
    assert_eq!(with(Some("mat khau")), Ok("abc".to_owned()));
}

/// Words of content streams, whole and broken.
const WORDS: &[&str] = &[
    "BT",
    "ET",
    "Tj",
    "TJ",
    "Tf",
    "Td",
    "TD",
    "Tm",
    "T*",
    "'",
    "\"",
    "Tc",
    "Tw",
    "Tz",
    "TL",
    "Ts",
    "Tr",
    "q",
    "Q",
    "cm",
    "re",
    "m",
    "l",
    "c",
    "h",
    "f",
    "S",
    "B",
    "n",
    "W",
    "w",
    "rg",
    "g",
    "Do",
    "BMC",
    "BDC",
    "EMC",
    "gs",
    "BI",
    "ID",
    "EI",
    "/F",
    "/X",
    "/Artifact",
    "/OC",
    "/Off",
    "(ke hoach)",
    "<0010>",
    "[(a) -300 <41>]",
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "<< /ActualText (a) >>",
    "0",
    "1",
    "-1",
    "12",
    "0.5",
    "1e9",
    "99999999999999999999",
    "-0.0000001",
    "%",
    "\n",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// Whatever operators come in whatever order: pieces tile the text, and every box is on the page.
    #[test]
    fn any_content_gives_pieces_that_hold(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..200)) {
        let resources = format!("{COMPOSITE} /XObject << /X 6 0 R >> /Properties << /Off 7 0 R >>");
        let content = format!("BT /F 12 Tf 100 700 Td (a) Tj {}", words.join(" "));
        let mut file = File::new(&resources, content.as_bytes());
        file.stream("", b"beginbfchar <0010> <0041> <6b65> <1EBF0020> endbfchar");
        file.stream("/Subtype /Form /BBox [0 0 9 9]", content.as_bytes());
        file.add("<< /Type /OCG >>");
        file.edit(1, "/Pages", "/OCProperties << /D << /OFF [7 0 R] >> >> /Pages");
        for page in read(&file).pages {
            let mut end = 0;
            for piece in &page.pieces {
                proptest::prop_assert_eq!(piece.text.start, end);
                end = piece.text.end;
                let b = piece.bbox;
                proptest::prop_assert!(b.x0 <= b.x1 && b.y0 <= b.y1 && b.x0 < page.width + 2.0 && b.y1 > -2.0);
            }
            proptest::prop_assert_eq!(end as usize, page.text.len());
        }
    }
}
