//! Numbers as a document prints them: every digit kept.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An exact decimal number in JSON notation, such as `9400`, `24.04` or `-0.5`.
///
/// Kept as its digits and never as a binary floating-point number: budgets have more digits than an `f64` holds.
/// Always a valid JSON number without an exponent.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The number with these digits: an optional minus sign, digits without leading zeros, and optionally a point and
    /// further digits. `None` for anything else.
    pub fn from_digits(digits: &str) -> Option<Self> {
        let unsigned = digits.strip_prefix('-').unwrap_or(digits);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (unsigned, None),
        };
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        let valid = all_digits(whole) && !leading_zero && fraction.is_none_or(all_digits);
        valid.then(|| Self(digits.into()))
    }

    /// The digits, as JSON writes them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest binary floating-point number, for cells that can hold no other.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::from_digits(raw.get())
            .ok_or_else(|| D::Error::custom(format_args!("expected a decimal number, found {}", raw.get())))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn only_plain_json_decimals_are_numbers() {
        for digits in ["0", "9400", "-1", "24.04", "0.50", "-0.5", "123456789012345678901234567890.123456789"]
        {
            assert_eq!(Number::from_digits(digits).unwrap().as_str(), digits);
        }
        for other in ["", "-", "01", "1.", ".5", "1e3", "+1", "1,5", "NaN", "1.2.3", "--1", "١"] {
            assert_eq!(Number::from_digits(other), None, "{other:?}");
        }
    }

    #[test]
    fn json_keeps_every_digit_both_ways() {
        for digits in ["4482.38", "9400", "98765432109876543210987654321.123456789012345678901"] {
            let number = Number::from_digits(digits).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), digits);
            assert_eq!(serde_json::from_str::<Number>(digits).unwrap(), number);
        }
        assert!(serde_json::from_str::<Number>("\"12\"").is_err());
        assert!(serde_json::from_str::<Number>("1e5").is_err());
    }
}
