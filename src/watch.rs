//! Notices that files changed: at once where the system tells, and by looking where it does not.
//!
//! Events only say *when* to look: editors save by renaming, folders are replaced, and events of
//! one change come in many shapes, so nothing is concluded from what an event names. Network
//! folders send none, and a watch dies with its folder; so the files are looked at now and then
//! in any case, which costs a call to the system for each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Without events, files are looked at so often.
const LOOK: Duration = Duration::from_secs(1);

/// Looking may take this share of the time at most: one part in so many.
const LOOK_SHARE: u32 = 50;

/// The events of one save come within this time; it is not waited out when no other follows.
const ONE_SAVE: Duration = Duration::from_millis(2);

/// More files than this within [`ONE_SAVE`] are no save but a checkout, a sync, a script.
const MANY: usize = 3;

/// Many changes are over when it was quiet for so long…
const QUIET: Duration = Duration::from_millis(30);

/// … or have gone on for so long that somebody wants to see something.
const PATIENCE: Duration = Duration::from_millis(500);

/// What a watch is told.
#[derive(Debug)]
pub enum Signal {
    /// Something happened to these files.
    Touched(BTreeSet<PathBuf>),
    /// Somebody asks for everything to be read again.
    Reload,
    /// It is over.
    Stop,
}

/// Why a watch woke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Files changed, or may have.
    Changed,
    /// Somebody asked.
    Asked,
    /// The moment given has come.
    Due,
    /// It is over.
    Stopped,
}

/// Watches folders.
pub struct Watch {
    folders: Vec<PathBuf>,
    watcher: Option<RecommendedWatcher>,
    signals: Receiver<Signal>,
    /// The folders as they were when they were last put under watch.
    watched: Vec<Option<FolderId>>,
    stamps: Stamps,
    /// How long the last look took.
    cost: Duration,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Watch")
            .field("folders", &self.folders)
            .finish_non_exhaustive()
    }
}

impl Watch {
    /// Watches folders from now on; none when only signals count. The sender is for signals.
    #[must_use]
    pub fn new(folders: Vec<PathBuf>) -> (Self, Sender<Signal>) {
        let (sender, signals) = channel();
        let told = sender.clone();
        let watcher = || {
            notify::recommended_watcher(move |event: notify::Result<Event>| {
                let touched = match event {
                    // Our own reading must not wake us.
                    Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
                    Ok(event) => event.paths.into_iter().collect(),
                    // Events were lost: all the more reason to look.
                    Err(_) => BTreeSet::new(),
                };
                // Nobody listens any more only when the process is about to end.
                let _ = told.send(Signal::Touched(touched));
            })
        };
        let watcher = (!folders.is_empty()).then(watcher).and_then(|watcher| {
            let watcher = watcher.inspect_err(|error| {
                tracing::warn!(%error, "the system cannot tell of changes; looking every second");
            });
            watcher.ok()
        });
        let mut watch = Self {
            watched: folders.iter().map(|_| None).collect(),
            folders,
            watcher,
            signals,
            stamps: Stamps::new(),
            cost: Duration::ZERO,
        };
        watch.arm();
        watch.look();
        (watch, sender)
    }

    /// Waits until files change, somebody asks, or `due` has come.
    pub fn wait(&mut self, due: Option<SystemTime>) -> Wake {
        loop {
            let pause = self.pause(due);
            match self.signals.recv_timeout(pause) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stopped,
                Ok(Signal::Reload) => return Wake::Asked,
                Ok(Signal::Touched(paths)) => {
                    let wake = self.settle(paths);
                    self.arm();
                    self.look();
                    return wake;
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.arm();
                    if due.is_some_and(|due| due <= SystemTime::now()) {
                        return Wake::Due;
                    }
                    if self.look() {
                        return Wake::Changed;
                    }
                }
            }
        }
    }

    /// Waits for no longer than this; why it woke, none when nothing happened.
    pub fn wait_briefly(&mut self, limit: Duration) -> Option<Wake> {
        match self.signals.recv_timeout(limit) {
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => Some(Wake::Stopped),
            Ok(Signal::Reload) => Some(Wake::Asked),
            Ok(Signal::Touched(paths)) => Some(self.settle(paths)),
            Err(RecvTimeoutError::Timeout) => None,
        }
    }

    /// Swallows the rest of the events of a change, so that it is one change.
    fn settle(&mut self, mut touched: BTreeSet<PathBuf>) -> Wake {
        let start = Instant::now();
        let mut wake = Wake::Changed;
        loop {
            let quiet = match touched.len() > MANY {
                true => QUIET,
                false => ONE_SAVE,
            };
            if start.elapsed() > PATIENCE {
                return wake;
            }
            match self.signals.recv_timeout(quiet) {
                Ok(Signal::Touched(more)) => touched.extend(more),
                Ok(Signal::Reload) => wake = Wake::Asked,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stopped,
                Err(RecvTimeoutError::Timeout) => return wake,
            }
        }
    }

    /// Until when to wait for signals: the next look, or the moment that is due.
    fn pause(&self, due: Option<SystemTime>) -> Duration {
        let until_due = due.map(|due| {
            let left = due.duration_since(SystemTime::now());
            left.unwrap_or(Duration::ZERO)
        });
        let look = match self.folders.is_empty() {
            // Clocks are set and machines sleep: a moment far away is better checked now and then.
            true => Duration::from_secs(60),
            false => LOOK.max(self.cost * LOOK_SHARE),
        };
        until_due.map_or(look, |until| until.min(look))
    }

    /// Puts folders under watch that are not, or not any more: one that was replaced is another.
    fn arm(&mut self) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        for (folder, watched) in self.folders.iter().zip(&mut self.watched) {
            let now = FolderId::of(folder);
            if *watched == now {
                continue;
            }
            if watched.is_some() {
                // Refused when the folder is gone, and then there is nothing to end.
                let _ = watcher.unwatch(folder);
            }
            *watched = match watcher.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => now,
                Err(_) => None,
            };
        }
    }

    /// Looks at all files; true when anything is not as it was.
    fn look(&mut self) -> bool {
        let start = Instant::now();
        let stamps = stamps(&self.folders);
        self.cost = start.elapsed();
        let changed = !agree(&stamps, &self.stamps);
        self.stamps = stamps;
        changed
    }
}

/// What tells a file from what it was. Renaming a file or setting its times does not deceive the
/// time at which its entry last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    inode: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    is_settled: bool,
}

/// A file that changed so shortly ago may change again at what its file system takes for the same
/// moment (git calls such a file racily clean).
const RACY: Duration = Duration::from_secs(1);

impl Stamp {
    /// The stamp of the file at a path.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        Some(Self::of_metadata(&fs::metadata(path).ok()?))
    }

    fn of_metadata(metadata: &Metadata) -> Self {
        let age = metadata
            .modified()
            .ok()
            .and_then(|time| time.elapsed().ok());
        Self {
            length: metadata.len(),
            inode: metadata.ino(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            is_settled: age.is_some_and(|age| age > RACY),
        }
    }

    /// True when an equal stamp later on means that the file is the same.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// True when nothing tells that the file changed.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let what = |stamp: &Self| (stamp.length, stamp.inode, stamp.modified, stamp.changed);
        what(self) == what(other)
    }
}

/// The stamps of files by their paths.
pub type Stamps = BTreeMap<PathBuf, Stamp>;

/// The stamps of all files below folders.
pub fn stamps(folders: impl IntoIterator<Item = impl AsRef<Path>>) -> Stamps {
    let mut stamps = Stamps::new();
    for folder in folders {
        collect(folder.as_ref(), &mut stamps);
    }
    stamps
}

/// True when nothing tells that any file changed.
#[must_use]
pub fn agree(some: &Stamps, others: &Stamps) -> bool {
    let pairs = || some.iter().zip(others);
    some.len() == others.len() && pairs().all(|(a, b)| a.0 == b.0 && a.1.agrees_with(b.1))
}

fn collect(folder: &Path, stamps: &mut Stamps) {
    // A folder or a file that is gone has no stamp, and that is a change too.
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            collect(&path, stamps);
        } else {
            stamps.insert(path, Stamp::of_metadata(&metadata));
        }
    }
}

/// Which folder is at a path: one that was deleted and made again is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FolderId {
    device: u64,
    inode: u64,
}

impl FolderId {
    fn of(folder: &Path) -> Option<Self> {
        let metadata = fs::metadata(folder).ok()?;
        Some(Self {
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(watch: &mut Watch) -> usize {
        let mut count = 0;
        let end = Instant::now() + Duration::from_millis(300);
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            match watch.wait_briefly(left) {
                Some(_) => count += 1,
                None => return count,
            }
        }
        count
    }

    #[test]
    fn a_burst_of_saves_is_one_change() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (mut watch, _sender) = Watch::new(vec![folder.path().to_owned()]);
        for number in 0..200 {
            fs::write(folder.path().join(format!("{}.md", number % 20)), "text")?;
        }
        assert_eq!(changes(&mut watch), 1);
        Ok(())
    }

    #[test]
    fn reading_is_no_change() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("a.md"), "text")?;
        let (mut watch, _sender) = Watch::new(vec![folder.path().to_owned()]);
        fs::read(folder.path().join("a.md"))?;
        assert_eq!(changes(&mut watch), 0);
        Ok(())
    }

    #[test]
    fn a_folder_that_was_replaced_is_watched_again() -> std::io::Result<()> {
        let parent = tempfile::tempdir()?;
        let folder = parent.path().join("content");
        fs::create_dir_all(folder.join("roles"))?;
        let (mut watch, _sender) = Watch::new(vec![folder.clone()]);
        fs::rename(&folder, parent.path().join("away"))?;
        fs::create_dir_all(folder.join("roles"))?;
        assert_eq!(watch.wait(None), Wake::Changed);
        // The moment until the watch is renewed is bridged by looking.
        changes(&mut watch);
        fs::write(folder.join("roles/a.md"), "text")?;
        assert_eq!(watch.wait(None), Wake::Changed);
        Ok(())
    }

    #[test]
    fn without_events_files_are_looked_at() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (mut watch, _sender) = Watch::new(vec![folder.path().to_owned()]);
        watch.watcher = None;
        changes(&mut watch);
        fs::write(folder.path().join("a.md"), "text")?;
        assert_eq!(watch.wait(None), Wake::Changed);
        Ok(())
    }

    #[test]
    fn a_moment_and_a_signal_wake() {
        let (mut watch, sender) = Watch::new(Vec::new());
        let soon = SystemTime::now() + Duration::from_millis(20);
        assert_eq!(watch.wait(Some(soon)), Wake::Due);
        assert!(SystemTime::now() >= soon);
        assert!(sender.send(Signal::Reload).is_ok());
        assert_eq!(watch.wait(None), Wake::Asked);
        assert!(sender.send(Signal::Stop).is_ok());
        assert_eq!(watch.wait(None), Wake::Stopped);
    }
}
