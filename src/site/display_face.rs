//! The face of headings: made of the characters they have, when it is first asked for.

use std::sync::Arc;

use super::assets::Assets;
use super::document::{CachePolicy, Document, fingerprint};
use super::pages::{Slot, Subject};
use super::{Site, web_font};
use crate::catalogue::Catalogue;
use crate::urls::UrlPath;
use crate::views::display_face;

/// A face of more characters would weigh more than 50 kB, at about 130 bytes each: a site of so
/// many names goes without it, and its headings are in what the reader has.
const MOST_CHARACTERS: usize = 400;

/// Changes with how faces are made, and with it the address of each.
const FORM: &str = "1";

/// The address of the face: it follows from the font and the characters, so it is known before
/// the face is made, and stays while no heading gets a character that none had. None when there
/// would be too many.
pub(super) fn address(catalogue: &Catalogue, assets: &Assets) -> Option<UrlPath> {
    let characters = display_face::characters(catalogue);
    if characters.len() > MOST_CHARACTERS {
        return None;
    }
    let characters = String::from_iter(characters);
    let source = &assets.for_pages.typeface.fingerprint;
    let version = fingerprint(format!("{FORM} {source} {characters}").as_bytes());
    Some(UrlPath::asset(&format!("fonts/headings.{version}.woff2")))
}

/// Where the face is, and that of before for readers whose page is still of then; neither is made
/// again when it was.
pub(super) fn slots(
    address: Option<&UrlPath>,
    previous: Option<&Site>,
) -> impl Iterator<Item = (String, Slot)> {
    let kept = |address: &UrlPath| {
        let slot = previous?.slots.get(address.as_str())?;
        Some(Slot::ready(Arc::clone(slot.latest()?)))
    };
    let old = previous.and_then(|site| site.display_face.as_ref());
    let old = old.and_then(|address| Some((address.to_string(), kept(address)?)));
    let new = address.map(|address| {
        let slot = kept(address);
        let slot = slot.unwrap_or_else(|| Slot::of(Subject::DisplayFace, None));
        (address.to_string(), slot)
    });
    old.into_iter().chain(new)
}

impl Site {
    /// Makes the face.
    ///
    /// # Errors
    ///
    /// When the font of `static/` has no outlines.
    pub(super) fn make_display_face(&self) -> anyhow::Result<Document> {
        let characters = display_face::characters(&self.catalogue);
        let bytes = web_font::subset(&self.assets.font, &characters)?;
        Ok(Document::plain(WOFF2, CachePolicy::Immutable, bytes))
    }
}

const WOFF2: &str = "font/woff2";
