//! What answers say besides their content: sent by the server, written down by an export.

use super::document::{CachePolicy, Document};
use super::security_policy;
use crate::urls::{BaseUrl, UrlPath};

/// Takes a window away from those who opened it: HTML standard, section 7.1.3.
pub const OPENER_POLICY: &str = "cross-origin-opener-policy";

/// Headers of every answer, whatever it is.
pub const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    (OPENER_POLICY, "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// What lets pages of other sites read an answer: Fetch section 3.3, and show it: section 3.7.
pub const FOR_EVERYONE: [(&str, &str); 2] = [
    ("access-control-allow-origin", "*"),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// Two years, for this host alone: those below it are not this site's affair.
pub const STRICT_TRANSPORT: &str = "max-age=63072000";

/// Lets the worker look after the index page: Service Workers section 3.4.
#[must_use]
pub fn worker_scope(base: &BaseUrl) -> (&'static str, String) {
    ("service-worker-allowed", base.href(&UrlPath::index()))
}

/// What is said of everything.
#[must_use]
pub fn of_everything(base: &BaseUrl) -> Vec<(&'static str, String)> {
    let always = ALWAYS.map(|(name, value)| (name, value.to_owned()));
    let strict = ("strict-transport-security", STRICT_TRANSPORT.to_owned());
    let strict = base.is_https().then_some(strict);
    always.into_iter().chain(strict).collect()
}

/// What is said of a document besides.
#[must_use]
pub fn of_document(base: &BaseUrl, path: &str, document: &Document) -> Vec<(&'static str, String)> {
    let policy = document.security_policy.as_deref();
    let policy = policy.unwrap_or(security_policy::OF_FILES);
    let mut headers = vec![
        ("cache-control", document.cache.header().to_owned()),
        ("content-security-policy", policy.to_owned()),
        ("content-type", document.content_type.to_owned()),
    ];
    if document.for_everyone {
        headers.extend(FOR_EVERYONE.map(|(name, value)| (name, value.to_owned())));
    }
    if document.is_page() && document.cache == CachePolicy::Page {
        let rules = base.href(&UrlPath::speculation_rules());
        headers.push(("speculation-rules", format!("\"{rules}\"")));
    }
    if path == UrlPath::service_worker().as_str() {
        headers.push(worker_scope(base));
    }
    headers
}
