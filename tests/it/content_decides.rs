//! Content decides, code renders: another team never opens `src/`.

use crate::support::{PageView, TestSite, nameless, paths};

#[test]
fn a_deleted_role_is_gone_everywhere() {
    let site = TestSite::shipped();
    let before = paths(&site.build());
    site.remove("roles/av-engineer.md");
    for slug in ["ai-engineer", "embedded-engineer"] {
        let path = format!("roles/{slug}.md");
        let kept: Vec<String> = site
            .read(&path)
            .lines()
            .filter(|line| !line.contains("role: av-engineer"))
            .map(|line| line.replace("/roles/av-engineer", "/"))
            .collect();
        site.write(&path, kept.join("\n"));
    }
    for path in before.iter().filter(|path| path.starts_with("/roles/")) {
        let file = format!("{}.md", path.trim_start_matches('/'));
        if !file.contains("av-engineer") {
            let text = site.read(&file).replace("/roles/av-engineer", "/");
            site.write(&file, text);
        }
    }
    let built = site.build();
    let after = paths(&built);
    assert_eq!(before.len(), after.len() + 1);
    for page in PageView::all(&built) {
        assert!(!page.source.contains("/roles/av-engineer"), "{}", page.path);
    }
}

#[test]
fn a_thirteenth_role_appears_everywhere() {
    let site = TestSite::shipped();
    let text = nameless(&site.read("roles/devops-engineer.md"))
        .replace("order: 7", "order: 13")
        .replacen("title: DevOps工程师", "title: 数据库内核工程师", 1);
    site.write("roles/database-engineer.md", text);
    let built = site.build();
    let index = PageView::of(&built, "/");
    assert!(index.text("main").contains("数据库内核工程师"));
    let page = PageView::of(&built, "/roles/database-engineer");
    assert_eq!(page.text("h1"), "数据库内核工程师");
    let last = PageView::of(&built, "/roles/hr-specialist");
    let next = last.select("a[rel=next]");
    assert_eq!(next[0].attr("href"), Some("/roles/database-engineer"));
}

#[test]
fn a_renamed_group_is_renamed_on_every_page() {
    let site = TestSite::shipped();
    site.replace("groups.yml", "name: 技术深耕", "name: 换一门手艺");
    let built = site.build();
    let pages = PageView::all(&built);
    let text: String = pages.iter().map(|page| page.text("body")).collect();
    assert!(text.contains("换一门手艺"));
    assert!(!text.contains("技术深耕"));
}

#[test]
fn a_renamed_group_id_follows_its_references() {
    let site = TestSite::shipped();
    site.replace("groups.yml", "id: craft", "id: makers");
    let (_, diagnostics) = site.load();
    assert!(diagnostics.iter().all(|d| d.code == "unknown-group"));
    assert_eq!(diagnostics.iter().count(), 5);
}

#[test]
fn one_other_role_makes_a_site() {
    let site = TestSite::minimal();
    site.remove("roles/plum.md");
    site.replace(
        "roles/mint.md",
        "  - { role: plum, difference: 一个矮，一个高。 }\n",
        "",
    );
    site.replace("roles/mint.md", "related:", "related: []");
    let built = site.build();
    assert_eq!(paths(&built).len(), 8);
    let text = PageView::of(&built, "/").text("body");
    for word in ["花园", "薄荷", "日照", "照料", "草本"] {
        assert!(text.contains(word), "{word}");
    }
    for word in ["后端", "工程师", "十二", "12", "转行"] {
        assert!(!text.contains(word), "{word} is in the code");
    }
}

#[test]
fn a_site_without_roles_still_has_its_index() {
    let site = TestSite::minimal();
    site.remove("roles/plum.md").remove("roles/mint.md");
    let built = site.build();
    assert_eq!(paths(&built).len(), 7);
}

#[test]
fn drafts_and_scheduled_roles_are_not_public() {
    let site = TestSite::minimal().at("2026-03-01T00:00:00Z");
    site.replace("roles/plum.md", "order: 2", "order: 2\ndraft: true");
    let built = site.build();
    assert!(!paths(&built).contains("/roles/plum"));
    let mint = PageView::of(&built, "/roles/mint");
    assert!(!mint.source.contains("/roles/plum"), "a link to a draft");
    let scheduled = "order: 2\npublish_at: 2026-03-01 08:01";
    site.replace("roles/plum.md", "order: 2\ndraft: true", scheduled);
    assert!(!paths(&site.build()).contains("/roles/plum"));
    let site = site.at("2026-03-01T00:01:00Z");
    assert!(paths(&site.build()).contains("/roles/plum"));
}

#[test]
fn all_words_of_the_pages_come_from_content_or_are_structure() {
    // The same pages with another team's content hold no word of this one's.
    let pages = PageView::all(&TestSite::minimal().build());
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let own: String = pages.iter().map(|page| page.text("html")).collect();
    let mut names: Vec<&str> = catalogue.roles().map(|role| role.title.as_str()).collect();
    names.extend(catalogue.groups.iter().map(|group| group.name.as_str()));
    names.extend(catalogue.axes.iter().map(|axis| axis.name.as_str()));
    names.extend(
        catalogue
            .sections
            .iter()
            .map(|section| section.title.as_str()),
    );
    names.extend([catalogue.site.name.as_str(), catalogue.site.title.as_str()]);
    for name in names {
        assert!(!own.contains(name), "{name} is in the code");
    }
}

#[test]
fn the_next_moment_at_which_time_changes_the_site_is_known() {
    // Reviewed on 15 January, due after six months: overdue from 16 July, Shanghai time.
    let site = TestSite::minimal().at("2026-03-02T00:00:00Z");
    let moment = |text: &str| Some(text.parse().expect("a moment"));
    assert_eq!(site.build().next_change(), moment("2026-07-15T16:00:00Z"));
    site.replace(
        "roles/plum.md",
        "order: 2",
        "order: 2\npublish_at: 2026-05-01 08:00",
    );
    assert_eq!(site.build().next_change(), moment("2026-05-01T00:00:00Z"));
    let later = site.at("2027-01-01T00:00:00Z");
    assert_eq!(later.build().next_change(), None);
}
