//! YAML as a tree in which every key and value knows its place in the file.
//!
//! A derive would stop at the first fault; the tree is walked by [`super::shape`], which reports
//! all of them.

use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::diagnostic::{Diagnostic, SourceFile, Span};

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is; for a list or a map, where the key that introduces it is.
    pub span: Span,
}

/// The kinds of YAML values.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing after the colon.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(String),
    /// A list.
    Seq(Vec<Node>),
    /// Keys and values in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A key of a map, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// Parses the part of `file` at `range`.
///
/// `opening` is the place to point at when the whole document is meant, such as the `---` line.
///
/// # Errors
///
/// A diagnostic when the text is not YAML, or is YAML built to exhaust the reader.
pub fn parse(file: &Arc<SourceFile>, range: Span, opening: Span) -> Result<Node, Diagnostic> {
    let text = &file.text[range.clone()];
    if text.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    }) {
        return Ok(Node {
            value: Value::Null,
            span: opening,
        });
    }
    let place = Place {
        text,
        base: range.start,
    };
    match serde_saphyr::from_str_with_options::<Raw>(text, limits()) {
        Ok(raw) => Ok(raw.into_node(&place, opening)),
        Err(error) => Err(syntax_error(file, &place, opening, &error)),
    }
}

/// Bounds that no honest file comes near, so that a hostile one costs milliseconds.
fn limits() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 16,
            max_anchors: 0,
            max_aliases: 0,
            max_merge_keys: 0,
            max_documents: 1,
            max_nodes: 10_000,
            max_events: 30_000,
            max_total_scalar_bytes: 1 << 19,
        },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

fn syntax_error(
    file: &Arc<SourceFile>,
    place: &Place,
    opening: Span,
    error: &serde_saphyr::Error,
) -> Diagnostic {
    let span = error
        .location()
        .and_then(|location| place.span(&location))
        .unwrap_or(opening);
    let phrase = error.to_string();
    if phrase.contains("budget") || phrase.contains("limit") {
        return Diagnostic::error(
            "yaml-too-complex",
            file,
            span,
            "YAML 太大、嵌套太深，或用了锚点与别名",
        )
        .with_help("去掉 &、* 和 << 这类写法，嵌套不超过 16 层");
    }
    // The place the parser names counts from the start of its own text; ours is shown above.
    let phrase = phrase.split(" at line ").next().unwrap_or_default();
    Diagnostic::error("invalid-yaml", file, span, "YAML 写法有误，从这里读不下去").with_help(
        format!("检查缩进、冒号后的空格和引号是否成对；解析器说：{phrase}"),
    )
}

/// Translates the parser's places, which count from the start of its own text.
struct Place<'a> {
    text: &'a str,
    base: usize,
}

impl Place<'_> {
    fn span(&self, location: &serde_saphyr::Location) -> Option<Span> {
        let span = location.span();
        // Errors of the scanner know characters only.
        let start = match span.byte_offset() {
            Some(bytes) => usize::try_from(bytes).ok()?,
            None => self.byte_of_line_and_column(location)?,
        };
        let length = usize::try_from(span.byte_len().unwrap_or(0)).ok()?;
        let start = start.min(self.text.len());
        let end = (start + length).min(self.text.len());
        Some(self.base + start..self.base + end)
    }

    fn byte_of_line_and_column(&self, location: &serde_saphyr::Location) -> Option<usize> {
        let line = usize::try_from(location.line()).ok()?.checked_sub(1)?;
        let column = usize::try_from(location.column()).ok()?.checked_sub(1)?;
        let start = match line {
            0 => 0,
            _ => self.text.match_indices('\n').nth(line - 1)?.0 + 1,
        };
        let in_line = self.text[start..]
            .char_indices()
            .nth(column)
            .map_or(self.text.len() - start, |(offset, _)| offset);
        Some(start + in_line)
    }
}

/// The tree as serde hands it over, places still in the parser's terms.
struct Raw(Spanned<RawValue>);

enum RawValue {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Seq(Vec<Raw>),
    Map(Vec<(Spanned<String>, Raw)>),
}

impl Raw {
    fn into_node(self, place: &Place, introduced_by: Span) -> Node {
        let own = place
            .span(&self.0.referenced)
            .unwrap_or_else(|| introduced_by.clone());
        match self.0.value {
            RawValue::Null => Node {
                value: Value::Null,
                span: introduced_by,
            },
            RawValue::Bool(value) => Node {
                value: Value::Bool(value),
                span: own,
            },
            RawValue::Int(value) => Node {
                value: Value::Int(value),
                span: own,
            },
            RawValue::Float(value) => Node {
                value: Value::Float(value),
                span: own,
            },
            RawValue::Str(value) => Node {
                value: Value::Str(value),
                span: own,
            },
            RawValue::Seq(items) => Node {
                value: Value::Seq(
                    items
                        .into_iter()
                        .map(|item| {
                            let span = item.first_key(place);
                            item.into_node(place, span.unwrap_or_else(|| introduced_by.clone()))
                        })
                        .collect(),
                ),
                span: introduced_by,
            },
            RawValue::Map(entries) => Node {
                value: Value::Map(
                    entries
                        .into_iter()
                        .map(|(key, value)| {
                            let span = place
                                .span(&key.referenced)
                                .unwrap_or_else(|| introduced_by.clone());
                            let node = value.into_node(place, span.clone());
                            let name = key.value;
                            (Key { name, span }, node)
                        })
                        .collect(),
                ),
                span: introduced_by,
            },
        }
    }

    /// Where the first key of a map stands: the place an item of a list is known by.
    fn first_key(&self, place: &Place) -> Option<Span> {
        match &self.0.value {
            RawValue::Map(entries) => place.span(&entries.first()?.0.referenced),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        RawValue::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        // Beyond every range a schema allows, so the exact value no longer matters.
        Ok(RawValue::Int(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::Str(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(RawValue::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<RawValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(RawValue::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Node, Diagnostic> {
        let file = Arc::new(SourceFile {
            path: "x.yml".to_owned(),
            text: format!("前言\n{text}"),
        });
        let start = "前言\n".len();
        parse(&file, start..file.text.len(), 0..0)
    }

    fn text_at(text: &str, span: &Span) -> String {
        format!("前言\n{text}")[span.clone()].to_owned()
    }

    #[test]
    fn keeps_the_place_of_keys_and_values() {
        let text = "名: 值\nlist:\n  - { a: 1, b: 二 }\n";
        let Ok(Node {
            value: Value::Map(entries),
            ..
        }) = parsed(text)
        else {
            panic!("not a map");
        };
        assert_eq!(text_at(text, &entries[0].0.span), "名");
        assert_eq!(text_at(text, &entries[0].1.span), "值");
        let Value::Seq(items) = &entries[1].1.value else {
            panic!("not a list");
        };
        let Value::Map(item) = &items[0].value else {
            panic!("not a map");
        };
        assert_eq!(text_at(text, &item[1].1.span), "二");
        assert_eq!(text_at(text, &items[0].span), "a");
    }

    #[test]
    fn keeps_both_of_two_equal_keys() {
        let Ok(Node {
            value: Value::Map(entries),
            ..
        }) = parsed("a: 1\na: 2\n")
        else {
            panic!("not a map");
        };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn reads_integer_keys_as_text() {
        let Ok(Node {
            value: Value::Map(entries),
            ..
        }) = parsed("1: 一\n")
        else {
            panic!("not a map");
        };
        assert_eq!(entries[0].0.name, "1");
    }

    #[test]
    fn points_at_a_syntax_error() {
        let text = "a: 甲\nb：乙\n";
        let error = parsed(text).expect_err("full-width colon");
        assert_eq!(error.code, "invalid-yaml");
        assert_eq!(
            error
                .file
                .line_and_column(error.span.map_or(0, |s| s.start))
                .0,
            3
        );
    }

    #[test]
    fn refuses_bombs_quickly() {
        let mut bomb = "a0: &a0 [x]\n".to_owned();
        for level in 1..10 {
            let alias = format!("*a{}", level - 1);
            bomb.push_str(&format!(
                "a{level}: &a{level} [{}]\n",
                [alias.as_str(); 9].join(", ")
            ));
        }
        assert_eq!(parsed(&bomb).expect_err("aliases").code, "yaml-too-complex");
        let deep = "[".repeat(200_000);
        assert_eq!(parsed(&deep).expect_err("depth").code, "yaml-too-complex");
        let wide: String = (0..20_000).map(|key| format!("k{key}: 1\n")).collect();
        assert_eq!(parsed(&wide).expect_err("nodes").code, "yaml-too-complex");
    }
}
