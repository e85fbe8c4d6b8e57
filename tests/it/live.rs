//! The server follows its files, and never shows half of a change.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Server, TestSite, copy_folder, repository};

/// A change that is not there by then never comes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until a page says something.
fn wait_for(server: &Server, path: &str, text: &str) {
    let start = Instant::now();
    while !server.get(path).text().contains(text) {
        assert!(
            start.elapsed() < PATIENCE,
            "{path} never says {text}\n{}",
            server.log()
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn wait_for_log(server: &Server, text: &str, count: usize) {
    let start = Instant::now();
    while server.log().matches(text).count() < count {
        assert!(start.elapsed() < PATIENCE, "{}", server.log());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Long enough for a change that must not come.
fn wait_in_vain() {
    std::thread::sleep(Duration::from_millis(400));
}

#[test]
fn a_valid_change_is_served_and_a_broken_one_is_not() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    site.replace("roles/plum.md", "title: 梅", "title: 腊梅");
    wait_for(&server, "/roles/plum", "腊梅");
    site.replace("roles/plum.md", "title: 腊梅", "titel: 没有");
    wait_for_log(&server, "the last good site stays", 1);
    assert!(server.get("/roles/plum").text().contains("腊梅"));
    assert!(server.log().contains("titel"), "{}", server.log());
    site.replace("roles/plum.md", "titel: 没有", "title: 红梅");
    wait_for(&server, "/roles/plum", "红梅");
}

#[test]
fn the_last_directions_do_not_vanish_from_a_live_site() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let roles = ["roles/mint.md", "roles/plum.md"];
    let texts = roles.map(|path| site.read(path));
    for path in roles {
        site.remove(path);
    }
    wait_for_log(&server, "error[emptied-folder]", 1);
    wait_for_log(&server, "the last good site stays", 1);
    assert_eq!(server.get("/roles/plum").status, 200);
    site.write("roles/mint.md", &texts[0]).write(
        "roles/plum.md",
        texts[1].replace("title: 梅", "title: 红梅"),
    );
    wait_for(&server, "/roles/plum", "红梅");
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let site = TestSite::minimal();
    let server = Server::start_unheard(site.command(&["serve", "--bind", "127.0.0.1:0"]));
    site.replace("roles/plum.md", "title: 梅", "titel: 没有");
    wait_in_vain();
    site.replace("roles/plum.md", "titel: 没有", "title: 红梅");
    wait_for(&server, "/roles/plum", "红梅");
}

#[test]
fn the_same_findings_are_logged_once() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    site.replace("roles/plum.md", "title: 梅", "titel: 梅");
    wait_for_log(&server, "the last good site stays", 1);
    let text = site.read("roles/mint.md");
    site.write("roles/mint.md", text);
    wait_in_vain();
    assert_eq!(server.log().matches("the last good site stays").count(), 1);
}

#[test]
fn without_a_watch_only_a_signal_reads_again() {
    let site = TestSite::minimal();
    let server = site.serve(&["--no-watch"]);
    site.replace("roles/plum.md", "title: 梅", "title: 腊梅");
    wait_in_vain();
    assert!(!server.get("/roles/plum").text().contains("腊梅"));
    server.signal("-HUP");
    wait_for(&server, "/roles/plum", "腊梅");
}

#[test]
fn a_page_appears_at_its_moment_without_a_restart() {
    let site = TestSite::minimal();
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("the zone of the site");
    let soon = jiff::Timestamp::now() + Duration::from_secs(3);
    let written = soon
        .to_zoned(zone)
        .strftime("%Y-%m-%d %H:%M:%S")
        .to_string();
    let moment = jiff::Timestamp::from_second(soon.as_second()).expect("a whole second");
    let line = format!("order: 2\npublish_at: {written}");
    site.replace("roles/plum.md", "order: 2", &line);
    let server = site.serve(&[]);
    assert_eq!(server.get("/roles/plum").status, 404);
    wait_for(&server, "/roles/plum", "<h1>梅</h1>");
    assert!(jiff::Timestamp::now() >= moment, "too early");
}

#[test]
fn editors_that_rename_and_folders_that_come_back_are_followed() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let roles = site.content().join("roles");
    let text = site
        .read("roles/plum.md")
        .replace("title: 梅", "title: 腊梅");
    fs::write(roles.join(".plum.md.swp"), text).expect("a file");
    fs::rename(roles.join(".plum.md.swp"), roles.join("plum.md")).expect("a renamed file");
    wait_for(&server, "/roles/plum", "腊梅");
    let away = site.content().with_extension("away");
    fs::rename(site.content(), &away).expect("a renamed folder");
    wait_for_log(&server, "the last good site stays", 1);
    assert_eq!(server.get("/roles/plum").status, 200);
    fs::rename(&away, site.content()).expect("a renamed folder");
    site.replace("roles/plum.md", "title: 腊梅", "title: 红梅");
    wait_for(&server, "/roles/plum", "红梅");
}

#[test]
fn what_cannot_be_read_changes_nothing_until_it_can() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let plum = site.content().join("roles/plum.md");
    let text = site.read("roles/plum.md");
    site.remove("roles/plum.md");
    // A link to itself is unreadable for everybody, whatever they may read.
    std::os::unix::fs::symlink("plum.md", &plum).expect("a link");
    wait_for_log(&server, "unreadable-file", 1);
    assert_eq!(server.get("/roles/plum").status, 200);
    site.remove("roles/plum.md");
    site.write("roles/plum.md", text.replace("title: 梅", "title: 腊梅"));
    wait_for(&server, "/roles/plum", "腊梅");
    fs::remove_dir_all(site.content()).expect("a removed folder");
    wait_for_log(&server, "missing-folder", 1);
    assert!(server.get("/roles/plum").text().contains("腊梅"));
    site.overlay(&repository().join("tests/fixtures/minimal"));
    wait_for(&server, "/roles/plum", "<h1>梅</h1>");
}

/// A folder of static files whose icons and styles may be changed.
fn static_files() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    for entry in fs::read_dir(repository().join("static")).expect("static files") {
        let path = entry.expect("an entry").path();
        let beside = folder.path().join(path.file_name().expect("a name"));
        if path.ends_with("icons") || path.ends_with("css") {
            copy_folder(&path, &beside);
        } else {
            std::os::unix::fs::symlink(&path, &beside).expect("a link");
        }
    }
    folder
}

#[test]
fn an_icon_that_came_with_a_mistake_is_there_when_that_is_mended() {
    let (site, files) = (TestSite::minimal(), static_files());
    let server = site.serve(&["--static", files.path().to_str().expect("a path")]);
    site.replace("roles/mint.md", "title: 薄荷", "titel: 薄荷");
    wait_for_log(&server, "the last good site stays", 1);
    let icons = files.path().join("icons");
    fs::copy(icons.join("cloud.svg"), icons.join("leaf.svg")).expect("an icon");
    site.replace("roles/plum.md", "order: 2", "order: 2\nicon: leaf");
    wait_in_vain();
    site.replace("roles/mint.md", "titel: 薄荷", "title: 薄梅");
    wait_for(&server, "/roles/mint", "薄梅");
    assert!(!server.log().contains("unknown-icon"), "{}", server.log());
}

#[test]
fn asking_twice_keeps_what_pages_of_before_load() {
    let (site, files) = (TestSite::minimal(), static_files());
    let server = site.serve(&["--static", files.path().to_str().expect("a path")]);
    let page = server.get("/").text();
    let print = between(&page, "/assets/css/print.", ".css");
    let address = format!("/assets/css/print.{print}.css");
    assert_eq!(server.get(&address).status, 200);
    fs::write(files.path().join("css/print.css"), "").expect("another style sheet");
    wait_for_log(&server, "read again", 1);
    for asked in 2..=3 {
        server.signal("-HUP");
        wait_for_log(&server, "read again", asked);
        assert_eq!(server.get(&address).status, 200, "{asked}");
    }
}

#[test]
fn two_hundred_saves_at_once_are_read_a_few_times_at_most() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let text = site.read("roles/plum.md");
    for round in 0..200 {
        let title = format!("title: 第{round}梅");
        site.write("roles/plum.md", text.replace("title: 梅", &title))
            .write(&format!("pages/.page-{round}.md.swp"), "x");
    }
    wait_for(&server, "/roles/plum", "<h1>第199梅</h1>");
    // It is told just after it is served.
    wait_for_log(&server, "the content was read again", 1);
    // Once as a rule; saves that go on for longer than somebody wants to wait are shown halfway.
    let reads = server.log().matches("the content was read again").count();
    assert!((1..=5).contains(&reads), "{reads} times");
}

#[test]
fn a_file_behind_a_link_is_followed() {
    let site = TestSite::minimal();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let (own, target) = (
        site.content().join("roles/plum.md"),
        elsewhere.path().join("plum.md"),
    );
    fs::rename(&own, &target)
        .or_else(|_| fs::copy(&own, &target).map(|_| ()))
        .expect("a moved file");
    let _ = fs::remove_file(&own);
    std::os::unix::fs::symlink(&target, &own).expect("a link");
    let server = site.serve(&[]);
    let text = fs::read_to_string(&target).expect("a file");
    fs::write(&target, text.replace("title: 梅", "title: 腊梅")).expect("a file");
    wait_for(&server, "/roles/plum", "腊梅");
}

#[test]
fn a_file_written_in_two_parts_is_no_error() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let text = site
        .read("roles/plum.md")
        .replace("title: 梅", "title: 腊梅");
    let (first, second) = text.split_at(text.find("ratings:").expect("a place"));
    let path = site.content().join("roles/plum.md");
    fs::write(&path, first).expect("half a file");
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, format!("{first}{second}")).expect("a file");
    wait_for(&server, "/roles/plum", "腊梅");
    assert!(
        !server.log().contains("the last good site stays"),
        "{}",
        server.log()
    );
}

#[test]
fn under_load_every_answer_is_whole() {
    /// Times the content is broken and mended.
    const ROUNDS: usize = 50;
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let over = AtomicBool::new(false);
    let mut answers = 0;
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut answers = 0;
                    while !over.load(Ordering::Relaxed) {
                        let page = server.get("/roles/plum");
                        assert_eq!(page.status, 200);
                        let text = page.text();
                        // The title stands in the head, in the heading and in the way here.
                        let title = between(&text, "<h1>", "</h1>");
                        assert_eq!(
                            between(&text, "<title>", " · "),
                            title,
                            "two editions in one page"
                        );
                        let crumb = format!("<span aria-current=\"page\">{title}</span>");
                        assert!(text.contains(&crumb), "two editions in one page");
                        let script = format!(
                            "/assets/js/theme.{}",
                            between(&text, "/assets/js/theme.", "\"")
                        );
                        assert_eq!(server.get(&script).status, 200, "{script}");
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        for round in 0..ROUNDS {
            let good = site.read("roles/plum.md");
            site.write("roles/plum.md", good.replace("title:", "titel:"));
            std::thread::sleep(Duration::from_millis(5));
            let title = format!("title: 第{round}梅");
            let start = good.find("title: ").expect("a title");
            let end = start + good[start..].find('\n').expect("a line");
            site.write(
                "roles/plum.md",
                format!("{}{title}{}", &good[..start], &good[end..]),
            );
            wait_for(&server, "/roles/plum", &format!("第{round}梅"));
        }
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            answers += reader.join().expect("a reader that saw nothing wrong");
        }
    });
    assert!(answers > ROUNDS, "{answers} answers");
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).map(|place| place + before.len());
    let rest = &text[start.unwrap_or_else(|| panic!("no {before}"))..];
    &rest[..rest.find(after).expect("an end")]
}
