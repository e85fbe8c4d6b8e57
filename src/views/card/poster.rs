//! A role as a picture to keep and pass on: its sign, its ratings, and the code that leads back.

use askama::Template;

use super::code::Code;
use super::setting::Setting;
use super::{Drawing, Frame, LOOSE, Line, TIGHT, cut};
use crate::catalogue::{Axis, Role};
use crate::urls::UrlPath;
use crate::views::palette::role_colours;
use crate::views::role::Arrow;
use crate::views::typeface::Typeface;
use crate::views::{Context, parts, words};

#[derive(Template)]
#[template(path = "card/poster.svg", whitespace = "minimize")]
struct Poster<'a> {
    frame: Frame<'a>,
    plate: String,
    number: String,
    tab: f32,
    group: &'a str,
    arrow: Arrow,
    title: &'a Setting,
    summary: &'a Setting,
    ratings: Vec<(&'a str, u8)>,
    facts: Vec<Fact>,
    code: Option<Code>,
    address: &'a Setting,
}

/// What a reader looks for first.
struct Fact {
    label: &'static str,
    value: String,
    size: f32,
}

impl Fact {
    fn new(face: &Typeface, label: &'static str, value: &str) -> Self {
        Self {
            label,
            size: FACT.min(FACT_WIDTH / face.width_of(value)),
            value: value.to_owned(),
        }
    }
}

/// How large a fact is where there is room.
const FACT: f32 = 52.0;
const FACT_WIDTH: f32 = 276.0;
const TOP: f32 = 164.0;
const GAP: f32 = 22.0;
const WIDTH: f32 = 890.0;
const TITLE: [(f32, usize); 6] = [
    (132.0, 1),
    (112.0, 1),
    (96.0, 1),
    (92.0, 2),
    (72.0, 2),
    (52.0, 3),
];
const SUMMARY: [f32; 4] = [44.0, 42.0, 40.0, 36.0];
/// Above the ratings.
const BOTTOM: f32 = 562.0;
const ADDRESS: [(f32, usize); 3] = [(27.0, 1), (22.0, 1), (18.0, 2)];
/// More ratings would run into the border of the sign.
const MOST_RATINGS: usize = 8;

impl Poster<'_> {
    fn title_lines(&self) -> Vec<Line<'_>> {
        self.title.placed(TOP, TIGHT)
    }

    fn summary_lines(&self) -> Vec<Line<'_>> {
        let top = TOP + self.title.height(TIGHT) + GAP;
        self.summary.placed(top, LOOSE)
    }

    fn address_lines(&self) -> Vec<Line<'_>> {
        self.address.placed(1352.0, TIGHT)
    }

    /// The steps of a score, and whether it reaches them.
    fn steps(&self, score: &u8) -> Vec<bool> {
        (Axis::MIN..=Axis::MAX).map(|step| step <= *score).collect()
    }
}

/// The poster of a role.
///
/// # Errors
///
/// When the template fails.
pub fn poster(context: &Context, role: &Role) -> Result<Drawing, askama::Error> {
    let face = &context.assets.typeface;
    let address = context.base.absolute(&UrlPath::role(&role.slug));
    let title = Setting::new(face, &role.title, WIDTH, &TITLE);
    let room = BOTTOM - TOP - title.height(TIGHT) - GAP;
    let number = parts::number(role);
    let glance = &role.glance;
    let ratings = role.ratings.iter().take(MOST_RATINGS);
    Drawing::of(&Poster {
        frame: Frame::new(context),
        plate: role_colours(role.hue, role.group.chroma).plate,
        tab: 60.0 + face.width_of("出口") * 32.0 + face.width_of(&number) * 40.0,
        number,
        group: &role.group.name,
        arrow: Arrow::of(context.catalogue, role),
        title: &title,
        summary: &Setting::within(face, &cut(&role.summary), (WIDTH, room), &SUMMARY),
        ratings: ratings
            .map(|rating| (rating.axis.name.as_str(), rating.score))
            .collect(),
        facts: vec![
            Fact::new(face, "还写代码吗", words::coding(glance.coding)),
            Fact::new(face, "需要多久", &words::months(glance)),
            Fact::new(face, "前景", words::outlook(glance.outlook)),
            Fact::new(face, "还能回来吗", words::way_back(glance.way_back)),
        ],
        code: Code::of(&address),
        address: &Setting::new(face, &address, 560.0, &ADDRESS),
    })
}
