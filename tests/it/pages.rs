//! The shipped site, read as a reader reads it.

use career_directions::site::Site;
use career_directions::urls::{OWN_ANCHOR_PREFIXES, OWN_ANCHORS, is_own_anchor};
use scraper::ElementRef;

use crate::support::{PageView, TestSite, plain, repository, shipped_site};

/// What the source article covers, in its order.
struct Direction {
    slug: String,
    title: String,
    terms: Vec<String>,
}

fn article() -> Vec<Direction> {
    let path = repository().join("tests/fixtures/expected/article.yml");
    let text = std::fs::read_to_string(path).expect("the list of directions");
    let field = |entry: &str, name: &str| {
        let line = entry.lines().find(|line| line.trim().starts_with(name));
        line.and_then(|line| line.split_once(": "))
            .expect("a field")
            .1
            .to_owned()
    };
    text.split("\n- ")
        .skip(1)
        .map(|entry| Direction {
            slug: field(entry, "slug"),
            title: field(entry, "title"),
            terms: field(entry, "terms")
                .trim_matches(['[', ']'])
                .split(", ")
                .map(str::to_owned)
                .collect(),
        })
        .collect()
}

fn shipped() -> &'static Site {
    shipped_site()
}

#[test]
fn shipped_content_has_no_findings() {
    let (_, diagnostics) = TestSite::shipped().load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
}

#[test]
fn every_direction_of_the_article_has_a_page_with_all_sections_and_terms() {
    let site = shipped();
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let directions = article();
    assert_eq!(directions.len(), catalogue.role_count());
    for (direction, role) in directions.iter().zip(catalogue.roles()) {
        assert_eq!(role.slug.as_str(), direction.slug);
        let page = PageView::of(site, &format!("/roles/{}", direction.slug));
        assert_eq!(page.text("h1"), direction.title);
        let ids = page.ids();
        for section in &catalogue.sections {
            assert!(
                ids.contains(&section.id.as_str()),
                "{} #{}",
                page.path,
                section.id
            );
        }
        let text = page.text("main");
        for term in &direction.terms {
            assert!(text.contains(term), "{} does not say {term}", page.path);
        }
    }
}

#[test]
fn the_index_leads_to_every_direction_in_order() {
    let page = PageView::of(shipped(), "/");
    let text = page.text("main");
    for direction in article() {
        assert!(text.contains(&direction.title), "{}", direction.title);
        let link = format!("a[href='/roles/{}']", direction.slug);
        assert!(!page.select(&link).is_empty(), "{link}");
    }
}

#[test]
fn every_page_has_what_every_page_needs() {
    let mut titles = std::collections::BTreeSet::new();
    let mut descriptions = std::collections::BTreeSet::new();
    for page in PageView::all(shipped()) {
        let path = &page.path;
        assert_eq!(page.select("html[lang='zh-CN']").len(), 1, "{path}");
        assert_eq!(page.select("h1").len(), 1, "{path}");
        assert_eq!(page.select("main").len(), 1, "{path}");
        assert_eq!(
            page.select("body > a:first-child[href^='#']").len(),
            1,
            "{path}: skip link"
        );
        assert!(titles.insert(page.text("title")), "{path}: title");
        let description = page.select("meta[name=description]")[0].attr("content");
        assert!(
            descriptions.insert(description.map(str::to_owned)),
            "{path}: description"
        );
        let canonical = page.select("link[rel=canonical]")[0].attr("href");
        assert_eq!(
            canonical,
            Some(format!("https://example.org{path}").as_str())
        );
        assert!(page.select("[style]").is_empty(), "{path}: inline style");
        assert!(
            page.select("[onclick], [onload]").is_empty(),
            "{path}: inline handler"
        );
        let ids = page.ids();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{path}: ids {ids:?}");
    }
}

/// So that `check` can keep content from using them.
#[test]
fn every_anchor_of_a_page_is_contents_or_known_as_its_own() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let mut from_content: Vec<&str> = catalogue.sections.iter().map(|s| s.id.as_str()).collect();
    let pages = catalogue.pages.iter().flat_map(|page| &page.sections);
    from_content.extend(pages.map(|section| section.id.as_str()));
    for page in PageView::all(shipped()) {
        for id in page.ids() {
            assert!(
                from_content.contains(&id) || is_own_anchor(id),
                "{} #{id}",
                page.path
            );
        }
    }
}

#[test]
fn no_anchor_is_kept_from_content_for_nothing() {
    let pages = PageView::all(shipped());
    let ids: Vec<&str> = pages.iter().flat_map(PageView::ids).collect();
    for anchor in OWN_ANCHORS {
        assert!(ids.contains(&anchor), "{anchor}");
    }
    for prefix in OWN_ANCHOR_PREFIXES {
        assert!(ids.iter().any(|id| id.starts_with(prefix)), "{prefix}");
    }
}

#[test]
fn a_page_says_where_it_can_be_edited() {
    for repository in [
        "https://example.org/repo/content",
        "https://example.org/repo/content/",
    ] {
        let site = TestSite::minimal();
        let line = format!("author: 园丁\nrepository: {repository}");
        site.replace("index.md", "author: 园丁", &line);
        let site = site.build();
        for path in ["/roles/mint", "/about"] {
            let page = PageView::of(&site, path);
            let file = path.trim_start_matches('/');
            let file = if file == "about" { "pages/about" } else { file };
            let link = format!("a[href='https://example.org/repo/content/{file}.md']");
            assert_eq!(page.select(&link).len(), 1, "{link}");
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for page in PageView::all(shipped()) {
        for element in page.select("link[href], script[src], img[src], use[href], form[action]") {
            let is_reference = matches!(element.attr("rel"), Some("canonical" | "alternate"));
            let address = ["href", "src", "action"]
                .iter()
                .find_map(|name| element.attr(name));
            let address = address.expect("an address");
            assert!(
                is_reference || address.starts_with('/'),
                "{}: {address}",
                page.path
            );
        }
    }
}

#[test]
fn no_markdown_is_left_on_a_page() {
    for page in PageView::all(shipped()) {
        let text = page.text("main");
        for mark in ["**", "[^", "](", "## ", "- [ ]"] {
            assert!(!text.contains(mark), "{}: {mark}", page.path);
        }
    }
}

#[test]
fn skills_are_counted() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let site = shipped();
    for role in catalogue.roles() {
        let page = PageView::of(site, &format!("/roles/{}", role.slug));
        let all = role.reuse.len() + role.learn.len() + role.optional.len();
        let sentence = format!("{all} 项里 {} 项你已经有", role.reuse.len());
        assert!(
            page.text("main").contains(&sentence),
            "{}: {sentence}",
            page.path
        );
    }
}

#[test]
fn a_direction_without_skills_has_no_heading_for_them() {
    let site = TestSite::minimal();
    let has_skills = |site: &TestSite| {
        let built = site.build();
        let page = PageView::of(&built, "/roles/mint");
        [
            page.select("#skills").len(),
            page.select(".toc a[href='#skills']").len(),
        ]
    };
    assert_eq!(has_skills(&site), [1, 1]);
    site.replace(
        "roles/mint.md",
        "  reuse:\n    - { name: 浇水, note: 少即是多 }",
        "  reuse: []",
    )
    .replace(
        "roles/mint.md",
        "  learn:\n    - { name: 修剪 }",
        "  learn: []",
    )
    .replace(
        "roles/mint.md",
        "  optional:\n    - { name: 扦插 }",
        "  optional: []",
    );
    assert_eq!(has_skills(&site), [0, 0]);
}

#[test]
fn citations_and_sources_lead_to_each_other() {
    let mut count = 0;
    for page in PageView::all(shipped()) {
        let ids = page.ids();
        for citation in page.select("sup.cite a") {
            let target = citation
                .attr("href")
                .expect("a target")
                .trim_start_matches('#');
            assert!(ids.contains(&target), "{} #{target}", page.path);
            let own = format!("a[href='#{}']", citation.attr("id").expect("an id"));
            assert_eq!(
                page.select(&own).len(),
                1,
                "{}: no way back to {own}",
                page.path
            );
            count += 1;
        }
    }
    assert!(count > 50, "{count} citations");
}

#[test]
fn ratings_are_told_in_words() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let site = shipped();
    for role in catalogue.roles() {
        let page = PageView::of(site, &format!("/roles/{}", role.slug));
        let text = page.text("main");
        for rating in &role.ratings {
            assert!(
                text.contains(&rating.axis.name),
                "{}: {}",
                page.path,
                rating.axis.name
            );
            assert!(
                text.contains(&rating.reason),
                "{}: {}",
                page.path,
                rating.reason
            );
        }
    }
}

#[test]
fn overdue_pages_say_so_from_the_day_after() {
    let overdue = |now: &str| {
        let site = TestSite::minimal().at(now).build();
        let texts = ["/roles/mint", "/"].map(|path| PageView::of(&site, path).text("main"));
        texts.map(|text| {
            text.contains("复核前") || text.contains("待复核") || text.contains("前复核")
        })
    };
    // Reviewed on 2026-01-15 for six months, in a time zone eight hours ahead of UTC.
    assert_eq!(overdue("2026-07-15T15:59:59Z"), [false, false]);
    assert_eq!(overdue("2026-07-15T16:00:00Z"), [true, true]);
}

#[test]
fn numbers_of_the_glance_stay_with_what_they_count() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "每周浇一次水", "每周浇 2 小时水");
    let site = site.build();
    for path in ["/roles/mint", "/all"] {
        let page = PageView::of(&site, path);
        let text: String = page.select("main")[0].text().collect();
        assert!(
            text.contains("每周浇 2\u{a0}小\u{2060}时水"),
            "{path}: {text}"
        );
    }
}

#[test]
fn neighbours_follow_the_series() {
    let site = shipped();
    let directions = article();
    for pair in directions.windows(2) {
        let page = PageView::of(site, &format!("/roles/{}", pair[0].slug));
        let next: Vec<ElementRef> = page.select("a[rel=next]");
        let address = format!("/roles/{}", pair[1].slug);
        assert_eq!(
            next[0].attr("href"),
            Some(address.as_str()),
            "{}",
            page.path
        );
        let page = PageView::of(site, &address);
        let previous = page.select("a[rel=prev]");
        assert_eq!(
            previous[0].attr("href"),
            Some(format!("/roles/{}", pair[0].slug).as_str())
        );
    }
    let first = PageView::of(site, &format!("/roles/{}", directions[0].slug));
    assert!(first.select("a[rel=prev]").is_empty());
}

#[test]
fn the_picture_has_a_table_that_says_the_same() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let page = PageView::of(shipped(), "/");
    let rows = page.select("table tbody tr");
    assert_eq!(rows.len(), catalogue.role_count());
    for (row, role) in rows.iter().zip(catalogue.roles()) {
        let text: String = row.text().collect();
        assert!(text.contains(&role.title), "{text}");
    }
    for role in catalogue.roles() {
        let link = format!("figure a[href='/roles/{}']", role.slug);
        assert!(!page.select(&link).is_empty(), "{link}");
    }
}

#[test]
fn readers_who_are_not_sure_are_led_to_the_tools() {
    let index = PageView::of(shipped(), "/");
    let ways = index.attributes(".ways a", "href");
    assert_eq!(ways, ["/match", "/compare", "/match", "/compare"]);
    let role = PageView::of(shipped(), "/roles/devops-engineer");
    let related = role.attributes(".near a", "href");
    let slugs = related.iter().map(|href| href.rsplit('/').next());
    let query = slugs.fold("r=devops-engineer".to_owned(), |query, slug| {
        format!("{query}&r={}", slug.expect("a slug"))
    });
    assert_eq!(
        role.attributes(".onwards a", "href"),
        [format!("/compare?{query}").as_str()]
    );
    let panel = role.attributes(".toc a[href='#share-address']", "href");
    assert_eq!(panel.len(), 1);
    assert_eq!(role.select("details.share #share-address").len(), 1);
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let (one, two) = (shipped(), TestSite::shipped().build());
    let (one, two) = (one.documents(), two.documents());
    for ((path, a), (_, b)) in one.expect("pages").into_iter().zip(two.expect("pages")) {
        for (a, b) in a.variants().zip(b.variants()) {
            assert_eq!(a.etag, b.etag, "{path}");
            assert_eq!(a.bytes, b.bytes, "{path}");
        }
    }
}

#[test]
fn every_encoding_holds_the_same_page() {
    use career_directions::site::encoding::Encoding;
    for (path, document) in shipped().documents().expect("pages") {
        let identity = document.identity();
        let mut etags = std::collections::BTreeSet::new();
        for variant in document.variants() {
            assert!(
                etags.insert(&variant.etag),
                "{path}: one tag for two encodings"
            );
            let bytes = &variant.bytes;
            let mut decoded = Vec::new();
            match variant.encoding {
                Encoding::Identity => decoded.extend_from_slice(bytes),
                Encoding::Br => {
                    brotli::BrotliDecompress(&mut &bytes[..], &mut decoded).expect("brotli")
                }
                Encoding::Zstd => {
                    decoded = zstd::bulk::decompress(bytes, identity.bytes.len()).expect("zstd");
                }
                Encoding::Gzip => {
                    decoded.resize(identity.bytes.len(), 0);
                    libdeflater::Decompressor::new()
                        .gzip_decompress(bytes, &mut decoded)
                        .expect("gzip");
                }
            }
            assert_eq!(decoded, identity.bytes, "{path} {:?}", variant.encoding);
        }
        if document.content_type.starts_with("text/html") {
            assert_eq!(document.variants().count(), Encoding::ALL.len(), "{path}");
        }
    }
}

#[test]
fn what_few_texts_have_is_styled_where_it_is() {
    let site = TestSite::minimal();
    let quotation = "border-inline-start: 0.2rem";
    let rule = |site: &TestSite, path: &str, rule: &str| -> bool {
        let rule = rule.replace(": ", ":");
        PageView::of(&site.build(), path).source.contains(&rule)
    };
    assert!(!rule(&site, "/roles/mint", quotation));
    assert!(!rule(&site, "/roles/mint", ".scroll{"));
    site.replace("roles/mint.md", "春天种。", "> 春天种。\n\n春天种。")
        .replace(
            "roles/plum.md",
            "春天种。",
            "| 月 | 做 |\n|---|---|\n| 三 | 种 |\n\n春天种。",
        );
    assert!(rule(&site, "/roles/mint", quotation));
    assert!(!rule(&site, "/roles/mint", ".scroll{"));
    assert!(rule(&site, "/roles/plum", ".scroll{"));
    assert!(rule(&site, "/all", quotation) && rule(&site, "/all", ".scroll{"));
}

#[test]
fn code_can_be_scrolled_by_keyboard_and_is_text() {
    let site = TestSite::minimal();
    site.replace(
        "roles/mint.md",
        "春天种。",
        "```html\n<b>&\n```\n\n春天种。",
    );
    let page = PageView::of(&site.build(), "/roles/mint");
    assert_eq!(page.text("pre[tabindex='0'] > code"), "<b>&\n");
}
