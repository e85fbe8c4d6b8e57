//! `serve`: loads the content, answers requests until told to stop, and follows changes.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::sync::watch as channel;

use super::live::{self, Live};
use super::{CONTENT_INVALID, Failure, Kept, count_line, listeners, load, report_findings};
use crate::cli::{LimitOptions, ListenOptions, OperationOptions, ServeOptions};
use crate::server;
use crate::site::Options;
use crate::site::assets::Assets;
use crate::urls::BaseUrl;
use crate::watch::Watch;

/// Serves the published site until a signal stops it.
///
/// # Errors
///
/// When the content has errors, the files cannot be read, or the address cannot be bound.
pub fn run(options: &ServeOptions) -> Result<(), Failure> {
    let manner = Manner {
        watches: !options.no_watch,
        is_preview: false,
        offline: !options.no_offline,
        operation: options.operation.clone(),
        limits: options.limits.clone(),
    };
    serve(&options.listen, manner)
}

/// What distinguishes the commands that serve.
pub struct Manner {
    /// Whether changes of files are followed.
    pub watches: bool,
    /// Whether an editor is served, and no reader.
    pub is_preview: bool,
    /// Whether browsers keep the site for times without a network.
    pub offline: bool,
    /// How the server is watched and ended.
    pub operation: OperationOptions,
    /// What clients may take.
    pub limits: LimitOptions,
}

/// Serves the public site, or in preview what an editor is working on.
pub fn serve(options: &ListenOptions, manner: Manner) -> Result<(), Failure> {
    let is_preview = manner.is_preview;
    let files = &options.files;
    // From now on: a change while the content is read must not be missed.
    let watched = match manner.watches {
        true => live::folders(files),
        false => Vec::new(),
    };
    let (watch, signals) = Watch::new(watched);
    let mut kept = Kept::default();
    let read = live::StaticFiles::read(files, &Assets::default())?;
    let loaded = load(files, Arc::clone(&read.assets), is_preview, &mut kept);
    let operation = &manner.operation;
    report_findings(&loaded.diagnostics, operation.log_format);
    if loaded.catalogue.is_none() && !is_preview {
        let reason = anyhow!(
            "the content has errors: {}",
            count_line(&loaded.diagnostics)
        );
        return Err(Failure {
            exit_code: CONTENT_INVALID,
            error: Some(reason),
        });
    }
    let listeners = listeners::open(options.bind, operation.admin_bind)?;
    let address = listeners::address(listeners.readers.first())?;
    let base = match &options.base_url {
        Some(base) => base.clone(),
        None => {
            if address.ip().is_unspecified() {
                tracing::warn!(
                    "links, cards and codes lead to http://{address}, where readers elsewhere find nothing: give their address with `--base-url`"
                );
            }
            BaseUrl::parse(&format!("http://{address}")).map_err(|error| anyhow!(error))?
        }
    };
    let site_options = Options {
        base: base.clone(),
        preview: is_preview.then_some(0),
        offline: manner.offline,
    };
    let upkeep = Arc::new(server::Upkeep::since(loaded.now.as_second()));
    let told = live::Told {
        upkeep: Arc::clone(&upkeep),
        log_format: operation.log_format,
    };
    let live = Live::new(files.clone(), site_options, read, loaded, kept, told)?;
    let roles = live.site().map_or(0, |site| site.catalogue().role_count());
    let (editions, current) = channel::channel(Arc::new(live.edition()?));
    let handle = live.start(watch, signals, editions)?;
    tracing::info!(roles, "serving {base} at http://{address}");
    if let Some(operator) = &listeners.operator {
        let address = listeners::address(Some(operator))?;
        tracing::info!("metrics at http://{address}/metrics");
    }
    let settings = server::Settings {
        static_files: files.static_files.clone(),
        workers: options.workers.map(usize::from),
        preview: is_preview,
        drain: server::Drain {
            delay: Duration::from_secs(operation.drain_delay.into()),
            timeout: Duration::from_secs(operation.drain_timeout.into()),
        },
        health: Arc::default(),
        upkeep,
        metrics: Arc::default(),
        // What a hash map draws by lot for itself tells processes apart well enough.
        request_ids: Arc::new(server::RequestIds::of_process(
            RandomState::new().hash_one(0),
        )),
        limits: limits(&manner.limits),
    };
    server::run(listeners, current, settings, handle).context("the server failed")?;
    tracing::info!("stopped");
    Ok(())
}

fn limits(options: &LimitOptions) -> server::Limits {
    server::Limits {
        connections: usize::try_from(options.max_connections).unwrap_or(usize::MAX),
        request: Duration::from_secs(options.request_timeout.into()),
        keep_alive: Duration::from_secs(options.keep_alive.into()),
    }
}
