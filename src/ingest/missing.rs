//! Files that the ledger has and the disk has no longer.

use super::name;
use super::run::Run;
use super::tally::Tally;
use crate::corpus::{Entry, Fault, Reader, Writer};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// How many files are taken out between two commits.
const BATCH: usize = 2000;

/// Looks for files under the roots that are gone; counts them, and takes them out of the ledger where `prunes`. A root
/// that is gone itself, or empty where the ledger has files, is a drive that is away: nothing below it is touched.
///
/// # Errors
/// Those of the corpus.
pub fn look(
    ledger: &Reader,
    writer: &mut Writer,
    run: &Run<'_>,
    roots: &[PathBuf],
    prunes: bool,
    tally: &mut Tally,
) -> Result<(), Fault> {
    let mut known = 0;
    let mut present = Vec::new();
    for root in roots {
        let root_name = name::of_path(root);
        let files = ledger.count_files(&root_name)?;
        if files > 0 && !is_there(root) {
            tally.missing_roots.push(root_name);
        } else {
            known += files;
            present.push((root, root_name));
        }
    }
    // Every file was met: nothing can be missing, and nothing need be asked of the disk.
    if known == run.met.load(Ordering::Relaxed) {
        return Ok(());
    }
    for (root, root_name) in present {
        let mut gone = Vec::new();
        let mut container = (String::new(), true);
        let mut is_away = false;
        let mut take_out = |gone: &mut Vec<String>| {
            // A drive may have gone while it was asked.
            is_away |= !is_there(root);
            if is_away {
                gone.clear();
            }
            tally.missing += gone.len() as u64;
            for path in gone.drain(..).filter(|_| prunes) {
                writer.forget(&path)?;
                tally.pruned += 1;
            }
            writer.commit()
        };
        ledger.each_file_below(&root_name, |entry: Entry| {
            if is_gone(&entry.path, &mut container) {
                gone.push(entry.path);
            }
            if gone.len() < BATCH { Ok(()) } else { take_out(&mut gone) }
        })?;
        if !gone.is_empty() {
            take_out(&mut gone)?;
        }
        if is_away {
            tally.missing_roots.push(root_name);
        }
    }
    Ok(())
}

/// Whether nothing stands at a path any more. What cannot be told is there. `container` is the archive that was asked
/// for last.
fn is_gone(path: &str, container: &mut (String, bool)) -> bool {
    let Some(at) = path.find(name::INSIDE) else { return is_gone_from_disk(&name::to_path(path)) };
    if container.0 != path[..at] {
        *container = (path[..at].to_owned(), is_gone_from_disk(&name::to_path(&path[..at])));
    }
    container.1 && is_gone_from_disk(&name::to_path(path))
}

fn is_gone_from_disk(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => false,
        Err(cause) => matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
    }
}

/// Whether the root is there and holds anything.
fn is_there(root: &Path) -> bool {
    root.is_file() || root.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}
