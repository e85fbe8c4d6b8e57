//! The commands as an operator meets them.

use std::net::TcpListener;

use crate::support::{TestSite, said};

#[test]
fn check_is_quiet_about_good_content() {
    let output = TestSite::minimal()
        .command(&["check"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "内容没有问题\n");
    assert!(output.stderr.is_empty());
}

#[test]
fn check_prints_every_finding_of_every_file_and_a_count() {
    let site = TestSite::minimal();
    site.replace("groups.yml", "hue: 150", "hue: 1500")
        .replace("roles/mint.md", "order: 1", "order: 一")
        .replace("roles/plum.md", "score: 4", "score: 9")
        .replace("roles/plum.md", "[^almanac]", "[^almanak]");
    let output = site.command(&["check"]).output().expect("an end");
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    for place in [
        "--> content/groups.yml:4:",
        "--> content/roles/mint.md:3:8",
        "--> content/roles/plum.md:16:17",
        "--> content/roles/plum.md:44:",
    ] {
        assert!(text.contains(place), "no {place} in\n{text}");
    }
    assert!(text.ends_with("4 个错误，0 个警告\n"), "{text}");
}

#[test]
fn serve_refuses_content_with_errors() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "group: herbs", "group: herb");
    let output = site
        .command(&["serve", "--bind", "127.0.0.1:0"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("error[unknown-group]"), "{text}");
    assert!(text.contains("是不是 `herbs`？"), "{text}");
}

#[test]
fn a_taken_port_is_named_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = TestSite::minimal()
        .command(&["serve", "--bind", &address])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(3));
    let text = said(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.contains(&format!("cannot listen on `{address}`")),
        "{text}"
    );
}

#[test]
fn wrong_usage_exits_with_2() {
    let site = TestSite::minimal();
    for arguments in [
        &["bake"][..],
        &["serve", "--bind", "here"],
        &["serve", "--base-url", "example.org"],
        &["serve", "--workers", "0"],
        &["serve", "--static", "nowhere"],
        &["check", "--bind", "127.0.0.1:0"],
    ] {
        let output = site.command(arguments).output().expect("an end");
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            said(&output)
        );
    }
}

#[test]
fn serve_is_what_happens_without_a_command() {
    let site = TestSite::minimal();
    let address = TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = address.local_addr().expect("an address").to_string();
    let mut command = site.command(&[]);
    let output = command
        .env("CAREER_DIRECTIONS_BIND", &taken)
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
}

#[test]
fn signals_stop_the_server_gracefully() {
    for signal in ["-TERM", "-INT"] {
        let server = TestSite::minimal().serve(&[]);
        assert_eq!(server.get("/").status, 200);
        assert_eq!(server.stop(signal), Some(0), "{signal}");
    }
}

#[test]
fn help_explains_every_option() {
    let output = TestSite::minimal()
        .command(&["serve", "--help"])
        .output()
        .expect("an end");
    let text = said(&output);
    for option in [
        "--bind",
        "--base-url",
        "--content",
        "--static",
        "--workers",
        "--no-offline",
    ] {
        assert!(text.contains(option), "{option}");
    }
    assert!(text.contains("CAREER_DIRECTIONS_BIND"));
}
