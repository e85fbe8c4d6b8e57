//! Pages that gather: everything on one page, and every change.

use career_directions::content::markdown::Prose;
use scraper::{ElementRef, Selector};

use crate::support::{PageView, TestSite, as_written, nameless, shipped_site};

fn within<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    element.select(&selector).collect()
}

fn text(element: ElementRef) -> String {
    as_written(&element.text().collect::<String>())
}

/// The first words of a text.
fn opening(prose: &Prose) -> String {
    let first = prose.0.iter().find_map(|event| match event {
        pulldown_cmark::Event::Text(text) => Some(text.to_string()),
        _ => None,
    });
    first.expect("words")
}

#[test]
fn everything_is_on_one_page() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let page = PageView::of(shipped_site(), "/all");
    let parts = page.select("article.part");
    assert_eq!(parts.len(), catalogue.role_count());
    for (part, role) in parts.iter().zip(catalogue.roles()) {
        let said = text(*part);
        let mut needed: Vec<String> = vec![
            role.title.clone(),
            role.summary.clone(),
            role.glance.entry.clone(),
            role.glance.first_year_pay.clone(),
            role.glance.openings.clone(),
            role.glance.way_back_why.clone(),
        ];
        let skills = [&role.reuse, &role.learn, &role.optional];
        needed.extend(skills.into_iter().flatten().map(|skill| skill.name.clone()));
        needed.extend(role.ratings.iter().map(|rating| rating.reason.clone()));
        needed.extend(role.sources.iter().map(|source| source.title.clone()));
        needed.extend(
            role.related
                .iter()
                .map(|related| related.difference.clone()),
        );
        for section in &role.sections {
            needed.push(section.title.clone());
            needed.push(opening(&section.prose));
        }
        for words in needed {
            assert!(said.contains(&words), "{}: {words}", role.slug);
        }
        assert_eq!(within(*part, "h2").len(), 1, "{}", role.slug);
    }
    let said = page.text("main");
    assert!(said.contains(&opening(&catalogue.site.introduction)));
    for section in &catalogue.site.sections {
        assert!(said.contains(&opening(&section.prose)), "{}", section.title);
    }
}

#[test]
fn the_contents_come_first_and_lead_to_every_role_in_order() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let page = PageView::of(shipped_site(), "/all");
    let links = page.select("header + nav a[href^='#role-']");
    let addresses: Vec<_> = links.iter().filter_map(|link| link.attr("href")).collect();
    let expected: Vec<_> = catalogue
        .roles()
        .map(|role| format!("#role-{}", role.slug))
        .collect();
    assert_eq!(addresses, expected);
}

#[test]
fn headings_of_the_whole_skip_no_level() {
    let site = TestSite::minimal();
    let text = site.read("roles/mint.md");
    let end = text.trim_end();
    site.write("roles/mint.md", format!("{end}\n\n### 小标题\n\n话。\n"));
    for site in [TestSite::shipped(), site] {
        let page = PageView::of(&site.build(), "/all");
        let mut last = 0;
        let mut deepest = 0;
        for heading in page.select("h1, h2, h3, h4, h5, h6") {
            let level: u8 = heading.value().name()[1..].parse().expect("a level");
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
            deepest = deepest.max(level);
        }
        assert!(deepest >= 3, "{deepest}");
    }
}

#[test]
fn roles_keep_their_anchors_apart() {
    let site = TestSite::minimal();
    // Without a mark between slug and anchor, both would be `role-mint-deep-part`.
    let deep = nameless(&site.read("roles/plum.md")).replace("order: 2", "order: 3");
    let deep = deep.replace("title: ", "title: 另一种");
    let add = |text: &str, id: &str| {
        format!(
            "{}\n\n### 一处 {{#{id}}}\n\n见[那里](#{id})。\n",
            text.trim_end()
        )
    };
    site.write("roles/mint-deep.md", add(&deep, "part"));
    let mint = site.read("roles/mint.md");
    site.write("roles/mint.md", add(&mint, "deep-part"));
    let page = PageView::of(&site.build(), "/all");
    let ids = page.ids();
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for part in page.select("article.part") {
        let prefix = format!("#role-{}", part.attr("data-r").expect("a role"));
        for link in within(part, ".prose a[href^='#'], .sources a[href^='#']") {
            let target = link.attr("href").expect("a target");
            assert!(target.starts_with(&prefix), "{target} is not of {prefix}");
            assert!(ids.contains(&&target[1..]), "{target}");
        }
    }
    assert_eq!(page.select("h4[id='role-mint--deep-part']").len(), 1);
    assert_eq!(page.select("a[href='#role-mint-deep--part']").len(), 1);
}

#[test]
fn a_print_of_everything_starts_each_role_on_a_page() {
    let page = PageView::of(&TestSite::minimal().build(), "/all");
    let style = page.text("style");
    let print = style.split("@media print").last().expect("rules for paper");
    assert!(
        print.contains("break-before: page") || print.contains("break-before:page"),
        "{print}"
    );
}

#[test]
fn changes_stand_by_day_with_the_newest_first() {
    let site = TestSite::minimal();
    let mint = site.read("roles/mint.md");
    let at = mint.find("changes:\n").expect("changes") + "changes:\n".len();
    let newer = "  - { date: 2026-02-03, what: 换了盆 }\n  - { date: 2026-01-31, what: 剪了枝 }\n";
    let plum = site.read("roles/plum.md");
    let place = plum.find("changes:\n").expect("changes") + "changes:\n".len();
    let other = "  - { date: 2026-02-03, what: 嫁接了一枝 }\n";
    site.write(
        "roles/mint.md",
        format!("{}{newer}{}", &mint[..at], &mint[at..]),
    );
    site.write(
        "roles/plum.md",
        format!("{}{other}{}", &plum[..place], &plum[place..]),
    );
    let (catalogue, _) = site.load();
    let catalogue = catalogue.expect("a catalogue");
    let page = PageView::of(&site.build(), "/changes");
    let days = page.select("h2 time");
    let days: Vec<_> = days.iter().filter_map(|day| day.attr("datetime")).collect();
    let mut sorted = days.clone();
    sorted.sort_by(|a, b| b.cmp(a));
    sorted.dedup();
    assert_eq!(days, sorted);
    assert_eq!(days[..2], ["2026-02-03", "2026-01-31"]);
    let first = page.select("section.day")[0];
    let entries: Vec<String> = within(first, "li").into_iter().map(text).collect();
    assert!(
        entries[0].contains("薄荷") && entries[0].contains("换了盆"),
        "{entries:?}"
    );
    assert!(entries[1].contains("嫁接了一枝"), "{entries:?}");
    let links = within(first, "a[href='/roles/mint']");
    assert_eq!(links.len(), 1);
    let all: usize = catalogue.roles().map(|role| role.changes.len()).sum();
    assert_eq!(page.select("section.day li").len(), all);
}

#[test]
fn a_site_without_changes_says_so() {
    let site = TestSite::minimal();
    site.remove("roles/plum.md").remove("roles/mint.md");
    let site = site.build();
    assert!(
        PageView::of(&site, "/changes")
            .text("main")
            .contains("还没有更新记录")
    );
    assert!(
        PageView::of(&site, "/all")
            .select("article.part")
            .is_empty()
    );
}

#[test]
fn every_page_leads_to_the_whole_and_to_the_changes() {
    let site = TestSite::minimal()
        .under("https://example.org/garden")
        .build();
    for page in PageView::all(&site) {
        for address in ["/garden/all", "/garden/changes"] {
            let link = format!("footer a[href='{address}']");
            assert_eq!(page.select(&link).len(), 1, "{}: {link}", page.path);
        }
    }
}
