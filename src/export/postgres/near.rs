//! The pairs of near duplicates of the database brought to those of the corpus.

use super::fault::{Failed, Fault};
use super::session::Session;
use super::{Figures, Order};
use crate::corpus::Reader;
use postgres::IsolationLevel;
use postgres::fallible_iterator::FallibleIterator;

/// Pairs that are written at once.
const MOST: usize = 5000;

/// A pair by its keys.
#[derive(Clone, PartialEq, Debug)]
struct Pair {
    keys: [String; 2],
    /// similarity, in_other, of_other
    shares: [f64; 3],
}

/// Walks the pairs of both sides in the order of their keys. Pairs of documents that the database does not hold are left out.
pub fn bring(
    session: &mut Session,
    order: &Order<'_>,
    reader: &Reader,
    figures: &mut Figures,
) -> Result<(), Failed> {
    let place = session.place.clone();
    let failed = |error: postgres::Error| Fault::of(&place, &error);
    let broken = |cause| Failed::from(reader.fault(cause));
    let [near, documents] = ["near", "documents"].map(|table| session.schema.table(table));
    let mut theirs = order.address.connect()?;
    let mut snapshot = theirs
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .map_err(failed)?;
    let sql = format!(
        "SELECT a.key, b.key, n.similarity, n.in_other, n.of_other FROM {near} n
         JOIN {documents} a ON a.id = n.document_id JOIN {documents} b ON b.id = n.other_id ORDER BY a.key, b.key"
    );
    let mut stored = snapshot.query_raw(&sql, std::iter::empty::<i32>()).map_err(failed)?;
    let mut next = || -> Result<Option<Pair>, Fault> {
        let row = stored.next().map_err(failed)?;
        Ok(row
            .map(|row| Pair { keys: [row.get(0), row.get(1)], shares: [row.get(2), row.get(3), row.get(4)] }))
    };
    let mut select = reader
        .connection()
        .prepare(
            "SELECT a.key, b.key, n.similarity, n.in_other, n.of_other FROM near n
             JOIN documents a ON a.id = n.document_id JOIN documents b ON b.id = n.other_id ORDER BY a.key, b.key",
        )
        .map_err(broken)?;
    let mut rows = select.query([]).map_err(broken)?;
    let mut changes = Changes::default();
    let mut other = next()?;
    while let Some(row) = rows.next().map_err(broken)? {
        let get = |at| row.get::<_, f64>(at);
        let pair = Pair {
            keys: [row.get(0).map_err(broken)?, row.get(1).map_err(broken)?],
            shares: [get(2).map_err(broken)?, get(3).map_err(broken)?, get(4).map_err(broken)?],
        };
        while let Some(gone) = other.take_if(|other| other.keys < pair.keys) {
            changes.gone.push(gone);
            other = next()?;
        }
        match other.take_if(|other| other.keys == pair.keys) {
            Some(same) => {
                if same != pair {
                    changes.gone.push(same);
                    changes.new.push(pair);
                }
                other = next()?;
            }
            None => changes.new.push(pair),
        }
        if changes.gone.len() + changes.new.len() >= MOST {
            figures.near += changes.write(session).map_err(failed)?;
        }
    }
    while let Some(gone) = other {
        changes.gone.push(gone);
        if changes.gone.len() + changes.new.len() >= MOST {
            figures.near += changes.write(session).map_err(failed)?;
        }
        other = next()?;
    }
    figures.near += changes.write(session).map_err(failed)?;
    Ok(())
}

#[derive(Default)]
struct Changes {
    gone: Vec<Pair>,
    new: Vec<Pair>,
}

impl Changes {
    /// Writes them in one transaction, and gives how many rows went and came.
    fn write(&mut self, session: &mut Session) -> Result<u64, postgres::Error> {
        if self.gone.is_empty() && self.new.is_empty() {
            return Ok(0);
        }
        let [near, documents] = ["near", "documents"].map(|table| session.schema.table(table));
        let mut transaction = session.client.transaction()?;
        let keys = |pairs: &[Pair], at: usize| -> Vec<String> {
            pairs.iter().map(|pair| pair.keys[at].clone()).collect()
        };
        let shares = |at: usize| -> Vec<f64> { self.new.iter().map(|pair| pair.shares[at]).collect() };
        let gone = transaction.execute(
            &format!(
                "DELETE FROM {near} n USING unnest($1::text[], $2::text[]) AS g (a, b), {documents} a, {documents} b
                 WHERE a.key = g.a AND b.key = g.b AND n.document_id = a.id AND n.other_id = b.id"
            ),
            &[&keys(&self.gone, 0), &keys(&self.gone, 1)],
        )?;
        let new = transaction.execute(
            &format!(
                "INSERT INTO {near} (document_id, other_id, similarity, in_other, of_other)
                 SELECT a.id, b.id, g.s, g.i, g.o
                 FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[]) AS g (a, b, s, i, o)
                 JOIN {documents} a ON a.key = g.a JOIN {documents} b ON b.key = g.b
                 ON CONFLICT (document_id, other_id) DO NOTHING"
            ),
            &[&keys(&self.new, 0), &keys(&self.new, 1), &shares(0), &shares(1), &shares(2)],
        )?;
        transaction.commit()?;
        self.gone.clear();
        self.new.clear();
        Ok(gone + new)
    }
}
