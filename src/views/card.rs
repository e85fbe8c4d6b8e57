//! Pictures, as drawings in SVG: share cards, posters, icons and codes.
//!
//! What is drawn from them is bytes of PNG, which is not the business of views.

mod code;
mod icon;
mod poster;
mod role;
mod setting;
mod site;

use askama::Template;
use sha2::{Digest, Sha256};

pub use self::code::{code, fits_code};
pub use self::icon::{Icon, icon};
pub use self::poster::poster;
pub use self::role::role_card;
use self::setting::Setting;
pub use self::site::{compare_card, index_card, match_card};
use super::Context;

/// How wide a share card is, in pixels; the size link previews ask for.
pub const CARD_WIDTH: u32 = 1200;
/// How high a share card is.
pub const CARD_HEIGHT: u32 = 630;

/// The versions of the share cards that are not of a role.
#[derive(Debug, Default)]
pub struct SiteCards {
    /// Of the index, and of every page that has none of its own.
    pub index: String,
    /// Of the comparison.
    pub compare: String,
    /// Of the self-assessment.
    pub matching: String,
}

impl SiteCards {
    /// The versions for this content.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn new(context: &Context) -> Result<Self, askama::Error> {
        Ok(Self {
            index: index_card(context)?.version,
            compare: compare_card(context)?.version,
            matching: match_card(context)?.version,
        })
    }
}

/// A drawing, and a name that changes whenever the drawing does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The drawing as SVG.
    pub svg: String,
    /// The first 32 bits of its SHA-256 in hexadecimal: enough to tell a picture from the one before.
    pub version: String,
}

impl Drawing {
    fn of(template: &impl Template) -> Result<Self, askama::Error> {
        let svg = template.render()?;
        let digest = Sha256::digest(&svg);
        let version = digest[..4]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self { svg, version })
    }
}

/// What every card has: the font, and the site's mark and name in a corner.
struct Frame<'a> {
    family: &'a str,
    /// So that another font makes another drawing.
    font: &'a str,
    name: &'a str,
    /// How wide the name is at size 1.
    name_width: f32,
}

impl<'a> Frame<'a> {
    fn new(context: &Context<'a>) -> Self {
        let face = &context.assets.typeface;
        let name = &context.catalogue.site.name;
        Self {
            family: &face.family,
            font: &face.fingerprint,
            name,
            name_width: face.width_of(name),
        }
    }

    /// Where the mark is when the name ends at `right`.
    fn mark(&self, right: f32, size: f32) -> f32 {
        right - self.name_width * size - size * 1.45
    }
}

/// A line of text and where it stands.
struct Line<'a> {
    y: f32,
    text: &'a str,
}

/// How far apart lines of display text are, in parts of their size.
const TIGHT: f32 = 1.16;
/// How far apart lines of running text are.
const LOOSE: f32 = 1.42;
/// From the top of a line to its base, in parts of its size.
const BASE: f32 = 0.9;

impl Setting {
    fn height(&self, leading: f32) -> f32 {
        f32::from(u8::try_from(self.lines.len()).unwrap_or(u8::MAX)) * self.size * leading
    }

    /// The lines below `top`.
    fn placed(&self, top: f32, leading: f32) -> Vec<Line<'_>> {
        let lines = self.lines.iter().zip(0u8..);
        lines
            .map(|(text, number)| Line {
                y: (top + (BASE + (leading - 1.0) / 2.0 + f32::from(number) * leading) * self.size)
                    .round(),
                text,
            })
            .collect()
    }
}

/// The part of a text that fits on a card: its first sixty characters.
fn cut(text: &str) -> String {
    /// As many as a summary may have.
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
