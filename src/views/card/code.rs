//! QR codes: ISO/IEC 18004, with the white margin it asks for whatever is around them.

use std::fmt::Write as _;

use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::Drawing;

#[derive(Template)]
#[template(path = "card/code.svg", whitespace = "minimize")]
struct CodeDrawing {
    size: i32,
    path: String,
}

/// The white margin, in modules.
const MARGIN: i32 = 4;

/// Codes with more modules a side cannot be read at 120 pixels.
const MOST_MODULES: i32 = 49;

/// A code as a path, with its margin.
pub(super) struct Code {
    /// How many modules a side has, margin included.
    pub size: i32,
    /// The dark modules, as a path with one unit a module.
    pub path: String,
}

impl Code {
    /// The code of a text; nothing when it would be too fine to be read.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
        (code.size() <= MOST_MODULES).then(|| Self {
            size: code.size() + 2 * MARGIN,
            path: path(&code),
        })
    }
}

/// True when an address is short enough for a code.
#[must_use]
pub fn fits_code(address: &str) -> bool {
    Code::of(address).is_some()
}

/// The code of an address, or of a shorter one where that would be too fine to be read.
///
/// # Errors
///
/// When the template fails.
pub fn code(address: &str, shorter: &str) -> Result<Drawing, askama::Error> {
    let code = Code::of(address).or_else(|| Code::of(shorter));
    let (size, path) = code.map_or((2 * MARGIN, String::new()), |code| (code.size, code.path));
    Drawing::of(&CodeDrawing { size, path })
}

/// Dark modules, those beside each other in a row as one stroke.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let width = x - start;
                // Writing to a string cannot fail.
                let _ = write!(
                    path,
                    "M{} {}h{width}v1h-{width}z",
                    start + MARGIN,
                    y + MARGIN
                );
            } else {
                x += 1;
            }
        }
    }
    path
}
