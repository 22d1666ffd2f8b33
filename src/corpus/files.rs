//! What an ingest asks of the ledger and writes into it besides single files: archives, and files that are gone.

use super::fault::Fault;
use super::ledger::{Entry, File, State};
use super::reader::{ENTRY, Reader, entry};
use super::writer::{Verdict, Writer, held, put_file, release};
use rusqlite::{OptionalExtension, params};

/// Between the path of an archive and a name inside it.
const INSIDE: &str = "!/";

/// The paths that begin with a folder or an archive: from the first, to the second excluded. "0" comes after "/".
fn below(path: &str, mark: &str) -> [String; 2] {
    let mark = mark.strip_suffix('/').unwrap_or(mark);
    let path = path.strip_suffix('/').unwrap_or(path);
    [format!("{path}{mark}/"), format!("{path}{mark}0")]
}

impl Reader {
    /// The file that the document of a key was read from.
    ///
    /// # Errors
    /// Those of the database.
    pub fn holder(&self, key: &str) -> Result<Option<Entry>, Fault> {
        self.connection()
            .prepare_cached(&format!("{ENTRY} WHERE path = (SELECT path FROM documents WHERE key = ?1)"))
            .and_then(|mut select| select.query_row([key], entry).optional())
            .map_err(|cause| self.fault(cause))
    }

    /// The paths of at most `most` files in a state, of those with a code where one is given, in byte order behind `after`.
    ///
    /// # Errors
    /// Those of the database.
    pub fn paths(
        &self,
        state: State,
        code: Option<&str>,
        after: &str,
        most: u32,
    ) -> Result<Vec<String>, Fault> {
        let sql = "SELECT path FROM files WHERE path > ?3 AND state = ?1 AND (?2 IS NULL OR reason = ?2)
                   ORDER BY path LIMIT ?4";
        self.connection()
            .prepare_cached(sql)
            .and_then(|mut select| {
                let rows = select.query_map(params![state.code(), code, after, most], |row| row.get(0))?;
                rows.collect()
            })
            .map_err(|cause| self.fault(cause))
    }

    /// How many files the ledger has at a path and below, those inside archives left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn count_files(&self, root: &str) -> Result<u64, Fault> {
        let [from, to] = below(root, "/");
        let sql = "SELECT count(*) FROM files
                   WHERE (path = ?1 OR (path >= ?2 AND path < ?3)) AND instr(path, ?4) = 0";
        self.connection()
            .query_row(sql, params![root, from, to, INSIDE], |row| row.get(0))
            .map(|count: i64| count.unsigned_abs())
            .map_err(|cause| self.fault(cause))
    }

    /// Whether the ledger has a file at a path, below, or inside it as an archive.
    ///
    /// # Errors
    /// Those of the database.
    pub fn has_files(&self, root: &str) -> Result<bool, Fault> {
        let ([from, to], [first, end]) = (below(root, "/"), below(root, INSIDE));
        let sql = "SELECT EXISTS (SELECT 1 FROM files WHERE path = ?1 OR (path >= ?2 AND path < ?3) OR (path >= ?4 AND path < ?5))";
        self.connection()
            .query_row(sql, params![root, from, to, first, end], |row| row.get(0))
            .map_err(|cause| self.fault(cause))
    }

    /// Gives every file of the ledger at a path and below, in byte order.
    ///
    /// # Errors
    /// Those of the database, and those of `take`, which end the call.
    pub fn each_file_below<E: From<Fault>>(
        &self,
        root: &str,
        mut take: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |cause| E::from(self.fault(cause));
        let [from, to] = below(root, "/");
        let sql = format!("{ENTRY} WHERE path = ?1 OR (path >= ?2 AND path < ?3) ORDER BY path");
        let mut select = self.connection().prepare(&sql).map_err(failed)?;
        let mut rows = select.query(params![root, from, to]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(entry(row).map_err(failed)?)?;
        }
        Ok(())
    }
}

impl Writer {
    /// Writes down that all files of an archive are in the ledger. Files that were inside it and that this run did not
    /// meet are taken out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_archive(&mut self, file: &File) -> Result<(), Fault> {
        let [from, to] = below(&file.path, INSIDE);
        let gone: Vec<String> = self.write(|connection, run, _| {
            let mut select = connection
                .prepare_cached("SELECT path FROM files WHERE path >= ?1 AND path < ?2 AND run_id <> ?3")?;
            select.query_map(params![from, to, run], |row| row.get(0))?.collect()
        })?;
        for path in gone {
            self.forget(&path)?;
        }
        let heir = self.write(|connection, run, now| {
            let held = held(connection, &file.path)?;
            let heir = release(connection, &file.path, held.as_ref(), None)?;
            let key = file.blake3.as_deref();
            let verdict = Verdict {
                held: held.as_ref(),
                state: State::Done,
                reason: None,
                document: None,
                format: Some("zip"),
            };
            put_file(connection, run, now, file, key, verdict)?;
            Ok(heir)
        })?;
        self.stale.extend(heir);
        Ok(())
    }

    /// Takes a file out of the ledger, and its document out of the corpus where no other file holds it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn forget(&mut self, path: &str) -> Result<(), Fault> {
        let heir = self.write(|connection, _, _| {
            let held = held(connection, path)?;
            let heir = release(connection, path, held.as_ref(), None)?;
            connection.prepare_cached("DELETE FROM files WHERE path = ?1")?.execute([path])?;
            Ok(heir)
        })?;
        self.stale.extend(heir);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_begins_with_the_folder_or_the_archive() {
        for (path, mark, inside, outside) in [
            ("/a", "/", "/a/b", "/a.txt"),
            ("/", "/", "/b", "b"),
            ("/a.zip", INSIDE, "/a.zip!/b", "/a.zip2!/b"),
            ("/a/", "/", "/a/\u{10FFFF}", "/a0"),
        ] {
            let [from, to] = below(path, mark);
            let is_below = |path: &str| (from.as_str()..to.as_str()).contains(&path);
            assert!(is_below(inside) && !is_below(outside), "{path} {mark}");
        }
    }
}
