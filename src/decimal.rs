//! Exact decimal numbers, as the documents print them: 24,04 is 24.04 and nothing near it.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// `mantissa / 10^scale`, exact; trailing zeros of the fraction are dropped, so equal numbers are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    scale: u8,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal { mantissa: 0, scale: 0 };

    /// `mantissa / 10^scale`.
    pub fn new(mantissa: i128, scale: u8) -> Decimal {
        let (mut mantissa, mut scale) = (mantissa, scale);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Decimal { mantissa, scale }
    }

    /// From digits (ASCII, no separators) before and after the decimal mark; `None` beyond 30 digits.
    pub fn from_digits(whole: &str, fraction: &str) -> Option<Decimal> {
        if whole.len() + fraction.len() > 30 || whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut mantissa: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa * 10 + i128::from(digit - b'0');
        }
        Some(Decimal::new(mantissa, fraction.len() as u8))
    }

    /// The number of digits after the decimal mark.
    pub fn scale(self) -> u8 {
        self.scale
    }

    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        Some(Decimal::new(self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?, scale))
    }

    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(Decimal { mantissa: -other.mantissa, scale: other.scale })
    }

    /// `None` beyond the range of the mantissa.
    pub fn checked_mul(self, factor: i128) -> Option<Decimal> {
        Some(Decimal::new(self.mantissa.checked_mul(factor)?, self.scale))
    }

    /// The exact product; `None` beyond the range of the mantissa.
    pub fn checked_product(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.checked_add(other.scale)?;
        Some(Decimal::new(self.mantissa.checked_mul(other.mantissa)?, scale))
    }

    pub fn abs(self) -> Decimal {
        Decimal { mantissa: self.mantissa.abs(), scale: self.scale }
    }

    pub fn is_integer(self) -> bool {
        self.scale == 0
    }

    /// The value as a float: for display in tables and for comparison with tolerance, never for storage.
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The value times `10^scale`, for columns of a fixed scale; `None` where that is no whole number, or beyond the
    /// range of the mantissa.
    pub fn at_scale(self, scale: u8) -> Option<i128> {
        let zeros = scale.checked_sub(self.scale)?;
        self.mantissa.checked_mul(10i128.checked_pow(u32::from(zeros))?)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.at_scale(scale), other.at_scale(scale)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.to_f64().total_cmp(&other.to_f64()),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

impl FromStr for Decimal {
    type Err = NotDecimal;

    /// Reads the JSON form: `4482.38`, `-3`, `9400`.
    fn from_str(text: &str) -> Result<Decimal, NotDecimal> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let value = Decimal::from_digits(whole, fraction).ok_or(NotDecimal)?;
        Ok(if negative { Decimal { mantissa: -value.mantissa, scale: value.scale } } else { value })
    }
}

/// The text is no decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotDecimal;

impl fmt::Display for NotDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number")
    }
}

impl std::error::Error for NotDecimal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for text in ["0", "9400", "24.04", "0.66", "-3.5", "4786079000", "4482.38"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
        assert_eq!("10.50".parse::<Decimal>().unwrap().to_string(), "10.5");
        assert_eq!("".parse::<Decimal>(), Err(NotDecimal));
        assert_eq!("1.2.3".parse::<Decimal>(), Err(NotDecimal));
    }

    #[test]
    fn sums_are_exact() {
        let sum = ["24.04", "72.61", "3.35"]
            .iter()
            .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.parse().ok()?));
        assert_eq!(sum, Some(Decimal::new(100, 0)));
    }

    #[test]
    fn a_fixed_scale_holds_what_it_can_hold() {
        let at = |text: &str| text.parse::<Decimal>().unwrap().at_scale(3);
        assert_eq!(at("24.04"), Some(24_040));
        assert_eq!(at("-2"), Some(-2_000));
        assert_eq!(at("0.0001"), None);
        assert_eq!(Decimal::new(i128::MAX, 0).at_scale(1), None);
    }

    #[test]
    fn order_does_not_depend_on_scale() {
        assert!(Decimal::new(15, 1) < Decimal::new(2, 0));
        assert_eq!(Decimal::new(150, 2), Decimal::new(15, 1));
    }
}
