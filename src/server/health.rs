//! What supervisors and balancers ask a process: whether it is alive, and whether it wants requests.

use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::{Answer, CurrentEdition, Route, documents, headers};
use crate::urls::{HEALTH, READINESS};

/// Whether the server still wants requests.
#[derive(Debug, Default)]
pub struct Health {
    leaving: AtomicBool,
}

impl Health {
    /// From now on balancers are asked to send requests elsewhere.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }
}

/// Adds both addresses, which answer on the readers' port and on the operator's.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource(HEALTH).to(alive))
        .service(web::resource(READINESS).to(ready));
}

/// Says that the process answers.
async fn alive(request: HttpRequest, current: web::Data<CurrentEdition>) -> Answer {
    answer(&request, &current, StatusCode::OK, "alive\n")
}

/// Says whether there is a site, and the process is not about to end.
async fn ready(
    request: HttpRequest,
    current: web::Data<CurrentEdition>,
    health: web::Data<Health>,
) -> Answer {
    let has_site = current.borrow().site.is_some();
    let (status, text) = match (health.is_leaving(), has_site) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "no site yet\n"),
        (false, true) => (StatusCode::OK, "ready\n"),
    };
    answer(&request, &current, status, text)
}

fn answer(
    request: &HttpRequest,
    current: &CurrentEdition,
    status: StatusCode,
    text: &'static str,
) -> Answer {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let (status, text) = match is_read {
        true => (status, text),
        false => (StatusCode::METHOD_NOT_ALLOWED, ""),
    };
    let mut response = HttpResponse::build(status);
    if !is_read {
        response.insert_header((header::ALLOW, documents::ALLOWED));
    }
    let mut answer = response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(text);
    headers::complete(answer.headers_mut(), &current.borrow().base);
    answer.extensions_mut().insert(Route::Health);
    answer
}
