//! Content that is not what it should be: one clear finding, never a crash.
//!
//! Every folder of `tests/fixtures/invalid` is named after the finding it must bring about when
//! it is laid over the minimal site; its `expected.txt` is the message as an editor sees it.

use std::path::PathBuf;

use career_directions::content::{source, typography};

use crate::support::{TestSite, codes, plain, repository};

fn fixtures() -> Vec<PathBuf> {
    fixtures_of("invalid")
}

fn fixtures_of(kind: &str) -> Vec<PathBuf> {
    let folder = repository().join("tests/fixtures").join(kind);
    let entries = std::fs::read_dir(folder).expect("fixtures");
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_fault_has_one_message_that_tells_place_and_remedy() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 30, "{} fixtures", fixtures.len());
    for fixture in fixtures {
        let code = fixture
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let site = TestSite::minimal();
        site.overlay(&fixture.join("content"));
        let (catalogue, diagnostics) = site.load();
        assert_eq!(
            codes(&diagnostics),
            [code.as_str()],
            "{}",
            plain(&diagnostics)
        );
        assert!(catalogue.is_none(), "{code} was published");
        let help = diagnostics.iter().next().and_then(|d| d.help.as_ref());
        assert!(help.is_some(), "{code} does not say what to do");
        let folder = site.content().display().to_string();
        let message = plain(&diagnostics).replace(&folder, "content");
        let expected = fixture.join("expected.txt");
        snapbox::assert_data_eq!(message, snapbox::Data::read_from(&expected, None).raw());
    }
}

#[test]
fn every_warning_tells_place_and_remedy_and_does_not_hold_anything_up() {
    let fixtures = fixtures_of("warnings");
    assert!(!fixtures.is_empty());
    for fixture in fixtures {
        let code = fixture.file_name().expect("a name").to_string_lossy();
        let site = TestSite::minimal();
        site.overlay(&fixture.join("content"));
        let (catalogue, diagnostics) = site.load();
        let found = plain(&diagnostics);
        assert_eq!(codes(&diagnostics), [code.as_ref()], "{found}");
        assert!(!diagnostics.has_errors(), "{found}");
        assert!(catalogue.is_some(), "{code} was not published");
        let folder = site.content().display().to_string();
        let message = found.replace(&folder, "content");
        let expected = fixture.join("expected.txt");
        snapbox::assert_data_eq!(message, snapbox::Data::read_from(&expected, None).raw());
    }
}

#[test]
fn every_rule_has_a_fixture() {
    let fixtures: Vec<String> = [fixtures(), fixtures_of("warnings")]
        .concat()
        .iter()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    // Files too large or unreadable are made when needed, not kept; what only the command looks
    // for is tested with it.
    let elsewhere = [
        "typography",
        "missing-redirect",
        "emptied-folder",
        "file-too-large",
        "unreadable-file",
        "missing-file",
        "missing-folder",
    ];
    let mut codes = std::collections::BTreeSet::new();
    for file in crate::tidy::rust_files() {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let text = text.split("#[cfg(test)]").next().expect("code");
        for start in [
            "::error(",
            "::warning(",
            "file_error(",
            "self.error(",
            "reader.error(",
            "unknown(",
            "report(",
            "code: ",
        ] {
            for (place, _) in text.match_indices(start) {
                let rest = text[place + start.len()..].trim_start();
                if let Some(code) = rest.strip_prefix('"') {
                    codes.insert(code[..code.find('"').expect("a code")].to_owned());
                }
            }
        }
    }
    assert!(codes.len() >= 30, "{codes:?}");
    for code in codes {
        assert!(
            fixtures.contains(&code) || elsewhere.contains(&code.as_str()),
            "no fixture shows {code}"
        );
    }
}

#[test]
fn files_that_are_too_large_are_not_read() {
    let site = TestSite::minimal();
    site.write("roles/huge.md", "字".repeat(400_000));
    assert_eq!(codes(&site.load().1), ["file-too-large"]);
}

#[test]
fn files_that_are_missing_or_empty_are_named() {
    for file in [
        "index.md",
        "groups.yml",
        "axes.yml",
        "sections.yml",
        "match.yml",
    ] {
        let missing = TestSite::minimal();
        missing.remove(file);
        let empty = TestSite::minimal();
        empty.write(file, "\n");
        for (site, code) in [(missing, "missing-file"), (empty, "empty-file")] {
            let (catalogue, diagnostics) = site.load();
            let told = plain(&diagnostics);
            assert_eq!(codes(&diagnostics), [code], "{file}: {told}");
            assert!(told.contains(file), "{told}");
            let kind = file.split('.').next().expect("a stem");
            assert!(told.contains(&format!("schema {kind}")), "{told}");
            assert!(!told.contains("删去"), "{told}");
            assert!(catalogue.is_none());
        }
    }
}

#[test]
fn a_missing_folder_is_named() {
    let site = TestSite::minimal();
    std::fs::remove_dir_all(site.content()).expect("a removed folder");
    assert_eq!(codes(&site.load().1), ["missing-folder"]);
}

#[test]
fn a_pipe_is_not_waited_for() {
    let site = TestSite::minimal();
    let pipe = site.content().join("roles/pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("an end").success());
    assert_eq!(codes(&site.load().1), ["unreadable-file"]);
}

#[test]
fn a_lost_folder_of_roles_is_no_empty_one() {
    let site = TestSite::minimal();
    let (roles, meant) = (site.content().join("roles"), site.content().join("Roles"));
    std::fs::rename(&roles, &meant).expect("a renamed folder");
    let (catalogue, diagnostics) = site.load();
    assert_eq!(codes(&diagnostics), ["missing-folder"]);
    let said = plain(&diagnostics);
    assert!(
        said.contains("content/roles") && said.contains("把 Roles 改名为 roles"),
        "{said}"
    );
    assert!(catalogue.is_none());
    std::fs::create_dir(&roles).expect("an empty folder");
    assert!(site.load().0.is_some());
}

#[test]
fn a_folder_in_place_of_a_file_is_a_finding() {
    let site = TestSite::minimal();
    site.remove("groups.yml");
    std::fs::create_dir(site.content().join("groups.yml")).expect("a folder");
    assert_eq!(codes(&site.load().1), ["unreadable-file"]);
}

#[test]
fn backups_and_hidden_files_are_not_content() {
    let site = TestSite::minimal();
    site.write("roles/.#mint.md", "x")
        .write("roles/mint.md~", "x")
        .write("roles/4913", "x");
    assert!(site.load().1.is_empty());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_fault() {
    let site = TestSite::minimal();
    let text = site.read("roles/mint.md").replace('\n', "\r\n");
    site.write("roles/mint.md", format!("\u{feff}{text}"));
    let groups = site.read("groups.yml");
    site.write("groups.yml", format!("\u{feff}{groups}"));
    let (_, diagnostics) = site.load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
}

#[test]
fn every_prefix_of_every_file_loads_without_a_crash() {
    let site = TestSite::minimal();
    for file in [
        "roles/mint.md",
        "index.md",
        "groups.yml",
        "axes.yml",
        "match.yml",
    ] {
        let whole = site.read(file);
        let step = (whole.len() / 50).max(1);
        for end in (0..whole.len()).step_by(step) {
            let end = whole.floor_char_boundary(end);
            site.write(file, &whole[..end]);
            let (catalogue, diagnostics) = site.load();
            assert_eq!(
                catalogue.is_none(),
                diagnostics.has_errors(),
                "{file} {end}"
            );
            plain(&diagnostics);
        }
        site.write(file, whole);
    }
}

#[test]
fn a_draft_may_name_neighbours_that_do_not_answer_yet() {
    let site = TestSite::minimal();
    let draft = crate::support::nameless(&site.read("roles/mint.md"));
    let draft = draft.replace("order: 1", "order: 3\ndraft: true");
    site.write("roles/sage.md", &draft);
    let (_, diagnostics) = site.load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
    site.write("roles/sage.md", draft.replace("draft: true\n", ""));
    assert!(codes(&site.load().1).contains(&"one-sided-relation"));
}

#[test]
fn redirects_make_no_loops_chains_or_collisions() {
    for (mint, plum, places) in [
        // Loops: to itself, and to each other.
        ("/roles/mint", "/roles/old", 1),
        ("/roles/plum", "/roles/mint", 2),
        // A collision: one old address cannot lead to two places.
        ("/roles/old", "/roles/old", 1),
        // Addresses of the site and of pages are taken.
        ("/compare", "/about", 2),
        ("/static/x", "/roles", 2),
        ("/roles/a/b", "/", 2),
        // No addresses at all.
        ("roles/old", "/Roles/old", 2),
        ("https://example.org/x", "/x?y", 2),
    ] {
        let site = TestSite::minimal();
        for (file, order, old) in [("mint", 1, mint), ("plum", 2, plum)] {
            let from = format!("order: {order}");
            let to = format!("{from}\nredirects: [\"{old}\"]");
            site.replace(&format!("roles/{file}.md"), &from, &to);
        }
        let (_, diagnostics) = site.load();
        let expected = vec!["redirect-address"; places];
        assert_eq!(
            codes(&diagnostics),
            expected,
            "{mint} {plum} {}",
            plain(&diagnostics)
        );
    }
}

#[test]
fn the_shipped_content_has_no_findings_at_all() {
    let site = TestSite::shipped();
    let (_, diagnostics) = site.load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
    let (files, _) = source::load_files(&site.content());
    let typography = typography::check(&files);
    assert!(typography.is_empty(), "{typography:#?}");
}
