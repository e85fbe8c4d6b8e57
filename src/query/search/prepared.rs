//! What a browser needs to search by itself, where there is no server to ask.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Search;
use super::fold::pairs_of_scripts;
use super::pinyin::syllables;
use crate::urls::UrlPath;

impl Search {
    /// The entries with their names as they are compared and as they sound, and the tables of
    /// characters; the index over them is made where it is used, from the same texts.
    pub fn prepared(&self, href: impl Fn(&UrlPath) -> String) -> Value {
        let entries = self.entries.iter().zip(&self.names);
        let entries = entries.map(|(entry, names)| {
            let passages = entry.passages.iter();
            let readings = names.readings.iter();
            json!({
                "path": entry.path.as_str(),
                "href": href(&entry.path),
                "title": entry.title,
                "aliases": entry.aliases,
                "keys": entry.keys,
                "passages": passages
                    .map(|p| json!([p.anchor, p.heading, p.text]))
                    .collect::<Vec<_>>(),
                "secondary": entry.is_secondary,
                "names": names.folded,
                "sounds": readings
                    .map(|r| json!([r.whole(), r.initials()]))
                    .collect::<Vec<_>>(),
            })
        });
        json!({
            "entries": entries.collect::<Vec<_>>(),
            "scripts": pairs_of_scripts(),
            "syllables": self.syllables(),
        })
    }

    /// The characters of every syllable some name holds: others sound like no name.
    fn syllables(&self) -> BTreeMap<String, String> {
        let readings = self.names.iter().flat_map(|names| &names.readings);
        let heard: Vec<&String> = readings.flat_map(|reading| reading.whole()).collect();
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        for character in '\u{4e00}'..='\u{9fff}' {
            for syllable in syllables(character) {
                let is_heard = || heard.iter().any(|name| name.contains(syllable.as_str()));
                let same = known
                    .entry(syllable.clone())
                    .or_insert_with(|| is_heard().then(String::new));
                if let Some(same) = same {
                    same.push(character);
                }
            }
        }
        known
            .into_iter()
            .filter_map(|(syllable, characters)| Some((syllable, characters?)))
            .collect()
    }
}
