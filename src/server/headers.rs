//! What every answer says besides its content, as actix has it.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::site::document::CachePolicy;
use crate::site::headers::{ALWAYS, STRICT_TRANSPORT};
use crate::site::security_policy;
use crate::urls::BaseUrl;

/// Adds what every answer says and this one does not say yet.
pub fn complete(headers: &mut HeaderMap, base: &BaseUrl) {
    // A prepared document says all there is to say, and leaves out what must not be said.
    if headers.contains_key(header::X_CONTENT_TYPE_OPTIONS) {
        return;
    }
    let strict = (header::STRICT_TRANSPORT_SECURITY.as_str(), STRICT_TRANSPORT);
    let strict = base.is_https().then_some(strict);
    let policy = (
        header::CONTENT_SECURITY_POLICY.as_str(),
        security_policy::OF_FILES,
    );
    let cache = (
        header::CACHE_CONTROL.as_str(),
        CachePolicy::Revalidate.header(),
    );
    let all = ALWAYS.into_iter().chain(strict).chain([policy, cache]);
    for (name, value) in all {
        if !headers.contains_key(name) {
            let name = HeaderName::from_static(name);
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
