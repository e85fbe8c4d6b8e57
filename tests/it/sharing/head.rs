//! What the head of a page tells those who preview it.

use std::collections::BTreeSet;

use career_directions::site::encoding::Encoding;
use career_directions::site::{Found, Site};
use serde_json::Value;

use crate::support::{PageView, TestSite, shipped_site};

/// Bytes a browser gets before it has to wait for an answer: the first ten packets, less headers.
const FIRST_FLIGHT: usize = 14_336 - 800;

fn content<'a>(page: &'a PageView, selector: &str) -> &'a str {
    match page.attributes(selector, "content")[..] {
        [content] => content,
        ref others => panic!("{}: {} of {selector}", page.path, others.len()),
    }
}

/// The path within the site of an absolute address.
fn path_of<'a>(address: &'a str, base: &str) -> &'a str {
    let path = address.strip_prefix(base);
    let path = path.unwrap_or_else(|| panic!("{address} is not below {base}"));
    let path = path.split(['?', '#']).next().expect("a path");
    if path.is_empty() { "/" } else { path }
}

fn check_heads(site: &Site, base: &str) {
    let mut cards = BTreeSet::new();
    let pages = PageView::all(site);
    assert!(pages.len() > 5);
    for page in &pages {
        let path = &page.path;
        let title = page.text("title");
        let description = content(page, "meta[name=description]");
        for name in [
            "meta[property='og:title']",
            "meta[name='twitter:title']",
            "meta[itemprop=name]",
        ] {
            assert_eq!(content(page, name), title, "{path}");
        }
        for name in [
            "meta[property='og:description']",
            "meta[name='twitter:description']",
            "meta[itemprop=description]",
        ] {
            assert_eq!(content(page, name), description, "{path}");
        }
        let canonical = page.attributes("link[rel=canonical]", "href");
        assert_eq!(canonical, [content(page, "meta[property='og:url']")]);
        assert_eq!(path_of(canonical[0], base), path);
        let card = content(page, "meta[property='og:image']");
        for name in ["meta[itemprop=image]", "meta[name='twitter:image']"] {
            assert_eq!(content(page, name), card, "{path}");
        }
        assert!(card.contains("?v="), "{path}: {card}");
        assert!(
            matches!(
                site.find(path_of(card, base)).expect("a find"),
                Found::Made(_)
            ),
            "{card}"
        );
        cards.insert(card.to_owned());
        assert!(!content(page, "meta[property='og:image:alt']").is_empty());
        for link in page.attributes("link[rel=alternate], link[rel~=icon], link[rel=manifest], link[rel=apple-touch-icon], img[src]", "href") {
            let path = site.base().strip(link).unwrap_or_else(|| panic!("{link}"));
            let found = site.find(path).expect("a find");
            assert!(matches!(found, Found::Document(_) | Found::Made(_)), "{link}");
        }
        assert_eq!(page.select("link[type='application/atom+xml']").len(), 1);
    }
    let roles = pages.iter().filter(|page| page.path.starts_with("/roles/"));
    assert_eq!(cards.len(), roles.count() + 3, "{cards:?}");
}

#[test]
fn every_page_can_be_previewed() {
    check_heads(shipped_site(), "https://example.org");
}

#[test]
fn every_page_can_be_previewed_under_a_base_path() {
    let base = "https://example.org/careers";
    check_heads(&TestSite::minimal().under(base).build(), base);
}

/// Every object with a type, however deep.
fn things<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| things(value, found)),
        Value::Object(fields) => {
            if fields.contains_key("@type") {
                found.push(value);
            }
            fields.values().for_each(|value| things(value, found));
        }
        _ => {}
    }
}

#[test]
fn pages_tell_machines_what_they_are_about() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    for role in catalogue.roles() {
        let page = PageView::of(shipped_site(), &format!("/roles/{}", role.slug));
        let json: Value = serde_json::from_str(&page.text("script[type='application/ld+json']"))
            .unwrap_or_else(|error| panic!("{}: {error}", page.path));
        let mut found = Vec::new();
        things(&json, &mut found);
        let of = |kind: &str| {
            let found = found.iter().find(|thing| thing["@type"] == kind);
            *found.unwrap_or_else(|| panic!("{}: no {kind}", page.path))
        };
        assert_eq!(of("Occupation")["name"], *role.title);
        assert_eq!(of("Article")["headline"], *role.title);
        assert_eq!(of("Article")["dateModified"], role.updated().to_string());
        let steps = of("BreadcrumbList")["itemListElement"].as_array();
        assert_eq!(steps.expect("steps").len(), 3);
    }
    let index = PageView::of(shipped_site(), "/").text("script[type='application/ld+json']");
    let json: Value = serde_json::from_str(&index).expect("JSON");
    let target = &json["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(target, "https://example.org/search?q={q}");
}

#[test]
fn a_title_cannot_break_out_of_the_data() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "title: 薄荷", "title: </script><b>薄荷");
    let page = PageView::of(&site.build(), "/roles/mint");
    let json = page.text("script[type='application/ld+json']");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["@graph"][0]["headline"], "</script><b>薄荷");
}

#[test]
fn the_index_and_roles_arrive_in_the_first_flight() {
    let mut count = 0;
    for (path, document) in shipped_site().documents().expect("pages") {
        if path == "/" || (path.starts_with("/roles/") && document.security_policy.is_some()) {
            let mut variants = document.variants();
            let br = variants.find(|variant| variant.encoding == Encoding::Br);
            let size = br.expect("a br variant").bytes.len();
            assert!(size <= FIRST_FLIGHT, "{path}: {size} bytes");
            count += 1;
        }
    }
    assert!(count > 12, "{count} pages");
}

#[test]
fn pages_with_something_to_pass_on_have_a_panel() {
    let site = shipped_site();
    for (path, poster) in [
        (
            "/roles/devops-engineer",
            Some("/roles/devops-engineer/poster.png"),
        ),
        ("/compare", None),
        ("/match", None),
    ] {
        let page = PageView::of(site, path);
        let fields = page.select(".share .field");
        let address: String = fields[0].text().collect();
        assert_eq!(address, format!("https://example.org{path}"));
        assert!(fields[1].text().collect::<String>().ends_with(&address));
        let code = format!("{path}/qr.svg");
        assert_eq!(page.attributes(".share img", "src"), [code.as_str()]);
        let kept = page.attributes(".share a", "href");
        assert_eq!(kept.first().copied(), poster);
    }
    assert!(PageView::of(site, "/about").select(".share").is_empty());
    // It is no part of what a page says.
    let found = site.search().find("可以直接发的文字");
    assert!(
        found.is_partial,
        "the words of the panel are not what pages are about"
    );
}
