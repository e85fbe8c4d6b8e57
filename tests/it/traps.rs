//! The traps of a Chinese keyboard, wherever they stand.

use crate::support::{TestSite, codes, plain};

#[test]
fn traps_of_a_chinese_keyboard_do_not_hide_what_else_is_wrong() {
    let site = TestSite::minimal();
    site.replace("roles/mint.md", "title: 薄荷", "title：薄荷")
        .replace("roles/mint.md", "min: 2, max: 4", "min：2，max: 4")
        .replace(
            "roles/mint.md",
            "aliases: [薄荷花]",
            "aliases: [薄荷花、银丹草]",
        )
        .replace("roles/mint.md", "score: 4", "score: 9")
        .replace("roles/mint.md", "group: herbs", "group: herb");
    let (_, diagnostics) = site.load();
    let found = codes(&diagnostics);
    assert_eq!(
        found,
        [
            "full-width-colon",
            "unknown-group",
            "full-width-comma",
            "full-width-colon",
            "full-width-comma",
            "out-of-range",
        ],
        "{}",
        plain(&diagnostics)
    );
}

#[test]
fn each_trap_is_one_finding_wherever_it_stands() {
    for (from, to, code) in [
        ("order: 1", "order：1", "full-width-colon"),
        ("order: 1", "order:\u{3000}1", "full-width-space"),
        ("order: 1", "\u{3000}order: 1", "full-width-space"),
        ("    url: https", "    url:https", "missing-space"),
        (
            "    - { name: 修剪 }",
            "    － { name: 修剪 }",
            "full-width-dash",
        ),
        (
            "    - { name: 修剪 }",
            "\t\t- { name: 修剪 }",
            "tab-indentation",
        ),
        ("{ min: 2, max: 4,", "{ min: 2，max: 4,", "full-width-comma"),
        ("{ min: 2, max: 4,", "{ min：2, max: 4,", "full-width-colon"),
        ("{ min: 2, max: 4,", "{ min:2, max: 4,", "missing-space"),
        (
            "{ level: easy, why: 拔掉就是 }",
            "{ level: easy, why: 拔掉, 就是 }",
            "half-width-comma",
        ),
        (
            "interests: [scent]",
            "interests: 【scent】",
            "full-width-brackets",
        ),
        (
            "{ min: 2, max: 4, assumes: 每周浇一次水 }",
            "（min: 2，max: 4）",
            "full-width-brackets",
        ),
        (
            "    - { name: 修剪 }",
            "    – { name: 修剪 }",
            "full-width-dash",
        ),
        (
            "    - { name: 修剪 }",
            "    * { name: 修剪 }",
            "full-width-dash",
        ),
        (
            "    - { name: 修剪 }",
            "    -{ name: 修剪 }",
            "missing-space",
        ),
        (
            "    - { name: 修剪 }",
            "    - { name: 修剪 }，",
            "text-after-bracket",
        ),
        ("[薄荷花]", "[薄荷花];", "text-after-bracket"),
        ("[薄荷花]", "[薄荷花 #1, 薄荷]", "comment-in-value"),
        ("title: 薄荷", "title: 薄荷 #1", "comment-in-value"),
        ("[薄荷花]", "[薄荷花,, 薄荷叶]", "extra-comma"),
        ("title: 薄荷", "title: “薄荷”", "full-width-quotes"),
        (
            "review_every_months: 6",
            "review_every_months: ６",
            "full-width-digits",
        ),
        ("order: 1", "order: 1\ndraft: yes", "wrong-boolean"),
        ("order: 1", "order: 1\ndraft: 是", "wrong-boolean"),
        ("order: 1", "order: 1\ndraft: flase", "wrong-boolean"),
        ("---\ntitle", "\u{feff}---\ntitle", "control-character"),
        ("薄荷，好养", "薄\u{200b}荷，好养", "control-character"),
        (
            "confidence: medium\n---",
            "confidence: medium\n",
            "unclosed-front-matter",
        ),
        (
            "confidence: medium\n---",
            "confidence: medium\n--",
            "front-matter-fence",
        ),
        ("## 样子", "＃＃ 样子", "heading-space"),
    ] {
        let site = TestSite::minimal();
        site.replace("roles/mint.md", from, to);
        if to.contains('\u{feff}') {
            // The first one is taken off; the second was pasted.
            let text = site.read("roles/mint.md");
            site.write("roles/mint.md", format!("\u{feff}{text}"));
        }
        let (_, diagnostics) = site.load();
        assert_eq!(codes(&diagnostics), [code], "{to}\n{}", plain(&diagnostics));
    }
}

#[test]
fn what_only_looks_like_a_trap_is_no_fault() {
    let site = TestSite::minimal();
    site.replace(
        "roles/mint.md",
        "summary: 薄荷，好养。",
        "summary: “薄荷”：好养，“真的”",
    )
    .replace(
        "roles/mint.md",
        "entry: 一个花盆",
        "entry: 花盆：一个，title：不是键 # 注释，见 #1",
    )
    .replace(
        "roles/mint.md",
        "aliases: [薄荷花]",
        "aliases:\n  - 薄荷，花\n  - 薄荷、叶\nredirects: [\"/roles/a\"]",
    )
    .replace(
        "roles/mint.md",
        "why: 拔掉就是 }",
        "why: “拔掉”，见 sed：就是，https://x.org（真的）, }",
    )
    .replace(
        "roles/mint.md",
        "灰绿色。",
        "灰绿色（#1 号），见 <https://example.org>。",
    )
    .replace(
        "roles/mint.md",
        "{ name: 修剪 }",
        "{ name: 修剪, note: （可选） } #剪枝",
    );
    let (_, diagnostics) = site.load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
}

#[test]
fn a_flood_of_traps_costs_little_and_says_little() {
    let site = TestSite::minimal();
    let flood = format!("aliases: [{}]", "字，".repeat(100_000));
    site.replace("roles/mint.md", "aliases: [薄荷花]", &flood);
    let start = std::time::Instant::now();
    let (_, diagnostics) = site.load();
    let count = diagnostics.iter().count();
    assert!((1..=100).contains(&count), "{count} findings");
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let colons = "order：1\n".repeat(50_000);
    site.write("groups.yml", colons);
    let count = site.load().1.iter().count();
    assert!((1..=300).contains(&count), "{count} findings");
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
