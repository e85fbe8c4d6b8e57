//! The least an actix-web handler can do: the same bytes and headers as the server's own answer,
//! from prepared values, without negotiation, counting, or a choice of addresses.
//!
//! `bare ADDRESS HEAD BODY`: HEAD and BODY are files with an answer as the server sent it.

#![expect(
    clippy::expect_used,
    reason = "a benchmark may stop at the first surprise"
)]

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;

/// What actix-web writes itself.
const WRITTEN_BY_ACTIX: [HeaderName; 3] =
    [header::DATE, header::CONTENT_LENGTH, header::CONNECTION];

/// What describes bytes, and so is no part of a 304.
const ABOUT_BYTES: [HeaderName; 2] = [header::CONTENT_TYPE, header::CONTENT_ENCODING];

#[derive(Clone)]
struct Answer {
    headers: Vec<(HeaderName, HeaderValue)>,
    etag: HeaderValue,
    body: Bytes,
}

async fn answer(request: HttpRequest, answer: web::Data<Answer>) -> HttpResponse {
    let is_fresh = request.headers().get(header::IF_NONE_MATCH) == Some(&answer.etag);
    let mut response = match is_fresh {
        true => HttpResponse::new(StatusCode::NOT_MODIFIED),
        false => HttpResponse::Ok().body(answer.body.clone()),
    };
    for (name, value) in &answer.headers {
        if !(is_fresh && ABOUT_BYTES.contains(name)) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
    response
}

fn main() -> std::io::Result<()> {
    // Cargo itself adds `--bench`.
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let mut next = || arguments.next();
    let (Some(address), Some(head), Some(body)) = (next(), next(), next()) else {
        // Without arguments it is only built.
        return Ok(());
    };
    let head = std::fs::read_to_string(head)?;
    let headers = head.lines().filter_map(|line| line.split_once(": "));
    let headers: Vec<(HeaderName, HeaderValue)> = headers
        .map(|(name, value)| {
            let name = HeaderName::try_from(name).expect("a name");
            let value = HeaderValue::try_from(value.trim_end()).expect("a value");
            (name, value)
        })
        .filter(|(name, _)| !WRITTEN_BY_ACTIX.contains(name))
        .collect();
    let etag = headers.iter().find(|(name, _)| name == header::ETAG);
    let answer_with = Answer {
        etag: etag.expect("a tag").1.clone(),
        headers,
        body: std::fs::read(body)?.into(),
    };
    let answer_with = web::Data::new(answer_with);
    actix_web::rt::System::new().block_on(
        HttpServer::new(move || {
            App::new()
                .app_data(answer_with.clone())
                .default_service(web::to(answer))
        })
        .workers(1)
        .bind(address)?
        .run(),
    )
}
