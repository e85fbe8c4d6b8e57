//! Search: what readers type finds what they mean, and nothing they see is lost.

use std::collections::BTreeMap;

use career_directions::query::params::Params;
use career_directions::query::search::{Entry, Passage, Search};
use career_directions::site::Site;
use career_directions::urls::{Slug, UrlPath};
use scraper::Html;

use crate::support::{PageView, TestSite, as_written, repository, shipped_site};

fn page(site: &Site, query: &str) -> PageView {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let params = Params::parse(&format!("q={encoded}")).expect("a query");
    let answer = site.answer("/search", &params).expect("a page");
    let document = answer.expect("an answer");
    let source = String::from_utf8(document.identity().bytes.to_vec()).expect("UTF-8");
    PageView {
        path: "/search".to_owned(),
        html: Html::parse_document(&source),
        source,
    }
}

fn addresses(page: &PageView) -> Vec<String> {
    let links = page.select(".hits h2 a");
    links
        .iter()
        .filter_map(|link| link.attr("href"))
        .map(str::to_owned)
        .collect()
}

/// Without the anchor.
fn pages_found(page: &PageView) -> Vec<String> {
    let all = addresses(page).into_iter();
    all.map(|address| address.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// A reader's query, the role that must come first, and the kind of query.
fn table() -> Vec<(String, String, String)> {
    let path = repository().join("tests/fixtures/search/queries.tsv");
    let text = std::fs::read_to_string(path).expect("the table");
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut fields = line.split('\t').map(str::to_owned);
            let mut next = || fields.next().expect("three fields");
            (next(), next(), next())
        })
        .collect()
}

/// Of every hundred queries so many may miss; titles and aliases never do.
const MAX_MISSES_PER_HUNDRED: usize = 5;

#[test]
fn what_readers_type_finds_what_they_mean() {
    let site = shipped_site();
    let table = table();
    assert!(table.len() >= 120, "{} queries", table.len());
    let mut misses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (query, slug, kind) in &table {
        let found = pages_found(&page(site, query));
        if found.first() != Some(&format!("/roles/{slug}")) {
            let first = found.first().cloned().unwrap_or_default();
            let miss = format!("{query} → {slug}, got {first}");
            misses.entry(kind.clone()).or_default().push(miss);
        }
    }
    for kind in ["title", "alias"] {
        assert!(!misses.contains_key(kind), "{misses:#?}");
    }
    let count: usize = misses.values().map(Vec::len).sum();
    let allowed = table.len() * MAX_MISSES_PER_HUNDRED / 100;
    assert!(count <= allowed, "{count} of {}: {misses:#?}", table.len());
}

/// The words of a page's main part, block by block, as a reader sees them; not those that lead to
/// other texts.
fn blocks(page: &PageView) -> Vec<String> {
    const INLINE: [&str; 12] = [
        "a", "abbr", "b", "code", "del", "em", "mark", "small", "span", "strong", "sup", "time",
    ];
    fn read(element: scraper::ElementRef, blocks: &mut Vec<String>) {
        for child in element.children() {
            if let Some(text) = child.value().as_text() {
                let block = blocks.last_mut().expect("a block");
                block.push_str(&as_written(text));
            }
            if let Some(child) = scraper::ElementRef::wrap(child) {
                let name = child.value().name();
                if ["nav", "svg", "script", "style", "sup"].contains(&name) {
                    continue;
                }
                let is_block = !INLINE.contains(&name);
                if is_block {
                    blocks.push(String::new());
                }
                read(child, blocks);
                if is_block {
                    blocks.push(String::new());
                }
            }
        }
    }
    let mut blocks = vec![String::new()];
    read(page.select("main")[0], &mut blocks);
    blocks
}

#[test]
fn every_pair_of_characters_of_a_page_finds_it() {
    let site = shipped_site();
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    let repeating = ["/compare", "/all", "/changes", "/search"];
    for view in PageView::all(site) {
        if repeating.contains(&view.path.as_str()) {
            continue;
        }
        for block in blocks(&view) {
            let characters: Vec<char> = block.chars().collect();
            for pair in characters.windows(2) {
                // A pair with a space or a mark in it asks for its letters alone.
                if !pair.iter().any(|c| c.is_alphanumeric()) {
                    continue;
                }
                let pair: String = pair.iter().collect();
                let found = asked.entry(pair.clone()).or_insert_with(|| {
                    let hits = site.search().find(&pair).hits;
                    hits.iter().map(|hit| hit.path.to_string()).collect()
                });
                assert!(
                    found.contains(&view.path),
                    "{pair:?} does not find {}",
                    view.path
                );
                count += 1;
            }
        }
    }
    assert!(count > 10_000, "{count} pairs");
}

#[test]
fn a_hit_leads_to_the_section_that_holds_it_and_marks_it() {
    let site = TestSite::minimal().build();
    let page = page(&site, "灰绿");
    let mut found = addresses(&page);
    found.sort();
    assert_eq!(found, ["/roles/mint#looks", "/roles/plum#looks"]);
    assert_eq!(page.text(".hits li:first-child mark"), "灰绿");
    assert!(page.text(".hits li:first-child p").contains("灰绿色。"));
}

#[test]
fn all_words_of_a_query_must_be_there() {
    let site = TestSite::minimal().build();
    // The other plant names its neighbour too, but only one of them is reddish.
    let site_with_colour = TestSite::minimal();
    site_with_colour.replace("roles/mint.md", "灰绿色。", "微红色。");
    assert_eq!(
        pages_found(&page(&site, "薄荷 灰绿"))
            .first()
            .map(String::as_str),
        Some("/roles/mint")
    );
    let site = site_with_colour.build();
    assert_eq!(pages_found(&page(&site, "薄荷 微红")), ["/roles/mint"]);
}

#[test]
fn script_width_case_and_sound_do_not_matter() {
    let site = TestSite::minimal().build();
    for query in ["梅", "mei", "MEI", "ｍｅｉ", "没"] {
        assert_eq!(
            pages_found(&page(&site, query)).first().map(String::as_str),
            Some("/roles/plum"),
            "{query}"
        );
    }
}

#[test]
fn words_of_letters_are_words() {
    let site = TestSite::minimal();
    site.replace(
        "roles/mint.md",
        "灰绿色。",
        "用 SRTP 与 RE 写 cart 和 CPU。",
    )
    .replace(
        "roles/plum.md",
        "灰绿色。",
        "先写 cart，SRE 再写 art，会 C 语言。",
    );
    let site = site.build();
    assert_eq!(pages_found(&page(&site, "sre")), ["/roles/plum"]);
    assert_eq!(
        pages_found(&page(&site, "art")),
        ["/roles/plum", "/roles/mint"]
    );
    let marks = |query: &str| {
        let page = page(&site, query);
        let marks = page.select(".hits p mark");
        marks
            .iter()
            .map(|mark| mark.text().collect())
            .collect::<Vec<String>>()
    };
    assert_eq!(marks("sre"), ["SRE"]);
    // The first page says it by itself, the second only within another word.
    assert_eq!(
        page(&site, "art").text(".hits li:first-child p"),
        "先写 cart，SRE 再写 art，会 C 语言。"
    );
    assert_eq!(marks("art"), ["art", "art"]);
    // Of a short word every other holds the letters somewhere.
    assert_eq!(marks("re"), ["RE"]);
    assert_eq!(
        pages_found(&page(&site, "C")).first().map(String::as_str),
        Some("/roles/plum")
    );
    assert!(pages_found(&page(&site, "asdfqwer")).is_empty());
}

#[test]
fn signs_of_names_make_other_names() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "灰绿色。", "写 C 语言。")
        .replace("roles/plum.md", "灰绿色。", "写 C/C++ 和 C#。");
    let site = site.build();
    let first = |query: &str| pages_found(&page(&site, query));
    assert_eq!(first("C++"), ["/roles/plum"]);
    assert_eq!(first("c＃"), ["/roles/plum"]);
    assert_eq!(first("C").len(), 2);
    assert!(first("F#").is_empty());
    assert_eq!(page(&site, "C++").text(".hits p mark"), "C++");
}

#[test]
fn a_label_that_was_asked_for_is_shown_with_what_follows_it() {
    let site = TestSite::minimal();
    site.replace(
        "roles/plum.md",
        "灰绿色。",
        "- 嫁接\n- 修枝剪叶\n- 春天剪一次，夏天再剪一次就够了\n- 梅子酒\n- 泡半年才好喝，急不得的一件事",
    );
    let site = site.build();
    // It begins with the title and is another text all the same.
    let shown = page(&site, "梅子酒").text(".hits p");
    assert!(shown.starts_with("梅子酒"), "{shown}");
    let found = page(&site, "修枝剪叶");
    assert_eq!(found.text(".hits p mark"), "修枝剪叶");
    let shown = found.text(".hits p");
    assert!(
        shown.starts_with("修枝剪叶") && shown.ends_with("就够了"),
        "{shown}"
    );
}

#[test]
fn a_page_found_by_its_name_is_shown_from_its_beginning() {
    let site = TestSite::minimal().build();
    let page = page(&site, "bohe");
    assert_eq!(addresses(&page), ["/roles/mint"]);
    assert!(page.text(".hits p").contains("薄荷"), "{}", page.source);
}

#[test]
fn one_character_sounds_like_no_part_of_a_name() {
    let site = TestSite::minimal().build();
    assert!(pages_found(&page(&site, "河")).is_empty());
    assert_eq!(pages_found(&page(&site, "没")), ["/roles/plum"]);
}

#[test]
fn nothing_found_offers_everything() {
    let site = TestSite::minimal().build();
    let page = page(&site, "飞机");
    assert!(addresses(&page).is_empty());
    assert!(page.text("main").contains("没有找到"));
    for path in ["/roles/mint", "/roles/plum"] {
        assert_eq!(
            page.select(&format!("main a[href='{path}']")).len(),
            1,
            "{path}"
        );
    }
}

#[test]
fn a_near_miss_proposes_what_was_meant() {
    let site = shipped_site();
    let page = page(site, "云计笋架钩师");
    let proposal = page.select(".meant a");
    assert_eq!(proposal[0].attr("href"), Some("/roles/cloud-architect"));
}

#[test]
fn a_near_miss_in_which_nothing_can_be_marked_is_none() {
    let page = page(shipped_site(), "devpos");
    assert!(pages_found(&page).is_empty(), "{:?}", pages_found(&page));
    assert!(page.text(".count").contains("没有找到"));
    assert_eq!(page.text(".meant a"), "DevOps工程师");
}

#[test]
fn a_title_is_not_said_again_below_itself() {
    let page = page(shipped_site(), "架构");
    let texts = |selector: &str| -> Vec<String> {
        let found = page.select(selector);
        found.iter().map(|one| one.text().collect()).collect()
    };
    let (titles, shown) = (texts(".hits h2 span"), texts(".hits p"));
    assert_eq!(titles.len(), shown.len());
    assert!(titles.len() > 2);
    for (title, shown) in titles.iter().zip(&shown) {
        assert!(!shown.starts_with(title), "{title}: {shown}");
    }
}

#[test]
fn a_long_query_takes_two_lines_of_a_heading() {
    let page = page(shipped_site(), &"点".repeat(60));
    assert_eq!(page.text("h1"), format!("搜索“{}…”", "点".repeat(24)));
    assert_eq!(page.attributes("#search-field", "value"), ["点".repeat(60)]);
}

#[test]
fn half_of_what_was_asked_for_is_a_near_miss() {
    let site = TestSite::minimal().build();
    // Of the three pairs of these four characters only the first is on any page.
    let near = page(&site, "灰绿飞机");
    assert!(near.text(".count").contains("没有完全一样的"));
    let mut found = pages_found(&near);
    found.sort();
    assert_eq!(found, ["/roles/mint", "/roles/plum"]);
    let far = page(&site, "灰绿飞机起飞跑道");
    assert!(pages_found(&far).is_empty(), "{:?}", pages_found(&far));
}

#[test]
fn a_mistyped_name_is_proposed_even_where_its_pairs_stand_apart() {
    let entry = |slug: &str, title: &str, text: &str| Entry {
        path: UrlPath::role(&Slug::new(slug).expect("a slug")),
        title: title.to_owned(),
        aliases: Vec::new(),
        keys: Vec::new(),
        passages: vec![Passage {
            anchor: None,
            heading: String::new(),
            text: text.to_owned(),
        }],
        is_secondary: false,
    };
    let search = Search::new(vec![
        entry("lavender", "Lavender", "蓝紫色。"),
        entry("words", "Words", "lava vend add der"),
    ]);
    let found = search.find("lavendder");
    let proposed: Vec<_> = found.proposals.iter().map(|(title, _)| *title).collect();
    assert_eq!(proposed, ["Lavender"]);
    assert!(search.find("vend add").proposals.is_empty());
}

#[test]
fn an_address_gives_the_same_page_to_everyone() {
    let site = shipped_site();
    let again = TestSite::shipped().build();
    assert_eq!(page(site, "架构").source, page(&again, "架构").source);
}

#[test]
fn hostile_queries_cost_little_and_break_nothing() {
    let server = TestSite::minimal().serve(&[]);
    let long = format!("/search?q={}", "a".repeat(10_000));
    let many = format!("/search?{}", "q=a&".repeat(1_000));
    for (path, status) in [
        (long.as_str(), 400),
        (many.as_str(), 400),
        ("/search?q=%ff%fe", 400),
        ("/search?q=%00", 400),
        ("/search?q=%E2%80%AEx", 400),
        ("/search?q=%1B[31m", 400),
        ("/search.json?q=%00", 400),
        ("/search?q=", 200),
        ("/search?other=1", 200),
        ("/search?q=%3Cscript%3Ealert(1)%3C/script%3E", 200),
        ("/search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", 200),
        ("/search?q=%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB", 200),
        ("/search?q=%E0%B8%81%E0%B9%8D", 200),
        ("/search?q=....", 200),
    ] {
        let answer = server.get(path);
        let shown: String = path.chars().take(60).collect();
        assert_eq!(answer.status, status, "{shown}");
        assert!(!answer.text().contains("<script>alert"), "{shown}");
        assert!(!answer.text().contains("<img"), "{shown}");
    }
    let longest = format!("/search?q={}", "%E7%82%B9".repeat(400));
    let answer = server.get(&longest);
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("只找了前 200 个字"));
}

#[test]
fn hostile_queries_harm_no_other_page_either() {
    let server = TestSite::minimal().serve(&[]);
    for (page, name) in [
        ("/", "group"),
        ("/compare", "r"),
        ("/match", "q"),
        ("/search", "q"),
    ] {
        let long = format!("{page}?{name}={}", "a".repeat(10_000));
        let many = format!("{page}?{}", format!("{name}=a&").repeat(1_000));
        let refused = ["%ff", "%00", "%1b", "%e2%80%ae", "%e2%81%a6"];
        let refused = refused.map(|value| format!("{page}?{name}={value}"));
        for path in refused.iter().chain([&long, &many]) {
            let shown: String = path.chars().take(40).collect();
            assert_eq!(server.get(path).status, 400, "{shown}");
        }
        for value in [
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "%22%3E%3Cimg+onerror=x%3E",
            "%",
            "%zz",
        ] {
            let answer = server.get(&format!(
                "{page}?{name}={value}&sort={value}&unknown={value}"
            ));
            assert_eq!(answer.status, 200, "{page} {value}");
            let text = answer.text();
            assert!(
                !text.contains("<script>alert") && !text.contains("<img onerror"),
                "{page} {value}"
            );
        }
    }
    assert_eq!(
        server.get("/roles/mint?utm=%ff").status,
        200,
        "a page that ignores queries"
    );
}

#[test]
fn suggestions_are_the_first_results() {
    let server = TestSite::minimal().serve(&[]);
    let answer = server.get("/search.json?q=%E8%96%84%E8%8D%B7");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(
        answer.text().contains("\"href\":\"/roles/mint\""),
        "{}",
        answer.text()
    );
    let prepared = server.get("/search.json").text();
    assert!(prepared.contains("\"entries\""), "{prepared}");
}

#[test]
fn search_is_sized_for_ten_thousand_pages() {
    let text = "这一页讲的是怎样照料院子里的植物，浇水、修剪、施肥都有说明。";
    let entries = (0..10_000).map(|number| Entry {
        path: UrlPath::role(&Slug::new(&format!("plant-{number}")).expect("a slug")),
        title: format!("植物{number}"),
        aliases: Vec::new(),
        keys: Vec::new(),
        passages: vec![Passage {
            anchor: None,
            heading: String::new(),
            text: text.to_owned(),
        }],
        is_secondary: false,
    });
    let search = Search::new(entries.collect());
    let found = search.find("植物4321");
    assert_eq!(found.hits[0].path.as_str(), "/roles/plant-4321");
}

#[test]
fn what_leads_to_another_page_is_no_text_of_this_one() {
    let site = shipped_site();
    for view in PageView::all(site) {
        let next = view.text(".turnings a[rel=next] b");
        if next.is_empty() {
            continue;
        }
        let snippets = page(site, &next).text(".hits p");
        assert!(!snippets.contains("上一个"), "{next}: {snippets}");
        assert!(!snippets.contains("下一个"), "{next}: {snippets}");
    }
}
