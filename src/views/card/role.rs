//! The share card of a role: its exit sign, and three facts below.

use askama::Template;

use super::setting::Setting;
use super::{Drawing, Frame, LOOSE, Line, TIGHT, cut};
use crate::catalogue::Role;
use crate::views::palette::role_colours;
use crate::views::role::Arrow;
use crate::views::{Context, parts, words};

#[derive(Template)]
#[template(path = "card/role.svg", whitespace = "minimize")]
struct RoleCard<'a> {
    frame: Frame<'a>,
    plate: String,
    number: String,
    /// How wide the tab of the sign is.
    tab: f32,
    group: &'a str,
    arrow: Arrow,
    title: &'a Setting,
    summary: &'a Setting,
    top: f32,
    facts: [(&'static str, String); 3],
}

/// Between these the sign has room for text.
const TOP: f32 = 110.0;
const BOTTOM: f32 = 450.0;
/// The arrow stands to the right of it.
const WIDTH: f32 = 770.0;
/// Between title and summary.
const GAP: f32 = 18.0;
/// A long title is set smaller, then in more lines.
const TITLE: [(f32, usize); 7] = [
    (116.0, 1),
    (104.0, 1),
    (94.0, 1),
    (86.0, 2),
    (72.0, 2),
    (60.0, 3),
    (48.0, 3),
];
const SUMMARY: [f32; 5] = [40.0, 38.0, 36.0, 33.0, 30.0];

impl RoleCard<'_> {
    fn title_lines(&self) -> Vec<Line<'_>> {
        self.title.placed(self.top, TIGHT)
    }

    fn summary_lines(&self) -> Vec<Line<'_>> {
        let top = self.top + self.title.height(TIGHT) + GAP;
        self.summary.placed(top, LOOSE)
    }
}

/// The share card of a role.
///
/// # Errors
///
/// When the template fails.
pub fn role_card(context: &Context, role: &Role) -> Result<Drawing, askama::Error> {
    let face = &context.assets.typeface;
    let title = Setting::new(face, &role.title, WIDTH, &TITLE);
    let room = BOTTOM - TOP - title.height(TIGHT) - GAP;
    let summary = Setting::within(face, &cut(&role.summary), (WIDTH, room), &SUMMARY);
    let used = title.height(TIGHT) + GAP + summary.height(LOOSE);
    let number = parts::number(role);
    Drawing::of(&RoleCard {
        frame: Frame::new(context),
        plate: role_colours(role.hue, role.group.chroma).plate,
        tab: 60.0 + face.width_of("出口") * 32.0 + face.width_of(&number) * 40.0,
        number,
        group: &role.group.name,
        arrow: Arrow::of(context.catalogue, role),
        title: &title,
        summary: &summary,
        top: TOP + (BOTTOM - TOP - used).max(0.0) / 2.0,
        facts: facts(role),
    })
}

/// What a reader looks for first, as on the cards of the index.
fn facts(role: &Role) -> [(&'static str, String); 3] {
    let glance = &role.glance;
    [
        ("还写代码吗", words::coding(glance.coding).to_owned()),
        ("需要多久", words::months(glance)),
        ("还能回来吗", words::way_back(glance.way_back).to_owned()),
    ]
}
