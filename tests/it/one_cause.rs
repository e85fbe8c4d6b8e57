//! One mistake brings about one finding, which says what was meant.

use std::fs;

use career_directions::content::{source, typography};

use crate::support::{TestSite, codes, plain};

/// The findings of a site as codes, and as an editor sees them.
fn findings(site: &TestSite) -> (Vec<&'static str>, String) {
    let (_, found) = site.load();
    (codes(&found), plain(&found))
}

#[test]
fn a_slip_in_a_role_is_one_finding_that_names_what_was_meant() {
    for (from, to, code, help) in [
        ("group: herbs", "group: 草本", "invalid-id", "`herbs`"),
        ("role: plum", "role: plum.md", "invalid-id", "`plum`"),
        ("role: plum", "role: Plum", "invalid-id", "`plum`"),
        ("role: plum", "role: 梅", "invalid-id", "`plum`"),
        ("title: 薄荷", "标题: 薄荷", "unknown-key", "`title`"),
        ("  coding:", "  glance.coding:", "unknown-key", "`coding`"),
        (
            "[薄荷花]",
            "薄荷花、夜息香",
            "wrong-type",
            "`[薄荷花, 夜息香]`",
        ),
        ("score: 4", "score: 四", "wrong-type", "`4`"),
        ("order: 1", "order: 第 1", "wrong-type", "`1`"),
        (
            "{ name: 修剪 }",
            "修剪",
            "wrong-type",
            "`{ name: …, note: … }`",
        ),
        ("entry: 一", "entry: #一", "empty-value", "注释"),
        (
            "2026-01-15\nreview_e",
            "2026/1/15\nreview_e",
            "invalid-date",
            "2026-01-15",
        ),
        ("\"1900\"", "1900.5", "invalid-date", "2026-01"),
        ("level: stable", "level: stab", "unknown-choice", "`stable`"),
        ("## 样子", "# 薄荷\n\n## 样子", "heading-level", "title"),
        ("## 样子", "# 样子", "heading-level", "##"),
        ("## 样子", "##", "empty-heading", "标题"),
        ("春天种。", "[](/about)春天种。", "empty-link", "文字"),
        ("y_months: 6", "y_months: 一年", "wrong-type", "改成整数"),
        ("[^almanac]", "[^ALMANAC]", "unknown-source", "`almanac`"),
        ("[^almanac]", "[^almanac", "lost-mark", "[^来源]"),
        ("[^almanac]", "(^almanac)", "lost-mark", "[^来源]"),
        (
            "[^almanac]",
            "【^almanac】",
            "full-width-mark",
            "[^almanac]",
        ),
        ("[^almanac]", "^[almanac]", "missing-caret", "[^almanac]"),
        ("  - id: alm", "  － id: alm", "full-width-dash", "-"),
        ("## 样子", "### 样子", "heading-level", "`## 样子`"),
        ("春天种。", "春天种。\n---\n\n", "underlined-text", "空一行"),
        (
            "春天种。",
            "【关于】(/about)",
            "link-space",
            "[文字](/网址)",
        ),
        (
            "春天种。",
            "[原文] (/about#who)说的",
            "link-space",
            "[文字](/网址)",
        ),
        (
            "春天种。",
            "[它](https://example.org/，)",
            "link-space",
            "标点",
        ),
        ("春天种。", "用 List<i> 种。", "raw-html", "反引号"),
        ("春天种。", "一<br>春天种。", "raw-html", "换行"),
        ("春天种。", "4*8 和 2*16 株。", "loose-emphasis", "×"),
        (
            "春天种。",
            "＊＊春天＊＊种。",
            "loose-emphasis",
            "`**重点**`",
        ),
        ("春天种。", "__春天__种。", "loose-emphasis", "`**重点**`"),
        ("春天种。", "- 一\n－ 二\n\n春", "list-space", "`- 一项`"),
        (
            "[薄荷花]",
            "\n  -薄荷花\n  -薄荷叶",
            "wrong-type",
            "加一个半角空格",
        ),
        ("## 怎么种", "### 怎么种", "heading-level", "`## 怎么种`"),
        ("## 怎么种", "## 栽培方法", "unknown-section", "怎么种"),
        (
            "春天种。",
            "[比](/compare?r=mint&r=plumm)春天种。",
            "broken-link",
            "没有方向 plumm，是不是 plum？",
        ),
        (
            "春天种。",
            "见[梅](plum.md)。",
            "broken-link",
            "/roles/plum",
        ),
        ("春天种。", "见[梅](梅)。", "broken-link", "/roles/plum"),
        ("春天种。", "见[上](#样子)。", "broken-link", "那一页有 #"),
        (
            "春天种。",
            "见[它](www.example.org)。",
            "broken-link",
            "https://www",
        ),
        (
            "low }\n  return",
            "low ｝\n  return",
            "full-width-brackets",
            "`}`",
        ),
        ("---\ntitle", "\n---\ntitle", "front-matter-fence", "空行"),
        (
            "春天种。",
            "春天种。\n\n![叶](/static/images/叶子.png)",
            "missing-image",
            "小写字母",
        ),
    ] {
        let site = TestSite::minimal();
        site.replace("roles/mint.md", from, to);
        let (codes, text) = findings(&site);
        assert_eq!(codes, [code], "{to}\n{text}");
        assert!(text.contains(help), "{to}: no {help} in\n{text}");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_not_called_missing() {
    let site = TestSite::minimal();
    site.replace("roles/plum.md", "---\ntitle", "title")
        .replace("roles/mint.md", "春天种。", "见[梅](/roles/plum#x)。");
    assert_eq!(findings(&site).0, ["missing-front-matter"]);
}

#[test]
fn marks_that_lost_their_shape_are_told() {
    for (written, code) in [
        ("好。[^almanac", "lost-mark"),
        ("好。[^almanac)", "lost-mark"),
        ("见[关于]（/about）。", "link-space"),
        ("- [x ] 浇水", "task-box"),
        ("- [ ]浇水", "task-box"),
        ("- [　] 浇水", "task-box"),
        ("- [√] 浇水", "task-box"),
        ("- □ 浇水", "task-box"),
        ("[ ] 浇水", "task-box"),
        ("－ [ ] 浇水", "task-box"),
    ] {
        let site = TestSite::minimal();
        let text = format!("春天种。[^judgement]\n\n{written}");
        site.replace("roles/mint.md", "春天种。[^judgement]", &text);
        let (codes, text) = findings(&site);
        assert_eq!(codes, [code], "{written}\n{text}");
    }
    let site = TestSite::minimal();
    let right = "写作 \\[^x\\]，[x] 和 - [x](/about) 都是字，\\- [ ] 也是，春天种。\n\n- [ ] 一\n- [x] 二\n\n好。";
    site.replace("roles/mint.md", "春天种。", right);
    assert!(findings(&site).0.is_empty());
}

#[test]
fn pages_without_a_list_of_sources_cite_none() {
    let site = TestSite::minimal();
    let about = site.read("pages/about.md");
    site.write("pages/about.md", format!("{about}\n好养。[^judgement]\n"));
    assert!(findings(&site).0.is_empty());
    site.write("pages/about.md", format!("{about}\n好养。[^almanac]\n"));
    assert_eq!(findings(&site).0, ["unknown-source"]);
}

#[test]
fn two_sections_of_one_title_are_told_apart() {
    let site = TestSite::minimal();
    site.replace("sections.yml", "title: 怎么种", "title: 样子");
    let (codes, text) = findings(&site);
    assert!(codes.contains(&"duplicate-title"), "{text}");
}

#[test]
fn files_that_were_meant_to_be_pages_are_named() {
    for (name, help) in [
        ("roles/Mint.md", "改名为 mint.md"),
        ("roles/mint.MD", "改名为 mint.md"),
        ("roles/mint.markdown", "改名为 mint.md"),
        ("roles/mint.md.txt", "改名为 mint.md"),
        ("roles/herbs/mint.md", "移到上一层"),
    ] {
        let site = TestSite::minimal();
        let text = site.read("roles/mint.md");
        site.remove("roles/mint.md").write(name, text);
        let (codes, text) = findings(&site);
        assert_eq!(codes, ["invalid-file-name"], "{name}\n{text}");
        assert!(text.contains(help), "{text}");
    }
    let site = TestSite::minimal();
    site.write("roles/我的方向.md", site.read("roles/mint.md"));
    let (codes, text) = findings(&site);
    assert_eq!(codes, ["invalid-file-name"], "{text}");
    assert!(text.contains("文件名“我的方向”"), "{text}");
    let site = TestSite::minimal();
    let (old, new) = ("groups.yml", "Groups.yaml");
    fs::rename(site.content().join(old), site.content().join(new)).expect("a renamed file");
    let (codes, text) = findings(&site);
    assert_eq!(codes, ["missing-file"], "{text}");
    assert!(text.contains("把 Groups.yaml 改名为 groups.yml"), "{text}");
}

#[test]
fn a_copied_role_is_told_of_its_names_once() {
    let site = TestSite::minimal();
    let text = site.read("roles/mint.md");
    let text = text.replace("[薄荷花]", "[薄荷花, 夜息香, 野薄荷]");
    site.write("roles/mint.md", &text)
        .write("roles/mint-2.md", text.replace("order: 1", "order: 9"));
    let (codes, text) = findings(&site);
    let told = codes.iter().filter(|code| **code == "duplicate-alias");
    assert_eq!(told.count(), 1, "{text}");
    assert!(text.contains("等 3 个叫法"), "{text}");
}

#[test]
fn a_lost_line_is_one_finding_that_names_it() {
    for (line, code, told) in [
        ("sources:\n", "missing-key", "`sources:`，"),
        ("ratings:\n", "missing-key", "`ratings:`，"),
        ("skills:\n", "missing-key", "`skills:`，"),
        ("glance:\n", "wrong-indentation", "少了一行键"),
        ("related:\n", "wrong-indentation", "少了一行键"),
        ("changes:\n", "wrong-indentation", "少了一行键"),
    ] {
        let site = TestSite::minimal();
        site.replace("roles/mint.md", line, "");
        let (codes, text) = findings(&site);
        assert_eq!(codes, [code], "{line}{text}");
        assert!(text.contains(told), "{line}{text}");
        assert!(site.load().0.is_none(), "{line} was published");
    }
}

#[test]
fn what_fits_no_lost_key_stays_where_it_is() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "sources:\n", "").replace(
        "roles/mint.md",
        "region: 北方",
        "regoin: 北方",
    );
    let (codes, text) = findings(&site);
    assert!(codes.contains(&"unknown-key"), "{text}");
    assert!(text.contains("缺少必填的键 `sources`"), "{text}");
}

#[test]
fn a_fault_in_the_index_is_not_repeated_as_typography() {
    let site = TestSite::shipped();
    for (from, to) in [
        ("time_zone: Asia/Shanghai", "time_zone: 北京"),
        ("terms: [", "terms: 无 # ["),
        ("title:", "title："),
    ] {
        let good = site.read("index.md");
        site.replace("index.md", from, to);
        let (files, _) = source::load_files(&site.content());
        assert!(typography::check(&files).is_empty(), "{to}");
        site.write("index.md", good);
    }
}

#[test]
fn what_a_machine_mends_never_becomes_too_long() {
    let site = TestSite::minimal();
    let summary = format!("{}用Go写", "好".repeat(56));
    site.replace("roles/mint.md", "薄荷，好养。", &summary)
        .replace("roles/mint.md", "灰绿色。", "像Mint，灰绿色。");
    assert!(site.load().0.is_some());
    let (files, _) = source::load_files(&site.content());
    let fixed = typography::fix(&files);
    assert_eq!(fixed.len(), 1);
    assert!(fixed[0].text.contains(&summary), "a space too many");
    assert!(fixed[0].text.contains("像 Mint，"), "the rest is mended");
}
