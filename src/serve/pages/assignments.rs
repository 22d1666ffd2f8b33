//! Who must do what, over the whole corpus.

use super::layout::{self, Place, short};
use super::parts::{brief, facet, total};
use crate::serve::api::{self, DutiesQuery};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::write::phrases::position;
use crate::write::wire::AssignmentRole;
use crate::write::words::Named;
use maud::{Markup, html};

pub(super) fn assignments(ask: &Ask<'_>, query: DutiesQuery) -> Result<Markup, Problem> {
    let list = api::duties(ask, query.clone())?;
    let bodies = api::bodies(ask, &query)?;
    let inside = html! {
        h1 { (ask.t("Nhiệm vụ được giao", "Assignments")) }
        form.filters-form action="/assignments" method="get" {
            label.grow { span { (ask.t("Cơ quan, đơn vị", "Body")) }
                input type="search" name="q" value=(query.q.as_deref().unwrap_or("")) maxlength="200" placeholder="Sở Nội vụ"; }
            label { span { (ask.t("Vai trò", "Role")) }
                select name="role" {
                    option value="" { (ask.t("mọi vai trò", "any")) }
                    @for code in ["lead", "support", "responsible", "requested"] {
                        option value=(code) selected[query.role.as_deref() == Some(code)] { (role(ask, code)) }
                    }
                } }
            @for (name, value) in [("body", &query.body), ("document", &query.document)] {
                @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
            }
            button.primary type="submit" { (ask.t("Lọc", "Filter")) }
            a.quiet href="/assignments" { (ask.t("Xóa lọc", "Clear")) }
        }
        div.with-aside {
            aside aria-label=(ask.t("Thu hẹp", "Narrow down")) {
                (facet(ask, "/assignments", ask.t("Cơ quan, đơn vị", "Body"), "body", query.body.as_deref(), &bodies))
            }
            section aria-label=(ask.t("Kết quả", "Results")) {
                (total(ask, list.total, "nhiệm vụ", "assignments"))
                @if list.items.is_empty() { p.notice { (ask.t("Không có nhiệm vụ nào khớp.", "No assignment matches.")) } }
                ul.items {
                    @for duty in &list.items {
                        li {
                            div.line { strong.what lang="vi" { (short(&duty.body, 200)) } span.role { (role(ask, &duty.role)) } }
                            p.task lang="vi" {
                                a.to href={ "/documents/" (duty.document.key) "#assignment-" (duty.ordinal) } { (short(&duty.task, 400)) }
                            }
                            div.meta {
                                @if let Some(deadline) = &duty.deadline { span lang="vi" { (short(deadline, 80)) } }
                                span lang="vi" { (brief(&duty.document)) @if let Some(issuer) = &duty.document.issuer { ", " (short(issuer, 80)) } }
                                span { (position(duty.at.page, duty.at.line, ask.lang)) }
                            }
                        }
                    }
                }
                (layout::pager(ask, "/assignments", list.total, list.page, list.size))
            }
        }
    };
    Ok(layout::page(ask, Place::Assignments, ask.t("Nhiệm vụ", "Assignments"), &inside))
}

fn role(ask: &Ask<'_>, code: &str) -> String {
    serde_json::from_value::<AssignmentRole>(code.into())
        .map_or_else(|_| code.to_owned(), |role| role.name(ask.lang).to_owned())
}
