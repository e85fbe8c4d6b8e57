//! The server as its operator runs it: watched, supervised, reloaded, replaced.

mod deploy;
mod drain;
mod health;
mod logs;
mod metrics;
mod requests;
mod supervisor;
