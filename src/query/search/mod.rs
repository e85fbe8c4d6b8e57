//! Full-text search, made for Chinese.

mod fold;
mod index;
mod names;
mod pinyin;
mod prepared;
mod query;
mod snippet;

use crate::urls::UrlPath;
pub use fold::folded;
pub use index::Field;
use index::{Index, Term, terms_of};
use names::{NAMED, Names};
use pinyin::Readings;
use query::{Part, Query, Whole, is_spelt};
use snippet::{SNIPPET_CHARS, highlight, line_with};

/// What search knows about a page.
#[derive(Debug)]
pub struct Entry {
    /// Where it is.
    pub path: UrlPath,
    /// Its title.
    pub title: String,
    /// Other names of what it is about.
    pub aliases: Vec<String>,
    /// Skills and the like, with the place on the page they stand in.
    pub keys: Vec<String>,
    /// Its text, in the order of the page.
    pub passages: Vec<Passage>,
    /// True for pages about other pages, which come after those they speak of.
    pub is_secondary: bool,
}

/// A part of a page that can be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its anchor; none at the top of the page.
    pub anchor: Option<String>,
    /// Its heading.
    pub heading: String,
    /// What a reader sees there.
    pub text: String,
}

/// A query may have so many characters; a longer one is no question.
pub const MAX_QUERY_CHARS: usize = 200;

/// Nobody reads further down than this; who gets here asks again.
pub const MAX_HITS: usize = 30;

/// A page that answers a query.
#[derive(Debug, PartialEq)]
pub struct Hit<'a> {
    /// The page.
    pub path: &'a UrlPath,
    /// Its title, cut where words of the query begin and end.
    pub title: Vec<Piece>,
    /// The part that holds what was asked for.
    pub passage: Option<&'a Passage>,
    /// The text around it.
    pub snippet: Vec<Piece>,
}

impl Hit<'_> {
    fn is_marked(&self) -> bool {
        let mut pieces = self.title.iter().chain(&self.snippet);
        pieces.any(|piece| piece.is_match)
    }
}

/// A piece of text, and whether it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// True for words of the query.
    pub is_match: bool,
}

/// What a query found.
#[derive(Debug, Default, PartialEq)]
pub struct Results<'a> {
    /// The best pages, best first; at most [`MAX_HITS`].
    pub hits: Vec<Hit<'a>>,
    /// How many pages there are.
    pub count: usize,
    /// True when no page holds all that was asked for, and these hold some of it.
    pub is_partial: bool,
    /// Titles that may have been meant.
    pub proposals: Vec<(&'a str, &'a UrlPath)>,
}

/// Everything that can be found.
#[derive(Debug, Default)]
pub struct Search {
    entries: Vec<Entry>,
    index: Index,
    names: Vec<Names>,
    /// Names as written and as they sound.
    name_index: Index,
    /// The passages of every entry, folded, so that a query need not fold them again.
    folded: Vec<Vec<String>>,
}

/// How a page answers a query.
struct Candidate {
    page: usize,
    score: f32,
    /// How many of the query's terms it holds.
    held: usize,
}

/// What a page about other pages is worth beside one of them that says the same.
const SECONDARY: f32 = 0.3;
/// What it is worth that a page says every word, spelt as it is; more than any sum of term scores,
/// less than a name.
const SAID: f32 = 100.0;
/// Beyond the first few, near misses are noise.
const MAX_PARTIAL_HITS: usize = 5;
/// So many names are compared letter by letter for proposals.
const MAX_COMPARED: usize = 50;
/// As many proposals as fit in a sentence.
const MAX_PROPOSALS: usize = 3;

impl Search {
    /// Indexes pages.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut index = Index::default();
        let mut name_index = Index::default();
        let mut names = Vec::with_capacity(entries.len());
        let mut passages = Vec::with_capacity(entries.len());
        for entry in &entries {
            let mut texts = vec![(Field::Title, entry.title.as_str())];
            texts.extend(
                entry
                    .aliases
                    .iter()
                    .map(|text| (Field::Alias, text.as_str())),
            );
            texts.extend(entry.keys.iter().map(|text| (Field::Key, text.as_str())));
            for passage in &entry.passages {
                texts.push((Field::Body, passage.heading.as_str()));
                texts.push((Field::Body, passage.text.as_str()));
            }
            index.add(&texts);
            let all = std::iter::once(&entry.title).chain(&entry.aliases);
            let plain: Vec<String> = all.map(|name| folded(name).replace(' ', "")).collect();
            let readings: Vec<Readings> = plain.iter().map(|name| Readings::of(name)).collect();
            let written = plain.iter().map(String::as_str);
            let sounds = readings.iter().flat_map(Readings::all);
            let known: Vec<_> = written
                .chain(sounds)
                .map(|name| (Field::Title, name))
                .collect();
            name_index.add(&known);
            names.push(Names {
                folded: plain,
                readings,
            });
            let texts = entry.passages.iter();
            let texts = texts.map(|p| folded_text(&[&p.heading, &p.text]));
            passages.push(texts.collect());
        }
        Self {
            entries,
            index,
            names,
            name_index,
            folded: passages,
        }
    }

    /// All entries, in the order they were given.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Answers a query.
    #[must_use]
    pub fn find(&self, query: &str) -> Results<'_> {
        let query = Query::new(query);
        if query.runs.is_empty() {
            return Results::default();
        }
        let terms: Vec<Term> = query.runs.iter().flat_map(|run| terms_of(run)).collect();
        let mut candidates = self.candidates(&terms);
        let holds = |c: &Candidate| c.held == terms.len() && self.spells(c.page, &query);
        let whole = candidates.iter().any(holds);
        self.add_names(&query, &mut candidates);
        let is_named = candidates.iter().any(|c| c.score >= NAMED);
        if whole || is_named {
            candidates.retain(|c| c.score >= NAMED || holds(c));
        } else if query.runs.iter().all(|run| is_spelt(run)) {
            // A slip of the finger spoils two pairs; half of the pairs of a word is any word.
            candidates.retain(|c| c.held * 4 >= terms.len() * 3);
        } else {
            // Half of what can be found at all is a near miss, unless that is next to nothing:
            // of a word of four characters the pair in the middle is no word.
            let is_known = |term: &&Term| !self.index.postings(**term).is_empty();
            let known = terms.iter().filter(is_known).count();
            candidates.retain(|c| c.held * 2 >= known && c.held * 4 >= terms.len());
        }
        for candidate in &mut candidates {
            if self.entries[candidate.page].is_secondary {
                candidate.score *= SECONDARY;
            }
        }
        let count = candidates.len();
        let best_first =
            |a: &Candidate, b: &Candidate| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page));
        if count > MAX_HITS {
            candidates.select_nth_unstable_by(MAX_HITS, best_first);
            candidates.truncate(MAX_HITS);
        }
        let mut is_said = false;
        for candidate in &mut candidates {
            if self.says(candidate.page, &query) {
                is_said = true;
                candidate.score += SAID;
            }
        }
        candidates.sort_by(best_first);
        let is_partial = !whole && !is_named;
        if is_partial {
            candidates.truncate(MAX_PARTIAL_HITS);
        }
        let hits = candidates.iter().take(MAX_HITS);
        let mut hits: Vec<Hit> = hits.map(|c| self.hit(c.page, &query)).collect();
        // Where nothing can be marked, a reader sees no reason.
        hits.retain(|hit| !is_partial || hit.is_marked());
        Results {
            // Pairs that stand apart make no word: who mistyped a name gets it proposed all the same.
            proposals: match whole && is_said {
                true => Vec::new(),
                false => self.proposals(&query),
            },
            count: if is_partial { hits.len() } else { count },
            hits,
            is_partial,
        }
    }

    /// Scores every page that holds any of the terms.
    fn candidates(&self, terms: &[Term]) -> Vec<Candidate> {
        let mut found = vec![(0.0, 0); self.entries.len()];
        for term in terms {
            let postings = self.index.postings(*term);
            for posting in postings {
                if let Some((score, held)) = found.get_mut(posting.page as usize) {
                    *score += self.index.score(posting, postings.len());
                    *held += 1;
                }
            }
        }
        found
            .into_iter()
            .enumerate()
            .filter(|(_, (_, held))| *held > 0)
            .map(|(page, (score, held))| Candidate { page, score, held })
            .collect()
    }

    /// Puts pages first whose names are asked for: as written, or as they sound.
    fn add_names(&self, query: &Query, candidates: &mut Vec<Candidate>) {
        let whole: String = query.runs.concat().into_iter().collect();
        let is_letters = whole.is_ascii();
        let sound = (!is_letters).then(|| Readings::of(&whole));
        let heard = sound.iter().flat_map(Readings::whole).map(String::as_str);
        let mut pages: Vec<usize> = std::iter::once(whole.as_str())
            .chain(heard)
            .flat_map(|name| {
                let terms = terms_of(&name.chars().collect::<Vec<_>>());
                let enough = terms.len();
                self.name_index.sharing(&terms, enough)
            })
            .map(|(page, _)| page)
            .collect();
        pages.sort_unstable();
        pages.dedup();
        // Candidates come in the order of their pages; those added here stand behind them.
        let known = candidates.len();
        for page in pages {
            let names = &self.names[page];
            let Some(bonus) = names.bonus(&whole, is_letters, sound.as_ref()) else {
                continue;
            };
            match candidates[..known].binary_search_by_key(&page, |candidate| candidate.page) {
                Ok(at) => candidates[at].score += bonus,
                Err(_) => candidates.push(Candidate {
                    page,
                    score: bonus,
                    held: 0,
                }),
            }
        }
    }
}

impl Search {
    /// The titles most like what was typed.
    fn proposals(&self, query: &Query) -> Vec<(&str, &UrlPath)> {
        /// Less alike than this (from 0 to 1), a proposal is a guess.
        const MIN_SIMILARITY: f64 = 0.5;
        let whole: String = query.runs.concat().into_iter().collect();
        // Comparing letter by letter is dear, so only names that share something are compared.
        let terms = terms_of(&query.runs.concat());
        let mut sharing = self.name_index.sharing(&terms, terms.len() / 3);
        sharing.sort_by_key(|(page, held)| (std::cmp::Reverse(*held), *page));
        sharing.truncate(MAX_COMPARED);
        let mut alike: Vec<(f64, &Entry)> = sharing
            .into_iter()
            .map(|(page, _)| (&self.names[page], &self.entries[page]))
            .map(|(names, entry)| {
                let similarity =
                    |name: &String| strsim::normalized_damerau_levenshtein(&whole, name);
                let best = names.folded.iter().map(similarity).fold(0.0, f64::max);
                (best, entry)
            })
            .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0));
        alike.truncate(MAX_PROPOSALS);
        alike
            .into_iter()
            .map(|(_, entry)| (entry.title.as_str(), &entry.path))
            .collect()
    }

    /// Whether a page has the letters of a query's words in their order.
    fn spells(&self, page: usize, query: &Query) -> bool {
        let mut parts = query.parts.iter().filter(|part| part.is_spelt_out());
        parts.all(|part| {
            let mut texts = self.texts(page);
            texts.any(|text| part.found_in(text) != Whole::Nowhere)
        })
    }

    /// Everything a page says and is called, folded.
    fn texts(&self, page: usize) -> impl Iterator<Item = &String> {
        self.folded[page].iter().chain(&self.names[page].folded)
    }

    /// Whether a page says every word of a query, and not just parts of it.
    fn says(&self, page: usize, query: &Query) -> bool {
        let mut parts = query.parts.iter();
        parts.all(|part| {
            let mut texts = self.texts(page);
            texts.any(|text| part.found_in(text) == Whole::Word)
        })
    }

    fn hit(&self, page: usize, query: &Query) -> Hit<'_> {
        let entry = &self.entries[page];
        let passage = entry
            .passages
            .iter()
            .zip(&self.folded[page])
            .map(|(passage, folded)| (passage_worth(folded, query), passage))
            .filter(|(worth, _)| *worth > 0)
            // The first of the best: pages begin with what matters.
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, passage)| passage);
        Hit {
            path: &entry.path,
            title: highlight(&entry.title, query, usize::MAX),
            passage,
            // A page that was found by its name is shown as it begins.
            snippet: passage
                .or(entry.passages.first())
                .map_or_else(Vec::new, |p| {
                    highlight(
                        line_with(&p.text, &entry.title, query),
                        query,
                        SNIPPET_CHARS,
                    )
                }),
        }
    }
}

/// How much of the query a folded passage holds: pairs, and whole words counting double.
fn passage_worth(folded: &str, query: &Query) -> usize {
    let worth = |part: &Part| match part.found_in(folded) {
        Whole::Word => part.text.chars().count() * 2,
        Whole::Within => part.text.chars().count(),
        Whole::Nowhere => {
            let pairs = part.pairs.iter();
            pairs.filter(|pair| folded.contains(pair.as_str())).count()
        }
    };
    query.parts.iter().map(worth).sum()
}

/// Texts folded for comparison; a space ends a word.
fn folded_text(texts: &[&str]) -> String {
    let folded: Vec<String> = texts.iter().map(|text| folded(text)).collect();
    folded.join(" ")
}
