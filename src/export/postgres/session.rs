//! The connection of an export: who may write, into which schema, of which corpus.

use super::fault::{Failed, Fault, FaultKind};
use super::schema::{self, Name};
use super::{Figures, Order};
use crate::corpus::{Corpus, Reader};
use postgres::{Client, Error};
use std::time::{Duration, Instant};

/// The oldest server that has all that is used.
const OLDEST: i32 = 150_000;

/// How long to wait for an export that has just ended: the server notices that its client is gone a little later.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Session {
    /// That writes, and holds the lock.
    pub client: Client,
    pub place: String,
    pub schema: Name,
    /// This export's row in `exports`.
    id: i64,
}

impl Session {
    pub fn open(
        order: &Order<'_>,
        corpus: &Corpus,
        reader: &Reader,
        waits: &dyn Fn(&str),
    ) -> Result<Session, Failed> {
        let place = order.address.place().to_owned();
        let failed = |error: Error| Fault::of(&place, &error);
        let mut client = order.address.connect()?;
        fit(&mut client, &place)?;
        // Batches survive a crash of the server or are written again; the last commit waits for the disk.
        client
            .batch_execute(
                "SET search_path = pg_catalog; SET synchronous_commit = off; SET statement_timeout = 0",
            )
            .map_err(failed)?;
        // What a server may lack, and the work does not need.
        for wish in ["SET default_toast_compression = lz4", "SET client_connection_check_interval = '2s'"] {
            let _ = client.batch_execute(wish);
        }
        let schema = order.schema.clone();
        lock(&mut client, &schema, &place, waits)?;
        schema::ensure(&mut client, &schema, &place)?;
        own(&mut client, order, reader, &place)?;
        let directory = corpus.directory();
        let directory = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        let row = client
            .query_one(
                &format!(
                    "INSERT INTO {} (started, client, program, corpus) VALUES (now(), $1, $2, $3) RETURNING id",
                    schema.table("exports")
                ),
                &[&here(), &env!("CARGO_PKG_VERSION"), &directory.display().to_string()],
            )
            .map_err(failed)?;
        Ok(Session { client, schema, id: row.get(0), place })
    }

    /// Makes what is made last, and says that the export ended.
    pub fn end(mut self, figures: &Figures) -> Result<(), Fault> {
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let exports = self.schema.table("exports");
        let mut end = || {
            // Enough for the index of words; the server's own setting is made for many sessions.
            self.client.batch_execute("SET maintenance_work_mem = '256MB'")?;
            schema::ensure_indexes(&mut self.client, &self.schema)?;
            if figures.written > 1000 {
                for layout in super::layouts() {
                    self.client.batch_execute(&format!("ANALYZE {}", self.schema.table(layout.name)))?;
                }
            }
            self.client.batch_execute("SET synchronous_commit = on")?;
            self.client.execute(
                &format!("UPDATE {exports} SET ended = now(), written = $2, removed = $3, unchanged = $4 WHERE id = $1"),
                &[&self.id, &count(figures.written), &count(figures.removed), &count(figures.unchanged)],
            )
        };
        let ended = end();
        ended.map(drop).map_err(|error| Fault::of(&self.place, &error))
    }
}

/// Whether the server and the database have what is needed.
fn fit(client: &mut Client, place: &str) -> Result<(), Fault> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version_num')::int4, current_setting('server_version'),
                    current_setting('server_encoding')",
            &[],
        )
        .map_err(|error| Fault::of(place, &error))?;
    let (number, version, encoding): (i32, String, String) = (row.get(0), row.get(1), row.get(2));
    if number < OLDEST {
        return Err(Fault::new(
            FaultKind::OldServer,
            place,
            (format!("máy chủ là PostgreSQL {version}"), format!("the server is PostgreSQL {version}")),
            ("Cần PostgreSQL 15 hoặc mới hơn", "PostgreSQL 15 or newer is needed"),
        ));
    }
    if encoding != "UTF8" {
        return Err(Fault::new(
            FaultKind::Encoding,
            place,
            (
                format!("cơ sở dữ liệu dùng bảng mã {encoding}, không chứa được mọi chữ"),
                format!("the database is encoded in {encoding}, which does not hold all letters"),
            ),
            (
                "Tạo cơ sở dữ liệu khác: createdb -E UTF8 -T template0 TÊN",
                "Make another database: createdb -E UTF8 -T template0 NAME",
            ),
        ));
    }
    Ok(())
}

/// Takes the lock of the schema, which goes with the connection.
fn lock(client: &mut Client, schema: &Name, place: &str, waits: &dyn Fn(&str)) -> Result<(), Fault> {
    let failed = |error: Error| Fault::of(place, &error);
    let begun = Instant::now();
    let mut has_told = false;
    loop {
        let row = client
            .query_one("SELECT pg_try_advisory_lock($1, hashtext($2))", &[&LOCK, &schema.as_str()])
            .map_err(failed)?;
        if row.get(0) {
            return Ok(());
        }
        let holder = holder(client, schema);
        if begun.elapsed() > PATIENCE {
            return Err(Fault::new(
                FaultKind::Busy,
                place,
                (
                    format!("một lần xuất khác đang ghi vào lược đồ {} ({holder})", schema.as_str()),
                    format!("another export writes into the schema {} ({holder})", schema.as_str()),
                ),
                ("Chờ nó xong rồi chạy lại", "Wait until it ends and run again"),
            ));
        }
        if !has_told {
            waits(&holder);
            has_told = true;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
}

/// "vanb": tells this program's locks from those of others.
const LOCK: i32 = 0x7661_6e62;

/// Who writes, as it entered itself.
fn holder(client: &mut Client, schema: &Name) -> String {
    let sql = format!(
        "SELECT client || ', ' || to_char(started AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
         FROM {} WHERE ended IS NULL ORDER BY id DESC LIMIT 1",
        schema.table("exports")
    );
    // The first export may not have made the table yet.
    client.query_opt(&sql, &[]).ok().flatten().map_or_else(|| "?".to_owned(), |row| row.get(0))
}

/// Sees that the schema holds this corpus and no other: what another holds would be taken out.
fn own(client: &mut Client, order: &Order<'_>, reader: &Reader, place: &str) -> Result<(), Failed> {
    let created: String = reader
        .connection()
        .query_row("SELECT created FROM corpus", [], |row| row.get(0))
        .map_err(|cause| reader.fault(cause))?;
    let failed = |error: Error| Fault::of(place, &error);
    let about = order.schema.table("about");
    let row = client.query_one(&format!("SELECT corpus FROM {about}"), &[]).map_err(failed)?;
    let holds: Option<String> = row.get(0);
    match holds {
        Some(other) if other != created && !order.replace => Err(Fault::new(
            FaultKind::OtherCorpus,
            place,
            (
                format!("lược đồ {} đang chứa một kho khác (tạo lúc {other})", order.schema.as_str()),
                format!("the schema {} holds another corpus (made {other})", order.schema.as_str()),
            ),
            (
                "Chọn lược đồ khác bằng --schema, hoặc thay kho ấy bằng --replace",
                "Choose another schema with --schema, or put this corpus in its place with --replace",
            ),
        )
        .into()),
        Some(same) if same == created => Ok(()),
        _ => {
            client.execute(&format!("UPDATE {about} SET corpus = $1"), &[&created]).map_err(failed)?;
            Ok(())
        }
    }
}

/// The machine and the process.
fn here() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .map(|name| name.trim().to_owned())
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .unwrap_or_else(|| "?".to_owned());
    format!("{host}, {}", std::process::id())
}
