//! Letters and their case, fast for the letters that Vietnamese is written in.
//!
//! The standard library answers the same in every case; its tables are slow for the block of U+1EA0, in which half of
//! the letters of a Vietnamese text stand.

/// As [`char::is_alphabetic`].
pub fn is_letter(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_alphabetic(),
        '\u{c0}'..='\u{24f}' => !matches!(letter, '×' | '÷'),
        '\u{1e00}'..='\u{1eff}' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => letter.is_alphabetic(),
    }
}

/// As [`char::is_lowercase`].
pub fn is_lower(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_lowercase(),
        '\u{df}'..='\u{ff}' => letter != '÷',
        'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' => true,
        'Ă' | 'Đ' | 'Ĩ' | 'Ũ' | 'Ơ' | 'Ư' | '\u{c0}'..='\u{de}' | '\u{2000}'..='\u{206f}' => false,
        // Pairs of a large and a small letter.
        '\u{1ea0}'..='\u{1eff}' => letter as u32 % 2 == 1,
        _ => letter.is_lowercase(),
    }
}

/// As [`char::is_uppercase`].
pub fn is_upper(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_uppercase(),
        '\u{c0}'..='\u{de}' => letter != '×',
        'Ă' | 'Đ' | 'Ĩ' | 'Ũ' | 'Ơ' | 'Ư' => true,
        'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' | '\u{df}'..='\u{ff}' | '\u{2000}'..='\u{206f}' => false,
        '\u{1ea0}'..='\u{1eff}' => (letter as u32).is_multiple_of(2),
        _ => letter.is_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_answered_as_in_the_standard_library() {
        for letter in '\0'..=char::MAX {
            assert_eq!(is_letter(letter), letter.is_alphabetic(), "{letter:?}");
            assert_eq!(is_lower(letter), letter.is_lowercase(), "{letter:?}");
            assert_eq!(is_upper(letter), letter.is_uppercase(), "{letter:?}");
        }
    }
}
