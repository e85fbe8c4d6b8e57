//! A font for pages: the outlines of some characters of a larger font, in as few bytes as they go.
//!
//! The source has cubic outlines (CFF). Quadratic ones take a fifth less as WOFF2, whose
//! transformation knows only those, so they are made here: within a tolerance, on a coarser grid.

mod glyphs;
mod measures;

use std::collections::BTreeSet;

use anyhow::Context as _;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use ttf2woff2::{EncodeOptions, encode_with_options};
use write_fonts::FontBuilder;
use write_fonts::tables::cmap::Cmap;

use glyphs::Glyphs;

/// Units of the source that make one of the result: at the largest size of a heading a fifteenth
/// of a pixel, and an eighth fewer bytes.
const GRID: f64 = 2.0;

/// A font with these characters as WOFF2 (W3C Recommendation, 2024), as far as the source has
/// them. It takes about a quarter of a second, most of it to compress.
///
/// # Errors
///
/// When the source is no font with outlines.
pub fn subset(source: &[u8], characters: &BTreeSet<char>) -> anyhow::Result<Vec<u8>> {
    let source = FontRef::new(source).context("the source is no font")?;
    let charmap = source.charmap();
    let mut glyphs = Glyphs::of(&source);
    glyphs.add(GlyphId::NOTDEF)?;
    let mut mappings = Vec::new();
    for character in characters {
        if let Some(glyph) = charmap.map(*character) {
            mappings.push((*character, GlyphId::from(glyphs.count()?)));
            glyphs.add(glyph)?;
        }
    }
    let mut font = FontBuilder::new();
    font.add_table(&Cmap::from_mappings(mappings)?)?;
    let format = glyphs.write(&mut font)?;
    measures::write(&source, format, &mut font)?;
    // Within the few glyphs of headings no offset gets near the end of the short form, beyond
    // which browsers refuse the transformation of this encoder.
    let options = EncodeOptions {
        transform_glyf_loca: true,
        ..EncodeOptions::default()
    };
    encode_with_options(&font.build(), options).context("cannot compress a font")
}

/// A length of the source in units of the result, with its fraction.
fn on_grid(length: impl Into<f64>) -> f64 {
    length.into() / GRID
}

/// The same as whole units, as tables have them.
fn whole(length: impl Into<f64>) -> i16 {
    // A cast of a float saturates, and no measure of a font comes near.
    on_grid(length).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::instance::{LocationRef, Size};

    #[test]
    fn measures_are_those_of_the_source() {
        let source = include_bytes!("../../static/fonts/card.otf");
        let source = FontRef::new(source).expect("a font");
        let mut glyphs = Glyphs::of(&source);
        glyphs.add(GlyphId::NOTDEF).expect("an outline");
        let mut font = FontBuilder::new();
        for character in ['路', '1', '，'] {
            glyphs
                .add(source.charmap().map(character).expect("a glyph"))
                .expect("an outline");
        }
        let mappings = ['路', '1', '，'].into_iter().zip((1..4).map(GlyphId::new));
        font.add_table(&Cmap::from_mappings(mappings).expect("a map"))
            .expect("a table");
        let format = glyphs.write(&mut font).expect("tables");
        measures::write(&source, format, &mut font).expect("tables");
        let bytes = font.build();
        let made = FontRef::new(&bytes).expect("a font");
        let size = (Size::new(100.0), LocationRef::default());
        let (old, new) = (source.metrics(size.0, size.1), made.metrics(size.0, size.1));
        assert!((old.ascent - new.ascent).abs() < 0.2, "{old:?} {new:?}");
        assert!((old.descent - new.descent).abs() < 0.2, "{old:?} {new:?}");
        let (old, new) = (
            source.glyph_metrics(size.0, size.1),
            made.glyph_metrics(size.0, size.1),
        );
        for character in ['路', '1', '，'] {
            let [old, new] = [(&source, &old), (&made, &new)].map(|(font, metrics)| {
                let glyph = font.charmap().map(character).expect("a glyph");
                metrics.advance_width(glyph).expect("a width")
            });
            assert!((old - new).abs() < 0.2, "{character}: {old} {new}");
        }
    }
}
