//! The house rules a machine can see.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{TestSite, repository};

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub fn rust_files() -> Vec<PathBuf> {
    files_below(&repository().join("src"), "rs")
}

fn code_and_templates() -> Vec<(String, String)> {
    let mut files = rust_files();
    files.extend(files_below(&repository().join("templates"), "html"));
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a file");
            let relative = path.strip_prefix(repository()).expect("a file of ours");
            (relative.display().to_string(), text)
        })
        .collect()
}

/// The rooms, from the top of the house to its foundations: a room may use those after it.
const ROOMS: [&[&str]; 8] = [
    &["commands"],
    &["server", "export"],
    &["site"],
    &["views"],
    &["query"],
    &["catalogue"],
    &["content"],
    &["urls", "diagnostic", "watch"],
];

#[test]
fn no_room_uses_one_above_it() {
    let level = |room: &str| ROOMS.iter().position(|rooms| rooms.contains(&room));
    let mut uses = 0;
    for path in rust_files() {
        let relative = path
            .strip_prefix(repository().join("src"))
            .expect("a source file");
        let first = relative.components().next().expect("a room").as_os_str();
        let room = first.to_string_lossy().replace(".rs", "");
        let Some(own) = level(&room) else {
            assert!(
                ["main", "lib", "cli"].contains(&room.as_str()),
                "{room} has no level"
            );
            continue;
        };
        let text = fs::read_to_string(&path).expect("a file");
        for (place, _) in text.match_indices("crate::") {
            let rest = &text[place + "crate::".len()..];
            let used: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if let Some(other) = level(&used) {
                uses += 1;
                assert!(
                    own <= other,
                    "{} uses {used}, which is above it",
                    relative.display()
                );
            }
        }
    }
    assert!(uses > 30, "{uses} uses were seen");
}

#[test]
fn frameworks_stay_in_their_rooms() {
    for (path, text) in code_and_templates() {
        let in_room = |room: &str| path.starts_with(&format!("src/{room}"));
        assert!(
            !text.contains("actix") || in_room("server") || path == "src/lib.rs",
            "{path}: actix"
        );
        assert!(
            !text.contains("askama") || in_room("views") || path == "src/lib.rs",
            "{path}: askama"
        );
        // A crate that reads the file system, where only the kernel answers.
        let may = path == "src/server/admin/process.rs";
        assert!(!text.contains("procfs::") || may, "{path}: procfs");
        let text = text.replace("procfs::", "");
        let touches_files = text.contains("fs::") || text.contains("use std::fs");
        let may = [
            "src/content/save.rs",
            "src/content/source.rs",
            "src/export/folder.rs",
            "src/export/mod.rs",
            "src/site/assets.rs",
            "src/watch.rs",
        ];
        assert!(
            !touches_files || may.contains(&path.as_str()),
            "{path}: file system"
        );
        let reads_clock = text.contains("Timestamp::now") || text.contains("SystemTime");
        // The age of a file is a matter of the clock of its file system, and every answer is dated.
        let may = ["src/watch.rs", "src/server/dated.rs"];
        let may = in_room("commands") || may.contains(&path.as_str());
        assert!(!reads_clock || may, "{path}: clock");
    }
}

#[test]
fn code_and_templates_hold_no_subject_matter() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let mut words: Vec<String> = ["十二", "12 个", "转行", "后端", "twelve"]
        .map(str::to_owned)
        .into();
    for role in catalogue.roles() {
        words.push(role.title.clone());
        words.push(format!("\"{}\"", role.slug));
    }
    words.extend(catalogue.groups.iter().map(|group| group.name.clone()));
    words.extend(catalogue.axes.iter().map(|axis| axis.name.clone()));
    words.extend(
        catalogue
            .interests
            .iter()
            .map(|interest| interest.name.clone()),
    );
    words.extend(
        catalogue
            .sections
            .iter()
            .map(|section| section.title.clone()),
    );
    for (path, text) in code_and_templates() {
        let text = text.split("#[cfg(test)]").next().expect("code");
        for word in &words {
            assert!(!text.contains(word.as_str()), "{path} says {word}");
        }
    }
}

#[test]
fn addresses_in_templates_come_from_the_code() {
    for path in files_below(&repository().join("templates"), "html") {
        let text = fs::read_to_string(&path).expect("a template");
        for literal in ["href=\"/", "src=\"/", "action=\"/", "style=\"", "onclick="] {
            assert!(!text.contains(literal), "{}: {literal}", path.display());
        }
    }
}

#[test]
fn the_top_level_holds_what_the_customer_listed() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE",
        "README.md",
        "src",
        "templates",
        "content",
        "static",
        "tests",
    ];
    for entry in fs::read_dir(repository()).expect("the repository") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            name.starts_with('.') || name == "target" || allowed.contains(&name.as_str()),
            "{name} does not belong at the top level"
        );
    }
}

/// Sizes of text, in rem; titles are larger, and of any size.
const SIZES: [&str; 6] = [
    "0.875rem",
    "0.9375rem",
    "1rem",
    "1.25rem",
    "1.375rem",
    "1.625rem",
];

/// Every size and weight of a face is one more question to the system before anything is laid out.
#[test]
fn styles_keep_to_few_sizes_and_weights() {
    let mut seen = 0;
    for path in files_below(&repository().join("static/css"), "css") {
        let text = fs::read_to_string(&path).expect("a style sheet");
        for declaration in text.split(['{', '}', ';']).map(str::trim) {
            let Some((name, value)) = declaration.split_once(": ") else {
                continue;
            };
            let mut words = value.split([' ', '/']);
            let (weight, size) = match name {
                "font" if value != "inherit" => (words.next(), words.next()),
                "font-size" => (None, words.next()),
                "font-weight" => (words.next(), None),
                _ => continue,
            };
            seen += 1;
            let is_text = |size: &&str| {
                let rem = size.strip_suffix("rem");
                rem.is_some_and(|number| number.parse().is_ok_and(|number: f32| number < 2.0))
            };
            if let Some(size) = size.filter(is_text) {
                assert!(SIZES.contains(&size), "{}: {declaration}", path.display());
            }
            if let Some(weight) = weight {
                let is_known = ["400", "700", "900"].contains(&weight);
                assert!(is_known, "{}: {declaration}", path.display());
            }
        }
    }
    assert!(seen > 100, "only {seen} declarations");
}
