//! What all targets share: a content folder to write to, and what must hold of every finding.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use career_directions::catalogue::{self, Catalogue, Conditions};
use career_directions::diagnostic::Diagnostics;
use career_directions::site::assets::Assets;
use career_directions::site::{Options, Site};
use career_directions::urls::BaseUrl;
use tempfile::TempDir;

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A content folder, in memory where the system has a place for that.
pub struct Folder {
    folder: TempDir,
    minimal: PathBuf,
}

impl Folder {
    /// A folder without a file.
    pub fn empty() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => TempDir::new_in(memory),
            false => TempDir::new(),
        };
        let folder = folder.expect("a folder");
        for name in ["roles", "pages"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self {
            folder,
            minimal: repository().join("tests/fixtures/minimal"),
        }
    }

    /// The smallest content that has no findings.
    pub fn minimal() -> Self {
        let folder = Self::empty();
        for file in [
            "index.md",
            "groups.yml",
            "axes.yml",
            "sections.yml",
            "match.yml",
            "pages/about.md",
            "roles/mint.md",
            "roles/plum.md",
        ] {
            folder.restore(file);
        }
        folder
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path().join(file), bytes).expect("a written file");
    }

    /// Makes a file again what it is in the smallest content.
    pub fn restore(&self, file: &str) {
        // Not by `fs::copy`, which the fuzzer's alarm interrupts.
        let text = fs::read(self.minimal.join(file)).expect("a file");
        self.write(file, text);
    }
}

/// What a catalogue is loaded with and a site built from.
pub struct Workshop {
    assets: Arc<Assets>,
    icons: BTreeSet<String>,
    images: BTreeSet<String>,
    characters: BTreeSet<char>,
    options: Options,
    now: jiff::Timestamp,
}

impl Workshop {
    /// The shipped static files, on a day on which no page of the smallest content is overdue.
    pub fn new() -> Self {
        let assets = Assets::load(&repository().join("static")).expect("static files");
        Self {
            icons: assets.icons(),
            images: assets.images(),
            characters: assets.characters(),
            assets: Arc::new(assets),
            options: Options {
                base: BaseUrl::parse("https://example.org").expect("an address"),
                preview: None,
                offline: true,
            },
            now: "2026-03-01T12:00:00Z".parse().expect("a moment"),
        }
    }

    /// Loads and checks a folder.
    pub fn load(&self, folder: &Folder) -> (Option<Catalogue>, Diagnostics) {
        let conditions = Conditions {
            now: self.now,
            icons: &self.icons,
            images: &self.images,
            drafts: true,
            characters: &self.characters,
        };
        catalogue::load(folder.path(), &conditions)
    }

    /// Builds the site of a catalogue.
    pub fn build(&self, catalogue: Catalogue) -> Site {
        let assets = Arc::clone(&self.assets);
        Site::build(catalogue, assets, self.options.clone(), self.now, None).expect("a site")
    }
}

impl Default for Workshop {
    fn default() -> Self {
        Self::new()
    }
}

/// Every finding names a place that is there, says what to do, and can be written in every form.
pub fn examine(diagnostics: &Diagnostics) {
    for finding in diagnostics.iter() {
        if let Some(span) = &finding.span {
            let text = finding.file.text.get(span.clone());
            assert!(text.is_some(), "{finding:?} is beside the text");
        }
        assert!(!finding.message.is_empty(), "{finding:?}");
        assert!(finding.help.is_some(), "{finding:?}");
    }
    let count = diagnostics.iter().count();
    assert!(diagnostics.render_human().matches("-->").count() >= count);
    assert_eq!(diagnostics.render_json().lines().count(), count);
    assert_eq!(diagnostics.render_github().lines().count(), count);
}
