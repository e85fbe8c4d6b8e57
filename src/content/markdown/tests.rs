use super::*;

fn body_of(text: &str) -> (Body, Vec<(&'static str, String)>) {
    let file = Arc::new(SourceFile {
        path: "x.md".to_owned(),
        text: text.to_owned(),
    });
    let mut diagnostics = Diagnostics::default();
    let body = parse_body(&file, 0..text.len(), &mut diagnostics);
    let found = diagnostics
        .iter()
        .map(|d| (d.code, text[d.span.clone().unwrap_or_default()].to_owned()))
        .collect();
    (body, found)
}

fn html(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, body_of(text).0.introduction.0.into_iter());
    html
}

/// The cases of CommonMark issue 650 and its successors: source and expected HTML.
#[test]
fn emphasises_beside_full_width_punctuation() {
    let cases = include_str!("../../../tests/fixtures/markdown/emphasis.txt");
    let mut count = 0;
    for case in cases.split("\n\n").filter(|case| !case.starts_with('#')) {
        let (source, expected) = case.trim().split_once("\n=> ").expect("a case");
        assert_eq!(html(source).trim(), expected, "{source}");
        count += 1;
    }
    assert!(count > 20);
}

#[test]
fn joins_chinese_lines_and_keeps_spaces_between_words() {
    assert_eq!(html("第一行\n第二行"), "<p>第一行第二行</p>\n");
    assert_eq!(
        html("第一行，\n**第二**行"),
        "<p>第一行，<strong>第二</strong>行</p>\n"
    );
    assert_eq!(html("他说“好”\n我走了"), "<p>他说“好”我走了</p>\n");
    assert_eq!(html("one\ntwo"), "<p>one\ntwo</p>\n");
    assert_eq!(html("用 Go\n写"), "<p>用 Go\n写</p>\n");
    assert_eq!(
        html("强制换行  \n第二行"),
        "<p>强制换行<br />\n第二行</p>\n"
    );
}

#[test]
fn leaves_single_tildes_alone() {
    assert_eq!(html("3~5 年，6~8 年"), "<p>3~5 年，6~8 年</p>\n");
    assert_eq!(html("~~旧的~~"), "<p><del>旧的</del></p>\n");
}

#[test]
fn cuts_at_second_level_headings() {
    let (body, found) = body_of("引言\n\n## 一 `x` {#one}\n\n甲\n\n### 小\n\n## 二\n\n> ## 引\n");
    assert!(found.is_empty(), "{found:?}");
    assert!(!body.introduction.is_blank());
    let titles: Vec<_> = body.sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["一 x", "二"]);
    assert_eq!(body.sections[0].id.as_deref(), Some("one"));
    assert_eq!(
        body.sections[0].span,
        "引言\n\n".len().."引言\n\n## 一 `x` {#one}\n".len()
    );
}

#[test]
fn finds_what_the_text_points_at_where_it_stands() {
    let text = "是**「重点」**是[^src]，见[那页](/roles/x#market)与[外](https://example.org)。";
    let (body, found) = body_of(text);
    assert!(found.is_empty(), "{found:?}");
    let at = |span: &Span| text[span.clone()].to_owned();
    assert_eq!(body.citations[0].0, "src");
    assert_eq!(at(&body.citations[0].1), "[^src]");
    assert_eq!(body.links.len(), 1);
    assert_eq!(at(&body.links[0].1), "[那页](/roles/x#market)");
}

#[test]
fn refuses_what_a_page_must_not_contain() {
    for (text, code) in [
        ("一<b>二</b>", "raw-html"),
        ("<div>\n块\n</div>", "raw-html"),
        ("<!-- 注 -->", "raw-html"),
        ("[x](javascript:alert(1))", "unsafe-link"),
        ("[x](data:text/html,y)", "unsafe-link"),
        ("[x](//example.org)", "unsafe-link"),
        ("# 标题", "heading-level"),
        ("[^1]: 注", "footnote-definition"),
    ] {
        let (_, found) = body_of(text);
        assert_eq!(found.first().map(|(code, _)| *code), Some(code), "{text}");
    }
}

#[test]
fn parts_the_first_block_from_what_follows() {
    let written = |prose: Prose| {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, prose.0.into_iter());
        html
    };
    for (text, first, rest) in [
        (
            "一**二**\n\n三\n\n四",
            "<p>一<strong>二</strong></p>\n",
            "<p>三</p>\n<p>四</p>\n",
        ),
        (
            "- 一\n- 二\n\n三",
            "<ul>\n<li>一</li>\n<li>二</li>\n</ul>\n",
            "<p>三</p>\n",
        ),
        ("一", "<p>一</p>\n", ""),
        ("", "", ""),
    ] {
        let (before, after) = body_of(text).0.introduction.split_first();
        assert_eq!(written(before), first, "{text}");
        assert_eq!(written(after), rest, "{text}");
    }
}

#[test]
fn marks_that_stayed_text_are_warned_of_once_a_line() {
    for (text, code) in [
        ("又** 粗 **", "loose-emphasis"),
        ("这是** 粗 **的。", "loose-emphasis"),
        ("见[梅] (/x)。", "link-space"),
        ("见[梅](/有 空格)。", "link-space"),
        ("|一|二|\n|三|四|", "table-rule"),
        ("-[ ] 一", "task-box"),
        ("- [] 一", "task-box"),
        ("·一\n·二", "list-space"),
        ("- 一\n\n```\n二", "unclosed-code"),
    ] {
        let found: Vec<_> = body_of(text).1.into_iter().map(|(code, _)| code).collect();
        assert_eq!(found, [code], "{text}");
    }
    for text in [
        "**粗**",
        "\\*\\*不粗",
        "`** 一`",
        "1.5 倍，-3 度，1 - 一",
        "[梅]（见下）",
        "|一|二|\n|-|-|\n|三|四|",
        "```\n- [] **\n```",
        "- [ ] 一",
        "\\-一",
    ] {
        assert!(body_of(text).1.is_empty(), "{text}: {:?}", body_of(text).1);
    }
}
