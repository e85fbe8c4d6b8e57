//! `serve`: loads the content, builds the site, answers requests until told to stop.

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::{Context, anyhow};

use super::{CANNOT_BIND, CONTENT_INVALID, Failure, count_line, load, print_findings};
use crate::cli::ServeOptions;
use crate::server;
use crate::site::{Options, Site};
use crate::urls::BaseUrl;

/// Serves the published site until a signal stops it.
///
/// # Errors
///
/// When the content has errors, the files cannot be read, or the address cannot be bound.
pub fn run(options: &ServeOptions) -> Result<(), Failure> {
    let now = jiff::Timestamp::now();
    let loaded = load(&options.files, now)?;
    if !loaded.diagnostics.is_empty() {
        print_findings(&loaded.diagnostics);
    }
    let Some(catalogue) = loaded.catalogue else {
        let reason = anyhow!(
            "the content has errors: {}",
            count_line(&loaded.diagnostics)
        );
        return Err(Failure {
            exit_code: CONTENT_INVALID,
            error: Some(reason),
        });
    };
    let listener = bind(options)?;
    let address = listener
        .local_addr()
        .context("the listener has no address")?;
    let base = match &options.base_url {
        Some(base) => base.clone(),
        None => BaseUrl::parse(&format!("http://{address}")).map_err(|error| anyhow!(error))?,
    };
    let roles = catalogue.role_count();
    let built = Options {
        offline: !options.no_offline,
        ..Options::default()
    };
    let site = Site::build(catalogue, Arc::new(loaded.assets), base, now, built)
        .context("cannot build the site")?;
    tracing::info!(roles, "serving {} at http://{address}", site.base());
    let settings = server::Settings {
        static_files: options.files.static_files.clone(),
        workers: options.workers.map(usize::from),
    };
    server::run(listener, site, settings).context("the server failed")?;
    tracing::info!("stopped");
    Ok(())
}

fn bind(options: &ServeOptions) -> Result<TcpListener, Failure> {
    TcpListener::bind(options.bind).map_err(|error| Failure {
        exit_code: CANNOT_BIND,
        error: Some(anyhow!(error).context(format!(
            "cannot listen on `{}` (choose another with `--bind`)",
            options.bind
        ))),
    })
}
