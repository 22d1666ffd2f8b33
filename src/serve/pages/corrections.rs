//! Corrections: the list of all, and what forms send.

use super::layout::{self, Place, short};
use super::panel::field_name;
use super::parts::{brief, moment, total};
use crate::corpus::corrections::{Facet, ITEM};
use crate::serve::api::{self, ChangesQuery, NewCorrection, documents};
use crate::serve::app::Ask;
use crate::serve::params::pairs;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(super) fn list(ask: &Ask<'_>, query: ChangesQuery) -> Result<Markup, Problem> {
    let list = api::corrections(ask, query)?;
    let standing = |code: &str| match code {
        "applied" => ask.t("đang áp dụng", "applied"),
        "agrees" => ask.t("khớp", "agrees"),
        "superseded" => ask.t("đã có đính chính sau", "superseded"),
        _ => ask.t("không còn chỗ gắn", "place not found"),
    };
    let inside = html! {
        h1 { (ask.t("Đính chính", "Corrections")) }
        p.lead { (ask.t(
            "Giữ riêng với kết quả trích xuất, còn nguyên khi đọc lại kho, và thắng trong mọi bảng xuất ra.",
            "Kept apart from what was extracted; they survive a new ingest and win in all that is exported.",
        )) }
        (total(ask, list.total, "đính chính", "corrections"))
        @if list.items.is_empty() {
            p.notice { @if ask.app.edits {
                (ask.t("Chưa có đính chính nào. Mở một văn bản rồi bấm “Sửa” cạnh giá trị.", "None yet. Open a document and press “Correct” beside a value."))
            } @else {
                (ask.t("Chưa có đính chính nào. Máy chủ này chỉ cho đọc (chạy với --allow-edit để sửa).", "None yet. This server is read-only (start it with --allow-edit to correct)."))
            } }
        }
        ul.items {
            @for one in &list.items {
                @let correction = &one.correction;
                li {
                    div.line {
                        span.what lang="vi" {
                            (field_name(&correction.field, ask.lang)) ": "
                            @if correction.removes() {
                                del { (short(correction.old.as_deref().unwrap_or("∅"), 200)) } " " span.badge.changed { (ask.t("nhận nhầm", "false alarm")) }
                            } @else if correction.confirms() {
                                ins { (short(correction.new.as_deref().unwrap_or("∅"), 200)) } " " span.badge.ok { "✓ " (ask.t("đã xác nhận", "confirmed")) }
                            } @else {
                                del { (short(correction.old.as_deref().unwrap_or("∅"), 200)) } " → "
                                ins { (short(correction.new.as_deref().unwrap_or("∅"), 200)) }
                            }
                        }
                        span class={ "role " (if one.standing == "orphan" { "warn" } else { "info" }) } { (standing(&one.standing)) }
                    }
                    @if let Some(note) = &correction.note { p.task { (short(note, 300)) } }
                    div.meta {
                        @match &one.brief {
                            Some(document) => span lang="vi" { (brief(document)) },
                            None => span.path { (short(&correction.document, 16)) " " (ask.t("(không còn trong kho)", "(not in the corpus any more)")) },
                        }
                        span { (correction.who) } span { (moment(&correction.made, ask.lang)) }
                    }
                }
            }
        }
        (layout::pager(ask, "/corrections", list.total, list.page, list.size))
    };
    Ok(layout::page(ask, Place::Corrections, ask.t("Đính chính", "Corrections"), &inside))
}

/// What the form of an item sends: every value of it as it was and as it should be.
pub(super) fn of_form(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let (_, document) = documents::named(ask)?;
    if !ask.is_form {
        return Err(Problem::bad("Địa chỉ này nhận biểu mẫu", "This address takes a form"));
    }
    let body = String::from_utf8_lossy(ask.body);
    let fields: BTreeMap<String, String> = pairs(&body)
        // A text area ends its lines as it likes; values stand on one line.
        .map(|(name, value)| (name.into_owned(), value.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let field = |name: &str| fields.get(name).cloned().filter(|value| !value.is_empty());
    let bad = || Problem::bad("Biểu mẫu thiếu trường", "The form lacks a field");
    let facet = field("facet").and_then(|code| Facet::of_code(&code)).ok_or_else(bad)?;
    let number = |name: &str| field(name).and_then(|number| number.parse::<usize>().ok()).ok_or_else(bad);
    let undo = field("undo").map(|_| number("undo").map(|id| id as i64)).transpose()?;
    let ordinal = if undo.is_some() { 0 } else { number("ordinal")? };
    let action = field("action");
    let confirms = action.as_deref() == Some("confirm");
    let said = |name: &str, old: Option<String>, new: Option<String>| NewCorrection {
        facet,
        ordinal,
        field: name.to_owned(),
        old,
        new,
        undo,
        who: field("who"),
        note: field("note"),
    };
    let value = |name: &str| {
        fields.contains_key(&format!("old.{name}")).then_some(())?;
        let old = field(&format!("old.{name}"));
        let new = if confirms { old.clone() } else { field(&format!("new.{name}")) };
        let is_said = if confirms { old.is_some() } else { old != new };
        is_said.then(|| said(name, old, new))
    };
    let asked: Vec<NewCorrection> = match (undo, action.as_deref()) {
        (Some(_), _) => vec![said(ITEM, None, None)],
        (None, Some("remove")) => vec![said(ITEM, field(&format!("old.{ITEM}")), None)],
        _ => facet.fields().iter().filter_map(|name| value(name)).collect(),
    };
    if asked.is_empty() {
        return Err(Problem::bad("Không có giá trị nào thay đổi", "No value has changed"));
    }
    api::keep(ask, &document.key, asked)?;
    let entry: String = field("entry")
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(40)
        .collect();
    let who = field("who").unwrap_or_default();
    Ok(Reply::SeeOther {
        to: format!("/documents/{}#{entry}", document.key),
        cookie: Some(format!(
            "vanban_who={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000",
            crate::serve::params::encoded(&who)
        )),
    })
}
