//! The chain of plans of a document with the same indicators side by side, and one indicator over years and places.

use super::documents::named;
use crate::corpus::Filter;
use crate::knowledge::{self, Compared, Series};
use crate::rules::Rules;
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::serve::route::Nothing;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most documents of a chain, and of those most whose indicators are compared.
const DOCUMENTS: usize = 40;
const COMPARED: usize = 8;
/// Most points of a series.
const POINTS: usize = 2_000;

/// The chain of plans that a document belongs to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Cascade {
    /// The documents, from the top down, and which of them carries out which.
    pub chain: knowledge::Cascade,
    /// The indicators that two or more of them have: the document itself and those nearest to it.
    pub compared: Compared,
}

/// The chain.
pub(in crate::serve) fn cascade(ask: &Ask<'_>, _: Nothing) -> Result<Cascade, Problem> {
    let (_, document) = named(ask)?;
    let fault = |fault| Problem::of_base(&fault);
    let chain = knowledge::cascade(ask.base, &document.key, DOCUMENTS).map_err(fault)?;
    let mut near: Vec<(u32, usize, String)> = chain
        .steps
        .iter()
        .enumerate()
        .filter_map(|(at, step)| Some((step.depth.unsigned_abs(), at, step.document.key.clone()?)))
        .collect();
    near.sort();
    near.truncate(COMPARED);
    near.sort_by_key(|(_, at, _)| *at);
    let keys: Vec<String> = near.into_iter().map(|(_, _, key)| key).collect();
    let compared = knowledge::compare(ask.base, &keys, true, Rules::embedded()).map_err(fault)?;
    Ok(Cascade { chain, compared })
}

/// Which indicator.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(in crate::serve) struct SeriesQuery {
    /// Từ liền nhau trong tên chỉ tiêu / Words of the indicator, one after another: "hộ nghèo".
    pub q: Option<String>,
    /// Tỉnh, theo tên trong văn bản hoặc ngày nay / The province, as documents name it or of today.
    pub province: Option<String>,
    /// Cấp / The level: central, province, district, commune.
    pub level: Option<String>,
}

/// One indicator over years and places.
pub(in crate::serve) fn series(ask: &Ask<'_>, query: SeriesQuery) -> Result<Series, Problem> {
    let words = query.q.unwrap_or_default();
    let filter = Filter {
        provinces: query.province.into_iter().collect(),
        levels: query.level.into_iter().collect(),
        ..Filter::default()
    };
    if words.trim().is_empty() {
        return Ok(Series { points: Vec::new(), is_cut: false });
    }
    knowledge::series(ask.base, &words, &filter, POINTS).map_err(|fault| Problem::of_base(&fault))
}
