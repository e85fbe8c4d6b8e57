//! An inverted index over single characters and pairs of neighbours.
//!
//! Chinese has no spaces, and a dictionary does not know the words of a trade; pairs of
//! characters find everything that was written. Scores are BM25F (Robertson, Zaragoza and Taylor
//! 2004: term frequencies weighted by field before saturation).

use std::collections::BTreeMap;

use super::fold::runs;

/// Where a text stands on a page; titles weigh most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The page's title.
    Title,
    /// Other names of what the page is about.
    Alias,
    /// Skills and the sentence that sums the page up.
    Key,
    /// Everything else a reader sees.
    Body,
}

impl Field {
    fn weight(self) -> f32 {
        match self {
            Self::Title => 8.0,
            Self::Alias => 6.0,
            Self::Key => 2.5,
            Self::Body => 1.0,
        }
    }
}

/// One or two characters in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(u64);

impl Term {
    fn single(character: char) -> Self {
        Self(u64::from(u32::from(character)))
    }

    fn pair(first: char, second: char) -> Self {
        Self((u64::from(u32::from(first)) << 32) | u64::from(u32::from(second)))
    }
}

/// How often a term stands in a page, weighted by field.
#[derive(Debug, Clone, Copy)]
pub struct Posting {
    /// The page.
    pub page: u32,
    /// The sum of the weights of its occurrences.
    pub weight: f32,
}

/// Term to pages.
#[derive(Debug, Default)]
pub struct Index {
    postings: BTreeMap<Term, Vec<Posting>>,
    lengths: Vec<f32>,
    mean_length: f32,
}

/// BM25's saturation: beyond a few occurrences more of them say little.
const K1: f32 = 1.2;
/// BM25's correction for the length of a page.
const B: f32 = 0.6;

impl Index {
    /// Adds the next page.
    pub fn add(&mut self, texts: &[(Field, &str)]) {
        let page = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        let mut weights: BTreeMap<Term, f32> = BTreeMap::new();
        let mut length = 0.0;
        for (field, text) in texts {
            for run in runs(text) {
                let weight = field.weight();
                for (place, folded) in run.iter().enumerate() {
                    *weights.entry(Term::single(folded.character)).or_default() += weight;
                    if let Some(next) = run.get(place + 1) {
                        let pair = Term::pair(folded.character, next.character);
                        *weights.entry(pair).or_default() += weight;
                    }
                    length += 1.0;
                }
            }
        }
        for (term, weight) in weights {
            self.postings
                .entry(term)
                .or_default()
                .push(Posting { page, weight });
        }
        self.lengths.push(length);
        let count = self.lengths.len() as f32;
        self.mean_length += (length - self.mean_length) / count;
    }

    /// The pages that hold a term.
    #[must_use]
    pub fn postings(&self, term: Term) -> &[Posting] {
        self.postings.get(&term).map_or(&[], Vec::as_slice)
    }

    /// How many of the terms each page holds, for pages that hold at least `enough` of them.
    #[must_use]
    pub fn sharing(&self, terms: &[Term], enough: usize) -> Vec<(usize, usize)> {
        let mut held = vec![0; self.lengths.len()];
        for term in terms {
            for posting in self.postings(*term) {
                if let Some(count) = held.get_mut(posting.page as usize) {
                    *count += 1;
                }
            }
        }
        let held = held.into_iter().enumerate();
        held.filter(|(_, count)| *count >= enough.max(1)).collect()
    }

    /// What a posting is worth: BM25F.
    #[must_use]
    pub fn score(&self, posting: &Posting, holders: usize) -> f32 {
        let pages = self.lengths.len() as f32;
        let holders = holders as f32;
        let rarity = (1.0 + (pages - holders + 0.5) / (holders + 0.5)).ln();
        let length = self
            .lengths
            .get(posting.page as usize)
            .copied()
            .unwrap_or(0.0);
        let long = 1.0 - B + B * length / self.mean_length.max(1.0);
        rarity * posting.weight * (K1 + 1.0) / (posting.weight + K1 * long)
    }
}

/// The terms of a run of a query: its pairs, or its only character.
#[must_use]
pub fn terms_of(run: &[char]) -> Vec<Term> {
    match run {
        [only] => vec![Term::single(*only)],
        _ => run
            .windows(2)
            .map(|pair| Term::pair(pair[0], pair[1]))
            .collect(),
    }
}
