//! Letters of fonts that are no letters: Symbol and Wingdings, and where their codes stand in text.

/// What the codes from 0x20 on of the font Symbol show (Adobe Symbol encoding, PDF Reference 1.7, D.5).
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// And those from 0xA0 on.
const SYMBOL_HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{FFFD}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

/// What the codes of Wingdings show that stand in documents as bullets, boxes and arrows (Unicode document L2/11-052).
const WINGDINGS: [(u8, char); 34] = [
    (0x22, '✂'),
    (0x28, '☎'),
    (0x2A, '✉'),
    (0x46, '☞'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x78, '⌧'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA2, '○'),
    (0xA4, '◉'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAB, '★'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0xF3, '⬄'),
];

/// A font whose codes are pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pictures {
    Symbol,
    Wingdings,
    /// Wingdings 2, Webdings and their kin.
    Others,
}

fn pictures(font: &str) -> Option<Pictures> {
    let is = |name: &str| font.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    if font.eq_ignore_ascii_case("Symbol") || is("Symbol ") || font.eq_ignore_ascii_case("OpenSymbol") {
        Some(Pictures::Symbol)
    } else if font.eq_ignore_ascii_case("Wingdings") {
        Some(Pictures::Wingdings)
    } else if is("Wingdings") || is("Webdings") || is("Marlett") || is("ZapfDingbats") {
        Some(Pictures::Others)
    } else {
        None
    }
}

/// Whether the codes of a font are pictures, not letters.
pub(super) fn is_symbol_font(font: &str) -> bool {
    pictures(font).is_some()
}

/// Whether a font may show other letters than those that stand in the text: fonts of TCVN3, VNI, VISCII and VPS. Such
/// text is neither put in capitals nor loses its soft hyphens.
pub(super) fn is_legacy_font(font: &str) -> bool {
    const BEGINNINGS: [&str; 6] = [".Vn", "VNI", "VPS", "VNtime", "VN Times", "ABC"];
    BEGINNINGS.iter().any(|name| font.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

/// The character that a letter of the text shows in a font. Codes of symbol fonts stand as such or at U+F000.
pub(super) fn shown(letter: char, font: &str) -> char {
    let code = match letter as u32 {
        code @ 0xF020..=0xF0FF => (code - 0xF000) as u8,
        code @ 0x20..=0xFF => code as u8,
        _ => return letter,
    };
    match pictures(font) {
        Some(Pictures::Symbol) if font.eq_ignore_ascii_case("OpenSymbol") && !is_private(letter) => letter,
        Some(Pictures::Symbol) => symbol(code).unwrap_or(letter),
        Some(Pictures::Wingdings) => WINGDINGS
            .iter()
            .find(|(known, _)| *known == code)
            .map_or(if code == 0x20 { ' ' } else { '•' }, |(_, shown)| *shown),
        Some(Pictures::Others) => '•',
        // A font that was made as if it were of symbols has its letters there.
        None if is_private(letter) => char::from(code),
        None => letter,
    }
}

fn is_private(letter: char) -> bool {
    matches!(letter, '\u{F000}'..='\u{F0FF}')
}

fn symbol(code: u8) -> Option<char> {
    match code {
        0x20..=0x7E => SYMBOL_LOW.chars().nth(usize::from(code - 0x20)),
        0xA0..=0xFE => SYMBOL_HIGH.chars().nth(usize::from(code - 0xA0)),
        _ => None,
    }
}

/// The text that a run shows in a font.
pub(super) fn shown_text<'t>(text: &'t str, font: &str) -> std::borrow::Cow<'t, str> {
    let private = text.chars().any(is_private);
    if !private && !is_symbol_font(font) {
        return text.into();
    }
    text.chars().map(|letter| shown(letter, font)).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbol_fonts_show_signs_and_others_their_letters() {
        for (text, font, seen) in [
            ("\u{F0B3} 95%", "Symbol", "≥ 95%"),
            ("\u{F0B7}", "Symbol", "•"),
            ("£", "Symbol", "≤"),
            ("\u{F0FC}\u{F0A7}Z", "Wingdings", "✓▪•"),
            ("\u{F0AE}", ".VnTime", "®"),
            ("Kế £", "Times New Roman", "Kế £"),
        ] {
            assert_eq!(shown_text(text, font), seen, "{text} {font}");
        }
        assert_eq!((SYMBOL_LOW.chars().count(), SYMBOL_HIGH.chars().count()), (0x5F, 0x5F));
    }
}
