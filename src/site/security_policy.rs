//! What a page may load and run: Content Security Policy Level 3.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::views::Page;

/// The policy of a page: only its own inline styles and scripts, by their hashes, and files of
/// the site itself. A nonce would have to be made per request and would forbid prepared bytes.
#[must_use]
pub fn of_page(page: &Page) -> String {
    format!(
        "default-src 'none'; style-src 'self'{}; script-src 'self'{}; img-src 'self'; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
        hashes(&page.styles),
        hashes(&page.scripts)
    )
}

/// The policy of everything that is not a page: nothing.
pub const OF_FILES: &str = "default-src 'none'; frame-ancestors 'none'";

fn hashes(texts: &[String]) -> String {
    texts
        .iter()
        .map(|text| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text))))
        .collect()
}
