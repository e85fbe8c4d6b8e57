//! The site over HTTP. actix lives only here.

mod admin;
mod connections;
mod dated;
mod documents;
mod entrance;
mod fast_path;
mod headers;
mod health;
mod life;
mod limits;
mod metrics;
mod negotiation;
mod prepared;
mod preview;
mod request_id;
mod shelf;
mod static_files;
pub mod supervisor;
mod upkeep;

use std::net::{SocketAddr, TcpListener};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Protocol};
use actix_server::{GracefulShutdownSignal, ServerBuilder};
use actix_service::{IntoServiceFactory, map_config};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{AppConfig, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, web};
use tokio::sync::watch;

use self::admin::Insight;
use self::connections::Connections;
use self::fast_path::FastPath;
use crate::site::Edition;
use crate::urls::{STATIC, UrlPath};

pub use self::entrance::{Application, Entrance};
pub use self::health::Health;
pub use self::life::{Control, Drain};
pub use self::limits::{Limits, lengthen_queue};
pub use self::metrics::{Durations, Metrics, Recorder, Route, Snapshot};
pub use self::request_id::RequestIds;
pub use self::upkeep::{Upkeep, UpkeepSnapshot};

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
    /// How it ends.
    pub drain: Drain,
    /// Whether it still wants requests.
    pub health: Arc<Health>,
    /// How its content came to be.
    pub upkeep: Arc<Upkeep>,
    /// What is counted about requests.
    pub metrics: Arc<Metrics>,
    /// Names for requests that went wrong.
    pub request_ids: Arc<RequestIds>,
    /// What clients may take.
    pub limits: Limits,
}

/// Where a server answers.
#[derive(Debug)]
pub struct Listeners {
    /// Readers.
    pub readers: Vec<TcpListener>,
    /// The operator.
    pub operator: Option<TcpListener>,
}

/// The whole application, one for each worker.
pub fn entrance(
    current: CurrentEdition,
    settings: Settings,
    recorder: Recorder,
) -> Entrance<impl Application> {
    let request_ids = Arc::clone(&settings.request_ids);
    let app = app(current.clone(), settings);
    Entrance::new(app.into_factory(), current, recorder, request_ids)
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
        .app_data(web::Data::from(settings.health))
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
                    .route(&findings, web::get().to(preview::findings))
                    .route(&findings, web::head().to(preview::findings));
            }
        })
        .configure(health::routes)
        .default_service(web::to(documents::serve))
}

/// Answers requests until the process is told to stop.
///
/// SIGTERM and SIGINT stop it gracefully: requests in flight are finished, within a limit.
///
/// # Errors
///
/// When the server cannot start.
pub fn run(
    listeners: Listeners,
    current: CurrentEdition,
    settings: Settings,
    control: impl Control,
) -> std::io::Result<()> {
    let limits = settings.limits;
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let workers = settings.workers.unwrap_or_else(cores);
    limits.raise_open_files();
    actix_web::rt::System::new().block_on(async move {
        // Before anything is said to be ready: a signal must never meet its default.
        let signals = life::Signals::new()?;
        let insight = Insight {
            current: web::Data::new(current.clone()),
            health: web::Data::from(Arc::clone(&settings.health)),
            upkeep: web::Data::from(Arc::clone(&settings.upkeep)),
            metrics: web::Data::from(Arc::clone(&settings.metrics)),
            connections: web::Data::new(Connections::default()),
        };
        let connections = Connections::clone(&insight.connections);
        if let Some(listener) = listeners.operator {
            actix_web::rt::spawn(admin::server(listener, insight.clone())?);
        }
        let drain = settings.drain;
        let mut server = ServerBuilder::new()
            .workers(workers)
            .max_concurrent_connections(limits.connections_of_each(workers))
            .shutdown_timeout(drain.timeout.as_secs())
            .disable_signals();
        let ending = server.graceful_shutdown_signal();
        let service = move || {
            let recorder = settings.metrics.recorder();
            let path = FastPath {
                current: current.clone(),
                recorder: recorder.clone(),
                limits,
                connections: connections.clone(),
                ending: ending.clone(),
            };
            let entrance = entrance(current.clone(), settings.clone(), recorder);
            path.before(http(entrance, limits, ending.clone()))
        };
        for listener in listeners.readers {
            server = server.listen("readers", listener, service.clone())?;
        }
        let server = server.run();
        let handle = server.handle();
        life::live(server, handle, signals, control, insight.health, drain).await
    })
}

/// HTTP/1.1 of all connections that leave the fast path.
fn http(
    entrance: Entrance<impl Application>,
    limits: Limits,
    ending: GracefulShutdownSignal,
) -> impl ServiceFactory<
    (fast_path::Begun, Protocol, Option<SocketAddr>),
    Config = (),
    Response = (),
    Error = DispatchError,
    InitError = (),
    Service: 'static,
    Future: 'static,
> {
    HttpService::build()
        .graceful_shutdown_signal(move || {
            let ending = ending.clone();
            async move { ending.notified().await }
        })
        .keep_alive(limits.keep_alive)
        .client_request_timeout(limits.request)
        .client_disconnect_timeout(DISCONNECT_TIMEOUT)
        // The address of the application is only for those who ask actix for one.
        .finish(map_config(entrance, |()| AppConfig::default()))
}

/// Who was told that a connection ends may take so long to end it, too.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// What is logged unless the operator says otherwise: what actix says of its life, we say; what
/// clients send that is no HTTP is refused, and fills no log.
pub const LOG_FILTER: &str = "info,actix_server=warn,actix_http=off";

/// The body type of every answer this module makes itself.
type Answer = actix_web::HttpResponse<BoxBody>;
