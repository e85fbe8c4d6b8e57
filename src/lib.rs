//! x
pub mod catalogue;
pub mod cli;
pub mod commands;
pub mod content;
pub mod diagnostic;
pub mod query;
pub mod server;
pub mod site;
pub mod urls;
pub mod views;
