//! What a font's name and descriptor tell of its looks.

use hayro_syntax::object::Dict;
use hayro_syntax::object::dict::keys::{FLAGS, FONT_WEIGHT, ITALIC_ANGLE};

/// Flags of font descriptors (ISO 32000-1, table 123).
const ITALIC: u32 = 1 << 6;
const FORCE_BOLD: u32 = 1 << 18;

/// The name of a font without the letters of a subset ("ABCDEF+") and the name of an encoding.
pub(super) fn base_name(name: &str) -> &str {
    let bare = match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()) => rest,
        _ => name,
    };
    bare.strip_suffix("-Identity-H").or_else(|| bare.strip_suffix("-Identity-V")).unwrap_or(bare)
}

/// Whether the letters of a font are bold, and whether they are italic.
pub(super) fn weight_and_slant(name: &str, descriptor: &Dict<'_>) -> (bool, bool) {
    let name = name.to_ascii_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // "DemiLight" and the like are none.
    let is_bold =
        names(&["bold", "black", "heavy", "-bd", ",bd", "demi"]) && !names(&["demilight", "semilight"]);
    let flags = descriptor.get::<u32>(FLAGS).unwrap_or(0);
    let weight = descriptor.get::<f32>(FONT_WEIGHT).unwrap_or(0.0);
    let angle = descriptor.get::<f32>(ITALIC_ANGLE).unwrap_or(0.0);
    (
        is_bold || weight >= 600.0 || flags & FORCE_BOLD != 0,
        names(&["italic", "oblique", "-it", ",it"]) || flags & ITALIC != 0 || angle.abs() >= 4.0,
    )
}

/// Whether a font draws signs instead of letters, whatever its codes seem to be: word processors take bullets from these.
pub(super) fn draws_signs(name: &str) -> bool {
    const NAMES: [&str; 4] = ["Wingdings", "Webdings", "SymbolMT", "Symbol,"];
    NAMES.iter().any(|sign| name.starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes;

    #[test]
    fn names_lose_what_is_no_name() {
        for (name, expected) in [
            ("ABCDEF+TimesNewRomanPSMT", "TimesNewRomanPSMT"),
            ("BADEPR+.VnTimeH,Bold", ".VnTimeH,Bold"),
            ("VNI+Times", "VNI+Times"),
            ("ABCDEF+Arial-Identity-H", "Arial"),
        ] {
            assert_eq!(base_name(name), expected);
        }
    }

    #[test]
    fn name_flags_and_weight_tell_bold_and_italic() {
        for (name, descriptor, expected) in [
            ("TimesNewRomanPS-BoldItalicMT", "<<>>", (true, true)),
            ("VnTimeBold", "<<>>", (true, false)),
            (".VnTime,Italic", "<<>>", (false, true)),
            ("Times-Roman", "<< /Flags 34 >>", (false, false)),
            ("F1", "<< /Flags 262212 >>", (true, true)),
            ("F1", "<< /FontWeight 700 /ItalicAngle -12 >>", (true, true)),
        ] {
            let dict = Dict::from_bytes(descriptor.as_bytes()).expect("a dictionary");
            assert_eq!(weight_and_slant(name, &dict), expected, "{name} {descriptor}");
        }
    }
}
