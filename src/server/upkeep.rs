//! How the content that is served came to be: what an operator watches while editors write.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

/// How often the content was read again, and how that went.
#[derive(Debug, Default)]
pub struct Upkeep {
    reloads: AtomicU64,
    failures: AtomicU64,
    is_stale: AtomicBool,
    loaded_at: AtomicI64,
}

/// An [`Upkeep`] at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpkeepSnapshot {
    /// How often new content took the place of the old.
    pub reloads: u64,
    /// How often content was read that could not.
    pub failures: u64,
    /// Whether the newest content could not, so that what is served is older than the files.
    pub is_stale: bool,
    /// When what is served was read, in seconds since 1970.
    pub loaded_at: i64,
}

impl Upkeep {
    /// The first content was read at this moment, in seconds since 1970.
    #[must_use]
    pub fn since(loaded_at: i64) -> Self {
        Self {
            loaded_at: AtomicI64::new(loaded_at),
            ..Self::default()
        }
    }

    /// Content that was read at this moment took the place of the old.
    pub fn reloaded(&self, loaded_at: i64) {
        self.reloads.fetch_add(1, Ordering::Relaxed);
        self.loaded_at.store(loaded_at, Ordering::Relaxed);
        self.is_stale.store(false, Ordering::Relaxed);
    }

    /// Content was read that cannot be served.
    pub fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        self.is_stale.store(true, Ordering::Relaxed);
    }

    /// What is known now.
    #[must_use]
    pub fn snapshot(&self) -> UpkeepSnapshot {
        UpkeepSnapshot {
            reloads: self.reloads.load(Ordering::Relaxed),
            failures: self.failures.load(Ordering::Relaxed),
            is_stale: self.is_stale.load(Ordering::Relaxed),
            loaded_at: self.loaded_at.load(Ordering::Relaxed),
        }
    }
}
