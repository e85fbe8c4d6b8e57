//! One file alone: fences, YAML, traps, shapes and typography. The text is read as everything it
//! could be.

#![no_main]

use std::cell::LazyCell;

use career_directions::content::source::{self, SourceFiles};
use career_directions::content::{self, typography};
use career_directions::diagnostic::{Diagnostics, Severity};
use career_directions_fuzz::{Folder, examine};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static FOLDER: LazyCell<Folder> = LazyCell::new(Folder::empty);
}

fuzz_target!(|text: &str| {
    let files: &[&str] = match text.starts_with('-') {
        true => &["roles/x.md", "pages/x.md", "index.md"],
        false => &["groups.yml", "axes.yml", "sections.yml", "match.yml"],
    };
    FOLDER.with(|folder| {
        for file in files {
            folder.write(file, text);
        }
        let (_, found) = content::load(folder.path());
        examine(&found);
        let (read, _) = source::load_files(folder.path());
        examine(&typographical(&read));
        for fixed in typography::fix(&read) {
            std::fs::write(&fixed.file.path, &fixed.text).expect("a written file");
            assert!(fixed.changes().count() > 0);
        }
        // What a machine mends are words: whatever else was wrong is wrong still, and no more.
        let (_, found_after) = content::load(folder.path());
        assert_eq!(errors(&found), errors(&found_after));
        for file in files {
            std::fs::remove_file(folder.path().join(file)).expect("a removed file");
        }
    });
});

fn typographical(files: &SourceFiles) -> Diagnostics {
    let mut found = Diagnostics::default();
    for finding in typography::check(files) {
        found.push(finding.diagnostic());
    }
    found
}

fn errors(found: &Diagnostics) -> Vec<(&str, &'static str)> {
    let errors = found.iter().filter(|d| d.severity == Severity::Error);
    let mut errors: Vec<_> = errors.map(|d| (d.file.path.as_str(), d.code)).collect();
    errors.sort_unstable();
    errors
}
