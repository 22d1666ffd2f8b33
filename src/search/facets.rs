//! Counts of the values of fields, and the filters that choose one.

use super::answer::{Facet, FacetValue};
use super::collect::{Counts, Values, WORD_COLUMNS};
use super::plan::{Part, Plan};
use super::query::FilterField;

/// The filters of the word columns, in the order of [`WORD_COLUMNS`].
pub(super) const FACETS: [Option<FilterField>; WORD_COLUMNS.len()] = [
    Some(FilterField::Kind),
    Some(FilterField::Issuer),
    Some(FilterField::Level),
    Some(FilterField::System),
    Some(FilterField::Province),
    Some(FilterField::Body),
];

/// Whether a clause of the plan does nothing but choose values of this field.
pub(super) fn is_filtered(plan: &Plan, field: Option<FilterField>) -> bool {
    plan.clauses.iter().any(|clause| {
        !clause.negated
            && matches!(clause.any.as_slice(), [Part::Filter(filter)] if Some(filter.field) == field)
    })
}

/// The counts as they are shown, at most so many values of each field.
pub(super) fn facets(counts: &Counts, values: &Values, most: usize) -> Vec<Facet> {
    let mut facets: Vec<Facet> = FACETS
        .into_iter()
        .enumerate()
        .filter_map(|(column, field)| {
            let field = field?;
            let mut found: Vec<(&str, u32)> = counts.words[column]
                .iter()
                .enumerate()
                .filter(|(_, count)| **count > 0)
                .map(|(number, &count)| (values.name(column, number), count))
                .collect();
            let by_count = |a: &(&str, u32), b: &(&str, u32)| b.1.cmp(&a.1).then(a.0.cmp(b.0));
            let more = found.len().saturating_sub(most);
            if more > 0 {
                found.select_nth_unstable_by(most, by_count);
                found.truncate(most);
            }
            found.sort_unstable_by(by_count);
            let values = found.into_iter().map(|(value, count)| FacetValue {
                value: value.to_owned(),
                count: u64::from(count),
                filter: filter_text(field, value),
            });
            Some(Facet { field, values: values.collect(), more })
        })
        .collect();
    let mut years: Vec<(u64, u32)> = counts.years.iter().map(|(&year, &count)| (year, count)).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let more = years.len().saturating_sub(most);
    let values = years.into_iter().take(most).map(|(year, count)| FacetValue {
        value: year.to_string(),
        count: u64::from(count),
        filter: filter_text(FilterField::Year, &year.to_string()),
    });
    facets.push(Facet { field: FilterField::Year, values: values.collect(), more });
    facets
}

/// A filter as it is typed, for a whole value.
pub fn filter_text(field: FilterField, value: &str) -> String {
    let name = field.names()[0];
    let value = value.replace(['"', '“', '”', '„', '«', '»'], " ");
    match field {
        FilterField::Issuer | FilterField::Body => format!("{name}:=\"{value}\""),
        _ if value.contains(' ') => format!("{name}:\"{value}\""),
        _ => format!("{name}:{value}"),
    }
}
