//! Every link within the site leads somewhere, wherever the site is published.

use std::collections::BTreeMap;

use career_directions::site::Site;

use crate::support::{PageView, TestSite, shipped_site};

/// Follows every internal link of every page; returns how many there were.
fn crawl(site: &Site, base: &str) -> usize {
    let pages = PageView::all(site);
    let anchors: BTreeMap<String, Vec<String>> = pages
        .iter()
        .map(|page| {
            let ids = page.ids().into_iter().map(str::to_owned).collect();
            let path = match (base, page.path.as_str()) {
                ("", path) => path.to_owned(),
                (base, "/") => base.to_owned(),
                (base, path) => format!("{base}{path}"),
            };
            (path, ids)
        })
        .collect();
    let files: Vec<String> = site
        .documents()
        .expect("pages")
        .into_iter()
        .map(|(path, _)| path.to_owned())
        .chain(site.made().map(|(path, _)| path.to_string()))
        .map(|path| format!("{base}{path}"))
        .collect();
    let mut count = 0;
    for page in &pages {
        let own = if page.path == "/" && !base.is_empty() {
            base.to_owned()
        } else {
            format!("{base}{}", page.path)
        };
        for element in page.select("[href]:not([rel=canonical]), script[src], img[src]") {
            let target = element
                .attr("href")
                .or(element.attr("src"))
                .expect("a target");
            if target.starts_with("http") || target.starts_with("mailto:") {
                continue;
            }
            count += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            // A query asks something of the same page.
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            let path = if path.is_empty() { &own } else { path };
            assert!(
                path.starts_with(base),
                "{own} leads out of the site: {target}"
            );
            if files.iter().any(|file| file == path) && !anchors.contains_key(path) {
                continue;
            }
            let ids = anchors.get(path);
            let ids = ids.unwrap_or_else(|| panic!("{own} leads nowhere: {target}"));
            assert!(
                anchor.is_empty() || ids.iter().any(|id| id == anchor),
                "{own} leads to a place that is not there: {target}"
            );
        }
    }
    count
}

#[test]
fn all_internal_links_and_anchors_resolve() {
    let count = crawl(shipped_site(), "");
    assert!(count > 500, "{count} links");
}

#[test]
fn the_whole_site_lives_under_a_base_path() {
    let site = TestSite::shipped()
        .under("https://example.org/careers")
        .build();
    let count = crawl(&site, "/careers");
    assert!(count > 500, "{count} links");
}

#[test]
fn a_site_of_two_pages_is_whole_too() {
    assert!(crawl(&TestSite::minimal().build(), "") > 20);
}

#[test]
fn texts_may_lead_to_the_tools_and_to_files_of_the_site() {
    let site = TestSite::minimal();
    let text = site.read("roles/mint.md");
    let links = "[一](/compare?r=mint&r=plum)[二](/match)[三](/all)[四](/search?q=x)[五](/changes)\
        [六](/feed.xml)[七](/roles/plum.md)[八](/roles/plum/card.png)";
    site.write(
        "roles/mint.md",
        text.replace("春天种。", &format!("{links}春天种。")),
    );
    let (_, found) = site.load();
    assert!(!found.iter().any(|d| d.code == "broken-link"), "{found:?}");
    let page = PageView::of(&site.under("https://example.org/x").build(), "/roles/mint");
    let compare = page.attributes(".prose a[href*='r=mint']", "href");
    assert_eq!(compare, ["/x/compare?r=mint&r=plum"]);
}
