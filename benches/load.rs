//! Asks `extract serve` 50 times a second for a minute, whether the answers keep up or not, and says how long they took:
//! `cargo bench --bench load -- CORPUS [RATE [SECONDS]]`, or `-- http://HOST:PORT [RATE [SECONDS]]` for a server that runs.
//!
//! Times count from the moment at which a request was due, so that a server that falls behind cannot hide it. What is
//! answered by another status than 200, cut short, or not within ten seconds, is lost.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What people type, with marks and without, with filters and figures.
const QUERIES: &[&str] = &[
    "kế hoạch thi đua",
    "ke hoach thi dua",
    "xoá nhà tạm",
    "xóa nhà tạm, nhà dột nát",
    "\"giảm nghèo bền vững\"",
    "chuyển đổi số năm 2020",
    "chuyen doi so",
    "34-CT/TW",
    "112/KH-UBND",
    "nông thôn mới huyện",
    "phòng cháy chữa cháy",
    "hộ nghèo < 5%",
    "thu ngân sách >= 50 tỷ",
    "bảo hiểm y tế > 95%",
    "cải cách hành chính",
    "du lịch cộng đồng",
    "",
];

const LIMIT: Duration = Duration::from_secs(10);
const PORT: u16 = 18_470;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let Some(target) = arguments.first() else {
        println!("cargo bench --bench load -- CORPUS|http://HOST:PORT [RATE [SECONDS]]");
        return;
    };
    let number =
        |at: usize, default: u32| arguments.get(at).and_then(|number| number.parse().ok()).unwrap_or(default);
    let (rate, seconds) = (number(1, 50), number(2, 60));
    let server =
        target.strip_prefix("http://").map_or_else(|| Some(Server::start(Path::new(target))), |_| None);
    let address = match target.strip_prefix("http://") {
        Some(host) => host
            .trim_end_matches('/')
            .to_socket_addrs()
            .ok()
            .and_then(|mut all| all.next())
            .expect("an address"),
        None => SocketAddr::from(([127, 0, 0, 1], PORT)),
    };
    let requests = requests(address);
    // Every request once, so that what is read from disk the first time does not count; then the minute.
    requests.iter().for_each(|(_, path)| drop(ask(address, path)));
    let taken: Arc<Mutex<BTreeMap<&str, Vec<Duration>>>> = Arc::default();
    let lost: Arc<Mutex<Vec<String>>> = Arc::default();
    let begun = Instant::now();
    let mut under_way = Vec::new();
    for nth in 0..rate * seconds {
        let due = begun + Duration::from_secs_f64(f64::from(nth) / f64::from(rate));
        thread::sleep(due.saturating_duration_since(Instant::now()));
        // Neighbours are not always the same.
        let (kind, path) =
            requests[(nth as usize * 7 + nth as usize / requests.len()) % requests.len()].clone();
        let (taken, lost) = (Arc::clone(&taken), Arc::clone(&lost));
        under_way.push(thread::spawn(move || match ask(address, &path) {
            Ok(_) => taken.lock().expect("no panic").entry(kind).or_default().push(due.elapsed()),
            Err(why) => lost.lock().expect("no panic").push(format!("{path}: {why}")),
        }));
        under_way.retain(|request| !request.is_finished());
    }
    under_way.into_iter().for_each(|request| drop(request.join()));
    println!("{rate} requests a second for {seconds} s");
    let taken = taken.lock().expect("no panic");
    let all = taken.values().flatten().copied().collect::<Vec<_>>();
    for (kind, times) in taken.iter().map(|(kind, times)| (*kind, times.clone())).chain([("all", all)]) {
        show(kind, times);
    }
    let lost = lost.lock().expect("no panic");
    println!("lost: {}", lost.len());
    lost.iter().take(5).for_each(|line| println!("  {line}"));
    if let Some(server) = server {
        println!("memory of the server: {} MB", server.resident() >> 20);
    }
}

/// The addresses to ask for: searches in the page and the API, and the documents that the first search names.
fn requests(address: SocketAddr) -> Vec<(&'static str, String)> {
    let mut requests = Vec::new();
    for query in QUERIES {
        let query: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        requests.push(("search, API", format!("/api/search?q={query}")));
        requests.push(("search, page", format!("/?q={query}")));
    }
    let found = ask(address, "/api/search?q=").expect("the server answers");
    let keys = found
        .match_indices("\"key\":\"")
        .filter_map(|(at, head)| found.get(at + head.len()..at + head.len() + 64));
    for key in keys.take(4) {
        requests.push(("document, page", format!("/documents/{key}")));
        requests.push(("document, API", format!("/api/documents/{key}")));
    }
    requests.push(("targets, page", "/targets".to_owned()));
    requests
}

fn show(kind: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "{kind:>16}: {:5} answers, median {:7.1} ms, 95% {:7.1} ms, 99% {:7.1} ms, longest {:7.1} ms",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
    );
}

/// The body of an answer with status 200.
fn ask(address: SocketAddr, path: &str) -> Result<String, String> {
    let failed = |cause: std::io::Error| cause.to_string();
    let mut stream = TcpStream::connect_timeout(&address, LIMIT).map_err(failed)?;
    stream.set_read_timeout(Some(LIMIT)).map_err(failed)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no head")?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    match status {
        "200" if length.is_none_or(|length| length == body.len()) => Ok(body.to_owned()),
        "200" => Err("cut short".to_owned()),
        other => Err(format!("status {other}")),
    }
}

/// The program, serving a corpus until this is dropped.
struct Server(Child);

impl Server {
    fn start(corpus: &Path) -> Server {
        let child = Command::new(env!("CARGO_BIN_EXE_extract"))
            .args(["serve", "--listen", &format!("127.0.0.1:{PORT}"), "--corpus"])
            .arg(corpus)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let server = Server(child);
        let address = SocketAddr::from(([127, 0, 0, 1], PORT));
        for _ in 0..100 {
            if TcpStream::connect_timeout(&address, LIMIT).is_ok() {
                return server;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("no server at {address}");
    }

    /// Bytes that it holds, where the system tells it (Linux).
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
