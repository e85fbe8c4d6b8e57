//! Keeps a number with what it counts: lines break before or after both, never between them.
//!
//! Editors write plain spaces and dashes; only pages have the characters that forbid a break, those
//! of the classes GL and WJ of the Unicode Line Breaking Algorithm (UAX #14).

use crate::content::typography::is_han;

/// A space at which no line is broken.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Nothing to see, and no line is broken at it.
pub const WORD_JOINER: char = '\u{2060}';

/// Units of two characters that are one word.
const UNITS: [[char; 2]; 6] = [
    ['个', '月'],
    ['小', '时'],
    ['分', '钟'],
    ['美', '元'],
    ['万', '人'],
    ['万', '个'],
];

/// The text with its numbers kept together with their units, ranges in one piece.
#[must_use]
pub fn unbroken(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or_default();
    let mut kept = String::with_capacity(text.len() + 8);
    for (place, &char) in chars.iter().enumerate() {
        let before = at(place.wrapping_sub(1));
        let after = at(place + 1);
        let counts = before.is_ascii_digit() && is_han(after);
        let is_ordinal = before == '第' && after.is_ascii_digit();
        kept.push(match char {
            ' ' if counts || is_ordinal => NO_BREAK_SPACE,
            char => char,
        });
        let is_range = char == '–' && before.is_ascii_digit() && after.is_ascii_digit();
        let is_counted = before == ' ' && at(place.wrapping_sub(2)).is_ascii_digit();
        if is_range || is_counted && UNITS.contains(&[char, after]) {
            kept.push(WORD_JOINER);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_with_what_they_count() {
        let shown = |text: &str| {
            unbroken(text)
                .replace(NO_BREAK_SPACE, "_")
                .replace(WORD_JOINER, "+")
        };
        assert_eq!(shown("共 6–12 个月。"), "共 6–+12_个+月。");
        assert_eq!(shown("2021 年 9 月 1 日起"), "2021_年 9_月 1_日起");
        assert_eq!(shown("排在第 93 百分位"), "排在第_93_百分位");
        assert_eq!(
            shown("每周 8–10 小时，约 1.6 万人"),
            "每周 8–+10_小+时，约 1.6_万+人"
        );
        assert_eq!(shown("36% 说，ISC2 说"), "36% 说，ISC2_说");
        assert_eq!(shown("– 3"), "– 3");
        assert_eq!(shown(""), "");
    }
}
