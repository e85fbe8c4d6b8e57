//! The documents machines look for, at the addresses where they look.

use super::document::{CachePolicy, Document};
use super::encoding::Effort;
use super::{Site, dynamic};
use crate::urls::UrlPath;
use crate::views::{exports, feeds};

const ATOM: &str = "application/atom+xml; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";
const MANIFEST: &str = "application/manifest+json";
const SPECULATION: &str = "application/speculationrules+json";

/// A document for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// What changed, for feed readers.
    Feed,
    /// Every page, for search engines.
    Sitemap,
    /// What search engines may read.
    Robots,
    /// The site in a few lines, for language models.
    Llms,
    /// What a device needs to keep the site beside its applications.
    Manifest,
    /// All roles as data.
    Roles,
    /// What browsers may fetch before a reader has chosen it.
    Speculation,
}

impl Machine {
    /// Where each is looked for.
    pub fn addresses() -> [(UrlPath, Self); 7] {
        [
            (UrlPath::feed(), Self::Feed),
            (UrlPath::sitemap(), Self::Sitemap),
            (UrlPath::robots(), Self::Robots),
            (UrlPath::llms(), Self::Llms),
            (UrlPath::manifest(), Self::Manifest),
            (UrlPath::roles_json(), Self::Roles),
            (UrlPath::speculation_rules(), Self::Speculation),
        ]
    }
}

impl Site {
    /// Makes a document for machines.
    ///
    /// # Errors
    ///
    /// When its template fails.
    pub(super) fn for_machine(&self, machine: Machine) -> anyhow::Result<Document> {
        let context = self.context();
        let (content_type, text) = match machine {
            Machine::Feed => (ATOM, feeds::feed(&context)?),
            Machine::Sitemap => (XML, feeds::sitemap(&context)?),
            Machine::Robots => (PLAIN, feeds::robots(&context)?),
            Machine::Llms => (PLAIN, feeds::llms(&context)?),
            Machine::Manifest => (MANIFEST, feeds::manifest(&context)),
            Machine::Roles => (dynamic::JSON, exports::roles_json(&context)),
            Machine::Speculation => (SPECULATION, feeds::speculation_rules(&context)),
        };
        let cache = self.options.keeping(CachePolicy::Page);
        let document = Document::compressed(content_type, cache, text, Effort::Once);
        Ok(document.for_everyone())
    }
}
