//! The targets that were filtered as tables to save, made like those of the command line.

use crate::serve::api::{self, TargetsQuery, record_of};
use crate::serve::app::Ask;
use crate::serve::params::parse;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::write::table::Table;
use crate::write::wire::Record;
use crate::write::{csv, xlsx};

/// Most rows of a table. Beyond that `extract export` writes the corpus as it is read.
const MOST: u32 = 50_000;

/// Gives each document with the targets of it that are asked for.
fn each(
    ask: &Ask<'_>,
    mut take: impl FnMut(&Record, &[usize]) -> std::io::Result<()>,
) -> Result<(), Problem> {
    let query: TargetsQuery = parse(ask.query)?;
    let targets = api::each_target(ask, &TargetsQuery { page: None, size: None, ..query }, MOST)?;
    let mut rest = &targets[..];
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|target| target.document.key == first.document.key).count();
        let (these, behind) = rest.split_at(same);
        rest = behind;
        let record = record_of(ask, &first.document.key)?;
        let ordinals: Vec<usize> =
            these.iter().map(|target| target.ordinal.unsigned_abs() as usize).collect();
        take(&record, &ordinals).map_err(|_| Problem::inside())?;
    }
    Ok(())
}

pub(super) fn csv(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let mut writer = csv::Writer::new(Vec::new(), Table::Targets, ask.lang).map_err(|_| Problem::inside())?;
    each(ask, |record, ordinals| writer.add_rows(record, ordinals))?;
    let bytes = writer.finish().map_err(|_| Problem::inside())?;
    let name = ask.t("chi-tieu.csv", "targets.csv").to_owned();
    Ok(Reply::Download { name, media: "text/csv; charset=utf-8", body: bytes.into() })
}

pub(super) fn xlsx(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let mut writer = xlsx::Writer::of(&[Table::Targets], ask.lang);
    each(ask, |record, ordinals| writer.add_rows(record, ordinals))?;
    let bytes = writer.finish().map_err(|_| Problem::inside())?;
    let name = ask.t("chi-tieu.xlsx", "targets.xlsx").to_owned();
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Reply::Download { name, media, body: bytes.into() })
}
