//! Word documents (.docx).

use crate::package::package;
use crate::{compare, read, shown};
use vanban::diagnostic::Lang;
use vanban::error::ErrorKind;
use vanban::read::{Options, decode};
use vanban::source::Source;

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml""#;

const STYLES: &str = r#"
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Strong"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:basedOn w:val="Strong"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Emphasis"><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>"#;

const NUMBERING: &str = r#"
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/><w:rPr><w:b/></w:rPr></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:suff w:val="space"/><w:lvlText w:val="Điều %1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#;

const NOTES: &str = r#"
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Thu </w:t></w:r></w:p><w:p><w:r><w:t>ngân sách.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>* Không tính dự phòng.</w:t></w:r></w:p></w:footnote>"#;

fn document(body: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind_name: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{kind}/{kind_name}" Target="{target}"/>"#)
    };
    let relations = |all: &[String]| {
        let all = all.concat();
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
        )
    };
    let part =
        |name: &str, content: &str| format!("<?xml version=\"1.0\"?><w:{name} {SPACES}>{content}</w:{name}>");
    package(&[
        ("_rels/.rels", &relations(&[relation("r1", "officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            &relations(&[
                relation("r1", "styles", "styles.xml"),
                relation("r2", "numbering", "/word/numbering.xml"),
                relation("r3", "footnotes", "footnotes.xml"),
                relation("r4", "header", "header1.xml"),
            ]),
        ),
        ("word/document.xml", &part("document", &format!("<w:body>{body}</w:body>"))),
        ("word/styles.xml", &part("styles", STYLES)),
        ("word/numbering.xml", &part("numbering", NUMBERING)),
        ("word/footnotes.xml", &part("footnotes", NOTES)),
        ("word/header1.xml", &part("hdr", r#"<w:p><w:r><w:t>ĐẢNG BỘ HUYỆN</w:t></w:r></w:p>"#)),
    ])
}

fn decoded(body: &str) -> Source {
    read("a.docx", document(body))
}

#[test]
fn runs_keep_their_styles() {
    compare(
        &[
            (
                "bold and italic",
                r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Kế hoạch </w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:t>năm</w:t></w:r></w:p>"#,
                "{b|Kế hoạch }{i|năm}\n",
            ),
            (
                "styles of paragraphs and characters",
                r#"<w:p><w:pPr><w:pStyle w:val="Strong"/></w:pPr><w:r><w:t>Một</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Emphasis"/></w:rPr><w:t>hai</w:t></w:r></w:p>"#,
                "{b|Một}{b i|hai}\n",
            ),
            (
                "fonts of old encodings, by style",
                r#"<w:p><w:pPr><w:pStyle w:val="Old"/></w:pPr><w:r><w:t>Céng hßa</w:t></w:r><w:r><w:softHyphen/></w:r><w:r><w:rPr><w:caps/></w:rPr><w:t>é</w:t></w:r></w:p>"#,
                "{14 .VnTime|Céng hßa\u{AD}é}\n",
            ),
            (
                "white space at the ends of a text counts where it is stated",
                r#"<w:p><w:r><w:t> a </w:t></w:r><w:r><w:t xml:space="preserve"> b </w:t></w:r></w:p>"#,
                "a b \n",
            ),
            (
                "capitals",
                r#"<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>đường</w:t></w:r><w:r><w:rPr><w:smallCaps/></w:rPr><w:t>Sở</w:t></w:r></w:p>"#,
                "ĐƯỜNGSỞ\n",
            ),
            (
                "raised",
                r#"<w:p><w:r><w:t>m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>"#,
                "m{^|2}\n",
            ),
            (
                "hidden, by itself and by its style",
                r#"<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>c</w:t></w:r></w:p>"#,
                "a\n",
            ),
            (
                "symbols, hyphens, tabs, breaks",
                r#"<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>9</w:t><w:tab/><w:t>11</w:t><w:noBreakHyphen/><w:t>NQ</w:t><w:br/><w:t>x</w:t></w:r></w:p>"#,
                "≥9\t11-NQ\nx\n",
            ),
            (
                "entities and formulas",
                r#"<w:p><w:r><w:t>A &amp; B &#x1EA0;</w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"#,
                "A & B Ạ1/2\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn numbers_that_word_computes_are_text() {
    let item = |list: u32, level: u32, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let styled = |style: &str, text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let list = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 1, "c"),
        item(1, 0, "d"),
        item(1, 1, "e"),
        item(1, 2, "g"),
    ];
    compare(
        &[
            ("levels", &list.concat(), "{b|I. }a\nI.1) b\nI.2) c\n{b|II. }d\nII.1) e\n2.1.1 g\n"),
            ("bullets", &[item(2, 0, "a"), item(2, 1, "b")].concat(), "• a\n- b\n"),
            (
                "another list of the same kind goes on, one with a start of its own does not",
                &[item(1, 0, "a"), item(4, 0, "b"), item(4, 0, "c"), item(1, 0, "d")].concat(),
                "{b|I. }a\n{b|V. }b\n{b|VI. }c\n{b|VII. }d\n",
            ),
            (
                "headings numbered by their styles",
                &[
                    styled("Heading1", "a"),
                    styled("Heading2", "b"),
                    styled("Heading2", "c"),
                    styled("Heading1", "d"),
                ]
                .concat(),
                "{b h1|Điều 1. a}\n{b h2|a) b}\n{b h2|b) c}\n{b h1|Điều 2. d}\n",
            ),
            (
                "a heading without a number",
                r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"#,
                "{b h1|a}\n",
            ),
            ("a list that is not there", &item(77, 0, "a"), "a\n"),
        ],
        decoded,
    );
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

fn row(properties: &str, cells: &[String]) -> String {
    format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat())
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}

#[test]
fn tables_have_rows_columns_and_spans() {
    let down = r#"<w:vMerge w:val="restart"/>"#;
    let spans = table(&[
        row("<w:tblHeader/>", &[cell(down, "TT"), cell(r#"<w:gridSpan w:val="2"/>"#, "Năm")]),
        row("<w:tblHeader/>", &[cell("<w:vMerge/>", ""), cell("", "2024"), cell("", "2025")]),
        row(r#"<w:gridBefore w:val="1"/>"#, &[cell("", "5"), cell("", "")]),
    ]);
    let nested = |rows: usize| {
        let inner = table(&[row("", &[cell("", "p"), cell("", "q")])]);
        let holds = format!("<w:tc>{inner}<w:p/></w:tc>");
        table(&vec![row("", &[cell("", "a"), holds]); rows])
    };
    compare(
        &[
            (
                "spans and heads",
                &format!("<w:p><w:r><w:t>Biểu</w:t></w:r></w:p>{spans}<w:p><w:r><w:t>Hết</w:t></w:r></w:p>"),
                "Biểu\n\n{(0,0 2x1 head)|TT}\n{(0,1 1x2 head)|Năm}\n{(1,1 head)|2024}\n{(1,2 head)|2025}\n{(2,1)|5}\n\nHết\n",
            ),
            (
                "a single column is no table",
                &table(&[row("", &[cell("", "a")]), row("", &[cell("", "b")])]),
                "a\nb\n\n",
            ),
            ("a table that only places another", &nested(1), "a\n{(0,0)|p}\n{(0,1)|q}\n\n"),
            (
                "a table inside a cell of another is its text",
                &nested(3),
                "{(0,0)|a}\n{(0,1)|p\nq}\n{(1,0)|a}\n{(1,1)|p\nq}\n{(2,0)|a}\n{(2,1)|p\nq}\n\n",
            ),
            (
                "rows that were deleted",
                &table(&[
                    row("", &[cell("", "a"), cell("", "b")]),
                    row(r#"<w:del w:id="1"/>"#, &[cell("", "c"), cell("", "d")]),
                ]),
                "{(0,0)|a}\n{(0,1)|b}\n\n",
            ),
            (
                "several paragraphs in a cell",
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc>\
                 <w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                "{(0,0)|a\nb}\n{(0,1)|c}\n\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn what_prints_is_text_and_what_does_not_is_none() {
    compare(
        &[
            (
                "accepted changes",
                r#"<w:p><w:r><w:t>giữ</w:t></w:r><w:ins w:id="1"><w:r><w:t> thêm</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText> bỏ</w:delText></w:r></w:del><w:moveFrom w:id="3"><w:r><w:t> cũ</w:t></w:r></w:moveFrom><w:moveTo w:id="4"><w:r><w:t> mới</w:t></w:r></w:moveTo></w:p>"#,
                "giữthêmmới\n",
            ),
            (
                "a deleted end of a paragraph, and formats of before",
                r#"<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>một </w:t></w:r><w:r><w:rPr><w:rPrChange w:id="9"><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>và</w:t></w:r></w:p><w:p><w:r><w:t>hai</w:t></w:r></w:p>"#,
                "mộtvàhai\n",
            ),
            (
                "fields",
                r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Điều 2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>"#,
                "Điều 2\n",
            ),
            (
                "links and controls, but not their prompts",
                r#"<w:p><w:hyperlink r:id="x"><w:r><w:t>luật</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> số</w:t></w:r></w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Bấm vào đây</w:t></w:r></w:sdtContent></w:sdt></w:p>"#,
                "luậtsố\n",
            ),
            (
                "text boxes, each once",
                r#"<w:p><w:r><w:t>Số: </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>KHẨN</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><v:textbox><w:txbxContent><w:p><w:r><w:t>KHẨN</w:t></w:r></w:p></w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent><w:t>5</w:t></w:r></w:p>"#,
                "Số:5\nKHẨN\n",
            ),
            (
                "notes",
                r#"<w:p><w:r><w:t>năm 2024</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>; khác</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r></w:p>"#,
                "năm 2024{^|1}; khác*\n\n---\n{^|1} Thu ngân sách.\n* Không tính dự phòng.\n",
            ),
            (
                "pages",
                r#"<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p><w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>c</w:t></w:r></w:p>"#,
                "a\n\u{c}b\n\u{c}c\n",
            ),
            (
                "text boxes stand on the page that they are set on",
                r#"<w:p><w:r><w:t>a</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>KHẨN</w:t></w:r></w:p></w:txbxContent></w:pict><w:br w:type="page"/><w:t>b</w:t><w:br w:type="page"/><w:pict><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p><w:p><w:r><w:t>c</w:t></w:r></w:p>"#,
                "a\nKHẨN\n\u{c}b\nMẬT\n\u{c}c\n",
            ),
            (
                "the header of the first page alone",
                r#"<w:p><w:r><w:t>a</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="first" r:id="r4"/><w:titlePg/></w:sectPr>"#,
                "ĐẢNG BỘ HUYỆN\na\n",
            ),
            (
                "a running header",
                r#"<w:p><w:r><w:t>a</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="r4"/></w:sectPr>"#,
                "a\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn pages_are_counted_where_the_text_says_they_end() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">Một câu </w:t><w:lastRenderedPageBreak/><w:t>dài</w:t></w:r></w:p><w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p><w:r><w:t>Phụ lục</w:t></w:r></w:p><w:sectPr><w:type w:val="nextPage"/></w:sectPr>"#;
    let source = decoded(body);
    assert_eq!(shown(&source), "Một câu dài\n\n\u{c}Phụ lục\n");
    let page = |word: &str| {
        let at = source.text.as_str().find(word).expect(word);
        source.page_and_line(source.text.edits().to_original(at..at + 1)).0
    };
    assert_eq!((page("câu"), page("dài"), page("Phụ")), (1, 2, 3));
}

#[test]
fn what_was_left_out_is_said() {
    let body = r#"<w:p><w:del w:id="2"><w:r><w:delText>a</w:delText></w:r></w:del><w:r><w:t>b</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>c</w:t></w:r></w:p>"#;
    let codes: Vec<_> = decoded(body).diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["tracked-changes-accepted", "hidden-text-left-out"]);
}

#[test]
fn documents_that_cannot_be_read_are_refused_with_a_reason() {
    let whole = document("<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>");
    let no_text = document("<w:p/>");
    let no_xml = package(&[("word/document.xml", "<w:document")]);
    for (bytes, kind, reason) in [
        (whole[..whole.len() / 2].to_vec(), ErrorKind::Damaged, "damaged"),
        (no_text, ErrorKind::Empty, "white space"),
        (no_xml, ErrorKind::Damaged, "damaged"),
        (package(&[("xl/workbook.xml", "<workbook/>")]), ErrorKind::Unsupported, "Excel"),
    ] {
        let error = decode("a.docx", bytes, &Options::default()).expect_err(reason);
        assert_eq!(error.kind(), kind);
        assert!(error.text(Lang::En).contains(reason), "{error}");
    }
}

#[test]
fn what_stands_before_a_break_in_the_file_is_read() {
    let cut =
        format!("<w:document {SPACES}><w:body><w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p><w:p><w:r><w:t>và");
    let source = read("a.docx", package(&[("word/document.xml", &cut)]));
    assert_eq!(source.text.as_str(), "Kế hoạch\nvà\n");
    assert_eq!(source.diagnostics[0].code, "damaged-file");
}
