//! The index on the disk: which generation of it counts, and opening it.
//!
//! ```text
//! index/current         the version of the fields, and the name of the generation that counts
//! index/lock            held by the process that updates
//! index/g0001/documents
//! index/g0001/targets
//! ```
//!
//! A rebuild makes a new generation beside the old one, which answers until `current` names the new one.

use super::fault::Fault;
use super::schema::{Documents, Targets, VERSION, register};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use tantivy::schema::Schema;
use tantivy::{Index, IndexBuilder};

/// The two indexes of a generation.
#[derive(Clone)]
pub struct Indexes {
    pub documents: Index,
    pub targets: Index,
}

/// The directory of the index.
#[derive(Debug, Clone)]
pub struct Place {
    directory: PathBuf,
}

impl Place {
    pub fn new(directory: PathBuf) -> Place {
        Place { directory }
    }

    /// The file that names the generation.
    pub fn pointer(&self) -> PathBuf {
        self.directory.join("current")
    }

    /// The generation that counts.
    ///
    /// # Errors
    /// There is none, or it is of another version.
    pub fn current(&self) -> Result<PathBuf, Fault> {
        let path = self.pointer();
        let text = fs::read_to_string(&path)
            .map_err(|cause| Fault::damaged(format!("{}: {cause}", path.display())))?;
        let (version, name) = text.trim().split_once(' ').unwrap_or_default();
        if version != VERSION.to_string() || !is_generation(name) {
            return Err(Fault::damaged(format!("{}: \"{}\"", path.display(), text.trim())));
        }
        Ok(self.directory.join(name))
    }

    /// Opens a generation.
    ///
    /// # Errors
    /// A file of it is missing or broken; its fields are others.
    pub fn open(&self, generation: &Path) -> Result<Indexes, Fault> {
        let open = |name: &str, schema: Schema| {
            let index = Index::open_in_dir(generation.join(name)).map_err(Fault::damaged)?;
            if index.schema() != schema {
                return Err(Fault::damaged("fields"));
            }
            register(&index);
            Ok(index)
        };
        Ok(Indexes {
            documents: open("documents", Documents::new().schema)?,
            targets: open("targets", Targets::new().schema)?,
        })
    }

    /// Makes an empty generation.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn create(&self) -> Result<(PathBuf, Indexes), Fault> {
        let last = self.generations()?.into_iter().filter_map(|(_, number)| number).max();
        let generation = self.directory.join(format!("g{:04}", last.unwrap_or(0) + 1));
        let create = |name: &str, schema: Schema| -> Result<Index, Fault> {
            let directory = generation.join(name);
            fs::create_dir_all(&directory)?;
            let index = IndexBuilder::default().schema(schema).create_in_dir(&directory)?;
            register(&index);
            Ok(index)
        };
        let documents = create("documents", Documents::new().schema)?;
        let targets = create("targets", Targets::new().schema)?;
        Ok((generation, Indexes { documents, targets }))
    }

    /// Makes a generation the one that counts, and takes the others away.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn set_current(&self, generation: &Path) -> Result<(), Fault> {
        let name = generation.file_name().unwrap_or_default().to_string_lossy();
        let temporary = self.directory.join("current.part");
        fs::write(&temporary, format!("{VERSION} {name}\n"))?;
        File::open(&temporary)?.sync_all()?;
        fs::rename(&temporary, self.pointer())?;
        self.sweep(&[generation]);
        Ok(())
    }

    /// Takes away all generations but these. One that resists is left for the next time.
    pub fn sweep(&self, keep: &[&Path]) {
        for (path, _) in self.generations().unwrap_or_default() {
            if !keep.contains(&path.as_path()) {
                let _ = fs::remove_dir_all(path);
            }
        }
    }

    fn generations(&self) -> Result<Vec<(PathBuf, Option<u32>)>, Fault> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_generation(&name) {
                found.push((entry.path(), name[1..].parse().ok()));
            }
        }
        Ok(found)
    }

    /// The lock of those who update; free again when the file is dropped, however the process ends.
    ///
    /// # Errors
    /// Another process holds it.
    pub fn lock(&self) -> Result<File, Fault> {
        fs::create_dir_all(&self.directory)?;
        let file =
            File::options().create(true).truncate(false).write(true).open(self.directory.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Fault::busy(&self.directory)),
            Err(TryLockError::Error(cause)) => Err(cause.into()),
        }
    }
}

/// "g0001"
fn is_generation(name: &str) -> bool {
    name.strip_prefix('g')
        .is_some_and(|number| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}
