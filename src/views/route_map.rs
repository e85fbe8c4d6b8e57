//! The picture of the index page: a road goes on, and every role leaves it by a road of its own.
//!
//! Across stands the score on one axis, upwards the score on the other. Scores are whole numbers,
//! so ties are the rule; hence every role has a row of its own, the roads turn upwards in a zone
//! left of all landing places, and the topmost leaves first. So no road crosses another, nor a
//! label, whatever the scores.
//!
//! The rows are HTML; only the turns are SVG. On narrow screens the style sheet stands the road
//! upright and draws the turns itself.

use std::cmp::Reverse;

use unicode_width::UnicodeWidthChar as _;

use crate::catalogue::{Axis, Catalogue, PictureAxis, Role};

// Lengths are counted in pixels of the usual text size; `static/css/index.css` has the same ones and
// lets them grow with the text.

/// The height of a role's row. Rows and bands are odd, like roads: so a road meets its turn without
/// a seam.
const ROW: u32 = 37;
/// The least height of a score's band, so that the words beside it have room.
const BAND_MIN: u32 = 51;
/// The space between the lowest band and the road that goes on.
const FOOT: u32 = 37;
/// The width of the zone in which roads turn upwards.
const ZONE: u32 = 300;
/// The width of one turn: the same for all, or they would cross.
const TURN: u32 = 144;
/// The distance at which neighbouring roads are told apart easily.
const COMFORTABLE_GAP: f64 = 20.0;
const ROAD_WIDTH: f64 = 5.0;
/// Titles that take more break into two lines.
const LONGEST_LINE_EM: usize = 13;
/// The words below the last mark need as much room to the right of it.
const LAST_MARK_EM: usize = 4;

/// The picture, ready for its template.
#[derive(Debug)]
pub struct RouteMap<'a> {
    /// The axis from left to right.
    pub across: &'a Axis,
    /// The axis upwards.
    pub upwards: &'a Axis,
    /// The scores, highest first.
    pub bands: Vec<Band<'a>>,
    /// The marks along the road.
    pub marks: Vec<Mark<'a>>,
    /// The turns.
    pub turns: Turns<'a>,
    /// The width of the widest label of each score from the second on, in em.
    label_em: Vec<usize>,
}

/// All roles of one score upwards.
#[derive(Debug)]
pub struct Band<'a> {
    /// The score.
    pub score: u8,
    /// What it means, if the axis says so.
    pub meaning: Option<&'a str>,
    /// The roles, in the order of their rows.
    pub stops: Vec<Stop<'a>>,
}

/// A role in the picture.
#[derive(Debug, Clone, Copy)]
pub struct Stop<'a> {
    /// The role.
    pub role: &'a Role,
    /// Its score across.
    pub across: u8,
    /// Its score upwards.
    pub upwards: u8,
}

/// A score along the road.
#[derive(Debug)]
pub struct Mark<'a> {
    /// The score.
    pub score: u8,
    /// What it means, if the axis says so.
    pub meaning: Option<&'a str>,
}

/// The turns as an SVG picture.
#[derive(Debug)]
pub struct Turns<'a> {
    /// Its width, in pixels of the usual text size.
    pub width: u32,
    /// Its height, as the width.
    pub height: u32,
    /// How wide a road is, as the width.
    pub road_width: f64,
    /// The id of a role's group and its path, topmost first.
    pub paths: Vec<(&'a str, String)>,
}

impl<'a> RouteMap<'a> {
    /// The picture of all roles; none when an axis for it or any role is missing.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue) -> Option<Self> {
        let across = catalogue.picture_axis(PictureAxis::X)?;
        let upwards = catalogue.picture_axis(PictureAxis::Y)?;
        let mut stops: Vec<Stop> = catalogue
            .roles()
            .filter_map(|role| {
                Some(Stop {
                    role,
                    across: role.score(across)?,
                    upwards: role.score(upwards)?,
                })
            })
            .collect();
        if stops.is_empty() {
            return None;
        }
        stops.sort_by_key(|stop| (Reverse(stop.upwards), stop.across, stop.role.order));
        let scores: Vec<u8> = stops.iter().map(|stop| stop.upwards).collect();
        let layout = Layout::new(&scores);
        let paths = stops.iter().zip(layout.paths());
        Some(Self {
            turns: Turns {
                width: ZONE,
                height: layout.height,
                road_width: layout.road_width(),
                paths: paths
                    .map(|(stop, path)| (stop.role.group.id.as_str(), path))
                    .collect(),
            },
            label_em: label_em(
                stops
                    .iter()
                    .map(|stop| (stop.across, stop.role.title.as_str())),
            ),
            bands: (Axis::MIN..=Axis::MAX)
                .rev()
                .map(|score| Band {
                    score,
                    meaning: upwards.meaning(score),
                    stops: stops
                        .iter()
                        .copied()
                        .filter(|stop| stop.upwards == score)
                        .collect(),
                })
                .collect(),
            marks: (Axis::MIN..=Axis::MAX)
                .map(|score| Mark {
                    score,
                    meaning: across.meaning(score),
                })
                .collect(),
            across,
            upwards,
        })
    }

    /// The widths of the labels, from which the style sheet works out how far scores may lie
    /// apart, and the width of a road.
    #[must_use]
    pub fn css(&self) -> String {
        let widths = (Axis::MIN + 1..=Axis::MAX).zip(&self.label_em);
        let widths: Vec<String> = widths
            .map(|(score, em)| format!("--em-{score}:{em}"))
            .collect();
        // Browsers draw borders in whole pixels.
        let road_px = self.turns.road_width.round().max(1.0);
        format!("figure{{--thick:{road_px:.0}px;{}}}", widths.join(";"))
    }
}

impl Axis {
    /// What a score means, if the axis says so.
    fn meaning(&self, score: u8) -> Option<&str> {
        const MIDDLE: u8 = Axis::MIN.midpoint(Axis::MAX);
        match score {
            Self::MIN => Some(&self.low),
            MIDDLE => Some(&self.middle),
            Self::MAX => Some(&self.high),
            _ => None,
        }
    }
}

/// For each score across but the lowest: the em its longest label takes on its line.
fn label_em<'a>(labels: impl Iterator<Item = (u8, &'a str)>) -> Vec<usize> {
    let mut widest = vec![0; usize::from(Axis::MAX - Axis::MIN)];
    for (across, title) in labels {
        let place = usize::from(across).checked_sub(usize::from(Axis::MIN) + 1);
        if let Some(em) = place.and_then(|place| widest.get_mut(place)) {
            *em = line_em(title).max(*em);
        }
    }
    if let Some(em) = widest.last_mut() {
        *em = LAST_MARK_EM.max(*em);
    }
    widest
}

/// The em a title takes on its line: a Han character takes one, a bold Latin letter about two
/// thirds, and browsers put a gap between the two.
fn line_em(title: &str) -> usize {
    let (wide, narrow): (Vec<_>, Vec<_>) = title.chars().partition(|c| c.width() == Some(2));
    let gaps = if wide.is_empty() || narrow.is_empty() {
        0
    } else {
        30
    };
    let hundredths = wide.len() * 100 + narrow.len() * 66 + gaps;
    hundredths.div_ceil(100).min(LONGEST_LINE_EM)
}

/// Where the rows and the turns are.
struct Layout {
    /// The middle of each row, from above.
    rows: Vec<f64>,
    /// The height of the picture down to the road that goes on.
    height: u32,
    /// The distance between neighbouring roads.
    gap: f64,
}

impl Layout {
    /// The layout of rows with these scores upwards, which descend.
    fn new(scores: &[u8]) -> Self {
        let mut rows = Vec::with_capacity(scores.len());
        let mut top = 0;
        for score in (Axis::MIN..=Axis::MAX).rev() {
            let count = scores.iter().filter(|other| **other == score).count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            let band = (count * ROW).max(BAND_MIN);
            let first = f64::from(top) + f64::from(band - count * ROW + ROW) / 2.0;
            rows.extend((0..count).map(|row| first + f64::from(row * ROW)));
            top += band;
        }
        let gaps = u32::try_from(rows.len().saturating_sub(1))
            .unwrap_or(u32::MAX)
            .max(1);
        let room = f64::from(ZONE - TURN) - ROAD_WIDTH;
        Self {
            height: top + FOOT,
            gap: (room / f64::from(gaps)).min(COMFORTABLE_GAP),
            rows,
        }
    }

    /// Narrow enough to leave as much ground between two roads as there is road.
    fn road_width(&self) -> f64 {
        let width = ROAD_WIDTH.min(self.gap * 0.55);
        (width * 10.0).round() / 10.0
    }

    /// Where each road leaves: the topmost first, the last as far right as the zone allows.
    fn exits(&self) -> impl Iterator<Item = f64> {
        let count = self.rows.len();
        let last = f64::from(ZONE - TURN);
        let gap = self.gap;
        (0..count).map(move |row| {
            let behind = u32::try_from(count - 1 - row).unwrap_or(u32::MAX);
            last - gap * f64::from(behind)
        })
    }

    fn paths(&self) -> impl Iterator<Item = String> {
        let bottom = self.height;
        self.rows.iter().zip(self.exits()).map(move |(middle, exit)| {
            let (half, end) = (exit + f64::from(TURN) / 2.0, exit + f64::from(TURN));
            format!("M{exit:.0} {bottom}C{half:.0} {bottom} {half:.0} {middle} {end:.0} {middle}H{ZONE}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = include_str!("../../static/css/index.css");

    /// The widths of the picture between which its two shapes have to hold, and the pixels of a rem
    /// there.
    const WIDE: [(f64, f64); 4] = [
        (884.0, 17.0),
        (1100.0, 17.0),
        (1170.0, 18.0),
        (1440.0, 18.0),
    ];
    const NARROW: [(f64, f64); 3] = [(286.0, 17.0), (326.0, 17.0), (927.0, 17.0)];

    /// A style sheet's length, in pixels of the usual text size, where a rem has so many.
    fn length(name: &str, rem: f64) -> f64 {
        let start = format!("--{name}: ");
        let text = STYLES.split(&start).nth(1).unwrap_or_default();
        let (number, unit) = match text.strip_prefix("calc(") {
            Some(text) => (text.split(" * var(--px)").next(), 1.0),
            None => (text.split("rem").next(), rem),
        };
        number
            .and_then(|number| number.parse::<f64>().ok())
            .map_or(f64::NAN, |number| number * unit)
    }

    struct Label {
        left: f64,
        right: f64,
        top: f64,
        bottom: f64,
    }

    /// The score across, the score upwards and the length of the title.
    type Case = (u8, u8, usize);

    fn scores(seed: u64, count: usize) -> Vec<Case> {
        let mut state = seed;
        let mut next = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut all: Vec<Case> = (0..count)
            .map(|_| {
                let score = |value: u64| u8::try_from(value + 1).unwrap_or(1);
                (
                    score(next(5)),
                    score(next(5)),
                    3 + usize::try_from(next(12)).unwrap_or(0),
                )
            })
            .collect();
        all.sort_by_key(|(across, upwards, _)| (Reverse(*upwards), *across));
        all
    }

    fn cases() -> Vec<(&'static str, Vec<Case>)> {
        vec![
            ("none", vec![]),
            ("one", vec![(5, 5, 14)]),
            ("one at the bottom", vec![(1, 1, 2)]),
            ("twelve, all tied", vec![(3, 3, 10); 12]),
            ("twelve long ones far right", vec![(5, 2, 14); 12]),
            ("forty, random", scores(7, 40)),
            ("forty, random again", scores(99, 40)),
        ]
    }

    /// The labels as the style sheet places them; `start` is where the lowest score lands, `sign` the
    /// room before a title.
    fn labels(case: &[Case], width: f64, start: f64, sign: f64, em: f64) -> Vec<Label> {
        let layout = Layout::new(
            &case
                .iter()
                .map(|(_, upwards, _)| *upwards)
                .collect::<Vec<_>>(),
        );
        let em_of = |chars: usize| f64::from(u32::try_from(chars).unwrap_or(0)) * em;
        let titles: Vec<_> = case
            .iter()
            .map(|(across, _, chars)| (*across, "字".repeat(*chars)))
            .collect();
        let widest = label_em(
            titles
                .iter()
                .map(|(across, title)| (*across, title.as_str())),
        );
        let room = width - start - sign;
        let step = (1..5_u32)
            .zip(widest)
            .map(|(steps, em)| (room - em_of(em)) / f64::from(steps))
            .fold(f64::INFINITY, f64::min);
        assert!(step >= 0.0, "{width} is too narrow: {step}");
        case.iter()
            .zip(&layout.rows)
            .map(|((across, _, chars), middle)| {
                let left = start + step * f64::from(across - 1);
                let half = f64::from(ROW) / 2.0;
                Label {
                    left,
                    right: left + sign + em_of((*chars).min(LONGEST_LINE_EM)),
                    top: middle - half,
                    bottom: middle + half,
                }
            })
            .collect()
    }

    #[test]
    fn no_two_labels_overlap_and_none_leaves_the_picture() {
        for (name, case) in cases() {
            let wide = WIDE.map(|(width, rem)| {
                let start = length("scale", rem) + length("zone", rem);
                (width, start, rem, rem)
            });
            let narrow = NARROW.map(|(width, rem)| (width, length("start", rem), rem, rem * 0.875));
            for (width, start, rem, em) in wide.into_iter().chain(narrow) {
                let labels = labels(&case, width, start, length("sign", rem), em);
                for (index, one) in labels.iter().enumerate() {
                    assert!(
                        one.left >= start && one.right <= width + 0.01,
                        "{name} at {width}"
                    );
                    for other in &labels[index + 1..] {
                        let apart = one.bottom <= other.top
                            || other.bottom <= one.top
                            || one.right <= other.left
                            || other.right <= one.left;
                        assert!(apart, "{name} at {width}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_road_crosses_another() {
        for (name, case) in cases() {
            let layout = Layout::new(
                &case
                    .iter()
                    .map(|(_, upwards, _)| *upwards)
                    .collect::<Vec<_>>(),
            );
            let exits: Vec<f64> = layout.exits().collect();
            for index in 1..exits.len() {
                assert!(
                    layout.rows[index - 1] < layout.rows[index],
                    "{name}: a row of its own"
                );
                let between = exits[index] - exits[index - 1];
                assert!(between > layout.road_width(), "{name}: {between}");
            }
            for exit in exits {
                assert!(
                    exit >= ROAD_WIDTH / 2.0 && exit + f64::from(TURN) <= f64::from(ZONE),
                    "{name}: {exit}"
                );
            }
        }
    }

    #[test]
    fn the_picture_grows_with_the_roles() {
        assert!(Layout::new(&[3; 40]).height > Layout::new(&[3; 12]).height);
        assert!(Layout::new(&[]).height > 0);
    }

    #[test]
    fn the_style_sheet_has_the_same_lengths() {
        for (name, pixels) in [
            ("row", ROW),
            ("band-min", BAND_MIN),
            ("foot", FOOT),
            ("zone", ZONE),
        ] {
            assert!(
                (length(name, 18.0) - f64::from(pixels)).abs() < 1e-6,
                "--{name}: {} pixels",
                length(name, 18.0)
            );
        }
    }

    #[test]
    fn labels_are_measured_in_han_characters() {
        assert_eq!(line_em("甲乙丙"), 3);
        assert_eq!(line_em("DevOps甲"), 6);
        assert_eq!(line_em(&"字".repeat(16)), LONGEST_LINE_EM);
        assert_eq!(
            label_em([(1, "甲乙丙"), (2, "甲"), (2, "甲乙"), (5, "甲")].into_iter()),
            [2, 0, 0, LAST_MARK_EM]
        );
    }
}
