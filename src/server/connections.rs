//! How many connections are open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The connections of readers.
#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<AtomicU64>);

/// A connection as long as it is open.
#[derive(Debug)]
pub struct Open(Arc<AtomicU64>);

impl Connections {
    /// Counts a connection until what is given for it is dropped.
    #[must_use]
    pub fn open(&self) -> Open {
        self.0.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(&self.0))
    }

    /// How many are open now.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
