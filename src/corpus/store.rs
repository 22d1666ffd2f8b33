//! Connections to the database, and how they are set.

use super::fault::Fault;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for another program that holds the database, such as one that a person looks into it with.
const PATIENCE: Duration = Duration::from_secs(10);

/// The bytes of a page. Rows of sections and quotes are long; on pages of 4 KiB most of them would spill over.
const PAGE: i64 = 16384;

/// A connection that writes. The caller holds the lock.
///
/// WAL: readers go on while an ingest writes. `synchronous = NORMAL`: the log reaches the disk at checkpoints, not at
/// every commit. A process that is killed loses nothing that was committed; a power cut may take the last commits whole,
/// never a part of one, and the ledger has those files done again. FULL would wait for the disk at every batch and save
/// only the work of re-reading them.
pub(super) fn writable(path: &Path) -> Result<Connection, Fault> {
    let failed = |cause| Fault::sqlite(path, cause);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(128);
    keep_plans(&connection).map_err(failed)?;
    // The size of a page is taken for a database without any; later it changes nothing.
    connection
        .execute_batch(&format!(
            "PRAGMA page_size = {PAGE};
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -65536;
             PRAGMA temp_store = MEMORY;
             PRAGMA wal_autocheckpoint = 2048;
             PRAGMA journal_size_limit = 268435456;
             PRAGMA trusted_schema = OFF;"
        ))
        .map_err(failed)?;
    Ok(connection)
}

/// A connection that reads, also while another process writes, and from a medium that cannot be written.
pub(super) fn readable(path: &Path) -> Result<Connection, Fault> {
    let failed = |cause| Fault::sqlite(path, cause);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE
        | OpenFlags::SQLITE_OPEN_URI;
    let open = |uri: &str| -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(uri, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(64);
        keep_plans(&connection)?;
        connection.execute_batch(
            "PRAGMA query_only = ON;
             PRAGMA cache_size = -16384;
             PRAGMA temp_store = MEMORY;
             PRAGMA trusted_schema = OFF;",
        )?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    let uri = uri(path);
    open(&uri).or_else(|cause| {
        // A log needs a file of shared memory beside it, which a medium that cannot be written has no place for. Without
        // a log that was left behind the database is whole as it stands.
        let is_whole = logs(path).iter().all(|log| std::fs::metadata(log).map_or(true, |log| log.len() == 0));
        if is_whole { open(&format!("{uri}?immutable=1")).map_err(failed) } else { Err(failed(cause)) }
    })
}

/// Plans do not depend on what is bound to a statement. Else SQLite would compile anew, each time it runs, every kept
/// statement with a condition on a column that is not unique: clearing its parameters (rusqlite, when a statement is put
/// back) counts as binding others.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Removes a database with what SQLite keeps beside it; it may be missing.
pub(super) fn remove(path: &Path) -> Result<(), Fault> {
    let [log, journal] = logs(path);
    // The log before the database: the log of one that is gone would be taken for that of the next.
    for file in [log, journal, beside(path, "-shm"), path.to_owned()] {
        match std::fs::remove_file(&file) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(Fault::io(&file, cause)),
            _ => {}
        }
    }
    Ok(())
}

/// The files in which SQLite keeps what is not yet, or must go from, the database.
fn logs(path: &Path) -> [PathBuf; 2] {
    ["-wal", "-journal"].map(|ending| beside(path, ending))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// `file:` and the path, with all that means something in a URI written as `%HH`.
fn uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => {
                uri.push(char::from(*byte));
            }
            b'\\' => uri.push('/'),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// The time, UTC: "2026-11-22T06:07:36Z".
pub(super) fn now() -> String {
    let seconds =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    utc(seconds)
}

/// Seconds since 1970 as a date of the Gregorian calendar. (H. Hinnant, "chrono-compatible low-level date algorithms".)
fn utc(seconds: u64) -> String {
    let (days, time) = (seconds / 86400 + 719_468, seconds % 86400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_dates_of_the_calendar() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_795_327_656, "2026-11-22T06:07:36Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(utc(seconds), written);
        }
    }

    #[test]
    fn a_kept_statement_is_compiled_once() {
        let path = std::env::temp_dir().join(format!("vanban-store-{}.sqlite", std::process::id()));
        remove(&path).unwrap();
        let connection = writable(&path).unwrap();
        connection.execute_batch("CREATE TABLE t (a, b); CREATE INDEX t_by_a ON t (a);").unwrap();
        for a in 0..3 {
            let mut select = connection.prepare_cached("SELECT b FROM t WHERE a = ?1").unwrap();
            assert!(!select.exists([a]).unwrap());
        }
        let select = connection.prepare_cached("SELECT b FROM t WHERE a = ?1").unwrap();
        assert_eq!(select.get_status(rusqlite::StatementStatus::RePrepare), 0);
        drop(select);
        drop(connection);
        remove(&path).unwrap();
    }

    #[test]
    fn odd_names_of_directories_are_no_part_of_the_uri() {
        assert_eq!(uri(Path::new("/kho/a?b#c%d e")), "file:/kho/a%3Fb%23c%25d%20e");
    }
}
