//! What is counted.

use std::time::Duration;

use crate::support::{Server, TestSite, request_to, wait_until};

const OPERATED: [&str; 2] = ["--admin-bind", "127.0.0.1:0"];

/// The value of a sample, by its name and labels as they are written.
fn value(server: &Server, sample: &str) -> Option<String> {
    let answer = request_to(&server.operator_address(), "GET", "/metrics", &[]);
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; version=0.0.4; charset=utf-8")
    );
    let text = answer.text();
    let mut values = text.lines().filter_map(|line| line.strip_prefix(sample));
    values.next().map(|value| value.trim().to_owned())
}

fn content_version(server: &Server) -> String {
    value(server, "career_directions_content_info{version=").expect("a version")
}

#[test]
fn metrics_are_for_the_operator_alone() {
    let site = TestSite::minimal();
    let server = site.serve(&OPERATED);
    assert_eq!(server.get("/metrics").status, 404);
    let operator = server.operator_address();
    assert_eq!(request_to(&operator, "GET", "/metrics", &[]).status, 200);
    assert_eq!(request_to(&operator, "GET", "/", &[]).status, 404);
    let head = request_to(&operator, "HEAD", "/metrics", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(request_to(&operator, "POST", "/metrics", &[]).status, 405);
}

#[test]
fn reloads_and_errors_are_counted() {
    let site = TestSite::minimal();
    let server = site.serve(&OPERATED);
    let is = |sample: &str, number: &str| value(&server, sample).as_deref() == Some(number);
    assert!(is("career_directions_reloads_total", "0"));
    assert!(is("career_directions_load_errors_total", "0"));
    assert!(is("career_directions_content_stale", "0"));
    site.replace("roles/plum.md", "title: 梅", "titel: 梅");
    wait_until("a load error", || {
        is("career_directions_content_stale", "1")
    });
    assert!(!is("career_directions_load_errors_total", "0"));
    assert!(is("career_directions_reloads_total", "0"));
    site.replace("roles/plum.md", "titel: 梅", "title: 红梅");
    wait_until("a reload", || is("career_directions_reloads_total", "1"));
    assert!(is("career_directions_content_stale", "0"));
}

#[test]
fn a_moment_that_passes_over_broken_content_is_tried_once() {
    let site = TestSite::minimal();
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("the zone of the site");
    let soon = jiff::Timestamp::now() + Duration::from_secs(2);
    let written = soon.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S");
    let line = format!("order: 2\npublish_at: {written}");
    site.replace("roles/plum.md", "order: 2", &line);
    let server = site.serve(&OPERATED);
    let errors = || {
        let errors = value(&server, "career_directions_load_errors_total");
        errors.and_then(|errors| errors.parse().ok()).unwrap_or(0)
    };
    site.replace("roles/mint.md", "title: 薄荷", "titel: 薄荷");
    wait_until("a load error", || errors() > 0);
    let before: u32 = errors();
    std::thread::sleep(Duration::from_secs(3));
    assert!(jiff::Timestamp::now() > soon);
    assert_eq!(errors(), before + 1);
    site.replace("roles/mint.md", "titel: 薄荷", "title: 薄荷");
    wait_until("the page", || server.get("/roles/plum").status == 200);
}

#[test]
fn the_version_of_the_content_tells_replicas_apart_only_when_they_differ() {
    let (one, other) = (TestSite::minimal(), TestSite::minimal());
    let arguments = [&OPERATED[..], &["--base-url", "https://example.org"]].concat();
    let (first, second) = (one.serve(&arguments), other.serve(&arguments));
    let before = content_version(&first);
    assert!(before.len() > 10, "{before}");
    assert_eq!(before, content_version(&second));
    one.replace("roles/plum.md", "title: 梅", "title: 腊梅");
    wait_until("another version", || content_version(&first) != before);
    other.replace("roles/plum.md", "title: 梅", "title: 腊梅");
    wait_until("the same version", || {
        content_version(&first) == content_version(&second)
    });
    one.replace("roles/plum.md", "title: 腊梅", "title: 梅");
    wait_until("the version of before", || {
        content_version(&first) == before
    });
}

#[test]
fn open_connections_are_counted() {
    let site = TestSite::minimal();
    let server = site.serve(&OPERATED);
    let open = |number: &str| {
        wait_until(&format!("{number} connections"), || {
            value(&server, "career_directions_connections").as_deref() == Some(number)
        });
    };
    open("0");
    let held: Vec<_> = (0..5).map(|_| server.connect()).collect();
    open("5");
    drop(held);
    open("0");
}

/// Where the kernel tells.
#[cfg(target_os = "linux")]
#[test]
fn the_process_is_measured() {
    let site = TestSite::minimal();
    let server = site.serve(&OPERATED);
    let number = |sample: &str| -> f64 {
        let value = value(&server, sample).unwrap_or_else(|| panic!("no {sample}"));
        value.parse().expect("a number")
    };
    assert!(number("process_resident_memory_bytes") > 1e6);
    let files = std::fs::read_dir(format!("/proc/{}/fd", server.id())).expect("its files");
    let difference = number("process_open_fds") - files.count() as f64;
    // Connections come and go meanwhile.
    assert!(difference.abs() < 5.0, "{difference}");
    assert!(number("process_max_fds") > number("process_open_fds"));
    assert!(number("process_cpu_seconds_total") > 0.0);
    let now = jiff::Timestamp::now().as_second();
    let started = number("process_start_time_seconds");
    assert!((now as f64 - started).abs() < 600.0, "{started}");
}
