//! The product from outside: its content, its pages, its commands, its server.
//!
//! One binary, so that everything links once; tests are named as sentences.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod aggregate;
mod cli;
mod compare;
mod content_decides;
mod display_face;
mod export;
mod fast_path;
mod filter;
mod history;
mod http;
mod http_limits;
mod http_semantics;
mod incremental;
mod links;
mod live;
mod malformed;
mod matching;
mod new;
mod one_cause;
mod operations;
mod pages;
mod schema;
mod search;
mod sharing;
mod support;
mod tidy;
mod traps;
