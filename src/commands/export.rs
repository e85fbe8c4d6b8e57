//! `export`: writes the whole site as files, for hosts that run no program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::signal::unix::{SignalKind, signal};

use super::{CONTENT_INVALID, Failure, Kept, count_line, load, load_assets, print_findings};
use crate::cli::ExportOptions;
use crate::export::folder::Target;
use crate::export::{Plan, Watcher};
use crate::site::{Options, Site};

/// Writes the public site, as a whole or not at all, and says where.
///
/// # Errors
///
/// When the folder holds something else, the content has errors, or something cannot be written.
pub fn run(options: &ExportOptions) -> Result<(), Failure> {
    let target = Target::examine(&options.folder)?;
    let files = &options.files;
    let mut loaded = load(
        files,
        Arc::new(load_assets(files)?),
        false,
        &mut Kept::default(),
    );
    print_findings(&loaded.diagnostics);
    let Some(catalogue) = loaded.catalogue.take() else {
        let count = count_line(&loaded.diagnostics);
        return Err(Failure {
            exit_code: CONTENT_INVALID,
            error: Some(anyhow!("the content has errors: {count}")),
        });
    };
    let site_options = Options {
        base: options.base_url.clone(),
        preview: None,
        offline: !options.no_offline,
    };
    let site = Site::build(catalogue, loaded.assets, site_options, loaded.now, None)?;
    let plan = Plan::of(&site, &files.static_files)?;
    let operator = Operator::new(plan.address_count())?;
    let draft = target.begin()?;
    let written = plan.write(&draft, &operator);
    operator.bar.finish_and_clear();
    written?;
    let count = draft.finish()?;
    let (folder, base) = (options.folder.display(), &options.base_url);
    tracing::info!(files = count, "exported {base} to {folder}");
    Ok(())
}

/// Whoever waits: sees how far it has come, and may end it.
struct Operator {
    bar: ProgressBar,
    interrupted: Arc<AtomicBool>,
}

impl Operator {
    /// Shows a bar, where there is a terminal, and listens to SIGINT and SIGTERM.
    fn new(total: usize) -> anyhow::Result<Self> {
        let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} addresses") {
            bar.set_style(style);
        }
        let interrupted = Arc::new(AtomicBool::new(false));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .context("cannot wait for signals")?;
        let (mut interrupt, mut terminate) = {
            let _inside = runtime.enter();
            (
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
            )
        };
        let flag = Arc::clone(&interrupted);
        std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            });
            flag.store(true, Ordering::Relaxed);
        });
        Ok(Self { bar, interrupted })
    }
}

impl Watcher for Operator {
    fn goes_on(&self) -> bool {
        self.bar.inc(1);
        !self.interrupted.load(Ordering::Relaxed)
    }
}
