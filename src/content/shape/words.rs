//! Words with a form: identifiers, dates, addresses. Every character of them counts.

use super::{Model, Reader, Shape, Text, advice};
use crate::content::yaml::{Node, Value};
use crate::diagnostic::Span;
use crate::urls::Slug;

/// Reads a word of which every character counts, white space around it too.
pub fn read_word(node: &Node, reader: &mut Reader) -> Option<Text> {
    let text = Text::read(node, reader)?;
    let Value::Str(value) = &node.value else {
        return None;
    };
    let value = value.clone();
    Some(Text { value, ..text })
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
        let text = read_word(node, reader)?;
        match Slug::new(&text.value) {
            Some(value) => Some(Self {
                value,
                span: text.span,
            }),
            None => {
                let help = match Slug::meant(&text.value) {
                    Some(slug) => format!("是不是 `{slug}`？"),
                    None => "只用小写英文字母、数字和连字符，以字母开头".to_owned(),
                };
                let message = format!("“{}”不能用作标识", text.value);
                reader.error("invalid-id", &text.span, message, help);
                None
            }
        }
    }

    fn model() -> Model {
        Model::Id
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
        let text = read_word(node, reader)?;
        match text.value.parse() {
            Ok(value) if has_form(&text.value, "0000-00-00") => Some(Self {
                value,
                span: text.span,
            }),
            _ => {
                reader.error(
                    "invalid-date",
                    &text.span,
                    format!("“{}”不是日期", text.value),
                    match advice::day(&text.value) {
                        Some(day) => format!("写成 {day}"),
                        None => "写成 2026-01-31 的样子".to_owned(),
                    },
                );
                None
            }
        }
    }

    fn model() -> Model {
        Model::Day
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
        let text = read_word(node, reader)?;
        // A form of its own, since the parser knows many more.
        let known = ["0000-00-00 00:00", "0000-00-00 00:00:00"]
            .iter()
            .any(|form| has_form(&text.value.replacen('T', " ", 1), form));
        // The parser takes a sixtieth second for the last one of the minute.
        let leap = text.value.len() > "0000-00-00 00:00".len() && text.value.ends_with(":60");
        match text.value.parse() {
            Ok(value) if known && !leap => Some(Self {
                value,
                span: text.span,
            }),
            _ => {
                reader.error(
                    "invalid-date",
                    &text.span,
                    format!("“{}”不是日期和时间", text.value),
                    match advice::day(&text.value) {
                        Some(day) => format!("写成 {day} 08:00 的样子，不写时区"),
                        None => "写成 2026-01-31 08:00 的样子".to_owned(),
                    },
                );
                None
            }
        }
    }

    fn model() -> Model {
        Model::Moment
    }
}

/// When a source was published: a year, a month or a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDate(pub String);

impl Shape for SourceDate {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Float(_) = node.value {
            let written = reader.file.text.get(node.span.clone()).unwrap_or_default();
            let message = format!("“{written}”不是年份、月份或日期");
            let help = "年、月、日之间用 -，例如 2026-01 或 2026-01-31";
            reader.error("invalid-date", &node.span, message, help);
            return None;
        }
        let text = read_word(node, reader)?;
        let full = match text.value.len() {
            4 => format!("{}-01-01", text.value),
            7 => format!("{}-01", text.value),
            _ => text.value.clone(),
        };
        if !has_form(&full, "0000-00-00") || full.parse::<jiff::civil::Date>().is_err() {
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

    fn model() -> Model {
        Model::SourceDate
    }
}

/// True when `text` has digits exactly where `form` has zeros, and is like it elsewhere.
fn has_form(text: &str, form: &str) -> bool {
    let fits = |(found, wanted): (u8, u8)| match wanted {
        b'0' => found.is_ascii_digit(),
        other => found == other,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

/// True for an absolute http or https address whose host is a name, without user or password.
///
/// Stricter than the standard, which mends and guesses; [`super::super::json_schema`] has the same
/// rule as a pattern.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let Some(rest) = rest.or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
    let is_label = |label: &str| {
        let bytes = label.as_bytes();
        bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || *b == b'-')
            && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
            && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.split('.').all(is_label)
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
        && (1..=4).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
        && !path.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'))
}

/// An absolute http or https address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(pub String);

impl Shape for WebAddress {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = read_word(node, reader)?;
        if !is_web_address(&text.value) {
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

    fn model() -> Model {
        Model::WebAddress
    }
}

/// A name of the time zone database, such as `Asia/Shanghai`.
#[derive(Debug, Clone)]
pub struct TimeZone(pub jiff::tz::TimeZone);

impl Shape for TimeZone {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = read_word(node, reader)?;
        match jiff::tz::TimeZone::get(&text.value) {
            // The database does not mind capitals; other readers of the file may.
            Ok(zone) if zone.iana_name() == Some(text.value.as_str()) => Some(Self(zone)),
            _ => {
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

    fn model() -> Model {
        Model::TimeZone
    }
}
