//! What is counted about requests: cheap enough to count every one.
//!
//! Each worker counts in a place of its own, so that no two cores write to the same memory; only
//! who reads the sums looks at all of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;

/// What a request was for. Few, and never the address itself, which anybody can invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// A prepared document.
    Document,
    /// A page made for its query.
    Query,
    /// A picture, drawn at most once.
    Picture,
    /// A text made on request.
    Text,
    /// A file of the static folder.
    Static,
    /// An address that leads to another.
    Moved,
    /// What supervisors and balancers ask.
    Health,
    /// Nothing: no such address, or a request that is refused.
    Nothing,
}

impl Route {
    /// Every one, in order.
    pub const ALL: [Self; 8] = [
        Self::Document,
        Self::Query,
        Self::Picture,
        Self::Text,
        Self::Static,
        Self::Moved,
        Self::Health,
        Self::Nothing,
    ];

    /// The name, as a label.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Query => "query",
            Self::Picture => "picture",
            Self::Text => "text",
            Self::Static => "static",
            Self::Moved => "moved",
            Self::Health => "health",
            Self::Nothing => "nothing",
        }
    }
}

/// The upper bounds of durations that are told apart, in nanoseconds: prepared documents take
/// microseconds, drawing a picture a tenth of a second.
const BOUNDS: [u64; 10] = [
    10_000,
    50_000,
    100_000,
    500_000,
    1_000_000,
    5_000_000,
    10_000_000,
    100_000_000,
    500_000_000,
    1_000_000_000,
];

/// Statuses have three digits: RFC 9110 section 15.
const STATUSES: usize = 1000;

/// The counts of all workers.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<Vec<Arc<Counts>>>);

/// Where one worker counts.
#[derive(Debug, Clone)]
pub struct Recorder(Arc<Counts>);

/// The counts of one worker, by the place of the route.
#[derive(Debug)]
struct Counts([RouteCounts; Route::ALL.len()]);

#[derive(Debug)]
struct RouteCounts {
    statuses: Box<[AtomicU64]>,
    nanoseconds: AtomicU64,
    /// One more than bounds: the last is for what took longer than all of them.
    durations: [AtomicU64; BOUNDS.len() + 1],
}

/// All counts at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// Requests by route and status; combinations that never happened are left out.
    pub requests: BTreeMap<(Route, u16), u64>,
    /// How long making the answers took, by route.
    pub durations: BTreeMap<Route, Durations>,
}

/// How long something took, many times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Durations {
    /// How many took at most so long, bound by bound; each includes those before it.
    pub at_most: Vec<(Duration, u64)>,
    /// How many there were.
    pub count: u64,
    /// How long all of them took.
    pub sum: Duration,
}

impl Metrics {
    /// A place for one more worker to count in. It outlives the worker.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        let counts = Arc::new(Counts(std::array::from_fn(|_| RouteCounts {
            statuses: (0..STATUSES).map(|_| AtomicU64::default()).collect(),
            nanoseconds: AtomicU64::default(),
            durations: Default::default(),
        })));
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(Arc::clone(&counts));
        Recorder(counts)
    }

    /// The sums over all workers.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut snapshot = Snapshot::default();
        for route in Route::ALL {
            let counts = || all.iter().map(|counts| &counts.0[route as usize]);
            for (status, code) in (0..STATUSES).zip(0..) {
                let count = counts().map(|counts| read(&counts.statuses[status])).sum();
                if count > 0 {
                    snapshot.requests.insert((route, code), count);
                }
            }
            let mut durations = Durations {
                sum: Duration::from_nanos(counts().map(|counts| read(&counts.nanoseconds)).sum()),
                ..Durations::default()
            };
            for place in 0..=BOUNDS.len() {
                let here = counts().map(|counts| read(&counts.durations[place]));
                durations.count += here.sum::<u64>();
                if let Some(bound) = BOUNDS.get(place) {
                    let bound = Duration::from_nanos(*bound);
                    durations.at_most.push((bound, durations.count));
                }
            }
            snapshot.durations.insert(route, durations);
        }
        snapshot
    }
}

impl Recorder {
    /// Counts an answer and how long making it took.
    pub fn record(&self, route: Route, status: StatusCode, took: Duration) {
        let counts = &self.0.0[route as usize];
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let place = BOUNDS.iter().take_while(|bound| nanoseconds > **bound);
        add(&counts.durations[place.count()], 1);
        add(&counts.nanoseconds, nanoseconds);
        add(&counts.statuses[usize::from(status.as_u16())], 1);
    }
}

/// The counts depend on nothing else, so their order among other memory does not matter.
fn add(count: &AtomicU64, by: u64) {
    count.fetch_add(by, Ordering::Relaxed);
}

fn read(count: &AtomicU64) -> u64 {
    count.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_all_workers_are_one() {
        let metrics = Metrics::default();
        let workers = [metrics.recorder(), metrics.recorder()];
        for worker in &workers {
            worker.record(Route::Document, StatusCode::OK, Duration::from_micros(7));
        }
        let slow = Duration::from_secs(3);
        workers[0].record(Route::Document, StatusCode::NOT_MODIFIED, slow);
        drop(workers);
        let snapshot = metrics.snapshot();
        let expected = [((Route::Document, 200), 2), ((Route::Document, 304), 1)];
        assert_eq!(snapshot.requests, BTreeMap::from(expected));
        let durations = &snapshot.durations[&Route::Document];
        assert_eq!(durations.at_most[0], (Duration::from_micros(10), 2));
        assert_eq!(durations.at_most.last(), Some(&(Duration::from_secs(1), 2)));
        assert_eq!(durations.count, 3);
        assert_eq!(durations.sum, Duration::from_micros(3_000_014));
        assert_eq!(snapshot.durations[&Route::Static].count, 0);
    }

    #[test]
    fn a_bound_includes_itself() {
        let metrics = Metrics::default();
        let worker = metrics.recorder();
        worker.record(Route::Text, StatusCode::OK, Duration::from_micros(10));
        worker.record(Route::Text, StatusCode::OK, Duration::from_nanos(10_001));
        let at_most = &metrics.snapshot().durations[&Route::Text].at_most;
        assert_eq!(at_most[0].1, 1);
        assert_eq!(at_most[1].1, 2);
    }

    #[test]
    fn routes_are_in_the_place_of_their_number() {
        for (place, route) in Route::ALL.into_iter().enumerate() {
            assert_eq!(route as usize, place);
        }
    }
}
