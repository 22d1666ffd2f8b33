//! The files under the named roots, as a stream: nothing is held but a window of them and the open directories.
//!
//! Entries of a window come in byte order; a directory with more entries than a window takes is sorted piece by piece.
//! Nothing depends on the order but which files are met first.

use super::passed::{PassedOver, Reason};
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// How many entries are held and sorted.
const WINDOW: usize = 8192;

/// How many directories are held open; those above are read to their end into memory.
const OPEN: usize = 32;

/// The file that makes a directory a corpus.
const CORPUS: &str = "vanban.sqlite";

/// What stands at a path.
#[derive(Debug)]
pub struct Found {
    pub path: PathBuf,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Kind {
    /// A regular file.
    File,
    /// Something that is passed over.
    Passed(&'static Reason),
    /// Something that could not be looked at.
    Fault(io::Error),
    /// A symbolic link; followed when its turn comes, so that of two links to one place the first is taken.
    Link,
}

/// Walks the roots.
pub struct Walk {
    roots: VecDeque<PathBuf>,
    /// All roots, and the directories outside of them that links led to: what lies inside is met there.
    known: Vec<PathBuf>,
    /// The innermost last: where a link leads is walked before its root goes on.
    walks: Vec<walkdir::IntoIter>,
    window: std::vec::IntoIter<Found>,
}

impl Walk {
    /// A walk of these roots, which are canonical paths; none lies inside another.
    pub fn new(roots: &[PathBuf]) -> Walk {
        Walk {
            roots: roots.iter().cloned().collect(),
            known: roots.to_vec(),
            walks: Vec::new(),
            window: Vec::new().into_iter(),
        }
    }

    fn fill(&mut self) {
        let mut window = Vec::new();
        while window.len() < WINDOW {
            let Some(walk) = self.walks.last_mut() else {
                let Some(root) = self.roots.pop_front() else { break };
                self.walks.push(below(&root));
                continue;
            };
            match walk.next() {
                None => {
                    self.walks.pop();
                }
                Some(Ok(entry)) => window.extend(self.take(&entry)),
                Some(Err(error)) => window.extend(fault(error)),
            }
        }
        window.sort_unstable_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
        self.window = window.into_iter();
    }

    /// What an entry is; `None` for a directory that is walked.
    fn take(&mut self, entry: &DirEntry) -> Option<Found> {
        let kind = entry.file_type();
        // A link that is walked is its own first entry.
        let is_folder = kind.is_dir() || (entry.depth() == 0 && kind.is_symlink());
        if kind.is_symlink() && !is_folder {
            return Some(Found { path: entry.path().to_owned(), kind: Kind::Link });
        }
        let name = entry.file_name();
        // What is named on the command line is wanted, whatever it is called.
        let passed = if entry.depth() == 0 { None } else { PassedOver::table().by_name(name, is_folder) };
        let found = if is_folder {
            let reason = passed
                .or_else(|| entry.path().join(CORPUS).is_file().then(|| PassedOver::table().corpus()))?;
            if let Some(walk) = self.walks.last_mut() {
                walk.skip_current_dir();
            }
            Kind::Passed(reason)
        } else if !kind.is_file() {
            Kind::Passed(PassedOver::table().no_file())
        } else {
            passed.map_or(Kind::File, Kind::Passed)
        };
        Some(Found { path: entry.path().to_owned(), kind: found })
    }

    /// What a symbolic link leads to. A directory outside of all that is walked is walked under the link's name, once;
    /// what lies inside is met at its own place.
    fn follow(&mut self, link: &Path) -> Option<Found> {
        let found = |kind| Some(Found { path: link.to_owned(), kind });
        let target = match link.canonicalize() {
            Ok(target) => target,
            Err(cause) => return found(Kind::Fault(cause)),
        };
        let home = link.parent().and_then(|parent| parent.canonicalize().ok()).unwrap_or_default();
        if home.starts_with(&target) || self.known.iter().any(|known| target.starts_with(known)) {
            return found(Kind::Passed(PassedOver::table().known_link()));
        }
        if target.is_dir() {
            self.known.push(target);
            self.walks.push(below(link));
            return None;
        }
        let name = link.file_name().unwrap_or_default();
        let passed = PassedOver::table().by_name(name, false);
        found(match passed {
            Some(reason) => Kind::Passed(reason),
            None if target.is_file() => Kind::File,
            None => Kind::Passed(PassedOver::table().no_file()),
        })
    }
}

fn below(root: &Path) -> walkdir::IntoIter {
    WalkDir::new(root).max_open(OPEN).into_iter()
}

fn fault(error: walkdir::Error) -> Option<Found> {
    let path = error.path()?.to_owned();
    let cause = error.into_io_error()?;
    Some(Found { path, kind: Kind::Fault(cause) })
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if self.window.len() == 0 {
                self.fill();
            }
            match self.window.next()? {
                Found { path, kind: Kind::Link } => {
                    if let Some(found) = self.follow(&path) {
                        return Some(found);
                    }
                }
                found => return Some(found),
            }
        }
    }
}
