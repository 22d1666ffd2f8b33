//! The record in its pane.

use super::layout::short;
use super::parts::{moment, relation};
use super::source::{Shown, number as number_sections};
use crate::corpus::corrections::{Facet, value_of};
use crate::diagnostic::Lang;
use crate::knowledge::Cites;
use crate::serve::access::KEY;
use crate::serve::api::{Brief, Correction, Document};
use crate::serve::app::Ask;
use crate::write::phrases::{aim, day, number, position};
use crate::write::wire::{At, Comparator, Record, Severity};
use crate::write::words::Named;
use maud::{Markup, html};

/// How many items of a kind are shown where not all are asked for.
const SHOWN: usize = 150;

pub(super) struct Panel<'p> {
    pub ask: &'p Ask<'p>,
    pub document: &'p Document,
    pub record: &'p Record,
    pub corrections: &'p [Correction],
    pub shown: &'p Shown,
    /// The entry whose form is open.
    pub edit: Option<&'p str>,
    pub all: bool,
    /// What the document cites, in the order of its references, and what cites it.
    pub cites: &'p Cites,
    /// What says nearly the same, and how much is common.
    pub near: &'p [(Brief, f64)],
}

/// The whole record.
pub(super) fn show(panel: &Panel<'_>) -> Markup {
    let record = panel.record;
    let t = |vi, en| panel.ask.t(vi, en);
    let notable = record.diagnostics.iter().filter(|remark| remark.severity != Severity::Info).count();
    let chips = [
        ("targets", t("Chỉ tiêu", "Targets"), record.targets.len(), "target"),
        ("assignments", t("Phân công", "Assignments"), record.assignments.len(), "assignment"),
        ("references", t("Viện dẫn", "References"), record.references.len(), "reference"),
        ("sections", t("Bố cục", "Sections"), record.sections.len(), "section"),
        ("diagnostics", t("Lưu ý", "Remarks"), notable, "diagnostic"),
    ];
    html! {
        nav.chips aria-label=(t("Các phần của bản ghi", "Parts of the record")) {
            @for (id, name, count, class) in chips {
                @if count > 0 {
                    a class={ "key " (class) } href={ "#of-" (id) } { (name) " " span.count { (count) } }
                }
            }
        }
        (header(panel))
        (targets(panel))
        (assignments(panel))
        (references(panel))
        @if panel.cites.cited_by_count > 0 {
            h2 { (t("Được viện dẫn trong", "Cited by")) " " span.faint { (number(panel.cites.cited_by_count as i64, panel.ask.lang)) } }
            ul.plain {
                @for citing in &panel.cites.cited_by {
                    li lang="vi" {
                        @if let Some(key) = &citing.document.key { a href={ "/documents/" (key) } { (short(&citing.document.label(), 100)) } }
                        @if let Some(issuer) = &citing.document.issuer { " " span.faint { (short(issuer, 80)) } }
                    }
                }
            }
        }
        @if !panel.near.is_empty() {
            h2 { (t("Gần trùng với", "Nearly the same as")) }
            ul.plain {
                @for (document, share) in panel.near {
                    li lang="vi" { (super::parts::brief(document)) " " span.faint { ((share * 100.0).round()) "%" } }
                }
            }
        }
        (sections(panel))
        (foot(panel))
        (diagnostics(panel))
        (orphans(panel))
        (file(panel))
    }
}

impl Panel<'_> {
    fn t<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        self.ask.t(vi, en)
    }

    /// Text that leads to the place of an entry, where it has one.
    fn link(&self, entry: &str, section: Option<&[String]>, text: &str) -> Markup {
        let to = self.shown.link(entry).or_else(|| section.and_then(|labels| self.section(labels)));
        html! {
            @match to {
                Some(to) => a.to href=(to) data-place=(entry) { (text) },
                None => (text),
            }
        }
    }

    /// The place of the section with these labels.
    fn section(&self, labels: &[String]) -> Option<String> {
        let mut index = 0;
        let mut path: Vec<&str> = Vec::new();
        let mut found = None;
        number_sections(&self.record.sections, &mut index, &mut |index, section| {
            path.truncate(section.level.saturating_sub(1) as usize);
            path.push(section.label.as_deref().unwrap_or(""));
            let here = path.iter().filter(|label| !label.is_empty());
            if found.is_none() && !labels.is_empty() && here.copied().eq(labels.iter().map(String::as_str)) {
                found = Some(index);
            }
        });
        self.shown.link(&format!("section-{}", found?))
    }

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
    fn state(&self, facet: Facet, ordinal: usize, field: Option<&str>, entry: &str) -> Markup {
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
    fn form(&self, facet: Facet, ordinal: usize, fields: &[&str], entry: &str) -> Markup {
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
                    a href={ "/documents/" (self.document.key) "#" (entry) } { (self.t("Thôi", "Cancel")) }
                }
            }
        }
    }

    fn limit(&self, count: usize) -> usize {
        if self.all { count } else { count.min(SHOWN) }
    }

    fn more(&self, count: usize) -> Markup {
        html! {
            @if count > self.limit(count) {
                p.more {
                    a href="?all=true" {
                        (self.t("Hiện tất cả", "Show all")) " " (number(count as i64, self.ask.lang))
                    }
                }
            }
        }
    }

    fn head(&self, id: &str, class: &str, name: &str, count: usize) -> Markup {
        html! {
            h2 id={ "of-" (id) } { span class={ "key " (class) } { (name) } " " @if count > 0 { span.faint { (number(count as i64, self.ask.lang)) } } }
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
    use crate::write::wire::{AssignmentRole, Change, Relation};
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
pub(super) fn field_name(field: &str, lang: Lang) -> &str {
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
        other => (other, other),
    };
    lang.pick(vi, en)
}

fn header(panel: &Panel<'_>) -> Markup {
    let header = &panel.record.header;
    let lang = panel.ask.lang;
    let issuer_note = header.issuer.as_ref().map(|issuer| {
        [issuer.level.map(|level| level.name(lang)), Some(issuer.system.name(lang))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    });
    let inferred = |inferred: bool| inferred.then(|| panel.t("suy ra", "inferred").to_owned());
    let phrase = |phrase: &Option<crate::write::wire::Phrase>| {
        (phrase.as_ref().map(|p| p.text.clone()), inferred(phrase.as_ref().is_some_and(|p| p.inferred)))
    };
    // Entry, name, the field that can be corrected, value and note.
    type Member = (&'static str, &'static str, Option<&'static str>, (Option<String>, Option<String>));
    let rows: [Member; 8] = [
        (
            "issuer",
            "issuer",
            Some("issuer"),
            (header.issuer.as_ref().map(|issuer| issuer.name.clone()), issuer_note),
        ),
        (
            "number",
            "number",
            Some("number"),
            (header.number.as_ref().map(|number| number.text.clone()), None),
        ),
        (
            "doc-type",
            "doc_type",
            Some("doc_type"),
            (
                header.doc_type.as_ref().map(|kind| kind.name.clone()),
                inferred(header.doc_type.as_ref().is_some_and(|kind| kind.inferred)),
            ),
        ),
        ("date", "date", Some("date"), (header.date.as_ref().map(|date| date.written()), None)),
        ("title", "title", Some("title"), phrase(&header.title)),
        ("place", "place", Some("place"), phrase(&header.place)),
        ("urgency", "urgency", None, phrase(&header.urgency)),
        ("secrecy", "secrecy", None, phrase(&header.secrecy)),
    ];
    let name = |field: &str| match field {
        "doc_type" => panel.t("Loại văn bản", "Kind").to_owned(),
        "date" => panel.t("Ngày", "Date").to_owned(),
        "urgency" => panel.t("Độ khẩn", "Urgency").to_owned(),
        "secrecy" => panel.t("Độ mật", "Secrecy").to_owned(),
        field => field_name(field, lang).to_owned(),
    };
    html! {
        (panel.head("header", "header", panel.t("Thể thức", "Header"), 0))
        dl.values {
            @for (entry, field, fixed, (value, note)) in &rows {
                @if value.is_some() || (panel.ask.app.edits && fixed.is_some()) {
                    div id=(entry) tabindex="-1" data-entry {
                        dt { (name(field)) }
                        dd {
                            span lang="vi" {
                                @match value {
                                    Some(value) => (panel.link(entry, None, &short(value, 1500))),
                                    None => span.faint { "—" },
                                }
                            }
                            @if let Some(note) = note { " " span.faint { "(" (note) ")" } }
                            @if let Some(field) = fixed {
                                " " (panel.state(Facet::Header, 0, Some(field), entry))
                                (panel.form(Facet::Header, 0, &[field], entry))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn place(panel: &Panel<'_>, section: &[String], at: &At) -> Markup {
    let position = position(at.page.map(i64::from), at.line.map(i64::from), panel.ask.lang);
    html! {
        span.where {
            @if !section.is_empty() { (panel.t("mục", "section")) " " (section.join("/")) @if !position.is_empty() { ", " } }
            (position)
        }
    }
}

fn targets(panel: &Panel<'_>) -> Markup {
    let targets = &panel.record.targets;
    if targets.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("targets", "target", panel.t("Chỉ tiêu", "Targets"), targets.len()))
        ul.items {
            @for (index, target) in targets.iter().enumerate().take(panel.limit(targets.len())) {
                @let entry = format!("target-{index}");
                li id=(entry) tabindex="-1" data-entry class=[target.parent.map(|_| "part")] {
                    div.line {
                        span.what lang="vi" { (panel.link(&entry, Some(&target.section), &short(&target.indicator, 600))) }
                        @if target.value.is_some() { strong.value lang="vi" { (aim(target, panel.ask.lang)) } }
                    }
                    div.meta {
                        @if let Some(deadline) = &target.deadline { span lang="vi" { (short(&deadline.text, 80)) } }
                        @if let Some(baseline) = &target.baseline { span lang="vi" { (panel.t("so với", "against")) " " (short(baseline, 80)) } }
                        (place(panel, &target.section, &target.at))
                        @if let Some(confidence) = target.confidence {
                            span.badge.doubt { (panel.t("độ chắc", "confidence")) " " ((confidence * 100.0).round()) "%" }
                        }
                        span { (panel.state(Facet::Target, index, None, &entry)) }
                    }
                    (panel.form(Facet::Target, index, Facet::Target.fields(), &entry))
                }
            }
        }
        (panel.more(targets.len()))
    }
}

fn assignments(panel: &Panel<'_>) -> Markup {
    let duties = &panel.record.assignments;
    if duties.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("assignments", "assignment", panel.t("Phân công", "Assignments"), duties.len()))
        ul.items {
            @for (index, duty) in duties.iter().enumerate().take(panel.limit(duties.len())) {
                @let entry = format!("assignment-{index}");
                li id=(entry) tabindex="-1" data-entry {
                    div.line {
                        strong.what lang="vi" { (panel.link(&entry, Some(&duty.section), &short(&duty.body, 300))) }
                        span.role { (duty.role.name(panel.ask.lang)) }
                    }
                    p.task lang="vi" { (short(&duty.task, 600)) }
                    div.meta {
                        @if let Some(deadline) = &duty.deadline { span lang="vi" { (short(deadline, 80)) } }
                        (place(panel, &duty.section, &duty.at))
                        span { (panel.state(Facet::Assignment, index, None, &entry)) }
                    }
                    (panel.form(Facet::Assignment, index, Facet::Assignment.fields(), &entry))
                }
            }
        }
        (panel.more(duties.len()))
    }
}

fn references(panel: &Panel<'_>) -> Markup {
    let references = &panel.record.references;
    if references.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("references", "reference", panel.t("Văn bản viện dẫn", "References"), references.len()))
        ul.items {
            @for (index, reference) in references.iter().enumerate().take(panel.limit(references.len())) {
                @let entry = format!("reference-{index}-0");
                @let kind = reference.kind.as_ref().map(|kind| kind.name.as_str());
                @let name = [kind, reference.number.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
                @let name = if name.is_empty() { reference.key.clone() } else { name };
                li id=(entry) tabindex="-1" data-entry {
                    div.line {
                        span.what lang="vi" { (panel.link(&entry, None, &short(&name, 200))) }
                        span.role { (relation(panel.ask, relation_code(reference))) }
                    }
                    @if let Some(title) = &reference.title { p.task lang="vi" { (short(title, 400)) } }
                    div.meta {
                        @if let Some(issuer) = &reference.issuer { span lang="vi" { (short(issuer, 120)) } }
                        @if let Some(date) = &reference.date { span { (day(date, panel.ask.lang)) } }
                        @for (mention, at) in reference.mentions.iter().enumerate().take(12) {
                            @let id = format!("reference-{index}-{mention}");
                            span id=[(mention > 0).then_some(&id)] tabindex=[(mention > 0).then_some("-1")] {
                                @match panel.shown.link(&id) {
                                    Some(to) => a href=(to) data-place=(id) { (place(panel, &at.section, &at.at)) },
                                    None => (place(panel, &at.section, &at.at)),
                                }
                            }
                        }
                        @if let Some(key) = panel.cites.cites.get(index).and_then(|cited| cited.document.key.as_ref()) {
                            a.open href={ "/documents/" (key) } { (panel.t("Mở văn bản này", "Open this document")) }
                        }
                        span { (panel.state(Facet::Reference, index, None, &entry)) }
                    }
                    (panel.form(Facet::Reference, index, Facet::Reference.fields(), &entry))
                }
            }
        }
        (panel.more(references.len()))
    }
}

fn relation_code(reference: &crate::write::wire::Reference) -> &'static str {
    use crate::write::wire::Relation;
    match reference.relation {
        Relation::BasedOn => "based_on",
        Relation::Implements => "implements",
        Relation::Amends => "amends",
        Relation::Replaces => "replaces",
        Relation::Repeals => "repeals",
        Relation::Mentions => "mentions",
    }
}

fn sections(panel: &Panel<'_>) -> Markup {
    const MOST: usize = 400;
    let mut list = Vec::new();
    let mut index = 0;
    number_sections(&panel.record.sections, &mut index, &mut |index, section| {
        if (section.label.is_some() || section.heading.is_some()) && (panel.all || list.len() < MOST) {
            list.push((index, section));
        }
    });
    if list.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("sections", "section", panel.t("Bố cục", "Sections"), index))
        ol.outline {
            @for (index, section) in &list {
                @let entry = format!("section-{index}");
                @let name = match (&section.label, &section.heading) {
                    (Some(label), Some(heading)) => format!("{label}. {heading}"),
                    (None, Some(heading)) => heading.clone(),
                    (_, None) => section.quote.clone(),
                };
                li id=(entry) tabindex="-1" data-entry class={ "level-" (section.level.clamp(1, 6)) } {
                    span lang="vi" { (panel.link(&entry, None, &short(&name, 120))) }
                    @if !section.roles.is_empty() {
                        " " span.faint { (section.roles.iter().map(|role| role.name(panel.ask.lang)).collect::<Vec<_>>().join(", ")) }
                    }
                }
            }
        }
    }
}

fn foot(panel: &Panel<'_>) -> Markup {
    let record = panel.record;
    let signatures: Vec<_> = record.signature.iter().chain(&record.co_signatures).collect();
    html! {
        @if !signatures.is_empty() {
            (panel.head("signature", "foot", panel.t("Chữ ký", "Signature"), 0))
            ul.items {
                @for (index, signature) in signatures.iter().enumerate() {
                    @let entry = format!("signature-{index}");
                    li id=(entry) tabindex="-1" data-entry {
                        div.line { strong.what lang="vi" { (panel.link(&entry, None, signature.name.as_deref().unwrap_or("—"))) } }
                        div.meta {
                            @for part in [&signature.authority, &signature.capacity, &signature.position].into_iter().flatten() {
                                span lang="vi" { (short(part, 120)) }
                            }
                            span { (panel.state(Facet::Signature, index, None, &entry)) }
                        }
                        (panel.form(Facet::Signature, index, Facet::Signature.fields(), &entry))
                    }
                }
            }
        }
        @if !record.recipients.is_empty() {
            (panel.head("recipients", "foot", panel.t("Nơi nhận", "Recipients"), record.recipients.len()))
            ul.items.tight {
                @for (index, recipient) in record.recipients.iter().enumerate().take(panel.limit(record.recipients.len())) {
                    @let entry = format!("recipient-{index}");
                    li id=(entry) tabindex="-1" data-entry {
                        span lang="vi" { (panel.link(&entry, None, &short(&recipient.name, 200))) }
                        @if let Some(note) = &recipient.note { " " span.faint { "(" (short(note, 60)) ")" } }
                        " " (panel.state(Facet::Recipient, index, None, &entry))
                        (panel.form(Facet::Recipient, index, Facet::Recipient.fields(), &entry))
                    }
                }
            }
        }
        @if !record.footnotes.is_empty() {
            (panel.head("footnotes", "footnote", panel.t("Chú thích", "Footnotes"), record.footnotes.len()))
            ul.items.tight {
                @for (index, note) in record.footnotes.iter().enumerate().take(panel.limit(record.footnotes.len())) {
                    @let entry = format!("footnote-{index}");
                    li id=(entry) tabindex="-1" data-entry lang="vi" {
                        sup { (short(&note.mark, 8)) } " " (panel.link(&entry, None, &short(&note.text, 400)))
                    }
                }
            }
        }
    }
}

fn diagnostics(panel: &Panel<'_>) -> Markup {
    let remarks = &panel.record.diagnostics;
    if remarks.is_empty() {
        return html! {};
    }
    html! {
        (panel.head("diagnostics", "diagnostic", panel.t("Lưu ý", "Remarks"), remarks.len()))
        ul.items {
            @for (index, remark) in remarks.iter().enumerate().take(panel.limit(remarks.len())) {
                @let entry = format!("diagnostic-{index}");
                li id=(entry) tabindex="-1" data-entry {
                    div.line {
                        span.what { (panel.link(&entry, None, &short(&remark.message, 400))) }
                        span class={ "role " (severity_class(remark.severity)) } { (remark.severity.name(panel.ask.lang)) }
                    }
                    div.meta {
                        code { (remark.code) }
                        @if let Some(at) = &remark.at { (place(panel, &[], at)) }
                    }
                }
            }
        }
        (panel.more(remarks.len()))
    }
}

fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warn",
        Severity::Error => "error",
    }
}

/// Corrections of what is not found any more.
fn orphans(panel: &Panel<'_>) -> Markup {
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

fn file(panel: &Panel<'_>) -> Markup {
    let source = &panel.record.source;
    let rows = [
        (panel.t("Tệp", "File"), panel.document.path.clone()),
        (panel.t("Định dạng", "Format"), source.format.clone()),
        (panel.t("Bảng mã", "Encoding"), source.encoding.clone().unwrap_or_default()),
        (panel.t("Số byte", "Bytes"), number(source.bytes as i64, panel.ask.lang)),
        (
            panel.t("Nhận dạng chữ", "Recognition"),
            source.ocr.as_ref().map_or_else(String::new, |ocr| {
                format!("{}, {:.0}%", ocr.engine, ocr.mean_confidence * 100.0)
            }),
        ),
        ("BLAKE3", source.blake3.clone()),
        (panel.t("Đọc lúc", "Read at"), moment(&panel.document.ingested, panel.ask.lang)),
    ];
    html! {
        h2 { (panel.t("Nguồn", "Source")) }
        dl.values {
            @for (name, value) in rows {
                @if !value.is_empty() { div { dt { (name) } dd.path { (value) } } }
            }
        }
    }
}
