//! The output of each room.

use super::{apart, inside, text};
use vanban::document::{Findings, Layout, Outline, Repaired, SectionId, Tables, Tokens};
use vanban::source::{Fragment, Origin, Place, Source};
use vanban::span::{Normalized, Span};

pub fn source(source: &Source, bytes: &[u8]) {
    // Files whose text does not stand in them as such have a transcript, which is then the original.
    let in_file = matches!(source.origin, Origin::File);
    let original = if in_file { bytes.len() } else { source.text.len() };
    text(&source.text, original);
    if let Some(raw) = &source.raw {
        text(raw, original);
    }
    if let Origin::Pages(places) = &source.origin {
        let of = |place: &Place| span(place.start as usize, place.end as usize);
        apart(places.iter().map(of), original, "place");
        assert!(places.iter().all(|place| (1..=source.pages()).contains(&place.page)), "a place on no page");
    }
    fragments(&source.fragments, source.text.as_str());
    for starts in [&source.line_starts, &source.page_breaks] {
        assert!(starts.is_sorted_by(|a, b| a < b), "starts of lines and pages are not in order");
        assert!(starts.last().is_none_or(|&last| last as usize <= original));
    }
    assert_eq!(source.bytes, bytes.len() as u64);
    // What is Unicode already stands as it stood.
    if in_file
        && let Ok(clean) = std::str::from_utf8(bytes)
        && source.encoding == "utf-8"
    {
        assert_eq!(source.raw().as_str(), clean.strip_prefix('\u{FEFF}').unwrap_or(clean));
        assert_eq!(source.raw().edits().len(), usize::from(!source.raw().is_empty()));
    }
}

fn fragments(fragments: &[Fragment], text: &str) {
    apart(fragments.iter().map(|f| span(f.start as usize, f.end as usize)), text.len(), "fragment");
    for fragment in fragments {
        assert!(
            text.get(fragment.start as usize..fragment.end as usize).is_some(),
            "{fragment:?} cuts a letter"
        );
    }
}

fn span(start: usize, end: usize) -> Span<Normalized> {
    assert!(start <= end);
    Span::new(start, end)
}

pub fn repaired(repaired: &Repaired, file: usize) {
    text(&repaired.text, file);
    if let Some(decoded) = &repaired.decoded {
        text(decoded, file);
    }
    fragments(&repaired.fragments, repaired.text.as_str());
    apart(repaired.repairs.iter().map(|repair| repair.span), file, "repair");
}

pub fn layout(layout: &Layout, file: usize) {
    text(&layout.text, file);
    let string = layout.text.as_str();
    let mut end = None;
    for block in &layout.blocks {
        let (start, last) = (block.span.start(), block.span.end());
        assert_eq!(start, end.map_or(0, |end: usize| end + 1), "blocks are separated by one line end");
        assert!(string.get(start..last).is_some_and(|block| !block.contains('\n')), "{block:?}");
        end = Some(last);
    }
    assert!(
        end.unwrap_or(0) == string.len() || string[end.unwrap_or(0)..].trim().is_empty(),
        "text behind the blocks"
    );
    apart(layout.bold.iter().copied(), string.len(), "bold");
    for furniture in &layout.furniture {
        inside(furniture.span, file);
    }
    assert!(layout.furniture.is_sorted_by_key(|furniture| furniture.span.start()));
    for note in &layout.footnotes {
        passage(note.text, layout);
        if let Some(mark) = note.mark_at {
            assert!(string.is_char_boundary(mark.start()) && mark.is_empty(), "{note:?}");
        }
    }
}

/// A passage of the text, not cutting a letter.
fn passage(span: Span<Normalized>, layout: &Layout) {
    assert!(layout.text.as_str().get(span.range()).is_some(), "{span:?} cuts a letter or lies outside");
}

pub fn tokens(tokens: &Tokens, layout: &Layout) {
    apart(tokens.tokens.iter().map(|token| token.span()), layout.text.len(), "token");
    assert_eq!(tokens.block_starts.len(), layout.blocks.len() + 1);
    for (index, block) in layout.blocks.iter().enumerate() {
        for token in &tokens.tokens[tokens.of_block(index)] {
            assert!(block.span.contains(token.span()) && !token.span().is_empty(), "{token:?} in {block:?}");
            passage(token.span(), layout);
        }
    }
    let cues: Vec<_> = tokens.cues_in(0..tokens.tokens.len()).collect();
    for cue in &cues {
        assert!(cue.first < cue.end && cue.end as usize <= tokens.tokens.len(), "{cue:?}");
        assert_eq!(tokens.block_of(cue.first as usize), tokens.block_of(cue.end as usize - 1), "{cue:?}");
    }
    assert!(cues.is_sorted_by_key(|cue| cue.first));
    for block in 0..layout.blocks.len() {
        let range = tokens.of_block(block);
        let tables: Tables = tokens.cues_in(range.clone()).map(|cue| Tables::of(cue.table)).collect();
        assert_eq!([tokens.tables_of_block(block), tokens.tables_in(range)], [tables; 2]);
    }
}

pub fn outline(outline: &Outline, layout: &Layout) {
    assert_eq!(outline.zones.len(), layout.blocks.len());
    assert_eq!(outline.section_of.len(), layout.blocks.len());
    outline.section_of.iter().for_each(|&id| known(id, outline));
    for (index, section) in outline.sections.iter().enumerate() {
        known(section.parent, outline);
        [Some(section.span), Some(section.text), section.heading].into_iter().flatten().for_each(|span| {
            passage(span, layout);
            assert!(section.span.contains(span) || span.is_empty(), "{span:?} lies outside of {section:?}");
        });
        assert!(section.blocks.0 <= section.blocks.1 && section.blocks.1 as usize <= layout.blocks.len());
        if let Some(parent) = section.parent {
            assert!(parent.index() < index, "{section:?} stands before its parent");
            let parent = &outline.sections[parent.index()];
            assert!(parent.span.contains(section.span), "{section:?} in {parent:?}");
            assert_eq!(section.level, parent.level.saturating_add(1));
        }
    }
    assert!(outline.sections.is_sorted_by_key(|section| section.span.start()), "sections are not in order");
}

fn known(id: Option<SectionId>, outline: &Outline) {
    assert!(id.is_none_or(|id| id.index() < outline.sections.len()), "{id:?} is no section");
}

pub fn findings(findings: &Findings, layout: &Layout, outline: &Outline) {
    let Findings { header, targets, references, assignments, recipients, signatures, diagnostics } = findings;
    let text = |what: &str, span: Span<Normalized>| {
        passage(span, layout);
        assert!(!span.is_empty(), "{what} without text at {span:?}");
    };
    for (index, target) in targets.iter().enumerate() {
        text("target", target.at);
        target.quantity.iter().for_each(|quantity| text("quantity", quantity.at));
        known(target.section, outline);
        assert!(target.parent.is_none_or(|parent| parent < targets.len() && parent != index), "{target:?}");
        assert!(!target.indicator.trim().is_empty() || target.quantity.is_some(), "{target:?}");
    }
    in_order(targets.iter().map(|target| target.at), "targets");
    for reference in references {
        assert!(!reference.mentions.is_empty(), "{reference:?}");
        in_order(reference.mentions.iter().map(|mention| mention.at), "mentions");
        for mention in &reference.mentions {
            text("mention", mention.at);
            known(mention.section, outline);
        }
    }
    in_order(references.iter().map(|reference| reference.mentions[0].at), "references");
    for assignment in assignments {
        text("assignment", assignment.at);
        assert!(!assignment.body.trim().is_empty(), "{assignment:?}");
        known(assignment.section, outline);
    }
    in_order(assignments.iter().map(|assignment| assignment.at), "assignments");
    in_order(recipients.iter().map(|recipient| recipient.at), "recipients");
    recipients.iter().for_each(|recipient| text("recipient", recipient.at));
    signatures.iter().filter_map(|signature| signature.at).for_each(|at| text("signature", at));
    header
        .issuer
        .iter()
        .chain(&header.co_issuers)
        .filter_map(|issuer| issuer.at)
        .for_each(|at| text("issuer", at));
    header.number.iter().for_each(|number| text("number", number.at));
    let placed = [&header.place, &header.title, &header.urgency, &header.secrecy];
    placed.into_iter().flatten().filter_map(|value| value.at).for_each(|at| text("header field", at));
    header.date.iter().filter_map(|date| date.at).for_each(|at| text("date", at));
    header.doc_type.iter().filter_map(|kind| kind.at).for_each(|at| text("kind", at));
    for diagnostic in diagnostics {
        assert!(
            !diagnostic.code.is_empty() && diagnostic.message.vi != diagnostic.message.en,
            "{diagnostic:?}"
        );
    }
}

fn in_order(spans: impl Iterator<Item = Span<Normalized>>, what: &str) {
    let spans: Vec<_> = spans.collect();
    assert!(
        spans.is_sorted_by_key(|span| span.start()),
        "{what} are not in the order of the document: {spans:?}"
    );
}
