//! The same content in forms other programs read.

use std::collections::BTreeSet;

use career_directions::query::params::Params;
use career_directions::site::made::{Made, Text};
use career_directions::site::{Found, Site};
use serde_json::Value;

use crate::support::{TestSite, paths, repository, shipped_site, text_at, text_of};

fn form(site: &Site, path: &str) -> String {
    let Found::Made(Made::Text(text)) = site.find(path).expect("a find") else {
        panic!("there is no {path}")
    };
    let document = site.text(&text, &Params::default());
    let document = document.expect("a form");
    assert!(document.for_everyone, "{path}");
    assert!(matches!(text, Text::Markdown(_) | Text::Json(_)), "{path}");
    text_of(&document)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// What stands between `<name>` and `</name>`.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let parts = xml.split(open.as_str()).skip(1);
    parts
        .filter_map(|part| part.split(close.as_str()).next())
        .collect()
}

#[test]
fn the_feed_has_every_change_under_an_id_that_stays() {
    let site = TestSite::minimal();
    let feed = text_at(&site.build(), "/feed.xml");
    let first = "https://example.org/roles/mint#changes-2026-01-15-1";
    assert!(elements(&feed, "id").contains(&first), "{feed}");
    assert!(
        feed.contains("<updated>2026-01-15T00:00:00+08:00</updated>"),
        "{feed}"
    );
    site.replace(
        "roles/mint.md",
        "  - { date: 2026-01-15, what: 首次发布 }",
        "  - { date: 2026-01-16, what: 第三次 }\n  - { date: 2026-01-15, what: 第二次 }\n  - { date: 2026-01-15, what: 首次发布 }",
    );
    let feed = text_at(&site.build(), "/feed.xml");
    let entries = elements(&feed, "entry");
    let id_of = |what: &str| {
        let entry = entries.iter().find(|entry| entry.contains(what));
        elements(entry.unwrap_or_else(|| panic!("{what}: {feed}")), "id")[0]
    };
    assert_eq!(id_of("薄荷：首次发布"), first);
    assert_eq!(
        id_of("第二次"),
        "https://example.org/roles/mint#changes-2026-01-15-2"
    );
    assert!(entries[0].contains("第三次"), "the newest is first: {feed}");
    let ids: BTreeSet<&str> = elements(&feed, "id").into_iter().collect();
    assert_eq!(ids.len(), entries.len() + 1);
    assert_eq!(elements(&feed, "updated")[0], "2026-01-16T00:00:00+08:00");
}

#[test]
fn the_sitemap_has_every_page() {
    let site = shipped_site();
    let sitemap = text_at(site, "/sitemap.xml");
    let listed: BTreeSet<String> = elements(&sitemap, "loc")
        .into_iter()
        .map(|address| address.replacen("https://example.org", "", 1))
        .collect();
    assert_eq!(listed, paths(site));
    assert_eq!(elements(&sitemap, "lastmod").len(), listed.len());
    let robots = text_at(site, "/robots.txt");
    assert!(
        robots.contains("Sitemap: https://example.org/sitemap.xml"),
        "{robots}"
    );
}

#[test]
fn everything_machines_read_stays_under_the_base_path() {
    let base = "https://example.org/careers";
    let site = TestSite::minimal().under(base).build();
    let mut count = 0;
    for path in [
        "/feed.xml",
        "/sitemap.xml",
        "/robots.txt",
        "/llms.txt",
        "/roles.json",
    ] {
        let text = text_at(&site, path);
        for (place, _) in text.match_indices("https://example.org") {
            let address = &text[place..];
            let end = address
                .find(['<', '"', ')', '\n', ' '])
                .unwrap_or(address.len());
            let address = &address[..end];
            let own = address.strip_prefix(base);
            let own = own.unwrap_or_else(|| panic!("{path}: {address}"));
            let own = own.split('#').next().expect("a path");
            let found = site
                .find(if own.is_empty() { "/" } else { own })
                .expect("a find");
            assert!(
                !matches!(found, Found::Nothing | Found::Moved(_)),
                "{path}: {address}"
            );
            count += 1;
        }
    }
    assert!(count > 30, "{count} addresses");
    let manifest = json(&text_at(&site, "/site.webmanifest"));
    assert_eq!(manifest["start_url"], "/careers");
    assert_eq!(manifest["scope"], "/careers");
    for icon in manifest["icons"].as_array().expect("icons") {
        let path = site.base().strip(icon["src"].as_str().expect("an address"));
        assert!(
            matches!(
                site.find(path.expect("ours")).expect("a find"),
                Found::Made(_)
            ),
            "{icon}"
        );
    }
    let text = form(&site, "/roles/mint.md");
    assert!(
        text.contains("<https://example.org/careers/roles/mint>"),
        "{text}"
    );
}

#[test]
fn a_role_as_markdown_says_what_its_page_says() {
    let (catalogue, _) = TestSite::shipped().load();
    for role in catalogue.expect("a catalogue").roles() {
        let text = form(shipped_site(), &format!("/roles/{}.md", role.slug));
        assert!(text.starts_with(&format!("# {}\n", role.title)), "{text}");
        for section in &role.sections {
            assert!(
                text.contains(&format!("\n## {}\n", section.title)),
                "{}",
                role.slug
            );
            let source = section.source.replace("](/", "](https://example.org/");
            assert!(text.contains(&source), "{}: {}", role.slug, section.id);
        }
        for source in &role.sources {
            assert!(
                text.contains(&format!("[^{}]: ", source.id)),
                "{}",
                role.slug
            );
        }
        assert!(!text.contains("\n\n\n"), "{}", role.slug);
    }
}

#[test]
fn links_in_markdown_lead_to_the_site() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "灰绿色。", "灰绿色，[关于](/about)。");
    let text = form(&site.build(), "/roles/mint.md");
    assert!(text.contains("[关于](https://example.org/about)"), "{text}");
}

#[test]
fn a_role_as_json_tells_nothing_of_drafts() {
    let site = TestSite::minimal();
    let related =
        |site: &TestSite| json(&form(&site.build(), "/roles/mint.json"))["related"].clone();
    assert_eq!(related(&site)[0]["slug"], "plum");
    site.replace("roles/plum.md", "order: 2", "order: 2\ndraft: true");
    assert_eq!(related(&site), serde_json::json!([]));
}

#[test]
fn a_role_as_json_has_the_documented_shape() {
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("README.md");
    let role = json(&form(shipped_site(), "/roles/devops-engineer.json"));
    let roles = json(&text_at(shipped_site(), "/roles.json"));
    for (value, name) in [
        (&role, "a role"),
        (&roles, "all"),
        (&roles["roles"][0], "one of all"),
    ] {
        for key in value.as_object().expect("an object").keys() {
            assert!(
                readme.contains(&format!("`{key}`")),
                "README.md does not explain {key} of {name}"
            );
        }
    }
    assert_eq!(role["version"], 1);
    assert_eq!(roles["version"], 1);
    assert_eq!(role["url"], "https://example.org/roles/devops-engineer");
    assert_eq!(
        role["scores"].as_object().map(serde_json::Map::len),
        Some(8)
    );
    let (catalogue, _) = TestSite::shipped().load();
    let count = catalogue.expect("a catalogue").role_count();
    assert_eq!(roles["roles"].as_array().map(Vec::len), Some(count));
}
