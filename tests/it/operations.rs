//! The server as its operator runs it: watched, supervised, reloaded, replaced.

mod drain;
mod health;
mod logs;
mod metrics;
mod supervisor;
