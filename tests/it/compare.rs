//! The comparison, read as a reader reads it.

use std::cmp::Reverse;

use career_directions::query::params::Params;
use career_directions::site::Site;
use scraper::Html;

use crate::support::{PageView, TestSite, shipped_site};

fn shipped() -> &'static Site {
    shipped_site()
}

/// The answer to a query.
fn asked(site: &Site, query: &str) -> PageView {
    let params = Params::parse(query).expect("a query");
    let answer = site.answer("/compare", &params);
    let document = answer.expect("a rendered page").expect("an answer");
    let bytes = document.identity().bytes.to_vec();
    let source = String::from_utf8(bytes).expect("UTF-8");
    PageView {
        path: format!("/compare?{query}"),
        html: Html::parse_document(&source),
        source,
    }
}

/// The slugs of the rows, from top to bottom.
fn rows(page: &PageView) -> Vec<&str> {
    let bodies = page.select(".rows tbody");
    bodies.iter().filter_map(|row| row.attr("data-r")).collect()
}

/// The slugs of the columns, from left to right.
fn columns(page: &PageView) -> Vec<&str> {
    let heads = page.select(".side thead th");
    heads
        .iter()
        .filter_map(|head| head.attr("data-r"))
        .collect()
}

fn canonical(page: &PageView) -> String {
    let links = page.select("link[rel=canonical]");
    links[0].attr("href").expect("an address").to_owned()
}

fn is_indexed(page: &PageView) -> bool {
    page.select("meta[name=robots][content=noindex]").is_empty()
}

#[test]
fn all_roles_stand_against_all_axes_and_facts() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let page = PageView::of(shipped(), "/compare");
    assert!(is_indexed(&page));
    let slugs: Vec<&str> = catalogue.roles().map(|role| role.slug.as_str()).collect();
    assert_eq!(rows(&page), slugs);
    for role in catalogue.roles() {
        let text = page.text(&format!("tbody[data-r='{}']", role.slug));
        let glance = &role.glance;
        for said in [
            &role.title,
            &glance.entry,
            &glance.first_year_pay,
            &glance.openings,
        ] {
            assert!(text.contains(said.as_str()), "{}: {said}", role.slug);
        }
        let scores = page.select(&format!("tbody[data-r='{}'] td[data-x]", role.slug));
        let scores: Vec<&str> = scores
            .iter()
            .filter_map(|cell| cell.attr("data-x"))
            .collect();
        let expected: Vec<String> = role.ratings.iter().map(|r| r.score.to_string()).collect();
        assert_eq!(scores, expected, "{}", role.slug);
        let link = format!(".rows th a[href='/roles/{}']", role.slug);
        assert_eq!(page.select(&link).len(), 1, "{link}");
        let tick = format!("input[type=checkbox][name=r][value='{}']", role.slug);
        assert_eq!(page.select(&tick).len(), 1, "{tick}");
    }
    let heads = page.text(".rows thead");
    for axis in &catalogue.axes {
        assert!(heads.contains(&axis.name), "{}", axis.name);
    }
}

#[test]
fn every_column_sorts_in_both_directions() {
    let site = shipped();
    let page = PageView::of(site, "/compare");
    let heads = page.select(".rows thead th");
    assert!(heads.len() > 10);
    let series = rows(&page);
    let first_ids = page.ids();
    for (place, link) in page.select(".rows thead th a").iter().enumerate() {
        // From the series, a column is sorted upwards, the series itself downwards.
        let address = link.attr("href").expect("an address");
        // It leads back to the table, not to the top of the page.
        let (address, place_on_page) = address.split_once('#').expect("a place");
        assert!(first_ids.contains(&place_on_page), "#{place_on_page}");
        let query = address.strip_prefix("/compare?").expect("a query");
        let first = asked(site, query);
        let head = first.select("th[aria-sort]");
        assert_eq!(head.len(), 1, "{query}");
        let expected = if place == 0 {
            "descending"
        } else {
            "ascending"
        };
        assert_eq!(head[0].attr("aria-sort"), Some(expected), "{query}");
        let links = first.select(".rows thead th a");
        let back = links[place].attr("href").expect("an address");
        let (back, _) = back.split_once('#').expect("a place");
        match back.strip_prefix("/compare?") {
            None => assert_eq!((place, back), (0, "/compare")),
            Some(back) => {
                assert_eq!(back, query.replace("sort=", "sort=-"));
                let second = asked(site, back);
                let head = second.select("th[aria-sort]");
                assert_eq!(head[0].attr("aria-sort"), Some("descending"), "{back}");
                assert_ne!(rows(&first), rows(&second), "{back}");
            }
        }
        let mut sorted = rows(&first);
        sorted.sort_by_key(|slug| series.iter().position(|known| known == slug));
        assert_eq!(sorted, series, "{query}: every role once");
    }
}

#[test]
fn sorting_follows_the_scores_and_keeps_the_series_among_equals() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let site = shipped();
    for axis in &catalogue.axes {
        let mut expected: Vec<_> = catalogue.roles().collect();
        expected.sort_by_key(|role| role.score(axis));
        let slugs: Vec<&str> = expected.iter().map(|role| role.slug.as_str()).collect();
        let page = asked(site, &format!("sort={}", axis.id));
        assert_eq!(rows(&page), slugs, "{}", axis.id);
        let said = format!("按“{}”从低到高排", axis.name);
        assert!(page.text("main").contains(&said), "{said}");
        expected.sort_by_key(|role| (std::cmp::Reverse(role.score(axis)), role.order));
        let slugs: Vec<&str> = expected.iter().map(|role| role.slug.as_str()).collect();
        let page = asked(site, &format!("sort=-{}", axis.id));
        assert_eq!(rows(&page), slugs, "-{}", axis.id);
    }
    let months = asked(site, "sort=months");
    let longest = rows(&months);
    assert_eq!(longest.last(), Some(&"operations-director"));
    let coding = asked(site, "sort=-coding");
    assert_eq!(rows(&coding).first(), Some(&"blockchain-engineer"));
}

#[test]
fn what_is_not_known_comes_last_in_both_directions() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "level: stable", "level: unknown");
    let site = site.build();
    for query in ["sort=outlook", "sort=-outlook"] {
        assert_eq!(rows(&asked(&site, query)), ["plum", "mint"], "{query}");
    }
}

#[test]
fn a_few_roles_stand_side_by_side_in_the_order_of_the_series() {
    let site = shipped();
    let pages = [
        "r=cloud-architect&r=blockchain-engineer",
        "r=blockchain-engineer&r=cloud-architect&r=cloud-architect",
        "r=cloud-architect&sort=-math&r=blockchain-engineer",
    ]
    .map(|query| asked(site, query));
    for page in &pages {
        assert_eq!(columns(page), ["blockchain-engineer", "cloud-architect"]);
        assert_eq!(
            canonical(page),
            "https://example.org/compare?r=blockchain-engineer&r=cloud-architect"
        );
        assert!(!is_indexed(page));
        assert_eq!(page.select("input[name=r][checked]").len(), 2);
        assert!(rows(page).is_empty());
    }
    assert_eq!(pages[0].source, pages[1].source);
    assert!(pages[2].text("main").contains("排序不起作用"));
}

#[test]
fn five_roles_are_rows_that_are_sorted_and_stay_narrowed() {
    let site = shipped();
    let five = "r=hr-specialist&r=ai-engineer&r=devops-engineer&r=data-scientist&r=av-engineer";
    let page = asked(site, &format!("{five}&sort=-math"));
    assert_eq!(rows(&page).len(), 5);
    assert_eq!(rows(&page)[0], "data-scientist");
    assert!(columns(&page).is_empty());
    let links = page.select(".rows thead a");
    for link in links {
        let address = link.attr("href").expect("an address");
        assert_eq!(address.matches("r=").count(), 5, "{address}");
    }
    assert_eq!(
        page.select("input[type=hidden][name=sort][value='-math']")
            .len(),
        1
    );
}

#[test]
fn the_picture_tells_in_words_where_roles_differ() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let page = asked(shipped(), "r=hr-specialist&r=devops-engineer");
    let of = |slug: &str| catalogue.roles().find(|role| role.slug.as_str() == slug);
    let (one, other) = (of("hr-specialist"), of("devops-engineer"));
    let (one, other) = (one.expect("a role"), other.expect("a role"));
    let lines = page.select(".gaps > li");
    assert_eq!(lines.len(), catalogue.axes.len());
    let mut differing = 0;
    let scores_on = |axis| [one, other].map(|role| role.score(axis).expect("a score"));
    let mut axes: Vec<_> = catalogue.axes.iter().collect();
    axes.sort_by_key(|axis| {
        let [one, other] = scores_on(axis);
        Reverse(one.abs_diff(other))
    });
    let gaps: Vec<u8> = axes
        .iter()
        .map(|axis| {
            let [one, other] = scores_on(axis);
            one.abs_diff(other)
        })
        .collect();
    let most = gaps[0];
    let furthest = gaps.iter().filter(|gap| **gap == most).count();
    assert!(most >= 2 && furthest <= 3, "nothing is marked");
    for (line, axis) in lines.iter().zip(axes) {
        let text: String = line.text().collect();
        assert!(text.trim_start().starts_with(&axis.name), "{text}");
        let scores = scores_on(axis);
        let gap = scores[0].abs_diff(scores[1]);
        let words = match gap {
            0 => "相同".to_owned(),
            gap => format!("相差 {gap} 分"),
        };
        assert!(text.contains(&words), "{}: {text}", axis.name);
        for (role, score) in [one, other].iter().zip(scores) {
            let said = format!("{} {score} 分", role.title);
            assert!(text.contains(&said), "{}: {said}", axis.name);
        }
        assert_eq!(
            line.attr("class") == Some("far"),
            gap == most && most >= 2,
            "{}",
            axis.name
        );
        differing += usize::from(gap > 0);
    }
    let sentence = format!("{} 条尺子里 {differing} 条不同，差得最多的是", lines.len());
    assert!(page.text(".sum").starts_with(&sentence), "{sentence}");
}

#[test]
fn differences_are_marked_only_where_they_single_out_few_axes() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let roles: Vec<_> = catalogue.roles().collect();
    let mut marked = 0;
    for four in roles.windows(4) {
        let slugs = four.iter().map(|role| format!("r={}", role.slug));
        let page = asked(shipped(), &slugs.collect::<Vec<_>>().join("&"));
        let count = page.select("tr.far").len();
        assert!(count <= 3, "{count} in {}", page.path);
        marked += count;
    }
    assert!(marked > 0, "nothing is ever marked");
}

#[test]
fn the_picture_is_of_two_or_three_roles() {
    let site = shipped();
    let mut query = "r=hr-specialist".to_owned();
    for (count, more) in (1..).zip(["ai-engineer", "av-engineer", "data-scientist"]) {
        let pictures = asked(site, &query).select(".gaps").len();
        assert_eq!(pictures, usize::from(count > 1), "{count}");
        query = format!("{query}&r={more}");
    }
    assert!(asked(site, &query).select(".gaps").is_empty());
    assert!(
        asked(site, "r=hr-specialist")
            .text("main")
            .contains("再选一个")
    );
}

#[test]
fn equal_roles_are_called_equal() {
    let site = TestSite::minimal();
    for (file, from) in [
        ("roles/mint.md", "care: { score: 2"),
        ("roles/plum.md", "sun: { score: "),
    ] {
        assert!(site.read(file).contains(from), "{file}");
    }
    let ratings =
        "ratings:\n  sun: { score: 4, reason: 喜光 }\n  care: { score: 2, reason: 耐旱 }\nskills:";
    for file in ["roles/mint.md", "roles/plum.md"] {
        let text = site.read(file);
        let (before, rest) = text.split_once("ratings:").expect("ratings");
        let (_, after) = rest.split_once("skills:").expect("skills");
        site.write(file, format!("{before}{ratings}{after}"));
    }
    let page = asked(&site.build(), "r=mint&r=plum");
    assert!(page.text(".sum").contains("全部相同"));
    assert!(page.select(".road").is_empty());
}

#[test]
fn unknown_roles_are_named_and_left_out() {
    let site = shipped();
    let page = asked(
        site,
        "r=nobody&r=ai-engineer&r=%3Cb%3Ex&r=hr-specialist&r=nobody",
    );
    assert_eq!(columns(&page), ["ai-engineer", "hr-specialist"]);
    let notice = page.text(".notices");
    assert_eq!(notice, "没有这样的方向：“nobody”、“<b>x”。已略去。");
    assert!(!page.source.contains("<b>x"), "not escaped");
    assert!(!canonical(&page).contains("nobody"));
}

#[test]
fn only_unknown_roles_give_all_roles() {
    let site = shipped();
    let many: Vec<String> = (0..150).map(|n| format!("r=x{n}")).collect();
    for query in ["r=nobody", "r=AI-Engineer", "sort=nothing", &many.join("&")] {
        let page = asked(site, query);
        assert_eq!(
            rows(&page),
            rows(&PageView::of(site, "/compare")),
            "{query}"
        );
        assert_eq!(canonical(&page), "https://example.org/compare");
        assert!(!is_indexed(&page));
        assert!(page.text(".notices").chars().count() < 120, "{query}");
        assert!(!page.text(".notices").is_empty(), "{query}");
    }
}

#[test]
fn a_comparison_without_roles_or_with_one_is_still_a_page() {
    let site = TestSite::minimal();
    site.remove("roles/plum.md");
    let text = site.read("roles/mint.md");
    let text = text.replace("  - { role: plum, difference: 一个矮，一个高。 }\n", "");
    site.write("roles/mint.md", text.replace("related:", "related: []"));
    assert_eq!(rows(&PageView::of(&site.build(), "/compare")), ["mint"]);
    site.remove("roles/mint.md");
    let page = PageView::of(&site.build(), "/compare");
    assert!(page.text("main").contains("还没有"));
    assert!(page.select("main form").is_empty());
}

#[test]
fn every_state_has_unique_anchors_and_links_under_the_base_path() {
    let site = TestSite::shipped()
        .under("https://example.org/careers")
        .build();
    for query in ["sort=-months", "r=ai-engineer&r=hr-specialist"] {
        let page = asked(&site, query);
        let ids = page.ids();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{query}");
        for element in page.select("main a[href], form[action]") {
            let address = element.attr("href").or(element.attr("action"));
            let address = address.expect("an address");
            assert!(address.starts_with("/careers/"), "{query}: {address}");
        }
        for cell in page.select("td[headers]") {
            let head = cell.attr("headers").expect("a head");
            assert!(ids.contains(&head), "{query}: {head}");
        }
    }
}

#[test]
fn roles_are_known_by_the_names_they_had() {
    let site = TestSite::minimal();
    let old = "order: 1\nredirects: [/roles/spearmint, /m.html]";
    let site = site.replace("roles/mint.md", "order: 1", old).build();
    let page = asked(&site, "r=spearmint&r=plum&r=mint");
    assert_eq!(columns(&page), ["mint", "plum"]);
    assert!(page.select(".notices").is_empty(), "{}", page.source);
    assert!(canonical(&page).ends_with("/compare?r=mint&r=plum"));
    let page = asked(&site, "r=m.html&r=plum");
    assert!(page.text(".notices").contains("m.html"), "{}", page.source);
}
