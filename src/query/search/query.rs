//! What a query asks for, folded.

use super::fold::runs;

/// What a query asks for, folded.
pub struct Query {
    /// Its words, letter by letter.
    pub runs: Vec<Vec<char>>,
    /// The runs as texts, each with its pairs of neighbours.
    pub parts: Vec<(String, Vec<String>)>,
}

impl Query {
    /// Folds what was typed.
    pub fn new(query: &str) -> Self {
        let runs: Vec<Vec<char>> = runs(query)
            .iter()
            .map(|run| run.iter().map(|folded| folded.character).collect())
            .collect();
        let parts = runs
            .iter()
            .map(|run| {
                let pairs = run.windows(2).map(|pair| pair.iter().collect());
                (run.iter().collect(), pairs.collect())
            })
            .collect();
        Self { runs, parts }
    }
}
