//! What a visitor sees instead of a page: what happened, in one sentence, and ways on.

use askama::Template;

use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::{Context, Page};
use crate::catalogue::RoleGroup;
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/error.html", whitespace = "minimize")]
struct ErrorPage<'a> {
    chrome: Chrome<'a>,
    status: u16,
    heading: &'a str,
    sentence: &'a str,
    /// What was asked for.
    wanted: Option<String>,
    /// The title and address of pages that may be meant.
    nearest: Vec<(&'a str, String)>,
    /// Groups that have roles, and where their roles are.
    groups: Vec<(&'a RoleGroup, String)>,
}

/// No page of the site has a longer address, and nobody reads more of a wrong one.
const SHOWN_CHARS: usize = 80;

/// The page for an address that leads nowhere, with the nearest pages by title.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn not_found(
    context: &Context,
    path: &str,
    nearest: &[(String, UrlPath)],
) -> Result<Page, askama::Error> {
    render(ErrorPage {
        wanted: Some(shortened(path)),
        nearest: nearest
            .iter()
            .map(|(title, path)| (title.as_str(), context.base.href(path)))
            .collect(),
        ..missing(context)
    })
}

/// The page for an address that leads nowhere, where it cannot be told: a host of files sends the
/// same one for all of them.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn lost(context: &Context) -> Result<Page, askama::Error> {
    render(missing(context))
}

fn missing<'a>(context: &Context<'a>) -> ErrorPage<'a> {
    page(
        context,
        404,
        ["没有这个页面", "此路不通"],
        "这个地址没有对应的页面。可能是链接写错了，也可能页面已经撤下。",
    )
}

/// The page for any other failure.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn failed(context: &Context, status: u16, sentence: &str) -> Result<Page, askama::Error> {
    render(page(context, status, ["出了问题", "暂时过不去"], sentence))
}

fn render(page: ErrorPage) -> Result<Page, askama::Error> {
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

fn page<'a>(
    context: &Context<'a>,
    status: u16,
    [title, heading]: [&'a str; 2],
    sentence: &'a str,
) -> ErrorPage<'a> {
    let catalogue = context.catalogue;
    let groups = catalogue.groups.iter();
    let groups: Vec<_> = groups
        .filter(|group| catalogue.roles_of(group).next().is_some())
        .collect();
    let mut colours = Rules::default();
    groups.iter().for_each(|group| colours.group(group));
    let chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, title),
            description: title,
            path: None,
            noindex: true,
            sheet: "error",
            colours: &colours,
        },
    );
    ErrorPage {
        status,
        heading,
        sentence,
        wanted: None,
        nearest: vec![],
        groups: groups
            .into_iter()
            .map(|group| (&**group, chrome.group(group)))
            .collect(),
        chrome,
    }
}

fn shortened(path: &str) -> String {
    let mut shown: String = path.chars().take(SHOWN_CHARS).collect();
    if path.chars().count() > SHOWN_CHARS {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_address_is_shortened() {
        assert_eq!(shortened("/a"), "/a");
        assert_eq!(shortened(&"路".repeat(80)), "路".repeat(80));
        assert_eq!(shortened(&"路".repeat(81)), format!("{}…", "路".repeat(80)));
    }
}
