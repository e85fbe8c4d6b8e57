//! Logs for programs.

use serde_json::Value;

use crate::support::{TestSite, said, wait_until};

fn events(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect()
}

#[test]
fn every_line_is_an_object_and_findings_are_events() {
    let site = TestSite::minimal();
    let server = site.serve(&["--log-format", "json"]);
    site.replace("roles/mint.md", "group: herbs", "group: herb");
    wait_until("a broken change", || {
        server.log().contains("the last good site stays")
    });
    let events = events(&server.log());
    let finding = events.iter().find(|event| event["code"] == "unknown-group");
    let finding = finding.expect("the finding");
    assert_eq!(finding["level"], "ERROR");
    assert_eq!(finding["message"], "groups.yml 里没有 `herb`");
    assert_eq!(finding["help"], "是不是 `herbs`？");
    assert_eq!(finding["line"], 4);
    assert_eq!(finding["column"], 8);
}

#[test]
fn a_start_that_fails_is_logged_the_same_way() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "group: herbs", "group: herb");
    let output = site
        .command(&["serve", "--bind", "127.0.0.1:0", "--log-format", "json"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(1));
    let events = events(&said(&output));
    let last = events.last().expect("a last word");
    assert_eq!(last["level"], "ERROR");
    let message = last["message"].as_str().expect("a message");
    assert!(message.contains("the content has errors"), "{message}");
}
