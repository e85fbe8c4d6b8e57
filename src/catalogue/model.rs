//! The checked, cross-linked, immutable content: what pages are made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use super::matching_model::Assessment;
use crate::content::markdown::Prose;
pub use crate::content::schema::{Coding, Confidence, OutlookLevel, PictureAxis, ReturnLevel};
use crate::urls::Slug;

/// All content of a site.
#[derive(Debug)]
pub struct Catalogue {
    /// What the site says about itself.
    pub site: SiteInfo,
    /// The groups, in order.
    pub groups: Vec<Arc<RoleGroup>>,
    /// The axes, in order.
    pub axes: Vec<Arc<Axis>>,
    /// The sections every role has, in order.
    pub sections: Vec<SectionKind>,
    /// The interests of the self-assessment, in order.
    pub interests: Vec<Arc<Interest>>,
    /// The self-assessment.
    pub assessment: Assessment,
    /// The roles by slug; [`Catalogue::roles`] has them in order.
    pub(super) roles: BTreeMap<Slug, Arc<Role>>,
    /// The slugs of the roles in the order of the series.
    pub(super) order: Vec<Slug>,
    /// The further pages, in order.
    pub pages: Vec<Page>,
    /// The next moment at which time alone changes the site, in its time zone.
    pub next_change: Option<DateTime>,
    /// The SHA-256 of the files it was made from.
    pub digest: [u8; 32],
}

/// What the site says about itself.
#[derive(Debug)]
pub struct SiteInfo {
    /// The site's name.
    pub name: String,
    /// The large line of the index page's heading.
    pub title: String,
    /// The second line of that heading.
    pub subtitle: String,
    /// One short sentence for the foot of every page.
    pub tagline: String,
    /// What the site is, for search engines and link previews.
    pub description: String,
    /// Who wrote it.
    pub author: String,
    /// The time zone in which dates are meant.
    pub time_zone: jiff::tz::TimeZone,
    /// Where the Markdown files can be edited: an address to which their path is appended.
    pub repository: Option<String>,
    /// The text before the first heading of `index.md`.
    pub introduction: Prose,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A group of roles.
#[derive(Debug)]
pub struct RoleGroup {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: String,
    /// What its roles have in common.
    pub line: String,
    /// OKLCH hue in degrees.
    pub hue: f64,
    /// OKLCH chroma.
    pub chroma: f64,
}

/// A ruler every role is measured with.
#[derive(Debug)]
pub struct Axis {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: String,
    /// What it measures.
    pub line: String,
    /// Which direction of the index picture it decides.
    pub picture: Option<PictureAxis>,
    /// What a score of 1 means.
    pub low: String,
    /// What a score of 3 means.
    pub middle: String,
    /// What a score of 5 means.
    pub high: String,
}

impl Axis {
    /// The lowest score.
    pub const MIN: u8 = 1;
    /// The highest score.
    pub const MAX: u8 = 5;
}

/// A section every role has.
#[derive(Debug)]
pub struct SectionKind {
    /// Its anchor.
    pub id: Slug,
    /// Its heading.
    pub title: String,
    /// Whether it tells how to try the role out.
    pub trial: bool,
}

/// An interest of the self-assessment.
#[derive(Debug)]
pub struct Interest {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: String,
}

/// A section of a text.
#[derive(Debug)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub prose: Prose,
    /// The same as it was written.
    pub source: String,
}

/// A further page, such as the one about the site.
#[derive(Debug)]
pub struct Page {
    /// Its file name without the ending.
    pub slug: Slug,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub summary: String,
    /// When a person last checked it.
    pub reviewed: Date,
    /// The text before its first heading.
    pub introduction: Prose,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// One career direction.
#[derive(Debug)]
pub struct Role {
    /// Its file name without the ending.
    pub slug: Slug,
    /// Its name.
    pub title: String,
    /// Its place in the series.
    pub order: u32,
    /// Its group.
    pub group: Arc<RoleGroup>,
    /// One sentence that says what it is and what it costs.
    pub summary: String,
    /// The name of an SVG file in `static/icons/`.
    pub icon: Option<Slug>,
    /// OKLCH hue in degrees: its own, or its group's.
    pub hue: f64,
    /// Other names people search for.
    pub aliases: Vec<String>,
    /// Old addresses that lead here for ever.
    pub redirects: Vec<String>,
    /// The facts a reader looks for first.
    pub glance: Glance,
    /// A score on every axis, in the order of the axes.
    pub ratings: Vec<Rating>,
    /// What a back-end developer already has.
    pub reuse: Vec<Skill>,
    /// What has to be learnt, the first thing first.
    pub learn: Vec<Skill>,
    /// What helps without being needed.
    pub optional: Vec<Skill>,
    /// The interests it answers, strongest first.
    pub interests: Vec<Arc<Interest>>,
    /// Its neighbours.
    pub related: Vec<Related>,
    /// When a person last checked it.
    pub reviewed: Date,
    /// When it has to be checked again: overdue from the day after.
    pub review_due: Date,
    /// What changed, newest first.
    pub changes: Vec<Change>,
    /// What it rests on, numbered from 1 in the order in which the text first cites them.
    pub sources: Vec<Source>,
    /// Its text, in the order of [`Catalogue::sections`].
    pub sections: Vec<Section>,
    /// Who may see it at the moment the catalogue is made for.
    pub visibility: Visibility,
}

/// Who may see a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone.
    Public,
    /// Editors: it is not finished.
    Draft,
    /// Editors until this moment, in the site's time zone, and then everyone.
    From(DateTime),
}

/// The facts a reader looks for first.
#[derive(Debug)]
pub struct Glance {
    /// How much of the work is still coding.
    pub coding: Coding,
    /// How many months the change takes at best.
    pub months_min: u32,
    /// How many at worst; not less than `months_min`.
    pub months_max: u32,
    /// Under which assumption.
    pub months_assume: String,
    /// What one needs to get in.
    pub entry: String,
    /// What happens to the pay in the first year.
    pub first_year_pay: String,
    /// How many openings there are, and where.
    pub openings: String,
    /// Where the demand is heading.
    pub outlook: OutlookLevel,
    /// How sure the editors are of that.
    pub outlook_confidence: Confidence,
    /// How easily one can come back.
    pub way_back: ReturnLevel,
    /// Why.
    pub way_back_why: String,
}

/// A score on an axis.
#[derive(Debug)]
pub struct Rating {
    /// The axis.
    pub axis: Arc<Axis>,
    /// From [`Axis::MIN`] to [`Axis::MAX`].
    pub score: u8,
    /// Why this score.
    pub reason: String,
}

/// A skill.
#[derive(Debug)]
pub struct Skill {
    /// Its name.
    pub name: String,
    /// What it is good for there.
    pub note: Option<String>,
}

/// A neighbouring role.
#[derive(Debug)]
pub struct Related {
    /// Its slug, which the catalogue has once that role is public.
    pub slug: Slug,
    /// How it differs.
    pub difference: String,
}

/// A change of a page.
#[derive(Debug)]
pub struct Change {
    /// When.
    pub date: Date,
    /// What.
    pub what: String,
}

/// What a page rests on.
#[derive(Debug)]
pub struct Source {
    /// What the text refers to it by.
    pub id: Slug,
    /// The title of the document.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Where it can be read.
    pub url: String,
    /// A year, a month or a day.
    pub date: String,
    /// The region it speaks of.
    pub region: String,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// How often the text cites it.
    pub citations: usize,
}

impl Catalogue {
    /// The roles in the order of the series.
    pub fn roles(&self) -> impl DoubleEndedIterator<Item = &Role> {
        let roles = self.order.iter();
        roles.filter_map(|slug| self.roles.get(slug).map(AsRef::as_ref))
    }

    /// True when there is more than one role, so that some can be compared.
    #[must_use]
    pub fn can_compare(&self) -> bool {
        self.roles().nth(1).is_some()
    }

    /// True when there are questions for a self-assessment.
    #[must_use]
    pub fn can_match(&self) -> bool {
        !self.assessment.questions.is_empty()
    }

    /// How many roles there are.
    #[must_use]
    pub fn role_count(&self) -> usize {
        self.order.len()
    }

    /// The role with this slug.
    #[must_use]
    pub fn role(&self, slug: &Slug) -> Option<&Role> {
        self.roles.get(slug).map(AsRef::as_ref)
    }

    /// Addresses roles had before, and the roles they lead to for ever.
    pub fn redirects(&self) -> impl Iterator<Item = (&str, &Role)> {
        let roles = self.roles.values();
        roles.flat_map(|role| role.redirects.iter().map(|old| (old.as_str(), &**role)))
    }

    /// The roles of a group, in order.
    pub fn roles_of<'a>(&'a self, group: &'a RoleGroup) -> impl Iterator<Item = &'a Role> {
        self.roles().filter(|role| role.group.id == group.id)
    }

    /// The roles before and after a role in the series.
    #[must_use]
    pub fn neighbours(&self, role: &Role) -> (Option<&Role>, Option<&Role>) {
        let order = |slug: &Slug| self.roles.get(slug).map(|role| role.order);
        let place = self
            .order
            .binary_search_by_key(&Some(role.order), order)
            .ok();
        let at = |index: Option<usize>| self.role(self.order.get(index?)?);
        (
            at(place.and_then(|place| place.checked_sub(1))),
            at(place.map(|place| place + 1)),
        )
    }

    /// The axis that decides this direction of the index picture.
    #[must_use]
    pub fn picture_axis(&self, direction: PictureAxis) -> Option<&Axis> {
        self.axes
            .iter()
            .find(|axis| axis.picture == Some(direction))
            .map(AsRef::as_ref)
    }

    /// The page with this slug.
    #[must_use]
    pub fn page(&self, slug: &Slug) -> Option<&Page> {
        self.pages.iter().find(|page| page.slug == *slug)
    }
}

impl Role {
    /// The score on an axis.
    #[must_use]
    pub fn score(&self, axis: &Axis) -> Option<u8> {
        self.ratings
            .iter()
            .find(|rating| rating.axis.id == axis.id)
            .map(|rating| rating.score)
    }

    /// When the page last changed or was last checked.
    #[must_use]
    pub fn updated(&self) -> Date {
        let changes = self.changes.iter().map(|change| change.date);
        changes.fold(self.reviewed, Date::max)
    }

    /// When the page first said anything.
    #[must_use]
    pub fn published(&self) -> Date {
        let changes = self.changes.iter().map(|change| change.date);
        changes.min().unwrap_or(self.reviewed)
    }

    /// True when the page should have been checked again before `today`.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        today > self.review_due
    }
}
