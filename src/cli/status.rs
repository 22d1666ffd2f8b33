//! `extract status`: what a corpus holds.

use super::corpus::{self, Broken};
use super::talk::Talk;
use super::{Exit, output, pick};
use crate::corpus::{Corpus, Holder, Run, Share, Status};
use crate::diagnostic::Lang;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{self, Write};
use std::path::PathBuf;

/// How many kinds, years and provinces are listed for people; JSON has all.
const LISTED: usize = 12;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    json: bool,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("status")
        .about(t(
            "Cho biết kho có gì: văn bản theo loại, năm, định dạng; tệp lỗi theo nguyên nhân; các lần nạp gần đây",
            "What a corpus holds: documents by kind, year and format; failures by cause; the last runs",
        ))
        .arg(corpus::argument(lang))
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(t("Kết quả dạng JSON", "Print the figures as JSON")),
        )
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked { corpus: given.get_one("corpus").cloned().unwrap_or_default(), json: given.get_flag("json") }
}

/// Prints what the corpus holds.
///
/// # Errors
/// Those of standard output.
pub fn status(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    corpus::exit(print(asked, talk.lang), talk)
}

fn print(asked: &Asked, lang: Lang) -> Result<Exit, Broken> {
    let corpus = Corpus::open(&asked.corpus)?;
    let status = corpus.reader()?.status()?;
    let writer = corpus.holder();
    Ok(output::to_stdout(|out| {
        if asked.json {
            let mut value = serde_json::to_value(&status)?;
            value["writer"] = serde_json::to_value(&writer)?;
            return output::pretty(out, &value);
        }
        let mut page = Page { out, lang };
        page.print(&status)?;
        writer.map_or(Ok(()), |writer| page.writer(&writer))
    })?)
}

/// The figures for people.
struct Page<'o> {
    out: &'o mut dyn Write,
    lang: Lang,
}

impl Page<'_> {
    fn print(&mut self, status: &Status) -> io::Result<()> {
        let Status { files, near, .. } = status;
        let t = |vi, en| pick(self.lang, vi, en);
        let lines = [
            (t("Văn bản", "Documents"), count(self.lang, status.documents)),
            (t("  dung lượng", "  size"), size(status.document_bytes)),
            (t("  trang", "  pages"), count(self.lang, status.pages)),
            (t("  chỉ tiêu", "  targets"), count(self.lang, status.targets)),
            (t("  văn bản viện dẫn", "  references"), count(self.lang, status.references)),
            (t("  nhiệm vụ", "  assignments"), count(self.lang, status.assignments)),
            (t("  cần xem lại", "  need a look"), count(self.lang, status.with_warnings)),
            (t("  gần trùng nhau (cặp)", "  near duplicates (pairs)"), count(self.lang, near.pairs)),
            (t("Tệp đã đọc", "Files read"), count(self.lang, files.done)),
            (t("  trùng nội dung", "  duplicates"), count(self.lang, files.duplicate)),
            (t("  lỗi", "  failed"), count(self.lang, files.failed)),
            (t("  bỏ qua", "  left alone"), count(self.lang, files.skipped)),
            (t("Cơ sở dữ liệu", "Database"), size(status.database_bytes)),
        ];
        for (name, figure) in lines {
            writeln!(self.out, "{name:<26} {figure:>14}")?;
        }
        self.shares(("Theo loại văn bản", "By kind"), &status.by_kind)?;
        self.shares(("Theo năm", "By year"), &status.by_year)?;
        self.shares(("Theo định dạng", "By format"), &status.by_format)?;
        self.shares(("Theo cấp ban hành", "By level of the issuer"), &status.by_level)?;
        self.shares(("Theo tỉnh, thành phố hiện nay", "By province of today"), &status.by_province)?;
        if !status.causes.is_empty() {
            self.head(
                "Tệp lỗi và bỏ qua (danh sách: extract failures)",
                "Failed or left alone (listed by: extract failures)",
            )?;
            for cause in &status.causes {
                let message = self.lang.pick(&cause.message_vi, &cause.message_en);
                writeln!(self.out, "  {:<24} {:>14}  {message}", cause.code, count(self.lang, cause.files))?;
            }
        }
        if !status.runs.is_empty() {
            self.head("Các lần nạp gần đây", "Last runs")?;
            status.runs.iter().try_for_each(|run| self.run(run))?;
        }
        Ok(())
    }

    fn writer(&mut self, writer: &Holder) -> io::Result<()> {
        let Holder { pid, host, since, .. } = writer;
        self.head(
            &format!("Đang được ghi bởi tiến trình {pid} trên máy {host}, từ {since}"),
            &format!("Being written by process {pid} on {host}, since {since}"),
        )
    }

    fn head(&mut self, vi: &str, en: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.lang.pick(vi, en))
    }

    fn shares(&mut self, (vi, en): (&str, &str), shares: &[Share]) -> io::Result<()> {
        if shares.is_empty() {
            return Ok(());
        }
        self.head(vi, en)?;
        for share in shares.iter().take(LISTED) {
            let value = share.value.as_deref().unwrap_or(pick(self.lang, "(không rõ)", "(not known)"));
            let name = share.name.as_deref().unwrap_or_default();
            writeln!(self.out, "  {value:<24} {:>14}  {name}", count(self.lang, share.documents))?;
        }
        if let Some(rest) = shares.get(LISTED..).filter(|rest| !rest.is_empty()) {
            let documents = rest.iter().map(|share| share.documents).sum();
            writeln!(
                self.out,
                "  {:<24} {:>14}",
                pick(self.lang, "(còn lại)", "(others)"),
                count(self.lang, documents)
            )?;
        }
        Ok(())
    }

    fn run(&mut self, run: &Run) -> io::Result<()> {
        let t = |vi, en| pick(self.lang, vi, en);
        let ended = run.ended.as_deref().unwrap_or(t("chưa kết thúc", "not ended"));
        let (done, new) = (t("đọc", "read"), t("không đổi", "unchanged"));
        let (failed, twice) = (t("lỗi", "failed"), t("trùng", "duplicates"));
        writeln!(
            self.out,
            "  {} → {ended}  {} {done}, {} {new}, {} {twice}, {} {failed}, {:.1} s  {}",
            run.started,
            count(self.lang, run.done),
            count(self.lang, run.unchanged),
            count(self.lang, run.duplicates),
            count(self.lang, run.failed),
            run.seconds,
            run.roots.join(" "),
        )
    }
}

/// Digits in groups of three: "12.345" in Vietnamese, "12,345" in English.
fn count(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(lang.pick('.', ','));
        }
        grouped.push(digit);
    }
    grouped
}

/// Bytes in the unit that leaves one to four digits before the mark.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 10_000.0 && unit + 1 < UNITS.len() {
        (value, unit) = (value / 1000.0, unit + 1);
    }
    format!("{} {}", value.round(), UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_sizes_short() {
        assert_eq!(
            [0, 7, 999, 1000, 12_345, 1_234_567].map(|number| count(Lang::Vi, number)),
            ["0", "7", "999", "1.000", "12.345", "1.234.567"]
        );
        assert_eq!(count(Lang::En, 12_345), "12,345");
        assert_eq!([0, 9_999, 10_000, 3_200_000_000].map(size), ["0 B", "9999 B", "10 KB", "3200 MB"]);
    }
}
