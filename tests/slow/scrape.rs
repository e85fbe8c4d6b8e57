//! Another program reads our metrics: the parser of Prometheus' own Python client.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::{TestSite, request_to};

/// Prints each family with its kind and the number of its samples.
const PARSER: &str = "
import sys
from prometheus_client.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.documentation, family.name
    print(family.name, family.type, len(family.samples))
";

#[test]
fn prometheus_understands_our_metrics() {
    let site = TestSite::minimal();
    let server = site.serve(&["--admin-bind", "127.0.0.1:0"]);
    for path in [
        "/",
        "/roles/mint",
        "/search?q=薄荷",
        "/nothing",
        "/roles/mint/",
    ] {
        server.get(path);
    }
    let text = request_to(&server.operator_address(), "GET", "/metrics", &[]).text();
    // Debian's own, where its package is.
    let mut parser = Command::new("/usr/bin/python3")
        .args(["-c", PARSER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let mut input = parser.stdin.take().expect("its input");
    input.write_all(text.as_bytes()).expect("metrics");
    drop(input);
    let output = parser.wait_with_output().expect("an end");
    assert!(output.status.success(), "{text}");
    let families = String::from_utf8_lossy(&output.stdout);
    for family in [
        "career_directions_build_info gauge 1",
        "career_directions_content_info gauge 1",
        "career_directions_reloads counter 1",
        "career_directions_load_errors counter 1",
        "career_directions_connections gauge 1",
        "process_resident_memory_bytes gauge 1",
        "process_cpu_seconds counter 1",
    ] {
        assert!(families.contains(family), "no {family} in\n{families}");
    }
    assert!(
        families.contains("career_directions_request_duration_seconds histogram"),
        "{families}"
    );
    assert!(
        !families.contains("untyped") && !families.contains("unknown"),
        "{families}"
    );
}
