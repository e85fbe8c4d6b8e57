//! A cache in front of the server keeps what it may, and shows a change within a minute.

use std::time::{Duration, Instant};

use crate::daemon::nginx;
use crate::reader::{Answer, Place, Reader};
use crate::support::TestSite;

/// What `Cache-Control` of pages promises.
const PROMISE: Duration = Duration::from_secs(60);

/// For the way to the cache, the change of the content, and clocks that count whole seconds.
const GRACE: Duration = Duration::from_secs(3);

#[test]
fn a_cache_revalidates_and_shows_a_change_within_the_promised_minute() {
    let site = TestSite::minimal();
    let server = site.serve(&["--base-url", "https://careers.example.org"]);
    let nginx = nginx([&server.address; 3], None);
    let mut reader = Reader::at(&Place::Socket(nginx.socket()));
    let mut get = |path: &str| {
        let answer = reader.get(path, &[("Accept-Encoding", "br")]);
        answer.unwrap_or_else(|error| panic!("{path}: {error}\n{}", nginx.log()))
    };
    let status = |answer: &Answer| answer.header("x-cache-status").unwrap_or("-").to_owned();

    for path in ["/roles/mint", "/about"] {
        let first = get(path);
        assert_eq!((first.status, status(&first).as_str()), (200, "MISS"));
        assert_eq!(first.header("content-encoding"), Some("br"));
        let second = get(path);
        assert_eq!(status(&second), "HIT", "{path}");
        assert_eq!(
            (second.header("etag"), &second.body),
            (first.header("etag"), &first.body)
        );
    }
    let fetched = Instant::now();
    // Errors are asked for every time.
    for _ in 0..2 {
        let missing = get("/nothing");
        assert_eq!((missing.status, status(&missing).as_str()), (404, "MISS"));
    }
    let (mint, about) = (get("/roles/mint"), get("/about"));

    // In the text: another title would be another face of headings, which every page asks for.
    site.replace("roles/mint.md", "春天种。", "春天种，叫留兰香。");
    let changed = Instant::now();
    crate::support::wait_until("the change at the server", || {
        server.get("/roles/mint").text().contains("留兰香")
    });
    let seen = loop {
        let answer = get("/roles/mint");
        if answer.header("etag") != mint.header("etag") {
            assert_eq!(status(&answer), "EXPIRED");
            break changed.elapsed();
        }
        assert!(
            changed.elapsed() < PROMISE + GRACE,
            "the change is not seen"
        );
        std::thread::sleep(Duration::from_millis(200));
    };
    println!("nginx as a cache: a change is seen after {seen:.1?}, promised are {PROMISE:?}");

    // The other page did not change: the server is asked, and says so without sending it again.
    while fetched.elapsed() < PROMISE + GRACE {
        std::thread::sleep(Duration::from_millis(200));
    }
    let again = get("/about");
    assert_eq!(status(&again), "REVALIDATED");
    assert_eq!(
        (again.header("etag"), &again.body),
        (about.header("etag"), &about.body)
    );
    assert_eq!(status(&get("/about")), "HIT");
}
