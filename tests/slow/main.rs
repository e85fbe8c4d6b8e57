//! What takes minutes or other programs: faults, replicas, proxies, caches. `./tests/run --slow`
//! runs it, one test after the other, since figures of tests that run together mean nothing.
//!
//! Everything stays on this machine and is bounded in time and number.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]
#![expect(clippy::print_stdout, reason = "the figures are for people")]

#[path = "../it/support.rs"]
#[expect(dead_code, reason = "the other tests need more of it")]
mod support;

mod cache;
mod daemon;
mod faults;
mod proxies;
mod reader;
mod replicas;
mod scrape;
mod units;
