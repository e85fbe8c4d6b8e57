//! The site as files: what is in them, and that a folder is replaced as a whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use career_directions::export::folder::{Draft, Target};
use career_directions::export::{Plan, Watcher};
use career_directions::urls::UrlPath;
use tempfile::TempDir;

use crate::support::{PageView, Server, TestSite, codes, repository, said};

const MARK: &str = ".career-directions-export";
const ENDINGS: [(&str, &str); 4] = [
    ("identity", ""),
    ("br", ".br"),
    ("zstd", ".zst"),
    ("gzip", ".gz"),
];

fn export(site: &TestSite, folder: &Path, base: &str) -> Output {
    let folder = folder.to_str().expect("a path");
    let mut command = site.command(&["export", folder, "--base-url", base]);
    command.output().expect("a run")
}

/// The files below a folder by their names relative to it.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("a file below");
                let bytes = fs::read(&path).expect("a file");
                found.insert(name.display().to_string(), bytes);
            }
        }
    }
    found
}

/// The address a host sends a file for.
fn address(name: &str) -> String {
    match name.strip_suffix(".html") {
        Some("index") => "/".to_owned(),
        Some(page) if !page.ends_with("404") => format!("/{page}"),
        _ => format!("/{name}"),
    }
}

fn plain_files(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, &Vec<u8>> {
    let plain = files.iter().filter(|(name, _)| {
        let is_sibling = ENDINGS[1..]
            .iter()
            .any(|(_, ending)| name.ends_with(ending));
        !is_sibling && ![MARK, "_headers", "_redirects"].contains(&name.as_str())
    });
    plain.map(|(name, bytes)| (address(name), bytes)).collect()
}

#[test]
fn every_file_is_what_the_server_sends_in_every_encoding() {
    for (base, files) in EXPORTS.iter() {
        let server = garden(base).serve(&["--base-url", base]);
        let plain = plain_files(files);
        for (name, bytes) in files {
            let (stem, encoding) = ENDINGS[1..]
                .iter()
                .find_map(|(encoding, ending)| Some((name.strip_suffix(ending)?, *encoding)))
                .unwrap_or((name, "identity"));
            // Hosts look for the page of missing addresses at the root.
            let at_root = base.ends_with("careers") && stem == "404.html";
            if !plain.contains_key(&address(stem)) || at_root {
                continue;
            }
            let answer = server.request("GET", &address(stem), &[("Accept-Encoding", encoding)]);
            assert_eq!(answer.status, 200, "{name}");
            assert!(answer.body == *bytes, "{name} differs");
            let sent = answer.header("content-encoding").unwrap_or("identity");
            assert_eq!(sent, encoding, "{name}");
        }
        assert!(plain.len() > 40, "{} addresses", plain.len());
        let crawled = crawl(&server, base.trim_start_matches("https://example.org"));
        let known: BTreeSet<String> = plain.into_keys().collect();
        assert!(crawled.len() > 20, "{crawled:?}");
        assert_eq!(crawled.difference(&known).next(), None, "not exported");
    }
}

/// Every address of the site that its pages lead to or load.
fn crawl(server: &Server, base: &str) -> BTreeSet<String> {
    let home = if base.is_empty() { "/" } else { base };
    let mut found = BTreeSet::from([home.to_owned()]);
    let mut open = vec![home.to_owned()];
    while let Some(path) = open.pop() {
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        if !answer
            .header("content-type")
            .is_some_and(|t| t.starts_with("text/html"))
        {
            continue;
        }
        let page = PageView {
            path,
            html: scraper::Html::parse_document(&answer.text()),
            source: String::new(),
        };
        for name in ["href", "src", "action", "data-worker"] {
            for target in page.attributes(&format!("[{name}]"), name) {
                let target = target.split(['?', '#']).next().unwrap_or_default();
                if target.starts_with('/') && found.insert(target.to_owned()) {
                    open.push(target.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn compressed_files_are_there_only_where_they_are_smaller() {
    let (_, files) = &EXPORTS[0];
    let mut siblings = 0;
    for (name, bytes) in files {
        for (_, ending) in &ENDINGS[1..] {
            if let Some(plain) = name.strip_suffix(ending) {
                assert!(bytes.len() < files[plain].len(), "{name}");
                siblings += 1;
            }
        }
    }
    assert!(siblings > 60, "{siblings} siblings");
    assert!(!files.contains_key("card.png.gz"));
}

/// A garden of today: the server knows no other day.
fn garden(base: &str) -> TestSite {
    TestSite::minimal()
        .at(&jiff::Timestamp::now().to_string())
        .under(base)
}

/// Writes a site as the command does, without a process of its own.
fn write(site: &TestSite, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let site = site.build();
    let plan = Plan::of(&site, &repository().join("static")).expect("a plan");
    let draft = Target::examine(folder)
        .and_then(Target::begin)
        .expect("a draft");
    plan.write(&draft, &Impatient::never()).expect("files");
    draft.finish().expect("an export");
    files(folder)
}

type Files = BTreeMap<String, Vec<u8>>;

/// The garden alone at its origin, and below a path; written once for all tests of a process.
static EXPORTS: LazyLock<[(&str, Files); 2]> = LazyLock::new(|| {
    [ALONE, BELOW].map(|base| {
        let folder = TempDir::new().expect("a folder");
        (base, write(&garden(base), folder.path()))
    })
});

const ALONE: &str = "https://example.org";
const BELOW: &str = "https://example.org/careers";

#[test]
fn hosts_are_told_the_headers_the_server_sends() {
    for (base, files) in EXPORTS.iter() {
        let server = garden(base).serve(&["--base-url", base]);
        let text = String::from_utf8(files["_headers"].clone()).expect("UTF-8");
        for path in plain_files(files).into_keys() {
            let answer = server.get(&path);
            let mut said = BTreeMap::new();
            for (name, value) in told(&text, &path) {
                let before = said.insert(name.clone(), value.clone());
                assert_eq!(before, None, "{path}: {name} is said twice");
                assert_eq!(answer.header(&name), Some(value.as_str()), "{path}: {name}");
            }
            let is_outside = !base.ends_with(".org") && !path.starts_with("/careers");
            let least = if is_outside { 0 } else { 8 };
            assert!(said.len() >= least, "{path}: {said:?}");
        }
    }
}

/// What a host adds to the answer for a path.
fn told(text: &str, path: &str) -> Vec<(String, String)> {
    let mut applies = false;
    let mut said = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            None => applies = is_matched(line, path),
            Some(header) if applies => {
                let (name, value) = header.split_once(": ").expect("a header");
                said.push((name.to_owned(), value.to_owned()));
            }
            Some(_) => {}
        }
    }
    said
}

/// Whether a pattern of `_headers` is about a path: `*` is anything, `:name` is one part.
fn is_matched(pattern: &str, path: &str) -> bool {
    if let Some(start) = pattern.strip_suffix("/*") {
        return path == start || path.starts_with(&format!("{start}/"));
    }
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern
            .zip(path)
            .all(|(part, own)| part.starts_with(':') || part == own)
}

#[test]
fn old_addresses_lead_to_the_new_ones_for_ever() {
    let site = garden(BELOW);
    let text = site.read("roles/mint.md");
    let text = text.replacen("\n", "\nredirects: [/roles/old-mint]\n", 1);
    site.write("roles/mint.md", text);
    let folder = TempDir::new().expect("a folder");
    let files = write(&site, folder.path());
    let ends = ["", ".json", ".md", "/card.png", "/poster.png", "/qr.svg"];
    let expected: String = ends
        .iter()
        .map(|end| format!("/careers/roles/old-mint{end} /careers/roles/mint{end} 308\n"))
        .collect();
    assert_eq!(String::from_utf8_lossy(&files["_redirects"]), expected);
}

#[test]
fn no_old_address_takes_the_place_of_a_file() {
    let (_, files) = &EXPORTS[0];
    let is_sibling = |name: &String| ENDINGS[1..].iter().any(|(_, end)| name.ends_with(end));
    let is_told = |name: &&String| !name.starts_with(['_', '.']) && !is_sibling(name);
    let names: Vec<&String> = files.keys().filter(is_told).collect();
    for names in names.chunks(16) {
        let site = TestSite::minimal();
        let list: Vec<String> = names.iter().map(|name| format!("/{name}")).collect();
        let line = format!("\nredirects: [{}]\n", list.join(", "));
        site.write(
            "roles/mint.md",
            site.read("roles/mint.md").replacen('\n', &line, 1),
        );
        let (_, diagnostics) = site.load();
        assert_eq!(
            codes(&diagnostics),
            vec!["redirect-address"; names.len()],
            "{list:?}"
        );
    }
}

#[test]
fn the_page_for_missing_addresses_names_none() {
    let (_, files) = &EXPORTS[1];
    let page = String::from_utf8(files["404.html"].clone()).expect("UTF-8");
    assert!(page.contains("此路不通"), "{page}");
    assert!(!page.contains("没有找到："), "{page}");
    assert!(page.contains("href=\"/careers\""), "{page}");
    assert_eq!(files["404.html"], files["careers/404.html"]);
}

#[test]
fn more_rules_than_a_host_reads_are_told() {
    let site = TestSite::minimal();
    let folder = TempDir::new().expect("a folder");
    let output = export(&site, folder.path(), ALONE);
    assert!(!said(&output).contains("_headers"), "{}", said(&output));
    let about = site.read("pages/about.md");
    for number in 0..70 {
        site.write(&format!("pages/p{number}.md"), &about);
    }
    let output = export(&site, folder.path(), ALONE);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("100 rules of `_headers`"),
        "{}",
        said(&output)
    );
}

#[test]
fn an_earlier_export_is_replaced_and_nothing_of_it_is_left() {
    let site = TestSite::minimal();
    site.write("pages/tools.md", site.read("pages/about.md"));
    let folder = TempDir::new().expect("a folder");
    let output = export(&site, folder.path(), ALONE);
    assert!(output.status.success(), "{}", said(&output));
    let before = files(folder.path());
    site.remove("pages/tools.md");
    let output = export(&site, folder.path(), ALONE);
    assert!(output.status.success(), "{}", said(&output));
    let after = files(folder.path());
    for name in ["tools.html", "tools.html.br"] {
        assert!(
            before.contains_key(name) && !after.contains_key(name),
            "{name}"
        );
    }
    assert_eq!(beside(folder.path()), Vec::<PathBuf>::new());
}

/// A folder with an earlier export of one file, and its files.
fn earlier() -> (TempDir, Files) {
    let folder = TempDir::new().expect("a folder");
    let draft = begin(&folder);
    draft.write("roles/mint.html", b"x").expect("a file");
    draft.finish().expect("an export");
    let files = files(folder.path());
    assert!(files.keys().eq([MARK, "roles/mint.html"]));
    (folder, files)
}

fn begin(folder: &TempDir) -> Draft {
    let target = Target::examine(folder.path());
    target.and_then(Target::begin).expect("a draft")
}

#[test]
fn what_a_killed_export_left_holds_up_no_other() {
    let folder = TempDir::new().expect("a folder");
    let _left = begin(&folder);
    let draft = begin(&folder);
    draft.write("roles/mint.html", b"x").expect("a file");
    draft.finish().expect("an export");
    assert!(files(folder.path()).contains_key("roles/mint.html"));
}

/// What an export that ended would have left beside its folder.
fn beside(folder: &Path) -> Vec<PathBuf> {
    let name = folder.file_name().expect("a name").to_string_lossy();
    let entries = fs::read_dir(folder.parent().expect("a parent")).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let hidden = format!(".{name}.");
    paths
        .filter(|path| {
            path.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with(&hidden))
        })
        .collect()
}

#[test]
fn a_folder_with_anything_else_in_it_is_left_alone() {
    let site = TestSite::minimal();
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("thesis.txt"), "x").expect("a file");
    let output = export(&site, folder.path(), ALONE);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("neither empty nor an earlier export"));
    assert_eq!(files(folder.path()).len(), 1);
    let (folder, before) = earlier();
    fs::write(folder.path().join("roles/thesis.txt"), "x").expect("a file");
    // Refused before the content is looked at, which has an error now.
    site.remove("index.md");
    let output = export(&site, folder.path(), ALONE);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("roles/thesis.txt"),
        "{}",
        said(&output)
    );
    assert_eq!(files(folder.path()).len(), before.len() + 1);
}

#[test]
fn content_with_errors_is_not_exported() {
    let site = TestSite::minimal();
    let (folder, before) = earlier();
    site.remove("index.md");
    let output = export(&site, folder.path(), ALONE);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(files(folder.path()) == before);
}

#[test]
fn an_address_readers_reach_it_at_must_be_given() {
    let site = TestSite::minimal();
    let output = site.command(&["export", "public"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("--base-url"), "{}", said(&output));
}

/// Ends an export after so many addresses.
struct Impatient(AtomicUsize);

impl Impatient {
    fn after(addresses: usize) -> Self {
        Self(AtomicUsize::new(addresses))
    }

    fn never() -> Self {
        Self::after(usize::MAX)
    }
}

impl Watcher for Impatient {
    fn goes_on(&self) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) > 1
    }
}

#[test]
fn what_is_interrupted_leaves_everything_as_it_was() {
    let (folder, before) = earlier();
    let site = TestSite::minimal().build();
    let plan = Plan::of(&site, &repository().join("static")).expect("a plan");
    let draft = begin(&folder);
    assert_eq!(beside(folder.path()).len(), 1);
    let result = plan.write(&draft, &Impatient::after(9));
    assert!(result.is_err());
    let so_far = fs::read_dir(&beside(folder.path())[0]).expect("a folder");
    assert!(so_far.count() > 0);
    drop(draft);
    assert!(files(folder.path()) == before);
    assert_eq!(beside(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_cannot_be_written_leaves_everything_as_it_was() {
    let (folder, before) = earlier();
    let draft = begin(&folder);
    draft.write("a", b"x").expect("a file");
    // Where a file is, no folder can be, as where a disk is full.
    assert!(draft.write("a/b", b"x").is_err());
    assert!(draft.write("a", b"y").is_err(), "two addresses in one file");
    drop(draft);
    assert!(files(folder.path()) == before);
    assert_eq!(beside(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn what_somebody_puts_there_meanwhile_is_not_lost() {
    let folder = TempDir::new().expect("a folder");
    let draft = begin(&folder);
    draft.write("index.html", b"x").expect("a file");
    fs::write(folder.path().join("thesis.txt"), "x").expect("a file");
    assert!(draft.finish().is_err());
    assert!(files(folder.path()).keys().eq(["thesis.txt"]));
}

#[test]
fn no_page_may_be_the_file_of_the_index() {
    let site = TestSite::minimal();
    site.write("pages/index.md", site.read("pages/about.md"));
    let (_, diagnostics) = site.load();
    assert!(
        diagnostics
            .iter()
            .any(|found| found.code == "reserved-name")
    );
    let base = career_directions::urls::BaseUrl::parse("https://example.org").expect("an address");
    assert_eq!(base.export_file(&UrlPath::index()), "index.html");
}
