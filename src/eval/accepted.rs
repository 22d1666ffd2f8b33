//! The values that count as right for one field.

use super::text::{Phrase, is_space};

/// The values that an annotator accepts for one field; never empty.
#[derive(Debug, Clone)]
pub struct Accepted(Vec<Phrase>);

impl Accepted {
    /// The alternatives of a field, parted by ` ~ `; `-` and nothing are null.
    pub fn parse(field: &str) -> Self {
        let one = |text: &str| {
            let text = text.trim_matches(is_space);
            Phrase::new((!matches!(text, "" | "-")).then(|| text.to_owned()))
        };
        Self(field.split(" ~ ").map(one).collect())
    }

    /// Whether null is the only right value.
    pub fn is_null(&self) -> bool {
        matches!(self.0.as_slice(), [only] if only.text.is_none())
    }

    /// Whether exactly this value (`None` for null) is among the alternatives.
    pub fn holds(&self, value: Option<&str>) -> bool {
        self.0.iter().any(|phrase| phrase.text.as_deref() == value)
    }

    /// The alternatives that are texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|phrase| phrase.text.as_deref())
    }

    /// The alternatives as written, null as `None`.
    pub fn values(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.iter().map(|phrase| phrase.text.as_deref())
    }

    /// Best agreement of `by` over the alternatives that are texts, 0 where there are none.
    pub fn best_text(&self, by: impl Fn(&Phrase) -> f64) -> f64 {
        self.0.iter().filter(|phrase| phrase.text.is_some()).map(by).fold(0.0, f64::max)
    }

    /// Likeness to the nearest alternative, 0 to 1; null is like nothing but null and the empty string.
    pub fn likeness(&self, given: &Phrase) -> f64 {
        let one = |phrase: &Phrase| match phrase.text {
            Some(_) => phrase.words.similarity(&given.words),
            None => f64::from(given.is_blank()),
        };
        self.0.iter().map(one).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_are_parted_and_null_is_one_of_them() {
        for (field, values) in [
            ("", vec![None]),
            ("-", vec![None]),
            ("một ~ hai", vec![Some("một"), Some("hai")]),
            ("- ~ một", vec![None, Some("một")]),
            ("một~hai", vec![Some("một~hai")]),
        ] {
            assert_eq!(Accepted::parse(field).values().collect::<Vec<_>>(), values, "{field:?}");
        }
    }

    #[test]
    fn null_is_like_nothing_but_null_and_the_empty_string() {
        let likeness = |field, given: Option<&str>| {
            Accepted::parse(field).likeness(&Phrase::new(given.map(str::to_owned)))
        };
        for (field, given, like) in [
            ("-", None, 1.0),
            ("-", Some(""), 1.0),
            ("-", Some("một"), 0.0),
            ("một", None, 0.0),
            ("- ~ một hai", Some("Một, hai"), 1.0),
            ("một hai", Some("một"), 2.0 / 3.0),
        ] {
            assert_eq!(likeness(field, given), like, "{field:?} {given:?}");
        }
    }
}
