//! A row of `targets`.

use super::fault::Fault;
use super::reader::Reader;
use super::row::row;
use crate::write::phrases::Aim;

row! {
    /// What the corpus tells of a target: a row of the table `targets`.
    struct TargetRow of "t" {
        /// The target's place in its record, from 0.
        ordinal: u32,
        /// As the document names it.
        indicator: String,
        /// eq, ge, gt, le, lt, approx, between.
        comparator: Option<String>,
        /// increase, decrease, maintain; `null` where the value is a level.
        change: Option<String>,
        /// The value, or the lower end of a range.
        value: Option<f64>,
        /// The upper end of a range.
        value_max: Option<f64>,
        /// The unit as written.
        unit: Option<String>,
        /// In the base unit: 1,2 tỷ đồng is 1200000000 đồng.
        base_value: Option<f64>,
        base_value_max: Option<f64>,
        base_unit: Option<String>,
        /// By when it is to be reached, as written.
        deadline: Option<String>,
        deadline_year: Option<u16>,
        /// The labels of its section from the root, joined by "/".
        section: String,
        /// The passage that sets it.
        quote: String,
        /// From 1; `null` where the format has no pages.
        page: Option<u32>,
        /// From 1; `null` where the format has no lines.
        line: Option<u32>,
    }
}

impl TargetRow {
    /// What it wants to reach.
    pub fn aim(&self) -> Aim<'_> {
        let TargetRow { change, comparator, value, value_max, unit, .. } = self;
        Aim {
            change: change.as_deref(),
            comparator: comparator.as_deref(),
            value: *value,
            value_max: *value_max,
            unit: unit.as_deref(),
        }
    }
}

impl Reader {
    /// The targets of a document, by its number in this corpus, in document order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn targets(&self, id: i64) -> Result<Vec<TargetRow>, Fault> {
        let columns = TargetRow::COLUMNS;
        let sql = format!("SELECT {columns} FROM targets t WHERE t.document_id = ?1 ORDER BY t.ordinal");
        self.connection()
            .prepare_cached(&sql)
            .and_then(|mut select| select.query_map([id], TargetRow::from_row)?.collect())
            .map_err(|cause| self.fault(cause))
    }
}
