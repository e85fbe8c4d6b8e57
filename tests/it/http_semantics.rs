//! RFC 9110, section by section, over a socket.

use crate::support::{Response, Server, TestSite};

fn serve() -> (TestSite, Server) {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    (site, server)
}

/// One address of every kind, and the status it answers with.
const KINDS: [(&str, u16); 14] = [
    ("/", 200),
    ("/roles/mint", 200),
    ("/?sort=title", 200),
    ("/roles/mint.md", 200),
    ("/roles/mint.json", 200),
    ("/roles/mint/qr.svg", 200),
    ("/favicon.ico", 200),
    ("/feed.xml", 200),
    ("/robots.txt", 200),
    ("/sw.js", 200),
    ("/static/icons/cpu.svg", 200),
    ("/static/icons/nothing.svg", 404),
    ("/Roles/Mint", 308),
    ("/nothing", 404),
];

fn accepting(server: &Server, path: &str, accepted: &[&str]) -> Response {
    let headers: Vec<_> = accepted
        .iter()
        .map(|value| ("Accept-Encoding", *value))
        .collect();
    server.request("GET", path, &headers)
}

/// Section 8.6: everything has a length, so that a connection can be used again.
#[test]
fn every_answer_says_how_long_it_is() {
    let (_site, server) = serve();
    for (path, status) in KINDS {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        let length = answer.header("content-length").map(str::to_owned);
        assert_eq!(length, Some(answer.body.len().to_string()), "{path}");
        assert_eq!(answer.header("transfer-encoding"), None, "{path}");
    }
}

/// Sections 12.5.3 and 12.4.1: fields that come twice are one list; who refuses everything gets
/// the bytes as they are.
#[test]
fn codings_are_chosen_by_weight() {
    let (_site, server) = serve();
    for (accepted, expected) in [
        (&["gzip", "br;q=0.5"][..], Some("gzip")),
        (&["gzip;q=0.5", "br;q=0.5"], Some("br")),
        (&["*"], Some("br")),
        (&["*;q=0.5, br;q=0"], Some("zstd")),
        (&["identity;q=0, gzip"], Some("gzip")),
        (&["identity;q=0"], None),
        (&["*;q=0"], None),
        (&["deflate, compress"], None),
        (&["br;q=1.001"], None),
    ] {
        let answer = accepting(&server, "/", accepted);
        assert_eq!(answer.status, 200, "{accepted:?}");
        assert_eq!(answer.header("content-encoding"), expected, "{accepted:?}");
    }
}

/// Section 12.5.5: a cache must know what an answer depends on, errors and 304 included.
#[test]
fn what_depends_on_the_request_says_so() {
    let (_site, server) = serve();
    for (path, _) in KINDS {
        let answer = accepting(&server, path, &["br"]);
        let vary = answer.header("vary").unwrap_or_default();
        let depends_on = |name| vary.split(", ").any(|other| other == name);
        if answer.header("content-encoding").is_some() {
            assert!(depends_on("Accept-Encoding"), "{path}: {vary}");
        }
        let is_html = answer.header("content-type") == Some("text/html; charset=utf-8");
        assert_eq!(depends_on("Sec-Fetch-Site"), is_html, "{path}: {vary}");
    }
    assert_eq!(
        server.get("/feed.xml").header("vary"),
        Some("Accept-Encoding")
    );
    assert_eq!(server.get("/favicon.ico").header("vary"), None);
}

/// Fetch Metadata, section 2.3: who typed the address was led by no page that could hold the window.
#[test]
fn pages_are_cut_off_from_who_opened_them_unless_that_was_the_reader() {
    let (_site, server) = serve();
    let policy = |path: &str, headers: &[(&str, &str)]| {
        let answer = server.request("GET", path, headers);
        let policy = answer.header("cross-origin-opener-policy");
        policy.map(str::to_owned)
    };
    let cut_off = Some("same-origin".to_owned());
    for path in ["/", "/roles/mint", "/compare?r=mint", "/nothing"] {
        for site in ["cross-site", "same-site", "same-origin", "else"] {
            assert_eq!(
                policy(path, &[("Sec-Fetch-Site", site)]),
                cut_off,
                "{path} {site}"
            );
        }
        assert_eq!(policy(path, &[]), cut_off, "{path}");
        let none = ("Sec-Fetch-Site", "none");
        assert_eq!(policy(path, &[none]), None, "{path}");
        assert_eq!(
            policy(path, &[none, ("If-None-Match", "*")]),
            None,
            "{path}"
        );
    }
    for path in ["/feed.xml", "/favicon.ico", "/static/icons/cpu.svg"] {
        assert_eq!(
            policy(path, &[("Sec-Fetch-Site", "none")]),
            cut_off,
            "{path}"
        );
    }
}

/// Section 13.1.2: lists, weak tags and `*`, also in several fields.
#[test]
fn a_client_is_fresh_by_any_tag_of_a_list() {
    let (_site, server) = serve();
    for path in ["/roles/mint", "/roles/mint.json", "/favicon.ico"] {
        let tag = server.get(path).header("etag").expect("a tag").to_owned();
        for (tags, status) in [
            (vec![tag.clone()], 304),
            (vec![format!("W/{tag}")], 304),
            (vec![format!("\"a\", W/\"b\" ,{tag}")], 304),
            (vec!["\"a\"".to_owned(), tag.clone()], 304),
            (vec!["*".to_owned()], 304),
            (vec!["\"a\", \"b\"".to_owned()], 200),
            (vec![tag.trim_matches('"').to_owned()], 200),
            (vec![String::new()], 200),
        ] {
            let headers: Vec<_> = tags.iter().map(|tag| ("If-None-Match", &**tag)).collect();
            for method in ["GET", "HEAD"] {
                let answer = server.request(method, path, &headers);
                assert_eq!(answer.status, status, "{method} {path} {tags:?}");
            }
        }
    }
    let headers = [("If-None-Match", "*")];
    assert_eq!(server.request("GET", "/nothing", &headers).status, 404);
}

/// Section 15.4.5: a 304 repeats what a cache keeps, and says nothing about the bytes.
#[test]
fn an_unchanged_page_says_what_a_cache_keeps_and_no_more() {
    let (_site, server) = serve();
    let full = accepting(&server, "/roles/mint", &["br"]);
    let tag = full.header("etag").expect("a tag");
    let headers = [("Accept-Encoding", "br"), ("If-None-Match", tag)];
    let fresh = server.request("GET", "/roles/mint", &headers);
    assert_eq!(fresh.status, 304);
    for (name, value) in &full.headers {
        match name.as_str() {
            "content-type" | "content-encoding" | "content-length" => {
                assert_eq!(fresh.header(name), None, "{name}");
            }
            "date" => assert!(fresh.header(name).is_some()),
            _ => assert_eq!(fresh.header(name), Some(value.as_str()), "{name}"),
        }
    }
}

/// Section 13.1.3: pages have no date of change, so none is compared.
#[test]
fn a_date_makes_no_page_fresh() {
    let (_site, server) = serve();
    let since = ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT");
    let answer = server.request("GET", "/", &[since]);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("last-modified"), None);
}

/// Section 9: methods are case-sensitive; 9.1 and 15.5.6: those that are not allowed are told
/// which are, wherever they are tried.
#[test]
fn methods_nobody_knows_are_refused_everywhere() {
    let (_site, server) = serve();
    for (path, _) in KINDS {
        for method in ["POST", "OPTIONS", "get", "PROPFIND"] {
            let answer = server.request(method, path, &[]);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method} {path}");
        }
    }
}

/// Section 14: ranges of files; others ignore the field, as the section allows.
#[test]
fn files_can_be_asked_for_in_parts() {
    let (_site, server) = serve();
    let file = "/static/icons/cpu.svg";
    let whole = server.get(file);
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let length = whole.body.len();
    let last = format!("bytes {}-{}/{length}", length - 4, length - 1);
    let first = format!("bytes 0-3/{length}");
    for (range, content_range, bytes) in [
        ("bytes=0-3", first.as_str(), &whole.body[..4]),
        ("bytes=-4", last.as_str(), &whole.body[length - 4..]),
    ] {
        let part = server.request("GET", file, &[("Range", range)]);
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.header("content-range"), Some(content_range));
        assert_eq!(part.body, bytes, "{range}");
    }
    let beyond = server.request("GET", file, &[("Range", "bytes=999999-")]);
    assert_eq!(beyond.status, 416);
    let unsatisfied = format!("bytes */{length}");
    assert_eq!(beyond.header("content-range"), Some(unsatisfied.as_str()));
    let page = server.request("GET", "/", &[("Range", "bytes=0-3")]);
    assert_eq!(page.status, 200);
}

/// Section 15.5.15, and 4.1 for what must be understood.
#[test]
fn an_address_longer_than_any_is_refused() {
    let (_site, server) = serve();
    for (length, status) in [(7_000, 404), (8_001, 414), (60_000, 414)] {
        let answer = server.get(&format!("/{}", "a".repeat(length - 1)));
        assert_eq!(answer.status, status, "{length}");
        assert!(answer.header("content-security-policy").is_some());
        assert!(answer.text().contains("<html"), "{length}");
    }
}

/// Section 7.2: whatever a client calls the host, no answer repeats it.
#[test]
fn the_host_is_not_believed() {
    let (_site, server) = serve();
    for path in [
        "/",
        "/roles/mint/",
        "/nothing",
        "/feed.xml",
        "//evil.test/%2e%2e",
    ] {
        for host in ["evil.test", "evil.test:80", "\"><script>", ""] {
            let request = format!(
                "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: evil.test\r\n\
                 Forwarded: host=evil.test\r\nConnection: close\r\n\r\n"
            );
            let answer = server.raw(request.as_bytes());
            let said = format!("{:?}{}", answer.headers, answer.text());
            // The error page shows the path that was asked for, and nothing else.
            let said = said.replace("//evil.test/..", "");
            assert!(!said.contains("evil.test/"), "{path} {host}");
            assert!(!said.contains("http://evil"), "{path} {host}");
            assert!(!said.contains("\"><script>"), "{path} {host}");
        }
    }
}

/// Every route, every header: errors and files included.
#[test]
fn every_kind_of_answer_has_the_headers_of_every_answer() {
    let site = TestSite::minimal();
    let server = site.serve(&["--base-url", "https://example.org"]);
    let long = format!("/{}", "a".repeat(9000));
    let mut answers: Vec<(String, Response)> = Vec::new();
    for (path, _) in KINDS {
        answers.push((path.to_owned(), server.get(path)));
        answers.push((format!("POST {path}"), server.request("POST", path, &[])));
    }
    let range = ("Range", "bytes=999999-");
    let beyond = server.request("GET", "/static/icons/cpu.svg", &[range]);
    answers.push(("416".to_owned(), beyond));
    let fresh = server.request("GET", "/", &[("If-None-Match", "*")]);
    answers.push(("304".to_owned(), fresh));
    answers.push(("414".to_owned(), server.get(&long)));
    answers.push(("400".to_owned(), server.get("/search?q=%ff")));
    for (what, answer) in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            (
                "permissions-policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            ),
            ("strict-transport-security", "max-age=63072000"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{what}");
        }
        let resource = answer.header("cross-origin-resource-policy");
        let is_shared = answer.header("access-control-allow-origin") == Some("*");
        let expected = if is_shared {
            "cross-origin"
        } else {
            "same-origin"
        };
        assert_eq!(resource, Some(expected), "{what}");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{what}");
        assert!(!policy.contains("unsafe"), "{what}: {policy}");
        assert!(answer.header("cache-control").is_some(), "{what}");
        for name in ["server", "x-powered-by", "set-cookie"] {
            assert_eq!(answer.header(name), None, "{what}");
        }
    }
}
