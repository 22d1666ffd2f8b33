//! A run: what is to be done and with what, and what its threads share.

use super::board::{Board, Bounds};
use super::claims::Claims;
use super::queue::Queue;
use super::spent::Spent;
use super::spool::Spool;
use super::stop::Stop;
use super::tally::Tally;
use super::task::{Settled, Task};
use crate::corpus::{Fault, Preparer, Work};
use crate::diagnostic::Lang;
use crate::pipeline;
use crate::read::{self, OcrMode, PdfEngine};
use crate::rules::Rules;
use crate::worker::Pool;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

/// A batch ends with so many files, if not with its bytes or its time before. What a kill costs is the work of one batch.
const BATCH: usize = 2000;

/// How many bytes of files wait to be read or are being read, and of records wait to be written.
const FILES: usize = 128 << 20;
const RECORDS: usize = 64 << 20;

/// How many files wait.
pub const COUNT: usize = 256;

/// How many records wait: as many as are made while the writing thread brings a batch from the log to its place.
const MADE: usize = 512;

/// What is to be done.
pub enum Plan {
    /// Take in what is under these roots.
    Take {
        roots: Vec<PathBuf>,
        /// Read everything again.
        is_forced: bool,
        /// Take files that are not there any more out of the ledger.
        prunes: bool,
    },
    /// Take files again that failed, all or those of a code.
    Retry { code: Option<String> },
}

/// With what it is done.
pub struct Setting<'a> {
    pub jobs: NonZero<usize>,
    pub options: read::Options,
    pub rules: &'a Rules,
    pub lang: Lang,
    pub pool: Pool,
    /// Texts too are read in worker processes.
    pub isolates_all: bool,
    /// Commit after so many files, where not the usual number.
    pub batch: Option<usize>,
    pub stop: Stop,
}

/// One who watches a run.
pub trait Watcher {
    /// Called several times a second. `expected` is how many files there are, once that is known.
    fn progress(&mut self, tally: &Tally, expected: Option<u64>);

    /// A file that a run would take, or would not need to look into.
    fn planned(&mut self, path: &str, work: Work);

    /// Whether `expected` is wanted: the tree is walked twice for it.
    fn wants_expected(&self) -> bool;
}

/// What all threads of a run share.
pub struct Run<'a> {
    pub options: &'a read::Options,
    pub rules: &'a Rules,
    pub lang: Lang,
    pub pool: &'a Pool,
    pub preparer: &'a Preparer,
    pub isolates_all: bool,
    /// Commit after so many files.
    pub batch: usize,
    pub is_forced: bool,
    pub is_dry: bool,
    /// The ledger had none of the files when the run began: it need not be asked for each.
    pub is_first: bool,
    pub stop: &'a Stop,
    /// The fingerprint of the rules, and the choices of the readers as the ledger has them.
    pub rules_code: String,
    pub options_code: String,
    pub spool: Spool,
    pub jobs: usize,
    pub board: Board<Task>,
    pub results: Queue<Settled>,
    pub claims: Claims,
    pub spent: Spent,
    pub seen: AtomicU64,
    pub unchanged: AtomicU64,
    pub still_failed: AtomicU64,
    /// How many paths were looked at, those inside archives left out.
    pub met: AtomicU64,
    fault: Mutex<Option<Fault>>,
}

impl<'a> Run<'a> {
    pub fn new(setting: &'a Setting<'_>, preparer: &'a Preparer, spool: Spool, is_forced: bool) -> Run<'a> {
        let jobs = setting.jobs.get();
        let bounds = Bounds {
            count: COUNT,
            bytes: FILES,
            long_at_once: (jobs / 2).max(1),
            together: (pipeline::TOGETHER, pipeline::SHORT),
        };
        Run {
            options: &setting.options,
            rules: setting.rules,
            lang: setting.lang,
            pool: &setting.pool,
            preparer,
            isolates_all: setting.isolates_all,
            batch: setting.batch.unwrap_or(BATCH),
            is_forced,
            is_dry: false,
            is_first: false,
            jobs,
            stop: &setting.stop,
            rules_code: setting.rules.fingerprint().to_owned(),
            options_code: options_code(&setting.options),
            spool,
            board: Board::new(bounds),
            results: Queue::new(MADE, RECORDS),
            claims: Claims::default(),
            spent: Spent::new(jobs),
            seen: AtomicU64::new(0),
            unchanged: AtomicU64::new(0),
            still_failed: AtomicU64::new(0),
            met: AtomicU64::new(0),
            fault: Mutex::new(None),
        }
    }

    /// Something that ends the run, met by a thread that does not write.
    pub fn failed(&self, fault: Fault) {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
        self.stop.ask();
    }

    /// The first such thing.
    pub fn fault(&self) -> Option<Fault> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The choices of the readers that change what is read.
fn options_code(options: &read::Options) -> String {
    let ocr = match options.ocr {
        OcrMode::Auto => "ocr=auto",
        OcrMode::Always => "ocr=always",
        OcrMode::Never => "ocr=never",
        OcrMode::Later => "ocr=later",
    };
    match options.pdf_engine {
        PdfEngine::Own => ocr.to_owned(),
        PdfEngine::PdfExtract => format!("{ocr} pdf-engine=pdf-extract"),
    }
}
