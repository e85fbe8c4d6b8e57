//! What a query asks for, folded.

use super::fold::runs;

/// What a query asks for, folded.
pub struct Query {
    /// Its words, letter by letter.
    pub runs: Vec<Vec<char>>,
    /// The same as texts.
    pub parts: Vec<Part>,
}

/// A word of a query.
pub struct Part {
    /// The word.
    pub text: String,
    /// Its pairs of neighbours. Chinese has no spaces, and a pair of its characters is mostly a
    /// word; of letters and digits a pair says nothing, and there are none.
    pub pairs: Vec<String>,
}

impl Query {
    /// Folds what was typed.
    pub fn new(query: &str) -> Self {
        let runs: Vec<Vec<char>> = runs(query)
            .iter()
            .map(|run| run.iter().map(|folded| folded.character).collect())
            .collect();
        let parts = runs.iter().map(|run| Part::new(run)).collect();
        Self { runs, parts }
    }
}

impl Part {
    fn new(run: &[char]) -> Self {
        Self {
            text: run.iter().collect(),
            pairs: words_of(run).map(|pair| pair.iter().collect()).collect(),
        }
    }

    /// Where it stands in a folded text.
    pub fn found_in(&self, text: &str) -> Whole {
        let is_apart = |at: usize| {
            let (before, after) = (&text[..at], &text[at + self.text.len()..]);
            is_apart(&self.text, before.chars().next_back(), after.chars().next())
        };
        let mut places = text.match_indices(&self.text).map(|(at, _)| at);
        match places.next() {
            None => Whole::Nowhere,
            Some(first) if is_apart(first) || places.any(is_apart) => Whole::Word,
            Some(_) => Whole::Within,
        }
    }

    /// True for a word of letters and digits whose pairs standing apart make no such word.
    pub fn is_spelt_out(&self) -> bool {
        self.text.is_ascii() && self.text.len() > LONGEST_SHORT
    }
}

/// Whether a word of a query stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// It does, and begins no later than a word does; a short one ends with it, too.
    Word,
    /// Only as a part of another: `art` in `smart`, `c` in `cpu`.
    Within,
    /// It does not.
    Nowhere,
}

/// Of letters and digits so few are the beginning of nearly anything.
pub const LONGEST_SHORT: usize = 2;

/// True when a word between two characters is one by itself, or begins one.
pub fn is_apart(word: &str, before: Option<char>, after: Option<char>) -> bool {
    let goes_on = |next: Option<char>| next.is_some_and(is_letter);
    let is_short = word.len() <= LONGEST_SHORT;
    !(word.starts_with(is_letter) && (goes_on(before) || is_short && goes_on(after)))
}

/// The pairs of neighbours that may be words.
pub fn words_of(run: &[char]) -> impl Iterator<Item = &[char]> {
    run.windows(2).filter(|pair| !is_spelt(pair))
}

/// True for what is spelt with letters and digits alone, and the signs of such names.
pub fn is_spelt(run: &[char]) -> bool {
    run.iter().all(char::is_ascii)
}

/// True for letters and digits that make words together.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphanumeric()
}
