//! `check`: prints everything that is wrong with the content, and mends what a machine may mend.

mod history;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::{
    CONTENT_INVALID, Failure, Kept, add_typography, count_line, load, load_assets, print,
    print_findings,
};
use crate::cli::{CheckOptions, Format};
use crate::content::source::{self, SourceFiles};
use crate::content::{save, typography};
use crate::diagnostic::{Diagnostics, Severity};

/// Loads the content and prints what was found, with a count at the end.
///
/// # Errors
///
/// When the content has errors, or warnings where they are denied, or the files cannot be read.
pub fn run(options: &CheckOptions) -> Result<(), Failure> {
    let folder = &options.files.content;
    if options.fix {
        fix(&source::load_files(folder).0, options.format)?;
    }
    let mut diagnostics = load(
        &options.files,
        Arc::new(load_assets(&options.files)?),
        false,
        &mut Kept::default(),
    )
    .diagnostics;
    let found = typography::check(&source::load_files(folder).0);
    add_typography(&found, &mut diagnostics);
    history::check_missing_redirect(folder, &mut diagnostics);
    let diagnostics = diagnostics.sorted();
    print_all(&diagnostics, options.format)?;
    let warnings = diagnostics.count(Severity::Warning);
    if diagnostics.has_errors() || (options.deny_warnings && warnings > 0) {
        return Err(Failure {
            exit_code: CONTENT_INVALID,
            error: None,
        });
    }
    Ok(())
}

/// Makes the safe changes and says which.
fn fix(files: &SourceFiles, format: Format) -> Result<(), Failure> {
    let mut places = 0;
    let mut changed = 0;
    for fixed in typography::fix(files) {
        let path = &fixed.file.path;
        save::replace(Path::new(path), &fixed.file.text, &fixed.text)
            .with_context(|| format!("cannot mend `{path}`"))?;
        // At once: should the next file refuse, what was changed before it has been said.
        for line in fixed.changes() {
            say(&line, format)?;
        }
        places += fixed.edits.len();
        changed += 1;
    }
    if places > 0 {
        say(&format!("改了 {changed} 个文件里的 {places} 处"), format)?;
    }
    Ok(())
}

/// Prints a line for people: beside what programs read, where they read.
fn say(line: &str, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Human => print(&format!("{line}\n"), anstream::stdout()),
        Format::Json | Format::Github => print(&format!("{line}\n"), anstream::stderr()),
    }
}

/// Prints findings and count. What programs read is alone on standard output.
fn print_all(diagnostics: &Diagnostics, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Human => print_findings(diagnostics),
        Format::Json => print(&diagnostics.render_json(), anstream::stdout())?,
        Format::Github => print(&diagnostics.render_github(), anstream::stdout())?,
    }
    say(&count_line(diagnostics), format)
}
