//! A load that keeps what did not change gives what a fresh one gives.

use std::time::Duration;

use career_directions::catalogue::Kept;
use career_directions::content::source;
use career_directions::content::typography::{self, Checked};

use crate::support::{TestSite, nameless, plain, text_of};

/// Every page of a site and its findings, loaded with what was kept, and afresh.
fn compare(site: &TestSite, kept: &mut Kept, what: &str) {
    let (again, again_found) = site.load_changed(kept);
    let (fresh, fresh_found) = site.load();
    assert_eq!(plain(&again_found), plain(&fresh_found), "{what}");
    assert_eq!(again.is_some(), fresh.is_some(), "{what}");
    if let (Some(again), Some(fresh)) = (again, fresh) {
        let (again, fresh) = (site.build_of(again), site.build_of(fresh));
        let (again, fresh) = (again.documents(), fresh.documents());
        let (again, fresh) = (again.expect("pages"), fresh.expect("pages"));
        assert_eq!(again.len(), fresh.len(), "{what}");
        for ((path, a), (other, b)) in again.into_iter().zip(fresh) {
            assert_eq!(path, other, "{what}");
            if !a.content_type.starts_with("font") {
                assert_eq!(text_of(a), text_of(b), "{what}: {path}");
            }
        }
    }
}

#[test]
fn whatever_changes_the_result_is_that_of_a_fresh_load() {
    let site = TestSite::minimal();
    let mut kept = Kept::default();
    compare(&site, &mut kept, "the first load");
    // Files that changed just now are read again in any case; these must be old enough to be kept.
    std::thread::sleep(Duration::from_millis(1100));
    compare(&site, &mut kept, "nothing changed");
    site.replace("roles/mint.md", "title: 薄荷", "title: 留兰香");
    compare(&site, &mut kept, "a title");
    site.replace("roles/mint.md", "title: 留兰香", "titel: 留兰香");
    compare(&site, &mut kept, "a mistake");
    site.replace("roles/mint.md", "titel: 留兰香", "title: 薄荷");
    compare(&site, &mut kept, "mended");
    let text = nameless(&site.read("roles/plum.md")).replace("order: 2", "order: 3");
    site.write("roles/peach.md", text);
    compare(&site, &mut kept, "a new role");
    site.remove("roles/peach.md");
    compare(&site, &mut kept, "a role that is gone");
    site.replace("roles/plum.md", "order: 2", "order: 2\ndraft: true");
    compare(&site, &mut kept, "a draft");
    let axes = site.read("axes.yml");
    let name = axes
        .lines()
        .find(|line| line.contains("name: "))
        .expect("a name");
    site.replace("axes.yml", name, &format!("{name}好"));
    compare(&site, &mut kept, "an axis all roles refer to");
}

#[test]
fn what_is_known_of_typography_is_what_a_fresh_look_finds() {
    let site = TestSite::minimal();
    let mut checked = Checked::default();
    let mut found = |what: &str| -> Vec<String> {
        let told = |found: Vec<typography::Finding>| -> Vec<String> {
            let told = found.iter().map(|finding| finding.diagnostic());
            let mut told: Vec<String> = told.map(|told| format!("{told:?}")).collect();
            told.sort();
            told
        };
        let again = told(typography::check_changed(&site.content(), &mut checked));
        let fresh = typography::check(&source::load_files(&site.content()).0);
        assert_eq!(again, told(fresh), "{what}");
        again
    };
    assert!(found("the first look").is_empty());
    site.replace("roles/mint.md", "春天种。", "用Go写，种APP。");
    assert_eq!(found("a fault").len(), 1);
    site.replace("roles/plum.md", "春天种。", "用Go种。");
    assert_eq!(found("another file").len(), 2);
    let index = site.read("index.md");
    site.write(
        "index.md",
        index.replacen("---\n", "---\nterms: [用Go种]\n", 1),
    );
    assert_eq!(found("a word that is right").len(), 1);
    site.remove("roles/mint.md");
    assert!(found("a file that is gone").is_empty());
}

#[test]
fn how_far_a_load_has_come_is_known() {
    let site = TestSite::minimal();
    let mut kept = Kept::default();
    assert_eq!(kept.progress().state(), (0, 0));
    site.load_changed(&mut kept);
    assert_eq!(kept.progress().state(), (2, 2));
}
