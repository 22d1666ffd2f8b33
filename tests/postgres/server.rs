//! A PostgreSQL server of the tests' own: in a directory of its own, on a Unix socket there, gone when the tests are.

use postgres::{Client, NoTls};
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The directory that the sockets are in.
pub struct Server {
    directory: PathBuf,
    /// Stops the server when its input ends, which it does when this process does, in whatever way.
    #[allow(dead_code)]
    keeper: Child,
}

/// Past the harness, which keeps the output of a passing test to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// The folder of `initdb` and `postgres`, version 15 or newer.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<(u32, PathBuf)> = Vec::new();
    for version in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        let number = version.file_name().to_string_lossy().parse().unwrap_or(0);
        folders.push((number, version.path().join("bin")));
    }
    folders.sort_by(|a, b| b.cmp(a));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&path).map(|folder| (0, folder));
    let has_both = |folder: &Path| folder.join("initdb").exists() && folder.join("postgres").exists();
    let is_new = |folder: &Path| {
        let said = Command::new(folder.join("postgres")).arg("--version").output();
        let said =
            said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        let number = said.split(|letter: char| !letter.is_ascii_digit()).find(|word| !word.is_empty());
        number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number >= 15)
    };
    folders
        .into_iter()
        .chain(named)
        .map(|(_, folder)| folder)
        .find(|folder| has_both(folder) && is_new(folder))
}

/// The user that the server runs as: it refuses root.
fn user() -> Option<(u32, u32)> {
    if !rustix::process::getuid().is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let id = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2).map(|field| field.parse::<u32>().ok());
        Some((fields.next()??, fields.next()??))
    };
    Some(id("postgres").or_else(|| id("nobody")).expect("a user that is not root"))
}

fn as_user(program: impl Into<OsString>, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program.into());
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").env("LC_ALL", "C").env_remove("PGDATA").env_remove("PGPORT");
    command
}

/// The server of this test process; `None` after a word to the person where it is not to run.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(start).as_ref()
}

fn start() -> Option<Server> {
    let is_full = std::env::var_os("VANBAN_FULL").is_some_and(|value| value != "0");
    let is_asked = is_full || std::env::var_os("VANBAN_POSTGRES").is_some();
    let Some(programs) = programs().filter(|_| is_asked) else {
        assert!(
            !is_asked,
            "postgres: PostgreSQL 15 or newer (initdb, postgres) is not there, and ./test --full needs it"
        );
        say(
            "postgres: SKIPPED, the export to PostgreSQL is tested by ./test --full (or with VANBAN_POSTGRES=1)",
        );
        return None;
    };
    let user = user();
    // Short, for a socket's path has at most 107 bytes.
    let directory = std::env::temp_dir().join(format!("vanban-pg-{}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
    if let Some((uid, gid)) = user {
        chown(&directory, Some(uid), Some(gid)).unwrap();
    }
    let data = directory.join("data");
    let made = as_user(programs.join("initdb"), user)
        .args(["--username=vanban", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // Who is asked for a password stands before those who are not.
    let trust = fs::read_to_string(data.join("pg_hba.conf")).unwrap();
    fs::write(data.join("pg_hba.conf"), format!("local all kin scram-sha-256\n{trust}")).unwrap();
    let script = r#"
        "$1"/postgres -D "$2"/data -k "$2" -c listen_addresses= -c fsync=off -c max_connections=60 -c logging_collector=off \
            >"$2"/log 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -QUIT $server
        wait $server
        rm -rf "$2"
    "#;
    let keeper = as_user("sh", user)
        .args(["-c", script, "sh"])
        .args([&programs, &directory])
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    let server = Server { directory, keeper };
    let begun = Instant::now();
    while let Err(error) = server.try_connect("postgres") {
        let log = fs::read_to_string(server.directory.join("log")).unwrap_or_default();
        assert!(begun.elapsed() < Duration::from_secs(120), "{error}\n{log}");
        sleep(Duration::from_millis(50));
    }
    Some(server)
}

impl Server {
    fn try_connect(&self, database: &str) -> Result<Client, postgres::Error> {
        Client::connect(&self.url("vanban", database), NoTls)
    }

    pub fn url(&self, user: &str, database: &str) -> String {
        let directory = self.directory.to_str().unwrap().replace('/', "%2F");
        format!("postgres://{user}@{directory}/{database}")
    }

    /// A new database.
    pub fn database(&'static self) -> Database {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("kho{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut client = self.try_connect("postgres").unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).unwrap();
        Database { server: self, name }
    }
}

pub struct Database {
    pub server: &'static Server,
    pub name: String,
}

impl Database {
    pub fn url(&self) -> String {
        self.server.url("vanban", &self.name)
    }

    pub fn connect(&self) -> Client {
        self.server.try_connect(&self.name).unwrap()
    }
}
