//! What several pages show in the same way.

use super::prose::Renderer;
use super::unbroken::unbroken;
use super::{Context, words};
use crate::catalogue::{Role, Section, Source};
use crate::urls::{Slug, UrlPath};

/// A role as a sign that leads to its page.
#[derive(Debug)]
pub struct Sign<'a> {
    /// The role.
    pub role: &'a Role,
    /// The address of its page.
    pub href: String,
    /// Its number in two digits.
    pub number: String,
    /// What is in the `<svg>` of its icon.
    pub icon: Option<&'a str>,
}

impl<'a> Sign<'a> {
    /// The sign of a role.
    #[must_use]
    pub fn new(context: &Context<'a>, role: &'a Role) -> Self {
        let icon = role
            .icon
            .as_ref()
            .and_then(|name| context.assets.icons.get(name.as_str()));
        Self {
            href: context.base.href(&UrlPath::role(&role.slug)),
            number: number(role),
            icon: icon.map(String::as_str),
            role,
        }
    }
}

/// Where the file of a page can be edited, if the site says where its files are.
#[must_use]
pub fn edit_address(context: &Context, folder: &str, slug: &Slug) -> Option<String> {
    let repository = context.catalogue.site.repository.as_ref()?;
    let repository = repository.trim_end_matches('/');
    Some(format!("{repository}/{folder}/{slug}.md"))
}

/// A role's place in the series, in two digits at least.
#[must_use]
pub fn number(role: &Role) -> String {
    format!("{:02}", role.order)
}

/// The other names of a role, each in one piece.
#[must_use]
pub fn aliases(role: &Role) -> String {
    let names = role.aliases.iter();
    names
        .map(|name| name.replace(' ', "\u{a0}"))
        .collect::<Vec<_>>()
        .join("、")
}

/// A role at a glance, in words; numbers in sentences stay with what they count.
#[derive(Debug)]
pub struct Facts {
    /// How much of the work is code.
    pub coding: &'static str,
    /// How long the change takes, and what that assumes.
    pub months: [String; 2],
    /// Where the demand is heading, and how sure that is.
    pub outlook: [&'static str; 2],
    /// How easily one can come back.
    pub way_back: &'static str,
    /// Why.
    pub way_back_why: String,
    /// What is asked of those who want in.
    pub entry: String,
    /// What the first year pays.
    pub first_year_pay: String,
    /// Where there is work.
    pub openings: String,
}

impl Facts {
    /// Those of a role.
    #[must_use]
    pub fn of(role: &Role) -> Self {
        let glance = &role.glance;
        Self {
            coding: words::coding(glance.coding),
            months: [words::months(glance), unbroken(&glance.months_assume)],
            outlook: [
                words::outlook(glance.outlook),
                words::confidence(glance.outlook_confidence),
            ],
            way_back: words::way_back(glance.way_back),
            way_back_why: unbroken(&glance.way_back_why),
            entry: unbroken(&glance.entry),
            first_year_pay: unbroken(&glance.first_year_pay),
            openings: unbroken(&glance.openings),
        }
    }
}

/// A section with its text as HTML.
#[derive(Debug)]
pub struct Chapter<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// Its heading.
    pub title: &'a str,
    /// Its text.
    pub html: String,
}

impl<'a> Chapter<'a> {
    /// The sections of a text that rests on these sources.
    #[must_use]
    pub fn all(context: &Context, sections: &'a [Section], sources: &[Source]) -> Vec<Self> {
        let mut renderer = Renderer::new(sources, context.around());
        sections
            .iter()
            .map(|section| Self {
                id: &section.id,
                title: &section.title,
                html: renderer.render(&section.prose),
            })
            .collect()
    }
}
