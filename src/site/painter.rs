//! Drawings in SVG to bytes of PNG.

use std::sync::Arc;

use anyhow::{Context, ensure};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, Node, Options, Tree, fontdb};

/// Draws with the fonts it was given, and no other: the same drawing is the same picture anywhere.
#[derive(Debug, Default)]
pub struct Painter {
    fonts: Arc<fontdb::Database>,
}

/// How hard to look for a smaller file: the third step takes twice as long for one part in fifty.
const EFFORT: u8 = 2;

impl Painter {
    /// A painter with one font.
    #[must_use]
    pub fn new(font: Arc<Vec<u8>>) -> Self {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_source(fontdb::Source::Binary(font));
        Self {
            fonts: Arc::new(fonts),
        }
    }

    /// Draws; takes about a tenth of a second.
    ///
    /// # Errors
    ///
    /// When the drawing is no SVG, or asks for a font the painter does not have.
    pub fn png(&self, svg: &str) -> anyhow::Result<Vec<u8>> {
        let options = Options {
            fontdb: Arc::clone(&self.fonts),
            ..Options::default()
        };
        let tree = Tree::from_str(svg, &options).context("a drawing is no SVG")?;
        // Text in a font that is not there is left out without a word.
        ensure!(
            texts(tree.root()) == svg.matches("<text").count(),
            "a drawing asks for a font that is not there"
        );
        let size = tree.size().to_int_size();
        let mut pixels =
            Pixmap::new(size.width(), size.height()).context("a drawing has no size")?;
        resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
        let png = pixels.encode_png().context("cannot encode a picture")?;
        oxipng::optimize_from_memory(&png, &oxipng::Options::from_preset(EFFORT))
            .context("cannot make a picture smaller")
    }
}

/// How many texts there are to draw.
fn texts(group: &Group) -> usize {
    let nodes = group.children().iter();
    nodes
        .map(|node| match node {
            Node::Group(group) => texts(group),
            Node::Text(_) => 1,
            _ => 0,
        })
        .sum()
}

/// A PNG as an icon file, which may hold one since Windows Vista.
#[must_use]
pub fn ico(png: &[u8], pixels: u8) -> Vec<u8> {
    let length = u32::try_from(png.len()).unwrap_or(u32::MAX);
    // Reserved, type 1 (icon), one picture.
    let mut ico = vec![0, 0, 1, 0, 1, 0];
    // Width, height, no palette, reserved, one plane, 32 bits a pixel.
    ico.extend([pixels, pixels, 0, 0, 1, 0, 32, 0]);
    ico.extend(length.to_le_bytes());
    ico.extend(22u32.to_le_bytes());
    ico.extend(png);
    ico
}
