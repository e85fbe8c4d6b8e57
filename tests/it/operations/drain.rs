//! How a server ends: it lets balancers know, finishes what runs, and goes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::{TestSite, wait_until};

/// No test waits for it.
const FOREVER: &str = "600";

#[test]
fn a_leaving_server_says_so_and_still_answers() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-delay", FOREVER]);
    assert_eq!(server.get("/readyz").status, 200);
    server.signal("-TERM");
    wait_until("a 503", || server.get("/readyz").status == 503);
    assert_eq!(server.get("/readyz").text(), "stopping\n");
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/roles/mint").status, 200);
    // A second signal means it.
    let start = Instant::now();
    assert_eq!(server.stop("-TERM"), Some(0));
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_request_that_never_ends_holds_the_end_no_longer_than_allowed() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-timeout", "1"]);
    let mut stream = server.connect();
    stream
        .write_all(b"POST /roles/mint HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        .expect("half a request");
    let mut some = [0; 16];
    stream.read_exact(&mut some).expect("some of an answer");
    stream.write_all(b"half").expect("half a body");
    let start = Instant::now();
    assert_eq!(server.stop("-TERM"), Some(0));
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_second_signal_ends_what_runs_at_once() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-timeout", FOREVER]);
    let mut stream = server.connect();
    stream
        .write_all(b"GET /roles/mint HTTP/1.1\r\nHost: x\r\n")
        .expect("half a request");
    wait_until("a first answer", || server.get("/").status == 200);
    server.signal("-TERM");
    let address = server.address.clone();
    wait_until("no more connections", || {
        TcpStream::connect(&address).is_err()
    });
    let start = Instant::now();
    assert_eq!(server.stop("-INT"), Some(0));
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn idle_connections_do_not_hold_the_end() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-timeout", FOREVER]);
    let mut stream = server.connect();
    stream
        .write_all(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        .expect("a request");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
    let start = Instant::now();
    assert_eq!(server.stop("-TERM"), Some(0));
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}
