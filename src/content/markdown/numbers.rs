//! Numbers nothing vouches for: those in a paragraph, list item or table row without a mark.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Span;

/// Follows a text and notes, for every block, its first number and whether it has a mark.
#[derive(Default)]
pub struct NumberWatch {
    open: Vec<Block>,
    in_code: bool,
}

#[derive(Default)]
struct Block {
    number: Option<(String, Span)>,
    is_marked: bool,
}

impl NumberWatch {
    /// Takes the next event; returns the number of a block that ended without a mark.
    pub fn follow(&mut self, event: &Event, span: &Span, source: &str) -> Option<(String, Span)> {
        match event {
            Event::Start(Tag::Item | Tag::TableRow | Tag::TableHead) => {
                self.open.push(Block::default());
            }
            // A paragraph of a list item belongs to the item.
            Event::Start(Tag::Paragraph) => self.open.push(Block::default()),
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::FootnoteReference(_) => {
                if let Some(block) = self.open.last_mut() {
                    block.is_marked = true;
                }
            }
            Event::Text(text) if !self.in_code => {
                if let Some(block) = self.open.last_mut() {
                    block.is_marked |= holds_lost_mark(text);
                    if block.number.is_none()
                        && let Some(number) = first_number(text)
                    {
                        block.number = Some(place(&text[number], text, span, source));
                    }
                }
            }
            Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                return self.close();
            }
            Event::End(TagEnd::Paragraph) => return self.close(),
            _ => {}
        }
        None
    }

    fn close(&mut self) -> Option<(String, Span)> {
        let block = self.open.pop()?;
        block.number.filter(|_| !block.is_marked)
    }
}

/// True for `[^x`, `(^x)` and `^[x]`, which have findings of their own; the parser may part them.
fn holds_lost_mark(text: &str) -> bool {
    let is_open = |before: Option<char>| before.is_none_or(|c| "[(（【［".contains(c));
    let mut carets = text.match_indices('^');
    text.ends_with('^') || carets.any(|(at, _)| is_open(text[..at].chars().next_back()))
}

fn place(number: &str, text: &str, span: &Span, source: &str) -> (String, Span) {
    let is_verbatim = source.get(span.clone()) == Some(text);
    let offset = text.find(number).filter(|_| is_verbatim);
    let span = match offset {
        Some(offset) => span.start + offset..span.start + offset + number.len(),
        None => span.clone(),
    };
    (number.to_owned(), span)
}

/// What follows a year, and not an amount.
const DATE_UNITS: [&str; 4] = ["年", "月", "日", "号"];

/// The first number of a text that states an amount: no date, no name such as K8s or 2-02-10-08.
fn first_number(text: &str) -> Option<std::ops::Range<usize>> {
    if let Some(start) = text.find("百分之") {
        return Some(start..start + "百分之".len());
    }
    let mut rest = 0;
    while let Some(found) = text[rest..].find(|c: char| c.is_numeric() && is_digit(c)) {
        let start = rest + found;
        let length = text[start..].find(|c| !is_part(c));
        let end = length.map_or(text.len(), |length| start + length);
        let number = text[start..end].trim_end_matches(['.', ',', '–', '-']);
        let end = start + number.len();
        if is_amount(text, start, end) {
            return Some(start..end);
        }
        rest = end.max(start + 1);
    }
    None
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// Characters a number may consist of: digits, separators, and the dash of a range.
fn is_part(character: char) -> bool {
    is_digit(character) || matches!(character, '.' | ',' | '–' | '-')
}

fn is_amount(text: &str, start: usize, end: usize) -> bool {
    let number = &text[start..end];
    let before = text[..start].chars().next_back();
    let after = text[end..].trim_start();
    let beside_word = before.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        || text[end..].starts_with(|c: char| c.is_ascii_alphabetic());
    let is_date = DATE_UNITS.iter().any(|unit| after.starts_with(unit)) && is_date(number, after);
    let is_code = number.matches('-').count() > 1;
    // “O*NET 30.1”, “DORA 2025”: the version or year of a name.
    let names_version = text[..start].ends_with(' ')
        && text[..start]
            .trim_end()
            .ends_with(|c: char| c.is_ascii_alphabetic())
        && (number.contains('.') || is_year(number))
        && !after.starts_with(['%', '％']);
    !(beside_word || is_date || is_code || names_version)
}

/// Years are written with four digits, or two after a dash; days and months never exceed two.
fn is_date(number: &str, after: &str) -> bool {
    match after.starts_with('年') {
        true => number.split(['–', '-']).next().is_some_and(is_year),
        false => number.len() <= 2 || number.contains(['–', '-']),
    }
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_from_dates_and_names() {
        for (text, expected) in [
            ("约有 82% 的用户", Some("82")),
            ("减少 4.2%，很多", Some("4.2")),
            ("月薪 15,000 元", Some("15,000")),
            ("要 3–6 个月", Some("3–6")),
            ("有 5 年经验", Some("5")),
            ("19 个新职业", Some("19")),
            ("占百分之三十", Some("百分之")),
            ("２０ 家公司", Some("２０")),
            ("2026 年初，有 40 家", Some("40")),
            ("2025 年 8 月 28 日发布", None),
            ("2024–34 年的预测", None),
            ("照 O*NET 30.1 的说法", None),
            ("DORA 2025 报告", None),
            ("K8s 和 H264 都会", None),
            ("代码是 2-02-10-08", None),
            ("没有数字", None),
        ] {
            assert_eq!(
                first_number(text).map(|range| &text[range]),
                expected,
                "{text}"
            );
        }
    }
}
