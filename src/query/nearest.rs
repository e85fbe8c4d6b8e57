//! The pages an address that leads nowhere may have meant.

use crate::catalogue::Catalogue;
use crate::urls::UrlPath;

/// More proposals than this are a list to search, not an answer.
const MAX_PROPOSALS: usize = 3;

/// Less alike than this (from 0 to 1), a proposal is a guess.
const MIN_SIMILARITY: f64 = 0.45;

/// The titles and addresses of the pages most like `path`, best first.
#[must_use]
pub fn pages(catalogue: &Catalogue, path: &str) -> Vec<(String, UrlPath)> {
    let wanted = last_words(path);
    let roles = catalogue.roles().map(|role| {
        let address = UrlPath::role(&role.slug);
        let names = role.aliases.iter().chain([&role.title]);
        let best = names.fold(similarity(&wanted, role.slug.as_str()), |best, name| {
            best.max(similarity(&wanted, &name.to_lowercase()))
        });
        (best, role.title.clone(), address)
    });
    let pages = catalogue.pages.iter().map(|page| {
        let alike = similarity(&wanted, page.slug.as_str());
        (alike, page.title.clone(), UrlPath::page(&page.slug))
    });
    let mut found: Vec<_> = roles
        .chain(pages)
        .filter(|(alike, ..)| *alike >= MIN_SIMILARITY)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    found.truncate(MAX_PROPOSALS);
    found
        .into_iter()
        .map(|(_, title, address)| (title, address))
        .collect()
}

/// The last segment of a path, which says most, without a file's ending.
fn last_words(path: &str) -> String {
    /// No address is longer; comparing more would let a request buy time.
    const MAX_CHARS: usize = 80;
    let segment = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let stem = segment.split('.').next().unwrap_or("");
    stem.chars()
        .take(MAX_CHARS)
        .collect::<String>()
        .to_lowercase()
}

/// How alike two names are, from 0 to 1; a name that is a whole word of the other counts as near.
fn similarity(wanted: &str, name: &str) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    let whole = strsim::normalized_damerau_levenshtein(wanted, name);
    let by_word = name
        .split('-')
        .filter(|word| word.chars().count() > 2)
        .map(|word| 0.9 * strsim::normalized_damerau_levenshtein(wanted, word));
    by_word.fold(whole, f64::max)
}
