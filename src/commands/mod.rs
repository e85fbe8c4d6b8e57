//! What the binary can do: one file per command.

pub mod check;
pub mod export;
mod listeners;
mod live;
pub mod new;
pub mod preview;
mod progress;
pub mod schema;
pub mod serve;

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;

use crate::catalogue::{self, Catalogue, Conditions};
use crate::cli::{ContentOptions, LogFormat};
use crate::content::typography;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::site::assets::Assets;

/// The content has errors.
pub const CONTENT_INVALID: u8 = 1;
/// The command was not understood, or a folder it names cannot be read.
pub const USAGE: u8 = 2;
/// The address to listen on cannot be bound.
pub const CANNOT_BIND: u8 = 3;

/// How a command ends when it does not do what it was asked to.
#[derive(Debug)]
pub struct Failure {
    /// What the process exits with.
    pub exit_code: u8,
    /// What the operator is told; none when everything has been said.
    pub error: Option<anyhow::Error>,
}

impl Failure {
    /// The exit code for the operating system.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit_code)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self {
            exit_code: USAGE,
            error: Some(error),
        }
    }
}

/// Everything read from disk.
pub struct Loaded {
    assets: Arc<Assets>,
    catalogue: Option<Catalogue>,
    diagnostics: Diagnostics,
    /// The moment for which it was read.
    now: jiff::Timestamp,
}

/// What was read and found, so that the next load looks only at what changed.
#[derive(Debug, Default)]
pub struct Kept {
    catalogue: catalogue::Kept,
    typography: typography::Checked,
}

fn load_assets(options: &ContentOptions) -> anyhow::Result<Assets> {
    Assets::load(&options.static_files)
        .context("cannot load the static files (say where they are with `--static`)")
}

/// Reads the content as it is now; with drafts, and with faults of typography, for an editor.
fn load(options: &ContentOptions, assets: Arc<Assets>, drafts: bool, kept: &mut Kept) -> Loaded {
    let now = jiff::Timestamp::now();
    let (icons, images, characters) = (assets.icons(), assets.images(), assets.characters());
    let conditions = Conditions {
        now,
        icons: &icons,
        images: &images,
        drafts,
        characters: &characters,
    };
    let so_far = kept.catalogue.progress();
    let (catalogue, mut diagnostics) = progress::shown(&so_far, || {
        catalogue::load_changed(&options.content, &conditions, &mut kept.catalogue)
    });
    if drafts {
        let found = typography::check_changed(&options.content, &mut kept.typography);
        add_typography(&found, &mut diagnostics);
    }
    Loaded {
        assets,
        catalogue,
        diagnostics,
        now,
    }
}

/// Adds faults of typography, but not on lines where a mark lost its shape: what stands beside it
/// will look different when that is mended.
fn add_typography(found: &[typography::Finding], diagnostics: &mut Diagnostics) {
    let is_lost = |other: &&Diagnostic| other.code != "bare-number";
    let lines: BTreeSet<(String, usize)> = diagnostics
        .iter()
        .filter(is_lost)
        .map(|other| (other.file.path.clone(), other.place().0))
        .collect();
    for finding in found.iter().map(typography::Finding::diagnostic) {
        if !lines.contains(&(finding.file.path.clone(), finding.place().0)) {
            diagnostics.push(finding);
        }
    }
}

/// Tells of findings in the way the log is written.
fn report_findings(diagnostics: &Diagnostics, format: LogFormat) {
    match format {
        LogFormat::Text => print_findings(diagnostics),
        LogFormat::Json => log_findings(diagnostics),
    }
}

/// Writes findings to the log, one event for each.
fn log_findings(diagnostics: &Diagnostics) {
    for finding in diagnostics.iter() {
        let (code, file) = (finding.code, finding.file.path.as_str());
        let (line, column) = finding.place();
        let (message, help) = (finding.message.as_str(), finding.help.as_deref());
        match finding.severity {
            Severity::Error => tracing::error!(code, file, line, column, help, "{message}"),
            Severity::Warning => tracing::warn!(code, file, line, column, help, "{message}"),
        }
    }
}

/// Prints findings for people, in colour where the terminal wants it and as wide as it is.
fn print_findings(diagnostics: &Diagnostics) {
    let text = match terminal_size::terminal_size_of(std::io::stderr()) {
        Some((width, _)) => diagnostics.render_human_within(usize::from(width.0)),
        None => diagnostics.render_human(),
    };
    // A log nobody can write to is no reason to stop serving.
    let _ = write!(anstream::stderr(), "{text}");
}

/// Writes what was asked for to one of the standard streams.
///
/// # Errors
///
/// When it cannot be written, as on a full disk; not when whoever reads it has read enough.
fn print(text: &str, mut stream: impl Write) -> anyhow::Result<()> {
    match write!(stream, "{text}").and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write the output"),
    }
}

/// How many findings there are, in one line.
fn count_line(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    match (errors, warnings) {
        (0, 0) => "内容没有问题".to_owned(),
        _ => format!("{errors} 个错误，{warnings} 个警告"),
    }
}
