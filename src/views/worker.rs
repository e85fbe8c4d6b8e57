//! The service worker: the one that keeps pages, and the one that ends it.

use askama::Template;

#[derive(Template)]
#[template(path = "worker/keep.js", escape = "none")]
struct Keep<'a> {
    base: &'a str,
    assets: &'a str,
    list: &'a str,
    version: &'a str,
}

#[derive(Template)]
#[template(path = "worker/stop.js", escape = "none")]
struct Stop<'a> {
    base: &'a str,
}

/// Keeps what a list names, for the part of the origin below a base path; what is below the folder
/// of assets never changes.
///
/// # Errors
///
/// When the template fails.
pub fn keep(base: &str, assets: &str, list: &str, version: &str) -> Result<String, askama::Error> {
    Keep {
        base,
        assets,
        list,
        version,
    }
    .render()
}

/// Ends the worker there was, and forgets what it kept.
///
/// # Errors
///
/// When the template fails.
pub fn stop(base: &str) -> Result<String, askama::Error> {
    Stop { base }.render()
}
