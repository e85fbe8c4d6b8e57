//! Traps in text that is YAML, and yet not what was meant.

use super::{
    Trap, cut_by_comment, dash_without_space, full_width_brackets, full_width_colon,
    full_width_comma, key_after, key_before, lines, missing_space, wrong_dash,
};
use crate::content::yaml::{Key, Node, Value};
use crate::diagnostic::Span;

/// Looks for traps in a tree.
pub fn traps(text: &str, range: Span, root: &Node, is_key: &dyn Fn(&str) -> bool) -> Vec<Trap> {
    // A text without a single key is one long scalar: every key of it went wrong.
    if let Value::Str(_) = root.value {
        return lines::traps(text, range, is_key);
    }
    let mut found = Vec::new();
    walk(text, root, is_key, &mut found);
    found
}

fn walk(text: &str, node: &Node, is_key: &dyn Fn(&str) -> bool, found: &mut Vec<Trap>) {
    match &node.value {
        Value::Str(_) => in_scalar(text, &node.span, is_key, found),
        Value::Seq(items) => {
            for item in items {
                if let Value::Str(_) = item.value {
                    in_item(text, &item.span, found);
                }
                walk(text, item, is_key, found);
            }
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                in_key(text, key, value, found);
                walk(text, value, is_key, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {}
    }
}

/// The first line of a scalar that was meant to be an item.
fn wrong_item(scalar: &str, offset: usize) -> Option<Trap> {
    let mut start = offset;
    for line in scalar.split_inclusive('\n') {
        let content = line.trim_start();
        let place = start + line.len() - content.len();
        let rest = content.trim_start_matches(|c: char| !c.is_whitespace());
        let mark = &content[..content.len() - rest.len()];
        if mark.chars().count() == 1
            && let Some(dash) = wrong_dash(content, place)
        {
            return Some(dash);
        }
        start += line.len();
    }
    None
}

/// A scalar written without quotation marks, with its place.
fn plain<'a>(text: &'a str, span: &Span) -> Option<&'a str> {
    let scalar = text.get(span.clone())?;
    (!scalar.starts_with(['"', '\'', '|', '>'])).then_some(scalar)
}

fn in_scalar(text: &str, span: &Span, is_key: &dyn Fn(&str) -> bool, found: &mut Vec<Trap>) {
    let Some(scalar) = plain(text, span) else {
        return;
    };
    if let Some(dash) = wrong_item(scalar, span.start) {
        found.push(dash);
        return;
    }
    let rest = &text[span.end..];
    if rest.trim_start_matches(' ').starts_with('#') {
        found.extend(cut_by_comment(rest, span.end));
    }
    let inner = scalar.strip_prefix('“').and_then(|s| s.strip_suffix('”'));
    if let Some(inner) = inner
        && !inner.contains(['“', '”'])
    {
        found.push(Trap {
            code: "full-width-quotes",
            span: span.clone(),
            message: "整个值包在中文引号里，引号会当成值的一部分".to_owned(),
            help: format!("改成 \"{inner}\"；真要显示引号，写成 \"“{inner}”\""),
            reading: None,
        });
    }
    let pairs = [('［', '］'), ('｛', '｝'), ('【', '】'), ('（', '）')];
    let is_enclosed = pairs
        .iter()
        .any(|(open, close)| scalar.starts_with(*open) && scalar.ends_with(*close));
    // Round brackets around a remark are right; around keys they are not.
    let is_remark = scalar.starts_with('（') && !scalar.contains([':', '：']);
    if is_enclosed && !is_remark {
        found.push(full_width_brackets(span.clone()));
    }
    // A value that goes on with the next key: `{ min: 2，max: 4 }`.
    for (at, mark) in scalar.match_indices(['，', '、', '；']) {
        let after = &scalar[at + mark.len()..];
        let start = span.start + at;
        if let Some(key) = key_after(after).filter(|key| is_key(key))
            && is_in_flow(text, span.start)
        {
            let help = format!("`{key}` 若是下一个键，前面用半角逗号加一个空格");
            found.extend(
                mark.chars()
                    .map(|mark| full_width_comma(start..start + mark.len_utf8(), mark, &help)),
            );
        }
    }
}

/// Items of `[一，二]`, which are one.
fn in_item(text: &str, span: &Span, found: &mut Vec<Trap>) {
    if !is_in_flow(text, span.start) {
        return;
    }
    let Some(scalar) = plain(text, span) else {
        return;
    };
    let help = "改成半角逗号加一个空格；真是同一项里的字，就给这一项加上英文双引号";
    for (at, mark) in scalar.char_indices() {
        if matches!(mark, '，' | '、') {
            let start = span.start + at;
            found.push(full_width_comma(start..start + mark.len_utf8(), mark, help));
        }
    }
}

fn in_key(text: &str, key: &Key, value: &Node, found: &mut Vec<Trap>) {
    let Some(name) = plain(text, &key.span) else {
        return;
    };
    if let Some(dash) = wrong_dash(name, key.span.start) {
        found.push(dash);
    } else if name.starts_with("-{") || name.starts_with("-[") {
        found.push(dash_without_space(text, key.span.start));
    } else if let Some(space) = name.find(['\u{3000}', '\u{a0}']) {
        let start = key.span.start + space;
        let length = name[space..].chars().next().map_or(0, char::len_utf8);
        found.push(Trap {
            code: "full-width-space",
            span: start..start + length,
            message: "键里有全角空格或不换行空格".to_owned(),
            help: "只用半角空格缩进，每层两个；键里没有空格".to_owned(),
            reading: Some(" ".repeat(length)),
        });
    } else if let Some(colon) = name.find('：') {
        let start = key.span.start + colon;
        found.push(full_width_colon(
            start..start + '：'.len_utf8(),
            key_before(&name[..colon]),
        ));
    } else if let Some(colon) = name.find(':') {
        let start = key.span.start + colon;
        found.push(missing_space(start..start + 1, key_before(&name[..colon])));
    } else if value.value == Value::Null
        && is_in_flow(text, key.span.start)
        && name.contains(|c: char| !c.is_ascii())
    {
        found.push(Trap {
            code: "half-width-comma",
            span: key.span.clone(),
            message: format!("半角逗号把前面的句子断在了“{name}”之前"),
            help: "句子里的逗号用全角的“，”".to_owned(),
            reading: None,
        });
    }
}

/// True when what begins here stands in brackets or braces, right after one or after a comma.
fn is_in_flow(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\n', '\r']);
    if before.ends_with(['[', '{', ',']) {
        return true;
    }
    // The value of a key in braces: what matters is where the key stands.
    let Some(before) = before.strip_suffix(':') else {
        return false;
    };
    let key = key_before(before);
    !key.is_empty()
        && before[..before.len() - key.len()]
            .trim_end()
            .ends_with(['{', ','])
}
