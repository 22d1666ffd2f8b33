//! The page: what it links, what it escapes, how it looks for one small record.

use std::collections::HashSet;
use std::convert::Infallible;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use vanban::diagnostic::Lang;
use vanban::span::Span;
use vanban::write::html::{self, Entry, Mark};
use vanban::write::wire::{At, Record};

mod expect;
use expect::{expect, read};

fn record() -> Record {
    serde_json::from_str(&read("plan.json")).unwrap()
}

/// The places of the small record's findings in its file, which is clean: its text is the file.
fn marks(record: &Record) -> Vec<Mark> {
    let header = &record.header;
    let mut places: Vec<(Entry, Option<&At>)> = vec![
        (Entry::Issuer, header.issuer.as_ref().and_then(|issuer| issuer.at.as_ref())),
        (Entry::Number, header.number.as_ref().map(|number| &number.at)),
        (Entry::Title, header.title.as_ref().and_then(|title| title.at.as_ref())),
        (Entry::Signature(0), record.signature.as_ref().and_then(|signature| signature.at.as_ref())),
        (Entry::Diagnostic(1), record.diagnostics[1].at.as_ref()),
        (Entry::Section(1), Some(&record.sections[1].at)),
        (Entry::Footnote(0), Some(&record.footnotes[0].at)),
    ];
    places.extend(record.targets.iter().enumerate().map(|(i, target)| (Entry::Target(i), Some(&target.at))));
    places.extend(
        record.assignments.iter().enumerate().map(|(i, duty)| (Entry::Assignment(i), Some(&duty.at))),
    );
    for (i, reference) in record.references.iter().enumerate() {
        places
            .extend(reference.mentions.iter().enumerate().map(|(n, m)| (Entry::Mention(i, n), Some(&m.at))));
    }
    let mark = |(entry, at): (Entry, Option<&At>)| {
        let [start, end] = at?.bytes?;
        Some(Mark { span: Span::new(start as usize, end as usize), entry })
    };
    places.into_iter().filter_map(mark).collect()
}

fn page(record: &Record, text: &str, lang: Lang) -> String {
    let mut out = Vec::new();
    html::write(&mut out, record, text, &marks(record), lang).unwrap();
    String::from_utf8(out).unwrap()
}

/// A start or end tag with its attributes, in the order of the page.
struct Tag {
    name: String,
    end: bool,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// The tags of a page as a browser's tokenizer sees them; fails where it would have to repair something.
fn tags(page: &str) -> Vec<Tag> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let tokens = Tokenizer::new_with_emitter(page, DefaultEmitter::default());
    let tag = |token: Result<Token, Infallible>| match token.unwrap() {
        Token::StartTag(tag) => {
            let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
            Some(Tag { name: text(&tag.name), end: false, attributes })
        }
        Token::EndTag(tag) => Some(Tag { name: text(&tag.name), end: true, attributes: Vec::new() }),
        Token::Error(error) => panic!("{:?}", error),
        _ => None,
    };
    tokens.filter_map(tag).collect()
}

#[test]
fn the_page_is_the_one_in_the_file() {
    expect("plan.html", &page(&record(), &read("plan.txt"), Lang::Vi));
}

#[test]
fn the_page_speaks_the_language_asked_for() {
    let page = page(&record(), &read("plan.txt"), Lang::En);
    assert!(page.contains("<html lang=\"en\">"));
    assert!(page.contains("at least 123,456,789,012,345.67 đồng"));
    assert!(page.contains(">decrease 3 – 4 %<"));
}

#[test]
fn every_element_is_closed_in_its_place() {
    let mut open = Vec::new();
    for tag in tags(&page(&record(), &read("plan.txt"), Lang::Vi)) {
        match tag.end {
            true => assert_eq!(open.pop(), Some(tag.name)),
            false if tag.name == "meta" => {}
            false => open.push(tag.name),
        }
    }
    assert_eq!(open, [""; 0]);
}

#[test]
fn every_link_leads_somewhere_on_the_page_both_ways() {
    let tags = tags(&page(&record(), &read("plan.txt"), Lang::Vi));
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    let unique: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "two elements have one id");
    for tag in &tags {
        if let Some(link) = tag.get("href") {
            assert!(unique.contains(link.strip_prefix('#').unwrap()), "{link} leads nowhere");
        }
        for entry in tag.get("data-entries").unwrap_or_default().split_whitespace() {
            assert!(unique.contains(entry), "no entry {entry}");
        }
    }
    for mark in marks(&record()) {
        let to_place = format!("#at-{}", mark.entry);
        assert!(tags.iter().any(|tag| tag.get("href") == Some(&to_place)), "nothing leads to {to_place}");
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let page = page(&record(), &read("plan.txt"), Lang::Vi);
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("url("));
    for tag in tags(&page) {
        assert!(!["link", "img", "iframe", "object", "embed", "base", "form"].contains(&tag.name.as_str()));
        assert_eq!(tag.get("src"), None);
    }
}

#[test]
fn a_document_cannot_put_markup_on_the_page() {
    const HOSTILE: &str =
        "</title></script></style>--><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;\0";
    let plain = tags(&page(&record(), &read("plan.txt"), Lang::Vi));
    let mut value = serde_json::to_value(record()).unwrap();
    poison(&mut value, HOSTILE);
    let record: Record = serde_json::from_value(value).unwrap();
    let text = read("plan.txt").replace("Phòng Tài chính", HOSTILE);
    let hostile = tags(&page(&record, &text, Lang::Vi));

    let names = |tags: &[Tag]| tags.iter().map(|tag| tag.name.clone()).collect::<HashSet<_>>();
    assert_eq!(names(&hostile), names(&plain));
    assert_eq!(hostile.iter().filter(|tag| tag.name == "script" && !tag.end).count(), 1);
    assert!(hostile.iter().all(|tag| tag.attributes.iter().all(|(name, _)| !name.starts_with("on"))));
}

/// Replaces all text that comes from the document.
fn poison(value: &mut serde_json::Value, text: &str) {
    const CODES: [&str; 11] = [
        "level",
        "system",
        "kind",
        "comparator",
        "change",
        "relation",
        "role",
        "severity",
        "roles",
        "schema_version",
        "blake3",
    ];
    match value {
        serde_json::Value::String(string) => *string = text.to_owned(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
        serde_json::Value::Object(members) => {
            let free = members.iter_mut().filter(|(name, _)| !CODES.contains(&name.as_str()));
            free.for_each(|(_, member)| poison(member, text));
        }
        _ => {}
    }
}

#[test]
fn only_the_pages_own_script_and_style_may_run() {
    let tags = tags(&page(&record(), &read("plan.txt"), Lang::Vi));
    let policy = tags.iter().find(|tag| tag.get("http-equiv") == Some("Content-Security-Policy")).unwrap();
    let policy = policy.get("content").unwrap();
    assert!(policy.starts_with("default-src 'none';"));
    for name in ["script", "style"] {
        let nonce = tags.iter().find(|tag| tag.name == name).unwrap().get("nonce").unwrap();
        assert!(policy.contains(&format!("{name}-src 'nonce-{nonce}'")), "{policy}");
    }
    assert!(tags.iter().all(|tag| tag.get("style").is_none()));
}
