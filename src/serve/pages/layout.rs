//! What all pages have around them.

use crate::diagnostic::Lang;
use crate::serve::app::{App, Ask};
use crate::serve::{assets, language, params};
use crate::write::phrases::number;
use maud::{DOCTYPE, Markup, html};

/// Where in the navigation a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Search,
    Targets,
    Assignments,
    Citations,
    Review,
    Failures,
    Corrections,
    Status,
    None,
}

const PLACES: [(Place, &str, &str, &str); 8] = [
    (Place::Search, "/", "Tìm kiếm", "Search"),
    (Place::Targets, "/targets", "Chỉ tiêu", "Targets"),
    (Place::Assignments, "/assignments", "Nhiệm vụ", "Assignments"),
    (Place::Citations, "/citations", "Viện dẫn", "Citations"),
    (Place::Review, "/review", "Cần xem lại", "To review"),
    (Place::Failures, "/failures", "Tệp lỗi", "Failures"),
    (Place::Corrections, "/corrections", "Đính chính", "Corrections"),
    (Place::Status, "/status", "Kho", "Corpus"),
];

/// A page with navigation.
pub(super) fn page(ask: &Ask<'_>, place: Place, title: &str, inside: &Markup) -> Markup {
    shell(ask.app, ask.lang, title, Some((place, ask.address)), inside, "")
}

/// The same with a class of its own for the whole.
pub(super) fn page_of(ask: &Ask<'_>, class: &str, title: &str, inside: &Markup) -> Markup {
    shell(ask.app, ask.lang, title, Some((Place::None, ask.address)), inside, class)
}

/// A page of which nothing is known but its language.
pub(super) fn bare(app: &App, lang: Lang, title: &str, inside: &Markup) -> Markup {
    shell(app, lang, title, None, inside, "")
}

fn shell(
    app: &App,
    lang: Lang,
    title: &str,
    place: Option<(Place, &str)>,
    inside: &Markup,
    class: &str,
) -> Markup {
    let title: String = title.chars().take(200).collect();
    html! {
        (DOCTYPE)
        html lang=(language::code(lang)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – vanban" }
                link rel="icon" href=(assets::address("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::address("app.css"));
                script src=(assets::address("app.js")) {}
            }
            body class=(class) {
                a.skip href="#main" { (lang.pick("Đến nội dung", "Skip to the content")) }
                header.top {
                    a.brand href="/" aria-label=(lang.pick("vanban, trang tìm kiếm", "vanban, search page")) {
                        img src=(assets::address("icon.svg")) alt="" width="24" height="24";
                        span { "vanban" }
                    }
                    @if let Some((place, address)) = place {
                        nav aria-label=(lang.pick("Chính", "Main")) {
                            ul {
                                @for (at, href, vi, en) in PLACES {
                                    li {
                                        a href=(href) aria-current=[(at == place).then_some("page")] { (lang.pick(vi, en)) }
                                    }
                                }
                            }
                        }
                        div.tools {
                            (languages(lang, address))
                            button.quiet #theme type="button" hidden data-light=(lang.pick("Nền sáng", "Light"))
                                data-dark=(lang.pick("Nền tối", "Dark")) { (lang.pick("Nền tối", "Dark")) }
                        }
                    }
                }
                main #main tabindex="-1" { (inside) }
                @if class.is_empty() {
                    footer.colophon {
                        (lang.pick("vanban ", "vanban ")) (env!("CARGO_PKG_VERSION"))
                        @if !app.edits { " · " (lang.pick("chỉ đọc", "read-only")) }
                        " · " a href="/api/openapi.json" { "API" }
                    }
                }
            }
        }
    }
}

/// The other language, of the same page.
fn languages(lang: Lang, address: &str) -> Markup {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let other = lang.pick(Lang::En, Lang::Vi);
    let query: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let query = query.iter().map(|pair| format!("{pair}&")).collect::<String>();
    let code = language::code(other);
    html! {
        a.quiet href={ (path) "?" (query) "lang=" (code) } lang=(code) hreflang=(code) { (other.pick("Tiếng Việt", "English")) }
    }
}

/// Leads through the pages of a list.
pub(super) fn pager(ask: &Ask<'_>, path: &str, total: u64, page: u32, size: u32) -> Markup {
    let last = total.div_ceil(u64::from(size.max(1))).max(1);
    let to = |page: u64| format!("{path}{}", params::with(ask.query, "page", Some(&page.to_string())));
    let page = u64::from(page);
    html! {
        @if last > 1 {
            nav.pager aria-label=(ask.t("Các trang", "Pages")) {
                @if page > 1 { a rel="prev" href=(to(page - 1)) { "← " (ask.t("Trước", "Previous")) } }
                span { (ask.t("Trang", "Page")) " " (number(page as i64, ask.lang)) " / " (number(last as i64, ask.lang)) }
                @if page < last { a rel="next" href=(to(page + 1)) { (ask.t("Sau", "Next")) " →" } }
            }
        }
    }
}

/// A passage as far as a page has room for it.
pub(super) fn short(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = &text[..end];
            let cut = cut
                .rsplit_once(' ')
                .map_or(cut, |(words, _)| if words.len() > end / 2 { words } else { cut });
            format!("{cut}…")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_passage_is_cut() {
        assert_eq!(short("một hai ba", 100), "một hai ba");
        assert_eq!(short("một hai ba bốn", 10), "một hai…");
        assert_eq!(short(&"x".repeat(50), 10), format!("{}…", "x".repeat(10)));
    }
}
