//! Exports that are killed, and those that meet.

use crate::same::compare;
use crate::server::server;
use crate::{command, corpus, export, large, said};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};
use vanban::corpus::Filter;

/// Waits for something of the server; no test depends on how soon it comes.
fn until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(300));
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_killed_export_leaves_whole_documents_and_is_gone_on_with() {
    let Some(server) = server() else { return };
    let database = server.database();
    let corpus = large();
    // The schema, without a document.
    export(corpus.directory(), &database.url(), &["--kind", "VBHN"]);
    let mut keys = Vec::new();
    corpus
        .reader()
        .unwrap()
        .each_summary::<vanban::corpus::Fault>(&Filter::default(), |summary| {
            keys.push(summary.key);
            Ok(())
        })
        .unwrap();
    // The export stands still when it writes this document, for the lock that the test holds.
    let stop = &keys[keys.len() * 4 / 5];
    let mut client = database.connect();
    client
        .batch_execute(&format!(
            "SELECT pg_advisory_lock(77);
             CREATE FUNCTION public.stop() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NEW; END $$;
             CREATE TRIGGER stop BEFORE INSERT ON vanban.documents FOR EACH ROW WHEN (NEW.key = '{stop}')
                EXECUTE FUNCTION public.stop()"
        ))
        .unwrap();
    let mut process = command(corpus.directory(), &database.url(), &[])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until(|| {
        let waiting =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted";
        client.query_one(waiting, &[]).unwrap().get::<_, i64>(0) == 1
    });
    process.kill().unwrap();
    process.wait().unwrap();
    client.batch_execute("SELECT pg_advisory_unlock(77); DROP TRIGGER stop ON vanban.documents").unwrap();
    // The server has noticed that its client is gone.
    until(|| {
        let locked =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = x'76616e62'::int
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        client.query_one(locked, &[]).unwrap().get::<_, i64>(0) == 0
    });
    let mut other = database.connect();
    let mut one = |sql: &str| other.query_one(sql, &[]).unwrap().get::<_, i64>(0);
    let there = one("SELECT count(*) FROM vanban.documents");
    assert!(0 < there && there < keys.len() as i64, "{there} of {}", keys.len());
    for table in ["sections", "targets", "refs", "assignments", "diagnostics"] {
        let broken = format!(
            "SELECT count(*) FROM vanban.documents d
             WHERE d.{table} <> (SELECT count(*) FROM vanban.{table} x WHERE x.document_id = d.id)"
        );
        assert_eq!(one(&broken), 0, "{table}");
    }
    assert_eq!(
        one(
            "SELECT count(*) FROM vanban.documents d LEFT JOIN vanban.records r ON r.document_id = d.id WHERE r IS NULL"
        ),
        0
    );
    let said = export(corpus.directory(), &database.url(), &[]);
    let rest = keys.len() as i64 - there;
    assert!(said.contains(&format!("{rest} documents written, 0 removed, {there} unchanged")), "{said}");
    compare(corpus, &database, false);
}

#[test]
fn a_second_export_is_told_who_writes() {
    let Some(server) = server() else { return };
    let database = server.database();
    let (_directory, corpus) = corpus("meet");
    export(corpus.directory(), &database.url(), &[]);
    let mut client = database.connect();
    client
        .batch_execute(
            "SELECT pg_advisory_lock(x'76616e62'::int, hashtext('vanban'));
             INSERT INTO vanban.exports (started, client, program, corpus) VALUES (now(), 'may-khac, 4711', '0', '/kho')",
        )
        .unwrap();
    let output = command(corpus.directory(), &database.url(), &[]).output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(9), "{text}");
    assert!(text.contains("[database-busy]") && text.contains("may-khac, 4711"), "{text}");
    // Another schema of the same database is free; and so is this one when the other has ended.
    export(corpus.directory(), &database.url(), &["--schema", "hai"]);
    client.batch_execute("SELECT pg_advisory_unlock_all()").unwrap();
    export(corpus.directory(), &database.url(), &[]);
}
