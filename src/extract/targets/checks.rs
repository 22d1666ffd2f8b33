//! Contradictions and misprints in the figures of targets.

use super::amount::Amount;
use super::digits::Flaw;
use super::view::View;
use crate::decimal::Decimal;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{Change, Comparator, Layout, Quantity, Target};

/// A remark on the writing of a number.
pub fn writing(view: &View<'_>, amount: &Amount) -> Option<Diagnostic> {
    let end = amount.unit.as_ref().map_or(amount.number + 1, |unit| unit.tokens.end).max(amount.number + 1);
    let span = view.span(amount.number..end);
    let (text, value) = (view.layout.str(span), amount.value);
    let remark = match amount.flaw? {
        Flaw::Gap => Diagnostic::warning(
            "number-gap",
            Message::new(
                format!("Số \"{text}\" có khoảng trắng bên trong; đọc là {value}"),
                format!("The number \"{text}\" has a space inside; it is read as {value}"),
            ),
        ),
        Flaw::Ambiguous => Diagnostic::warning(
            "ambiguous-number",
            Message::new(
                format!("Số \"{text}\" có thể là số thập phân hoặc số hàng nghìn; đọc là {value}"),
                format!("The number \"{text}\" may be a decimal or thousands; it is read as {value}"),
            ),
        ),
        Flaw::Foreign => Diagnostic::info(
            "foreign-number",
            Message::new(
                format!("Số \"{text}\" không viết theo cách Việt Nam; đọc là {value}"),
                format!(
                    "The number \"{text}\" is not written in the Vietnamese manner; it is read as {value}"
                ),
            ),
        ),
    };
    Some(remark.at(view.layout.original(span)))
}

/// Parts that do not add up to their whole, shares that do not make 100%.
pub fn sums(layout: &Layout, targets: &[Target], diagnostics: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while at < targets.len() {
        let Some(whole) = targets[at].parent else {
            at += 1;
            continue;
        };
        let end =
            (at..targets.len()).find(|&next| targets[next].parent != Some(whole)).unwrap_or(targets.len());
        let parts = &targets[at..end];
        at = end;
        // Levels of several years follow each other; they do not add up.
        if parts.iter().any(|part| part.deadline != parts[0].deadline) {
            continue;
        }
        amounts(layout, &targets[whole], parts, diagnostics);
        shares(layout, &targets[whole], parts, diagnostics);
    }
}

/// A level that can be added: not a change, not a bound.
fn level(quantity: &Quantity) -> bool {
    quantity.change.is_none()
        && quantity.value_max.is_none()
        && matches!(quantity.comparator, Comparator::Eq | Comparator::Approx | Comparator::Ge)
}

fn added<'t>(parts: &'t [Target], unit: &'t str) -> impl Iterator<Item = &'t Quantity> {
    parts
        .iter()
        .filter_map(|part| part.quantity.as_ref())
        .filter(move |quantity| quantity.unit.as_deref() == Some(unit))
}

fn sum<'t>(quantities: impl Iterator<Item = &'t Quantity>) -> Option<(Decimal, usize)> {
    let mut total = (Decimal::ZERO, 0);
    for quantity in quantities {
        if !level(quantity) {
            return None;
        }
        total = (total.0.checked_add(quantity.value)?, total.1 + 1);
    }
    Some(total)
}

fn amounts(layout: &Layout, whole: &Target, parts: &[Target], diagnostics: &mut Vec<Diagnostic>) {
    let Some(quantity) = whole.quantity.as_ref().filter(|quantity| level(quantity)) else { return };
    let Some(unit) = quantity.unit.as_deref().filter(|unit| is_additive(unit)) else { return };
    let value = quantity.value.to_f64();
    let rounding = |count: usize| {
        (0.5 * count as f64 * 0.1f64.powi(i32::from(quantity.value.scale()))).max(value * 1e-9)
    };
    let (mut total, mut count, mut complete) = (Decimal::ZERO, 0, false);
    for part in added(parts, unit) {
        let Some(sum) = level(part).then(|| total.checked_add(part.value)).flatten() else { return };
        (total, count) = (sum, count + 1);
        // Parts that make the whole may be followed by others that cut it another way.
        complete |= count >= 2 && (total.to_f64() - value).abs() <= rounding(count);
    }
    let total_value = total.to_f64();
    // "Trong đó" may name some parts only: far less than the whole is no contradiction.
    if complete || count < 2 || total_value < 0.9 * value {
        return;
    }
    let message = Message::new(
        format!(
            "Các phần của \"{}\" cộng lại là {total} {unit}, không phải {} {unit}",
            whole.indicator, quantity.value
        ),
        format!(
            "The parts of \"{}\" add up to {total} {unit}, not {} {unit}",
            whole.indicator, quantity.value
        ),
    );
    let remark = if total_value > value {
        Diagnostic::warning("parts-do-not-sum", message)
    } else {
        Diagnostic::info("parts-do-not-sum", message)
    };
    diagnostics.push(remark.at(layout.original(whole.at)));
}

/// Rates, prices and scores do not add.
fn is_additive(unit: &str) -> bool {
    !unit.contains(['%', '‰', '/']) && unit != "điểm" && unit != "bậc"
}

fn shares(layout: &Layout, whole: &Target, parts: &[Target], diagnostics: &mut Vec<Diagnostic>) {
    if whole.quantity.as_ref().is_none_or(|quantity| quantity.unit.as_deref() == Some("%")) {
        return;
    }
    let changed = |quantity: &Quantity| matches!(quantity.change, Some(Change::Increase | Change::Decrease));
    if added(parts, "%").any(changed) {
        return;
    }
    let Some((total, count)) = sum(added(parts, "%")) else { return };
    let total_value = total.to_f64();
    let near = (90.0..=110.0).contains(&total_value);
    if count < 2 || !near || (total_value - 100.0).abs() <= 0.05 * count as f64 {
        return;
    }
    let message = Message::new(
        format!("Tỷ trọng các phần của \"{}\" cộng lại là {total}%, không phải 100%", whole.indicator),
        format!("The shares of \"{}\" add up to {total}%, not 100%", whole.indicator),
    );
    diagnostics.push(Diagnostic::warning("shares-not-100", message).at(layout.original(whole.at)));
}
