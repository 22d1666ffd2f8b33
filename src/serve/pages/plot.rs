//! Targets over the years, drawn on the server.

use super::layout::short;
use super::parts::name;
use crate::serve::api::Target;
use crate::serve::app::Ask;
use crate::write::phrases::rounded;
use maud::{Markup, html};
use std::collections::BTreeMap;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 78.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 32.0;
/// How many issuers have a colour and a line of their own.
const SERIES: usize = 6;

/// The targets by year and value; `None` where there is nothing to compare.
pub(super) fn plot(ask: &Ask<'_>, targets: &[Target], unit: &str) -> Option<Markup> {
    let points: Vec<(i64, f64, &Target)> = targets
        .iter()
        .filter_map(|target| {
            let year = target.deadline_year.or(target.document.year)?;
            Some((year, target.base_value?, target)).filter(|(_, value, _)| value.is_finite())
        })
        .collect();
    let years = points.iter().map(|point| point.0);
    let (first, last) = (years.clone().min()?, years.max()?);
    if points.len() < 2 || last - first > 200 {
        return None;
    }
    let (first, last) = if first == last { (first - 1, last + 1) } else { (first, last) };
    let values = points.iter().map(|point| point.1);
    let most = values.clone().fold(f64::MIN, f64::max).max(0.0);
    let least = values.fold(f64::MAX, f64::min).min(0.0);
    let step = step((most - least).max(1e-9) / 4.0);
    let (low, high) = ((least / step).floor() * step, (most / step).ceil() * step);
    let high = if high > low { high } else { low + step };
    let x = |year: i64| LEFT + (WIDTH - LEFT - RIGHT) * (year - first) as f64 / (last - first) as f64;
    let y = |value: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low);

    let mut issuers: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, target) in &points {
        *issuers.entry(target.document.issuer.as_deref().unwrap_or("")).or_default() += 1;
    }
    let mut ranked: Vec<(&str, usize)> = issuers.into_iter().filter(|(name, _)| !name.is_empty()).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.truncate(SERIES);
    let series = |target: &Target| {
        let issuer = target.document.issuer.as_deref().unwrap_or("");
        ranked.iter().position(|(name, _)| *name == issuer).map_or(SERIES, |index| index)
    };
    let mut lines: Vec<BTreeMap<i64, Vec<f64>>> = vec![BTreeMap::new(); ranked.len()];
    for (year, value, target) in &points {
        if let Some(line) = lines.get_mut(series(target)) {
            line.entry(*year).or_default().push(*value);
        }
    }
    // Where an issuer has several values of one year they are of several things, and no line leads through them.
    lines.iter_mut().filter(|line| line.values().any(|values| values.len() > 1)).for_each(BTreeMap::clear);
    let every = ((last - first) / 12 + 1).max(1);
    let ticks: Vec<f64> = (0..=12)
        .map(|index| low + step * f64::from(index))
        .take_while(|tick| *tick <= high + step * 0.01)
        .collect();
    let what = format!("{}: {} ({unit})", ask.t("Giá trị theo năm", "Values by year"), points.len());
    Some(html! {
        figure.plot {
            figcaption { (what) }
            div.drawing { svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(what) {
                @for tick in &ticks {
                    line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(*tick)) y2=(y(*tick)) {}
                    text.tick x=(LEFT - 8.0) y=(y(*tick) + 4.0) text-anchor="end" { (compact(ask, *tick)) }
                }
                @for year in (first..=last).filter(|year| (year - first) % every == 0) {
                    text.tick x=(x(year)) y=(HEIGHT - 10.0) text-anchor="middle" { (year) }
                }
                @for (index, line) in lines.iter().enumerate() {
                    @let path = line.iter().flat_map(|(year, values)| values.iter().map(move |value| (*year, *value))).map(|(year, value)| format!("{:.1},{:.1}", x(year), y(value))).collect::<Vec<_>>().join(" ");
                    @if line.len() > 1 { polyline class={ "series s" (index) } points=(path) {} }
                }
                @for (year, value, target) in &points {
                    a href={ "/documents/" (target.document.key) "#target-" (target.ordinal) } {
                        circle class={ "dot s" (series(target)) } cx=(format!("{:.1}", x(*year))) cy=(format!("{:.1}", y(*value))) r="4.5" {
                            title { (short(&target.indicator, 100)) ": " (rounded(*value, ask.lang)) " " (unit) " (" (year) ") – " (name(&target.document)) }
                        }
                    }
                }
            } }
            ul.legend lang="vi" {
                @for (index, (issuer, count)) in ranked.iter().enumerate() {
                    li { svg viewBox="0 0 12 12" aria-hidden="true" { circle class={ "dot s" (index) } cx="6" cy="6" r="5" {} } (short(issuer, 60)) " " span.faint { (count) } }
                }
            }
        }
    })
}

/// A round step of about this size.
fn step(about: f64) -> f64 {
    let power = 10f64.powf(about.log10().floor());
    let factor =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|factor| factor * power >= about).unwrap_or(10.0);
    factor * power
}

/// A number with the words that Vietnamese has for large ones.
fn compact(ask: &Ask<'_>, value: f64) -> String {
    let (divided, word) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, ask.t(" tỷ", "bn")),
        size if size >= 1e6 => (value / 1e6, ask.t(" tr", "m")),
        _ => (value, ""),
    };
    format!("{}{word}", rounded((divided * 1000.0).round() / 1000.0, ask.lang))
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round() {
        for (about, wanted) in [(0.9, 1.0), (1.1, 2.0), (2.2, 2.5), (26.0, 50.0), (0.03, 0.05), (7e8, 1e9)] {
            assert!((step(about) / wanted - 1.0).abs() < 1e-9, "{about}: {}", step(about));
        }
    }
}
