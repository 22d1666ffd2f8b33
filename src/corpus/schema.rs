//! The schema and its versions.
//!
//! `sql/NNNN.sql` leads from version NNNN-1 to NNNN; the version stands in `PRAGMA user_version`. A migration runs in
//! one transaction, so that a corpus has one version or the other whatever happens.

use super::fault::{Fault, FaultKind};
use crate::diagnostic::Lang;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The steps, the first makes an empty database version 1.
const MIGRATIONS: [&str; 3] =
    [include_str!("sql/0001.sql"), include_str!("sql/0002.sql"), include_str!("sql/0003.sql")];

/// The version that this program writes.
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// "vanb", in the header of the file: `file` and other programs know the database by it.
const APPLICATION_ID: i64 = 0x7661_6E62;

/// The version of the database; 0 where nothing is in it yet.
///
/// # Errors
/// A database of another program, or one that this version is too old for.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<i64, Fault> {
    let failed = |cause| Fault::sqlite(path, cause);
    let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(failed);
    let application = ask("PRAGMA application_id")?;
    let version = ask("PRAGMA user_version")?;
    let objects = ask("SELECT count(*) FROM sqlite_schema")?;
    match (application, version, objects) {
        (0, 0, 0) => Ok(0),
        (APPLICATION_ID, 1..=VERSION, _) => Ok(version),
        (APPLICATION_ID, newer, _) if newer > VERSION => Err(Fault::new(
            FaultKind::Newer,
            path.display().to_string(),
            (
                format!("kho do phiên bản mới hơn tạo ra (lược đồ {newer}, bản này biết đến {VERSION})"),
                format!("a newer version made this corpus (schema {newer}, this one knows up to {VERSION})"),
            ),
            (
                "Cài phiên bản mới của extract rồi chạy lại",
                "Install a newer version of extract and run again",
            ),
        )),
        _ => Err(Fault::foreign(path)),
    }
}

/// Brings the database to [`VERSION`]; the caller holds the lock.
///
/// # Errors
/// As [`version`], and those of the disk; the database is then as it was.
pub(super) fn migrate(connection: &mut Connection, path: &Path, lang: Lang) -> Result<(), Fault> {
    let old = version(connection, path)?;
    if old == VERSION {
        return Ok(());
    }
    let failed = |cause| Fault::sqlite(path, cause);
    let steps = usize::try_from(old).map_or(&MIGRATIONS[..], |old| &MIGRATIONS[old.min(MIGRATIONS.len())..]);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    for step in steps {
        transaction.execute_batch(step).map_err(failed)?;
    }
    if old == 0 {
        transaction
            .execute(
                "INSERT INTO corpus (id, created, program, lang) VALUES (1, ?1, ?2, ?3)",
                (super::store::now(), super::PROGRAM, lang.pick("vi", "en")),
            )
            .map_err(failed)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(failed)?;
    transaction.commit().map_err(failed)
}
