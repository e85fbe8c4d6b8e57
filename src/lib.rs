//! A website about career directions: Markdown files in, prepared bytes out.
//!
//! Data goes one way, from files to bytes; nothing flows back.
//!
//! ```text
//!  content/**            static/**          templates/** (compiled in by askama)
//!      │ read once           │ hashed            │
//!  ┌───▼──────────────┐      │                   │
//!  │ content          │ files → parsed files, with places (line, column) kept
//!  └───┬──────────────┘──► Diagnostics
//!  ┌───▼──────────────┐      │                   │
//!  │ catalogue        │ parsed files → one checked, cross-linked, immutable Catalogue
//!  └───┬───────────┬──┘──► Diagnostics
//!      │      ┌────▼─────┐   │                   │
//!      │      │ query    │ pure functions on a Catalogue
//!      │      └────┬─────┘   │                   │
//!  ┌───▼───────────▼──┐      │                   │
//!  │ views            │◄─────┴───────────────────┘  model → HTML
//!  └───┬──────────────┘
//!  ┌───▼──────────────┐
//!  │ site             │ address → Document {bytes in every encoding, type, ETag, cache policy}
//!  └───┬──────────────┘
//!  ┌───▼────┐ ┌────────┐
//!  │ server │ │ export │ look-up, negotiate, write (actix lives only in server) · the same as files
//!  └────────┘ └────────┘
//! ```
//!
//! # Rooms
//!
//! | room | what happens there |
//! |---|---|
//! | [`cli`] | the command line's types |
//! | [`commands`] | one file per command; reads the clock, prints, decides the exit code |
//! | [`diagnostic`] | what is wrong with the content, where, and what to do about it |
//! | [`urls`] | every address of the site |
//! | [`content`] | the only reader and writer of `content/`; YAML and Markdown to entries with places |
//! | [`catalogue`] | the rules between files, and the model pages are made from |
//! | [`query`] | questions to a catalogue |
//! | [`views`] | one file per page, beside the template of the same name |
//! | [`site`] | rendered, compressed and hashed documents; fingerprinted assets |
//! | [`server`] | prepared documents at hand, the route table, negotiation, headers, errors, the editor's stream; metrics and health for the operator; start, drain and end |
//! | [`export`] | the same bytes as files, and what hosts read beside them |
//! | [`watch`] | notices that files changed |
//!
//! A room uses those below it in this order, never one above: commands, server and export, site, views,
//! query, catalogue, content, then urls, diagnostic and watch.
//!
//! # Invariants
//!
//! 1. Only [`content::source`], [`site::assets`] and [`export`] read the file system, [`watch`]
//!    looks at it, only [`content::save`] and [`export::folder`] write to it; every path starts at
//!    a given root. What the kernel says about this process is no file: the operator's part of
//!    [`server`] asks for it.
//! 2. actix is named only in [`server`], askama only in [`views`].
//! 3. Loading gives a value *and* a list of findings, never the first finding alone. A catalogue
//!    with errors never becomes a site.
//! 4. A [`site::Site`] never changes after it is built; a change makes a new one, swapped in whole.
//!    Pictures are drawn when first asked for and kept beside it, by what is drawn on them: the
//!    same drawing is the same picture, whichever site asks.
//! 5. The server adds headers, never bytes: for one site, an exported file equals the served body.
//! 6. Every address comes from [`urls`].
//! 7. Sorted collections only, no clock and no randomness below [`commands`]; how long an answer
//!    took is counted and when it was given is said, but nothing depends on either.
//! 8. No subject matter in Rust or templates: content decides, code renders.
//!
//! `tests/it/tidy.rs` holds most of them.

pub mod catalogue;
pub mod cli;
pub mod commands;
pub mod content;
pub mod diagnostic;
pub mod export;
pub mod query;
pub mod server;
pub mod site;
pub mod urls;
pub mod views;
pub mod watch;
