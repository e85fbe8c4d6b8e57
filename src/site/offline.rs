//! What keeps the site readable without a network: a service worker, and the list of what it
//! keeps. It always asks the network first, so that nobody reads yesterday's page today.

use sha2::{Digest, Sha256};

use super::document::{CachePolicy, Document};
use super::{HTML, Site, dynamic};
use crate::site::encoding::Encoding;
use crate::urls::UrlPath;
use crate::views::worker;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A worker may fetch from the site, and nothing else.
const POLICY: &str = "default-src 'none'; connect-src 'self'";

/// Readers are made to load so much at most, in bytes on the wire: about five hundred pages.
/// On a larger site the first pages are kept, and those a reader has visited.
const MOST_BYTES: usize = 6 << 20;

impl Site {
    /// Adds the worker and its list, or the worker that ends the one before.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub(super) fn add_what_works_offline(&mut self) -> anyhow::Result<()> {
        let base = self.base.path();
        let (script, list) = if self.offline {
            let (list, version) = self.kept();
            let address = self.base.href(&UrlPath::kept_pages());
            (worker::keep(base, &address, &version)?, list)
        } else {
            (worker::stop(base)?, "[]".to_owned())
        };
        let worker = Document::compressed(SCRIPT, CachePolicy::Revalidate, script.as_bytes())
            .with_security_policy(POLICY.to_owned());
        let list = Document::compressed(dynamic::JSON, CachePolicy::Revalidate, list.as_bytes());
        self.documents
            .insert(UrlPath::service_worker().to_string(), worker);
        self.documents
            .insert(UrlPath::kept_pages().to_string(), list);
        Ok(())
    }

    /// The addresses of what is kept, as JSON, and a name that changes whenever any of it does.
    fn kept(&self) -> (String, String) {
        let scripts_and_styles = self.assets.documents.keys().filter(|path| {
            let path = path.as_str();
            // Pages carry icons within them, and ask for none by its address.
            !path.contains("/icons/")
        });
        let pages = self.documents.iter();
        let pages = pages.filter(|(path, document)| {
            document.content_type == HTML || **path == UrlPath::suggestions().to_string()
        });
        let mut bytes = 0;
        let mut digest = Sha256::new();
        let mut kept = Vec::new();
        let assets =
            scripts_and_styles.filter_map(|path| self.documents.get_key_value(path.as_str()));
        for (path, document) in assets.chain(pages) {
            bytes += smallest(document);
            if bytes > MOST_BYTES {
                break;
            }
            let identity = document
                .variants
                .iter()
                .find(|v| v.encoding == Encoding::Identity);
            digest.update(identity.map_or("", |variant| variant.etag.as_str()));
            kept.push(self.base.href_of(path));
        }
        let digest = digest.finalize();
        let version = digest[..4]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        (serde_json::Value::from(kept).to_string(), version)
    }
}

fn smallest(document: &Document) -> usize {
    let variants = document.variants.iter();
    variants
        .map(|variant| variant.bytes.len())
        .min()
        .unwrap_or(0)
}
