//! Marks that were meant and stayed text, for want of a space or of a line: warnings, since they
//! might be text after all.

use std::sync::Arc;

use pulldown_cmark::Event;

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
                .or_else(|| table_rule(&file.text, span.start))
                .or_else(|| link_space(rest))
                .or_else(|| loose_emphasis(&file.text, span, diagnostics));
            found.filter(|_| !is_meant)
        }
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

/// `[^来源`, `[^来源］`, `[^来源)`; the parser may hand over the bracket by itself.
fn lost_mark(text: &str, span: &Span) -> Option<Leftover> {
    let at = text[span.clone()].find('[')?;
    let name = text[span.start + at..].strip_prefix("[^")?;
    let is_meant = text[..span.start + at].ends_with('\\');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !"-_ ".contains(c));
    (!is_meant).then_some(Leftover {
        code: "lost-mark",
        at,
        length: "[^".len() + end.unwrap_or(name.len()),
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

/// `- []`, `- 【 】`, `-[ ]`.
fn task_box(rest: &str, before: &str) -> Option<Leftover> {
    let marks = [
        "[x ]", "[ x]", "[]", "【】", "【 】", "［］", "［ ］", "【x】", "［x］",
    ];
    let length = match before.trim() {
        "-" | "*" | "+" => marks.iter().find(|mark| rest.starts_with(*mark))?.len(),
        "" => ["-[ ]", "-[x]", "-[]"]
            .iter()
            .find(|mark| rest.starts_with(*mark))?
            .len(),
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

/// `-一`, `1.一`, `·一`; of several lines, the first.
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
        '-' | '.' => (mark == '.') == (digits > 0) && is_word(after),
        '·' | '•' | '●' => digits == 0 && is_word(after.trim_start()),
        _ => false,
    };
    is_item.then_some(length)
}

/// A table whose second line does not rule it off.
fn table_rule(text: &str, start: usize) -> Option<Leftover> {
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let before = line_before(text, start);
    let previous = text[..start - before.len()].lines().last();
    let line = text[start..].lines().next().unwrap_or_default();
    let begins = before.trim().is_empty() && is_row(line) && !previous.is_some_and(is_row);
    (begins && line.matches('|').count() > 1).then_some(Leftover {
        code: "table-rule",
        at: 0,
        length: line.len(),
        message: "像是表格，却会当成正文",
        help: "表头的下一行写 `| --- | --- |`，有几列就写几个 ---",
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
    let at = text[span.clone()].find('*')?;
    if !text[span.start + at..].starts_with("**") {
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
        length: 2,
        message: "`**` 没有让字变粗，会照样显示",
        help: "两头各写一个 `**`，里侧不留空格：`**重点**`",
    })
}
