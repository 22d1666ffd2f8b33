//! A corpus of fixtures and hostile documents, a server over it, and a client that sends what it is told.

#[allow(dead_code, reason = "the reader's own tests use more of it")]
#[path = "../../src/read/pdf/tests/writer.rs"]
mod writer;

#[path = "../corpora/mod.rs"]
mod corpora;

use corpora::make_bytes;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use vanban::corpus::{Corpus, File, Reason};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;

/// A directory that goes when the test ends.
pub struct Directory(pub PathBuf);

impl Directory {
    pub fn new(name: &str) -> Directory {
        let path = std::env::temp_dir().join(format!("vanban-serve-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("archive")).unwrap();
        Directory(path)
    }

    pub fn corpus(&self) -> PathBuf {
        self.0.join("kho")
    }

    /// Puts a file into the archive and its record into the corpus; the key of the document.
    pub fn put(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join("archive").join(name);
        std::fs::write(&path, bytes).unwrap();
        self.ingest(&path)
    }

    /// Reads a file of the archive again.
    pub fn ingest(&self, path: &Path) -> String {
        let made = make_bytes(std::fs::read(path).unwrap(), path.to_str().unwrap());
        let corpus = Corpus::create(&self.corpus(), Lang::Vi).unwrap();
        let mut writer = corpus.writer().unwrap();
        writer.begin_run(&["archive".to_owned()], Rules::embedded().fingerprint()).unwrap();
        writer.put_document(&made.file, &made.prepared).unwrap();
        writer.end_run(&Default::default()).unwrap();
        made.prepared.key().to_owned()
    }

    /// A file that could not be read.
    pub fn fail(&self, path: &str) {
        let corpus = Corpus::create(&self.corpus(), Lang::Vi).unwrap();
        let mut writer = corpus.writer().unwrap();
        writer.begin_run(&[], "").unwrap();
        let file = File { path: path.to_owned(), ..File::default() };
        let reason = Reason {
            code: "encrypted-file".to_owned(),
            message_vi: "tệp có mật khẩu".to_owned(),
            message_en: "the file asks for a password".to_owned(),
            remedy_vi: "Dùng --password".to_owned(),
            remedy_en: "Use --password".to_owned(),
            cause: None,
        };
        writer.put_failure(&file, &reason).unwrap();
        writer.end_run(&Default::default()).unwrap();
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub const PLAN: &str = "ỦY BAN NHÂN DÂN\nHUYỆN ĐỒI CHÈ\n-------\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
    Độc lập - Tự do - Hạnh phúc\n---------------\n\nSố: 31/KH-UBND\n\nĐồi Chè, ngày 12 tháng 02 năm 2031\n\nKẾ HOẠCH\n\
    Giảm nghèo bền vững trên địa bàn huyện Đồi Chè năm 2031\n---------------\n\n\
    Thực hiện Nghị quyết số 09-NQ/HU ngày 15 tháng 12 năm 2030 của Ban Chấp hành Đảng bộ huyện Đồi Chè về nhiệm vụ năm 2031, \
    Ủy ban nhân dân huyện ban hành Kế hoạch như sau:\n\nI. CHỈ TIÊU\n\n1. Giảm tỷ lệ hộ nghèo còn 4,5%.\n\n\
    2. Thu ngân sách nhà nước trên địa bàn đạt 120 tỷ đồng.\n\n3. Trồng mới 310 ha rừng.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
    1. Phòng Nội vụ chủ trì, phối hợp với Phòng Tài chính - Kế hoạch theo dõi, đôn đốc việc thực hiện Kế hoạch này.\n\n\
    Nơi nhận:\n- Thường trực Huyện ủy;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Mẫu\n";

pub const RESOLUTION: &str = "HUYỆN ỦY ĐỒI CHÈ\n*\nSố 09-NQ/HU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nĐồi Chè, ngày 15 tháng 12 năm 2030\n\n\
    NGHỊ QUYẾT\nvề nhiệm vụ năm 2031\n-----\n\nI. CHỈ TIÊU\n\n1. Giảm tỷ lệ hộ nghèo còn 5%.\n\n\
    2. Thu ngân sách nhà nước trên địa bàn đạt 110 tỷ đồng.\n\nT/M BAN CHẤP HÀNH\nBÍ THƯ\n\nLê Thị Thử\n";

/// A document whose title, targets and recipients are markup.
pub const HOSTILE: &str = "ỦY BAN NHÂN DÂN\nXÃ <IMG SRC=X ONERROR=ALERT(1)>\n-------\n\nSố: 1/KH-UBND\n\n\
    Đồi Chè, ngày 01 tháng 02 năm 2031\n\nKẾ HOẠCH\n<script>alert(document.cookie)</script> \"' onload=alert(1) </title>\n\n\
    I. CHỈ TIÊU\n\n1. Trồng <script>alert(2)</script> mới 310 ha rừng.\n\n2. Tỷ lệ \"><svg onload=alert(3)> hộ nghèo còn 4,5%.\n\n\
    Nơi nhận:\n- <b>Như trên</b>;\n- Lưu: VT.\n";

/// What every test needs: plans of one another, a hostile one, a PDF, a failure.
pub struct Keys {
    pub plan: String,
    pub resolution: String,
    pub hostile: String,
    pub pdf: String,
}

pub fn fill(directory: &Directory) -> Keys {
    let keys = Keys {
        plan: directory.put("ke-hoach.txt", PLAN.as_bytes()),
        resolution: directory.put("nghi-quyet.txt", RESOLUTION.as_bytes()),
        hostile: directory.put("<script>alert(0)<script>.txt".replace('/', "").as_str(), HOSTILE.as_bytes()),
        pdf: directory.put("trang.pdf", &pdf()),
    };
    directory.fail("/archive/<i>khóa</i>.pdf");
    keys
}

pub fn pdf() -> Vec<u8> {
    let fonts =
        "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>";
    let text =
        b"BT /F 14 Tf 100 700 Td (QUYET DINH) Tj 0 -30 Td (I. MUC TIEU) Tj 0 -30 Td (So: 5/QD-UBND) Tj ET";
    writer::File::new(fonts, text).bytes()
}

/// A server that ends with the test.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(directory: &Directory, more: &[&str]) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_extract"))
            .args(["serve", "--lang", "en", "--corpus"])
            .arg(directory.corpus())
            .args(["--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).parse().unwrap();
        // What else it says must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        Server { process, address }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, b"")
    }

    /// Sends a request, with the host that a browser would name unless another is given.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        request += "\r\n";
        self.raw(&[request.as_bytes(), body].concat())
    }

    /// Sends bytes and takes what comes back.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that has refused may close before all was sent.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::parse(&bytes)
    }

    /// Asks it to end, as the system does; its exit code.
    #[cfg(unix)]
    pub fn terminate(mut self) -> Option<i32> {
        let kill = Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(kill.success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug)]
pub struct Answer {
    /// 0 where the connection was closed without one.
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Answer {
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            return Answer { status: 0, headers: Vec::new(), body: Vec::new() };
        };
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut body = bytes[end + 4..].to_vec();
        if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
            body = unchunked(&body);
        }
        Answer { status, headers, body }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&bytes[..end])
            .ok()
            .and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let Some(size) = size.filter(|&size| size > 0 && bytes.len() >= end + 2 + size) else { break };
        whole.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = bytes.get(end + 2 + size + 2..).unwrap_or_default();
    }
    whole
}
