//! OpenDocument text (.odt).

use crate::package::package;
use crate::{compare, read};
use vanban::diagnostic::Lang;
use vanban::error::ErrorKind;
use vanban::read::{Options, decode};
use vanban::source::Source;

const SPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0""#;

const COMMON: &str = r#"<office:font-face-decls><style:font-face style:name="F1" svg:font-family="'.VnTime'"/></office:font-face-decls>
<office:styles><style:style style:name="Strong" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format=""/></text:outline-style></office:styles>
<office:automatic-styles><style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-style="italic"/></style:style></office:automatic-styles>"#;

const STYLES: &str = r#"<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Strong"/>
<style:style style:name="P2" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="F1" fo:font-size="14pt"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties fo:text-transform="uppercase"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" text:display-levels="2" style:num-format="a" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>"#;

fn document(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("styles.xml", &format!("<office:document-styles {SPACES}>{COMMON}</office:document-styles>")),
        ("content.xml", &content),
    ])
}

fn decoded(body: &str) -> Source {
    read("a.odt", document(body))
}

#[test]
fn runs_keep_their_styles() {
    compare(
        &[
            (
                "styles and their parents",
                r#"<text:p text:style-name="P1">Kế hoạch</text:p>"#,
                "{b|Kế hoạch}\n",
            ),
            (
                "fonts by their names in the file",
                r#"<text:p>a<text:span text:style-name="T1">Céng</text:span><text:span text:style-name="T2">2</text:span></text:p>"#,
                "a{14 .VnTime|Céng}{^|2}\n",
            ),
            (
                "hidden text and capitals",
                r#"<text:p>a<text:span text:style-name="T3">b</text:span><text:span text:style-name="T4">đ</text:span></text:p>"#,
                "aĐ\n",
            ),
            (
                "white space is folded, elements for it are not",
                "<text:p>\n  a \n b<text:s text:c=\"2\"/>c<text:tab/>d<text:line-break/>\n e</text:p>",
                "a b  c\td\ne\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn numbers_that_the_program_computes_are_text() {
    let list =
        |more: &str, items: &str| format!(r#"<text:list text:style-name="L1" {more}>{items}</text:list>"#);
    let item = |inside: &str| format!("<text:list-item>{inside}</text:list-item>");
    let p = |text: &str| format!("<text:p>{text}</text:p>");
    let inner = format!("<text:list>{}{}</text:list>", item(&p("b")), item(&p("c")));
    compare(
        &[
            (
                "levels, and paragraphs without a number",
                &list("", &[item(&(p("a") + &inner)), item(&(p("d") + &p("e")))].concat()),
                "1. a\n1.a) b\n1.b) c\n2. d\ne\n",
            ),
            (
                "lists that go on and lists that begin anew",
                &[
                    list("", &item(&p("a"))),
                    list("text:continue-numbering=\"true\"", &item(&p("b"))),
                    list("", &item(&p("c"))),
                ]
                .concat(),
                "1. a\n2. b\n1. c\n",
            ),
            (
                "bullets",
                r#"<text:list text:style-name="L2"><text:list-item><text:p>a</text:p></text:list-item></text:list>"#,
                "- a\n",
            ),
            (
                "headings",
                r#"<text:h text:outline-level="1">a</text:h><text:h text:outline-level="2">b</text:h><text:h text:outline-level="1">c</text:h>"#,
                "{h1|I. a}\n{h2|b}\n{h1|II. c}\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn tables_have_rows_columns_and_spans() {
    compare(
        &[(
            "spans and heads",
            r#"<table:table><table:table-column/><table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>TT</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>Năm</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row><table:covered-table-cell/><table:table-cell><text:p>5</text:p></table:table-cell><table:table-cell><text:p>6</text:p></table:table-cell></table:table-row></table:table>"#,
            "{(0,0 2x1 head)|TT}\n{(0,1 1x2 head)|Năm}\n{(1,1)|5}\n{(1,2)|6}\n\n",
        )],
        decoded,
    );
}

#[test]
fn what_prints_is_text_and_what_does_not_is_none() {
    compare(
        &[
            (
                "changes",
                r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>bỏ</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>giữ<text:change text:change-id="1"/></text:p>"#,
                "giữ\n",
            ),
            (
                "notes",
                r#"<text:p>2024<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Thu</text:p><text:p>ngân sách</text:p></text:note-body></text:note>; b<text:note><text:note-citation text:label="*">*</text:note-citation><text:note-body><text:p>* Khác</text:p></text:note-body></text:note></text:p>"#,
                "2024{^|1}; b\n\n---\n{^|1} Thu ngân sách\n* Khác\n",
            ),
            (
                "text boxes, shapes, comments, page numbers",
                r#"<text:p>a<draw:frame><draw:text-box><text:p>KHẨN</text:p></draw:text-box></draw:frame><draw:custom-shape><text:p>MẬT</text:p></draw:custom-shape><office:annotation><text:p>x</text:p></office:annotation><text:page-number>3</text:page-number>b</text:p>"#,
                "ab\nKHẨN\nMẬT\n",
            ),
            (
                "pages",
                r#"<text:p>a <text:soft-page-break/>b</text:p><text:p text:style-name="P2">c</text:p>"#,
                "a b\n\u{c}c\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn documents_that_cannot_be_read_are_refused_with_a_reason() {
    let manifest = r#"<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"#;
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.text");
    let encrypted = package(&[mimetype, ("META-INF/manifest.xml", manifest), ("content.xml", "?")]);
    let whole = document("<text:p>a</text:p>");
    let sheet =
        package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")]);
    for (bytes, kind, reason) in [
        (encrypted, ErrorKind::Encrypted, "password"),
        (whole[..whole.len() - 40].to_vec(), ErrorKind::Damaged, "damaged"),
        (sheet, ErrorKind::Unsupported, "OpenDocument"),
    ] {
        let error = decode("a.odt", bytes, &Options::default()).expect_err(reason);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.text(Lang::En).contains(reason), "{error}");
    }
}
