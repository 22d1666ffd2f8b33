//! The way back: from a name of the ledger to the file, or to the bytes in an archive.

use super::{archive, name};
use std::io::Read;
use std::path::PathBuf;

/// Where the bytes of a file of the ledger are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Original {
    /// In a file of their own.
    File(PathBuf),
    /// In an archive, out of which they were taken.
    Inside(Vec<u8>),
    /// There, and more than was asked for.
    TooLarge,
}

/// Finds a file by the name that the ledger has for it; of one inside an archive at most `most` bytes are taken. `None`
/// where there is none any more, or none that can be read.
pub fn original(ledger: &str, most: u64) -> Option<Original> {
    let path = name::to_path(ledger);
    if let Ok(metadata) = std::fs::metadata(&path)
        && metadata.is_file()
    {
        return Some(if metadata.len() > most { Original::TooLarge } else { Original::File(path) });
    }
    let (outside, inside) = ledger.match_indices(name::INSIDE).find_map(|(at, mark)| {
        let outside = name::to_path(&ledger[..at]);
        outside.is_file().then(|| (outside, &ledger[at + mark.len()..]))
    })?;
    let mut opened = archive::at(&outside).ok()??;
    let mut found = taken(&mut opened, inside, most)?;
    for _ in 1..archive::DEPTH {
        let (bytes, rest) = match found {
            Found::All(original) => return Some(original),
            Found::Archive(bytes, rest) => (bytes, rest),
        };
        let mut opened = archive::of(&bytes).ok()??;
        found = taken(&mut opened, rest, most)?;
    }
    match found {
        Found::All(original) => Some(original),
        Found::Archive(..) => None,
    }
}

enum Found<'n> {
    All(Original),
    /// The bytes of an archive inside, and what is looked for in it.
    Archive(Vec<u8>, &'n str),
}

fn taken<'n>(archive: &mut archive::Archive<'_>, wanted: &'n str, most: u64) -> Option<Found<'n>> {
    let members = archive.members();
    let rest_in = |member: &str| wanted.strip_prefix(member)?.strip_prefix(name::INSIDE);
    let whole = members.iter().find(|member| member.name == wanted);
    let member = whole.or_else(|| members.iter().find(|member| rest_in(&member.name).is_some()))?;
    if member.size > most {
        return Some(Found::All(Original::TooLarge));
    }
    let mut bytes = Vec::new();
    archive.read(member).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    Some(match rest_in(&member.name).filter(|_| whole.is_none()) {
        Some(rest) => Found::Archive(bytes, rest),
        None => Found::All(Original::Inside(bytes)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_file_is_found_again_wherever_it_lay() {
        let directory = std::env::temp_dir().join(format!("vanban-original-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let inner = packed(&[("c.txt", b"trong nua")]);
        let outer = packed(&[("thu/b.txt", b"trong"), ("d.zip", &inner)]);
        std::fs::write(directory.join("a.zip"), outer).unwrap();
        let at = |name: &str| original(&format!("{}/{name}", directory.display()), 1000);
        let inside = |text: &str| Some(Original::Inside(text.as_bytes().to_vec()));
        assert_eq!(at("a.zip"), Some(Original::File(directory.join("a.zip"))));
        assert_eq!(at("a.zip!/thu/b.txt"), inside("trong"));
        assert_eq!(at("a.zip!/d.zip!/c.txt"), inside("trong nua"));
        assert_eq!(
            original(&format!("{}/a.zip!/thu/b.txt", directory.display()), 2),
            Some(Original::TooLarge)
        );
        for gone in ["a.zip!/x.txt", "a.zip!/../a.zip", "b.zip!/thu/b.txt", "a.zip!/d.zip!/d.zip!/c.txt", ""]
        {
            assert_eq!(at(gone), None, "{gone}");
        }
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
