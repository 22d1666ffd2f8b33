//! `extract search`: documents of a corpus that match a query.

mod order;
mod print;

pub use order::options_first;

use super::talk::Talk;
use super::{Exit, index, output, pick};
use crate::corpus::{self, Corpus};
use crate::diagnostic::Lang;
use crate::search::{self, Answer, Fault, Filter, FilterField, Marks, Request, Search, Sort, query, wire};
use clap::builder::{PossibleValuesParser, RangedU64ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// A question to a corpus.
pub struct Options {
    pub corpus: PathBuf,
    pub request: Request,
    /// Values of filters that are none, as given: "--kind xyz".
    pub strange: Vec<(FilterField, String)>,
    pub json: bool,
    pub quiet: bool,
}

/// The filters that have a flag of their own.
const FLAGS: [FilterField; 11] = [
    FilterField::Kind,
    FilterField::Issuer,
    FilterField::Level,
    FilterField::System,
    FilterField::Province,
    FilterField::Year,
    FilterField::Body,
    FilterField::Indicator,
    FilterField::Number,
    FilterField::Signer,
    FilterField::Cites,
];

/// The command line of `search`, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    let count = |name: &'static str, vi, en| {
        Arg::new(name)
            .long(name)
            .value_name("N")
            .value_parser(RangedU64ValueParser::<usize>::new().range(0..=search::DEEPEST as u64))
            .help(t(vi, en))
    };
    let flag =
        |name: &'static str, vi, en| Arg::new(name).long(name).action(ArgAction::SetTrue).help(t(vi, en));
    Command::new("search")
        .about(t("Tìm văn bản trong kho", "Find documents of a corpus"))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(super::corpus::argument(lang))
        .arg(Arg::new("query").value_name(t("CÂU_HỎI", "QUERY")).num_args(0..).help(t(
            "Từ, \"cụm từ\", số văn bản, bộ lọc, con số; bỏ trống: mọi văn bản",
            "Words, \"phrases\", document numbers, filters, figures; nothing: all documents",
        )))
        .arg(count("limit", "Số kết quả (mặc định 10)", "How many hits (default 10)").short('n'))
        .arg(count("offset", "Bỏ qua chừng này kết quả đầu", "Pass over this many hits"))
        .arg(
            Arg::new("sort")
                .long("sort")
                .value_name(t("THỨ_TỰ", "ORDER"))
                .value_parser(PossibleValuesParser::new(Sort::ALL.map(Sort::code)))
                .help(t(
                    "Thứ tự: relevance (mặc định: sát câu hỏi nhất trước), newest, oldest",
                    "Order: relevance (default: best first), newest, oldest",
                )),
        )
        .arg(count(
            "snippets",
            "Số đoạn trích mỗi văn bản (mặc định 2)",
            "Passages of each document (default 2)",
        ))
        .arg(flag(
            "facets",
            "Đếm theo loại, cơ quan, cấp, tỉnh, năm",
            "Count by kind, issuer, level, province, year",
        ))
        .arg(flag(
            "ignore-marks",
            "Không phân biệt dấu, dù gõ có dấu",
            "Ignore marks even where they are typed",
        ))
        .arg(flag("json", "Kết quả dạng JSON", "Print the answer as JSON"))
        .args(FLAGS.map(|field| {
            Arg::new(field.code())
                .long(field.code())
                .value_name(t("GIÁ_TRỊ", "VALUE"))
                .action(ArgAction::Append)
                .help(format!(
                    "{} {}:…",
                    t("Như bộ lọc", "As the filter"),
                    t(field.names()[0], field.names()[1])
                ))
        }))
}

/// What was asked for.
pub fn parse(given: &ArgMatches) -> Options {
    let words: Vec<String> =
        given.get_many("query").map(|words| words.cloned().collect()).unwrap_or_default();
    let count = |name, default| given.get_one::<usize>(name).copied().unwrap_or(default);
    let with_facets = given.get_flag("facets");
    let mut strange = Vec::new();
    let mut filters = Vec::new();
    for field in FLAGS {
        for value in given.get_many::<String>(field.code()).into_iter().flatten() {
            match Filter::of(field, [value.as_str()]) {
                Some(filter) => filters.push(filter),
                None => strange.push((field, value.clone())),
            }
        }
    }
    let request = Request {
        query: query::parse(&words.join(" ")),
        filters,
        marks: if given.get_flag("ignore-marks") { Marks::Ignored } else { Marks::Auto },
        sort: given.get_one::<String>("sort").and_then(|code| Sort::from_code(code)).unwrap_or_default(),
        offset: count("offset", 0),
        limit: count("limit", 10),
        facets: if with_facets { 10 } else { 0 },
        snippets: count("snippets", 2),
    };
    Options {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        request,
        strange,
        json: given.get_flag("json"),
        quiet: given.get_flag("quiet"),
    }
}

/// Answers. The exit is 0 where something was found, 1 where nothing was, as that of grep.
///
/// # Errors
/// Those of standard output.
pub fn search(options: &Options, talk: &Talk) -> io::Result<Exit> {
    if let Some((field, value)) = options.strange.first() {
        talk.usage(&talk.lang.pick(
            format!("--{}: không hiểu giá trị \"{value}\"", field.code()),
            format!("--{}: the value \"{value}\" is not understood", field.code()),
        ));
        return Ok(Exit::Usage);
    }
    let answer = match answer(options, talk) {
        Ok(answer) => answer,
        Err(fault) => return Ok(index::refused(&fault, talk)),
    };
    for remark in &answer.remarks {
        talk.note(&remark.message.vi, &remark.message.en);
    }
    output::to_stdout(|out| match options.json {
        true => {
            serde_json::to_writer_pretty(&mut *out, &wire::Answer::new(&answer, talk.lang))?;
            out.write_all(b"\n")
        }
        false => {
            let is_colored = io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
            print::Print { lang: talk.lang, is_colored }.answer(out, &answer)
        }
    })?;
    Ok(if answer.total > 0 { Exit::AllRead } else { Exit::SomeFailed })
}

/// Opens the index of a corpus; makes it first where there is none that can be used.
///
/// # Errors
/// Those of the index and of the database.
pub fn open(corpus: &Corpus, talk: &Talk) -> Result<Search, Fault> {
    match Search::open(corpus) {
        Err(fault) if fault.is_mendable() => {
            let mut bar = None;
            let update = search::update(corpus, &mut |progress| index::show(&mut bar, progress, talk))?;
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
            update.rebuilt.into_iter().for_each(|reason| index::rebuilt(reason, talk));
            Search::open(corpus)
        }
        opened => opened,
    }
}

/// Opens the index and asks it.
fn answer(options: &Options, talk: &Talk) -> Result<Answer, Fault> {
    let corpus = Corpus::open(&options.corpus)?;
    let search = open(&corpus, talk)?;
    let reader = corpus.reader()?;
    let answer = search.search(&reader, &options.request)?;
    let held = reader.count(&corpus::Filter::default())?;
    if held != answer.documents {
        talk.note(
            &format!("chỉ mục có {} trong số {held} văn bản của kho; cập nhật bằng: extract index --update", answer.documents),
            &format!(
                "the index holds {} of the {held} documents; bring it up to date with: extract index --update",
                answer.documents
            ),
        );
    }
    Ok(answer)
}

const AFTER_VI: &str = "\
Câu hỏi:
  thi đua yêu nước         mọi từ đều có; gõ có dấu thì phải đúng dấu, gõ không dấu thì dấu nào cũng được
  \"xóa nhà tạm\"            đúng cụm từ
  34-CT/TW                 số văn bản, cách viết nào cũng được (34 CT TW)
  -thu hồi, nghèo | đói    bỏ những văn bản có từ này; một trong hai
  loại:KH cấp:huyện năm:2020..2024 tỉnh:\"Kon Tum\" \"cơ quan\":UBND body:\"Sở Tài chính\"
  hộ nghèo < 5%            chỉ tiêu \"hộ nghèo\" dưới 5%; thu ngân sách >= 50 tỷ; rừng 100..500 ha
  Đầy đủ: docs/search.md. Trong shell, đặt câu hỏi có < > | \" trong dấu nháy đơn.

Mã thoát: 0 có kết quả; 1 không có; 2 sai tham số; 9 chỉ mục đang được lập; 10 không mở được kho";

const AFTER_EN: &str = "\
Queries:
  thi đua yêu nước         all words; with marks they must be as typed, without any marks will do
  \"xóa nhà tạm\"            the phrase
  34-CT/TW                 a document number, however it is punctuated (34 CT TW)
  -thu hồi, nghèo | đói    leaves out documents with the word; one of the two
  kind:KH level:district year:2020..2024 province:\"Kon Tum\" issuer:UBND body:\"Sở Tài chính\"
  hộ nghèo < 5%            the indicator \"hộ nghèo\" below 5%; thu ngân sách >= 50 tỷ; rừng 100..500 ha
  In full: docs/search.md. In a shell, put queries with < > | \" into single quotes.

Exit codes: 0 found; 1 nothing found; 2 wrong arguments; 9 the index is being made; 10 the corpus cannot be opened";
