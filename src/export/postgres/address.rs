//! Where the database is, and who asks: `postgres://user@host:5432/database?sslmode=…`, as libpq has it.

use super::fault::{Fault, FaultKind};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// An address that was understood; its password is in nothing that is shown.
#[derive(Clone)]
pub struct Address {
    config: Config,
    /// "user@host:5432/database"
    place: String,
}

/// How long to wait for an answer to the first word, where the address does not say.
const PATIENCE: Duration = Duration::from_secs(15);
/// Where Debian's servers listen on the machine itself.
const SOCKETS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

impl Address {
    /// Whether a text is meant as an address of a PostgreSQL database.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Reads an address. What it leaves out is taken from PGHOST, PGPORT, PGUSER, PGDATABASE, PGSSLMODE, and the password from
    /// PGPASSWORD or the file PGPASSFILE (~/.pgpass).
    ///
    /// # Errors
    /// It is none, or asks for what the program cannot do.
    pub fn parse(text: &str) -> Result<Address, Fault> {
        let wrong = |vi: &str, en: &str| {
            Fault::new(
                FaultKind::Address,
                "--to",
                (vi, en),
                (
                    "Viết postgres://người_dùng@máy:5432/cơ_sở_dữ_liệu",
                    "Write postgres://user@host:5432/database",
                ),
            )
        };
        if !Address::is_meant(text) {
            return Err(wrong(
                "địa chỉ không phải của PostgreSQL",
                "the address is not that of a PostgreSQL database",
            ));
        }
        let named = text.split_once('?').and_then(|(_, query)| {
            query.split('&').find_map(|setting| setting.strip_prefix("sslmode=").map(str::to_owned))
        });
        let mode = named.or_else(|| set("PGSSLMODE")).unwrap_or_else(|| "prefer".to_owned());
        if !matches!(mode.as_str(), "disable" | "allow" | "prefer") {
            return Err(encrypted());
        }
        // The words of the parser may have the password: they are not shown.
        let mut config = Config::from_str(&text.replacen("sslmode=allow", "sslmode=prefer", 1))
            .map_err(|_| wrong("không hiểu được địa chỉ", "the address cannot be understood"))?;
        // Without encryption on this side there is nothing to prefer.
        config.ssl_mode(SslMode::Disable);
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            let on_this_machine = || SOCKETS.iter().find(|directory| has_socket(directory));
            let hosts = set("PGHOST")
                .unwrap_or_else(|| on_this_machine().map_or("localhost", |directory| directory).to_owned());
            hosts.split(',').for_each(|host| {
                config.host(host);
            });
        }
        if config.get_ports().is_empty()
            && let Some(port) = set("PGPORT").and_then(|port| port.parse().ok())
        {
            config.port(port);
        }
        if config.get_user().is_none() {
            let user = set("PGUSER").or_else(|| set("USER")).or_else(|| set("LOGNAME"));
            let Some(user) = user else {
                return Err(wrong("địa chỉ thiếu tên người dùng", "the address names no user"));
            };
            config.user(&user);
        }
        let user = config.get_user().unwrap_or_default().to_owned();
        if config.get_dbname().is_none() {
            config.dbname(&set("PGDATABASE").unwrap_or_else(|| user.clone()));
        }
        let database = config.get_dbname().unwrap_or_default().to_owned();
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => path.display().to_string(),
            None => config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
        };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        if config.get_password().is_none() {
            let password =
                set("PGPASSWORD").or_else(|| from_file([&host, &port.to_string(), &database, &user]));
            if let Some(password) = password {
                config.password(password);
            }
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        let place = format!("{user}@{host}:{port}/{database}");
        config.application_name(concat!("vanban ", env!("CARGO_PKG_VERSION")));
        Ok(Address { config, place })
    }

    /// Where it leads, without the password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// The server is not reached, or does not let the user in.
    pub fn connect(&self) -> Result<Client, Fault> {
        self.config.connect(NoTls).map_err(|error| Fault::of(&self.place, &error))
    }
}

/// Encryption was asked for.
fn encrypted() -> Fault {
    Fault::new(
        FaultKind::Address,
        "--to",
        ("chương trình này không mã hoá kết nối (TLS)", "this program does not encrypt connections (TLS)"),
        (
            "Dùng ổ cắm Unix, hoặc đường hầm SSH tới máy chủ ở xa (docs/postgres.md), với sslmode=disable",
            "Use a Unix socket, or an SSH tunnel to a distant server (docs/postgres.md), with sslmode=disable",
        ),
    )
}

/// A variable that is set and not empty.
fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn has_socket(directory: &str) -> bool {
    let port = set("PGPORT").unwrap_or_else(|| "5432".to_owned());
    PathBuf::from(directory).join(format!(".s.PGSQL.{port}")).exists()
}

/// The password of the first line of the password file that fits: `host:port:database:user:password`, `*` for any.
fn from_file(wanted: [&str; 4]) -> Option<String> {
    let path = match set("PGPASSFILE") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(set("HOME")?).join(".pgpass"),
    };
    is_private(&path).then(|| fs::read_to_string(path).ok())??.lines().find_map(|line| password(line, wanted))
}

/// As libpq: a file that others may read is not used.
fn is_private(path: &std::path::Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 == 0)
    }
    #[cfg(not(unix))]
    path.is_file()
}

fn password(line: &str, wanted: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ':' if fields.len() < 5 => fields.push(String::new()),
            '\\' => fields.last_mut()?.extend(letters.next()),
            _ => fields.last_mut()?.push(letter),
        }
    }
    // A socket is "localhost" in the file.
    let fits = |field: &str, wanted: &str| {
        field == "*" || field == wanted || field == "localhost" && wanted.starts_with('/')
    };
    (fields.len() == 5 && fields.iter().zip(wanted).all(|(field, wanted)| fits(field, wanted)))
        .then(|| fields.pop())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_password_file_is_read_as_libpq_reads_it() {
        let wanted = ["db.example", "5432", "kho", "lan"];
        for (line, found) in [
            ("db.example:5432:kho:lan:bí mật", Some("bí mật")),
            ("*:*:*:lan:a:b", Some("a:b")),
            (r"*:*:*:*:a\:b\\c", Some(r"a:b\c")),
            ("db.example:5433:kho:lan:x", None),
            ("# *:*:*:*:x", None),
            ("*:*:*:*", None),
        ] {
            assert_eq!(password(line, wanted).as_deref(), found, "{line}");
        }
        assert_eq!(password("localhost:*:*:*:x", ["/run/pg", "5432", "a", "b"]).as_deref(), Some("x"));
    }

    #[test]
    fn an_address_shows_no_password() {
        let address = Address::parse("postgres://lan:giau-kin@db.example:5433/kho").unwrap();
        assert_eq!(address.place(), "lan@db.example:5433/kho");
        for wrong in [
            "postgres://lan:giau-kin@db:port/kho",
            "mysql://lan:giau-kin@db/kho",
            "postgres://lan:giau-kin@db/kho?sslmode=require",
            "postgres://lan:giau-kin@db/kho?application_name=a&sslmode=verify-full",
        ] {
            let fault = Address::parse(wrong).err().unwrap();
            assert_eq!(fault.kind(), FaultKind::Address);
            assert!(!fault.to_string().contains("giau-kin"), "{fault}");
        }
    }
}
