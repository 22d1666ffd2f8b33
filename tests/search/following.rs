//! The index follows the database.

use crate::support::{Kho, fixtures, plan};
use vanban::corpus::corrections::{Correction, Facet};
use vanban::search::{self, Rebuilt, Search};

fn documents(title: &str) -> Vec<(String, Vec<u8>)> {
    let one = |name: &str, number: &str, title: &str| {
        plan(
            name,
            number,
            "Ủy ban nhân dân huyện Sơn Lĩnh",
            2024,
            "Kế hoạch",
            title,
            "Nội dung kế hoạch của huyện.",
        )
    };
    vec![one("first", "1/KH-UBND", "Chăm sóc cây xanh"), one("second", "2/KH-UBND", title)]
}

#[test]
fn new_changed_and_gone_documents_are_followed() {
    let kho = Kho::new("following");
    kho.put(&documents("Sửa đường"));
    let update = kho.index();
    assert_eq!(
        (update.put, update.gone, update.documents, update.rebuilt),
        (2, 0, 2, Some(Rebuilt::Missing))
    );
    let open = kho.open();
    assert_eq!(open.names("cây xanh"), ["first"]);
    let again = kho.index();
    assert_eq!((again.put, again.gone, again.rebuilt), (0, 0, None));

    // Another content under the path of the second: a new document, and the old one is gone.
    kho.put(&documents("Dạy nghề"));
    let open_before = open.names("dạy nghề");
    assert!(open_before.is_empty(), "not indexed yet");
    let update = kho.index();
    assert_eq!(update.documents, 2);
    // The same handle sees the update.
    assert_eq!(open.names("dạy nghề"), ["second"]);
    assert!(open.names("sửa đường").is_empty());

    // The second is now a copy of the first.
    let copy = documents("Dạy nghề").swap_remove(0).1;
    kho.put(&[("/archive/second.txt".to_owned(), copy)]);
    let update = kho.index();
    assert_eq!((update.gone, update.documents), (1, 1));
    assert!(open.names("dạy nghề").is_empty());
    assert_eq!(open.all("").total, 1);
}

#[test]
fn a_missing_old_or_broken_index_is_made_anew() {
    let kho = Kho::new("broken");
    kho.put(&documents("Sửa đường"));
    let fault = Search::open(&kho.corpus).err().unwrap();
    assert!(fault.is_mendable(), "{fault}");
    kho.index();
    let index = kho.corpus.index();
    let current = std::fs::read_to_string(index.join("current")).unwrap();
    let generation = index.join(current.split_whitespace().last().unwrap());

    std::fs::write(index.join("current"), "0 g0001\n").unwrap();
    assert!(Search::open(&kho.corpus).err().unwrap().is_mendable());
    assert_eq!(kho.index().rebuilt, Some(Rebuilt::Unusable));
    assert_eq!(kho.open().names("cây xanh"), ["first"]);
    assert!(!generation.exists(), "the old generation is taken away");

    let current = std::fs::read_to_string(index.join("current")).unwrap();
    let generation = index.join(current.split_whitespace().last().unwrap());
    std::fs::write(generation.join("documents/meta.json"), "{").unwrap();
    assert!(Search::open(&kho.corpus).err().unwrap().is_mendable());
    assert_eq!(kho.index().rebuilt, Some(Rebuilt::Unusable));
    assert_eq!(kho.open().names("cây xanh"), ["first"]);
}

#[test]
fn a_rebuild_is_seen_by_those_who_have_the_index_open_and_changes_no_answer() {
    let kho = Kho::new("rebuild");
    kho.put(&fixtures());
    kho.index();
    let open = kho.open();
    let before = open.names("kế hoạch");
    assert!(before.len() > 3);
    let update = search::rebuild(&kho.corpus, &mut |_| {}).unwrap();
    assert_eq!(update.rebuilt, Some(Rebuilt::Asked));
    assert_eq!(open.names("kế hoạch"), before);
    assert_eq!(std::fs::read_dir(kho.corpus.index()).unwrap().count(), 3, "current, lock and one generation");
}

#[test]
fn an_update_that_was_stopped_answers_with_what_it_has_and_the_next_goes_on() {
    let kho = Kho::new("stopped");
    kho.put(&documents("Sửa đường"));
    for (of, rebuilt) in [(2, Some(Rebuilt::Missing)), (1, None)] {
        let stopped = search::update_until(&kho.corpus, &mut |_| {}, &|| true).unwrap();
        assert_eq!((stopped.put, stopped.interrupted, stopped.rebuilt), (1, of > 1, rebuilt));
    }
    assert_eq!(kho.index().put, 0);
    assert_eq!(kho.open().names("cây xanh"), ["first"]);
    assert_eq!(kho.open().names("sửa đường"), ["second"]);
}

#[test]
fn two_do_not_update_at_once() {
    let kho = Kho::new("busy");
    kho.put(&documents("Sửa đường"));
    kho.index();
    let mut other = None;
    search::rebuild(&kho.corpus, &mut |_| {
        other = Some(search::update(&kho.corpus, &mut |_| {}).err().unwrap().code());
        // Asking goes on meanwhile.
        assert_eq!(kho.open().names("cây xanh"), ["first"]);
    })
    .unwrap();
    assert_eq!(other, Some("index-busy"));
}

#[test]
fn a_correction_is_followed() {
    let kho = Kho::new("corrected");
    kho.put(&documents("Sửa đường"));
    kho.index();
    let open = kho.open();
    let key = open.all("sửa đường").hits[0].summary.key.clone();
    let record = open.reader.record(&key).unwrap().unwrap();
    let mut title = Correction::of(&record, Facet::Header, 0, "title", Some("Sửa cầu treo".to_owned()));
    title.who = "Lan".to_owned();
    title.made = "2026-11-22T06:07:36Z".to_owned();
    assert_eq!(kho.corpus.desk().unwrap().keep(&[title]).unwrap(), 1);
    assert_eq!(kho.index().put, 1);
    assert_eq!(open.names("title:\"cầu treo\""), ["second"]);
    assert!(open.names("title:\"sửa đường\"").is_empty());
}
