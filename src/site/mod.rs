//! Addresses to prepared answers: everything the site can say without thinking.
//!
//! A [`Site`] is built whole and never changes; new content makes a new one.

pub mod assets;
pub mod document;
mod dynamic;
pub mod encoding;
mod found_by_machines;
pub mod made;
mod offline;
mod painter;
pub mod pictures;
pub mod security_policy;
mod visible_text;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::catalogue::Catalogue;
use crate::query::nearest;
use crate::query::params::Params;
use crate::query::search::Search;
use crate::urls::{BaseUrl, UrlPath, normalise};
use crate::views::card::SiteCards;
use crate::views::{self, Page};
use assets::Assets;
use document::{CachePolicy, Document};
use encoding::Encoding;
use made::Made;
use pictures::Pictures;

/// The media type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// Everything a server or an export needs.
#[derive(Debug)]
pub struct Site {
    documents: BTreeMap<String, Document>,
    redirects: BTreeMap<String, UrlPath>,
    base: BaseUrl,
    catalogue: Catalogue,
    assets: Arc<Assets>,
    today: Date,
    search: Search,
    made: BTreeMap<String, Made>,
    pictures: Arc<Pictures>,
    cards: SiteCards,
    offline: bool,
}

/// How a site is built, besides its content.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether readers' browsers keep the site for times without a network. When not, those that
    /// keep it already are told to stop.
    pub offline: bool,
    /// The pictures of the site before this one, so that only new ones are drawn.
    pub pictures: Arc<Pictures>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            offline: true,
            pictures: Arc::default(),
        }
    }
}

/// What is at an address.
#[derive(Debug)]
pub enum Found<'a> {
    /// A document.
    Document(&'a Document),
    /// Something made on request.
    Made(&'a Made),
    /// Another address, for ever.
    Moved(UrlPath),
    /// Nothing.
    Nothing,
}

impl Site {
    /// Renders, compresses and hashes every page, as of `now`.
    ///
    /// # Errors
    ///
    /// When a template fails, which no content should bring about.
    pub fn build(
        catalogue: Catalogue,
        assets: Arc<Assets>,
        base: BaseUrl,
        now: Timestamp,
        options: Options,
    ) -> anyhow::Result<Self> {
        let today = now.to_zoned(catalogue.site.time_zone.clone()).date();
        let mut site = Self {
            documents: BTreeMap::new(),
            redirects: BTreeMap::new(),
            base,
            catalogue,
            assets,
            today,
            search: Search::default(),
            made: BTreeMap::new(),
            pictures: options.pictures,
            cards: SiteCards::default(),
            offline: options.offline,
        };
        site.made = made::addresses(&site.catalogue);
        site.cards = SiteCards::new(&site.context())?;
        let pages = site.pages()?;
        site.search = Search::new(dynamic::entries(&site.catalogue, &pages));
        site.documents = pages
            .iter()
            .map(|(path, page)| (path.to_string(), page_document(page)))
            .collect();
        // Before anything is typed there is nothing to suggest.
        site.documents.insert(
            UrlPath::suggestions().to_string(),
            Document::plain(dynamic::JSON, CachePolicy::Page, Bytes::from_static(b"[]")),
        );
        let assets = site.assets.documents.iter();
        let assets = assets.map(|(path, document)| (path.to_string(), document.clone()));
        site.documents.extend(assets);
        site.add_what_machines_look_for()?;
        site.add_what_works_offline()?;
        site.redirects = site
            .catalogue
            .roles()
            .flat_map(|role| {
                let old = role.redirects.iter().cloned();
                old.map(|old| (old, UrlPath::role(&role.slug)))
            })
            .collect();
        Ok(site)
    }

    /// Finds what is at a path, which is without the base path.
    #[must_use]
    pub fn find(&self, path: &str) -> Found<'_> {
        if let Some(document) = self.documents.get(path) {
            return Found::Document(document);
        }
        if let Some(made) = self.made.get(path) {
            return Found::Made(made);
        }
        let normal = normalise(path);
        if let Some(target) = self.redirects.get(&normal) {
            return Found::Moved(target.clone());
        }
        match UrlPath::parse(&normal) {
            Some(target) if normal != path && self.has(&normal) => Found::Moved(target),
            _ => Found::Nothing,
        }
    }

    fn has(&self, path: &str) -> bool {
        self.documents.contains_key(path) || self.made.contains_key(path)
    }

    /// The page for an address that leads nowhere.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn not_found(&self, path: &str, encoding: Encoding) -> anyhow::Result<Document> {
        let nearest = nearest::pages(&self.catalogue, path);
        let page = views::error::not_found(&self.context(), path, &nearest)?;
        Ok(error_document(&page, encoding))
    }

    /// The page for a request that cannot be answered.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn failed(
        &self,
        status: u16,
        sentence: &str,
        encoding: Encoding,
    ) -> anyhow::Result<Document> {
        let page = views::error::failed(&self.context(), status, sentence)?;
        Ok(error_document(&page, encoding))
    }

    /// Where the site is published.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// What can be found on the site.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Every address with a document, and the document.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &Document)> {
        let documents = self.documents.iter();
        documents.map(|(path, document)| (path.as_str(), document))
    }

    /// Every address with something that is made on request.
    pub fn made(&self) -> impl Iterator<Item = (&str, &Made)> {
        self.made.iter().map(|(path, made)| (path.as_str(), made))
    }

    /// The pictures drawn so far, for the site after this one.
    #[must_use]
    pub fn pictures(&self) -> &Arc<Pictures> {
        &self.pictures
    }

    /// Every page that does not depend on a query.
    fn pages(&self) -> anyhow::Result<BTreeMap<UrlPath, Page>> {
        let context = self.context();
        let nothing = Params::default();
        let mut pages = BTreeMap::new();
        let mut add = |path: UrlPath, page: Page| {
            pages.insert(path, page);
        };
        add(UrlPath::index(), views::index::render(&context, &nothing)?);
        add(
            UrlPath::compare(),
            views::compare::render(&context, &nothing)?,
        );
        add(
            UrlPath::matching(),
            views::matching::render(&context, &nothing)?,
        );
        add(
            UrlPath::search(),
            views::search::render(&context, &self.search, &nothing)?,
        );
        add(UrlPath::all(), views::all::render(&context)?);
        add(UrlPath::changes(), views::changes::render(&context)?);
        for role in self.catalogue.roles() {
            add(
                UrlPath::role(&role.slug),
                views::role::render(&context, role)?,
            );
        }
        for page in &self.catalogue.pages {
            add(
                UrlPath::page(&page.slug),
                views::page::render(&context, page)?,
            );
        }
        Ok(pages)
    }

    fn context(&self) -> views::Context<'_> {
        views::Context {
            catalogue: &self.catalogue,
            base: &self.base,
            assets: &self.assets.for_pages,
            today: self.today,
            cards: &self.cards,
            offline: self.offline,
        }
    }
}

fn page_document(page: &Page) -> Document {
    Document::compressed(HTML, CachePolicy::Page, page.html.as_bytes())
        .with_security_policy(security_policy::of_page(page))
}

/// Errors are made on request, one for each wrong address.
fn error_document(page: &Page, encoding: Encoding) -> Document {
    Document::on_request(
        HTML,
        CachePolicy::Revalidate,
        page.html.as_bytes(),
        encoding,
    )
    .with_security_policy(security_policy::of_page(page))
}
