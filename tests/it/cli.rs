//! The commands as an operator meets them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::Stdio;

use crate::support::{TestSite, said};

#[test]
fn check_is_quiet_about_good_content() {
    let output = reviewed_today()
        .command(&["check"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "内容没有问题\n");
    assert!(output.stderr.is_empty());
}

#[test]
fn check_prints_every_finding_of_every_file_and_a_count() {
    let site = reviewed_today();
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
    let output = reviewed_today()
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
fn a_taken_port_of_the_operator_is_named_with_its_option() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = reviewed_today()
        .command(&["serve", "--bind", "127.0.0.1:0", "--admin-bind", &address])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(3));
    let text = said(&output);
    assert!(
        text.contains(&format!("cannot listen on `{address}`")),
        "{text}"
    );
    assert!(text.contains("`--admin-bind`"), "{text}");
}

#[test]
fn an_address_no_reader_can_use_is_told() {
    for (bind, base, is_told) in [
        ("0.0.0.0:0", None, true),
        ("0.0.0.0:0", Some("https://example.org"), false),
        ("127.0.0.1:0", None, false),
    ] {
        let mut arguments = vec!["serve", "--bind", bind];
        arguments.extend(base.iter().flat_map(|base| ["--base-url", base]));
        let site = reviewed_today();
        let mut server = site
            .command(&arguments)
            .stderr(Stdio::piped())
            .spawn()
            .expect("a server");
        let log = BufReader::new(server.stderr.take().expect("a log"));
        let mut said = String::new();
        let serves = log.lines().map_while(Result::ok).any(|line| {
            said.push_str(&line);
            line.contains(" at http")
        });
        server.kill().expect("an end");
        server.wait().expect("an end");
        assert!(serves, "{bind}: {said}");
        assert_eq!(said.contains("`--base-url`"), is_told, "{bind}: {said}");
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let site = TestSite::minimal();
    for arguments in [
        &["bake"][..],
        &["serve", "--bind", "here"],
        &["serve", "--base-url", "example.org"],
        &["serve", "--workers", "0"],
        &["serve", "--log-format", "xml"],
        &["serve", "--drain-timeout", "-1"],
        &["preview", "--admin-bind", "127.0.0.1:0"],
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
        "--admin-bind",
        "--log-format",
        "--drain-delay",
        "--drain-timeout",
    ] {
        assert!(text.contains(option), "{option}");
    }
    assert!(text.contains("CAREER_DIRECTIONS_BIND"));
}

/// A site whose pages were checked today, whatever today is.
fn reviewed_today() -> TestSite {
    let site = TestSite::minimal();
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    for role in ["roles/mint.md", "roles/plum.md"] {
        let reviewed = format!("reviewed: {}", today.date());
        site.replace(role, "reviewed: 2026-01-15", &reviewed);
    }
    site
}

#[test]
fn warnings_count_only_where_they_are_denied() {
    let site = reviewed_today();
    site.replace("roles/mint.md", "灰绿色。[^almanac]", "灰绿色。");
    for (arguments, code) in [(&["check"][..], 0), (&["check", "--deny-warnings"], 1)] {
        let output = site.command(arguments).output().expect("an end");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let text = said(&output);
        assert!(text.contains("warning[uncited-source]"), "{text}");
        assert!(text.ends_with("0 个错误，1 个警告\n"), "{text}");
    }
    let output = site
        .command(&["check"])
        .env("CAREER_DIRECTIONS_DENY_WARNINGS", "true")
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn findings_for_programs_are_objects_one_a_line() {
    let site = reviewed_today();
    site.replace("roles/mint.md", "group: herbs", "group: herb")
        .replace("roles/plum.md", "[^almanac]", "[^almanak]");
    let output = site
        .command(&["check", "--format", "json"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{text}");
    let expected = serde_json::json!({
        "code": "unknown-group",
        "severity": "error",
        "file": "content/roles/mint.md",
        "line": 4,
        "column": 8,
        "length": 4,
        "message": "groups.yml 里没有 `herb`",
        "help": "是不是 `herbs`？",
    });
    assert_eq!(lines[0], expected);
    assert_eq!(lines[1]["line"], 44);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "2 个错误，0 个警告\n"
    );
}

#[test]
fn findings_for_github_are_annotations() {
    let site = reviewed_today();
    site.replace("roles/mint.md", "group: herbs", "group: herb");
    let output = site
        .command(&["check"])
        .env("CAREER_DIRECTIONS_FORMAT", "github")
        .output()
        .expect("an end");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "::error file=content/roles/mint.md,line=4,col=8,title=unknown-group::\
         groups.yml 里没有 `herb`%0A是不是 `herbs`？\n"
    );
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let site = reviewed_today();
    site.replace("roles/mint.md", "group: herbs", "group: herb");
    let colours = |variables: &[(&str, &str)]| {
        let mut command = site.command(&["check"]);
        command.env_remove("NO_COLOR").envs(variables.to_vec());
        said(&command.output().expect("an end")).contains('\u{1b}')
    };
    assert!(!colours(&[]), "a pipe is no terminal");
    assert!(colours(&[("CLICOLOR_FORCE", "1")]));
    assert!(!colours(&[("NO_COLOR", "1")]));
}

#[test]
fn fix_mends_what_is_safe_and_says_so() {
    let site = reviewed_today();
    site.replace("roles/mint.md", "灰绿色。", "像Mint一样,灰绿色...")
        .replace("roles/mint.md", "title: 薄荷", "title: 薄荷Mint")
        .replace("groups.yml", "name: 草本", "name: \"草本Herb\"");
    let before = site.read("roles/mint.md");
    site.write("roles/mint.md", before.replace('\n', "\r\n"));
    let path = site.content().join("roles/mint.md");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o640);
    std::fs::set_permissions(&path, mode).expect("permissions");
    let output = site.command(&["check", "--fix"]).output().expect("an end");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    for line in [
        "content/groups.yml:2:12: 草本He → 草本 He",
        "content/roles/mint.md:2:10: 薄荷Mi → 薄荷 Mi",
        "content/roles/mint.md:44:2: 像Mi → 像 Mi",
        "content/roles/mint.md:44:6: nt一样 → nt 一样",
        "content/roles/mint.md:44:8: 一样,灰绿 → 一样，灰绿",
        "改了 2 个文件里的 5 处",
        "0 个错误，1 个警告",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
    let after = site.read("roles/mint.md");
    let expected = before
        .replace("title: 薄荷Mint", "title: 薄荷 Mint")
        .replace("像Mint一样,灰绿色...", "像 Mint 一样，灰绿色...");
    assert_eq!(after, expected.replace('\n', "\r\n"));
    assert!(site.read("groups.yml").contains("name: \"草本 Herb\""));
    let metadata = std::fs::metadata(&path).expect("a file");
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
    assert_eq!(mode & 0o777, 0o640);
    let again = site.command(&["check", "--fix"]).output().expect("an end");
    assert!(!said(&again).contains("改了"), "{}", said(&again));
    assert_eq!(site.read("roles/mint.md"), after);
    let names: Vec<_> = std::fs::read_dir(site.content().join("roles"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names.len(), 2, "something was left behind: {names:?}");
}

#[test]
fn what_was_mended_is_told_though_the_next_file_cannot_be() {
    let site = reviewed_today();
    site.replace("groups.yml", "name: 草本", "name: \"草本Herb\"");
    // Beside a name as long as the system allows there is no room for what is to take its place.
    let long = format!("roles/{}.md", "z".repeat(252));
    let text = site
        .read("roles/mint.md")
        .replace("title: 薄荷", "title: 薄荷Mint");
    site.write(&long, text);
    let output = site.command(&["check", "--fix"]).output().expect("an end");
    let text = said(&output);
    assert_ne!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("草本He → 草本 He"), "{text}");
    assert!(text.contains("cannot mend `content/roles/zzz"), "{text}");
    assert!(site.read("groups.yml").contains("name: \"草本 Herb\""));
}

#[test]
fn an_output_that_cannot_be_written_is_told_and_no_panic() {
    let site = reviewed_today();
    let commands: [&[&str]; 4] = [
        &["new", "pine", "--title", "松"],
        &["check"],
        &["check", "--format", "json"],
        &["schema"],
    ];
    for arguments in commands {
        site.write(
            "roles/plum.md",
            site.read("roles/plum.md") + "\n[^nobody]\n",
        );
        let full = File::create("/dev/full").expect("a device");
        let mut command = site.command(arguments);
        let output = command.stdout(full).output().expect("an end");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = said(&output);
        let told = "error: cannot write the output: No space left on device";
        assert!(text.contains(told), "{arguments:?}: {text}");
    }
    let full = || File::create("/dev/full").expect("a device");
    let mut command = site.command(&["export", "content"]);
    let status = command.stdout(full()).stderr(full()).status();
    assert_eq!(status.expect("an end").code(), Some(2), "a panic");
}

#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    let site = reviewed_today();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = site.command(&["schema"]);
    let output = command.stdout(writer).output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said(&output), "");
}
