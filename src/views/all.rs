//! Everything on one page: one print is one document.

use askama::Template;

use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::parts::{Chapter, Facts, Sign, aliases};
use super::prose::{self, Renderer};
use super::role::{Reference, SkillList, skill_lists};
use super::{Context, Page};
use crate::catalogue::Role;
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/all.html", whitespace = "minimize")]
struct AllPage<'a> {
    chrome: Chrome<'a>,
    introduction: String,
    chapters: Vec<Chapter<'a>>,
    parts: Vec<Part<'a>>,
}

/// A role, whole.
struct Part<'a> {
    role: &'a Role,
    sign: Sign<'a>,
    /// The anchor of its heading.
    anchor: String,
    /// What its other anchors start with. A slug has no double hyphen, so two roles never share
    /// an anchor.
    prefix: String,
    facts: Facts,
    skills: Vec<SkillList<'a>>,
    chapters: Vec<Chapter<'a>>,
    sources: Vec<Reference<'a>>,
    related: Vec<Neighbour<'a>>,
}

/// A related role.
struct Neighbour<'a> {
    title: &'a str,
    href: String,
    difference: &'a str,
}

impl<'a> Part<'a> {
    fn new(context: &Context<'a>, role: &'a Role) -> Self {
        let anchor = anchor(role);
        let prefix = format!("{anchor}--");
        let mut renderer = Renderer::part(&role.sources, context.around(), prefix.clone());
        let chapters = role.sections.iter().map(|section| Chapter {
            id: &section.id,
            title: &section.title,
            html: renderer.render(&section.prose),
        });
        let related = role.related.iter().filter_map(|related| {
            let other = context.catalogue.role(&related.slug)?;
            Some(Neighbour {
                title: &other.title,
                href: format!("#{}", self::anchor(other)),
                difference: &related.difference,
            })
        });
        Self {
            chapters: chapters.collect(),
            sign: Sign::new(context, role),
            facts: Facts::of(role),
            skills: skill_lists(role),
            sources: (1..)
                .zip(&role.sources)
                .map(|(number, source)| Reference { number, source })
                .collect(),
            related: related.collect(),
            anchor,
            prefix,
            role,
        }
    }

    fn aliases(&self) -> String {
        aliases(self.role)
    }
}

fn anchor(role: &Role) -> String {
    format!("role-{}", role.slug)
}

/// The page with everything.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let site = &catalogue.site;
    let mut colours = Rules::default();
    catalogue.roles().for_each(|role| colours.role(role));
    let description = format!(
        "{}：首页的文字和全部 {} 个方向放在一页，适合离线读、打印，或者存成一份 PDF。",
        site.name,
        catalogue.role_count()
    );
    let mut chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, "全部内容"),
            description: &description,
            path: Some(UrlPath::all()),
            noindex: false,
            sheet: "all",
            colours: &colours,
        },
    );
    chrome.wear(context, "table");
    chrome.wear(context, "blocks");
    let page = AllPage {
        introduction: prose::render(&site.introduction, context.around()),
        chapters: Chapter::all(context, &site.sections, &[]),
        parts: catalogue
            .roles()
            .map(|role| Part::new(context, role))
            .collect(),
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}
