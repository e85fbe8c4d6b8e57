//! Texts as search sees them: case, width and script do not count.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The first character of the block of unified ideographs, which holds nearly all of them.
const FIRST_IDEOGRAPH: u32 = 0x4e00;
/// The last one.
const LAST_IDEOGRAPH: u32 = 0x9fff;

/// The simplified form of every ideograph of the block, by its place there; from OpenCC's
/// `TSCharacters` (Apache-2.0). A table, since every character of every text is looked up.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (FIRST_IDEOGRAPH..=LAST_IDEOGRAPH)
        .filter_map(char::from_u32)
        .collect();
    for line in script_lines() {
        let mut characters = line.chars();
        if let (Some(traditional), Some(simplified)) = (characters.next(), characters.next())
            && let Some(entry) = place(traditional).and_then(|place| table.get_mut(place))
        {
            *entry = simplified;
        }
    }
    table
});

fn script_lines() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("simplified.txt").lines();
    lines.filter(|line| !line.starts_with('#'))
}

/// Traditional and simplified characters by turns, of those that are folded.
pub fn pairs_of_scripts() -> String {
    let in_block = |line: &&str| {
        let first = line.chars().next();
        first.is_some_and(|c| (FIRST_IDEOGRAPH..=LAST_IDEOGRAPH).contains(&u32::from(c)))
    };
    script_lines().filter(in_block).collect()
}

/// Where a character stands in the block; nothing for others.
fn place(character: char) -> Option<usize> {
    u32::from(character)
        .checked_sub(FIRST_IDEOGRAPH)
        .and_then(|place| usize::try_from(place).ok())
}

/// A folded character and the place of the character it is from, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The character as it is compared.
    pub character: char,
    /// Where the original begins.
    pub start: usize,
    /// Where the original ends.
    pub end: usize,
}

/// Folds a text into runs of letters and digits; everything else separates, but for the signs in
/// names like `C++` and `C#`.
///
/// Character by character, so that places in the original are kept: compatibility forms
/// (Unicode NFKC), lower case, simplified script.
#[must_use]
pub fn runs(text: &str) -> Vec<Vec<Folded>> {
    let mut runs = vec![Vec::new()];
    let mut characters = text.char_indices().peekable();
    while let Some((start, original)) = characters.next() {
        let end = start + original.len_utf8();
        let after = characters.peek().map(|(_, next)| *next);
        for character in compatible(original) {
            let last = runs.last().and_then(|run: &Vec<Folded>| run.last());
            let before = last.map(|folded| folded.character);
            if character.is_alphanumeric() || is_of_name(before, character, after) {
                let simplified = place(character).and_then(|place| SIMPLIFIED.get(place));
                let character = simplified.copied().unwrap_or(character);
                if let Some(run) = runs.last_mut() {
                    run.push(Folded {
                        character,
                        start,
                        end,
                    });
                }
            } else if runs.last().is_some_and(|run| !run.is_empty()) {
                runs.push(Vec::new());
            }
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// True for a sign that makes another name of the letters beside it, as `C++` is not `C`.
fn is_of_name(before: Option<char>, sign: char, after: Option<char>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match sign {
        '+' => before == Some('+') || is_letter(before) && !is_part(after),
        '#' => is_letter(before) && !is_part(after),
        _ => false,
    }
}

/// The compatibility form of a character in lower case.
fn compatible(original: char) -> impl Iterator<Item = char> {
    // Most characters of these texts are their own form, and normalising each costs more than
    // everything else search does: the block of unified ideographs has no compatibility forms.
    let plain = original.is_ascii() || matches!(original, '\u{4e00}'..='\u{9fff}');
    let normal = (!plain).then(|| {
        std::iter::once(original)
            .nfkc()
            .flat_map(char::to_lowercase)
    });
    let own = plain.then(|| original.to_ascii_lowercase());
    own.into_iter().chain(normal.into_iter().flatten())
}

/// The folded text, its runs joined by single spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    let runs = runs(text);
    let words = runs
        .iter()
        .map(|run| run.iter().map(|f| f.character).collect::<String>());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_script_do_not_count() {
        assert_eq!(folded("ＤｅｖＯｐｓ 工程師"), "devops 工程师");
        assert_eq!(folded("資料庫，Go／Rust！"), "资料库 go rust");
        assert_eq!(folded("㎏"), "kg");
        assert_eq!(folded("……"), "");
    }

    #[test]
    fn signs_of_names_are_part_of_them() {
        assert_eq!(folded("会 C/C++、Ｃ＃"), "会 c c++ c#");
        assert_eq!(folded("C++17"), "c++17");
        assert_eq!(
            folded("Go+Rust，3+ 年，# 号，Node.js，1.5。"),
            "go rust 3 年 号 node js 1 5"
        );
    }

    #[test]
    fn places_are_those_of_the_original() {
        let text = "（Ａ師";
        let run = &runs(text)[0];
        let originals: Vec<_> = run.iter().map(|f| &text[f.start..f.end]).collect();
        assert_eq!(originals, ["Ａ", "師"]);
    }
}
