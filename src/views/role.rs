//! The page of one role.

use askama::Template;
use jiff::civil::Date;

use super::chrome::{self, Chrome, Head};
use super::head::{Alternate, Card};
use super::palette::Rules;
use super::parts::{Chapter, Facts, Sign, aliases, edit_address};
use super::share::Share;
use super::{Context, Page, compare, structured, words};
use crate::catalogue::{Axis, Catalogue, PictureAxis, Rating, Role, Skill, Source};
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/role.html", whitespace = "minimize")]
struct RolePage<'a> {
    chrome: Chrome<'a>,
    role: &'a Role,
    sign: Sign<'a>,
    group_href: String,
    arrow: Arrow,
    hidden: Option<String>,
    due: Option<Date>,
    facts: Facts,
    skills: Vec<SkillList<'a>>,
    ratings: Vec<Bar<'a>>,
    chapters: Vec<Chapter<'a>>,
    sources: Vec<Reference<'a>>,
    related: Vec<Neighbour<'a>>,
    /// The address of the role and those related to it, side by side.
    compare: String,
    edit_href: Option<String>,
    previous: Option<Sign<'a>>,
    next: Option<Sign<'a>>,
}

/// A column of skills.
pub(super) struct SkillList<'a> {
    id: &'static str,
    pub(super) title: &'static str,
    note: &'static str,
    pub(super) skills: &'a [Skill],
}

/// A rating as a picture.
struct Bar<'a> {
    rating: &'a Rating,
}

/// A source in the list at the end.
pub(super) struct Reference<'a> {
    pub(super) number: usize,
    pub(super) source: &'a Source,
}

/// A related role.
struct Neighbour<'a> {
    sign: Sign<'a>,
    difference: &'a str,
}

/// The arrow on the sign: the greater the change, the earlier and further the way turns off.
pub(super) struct Arrow {
    pub(super) turn: u32,
    pub(super) end: u32,
    pub(super) height: u32,
}

impl Arrow {
    /// The arrow of a role.
    pub(super) fn of(catalogue: &Catalogue, role: &Role) -> Self {
        let axis = catalogue.picture_axis(PictureAxis::Y);
        let score = axis.and_then(|axis| role.score(axis));
        Self::new(score.unwrap_or(Axis::MIN.midpoint(Axis::MAX)))
    }

    fn new(score: u8) -> Self {
        let score = u32::from(score);
        let turn = 165 + score * 22;
        let end = 152 + score * 15;
        Self {
            turn,
            end,
            height: turn - 85 - (end - 105),
        }
    }
}

impl Bar<'_> {
    /// The segments of the bar, and whether they are filled.
    fn segments(&self) -> impl Iterator<Item = bool> {
        (Axis::MIN..=Axis::MAX).map(|step| step <= self.rating.score)
    }

    fn most(&self) -> u8 {
        Axis::MAX
    }

    fn score(&self) -> u8 {
        self.rating.score
    }
}

impl Reference<'_> {
    pub(super) fn confidence(&self) -> &'static str {
        words::confidence(self.source.confidence)
    }

    pub(super) fn citations(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.source.citations
    }
}

impl RolePage<'_> {
    fn skill_count(&self) -> usize {
        self.skills.iter().map(|list| list.skills.len()).sum()
    }

    fn aliases(&self) -> String {
        aliases(self.role)
    }
}

/// The page of a role.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context, role: &Role) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let related: Vec<Neighbour> = role
        .related
        .iter()
        .filter_map(|related| {
            let sign = Sign::new(context, catalogue.role(&related.slug)?);
            Some(Neighbour {
                sign,
                difference: &related.difference,
            })
        })
        .collect();
    let (previous, next) = catalogue.neighbours(role);
    let mut colours = Rules::default();
    colours.role(role);
    related
        .iter()
        .for_each(|neighbour| colours.role(neighbour.sign.role));
    [previous, next]
        .into_iter()
        .flatten()
        .for_each(|role| colours.role(role));
    let mut chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, &role.title),
            description: &role.summary,
            path: Some(UrlPath::role(&role.slug)),
            noindex: false,
            sheet: "role",
            colours: &colours,
        },
    );
    chrome.card = Some(Card::of_role(context, role)?);
    chrome.kind = "article";
    chrome.alternates.extend(Alternate::of_role(context, role));
    chrome.structured = Some(structured::role(context, role, &chrome));
    let hidden = words::hidden(role.visibility);
    let due = role.is_overdue(context.today).then_some(role.review_due);
    if hidden.is_some() || due.is_some() {
        chrome.wear(context, "overdue");
    }
    chrome.wear(context, "toc");
    chrome.wear_for(context, role.sections.iter().map(|section| &section.prose));
    chrome.share(context, Share::of_role(context, role));
    let page = RolePage {
        sign: Sign::new(context, role),
        group_href: chrome.group(&role.group),
        arrow: Arrow::of(catalogue, role),
        hidden,
        due,
        facts: Facts::of(role),
        skills: skill_lists(role),
        ratings: role.ratings.iter().map(|rating| Bar { rating }).collect(),
        chapters: Chapter::all(context, &role.sections, &role.sources),
        sources: (1..)
            .zip(&role.sources)
            .map(|(number, source)| Reference { number, source })
            .collect(),
        compare: compare::side_by_side(
            context,
            std::iter::once(role).chain(related.iter().map(|neighbour| neighbour.sign.role)),
        ),
        edit_href: edit_address(context, "roles", &role.slug),
        previous: previous.map(|role| Sign::new(context, role)),
        next: next.map(|role| Sign::new(context, role)),
        related,
        role,
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

pub(super) fn skill_lists(role: &Role) -> Vec<SkillList<'_>> {
    [
        ("reuse", "直接可用", "已经会的", &role.reuse),
        ("learn", "需要补", "先学排在前面的", &role.learn),
        ("optional", "可选", "有余力再学", &role.optional),
    ]
    .into_iter()
    .filter(|(_, _, _, skills)| !skills.is_empty())
    .map(|(id, title, note, skills)| SkillList {
        id,
        title,
        note,
        skills,
    })
    .collect()
}
