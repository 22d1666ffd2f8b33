//! Parameters of requests: what the address asks for, checked against what there is to ask.

use super::problem::Problem;
use axum::extract::Query;
use axum::http::Uri;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// How many items a page of a list has where nothing is said, and at most.
pub(super) const PAGE: u32 = 25;
pub(super) const MOST: u32 = 200;
/// How deep a list can be leafed through, in items.
const DEEPEST: u64 = 100_000;
/// Longest word of a question, in bytes.
const LONGEST: usize = 400;

/// A part of a list, by its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub page: u32,
    pub size: u32,
}

impl Part {
    /// The part that a request names.
    ///
    /// # Errors
    /// A page or size that there is none of.
    pub fn of(page: Option<u32>, size: Option<u32>) -> Result<Part, Problem> {
        let part = Part { page: page.unwrap_or(1), size: size.unwrap_or(PAGE) };
        if part.page == 0 || part.size == 0 || part.size > MOST || part.skipped() > DEEPEST {
            return Err(Problem::bad(
                format!("page từ 1 (đến mục thứ {DEEPEST}), size từ 1 đến {MOST}"),
                format!("page from 1 (up to item {DEEPEST}), size from 1 to {MOST}"),
            ));
        }
        Ok(part)
    }

    /// How many items come before it.
    pub fn skipped(self) -> u64 {
        u64::from(self.page - 1) * u64::from(self.size)
    }
}

/// The query without parameters that have no value: forms send the fields that were left empty too.
pub(super) fn filled(query: &str) -> String {
    let filled =
        query.split('&').filter(|pair| pair.split_once('=').is_some_and(|(_, value)| !value.is_empty()));
    filled.collect::<Vec<_>>().join("&")
}

/// Reads the parameters of a query.
///
/// # Errors
/// One that is unknown, has a value that it cannot have, or is too long.
pub(super) fn parse<Q: DeserializeOwned + JsonSchema>(query: &str) -> Result<Q, Problem> {
    let known = names::<Q>();
    for (name, value) in pairs(query) {
        if name != "lang" && !known.iter().any(|known| *known == name) {
            let name: String = name.chars().take(40).collect();
            let list = known.join(", ");
            return Err(Problem::bad(
                format!("Không có tham số “{name}”; có: {list}"),
                format!("There is no parameter “{name}”; there are: {list}"),
            ));
        }
        if value.len() > LONGEST {
            return Err(Problem::bad(
                format!("Tham số “{name}” quá dài"),
                format!("The parameter “{name}” is too long"),
            ));
        }
    }
    let uri: Uri = format!("/?{query}").parse().map_err(|_| unreadable())?;
    match Query::<Q>::try_from_uri(&uri) {
        Ok(Query(parsed)) => Ok(parsed),
        Err(rejection) => {
            let why: String = rejection.body_text().chars().take(200).collect();
            let why = why.rsplit_once("query string: ").map_or(why.as_str(), |(_, why)| why).to_owned();
            Err(Problem::bad(
                format!("Tham số có giá trị không hợp lệ ({why})"),
                format!("A parameter has a bad value ({why})"),
            ))
        }
    }
}

fn unreadable() -> Problem {
    Problem::bad("Không đọc được địa chỉ", "The address cannot be read")
}

/// Names and values of a query, decoded.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
}

/// Text of an address or a form, percent-decoded; broken UTF-8 as U+FFFD.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter().copied();
    while let Some(byte) = rest.next() {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                match (ahead.next().and_then(digit), ahead.next().and_then(digit)) {
                    (Some(high), Some(low)) => {
                        bytes.push((high * 16 + low) as u8);
                        rest = ahead;
                    }
                    _ => bytes.push(byte),
                }
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Text as it stands in an address.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The query with one parameter set to another value, or taken out; the page begins anew.
pub(super) fn with(query: &str, name: &str, value: Option<&str>) -> String {
    let kept = query.split('&').filter(|pair| {
        let given = pair.split_once('=').map_or(*pair, |(given, _)| given);
        !pair.is_empty() && given != name && given != "lang" && (given != "page" || name == "size")
    });
    let set = value.map(|value| format!("{name}={}", encoded(value)));
    let query = kept.map(str::to_owned).chain(set).collect::<Vec<_>>().join("&");
    if query.is_empty() { query } else { format!("?{query}") }
}

/// The names of the parameters.
fn names<Q: JsonSchema>() -> Vec<String> {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Q>();
    let members = schema.get("properties").and_then(|members| members.as_object());
    members.map(|members| members.keys().cloned().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_an_address_is_decoded_whatever_it_is() {
        for (text, wanted) in [
            ("x%C3%B3a+nh%C3%A0", "xóa nhà"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%FF", "\u{FFFD}"),
            ("%00", "\0"),
        ] {
            assert_eq!(decoded(text), wanted);
        }
        assert_eq!(decoded(&encoded("a b&c=đ/?")), "a b&c=đ/?");
    }

    #[test]
    fn a_query_is_changed_in_one_parameter() {
        assert_eq!(with("q=a&page=3&lang=en", "kind", Some("KH")), "?q=a&kind=KH");
        assert_eq!(with("kind=KH", "kind", None), "");
        assert_eq!(with("q=a&page=2", "page", Some("3")), "?q=a&page=3");
        assert_eq!(filled("q=&kind=KH&x"), "kind=KH");
    }
}
