//! The command line as clap knows it: every option with its help in Vietnamese and English.

use super::{limits, pick};
use crate::diagnostic::Lang;
use crate::worker::parent_id;
use crate::write::table::Table;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;
use std::io;
use std::path::PathBuf;

/// The whole command line.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    let flag =
        |name: &'static str, vi, en| Arg::new(name).long(name).action(ArgAction::SetTrue).help(t(vi, en));
    let path = |name: &'static str, value: &'static str, vi, en| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(PathBuf)).help(t(vi, en))
    };
    let common = |command: Command| {
        command
            .disable_help_flag(true)
            .disable_version_flag(true)
            .help_template(t(TEMPLATE_VI, TEMPLATE_EN))
            .arg(
                Arg::new("lang")
                    .long("lang")
                    .value_name(t("NGÔN_NGỮ", "LANG"))
                    .value_parser(["vi", "en"])
                    .default_value("vi")
                    .help(t(
                        "Ngôn ngữ của thông báo và tiêu đề: vi (mặc định), en",
                        "Language of messages and heads: vi (default), en",
                    )),
            )
            .arg(flag("quiet", "Chỉ báo lỗi", "Say nothing but errors").short('q'))
            .arg(flag("help", "In hướng dẫn này", "Print this help").short('h').action(ArgAction::Help))
            .mut_args(|arg| {
                let heading = if arg.is_positional() {
                    t("Tham số", "Arguments")
                } else {
                    t("Tùy chọn", "Options")
                };
                let takes = arg.get_action().takes_values();
                arg.help_heading(heading).hide_possible_values(takes).hide_default_value(takes)
            })
    };
    let rules = path(
        "rules",
        t("THƯ_MỤC", "DIR"),
        "Thư mục chứa các bảng quy tắc thay cho bảng có sẵn",
        "Directory with rule tables that replace the embedded ones",
    );
    let isolate = |vi, en| flag("isolate", vi, en);
    let limits = limits::arguments(lang);
    let reading = [
            Arg::new("ocr")
                .long("ocr")
                .value_name(t("KHI", "WHEN"))
                .value_parser(["auto", "always", "never"])
                .help(t(
                    "Nhận dạng chữ (OCR): auto (mặc định: trang không có lớp chữ đáng tin), always (mọi trang), never",
                    "Recognize text (OCR): auto (default: pages without a text layer to trust), always, never",
                )),
            Arg::new("pdf-engine")
                .long("pdf-engine")
                .value_name(t("BỘ_ĐỌC", "ENGINE"))
                .value_parser(["own", "pdf-extract"])
                .help(t("Bộ đọc lớp chữ của PDF: own (mặc định), pdf-extract", "Reader of the text of a PDF: own (default), pdf-extract")),
            Arg::new("password")
                .long("password")
                .value_name(t("MẬT_KHẨU", "PASSWORD"))
                .help(t(
                    "Mật khẩu mở tệp; kín đáo hơn: biến môi trường VANBAN_PASSWORD hoặc --password-stdin",
                    "Opens encrypted files; less visible: the environment variable VANBAN_PASSWORD or --password-stdin",
                )),
            flag(
                "password-stdin",
                "Mật khẩu là dòng đầu của đầu vào chuẩn",
                "The password is the first line of standard input",
            )
            .conflicts_with("password"),
    ];
    let files_head = t("TỆP", "FILE");
    let extract = Command::new("extract")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(flag("version", "In phiên bản", "Print the version").short('V').action(ArgAction::Version))
        .about(t(
            "Trích xuất chỉ tiêu, văn bản viện dẫn, phân công và cấu trúc từ văn bản hành chính Việt Nam",
            "Turns Vietnamese administrative documents into data: targets, references, assignments, structure",
        ))
        .override_usage(t(USAGE_VI, USAGE_EN))
        .subcommand_help_heading(t("Lệnh", "Commands"))
        .subcommand_value_name(t("LỆNH", "COMMAND"))
        .disable_help_subcommand(true)
        .after_help(t(AFTER_VI, AFTER_EN))
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .arg(
            Arg::new("files").value_name(files_head).num_args(1..).required(true).help(t(
                "Văn bản (.txt, .md, .html, .pdf, .docx, .odt, .rtf, .doc, .png, .jpg, .tif); \"-\" là đầu vào chuẩn",
                "Documents (.txt, .md, .html, .pdf, .docx, .odt, .rtf, .doc, .png, .jpg, .tif); \"-\" is standard input",
            )),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .short('f')
                .value_name(t("DẠNG", "FORM"))
                .value_parser(["json", "ndjson", "csv", "xlsx", "parquet", "ead", "edxml", "html", "text"])
                .help(t(
                    "Dạng kết quả: json (mặc định), ndjson (mặc định khi nhiều tệp), csv, xlsx, parquet, ead, edxml, html, text",
                    "Form of the output: json (default), ndjson (default for several files), csv, xlsx, parquet, ead, edxml, html, text",
                )),
        )
        .arg(flag("compact", "JSON trên một dòng", "JSON on one line"))
        .arg(
            flag("text", "Văn bản đã làm sạch, mỗi đoạn một dòng", "The cleaned text, one block a line")
                .conflicts_with_all(["format", "html", "compact"]),
        )
        .arg(
            flag("html", "Một trang HTML: văn bản và bản ghi cạnh nhau", "One HTML page: document and record side by side")
                .conflicts_with_all(["format", "compact"]),
        )
        .arg(
            Arg::new("table")
                .long("table")
                .value_name(t("BẢNG", "TABLE"))
                .value_parser(PossibleValuesParser::new(Table::ALL.map(Table::code)))
                .help(t("Bảng trong CSV: targets (mặc định), references, assignments, documents, diagnostics",
                    "Table in CSV: targets (default), references, assignments, documents, diagnostics",
                )),
        )
        .arg(
            path(
                "out",
                t("NƠI", "PATH"),
                "Ghi vào tệp này, hoặc vào thư mục này mỗi văn bản một tệp",
                "Write to this file, or into this directory, one file a document",
            )
            .short('o'),
        )
        .args(reading.clone())
        .arg(isolate(
            "Đọc mỗi tệp trong tiến trình riêng (mặc định với PDF, ảnh, Office khi có nhiều tệp)",
            "Read every file in a process of its own (default for PDF, pictures, Office among several files)",
        ))
        .arg(
            flag("no-isolate", "Đọc mọi tệp ngay trong chương trình", "Read all files inside the program")
                .conflicts_with("isolate"),
        )
        .args(limits.clone())
        .arg(rules.clone())
        .arg(limits::jobs_argument(lang));
    let verify = common(
        Command::new("verify")
            .about(t(
                "Đọc lại tệp gốc và chứng minh từng trích dẫn của bản ghi",
                "Read the originals again and prove every quote of the records",
            ))
            .arg(Arg::new("records").value_name("PLAN.json").num_args(1..).required(true).help(t(
                "Bản ghi JSON hoặc NDJSON; \"-\" là đầu vào chuẩn",
                "Records as JSON or NDJSON; \"-\" is standard input",
            )))
            .args(reading.clone()),
    );
    let eval = common(
        Command::new("eval")
            .about(t("Chấm điểm so với bản chú giải mẫu", "Score against annotated documents"))
            .arg(
                path("gold", t("THƯ_MỤC", "DIR"), "Thư mục chứa *.gold", "Directory with *.gold")
                    .required(true),
            )
            .arg(
                path(
                    "docs",
                    t("THƯ_MỤC", "DIR"),
                    "Thư mục chứa văn bản (có thể lặp lại)",
                    "Directory with the documents (repeatable)",
                )
                .required(true)
                .action(ArgAction::Append),
            )
            .arg(
                Arg::new("only")
                    .long("only")
                    .value_name(t("CHUỖI", "TEXT"))
                    .help(t("Chỉ các tệp có tên chứa chuỗi này", "Only documents whose name contains this")),
            )
            .arg(
                flag(
                    "verbose",
                    "Liệt kê từng mục thiếu và mục thừa",
                    "List every miss and every false alarm",
                )
                .short('v'),
            )
            .arg(flag("json", "Kết quả dạng JSON", "Print the figures as JSON"))
            .arg(path(
                "record",
                t("TỆP", "FILE"),
                "So với bản ghi số liệu này",
                "Compare with this record of figures",
            ))
            .arg(path("save", t("TỆP", "FILE"), "Ghi số liệu vào tệp này", "Save the figures as a record"))
            .arg(
                Arg::new("min")
                    .long("min")
                    .value_name("FACET=F1")
                    .action(ArgAction::Append)
                    .value_parser(minimum)
                    .help(t("Thoát với mã 1 nếu thấp hơn", "Exit with 1 where a facet falls short")),
            )
            .args(reading.clone())
            .arg(rules.clone()),
    );
    let worker = common(
        Command::new("worker")
            .about(t(
                "Trả lời từng yêu cầu JSON trên đầu vào chuẩn, mỗi dòng một yêu cầu (cho chương trình khác gọi)",
                "Answer JSON requests on standard input, one a line (for other programs to call)",
            ))
            .after_help(t(WORKER_VI, WORKER_EN))
            .arg(isolate(
                "Đọc trong tiến trình con, thay mới khi sập: yêu cầu nào cũng được trả lời",
                "Read in a process that is replaced when it falls: every request is answered",
            ))
            .arg(flag(
                "arrow",
                "Yêu cầu và câu trả lời là luồng Arrow IPC: câu trả lời là các dòng của mọi bảng Parquet",
                "Requests and answers are Arrow IPC streams: the answers are the rows of all tables of the Parquet export",
            ))
            .arg(
                Arg::new("die-with-parent")
                    .long("die-with-parent")
                    .value_name("PID")
                    .num_args(0..=1)
                    .require_equals(true)
                    .default_missing_value(parent_id().unwrap_or_default().to_string())
                    .value_parser(value_parser!(u32))
                    .help(t(
                        "Kết thúc khi chương trình đã gọi (tiến trình PID) không còn",
                        "End when the program that started it (process PID) is gone",
                    )),
            )
            .args(limits.clone())
            .arg(rules.clone()),
    );
    let run = [&reading[..], &limits[..], std::slice::from_ref(&rules)].concat();
    let doctor = common(
        Command::new("doctor")
            .about(t(
                "Xem máy này có gì và thiếu gì để đọc (OCR, bộ nhớ); thoát với mã 1 nếu thiếu",
                "See what this machine has and lacks for reading (OCR, memory); exits with 1 where something is missing",
            ))
            .arg(flag("json", "Kết quả dạng JSON", "Print the findings as JSON")),
    );
    let completions = Command::new("completions")
        .about(t("In tập lệnh hoàn thành cho shell", "Print a completion script for a shell"))
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .value_parser(value_parser!(Shell))
                .required(true)
                .help("bash, zsh, fish, elvish, powershell"),
        );
    common(extract)
        .subcommand(verify)
        .subcommand(eval)
        .subcommand(worker)
        .subcommand(common(super::status::command(lang)))
        .subcommand(common(super::serve::command(lang)))
        .subcommand(common(super::corrections::command(lang, &common)))
        .subcommand(common(super::failures::command(lang)))
        .subcommand(common(super::show::command(lang)))
        .subcommand(common(super::search::command(lang)))
        .subcommand(common(super::index::command(lang)))
        .subcommand(common(super::export::command(lang)))
        .subcommand(common(super::cites::command(lang)))
        .subcommand(common(super::cascade::command(lang)))
        .subcommand(common(super::cascade::copied_command(lang)))
        .subcommand(common(super::series::command(lang)))
        .subcommand(common(super::series::duties_command(lang)))
        .subcommand(common(super::ingest::command(lang, &run)))
        .subcommand(common(super::retry::command(lang, &run)))
        .subcommand(common(super::import::command(lang)))
        .subcommand(doctor)
        .subcommand(common(
            Command::new("schema")
                .about(t("In JSON Schema của bản ghi", "Print the JSON Schema of a record")),
        ))
        .subcommand(common(completions))
        .subcommand(common(
            Command::new("man").about(t("In trang hướng dẫn (roff)", "Print the manual page (roff)")),
        ))
}

const USAGE_VI: &str = "\
extract [TÙY CHỌN] TỆP...
     extract LỆNH ...";

const USAGE_EN: &str = "\
extract [OPTIONS] FILE...
       extract COMMAND ...";

const TEMPLATE_VI: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}\n";
const TEMPLATE_EN: &str = "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n";

const AFTER_VI: &str = "\
Ví dụ:
  extract ke-hoach.txt > plan.json              một văn bản, một bản ghi
  extract --format xlsx -o chi-tieu.xlsx *.txt   bảng cho Excel
  extract --html ke-hoach.txt -o ke-hoach.html   đối chiếu số liệu với văn bản
  extract luu-tru/*.pdf > ban-ghi.ndjson         nhiều văn bản, mỗi dòng một bản ghi
  extract --ocr always ban-quet.pdf > plan.json  nhận dạng chữ mọi trang
  extract verify plan.json                       chứng minh từng trích dẫn

Mã thoát:
  0 xong
  1 có tệp hỏng trong số nhiều tệp; hoặc trích dẫn, điểm số không đạt
  2 sai tham số
  3 không mở được tệp (khi chỉ có một tệp)
  4 tệp không chứa văn bản đọc được (khi chỉ có một tệp)
  5 lỗi khi đọc, quá thời gian hay bộ nhớ, hoặc tệp thay đổi trong khi đọc (khi chỉ có một tệp)
  6 không ghi được kết quả
  7 bảng quy tắc hỏng
  8 tệp đòi mật khẩu (khi chỉ có một tệp)
  9 tiến trình khác đang ghi vào kho
  10 không có kho, kho hỏng hoặc không mở được";

const AFTER_EN: &str = "\
Examples:
  extract plan.txt > plan.json                   one document, one record
  extract --format xlsx -o targets.xlsx *.txt     tables for Excel
  extract --html plan.txt -o plan.html            figures beside the document
  extract archive/*.pdf > records.ndjson          many documents, one record a line
  extract --ocr always scan.pdf > plan.json       recognize every page
  extract verify plan.json                        prove every quote

Exit codes:
  0 done
  1 some of several files failed; or a quote or a score does not hold
  2 wrong arguments
  3 the only file cannot be opened
  4 the only file holds no text that can be read
  5 the only file failed, changed, or took too much time or memory while it was read
  6 the output cannot be written
  7 a rule table is bad
  8 the only file asks for a password
  9 another process writes into the corpus
  10 the corpus is missing, damaged or cannot be opened";

const WORKER_VI: &str = "\
Ví dụ:
  printf '{\"id\":1,\"path\":\"ke-hoach.pdf\"}\\n' | extract worker --isolate

Các trường của yêu cầu và câu trả lời: docs/worker.md";

const WORKER_EN: &str = "\
Example:
  printf '{\"id\":1,\"path\":\"plan.pdf\"}\\n' | extract worker --isolate

The members of requests and answers: docs/worker.md";

/// `targets=0.9`
fn minimum(text: &str) -> Result<(String, f64), String> {
    let (facet, figure) = text.split_once('=').ok_or("FACET=F1")?;
    let figure = figure.parse().map_err(|_| "F1: 0..1")?;
    Ok((facet.to_owned(), figure))
}

/// The completion script of a shell.
///
/// # Errors
/// Those of `out`.
pub fn completions(shell: Shell, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(lang), "extract", &mut script);
    out.write_all(&script)
}

/// The manual page.
///
/// # Errors
/// Those of `out`.
pub fn man(lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    clap_mangen::Man::new(command(lang)).render(&mut &mut *out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_in_both_languages() {
        command(Lang::Vi).debug_assert();
        command(Lang::En).debug_assert();
    }
}
