//! Numbers on the wire: every digit that the document prints, none that it does not.
//!
//! A [`Decimal`] travels as a raw JSON number and never through binary floating point: budgets have more digits than
//! an `f64` holds.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decimal::Decimal;

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let digits = raw.get();
        digits
            .parse()
            .map_err(|_| D::Error::custom(format_args!("expected a decimal number, found {digits}")))
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

/// A length in PDF points as it goes on the wire: to a hundredth, finer than any printer.
pub(super) fn points(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

/// A share from 0 to 1 as it goes on the wire, to a thousandth.
pub(super) fn share(share: f32) -> f32 {
    (share * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use crate::decimal::Decimal;

    #[test]
    fn json_keeps_every_digit_both_ways() {
        for digits in ["4482.38", "9400", "-0.5", "0", "123456789012345678901.123456789"] {
            let number: Decimal = serde_json::from_str(digits).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), digits);
        }
    }

    #[test]
    fn only_decimal_numbers_are_read() {
        for other in ["\"12\"", "1e5", "null", "[1]", "true"] {
            assert!(serde_json::from_str::<Decimal>(other).is_err(), "{other}");
        }
    }
}
