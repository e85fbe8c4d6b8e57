//! The server over a socket.

use crate::support::{Server, TestSite};

fn serve() -> (TestSite, Server) {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    (site, server)
}

#[test]
fn pages_are_sent_whole_and_once() {
    let (_site, server) = serve();
    let page = server.get("/roles/mint");
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(
        page.header("content-length"),
        Some(page.body.len().to_string().as_str())
    );
    assert_eq!(page.header("vary"), Some("Accept-Encoding, Sec-Fetch-Site"));
    assert_eq!(page.header("cache-control"), Some("public, max-age=60"));
    assert!(page.text().contains("薄荷"));
}

#[test]
fn an_editor_is_shown_nothing_old_and_readers_see_a_change_of_a_poster_soon() {
    let site = TestSite::minimal();
    let preview = Server::start(site.command(&["preview", "--bind", "127.0.0.1:0"]));
    for path in [
        "/",
        "/roles/mint",
        "/roles/mint.md",
        "/roles/mint.json",
        "/roles/mint/card.png?v=0",
        "/roles/mint/poster.png",
        "/roles/mint/qr.svg",
        "/feed.xml",
        "/roles.json",
        "/search.json?q=x",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
    }
    let server = site.serve(&[]);
    let poster = server.get("/roles/mint/poster.png");
    assert_eq!(poster.header("cache-control"), Some("public, max-age=60"));
}

/// RFC 9110 section 9.3.2: the same headers as GET, and no content.
#[test]
fn head_is_get_without_content() {
    let (_site, server) = serve();
    for path in [
        "/",
        "/roles/mint",
        "/nothing",
        "/static/icons/cpu.svg",
        "/Roles/Mint",
    ] {
        let get = server.get(path);
        let head = server.request("HEAD", path, &[]);
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(
            head.header("content-length"),
            get.header("content-length"),
            "{path}"
        );
        assert_eq!(head.header("etag"), get.header("etag"), "{path}");
    }
}

#[test]
fn each_encoding_has_its_own_tag_and_is_fresh_by_it() {
    let (_site, server) = serve();
    let mut tags = std::collections::BTreeSet::new();
    for encoding in ["br", "zstd", "gzip", "identity"] {
        let accept = ("Accept-Encoding", encoding);
        let full = server.request("GET", "/", &[accept]);
        let expected = (encoding != "identity").then_some(encoding);
        assert_eq!(full.header("content-encoding"), expected);
        let tag = full.header("etag").expect("a tag").to_owned();
        assert!(tag.starts_with('"'), "{tag} is weak");
        let fresh = server.request("GET", "/", &[accept, ("If-None-Match", &tag)]);
        assert_eq!(fresh.status, 304);
        assert!(fresh.body.is_empty());
        // RFC 9110 section 15.4.5 names what a 304 must repeat.
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(fresh.header(name), full.header(name), "{name}");
        }
        let other = server.request("GET", "/", &[accept, ("If-None-Match", "\"other\"")]);
        assert_eq!(other.status, 200);
        assert!(tags.insert(tag), "two encodings share a tag");
    }
}

#[test]
fn other_methods_are_refused_with_the_allowed_ones() {
    let (_site, server) = serve();
    for path in [
        "/",
        "/roles/mint",
        "/nothing",
        "/static/icons/cpu.svg",
        "/static/x",
    ] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
            let answer = server.request(method, path, &[]);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method} {path}");
        }
    }
}

#[test]
fn other_spellings_lead_to_the_one_address() {
    let (_site, server) = serve();
    for (asked, target) in [
        ("/roles/mint/", "/roles/mint"),
        ("/Roles/MINT?a=1&b=2", "/roles/mint?a=1&b=2"),
        ("//about//", "/about"),
        ("/about/?", "/about?"),
    ] {
        let answer = server.get(asked);
        assert_eq!(answer.status, 308, "{asked}");
        assert_eq!(answer.header("location"), Some(target), "{asked}");
    }
    assert_eq!(server.get("/nothing/").status, 404);
    // Never to another host.
    let answer = server.get("//example.org/");
    assert_eq!(answer.status, 404);
}

#[test]
fn old_addresses_lead_to_new_ones_with_their_query() {
    let site = TestSite::minimal();
    site.replace(
        "roles/mint.md",
        "order: 1",
        "order: 1\nredirects: [/roles/spearmint, /m.html]",
    );
    let server = site.serve(&["--base-url", "https://example.org/careers"]);
    for (asked, target) in [
        (
            "/careers/roles/spearmint?from=chat",
            "/careers/roles/mint?from=chat",
        ),
        ("/careers/m.html", "/careers/roles/mint"),
        (
            "/careers/roles/spearmint/card.png",
            "/careers/roles/mint/card.png",
        ),
        ("/careers/roles/Spearmint.json", "/careers/roles/mint.json"),
        ("/careers/M.HTML/", "/careers/roles/mint"),
    ] {
        let answer = server.get(asked);
        assert_eq!(answer.status, 308, "{asked}");
        assert_eq!(answer.header("location"), Some(target), "{asked}");
    }
    assert_eq!(server.get("/careers").status, 200);
    assert_eq!(server.get("/roles/mint").status, 404);
}

#[test]
fn the_error_page_leads_to_the_groups_that_have_roles() {
    let site = TestSite::minimal();
    let groups = site.read("groups.yml");
    let empty =
        "- { id: empty, name: 空着, line: 没有方向。, colour: { hue: 200, chroma: 0.1 } }\n";
    site.write("groups.yml", format!("{groups}{empty}"));
    let server = site.serve(&["--base-url", "https://example.org/careers"]);
    let (error, index) = (server.get("/careers/nothing"), server.get("/careers"));
    assert_eq!((error.status, index.status), (404, 200));
    for (id, has_roles) in [("herbs", true), ("trees", true), ("empty", false)] {
        let leads = error
            .text()
            .contains(&format!("href=\"/careers#group-{id}\""));
        assert_eq!(leads, has_roles, "{id}");
        let is_there = index.text().contains(&format!("id=\"group-{id}\""));
        assert_eq!(is_there, has_roles, "{id}");
    }
}

#[test]
fn the_error_page_says_what_was_not_found_and_escapes_it() {
    let (_site, server) = serve();
    let answer = server.get("/roles/mimt");
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert!(answer.text().contains("/roles/mimt"));
    assert!(
        answer.text().contains("href=\"/roles/mint\""),
        "the nearest page"
    );
    let answer = server.get("/roles/%E8%96%84%E8%8D%B7");
    assert!(answer.text().contains("/roles/薄荷"), "{}", answer.text());
    assert!(
        answer.text().contains("href=\"/roles/mint\""),
        "by its title"
    );
    let answer = server.get("/%3Cscript%3Ealert(1)%3C/script%3E");
    assert_eq!(answer.status, 404);
    assert!(!answer.text().contains("<script>alert"));
    let answer = server.get("/<script>alert(1)</script>");
    assert!(!answer.text().contains("<script>alert"));
}

#[test]
fn assets_are_immutable_and_static_files_revalidate() {
    let (_site, server) = serve();
    let page = server.get("/").text();
    let start = page.find("/assets/").expect("an asset");
    let address = page[start..]
        .chars()
        .take_while(|c| !['"', ')'].contains(c));
    let address: String = address.collect();
    let asset = server.get(&address);
    assert_eq!(asset.status, 200, "{address}");
    assert_eq!(
        asset.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    let file = server.get("/static/icons/cpu.svg");
    assert_eq!(file.header("cache-control"), Some("no-cache"));
    assert_eq!(file.header("content-type"), Some("image/svg+xml"));
    let part = server.request("GET", "/static/icons/cpu.svg", &[("Range", "bytes=0-3")]);
    assert_eq!(part.status, 206);
    assert_eq!(part.text(), "<svg");
}

#[test]
fn every_answer_is_guarded() {
    let (_site, server) = serve();
    for path in [
        "/",
        "/nothing",
        "/static/icons/cpu.svg",
        "/static/x",
        "/about/",
    ] {
        let answer = server.get(path);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("strict-transport-security"), None, "{path}");
        assert_eq!(answer.header("server"), None, "{path}");
    }
}

#[test]
fn transport_security_is_asked_for_where_the_site_has_it() {
    let server = TestSite::minimal().serve(&["--base-url", "https://example.org"]);
    for path in ["/", "/nothing", "/static/icons/cpu.svg"] {
        let answer = server.get(path);
        assert!(
            answer.header("strict-transport-security").is_some(),
            "{path}"
        );
    }
}

#[test]
fn no_path_leads_out_of_the_static_folder() {
    let (_site, server) = serve();
    let long = format!("/{}", "a".repeat(100_000));
    let long_static = format!("/static/{}.css", "a".repeat(100_000));
    for path in [
        "/static/../Cargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/..%2fCargo.toml",
        "/static/%2e%2e%2fCargo.toml",
        "/static/..%5cCargo.toml",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/icons/../../Cargo.toml",
        "/static/icons/%00cpu.svg",
        "/static/icons/cpu.svg%00.css",
        "/static/.gitignore",
        "/static/icons",
        "/static/",
        "/static",
        "/roles/../Cargo.toml",
        "/roles%2fmint",
        "/%00",
        "/roles/mint%00",
        "/%ff%fe",
        "/%",
        "/%zz",
        "/..",
        "/../../etc/passwd",
        long.as_str(),
        long_static.as_str(),
    ] {
        let answer = server.get(path);
        let shown: String = path.chars().take(40).collect();
        assert!(
            (400..500).contains(&answer.status),
            "{shown}: {}",
            answer.status
        );
        assert!(!answer.text().contains("[package]"), "{shown}");
        assert!(!answer.text().contains("root:x:0"), "{shown}");
    }
    assert_eq!(server.get("/").status, 200, "the server lives on");
}

#[test]
fn malformed_requests_get_an_answer_and_harm_nobody() {
    let (_site, server) = serve();
    for request in [
        &b"GET / HTTP/9.9\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\nContent-Length: 1\r\n\r\n",
    ] {
        let status = server.raw(request).status;
        let shown = String::from_utf8_lossy(request).into_owned();
        assert!(
            status == 0 || (400..600).contains(&status),
            "{shown:?}: {status}"
        );
    }
    assert_eq!(server.get("/").status, 200, "the server lives on");
}
