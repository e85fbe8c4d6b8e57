//! What somebody meant who wrote a value in another form than the one that is read.

use super::super::yaml::{Node, Value};
use crate::diagnostic::{SourceFile, Span};

/// What to do about a value that is not of the kind expected, named as messages name kinds.
pub fn on_kind(node: &Node, expected: &str, file: &SourceFile) -> String {
    let meant = match (&node.value, expected) {
        (Value::Null, _) => {
            return match is_commented_out(&file.text, &node.span) {
                true => "`#` 后面的字都成了注释；值要以 # 开头，就给它加上英文双引号".to_owned(),
                false => format!("应写{expected}"),
            };
        }
        (Value::Bool(_) | Value::Int(_) | Value::Float(_), "文字") => {
            return "给这个值加上英文双引号".to_owned();
        }
        (Value::Str(text), "列表") if text.starts_with('-') => {
            return "每一项的横线后面加一个半角空格：`- …`".to_owned();
        }
        (Value::Str(text), "列表") => Some(list(text)),
        (Value::Str(text), "整数") => whole(text),
        _ => None,
    };
    match meant {
        Some(meant) => format!("写成 `{meant}`"),
        None => format!("改成{expected}"),
    }
}

/// True when all that follows a key on its line is a comment.
fn is_commented_out(text: &str, key: &Span) -> bool {
    let rest = text.get(key.end..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    line.trim_start_matches(':').trim_start().starts_with('#')
}

/// Several words in one text, as a list.
fn list(text: &str) -> String {
    let brackets = ['[', ']', '（', '）', '【', '】', '［', '］', '(', ')'];
    let words = text
        .trim_matches(brackets)
        .split(['，', ',', '、', ';', '；']);
    let words: Vec<&str> = words
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    format!("[{}]", words.join(", "))
}

/// The only number in a text: `6 个月`, `第四`, `"4"`.
fn whole(text: &str) -> Option<String> {
    const NUMERALS: &str = "零一二三四五六七八九";
    // Lengths of time are counted in months.
    if text.contains(['年', '季', '周', '天']) {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let mut digits = text.split(|c| !is_digit(c)).filter(|part| !part.is_empty());
    if let Some(first) = digits.next() {
        return digits.next().is_none().then(|| first.to_owned());
    }
    let mut numerals = text
        .chars()
        .filter_map(|c| NUMERALS.chars().position(|n| n == c));
    let first = numerals.next()?;
    (numerals.next().is_none() && !text.contains('十')).then(|| first.to_string())
}

/// A day written as people write days: `2026/1/5`, `2026年1月5日`, `2026.1.5`.
pub fn day(text: &str) -> Option<jiff::civil::Date> {
    let mut parts = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    jiff::civil::Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_made_of_what_was_written() {
        for text in ["甲, 乙", "甲、乙", "（甲，乙）", " 甲 ；乙；"] {
            assert_eq!(list(text), "[甲, 乙]", "{text}");
        }
    }

    #[test]
    fn numbers_are_found_where_there_is_one() {
        for (text, number) in [
            ("6 个月", Some("6")),
            ("四", Some("4")),
            ("第四", Some("4")),
            ("6-12 个月", None),
            ("十四", None),
            ("很多", None),
        ] {
            assert_eq!(whole(text).as_deref(), number, "{text}");
        }
    }

    #[test]
    fn days_are_read_in_any_form_and_only_when_there_is_such_a_day() {
        let expected = jiff::civil::date(2026, 1, 5);
        for text in ["2026/1/5", "2026年1月5日", "2026.01.05", "2026-1-5"] {
            assert_eq!(day(text), Some(expected), "{text}");
        }
        for text in ["2026-13-01", "5/1/2026", "2026", "明天"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
