//! What every answer says besides its content.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};

use crate::site::document::CachePolicy;
use crate::site::security_policy;
use crate::urls::{BaseUrl, UrlPath};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Headers of every answer, whatever it is.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    ),
    (OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// Two years, as browsers' preload lists ask for.
const STRICT_TRANSPORT: HeaderValue =
    HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The headers of every answer of a site.
pub fn of_every_answer(base: &BaseUrl) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let over_tls = (header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    let over_tls = base.is_https().then_some(over_tls);
    ALWAYS.into_iter().chain(over_tls)
}

/// Adds what every answer says and this one does not say yet.
pub fn complete(headers: &mut HeaderMap, base: &BaseUrl) {
    let policy = HeaderValue::from_static(security_policy::OF_FILES);
    let policy = (header::CONTENT_SECURITY_POLICY, policy);
    let cache = HeaderValue::from_static(CachePolicy::Revalidate.header());
    let cache = (header::CACHE_CONTROL, cache);
    for (name, value) in of_every_answer(base).chain([policy, cache]) {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
}

/// Lets pages of other sites read it: Fetch section 3.3, and show it: section 3.7.
pub fn let_everyone_read(headers: &mut Vec<(HeaderName, HeaderValue)>) {
    headers.retain(|(name, _)| name != RESOURCE_POLICY);
    headers.push((RESOURCE_POLICY, HeaderValue::from_static("cross-origin")));
    let everyone = HeaderValue::from_static("*");
    headers.push((header::ACCESS_CONTROL_ALLOW_ORIGIN, everyone));
}

/// Lets a service worker look after the index page too, whose address has no slash at its end
/// and so is not below that of the worker: Service Workers section 3.4.
///
/// # Errors
///
/// When the base path is no header's value.
pub fn let_worker_look_after(
    base: &BaseUrl,
) -> Result<(HeaderName, HeaderValue), InvalidHeaderValue> {
    let scope = HeaderValue::from_str(&base.href(&UrlPath::index()))?;
    Ok((HeaderName::from_static("service-worker-allowed"), scope))
}
