//! `check`: prints everything that is wrong with the content, and mends what a machine may mend.

mod history;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::{CONTENT_INVALID, Failure, count_line, load, load_assets, print_findings};
use crate::catalogue::Kept;
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
    for finding in typography::check(&source::load_files(folder).0) {
        diagnostics.push(finding.diagnostic());
    }
    history::check_missing_redirect(folder, &mut diagnostics);
    let diagnostics = diagnostics.sorted();
    print(&diagnostics, options.format);
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
        for line in fixed.changes() {
            say(&line, format);
        }
        places += fixed.edits.len();
        changed += 1;
    }
    if places > 0 {
        say(&format!("改了 {changed} 个文件里的 {places} 处"), format);
    }
    Ok(())
}

/// Prints a line for people: beside what programs read, where they read.
fn say(line: &str, format: Format) {
    match format {
        Format::Human => anstream::println!("{line}"),
        Format::Json | Format::Github => anstream::eprintln!("{line}"),
    }
}

/// Prints findings and count. What programs read is alone on standard output.
fn print(diagnostics: &Diagnostics, format: Format) {
    match format {
        Format::Human => print_findings(diagnostics),
        Format::Json => anstream::print!("{}", diagnostics.render_json()),
        Format::Github => anstream::print!("{}", diagnostics.render_github()),
    }
    say(&count_line(diagnostics), format);
}
