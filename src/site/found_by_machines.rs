//! The documents machines look for, at the addresses where they look.

use super::document::{CachePolicy, Document};
use super::{Site, dynamic};
use crate::urls::UrlPath;
use crate::views::{exports, feeds};

const ATOM: &str = "application/atom+xml; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";
const MANIFEST: &str = "application/manifest+json";

impl Site {
    /// Prepares them.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub(super) fn add_what_machines_look_for(&mut self) -> anyhow::Result<()> {
        let context = self.context();
        let texts = [
            (UrlPath::feed(), ATOM, feeds::feed(&context)?),
            (UrlPath::sitemap(), XML, feeds::sitemap(&context)?),
            (UrlPath::robots(), PLAIN, feeds::robots(&context)?),
            (UrlPath::llms(), PLAIN, feeds::llms(&context)?),
            (UrlPath::manifest(), MANIFEST, feeds::manifest(&context)),
            (
                UrlPath::roles_json(),
                dynamic::JSON,
                exports::roles_json(&context),
            ),
        ];
        for (path, content_type, text) in texts {
            let document = Document::compressed(content_type, CachePolicy::Page, text.as_bytes());
            self.documents
                .insert(path.to_string(), document.for_everyone());
        }
        Ok(())
    }
}
