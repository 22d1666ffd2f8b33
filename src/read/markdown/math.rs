//! The little LaTeX that OCR models write: `$^{1}$`, `$\geq 95\%$`, `30 m$^2$`.

/// What a formula says in plain letters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// Length in bytes with both dollar signs.
    pub(super) len: usize,
    pub(super) text: String,
    /// All of it is raised: a footnote mark, or an exponent.
    pub(super) raised: bool,
}

/// Longest formula in bytes.
const LONGEST: usize = 80;

/// The formula at the start of `text`, which begins with a dollar sign. Prices ("5 $ và 7 $") and what is not understood
/// whole are no formulas.
pub(super) fn formula(text: &str) -> Option<Formula> {
    let end = text.as_bytes().iter().take(LONGEST).skip(1).position(|&b| matches!(b, b'$' | b'\n'))? + 1;
    let inside = text.get(1..end).filter(|_| text.as_bytes()[end] == b'$')?;
    if !inside.contains(['^', '\\']) {
        return None;
    }
    let raised = inside.trim_start().strip_prefix('^').map(str::trim).and_then(|power| {
        match power.strip_prefix('{') {
            Some(group) => group.strip_suffix('}').filter(|group| !group.contains(['{', '}'])),
            None => (power.chars().count() == 1).then_some(power),
        }
    });
    let text = plain(raised.unwrap_or(inside))?;
    Some(Formula { len: end + 1, text, raised: raised.is_some() })
}

fn plain(latex: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = latex;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            '\\' => {
                let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count().max(1);
                let command = rest.get(..name)?;
                text.push_str(symbol(command)?);
                rest = &rest[name..];
                // A blank after a name only ends it.
                if command.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            }
            '{' | '}' | '^' => {}
            '_' | '$' => return None,
            other => text.push(other),
        }
    }
    Some(text)
}

fn symbol(command: &str) -> Option<&'static str> {
    Some(match command {
        "ge" | "geq" | "geqslant" => "≥",
        "le" | "leq" | "leqslant" => "≤",
        "pm" => "±",
        "times" => "×",
        "approx" | "sim" => "≈",
        "rightarrow" | "to" => "→",
        "circ" => "°",
        "bullet" => "•",
        "ldots" | "dots" => "…",
        "text" | "mathrm" | "mathbf" | "textbf" | "textit" | "left" | "right" => "",
        "%" => "%",
        "&" => "&",
        "$" => "$",
        "_" => "_",
        "#" => "#",
        "," | ";" | " " | "quad" => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_plain_letters() {
        for (text, expected) in [
            ("$^{1}$ x", Some(("1", true))),
            ("$^1$", Some(("1", true))),
            ("$^{(*)}$", Some(("(*)", true))),
            ("$\\geq 95\\%$", Some(("≥95%", false))),
            ("$m^2$", Some(("m2", false))),
            ("$\\text{tấn}$", Some(("tấn", false))),
            ("$ 5 và 7 $", None),
            ("$x_1^2$", None),
            ("$\\frac{1}{2}$", None),
            ("$^{1}", None),
            ("$", None),
        ] {
            let seen = formula(text);
            assert_eq!(seen.as_ref().map(|f| (f.text.as_str(), f.raised)), expected, "{text}");
        }
    }
}
