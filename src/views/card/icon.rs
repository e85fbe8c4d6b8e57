//! The site's mark as an icon, in the shapes devices ask for.

use askama::Template;

use super::Drawing;

#[derive(Template)]
#[template(path = "card/icon.svg", whitespace = "minimize")]
struct IconDrawing {
    pixels: u32,
    /// How round its corners are, in fortieths of its width.
    corner: u32,
    /// How much of the square the mark takes, from its middle.
    scale: f32,
}

/// An icon's shape and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Icon {
    /// With round corners, transparent outside of them.
    Round(u32),
    /// A full square, whose corners the device rounds off.
    Square(u32),
    /// A full square of which the device may keep only the circle in the middle: the safe zone of
    /// the Web App Manifest has a radius of two fifths.
    Maskable(u32),
}

/// The mark as an icon.
///
/// # Errors
///
/// When the template fails.
pub fn icon(icon: Icon) -> Result<Drawing, askama::Error> {
    let (pixels, corner, scale) = match icon {
        Icon::Round(pixels) => (pixels, 8, 1.0),
        Icon::Square(pixels) => (pixels, 0, 1.0),
        Icon::Maskable(pixels) => (pixels, 0, 0.8),
    };
    Drawing::of(&IconDrawing {
        pixels,
        corner,
        scale,
    })
}
