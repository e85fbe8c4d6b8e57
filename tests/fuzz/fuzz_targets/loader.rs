//! A folder in which one file is anything at all: it is loaded, checked, and shown when it may be.

#![no_main]

use std::cell::LazyCell;

use career_directions::site::Found;
use career_directions_fuzz::{Folder, Workshop, examine};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static FOLDER: LazyCell<(Folder, Workshop)> =
        LazyCell::new(|| (Folder::minimal(), Workshop::new()));
}

fuzz_target!(|bytes: &[u8]| {
    let files: &[&str] = match bytes.starts_with(b"-") {
        true => &["roles/mint.md", "pages/about.md", "index.md"],
        false => &["groups.yml", "axes.yml", "sections.yml", "match.yml"],
    };
    FOLDER.with(|place| {
        let (folder, workshop) = &**place;
        for file in files {
            folder.write(file, bytes);
            let (catalogue, found) = workshop.load(folder);
            examine(&found);
            assert_eq!(catalogue.is_none(), found.has_errors());
            if let Some(catalogue) = catalogue {
                let site = workshop.build(catalogue);
                for path in ["/", "/about", "/roles/mint"] {
                    let found = site.find(path).expect("a page");
                    assert!(matches!(found, Found::Document(_)), "{path}");
                }
            }
            folder.restore(file);
        }
    });
});
