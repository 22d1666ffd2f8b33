//! What pages and the API say.

use crate::support::{Directory, Server, fill};
use std::collections::HashSet;

#[test]
fn every_page_and_every_address_of_the_api_answers() {
    let directory = Directory::new("answers");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let (plan, pdf) = (&keys.plan, &keys.pdf);
    let pages = [
        "/".to_owned(),
        "/?kind=KH".to_owned(),
        "/?q=ke+hoach".to_owned(),
        format!("/documents/{plan}"),
        format!("/documents/{}", &plan[..10]),
        format!("/documents/{plan}?view=text"),
        format!("/documents/{plan}?edit=target-0"),
        format!("/documents/{pdf}"),
        format!("/documents/{plan}/citations"),
        format!("/documents/{plan}/citations?depth=2"),
        format!("/documents/{plan}/cascade"),
        "/targets".to_owned(),
        "/targets?q=ho+ngheo&sort=-value&unit=%25".to_owned(),
        "/assignments".to_owned(),
        "/assignments?q=phong+noi+vu&role=lead".to_owned(),
        "/citations".to_owned(),
        "/citations?q=NQ&relation=implements".to_owned(),
        "/review".to_owned(),
        "/review?severity=info".to_owned(),
        "/failures".to_owned(),
        "/corrections".to_owned(),
        "/status".to_owned(),
        "/session".to_owned(),
    ];
    for page in &pages {
        for (lang, word) in [("vi", "lang=\"vi\""), ("en", "lang=\"en\"")] {
            let answer = server.get_with(page, &[("Accept-Language", lang)]);
            assert_eq!(answer.status, 200, "{page}: {}", answer.text());
            assert!(answer.header("content-type").starts_with("text/html"), "{page}");
            assert!(answer.text().contains(&format!("<html {word}>")), "{page}");
        }
    }
    let addresses = [
        "/api/search?q=ke+hoach".to_owned(),
        "/api/documents".to_owned(),
        format!("/api/documents/{plan}"),
        format!("/api/documents/{plan}/record"),
        format!("/api/documents/{plan}/graph"),
        format!("/api/documents/{plan}/cascade"),
        format!("/api/documents/{plan}/corrections"),
        "/api/targets".to_owned(),
        "/api/references".to_owned(),
        "/api/diagnostics".to_owned(),
        "/api/failures".to_owned(),
        "/api/corrections".to_owned(),
        "/api/status".to_owned(),
        "/api/openapi.json".to_owned(),
    ];
    for address in &addresses {
        let answer = server.get(address);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "application/json"),
            "{address}: {}",
            answer.text()
        );
        answer.json();
    }
}

#[test]
fn the_api_answers_as_its_description_says() {
    let directory = Directory::new("openapi");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let description = server.get("/api/openapi.json").json();
    let mut seen = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get") else { continue };
        let answer = server.get(&path.replace("{key}", &keys.plan));
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let mut schema = operation["responses"]["200"]["content"]["application/json"]["schema"].clone();
        schema["components"] = description["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let value = answer.json();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
        seen += 1;
    }
    assert!(seen >= 13);
}

#[test]
fn the_document_stands_beside_its_record_with_links_both_ways() {
    let directory = Directory::new("document");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let page = server.get(&format!("/documents/{}", keys.plan)).text();
    assert!(page.contains("data-entries=\"target-0"), "{page}");
    assert!(page.contains("href=\"#at-target-0\"") && page.contains("id=\"target-0\""));
    assert!(page.contains("id=\"at-target-0\""));
    // The plan cites the resolution, which the corpus holds.
    assert!(page.contains(&format!("href=\"/documents/{}\"", keys.resolution)), "{page}");
    let cited = server.get(&format!("/documents/{}", keys.resolution)).text();
    assert!(cited.contains(&format!("href=\"/documents/{}\"", keys.plan)));
    let graph = server.get(&format!("/api/documents/{}/graph", keys.resolution)).json();
    let step = |key: &str| {
        graph["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|node| node["id"] == key)
            .map(|node| node["step"].clone())
    };
    assert_eq!(step(&keys.plan), Some(1.into()));
}

#[test]
fn pages_of_a_pdf_are_drawn_with_boxes_over_them() {
    let directory = Directory::new("pages");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let page = server.get(&format!("/documents/{}", keys.pdf)).text();
    assert!(page.contains(&format!("src=\"/documents/{}/pages/1\"", keys.pdf)), "{page}");
    assert!(page.contains("<rect class=\"box"), "{page}");
    let picture = server.get(&format!("/documents/{}/pages/1", keys.pdf));
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert!(picture.body.starts_with(b"\x89PNG"));
    for (path, status) in [("pages/2", 404), ("pages/0", 404), ("pages/x", 404)] {
        assert_eq!(server.get(&format!("/documents/{}/{path}", keys.pdf)).status, status, "{path}");
    }
    assert_eq!(server.get(&format!("/documents/{}/pages/1", keys.plan)).status, 404);
}

#[test]
fn an_original_that_is_gone_or_changed_is_said_to_be() {
    let directory = Directory::new("gone");
    let keys = fill(&directory);
    let archive = directory.0.join("archive");
    std::fs::remove_file(archive.join("ke-hoach.txt")).unwrap();
    std::fs::write(archive.join("nghi-quyet.txt"), "khác").unwrap();
    let server = Server::start(&directory, &[]);
    let gone = server.get_with(&format!("/documents/{}", keys.plan), &[("Accept-Language", "en")]).text();
    assert!(gone.contains("no longer where it was read") && gone.contains("CHỈ TIÊU"), "{gone}");
    let changed =
        server.get_with(&format!("/documents/{}", keys.resolution), &[("Accept-Language", "en")]).text();
    assert!(changed.contains("has changed since it was read"), "{changed}");
}

#[test]
fn targets_are_filtered_sorted_and_saved() {
    let directory = Directory::new("targets");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let list = server.get("/api/targets?q=h%E1%BB%99+ngh%C3%A8o&sort=value").json();
    let values: Vec<f64> =
        list["items"].as_array().unwrap().iter().filter_map(|item| item["value"].as_f64()).collect();
    assert!(values.len() >= 2 && values.is_sorted(), "{list}");
    let plain = server.get("/api/targets?q=ho+ngheo&sort=value").json();
    assert_eq!(plain["total"], list["total"]);
    let narrow = server.get("/api/targets?q=ho+ngheo&min=4.8&max=6&unit=%25").json();
    assert_eq!(narrow["items"][0]["document"]["key"], keys.resolution.as_str(), "{narrow}");
    assert_eq!(narrow["total"], 1);

    let csv = server.get("/targets.csv?q=ho+ngheo&unit=%25&min=4.8");
    assert!(csv.header("content-disposition").contains("attachment"));
    let text = csv.text();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.starts_with('\u{feff}') && text.contains("09-NQ/HU"));
    let xlsx = server.get("/targets.xlsx?q=ho+ngheo");
    assert!(xlsx.body.starts_with(b"PK"), "{}", xlsx.status);
    let page = server.get("/targets?q=ho+ngheo").text();
    assert!(page.contains("<figure class=\"plot\">") && page.contains("<circle"), "{page}");
}

#[test]
fn lists_are_leafed_through_without_loss() {
    let directory = Directory::new("pager");
    fill(&directory);
    let server = Server::start(&directory, &[]);
    let all = server.get("/api/targets?size=200").json();
    let total = all["total"].as_u64().unwrap();
    let mut seen = HashSet::new();
    for page in 1..=total {
        let part = server.get(&format!("/api/targets?size=1&page={page}")).json();
        let item = &part["items"][0];
        assert!(seen.insert((item["document"]["key"].to_string(), item["ordinal"].to_string())), "{item}");
    }
    assert!(total >= 5 && seen.len() as u64 == total);
}

#[test]
fn the_language_is_kept_once_chosen() {
    let directory = Directory::new("lang");
    fill(&directory);
    let server = Server::start(&directory, &[]);
    let chosen = server.get_with("/?lang=en", &[("Accept-Language", "vi")]);
    assert!(chosen.text().contains("<html lang=\"en\">"));
    let cookie = chosen.header("set-cookie").split(';').next().unwrap().to_owned();
    let next = server.get_with("/status", &[("Accept-Language", "vi"), ("Cookie", &cookie)]);
    assert!(next.text().contains("<html lang=\"en\">"));
    let problem = server.get("/api/documents/zz?lang=vi").json();
    assert_eq!(problem["title"], "Không tìm thấy");
    assert_eq!(problem["type"], "urn:vanban:problem:not-found");
}

#[test]
fn duties_are_found_by_the_body_that_has_them() {
    let directory = Directory::new("duties");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    let duties = server.get("/api/assignments?q=phong+noi+vu").json();
    assert_eq!((&duties["total"], &duties["items"][0]["role"]), (&1.into(), &"lead".into()), "{duties}");
    assert_eq!(duties["items"][0]["document"]["key"], keys.plan.as_str());
    assert_eq!(server.get("/api/assignments?q=so+xay+dung").json()["total"], 0);
}
