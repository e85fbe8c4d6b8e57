//! Colours from content: a hue and a chroma become plates and accents of fixed lightness,
//! so that every contrast holds whatever an editor writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use palette::convert::FromColorUnclamped as _;
use palette::{OklabHue, Oklch, Srgb};

use crate::catalogue::{Role, RoleGroup};

/// The colours of one role or group, as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colours {
    /// Behind white text, in both schemes; and coloured text on light paper.
    pub plate: String,
    /// Coloured text on dark paper.
    pub accent_dark: String,
}

/// White on it has a contrast of at least 7 at every hue, and so has it on light paper.
const PLATE_LIGHTNESS: f64 = 0.42;
/// On dark paper it has a contrast of at least 7 at every hue.
const ACCENT_DARK_LIGHTNESS: f64 = 0.82;
/// Bright accents of more chroma than this glare on dark paper.
const ACCENT_DARK_MAX_CHROMA: f64 = 0.1;

/// The colours of a hue (degrees) and a chroma (OKLCH).
#[must_use]
pub fn role_colours(hue: f64, chroma: f64) -> Colours {
    Colours {
        plate: hex(PLATE_LIGHTNESS, chroma, hue),
        accent_dark: hex(
            ACCENT_DARK_LIGHTNESS,
            chroma.min(ACCENT_DARK_MAX_CHROMA),
            hue,
        ),
    }
}

/// The colour rules of what a page shows.
#[derive(Debug, Default)]
pub struct Rules {
    selectors: BTreeMap<Colours, Vec<String>>,
}

impl Rules {
    /// Adds a role: elements with `data-r` of its slug.
    pub fn role(&mut self, role: &Role) {
        let colours = role_colours(role.hue, role.group.chroma);
        self.add(colours, format!("[data-r=\"{}\"]", role.slug));
    }

    /// Adds a group: elements with `data-g` of its id.
    pub fn group(&mut self, group: &RoleGroup) {
        let colours = role_colours(group.hue, group.chroma);
        self.add(colours, format!("[data-g=\"{}\"]", group.id));
    }

    fn add(&mut self, colours: Colours, selector: String) {
        let selectors = self.selectors.entry(colours).or_default();
        if !selectors.contains(&selector) {
            selectors.push(selector);
        }
    }

    /// The rules as CSS.
    #[must_use]
    pub fn css(&self) -> String {
        let mut css = String::new();
        for (colours, selectors) in &self.selectors {
            // Writing to a string cannot fail.
            let _ = write!(
                css,
                "{}{{--plate:{};--acc-d:{}}}",
                selectors.join(","),
                colours.plate,
                colours.accent_dark,
            );
        }
        css
    }
}

/// The colour of this lightness and hue with as much of the chroma as sRGB can show.
fn hex(lightness: f64, chroma: f64, hue: f64) -> String {
    let (mut inside, mut outside) = (0.0, chroma);
    let colour = if in_gamut(rgb(lightness, chroma, hue)) {
        rgb(lightness, chroma, hue)
    } else {
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(inside, outside);
            if in_gamut(rgb(lightness, middle, hue)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        rgb(lightness, inside, hue)
    };
    let bytes: Srgb<u8> = colour.into_format();
    let long = format!("{:02x}{:02x}{:02x}", bytes.red, bytes.green, bytes.blue);
    short(&long).unwrap_or_else(|| format!("#{long}"))
}

/// A chroma is at most 0.4, so this many halvings leave less than one step of a byte.
const HALVINGS: u32 = 12;

fn rgb(lightness: f64, chroma: f64, hue: f64) -> Srgb<f64> {
    Srgb::from_color_unclamped(Oklch::new(lightness, chroma, OklabHue::new(hue)))
}

/// True when the colour can be shown, but for what rounding to bytes forgives.
fn in_gamut(colour: Srgb<f64>) -> bool {
    let shown = |part: f64| (-0.001..=1.001).contains(&part);
    shown(colour.red) && shown(colour.green) && shown(colour.blue)
}

/// `#rgb` for `rrggbb` with equal pairs.
fn short(long: &str) -> Option<String> {
    let digits = long.as_bytes().as_chunks::<2>().0;
    digits
        .iter()
        .all(|[high, low]| high == low)
        .then(|| format!("#{}{}{}", &long[0..1], &long[2..3], &long[4..5]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: &str = "#ffffff";
    const PAPER_LIGHT: &str = "#f9f9f6";
    const PAPER_DARK: &str = "#101418";
    const CARD_DARK: &str = "#192025";
    const INK_2_LIGHT: &str = "#41494f";
    const INK_2_DARK: &str = "#b3bcc1";
    const PAINT: &str = "#ffcd00";

    /// How much of the accent the style sheets mix into what a link led to.
    const MARK_PERCENT: f64 = 10.0;

    /// Red, green and blue, 0 to 255.
    fn parts(hex: &str) -> [f64; 3] {
        let digits = hex.trim_start_matches('#');
        let step = digits.len() / 3;
        [0, 1, 2].map(|index| {
            let digit = &digits[index * step..(index + 1) * step];
            let digit = digit.repeat(2 / step);
            f64::from(u8::from_str_radix(&digit, 16).expect("two hexadecimal digits"))
        })
    }

    /// The ground of what a link led to.
    fn mark(accent: &str, paper: &str) -> String {
        let mixed = parts(accent)
            .into_iter()
            .zip(parts(paper))
            .map(|(accent, paper)| {
                let part = (accent * MARK_PERCENT + paper * (100.0 - MARK_PERCENT)) / 100.0;
                format!("{:02x}", part.round() as u8)
            });
        format!("#{}", mixed.collect::<String>())
    }

    /// WCAG relative luminance.
    fn luminance(hex: &str) -> f64 {
        let [red, green, blue] = parts(hex).map(|part| {
            let value = part / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_holds_for_every_hue_and_chroma() {
        for hue in 0..=360 {
            for hundredths in 0..=40 {
                let (hue, chroma) = (f64::from(hue), f64::from(hundredths) / 100.0);
                let colours = role_colours(hue, chroma);
                for (what, one, other, least) in [
                    ("white on plate", WHITE, colours.plate.as_str(), 7.0),
                    ("accent on paper", colours.plate.as_str(), PAPER_LIGHT, 7.0),
                    (
                        "accent on dark paper",
                        colours.accent_dark.as_str(),
                        PAPER_DARK,
                        7.0,
                    ),
                    (
                        "accent on a dark card",
                        colours.accent_dark.as_str(),
                        CARD_DARK,
                        7.0,
                    ),
                    (
                        "small print on a mark",
                        INK_2_LIGHT,
                        mark(&colours.plate, PAPER_LIGHT).as_str(),
                        7.0,
                    ),
                    (
                        "small print on a dark mark",
                        INK_2_DARK,
                        mark(&colours.accent_dark, PAPER_DARK).as_str(),
                        7.0,
                    ),
                    (
                        "a road on the yellow band",
                        colours.plate.as_str(),
                        PAINT,
                        4.5,
                    ),
                ] {
                    let found = contrast(one, other);
                    assert!(
                        found >= least,
                        "{what}, hue {hue}, chroma {chroma}: {found:.2}, {colours:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_colour_within_srgb_keeps_its_chroma() {
        assert_eq!(role_colours(255.0, 0.12).plate, "#154d8c");
        assert_eq!(role_colours(155.0, 0.1).accent_dark, "#8ed8a8");
    }

    #[test]
    fn a_colour_outside_srgb_is_drawn_in_not_clipped() {
        assert_eq!(
            role_colours(155.0, 0.4).plate,
            role_colours(155.0, 0.3).plate
        );
    }

    #[test]
    fn equal_colours_share_a_rule() {
        let mut rules = Rules::default();
        rules.add(role_colours(10.0, 0.1), "a".to_owned());
        rules.add(role_colours(10.0, 0.1), "b".to_owned());
        rules.add(role_colours(10.0, 0.1), "a".to_owned());
        assert!(rules.css().starts_with("a,b{--plate:#"), "{}", rules.css());
    }

    #[test]
    fn equal_pairs_of_digits_are_shortened() {
        assert_eq!(short("112233").as_deref(), Some("#123"));
        assert_eq!(short("112234"), None);
    }
}
