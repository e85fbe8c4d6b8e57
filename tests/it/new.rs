//! `new`: a draft that needs nothing but words.

use career_directions::content::schema::RoleMatter;
use career_directions::content::shape::{Model, Shape};

use crate::support::{TestSite, codes, plain, said};

fn today() -> String {
    let now = jiff::Timestamp::now();
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The shipped content, checked today whatever today is.
fn reviewed_today() -> TestSite {
    let site = TestSite::shipped();
    let (catalogue, _) = site.load();
    for role in catalogue.expect("a catalogue").roles() {
        let path = format!("roles/{}.md", role.slug);
        let reviewed = format!("reviewed: {}", role.reviewed);
        site.replace(&path, &reviewed, &format!("reviewed: {}", today()));
    }
    site.at(&jiff::Timestamp::now().to_string())
}

#[test]
fn a_new_draft_is_clean() {
    let site = reviewed_today();
    for (slug, title) in [
        ("data-engineer", "数据工程师"),
        ("quoted", "“引号”: #1 {x}"),
        ("number", "12"),
        ("truth", "true"),
    ] {
        let output = site
            .command(&["new", slug, "--title", title])
            .output()
            .expect("an end");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(said(&output).contains(&format!("content/roles/{slug}.md")));
        let output = site
            .command(&["check", "--deny-warnings"])
            .output()
            .expect("an end");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let text = site.read(&format!("roles/{slug}.md"));
        site.write(
            &format!("roles/{slug}.md"),
            text.replace("\ndraft: true", ""),
        );
        assert_eq!(codes(&site.load().1), ["unfilled-blank"]);
        let written = text.replace("\ndraft: true", "").replace("待写", "写好了");
        site.write(&format!("roles/{slug}.md"), written);
        let (catalogue, diagnostics) = site.load();
        assert!(!diagnostics.has_errors(), "{}", plain(&diagnostics));
        let catalogue = catalogue.expect("a catalogue");
        let role = catalogue.roles().find(|role| role.slug.as_str() == slug);
        assert_eq!(role.expect("the new role").title, title);
        site.write(&format!("roles/{slug}.md"), text);
    }
    let orders = ["data-engineer", "quoted"].map(|slug| {
        let text = site.read(&format!("roles/{slug}.md"));
        let line = text.lines().find(|line| line.starts_with("order: "));
        line.expect("an order").to_owned()
    });
    assert_eq!(orders, ["order: 13", "order: 14"]);
}

#[test]
fn a_draft_mentions_every_key_and_section() {
    let site = TestSite::minimal();
    let output = site
        .command(&["new", "rose", "--title", "月季"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = site.read("roles/rose.md");
    let Model::Record { keys, .. } = RoleMatter::model() else {
        panic!("not a record");
    };
    for key in keys {
        let plain = format!("\n{}:", key.name);
        let hint = format!("\n# {}:", key.name);
        assert!(
            text.contains(&plain) || text.contains(&hint),
            "{}",
            key.name
        );
        assert!(!key.required || text.contains(&plain), "{}", key.name);
    }
    for part in [
        "\n## 样子\n",
        "\n## 怎么种\n",
        "sun: {",
        "care: {",
        "group: herbs",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn what_is_there_is_not_written_again() {
    let site = TestSite::minimal();
    let before = site.read("roles/mint.md");
    site.replace(
        "roles/plum.md",
        "order: 2",
        "order: 2\nredirects: [/roles/ume]",
    );
    for (slug, title, words) in [
        ("mint", "月季", "`content/roles/mint.md` is there already"),
        ("ume", "月季", "`/roles/ume` is an old address of `plum`"),
        ("rose", "梅花", "`梅花` is a name of `plum`"),
        ("rose", "梅 花", "`梅 花` is a name of `plum`"),
    ] {
        let output = site
            .command(&["new", slug, "--title", title])
            .output()
            .expect("an end");
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert_eq!(site.read("roles/mint.md"), before);
    let files = std::fs::read_dir(site.content().join("roles")).expect("a folder");
    assert_eq!(files.count(), 2);
}

#[test]
fn bad_names_are_refused_with_a_reason() {
    let site = TestSite::minimal();
    for (slug, title, words) in [
        ("Rose", "月季", "it becomes an address: use a-z"),
        ("../rose", "月季", "it becomes an address: use a-z"),
        ("月季", "月季", "such as `data-engineer`"),
        ("rose", " ", "it must not be blank"),
        ("rose", "一\n二", "it must be one line"),
    ] {
        let output = site
            .command(&["new", slug, "--title", title])
            .output()
            .expect("an end");
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(words), "{}", said(&output));
    }
}

#[test]
fn faulty_content_is_not_built_upon() {
    let site = TestSite::minimal();
    site.write("axes.yml", "- {");
    let output = site
        .command(&["new", "rose", "--title", "月季"])
        .output()
        .expect("an end");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("(see `check`)"), "{}", said(&output));
}
