//! The site over HTTP. actix lives only here.

mod documents;
mod headers;
mod negotiation;
mod static_files;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use tokio::sync::watch;

use crate::site::Site;
use crate::urls::STATIC;

/// The site as requests see it: always whole, replaced in one step.
pub type CurrentSite = watch::Receiver<Arc<Site>>;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder behind the address of static files.
    pub static_files: PathBuf,
    /// Threads that answer requests; one per core when not given.
    pub workers: Option<usize>,
}

/// Requests in flight may take so long after a signal to stop, in seconds.
const DRAIN_SECONDS: u64 = 10;

/// A client may take so long to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The whole application: the one the server runs and the tests call.
pub fn app(
    site: CurrentSite,
    settings: Settings,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let static_address = format!("{}{STATIC}", site.borrow().base().path());
    App::new()
        .app_data(web::Data::new(site))
        .service(
            web::scope(&static_address)
                .wrap(from_fn(static_files::complete))
                .service(static_files::service(&settings.static_files)),
        )
        .default_service(web::to(documents::serve))
}

/// Answers requests on a listener until the process is told to stop.
///
/// SIGTERM and SIGINT stop it gracefully: requests in flight are finished, within a limit.
///
/// # Errors
///
/// When the server cannot start.
pub fn run(listener: TcpListener, site: Site, settings: Settings) -> std::io::Result<()> {
    // The sender lives as long as the server does; dropping it ends what waits for a new site.
    let (_sender, current) = watch::channel(Arc::new(site));
    let workers = settings.workers;
    actix_web::rt::System::new().block_on(async move {
        let mut server = HttpServer::new(move || app(current.clone(), settings.clone()))
            .client_request_timeout(HEAD_TIMEOUT)
            .shutdown_timeout(DRAIN_SECONDS)
            .disable_signals();
        if let Some(workers) = workers {
            server = server.workers(workers);
        }
        let server = server.listen(listener)?.run();
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            if let Err(error) = stop_signal().await {
                tracing::error!(%error, "cannot wait for signals");
                return;
            }
            tracing::info!("stopping");
            handle.stop(true).await;
        });
        server.await
    })
}

/// Waits for the operating system to ask for an end.
async fn stop_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}

/// The body type of every answer this module makes itself.
type Answer = actix_web::HttpResponse<BoxBody>;
