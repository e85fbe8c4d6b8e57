//! Clients that take their time, or more than their share.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use crate::support::TestSite;

#[test]
fn a_head_that_never_ends_is_not_waited_for() {
    let server = TestSite::minimal().serve(&["--request-timeout", "1"]);
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        .expect("a beginning");
    let start = Instant::now();
    let mut answer = String::new();
    let _ = slow.read_to_string(&mut answer);
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "it was waited for"
    );
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(server.get("/").status, 200);
}

/// RFC 6585 section 5.
#[test]
fn headers_larger_than_any_are_refused_for_every_address() {
    let server = TestSite::minimal().serve(&[]);
    for path in ["/", "/search?q=mint", "/nothing"] {
        let usual = "a".repeat(16 << 10);
        let answer = server.request("GET", path, &[("Cookie", &usual)]);
        assert_ne!(answer.status, 431, "{path}");
        let large = "a".repeat(40 << 10);
        let answer = server.request("GET", path, &[("Cookie", &large)]);
        assert_eq!(answer.status, 431, "{path}");
        assert!(answer.text().contains("<html"), "{path}");
        assert!(answer.header("content-security-policy").is_some());
    }
}

#[test]
fn a_connection_without_requests_is_closed() {
    let server = TestSite::minimal().serve(&["--keep-alive", "1"]);
    let mut idle = server.connect();
    idle.write_all(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        .expect("a request");
    let start = Instant::now();
    let mut answer = String::new();
    idle.read_to_string(&mut answer).expect("an end");
    assert!(start.elapsed() < Duration::from_secs(10), "it was kept");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn connections_beyond_the_limit_wait_for_others_to_close() {
    let server = TestSite::minimal().serve(&["--max-connections", "2"]);
    let held: Vec<_> = (0..2)
        .map(|_| {
            let mut held = server.connect();
            held.write_all(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
                .expect("a request");
            let mut first = [0];
            held.read_exact(&mut first).expect("an answer");
            held
        })
        .collect();
    let mut waits = server.connect();
    waits
        .set_read_timeout(Some(Duration::from_millis(300)))
        .expect("a timeout");
    waits
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .expect("a request");
    let mut first = [0];
    assert!(
        waits.read(&mut first).is_err(),
        "it is answered beyond the limit"
    );
    drop(held);
    waits
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a timeout");
    let mut answer = String::new();
    waits.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn who_only_listens_any_more_still_gets_the_answer() {
    let server = TestSite::minimal().serve(&[]);
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .expect("a request");
    half.shutdown(Shutdown::Write).expect("half a connection");
    let mut answer = Vec::new();
    half.read_to_end(&mut answer).expect("an answer and an end");
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert!(answer.ends_with(b"</html>") || answer.ends_with(b"</html>\n"));
}

#[test]
fn heads_larger_than_any_are_refused() {
    let server = TestSite::minimal().serve(&[]);
    let huge = format!("X-Huge: {}\r\n", "a".repeat(200_000));
    let many = "X-Many: a\r\n".repeat(200);
    for headers in [huge, many] {
        let request = format!("GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        let status = server.raw(request.as_bytes()).status;
        // 0: closed while it was still being sent.
        assert!(status == 0 || (400..500).contains(&status), "{status}");
        assert_eq!(server.get("/").status, 200);
    }
}
