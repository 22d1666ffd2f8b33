//! What a corpus knows beyond single documents, on the chain of `fixtures/chain`.

mod commands;
mod generated;
#[path = "../../benches/generator/mod.rs"]
mod generator;
#[path = "../corpus/support.rs"]
#[allow(dead_code)]
mod support;

use std::path::{Path, PathBuf};
use support::{Directory, archived, make};
use vanban::corpus::{Filter, Reader};
use vanban::knowledge::{self, Graph, Node};
use vanban::rules::Rules;

/// The chain in a corpus, put in in this order of its files.
fn chain(name: &str, order: impl FnOnce(&mut Vec<PathBuf>)) -> (Directory, Reader) {
    let directory = Directory::new(name);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/chain");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert_eq!(paths.len(), 6);
    order(&mut paths);
    let corpus = directory.corpus();
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], Rules::embedded().fingerprint()).unwrap();
    for path in &paths {
        let made = make(path, &archived(path));
        writer.put_document(&made.file, &made.prepared).unwrap();
    }
    writer.commit().unwrap();
    let reader = corpus.reader().unwrap();
    (directory, reader)
}

/// The key of the document that a file became.
fn key(reader: &Reader, file: &str) -> String {
    reader
        .connection()
        .query_row("SELECT key FROM documents WHERE path LIKE ?1", [format!("%{file}%")], |row| row.get(0))
        .unwrap()
}

fn issuers<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Vec<&'n str> {
    nodes.into_iter().map(|node| node.issuer.as_deref().unwrap_or("-")).collect()
}

const CENTRAL: &str = "Bộ Chính trị";
const PROVINCE: &str = "Ủy ban nhân dân tỉnh Kim Sa";
const BINH_LAM: &str = "Ủy ban nhân dân huyện Bình Lâm";
const DONG_HA: &str = "Ủy ban nhân dân huyện Đông Hạ";
const AN_LINH: &str = "Ủy ban nhân dân xã An Lĩnh";
const HA_SON: &str = "Ủy ban nhân dân xã Hạ Sơn";

#[test]
fn a_document_knows_what_it_cites_and_who_cites_it() {
    let (_directory, reader) = chain("cites", |_| {});
    let cites = knowledge::cites(&reader, &key(&reader, "2-province"), 10).unwrap();
    assert_eq!(issuers(cites.cites.iter().map(|cited| &cited.document)), [CENTRAL, "Chính phủ"]);
    let [resolution, decree] = &cites.cites[..] else { panic!() };
    assert_eq!(resolution.document.key.as_deref(), Some(key(&reader, "1-central").as_str()));
    assert_eq!(
        (decree.document.key.as_deref(), decree.document.number.as_deref()),
        (None, Some("907/2022/NĐ-CP"))
    );
    assert_eq!(decree.document.level.as_deref(), Some("central"));
    assert_eq!((decree.relation.as_str(), decree.mentions, decree.at.line), ("based_on", 1, Some(14)));
    // The newest first.
    assert_eq!(issuers(cites.cited_by.iter().map(|citing| &citing.document)), [DONG_HA, BINH_LAM]);
    assert_eq!((cites.cited_by_count, cites.cited_by_perhaps), (2, 0));
    assert!(cites.cited_by[0].at.quote.contains("214/KH-UBND"));
    let first = knowledge::cites(&reader, &key(&reader, "2-province"), 1).unwrap();
    assert_eq!((first.cited_by.len(), first.cited_by_count), (1, 2));
}

#[test]
fn one_number_of_two_offices_is_two_documents() {
    let (_directory, reader) = chain("numbers", |_| {});
    for (district, commune) in [("3-district-binh-lam", AN_LINH), ("3-district-dong-ha", HA_SON)] {
        let cites = knowledge::cites(&reader, &key(&reader, district), 10).unwrap();
        assert_eq!(issuers(cites.cited_by.iter().map(|citing| &citing.document)), [commune]);
        assert_eq!((cites.cited_by_count, cites.cited_by_perhaps), (1, 0));
    }
}

#[test]
fn documents_are_found_by_key_and_by_number_as_people_write_it() {
    let (_directory, reader) = chain("found", |_| {});
    let found = |words: &str| knowledge::found(&reader, words, Rules::embedded(), 10).unwrap();
    assert_eq!(issuers(&found("88/KH-UBND")), [DONG_HA, BINH_LAM]);
    assert_eq!(issuers(&found(" 88 / kh-ubnd")), [DONG_HA, BINH_LAM]);
    assert_eq!(issuers(&found("97-NQ/TW")), [CENTRAL]);
    assert_eq!(issuers(&found(&key(&reader, "4-commune-an-linh")[..8])), [AN_LINH]);
    let decree = found("907/2022/NĐ-CP");
    assert_eq!((decree.len(), decree[0].key.as_deref()), (1, None));
    assert!(found("88").is_empty() && found("").is_empty() && found("1234/QĐ-XYZ").is_empty());
    let cited = knowledge::cited_only(&reader, decree[0].cite_key.as_deref().unwrap(), 10).unwrap().unwrap();
    assert_eq!(issuers(cited.cited_by.iter().map(|citing| &citing.document)), [PROVINCE]);
    assert_eq!(knowledge::cited_only(&reader, "nđ:1/cp", 10).unwrap(), None);
}

#[test]
fn what_most_documents_cite_comes_first() {
    let (_directory, reader) = chain("most", |_| {});
    let most = knowledge::most_cited(&reader, 10).unwrap();
    assert_eq!((most[0].document.issuer.as_deref(), most[0].cited_by), (Some(PROVINCE), 2));
    assert_eq!(most.iter().map(|counted| counted.cited_by).collect::<Vec<_>>(), [2, 1, 1, 1, 1]);
    let once: std::collections::BTreeSet<_> =
        issuers(most[1..].iter().map(|counted| &counted.document)).into_iter().collect();
    assert_eq!(once, [CENTRAL, "Chính phủ", BINH_LAM, DONG_HA].into_iter().collect());
    assert_eq!(knowledge::most_cited(&reader, 1).unwrap().len(), 1);
    assert!(knowledge::most_cited(&reader, 0).unwrap().is_empty());
}

#[test]
fn a_plan_goes_back_to_the_resolution_and_down_to_the_communes() {
    let (_directory, reader) = chain("cascade", |_| {});
    let steps = |file: &str, limit: usize| -> (Vec<(i32, String)>, usize, bool) {
        let cascade = knowledge::cascade(&reader, &key(&reader, file), limit).unwrap();
        let step = |step: &knowledge::Step| (step.depth, step.document.issuer.clone().unwrap());
        (cascade.steps.iter().map(step).collect(), cascade.links.len(), cascade.is_cut)
    };
    let wanted = |steps: &[(i32, &str)]| {
        steps.iter().map(|(depth, name)| (*depth, (*name).to_owned())).collect::<Vec<_>>()
    };
    let up = [(-3, CENTRAL), (-2, PROVINCE), (-1, BINH_LAM), (0, AN_LINH)];
    assert_eq!(steps("4-commune-an-linh", 100), (wanted(&up), 3, false));
    let down = [(0, CENTRAL), (1, PROVINCE), (2, BINH_LAM), (2, DONG_HA), (3, AN_LINH), (3, HA_SON)];
    assert_eq!(steps("1-central", 100), (wanted(&down), 5, false));
    let (cut, links, is_cut) = steps("1-central", 2);
    assert_eq!((cut, links, is_cut), (wanted(&down[..2]), 1, true));
    // The decree is the ground of the plan and no step of it.
    assert_eq!(steps("2-province", 100).0.len(), 6);
}

#[test]
fn one_indicator_stands_side_by_side_down_the_chain() {
    let (_directory, reader) = chain("compare", |_| {});
    let cascade = knowledge::cascade(&reader, &key(&reader, "1-central"), 100).unwrap();
    let compared = knowledge::compare(&reader, &cascade.keys(), true, Rules::embedded()).unwrap();
    assert_eq!(issuers(&compared.documents), [CENTRAL, PROVINCE, BINH_LAM, DONG_HA, AN_LINH, HA_SON]);
    let indicators: Vec<&str> = compared.rows.iter().map(|row| row.indicator.as_str()).collect();
    assert_eq!(
        indicators,
        ["Tỷ lệ hộ nghèo đa chiều", "Tỷ lệ lao động qua đào tạo", "Tổng vốn hỗ trợ xóa nhà tạm"]
    );
    for (row, wanted) in compared.rows.iter().zip([
        &[(0, 4.0), (0, 2.0), (1, 5.0), (2, 7.5), (3, 6.2), (4, 9.0), (5, 6.0)][..],
        &[(0, 70.0), (1, 65.0)],
        &[(1, 120.0), (2, 18.6)],
    ]) {
        let values: Vec<(usize, f64)> =
            row.values.iter().map(|of| (of.document, of.target.value.unwrap())).collect();
        assert_eq!(values, wanted, "{}", row.indicator);
    }
    assert_eq!(compared.rows[2].values[1].target.base_value, Some(18_600_000_000.0));
    assert_eq!(knowledge::compare(&reader, &[], false, Rules::embedded()).unwrap().rows, []);
}

#[test]
fn a_paragraph_taken_over_is_found_with_its_places() {
    let (_directory, reader) = chain("copied", |_| {});
    let copied =
        knowledge::copied(&reader, &key(&reader, "2-province"), &key(&reader, "3-district-binh-lam"))
            .unwrap();
    let [duty] = &copied.passages[..] else { panic!("{:?}", copied.passages) };
    assert_eq!((duty.first.section.as_str(), duty.second.section.as_str()), ("II/1", "II/1"));
    assert!(
        duty.second.text.starts_with("Rà soát từng hộ") && duty.second.text.ends_with("trong hai năm liền")
    );
    assert_ne!(duty.first.text, duty.second.text, "hóa and hoá stay as they are written");
    assert!(copied.share > 0.2 && copied.share < 0.8, "{}", copied.share);
    let nothing =
        knowledge::copied(&reader, &key(&reader, "2-province"), &key(&reader, "4-commune-ha-son")).unwrap();
    assert!(nothing.passages.is_empty() && nothing.share == 0.0);
}

#[test]
fn an_indicator_has_a_series_over_years_and_places() {
    let (_directory, reader) = chain("series", |_| {});
    let series = |words: &str, filter: &Filter| knowledge::series(&reader, words, filter, 100).unwrap();
    let points: Vec<(Option<u16>, String, Option<f64>)> = series("hộ nghèo", &Filter::default())
        .points
        .into_iter()
        .map(|point| (point.year, point.issuer.unwrap(), point.target.value))
        .collect();
    let wanted = [
        (2024, BINH_LAM, 7.5),
        (2024, DONG_HA, 6.2),
        (2024, AN_LINH, 9.0),
        (2024, HA_SON, 6.0),
        (2025, CENTRAL, 4.0),
        (2025, PROVINCE, 5.0),
        (2030, CENTRAL, 2.0),
    ];
    assert_eq!(points, wanted.map(|(year, issuer, value)| (Some(year), issuer.to_owned(), Some(value))));
    assert_eq!(series("ho ngheo", &Filter::default()).points.len(), 7);
    assert!(series("cận nghèo", &Filter::default()).points.is_empty());
    let communes = Filter { levels: vec!["commune".to_owned()], ..Filter::default() };
    assert_eq!(series("hộ nghèo", &communes).points.len(), 2);
    let cut = knowledge::series(&reader, "hộ nghèo", &Filter::default(), 3).unwrap();
    assert_eq!((cut.points.len(), cut.is_cut), (3, true));
}

#[test]
fn bodies_have_their_duties_with_deadline_and_document() {
    let (_directory, reader) = chain("duties", |_| {});
    let all = Filter::default();
    let bodies = knowledge::bodies(&reader, None, &all, Rules::embedded(), 2).unwrap();
    assert_eq!((bodies.bodies.len(), bodies.count > 5), (2, true));
    let office = knowledge::bodies(&reader, Some("phong noi vu"), &all, Rules::embedded(), 10).unwrap();
    assert_eq!(office.bodies.len(), 1);
    let office = &office.bodies[0];
    assert_eq!(
        (office.body.as_str(), office.duties, office.lead, office.responsible),
        ("Phòng Nội vụ", 2, 1, 1)
    );
    let duties = knowledge::duties(&reader, "Phòng Nội vụ", &all, Rules::embedded(), 10).unwrap().duties;
    let duties: Vec<_> =
        duties.iter().map(|duty| (duty.issuer.as_deref(), duty.deadline.as_deref())).collect();
    assert_eq!(duties, [(Some(DONG_HA), None), (Some(BINH_LAM), Some("trước ngày 10/12/2024"))]);
    // Abbreviations are the words that they stand for.
    let committees = knowledge::duties(&reader, "UBND các xã", &all, Rules::embedded(), 10).unwrap().duties;
    assert_eq!(committees.len(), 1);
}

#[test]
fn the_graph_goes_out_in_every_format_the_same_whatever_order_documents_came_in() {
    let written = |reader: &Reader, format| {
        let mut out = Vec::new();
        knowledge::graph(reader, &Filter::default(), format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let (_first, forwards) = chain("graph-1", |_| {});
    let (_second, backwards) = chain("graph-2", |paths| paths.reverse());
    for format in [Graph::GraphMl, Graph::Dot, Graph::Csv] {
        assert_eq!(written(&forwards, format), written(&backwards, format));
    }
    assert_eq!(knowledge::most_cited(&forwards, 10).unwrap(), knowledge::most_cited(&backwards, 10).unwrap());
    let graphml = written(&forwards, Graph::GraphMl);
    let mut xml = quick_xml::Reader::from_str(&graphml);
    let (mut nodes, mut edges) = (0, 0);
    loop {
        match xml.read_event().unwrap() {
            quick_xml::events::Event::Start(start) if start.name().as_ref() == "node" => nodes += 1,
            quick_xml::events::Event::Start(start) if start.name().as_ref() == "edge" => edges += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((nodes, edges), (7, 6));
    let csv = written(&forwards, Graph::Csv);
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.contains(
        "nđ:907/2022/nđ-cp:2022,false,nđ:907/2022/nđ-cp:2022,907/2022/NĐ-CP,Chính phủ,2022-08-12,based_on,1,0"
    ));
    assert_eq!(written(&forwards, Graph::Dot).matches(" -> ").count(), 6);
}
