//! The face of headings has every character they are set with, and weighs little.

use std::collections::BTreeSet;

use career_directions::query::params::Params;
use career_directions::site::Site;
use career_directions::site::document::{CachePolicy, Document};
use scraper::{ElementRef, Html, Node, Selector};
use skrifa::{FontRef, MetadataProvider};

use crate::support::{TestSite, nameless, shipped_site, text_of, typeface};

/// A first visit is to stay below 60 kB as a whole, pages, styles and scripts included.
const MOST_BYTES: usize = 40_000;

/// What is asked for besides pages, and answered with headings of its own.
const QUESTIONS: [(&str, &str); 8] = [
    ("/", "within=6"),
    ("/", "sort=coding"),
    ("/search", "q=云"),
    ("/compare", "r=devops-engineer&r=data-scientist"),
    ("/compare", "r=mint&r=plum"),
    ("/match", "within=24"),
    ("/match", "within=1"),
    ("/match", "coding=most"),
];

fn face(site: &Site) -> Option<(&str, &Document)> {
    let documents = site.documents().expect("documents");
    let mut faces = documents
        .into_iter()
        .filter(|(_, document)| document.content_type == "font/woff2");
    let face = faces.next();
    assert_eq!(faces.count(), 0, "one face is enough");
    face
}

fn address(site: &Site) -> String {
    face(site).expect("a face").0.to_owned()
}

/// The characters a WOFF2 file has glyphs for, read by a decoder that had no part in making it.
fn characters(woff2: &[u8]) -> BTreeSet<char> {
    let font = wuff::decompress_woff2(woff2).expect("WOFF2");
    let font = FontRef::new(&font).expect("a font");
    let outlines = font.outline_glyphs();
    let mappings = font.charmap().mappings();
    mappings
        .inspect(|(_, glyph)| assert!(outlines.get(*glyph).is_some()))
        .filter_map(|(code, _)| char::from_u32(code))
        .collect()
}

/// Every page, those for readers who ask, and those for what goes wrong.
fn sources(site: &Site) -> Vec<(String, String)> {
    let documents = site.documents().expect("documents");
    let pages = documents
        .into_iter()
        .filter(|(_, document)| document.content_type.starts_with("text/html"))
        .map(|(path, document)| (path.to_owned(), text_of(document)));
    let answers = QUESTIONS.iter().filter_map(|(path, query)| {
        let params = Params::parse(query).expect("a query");
        let answer = site.answer(path, &params).expect("an answer")?;
        Some((format!("{path}?{query}"), text_of(&answer)))
    });
    let missing = site.not_found("/roles/devops").expect("a page");
    let failed = site.failed(405, "不行。").expect("a page");
    let errors = [missing, failed].map(|page| ("an error".to_owned(), text_of(&page)));
    pages.chain(answers).chain(errors).collect()
}

/// The selectors of the rules of a style sheet that set text in this family.
fn selectors(css: &str, family: &str) -> Vec<Selector> {
    let mut found = Vec::new();
    for rule in css.split('}') {
        let Some((before, declarations)) = rule.rsplit_once('{') else {
            continue;
        };
        if declarations.contains(&format!("var(--{family})")) {
            let selector = before.rsplit('{').next().expect("a selector");
            let selector = Selector::parse(selector);
            found.push(selector.unwrap_or_else(|error| panic!("{before}: {error}")));
        }
    }
    found
}

/// The text a page sets in the face, with the element it stands in.
fn set_in_face(source: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(source);
    let style = Selector::parse("style").expect("a selector");
    let styles = html.select(&style).flat_map(|style| style.text());
    let css: String = styles.collect();
    let [serif, sans] = ["serif", "sans"].map(|family| selectors(&css, family));
    assert!(!serif.is_empty() && !sans.is_empty(), "{css}");
    let unseen = Selector::parse(".vh, script, style").expect("a selector");
    let mut found = Vec::new();
    for node in html.tree.nodes() {
        let Node::Text(text) = node.value() else {
            continue;
        };
        let around: Vec<_> = node.ancestors().filter_map(ElementRef::wrap).collect();
        if around.iter().any(|element| unseen.matches(element)) {
            continue;
        }
        // Where rules disagree on an element, the one that takes it out of the face is the special.
        let decided = around.iter().find_map(|element| {
            let is = |selectors: &[Selector]| selectors.iter().any(|s| s.matches(element));
            match (is(&sans), is(&serif)) {
                (true, _) => Some(None),
                (false, true) => Some(Some(element.value().name().to_owned())),
                (false, false) => None,
            }
        });
        if let Some(Some(name)) = decided {
            found.push((name, text.to_string()));
        }
    }
    found
}

fn assert_complete(site: &Site) {
    let (_, face) = face(site).expect("a face");
    let has = characters(&face.identity().bytes);
    let mut headings = 0;
    for (path, source) in sources(site) {
        for (element, text) in set_in_face(&source) {
            headings += usize::from(element == "h1");
            let lacks: Vec<char> = text
                .chars()
                .filter(|character| !character.is_control() && !has.contains(character))
                .collect();
            assert!(lacks.is_empty(), "{lacks:?} in {path}: <{element}> {text}");
        }
    }
    assert!(headings > 8, "{headings} headings");
}

#[test]
fn every_heading_of_every_page_is_in_the_face() {
    assert_complete(shipped_site());
}

#[test]
fn so_is_every_heading_of_other_content() {
    assert_complete(&TestSite::minimal().build());
}

#[test]
fn the_face_is_light_and_immutable() {
    let (path, face) = face(shipped_site()).expect("a face");
    assert!(path.starts_with("/assets/fonts/"), "{path}");
    assert_eq!(face.cache, CachePolicy::Immutable);
    assert!(!face.varies());
    let size = face.identity().bytes.len();
    assert!(size <= MOST_BYTES, "{size} bytes");
}

#[test]
fn pages_ask_for_the_face_below_the_base_path() {
    let site = TestSite::minimal()
        .under("https://example.org/garden")
        .build();
    let rule = format!("src:url(/garden{})", address(&site));
    for (path, source) in sources(&site) {
        assert_eq!(source.matches("@font-face").count(), 1, "{path}");
        assert!(source.contains(&rule), "{path}");
    }
}

#[test]
fn what_is_no_heading_makes_no_other_face() {
    let site = TestSite::minimal();
    let before = site.build();
    // It is made only once somebody asks.
    let old = address(&before);
    site.replace("roles/mint.md", "title: 薄荷", "title: 薄荷薄");
    let after = site.build_after(&before);
    assert_eq!(address(&after), old);
    let [old, new] = [&before, &after].map(|site| face(site).expect("a face").1);
    assert!(std::ptr::eq(old, new), "the face was made again");
}

#[test]
fn a_new_character_makes_another_face_and_the_old_one_stays_for_open_pages() {
    let site = TestSite::minimal();
    let before = site.build();
    let old = address(&before);
    site.replace("roles/mint.md", "title: 薄荷", "title: 鑫薄荷");
    let new = address(&site.build());
    assert_ne!(new, old);
    let after = site.build_after(&before);
    let found: Vec<&str> = after
        .documents()
        .expect("documents")
        .into_iter()
        .filter(|(_, document)| document.content_type == "font/woff2")
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        BTreeSet::from_iter(found),
        BTreeSet::from([old.as_str(), new.as_str()])
    );
}

#[test]
fn a_site_of_very_many_names_goes_without() {
    let site = TestSite::minimal();
    let text = nameless(&site.read("roles/plum.md"));
    let title = text.lines().find(|line| line.starts_with("title: "));
    let title = title.expect("a title");
    let characters = typeface().characters().into_iter();
    let mut characters = characters.filter(|character| *character >= '一').take(300);
    for number in 3..13 {
        let name: String = characters.by_ref().take(30).collect();
        let role = text
            .replace(title, &format!("title: {name}"))
            .replace("order: 2", &format!("order: {number}"));
        site.write(&format!("roles/plant-{number}.md"), role);
    }
    let site = site.build();
    assert!(face(&site).is_none());
    for (path, source) in sources(&site) {
        assert!(!source.contains("@font-face"), "{path}");
    }
}
