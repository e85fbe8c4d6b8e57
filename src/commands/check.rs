//! `check`: prints everything that is wrong with the content.

use super::{CONTENT_INVALID, Failure, count_line, load, print_findings};
use crate::cli::ContentOptions;

/// Loads the content and prints what was found, with a count at the end.
///
/// # Errors
///
/// When the content has errors, or the files cannot be read.
pub fn run(options: &ContentOptions) -> Result<(), Failure> {
    let loaded = load(options, jiff::Timestamp::now())?;
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
