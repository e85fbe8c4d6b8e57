//! What several pages show in the same way.

use super::Context;
use super::prose::Renderer;
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
