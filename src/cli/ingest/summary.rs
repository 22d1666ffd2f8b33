//! What a run came to, in words.

use super::show::duration;
use crate::diagnostic::Lang;
use crate::ingest::Tally;
use crate::write::phrases;
use std::collections::BTreeMap;
use std::path::Path;

/// How many entries a line of counts has.
const MOST: usize = 12;

/// The lines of the summary, in Vietnamese and English.
pub fn lines(tally: &Tally, corpus: &Path) -> Vec<(String, String)> {
    let corpus = corpus.display();
    let mut lines = Vec::new();
    let mut both = |line: &dyn Fn(Lang) -> String| lines.push((line(Lang::Vi), line(Lang::En)));
    both(&|lang| head(tally, lang));
    let kinds: BTreeMap<String, u64> = tally
        .kinds
        .iter()
        .map(|(code, count)| (tally.kind_names.get(code).unwrap_or(code).clone(), *count))
        .collect();
    for (vi, en, counts) in [
        ("loại", "kinds", ranked(&kinds)),
        ("năm", "years", ranked(&tally.years)),
        ("định dạng", "formats", ranked(&tally.formats)),
        ("bỏ qua", "passed over", ranked(&tally.passed_over)),
        ("lỗi", "failures", ranked(&tally.failures)),
    ] {
        if !counts.is_empty() {
            both(&|lang| format!("  {}: {}", lang.pick(vi, en), listed(&counts, lang)));
        }
    }
    let number = |count, lang| phrases::number(count, lang);
    if tally.still_failed > 0 {
        both(&|lang| {
            let count = number(tally.still_failed, lang);
            lang.pick(
                format!("{count} tệp lỗi từ lần trước chưa thay đổi nên không đọc lại"),
                format!("{count} files that failed before are unchanged and were not read again"),
            )
        });
    }
    if tally.missing > 0 {
        both(&|lang| {
            let count = number(tally.missing, lang);
            match tally.pruned {
                0 => lang.pick(
                    format!("{count} tệp trong sổ không còn trên đĩa, vẫn giữ trong kho; thêm --prune để bỏ"),
                    format!("{count} files of the ledger are gone from the disk and stay in the corpus; --prune takes them out"),
                ),
                _ => lang.pick(
                    format!("{count} tệp không còn trên đĩa đã được bỏ khỏi kho"),
                    format!("{count} files that are gone from the disk were taken out of the corpus"),
                ),
            }
        });
    }
    if tally.interrupted {
        both(&|lang| {
            lang.pick(
                "bị ngắt giữa chừng: chạy lại chính lệnh này để tiếp tục".to_owned(),
                "stopped before the end: run the same command again to go on".to_owned(),
            )
        });
    }
    if tally.failed + tally.still_failed > 0 {
        both(&|lang| {
            lang.pick(
                format!("các tệp lỗi: extract failures --corpus {corpus}; thử lại: extract retry --corpus {corpus}"),
                format!("failed files: extract failures --corpus {corpus}; again: extract retry --corpus {corpus}"),
            )
        });
    }
    both(&|lang| {
        lang.pick(
            format!("xem kho: extract status --corpus {corpus}"),
            format!("the corpus: extract status --corpus {corpus}"),
        )
    });
    lines
}

fn head(tally: &Tally, lang: Lang) -> String {
    let time = duration(tally.seconds, lang);
    let number = |count| phrases::number(count, lang);
    let mut parts = vec![lang.pick(
        format!("{} văn bản mới ({:.1} MB)", number(tally.done), megabytes(tally.bytes)),
        format!("{} documents read ({:.1} MB)", number(tally.done), megabytes(tally.bytes)),
    )];
    for (count, vi, en) in [
        (tally.failed, "lỗi", "failed"),
        (tally.duplicates, "trùng nội dung", "duplicates"),
        (tally.skipped, "bỏ qua", "passed over"),
        (tally.archives, "tệp nén", "archives"),
        (tally.unchanged + tally.touched, "không đổi", "unchanged"),
    ] {
        if count > 0 {
            parts.push(format!("{} {}", number(count), lang.pick(vi, en)));
        }
    }
    format!("{} {time}: {}", lang.pick("sau", "in"), parts.join(", "))
}

/// The counts, the largest first.
fn ranked<K: ToString + Ord>(counts: &BTreeMap<K, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> =
        counts.iter().map(|(key, count)| (key.to_string(), *count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn listed(counts: &[(String, u64)], lang: Lang) -> String {
    let rest: u64 = counts.iter().skip(MOST).map(|(_, count)| count).sum();
    let named = counts.iter().take(MOST).map(|(name, count)| {
        let name = if name.is_empty() { lang.pick("(không rõ)", "(unknown)") } else { name };
        format!("{name} {}", phrases::number(*count, lang))
    });
    let rest = (rest > 0).then(|| format!("{} {}", lang.pick("khác", "others"), phrases::number(rest, lang)));
    named.chain(rest).collect::<Vec<_>>().join(" · ")
}

pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_people_do() {
        assert_eq!(duration(59.6, Lang::Vi), "1 phút 0 giây");
        assert_eq!(duration(3700.0, Lang::En), "1 h 1 min");
    }

    #[test]
    fn a_summary_says_what_happened_and_where_to_look_next() {
        let tally = Tally {
            done: 1200,
            failed: 2,
            still_failed: 1,
            missing: 3,
            interrupted: true,
            kinds: BTreeMap::from([("KH".to_owned(), 900), (String::new(), 300)]),
            kind_names: BTreeMap::from([("KH".to_owned(), "Kế hoạch".to_owned())]),
            failures: BTreeMap::from([("encrypted-file".to_owned(), 2)]),
            ..Tally::default()
        };
        let lines = lines(&tally, Path::new("kho"));
        let (vi, en): (Vec<String>, Vec<String>) = lines.into_iter().unzip();
        for (text, wanted) in [
            (
                vi.join("\n"),
                ["1.200 văn bản", "Kế hoạch 900 · (không rõ) 300", "--prune", "extract retry --corpus kho"],
            ),
            (
                en.join("\n"),
                ["1,200 documents", "encrypted-file 2", "same command", "extract status --corpus kho"],
            ),
        ] {
            for words in wanted {
                assert!(text.contains(words), "{words} in {text}");
            }
        }
    }
}
