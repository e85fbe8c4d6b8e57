//! The site over HTTP. actix lives only here.

mod documents;
mod entrance;
mod headers;
mod limits;
mod metrics;
mod negotiation;
mod prepared;
mod preview;
mod shelf;
mod static_files;

use std::net::TcpListener;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use actix_service::IntoServiceFactory;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use tokio::sync::watch;

use self::entrance::{Application, Entrance};
use crate::site::Edition;
use crate::urls::{STATIC, UrlPath};

pub use self::limits::Limits;
pub use self::metrics::{Durations, Metrics, Recorder, Route, Snapshot};

/// The site as requests see it: always whole, replaced in one step.
pub type CurrentEdition = watch::Receiver<Arc<Edition>>;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder behind the address of static files.
    pub static_files: PathBuf,
    /// Threads that answer requests; one per core when not given.
    pub workers: Option<usize>,
    /// Whether the server is an editor's own.
    pub preview: bool,
    /// What clients may take.
    pub limits: Limits,
}

/// What the operating system may ask of a server.
pub trait Control: Send + 'static {
    /// Reads everything again (SIGHUP).
    fn reload(&self);
    /// Ends everything that holds an open stream (SIGTERM, SIGINT), before requests are drained.
    fn stop(&mut self);
}

/// Requests in flight may take so long after a signal to stop, in seconds.
const DRAIN_SECONDS: u64 = 10;

/// The whole application, one for each worker.
fn entrance(
    current: CurrentEdition,
    settings: Settings,
    recorder: Recorder,
) -> Entrance<impl Application> {
    let app = app(current.clone(), settings);
    Entrance::new(app.into_factory(), current, recorder)
}

/// Everything that is not a prepared document.
fn app(
    current: CurrentEdition,
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
    let base = current.borrow().base.clone();
    let static_address = format!("{}{STATIC}", base.path());
    App::new()
        .app_data(web::Data::new(current))
        .service(
            web::scope(&static_address)
                .wrap(from_fn(static_files::complete))
                .service(static_files::service(&settings.static_files)),
        )
        .configure(|config| {
            if settings.preview {
                let events = base.href(&UrlPath::preview_events());
                let findings = base.href(&UrlPath::preview_findings());
                config
                    .route(&events, web::get().to(preview::events))
                    .route(&findings, web::get().to(preview::findings));
            }
        })
        .default_service(web::to(documents::serve))
}

/// Answers requests on a listener until the process is told to stop.
///
/// SIGTERM and SIGINT stop it gracefully: requests in flight are finished, within a limit.
///
/// # Errors
///
/// When the server cannot start.
pub fn run(
    listener: TcpListener,
    current: CurrentEdition,
    settings: Settings,
    mut control: impl Control,
) -> std::io::Result<()> {
    let limits = settings.limits;
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let workers = settings.workers.unwrap_or_else(cores);
    limits.raise_open_files();
    limits::lengthen_queue(&listener)?;
    let metrics = Arc::new(Metrics::default());
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            entrance(current.clone(), settings.clone(), metrics.recorder())
        })
        .workers(workers)
        .max_connections(limits.connections_of_each(workers))
        .client_request_timeout(limits.request)
        .keep_alive(limits.keep_alive)
        .tcp_nodelay(true)
        .on_connect(|stream, _| limits::watch_reader(stream))
        .shutdown_timeout(DRAIN_SECONDS)
        .disable_signals();
        let server = server.listen(listener)?.run();
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            if let Err(error) = signals(&control).await {
                tracing::error!(%error, "cannot wait for signals");
                return;
            }
            tracing::info!("stopping");
            control.stop();
            handle.stop(true).await;
        });
        server.await
    })
}

/// Waits for the operating system to ask for an end; reloads when it asks for that.
async fn signals(control: &impl Control) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    loop {
        tokio::select! {
            _ = terminate.recv() => return Ok(()),
            _ = interrupt.recv() => return Ok(()),
            _ = hangup.recv() => control.reload(),
        }
    }
}

/// The body type of every answer this module makes itself.
type Answer = actix_web::HttpResponse<BoxBody>;
