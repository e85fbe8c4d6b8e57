//! What was read and parsed, kept so that the next load reads and parses only what changed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Named;
use super::schema::RoleMatter;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::watch::Stamp;

/// What was read and parsed. Empty, it makes every load a first one.
#[derive(Debug, Default)]
pub struct Kept {
    /// Files that were good when they were read.
    pub files: KeptFiles,
    /// Roles by the file they were parsed from.
    pub roles: BTreeMap<String, KeptRole>,
    /// How far the load that is going on has come.
    pub progress: Arc<Progress>,
}

/// How many files there are to parse, and how many have been; for whoever waits.
#[derive(Debug, Default)]
pub struct Progress {
    total: AtomicUsize,
    done: AtomicUsize,
}

impl Progress {
    /// Begins with so many files.
    pub(super) fn begin(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// How many are done, and of how many.
    #[must_use]
    pub fn state(&self) -> (usize, usize) {
        let read = |number: &AtomicUsize| number.load(Ordering::Relaxed);
        (read(&self.done), read(&self.total))
    }
}

/// A role as it was parsed, with what was found in its file.
#[derive(Debug, Clone)]
pub struct KeptRole {
    /// The file.
    pub file: Arc<SourceFile>,
    /// What it says; none when that could not be told.
    pub role: Option<Arc<Named<RoleMatter>>>,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

/// Files as they were read, by their paths, which as such would be taken apart to be compared.
#[derive(Debug, Default)]
pub struct KeptFiles(BTreeMap<OsString, (Stamp, ReadFile)>);

/// A file as it was read, with the SHA-256 of its text.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// The file.
    pub file: Arc<SourceFile>,
    /// What tells its text from any other.
    pub digest: [u8; 32],
}

impl KeptFiles {
    /// The file at a path, if it is still what it was.
    #[must_use]
    pub fn get(&self, path: &Path, stamp: Option<Stamp>) -> Option<ReadFile> {
        let (kept, read) = self.0.get(path.as_os_str())?;
        kept.agrees_with(&stamp?).then(|| read.clone())
    }

    /// Keeps a file, unless it is too young.
    pub fn keep(&mut self, path: &Path, stamp: Option<Stamp>, read: &ReadFile) {
        if let Some(stamp) = stamp.filter(|stamp| stamp.is_settled()) {
            let kept = (stamp, read.clone());
            self.0.insert(path.as_os_str().to_owned(), kept);
        }
    }
}
