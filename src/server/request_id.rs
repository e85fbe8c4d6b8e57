//! Names for requests that went wrong, so that what a reader saw can be found in the log.
//!
//! Requests that went well have none: a name for each would cost more than finding the page.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, web};

use super::Answer;

/// The header, as proxies such as nginx and HAProxy send it.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A longer name is no name: a UUID has 36 characters, what clouds make about 60.
const MAX_LENGTH: usize = 100;

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

    /// The name a proxy gave a request, or a new one.
    pub fn of(&self, request: &HttpRequest) -> HeaderValue {
        match request.headers().get(REQUEST_ID) {
            Some(name) if is_sane(name) => name.clone(),
            _ => self.new_name(),
        }
    }

    fn new_name(&self) -> HeaderValue {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        let name = format!("{:016x}-{number}", self.process);
        // Hexadecimal digits are always a header's value.
        HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("unnamed"))
    }
}

/// Names an answer to a request that went wrong, and logs it under that name.
pub fn mark(request: &HttpRequest, answer: &mut Answer) {
    let Some(ids) = request.app_data::<web::Data<RequestIds>>() else {
        return;
    };
    let name = ids.of(request);
    let request_id = name.to_str().unwrap_or_default();
    let (method, path) = (request.method().as_str(), request.uri().path());
    let status = answer.status().as_u16();
    if answer.status().is_server_error() {
        tracing::error!(request_id, method, path, status, "a request failed");
    } else {
        tracing::debug!(request_id, method, path, status, "a request was refused");
    }
    answer.headers_mut().insert(REQUEST_ID, name);
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
            let id = ids.of(&request.to_http_request());
            id.to_str().map(str::to_owned)
        };
        for sane in [
            "7f3c",
            "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "Root=1-67@x/y+z:_.",
        ] {
            assert_eq!(named(sane).ok().as_deref(), Some(sane));
        }
        for (number, insane) in ["", "a b", "<a>", "a\"b", &"a".repeat(101), "名"]
            .into_iter()
            .enumerate()
        {
            let expected = format!("0000000000000abc-{number}");
            assert_eq!(named(insane).ok().as_deref(), Some(expected.as_str()));
        }
    }
}
