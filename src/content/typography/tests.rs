use super::*;

fn role(text: &str) -> Vec<Finding> {
    let file = Arc::new(SourceFile {
        path: "x.md".to_owned(),
        text: text.to_owned(),
    });
    check_file(
        &file,
        &RoleMatter::model(),
        &["C语言".to_owned(), "12路".to_owned()],
    )
}

fn corrected(prose: &str) -> Option<(String, bool)> {
    let text = format!("---\n---\n\n{prose}\n");
    let found = role(&text);
    let finding = found.first()?;
    let mended = edits::apply(&text, &finding.run, &finding.edits);
    Some((mended, finding.edits.iter().all(|edit| edit.is_safe)))
}

#[test]
fn proposes_spaces_and_widths() {
    for (wrong, right, is_safe) in [
        ("用Go写了5年", "用 Go 写了 5 年", true),
        ("中文,中文", "中文，中文", true),
        ("中文, 中文", "中文，中文", true),
        ("真的?是的", "真的？是的", true),
        ("见 （注）", "见（注）", true),
        ("用 Go,写", "用 Go，写", false),
        (
            "Projections 34，Table 1.2",
            "Projections 34, Table 1.2",
            false,
        ),
        ("没完...还有", "没完……还有", false),
        ("完了。。", "完了。", false),
        ("他说\"好\"吗", "他说“好”吗", false),
        ("中文(注)中文", "中文（注）中文", false),
        ("涨了 5 %", "涨了 5%", false),
        ("汉字 汉字", "汉字汉字", false),
        ("破折—号", "破折——号", false),
        ("一.先看", "一。先看", false),
    ] {
        assert_eq!(
            corrected(wrong),
            Some((right.to_owned(), is_safe)),
            "{wrong}"
        );
        assert_eq!(corrected(right), None, "{right} is right");
    }
}

#[test]
fn leaves_alone_what_is_right_or_no_prose() {
    for prose in [
        "用 Go 写了 3–6 个月，涨 33.5%。",
        "学 C语言，看 12路。",
        "`用Go写`",
        "[文字](https://example.org/用Go写)",
        "见《Go语言编程:一起用Go做》和《Go语言》。",
        "在 https://example.org/用Go写 这里，在 content/用Go写.md 里。",
        "    用Go写的代码块",
        "O\\*NET 30.1",
        "plain English, nothing else.",
    ] {
        assert_eq!(corrected(prose), None, "{prose}");
    }
    assert!(corrected("学C语言和Go语言").is_some());
}

#[test]
fn reads_the_text_of_yaml_and_nothing_else() {
    let text =
        "---\ntitle: 用Go写\nicon: 用Go写\nsummary: \"用Go写\"\nglance:\n  entry: 用Go写\n---\n";
    let found = role(text);
    let lines: Vec<_> = found.iter().map(|f| f.diagnostic().place()).collect();
    assert_eq!(lines, [(2, 8), (4, 11), (6, 10)]);
    let help = found[0].diagnostic().help.unwrap_or_default();
    assert_eq!(help, "写成 用 Go 写（check --fix 会改）");
}

#[test]
fn sees_what_would_change_more_than_words() {
    let file = |text: &str| {
        Arc::new(SourceFile {
            path: "x.md".to_owned(),
            text: format!("---\n{text}\n"),
        })
    };
    for (before, after, is_alike) in [
        ("a: 用Go\n---\n用Go写", "a: 用 Go\n---\n用 Go 写", true),
        ("a: 编号#1\n---", "a: 编号 #1\n---", false),
        ("a: 真\n---", "a: true\n---", false),
        ("a:b: 真\n---", "a: b\n---", false),
        ("---\n1.中文", "---\n1. 中文", false),
        ("---\n#中文", "---\n# 中文", false),
        ("---\n** （注）**", "---\n**（注）**", false),
        ("---\n[a](/b)", "---\n[a](/c)", false),
        ("---\n见[a](/b)吧", "---\n见[a](/b)", false),
    ] {
        let other = file(after);
        assert_eq!(
            fix::is_alike(&file(before), &other.text),
            is_alike,
            "{before}"
        );
    }
}
