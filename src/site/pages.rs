//! The documents that do not depend on a query, each made when it is first asked for.
//!
//! A site of ten thousand pages is there at once, and a change to one of them costs no more than
//! the pages people look at. What is rendered follows from the site alone, so it is the same
//! whenever it is done.

use std::sync::{Arc, OnceLock};

use super::document::Document;
use super::machines::Machine;
use crate::catalogue::Catalogue;
use crate::urls::{Slug, UrlPath};

/// What is shown at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The index, as it is before anything is asked.
    Index,
    /// The comparison of all roles.
    Compare,
    /// The self-assessment before it is answered.
    Matching,
    /// The search page before anything is typed.
    Search,
    /// Everything on one page.
    All,
    /// The record of changes.
    Changes,
    /// A role.
    Role(Slug),
    /// A further page, by its place in the catalogue.
    Further(usize),
    /// A document for machines.
    Machine(Machine),
    /// The worker that keeps pages for times without a network.
    Worker,
    /// The list of what it keeps.
    KeptPages,
    /// What the page at an address answers questions from, where no server does.
    Prepared(UrlPath),
    /// The face of headings.
    DisplayFace,
    /// Something that was ready when the site was built.
    Ready,
}

/// An address, what is shown there, and the document once somebody asked for it.
#[derive(Debug)]
pub struct Slot {
    /// What is shown.
    pub subject: Subject,
    document: OnceLock<Arc<Document>>,
    /// What was here before the last change: where it says the same, it is already compressed.
    before: Option<Arc<Document>>,
}

impl Subject {
    /// True for what a reader reads.
    pub fn is_page(&self) -> bool {
        match self {
            Self::Index
            | Self::Compare
            | Self::Matching
            | Self::Search
            | Self::All
            | Self::Changes
            | Self::Role(_)
            | Self::Further(_) => true,
            Self::Machine(_)
            | Self::Worker
            | Self::KeptPages
            | Self::Prepared(_)
            | Self::DisplayFace
            | Self::Ready => false,
        }
    }
}

impl Subject {
    /// True for what readers need without a network: pages, and what those answer questions from.
    pub fn is_kept(&self) -> bool {
        self.is_page() || matches!(self, Self::Prepared(_))
    }
}

impl Slot {
    /// An address whose page is still to be rendered.
    pub fn of(subject: Subject, before: Option<Arc<Document>>) -> Self {
        Self {
            subject,
            document: OnceLock::new(),
            before,
        }
    }

    /// An address whose document is there.
    pub fn ready(document: Arc<Document>) -> Self {
        Self {
            subject: Subject::Ready,
            document: OnceLock::from(document),
            before: None,
        }
    }

    /// The document, where somebody asked for it, now or before the last change.
    pub fn latest(&self) -> Option<&Arc<Document>> {
        self.document.get().or(self.before.as_ref())
    }

    /// The document, rendered if nobody asked for it yet.
    pub fn document(
        &self,
        render: impl FnOnce() -> anyhow::Result<Document>,
    ) -> anyhow::Result<&Arc<Document>> {
        if let Some(document) = self.document.get() {
            return Ok(document);
        }
        let rendered = render()?;
        let document = match &self.before {
            Some(before) if before.says_the_same(&rendered) => Arc::clone(before),
            _ => Arc::new(rendered),
        };
        Ok(self.document.get_or_init(|| document))
    }
}

/// What pages answer questions from.
pub fn prepared() -> impl Iterator<Item = (UrlPath, Subject)> {
    let pages = [
        UrlPath::index(),
        UrlPath::compare(),
        UrlPath::matching(),
        UrlPath::search(),
    ];
    let prepared = pages.into_iter();
    prepared.map(|page| (UrlPath::prepared(&page), Subject::Prepared(page)))
}

/// Every document of a catalogue.
pub fn subjects(catalogue: &Catalogue) -> impl Iterator<Item = (UrlPath, Subject)> {
    let roles = catalogue.roles().map(|role| {
        let subject = Subject::Role(role.slug.clone());
        (UrlPath::role(&role.slug), subject)
    });
    let further = catalogue.pages.iter().enumerate();
    let further = further.map(|(place, page)| (UrlPath::page(&page.slug), Subject::Further(place)));
    [
        (UrlPath::index(), Subject::Index),
        (UrlPath::compare(), Subject::Compare),
        (UrlPath::matching(), Subject::Matching),
        (UrlPath::search(), Subject::Search),
        (UrlPath::all(), Subject::All),
        (UrlPath::changes(), Subject::Changes),
        (UrlPath::service_worker(), Subject::Worker),
        (UrlPath::kept_pages(), Subject::KeptPages),
    ]
    .into_iter()
    .chain(prepared())
    .chain(Machine::addresses().map(|(path, machine)| (path, Subject::Machine(machine))))
    .chain(roles)
    .chain(further)
}
