//! How a server ends: it lets balancers know, finishes what runs, and goes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::{Server, TestSite, wait_until};

/// No test waits for it.
const FOREVER: &str = "600";

/// What is at once, on a machine that has much to do.
const QUICK: Duration = Duration::from_secs(10);

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
    assert!(start.elapsed() < QUICK);
}

/// A reader who has asked for more than the buffers between both take, and does not read it.
fn stuck_reader(server: &Server) -> TcpStream {
    let mut stream = server.connect();
    let requests = "GET /all HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
    stream
        .write_all(requests.as_bytes())
        .expect("many requests");
    let mut some = [0; 12];
    stream.peek(&mut some).expect("some of an answer");
    assert_eq!(&some, b"HTTP/1.1 200");
    stream
}

fn wait_until_refused(server: &Server) {
    wait_until("no more connections", || {
        TcpStream::connect(&server.address).is_err()
    });
}

#[test]
fn an_answer_that_is_on_its_way_arrives_whole() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-timeout", FOREVER]);
    let one = server.get("/all").body;
    let mut stream = stuck_reader(&server);
    server.signal("-TERM");
    wait_until_refused(&server);
    let mut all = Vec::new();
    stream.read_to_end(&mut all).expect("the rest");
    assert!(all.ends_with(&one), "the last answer is cut off");
    assert!(all.len() < 1000 * one.len(), "no more are begun");
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_reader_that_never_reads_holds_the_end_no_longer_than_allowed() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-timeout", "1"]);
    let _stream = stuck_reader(&server);
    let start = Instant::now();
    assert_eq!(server.stop("-TERM"), Some(0));
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}

#[test]
fn a_second_signal_ends_what_runs_at_once() {
    let site = TestSite::minimal();
    let server = site.serve(&["--drain-timeout", FOREVER]);
    let _stream = stuck_reader(&server);
    server.signal("-TERM");
    wait_until_refused(&server);
    let start = Instant::now();
    assert_eq!(server.stop("-INT"), Some(0));
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
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
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}
