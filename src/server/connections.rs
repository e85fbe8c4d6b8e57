//! How many connections are open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::Extensions;

/// The connections of readers.
#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<AtomicU64>);

/// A connection as long as it is open: what actix keeps with it is dropped with it.
struct Open(Arc<AtomicU64>);

impl Connections {
    /// Counts a connection; called when it is made.
    pub fn count(&self, kept: &mut Extensions) {
        self.0.fetch_add(1, Ordering::Relaxed);
        kept.insert(Open(Arc::clone(&self.0)));
    }

    /// How many are open now.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
