//! Roman numerals of lists whose numbers the program that shows them computes.

/// A number as a Roman numeral in capitals; from 4000 on, which has none, in digits.
pub(super) fn roman(mut number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut roman = String::new();
    for (value, digits) in DIGITS {
        while number >= value {
            roman.push_str(digits);
            number -= value;
        }
    }
    roman
}
