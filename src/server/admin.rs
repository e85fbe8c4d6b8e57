//! What only the operator sees, on a port of its own: metrics, and whether the server is well.

mod exposition;
mod process;

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, web};

use self::exposition::Exposition;
use super::connections::Connections;
use super::health::{self, Health};
use super::metrics::{Metrics, Snapshot};
use super::upkeep::Upkeep;
use super::{Answer, CurrentEdition};
use crate::urls::METRICS;

/// What the operator can be told.
#[derive(Clone)]
pub struct Insight {
    /// What is served.
    pub current: web::Data<CurrentEdition>,
    /// Whether the server wants requests.
    pub health: web::Data<Health>,
    /// How the content came to be.
    pub upkeep: web::Data<Upkeep>,
    /// What is counted about requests.
    pub metrics: web::Data<Metrics>,
    /// How many readers are connected.
    pub connections: web::Data<Connections>,
}

/// The operator's server, which lives as long as the readers' does.
///
/// # Errors
///
/// When it cannot start.
pub fn server(listener: TcpListener, insight: Insight) -> std::io::Result<Server> {
    let app = move || {
        let insight = insight.clone();
        App::new()
            .app_data(insight.current)
            .app_data(insight.health)
            .app_data(insight.upkeep)
            .app_data(insight.metrics)
            .app_data(insight.connections)
            .configure(health::routes)
            .service(
                web::resource(METRICS)
                    .route(web::get().to(metrics))
                    .route(web::head().to(metrics)),
            )
    };
    let server = HttpServer::new(app)
        .workers(1)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Everything that is counted, in the Prometheus text format.
async fn metrics(
    current: web::Data<CurrentEdition>,
    upkeep: web::Data<Upkeep>,
    metrics: web::Data<Metrics>,
    connections: web::Data<Connections>,
) -> Answer {
    let mut exposition = Exposition::default();
    exposition.info(
        "career_directions_build_info",
        "The version of the program.",
        &[("version", env!("CARGO_PKG_VERSION"))],
    );
    let version = current.borrow().site.as_ref().map(|site| site.version());
    exposition.info(
        "career_directions_content_info",
        "The version of the content: equal where replicas serve the same.",
        &[("version", version.as_deref().unwrap_or_default())],
    );
    write_upkeep(&mut exposition, &upkeep);
    write_requests(&mut exposition, &metrics.snapshot());
    exposition.gauge(
        "career_directions_connections",
        "Connections of readers that are open.",
        connections.count(),
    );
    process::write(&mut exposition);
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type(exposition::CONTENT_TYPE)
        .body(exposition.into_text())
}

fn write_upkeep(exposition: &mut Exposition, upkeep: &Upkeep) {
    let upkeep = upkeep.snapshot();
    exposition.counter(
        "career_directions_reloads_total",
        "How often new content took the place of the old.",
        upkeep.reloads,
    );
    exposition.counter(
        "career_directions_load_errors_total",
        "How often content was read that could not be served.",
        upkeep.failures,
    );
    exposition.gauge(
        "career_directions_content_stale",
        "1 while the newest content has errors and an older one is served.",
        u8::from(upkeep.is_stale),
    );
    exposition.gauge(
        "career_directions_content_loaded_timestamp_seconds",
        "When what is served was read, in seconds since 1970.",
        upkeep.loaded_at,
    );
}

fn write_requests(exposition: &mut Exposition, requests: &Snapshot) {
    let name = "career_directions_requests_total";
    exposition.family(name, "counter", "Requests answered.");
    for ((route, status), count) in &requests.requests {
        let status = status.to_string();
        let labels = [("route", route.name()), ("status", status.as_str())];
        exposition.sample(name, &labels, count);
    }
    let name = "career_directions_request_duration_seconds";
    exposition.family(
        name,
        "histogram",
        "How long making an answer took, in seconds; sending it is not in it.",
    );
    for (route, durations) in &requests.durations {
        let route = ("route", route.name());
        let bucket = format!("{name}_bucket");
        for (bound, count) in &durations.at_most {
            let bound = bound.as_secs_f64().to_string();
            exposition.sample(&bucket, &[route, ("le", bound.as_str())], count);
        }
        exposition.sample(&bucket, &[route, ("le", "+Inf")], durations.count);
        let sum = durations.sum.as_secs_f64();
        exposition.sample(&format!("{name}_sum"), &[route], sum);
        exposition.sample(&format!("{name}_count"), &[route], durations.count);
    }
}
