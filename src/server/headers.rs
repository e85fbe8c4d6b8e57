//! What every answer says besides its content.

use actix_web::HttpResponseBuilder;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::site::document::CachePolicy;
use crate::site::headers::{ALWAYS, FOR_EVERYONE, STRICT_TRANSPORT, worker_scope};
use crate::site::security_policy;
use crate::urls::BaseUrl;

/// Adds the headers of every answer.
pub fn add(response: &mut HttpResponseBuilder, base: &BaseUrl) {
    for header in ALWAYS {
        response.insert_header(header);
    }
    if base.is_https() {
        response.insert_header((header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT));
    }
}

/// Lets pages of other sites read it: Fetch section 3.3, and show it: section 3.7.
pub fn let_everyone_read(response: &mut HttpResponseBuilder) {
    for header in FOR_EVERYONE {
        response.insert_header(header);
    }
}

/// Lets a service worker look after the index page too, whose address has no slash at its end
/// and so is not below that of the worker: Service Workers section 3.4.
pub fn let_worker_look_after(response: &mut HttpResponseBuilder, base: &BaseUrl) {
    response.insert_header(worker_scope(base));
}

/// Adds them to files that actix serves, which may change under the same address.
pub fn add_to_static_file(headers: &mut HeaderMap, base: &BaseUrl) {
    for (name, value) in ALWAYS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if base.is_https() {
        let value = HeaderValue::from_static(STRICT_TRANSPORT);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    let policy = HeaderValue::from_static(security_policy::OF_FILES);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let policy = HeaderValue::from_static(CachePolicy::Revalidate.header());
    headers.insert(header::CACHE_CONTROL, policy);
}
