//! The index narrowed and put in order: what a choice promises is what it gives.

use career_directions::query::params::Params;
use career_directions::site::Site;
use scraper::Html;

use crate::support::{PageView, TestSite, shipped_site};

/// The index for a query; the prepared page when it asks for nothing.
fn view(site: &Site, query: &str) -> PageView {
    let params = Params::parse(query).expect("a query");
    let answer = site.answer("/", &params);
    let Some(document) = answer.expect("a page") else {
        return PageView::of(site, "/");
    };
    let source = String::from_utf8(document.identity().bytes.to_vec()).expect("UTF-8");
    PageView {
        path: "/".to_owned(),
        html: Html::parse_document(&source),
        source,
    }
}

/// The view a link leads to.
fn follow(site: &Site, href: &str) -> PageView {
    view(site, href.split_once('?').map_or("", |(_, query)| query))
}

fn cards(page: &PageView) -> Vec<String> {
    let links = page.select(".card h3 a");
    let addresses = links.iter().filter_map(|link| link.attr("href"));
    addresses
        .map(|address| address.rsplit('/').next().unwrap_or_default().to_owned())
        .collect()
}

/// The links of a selector with the text of each.
fn links(page: &PageView, selector: &str) -> Vec<(String, String)> {
    let found = page.select(selector).into_iter();
    found
        .map(|link| {
            let address = link.attr("href").expect("an address").to_owned();
            (link.text().collect(), address)
        })
        .collect()
}

/// The number at the end of a text, if there is one.
fn last_number(text: &str) -> Option<usize> {
    let digits: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .collect();
    digits.last()?.parse().ok()
}

#[test]
fn every_count_is_what_its_link_gives() {
    let site = shipped_site();
    let mut followed = 0;
    for query in ["", "group=platform", "coding=some&within=12&sort=-leap"] {
        let page = view(site, query);
        let mut counted: Vec<(String, String)> = links(&page, ".filter dd a");
        counted.retain(|(text, _)| text.ends_with(|c: char| c.is_ascii_digit()));
        counted.extend(
            links(&page, ".drops li a")
                .into_iter()
                .filter(|(text, _)| text.contains('（')),
        );
        for (text, href) in counted {
            let promised = last_number(&text).expect("a count");
            assert_eq!(
                cards(&follow(site, &href)).len(),
                promised,
                "{query}: {text} {href}"
            );
            followed += 1;
        }
    }
    assert!(followed > 30, "{followed} links");
}

#[test]
fn the_form_and_the_links_offer_the_same() {
    let site = shipped_site();
    for query in ["", "group=platform&within=18", "within=7&sort=months"] {
        let page = view(site, query);
        for select in page.select(".filter select") {
            let name = select.attr("name").expect("a name");
            let chosen: Vec<_> = page
                .select(&format!("select[name='{name}'] option[selected]"))
                .iter()
                .map(|option| option.attr("value").expect("a value").to_owned())
                .collect();
            let asked = Params::parse(query).expect("a query");
            assert_eq!(
                chosen,
                [asked.first(name).unwrap_or_default()],
                "{query}: {name}"
            );
        }
        let options = page.select(".filter option").len();
        assert_eq!(options, page.select(".filter dd").len(), "{query}");
        let current = page.select(".filter dd a[aria-current]").len();
        assert_eq!(current, page.select(".filter select").len(), "{query}");
    }
}

#[test]
fn the_state_is_told_in_words_and_can_be_taken_back() {
    let site = shipped_site();
    let page = view(site, "group=platform&within=12");
    assert_eq!(
        page.text(".state"),
        "显示 4 个方向：架构与平台，12 个月内能转过去"
    );
    let drops = links(&page, ".drops a");
    let expected = [
        ("去掉“架构与平台”（8 个）", "/?within=12"),
        ("去掉“12 个月内能转过去”（4 个）", "/?group=platform"),
        ("全部去掉", "/"),
    ];
    let expected = expected.map(|(text, href)| (text.to_owned(), href.to_owned()));
    assert_eq!(drops, expected);
    let sorted = view(site, "sort=-leap");
    assert_eq!(
        sorted.text(".state"),
        "显示全部 12 个方向，按转型跨度从高到低排"
    );
    assert_eq!(
        links(&sorted, ".drops a"),
        [("不排序".to_owned(), "/".to_owned())]
    );
}

#[test]
fn each_condition_keeps_what_meets_it() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let site = shipped_site();
    for months in [0, 6, 7, 12, 35, 36, 120] {
        let kept = catalogue
            .roles()
            .filter(|role| role.glance.months_max <= months);
        let page = view(site, &format!("within={months}&sort=order"));
        let expected: Vec<_> = kept.map(|role| role.slug.to_string()).collect();
        assert_eq!(cards(&page), expected, "{months}");
    }
    for (word, coding) in [
        ("most", career_directions::catalogue::Coding::Most),
        ("none", career_directions::catalogue::Coding::None),
    ] {
        let kept = catalogue
            .roles()
            .filter(|role| role.glance.coding == coding);
        let page = view(site, &format!("coding={word}&sort=order"));
        let expected: Vec<_> = kept.map(|role| role.slug.to_string()).collect();
        assert_eq!(cards(&page), expected, "{word}");
    }
}

#[test]
fn an_order_is_one_list_and_likes_stay_in_the_order_of_the_series() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let site = shipped_site();
    for axis in &catalogue.axes {
        let mut expected: Vec<_> = catalogue.roles().collect();
        expected.sort_by_key(|role| role.score(axis));
        let slugs = |roles: &[&career_directions::catalogue::Role]| -> Vec<String> {
            roles.iter().map(|role| role.slug.to_string()).collect()
        };
        let page = view(site, &format!("sort={}", axis.id));
        assert_eq!(cards(&page), slugs(&expected), "{}", axis.id);
        assert_eq!(page.select(".group").len(), 1, "one list");
        let first = format!(
            "{} {}",
            axis.name,
            expected[0].score(axis).expect("a score")
        );
        assert!(
            page.text(".card:nth-child(2) .by").contains(&first),
            "{first}"
        );
        expected.sort_by_key(|role| std::cmp::Reverse(role.score(axis)));
        let page = view(site, &format!("sort=-{}", axis.id));
        assert_eq!(cards(&page), slugs(&expected), "-{}", axis.id);
    }
    let longest = view(site, "sort=-months");
    let mut expected: Vec<_> = catalogue.roles().collect();
    expected
        .sort_by_key(|role| std::cmp::Reverse((role.glance.months_max, role.glance.months_min)));
    assert_eq!(cards(&longest)[0], expected[0].slug.as_str());
    let backwards: Vec<_> = catalogue
        .roles()
        .rev()
        .map(|role| role.slug.to_string())
        .collect();
    assert_eq!(cards(&view(site, "sort=-order")), backwards);
    assert!(
        view(site, "within=12").select(".group").len() > 1,
        "groups when unsorted"
    );
}

#[test]
fn an_empty_result_says_which_condition_to_drop() {
    let site = shipped_site();
    let page = view(site, "group=platform&coding=none&within=6");
    assert!(cards(&page).is_empty());
    assert!(page.text(".state").starts_with("没有方向"));
    let drops = links(&page, ".drops a");
    let mut told = 0;
    for (text, href) in drops.iter().filter(|(text, _)| text.contains("会出现")) {
        let found = cards(&follow(site, href)).len();
        assert!(found > 0, "{text} leads to nothing");
        assert_eq!(last_number(text), Some(found), "{text}");
        told += 1;
    }
    assert_eq!(told, 2, "{drops:?}");
    let hopeless = view(site, "group=platform&coding=little&within=0");
    assert!(hopeless.text(".outcome").contains("也还是没有"));
    assert_eq!(
        links(&hopeless, ".drops a"),
        [("全部去掉".to_owned(), "/".to_owned())]
    );
}

#[test]
fn what_is_not_known_is_named_and_ignored() {
    let site = shipped_site();
    let page = view(
        site,
        "group=%3Cb%3Enope&coding=some&within=012&sort=--leap&coding=most",
    );
    let said = page.text(".ignored");
    for named in [
        "分组“<b>nope”",
        "写代码“most”",
        "多久能转“012”",
        "排序“--leap”",
    ] {
        assert!(said.contains(named), "{named}: {said}");
    }
    assert!(
        page.select(".ignored b").is_empty(),
        "markup of the address"
    );
    assert_eq!(cards(&page), cards(&view(site, "coding=some")));
    for within in ["-1", "121", "1e9", "99999999999999999999", "六"] {
        let page = view(site, &format!("within={within}"));
        assert_eq!(cards(&page).len(), 12, "{within}");
    }
    let many = format!("sort={}&{}", "长".repeat(300), "group=x&".repeat(150));
    let said = view(site, &many).text(".ignored");
    assert!(said.chars().count() < 200, "{said}");
}

#[test]
fn views_are_one_page_to_search_engines() {
    let site = shipped_site();
    for query in ["group=craft", "sort=months", "group=nope"] {
        let page = view(site, query);
        let canonical = page.select("link[rel=canonical]")[0].attr("href");
        assert_eq!(canonical, Some("https://example.org/"), "{query}");
        assert_eq!(
            page.select("meta[name=robots][content=noindex]").len(),
            1,
            "{query}"
        );
        assert_eq!(page.select("h1").len(), 1, "{query}");
        assert!(
            page.select("figure").is_empty(),
            "{query}: the picture shows all"
        );
        let ids = page.ids();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{query}: {ids:?}");
        for id in ids {
            assert!(career_directions::urls::is_own_anchor(id), "{query}: #{id}");
        }
    }
    let bare = PageView::of(site, "/");
    assert!(bare.select("meta[name=robots]").is_empty());
    assert_eq!(bare.select("figure ~ .under, figure").len(), 2);
    // What came of it stands there.
    assert_eq!(bare.select("form[action='/#filter-state'] select").len(), 4);
    assert_eq!(view(site, "sort=leap").select("#filter-state").len(), 1);
}

#[test]
fn an_untouched_form_asks_for_nothing() {
    let site = shipped_site();
    let params = Params::parse("group=&coding=&within=&sort=").expect("a query");
    let answer = site.answer("/", &params).expect("a page");
    assert!(answer.is_none());
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let site = shipped_site();
    let one = view(site, "sort=leap&within=12&coding=some");
    let other = view(site, "coding=some&within=12&sort=leap&utm=x");
    assert_eq!(one.source, other.source);
}

#[test]
fn choices_come_from_the_data() {
    let values = |page: &PageView, name: &str| -> Vec<String> {
        let options = page.select(&format!("select[name={name}] option"));
        options
            .iter()
            .filter_map(|option| option.attr("value"))
            .map(str::to_owned)
            .collect()
    };
    let site = shipped_site();
    let page = PageView::of(site, "/");
    // The longest change takes 36 months: that choice would leave nothing out.
    assert_eq!(values(&page, "within"), ["", "6", "12", "18"]);
    assert_eq!(values(&page, "coding"), ["", "most", "some", "none"]);
    let asked = view(site, "within=7");
    assert_eq!(values(&asked, "within"), ["", "6", "7", "12", "18"]);
    let garden = TestSite::minimal()
        .under("https://example.org/garden")
        .build();
    let page = PageView::of(&garden, "/");
    assert_eq!(values(&page, "group"), ["", "herbs", "trees"]);
    assert_eq!(values(&page, "sort")[5..], ["sun", "-sun", "care", "-care"]);
    assert_eq!(page.select("form[action='/garden#filter-state']").len(), 1);
    let alone = TestSite::minimal();
    alone.remove("roles/plum.md").remove("roles/mint.md");
    let page = PageView::of(&alone.build(), "/");
    assert!(
        page.select("select:not([name=sort])").is_empty(),
        "nothing to narrow"
    );
}
