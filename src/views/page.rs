//! A further page, such as the one about the site.

use askama::Template;

use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::parts::{Chapter, edit_address};
use super::{Context, Page, prose};
use crate::catalogue;
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/page.html", whitespace = "minimize")]
struct FurtherPage<'a> {
    chrome: Chrome<'a>,
    page: &'a catalogue::Page,
    introduction: String,
    chapters: Vec<Chapter<'a>>,
    edit_href: Option<String>,
}

/// A further page.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context, page: &catalogue::Page) -> Result<Page, askama::Error> {
    let mut chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, &page.title),
            description: &page.summary,
            path: Some(UrlPath::page(&page.slug)),
            noindex: false,
            sheet: "page",
            colours: &Rules::default(),
        },
    );
    chrome.wear(context, "toc");
    let sections = page.sections.iter().map(|section| &section.prose);
    chrome.wear_for(context, sections.chain([&page.introduction]));
    let page = FurtherPage {
        introduction: prose::render(&page.introduction, context.around()),
        chapters: Chapter::all(context, &page.sections, &[]),
        edit_href: edit_address(context, "pages", &page.slug),
        page,
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}
