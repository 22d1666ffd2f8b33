//! Who may ask: the machine itself, who has the token, or whom a reverse proxy names.
//!
//! On loopback a request must name loopback as its host, so that no page of the web can reach the corpus through the
//! browser by a name of its own that leads here (DNS rebinding). Requests that change something must come from a page of
//! this server and carry the key that only such a page holds.

use super::problem::Problem;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};
use std::net::{IpAddr, SocketAddr};

/// The cookie of a browser that has shown the token.
const SESSION: &str = "vanban_session";
/// The header that a page's own requests carry the key in; in forms the field of the same name.
pub(super) const KEY: &str = "x-vanban-key";

/// How it is decided who may ask.
pub(super) struct Access {
    guard: Guard,
    /// A secret of this run, that the keys of pages are made of.
    secret: [u8; 32],
}

/// What is asked of a request.
pub(super) enum Guard {
    /// Nothing but that it comes from this machine.
    Loopback,
    /// The token.
    Token(String),
    /// That one of these proxies sends it and names who asks in this header.
    Proxy { header: HeaderName, from: Vec<IpAddr> },
}

/// Who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Who {
    /// As the proxy says.
    pub name: Option<String>,
    /// As the browser keeps it from the last correction.
    pub remembered: Option<String>,
}

/// Whether the host of a request is this machine itself: "localhost", "127.0.0.1:8000", "[::1]:8000".
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(address, _)| address),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Access {
    pub fn new(guard: Guard) -> Access {
        Access { guard, secret: secret() }
    }

    /// The key that a page of this server sends with what it changes.
    pub fn key(&self) -> String {
        blake3::keyed_hash(&self.secret, b"page").to_hex().as_str()[..40].to_owned()
    }

    /// The cookie for one who shows the right token.
    pub fn session(&self, token: &str) -> Option<String> {
        let Guard::Token(wanted) = &self.guard else { return None };
        same(token.trim(), wanted)
            .then(|| format!("{SESSION}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200", self.ticket()))
    }

    fn ticket(&self) -> String {
        blake3::keyed_hash(&self.secret, b"session").to_hex().to_string()
    }

    /// Whether the host that a request names is one of this server. Where a token or a proxy tells who asks, the server
    /// has whatever name it was given.
    pub fn check_host(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let is_local = matches!(self.guard, Guard::Loopback);
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        let wrong = Problem::bad(
            "Tiêu đề Host không phải của máy chủ này",
            "The header Host does not name this server",
        );
        match host {
            Some(host) if hosts.next().is_none() && (!is_local || is_loopback(host)) => Ok(()),
            _ => Err(wrong),
        }
    }

    /// Who asks, if they may.
    pub fn check(&self, headers: &HeaderMap, peer: SocketAddr) -> Result<Who, Problem> {
        match &self.guard {
            Guard::Loopback => Ok(remembered(headers)),
            Guard::Token(token) => {
                let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
                let bearer = bearer.and_then(|value| value.strip_prefix("Bearer "));
                let cookie = cookie(headers, SESSION);
                let holds = bearer.is_some_and(|given| same(given.trim(), token))
                    || cookie.is_some_and(|given| same(given, &self.ticket()));
                if holds { Ok(remembered(headers)) } else { Err(Problem::unauthorized()) }
            }
            Guard::Proxy { header, from } => {
                let is_proxy = from.contains(&peer.ip().to_canonical());
                let name = headers.get(header).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
                match name.map(str::trim).filter(|name| is_proxy && !name.is_empty()) {
                    Some(name) => Ok(Who { name: Some(name.chars().take(100).collect()), remembered: None }),
                    None => Err(Problem::forbidden(
                        "Máy chủ này chỉ trả lời qua proxy của cơ quan",
                        "This server answers through its reverse proxy only",
                    )),
                }
            }
        }
    }

    /// Whether a request that changes something was made by a page of this server. One that carries the token itself was
    /// made by a program.
    pub fn check_change(&self, headers: &HeaderMap, key: Option<&str>) -> Result<(), Problem> {
        let refused = || {
            Problem::forbidden(
                "Yêu cầu thay đổi phải đến từ chính trang này; hãy tải lại trang rồi thử lại",
                "Changes must come from this page itself; load the page again and retry",
            )
        };
        let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
        if site.is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(refused());
        }
        if let Some(origin) = headers.get(ORIGIN) {
            let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let origin = origin.to_str().unwrap_or_default();
            let of = origin.split_once("://").map_or("", |(_, host)| host);
            if !of.eq_ignore_ascii_case(host) {
                return Err(refused());
            }
        }
        let carries_token = matches!(self.guard, Guard::Token(_)) && headers.contains_key(AUTHORIZATION);
        let holds_key = key.is_some_and(|key| same(key, &self.key()));
        if carries_token || holds_key { Ok(()) } else { Err(refused()) }
    }
}

/// Who made the last correction in this browser.
fn remembered(headers: &HeaderMap) -> Who {
    let name = cookie(headers, "vanban_who").map(|name| super::params::decoded(name).into_owned());
    Who { name: None, remembered: name.filter(|name| name.len() <= 400) }
}

/// A cookie by its name.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(given, value)| (given == name).then_some(value))
}

/// Compares without telling by the time where the difference lies.
fn same(given: &str, wanted: &str) -> bool {
    blake3::hash(given.as_bytes()) == blake3::hash(wanted.as_bytes())
}

/// Bytes that nobody outside this process knows: the system gives every map other keys of its own.
fn secret() -> [u8; 32] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut hasher = blake3::Hasher::new();
    if let Ok(mut file) = std::fs::File::open("/dev/urandom") {
        let mut bytes = [0; 32];
        if std::io::Read::read_exact(&mut file, &mut bytes).is_ok() {
            hasher.update(&bytes);
        }
    }
    for _ in 0..8 {
        hasher.update(&RandomState::new().build_hasher().finish().to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_loopback_is_a_host_on_loopback() {
        let access = Access::new(Guard::Loopback);
        for (host, held) in [
            ("localhost", true),
            ("LOCALHOST:8000", true),
            ("127.0.0.1:8000", true),
            ("127.9.9.9", true),
            ("[::1]:8000", true),
            ("[::1]", true),
            ("corpus.example.vn", false),
            ("127.0.0.1.example.vn:8000", false),
            ("localhost.example.vn", false),
            ("10.0.0.1:8000", false),
            ("[::2]:80", false),
            ("", false),
        ] {
            assert_eq!(access.check_host(&headers(&[("host", host)])).is_ok(), held, "{host}");
        }
        assert!(access.check_host(&headers(&[])).is_err());
    }

    #[test]
    fn a_token_is_shown_in_a_header_or_as_the_cookie_of_a_session() {
        let access = Access::new(Guard::Token("bí-mật".to_owned()));
        let peer = "10.0.0.9:1".parse().unwrap();
        assert!(access.check(&headers(&[]), peer).is_err());
        assert!(access.session("sai").is_none());
        let cookie = access.session("bí-mật\n").unwrap();
        let cookie = cookie.split(';').next().unwrap();
        assert!(access.check(&headers(&[("cookie", cookie)]), peer).is_ok());
        assert!(access.check(&headers(&[("cookie", "vanban_session=0")]), peer).is_err());
        let ascii = Access::new(Guard::Token("secret".to_owned()));
        assert!(ascii.check(&headers(&[("authorization", "Bearer secret")]), peer).is_ok());
        assert!(ascii.check(&headers(&[("authorization", "Bearer secret2")]), peer).is_err());
        // Another server has another secret.
        assert!(ascii.check(&headers(&[("cookie", cookie)]), peer).is_err());
    }

    #[test]
    fn a_name_counts_from_the_proxy_alone() {
        let from = vec!["10.0.0.2".parse().unwrap()];
        let guard = Guard::Proxy { header: HeaderName::from_static("x-user"), from };
        let access = Access::new(guard);
        let named = headers(&[("x-user", "lan")]);
        assert_eq!(access.check(&named, "10.0.0.2:1".parse().unwrap()).unwrap().name.as_deref(), Some("lan"));
        assert!(access.check(&named, "10.0.0.3:1".parse().unwrap()).is_err());
        assert!(access.check(&headers(&[]), "10.0.0.2:1".parse().unwrap()).is_err());
        assert!(access.check_host(&headers(&[("host", "kho.example.vn")])).is_ok());
    }

    #[test]
    fn changes_come_from_the_page_itself() {
        let access = Access::new(Guard::Loopback);
        let key = access.key();
        let host = ("host", "localhost:8000");
        let check = |more: &[(&'static str, &str)], key: Option<&str>| {
            access.check_change(&headers(&[&[host], more].concat()), key).is_ok()
        };
        assert!(check(&[], Some(&key)));
        assert!(check(&[("origin", "http://localhost:8000")], Some(&key)));
        assert!(check(&[("sec-fetch-site", "same-origin")], Some(&key)));
        assert!(!check(&[], None));
        assert!(!check(&[], Some("0")));
        assert!(!check(&[("origin", "http://example.vn")], Some(&key)));
        assert!(!check(&[("origin", "null")], Some(&key)));
        assert!(!check(&[("sec-fetch-site", "cross-site")], Some(&key)));
    }
}
