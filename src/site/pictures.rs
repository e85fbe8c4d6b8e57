//! Pictures that have been drawn, kept for those who ask next.
//!
//! A picture is kept under the version of its drawing, not under an address: whoever builds a new
//! site hands it the pictures of the one before, and only those whose drawing changed are drawn
//! again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::document::Document;

/// Pictures take so much memory at most, in bytes; the oldest make room for new ones.
///
/// About two thousand cards: as many as are asked for again before a restart.
const MOST_BYTES: usize = 64 << 20;

/// Pictures by the version of their drawing.
#[derive(Debug, Default)]
pub struct Pictures {
    kept: Mutex<Kept>,
    /// Held while one is drawn: whoever asks for many leaves the other cores to readers, and who
    /// asks for the same one waits for it.
    pencil: Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    documents: BTreeMap<String, (u64, Arc<Document>)>,
    /// How many have ever been kept, which tells the age of each.
    count: u64,
    bytes: usize,
}

impl Pictures {
    /// The picture of a drawing, if it has been drawn.
    #[must_use]
    pub fn get(&self, version: &str) -> Option<Arc<Document>> {
        let kept = lock(&self.kept);
        let found = kept.documents.get(version);
        found.map(|(_, document)| Arc::clone(document))
    }

    /// The picture of a drawing, drawn now if it never was; may take a while.
    ///
    /// # Errors
    ///
    /// When it cannot be drawn.
    pub fn get_or_draw(
        &self,
        version: &str,
        draw: impl FnOnce() -> anyhow::Result<Document>,
    ) -> anyhow::Result<Arc<Document>> {
        let _pencil = lock(&self.pencil);
        if let Some(document) = self.get(version) {
            return Ok(document);
        }
        let document = Arc::new(draw()?);
        lock(&self.kept).keep(version, Arc::clone(&document));
        Ok(document)
    }
}

impl Kept {
    fn keep(&mut self, version: &str, document: Arc<Document>) {
        self.count += 1;
        self.bytes += size(&document);
        self.documents
            .insert(version.to_owned(), (self.count, document));
        while self.bytes > MOST_BYTES && self.documents.len() > 1 {
            let oldest = self.documents.iter().min_by_key(|(_, (age, _))| *age);
            let Some(version) = oldest.map(|(version, _)| version.clone()) else {
                return;
            };
            if let Some((_, document)) = self.documents.remove(&version) {
                self.bytes -= size(&document);
            }
        }
    }
}

fn size(document: &Document) -> usize {
    document.identity().bytes.len()
}

/// What a panicking thread left behind is whole: nothing is changed in several steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::site::document::CachePolicy;

    fn document(bytes: usize) -> Document {
        Document::plain("image/png", CachePolicy::Page, Bytes::from(vec![0; bytes]))
    }

    #[test]
    fn a_picture_is_drawn_once() {
        let pictures = Pictures::default();
        assert!(pictures.get("a").is_none());
        for size in [1, 2] {
            let drawn = pictures.get_or_draw("a", || Ok(document(size)));
            assert_eq!(super::size(&drawn.expect("a picture")), 1);
        }
        assert!(pictures.get("a").is_some());
    }

    #[test]
    fn the_oldest_make_room() {
        let pictures = Pictures::default();
        for version in ["b", "c", "a"] {
            let drawn = pictures.get_or_draw(version, || Ok(document(MOST_BYTES / 2)));
            drawn.expect("a picture");
        }
        let there = ["a", "b", "c"].map(|version| pictures.get(version).is_some());
        assert_eq!(there, [true, false, true]);
    }
}
