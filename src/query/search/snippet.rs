//! The part of a text that shows what was asked for, with the words of the query marked.

use super::fold::{Folded, runs};
use super::query::{LONGEST_SHORT, is_apart, is_spelt, words_of};
use super::{Piece, Query};

/// The line of a passage to show: the sentence that holds most of what was asked for; a label,
/// with what it is the label of, where that holds more; the longest where none holds anything. The
/// title is a label that stands above it anyway.
pub fn line_with<'a>(text: &'a str, title: &str, query: &Query) -> &'a str {
    /// Shorter lines are labels, not sentences.
    const MIN_CHARS: usize = 12;
    let is_sentence = |line: &&str| line.chars().count() >= MIN_CHARS;
    let (sentences, labels): (Vec<&str>, Vec<&str>) = text.lines().partition(is_sentence);
    let held = |line: &str| -> usize {
        let marks = marked(line, query).into_iter();
        marks
            .map(|(start, end)| line[start..end].chars().count())
            .sum()
    };
    // A line with all of it is not bettered by saying it twice: no need to look further.
    let all: usize = query.runs.iter().map(Vec::len).sum();
    let mut best = (0, None);
    for line in sentences.iter().chain(&labels) {
        let held = held(line);
        if held > best.0 {
            best = (held, Some(line));
        }
        if held >= all {
            break;
        }
    }
    let longest = || sentences.iter().max_by_key(|line| line.len());
    match best.1.or_else(longest) {
        Some(line) if is_sentence(line) => line,
        Some(label) => {
            let both = with_next_line(text, label);
            match *label == title {
                true => both[label.len()..].trim_start(),
                false => both,
            }
        }
        None => text,
    }
}

/// A line together with the one that follows it.
fn with_next_line<'a>(text: &'a str, line: &str) -> &'a str {
    let start = format!("\n{text}\n").find(&format!("\n{line}\n"));
    let from = &text[start.unwrap_or(0)..];
    let rest = from[line.len()..].trim_start();
    let next = rest.lines().next().unwrap_or_default();
    from[..from.len() - rest.len() + next.len()].trim_end()
}

/// As many characters as two lines on a phone.
pub const SNIPPET_CHARS: usize = 90;

/// Cuts a text where the query's words begin and end, and shortens it to the part around the
/// first of them.
pub fn highlight(text: &str, query: &Query, max_chars: usize) -> Vec<Piece> {
    let marks = marked(text, query);
    let first = marks.first().map_or(0, |(start, _)| *start);
    let (from, to) = window(text, first, max_chars);
    let mut pieces = Vec::new();
    let mut push = |text: &str, is_match: bool| {
        if !text.is_empty() {
            let text = text.to_owned();
            pieces.push(Piece { text, is_match });
        }
    };
    if from > 0 {
        push("……", false);
    }
    let mut place = from;
    for (start, end) in marks {
        if start >= place && end <= to {
            push(&text[place..start], false);
            push(&text[start..end], true);
            place = end;
        }
    }
    push(&text[place..to], false);
    if to < text.len() {
        push("……", false);
    }
    pieces
}

/// The places of the query's words in a text, those in the middle of others only where no other
/// is; of their pairs where no word is there whole.
fn marked(text: &str, query: &Query) -> Vec<(usize, usize)> {
    let folded = runs(text);
    // With each place, whether it is in the middle of a word.
    let find = |part: &[char]| -> Vec<(bool, (usize, usize))> {
        let places = |run: &Vec<Folded>| -> Vec<(bool, (usize, usize))> {
            run.windows(part.len())
                .enumerate()
                .filter(|(_, window)| window.iter().map(|f| &f.character).eq(part))
                .map(|(at, window)| {
                    let character = |at: usize| run.get(at).map(|folded| folded.character);
                    let before = at.checked_sub(1).and_then(character);
                    let after = character(at + part.len());
                    let place = (window[0].start, window[part.len() - 1].end);
                    (!is_apart(&String::from_iter(part), before, after), place)
                })
                .collect()
        };
        folded.iter().flat_map(places).collect()
    };
    let mut marks = Vec::new();
    for run in &query.runs {
        let mut found = find(run);
        if found.iter().any(|(is_within, _)| !is_within) {
            found.retain(|(is_within, _)| !is_within);
        }
        if is_spelt(run) && run.len() <= LONGEST_SHORT {
            found.retain(|(is_within, _)| !is_within);
        }
        if found.is_empty() {
            found.extend(words_of(run).flat_map(find));
        }
        marks.extend(found.into_iter().map(|(_, place)| place));
    }
    marks.sort_unstable();
    // Overlapping marks become one.
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in marks {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// A part of a text of at most so many characters, starting a little before a place.
fn window(text: &str, around: usize, max_chars: usize) -> (usize, usize) {
    /// Enough to see what a word belongs to.
    const LEAD_CHARS: usize = 20;
    let before = text[..around].char_indices().rev();
    let from = before
        .map(|(place, _)| place)
        .take(LEAD_CHARS)
        .last()
        .unwrap_or(around);
    // A lead that reaches almost to the beginning may as well reach it.
    let from = if text[..from].chars().count() <= 3 {
        0
    } else {
        from
    };
    let to = text[from..]
        .char_indices()
        .nth(max_chars)
        .map_or(text.len(), |(place, _)| from + place);
    (from, to)
}
