//! Old addresses git remembers.

use std::process::Command;

use crate::support::{TestSite, said};

/// Runs git in the site's folder, as somebody and without anybody's configuration.
fn git(site: &TestSite, arguments: &[&str]) {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(site.content())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "x")
        .env("GIT_AUTHOR_EMAIL", "x@example.org")
        .env("GIT_COMMITTER_NAME", "x")
        .env("GIT_COMMITTER_EMAIL", "x@example.org")
        .output()
        .expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

fn committed() -> TestSite {
    let site = TestSite::minimal();
    // The content is a folder of the repository, not the repository.
    git(&site, &["init", "--quiet", ".."]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "--quiet", "-m", "x"]);
    site
}

/// What `check` says of redirects.
fn found(site: &TestSite) -> Vec<String> {
    let output = site
        .command(&["check", "--format", "json"])
        .output()
        .expect("an end");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let findings = text.lines().map(|line| {
        let finding: serde_json::Value = serde_json::from_str(line).expect("JSON");
        finding
    });
    findings
        .filter(|finding| finding["code"] == "missing-redirect")
        .inspect(|finding| assert_eq!(finding["severity"], "warning"))
        .map(|finding| finding["file"].as_str().expect("a file").to_owned())
        .collect()
}

fn rename(site: &TestSite) {
    let from = site.content().join("roles/plum.md");
    std::fs::rename(from, site.content().join("roles/ume.md")).expect("a new name");
    site.replace("roles/mint.md", "role: plum", "role: ume");
}

#[test]
fn a_renamed_role_needs_a_redirect_before_and_after_the_commit() {
    let site = committed();
    assert!(found(&site).is_empty());
    rename(&site);
    assert_eq!(found(&site), ["content/roles/plum.md"]);
    git(&site, &["add", "."]);
    assert_eq!(found(&site), ["content/roles/plum.md"]);
    git(&site, &["commit", "--quiet", "-m", "y"]);
    assert_eq!(found(&site), ["content/roles/plum.md"]);
    site.replace(
        "roles/ume.md",
        "order: 2",
        "order: 2\nredirects: [/roles/plum]",
    );
    assert!(found(&site).is_empty());
}

#[test]
fn a_deleted_role_may_be_retired() {
    let site = committed();
    site.remove("roles/plum.md");
    site.replace(
        "roles/mint.md",
        "  - { role: plum, difference: 一个矮，一个高。 }\n",
        "",
    )
    .replace("roles/mint.md", "related:", "related: []");
    assert_eq!(found(&site), ["content/roles/plum.md"]);
    site.replace(
        "index.md",
        "author: 园丁",
        "author: 园丁\nretired: [/roles/plum]",
    );
    assert!(found(&site).is_empty());
}

#[test]
fn a_file_that_is_back_or_faulty_is_not_gone() {
    let site = committed();
    let text = site.read("roles/plum.md");
    site.remove("roles/plum.md");
    git(&site, &["commit", "--quiet", "-am", "y"]);
    site.write("roles/plum.md", &text);
    assert!(found(&site).is_empty());
    site.write("roles/plum.md", "x");
    assert!(found(&site).is_empty());
}

#[test]
fn without_a_repository_or_a_commit_there_is_nothing_to_say() {
    let site = TestSite::minimal();
    assert!(found(&site).is_empty());
    git(&site, &["init", "--quiet", ".."]);
    assert!(found(&site).is_empty());
    let site = committed();
    rename(&site);
    let mut command = site.command(&["check"]);
    let output = command.env("PATH", "/nowhere").output().expect("an end");
    assert!(!said(&output).contains("missing-redirect"));
}
