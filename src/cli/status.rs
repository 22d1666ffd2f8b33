//! `extract status`: what a corpus holds.

use super::corpus::{self, Broken};
use super::talk::Talk;
use super::{Exit, output, pick};
use crate::corpus::{Corpus, Holder, Run, Share, Status};
use crate::diagnostic::Lang;
use crate::write::phrases::number;
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
            (t("Văn bản", "Documents"), number(status.documents, self.lang)),
            (t("  dung lượng", "  size"), size(status.document_bytes)),
            (t("  trang", "  pages"), number(status.pages, self.lang)),
            (t("  chỉ tiêu", "  targets"), number(status.targets, self.lang)),
            (t("  văn bản viện dẫn", "  references"), number(status.references, self.lang)),
            (t("  nhiệm vụ", "  assignments"), number(status.assignments, self.lang)),
            (t("  cần xem lại", "  need a look"), number(status.with_warnings, self.lang)),
            (t("  gần trùng nhau (cặp)", "  near duplicates (pairs)"), number(near.pairs, self.lang)),
            (t("Tệp đã đọc", "Files read"), number(files.done, self.lang)),
            (t("  trùng nội dung", "  duplicates"), number(files.duplicate, self.lang)),
            (t("  lỗi", "  failed"), number(files.failed, self.lang)),
            (t("  bỏ qua", "  left alone"), number(files.skipped, self.lang)),
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
                writeln!(self.out, "  {:<24} {:>14}  {message}", cause.code, number(cause.files, self.lang))?;
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
            writeln!(self.out, "  {value:<24} {:>14}  {name}", number(share.documents, self.lang))?;
        }
        if let Some(rest) = shares.get(LISTED..).filter(|rest| !rest.is_empty()) {
            let documents: u64 = rest.iter().map(|share| share.documents).sum();
            writeln!(
                self.out,
                "  {:<24} {:>14}",
                pick(self.lang, "(còn lại)", "(others)"),
                number(documents, self.lang)
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
            number(run.done, self.lang),
            number(run.unchanged, self.lang),
            number(run.duplicates, self.lang),
            number(run.failed, self.lang),
            run.seconds,
            run.roots.join(" "),
        )
    }
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
            [0, 7, 999, 1000, 12_345, 1_234_567].map(|count| number(count, Lang::Vi)),
            ["0", "7", "999", "1.000", "12.345", "1.234.567"]
        );
        assert_eq!(number(12_345, Lang::En), "12,345");
        assert_eq!([0, 9_999, 10_000, 3_200_000_000].map(size), ["0 B", "9999 B", "10 KB", "3200 MB"]);
    }
}
