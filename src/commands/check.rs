//! `check`: prints everything that is wrong with the content.

use super::{CONTENT_INVALID, Failure, count_line, load, print_findings};
use crate::cli::{CheckOptions, Format};
use crate::diagnostic::{Diagnostics, Severity};

/// Loads the content and prints what was found, with a count at the end.
///
/// # Errors
///
/// When the content has errors, or warnings where they are denied, or the files cannot be read.
pub fn run(options: &CheckOptions) -> Result<(), Failure> {
    let loaded = load(&options.files, jiff::Timestamp::now())?;
    print(&loaded.diagnostics, options.format);
    let warnings = loaded.diagnostics.count(Severity::Warning);
    if loaded.diagnostics.has_errors() || (options.deny_warnings && warnings > 0) {
        return Err(Failure {
            exit_code: CONTENT_INVALID,
            error: None,
        });
    }
    Ok(())
}

/// Prints findings and count. What programs read is alone on standard output.
fn print(diagnostics: &Diagnostics, format: Format) {
    let count = count_line(diagnostics);
    match format {
        Format::Human => {
            print_findings(diagnostics);
            anstream::println!("{count}");
        }
        Format::Json => {
            anstream::print!("{}", diagnostics.render_json());
            anstream::eprintln!("{count}");
        }
        Format::Github => {
            anstream::print!("{}", diagnostics.render_github());
            anstream::eprintln!("{count}");
        }
    }
}
