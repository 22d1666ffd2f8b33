//! Rich Text Format (.rtf).

use crate::{compare, read, shown};
use vanban::source::Source;

const FONTS: &str = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset0 .VnTime{\*\falt Arial};}{\f2\fnil\fcharset2 Symbol;}{\f3\froman\fcharset163 Times New Roman;}{\f4\froman\fcharset238 Times New Roman CE;}{\f5\fcharset163 VNI-Times;}}";

fn decoded(body: &str) -> Source {
    let head = r"{\rtf1\ansi\ansicpg1252\deff0";
    read("a.rtf", format!("{head}{FONTS}{{\\colortbl;\\red0;}}{{\\stylesheet{{\\s1 Normal;}}}}{{\\info{{\\title x}}}}\\pard {body}}}").into_bytes())
}

#[test]
fn letters_come_out_of_bytes_and_numbers() {
    compare(
        &[
            (
                "Unicode with letters that stand for it",
                r"K\u7871\'3f ho\u7841?ch\par",
                "{Times New Roman|Kế hoạch}\n",
            ),
            (
                "more than one such letter, or none",
                r"{\uc2 K\u7871\'1e\'bf}{\uc0 \u7841 ch}\par",
                "{Times New Roman|Kếạch}\n",
            ),
            ("negative numbers and halves", r"\u-10179?\u-8704?\par", "{Times New Roman|\u{1F600}}\n"),
            ("windows-1252", r"\'93a\'94\'85\'ad\par", "{Times New Roman|“a”…\u{AD}}\n"),
            ("windows-1258", r"\f3 Qu\'fd\'ea\'ec \'f0\'f5n\par", "{Times New Roman|Quưê\u{301} đơn}\n"),
            (
                "windows-1250, where Word finds ă and đ",
                r"\f4 n\'e3m \'f0\par",
                "{Times New Roman CE|năm đ}\n",
            ),
            (
                "fonts of old encodings keep the codes of Latin letters",
                r"\f1 C\'e9ng h\'dfa tr\'ad\'ebng \f5 \'f1\par",
                "{.VnTime|Céng hßa tr\u{AD}ëng }{VNI-Times|ñ}\n",
            ),
            ("symbols", r"{\f2 \'b3} 9\par", "≥{Times New Roman| 9}\n"),
            (
                "characters with words of their own",
                r"a\tab b\emdash\~c\_d\line \{e\}\par",
                "{Times New Roman|a\tb—\u{A0}c-d}\n{Times New Roman|{e}}\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn runs_keep_their_styles() {
    compare(
        &[
            (
                "bold and italic",
                r"\plain{\b K\i h}\b o\b0 a\par",
                "{b 12 Times New Roman|K}{b i 12 Times New Roman|h}{b 12 Times New Roman|o}{12 Times New Roman|a}\n",
            ),
            ("raised", r"m{\super 2}{\up6 3}\par", "{Times New Roman|m}{^ Times New Roman|23}\n"),
            ("hidden and deleted", r"a{\v b}{\deleted c}{\revised d}\par", "{Times New Roman|ad}\n"),
            (
                "capitals, but not of old encodings",
                r"{\caps \u273?}{\f1\caps \'e9}\par",
                "{Times New Roman|Đ}{.VnTime|é}\n",
            ),
            (
                "levels of the outline",
                r"\pard\outlinelevel0 a\par\pard b\par",
                "{h1 Times New Roman|a}\n{Times New Roman|b}\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn destinations_are_text_or_not() {
    compare(
        &[
            ("unknown ones", r"a{\*\unknown b{c}}d\par", "{Times New Roman|ad}\n"),
            (
                "pictures, headers, binary data",
                "{\\header h\\par}a{\\pict\\bin3 }}}b}c\\par",
                "{Times New Roman|ac}\n",
            ),
            ("numbers of lists", r"{\listtext\f0 1.\tab}M\u7909?c\par", "{Times New Roman|1. Mục}\n"),
            (
                "spaces around the number",
                r"{\listtext\pard\plain\f0  1.\tab}\fs26 a\par{\listtext\f0 -}{\listtext\tab}b\par",
                "{12 Times New Roman|1. }{13 Times New Roman|a}\n{13 Times New Roman|- b}\n",
            ),
            (
                "fields",
                r"{\field{\*\fldinst PAGE}{\fldrslt 3}}{\field{\*\fldinst HYPERLINK x}{\fldrslt lu\u7853?t}}\par",
                "{Times New Roman|luật}\n",
            ),
            (
                "notes",
                r"a{\super\chftn}{\footnote\pard{\super\chftn} Thu\par ng\u226?n}; b{\super *}{\footnote * Kh\u225?c}\par",
                "{Times New Roman|a}{^|1}{Times New Roman|; b}{^ Times New Roman|*}\n\n---\n{^|1} {Times New Roman|Thu ngân}\n{Times New Roman|* Khác}\n",
            ),
            (
                "text boxes follow their paragraph, each once",
                r"a{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 1}}{\shptxt\pard KH\par}}{\shprslt KH}}b\par",
                "{Times New Roman|ab}\n{Times New Roman|KH}\n",
            ),
            (
                "pages",
                r"a\par\page b\par\pard\pagebb c\par",
                "{Times New Roman|a}\n\u{c}{Times New Roman|b}\n\u{c}{Times New Roman|c}\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn tables_have_rows_columns_and_spans() {
    let head = r"\trowd\trhdr\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000";
    let row = r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000";
    let table = format!(
        r"a\par{head}\pard\intbl TT\cell N\u259?m\cell\cell\row{row}\pard\intbl\cell 5\cell 6\par 7\cell\row\pard b\par"
    );
    let nested = r"\trowd\cellx1000\cellx2000\pard\intbl a\cell\pard\intbl\itap2 p\nestcell q\nestcell{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}{\nonesttables\par}\pard\intbl\itap1\cell\row\pard";
    compare(
        &[
            (
                "spans and heads",
                &table,
                "{Times New Roman|a}\n\n{(0,0 2x1 head) Times New Roman|TT}\n{(0,1 1x2 head) Times New Roman|Năm}\n{(1,1) Times New Roman|5}\n{(1,2) Times New Roman|6}{(1,2)|\n}{(1,2) Times New Roman|7}\n\n{Times New Roman|b}\n",
            ),
            (
                "a table inside",
                nested,
                "{Times New Roman|a}\n{(0,0) Times New Roman|p}\n{(0,1) Times New Roman|q}\n\n",
            ),
        ],
        decoded,
    );
}

#[test]
fn what_stands_before_a_break_in_the_file_is_read() {
    let source = read("a.doc", br"{\rtf1 K\u7871?\par{\b ho\u7841?".to_vec());
    assert_eq!(shown(&source), "Kế\n{b|hoạ}\n");
    assert_eq!(source.diagnostics[0].code, "damaged-file");
    assert_eq!(source.format, vanban::source::Format::Rtf);
}
