//! Titles as they sound, for those who type pinyin or choose the wrong homophone.

use pinyin::ToPinyinMulti;

/// The readings of a name: whole syllables and first letters, one string per combination.
#[derive(Debug, Default, Clone)]
pub struct Readings {
    whole: Vec<String>,
    initials: Vec<String>,
}

/// A name with many ambiguous characters has more readings than anybody types.
const MAX_READINGS: usize = 16;

impl Readings {
    /// Reads a folded name; letters, digits and signs stand for themselves.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut whole = vec![String::new()];
        let mut initials = vec![String::new()];
        for character in name.chars() {
            let syllables = syllables(character);
            whole = combine(&whole, syllables.iter().map(String::as_str));
            let first = syllables.iter().filter_map(|s| s.get(..1));
            initials = combine(&initials, first);
        }
        Self { whole, initials }
    }

    /// Everything typed letters may be a part of.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.whole.iter().chain(&self.initials).map(String::as_str)
    }

    /// The name in whole syllables.
    pub fn whole(&self) -> &[String] {
        &self.whole
    }

    /// Its first letters.
    pub fn initials(&self) -> &[String] {
        &self.initials
    }

    /// True when typed letters sound like a part of the name that starts at a syllable.
    #[must_use]
    pub fn match_letters(&self, letters: &str) -> bool {
        self.initials.iter().any(|known| known.contains(letters))
            || (letters.len() >= 3 && self.whole.iter().any(|known| known.contains(letters)))
    }

    /// True when the name begins with what was typed.
    #[must_use]
    pub fn begin_with(&self, letters: &str) -> bool {
        let mut all = self.initials.iter().chain(&self.whole);
        all.any(|known| known.starts_with(letters))
    }

    /// True when another name sounds like a part of this one, or like all of it.
    #[must_use]
    pub fn sound_like(&self, other: &Self, all: bool) -> bool {
        let sounds = |heard: &String| {
            let mut known = self.whole.iter();
            known.any(|known| known == heard || !all && known.contains(heard.as_str()))
        };
        other.whole.iter().any(sounds)
    }
}

/// How a character may sound, without tones; one that does not stands for itself.
pub(super) fn syllables(character: char) -> Vec<String> {
    let Some(readings) = character.to_pinyin_multi() else {
        return vec![character.to_string()];
    };
    let mut syllables: Vec<String> = readings.into_iter().map(|r| r.plain().to_owned()).collect();
    syllables.sort();
    syllables.dedup();
    syllables
}

fn combine<'a>(stems: &[String], endings: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut combined: Vec<String> = stems
        .iter()
        .flat_map(|stem| endings.clone().map(move |ending| format!("{stem}{ending}")))
        .collect();
    combined.sort();
    combined.dedup();
    combined.truncate(MAX_READINGS);
    combined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_sound_and_by_first_letters() {
        let readings = Readings::of("数据库");
        for letters in ["shujuku", "sjk", "juku", "sj"] {
            assert!(readings.match_letters(letters), "{letters}");
        }
        assert!(!readings.match_letters("shuzu"));
        assert!(Readings::of("重庆").match_letters("chongqing"));
    }

    #[test]
    fn homophones_sound_alike() {
        let name = Readings::of("数据科学家");
        assert!(name.sound_like(&Readings::of("数剧"), false));
        assert!(!name.sound_like(&Readings::of("书法"), false));
        assert!(!name.sound_like(&Readings::of("家"), true));
        assert!(Readings::of("梅").sound_like(&Readings::of("没"), true));
    }
}
