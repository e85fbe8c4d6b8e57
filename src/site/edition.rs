//! What is shown at a moment: the last good site, and to an editor what is wrong with the newest.

use std::sync::Arc;

use super::assets::Assets;
use super::document::{CachePolicy, Document};
use super::encoding::Effort;
use super::{HTML, Site, security_policy};
use crate::diagnostic::{Diagnostics, Severity};
use crate::urls::BaseUrl;
use crate::views;

/// What is shown at a moment.
#[derive(Debug)]
pub struct Edition {
    /// Where the site is published.
    pub base: BaseUrl,
    /// The last good site; none when there was none yet, which only an editor gets to see.
    pub site: Option<Arc<Site>>,
    /// The number of that site among all of a preview.
    pub number: u64,
    /// Whether the newest content has errors, so that the site is older than the files.
    pub is_broken: bool,
    /// How much there is to look at that is no error.
    pub warnings: usize,
    /// For an editor: the page that lists the findings.
    pub findings: Option<Document>,
}

impl Edition {
    /// A site for readers.
    #[must_use]
    pub fn public(site: Arc<Site>) -> Self {
        Self {
            base: site.base().clone(),
            site: Some(site),
            number: 0,
            is_broken: false,
            warnings: 0,
            findings: None,
        }
    }

    /// What an editor sees after a change.
    ///
    /// # Errors
    ///
    /// When the template of the findings fails.
    pub fn preview(
        base: BaseUrl,
        site: Option<Arc<Site>>,
        number: u64,
        diagnostics: &Diagnostics,
        assets: &Assets,
    ) -> anyhow::Result<Self> {
        let page = views::findings::render(&base, &assets.for_pages, number, diagnostics)?;
        let policy = security_policy::of_page(&page);
        let document =
            Document::compressed(HTML, CachePolicy::Revalidate, page.html, Effort::Quick);
        Ok(Self {
            base,
            site,
            number,
            is_broken: diagnostics.has_errors(),
            warnings: diagnostics.count(Severity::Warning),
            findings: Some(document.with_security_policy(policy)),
        })
    }
}
