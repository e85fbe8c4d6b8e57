//! Text set in lines, by the measures of the font and the rules for where a Chinese line may end.

use super::LOOSE;
use crate::views::typeface::Typeface;

/// Text in lines of one size.
#[derive(Debug, PartialEq)]
pub struct Setting {
    /// The size of the font, in pixels.
    pub size: f32,
    /// The lines.
    pub lines: Vec<String>,
}

/// What must not begin a line: GB/T 15834, and 行首禁则 of clreq.
const NOT_FIRST: &str = "，。、；：！？）】》〉」』”’…—·～%％,.;:!?)]}々ー";
/// What must not end a line.
const NOT_LAST: &str = "（【《〈「『“‘([{";

impl Setting {
    /// Sets a text at the largest of the sizes at which it takes no more than so many lines; what
    /// takes more at every size is cut short.
    #[must_use]
    pub fn new(face: &Typeface, text: &str, width: f32, sizes: &[(f32, usize)]) -> Self {
        let mut cut = Self {
            size: 0.0,
            lines: Vec::new(),
        };
        for (size, most) in sizes {
            let mut lines = break_lines(face, text, width / size);
            if lines.len() <= *most {
                let lines = balanced(face, text, width / size, lines);
                return Self { size: *size, lines };
            }
            lines.truncate(*most);
            if let Some(line) = lines.last_mut() {
                shorten(face, line, width / size);
            }
            cut = Self { size: *size, lines };
        }
        cut
    }

    /// The same below something, where the room is so high, too.
    #[must_use]
    pub fn within(face: &Typeface, text: &str, room: (f32, f32), sizes: &[f32]) -> Self {
        /// More lines than that nobody reads on a picture.
        const MOST: u8 = 3;
        let (width, height) = room;
        let lines = |size: f32| {
            let fits = |count: &u8| f32::from(*count) * size * LOOSE <= height;
            let most = (1..=MOST).rev().find(fits).unwrap_or(1);
            (size, usize::from(most))
        };
        let sizes: Vec<_> = sizes.iter().map(|size| lines(*size)).collect();
        Self::new(face, text, width, &sizes)
    }
}

/// The same number of lines, about as long as each other: no line has a single character.
fn balanced(face: &Typeface, text: &str, width: f32, lines: Vec<String>) -> Vec<String> {
    /// In how many steps lines get shorter.
    const STEPS: u8 = 24;
    let narrower = (1..STEPS).map(|step| width * f32::from(STEPS - step) / f32::from(STEPS));
    narrower
        .map(|width| break_lines(face, text, width))
        .take_while(|broken| broken.len() == lines.len())
        .last()
        .unwrap_or(lines)
}

/// Breaks a text into lines no wider than `width` times the size.
fn break_lines(face: &Typeface, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(text) {
        let piece_width = face.width_of(piece.trim_end());
        if used + piece_width > width && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0.0;
        }
        let piece = if line.is_empty() {
            piece.trim_start()
        } else {
            piece
        };
        for character in piece.chars() {
            // A word longer than a line has to be broken somewhere.
            if used + face.width(character) > width && face.width_of(piece) > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(character);
            used += face.width(character);
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The parts of a text between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (place, character) in text.char_indices() {
        if previous.is_some_and(|previous| may_break(previous, character)) {
            pieces.push(&text[start..place]);
            start = place;
        }
        previous = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    let in_word = |c: char| c.is_ascii() && c != ' ';
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || after == ' ' {
        return false;
    }
    !(in_word(before) && in_word(after)) || before == '-'
}

/// Ends a line that is not the last with an ellipsis.
fn shorten(face: &Typeface, line: &mut String, width: f32) {
    while face.width_of(line) + face.width('…') > width || line.ends_with(is_mark) {
        if line.pop().is_none() {
            break;
        }
    }
    line.push('…');
}

fn is_mark(character: char) -> bool {
    NOT_FIRST.contains(character) || NOT_LAST.contains(character) || character == ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without a font every character is as wide as a 汉字.
    fn lines(text: &str, width: f32) -> Vec<String> {
        break_lines(&Typeface::default(), text, width)
    }

    #[test]
    fn lines_end_where_chinese_lines_may() {
        assert_eq!(lines("一二三，四", 3.0), ["一二", "三，四"]);
        assert_eq!(lines("一二《三》四", 3.0), ["一二", "《三》", "四"]);
        assert_eq!(lines("做 Go 开发", 4.0), ["做 Go", "开发"]);
        assert_eq!(lines("abcdef", 4.0), ["abcd", "ef"]);
        assert_eq!(lines("as-code", 5.0), ["as-", "code"]);
    }

    #[test]
    fn what_does_not_fit_is_smaller_then_cut() {
        let face = Typeface::default();
        let set = |text| Setting::new(&face, text, 40.0, &[(10.0, 1), (8.0, 1)]);
        assert_eq!(set("一二三四").size, 10.0);
        assert_eq!(set("一二三四五").size, 8.0);
        assert_eq!(set("一二三四五六").lines, ["一二三四…"]);
        assert_eq!(set("一二三，四五").lines, ["一二三…"]);
    }

    #[test]
    fn two_lines_are_about_as_long() {
        let set = Setting::new(&Typeface::default(), "一二三四五六", 50.0, &[(10.0, 2)]);
        assert_eq!(set.lines, ["一二三", "四五六"]);
    }
}
