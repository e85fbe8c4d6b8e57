//! Texts, lists and numbers, each with its own message when it is something else.

use super::words::read_word;
use super::{Model, Reader, Shape, nearest};
use crate::content::yaml::{Node, Value};
use crate::diagnostic::Span;

/// Text that is not blank, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, without white space around it.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

impl Shape for Text {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Str(text) = &node.value else {
            reader.wrong_type(node, "文字");
            return None;
        };
        let value = text.trim();
        if value.is_empty() {
            reader.error(
                "empty-value",
                &node.span,
                "这里是空白".to_owned(),
                "写上内容，或整行删去（若此键可省）",
            );
            return None;
        }
        Some(Self {
            value: value.to_owned(),
            span: node.span.clone(),
        })
    }

    fn model() -> Model {
        Model::Text { longest: None }
    }
}

/// A sentence of at most `MAX` characters, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<const MAX: usize>(pub Text);

impl<const MAX: usize> Shape for Line<MAX> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = read_word(node, reader)?;
        let length = text.value.chars().count();
        if length > MAX {
            let rest = text.value.chars().skip(MAX).collect::<String>();
            reader.error(
                "too-long",
                &text.span,
                format!("有 {length} 个字，最多 {MAX} 个"),
                format!("删去 {} 个字，从这里起超出：{rest}", length - MAX),
            );
            return None;
        }
        Text::read(node, reader).map(Self)
    }

    fn model() -> Model {
        Model::Text { longest: Some(MAX) }
    }
}

/// A list of at most `MAX` items.
#[derive(Debug, Clone, PartialEq)]
pub struct Few<T, const MAX: usize>(pub Vec<T>);

impl<T: Shape, const MAX: usize> Shape for Few<T, MAX> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let items = Vec::read(node, reader);
        if let Value::Seq(nodes) = &node.value
            && let Some(extra) = nodes.get(MAX)
        {
            reader.error(
                "too-many",
                &extra.span,
                format!("有 {} 项，最多 {MAX} 项", nodes.len()),
                format!("留下最要紧的 {MAX} 项，删去其余"),
            );
            return None;
        }
        items.map(Self)
    }

    fn model() -> Model {
        Model::List {
            items: Box::new(T::model()),
            most: Some(MAX),
        }
    }
}

impl<T, const MAX: usize> IntoIterator for Few<T, MAX> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, const MAX: usize> IntoIterator for &'a Few<T, MAX> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Shape for bool {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        match &node.value {
            Value::Str(text) if meant_truth(text).is_some() => {
                let meant = meant_truth(text).unwrap_or_default();
                reader.error(
                    "wrong-boolean",
                    &node.span,
                    format!("“{text}”不是 true 或 false"),
                    format!("是不是 `{meant}`？只认小写、不加引号的 true 和 false"),
                );
            }
            _ => reader.wrong_type(node, "true 或 false"),
        }
        None
    }

    fn model() -> Model {
        Model::Truth
    }
}

/// The truth value somebody meant who wrote something else.
fn meant_truth(text: &str) -> Option<&'static str> {
    let word = text.trim().to_lowercase();
    match word.as_str() {
        "yes" | "y" | "on" | "1" | "是" | "对" | "真" | "开" => Some("true"),
        "no" | "n" | "off" | "0" | "否" | "不" | "假" | "关" => Some("false"),
        _ => nearest(&word, ["true", "false"].into_iter()),
    }
}

/// A whole number from `MIN` to `MAX`, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole<const MIN: i64, const MAX: i64> {
    /// The number.
    pub value: i64,
    /// Where it stands.
    pub span: Span,
}

impl<const MIN: i64, const MAX: i64> Shape for Whole<MIN, MAX> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let value = match node.value {
            Value::Int(value) => value,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a float without a fraction is cut off at the ends of the range at worst"
            )]
            Value::Float(value) if value.fract() == 0.0 => value as i64,
            Value::Str(ref text) if half_width(text).is_some() => {
                let digits = half_width(text).unwrap_or_default();
                reader.error(
                    "full-width-digits",
                    &node.span,
                    format!("“{text}”的数字是全角的"),
                    format!("改成半角：`{digits}`"),
                );
                return None;
            }
            _ => {
                reader.wrong_type(node, "整数");
                return None;
            }
        };
        if !(MIN..=MAX).contains(&value) {
            reader.error(
                "out-of-range",
                &node.span,
                format!("{value} 不在 {MIN} 到 {MAX} 之间"),
                format!("写 {MIN} 到 {MAX} 之间的整数"),
            );
            return None;
        }
        Some(Self {
            value,
            span: node.span.clone(),
        })
    }

    fn model() -> Model {
        Model::Whole { min: MIN, max: MAX }
    }
}

/// The same number in half width, when `text` is one in full width.
fn half_width(text: &str) -> Option<String> {
    let digits = text.chars().map(|character| match character {
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        '－' => Some('-'),
        '0'..='9' => Some(character),
        _ => None,
    });
    let digits: String = digits.collect::<Option<_>>()?;
    (digits != text && !digits.is_empty()).then_some(digits)
}

/// A number from 0 to `MAX_THOUSANDTHS` thousandths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure<const MAX_THOUSANDTHS: u32>(pub f64);

impl<const MAX_THOUSANDTHS: u32> Shape for Measure<MAX_THOUSANDTHS> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let value = match node.value {
            #[expect(
                clippy::cast_precision_loss,
                reason = "out-of-range values are refused below, precise or not"
            )]
            Value::Int(value) => value as f64,
            Value::Float(value) => value,
            _ => {
                reader.wrong_type(node, "数字");
                return None;
            }
        };
        let max = f64::from(MAX_THOUSANDTHS) / 1000.0;
        if !(0.0..=max).contains(&value) {
            reader.error(
                "out-of-range",
                &node.span,
                format!("{value} 不在 0 到 {max} 之间"),
                format!("写 0 到 {max} 之间的数"),
            );
            return None;
        }
        Some(Self(value))
    }

    fn model() -> Model {
        Model::Number {
            thousandths: MAX_THOUSANDTHS,
        }
    }
}
