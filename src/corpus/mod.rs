//! The corpus: a directory that holds what was read from an archive, and the ledger of its files.
//!
//! ```text
//! vanban.sqlite   ledger, records and their rows: the truth
//! index/          the search index, made from the database at any time
//! lock            held by the process that writes
//! ```
//!
//! docs/corpus.md tells the database in words. One process writes ([`Corpus::writer`]), any number read at the same time
//! ([`Corpus::reader`]). Making rows of a record costs as much as storing them, so it is apart from that:
//! [`Preparer::prepare`] runs on the thread that read the document, [`Writer::put_document`] on the one thread that writes.

pub mod corrections;
mod fault;
mod files;
mod foreign;
mod ledger;
mod lock;
mod near;
mod packing;
mod prepared;
mod provinces;
mod reader;
mod row;
mod rows;
mod schema;
mod signature;
mod status;
mod store;
mod stored;
mod summary;
mod target;
mod units;
mod writer;

pub use fault::{Fault, FaultKind};
pub use foreign::{Foreign, ForeignDocument, Need, Origin, Taken};
pub use ledger::{Entry, File, Read, Reason, State, Work};
pub use lock::Holder;
pub use prepared::{Derived, Prepared, Preparer};
pub use provinces::Province;
pub use reader::{Filter, Reader};
pub use schema::VERSION as SCHEMA_VERSION;
pub use status::{Cause, Failed, FileStates, Near, Run, Share, Status};
pub use summary::Summary;
pub use target::TargetRow;
pub use units::{Bases, InBase};
pub use writer::{Figures, Linked, Stored, Writer};

use crate::diagnostic::Lang;
use std::path::{Path, PathBuf};

/// The version of the program, as it stands in the ledger.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// A corpus that exists and has the schema of this version.
#[derive(Debug, Clone)]
pub struct Corpus {
    directory: PathBuf,
    lang: Lang,
}

impl Corpus {
    /// Makes a corpus in `directory`, which is created where it is missing, or opens the one that is there.
    ///
    /// `lang` is the language of the messages inside the records; of a corpus that is there it stays what it was.
    ///
    /// # Errors
    /// Another process is writing into it; a newer version made it; it cannot be written.
    pub fn create(directory: &Path, lang: Lang) -> Result<Corpus, Fault> {
        match Corpus::open(directory) {
            Err(fault) if fault.kind() == FaultKind::Missing => {}
            opened => return opened,
        }
        std::fs::create_dir_all(directory).map_err(|cause| Fault::io(directory, cause))?;
        Corpus::at(directory, lang).begin()
    }

    /// Opens a corpus; one of an older version is brought to this one.
    ///
    /// # Errors
    /// There is none; it is of another program or a newer version; another process writes into it while it must be
    /// brought to this version.
    pub fn open(directory: &Path) -> Result<Corpus, Fault> {
        let mut corpus = Corpus::at(directory, Lang::Vi);
        let path = corpus.database();
        if !path.is_file() {
            return Err(Fault::missing(directory));
        }
        let connection = store::readable(&path)?;
        match schema::version(&connection, &path)? {
            0 => Err(Fault::missing(directory)),
            schema::VERSION => {
                let lang = connection.query_row("SELECT lang FROM corpus", [], |row| row.get::<_, String>(0));
                if lang.map_err(|cause| Fault::sqlite(&path, cause))? == "en" {
                    corpus.lang = Lang::En;
                }
                Ok(corpus)
            }
            _ => {
                drop(connection);
                corpus.migrate()?;
                Corpus::open(directory)
            }
        }
    }

    fn at(directory: &Path, lang: Lang) -> Corpus {
        Corpus { directory: directory.to_owned(), lang }
    }

    /// A new corpus: its database is made beside its place and moved there when it is whole, so that whoever looks finds
    /// a corpus with its tables or none. What a process that was killed left behind is made anew.
    fn begin(self) -> Result<Corpus, Fault> {
        let _lock = lock::Lock::take(&self.lock())?;
        let path = self.database();
        match Corpus::open(&self.directory) {
            Err(fault) if fault.kind() == FaultKind::Missing => {}
            made_meanwhile => return made_meanwhile,
        }
        let unfinished = path.with_extension("sqlite.new");
        store::remove(&unfinished)?;
        schema::migrate(&mut store::writable(&unfinished)?, &unfinished, self.lang)?;
        store::remove(&path)?;
        std::fs::rename(&unfinished, &path).map_err(|cause| Fault::io(&path, cause))?;
        Ok(self)
    }

    fn migrate(self) -> Result<Corpus, Fault> {
        let _lock = lock::Lock::take(&self.lock())?;
        let path = self.database();
        schema::migrate(&mut store::writable(&path)?, &path, self.lang)?;
        Ok(self)
    }

    /// The directory itself.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The SQLite database.
    pub fn database(&self) -> PathBuf {
        self.directory.join("vanban.sqlite")
    }

    /// The directory of the search index.
    pub fn index(&self) -> PathBuf {
        self.directory.join("index")
    }

    fn lock(&self) -> PathBuf {
        self.directory.join("lock")
    }

    /// The language of the messages inside the records.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The process that is writing into the corpus, as the lock names it; `None` where none is.
    pub fn holder(&self) -> Option<Holder> {
        lock::holder(&self.lock())
    }

    /// The one writer: takes the lock until it is dropped.
    ///
    /// # Errors
    /// Another process writes, which is named; the database cannot be opened.
    pub fn writer(&self) -> Result<Writer, Fault> {
        Writer::open(self.database(), lock::Lock::take(&self.lock())?)
    }

    /// A reader with a connection of its own. It sees what is committed, also while another process writes.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub fn reader(&self) -> Result<Reader, Fault> {
        Reader::open(self.database())
    }
}
