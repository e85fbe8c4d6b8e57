//! Colours from content: a hue and a chroma become plates, accents and tints of fixed lightness,
//! so that every contrast holds whatever an editor writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use palette::convert::FromColorUnclamped as _;
use palette::{OklabHue, Oklch, Srgb};

use crate::catalogue::{Role, RoleGroup};

/// The colours of one role or group, as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colours {
    /// Behind white text, in both schemes; and coloured text on light paper.
    pub plate: String,
    /// Coloured text on dark paper.
    pub accent_dark: String,
    /// A quiet ground on light paper.
    pub tint_light: String,
    /// A quiet ground on dark paper.
    pub tint_dark: String,
}

/// White on it has a contrast of at least 7 at every hue, and so has it on light paper.
const PLATE_LIGHTNESS: f64 = 0.42;
/// On dark paper it has a contrast of at least 7 at every hue.
const ACCENT_DARK_LIGHTNESS: f64 = 0.82;
/// Bright accents of more chroma than this glare on dark paper.
const ACCENT_DARK_MAX_CHROMA: f64 = 0.1;
const TINT_LIGHT: (f64, f64) = (0.96, 0.02);
const TINT_DARK: (f64, f64) = (0.27, 0.03);

/// The colours of a hue (degrees) and a chroma (OKLCH).
#[must_use]
pub fn role_colours(hue: f64, chroma: f64) -> Colours {
    let tint = |(lightness, most): (f64, f64)| hex(lightness, chroma.min(most), hue);
    Colours {
        plate: hex(PLATE_LIGHTNESS, chroma, hue),
        accent_dark: hex(
            ACCENT_DARK_LIGHTNESS,
            chroma.min(ACCENT_DARK_MAX_CHROMA),
            hue,
        ),
        tint_light: tint(TINT_LIGHT),
        tint_dark: tint(TINT_DARK),
    }
}

/// The colour rules of what a page shows.
#[derive(Debug, Default)]
pub struct Rules {
    selectors: BTreeMap<Colours, Vec<String>>,
}

impl PartialOrd for Colours {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Colours {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl Colours {
    fn key(&self) -> [&str; 4] {
        [
            &self.plate,
            &self.accent_dark,
            &self.tint_light,
            &self.tint_dark,
        ]
    }
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
            let [plate, accent_dark, tint_light, tint_dark] = colours.key();
            // Writing to a string cannot fail.
            let _ = write!(
                css,
                "{}{{--plate:{plate};--acc-d:{accent_dark};--tint-l:{tint_light};--tint-d:{tint_dark}}}",
                selectors.join(","),
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
    const INK_DARK: &str = "#eeede8";
    const INK_2_LIGHT: &str = "#41494f";
    const INK_2_DARK: &str = "#b3bcc1";
    const PAINT: &str = "#ffcd00";

    /// WCAG relative luminance.
    fn luminance(hex: &str) -> f64 {
        let digits = hex.trim_start_matches('#');
        let step = digits.len() / 3;
        let part = |index: usize| {
            let digit = &digits[index * step..(index + 1) * step];
            let digit = if step == 1 {
                digit.repeat(2)
            } else {
                digit.to_owned()
            };
            let value = f64::from(u8::from_str_radix(&digit, 16).unwrap_or(0)) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
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
                        "small print on tint",
                        INK_2_LIGHT,
                        colours.tint_light.as_str(),
                        7.0,
                    ),
                    (
                        "small print on dark tint",
                        INK_2_DARK,
                        colours.tint_dark.as_str(),
                        7.0,
                    ),
                    (
                        "text on dark tint",
                        INK_DARK,
                        colours.tint_dark.as_str(),
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
