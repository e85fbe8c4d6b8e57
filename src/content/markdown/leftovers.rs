//! Marks that were meant and stayed text, for want of a space or of a line: warnings, since they
//! might be text after all.

use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};

/// Looks for marks in an event of a text.
pub fn check(event: &Event, span: &Span, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    let found = match event {
        Event::Text(_) => {
            let rest = &file.text[span.start..];
            let before = line_before(&file.text, span.start);
            // An escaped mark was meant to be text.
            let is_meant = before.ends_with('\\');
            let found = lost_mark(&file.text, span)
                .or_else(|| callout(rest, before))
                .or_else(|| task_box(rest, before))
                .or_else(|| list_space(&file.text, span.start))
                .or_else(|| list_line(rest, before))
                .or_else(|| table_rule(&file.text, span.start))
                .or_else(|| link_space(rest))
                .or_else(|| link_brackets(&file.text[span.clone()], rest))
                .or_else(|| bare_address(&file.text, span))
                .or_else(|| indentation(rest, before))
                .or_else(|| loose_emphasis(&file.text, span, diagnostics));
            found.filter(|_| !is_meant)
        }
        Event::Start(Tag::Emphasis) => product(&file.text, span),
        _ => None,
    };
    if let Some(found) = found {
        let start = span.start + found.at;
        let span = start..start + found.length;
        let finding = Diagnostic::warning(found.code, file, span, found.message);
        diagnostics.push(finding.with_help(found.help));
    }
}

struct Leftover {
    code: &'static str,
    /// Where it begins, from the start of the event, in bytes.
    at: usize,
    /// In bytes.
    length: usize,
    message: &'static str,
    help: &'static str,
}

/// What stands before a place on its line.
fn line_before(text: &str, place: usize) -> &str {
    let start = text[..place].rfind('\n').map_or(0, |newline| newline + 1);
    &text[start..place]
}

/// How much of a block of code is its fence, if no other ends it: it swallows the rest of the page.
pub fn open_fence(file: &SourceFile, span: &Span) -> Option<Span> {
    let block = file.text[span.clone()].trim_end();
    let first = block.lines().next().unwrap_or_default();
    let last = block.lines().skip(1).last().unwrap_or_default();
    let fence = last.trim_start_matches([' ', '>']);
    let is_closed = ["```", "~~~"].iter().any(|mark| fence.starts_with(mark));
    (!is_closed).then(|| span.start..span.start + first.len())
}

/// `[^来源`, `[^来源］`, `(^来源)`; the parser may hand over the bracket by itself.
fn lost_mark(text: &str, span: &Span) -> Option<Leftover> {
    let at = text[span.clone()].find(['[', '(', '（'])?;
    let rest = &text[span.start + at..];
    let open = rest.chars().next().map_or(0, char::len_utf8) + '^'.len_utf8();
    let name = rest.get(open..).filter(|_| rest[..open].ends_with('^'))?;
    let is_meant = text[..span.start + at].ends_with('\\');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !"-_ ".contains(c));
    (!is_meant).then_some(Leftover {
        code: "lost-mark",
        at,
        length: open + end.unwrap_or(name.len()),
        message: "像是来源的标记，却会当成正文",
        help: "写成 `[^来源]`：方括号用半角，两头都要；不是标记，就在前面加 \\",
    })
}

/// `> [!NOPE]`, at the start of a quotation.
fn callout(rest: &str, before: &str) -> Option<Leftover> {
    let name = rest.strip_prefix("[!")?;
    let end = name.find(|c: char| c == ']' || c.is_whitespace())?;
    (before.trim_end() == ">" && name[end..].starts_with(']')).then_some(Leftover {
        code: "callout",
        at: 0,
        length: "[!]".len() + end,
        message: "没有这种提示，会当成正文",
        help: "只有五种：NOTE、TIP、IMPORTANT、WARNING、CAUTION；单独占一行，字写在下一行",
    })
}

/// `- []`, `- 【 】`, `-[ ]`, `- [ ]做`, `- □ 做`, `[ ] 做`.
fn task_box(rest: &str, before: &str) -> Option<Leftover> {
    let length = match before.trim() {
        "-" | "*" | "+" if before.ends_with(' ') => box_length(rest)?,
        "" => {
            let dash = rest.len() - rest.trim_start_matches(['-', '－', ' ']).len();
            dash + box_length(&rest[dash..])?
        }
        _ => return None,
    };
    Some(Leftover {
        code: "task-box",
        at: 0,
        length,
        message: "任务的方框写得不对，会当成正文",
        help: "写成 `- [ ] 做什么`：半角方括号，横线后面、方括号里面和后面各空一格",
    })
}

/// How long what was meant for a box is.
fn box_length(rest: &str) -> Option<usize> {
    if let Some(drawn) = rest.chars().next().filter(|c| "□☐☑".contains(*c)) {
        return Some(drawn.len_utf8());
    }
    let inside = rest.strip_prefix(['[', '【', '［'])?;
    let end = inside.find([']', '】', '］'])?;
    let mut ticks = inside[..end].chars();
    let is_box = end <= 6 && ticks.all(|c| " \u{3000}xX√✓✔".contains(c));
    let close = inside[end..].chars().next().map_or(0, char::len_utf8);
    is_box.then(|| rest.len() - inside.len() + end + close)
}

/// `-一`, `1.一`, `·一`, `－ 一`; of several lines, the first.
fn list_space(text: &str, start: usize) -> Option<Leftover> {
    let before = line_before(text, start);
    let previous = text[..start - before.len()].lines().last();
    let goes_on = previous.is_some_and(|line| list_mark(line.trim_start()).is_some());
    if !before.trim().is_empty() || goes_on {
        return None;
    }
    Some(Leftover {
        code: "list-space",
        at: 0,
        length: list_mark(&text[start..])?,
        message: "像是列表的一项，却会当成正文",
        help: "列表写成 `- 一项` 或 `1. 一项`，记号后面空一格；不是列表，就在记号前面加 \\",
    })
}

/// How long the mark of an item is that has no space behind it.
fn list_mark(rest: &str) -> Option<usize> {
    let is_word = |text: &str| text.starts_with(|c: char| c.is_alphabetic());
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = rest[digits..].chars().next()?;
    let length = digits + mark.len_utf8();
    let after = &rest[length..];
    let is_item = match mark {
        '－' | '＊' | '＋' => digits == 0 && is_word(after.trim_start()),
        '-' | '.' => (mark == '.') == (digits > 0) && is_word(after),
        '·' | '•' | '●' => digits == 0 && is_word(after.trim_start()),
        _ => false,
    };
    is_item.then_some(length)
}

/// `2. 二` right below a text; only a list that begins with 1 may begin there.
fn list_line(rest: &str, before: &str) -> Option<Leftover> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_item = (1..=2).contains(&digits) && rest[digits..].starts_with(". ");
    (before.trim().is_empty() && is_item).then_some(Leftover {
        code: "list-line",
        at: 0,
        length: digits + 1,
        message: "像是列表的一项，却接在了上一段后面",
        help: "列表前面空一行；不是列表，就在点前面加 \\",
    })
}

/// `【文字】(/网址)`.
fn link_brackets(text: &str, rest: &str) -> Option<Leftover> {
    let mut found = ["】(", "］("].iter().filter_map(|mark| text.find(mark));
    let at = found.next()?;
    let target = &rest[at + "】(".len()..];
    let leads = ["/", "#", "http"]
        .iter()
        .any(|start| target.starts_with(start));
    leads.then_some(Leftover {
        code: "link-space",
        at,
        length: "】(".len(),
        message: "像是链接，却会当成正文",
        help: "文字两边用半角的方括号：`[文字](/网址)`",
    })
}

/// An address in the text, which nobody can follow.
fn bare_address(text: &str, span: &Span) -> Option<Leftover> {
    let (before, text) = (&text[..span.start], &text[span.clone()]);
    let at = text.find("https://").or_else(|| text.find("http://"))?;
    // That of a link that is none has a finding of its own.
    let opens = |text: &str| text.ends_with('(') || text.ends_with('（');
    if opens(&text[..at]) || at == 0 && opens(before) {
        return None;
    }
    let end = text[at..].find(|c: char| !c.is_ascii_graphic());
    Some(Leftover {
        code: "bare-address",
        at,
        length: end.unwrap_or(text.len() - at),
        message: "这个网址点不开",
        help: "写成 `[文字](网址)`；要显示网址本身，用 < 和 > 括起来",
    })
}

/// Spaces of full width before the first word of a paragraph.
fn indentation(rest: &str, before: &str) -> Option<Leftover> {
    let is_space = |c: char| matches!(c, '\u{3000}' | '\u{a0}');
    let length = rest.len() - rest.trim_start_matches(is_space).len();
    (before.trim().is_empty() && length > 0).then_some(Leftover {
        code: "indentation",
        at: 0,
        length,
        message: "段首有空格，这一段会比别的缩进去",
        help: "删去它们：段落不用自己缩进",
    })
}

/// `4*8 和 2*16`, whose asterisks make what stands between them lean.
fn product(text: &str, span: &Span) -> Option<Leftover> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let inner = text[span.clone()].strip_prefix('*')?;
    let is_product =
        is_digit(text[..span.start].chars().next_back()) && is_digit(inner.chars().next());
    is_product.then_some(Leftover {
        code: "loose-emphasis",
        at: 0,
        length: 1,
        message: "两个星号之间的字会变斜，星号不见了",
        help: "乘号写 ×；要星号本身，前面加 \\",
    })
}

/// A table whose second line does not rule it off.
fn table_rule(text: &str, start: usize) -> Option<Leftover> {
    let is_row = |line: &str| line.trim_start().starts_with(['|', '｜']);
    let before = line_before(text, start);
    let previous = text[..start - before.len()].lines().last();
    let line = text[start..].lines().next().unwrap_or_default();
    let begins = before.trim().is_empty() && is_row(line) && !previous.is_some_and(is_row);
    (begins && line.matches(['|', '｜']).count() > 1).then_some(Leftover {
        code: "table-rule",
        at: 0,
        length: line.len(),
        message: "像是表格，却会当成正文",
        help: "表头的下一行写 `| --- | --- |`，有几列就写几个 ---；竖线都用半角",
    })
}

/// `[文字] (/地址)`, `[文字]（/地址）` and `[文字](/有 空格)`.
fn link_space(rest: &str) -> Option<Leftover> {
    let after = rest.strip_prefix(']')?;
    let after = after.trim_start_matches([' ', '\u{3000}']);
    // A full-width bracket before a whole address has a finding of its own.
    let (target, starts): (_, &[_]) = match after.strip_prefix('（') {
        Some(target) => (target, &["/", "#"]),
        None => (after.strip_prefix('(')?, &["/", "#", "http"]),
    };
    let leads = starts.iter().any(|start| target.starts_with(start));
    leads.then_some(Leftover {
        code: "link-space",
        at: 0,
        length: rest.len() - target.len(),
        message: "像是链接，却会当成正文",
        help: "括号用半角，`]` 和 `(` 之间不留空格，网址里也不能有空格：`[文字](/网址)`",
    })
}

/// Asterisks that emphasise nothing; of those in one line, the first.
fn loose_emphasis(text: &str, span: &Span, diagnostics: &Diagnostics) -> Option<Leftover> {
    const CODE: &str = "loose-emphasis";
    // The parser may hand over asterisks one by one.
    let marks = ["**", "＊＊", "__"];
    let at = text[span.clone()].find(['*', '＊', '_'])?;
    let rest = &text[span.start + at..];
    let mark = marks.iter().find(|mark| rest.starts_with(*mark))?;
    // Names of programs have underscores.
    let is_name = rest
        .trim_start_matches('_')
        .starts_with(|c: char| c.is_ascii());
    if *mark == "__" && is_name {
        return None;
    }
    let line = line_before(text, span.start);
    let line = span.start - line.len()..span.start;
    let is_known = diagnostics.iter().any(|finding| {
        let start = finding.span.as_ref().map_or(0, |span| span.start);
        finding.code == CODE && line.contains(&start)
    });
    (!is_known).then_some(Leftover {
        code: CODE,
        at,
        length: mark.len(),
        message: "这里的字没有变粗，记号会照样显示",
        help: "两头各写一个 `**`，里侧不留空格：`**重点**`",
    })
}
