//! The share cards of the index, the comparison and the self-assessment.

use askama::Template;

use super::setting::Setting;
use super::{CARD_WIDTH, Drawing, Frame, LOOSE, Line, TIGHT, cut};
use crate::catalogue::{Axis, PictureAxis};
use crate::views::palette::role_colours;
use crate::views::{Context, parts};

#[derive(Template)]
#[template(path = "card/site.svg", whitespace = "minimize")]
struct SiteCard<'a> {
    frame: Frame<'a>,
    title: &'a Setting,
    text: &'a Setting,
    top: f32,
    motif: Motif,
    exits: Vec<Exit>,
}

/// What is drawn below the words.
#[derive(PartialEq)]
enum Motif {
    /// A road with an exit for every role.
    Road,
    /// A gantry with a board for every role.
    Gantry,
    /// A warning sign: a fork ahead.
    Fork,
}

/// A role at the road.
struct Exit {
    x: f32,
    /// How far above the road: the greater the change, the higher.
    height: f32,
    number: String,
    plate: String,
}

/// More would overlap.
const MOST_EXITS: usize = 14;
/// Where the words begin.
const TOP: f32 = 104.0;
const GAP: f32 = 14.0;
const TITLE: [(f32, usize); 6] = [
    (168.0, 1),
    (150.0, 1),
    (124.0, 1),
    (104.0, 1),
    (88.0, 2),
    (64.0, 2),
];
const TEXT: [(f32, usize); 3] = [(42.0, 1), (38.0, 2), (32.0, 2)];

impl SiteCard<'_> {
    fn title_lines(&self) -> Vec<Line<'_>> {
        self.title.placed(self.top, TIGHT)
    }

    fn text_lines(&self) -> Vec<Line<'_>> {
        let top = self.top + self.title.height(TIGHT) + GAP;
        self.text.placed(top, LOOSE)
    }

    fn is(&self, motif: &str) -> bool {
        match self.motif {
            Motif::Road => motif == "road",
            Motif::Gantry => motif == "gantry",
            Motif::Fork => motif == "fork",
        }
    }
}

/// The share card of the index, and of every page that has none of its own.
///
/// # Errors
///
/// When the template fails.
pub fn index_card(context: &Context) -> Result<Drawing, askama::Error> {
    let site = &context.catalogue.site;
    draw(context, &site.title, &site.subtitle, Motif::Road)
}

/// The share card of the comparison.
///
/// # Errors
///
/// When the template fails.
pub fn compare_card(context: &Context) -> Result<Drawing, askama::Error> {
    let text = format!(
        "{} 个方向，同样的 {} 条尺子，逐项对照",
        context.catalogue.role_count(),
        context.catalogue.axes.len()
    );
    draw(context, "摆在一起看", &text, Motif::Gantry)
}

/// The share card of the self-assessment.
///
/// # Errors
///
/// When the template fails.
pub fn match_card(context: &Context) -> Result<Drawing, askama::Error> {
    let text = format!(
        "{} 个问题，支持和反对的理由都写出来",
        context.catalogue.assessment.questions.len()
    );
    draw(context, "先试哪个方向", &text, Motif::Fork)
}

fn draw(
    context: &Context,
    title: &str,
    text: &str,
    motif: Motif,
) -> Result<Drawing, askama::Error> {
    let face = &context.assets.typeface;
    let width = match motif {
        Motif::Fork => 690.0,
        Motif::Road | Motif::Gantry => 1060.0,
    };
    Drawing::of(&SiteCard {
        frame: Frame::new(context),
        title: &Setting::new(face, title, width, &TITLE),
        text: &Setting::new(face, &cut(text), width, &TEXT),
        top: TOP,
        motif,
        exits: exits(context),
    })
}

/// Roles evenly along the road, in the order of the series.
fn exits(context: &Context) -> Vec<Exit> {
    let catalogue = context.catalogue;
    let axis = catalogue.picture_axis(PictureAxis::Y);
    let middle = Axis::MIN.midpoint(Axis::MAX);
    let count = catalogue.role_count().min(MOST_EXITS);
    let number = |count: usize| f32::from(u8::try_from(count).unwrap_or(u8::MAX));
    #[expect(clippy::cast_precision_loss, reason = "the width is exact")]
    let pitch = (CARD_WIDTH as f32 - 136.0) / number(count.max(1));
    let roles = catalogue.roles().take(count).enumerate();
    roles
        .map(|(place, role)| {
            let score = axis.and_then(|axis| role.score(axis)).unwrap_or(middle);
            Exit {
                x: (68.0 + pitch * (number(place) + 0.5)).round(),
                height: 44.0 + f32::from(score) * 22.0,
                number: parts::number(role),
                plate: role_colours(role.hue, role.group.chroma).plate,
            }
        })
        .collect()
}
