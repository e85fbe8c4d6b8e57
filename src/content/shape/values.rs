//! The kinds of values that keys may have, each with its own message when it is something else.

use super::{Reader, Shape};
use crate::content::yaml::{Node, Value};
use crate::diagnostic::Span;
use crate::urls::Slug;

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
}

impl Shape for bool {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Bool(value) = node.value else {
            reader.wrong_type(node, "true 或 false");
            return None;
        };
        Some(value)
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
        let Value::Int(value) = node.value else {
            reader.wrong_type(node, "整数");
            return None;
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
}

/// An identifier other entries refer to, with its place: lower-case ASCII words and hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The identifier.
    pub value: Slug,
    /// Where it stands.
    pub span: Span,
}

impl Shape for Id {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::read(node, reader)?;
        match Slug::new(&text.value) {
            Some(value) => Some(Self {
                value,
                span: text.span,
            }),
            None => {
                reader.error(
                    "invalid-id",
                    &text.span,
                    format!("“{}”不能用作标识", text.value),
                    "只用小写英文字母、数字和连字符，以字母开头",
                );
                None
            }
        }
    }
}

/// A day of the Gregorian calendar, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub value: jiff::civil::Date,
    /// Where it stands.
    pub span: Span,
}

impl Shape for Day {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::read(node, reader)?;
        match text.value.parse() {
            Ok(value) if text.value.len() == "2026-01-31".len() => Some(Self {
                value,
                span: text.span,
            }),
            _ => {
                reader.error(
                    "invalid-date",
                    &text.span,
                    format!("“{}”不是日期", text.value),
                    "写成 2026-01-31 的样子",
                );
                None
            }
        }
    }
}

/// A local date and time, to the minute or the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The moment, in the site's time zone.
    pub value: jiff::civil::DateTime,
    /// Where it stands.
    pub span: Span,
}

impl Shape for Moment {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::read(node, reader)?;
        match text.value.parse() {
            Ok(value) => Some(Self {
                value,
                span: text.span,
            }),
            Err(_) => {
                reader.error(
                    "invalid-date",
                    &text.span,
                    format!("“{}”不是日期和时间", text.value),
                    "写成 2026-01-31 08:00 的样子",
                );
                None
            }
        }
    }
}

/// When a source was published: a year, a month or a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDate(pub String);

impl Shape for SourceDate {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::read(node, reader)?;
        let full = match text.value.len() {
            4 => format!("{}-01-01", text.value),
            7 => format!("{}-01", text.value),
            _ => text.value.clone(),
        };
        if full.len() != 10 || full.parse::<jiff::civil::Date>().is_err() {
            reader.error(
                "invalid-date",
                &text.span,
                format!("“{}”不是年份、月份或日期", text.value),
                "写成 \"2026\"、2026-01 或 2026-01-31 的样子",
            );
            return None;
        }
        Some(Self(text.value))
    }
}

/// An absolute http or https address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(pub String);

impl Shape for WebAddress {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::read(node, reader)?;
        let parsed = url::Url::parse(&text.value);
        if !parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            reader.error(
                "invalid-address",
                &text.span,
                format!("“{}”不是完整的网址", text.value),
                "写成 https:// 开头的完整网址",
            );
            return None;
        }
        Some(Self(text.value))
    }
}

/// A name of the time zone database, such as `Asia/Shanghai`.
#[derive(Debug, Clone)]
pub struct TimeZone(pub jiff::tz::TimeZone);

impl Shape for TimeZone {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::read(node, reader)?;
        match jiff::tz::TimeZone::get(&text.value) {
            Ok(zone) => Some(Self(zone)),
            Err(_) => {
                reader.error(
                    "invalid-time-zone",
                    &text.span,
                    format!("没有叫“{}”的时区", text.value),
                    "写 IANA 时区名，如 Asia/Shanghai",
                );
                None
            }
        }
    }
}
