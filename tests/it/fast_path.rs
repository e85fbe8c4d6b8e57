//! Prepared documents are answered before actix-web sees the request: as it would have answered.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{Server, TestSite};

/// Sends requests on one connection, says that there are no more, and reads all answers.
fn exchange(server: &Server, requests: impl AsRef<[u8]>) -> Vec<u8> {
    exchange_on(server.connect(), requests)
}

fn exchange_on(mut stream: TcpStream, requests: impl AsRef<[u8]>) -> Vec<u8> {
    stream.write_all(requests.as_ref()).expect("requests");
    stream.shutdown(Shutdown::Write).expect("half a connection");
    let mut answers = Vec::new();
    stream.read_to_end(&mut answers).expect("answers");
    answers
}

fn request(method: &str, path: &str, headers: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n")
}

/// A connection on which something was asked.
fn asked(server: &Server, method: &str) -> TcpStream {
    let mut stream = server.connect();
    let sent = stream.write_all(request(method, "/", "").as_bytes());
    sent.expect("a request");
    stream
}

/// The status line, the other lines of the head in order, and what follows.
fn taken_apart(answer: &[u8]) -> (String, Vec<String>, &[u8]) {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.expect("a head");
    let head = String::from_utf8(answer[..end].to_vec()).expect("a head");
    let mut lines = head.split("\r\n").map(str::to_owned);
    let status = lines.next().expect("a status");
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    (status, lines, &answer[end + 4..])
}

/// Splits answers by the length they tell.
fn statuses_and_lengths(mut answers: &[u8]) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    while !answers.is_empty() {
        let (status, head, rest) = taken_apart(answers);
        let length = head
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.expect("a length").parse().expect("a number");
        assert!(rest.len() >= length, "{status} ends early");
        answers = &rest[length..];
        all.push((status, length));
    }
    all
}

#[test]
fn answers_are_those_of_the_application() {
    let site = TestSite::minimal();
    let server = site.serve(&["--base-url", "https://example.org"]);
    let page = server.get("/roles/mint").text();
    let asset = page.split('"').find(|part| part.starts_with("/assets/js/"));
    let tag = server.request("GET", "/roles/mint", &[("Accept-Encoding", "br")]);
    let tag = tag.header("etag").expect("a tag");
    let wanted = [
        "".to_owned(),
        "Accept-Encoding: br\r\n".to_owned(),
        "accept-encoding: gzip;q=0.5\r\nACCEPT-ENCODING: zstd\r\n".to_owned(),
        "Accept-Encoding: gzip\r\nUpgrade-Insecure-Requests: 1\r\n".to_owned(),
        format!("Accept-Encoding: br\r\nIf-None-Match: W/\"a\", {tag}\r\n"),
        "If-None-Match: *\r\n".to_owned(),
        "Sec-Fetch-Site: none\r\n".to_owned(),
        "Sec-Fetch-Site: none\r\nIf-None-Match: *\r\n".to_owned(),
        "Sec-Fetch-Site: cross-site\r\n".to_owned(),
        "If-None-Match: \u{fc}\r\n".to_owned(),
    ];
    let asset = asset.expect("an asset");
    let paths = [
        "/",
        "/roles/mint",
        "/favicon.ico",
        "/feed.xml",
        "/sw.js",
        asset,
    ];
    for path in paths {
        for method in ["GET", "HEAD"] {
            for headers in &wanted {
                let plain = request(method, path, headers);
                // Not plain: actix-web answers.
                let other = request(method, path, &format!("{headers}Connection: close\r\n"));
                let (plain, other) = (exchange(&server, &plain), exchange(&server, &other));
                let without = |(status, mut lines, body): (String, Vec<String>, _)| {
                    lines.retain(|line| line != "connection: close" && !line.starts_with("date: "));
                    (status, lines, body)
                };
                let date = |answer: &[u8]| {
                    let (_, lines, _) = taken_apart(answer);
                    let date = lines.into_iter().find(|line| line.starts_with("date: "));
                    date.expect("a date").len()
                };
                assert_eq!(date(&plain), date(&other));
                let (plain, other) = (without(taken_apart(&plain)), without(taken_apart(&other)));
                assert_eq!(plain, other, "{method} {path} {headers}");
            }
        }
    }
}

/// Header lines that documents are asked for with.
const USUAL: &str = "Connection: keep-alive
Connection: Keep-Alive
Accept-Encoding: br
accept-encoding:gzip;q=0.5, *;q=0
If-None-Match: *
If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT
Upgrade-Insecure-Requests: 1
Sec-Fetch-Site: none
Cookie: a=b";

/// Those that are rare, or wrong.
const ODD: &str = "Host: x
Host: a b
Host:
Host : x
Connection: close
Connection: Upgrade
Connection:
Upgrade: h2c
Content-Length: 0
content-length: 0
Content-Length: +0
Content-Length: 3
Transfer-Encoding: chunked
Transfer-Encoding: identity
Expect: 100-continue
Trailer: a
TE: trailers
Range: bytes=0-1
Accept-Encoding: \u{fc}
Accept-Encoding: br\t
If-None-Match: \u{fc}
A: \u{7f}
A: \u{1}
A\u{fc}: b
A:
: x
 folded
nothing";

/// Mostly one of the first, which are separated by bars; now and then one of the others.
fn mostly(usual: &'static str, odd: &'static str) -> impl Strategy<Value = &'static str> {
    let one_of = |all: &'static str| select(all.split('|').collect::<Vec<_>>());
    prop_oneof![12 => one_of(usual), 1 => one_of(odd)]
}

/// What any client may send.
fn any_request() -> impl Strategy<Value = String> {
    let method = mostly("GET|HEAD", "get|POST|OPTIONS|GET ");
    let target = mostly(
        "/|/roles/mint|/feed.xml|/nothing|/?sort=title",
        "//|/roles/mint/|/%72oles/mint|/roles/mint?|/#x|http://x/|*|/\u{fc}|/./|/roles/../||x|/%",
    );
    let version = mostly("HTTP/1.1", "HTTP/1.0|HTTP/1.2|http/1.1||H");
    let end = || mostly("\r\n", "\n|\r|\r\n\r\n|");
    let lines = |all: &'static str| select(all.lines().collect::<Vec<_>>());
    let line = prop_oneof![6 => lines(USUAL), 1 => lines(ODD)];
    let host = mostly("Host: x\r\n", "|HOST:x\r\n");
    let parts = (
        method,
        target,
        version,
        end(),
        host,
        vec((line, end()), 0..4),
        end(),
    );
    parts.prop_map(|(method, target, version, end, host, lines, last)| {
        let lines: String = lines
            .into_iter()
            .flat_map(|(line, end)| [line, end])
            .collect();
        format!("{method} {target} {version}{end}{host}{lines}{last}")
    })
}

/// All answers of a connection, without what no two have in common; of bodies what tells them apart.
fn answers(mut bytes: &[u8]) -> Vec<(String, Vec<String>, usize, u64)> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (status, mut head, rest) = taken_apart(bytes);
        let lengths = head
            .iter()
            .filter_map(|line| line.strip_prefix("content-length: "));
        let told = lengths
            .map(|told| told.parse::<usize>().expect("a length"))
            .sum();
        // Heads of answers without a body tell the length, too.
        let length = if rest.starts_with(b"HTTP/1.") {
            0
        } else {
            rest.len().min(told)
        };
        // actix-web announces the end only with a failure that it is asked for first; whether it
        // comes is seen by what is answered after it.
        let own = ["date: ", "x-request-id: ", "connection: close"];
        head.retain(|line| !own.iter().any(|start| line.starts_with(start)));
        let mut hasher = DefaultHasher::new();
        rest[..length].hash(&mut hasher);
        all.push((status, head, length, hasher.finish()));
        bytes = &rest[length..];
    }
    all
}

#[test]
fn whatever_is_sent_the_answers_are_those_of_the_application() {
    let server = TestSite::minimal().serve(&["--request-timeout", "2"]);
    let sent = (
        vec(any_request(), 1..4),
        prop::option::weighted(0.2, (any::<Index>(), any::<u8>())),
    );
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(600)
    };
    let pages = Cell::new(0);
    proptest!(config, |((requests, change) in sent)| {
        let mut sent = requests.concat().into_bytes();
        if let Some((place, byte)) = change {
            // The first byte comes alone: were it wrong, the answer would not wait for the others.
            let place = 1 + place.index(sent.len() - 1);
            sent[place] = byte;
        }
        let here = answers(&exchange(&server, &sent));
        // Whose first request comes in two pieces is actix-web's from then on.
        let (first, rest) = sent.split_at(1);
        let mut stream = server.connect();
        stream.write_all(first).expect("a piece");
        std::thread::sleep(Duration::from_millis(3));
        let there = answers(&exchange_on(stream, rest));
        let are_pages = here.iter().filter(|(status, ..)| status.ends_with(" 200 OK"));
        pages.set(pages.get() + are_pages.count());
        prop_assert_eq!(here, there, "{}", String::from_utf8_lossy(&sent).escape_debug());
    });
    assert!(pages.get() > 100, "only {} answers were pages", pages.get());
}

#[test]
fn only_what_is_no_document_leaves_the_fast_path() {
    let site = TestSite::minimal();
    let mut command = site.command(&["serve", "--bind", "127.0.0.1:0", "--workers", "1"]);
    command.env("RUST_LOG", "career_directions=debug");
    let server = Server::start(command);
    let has_left = || server.log().contains("left the fast path");
    let documents = ["/", "/roles/mint", "/feed.xml"].map(|path| request("GET", path, ""));
    let answers = exchange(&server, documents.concat());
    assert_eq!(statuses_and_lengths(&answers).len(), documents.len());
    assert!(!has_left(), "{}", server.log());
    exchange(&server, request("GET", "/search?q=mint", ""));
    crate::support::wait_until("a line of the log", has_left);
}

#[test]
fn requests_that_come_together_are_answered_in_order_whoever_answers() {
    let server = TestSite::minimal().serve(&[]);
    let asked = [
        ("/roles/mint", 200),
        ("/", 200),
        ("/?sort=title", 200),
        ("/roles/mint", 200),
        ("/nothing", 404),
        ("/feed.xml", 200),
    ];
    let all: String = asked.map(|(path, _)| request("GET", path, "")).concat();
    let answers = exchange(&server, &all);
    let answers = statuses_and_lengths(&answers);
    assert_eq!(answers.len(), asked.len());
    for ((path, status), (line, length)) in asked.iter().zip(answers) {
        assert!(
            line.starts_with(&format!("HTTP/1.1 {status}")),
            "{path} {line}"
        );
        assert_eq!(server.get(path).body.len(), length, "{path}");
    }
}

#[test]
fn a_request_may_come_byte_by_byte() {
    let server = TestSite::minimal().serve(&[]);
    let mut stream = server.connect();
    stream.set_nodelay(true).expect("no delay");
    for byte in request("GET", "/", "Connection: close\r\n").bytes() {
        stream.write_all(&[byte]).expect("a byte");
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200 OK\r\n"));
}

/// Nothing of what waits for a client is lost.
#[test]
fn who_reads_late_gets_everything() {
    const COUNT: usize = 2000;
    let server = TestSite::minimal().serve(&[]);
    let length = server.get("/").body.len();
    let mut stream = server.connect();
    let mut writer = stream.try_clone().expect("the other half");
    let requests = request("GET", "/", "").repeat(COUNT);
    let sending = std::thread::spawn(move || {
        writer.write_all(requests.as_bytes()).expect("requests");
        writer.shutdown(Shutdown::Write).expect("half a connection");
    });
    std::thread::sleep(Duration::from_millis(500));
    let mut answers = Vec::new();
    stream.read_to_end(&mut answers).expect("answers");
    sending.join().expect("everything sent");
    let answers = statuses_and_lengths(&answers);
    assert_eq!(answers.len(), COUNT);
    assert!(answers.iter().all(|(_, own)| *own == length));
}

#[test]
fn who_asks_nothing_is_not_waited_for() {
    let server = TestSite::minimal().serve(&["--request-timeout", "1"]);
    let mut silent = server.connect();
    let start = Instant::now();
    let mut answer = Vec::new();
    silent.read_to_end(&mut answer).expect("an end");
    assert!(start.elapsed() < Duration::from_secs(10), "it was kept");
    assert!(start.elapsed() > Duration::from_millis(900), "too early");
}

#[test]
fn connections_that_wait_do_not_hold_up_the_end() {
    let server = TestSite::minimal().serve(&["--keep-alive", "75"]);
    let mut waits = asked(&server, "HEAD");
    let mut first = [0];
    waits.read_exact(&mut first).expect("an answer");
    let start = Instant::now();
    assert_eq!(server.stop("-TERM"), Some(0));
    assert!(start.elapsed() < Duration::from_secs(10), "it was kept");
}

/// Without keep-alive, every answer is the last of its connection and says so.
#[test]
fn a_server_that_keeps_no_connection_says_so() {
    let server = TestSite::minimal().serve(&["--keep-alive", "0"]);
    let mut answer = Vec::new();
    let read = asked(&server, "GET").read_to_end(&mut answer);
    read.expect("an answer and an end");
    let (status, head, _) = taken_apart(&answer);
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(head.contains(&"connection: close".to_owned()), "{head:?}");
}
