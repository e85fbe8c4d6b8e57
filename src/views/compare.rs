//! The comparison: all directions against the same criteria, or a few side by side.

mod facts;
mod picture;
mod prepared;
mod rows;
mod side_by_side;

use askama::Template;

use self::picture::Picture;
pub use self::prepared::prepared;
use self::rows::Rows;
use self::side_by_side::SideBySide;
use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::parts::Sign;
use super::share::Share;
use super::{Context, Page};
use crate::catalogue::{Role, RoleGroup};
use crate::query::compare::{Comparison, Gap, SORT, Sort};
use crate::query::params::Params;
use crate::urls::{COMPARED_ROLE, UrlPath};

/// The parameters the page understands.
pub const PARAMETERS: [&str; 2] = [COMPARED_ROLE, SORT];

#[derive(Template)]
#[template(path = "pages/compare.html", whitespace = "minimize")]
struct ComparePage<'a> {
    chrome: Chrome<'a>,
    /// The heading, in the parts between which a line may end.
    heading: Vec<String>,
    axis_count: usize,
    notices: Vec<String>,
    action: String,
    /// The sorting the form keeps.
    sort: Option<String>,
    groups: Vec<ChoiceGroup<'a>>,
    narrowed: bool,
    /// Fewer are chosen than can be compared.
    is_choosing: bool,
    picture: Option<Picture<'a>>,
    side_by_side: Option<SideBySide<'a>>,
    rows: Option<Rows<'a>>,
}

/// The roles of a group to choose from.
struct ChoiceGroup<'a> {
    group: &'a RoleGroup,
    choices: Vec<Choice<'a>>,
}

struct Choice<'a> {
    sign: Sign<'a>,
    chosen: bool,
}

/// The comparison page.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context, params: &Params) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let comparison = Comparison::new(catalogue, params);
    let narrowed = !comparison.chosen.is_empty();
    let signs = || comparison.roles.iter().map(|role| Sign::new(context, role));
    let gaps = Gap::all(catalogue, &comparison.roles);
    let picture = (narrowed && matches!(comparison.roles.len(), 2 | 3) && !gaps.is_empty())
        .then(|| Picture::new(signs().collect(), &gaps));
    let heading = heading(&comparison);
    let title = heading.concat();
    let is_sorted = !comparison.side_by_side && !comparison.sort.is_series();
    let order = match is_sorted {
        true => format!("，{}", rows::order(&comparison.sort)),
        false => String::new(),
    };
    let description = match &picture {
        Some(picture) => format!("{title}：{}", picture.sentence),
        None => format!(
            "{title}：{} 个方向，同样的 {} 条尺子和速览，逐项对照。",
            comparison.roles.len(),
            catalogue.axes.len()
        ),
    };
    let mut colours = Rules::default();
    catalogue
        .groups
        .iter()
        .for_each(|group| colours.group(group));
    catalogue.roles().for_each(|role| colours.role(role));
    let path = UrlPath::compare();
    let mut chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, &format!("{title}{order}：对比")),
            description: &description,
            noindex: params.has_any(&PARAMETERS),
            sheet: "compare",
            colours: &colours,
            path: Some(path.clone()),
        },
    );
    let canonical = canonical(context, &comparison);
    chrome.wear(context, "choice");
    // Where no server answers, the page of all becomes any of the others.
    let is_whole = !params.has_any(&PARAMETERS);
    let is_side = comparison.side_by_side;
    for (sheet, is_shown) in [
        ("gaps", picture.is_some()),
        ("side", is_side),
        ("rows", !is_side),
    ] {
        if is_whole || is_shown {
            chrome.wear(context, sheet);
        }
    }
    chrome.share(
        context,
        Share::of_state(context, &title, &description, &canonical, &path),
    );
    chrome.canonical = Some(canonical);
    if is_whole {
        chrome.ask(context, &path, &PARAMETERS, "compare");
    }
    let page = ComparePage {
        axis_count: catalogue.axes.len(),
        notices: notices(&comparison),
        action: context.base.href(&path),
        sort: (!comparison.sort.is_series()).then(|| comparison.sort.name()),
        groups: choices(context, &comparison),
        side_by_side: comparison
            .side_by_side
            .then(|| SideBySide::new(signs().collect(), &gaps)),
        rows: (!comparison.side_by_side && !comparison.roles.is_empty())
            .then(|| Rows::new(context, &comparison)),
        heading,
        narrowed,
        is_choosing: comparison.chosen.len() < 2,
        picture,
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

/// The address of what a query compares: one spelling for one view.
#[must_use]
pub fn address(context: &Context, params: &Params) -> String {
    canonical(context, &Comparison::new(context.catalogue, params))
}

/// The address of a comparison of these roles; of all of them when there are none.
#[must_use]
pub fn side_by_side<'a>(context: &Context, roles: impl Iterator<Item = &'a Role>) -> String {
    let page = context.base.href(&UrlPath::compare());
    let query: Vec<String> = roles
        .map(|role| format!("{COMPARED_ROLE}={}", role.slug))
        .collect();
    match query.is_empty() {
        true => page,
        false => format!("{page}?{}", query.join("&")),
    }
}

fn canonical(context: &Context, comparison: &Comparison) -> String {
    let query = comparison.query(context.catalogue, &Sort::SERIES);
    format!("{}{query}", context.base.absolute(&UrlPath::compare()))
}

/// What is compared, in a few words.
fn heading(comparison: &Comparison) -> Vec<String> {
    let titles = comparison.roles.iter().map(|role| role.title.as_str());
    match comparison.chosen.len() {
        0 => vec!["把方向".to_owned(), "摆在一起看".to_owned()],
        count @ 1..=3 => titles
            .enumerate()
            .map(|(place, title)| match (place, place + 1 == count) {
                (0, _) => title.to_owned(),
                (_, true) => format!("与{title}"),
                (_, false) => format!("、{title}"),
            })
            .collect(),
        count => vec![format!("{count} 个方向"), "摆在一起看".to_owned()],
    }
}

/// What the page could not do as it was asked.
fn notices(comparison: &Comparison) -> Vec<String> {
    let mut notices = Vec::new();
    if !comparison.unknown.is_empty() {
        let left = match comparison.chosen.is_empty() {
            true => "下面是全部方向。",
            false => "已略去。",
        };
        notices.push(format!(
            "没有这样的方向：{}。{left}",
            named(&comparison.unknown)
        ));
    }
    if let Some(sort) = &comparison.unknown_sort {
        let sort = named(std::slice::from_ref(sort));
        notices.push(format!("不能按{sort}排序，已按序号排。"));
    }
    if comparison.chosen.len() == 1 {
        notices.push("只选了一个方向，再选一个才能对比。".to_owned());
    }
    if comparison.side_by_side && !comparison.sort.is_series() {
        notices.push("方向并排时按序号排，网址里的排序不起作用。".to_owned());
    }
    notices
}

/// What a reader wrote, quoted: a few things, each cut short.
fn named(things: &[String]) -> String {
    /// Whoever wrote more knows what it was.
    const MAX_THINGS: usize = 5;
    /// No slug that is meant is longer by much.
    const MAX_CHARS: usize = 40;
    let quoted = things.iter().take(MAX_THINGS).map(|thing| {
        let cut = if thing.chars().count() > MAX_CHARS {
            "…"
        } else {
            ""
        };
        let shown: String = thing.chars().take(MAX_CHARS).collect();
        format!("“{shown}{cut}”")
    });
    let shown = quoted.collect::<Vec<_>>().join("、");
    match things.len() > MAX_THINGS {
        true => format!("{shown}等 {} 个", things.len()),
        false => shown,
    }
}

fn choices<'a>(context: &Context<'a>, comparison: &Comparison) -> Vec<ChoiceGroup<'a>> {
    let catalogue = context.catalogue;
    let groups = catalogue.groups.iter().map(|group| ChoiceGroup {
        choices: catalogue
            .roles_of(group)
            .map(|role| Choice {
                sign: Sign::new(context, role),
                chosen: comparison.chosen.contains(&role.slug),
            })
            .collect(),
        group,
    });
    groups.filter(|group| !group.choices.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_wrote_is_named_but_not_at_length() {
        let things = |count| vec!["a".to_owned(); count];
        assert_eq!(named(&things(2)), "“a”、“a”");
        assert!(named(&things(6)).ends_with("“a”等 6 个"));
        assert_eq!(named(&["路".repeat(41)]), format!("“{}…”", "路".repeat(40)));
    }
}
