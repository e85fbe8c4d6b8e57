//! Traps in the lines of a text that is not YAML: they may be why it is not.

use super::{
    Trap, full_width_brackets, full_width_colon, full_width_comma, key_after, key_before,
    missing_space, wrong_dash,
};
use crate::diagnostic::Span;

/// Looks for traps line by line.
pub fn traps(text: &str, range: Span, is_key: &dyn Fn(&str) -> bool) -> Vec<Trap> {
    let mut found = Vec::new();
    let mut offset = range.start;
    for line in text[range].split_inclusive('\n') {
        let content = line.trim_end();
        if !content.trim_start().starts_with('#') {
            in_indentation(content, offset, &mut found);
            after_indentation(content, offset, &mut found);
            in_braces(content, offset, is_key, &mut found);
        }
        offset += line.len();
    }
    found
}

fn in_indentation(line: &str, offset: usize, found: &mut Vec<Trap>) {
    for (at, character) in line.char_indices() {
        let (code, name) = match character {
            ' ' => continue,
            '\t' => ("tab-indentation", " Tab"),
            '\u{3000}' | '\u{a0}' => ("full-width-space", "全角空格或不换行空格"),
            _ => return,
        };
        found.push(Trap {
            code,
            span: offset + at..offset + at + character.len_utf8(),
            message: format!("缩进里有{name}"),
            help: "只用半角空格缩进，每层两个".to_owned(),
            reading: None,
        });
        return;
    }
}

fn after_indentation(line: &str, offset: usize, found: &mut Vec<Trap>) {
    let mut start = line.len() - line.trim_start().len();
    if let Some(dash) = wrong_dash(&line[start..], offset + start) {
        found.push(dash);
        return;
    }
    if let Some(item) = line[start..].strip_prefix("- ") {
        start = line.len() - item.trim_start().len();
    }
    let Some(key) = key_after(&line[start..]) else {
        return;
    };
    let colon = start + key.len();
    let after = &line[colon + line[colon..].chars().next().map_or(0, char::len_utf8)..];
    let place = |length: usize| offset + colon..offset + colon + length;
    if line[colon..].starts_with('：') {
        found.push(full_width_colon(place('：'.len_utf8()), key));
    } else if after.starts_with(['\u{3000}', '\u{a0}']) {
        let space = after.chars().next().map_or(0, char::len_utf8);
        let from = offset + colon + 1;
        found.push(Trap {
            code: "full-width-space",
            span: from..from + space,
            message: format!("键 `{key}` 的冒号后面是全角空格或不换行空格"),
            help: format!("改成一个半角空格：`{key}: …`"),
            reading: Some(" ".repeat(space)),
        });
    } else if !after.is_empty() && !after.starts_with([' ', '/']) {
        found.push(missing_space(place(1), key));
    } else if after.trim_start().starts_with(['［', '｛', '【', '（']) {
        let from = offset + line.len() - after.trim_start().len();
        found.push(full_width_brackets(from..offset + line.len()));
    } else if let Some(rest) = after.trim_start().strip_prefix(['"', '\''])
        && !rest.contains(['"', '\''])
    {
        let from = offset + line.len() - rest.len() - 1;
        found.push(Trap {
            code: "unclosed-quote",
            span: from..from + 1,
            message: "引号没有成对，后面的行都读成了这个值".to_owned(),
            help: "在值的末尾补上同样的半角引号，或去掉开头这个".to_owned(),
            reading: None,
        });
    }
}

/// Keys and values in one line: `{ min: 2，max：4 }`.
fn in_braces(line: &str, offset: usize, is_key: &dyn Fn(&str) -> bool, found: &mut Vec<Trap>) {
    let Some(open) = line.find('{') else { return };
    for (at, character) in line.char_indices().skip_while(|(at, _)| *at <= open) {
        let after = &line[at + character.len_utf8()..];
        let span = offset + at..offset + at + character.len_utf8();
        match character {
            '，' | '、' | '；' if key_after(after).is_some_and(is_key) => {
                found.push(full_width_comma(span, character, "改成半角逗号加一个空格"));
            }
            '：' => {
                let key = key_before(&line[..at]);
                let before = line[..at - key.len()].trim_end();
                if is_key(key) && before.ends_with(['{', ',', '，', '、', '；']) {
                    found.push(full_width_colon(span, key));
                }
            }
            _ => {}
        }
    }
}
