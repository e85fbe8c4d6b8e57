//! `check`: prints everything that is wrong with the content.

use std::sync::Arc;

use super::{CONTENT_INVALID, Failure, count_line, load, load_assets, print_findings};
use crate::cli::ContentOptions;

/// Loads the content and prints what was found, with a count at the end.
///
/// # Errors
///
/// When the content has errors, or the files cannot be read.
pub fn run(options: &ContentOptions) -> Result<(), Failure> {
    let loaded = load(options, Arc::new(load_assets(options)?), false);
    print_findings(&loaded.diagnostics);
    anstream::println!("{}", count_line(&loaded.diagnostics));
    match loaded.diagnostics.has_errors() {
        true => Err(Failure {
            exit_code: CONTENT_INVALID,
            error: None,
        }),
        false => Ok(()),
    }
}
