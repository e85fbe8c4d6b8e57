//! What keeps the site readable without a network: a service worker, and the list of what it
//! keeps. It always asks the network first, so that nobody reads yesterday's page today.

use sha2::{Digest, Sha256};

use super::document::{CachePolicy, Document};
use super::encoding::Effort;
use super::{Site, dynamic};
use crate::urls::UrlPath;
use crate::views::worker;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A worker may fetch from the site, and nothing else.
const POLICY: &str = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/// Readers are made to load so much at most, in bytes before compression: about five hundred
/// pages. On a larger site the first pages are kept, and those a reader has visited.
const MOST_BYTES: usize = 24 << 20;

/// What is kept for times without a network.
pub(super) struct KeptPages {
    /// Its addresses, as JSON.
    list: String,
    /// A name that changes whenever any of it does.
    version: String,
}

impl KeptPages {
    /// The list as the worker asks for it.
    pub fn document(self) -> Document {
        let policy = CachePolicy::Revalidate;
        Document::compressed(dynamic::JSON, policy, self.list, Effort::Once)
    }
}

impl Site {
    /// The worker, or the one that ends those before.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub(super) fn worker(&self) -> anyhow::Result<Document> {
        let base = self.base().path();
        let script = if self.options.offline {
            let assets = self.base().href(&UrlPath::asset(""));
            let list = self.base().href(&UrlPath::kept_pages());
            worker::keep(base, &assets, &list, &self.kept_pages()?.version)?
        } else {
            worker::stop(base)?
        };
        let document = Document::compressed(SCRIPT, CachePolicy::Revalidate, script, Effort::Once);
        Ok(document.with_security_policy(POLICY.to_owned()))
    }

    /// What is kept; nothing when nothing is to be.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub(super) fn kept_pages(&self) -> anyhow::Result<KeptPages> {
        // Pages carry icons within them, and ask for none by its address.
        let files = self.assets.documents.keys().chain(&self.display_face);
        let files = files.filter(|path| !path.as_str().contains("/icons/"));
        let files = files.filter_map(|path| self.slots.get_key_value(path.as_str()));
        let pages = self.slots.iter();
        let pages = pages.filter(|(_, slot)| slot.subject.is_kept());
        let mut bytes = 0;
        let mut digest = Sha256::new();
        let mut kept = Vec::new();
        for (path, slot) in files.chain(pages).filter(|_| self.options.offline) {
            let identity = self.document(slot)?.identity();
            // Everything on one page must not keep every page out.
            if identity.bytes.len() > MOST_BYTES / 4 {
                continue;
            }
            bytes += identity.bytes.len();
            if bytes > MOST_BYTES {
                break;
            }
            digest.update(identity.etag.as_str());
            kept.push(self.base().href_of(path));
        }
        let digest = digest.finalize();
        let version = digest[..4].iter().map(|byte| format!("{byte:02x}"));
        Ok(KeptPages {
            list: serde_json::Value::from(kept).to_string(),
            version: version.collect(),
        })
    }
}
