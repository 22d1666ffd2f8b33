//! Queries beside what they find.

use crate::support::{names, shared};
use std::collections::BTreeSet;
use vanban::search::{Filter, FilterField, Marks, Request, Sort};

/// Found among our own documents, in any order.
fn found(query: &str) -> BTreeSet<String> {
    let own = ["huts", "report", "forest", "coast", "bare", "sealing"];
    shared().open().names(query).into_iter().filter(|name| own.contains(&name.as_str())).collect()
}

#[test]
fn queries_find_what_they_say() {
    let mut wrong = Vec::new();
    for (query, wanted) in [
        // Words and marks.
        ("xóa nhà tạm", vec!["huts", "report", "bare"]),
        ("xoá nhà tạm", vec!["huts", "report", "bare"]),
        ("xoa nha tam", vec!["huts", "report", "bare"]),
        ("XÓA NHÀ TẠM", vec!["huts", "report", "bare"]),
        ("hoà giải", vec!["coast", "sealing"]),
        ("hòa giải", vec!["coast", "sealing"]),
        ("\"bàn giao\"", vec!["sealing"]),
        ("\"ban giao\"", vec!["sealing"]),
        ("nuôi biển -tài", vec![]),
        ("nhà tạm -\"báo cáo\"", vec!["huts", "bare"]),
        ("\"nuôi biển\" | \"giao ban\"", vec!["coast", "sealing"]),
        // Numbers.
        ("34-CT/TW", vec!["huts"]),
        ("34 CT TW", vec!["huts"]),
        ("34/CT-TW", vec!["huts"]),
        ("34 ct tw", vec!["huts"]),
        ("34ct/tw", vec!["huts"]),
        ("74/KH-UBND", vec!["huts", "report"]),
        ("kế hoạch số 74/KH-UBND", vec!["huts", "report"]),
        ("số:74/KH-UBND", vec!["huts"]),
        ("cites:34-CT/TW", vec!["huts"]),
        // Filters.
        ("nhà tạm loại:BC", vec!["report"]),
        ("nhà tạm loại:báo cáo", vec!["report"]),
        ("nhà tạm kind:KH,BC", vec!["huts", "report", "bare"]),
        ("nhà tạm -loại:KH", vec!["report"]),
        ("cấp:tỉnh rừng năm:2020..2024", vec!["forest", "coast"]),
        ("cấp:tỉnh rừng năm:2023", vec!["forest"]),
        ("rừng cấp:tỉnh năm >= 2024", vec!["coast"]),
        ("tỉnh:\"Kon Tum\"", vec!["forest"]),
        ("tỉnh:Kon Tum", vec!["forest"]),
        ("tinh:kon tum trồng rừng", vec!["forest"]),
        ("tỉnh:\"Quảng Ngãi\"", vec!["forest", "coast"]),
        ("tỉnh cũ:\"Quảng Ngãi\"", vec!["coast"]),
        ("cơ quan:UBND nhà tạm", vec!["huts", "report"]),
        ("cơ quan:\"UBND huyện Sơn Lĩnh\" nhà tạm", vec!["huts", "report"]),
        ("body:\"Sở Tài chính\"", vec!["coast"]),
        ("người ký:Tâm nuôi", vec!["coast"]),
        ("title:\"nhà tạm\"", vec!["huts", "report"]),
        // Figures.
        ("hộ nghèo < 5%", vec!["huts", "forest"]),
        ("ho ngheo < 5%", vec!["huts", "forest"]),
        ("\"hộ nghèo\" < 5%", vec!["huts", "forest"]),
        ("hộ nghèo <= 4,2 %", vec!["huts"]),
        ("hộ nghèo > 5%", vec!["coast"]),
        ("hộ nghèo >= 5%", vec!["coast"]),
        ("hộ cận nghèo 6..7 %", vec!["huts"]),
        ("giảm hộ nghèo >= 3 %/năm", vec!["forest"]),
        ("thu ngân sách >= 50 tỷ", vec!["forest"]),
        ("thu ngan sach >= 1200 trieu dong", vec!["huts", "forest"]),
        ("thu ngân sách = 1.200 triệu đồng", vec!["huts"]),
        ("rừng 100..500 ha", vec!["forest", "coast"]),
        ("rừng >= 3 km2", vec!["forest"]),
        ("nhà tạm hộ nghèo < 5%", vec!["huts"]),
        ("nhà tạm, hộ nghèo < 5%", vec!["huts"]),
        ("hộ nghèo < 5% loại:KH năm:2025", vec!["huts"]),
        ("indicator:\"hộ cận nghèo\"", vec!["huts"]),
        ("nuôi biển -hộ nghèo < 5%", vec!["coast"]),
    ] {
        let wanted: BTreeSet<String> = wanted.into_iter().map(str::to_owned).collect();
        let found = found(query);
        if found != wanted {
            wrong.push(format!("{query}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_plan_stands_above_those_that_mention_it() {
    for query in [
        "74/KH-UBND",
        "kế hoạch số 74/KH-UBND",
        "74 kh ubnd",
        "xóa nhà tạm",
        "xoa nha tam, nha dot nat",
        "kế hoạch xóa nhà tạm",
    ] {
        let names = shared().open().names(query);
        assert_eq!(names.first().map(String::as_str), Some("huts"), "{query}: {names:?}");
    }
}

#[test]
fn texts_with_the_marks_typed_come_before_texts_without_marks() {
    let names = shared().open().names("xóa nhà tạm");
    assert_eq!(names.last().map(String::as_str), Some("bare"), "{names:?}");
    let open = shared().open();
    let request = Request { marks: Marks::Ignored, limit: 100, ..Request::new("bàn giao") };
    let ignored = crate::support::names(&open.ask(&request));
    assert_eq!(ignored.first().map(String::as_str), Some("sealing"), "{ignored:?}");
}

#[test]
fn marks_that_no_document_has_are_ignored_and_that_is_said() {
    let answer = shared().open().all("nuồi biển");
    assert!(names(&answer).contains(&"coast".to_owned()));
    assert_eq!(answer.remarks[0].code, "marks-ignored");
}

#[test]
fn what_is_no_filter_is_searched_as_words_and_that_is_said() {
    let open = shared().open();
    for (query, code) in [
        ("cấp:xyz nuôi biển", Some("filter-without-value")),
        ("nuôi biển <", Some("comparison-not-understood")),
        ("nuôi biển: gì", None),
    ] {
        let codes: Vec<&str> = open.all(query).remarks.iter().map(|remark| remark.code).collect();
        assert_eq!(codes.first().copied(), code, "{query}");
    }
}

#[test]
fn every_hit_of_words_with_marks_is_one_without() {
    let open = shared().open();
    for query in [
        "kế hoạch",
        "thi đua",
        "phát triển kinh tế tập thể",
        "\"giảm nghèo bền vững\"",
        "chuyển đổi số",
        "hợp tác xã -nông",
        "tổ chức thực hiện",
        "Đắk Hà",
    ] {
        let bare: String = vanban::rules::strip_marks(query);
        let with: BTreeSet<String> = open.names(query).into_iter().collect();
        let without: BTreeSet<String> = open.names(&bare).into_iter().collect();
        assert!(!with.is_empty() || query.contains("Đắk") || query.contains('-'), "{query}");
        if !query.contains('-') {
            assert!(with.is_subset(&without), "{query}: {:?}", with.difference(&without));
        }
    }
}

#[test]
fn highlights_are_of_the_document_in_its_own_spelling() {
    let open = shared().open();
    for (query, folded) in
        [("xoa nha tam", true), ("xóa nhà tạm", false), ("34 ct tw", true), ("\"hoa giai\"", true)]
    {
        let answer = open.all(query);
        assert!(!answer.hits.is_empty(), "{query}");
        for hit in &answer.hits {
            let marked = hit.snippets.iter().map(|snippet| &snippet.passage).chain(&hit.title);
            let mut any = false;
            for marked in marked {
                let mut before = 0;
                for range in &marked.highlights {
                    assert!(range.start >= before && range.end > range.start, "{query}: {marked:?}");
                    before = range.end;
                    let shown = &marked.text[range.clone()];
                    let shown = if folded { vanban::rules::strip_marks(shown) } else { shown.to_lowercase() };
                    for word in
                        shown.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
                    {
                        let typed = vanban::rules::strip_marks(query);
                        let known = vanban::rules::strip_marks(word);
                        assert!(
                            typed.split(|letter: char| !letter.is_alphanumeric()).any(|typed| typed == known),
                            "{word}"
                        );
                    }
                    any = true;
                }
            }
            assert!(any, "{query}: nothing is marked in {}", hit.summary.path);
        }
    }
    let answer = open.all("trồng mới rừng");
    let hit = answer.hits.iter().find(|hit| hit.summary.path.contains("forest")).unwrap();
    assert_eq!(hit.snippets[0].path, "I/1");
    assert_eq!(hit.snippets[0].passage.text, "Trồng mới 420 ha rừng tập trung.");
    let shown: Vec<&str> = hit.snippets[0]
        .passage
        .highlights
        .iter()
        .map(|range| &hit.snippets[0].passage.text[range.clone()])
        .collect();
    assert_eq!(shown, ["Trồng mới", "rừng"]);
}

#[test]
fn a_comparison_shows_the_targets_that_meet_it() {
    let answer = shared().open().all("hộ nghèo < 5%");
    for hit in &answer.hits {
        assert!(!hit.targets.is_empty(), "{}", hit.summary.path);
        for target in &hit.targets {
            assert!(target.indicator.to_lowercase().contains("hộ nghèo"), "{target:?}");
            assert!(target.base_value.unwrap() <= 5.0, "{target:?}");
        }
    }
}

#[test]
fn facets_count_what_is_found() {
    let open = shared().open();
    let all = open.all("");
    assert_eq!(all.total, all.documents);
    assert_eq!(all.sort, Sort::Newest);
    for facet in &all.facets {
        for value in &facet.values {
            let filtered = open.all(&value.filter);
            assert_eq!(filtered.total, value.count, "{}: {:?}", value.filter, filtered.understood);
            // The counts of a field's own values do not change with a filter on it.
            let own = filtered.facets.iter().find(|other| other.field == facet.field).unwrap();
            assert_eq!(own.values, facet.values, "{}", value.filter);
        }
    }
    let one = Filter::of(FilterField::Kind, ["KH"]).unwrap();
    let request = Request { filters: vec![one], facets: 0, ..Request::new("nhà tạm") };
    let by_flag = open.ask(&request);
    assert_eq!(by_flag.total, open.all("nhà tạm loại:KH").total);
    assert!(by_flag.facets.is_empty());
}

#[test]
fn pages_are_parts_of_one_order() {
    let open = shared().open();
    for sort in Sort::ALL {
        for query in ["", "kế hoạch", "thuc hien"] {
            let whole = names(&open.ask(&Request { sort, limit: 100, ..Request::new(query) }));
            let mut paged = Vec::new();
            for page in 0.. {
                let request = Request {
                    sort,
                    offset: page * 3,
                    limit: 3,
                    snippets: 0,
                    facets: 0,
                    ..Request::new(query)
                };
                let answer = open.ask(&request);
                assert_eq!(answer.total, whole.len() as u64);
                if answer.hits.is_empty() {
                    break;
                }
                paged.extend(names(&answer));
            }
            assert_eq!(paged, whole, "{query}");
        }
    }
    let dates: Vec<u16> = open
        .ask(&Request { sort: Sort::Newest, limit: 100, ..Request::new("kế hoạch") })
        .hits
        .iter()
        .filter_map(|hit| hit.summary.year)
        .collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
}
