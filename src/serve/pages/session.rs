//! The page where one shows the token.

use super::layout;
use crate::diagnostic::Lang;
use crate::serve::app::{App, Ask};
use crate::serve::params::pairs;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Nothing;
use maud::{Markup, html};

pub(super) fn page(app: &App, lang: Lang, is_wrong: bool, to: &str) -> Markup {
    let inside = html! {
        div.sign-in {
            h1 { (lang.pick("Kho văn bản này cần mã truy cập", "This corpus needs an access token")) }
            @if is_wrong { p.notice.error role="alert" { (lang.pick("Mã không đúng.", "The token is wrong.")) } }
            form action="/session" method="post" {
                input type="hidden" name="to" value=(to);
                label { span { (lang.pick("Mã truy cập", "Access token")) }
                    input name="token" type="password" required autocomplete="current-password" autofocus; }
                button.primary type="submit" { (lang.pick("Vào", "Sign in")) }
            }
            p.faint { (lang.pick("Mã nằm trong tệp mà người quản trị đưa cho --token-file.", "It stands in the file that whoever runs the server gave to --token-file.")) }
        }
    };
    layout::bare(app, lang, lang.pick("Mã truy cập", "Access token"), &inside)
}

pub(super) fn form(ask: &Ask<'_>, _: Nothing) -> Result<Markup, Problem> {
    Ok(page(ask.app, ask.lang, false, "/"))
}

/// Takes the token; a right one opens a session.
pub(super) fn open(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let body = String::from_utf8_lossy(ask.body).into_owned();
    let field =
        |wanted: &str| pairs(&body).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let to = field("to").unwrap_or_default();
    // Only to a page of this server.
    let is_own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    let to = if is_own { to } else { "/".to_owned() };
    match ask.app.access.session(&field("token").unwrap_or_default()) {
        Some(cookie) => Ok(Reply::SeeOther { to, cookie: Some(cookie) }),
        None => Ok(Reply::Page(page(ask.app, ask.lang, true, &to).into_string())),
    }
}
