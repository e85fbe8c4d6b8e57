//! Names for requests that went wrong, so that what a reader saw can be found in the log.
//!
//! Requests that went well have none: a name for each would cost more than finding the page.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::RequestHead;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri};

use super::Answer;

/// The header, as proxies such as nginx and HAProxy send it.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A longer name is no name: a UUID has 36 characters, what clouds make about 60.
const MAX_LENGTH: usize = 100;

/// What a request is known by, kept while its answer is made.
#[derive(Debug)]
pub struct Asked {
    name: Option<HeaderValue>,
    method: Method,
    uri: Uri,
}

impl Asked {
    /// Of this request; nothing of it is copied.
    pub fn of(request: &RequestHead) -> Self {
        Self {
            name: request.headers().get(REQUEST_ID).cloned(),
            method: request.method.clone(),
            uri: request.uri.clone(),
        }
    }
}

/// Gives names.
#[derive(Debug)]
pub struct RequestIds {
    /// Tells this process from all others.
    process: u64,
    given: AtomicU64,
}

impl RequestIds {
    /// For a process with this name; it should be drawn by lot.
    #[must_use]
    pub fn of_process(process: u64) -> Self {
        Self {
            process,
            given: AtomicU64::new(0),
        }
    }

    /// Names the answer to a request that went wrong, and logs it under that name: the one a
    /// proxy gave it, or a new one.
    pub fn mark(&self, asked: &Asked, answer: &mut Answer) {
        let given = asked.name.clone().filter(is_sane);
        let name = given.unwrap_or_else(|| self.new_name());
        let request_id = name.to_str().unwrap_or_default();
        let (method, path) = (asked.method.as_str(), asked.uri.path());
        let status = answer.status().as_u16();
        // Whoever answers 503 means it, and says so itself where it is news.
        if answer.status() == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(request_id, method, path, status, "a request failed");
        } else {
            tracing::debug!(request_id, method, path, status, "a request was refused");
        }
        answer.headers_mut().insert(REQUEST_ID, name);
    }

    fn new_name(&self) -> HeaderValue {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        let name = format!("{:016x}-{number}", self.process);
        // Hexadecimal digits are always a header's value.
        HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("unnamed"))
    }
}

/// Only what can be written into any log as it is.
fn is_sane(name: &HeaderValue) -> bool {
    let bytes = name.as_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:=+/@".contains(byte);
    (1..=MAX_LENGTH).contains(&bytes.len()) && bytes.iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_sane_name_is_kept_and_others_are_replaced() {
        let ids = RequestIds::of_process(0xabc);
        let named = |name: &str| {
            let request = TestRequest::default().insert_header((REQUEST_ID, name));
            let mut answer = Answer::new(actix_web::http::StatusCode::NOT_FOUND);
            let asked = Asked::of(request.to_http_request().head());
            ids.mark(&asked, &mut answer);
            let name = answer.headers().get(REQUEST_ID).cloned();
            name.and_then(|name| name.to_str().map(str::to_owned).ok())
        };
        for sane in [
            "7f3c",
            "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "Root=1-67@x/y+z:_.",
        ] {
            assert_eq!(named(sane).as_deref(), Some(sane));
        }
        let long = "a".repeat(101);
        let insane = ["", "a b", "<a>", "a\"b", &long, "名"];
        for (number, insane) in insane.into_iter().enumerate() {
            let expected = format!("0000000000000abc-{number}");
            assert_eq!(named(insane), Some(expected), "{insane}");
        }
    }
}
