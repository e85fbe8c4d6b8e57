//! The index page: the picture, the groups with their roles, and what to make of it all; or the
//! roles that meet some conditions, in some order.

use askama::Template;

use super::chrome::{self, Chrome, Head};
use super::filters::{Filters, Outcome, VIEW_SHEET, direction, key_label};
use super::head::Alternate;
use super::palette::Rules;
use super::parts::{Chapter, Sign, number};
use super::route_map::RouteMap;
use super::{Context, Page, prose, structured, words};
use crate::catalogue::{Axis, Catalogue, Glance, Role, RoleGroup};
use crate::query::filter::Narrowing;
use crate::query::order::{Key, Sort};
use crate::query::params::Params;
use crate::urls::{BaseUrl, UrlPath};

/// The parameters the page understands.
pub const PARAMETERS: [&str; 4] = ["group", "coding", "within", "sort"];

#[derive(Template)]
#[template(path = "pages/index.html", whitespace = "minimize")]
struct IndexPage<'a> {
    chrome: Chrome<'a>,
    base: &'a BaseUrl,
    filters: Filters,
    /// What came of a question; none on the page itself.
    outcome: Option<Outcome>,
    /// The first paragraph of the introduction: whom the site serves, and how.
    lead: String,
    /// What else there is to know of it, below the picture.
    background: String,
    matching: Option<String>,
    compare: Option<String>,
    map: Option<RouteMap<'a>>,
    table: Table<'a>,
    blocks: Vec<Block<'a>>,
    chapters: Vec<Chapter<'a>>,
}

/// Roles under a sign: those of a group, or all of them in some order.
struct Block<'a> {
    /// What follows `group-` in its anchor; the anchor of an order is `filter-order`.
    group: Option<&'a RoleGroup>,
    title: &'a str,
    line: String,
    cards: Vec<Card<'a>>,
}

/// A role as a card.
struct Card<'a> {
    sign: Sign<'a>,
    hidden: Option<String>,
    overdue: bool,
    /// The axis and the score that gave it its place.
    measure: Option<(&'a str, u8)>,
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

impl Block<'_> {
    fn anchor(&self) -> String {
        self.group.map_or("filter-order".to_owned(), |group| {
            format!("group-{}", group.id)
        })
    }

    /// How many of three columns the sign takes so that its roles fill the rest.
    fn columns_of_three(&self) -> usize {
        3 - self.cards.len() % 3
    }

    /// How many of two columns the sign takes so that its roles fill the rest.
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
        self.base.href(&UrlPath::role(&role.slug))
    }

    fn number(&self, role: &Role) -> String {
        number(role)
    }
}

/// The index page, or the view of it a query asks for.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context, params: &Params) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let site = &catalogue.site;
    let (asked, ignored) = Narrowing::read(catalogue, params);
    let is_view = params.has_any(&PARAMETERS);
    let outcome = is_view.then(|| Outcome::new(context, &asked, &ignored));
    let roles = asked.roles(catalogue);
    let blocks = match asked.sort() {
        Some(sort) => ordered(context, &sort, &roles),
        None => grouped(context, &roles),
    };
    let map = RouteMap::new(catalogue).filter(|_| !is_view);
    let mut colours = Rules::default();
    let groups = blocks.iter().filter_map(|block| block.group);
    groups.for_each(|group| colours.group(group));
    roles.iter().for_each(|role| colours.role(role));
    let mut chrome = Chrome::new(
        context,
        Head {
            title: match &outcome {
                Some(outcome) => chrome::title(context, &outcome.sentence),
                None => chrome::full_title(site),
            },
            description: &site.description,
            path: Some(UrlPath::index()),
            noindex: is_view,
            sheet: "index",
            colours: &colours,
        },
    );
    if let Some(map) = &map {
        chrome.style.push_str(&map.css());
    }
    if is_view {
        chrome.wear(context, VIEW_SHEET);
    } else {
        chrome.ask(context, &UrlPath::index(), &PARAMETERS, "index");
        chrome.alternates.extend(Alternate::of_index(context));
        chrome.structured = Some(structured::site(context));
        let sections = site.sections.iter().map(|section| &section.prose);
        chrome.wear(context, "table");
        chrome.wear_for(context, sections.chain([&site.introduction]));
    }
    let (lead, background) = site.introduction.split_first();
    let page = IndexPage {
        base: context.base,
        filters: Filters::new(context, &asked),
        lead: prose::render(&lead, context.around()),
        background: prose::render(&background, context.around()),
        matching: catalogue
            .can_match()
            .then(|| context.base.href(&UrlPath::matching())),
        compare: catalogue
            .can_compare()
            .then(|| context.base.href(&UrlPath::compare())),
        table: table(catalogue),
        chapters: match is_view {
            true => vec![],
            false => Chapter::all(context, &site.sections, &[]),
        },
        outcome,
        map,
        blocks,
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

/// The groups that have some of the roles.
fn grouped<'a>(context: &Context<'a>, roles: &[&'a Role]) -> Vec<Block<'a>> {
    let groups = context.catalogue.groups.iter();
    let blocks = groups.map(|group| Block {
        group: Some(group),
        title: &group.name,
        line: group.line.clone(),
        cards: roles
            .iter()
            .filter(|role| role.group.id == group.id)
            .map(|role| card(context, role, None))
            .collect(),
    });
    blocks.filter(|block| !block.cards.is_empty()).collect()
}

/// All of the roles under one sign, which says what put them in this order.
fn ordered<'a>(context: &Context<'a>, sort: &Sort<'a>, roles: &[&'a Role]) -> Vec<Block<'a>> {
    let line = match sort.key {
        Key::Axis(axis) => format!("{}。{}", direction(sort), axis.line),
        Key::Order | Key::Months => direction(sort).to_owned(),
    };
    let block = Block {
        group: None,
        title: key_label(sort.key),
        line,
        cards: roles
            .iter()
            .map(|role| card(context, role, Some(sort.key)))
            .collect(),
    };
    Some(block)
        .filter(|block| !block.cards.is_empty())
        .into_iter()
        .collect()
}

fn card<'a>(context: &Context<'a>, role: &'a Role, key: Option<Key<'a>>) -> Card<'a> {
    Card {
        sign: Sign::new(context, role),
        hidden: words::hidden(role.visibility),
        overdue: role.is_overdue(context.today),
        measure: match key {
            Some(Key::Axis(axis)) => role.score(axis).map(|score| (axis.name.as_str(), score)),
            _ => None,
        },
    }
}

fn table(catalogue: &Catalogue) -> Table<'_> {
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
