//! The record of a document that stands here in full, room by room, so that no other room has a say in it.

use vanban::diagnostic::{Diagnostic, Lang, Message};
use vanban::document::{
    Block, BlockKind, Document, Findings, Footnote, Furniture, FurnitureKind, Header, Issuer, Layout,
    Outline, PartialDate, Placed, Repair, Role, Section, SectionId, Signature, System, Target, Zone,
};
use vanban::read;
use vanban::source::Cell;
use vanban::span::{Normalized, Original, Span};
use vanban::text::{Builder, Rewriter, Text};
use vanban::write::convert;
use vanban::write::wire::{self, At, Record};

/// A document whose text is its file.
fn document(file: &str, blocks: Vec<Block>) -> Document {
    Document {
        source: read::decode("plan.txt", file.into(), &vanban::read::Options::default()).unwrap(),
        repairs: Vec::new(),
        decoded: None,
        layout: Layout { text: Text::verbatim(file.into(), 0), blocks, ..Layout::default() },
        outline: Outline::default(),
        findings: Findings::default(),
        diagnostics: Vec::new(),
    }
}

/// A block for each line.
fn lines(file: &str) -> Vec<Block> {
    let mut at = 0;
    let block = |line: &str| {
        let span = Span::new(at, at + line.len());
        at += line.len() + 1;
        Block { span, kind: BlockKind::Paragraph, heading: None, gap: false }
    };
    file.split('\n').map(block).collect()
}

/// Where `words` stand in `text`.
fn find<S>(text: &str, words: &str) -> Span<S> {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn record(document: &Document) -> Record {
    convert::record(document, Lang::Vi)
}

fn section(parent: Option<u32>, label: Option<&str>, span: Span<Normalized>) -> Section {
    Section {
        parent: parent.map(SectionId),
        label: label.map(Into::into),
        heading: None,
        roles: Default::default(),
        level: 1,
        blocks: (0, 0),
        span,
        text: Span::empty(span.end()),
    }
}

fn target(at: Span<Normalized>) -> Target {
    Target {
        indicator: "Thu ngân sách".into(),
        quantity: None,
        baseline: None,
        deadline: None,
        parent: None,
        section: None,
        at,
        rule: "",
        confidence: None,
    }
}

#[test]
fn sections_become_a_tree_in_document_order() {
    let file = "I\n1\n2\na\nII";
    let mut document = document(file, lines(file));
    let labels = [("I", None), ("1", Some(0)), ("2", Some(0)), ("a", Some(2)), ("II", None)];
    document.outline.sections =
        labels.iter().map(|&(label, parent)| section(parent, Some(label), find(file, label))).collect();

    fn shape(sections: &[wire::Section]) -> String {
        let one =
            |s: &wire::Section| format!("{}({})", s.label.as_deref().unwrap_or("-"), shape(&s.children));
        sections.iter().map(one).collect()
    }
    assert_eq!(shape(&record(&document).sections), "I(1()2(a()))II()");
}

#[test]
fn a_section_has_its_own_text_and_quotes_its_heading() {
    let file = "I. Chỉ tiêu: gồm\n- Một\nTT\nTên\n1\nThu\nTM. ỦY BAN NHÂN DÂN\nHai";
    let mut blocks = lines(file);
    for (block, (row, column)) in blocks[2..6].iter_mut().zip([(0, 0), (0, 1), (1, 0), (1, 1)]) {
        block.kind = BlockKind::Cell(Cell { table: 0, row, column, rows: 1, columns: 1, head: row == 0 });
    }
    let mut document = document(file, blocks);
    document.outline.zones = vec![Zone::Body; 8];
    document.outline.zones[6] = Zone::Signature;
    let heading = find(file, "Chỉ tiêu");
    document.outline.sections = vec![Section {
        heading: Some(heading),
        roles: [Role::Targets].into_iter().collect(),
        text: Span::new(heading.end() + 1, file.len()),
        ..section(None, Some("I"), Span::new(0, file.len()))
    }];

    let section = &record(&document).sections[0];
    assert_eq!(section.heading.as_deref(), Some("Chỉ tiêu"));
    assert_eq!(section.roles, [wire::SectionRole::Targets]);
    assert_eq!(section.quote, "I. Chỉ tiêu");
    assert_eq!(section.text, "gồm\n- Một\nTT | Tên\n1 | Thu\nHai");
}

#[test]
fn a_section_without_a_heading_quotes_its_first_paragraph() {
    let file = "1. Các xã báo cáo.\n- Trước ngày 5.";
    let mut document = document(file, lines(file));
    document.outline.sections = vec![section(None, Some("1"), Span::new(0, file.len()))];
    assert_eq!(record(&document).sections[0].quote, "1. Các xã báo cáo.");
}

#[test]
fn a_position_counts_bytes_pages_and_lines_of_the_file() {
    let file = "KẾ HOẠCH\n\u{c}Thu ngân sách";
    let mut document = document(file, lines(file));
    document.source.page_breaks = vec![13];
    document.findings.targets = vec![target(find(file, "ngân sách"))];
    let at = At { page: Some(2), line: Some(2), bytes: Some([18, 29]), bbox: None };
    assert_eq!(record(&document).targets[0].at, at);
}

#[test]
fn a_quote_says_what_the_file_says_without_the_page_break_in_it() {
    let file = "thu  ngân\nsách1\n\n- 3 -\n\nđạt 5 tỷ";
    let mut document = document(file, Vec::new());
    let mut rewriter = Rewriter::new(&document.layout.text);
    for (words, instead) in
        [("thu", ""), (" ", " "), ("ngân", ""), ("\n", " "), ("sách", ""), ("\n\n", " "), ("đạt 5 tỷ", "")]
    {
        let passage = find::<Original>(file, words).range();
        if instead.is_empty() { rewriter.keep(passage) } else { rewriter.replace(passage, instead) }
    }
    document.layout.text = rewriter.finish();
    document.layout.furniture = vec![
        Furniture { span: find(file, "1"), kind: FurnitureKind::FootnoteMark },
        Furniture { span: find(file, "- 3 -"), kind: FurnitureKind::PageNumber },
    ];
    let text = document.layout.text.as_str();
    assert_eq!(text, "thu ngân sách đạt 5 tỷ");
    document.findings.targets = vec![target(Span::new(0, text.len()))];
    assert_eq!(record(&document).targets[0].quote, "thu ngân sách1 đạt 5 tỷ");
}

#[test]
fn a_quote_from_a_legacy_encoding_is_decoded() {
    let file = "K hoch";
    let mut document = document(file, lines(file));
    let mut decoded = Builder::default();
    decoded.copy("K", 0);
    decoded.replace("ế", 1..2);
    decoded.copy("ho", 2);
    document.decoded = Some(decoded.finish());
    document.repairs = vec![Repair { span: Span::new(0, 4), encoding: "tcvn3" }];
    document.findings.targets = vec![target(Span::new(0, 4))];
    let record = record(&document);
    assert_eq!(record.targets[0].quote, "Kếho");
    assert_eq!(record.source.encoding.as_deref(), Some("tcvn3"));
}

#[test]
fn the_encoding_is_the_one_of_most_of_the_file() {
    let file = "0123456789";
    for (repairs, encoding) in [
        (vec![], "utf-8"),
        (vec![(0, 5, "vni")], "utf-8"),
        (vec![(0, 3, "vni"), (3, 4, "tcvn3"), (5, 8, "vni")], "vni"),
    ] {
        let mut document = document(file, lines(file));
        document.repairs = repairs
            .iter()
            .map(|&(start, end, encoding)| Repair { span: Span::new(start, end), encoding })
            .collect();
        assert_eq!(record(&document).source.encoding.as_deref(), Some(encoding));
    }
}

#[test]
fn what_was_inferred_says_so_and_may_have_no_place() {
    let file = "TM. ỦY BAN NHÂN DÂN";
    let mut document = document(file, lines(file));
    let at = find(file, "ỦY BAN NHÂN DÂN");
    let issuer = Issuer {
        name: "Ủy ban nhân dân".into(),
        level: None,
        system: System::State,
        at: Some(at),
        inferred: true,
    };
    document.findings.header = Header {
        issuer: Some(issuer),
        date: Some(Placed::inferred(PartialDate { year: Some(2031), month: Some(2), day: None }, None)),
        ..Header::default()
    };
    let header = record(&document).header;
    let issuer = header.issuer.unwrap();
    assert_eq!((issuer.inferred, issuer.quote.as_deref()), (true, Some("ỦY BAN NHÂN DÂN")));
    let date = header.date.unwrap();
    assert_eq!((date.inferred, date.quote, date.at, date.iso), (true, None, None, None));
    assert_eq!((date.year, date.month, date.day), (Some(2031), Some(2), None));
}

#[test]
fn the_first_signature_is_the_documents_and_the_others_stand_beside_it() {
    let mut document = document("x", Vec::new());
    let names = ["Nông Thị Sương", "Lò Văn Mây", "Vi Thị Suối"];
    document.findings.signatures =
        names.iter().map(|&name| Signature { name: Some(name.into()), ..Signature::default() }).collect();
    let record = record(&document);
    let signed = record.signature.iter().chain(&record.co_signatures).map(|s| s.name.as_deref().unwrap());
    assert_eq!(signed.collect::<Vec<_>>(), names);
    assert_eq!(record.co_signatures.len(), 2);
}

#[test]
fn messages_are_in_the_language_asked_for_and_point_to_the_original() {
    let file = "Số:   /KH-UBND\nChú thích";
    let mut document = document(file, lines(file));
    document.diagnostics = vec![
        Diagnostic::warning("blank-number", Message::new("Số để trống", "The number is blank"))
            .at(find(file, "Số:   /KH")),
    ];
    document.layout.footnotes =
        vec![Footnote { mark: "1".into(), mark_at: None, text: find(file, "Chú thích") }];
    for (lang, message) in [(Lang::Vi, "Số để trống"), (Lang::En, "The number is blank")] {
        let record = convert::record(&document, lang);
        assert_eq!(record.diagnostics[0].message, message);
        assert_eq!(record.diagnostics[0].quote.as_deref(), Some("Số: /KH"));
        assert_eq!((&*record.footnotes[0].mark, &*record.footnotes[0].text), ("1", "Chú thích"));
    }
}

#[test]
fn a_position_never_cuts_a_character() {
    let file = "Số 5";
    let mut document = document(file, lines(file));
    for (start, end, quote, bytes) in
        [(2, 3, "ố", [1, 4]), (0, 2, "Số", [0, 4]), (3, 6, "ố 5", [1, 6]), (4, 4, "", [4, 4])]
    {
        let message = Message::new("…", "…");
        document.diagnostics = vec![Diagnostic::info("x", message).at(Span::new(start, end))];
        let diagnostic = &record(&document).diagnostics[0];
        assert_eq!(diagnostic.quote.as_deref(), Some(quote));
        assert_eq!(diagnostic.at.as_ref().unwrap().bytes, Some(bytes));
    }
}
