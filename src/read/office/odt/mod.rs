//! OpenDocument text (.odt): XML in a ZIP package (OpenDocument 1.3).

mod body;
mod lists;
mod styles;

use super::flow::{Flow, Story};
use super::package::{Failure, Package};
use super::xml::{Space, Tag, Visitor};
use body::Body;

/// Whether the package is a text document, by its type or by its parts.
pub(super) fn is_text(package: &mut Package) -> bool {
    let kind = package.start_of("mimetype", 200);
    if kind.is_empty() {
        return package.has("content.xml") && package.has("styles.xml");
    }
    kind.starts_with(b"application/vnd.oasis.opendocument.text") && package.has("content.xml")
}

/// Reads a document.
///
/// # Errors
/// Encrypted; the content cannot be read; a part is too large.
pub(super) fn read(package: &mut Package) -> Result<Story, Failure> {
    let mut manifest = Manifest::default();
    // A package without a manifest is still read.
    let _ = package.visit("META-INF/manifest.xml", &mut manifest);
    if manifest.encrypted {
        return Err(Failure::Encrypted);
    }
    let mut document = Body::new();
    if package.visit("styles.xml", &mut document) == Err(Failure::TooLarge) {
        return Err(Failure::TooLarge);
    }
    document.begin_content();
    let damaged = match package.visit("content.xml", &mut document) {
        Ok(()) => false,
        Err(Failure::Damaged) => true,
        Err(failure) => return Err(failure),
    };
    let body = document.finish();
    if damaged && !body.has_text() {
        return Err(Failure::Damaged);
    }
    let mut remarks = document.remarks;
    remarks.damaged = damaged;
    Ok(Story {
        head: Flow::default(),
        body,
        notes: document.notes,
        fonts: document.fonts.into_names(),
        remarks,
    })
}

/// Whether a part is encrypted (OpenDocument 1.3, part 2, 4.4).
#[derive(Debug, Default)]
struct Manifest {
    encrypted: bool,
}

impl Visitor for Manifest {
    fn start(&mut self, tag: &Tag<'_>) {
        self.encrypted |= tag.space == Space::Manifest && tag.name == "encryption-data";
    }

    fn end(&mut self, _: Space, _: &str) {}

    fn text(&mut self, _: &str) {}
}
