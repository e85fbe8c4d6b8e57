//! `serve`: loads the content, answers requests until told to stop, and follows changes.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::sync::watch as channel;

use super::live::{self, Live};
use super::{CANNOT_BIND, CONTENT_INVALID, Failure, count_line, load, load_assets, print_findings};
use crate::catalogue::Kept;
use crate::cli::{LimitOptions, ListenOptions, ServeOptions};
use crate::server;
use crate::site::Options;
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
    let loaded = load(files, Arc::new(load_assets(files)?), is_preview, &mut kept);
    print_findings(&loaded.diagnostics);
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
    let listener = bind(options)?;
    let address = listener
        .local_addr()
        .context("the listener has no address")?;
    let base = match &options.base_url {
        Some(base) => base.clone(),
        None => BaseUrl::parse(&format!("http://{address}")).map_err(|error| anyhow!(error))?,
    };
    let site_options = Options {
        base: base.clone(),
        preview: is_preview.then_some(0),
        offline: manner.offline,
    };
    let live = Live::new(files.clone(), site_options, loaded, kept)?;
    let roles = live.site().map_or(0, |site| site.catalogue().role_count());
    let (editions, current) = channel::channel(Arc::new(live.edition()?));
    let handle = live.start(watch, signals, editions)?;
    tracing::info!(roles, "serving {base} at http://{address}");
    let settings = server::Settings {
        static_files: files.static_files.clone(),
        workers: options.workers.map(usize::from),
        preview: is_preview,
        limits: limits(&manner.limits),
    };
    server::run(listener, current, settings, handle).context("the server failed")?;
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

fn bind(options: &ListenOptions) -> Result<TcpListener, Failure> {
    TcpListener::bind(options.bind).map_err(|error| Failure {
        exit_code: CANNOT_BIND,
        error: Some(anyhow!(error).context(format!(
            "cannot listen on `{}` (choose another with `--bind`)",
            options.bind
        ))),
    })
}
