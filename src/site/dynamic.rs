//! Pages that depend on a query: rendered on request.

use super::document::{CachePolicy, Document};
use super::encoding::Effort;
use super::pages::{self, Subject};
use super::{Site, page_on_request, visible_text};
use crate::query::params::Params;
use crate::query::search::Entry;
use crate::urls::UrlPath;
use crate::views;

/// The media type of suggestions.
pub const JSON: &str = "application/json";

impl Site {
    /// True for addresses where a query may change what the page says.
    #[must_use]
    pub fn depends_on_query(path: &str) -> bool {
        [
            UrlPath::index(),
            UrlPath::compare(),
            UrlPath::matching(),
            UrlPath::search(),
            UrlPath::suggestions(),
        ]
        .iter()
        .any(|dynamic| dynamic.as_str() == path)
    }

    /// Renders a page for a query; nothing when the page says the same whatever is asked.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn answer(&self, path: &str, params: &Params) -> anyhow::Result<Option<Document>> {
        let context = self.context();
        let asks = |names: &[&str]| params.has_any(names);
        let page = if path == UrlPath::index().as_str() && asks(&views::index::PARAMETERS) {
            views::index::render(&context, params)?
        } else if path == UrlPath::compare().as_str() && asks(&views::compare::PARAMETERS) {
            views::compare::render(&context, params)?
        } else if path == UrlPath::search().as_str() && asks(&views::search::PARAMETERS) {
            views::search::render(&context, || self.search(), params)?
        } else if path == UrlPath::matching().as_str()
            && views::matching::is_asked(&context, params)
        {
            views::matching::render(&context, params)?
        } else if path == UrlPath::suggestions().as_str() && asks(&views::search::PARAMETERS) {
            let json = views::search::suggestions(&context, self.search(), params);
            let cache = self.options.keeping(CachePolicy::Page);
            let document = Document::compressed(JSON, cache, json, Effort::Quick);
            return Ok(Some(document));
        } else {
            return Ok(None);
        };
        let cache = self.options.keeping(CachePolicy::Page);
        Ok(Some(page_on_request(page, cache)))
    }
}

impl Site {
    /// What the page at an address answers questions from, where no server does: an export, or a
    /// browser without a network.
    ///
    /// # Errors
    ///
    /// When there is no such page.
    pub(super) fn prepared(&self, page: &UrlPath) -> anyhow::Result<Document> {
        let context = self.context();
        let json = if *page == UrlPath::index() {
            views::filters::prepared(&context)
        } else if *page == UrlPath::compare() {
            views::compare::prepared(&context)
        } else if *page == UrlPath::matching() {
            views::matching::prepared(&context)
        } else if *page == UrlPath::search() {
            views::search::prepared(&context, self.search())
        } else {
            anyhow::bail!("`{page}` answers no questions");
        };
        let effort = self.options.effort();
        let cache = self.options.keeping(CachePolicy::Page);
        Ok(Document::compressed(JSON, cache, json, effort))
    }
}

/// What search knows of the pages. Those that only repeat others are left out, and so is what a
/// site does not offer.
pub fn entries(site: &Site) -> Vec<Entry> {
    let is_left_out = |subject: &Subject| match subject {
        Subject::Compare | Subject::Search | Subject::All | Subject::Changes => true,
        Subject::Matching => !site.catalogue.can_match(),
        other => !other.is_page(),
    };
    let subjects = pages::subjects(&site.catalogue).filter(|(_, subject)| !is_left_out(subject));
    let (roles, others): (Vec<_>, Vec<_>) =
        subjects.partition(|(_, subject)| matches!(subject, Subject::Role(_)));
    roles
        .into_iter()
        .chain(others)
        .filter_map(|(path, subject)| entry(site, path, &subject))
        .collect()
}

/// What search knows of a page; nothing when its template fails, which its own address tells.
fn entry(site: &Site, path: UrlPath, subject: &Subject) -> Option<Entry> {
    // Rendered for the index and dropped: of many pages only those that are read are kept.
    let html = site.page(subject).ok()?.html;
    let passages = visible_text::passages(&html);
    Some(match subject {
        Subject::Role(slug) => {
            let role = site.catalogue.role(slug)?;
            let skills = role.reuse.iter().chain(&role.learn).chain(&role.optional);
            let names = skills.map(|skill| skill.name.clone());
            Entry {
                path,
                title: role.title.clone(),
                aliases: role.aliases.clone(),
                keys: names.chain([role.summary.clone()]).collect(),
                passages,
                is_secondary: false,
            }
        }
        _ => Entry {
            path,
            title: visible_text::title(&html),
            aliases: Vec::new(),
            keys: Vec::new(),
            passages,
            is_secondary: true,
        },
    })
}
