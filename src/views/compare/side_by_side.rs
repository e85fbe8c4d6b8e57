//! A few roles as columns, with every reason.

use super::facts::{Fact, SENTENCES, Sentence, title};
use super::picture;
use crate::catalogue::Role;
use crate::query::compare::{Column, Gap};
use crate::views::parts::Sign;
use crate::views::unbroken::unbroken;

/// Roles as columns.
pub struct SideBySide<'a> {
    /// The roles.
    pub signs: Vec<Sign<'a>>,
    /// The criteria in parts that have a name.
    pub parts: Vec<(&'static str, Vec<Criterion<'a>>)>,
}

/// A criterion as a row.
pub struct Criterion<'a> {
    /// Its name.
    pub title: &'a str,
    /// What it measures; empty when its name says it.
    pub line: &'a str,
    /// Whether the roles differ, in words; nothing where it cannot be told.
    pub difference: Option<String>,
    /// Whether the difference is marked.
    pub far: bool,
    /// What it says of each role.
    pub answers: Vec<Answer<'a>>,
}

/// What a criterion says of a role.
pub struct Answer<'a> {
    /// The role.
    pub role: &'a Role,
    /// The score, when it is one.
    pub score: Option<u8>,
    /// The fact, when it is a word.
    pub word: String,
    /// The reason for it, or the fact when it is a sentence.
    pub text: String,
}

impl Answer<'_> {
    /// Whether the text may turn at its marks alone in a narrow column.
    pub fn is_of_phrases(&self) -> bool {
        is_of_phrases(&self.text)
    }
}

impl<'a> SideBySide<'a> {
    /// The table of these roles and how far they are apart.
    pub fn new(signs: Vec<Sign<'a>>, gaps: &[Gap<'a>]) -> Self {
        let roles: Vec<&Role> = signs.iter().map(|sign| sign.role).collect();
        let words = [
            Column::Coding,
            Column::Months,
            Column::Outlook,
            Column::WayBack,
        ];
        let words = words.iter().map(|column| Criterion::word(column, &roles));
        let sentences = SENTENCES.iter();
        let sentences = sentences.map(|sentence| Criterion::sentence(sentence, &roles));
        let marked = picture::marked_width(gaps);
        let ratings: Vec<Criterion> = gaps
            .iter()
            .map(|gap| Criterion::rating(gap, &roles, marked))
            .collect();
        let mut parts = vec![
            ("评分", ratings),
            ("速览", words.chain(sentences).collect()),
        ];
        parts.retain(|(_, criteria)| !criteria.is_empty());
        Self { signs, parts }
    }

    /// How many columns the table has.
    pub fn width(&self) -> usize {
        self.signs.len() + 1
    }
}

impl<'a> Criterion<'a> {
    fn rating(gap: &Gap<'a>, roles: &[&'a Role], marked: Option<u8>) -> Self {
        let answer = |role: &&'a Role| {
            let mut ratings = role.ratings.iter();
            let rating = ratings.find(|rating| rating.axis.id == gap.axis.id);
            Answer {
                role,
                score: rating.map(|rating| rating.score),
                word: String::new(),
                text: rating.map_or(String::new(), |rating| unbroken(&rating.reason)),
            }
        };
        Self {
            title: &gap.axis.name,
            line: &gap.axis.line,
            difference: (roles.len() > 1).then(|| picture::words(gap)),
            far: marked == Some(gap.width()),
            answers: roles.iter().map(answer).collect(),
        }
    }

    fn word(column: &Column<'a>, roles: &[&'a Role]) -> Self {
        let answer = |role: &&'a Role| {
            let Fact { word, limit } = Fact::new(column, &role.glance);
            Answer {
                role,
                score: None,
                word,
                text: unbroken(&limit),
            }
        };
        let answers: Vec<Answer> = roles.iter().map(answer).collect();
        let mut words = answers.iter().map(|answer| &answer.word);
        let first = words.next();
        let differs = words.any(|word| Some(word) != first);
        let difference = if differs { "不同" } else { "相同" };
        Self {
            title: title(column),
            line: "",
            difference: (roles.len() > 1).then(|| difference.to_owned()),
            far: false,
            answers,
        }
    }

    fn sentence(sentence: &Sentence, roles: &[&'a Role]) -> Self {
        let answer = |role: &&'a Role| Answer {
            role,
            score: None,
            word: String::new(),
            text: unbroken((sentence.of)(&role.glance)),
        };
        Self {
            title: sentence.title,
            line: "",
            difference: None,
            far: false,
            answers: roles.iter().map(answer).collect(),
        }
    }
}

/// A narrow column has room for so many Chinese characters, the mark after them left out.
const MAX_PHRASE: usize = 11;

/// Whether no phrase is longer than a narrow column is wide. Letters take half a Chinese character.
fn is_of_phrases(text: &str) -> bool {
    let mut phrases = text.split(['，', '、', '；', '：', '。', '！', '？']);
    phrases.all(|phrase| {
        let halves = phrase.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
        halves.sum::<usize>() <= 2 * MAX_PHRASE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_measured_between_marks() {
        assert!(is_of_phrases("写代码的缺口小，概率统计的缺口大。"));
        assert!(is_of_phrases("Linux、Kubernetes 与 Helm"));
        assert!(is_of_phrases("十一个字的一段话刚好放"));
        assert!(!is_of_phrases("短的在前，十二个字的一段话放不下了"));
    }
}
