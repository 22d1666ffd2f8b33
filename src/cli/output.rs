//! Where results go: standard output, one file, or a directory with a file for each document. A file appears whole or
//! not at all.

use super::arguments::Form;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Writes to standard output, buffered.
///
/// # Errors
/// Those of standard output.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<super::Exit> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(super::Exit::AllRead)
}

/// Writes a JSON value for people, with a line end.
///
/// # Errors
/// Those of `out`.
pub fn pretty(out: &mut dyn Write, value: &serde_json::Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A line for a terminal: file names and messages may hold what moves its cursor, which is shown as U+FFFD.
pub fn plain(line: &str) -> String {
    line.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// Writes a file beside its place and moves it there when it is whole.
///
/// # Errors
/// Those of the file system; the half-written file is removed then.
pub fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let pending = Pending::new(path)?;
    pending.fill(write)
}

/// Creates a directory and those above it.
///
/// # Errors
/// Those of the file system.
pub fn directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path).map_err(at(path))
}

/// Puts the path into a message that has none.
fn at(path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    move |cause| io::Error::new(cause.kind(), format!("{}: {cause}", path.display()))
}

/// A file being written.
pub struct Pending {
    path: PathBuf,
    temporary: PathBuf,
    out: Option<BufWriter<File>>,
}

impl Pending {
    /// Begins a file.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(path: &Path) -> io::Result<Pending> {
        let name =
            path.file_name().ok_or(io::ErrorKind::InvalidInput).map_err(|kind| at(path)(kind.into()))?;
        let temporary =
            path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let out = Some(BufWriter::new(File::create(&temporary).map_err(at(path))?));
        Ok(Pending { path: path.to_owned(), temporary, out })
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// As [`Pending::finish`].
    pub fn fill(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        write(&mut self)?;
        self.finish()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(out) = self.out.take() {
            let file = out.into_inner().map_err(io::IntoInnerError::into_error);
            file.and_then(|file| file.sync_all()).map_err(at(&self.path))?;
        }
        fs::rename(&self.temporary, &self.path).map_err(at(&self.path))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Ok(0), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Seek for Pending {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out.as_mut().map_or_else(|| Err(io::ErrorKind::NotSeekable.into()), |out| out.seek(to))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After `finish` there is no such file any more.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Names for the files of documents in one directory: the document's name with a new ending, numbered where two
/// documents share a name.
#[derive(Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// The file for a document.
    pub fn next(&mut self, directory: &Path, document: &str, form: Form) -> PathBuf {
        let stem = match document {
            "-" => "stdin".to_owned(),
            path => Path::new(path)
                .file_stem()
                .map_or_else(|| "document".to_owned(), |stem| stem.to_string_lossy().into_owned()),
        };
        let mut name = format!("{stem}.{}", form.extension());
        let mut count = 1;
        while !self.taken.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{stem}-{count}.{}", form.extension());
        }
        directory.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_one_name_get_files_of_their_own() {
        let mut names = Names::default();
        let mut next = |document| names.next(Path::new("out"), document, Form::Json);
        assert_eq!(next("a/plan.txt"), Path::new("out/plan.json"));
        assert_eq!(next("b/plan.txt"), Path::new("out/plan-2.json"));
        assert_eq!(next("b/Plan.md"), Path::new("out/Plan-3.json"));
        assert_eq!(next("-"), Path::new("out/stdin.json"));
    }

    #[test]
    fn a_file_that_fails_leaves_nothing_behind() {
        let directory = std::env::temp_dir().join(format!("vanban-output-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("plan.json");
        let failed = to_file(&path, |out| {
            out.write_all(b"half")?;
            Err(io::ErrorKind::Other.into())
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 0);
        to_file(&path, |out| out.write_all(b"whole")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        fs::remove_dir_all(&directory).unwrap();
    }
}
