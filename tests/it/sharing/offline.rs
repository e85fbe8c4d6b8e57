//! Reading without a network: what is kept, and how it ends. What it does in a browser is tested
//! in one.

use std::collections::BTreeSet;

use career_directions::site::{Found, Site};

use crate::support::{PageView, TestSite, paths, shipped_site, text_at};

const MOST_BYTES: usize = 3_000;

fn kept(site: &Site) -> BTreeSet<String> {
    let list = text_at(site, "/offline.json");
    serde_json::from_str(&list).expect("a list")
}

#[test]
fn every_page_is_kept_and_what_it_loads() {
    let base = "https://example.org/careers";
    for (site, base) in [
        (TestSite::shipped().build(), ""),
        (TestSite::minimal().under(base).build(), "/careers"),
    ] {
        let kept = kept(&site);
        for path in paths(&site) {
            let address = match (base, path.as_str()) {
                ("", path) => path.to_owned(),
                (base, "/") => base.to_owned(),
                (base, path) => format!("{base}{path}"),
            };
            assert!(kept.contains(&address), "{address}");
        }
        for page in PageView::all(&site) {
            for script in page.attributes("script[src]", "src") {
                assert!(kept.contains(script), "{script}");
            }
        }
        for address in kept {
            let path = site.base().strip(&address).expect("an address of ours");
            assert!(
                matches!(site.find(path), Ok(Found::Document(_))),
                "{address}"
            );
        }
    }
}

#[test]
fn the_worker_is_small_and_changes_with_the_content() {
    let worker = text_at(shipped_site(), "/sw.js");
    assert!(worker.len() < MOST_BYTES, "{} bytes", worker.len());
    let before = text_at(&TestSite::minimal().build(), "/sw.js");
    assert_eq!(before, text_at(&TestSite::minimal().build(), "/sw.js"));
    let changed = TestSite::minimal();
    changed.replace("roles/mint.md", "灰绿色。", "绿色。");
    assert_ne!(before, text_at(&changed.build(), "/sw.js"));
}

#[test]
fn pages_start_the_worker_for_the_whole_base_path() {
    let site = TestSite::minimal()
        .under("https://example.org/careers")
        .build();
    for page in PageView::all(&site) {
        assert_eq!(
            page.attributes("script[data-worker]", "data-worker"),
            ["/careers/sw.js"]
        );
        assert_eq!(
            page.attributes("script[data-worker]", "data-scope"),
            ["/careers"]
        );
    }
}

#[test]
fn without_it_pages_start_none_and_the_old_one_is_ended() {
    let site = TestSite::minimal().not_offline().build();
    for page in PageView::all(&site) {
        assert!(page.select("[data-worker]").is_empty(), "{}", page.path);
    }
    let worker = text_at(&site, "/sw.js");
    assert!(worker.contains("unregister()"), "{worker}");
    assert!(!worker.contains("\"fetch\""), "{worker}");
    assert!(kept(&site).is_empty());
}
