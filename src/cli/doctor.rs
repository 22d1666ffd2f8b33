//! `extract doctor`: what this machine has of what the readers need.

use super::arguments::Doctor;
use super::limits::{MEMORY_LIMIT, TIME_LIMIT};
use super::talk::Talk;
use super::{Exit, output, work};
use crate::diagnostic::{Lang, Message};
use crate::read::ocr;
use crate::worker::{Limits, Request};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::thread;
use std::time::Duration;

/// Looks, and says what is missing and how to get it.
///
/// # Errors
/// Those of standard output.
pub fn doctor(options: &Doctor, talk: &Talk) -> io::Result<Exit> {
    let findings = [cores(), memory(), isolation(talk.lang), engine(), language()];
    output::to_stdout(|out| {
        if options.json {
            let findings = findings.iter().map(|finding| (finding.id.to_owned(), finding.json()));
            let value = json!({
                "version": env!("CARGO_PKG_VERSION"),
                "system": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
                "findings": Value::Object(findings.collect()),
            });
            return output::pretty(out, &value);
        }
        writeln!(
            out,
            "extract {} ({}-{})",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::ARCH,
            std::env::consts::OS
        )?;
        findings.iter().try_for_each(|finding| finding.print(out, talk.lang))
    })?;
    Ok(if findings.iter().all(|finding| finding.is_well) { Exit::AllRead } else { Exit::SomeFailed })
}

/// One thing that was looked for.
struct Finding {
    /// The name in JSON.
    id: &'static str,
    name: Message,
    is_well: bool,
    /// What was found.
    found: Option<String>,
    /// What to do, where something is missing.
    remedy: Option<Message>,
}

impl Finding {
    fn json(&self) -> Value {
        let both = |message: &Message| json!({"vi": message.vi, "en": message.en});
        json!({
            "ok": self.is_well,
            "name": both(&self.name),
            "found": self.found,
            "remedy": self.remedy.as_ref().map(both),
        })
    }

    fn print(&self, out: &mut dyn Write, lang: Lang) -> io::Result<()> {
        let mark = match self.is_well {
            true => lang.pick("[có]   ", "[ok]     "),
            false => lang.pick("[thiếu]", "[missing]"),
        };
        write!(out, "  {mark} {}", self.name.text(lang))?;
        if let Some(found) = &self.found {
            write!(out, ": {found}")?;
        }
        writeln!(out)?;
        self.remedy.iter().try_for_each(|remedy| writeln!(out, "          → {}", remedy.text(lang)))
    }
}

fn cores() -> Finding {
    Finding {
        id: "cores",
        name: Message::new("Lõi xử lý (--jobs)", "Cores (--jobs)"),
        is_well: true,
        found: thread::available_parallelism().ok().map(|cores| cores.to_string()),
        remedy: None,
    }
}

fn memory() -> Finding {
    let wanted = MEMORY_LIMIT * thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let available = available_memory();
    let is_well = available.is_none_or(|megabytes| megabytes >= wanted);
    Finding {
        id: "memory",
        name: Message::new("Bộ nhớ còn trống, MB", "Memory available, MB"),
        is_well,
        found: available.map(|megabytes| megabytes.to_string()),
        remedy: (!is_well).then(|| {
            Message::new(
                format!(
                    "Mỗi tiến trình đọc được dùng tới {MEMORY_LIMIT} MB: giảm --jobs hoặc --memory-limit"
                ),
                format!("Each reading process may take {MEMORY_LIMIT} MB: lower --jobs or --memory-limit"),
            )
        }),
    }
}

/// In megabytes, where the system tells.
fn available_memory() -> Option<u64> {
    let table = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = table.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

/// Has a process of its own read a word.
fn isolation(lang: Lang) -> Finding {
    let limits = Limits { time: Some(Duration::from_secs(10)), memory: Some(MEMORY_LIMIT << 20) };
    let request = Request {
        bytes: Some(BASE64_STANDARD.encode("Kế hoạch")),
        name: Some("doctor.txt".to_owned()),
        ..Request::default()
    };
    let failed = match work::pool(None, limits, lang).call(&request) {
        Ok(answer) => answer.error.map(Into::into),
        Err(error) => Some(error),
    };
    let limits = match cfg!(target_os = "linux") {
        true => format!("{TIME_LIMIT} s, {MEMORY_LIMIT} MB"),
        false => format!("{TIME_LIMIT} s"),
    };
    Finding {
        id: "isolation",
        name: Message::new(
            "Tiến trình đọc riêng (--isolate), giới hạn mỗi tệp",
            "Reading in processes of their own (--isolate), limits for each file",
        ),
        is_well: failed.is_none(),
        found: Some(failed.as_ref().map_or(limits, |error| error.text(lang))),
        remedy: failed.map(|error| error.remedy().clone()),
    }
}

fn engine() -> Finding {
    let version = ocr::status().version;
    Finding {
        id: "tesseract",
        name: Message::new("Tesseract, để nhận dạng bản quét", "Tesseract, to recognize scans"),
        is_well: version.is_some(),
        remedy: version.is_none().then(|| {
            Message::new(
                "Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie; macOS: brew install tesseract tesseract-lang",
                "Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie; macOS: brew install tesseract tesseract-lang",
            )
        }),
        found: version,
    }
}

fn language() -> Finding {
    let is_well = ocr::status().has_vietnamese;
    Finding {
        id: "tesseract-vie",
        name: Message::new("Dữ liệu tiếng Việt của Tesseract", "Tesseract's data of Vietnamese"),
        is_well,
        found: None,
        remedy: (!is_well).then(|| {
            Message::new(
                "Debian, Ubuntu: apt-get install tesseract-ocr-vie; hoặc đặt TESSDATA_PREFIX đến thư mục có vie.traineddata",
                "Debian, Ubuntu: apt-get install tesseract-ocr-vie; or set TESSDATA_PREFIX to the folder with vie.traineddata",
            )
        }),
    }
}
