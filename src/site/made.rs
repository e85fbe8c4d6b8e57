//! What is made when it is first asked for, since most of it never is: pictures, codes, the forms
//! of a role that machines read.

use std::iter;
use std::sync::Arc;

use anyhow::Context as _;

use super::document::{CachePolicy, Document};
use super::encoding::Effort;
use super::{Site, painter};
use crate::catalogue::{Catalogue, Role};
use crate::query::params::Params;
use crate::urls::{Slug, UrlPath};
use crate::views::card::{self, Drawing, Icon};
use crate::views::{self, exports};

/// Something that is made on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// A picture.
    Picture(Picture),
    /// A text.
    Text(Text),
}

/// A picture, which takes a while to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// The share card of the index.
    IndexCard,
    /// The share card of the comparison.
    CompareCard,
    /// The share card of the self-assessment.
    MatchCard,
    /// The share card of a role.
    RoleCard(Slug),
    /// The poster of a role.
    RolePoster(Slug),
    /// An icon.
    Icon(Icon),
    /// The icon where browsers look for one unasked.
    Favicon,
}

/// A text, which takes about as long as a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The code that leads to the comparison, with its query.
    CompareCode,
    /// The code that leads to the self-assessment, with its query.
    MatchCode,
    /// The code that leads to a role.
    RoleCode(Slug),
    /// A role as Markdown.
    Markdown(Slug),
    /// A role as JSON.
    Json(Slug),
    /// The page hosts of an export send for an address that leads nowhere.
    Lost,
}

const PNG: &str = "image/png";
const ICO: &str = "image/x-icon";
const SVG: &str = "image/svg+xml";
const MARKDOWN: &str = "text/markdown; charset=utf-8";
const JSON: &str = "application/json";
/// As tabs and bookmarks show it on dense screens.
const FAVICON_PIXELS: u8 = 32;

/// Every address with something that is made on request.
pub fn addresses(catalogue: &Catalogue) -> impl Iterator<Item = (UrlPath, Made)> {
    let roles = catalogue.roles().flat_map(|role| of_role(&role.slug));
    of_site().into_iter().chain(roles)
}

/// What is made at an address, if anything. Addresses of roles are taken apart, not looked up:
/// a table of them would be five times as long as that of the pages.
pub fn find(catalogue: &Catalogue, path: &str) -> Option<Made> {
    let of_role = || {
        let slug = UrlPath::slug_of_role(path)?;
        catalogue.role(&slug)?;
        Some(of_role(&slug))
    };
    let of_role = of_role().into_iter().flatten();
    let mut all = of_site().into_iter().chain(of_role);
    all.find(|(address, _)| address.as_str() == path)
        .map(|(_, made)| made)
}

/// Where a role was and what went with it, each with its address of today.
pub fn moved(old: &str, slug: &Slug) -> impl Iterator<Item = (String, UrlPath)> {
    let page = (old.to_owned(), UrlPath::role(slug));
    let before = UrlPath::role_at(old).map(|before| of_role(&before));
    let beside = before.into_iter().flatten().zip(of_role(slug));
    let beside = beside.map(|((before, _), (now, _))| (before.to_string(), now));
    iter::once(page).chain(beside)
}

fn of_site() -> [(UrlPath, Made); 11] {
    use Picture::{CompareCard, Favicon, IndexCard, MatchCard};
    let icon = |icon| Made::Picture(Picture::Icon(icon));
    [
        (UrlPath::card(), Made::Picture(IndexCard)),
        (UrlPath::compare_card(), Made::Picture(CompareCard)),
        (UrlPath::match_card(), Made::Picture(MatchCard)),
        (UrlPath::favicon(), Made::Picture(Favicon)),
        (UrlPath::touch_icon(), icon(Icon::Square(180))),
        (UrlPath::icon(192), icon(Icon::Round(192))),
        (UrlPath::icon(512), icon(Icon::Round(512))),
        (UrlPath::maskable_icon(), icon(Icon::Maskable(512))),
        (UrlPath::compare_code(), Made::Text(Text::CompareCode)),
        (UrlPath::match_code(), Made::Text(Text::MatchCode)),
        (UrlPath::lost(), Made::Text(Text::Lost)),
    ]
}

fn of_role(slug: &Slug) -> [(UrlPath, Made); 5] {
    let own = slug.clone();
    let picture = |picture: fn(Slug) -> Picture| Made::Picture(picture(own.clone()));
    let text = |text: fn(Slug) -> Text| Made::Text(text(own.clone()));
    let [card, poster, code, markdown, json] = UrlPath::files_of_role(slug);
    [
        (card, picture(Picture::RoleCard)),
        (poster, picture(Picture::RolePoster)),
        (code, text(Text::RoleCode)),
        (markdown, text(Text::Markdown)),
        (json, text(Text::Json)),
    ]
}

impl Site {
    /// The drawing of a picture: quick, and it tells whether the picture has been drawn.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub fn drawing(&self, picture: &Picture) -> anyhow::Result<Drawing> {
        let context = self.context();
        let drawing = match picture {
            Picture::IndexCard => card::index_card(&context),
            Picture::CompareCard => card::compare_card(&context),
            Picture::MatchCard => card::match_card(&context),
            Picture::RoleCard(slug) => card::role_card(&context, self.role(slug)?),
            Picture::RolePoster(slug) => card::poster(&context, self.role(slug)?),
            Picture::Icon(icon) => card::icon(*icon),
            Picture::Favicon => card::icon(Icon::Round(FAVICON_PIXELS.into())),
        };
        Ok(drawing?)
    }

    /// A picture, drawn now if it never was; takes about a tenth of a second then.
    ///
    /// # Errors
    ///
    /// When it cannot be drawn.
    pub fn draw(&self, picture: &Picture, drawing: &Drawing) -> anyhow::Result<Arc<Document>> {
        self.pictures.get_or_draw(&drawing.version, || {
            let png = self.assets.painter.png(&drawing.svg)?;
            let (content_type, bytes) = match picture {
                Picture::Favicon => (ICO, painter::ico(&png, FAVICON_PIXELS)),
                _ => (PNG, png),
            };
            let readers = match picture {
                // Nobody is given the version of a poster.
                Picture::RolePoster(_) => CachePolicy::Page,
                _ => CachePolicy::Picture,
            };
            let cache = self.options.keeping(readers);
            let document = Document::plain(content_type, cache, bytes);
            Ok(document.for_everyone())
        })
    }

    /// A text made on request.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn text(&self, text: &Text, params: &Params) -> anyhow::Result<Document> {
        let context = self.context();
        let (content_type, text) = match text {
            Text::CompareCode => {
                let state = views::compare::address(&context, params);
                let page = context.base.absolute(&UrlPath::compare());
                (SVG, card::code(&state, &page)?.svg)
            }
            Text::MatchCode => {
                let state = views::matching::address(&context, params);
                let page = context.base.absolute(&UrlPath::matching());
                (SVG, card::code(&state, &page)?.svg)
            }
            Text::RoleCode(slug) => {
                let page = context.base.absolute(&UrlPath::role(slug));
                (SVG, card::code(&page, &page)?.svg)
            }
            Text::Markdown(slug) => (MARKDOWN, exports::markdown(&context, self.role(slug)?)?),
            Text::Lost => return self.lost(),
            Text::Json(slug) => (JSON, exports::role_json(&context, self.role(slug)?)),
        };
        let cache = self.options.keeping(CachePolicy::Page);
        let document = Document::compressed(content_type, cache, text, Effort::Quick);
        Ok(document.for_everyone())
    }

    fn role(&self, slug: &Slug) -> anyhow::Result<&Role> {
        let role = self.catalogue.role(slug);
        role.with_context(|| format!("there is no role `{slug}`"))
    }
}
