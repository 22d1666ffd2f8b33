//! `extract export --to postgres://…`: the corpus in a database for many.

use super::super::corpus::Broken;
use super::super::talk::Talk;
use super::super::{Exit, pick};
use crate::corpus::{Corpus, Filter, Reader};
use crate::diagnostic::Lang;
use crate::export::postgres::{self, Address, Failed, Fault, FaultKind, Figures, Name, Order};
use crate::rules::Rules;
use clap::{Arg, ArgAction, ArgMatches};

/// What was asked for.
pub struct Asked {
    address: String,
    schema: String,
    files: bool,
    replace: bool,
}

/// The arguments.
pub fn arguments(lang: Lang) -> [Arg; 4] {
    let t = |vi, en| pick(lang, vi, en);
    [
        Arg::new("to")
            .long("to")
            .value_name("URL")
            .conflicts_with_all(["format", "table", "out"])
            .help(t(
                "Ghi vào cơ sở dữ liệu PostgreSQL này, chỉ phần đã đổi: postgres://người_dùng@máy/cơ_sở_dữ_liệu; mật khẩu ở PGPASSWORD hoặc ~/.pgpass",
                "Write into this PostgreSQL database, only what changed: postgres://user@host/database; the password in PGPASSWORD or ~/.pgpass",
            )),
        Arg::new("schema")
            .long("schema")
            .value_name(t("TÊN", "NAME"))
            .requires("to")
            .help(t(
                "Với --to: lược đồ chứa các bảng (mặc định: vanban)",
                "With --to: the schema that holds the tables (default: vanban)",
            )),
        Arg::new("files").long("files").action(ArgAction::SetTrue).requires("to").help(t(
            "Với --to: cả sổ tệp của kho, bảng files",
            "With --to: the ledger of the files too, as the table files",
        )),
        Arg::new("replace").long("replace").action(ArgAction::SetTrue).requires("to").help(t(
            "Với --to: thay kho khác mà lược đồ đang chứa",
            "With --to: take the place of another corpus that the schema holds",
        )),
    ]
}

/// `None` where no database was named.
pub fn parse(given: &ArgMatches) -> Option<Asked> {
    Some(Asked {
        address: given.get_one::<String>("to")?.clone(),
        schema: given.get_one::<String>("schema").cloned().unwrap_or_else(|| "vanban".to_owned()),
        files: given.get_flag("files"),
        replace: given.get_flag("replace"),
    })
}

/// Brings the database to the documents that the filter lets through.
pub fn export(
    asked: &Asked,
    corpus: &Corpus,
    reader: &Reader,
    filter: &Filter,
    talk: &Talk,
) -> Result<Exit, Broken> {
    let refused = |fault: &Fault| {
        let code = fault.kind().code();
        talk.complain(
            &format!("[{code}] {}", fault.text(Lang::Vi)),
            &format!("[{code}] {}", fault.text(Lang::En)),
        );
        Ok(match fault.kind() {
            FaultKind::Address => Exit::Usage,
            FaultKind::Busy => Exit::CorpusBusy,
            _ => Exit::CannotWrite,
        })
    };
    let (address, schema) =
        match Address::parse(&asked.address).and_then(|address| Ok((address, Name::new(&asked.schema)?))) {
            Ok(named) => named,
            Err(fault) => return refused(&fault),
        };
    let order =
        Order { address: &address, schema: &schema, filter, files: asked.files, replace: asked.replace };
    let count = reader.count(filter)?;
    let bar = talk.progress(usize::try_from(count).unwrap_or(usize::MAX));
    let waits = |holder: &str| {
        talk.note(
            &format!("chờ lần xuất khác xong ({holder})"),
            &format!("waiting for another export to end ({holder})"),
        );
    };
    let done = postgres::export(&order, corpus, reader, Rules::embedded(), &waits, &mut || bar.inc(1));
    bar.finish_and_clear();
    match done {
        Ok(figures) => {
            tell(&figures, &address, &schema, talk);
            Ok(Exit::AllRead)
        }
        Err(Failed::Corpus(fault)) => Err(fault.into()),
        Err(Failed::Server(fault)) => refused(&fault),
    }
}

fn tell(figures: &Figures, address: &Address, schema: &Name, talk: &Talk) {
    let Figures { written, removed, unchanged, near, files, losses } = figures;
    let (place, schema) = (address.place(), schema.as_str());
    talk.note(
        &format!(
            "{place}, lược đồ {schema}: ghi {written} văn bản, bỏ {removed}, giữ nguyên {unchanged}; gần trùng {near}, sổ tệp {files} dòng đổi"
        ),
        &format!(
            "{place}, schema {schema}: {written} documents written, {removed} removed, {unchanged} unchanged; {near} near pairs, {files} ledger rows changed"
        ),
    );
    if losses.nuls > 0 {
        talk.note(
            &format!("{} ký tự NUL được thay bằng U+FFFD: PostgreSQL không chứa được", losses.nuls),
            &format!("{} NUL characters replaced by U+FFFD: PostgreSQL cannot hold them", losses.nuls),
        );
    }
    if losses.records > 0 {
        talk.note(
            &format!("{} bản ghi quá dài cho jsonb: cột record trống, các bảng khác đủ", losses.records),
            &format!(
                "{} records too long for jsonb: their column record is empty, the other tables are full",
                losses.records
            ),
        );
    }
    if losses.cut > 0 {
        talk.note(
            &format!("{} đoạn văn dài hơn 255 MiB bị cắt", losses.cut),
            &format!("{} texts longer than 255 MiB were cut", losses.cut),
        );
    }
}
