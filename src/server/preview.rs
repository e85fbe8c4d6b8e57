//! What only an editor's server answers: the stream that tells of changes, and the findings.

use std::convert::Infallible;
use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::{Answer, CurrentEdition, documents};
use crate::site::Edition;

/// A stream of server-sent events (HTML standard, section 9.2): one at once and one for every
/// change, until the server stops.
pub async fn events(current: web::Data<CurrentEdition>) -> Answer {
    let editions = WatchStream::new(current.get_ref().clone());
    let events = editions.map(|edition| Ok::<_, Infallible>(event(&edition)));
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/event-stream")
        .streaming(events)
}

/// A browser that lost the stream asks again after so many milliseconds.
const RETRY_MS: u32 = 300;

fn event(edition: &Edition) -> Bytes {
    let data = serde_json::json!({
        "edition": edition.number,
        "broken": edition.is_broken,
        "warnings": edition.warnings,
    });
    format!("retry: {RETRY_MS}\ndata: {data}\n\n").into()
}

/// What is wrong with the content.
pub async fn findings(request: HttpRequest, current: web::Data<CurrentEdition>) -> Answer {
    let edition = Arc::clone(&current.borrow());
    page(&edition, &request, StatusCode::OK)
}

/// The findings, also in the place of a site that is not there yet.
pub fn page(edition: &Edition, request: &HttpRequest, status: StatusCode) -> Answer {
    match &edition.findings {
        Some(document) => documents::respond(&edition.base, request, status, document),
        None => HttpResponse::NotFound().finish(),
    }
}
