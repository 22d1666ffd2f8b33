//! Files of our own, for what has no path that a worker process or a reader of archives could open.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A directory inside the corpus, gone when the run ends.
pub struct Spool {
    directory: PathBuf,
    next: AtomicU64,
}

/// A file in it, gone when dropped.
pub struct Spooled(PathBuf);

impl Spool {
    /// A directory that is made when it is needed.
    pub fn new(directory: PathBuf) -> Spool {
        Spool { directory, next: AtomicU64::new(0) }
    }

    /// Removes what lies there. Whoever calls holds the corpus, so a run that was killed left it behind.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn clear(directory: &Path) -> io::Result<()> {
        match fs::remove_dir_all(directory) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
            _ => Ok(()),
        }
    }

    fn path(&self) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.directory)?;
        Ok(self.directory.join(self.next.fetch_add(1, Ordering::Relaxed).to_string()))
    }

    /// A file with what is read to its end.
    ///
    /// # Errors
    /// Those of the source and of the disk.
    pub fn fill(&self, source: &mut dyn Read) -> io::Result<Spooled> {
        let spooled = Spooled(self.path()?);
        let mut file = File::create(&spooled.0)?;
        io::copy(source, &mut file)?;
        file.flush()?;
        Ok(spooled)
    }

    /// Another name for a file whose own name cannot be written as text.
    ///
    /// # Errors
    /// Those of the disk.
    #[cfg(unix)]
    pub fn alias(&self, path: &Path) -> io::Result<Spooled> {
        let spooled = Spooled(self.path()?);
        std::os::unix::fs::symlink(path, &spooled.0)?;
        Ok(spooled)
    }

    /// Another name for a file whose own name cannot be written as text.
    ///
    /// # Errors
    /// Those of the disk.
    #[cfg(not(unix))]
    pub fn alias(&self, path: &Path) -> io::Result<Spooled> {
        self.fill(&mut File::open(path)?)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // What cannot be removed now is when the next ingest begins.
        let _ = Spool::clear(&self.directory);
    }
}

impl Spooled {
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Spooled {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
