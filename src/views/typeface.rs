//! What is known of the font pictures are set in: which characters it has, and how wide they are.

use std::collections::{BTreeMap, BTreeSet};

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The measures of a font.
#[derive(Debug, Default)]
pub struct Typeface {
    /// The name by which drawings ask for it.
    pub family: String,
    /// Changes whenever the file does, and so does every picture.
    pub fingerprint: String,
    /// How wide a character is, in parts of the font's size.
    widths: BTreeMap<char, f32>,
}

impl Typeface {
    /// Reads the measures of a font file; nothing when it is none.
    #[must_use]
    pub fn read(bytes: &[u8], fingerprint: String) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let names = font.localized_strings(skrifa::string::StringId::FAMILY_NAME);
        let family = names.english_or_first()?.chars().collect();
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let widths = font
            .charmap()
            .mappings()
            .filter_map(|(code, glyph)| {
                Some((char::from_u32(code)?, metrics.advance_width(glyph)?))
            })
            .collect();
        Some(Self {
            family,
            fingerprint,
            widths,
        })
    }

    /// The characters it has.
    #[must_use]
    pub fn characters(&self) -> BTreeSet<char> {
        self.widths.keys().copied().collect()
    }

    /// How wide a character is at size 1; one it lacks is as wide as a 汉字.
    #[must_use]
    pub fn width(&self, character: char) -> f32 {
        self.widths.get(&character).copied().unwrap_or(1.0)
    }

    /// How wide a text is at size 1.
    #[must_use]
    pub fn width_of(&self, text: &str) -> f32 {
        text.chars().map(|character| self.width(character)).sum()
    }
}
