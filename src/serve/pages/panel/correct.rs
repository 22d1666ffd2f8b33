//! What people said of values, and the forms in which they say it.

use super::Panel;
use crate::corpus::corrections::{Facet, ITEM, value_of};
use crate::diagnostic::Lang;
use crate::serve::access::KEY;
use crate::serve::api::Correction;
use crate::serve::app::Ask;
use crate::serve::pages::layout::short;
use crate::serve::pages::parts::moment;
use crate::write::wire::{AssignmentRole, Change, Comparator, Relation};
use crate::write::words::Named;
use maud::{Markup, html};

impl Panel<'_> {
    /// Corrections of a value, or of a whole item, the newest first.
    fn said(&self, facet: Facet, ordinal: usize, field: Option<&str>) -> Vec<&Correction> {
        let mut said: Vec<&Correction> = self
            .corrections
            .iter()
            .filter(|one| {
                one.correction.facet == facet && one.ordinal == Some(ordinal) && one.standing != "superseded"
            })
            .filter(|one| field.is_none_or(|field| one.correction.field == field))
            .collect();
        said.reverse();
        said
    }

    /// What people said of a value, and the way to say something.
    pub(super) fn state(&self, facet: Facet, ordinal: usize, field: Option<&str>, entry: &str) -> Markup {
        let said = self.said(facet, ordinal, field);
        html! {
            @for one in &said { (badge(self.ask, one)) }
            @if self.ask.app.edits && self.edit != Some(entry) {
                " " a.fix href={ "?edit=" (entry) "#" (entry) } aria-label={ (self.t("Sửa hoặc xác nhận", "Correct or confirm")) } {
                    (self.t("Sửa", "Correct"))
                }
            }
        }
    }

    /// The form of an entry, where it is open.
    pub(super) fn form(&self, facet: Facet, ordinal: usize, fields: &[&str], entry: &str) -> Markup {
        if self.edit != Some(entry) {
            return html! {};
        }
        let ask = self.ask;
        let who = ask.who.name.as_deref().or(ask.who.remembered.as_deref()).unwrap_or("");
        html! {
            form.correction action={ "/documents/" (self.document.key) "/corrections" } method="post" {
                input type="hidden" name="key" value=(ask.app.access.key()) data-header=(KEY);
                input type="hidden" name="facet" value=(facet.code());
                input type="hidden" name="ordinal" value=(ordinal);
                input type="hidden" name="entry" value=(entry);
                @if facet.is_list() {
                    input type="hidden" name={ "old." (ITEM) } value=(value_of(self.record, facet, ordinal, ITEM).unwrap_or_default());
                }
                @for field in fields {
                    @let value = value_of(self.record, facet, ordinal, field).unwrap_or_default();
                    input type="hidden" name={ "old." (field) } value=(value);
                    label {
                        span { (field_name(field, ask.lang)) }
                        (input(ask, facet, field, &value))
                    }
                }
                div.row {
                    label { span { (self.t("Người sửa", "By")) }
                        input name="who" value=(who) required maxlength="100" autocomplete="name" readonly[ask.who.name.is_some()]; }
                    label { span { (self.t("Ghi chú", "Note")) } input name="note" maxlength="500" autocomplete="off"; }
                }
                div.buttons {
                    button.primary type="submit" name="action" value="correct" { (self.t("Lưu đính chính", "Save the correction")) }
                    button type="submit" name="action" value="confirm" formnovalidate[!who.is_empty()] { (self.t("Xác nhận là đúng", "Confirm as right")) }
                    @if facet.is_list() {
                        button type="submit" name="action" value="remove" { (none_such(facet, ask.lang)) }
                    }
                    a href={ "/documents/" (self.document.key) "#" (entry) } { (self.t("Thôi", "Cancel")) }
                }
            }
        }
    }
}

/// That an item is none of its kind.
fn none_such(facet: Facet, lang: Lang) -> &'static str {
    let (vi, en) = match facet {
        Facet::Target => ("Không phải chỉ tiêu", "This is no target"),
        Facet::Reference => ("Không phải viện dẫn", "This is no citation"),
        Facet::Assignment => ("Không phải nhiệm vụ", "This is no duty"),
        _ => ("Không phải nơi nhận", "This is no recipient"),
    };
    lang.pick(vi, en)
}

/// What people took out, and the way to put it back.
pub(super) fn removed(panel: &Panel<'_>) -> Markup {
    let removed: Vec<_> = panel
        .corrections
        .iter()
        .filter(|one| one.correction.removes() && one.standing == "applied")
        .collect();
    let ask = panel.ask;
    let who = ask.who.name.as_deref().or(ask.who.remembered.as_deref()).unwrap_or("");
    html! {
        @if !removed.is_empty() {
            h2 id="removed" { (panel.t("Đã loại vì nhận nhầm", "Taken out as false alarms")) }
            ul.items {
                @for one in removed {
                    @let correction = &one.correction;
                    li {
                        div.line {
                            del.what lang="vi" { (short(correction.old.as_deref().unwrap_or("∅"), 300)) }
                            span.role { (none_such(correction.facet, ask.lang)) }
                        }
                        @if let Some(quote) = &correction.quote { p.task lang="vi" { (short(quote, 300)) } }
                        @if let Some(note) = &correction.note { p.task { (short(note, 300)) } }
                        div.meta { span { (correction.who) } span { (moment(&correction.made, ask.lang)) } }
                        @if ask.app.edits {
                            form.correction action={ "/documents/" (panel.document.key) "/corrections" } method="post" {
                                input type="hidden" name="key" value=(ask.app.access.key()) data-header=(KEY);
                                input type="hidden" name="facet" value=(correction.facet.code());
                                input type="hidden" name="undo" value=(one.id);
                                input type="hidden" name="entry" value="record";
                                div.row {
                                    label { span { (panel.t("Người sửa", "By")) }
                                        input name="who" value=(who) required maxlength="100" autocomplete="name" readonly[ask.who.name.is_some()]; }
                                    div.buttons { button type="submit" { (panel.t("Đưa trở lại", "Put it back")) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a person said, in a few words.
fn badge(ask: &Ask<'_>, one: &Correction) -> Markup {
    let correction = &one.correction;
    let by = format!("{}, {}", correction.who, moment(&correction.made, ask.lang));
    let note = correction.note.as_deref().map(|note| format!(" – {note}")).unwrap_or_default();
    html! {
        @if correction.confirms() {
            span.badge.ok title={ (by) (note) } { "✓ " (ask.t("đã xác nhận", "confirmed")) }
        } @else {
            span.badge.changed title={ (by) (note) } {
                (ask.t("đã sửa", "corrected")) " "
                (field_name(&correction.field, ask.lang)) ": "
                del { (short(correction.old.as_deref().unwrap_or("∅"), 60)) }
            }
        }
        " "
    }
}

fn input(ask: &Ask<'_>, facet: Facet, field: &str, value: &str) -> Markup {
    let codes: &[&str] = match (facet, field) {
        (Facet::Target, "comparator") => &["", "eq", "ge", "gt", "le", "lt", "approx", "between"],
        (Facet::Target, "change") => &["", "increase", "decrease", "maintain"],
        (Facet::Assignment, "role") => &["lead", "support", "responsible", "requested"],
        (Facet::Reference, "relation") => {
            &["based_on", "implements", "amends", "replaces", "repeals", "mentions"]
        }
        _ => &[],
    };
    let name = format!("new.{field}");
    let is_long = matches!(field, "indicator" | "task" | "title");
    html! {
        @if !codes.is_empty() {
            select name=(name) {
                @for code in codes { option value=(code) selected[*code == value] { (code_name(facet, field, code, ask.lang)) } }
            }
        } @else if is_long {
            textarea name=(name) rows="2" maxlength="5000" { (value) }
        } @else {
            input name=(name) value=(value) maxlength="1000" autocomplete="off"
                inputmode=[matches!(field, "value" | "value_max" | "deadline_year").then_some("decimal")]
                placeholder=[example(facet, field)];
        }
    }
}

/// How a value is written, where that can be mistaken: numbers here have a decimal point.
fn example(facet: Facet, field: &str) -> Option<&'static str> {
    match (facet, field) {
        (Facet::Target, "value" | "value_max") => Some("1234.5"),
        (Facet::Target, "deadline_year") => Some("2030"),
        (_, "date") => Some("2030-02-28"),
        (_, "doc_type" | "type") => Some("KH"),
        _ => None,
    }
}

fn code_name(facet: Facet, field: &str, code: &str, lang: Lang) -> String {
    fn named<T: serde::de::DeserializeOwned + Named>(code: &str, lang: Lang) -> String {
        serde_json::from_value::<T>(code.into())
            .map_or_else(|_| "—".to_owned(), |value| value.name(lang).to_owned())
    }
    match (facet, field) {
        (Facet::Target, "comparator") => named::<Comparator>(code, lang),
        (Facet::Target, "change") => named::<Change>(code, lang),
        (Facet::Assignment, _) => named::<AssignmentRole>(code, lang),
        _ => named::<Relation>(code, lang),
    }
}

/// The name of a value of the record.
pub(in crate::serve::pages) fn field_name(field: &str, lang: Lang) -> &str {
    let (vi, en) = match field {
        "issuer" => ("Cơ quan", "Issuer"),
        "number" => ("Số, ký hiệu", "Number"),
        "doc_type" | "type" => ("Loại (ký hiệu)", "Kind (abbreviation)"),
        "date" => ("Ngày (năm-tháng-ngày)", "Date (year-month-day)"),
        "place" => ("Nơi ban hành", "Place"),
        "title" => ("Trích yếu", "Title"),
        "indicator" => ("Chỉ tiêu", "Indicator"),
        "comparator" => ("So sánh", "Comparator"),
        "change" => ("Tăng, giảm", "Change"),
        "value" => ("Giá trị", "Value"),
        "value_max" => ("Giá trị đến", "Up to"),
        "unit" => ("Đơn vị", "Unit"),
        "baseline" => ("So với", "Baseline"),
        "deadline" => ("Thời hạn", "Deadline"),
        "deadline_year" => ("Năm của thời hạn", "Year of the deadline"),
        "relation" => ("Quan hệ", "Relation"),
        "body" => ("Cơ quan, đơn vị", "Body"),
        "role" => ("Vai trò", "Role"),
        "task" => ("Nhiệm vụ", "Task"),
        "name" => ("Tên", "Name"),
        "note" => ("Ghi chú", "Note"),
        "authority" => ("Thẩm quyền", "Authority"),
        "capacity" => ("Tư cách ký", "Capacity"),
        "position" => ("Chức vụ", "Position"),
        ITEM => ("Mục", "Item"),
        other => (other, other),
    };
    lang.pick(vi, en)
}

/// Corrections of what is not found any more.
pub(super) fn orphans(panel: &Panel<'_>) -> Markup {
    let orphans: Vec<_> = panel.corrections.iter().filter(|one| one.standing == "orphan").collect();
    html! {
        @if !orphans.is_empty() {
            h2 { (panel.t("Đính chính không còn chỗ gắn", "Corrections without their place")) }
            ul.items {
                @for one in orphans {
                    li {
                        (field_name(&one.correction.field, panel.ask.lang)) ": "
                        del { (one.correction.old.as_deref().unwrap_or("∅")) } " → "
                        ins { (one.correction.new.as_deref().unwrap_or("∅")) }
                        @if let Some(quote) = &one.correction.quote { p.task lang="vi" { (short(quote, 300)) } }
                        div.meta { span { (one.correction.who) } span { (moment(&one.correction.made, panel.ask.lang)) } }
                    }
                }
            }
        }
    }
}
