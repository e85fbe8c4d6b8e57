//! Addresses to prepared answers: everything the site can say without thinking.
//!
//! A [`Site`] is built whole and never changes; new content makes a new one.

pub mod assets;
mod display_face;
pub mod document;
mod dynamic;
mod edition;
pub mod encoding;
pub mod headers;
mod machines;
pub mod made;
mod offline;
mod pages;
mod painter;
pub mod pictures;
pub mod security_policy;
mod visible_text;
mod web_font;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use anyhow::Context;
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
pub use edition::Edition;
use encoding::Effort;
use made::Made;
use pages::{Slot, Subject};
use pictures::Pictures;

/// The media type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// Everything a server or an export needs.
#[derive(Debug)]
pub struct Site {
    slots: BTreeMap<String, Slot>,
    redirects: BTreeMap<String, UrlPath>,
    options: Options,
    catalogue: Catalogue,
    assets: Arc<Assets>,
    today: Date,
    search: OnceLock<Search>,
    pictures: Arc<Pictures>,
    cards: SiteCards,
    /// Where the face of headings is.
    display_face: Option<UrlPath>,
}

/// What a site is besides its content.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it is published.
    pub base: BaseUrl,
    /// For an editor: the number of this edition, which changes with every change of a file.
    pub preview: Option<u64>,
    /// Whether readers' browsers keep the site for times without a network. When not, those that
    /// keep it already are told to stop.
    pub offline: bool,
}

impl Options {
    /// An editor waits for every page; readers come back to one many times.
    fn effort(&self) -> Effort {
        match self.preview {
            Some(_) => Effort::Quick,
            None => Effort::Once,
        }
    }

    /// How long what the content makes is kept. An editor must never see what is old.
    fn keeping(&self, readers: CachePolicy) -> CachePolicy {
        match self.preview {
            Some(_) => CachePolicy::Revalidate,
            None => readers,
        }
    }
}

/// What is at an address.
#[derive(Debug)]
pub enum Found<'a> {
    /// A document.
    Document(&'a Arc<Document>),
    /// Something made on request.
    Made(Made),
    /// Another address, for ever.
    Moved(UrlPath),
    /// Nothing.
    Nothing,
}

impl Site {
    /// The site of a catalogue as of `now`.
    ///
    /// Pages are rendered when they are first asked for. Of those of the `previous` site that say
    /// the same, what has been compressed is kept, and of its pictures those that are the same.
    ///
    /// # Errors
    ///
    /// When a template of the share cards fails.
    pub fn build(
        catalogue: Catalogue,
        assets: Arc<Assets>,
        options: Options,
        now: Timestamp,
        previous: Option<&Self>,
    ) -> anyhow::Result<Self> {
        let before = |path: &str| previous?.slots.get(path)?.latest().cloned();
        let pages = pages::subjects(&catalogue).map(|(path, subject)| {
            let path = path.to_string();
            let slot = Slot::of(subject, before(&path));
            (path, slot)
        });
        let files = assets.retired.iter().chain(&assets.documents);
        let files =
            files.map(|(path, document)| (path.to_string(), Slot::ready(Arc::clone(document))));
        let face = display_face::address(&catalogue, &assets);
        let faces = display_face::slots(face.as_ref(), previous);
        let redirects = catalogue.redirects();
        let redirects = redirects.flat_map(|(old, role)| made::moved(old, &role.slug));
        let mut site = Self {
            slots: pages.chain(files).chain(faces).collect(),
            redirects: redirects.collect(),
            today: now.to_zoned(catalogue.site.time_zone.clone()).date(),
            options,
            search: OnceLock::new(),
            pictures: previous.map_or_else(Arc::default, |site| Arc::clone(&site.pictures)),
            cards: SiteCards::default(),
            display_face: face,
            assets,
            catalogue,
        };
        site.cards = SiteCards::new(&site.context())?;
        Ok(site)
    }

    /// Finds what is at a path, which is without the base path.
    ///
    /// # Errors
    ///
    /// When a template fails, which no content should bring about.
    pub fn find(&self, path: &str) -> anyhow::Result<Found<'_>> {
        if let Some(slot) = self.slots.get(path) {
            return Ok(Found::Document(self.document(slot)?));
        }
        if let Some(made) = made::find(&self.catalogue, path) {
            return Ok(Found::Made(made));
        }
        let normal = normalise(path);
        if let Some(target) = self.redirects.get(&normal) {
            return Ok(Found::Moved(target.clone()));
        }
        Ok(match UrlPath::parse(&normal) {
            Some(target) if normal != path && self.has(&normal) => Found::Moved(target),
            _ => Found::Nothing,
        })
    }

    fn has(&self, path: &str) -> bool {
        self.slots.contains_key(path) || made::find(&self.catalogue, path).is_some()
    }

    /// The page for an address that leads nowhere.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn not_found(&self, path: &str) -> anyhow::Result<Document> {
        let nearest = nearest::pages(&self.catalogue, path);
        let page = views::error::not_found(&self.context(), path, &nearest)?;
        Ok(page_on_request(page, CachePolicy::Revalidate))
    }

    /// The page for an address that leads nowhere, where nobody can say which it was.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn lost(&self) -> anyhow::Result<Document> {
        let page = views::error::lost(&self.context())?;
        Ok(page_on_request(page, CachePolicy::Revalidate))
    }

    /// Old addresses, and those they lead to for ever.
    pub fn redirects(&self) -> impl Iterator<Item = (&str, &UrlPath)> {
        let redirects = self.redirects.iter();
        redirects.map(|(old, target)| (old.as_str(), target))
    }

    /// The page for a request that cannot be answered.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn failed(&self, status: u16, sentence: &str) -> anyhow::Result<Document> {
        let page = views::error::failed(&self.context(), status, sentence)?;
        Ok(page_on_request(page, CachePolicy::Revalidate))
    }

    /// Where the site is published.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.options.base
    }

    /// The content it shows.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// How many documents there are.
    #[must_use]
    pub fn document_count(&self) -> usize {
        self.slots.len()
    }

    /// The next moment at which time alone changes the site.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        let moment = self.catalogue.next_change?;
        let zoned = moment
            .to_zoned(self.catalogue.site.time_zone.clone())
            .ok()?;
        Some(zoned.timestamp())
    }

    /// What can be found on the site; indexed when somebody searches for the first time.
    #[must_use]
    pub fn search(&self) -> &Search {
        self.search
            .get_or_init(|| Search::new(dynamic::entries(self)))
    }

    /// Every address with a document, and the document.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn documents(&self) -> anyhow::Result<Vec<(&str, &Document)>> {
        let slots = self.slots.iter();
        slots
            .map(|(path, slot)| Ok((path.as_str(), &**self.document(slot)?)))
            .collect()
    }

    /// Every address with something that is made on request.
    pub fn made(&self) -> impl Iterator<Item = (UrlPath, Made)> {
        made::addresses(&self.catalogue)
    }

    /// A name for what the site was made from: equal where two sites are, on any machine.
    #[must_use]
    pub fn version(&self) -> String {
        let assets: Vec<_> = self.assets.documents.keys().collect();
        let made_from = (
            self.catalogue.digest,
            // With the content, it tells what was due by then.
            self.catalogue.next_change,
            (
                self.base().absolute(&UrlPath::index()),
                self.options.offline,
            ),
            assets,
        );
        document::fingerprint(format!("{made_from:?}").as_bytes())
    }

    /// The pictures drawn so far.
    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// Does at once what would be done on first need: renders, compresses and indexes everything,
    /// as long as that is `wanted`.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn prepare(&self, wanted: impl Fn() -> bool) -> anyhow::Result<()> {
        let _ = self.search();
        for slot in self.slots.values() {
            let document = self.document(slot)?;
            // Each encoding is made when it is asked for.
            if !document.variants().all(|_| wanted()) {
                break;
            }
        }
        Ok(())
    }

    fn document<'a>(&'a self, slot: &'a Slot) -> anyhow::Result<&'a Arc<Document>> {
        slot.document(|| match &slot.subject {
            Subject::Machine(machine) => self.for_machine(*machine),
            Subject::Worker => self.worker(),
            Subject::Prepared(page) => self.prepared(page),
            Subject::KeptPages => Ok(self.kept_pages()?.document()),
            Subject::DisplayFace => self.make_display_face(),
            subject => {
                let page = self.page(subject)?;
                let policy = security_policy::of_page(&page);
                let cache = self.options.keeping(CachePolicy::Page);
                let effort = self.options.effort();
                let document = Document::compressed(HTML, cache, page.html, effort);
                Ok(document.with_security_policy(policy))
            }
        })
    }

    fn page(&self, subject: &Subject) -> anyhow::Result<Page> {
        let context = self.context();
        let nothing = Params::default();
        Ok(match subject {
            Subject::Index => views::index::render(&context, &nothing)?,
            Subject::Compare => views::compare::render(&context, &nothing)?,
            Subject::Matching => views::matching::render(&context, &nothing)?,
            Subject::Search => views::search::render(&context, || self.search(), &nothing)?,
            Subject::All => views::all::render(&context)?,
            Subject::Changes => views::changes::render(&context)?,
            Subject::Role(slug) => {
                let role = self.catalogue.role(slug).context("no such role")?;
                views::role::render(&context, role)?
            }
            Subject::Further(place) => {
                let page = self.catalogue.pages.get(*place).context("no such page")?;
                views::page::render(&context, page)?
            }
            Subject::Machine(_)
            | Subject::Worker
            | Subject::KeptPages
            | Subject::Prepared(_)
            | Subject::DisplayFace
            | Subject::Ready => {
                anyhow::bail!("this is no page")
            }
        })
    }

    fn context(&self) -> views::Context<'_> {
        views::Context {
            catalogue: &self.catalogue,
            base: &self.options.base,
            assets: &self.assets.for_pages,
            today: self.today,
            preview: self.options.preview,
            cards: &self.cards,
            offline: self.options.offline,
            display_face: self.display_face.as_ref(),
        }
    }
}

/// Pages that are not prepared are made for one reader, who waits.
fn page_on_request(page: Page, cache: CachePolicy) -> Document {
    let policy = security_policy::of_page(&page);
    Document::compressed(HTML, cache, page.html, Effort::Quick).with_security_policy(policy)
}
