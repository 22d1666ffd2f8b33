//! The language of an answer: what the address says, else what was chosen before, else what the browser asks for.

use super::access::cookie;
use super::params;
use crate::diagnostic::Lang;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// The cookie that keeps the choice.
const CHOICE: &str = "vanban_lang";

/// The language, and whether the address chose it.
pub(super) fn of(query: &str, headers: &HeaderMap, usual: Lang) -> (Lang, bool) {
    let asked = params::pairs(query).filter(|(name, _)| name == "lang").find_map(|(_, code)| of_code(&code));
    if let Some(lang) = asked {
        return (lang, true);
    }
    let chosen = cookie(headers, CHOICE).and_then(of_code);
    let accepted = || {
        let list = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        list.split(',').find_map(|item| of_code(item.split(';').next()?.trim().get(..2)?))
    };
    (chosen.or_else(accepted).unwrap_or(usual), false)
}

fn of_code(code: &str) -> Option<Lang> {
    match code {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The cookie of a choice.
pub(super) fn kept(lang: Lang) -> String {
    format!("{CHOICE}={}; Path=/; SameSite=Lax; Max-Age=31536000", code(lang))
}

pub(super) fn code(lang: Lang) -> &'static str {
    lang.pick("vi", "en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_goes_before_the_choice_and_that_before_the_browser() {
        let headers = |list: &[(&'static str, &str)]| -> HeaderMap {
            list.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let english = headers(&[("accept-language", "fr;q=0.9, en-GB, vi;q=0.2")]);
        assert_eq!(of("", &english, Lang::Vi), (Lang::En, false));
        assert_eq!(of("lang=vi", &english, Lang::En), (Lang::Vi, true));
        let chosen = headers(&[("accept-language", "en"), ("cookie", "a=b; vanban_lang=vi")]);
        assert_eq!(of("q=lang", &chosen, Lang::En), (Lang::Vi, false));
        assert_eq!(of("lang=xx", &headers(&[]), Lang::Vi), (Lang::Vi, false));
    }
}
