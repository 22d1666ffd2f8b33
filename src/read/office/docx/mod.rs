//! Word documents (.docx): WordprocessingML in a ZIP package (ECMA-376).
//!
//! ```text
//! package -> relationships -> theme, styles, numbering -> body (document, notes, header) -> Story
//! ```

mod body;

mod numbering;
mod props;
mod sections;
mod styles;

use super::flow::{Flow, Piece, Story};
use super::package::{Failure, Package};
use super::xml::{Space, Tag, Visitor};
use body::{Body, NoteId, Shared};
use numbering::NumberingReader;
use rustc_hash::FxHashMap;
use styles::{StylesReader, ThemeReader};

/// The name of the main part; `None` if the package is no Word document.
pub(super) fn main_part(package: &mut Package) -> Option<String> {
    let mut roots = Relations::default();
    // A package without relationships may still have its parts where they always are.
    let _ = package.visit("_rels/.rels", &mut roots);
    let stated = roots.of_kind("officeDocument").map(|target| resolve("", target));
    let main = stated.filter(|name| package.has(name)).unwrap_or_else(|| "word/document.xml".to_owned());
    let is_word = package.has(&main) && !main.starts_with("xl/") && !main.starts_with("ppt/");
    is_word.then_some(main)
}

/// Reads a document.
///
/// # Errors
/// The main part cannot be read, or one of the parts is too large.
pub(super) fn read(package: &mut Package, main: &str) -> Result<Story, Failure> {
    let (directory, file) = main.rsplit_once('/').unwrap_or(("", main));
    let mut relations = Relations::default();
    let _ = package.visit(&resolve(directory, &format!("_rels/{file}.rels")), &mut relations);
    let part = |kind: &str| relations.of_kind(kind).map(|target| resolve(directory, target));

    let mut shared = Shared::default();
    if let Some(theme) = part("theme") {
        bearable(package.visit(&theme, &mut ThemeReader::new(&mut shared.names)))?;
    }
    if let Some(name) = part("styles") {
        let mut reader = StylesReader::new(&mut shared.names);
        bearable(package.visit(&name, &mut reader))?;
        shared.styles = reader.styles;
    }
    if let Some(name) = part("numbering") {
        let mut reader = NumberingReader::new(&mut shared.names);
        bearable(package.visit(&name, &mut reader))?;
        shared.numbering = reader.numbering;
    }
    let mut document = Body::new(&mut shared);
    let damaged = match package.visit(main, &mut document) {
        Ok(()) => false,
        Err(Failure::Damaged) => true,
        Err(failure) => return Err(failure),
    };
    let body = document.finish();
    if damaged && !body.has_text() {
        return Err(Failure::Damaged);
    }
    let references = std::mem::take(&mut document.references);
    let header = document.sections.header().map(|(id, alone)| (id.to_owned(), alone));
    shared.remarks.damaged |= damaged;

    let [foot, end] = [("footnotes", false), ("endnotes", true)].map(|(kind, end)| {
        let referred = references.iter().any(|(NoteId { end: is_end, .. }, _)| *is_end == end);
        let Some(name) = part(kind).filter(|_| referred) else { return Ok(FxHashMap::default()) };
        let mut notes = Body::new(&mut shared);
        bearable(package.visit(&name, &mut notes))?;
        Ok(notes.into_notes())
    });
    let notes = body::notes(&references, foot?, end?);
    let mut head = Flow::default();
    if let Some((id, alone)) = header
        && let Some(target) = relations.by_id.get(&id)
    {
        let mut reader = Body::new(&mut shared);
        bearable(package.visit(&resolve(directory, target), &mut reader))?;
        head = Some(reader.finish())
            .filter(|flow| alone && flow.has_text() || is_letterhead(flow))
            .unwrap_or_default();
    }
    let Shared { names, remarks, .. } = shared;
    Ok(Story { head, body, notes, fonts: names.fonts.into_names(), remarks })
}

/// A running header of one line repeats a title or counts pages; of several it is the letterhead.
fn is_letterhead(flow: &Flow) -> bool {
    let ends =
        flow.pieces.iter().filter(|piece| matches!(piece, Piece::Paragraph { .. } | Piece::Line)).count();
    ends > 1 && flow.text.split_whitespace().count() > 8
}

/// A part without which the document can still be read.
fn bearable(read: Result<(), Failure>) -> Result<(), Failure> {
    match read {
        Err(Failure::TooLarge) => Err(Failure::TooLarge),
        _ => Ok(()),
    }
}

/// Relationships of a part (ECMA-376, part 2, 6.5).
#[derive(Debug, Default)]
struct Relations {
    by_id: FxHashMap<String, String>,
    /// The last part of the type, and the target.
    kinds: Vec<(String, String)>,
}

impl Relations {
    fn of_kind(&self, kind: &str) -> Option<&str> {
        self.kinds.iter().find(|(known, _)| known == kind).map(|(_, target)| target.as_str())
    }
}

impl Visitor for Relations {
    fn start(&mut self, tag: &Tag<'_>) {
        let external = tag.get("TargetMode").is_some_and(|mode| mode == "External");
        if tag.space != Space::Relations || tag.name != "Relationship" || external {
            return;
        }
        if let (Some(id), Some(kind), Some(target)) = (tag.get("Id"), tag.get("Type"), tag.get("Target")) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            self.by_id.insert(id.into_owned(), target.to_string());
            self.kinds.push((kind, target.into_owned()));
        }
    }

    fn end(&mut self, _: Space, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// The name of a part from a target, which is relative to a directory.
fn resolve(directory: &str, target: &str) -> String {
    let (mut parts, target) = match target.strip_prefix('/') {
        Some(absolute) => (Vec::new(), absolute),
        None => (directory.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>(), target),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
