//! `extract serve`: the corpus in a browser.

use super::corpus::{self, Broken};
use super::talk::Talk;
use super::{Exit, pick, work};
use crate::corpus::Corpus;
use crate::diagnostic::Lang;
use crate::serve::{Failure, Options, Protection};
use crate::worker::Limits;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Where nothing else is said: this machine alone.
const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8470);
/// What the reading of one original may take.
const TIME: Duration = Duration::from_secs(15);
const MEMORY: u64 = 1 << 30;
/// The shortest token, in characters.
const SHORTEST: usize = 16;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    listen: SocketAddr,
    token_file: Option<PathBuf>,
    user_header: Option<String>,
    proxies: Vec<IpAddr>,
    edits: bool,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("serve")
        .about(t(
            "Mở kho trong trình duyệt: tìm, đọc, so sánh, đính chính; có API cho chương trình khác",
            "The corpus in a browser: search, read, compare, correct; with an API for programs",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(corpus::argument(lang))
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name(t("ĐỊA_CHỈ", "ADDRESS"))
                .value_parser(value_parser!(SocketAddr))
                .help(t(
                    "Địa chỉ và cổng (mặc định 127.0.0.1:8470; cổng 0: cổng trống bất kỳ)",
                    "Address and port (default 127.0.0.1:8470; port 0: any free port)",
                )),
        )
        .arg(
            Arg::new("token-file")
                .long("token-file")
                .value_name(t("TỆP", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "Tệp chứa mã truy cập (ít nhất 16 ký tự) mà người dùng phải nhập",
                    "File with the access token (16 characters or more) that users must show",
                )),
        )
        .arg(
            Arg::new("user-header")
                .long("user-header")
                .value_name(t("TÊN", "NAME"))
                .requires("proxy")
                .conflicts_with("token-file")
                .help(t(
                    "Tiêu đề mà reverse proxy ghi tên người dùng đã đăng nhập, ví dụ X-Forwarded-User",
                    "The header in which a reverse proxy names the user it has signed in, such as X-Forwarded-User",
                )),
        )
        .arg(
            Arg::new("proxy")
                .long("proxy")
                .value_name("IP")
                .requires("user-header")
                .action(ArgAction::Append)
                .value_parser(value_parser!(IpAddr))
                .help(t(
                    "Địa chỉ của reverse proxy ấy (có thể lặp lại); yêu cầu từ nơi khác bị từ chối",
                    "The address of that proxy (repeatable); requests from elsewhere are refused",
                )),
        )
        .arg(
            Arg::new("allow-edit")
                .long("allow-edit")
                .action(ArgAction::SetTrue)
                .help(t("Cho phép đính chính trên trang (mặc định chỉ đọc)", "Let people correct values on the page (default: read-only)")),
        )
}

const AFTER_VI: &str = "\
Ví dụ:
  extract serve --corpus kho                         rồi mở http://127.0.0.1:8470
  extract serve --corpus kho --allow-edit            cho phép đính chính
  extract serve --corpus kho --listen 0.0.0.0:8470 --token-file ma.txt

Dừng bằng Ctrl-C hoặc SIGTERM. Chi tiết: docs/serve.md";

const AFTER_EN: &str = "\
Examples:
  extract serve --corpus corpus                      then open http://127.0.0.1:8470
  extract serve --corpus corpus --allow-edit         lets people correct
  extract serve --corpus corpus --listen 0.0.0.0:8470 --token-file token.txt

End it with Ctrl-C or SIGTERM. More: docs/serve.md";

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        listen: given.get_one("listen").copied().unwrap_or(ADDRESS),
        token_file: given.get_one("token-file").cloned(),
        user_header: given.get_one("user-header").cloned(),
        proxies: given.get_many("proxy").map(|all| all.copied().collect()).unwrap_or_default(),
        edits: given.get_flag("allow-edit"),
    }
}

/// Serves until it is told to end.
///
/// # Errors
/// None of its own: what goes wrong is said.
pub fn serve(asked: Asked, talk: &Talk) -> io::Result<Exit> {
    let guard = match protection(&asked, talk) {
        Ok(guard) => guard,
        Err(exit) => return Ok(exit),
    };
    let corpus = match Corpus::open(&asked.corpus) {
        Ok(corpus) => corpus,
        Err(fault) => return corpus::exit(Err(Broken::Corpus(fault)), talk),
    };
    let pool = work::pool(None, Limits { time: Some(TIME), memory: Some(MEMORY) }, corpus.lang());
    let options = Options { listen: asked.listen, guard, edits: asked.edits };
    let ready = |address: SocketAddr| {
        talk.note(
            &format!("kho mở tại http://{address}/ (Ctrl-C để dừng)"),
            &format!("the corpus is at http://{address}/ (Ctrl-C to end)"),
        );
    };
    match crate::serve::serve(&corpus, options, pool, ready) {
        Ok(()) => Ok(Exit::AllRead),
        Err(Failure::Corpus(fault)) => corpus::exit(Err(Broken::Corpus(fault)), talk),
        Err(Failure::Address(cause)) => {
            let address = asked.listen;
            talk.complain(
                &format!("không mở được địa chỉ {address} ({cause}). Chọn địa chỉ hoặc cổng khác với --listen"),
                &format!("the address {address} cannot be listened at ({cause}). Choose another address or port with --listen"),
            );
            Ok(Exit::Usage)
        }
        Err(Failure::System(cause)) => {
            talk.complain(
                &format!("không chạy được máy chủ ({cause})"),
                &format!("the server cannot run ({cause})"),
            );
            Ok(Exit::ReadFailed)
        }
    }
}

/// Who may ask; beyond this machine nobody without showing who they are.
fn protection(asked: &Asked, talk: &Talk) -> Result<Protection, Exit> {
    if let Some(path) = &asked.token_file {
        let token = std::fs::read_to_string(path).map_err(|cause| {
            let path = path.display();
            talk.complain(
                &format!("{path}: không đọc được mã truy cập ({cause})"),
                &format!("{path}: the token cannot be read ({cause})"),
            );
            Exit::CannotOpen
        })?;
        let token = token.trim().to_owned();
        let is_fit = token.len() >= SHORTEST && token.bytes().all(|byte| byte.is_ascii_graphic());
        return if is_fit {
            Ok(Protection::Token(token))
        } else {
            talk.complain(
                "mã truy cập phải dài ít nhất 16 ký tự ASCII, không có khoảng trắng",
                "the token must have 16 ASCII characters or more, and no spaces",
            );
            Err(Exit::Usage)
        };
    }
    if let Some(header) = &asked.user_header {
        return match header.parse() {
            Ok(header) => Ok(Protection::Proxy { header, from: asked.proxies.clone() }),
            Err(_) => {
                talk.complain(
                    "--user-header không phải tên một tiêu đề HTTP",
                    "--user-header is not the name of an HTTP header",
                );
                Err(Exit::Usage)
            }
        };
    }
    if asked.listen.ip().is_loopback() {
        return Ok(Protection::Loopback);
    }
    talk.complain(
        "ngoài máy này thì cần --token-file, hoặc --user-header và --proxy (xem docs/serve.md)",
        "beyond this machine --token-file is needed, or --user-header and --proxy (see docs/serve.md)",
    );
    Err(Exit::Usage)
}
