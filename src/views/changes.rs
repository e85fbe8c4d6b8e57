//! Every change of every page, newest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;

use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::parts::Sign;
use super::{Context, Page};
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "pages/changes.html", whitespace = "minimize")]
struct ChangesPage<'a> {
    chrome: Chrome<'a>,
    days: Vec<Day<'a>>,
}

/// The changes of a day, in the order of the series.
struct Day<'a> {
    date: Date,
    entries: Vec<Entry<'a>>,
}

/// A change of a page.
struct Entry<'a> {
    sign: Sign<'a>,
    what: &'a str,
}

impl Day<'_> {
    fn in_words(&self) -> String {
        let date = self.date;
        format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day())
    }
}

/// The page with all changes.
///
/// # Errors
///
/// When a template fails, which it has no cause to.
pub fn render(context: &Context) -> Result<Page, askama::Error> {
    let catalogue = context.catalogue;
    let mut days: BTreeMap<Reverse<Date>, Vec<Entry>> = BTreeMap::new();
    let mut colours = Rules::default();
    for role in catalogue.roles() {
        for change in &role.changes {
            colours.role(role);
            days.entry(Reverse(change.date)).or_default().push(Entry {
                sign: Sign::new(context, role),
                what: &change.what,
            });
        }
    }
    let description = format!(
        "{}每个方向的每一次修改：哪天改的，改了什么，新的在前，也可以订阅。",
        catalogue.site.name
    );
    let chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, "更新记录"),
            description: &description,
            path: Some(UrlPath::changes()),
            noindex: false,
            sheet: "changes",
            colours: &colours,
        },
    );
    let days = days.into_iter();
    let page = ChangesPage {
        days: days
            .map(|(Reverse(date), entries)| Day { date, entries })
            .collect(),
        chrome,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}
