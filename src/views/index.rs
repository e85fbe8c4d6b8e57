//! The index page: the picture, the groups with their roles, and what to make of it all.

use askama::Template;

use super::chrome::{Chrome, Head};
use super::palette::Rules;
use super::parts::{Chapter, Sign, number};
use super::route_map::RouteMap;
use super::{Context, Page, prose, words};
use crate::catalogue::{Axis, Glance, Role, RoleGroup};
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/index.html", whitespace = "minimize")]
struct IndexPage<'a> {
    chrome: Chrome<'a>,
    introduction: String,
    map: Option<RouteMap<'a>>,
    table: Table<'a>,
    groups: Vec<GroupBlock<'a>>,
    chapters: Vec<Chapter<'a>>,
}

/// A group that has roles.
struct GroupBlock<'a> {
    group: &'a RoleGroup,
    cards: Vec<Card<'a>>,
}

/// A role as a card.
struct Card<'a> {
    sign: Sign<'a>,
    overdue: bool,
}

/// The picture as a table.
struct Table<'a> {
    axes: Vec<&'a Axis>,
    rows: Vec<TableRow<'a>>,
}

struct TableRow<'a> {
    role: &'a Role,
    scores: Vec<Option<u8>>,
}

impl GroupBlock<'_> {
    /// How many of three columns the group's sign takes so that its roles fill the rest.
    fn columns_of_three(&self) -> usize {
        3 - self.cards.len() % 3
    }

    /// How many of two columns the group's sign takes so that its roles fill the rest.
    fn columns_of_two(&self) -> usize {
        2 - self.cards.len() % 2
    }
}

impl Card<'_> {
    fn glance(&self) -> &Glance {
        &self.sign.role.glance
    }

    fn coding(&self) -> &'static str {
        words::coding(self.glance().coding)
    }

    fn months(&self) -> String {
        words::months(self.glance())
    }

    fn way_back(&self) -> &'static str {
        words::way_back(self.glance().way_back)
    }
}

impl TableRow<'_> {
    fn coding(&self) -> &'static str {
        words::coding(self.role.glance.coding)
    }

    fn months(&self) -> String {
        words::months(&self.role.glance)
    }
}

impl IndexPage<'_> {
    fn role_href(&self, role: &Role) -> String {
        // Cards exist for all roles, so the address is always among them.
        self.groups
            .iter()
            .flat_map(|block| &block.cards)
            .find(|card| card.sign.role.slug == role.slug)
            .map(|card| card.sign.href.clone())
            .unwrap_or_default()
    }

    fn number(&self, role: &Role) -> String {
        number(role)
    }
}

/// The index page.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let site = &catalogue.site;
    let groups: Vec<GroupBlock> = catalogue
        .groups
        .iter()
        .map(|group| GroupBlock {
            cards: catalogue
                .roles_of(group)
                .map(|role| Card {
                    sign: Sign::new(context, role),
                    overdue: role.is_overdue(context.today),
                })
                .collect(),
            group,
        })
        .filter(|block| !block.cards.is_empty())
        .collect();
    let map = RouteMap::new(catalogue);
    let mut colours = Rules::default();
    groups.iter().for_each(|block| colours.group(block.group));
    catalogue.roles().for_each(|role| colours.role(role));
    let mut chrome = Chrome::new(
        context,
        Head {
            title: format!("{}{} · {}", site.title, site.subtitle, site.name),
            description: &site.description,
            path: Some(UrlPath::index()),
            sheet: "index",
            colours: &colours,
        },
    );
    if let Some(map) = &map {
        chrome.style.push_str(&map.css());
    }
    let page = IndexPage {
        introduction: prose::render(&site.introduction, context.base),
        table: table(context),
        chapters: Chapter::all(context, &site.sections, &[]),
        map,
        groups,
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

fn table<'a>(context: &Context<'a>) -> Table<'a> {
    let catalogue = context.catalogue;
    let axes: Vec<&Axis> = catalogue
        .axes
        .iter()
        .map(AsRef::as_ref)
        .filter(|axis| axis.picture.is_some())
        .collect();
    Table {
        rows: catalogue
            .roles()
            .map(|role| TableRow {
                role,
                scores: axes.iter().map(|axis| role.score(axis)).collect(),
            })
            .collect(),
        axes,
    }
}
