//! Documents as one worker hands them out: a look-up, and nothing that has to be made.
//!
//! Each worker has a shelf of its own, so that requests wait for no lock, and the documents on it
//! are those of one edition: a new one empties it.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::dev::RequestHead;
use actix_web::http::Method;

use super::negotiation::{Headers, Initiator, LastWeights, is_fresh};
use super::prepared::Prepared;
use super::{Answer, CurrentEdition};
use crate::site::document::Document;
use crate::site::encoding::Encoding;
use crate::site::{Edition, Found};

/// More documents are on no shelf: it starts anew, so that its memory is bounded.
const MAX_DOCUMENTS: usize = 1000;

/// The documents one worker has handed out.
#[derive(Debug)]
pub struct Shelf {
    current: CurrentEdition,
    edition: Arc<Edition>,
    places: Vec<Place>,
    /// Where they are, by the path that was requested, the base path included. Only what there is
    /// gets in, so that nobody can fill it with paths that collide.
    indices: HashMap<Box<str>, usize, foldhash::fast::RandomState>,
    last: LastWeights,
}

#[derive(Debug)]
struct Place {
    document: Arc<Document>,
    /// By who leads to it and then in the order of [`Encoding::ALL`].
    variants: [[Option<Prepared>; Encoding::ALL.len()]; Initiator::COUNT],
}

impl Shelf {
    /// An empty shelf.
    pub fn new(mut current: CurrentEdition) -> Self {
        let edition = Arc::clone(&current.borrow_and_update());
        Self {
            current,
            edition,
            places: Vec::new(),
            indices: HashMap::default(),
            last: LastWeights::default(),
        }
    }

    /// The edition that is served now.
    pub fn edition(&mut self) -> &Arc<Edition> {
        // When nobody is left to send another, this one stays.
        if self.current.has_changed().unwrap_or(false) {
            self.edition = Arc::clone(&self.current.borrow_and_update());
            self.clear();
        }
        &self.edition
    }

    /// Answers a request for a prepared document; nothing when it is for something else.
    pub fn answer(&mut self, request: &RequestHead) -> Option<Answer> {
        if !matches!(request.method, Method::GET | Method::HEAD) || request.uri.query().is_some() {
            return None;
        }
        Some(match self.find(request.uri.path(), request)? {
            (prepared, true) => prepared.unchanged(),
            (prepared, false) => prepared.whole(),
        })
    }

    /// The document at a path as the client wants it, and whether it has that already.
    pub fn find(&mut self, path: &str, headers: &impl Headers) -> Option<(&Prepared, bool)> {
        self.edition();
        let index = match self.indices.get(path) {
            Some(index) => *index,
            None => self.put(path)?,
        };
        let place = self.places.get_mut(index)?;
        let encoding = self.last.of(headers).choose(&place.document);
        let initiator = Initiator::of(headers, &place.document);
        let variant = &mut place.variants[initiator as usize][encoding.rank()];
        if variant.is_none() {
            let base = &self.edition.base;
            let bytes = place.document.variant(encoding)?;
            let path = base.strip(path)?;
            *variant = Prepared::new(base, path, &place.document, bytes, initiator).ok();
        }
        let prepared = variant.as_ref()?;
        Some((prepared, is_fresh(prepared.etag(), headers)))
    }

    fn put(&mut self, path: &str) -> Option<usize> {
        let site = self.edition.site.as_ref()?;
        // What fails here is found again, and told, on the way all other requests go.
        let Ok(Found::Document(document)) = site.find(self.edition.base.strip(path)?) else {
            return None;
        };
        let document = Arc::clone(document);
        if self.places.len() >= MAX_DOCUMENTS {
            self.clear();
        }
        let place = Place {
            document,
            variants: Default::default(),
        };
        let index = self.places.len();
        self.places.push(place);
        self.indices.insert(path.into(), index);
        Some(index)
    }

    fn clear(&mut self) {
        self.places.clear();
        self.indices.clear();
    }
}
