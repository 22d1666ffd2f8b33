//! What the head leaves blank or contradicts.

use crate::diagnostic::{Diagnostic, Message};
use crate::document::{Header, PartialDate, Zone};
use crate::extract::Context;
use crate::extract::dates::date;
use crate::extract::line::Line;
use crate::extract::symbol::symbol;
use crate::rules::CitationPart;

/// Blanks that were never filled in, and a date that the attached text gives otherwise.
pub(super) fn checks(context: Context<'_>, header: &Header, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(number) = header.number.as_ref().filter(|number| number.serial.is_none()) {
        let message = Message::new("số văn bản để trống", "the number of the document was left blank");
        diagnostics.push(Diagnostic::info("blank-number", message).at(context.layout.original(number.at)));
    }
    let Some(date) = &header.date else { return };
    if (date.value.day.is_none() || date.value.month.is_none() || date.value.year.is_none())
        && let Some(at) = date.at
        && !diagnostics.iter().any(|remark| remark.code == "impossible-date")
    {
        let message =
            Message::new("ngày ban hành để trống một phần", "the date of issue was left blank in part");
        diagnostics.push(Diagnostic::info("blank-date", message).at(context.layout.original(at)));
    }
    let Some(number) = &header.number else { return };
    for block in 0..context.layout.blocks.len() {
        if context.outline.zone(block) != Zone::AttachmentTitle {
            continue;
        }
        let line = Line::of_block(context, block);
        let own = (0..line.len()).filter_map(|at| symbol(line, at)).find(|found| found.text == number.text);
        let Some(cited) = own.and_then(|found| {
            (found.end..line.len().min(found.end + 4)).find_map(|at| Some((at, date_at(line, at)?)))
        }) else {
            continue;
        };
        let (at, (value, end)) = cited;
        if value.iso().is_some() && date.value.iso().is_some() && value.iso() != date.value.iso() {
            let span = line.span(at..end);
            let printed = context.layout.str(span);
            let message = Message::new(
                format!("phần kèm theo ghi ngày ban hành khác: \"{printed}\""),
                format!("the attached text gives another date of issue: \"{printed}\""),
            );
            diagnostics
                .push(Diagnostic::warning("conflicting-dates", message).at(context.layout.original(span)));
        }
    }
}

fn date_at(line: Line<'_>, at: usize) -> Option<(PartialDate, usize)> {
    line.skip(at, CitationPart::Day)?;
    date(line, at).map(|found| (found.value, found.end))
}
