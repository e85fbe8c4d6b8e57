//! A text: its places are in it, and what becomes of it holds nothing a page must not contain.

#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use career_directions::content::markdown;
use career_directions::diagnostic::{Diagnostics, SourceFile};
use career_directions::urls::BaseUrl;
use career_directions::views::prose::{self, Around};
use career_directions_fuzz::examine;
use libfuzzer_sys::fuzz_target;
use scraper::Html;

/// What stands before the text, as front matter does, in characters of several bytes.
const BEFORE: &str = "---\n标题\n---\n";

fuzz_target!(|text: &str| {
    // The reader of the files refuses the noncharacters the parser marks places with.
    if text.contains(|c| matches!(c, '\u{fdd0}'..='\u{fdef}')) {
        return;
    }
    let file = Arc::new(SourceFile {
        path: "x.md".to_owned(),
        text: format!("{BEFORE}{text}"),
    });
    let range = BEFORE.len()..file.text.len();
    let mut found = Diagnostics::default();
    let body = markdown::parse_body(&file, range.clone(), &mut found);
    examine(&found);
    let links = body.links.iter().map(|(_, span)| span);
    let citations = body.citations.iter().map(|(_, span)| span);
    let anchors = body.anchors.iter().map(|(_, span)| span);
    let numbers = body.bare_numbers.iter().map(|number| &number.span);
    let images = body.images.iter().map(|image| &image.span);
    let sections = body.sections.iter().map(|section| &section.span);
    for span in links
        .chain(citations)
        .chain(anchors)
        .chain(numbers)
        .chain(images)
        .chain(sections)
        .chain([&body.introduction_span])
    {
        assert!(range.start <= span.start && file.text.get(span.clone()).is_some());
    }
    for span in markdown::text_spans(&file.text, range.clone()) {
        assert!(file.text.get(span).is_some());
    }
    let _ = markdown::outline(&file.text, range);
    if found.has_errors() {
        return;
    }
    let base = BaseUrl::parse("https://example.org/base").expect("an address");
    let around = Around {
        base: &base,
        images: &BTreeMap::new(),
    };
    for prose in body.sections.iter().map(|section| &section.prose) {
        examine_html(&prose::render(prose, around));
    }
    examine_html(&prose::render(&body.introduction, around));
});

/// No element, attribute or address that could act in the name of a reader.
fn examine_html(html: &str) {
    let fragment = Html::parse_fragment(html);
    for node in fragment.tree.nodes() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        let name = element.name();
        assert!(
            ![
                "script", "style", "iframe", "object", "embed", "form", "base", "meta", "link"
            ]
            .contains(&name),
            "{name} in {html}"
        );
        for (attribute, value) in element.attrs() {
            assert!(!attribute.starts_with("on"), "{attribute} in {html}");
            assert!(attribute != "style", "{attribute} in {html}");
            let scheme = value.trim_start().to_ascii_lowercase();
            let acts = scheme.starts_with("javascript:") || scheme.starts_with("data:");
            assert!(!(attribute == "href" && acts), "{value} in {html}");
        }
    }
}
