//! Letters, told quickly where most of them are.

/// As [`char::is_alphabetic`], which searches a table for every letter beyond ASCII.
pub(super) fn is_letter(letter: char) -> bool {
    match letter {
        'A'..='Z' | 'a'..='z' => true,
        '\0'..='\u{A9}' => false,
        'À'..='\u{2AF}' => letter != '×' && letter != '÷',
        '\u{1E00}'..='\u{1EFF}' => true,
        '\u{2000}'..='\u{206F}' => false,
        letter => letter.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_property() {
        for letter in (0..0x3000).filter_map(char::from_u32) {
            assert_eq!(is_letter(letter), letter.is_alphabetic(), "{letter:?}");
        }
    }
}
