//! What a hostile document, a hostile page and a hostile client come to.

use crate::support::{Directory, Server, fill};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn what_a_document_says_is_never_markup() {
    let directory = Directory::new("hostile");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let hostile = &keys.hostile;
    let asked = "%3Cscript%3Ealert(9)%3C/script%3E%22onload=x";
    for page in [
        "/".to_owned(),
        format!("/?q={asked}"),
        format!("/documents/{hostile}"),
        format!("/documents/{hostile}?view=text"),
        format!("/documents/{hostile}?edit=target-0"),
        format!("/documents/{hostile}/citations"),
        format!("/documents/{hostile}/cascade"),
        format!("/targets?document={hostile}&q={asked}"),
        format!("/targets?document={hostile}"),
        "/targets?sort=indicator".to_owned(),
        "/citations".to_owned(),
        format!("/citations?q={asked}"),
        "/review?severity=info".to_owned(),
        "/failures".to_owned(),
        "/status".to_owned(),
        format!("/{asked}"),
        format!("/documents/{asked}"),
    ] {
        let answer = server.get(&page);
        let text = answer.text().to_lowercase();
        assert!(answer.status != 0 && answer.status < 500, "{page}: {}", answer.status);
        for markup in
            ["<script>", "<img src=x", "<svg onload", "<b>như", "<i>khóa", "\"onload=x", "</script>\""]
        {
            assert!(!text.contains(markup), "{page} has {markup}");
        }
        // Its own script is the only one, and none stands in the page.
        assert_eq!(text.matches("<script").count(), 1, "{page}");
        assert_eq!(text.matches("</title>").count(), 1, "{page}");
    }
    let page = server.get(&format!("/documents/{hostile}")).text();
    assert!(page.contains("&lt;script&gt;"), "{page}");
}

#[test]
fn every_answer_tells_the_browser_what_to_keep_to() {
    let directory = Directory::new("headers");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    for path in [
        "/",
        "/api/status",
        "/api/nothing",
        "/nothing",
        "/assets/app.js",
        &format!("/documents/{}", keys.plan),
    ] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[test]
fn nothing_outside_the_corpus_is_reached() {
    let directory = Directory::new("traversal");
    let keys = fill(&directory);
    std::fs::write(directory.0.join("secret.txt"), "bí mật").unwrap();
    let server = Server::start(&directory, &[]);
    let plan = &keys.plan;
    for path in [
        "/../secret.txt".to_owned(),
        "/assets/../../secret.txt".to_owned(),
        "/assets/..%2f..%2fsecret.txt".to_owned(),
        "/documents/..%2f..%2fsecret.txt".to_owned(),
        "/documents/%2fetc%2fpasswd".to_owned(),
        "//etc/passwd".to_owned(),
        format!("/documents/{plan}/pages/..%2f..%2fsecret.txt"),
        format!("/documents/{plan}/../../secret.txt"),
        format!("/documents/{plan}%00"),
        "/documents/%FF%FE".to_owned(),
        "/documents/00000000".to_owned(),
        "/documents/%27%20OR%201=1".to_owned(),
        "/targets.csv/../secret.txt".to_owned(),
    ] {
        let answer = server.get(&path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("bí mật") && !answer.text().contains("root:"), "{path}");
    }
}

#[test]
fn bad_parameters_are_refused_with_a_reason() {
    let directory = Directory::new("parameters");
    let keys = fill(&directory);
    let server = Server::start(&directory, &[]);
    for address in [
        "/api/targets?page=0",
        "/api/targets?page=99999999",
        "/api/targets?page=-1",
        "/api/targets?size=100000",
        "/api/targets?size=x",
        "/api/targets?min=nhiều",
        "/api/targets?sort=1;DROP+TABLE+targets",
        "/api/targets?colour=red",
        "/api/documents?year=99999999999999999999",
        "/api/failures?state=x",
        "/api/diagnostics?page=1&page=2",
        &format!("/api/documents/{}/graph?depth=99", keys.plan),
        &format!("/api/search?q={}", "a".repeat(1000)),
    ] {
        let answer = server.get(address);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, "application/problem+json"),
            "{address}"
        );
        assert!(answer.json()["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{address}");
    }
    // Words of a search that mean something to a database or an index are words.
    for words in
        ["'", "\"", "%25", "_", "(", "*:*", "AND", "-", "%5C", "%00", "a:b", "[1+TO", "~9", "%F0%9F%8C%BE"]
    {
        for path in ["/api/search", "/api/targets", "/api/references"] {
            let answer = server.get(&format!("{path}?q={words}"));
            assert!(
                answer.status == 200 || answer.status == 400,
                "{path} {words}: {} {}",
                answer.status,
                answer.text()
            );
        }
    }
}

#[test]
fn a_name_of_the_web_does_not_lead_here() {
    let directory = Directory::new("rebinding");
    fill(&directory);
    let server = Server::start(&directory, &[]);
    for (host, status) in [
        ("corpus.example.vn", 400),
        ("169.254.1.1", 400),
        ("localhost:1", 200),
        ("127.0.0.1", 200),
        ("[::1]:8470", 200),
    ] {
        assert_eq!(server.get_with("/api/status", &[("Host", host)]).status, status, "{host}");
        assert_eq!(
            server.get_with("/nothing", &[("Host", host)]).status,
            if status == 200 { 404 } else { 400 }
        );
    }
    let none = server.raw(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(none.status, 400);
}

#[test]
fn beyond_this_machine_a_token_is_needed() {
    let directory = Directory::new("token");
    fill(&directory);
    let run = |more: &[&str]| {
        let ran = Command::new(env!("CARGO_BIN_EXE_extract"))
            .args(["serve", "--corpus"])
            .arg(directory.corpus())
            .args(more)
            .output()
            .unwrap();
        (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    let (code, said) = run(&["--listen", "0.0.0.0:0"]);
    assert!(code == Some(2) && said.contains("--token-file"), "{said}");
    let short = directory.0.join("short.txt");
    std::fs::write(&short, "1234\n").unwrap();
    let (code, _) = run(&["--listen", "127.0.0.1:0", "--token-file", short.to_str().unwrap()]);
    assert_eq!(code, Some(2));
    let (code, _) = run(&["--token-file", "/no/such/file"]);
    assert_eq!(code, Some(3));

    let file = directory.0.join("token.txt");
    std::fs::write(&file, "correct-horse-battery\n").unwrap();
    let server = Server::start(&directory, &["--token-file", file.to_str().unwrap()]);
    for path in ["/", "/status", "/api/status", "/api/nothing", "/nothing", "/targets.csv"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.text().contains("Đồi Chè"), "{path}");
    }
    let bearer = ("Authorization", "Bearer correct-horse-battery");
    assert_eq!(server.get_with("/api/status", &[bearer]).status, 200);
    assert_eq!(
        server.get_with("/api/status", &[("Authorization", "Bearer correct-horse-batterz")]).status,
        401
    );
    assert_eq!(server.get("/assets/app.css").status, 200);

    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let wrong = server.send("POST", "/session", &[form], b"token=wrong&to=/status");
    assert!(wrong.header("set-cookie").is_empty());
    let right = server.send("POST", "/session", &[form], b"token=correct-horse-battery&to=/status");
    assert_eq!((right.status, right.header("location")), (303, "/status"));
    let cookie = right.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(server.get_with("/status", &[("Cookie", cookie)]).status, 200);
    for away in ["//example.vn", "https://example.vn", "/\\example.vn"] {
        let sent = server.send(
            "POST",
            "/session",
            &[form],
            format!("token=correct-horse-battery&to={away}").as_bytes(),
        );
        assert_eq!(sent.header("location"), "/", "{away}");
    }
}

#[test]
fn large_and_odd_requests_are_refused_and_harm_nothing() {
    let directory = Directory::new("odd");
    let keys = fill(&directory);
    let server = Server::start(&directory, &["--allow-edit"]);
    let path = format!("/api/documents/{}/corrections", keys.plan);
    let json = ("Content-Type", "application/json");
    assert_eq!(server.send("POST", &path, &[json], &vec![b' '; 1 << 20]).status, 413);
    assert_eq!(server.send("POST", &path, &[("Content-Type", "text/plain")], b"x").status, 415);
    assert_eq!(server.send("DELETE", "/api/status", &[], b"").status, 405);
    assert_eq!(server.send("POST", "/api/status", &[json], b"{}").status, 405);
    let long =
        server.raw(format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(100_000)).as_bytes());
    assert!(long.status == 0 || (400..500).contains(&long.status), "{}", long.status);
    let many = "X: y\r\n".repeat(50_000);
    let many = server.raw(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes());
    assert!(many.status == 0 || (400..500).contains(&many.status), "{}", many.status);
    for nonsense in
        [&b"\x16\x03\x01\x02\x00\x01\x00"[..], b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0\0\0\0\r\n\r\n"]
    {
        let answer = server.raw(nonsense);
        assert!(answer.status == 0 || (400..600).contains(&answer.status), "{nonsense:?}");
    }
    assert_eq!(server.get("/api/status").status, 200);
}

#[test]
fn a_client_that_does_not_finish_its_request_is_dropped() {
    let directory = Directory::new("slow");
    fill(&directory);
    let server = Server::start(&directory, &[]);
    let mut slow = TcpStream::connect(server.address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").unwrap();
    let begun = Instant::now();
    let closed = loop {
        // A byte now and then does not keep it.
        let _ = slow.write_all(b"X");
        match slow.read(&mut [0; 64]) {
            Ok(0) => break true,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break true,
            _ if begun.elapsed() > Duration::from_secs(120) => break false,
            _ => {}
        }
        assert_eq!(server.get("/api/status").status, 200);
    };
    assert!(closed, "the connection is still open");
}

#[test]
#[cfg(unix)]
fn it_ends_when_it_is_told_and_answers_first_what_it_was_asked() {
    let directory = Directory::new("end");
    fill(&directory);
    let server = Server::start(&directory, &[]);
    // A connection that is kept open does not hold it up.
    let mut kept = TcpStream::connect(server.address).unwrap();
    kept.write_all(b"GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    kept.read_exact(&mut [0; 12]).unwrap();
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn it_answers_while_another_process_writes() {
    let directory = Directory::new("writing");
    fill(&directory);
    let server = Server::start(&directory, &[]);
    let before = server.get("/api/status").json()["documents"].as_u64().unwrap();
    let corpus = vanban::corpus::Corpus::open(&directory.corpus()).unwrap();
    let writer = corpus.writer().unwrap();
    assert_eq!(server.get("/").status, 200);
    drop(writer);
    directory.put("moi.txt", crate::support::PLAN.replace("31/KH", "32/KH").as_bytes());
    assert_eq!(server.get("/api/status").json()["documents"].as_u64(), Some(before + 1));
}

#[test]
fn a_document_of_huge_fields_makes_no_huge_page() {
    let directory = Directory::new("huge");
    let long = "đường giao thông nông thôn ".repeat(60_000);
    let targets: String =
        (0..3_000).map(|n| format!("{}. Trồng mới {} ha rừng.\n\n", n + 1, n + 10)).collect();
    let text = crate::support::PLAN.replace("I. CHỈ TIÊU\n", &format!("{long}\n\nI. CHỈ TIÊU\n\n{targets}"));
    let key = directory.put("dai.txt", text.as_bytes());
    let server = Server::start(&directory, &["--allow-edit"]);
    for path in [
        "/".to_owned(),
        format!("/documents/{key}"),
        format!("/documents/{key}?view=text"),
        format!("/documents/{key}?part=2"),
        format!("/documents/{key}/cascade"),
        "/targets".to_owned(),
        "/review?severity=info".to_owned(),
    ] {
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.len() < 5 << 20, "{path}: {}", answer.body.len());
    }
}
