//! The pages that do not depend on a query, each rendered when it is first asked for.
//!
//! A site of ten thousand pages is there at once, and a change to one of them costs no more than
//! the pages people look at. What is rendered follows from the site alone, so it is the same
//! whenever it is done.

use std::sync::{Arc, OnceLock};

use super::document::Document;
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
    ) -> anyhow::Result<&Document> {
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

/// Every page of a catalogue.
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
    ]
    .into_iter()
    .chain(roles)
    .chain(further)
}
