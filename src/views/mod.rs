//! The model to HTML. askama lives only here; one file a page, and a page is a small struct
//! beside the template of the same name.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalogue::Catalogue;
use crate::urls::{BaseUrl, UrlPath};

pub mod all;
pub mod card;
pub mod changes;
pub mod chrome;
pub mod compare;
pub mod display_face;
pub mod error;
pub mod exports;
pub mod feeds;
pub mod filters;
pub mod findings;
pub mod head;
pub mod index;
pub mod matching;
pub mod page;
pub mod palette;
pub mod parts;
pub mod prose;
pub mod role;
pub mod route_map;
pub mod search;
pub mod share;
pub mod structured;
pub mod typeface;
pub mod unbroken;
pub mod words;
pub mod worker;

/// What every page is made from.
pub struct Context<'a> {
    /// The content.
    pub catalogue: &'a Catalogue,
    /// Where the site is published.
    pub base: &'a BaseUrl,
    /// What pages carry within them or point at.
    pub assets: &'a PageAssets,
    /// The day for which the pages are made, in the site's time zone.
    pub today: Date,
    /// For an editor: the number of the edition the page is of.
    pub preview: Option<u64>,
    /// The share cards of pages that have none of their own.
    pub cards: &'a card::SiteCards,
    /// Whether browsers keep pages for times without a network.
    pub offline: bool,
    /// Where the face of headings is; none where it would be too large.
    pub display_face: Option<&'a UrlPath>,
}

impl<'a> Context<'a> {
    /// What texts lead to and show.
    #[must_use]
    pub fn around(&self) -> prose::Around<'a> {
        prose::Around {
            base: self.base,
            images: &self.assets.images,
        }
    }
}

/// An image texts may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where it is.
    pub address: UrlPath,
    /// How wide it is, in pixels.
    pub width: usize,
    /// How high it is, in pixels.
    pub height: usize,
}

/// The parts of `static/` that pages carry within them or point at.
#[derive(Debug, Default)]
pub struct PageAssets {
    /// Style sheets by file stem, for `<style>`.
    pub styles: BTreeMap<String, String>,
    /// Scripts by file stem, for `<script>`.
    pub scripts: BTreeMap<String, String>,
    /// The content of the `<svg>` element of an icon, by name; their box is 256 units wide.
    pub icons: BTreeMap<String, String>,
    /// The images texts may show, by the address they write: `/static/images/…`.
    pub images: BTreeMap<String, Image>,
    /// The fingerprinted address of every file, by its path under `static/`.
    pub addresses: BTreeMap<String, UrlPath>,
    /// The measures of the font pictures are set in.
    pub typeface: typeface::Typeface,
}

/// A finished page.
#[derive(Debug)]
pub struct Page {
    /// The document.
    pub html: String,
    /// The content of its `<style>` elements, which its security policy has to allow.
    pub styles: Vec<String>,
    /// The content of its `<script>` elements, which its security policy has to allow.
    pub scripts: Vec<String>,
}
