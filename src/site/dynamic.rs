//! Pages that depend on a query: rendered on request.

use std::collections::BTreeMap;

use super::document::{CachePolicy, Document};
use super::encoding::Encoding;
use super::{HTML, Site, security_policy, visible_text};
use crate::catalogue::Catalogue;
use crate::query::params::Params;
use crate::query::search::Entry;
use crate::urls::UrlPath;
use crate::views::{self, Page};

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
    pub fn answer(
        &self,
        path: &str,
        params: &Params,
        encoding: Encoding,
    ) -> anyhow::Result<Option<Document>> {
        let context = self.context();
        let asks = |names: &[&str]| params.has_any(names);
        let page = if path == UrlPath::index().as_str() && asks(&views::index::PARAMETERS) {
            views::index::render(&context, params)?
        } else if path == UrlPath::compare().as_str() && asks(&views::compare::PARAMETERS) {
            views::compare::render(&context, params)?
        } else if path == UrlPath::search().as_str() && asks(&views::search::PARAMETERS) {
            views::search::render(&context, &self.search, params)?
        } else if path == UrlPath::matching().as_str()
            && views::matching::is_asked(&context, params)
        {
            views::matching::render(&context, params)?
        } else if path == UrlPath::suggestions().as_str() {
            let json = views::search::suggestions(&context, &self.search, params);
            return Ok(Some(Document::on_request(
                JSON,
                CachePolicy::Page,
                json.as_bytes(),
                encoding,
            )));
        } else {
            return Ok(None);
        };
        let document =
            Document::on_request(HTML, CachePolicy::Page, page.html.as_bytes(), encoding);
        Ok(Some(
            document.with_security_policy(security_policy::of_page(&page)),
        ))
    }
}

/// What search knows of the pages. Those that only repeat others are left out.
pub fn entries(catalogue: &Catalogue, pages: &BTreeMap<UrlPath, Page>) -> Vec<Entry> {
    let read = |path: &UrlPath| {
        let page = pages.get(path);
        page.map_or_else(Vec::new, |page| visible_text::passages(&page.html))
    };
    let roles = catalogue.roles().map(|role| {
        let path = UrlPath::role(&role.slug);
        let skills = role.reuse.iter().chain(&role.learn).chain(&role.optional);
        let mut keys: Vec<String> = skills.map(|skill| skill.name.clone()).collect();
        keys.push(role.summary.clone());
        Entry {
            title: role.title.clone(),
            aliases: role.aliases.clone(),
            keys,
            passages: read(&path),
            path,
            is_secondary: false,
        }
    });
    let further = catalogue.pages.iter().map(|page| UrlPath::page(&page.slug));
    let others = further.chain([UrlPath::index(), UrlPath::matching()]);
    let others = others.map(|path| Entry {
        title: pages
            .get(&path)
            .map_or_else(String::new, |page| visible_text::title(&page.html)),
        aliases: Vec::new(),
        keys: Vec::new(),
        passages: read(&path),
        path,
        is_secondary: true,
    });
    roles.chain(others).collect()
}
