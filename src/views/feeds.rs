//! What machines look for: the changes as Atom, every page as a sitemap, what robots may read,
//! what there is for language models, and what a device needs to keep the site.

use std::cmp::Reverse;

use askama::Template;
use jiff::civil::Date;
use serde_json::json;

use super::{Context, chrome};
use crate::catalogue::{Role, RoleGroup, SiteInfo};
use crate::urls::UrlPath;

#[derive(Template)]
#[template(path = "feeds/feed.xml", whitespace = "minimize")]
struct Feed<'a> {
    site: &'a SiteInfo,
    own: String,
    home: String,
    changes: String,
    icon: String,
    updated: String,
    entries: Vec<FeedEntry<'a>>,
}

/// A change of a page.
struct FeedEntry<'a> {
    /// For ever the same: the page, the day, and which of that day's changes it is.
    id: String,
    address: String,
    title: &'a str,
    what: &'a str,
    group: &'a str,
    summary: &'a str,
    date: Date,
    updated: String,
}

/// Readers ask often, and have the older ones.
const MOST_ENTRIES: usize = 50;

/// The changes as Atom: RFC 4287.
///
/// # Errors
///
/// When the template fails.
pub fn feed(context: &Context) -> Result<String, askama::Error> {
    let catalogue = context.catalogue;
    let mut entries: Vec<FeedEntry> = catalogue
        .roles()
        .flat_map(|role| entries_of(context, role))
        .collect();
    entries.sort_by_key(|entry| Reverse(entry.date));
    entries.truncate(MOST_ENTRIES);
    Feed {
        site: &catalogue.site,
        own: context.base.absolute(&UrlPath::feed()),
        home: context.base.absolute(&UrlPath::index()),
        changes: context.base.absolute(&UrlPath::changes()),
        icon: context.base.absolute(&UrlPath::icon(192)),
        updated: match entries.first() {
            Some(newest) => newest.updated.clone(),
            None => moment(context, context.today),
        },
        entries,
    }
    .render()
}

fn entries_of<'a>(context: &Context, role: &'a Role) -> Vec<FeedEntry<'a>> {
    let page = context.base.absolute(&UrlPath::role(&role.slug));
    let changes = role.changes.iter().enumerate();
    changes
        .map(|(place, change)| {
            // Newest first: those of the same day that come after it in the list came before it.
            let older = &role.changes[place + 1..];
            let number = older.iter().filter(|other| other.date == change.date);
            FeedEntry {
                id: format!("{page}#changes-{}-{}", change.date, number.count() + 1),
                address: format!("{page}#changes"),
                title: &role.title,
                what: &change.what,
                group: &role.group.name,
                summary: &role.summary,
                date: change.date,
                updated: moment(context, change.date),
            }
        })
        .collect()
}

/// The first moment of a day where the site is written: RFC 3339.
fn moment(context: &Context, date: Date) -> String {
    let zone = context.catalogue.site.time_zone.clone();
    match date.to_zoned(zone) {
        Ok(moment) => moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        // No zone skips midnight by more than an hour; a day that cannot be told is told in UTC.
        Err(_) => format!("{date}T00:00:00Z"),
    }
}

#[derive(Template)]
#[template(path = "feeds/sitemap.xml", whitespace = "minimize")]
struct Sitemap {
    pages: Vec<(String, Date)>,
}

/// Every page that search engines may show: sitemaps.org 0.9.
///
/// # Errors
///
/// When the template fails.
pub fn sitemap(context: &Context) -> Result<String, askama::Error> {
    let catalogue = context.catalogue;
    let roles = catalogue
        .roles()
        .map(|role| (UrlPath::role(&role.slug), role.updated()));
    let newest = catalogue.roles().map(Role::updated).max();
    let further = catalogue
        .pages
        .iter()
        .map(|page| (UrlPath::page(&page.slug), page.reviewed));
    let of_all = [
        (UrlPath::index(), true),
        (UrlPath::compare(), catalogue.can_compare()),
        (UrlPath::matching(), catalogue.can_match()),
        (UrlPath::search(), true),
        (UrlPath::all(), true),
        (UrlPath::changes(), true),
    ];
    let of_all = of_all
        .into_iter()
        .filter(|(_, is_offered)| *is_offered)
        .map(|(path, _)| (path, newest.unwrap_or(context.today)));
    let pages = of_all.chain(roles).chain(further);
    Sitemap {
        pages: pages
            .map(|(path, date)| (context.base.absolute(&path), date))
            .collect(),
    }
    .render()
}

#[derive(Template)]
#[template(path = "feeds/robots.txt")]
struct Robots {
    sitemap: String,
}

/// What robots may read: RFC 9309. Everything; results of questions say themselves that they are
/// not to be listed, which only who reads them learns.
///
/// # Errors
///
/// When the template fails.
pub fn robots(context: &Context) -> Result<String, askama::Error> {
    Robots {
        sitemap: context.base.absolute(&UrlPath::sitemap()),
    }
    .render()
}

#[derive(Template)]
#[template(path = "feeds/llms.txt")]
struct Overview<'a> {
    site: &'a SiteInfo,
    groups: Vec<(&'a RoleGroup, Vec<(&'a Role, String)>)>,
    others: Vec<(&'a str, String, &'a str)>,
}

/// What there is, for language models: the shape of llmstxt.org.
///
/// # Errors
///
/// When the template fails.
pub fn llms(context: &Context) -> Result<String, askama::Error> {
    let catalogue = context.catalogue;
    let absolute = |path| context.base.absolute(&path);
    let groups = catalogue.groups.iter().map(|group| {
        let roles = catalogue.roles_of(group);
        let addressed = roles.map(|role| (role, absolute(UrlPath::role_markdown(&role.slug))));
        (group.as_ref(), addressed.collect::<Vec<_>>())
    });
    let mut others = vec![
        (
            "全部数据",
            absolute(UrlPath::roles_json()),
            "每个方向的评分和速览，JSON",
        ),
        ("全部内容", absolute(UrlPath::all()), "所有页面合在一页"),
    ];
    if catalogue.can_compare() {
        let address = absolute(UrlPath::compare());
        others.push(("对比", address, "同样的尺子，逐项对照"));
    }
    let feed = absolute(UrlPath::feed());
    others.push(("更新记录", feed, "每个方向的每一次修改，Atom"));
    let further = catalogue.pages.iter();
    others.extend(further.map(|page| {
        let address = absolute(UrlPath::page(&page.slug));
        (page.title.as_str(), address, page.summary.as_str())
    }));
    Overview {
        site: &catalogue.site,
        groups: groups.filter(|(_, roles)| !roles.is_empty()).collect(),
        others,
    }
    .render()
}

/// What a device needs to keep the site beside its applications: W3C Web Application Manifest.
#[must_use]
pub fn manifest(context: &Context) -> String {
    /// The ground of the header in light mode, as in the head of every page.
    const BAND: &str = "#ffcd00";
    /// The ground of pages.
    const PAPER: &str = "#f9f9f6";
    let site = &context.catalogue.site;
    let home = context.base.href(&UrlPath::index());
    let icon = |path, sizes: &str, purpose: &str| {
        json!({
            "src": context.base.href(&path),
            "sizes": sizes,
            "type": "image/png",
            "purpose": purpose,
        })
    };
    json!({
        "id": home,
        "start_url": home,
        "scope": home,
        "name": chrome::full_title(site),
        "short_name": site.name,
        "description": site.description,
        "lang": "zh-CN",
        "display": "minimal-ui",
        "theme_color": BAND,
        "background_color": PAPER,
        "icons": [
            icon(UrlPath::icon(192), "192x192", "any"),
            icon(UrlPath::icon(512), "512x512", "any"),
            icon(UrlPath::maskable_icon(), "512x512", "maskable"),
        ],
    })
    .to_string()
}

/// What browsers may render before a reader has chosen it: a page that is pointed at, or about to
/// be touched. Files for machines are left out by their dot. HTML, speculative loading.
#[must_use]
pub fn speculation_rules(context: &Context) -> String {
    let home = context.base.href(&UrlPath::index());
    let below = format!("{}/*", home.trim_end_matches('/'));
    json!({
        "prerender": [{
            "where": { "and": [
                { "href_matches": [home, below] },
                { "not": { "href_matches": format!("{below}.*") } },
            ] },
            "eagerness": "moderate",
        }],
    })
    .to_string()
}
