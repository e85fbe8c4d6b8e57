//! What supervisors and balancers ask.

use crate::support::{Server, TestSite, request_to, wait_until};

#[test]
fn a_server_with_a_site_is_alive_and_ready() {
    let site = TestSite::minimal();
    let server = site.serve(&[
        "--base-url",
        "https://example.org/careers",
        "--admin-bind",
        "127.0.0.1:0",
    ]);
    let operator = server.operator_address();
    for address in [&server.address, &operator] {
        for (path, text) in [("/healthz", "alive\n"), ("/readyz", "ready\n")] {
            let answer = request_to(address, "GET", path, &[]);
            assert_eq!((answer.status, answer.text()), (200, text.to_owned()));
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            let head = request_to(address, "HEAD", path, &[]);
            assert_eq!(head.status, 200, "{path}");
            assert_eq!(
                head.header("content-length"),
                answer.header("content-length")
            );
            assert!(head.body.is_empty(), "{path}");
            let post = request_to(address, "POST", path, &[]);
            assert_eq!(post.status, 405, "{path}");
            assert_eq!(post.header("allow"), Some("GET, HEAD"), "{path}");
        }
    }
}

#[test]
fn a_preview_without_a_site_is_alive_but_not_ready() {
    let site = TestSite::minimal();
    site.replace("roles/plum.md", "title: 梅", "titel: 梅");
    let server = Server::start(site.command(&["preview", "--bind", "127.0.0.1:0"]));
    assert_eq!(server.get("/healthz").status, 200);
    let answer = server.get("/readyz");
    assert_eq!(answer.status, 503);
    assert_eq!(answer.text(), "no site yet\n");
    site.replace("roles/plum.md", "titel: 梅", "title: 梅");
    wait_until("a site", || server.get("/readyz").status == 200);
}

#[test]
fn no_page_takes_the_addresses_of_supervisors() {
    let site = TestSite::minimal();
    let about = site.read("pages/about.md");
    for name in ["healthz", "readyz"] {
        site.write(&format!("pages/{name}.md"), &about);
        let (_, diagnostics) = site.load();
        let codes = crate::support::codes(&diagnostics);
        assert!(codes.contains(&"reserved-name"), "{name}: {codes:?}");
        site.remove(&format!("pages/{name}.md"));
    }
}
