//! Marks of punctuation that are typed for want of the right key, which `autocorrect` leaves alone.
//!
//! None of these is safe to change without looking: what is meant is a guess.

use super::edits::Edit;

/// Proposals for the marks of a stretch of prose.
pub fn edits(prose: &str) -> Vec<Edit> {
    let mut found = Vec::new();
    let mut propose = |start: usize, length: usize, replacement: &str| {
        found.push(Edit {
            span: start..start + length,
            replacement: replacement.to_owned(),
            is_safe: false,
        });
    };
    let neighbours = |start: usize, end: usize| {
        let before = prose[..start].chars().next_back();
        (before, prose[end..].chars().next())
    };
    let beside_han = |start: usize, end: usize| {
        let (before, after) = neighbours(start, end);
        before.is_some_and(is_han) || after.is_some_and(is_han)
    };
    for (start, dots) in runs_of(prose, &['.', '。', '…']) {
        let end = start + dots.len();
        let is_wrong = match dots.chars().next() {
            Some('.') => dots.len() > 1 && beside_han(start, end),
            Some('。') => dots.chars().count() > 1,
            _ => dots != "……",
        };
        if is_wrong {
            propose(start, dots.len(), if dots == "。。" { "。" } else { "……" });
        }
    }
    for (start, dashes) in runs_of(prose, &['—']) {
        if dashes != "——" {
            propose(start, dashes.len(), "——");
        }
    }
    let mut is_open = false;
    for (start, mark) in prose.match_indices('"') {
        is_open = !is_open;
        if beside_han(start, start + 1) {
            propose(start, mark.len(), if is_open { "“" } else { "”" });
        }
    }
    for (start, mark) in prose.match_indices(['(', ')']) {
        if beside_han(start, start + 1) {
            propose(start, mark.len(), if mark == "(" { "（" } else { "）" });
        }
    }
    for (start, space) in prose.match_indices(' ') {
        match neighbours(start, start + 1) {
            (Some(before), Some('%')) if before.is_ascii_digit() => propose(start, space.len(), ""),
            (Some(before), Some(after)) if is_han(before) && is_han(after) => {
                propose(start, space.len(), "");
            }
            _ => {}
        }
    }
    found
}

/// True for 汉字.
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇')
}

/// The longest stretches of the same one of these characters.
fn runs_of<'a>(text: &'a str, wanted: &[char]) -> Vec<(usize, &'a str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (start, mark) in text.match_indices(wanted) {
        match found.last_mut() {
            Some((first, run)) if *first + run.len() == start && run.starts_with(mark) => {
                *run = &text[*first..start + mark.len()];
            }
            _ => found.push((start, mark)),
        }
    }
    found
}
