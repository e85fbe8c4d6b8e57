//! Pictures, forms and the worker as they are sent.

use crate::support::TestSite;

#[test]
fn a_card_is_sent_like_any_other_document() {
    let server = TestSite::minimal().serve(&[]);
    let card = server.get("/roles/mint/card.png?v=0");
    assert_eq!(card.status, 200);
    assert_eq!(card.header("content-type"), Some("image/png"));
    assert_eq!(card.header("cache-control"), Some("public, max-age=86400"));
    assert_eq!(
        card.header("cross-origin-resource-policy"),
        Some("cross-origin")
    );
    assert!(card.body.starts_with(b"\x89PNG"));
    let tag = card.header("etag").expect("a tag").to_owned();
    let again = server.request("GET", "/roles/mint/card.png", &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let head = server.request("HEAD", "/roles/mint/card.png", &[]);
    assert_eq!(head.header("content-length"), card.header("content-length"));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(
        server.request("POST", "/roles/mint/card.png", &[]).status,
        405
    );
    let moved = server.get("/Roles/Mint/Card.png/");
    assert_eq!(moved.status, 308);
    assert_eq!(moved.header("location"), Some("/roles/mint/card.png"));
    assert_eq!(server.get("/roles/rose/card.png").status, 404);
    let icon = server.get("/favicon.ico");
    assert_eq!(icon.header("content-type"), Some("image/x-icon"));
    assert!(icon.body.starts_with(&[0, 0, 1, 0, 1, 0]));
}

#[test]
fn pages_of_other_sites_may_read_the_data() {
    let server = TestSite::minimal().serve(&[]);
    for path in [
        "/roles.json",
        "/roles/mint.json",
        "/roles/mint.md",
        "/roles/mint/qr.svg",
        "/feed.xml",
        "/llms.txt",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("*"),
            "{path}"
        );
        assert!(answer.header("etag").is_some(), "{path}");
    }
    assert_eq!(server.get("/").header("access-control-allow-origin"), None);
}

#[test]
fn codes_take_the_queries_pages_take() {
    let server = TestSite::minimal().serve(&[]);
    let bare = server.get("/compare/qr.svg").text();
    assert_ne!(bare, server.get("/compare/qr.svg?r=mint&r=plum").text());
    assert_eq!(bare, server.get("/compare/qr.svg?r=nobody").text());
    assert_eq!(server.get("/compare/qr.svg?r=%ff").status, 400);
    let long = format!("/compare/qr.svg?r={}", "a".repeat(10_000));
    assert_eq!(server.get(&long).status, 400);
}

#[test]
fn a_worker_may_look_after_the_index_and_fetch_pages() {
    let base = "https://example.org/careers";
    let server = TestSite::minimal().serve(&["--base-url", base]);
    let worker = server.get("/careers/sw.js");
    assert_eq!(worker.status, 200);
    assert_eq!(worker.header("service-worker-allowed"), Some("/careers"));
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    let policy = worker.header("content-security-policy").expect("a policy");
    assert!(policy.contains("connect-src 'self'"), "{policy}");
    let page = server.get("/careers");
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("worker-src 'self'"), "{policy}");
    assert!(policy.contains("manifest-src 'self'"), "{policy}");
    assert_eq!(page.header("service-worker-allowed"), None);
}

#[test]
fn an_operator_can_end_the_worker() {
    let server = TestSite::minimal().serve(&["--no-offline"]);
    assert!(server.get("/sw.js").text().contains("unregister()"));
    assert!(!server.get("/").text().contains("data-worker"));
}
