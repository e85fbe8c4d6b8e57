//! Where a few roles differ, at a glance: on each axis they stand at their scores, and the road
//! between the outermost is as long as they are apart.

use std::cmp::Reverse;

use crate::catalogue::{Axis, Role};
use crate::query::compare::Gap;
use crate::views::parts::{Sign, number};

/// Smaller differences are not worth a mark.
const MIN_MARKED: u8 = 2;

/// More axes than this are a list: neither named in a sentence, nor marked, since marks on most
/// lines single out none.
const MAX_FURTHEST: usize = 3;

/// The picture.
pub struct Picture<'a> {
    /// How many axes differ, and which most.
    pub sentence: String,
    /// The roles.
    pub signs: Vec<Sign<'a>>,
    /// The axes, those on which the roles are furthest apart first.
    pub lines: Vec<Line<'a>>,
}

/// An axis with the roles at their scores.
pub struct Line<'a> {
    /// The axis.
    pub axis: &'a Axis,
    /// The scores that occur, each with its roles.
    pub stops: Vec<(u8, Vec<Pin<'a>>)>,
    /// How far the roles are apart, in words.
    pub words: String,
    /// The same by score, for those who do not see the picture.
    pub scores: String,
    /// The lowest score and how many steps of the scale the road touches; none without distance.
    pub road: Option<(u8, u8)>,
    /// Whether the difference is marked.
    pub far: bool,
}

/// A role on an axis.
pub struct Pin<'a> {
    /// The role.
    pub role: &'a Role,
    /// Its number in two digits.
    pub number: String,
}

impl<'a> Picture<'a> {
    /// The picture of roles and how far they are apart.
    pub fn new(signs: Vec<Sign<'a>>, gaps: &[Gap<'a>]) -> Self {
        let mut lines: Vec<_> = gaps.iter().collect();
        lines.sort_by_key(|gap| Reverse(gap.width()));
        let marked = marked_width(gaps);
        Self {
            sentence: sentence(gaps),
            lines: lines
                .into_iter()
                .map(|gap| Line::new(gap, marked))
                .collect(),
            signs,
        }
    }

    /// The scores of the scale.
    pub fn scale(&self) -> std::ops::RangeInclusive<u8> {
        Axis::MIN..=Axis::MAX
    }

    /// The lowest score.
    pub fn least(&self) -> u8 {
        Axis::MIN
    }

    /// The highest score.
    pub fn most(&self) -> u8 {
        Axis::MAX
    }
}

impl<'a> Line<'a> {
    fn new(gap: &Gap<'a>, marked: Option<u8>) -> Self {
        let pins = |roles: &[&'a Role]| {
            let pin = |role: &&'a Role| Pin {
                number: number(role),
                role,
            };
            roles.iter().map(pin).collect()
        };
        let scores = gap.stops.iter().flat_map(|(score, roles)| {
            let told = move |role: &&Role| format!("{} {score} 分", role.title);
            roles.iter().map(told)
        });
        Self {
            axis: gap.axis,
            words: words(gap),
            scores: scores.collect::<Vec<_>>().join("，"),
            road: (gap.width() > 0).then(|| (gap.lowest(), gap.width() + 1)),
            far: marked == Some(gap.width()),
            stops: gap
                .stops
                .iter()
                .map(|(score, roles)| (*score, pins(roles)))
                .collect(),
        }
    }
}

/// The axes on which roles are furthest apart.
fn furthest<'g, 'a>(gaps: &'g [Gap<'a>]) -> impl Iterator<Item = &'g Gap<'a>> {
    let most = gaps.iter().map(Gap::width).max();
    gaps.iter().filter(move |gap| Some(gap.width()) == most)
}

/// How far apart roles are on the axes to be marked: those on which they are furthest apart,
/// where these are few.
pub fn marked_width(gaps: &[Gap]) -> Option<u8> {
    let width = furthest(gaps).next()?.width();
    (width >= MIN_MARKED && furthest(gaps).count() <= MAX_FURTHEST).then_some(width)
}

/// How far roles are apart on an axis.
pub fn words(gap: &Gap) -> String {
    match gap.width() {
        0 => "相同".to_owned(),
        width => format!("相差 {width} 分"),
    }
}

/// How many axes differ, and which most.
fn sentence(gaps: &[Gap]) -> String {
    let count = gaps.len();
    let differing = gaps.iter().filter(|gap| gap.width() > 0).count();
    let most = furthest(gaps).next().map_or(0, Gap::width);
    let names: Vec<&str> = furthest(gaps).map(|gap| gap.axis.name.as_str()).collect();
    match names.as_slice() {
        _ if differing == 0 => format!("{count} 条尺子的分数全部相同。"),
        [name] => {
            format!("{count} 条尺子里 {differing} 条不同，差得最多的是{name}，相差 {most} 分。")
        }
        names if names.len() <= MAX_FURTHEST => format!(
            "{count} 条尺子里 {differing} 条不同，差得最多的是{}，各差 {most} 分。",
            names.join("、")
        ),
        names => format!(
            "{count} 条尺子里 {differing} 条不同，最多差 {most} 分的有 {} 条。",
            names.len()
        ),
    }
}
