//! What pages are called: as written and as it sounds.

use super::pinyin::Readings;

/// The folded names of an entry, the title first.
#[derive(Debug)]
pub struct Names {
    /// As written.
    pub folded: Vec<String>,
    /// As they sound.
    pub readings: Vec<Readings>,
}

/// A bonus no sum of term scores reaches: names come before texts.
pub const NAMED: f32 = 1_000.0;

impl Names {
    /// What a page gains when its names answer the query as a whole.
    pub fn bonus(&self, whole: &str, is_letters: bool, sound: Option<&Readings>) -> Option<f32> {
        // Of one character nearly every name sounds like a part.
        let is_one = whole.chars().nth(1).is_none();
        let mut best: Option<f32> = None;
        for (place, (name, readings)) in self.folded.iter().zip(&self.readings).enumerate() {
            let is_title = place == 0;
            let kind = if name == whole {
                6.0
            } else if name.starts_with(whole) {
                4.0
            } else if name.contains(whole) {
                3.0
            } else if is_letters && whole.len() >= 2 && readings.begin_with(whole) {
                2.5
            } else if is_letters && whole.len() >= 2 && readings.match_letters(whole) {
                2.0
            } else if sound.is_some_and(|sound| readings.sound_like(sound, is_one)) {
                1.5
            } else {
                continue;
            };
            // An exact alias beats a title that merely contains the word.
            let rank = (kind + if is_title { 0.4 } else { 0.0 }) * NAMED;
            best = Some(best.map_or(rank, |best| best.max(rank)));
        }
        best
    }
}
