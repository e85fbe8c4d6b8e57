//! The entries of `match.yml` to the self-assessment.

use std::sync::Arc;

use crate::catalogue::matching_model::{
    Answer, Assessment, Bound, Caution, Effect, Limit, Question, Scoring,
};
use crate::catalogue::model::{Axis, Interest};
use crate::content::schema::{
    AnswerEntry, BoundEntry, InterestEntry, LimitEntry, QuestionEntry, ScoringEntry, WarningEntry,
};
use crate::content::shape::Whole;
use crate::urls::Slug;

/// The interests.
pub fn interests(entries: Vec<InterestEntry>) -> Vec<Arc<Interest>> {
    entries
        .into_iter()
        .map(|entry| {
            Arc::new(Interest {
                id: entry.id.value,
                name: entry.name.value,
            })
        })
        .collect()
}

/// The self-assessment.
pub fn assessment(
    scoring: &ScoringEntry,
    questions: Vec<QuestionEntry>,
    warnings: Option<Vec<WarningEntry>>,
    axes: &[Arc<Axis>],
    interests: &[Arc<Interest>],
) -> Option<Assessment> {
    let linker = Linker { axes, interests };
    Some(Assessment {
        scoring: Scoring {
            named: usize::try_from(scoring.named.value).ok()?,
            tie: number(&scoring.tie)?,
            near: number(&scoring.near)?,
            clear: number(&scoring.clear)?,
            places: scoring.places.iter().map(number).collect::<Option<_>>()?,
        },
        questions: questions
            .into_iter()
            .map(|entry| linker.question(entry))
            .collect::<Option<_>>()?,
        cautions: warnings
            .unwrap_or_default()
            .into_iter()
            .map(|entry| linker.caution(entry))
            .collect::<Option<_>>()?,
    })
}

/// What the entries refer to.
struct Linker<'a> {
    axes: &'a [Arc<Axis>],
    interests: &'a [Arc<Interest>],
}

impl Linker<'_> {
    fn question(&self, entry: QuestionEntry) -> Option<Question> {
        Some(Question {
            id: entry.id.value,
            text: entry.text.value,
            help: entry.help.map(|help| help.value),
            most: match entry.most {
                Some(most) => usize::try_from(most.value).ok()?,
                None => 1,
            },
            answers: entry
                .answers
                .into_iter()
                .map(|entry| self.answer(entry))
                .collect::<Option<_>>()?,
        })
    }

    fn answer(&self, entry: AnswerEntry) -> Option<Answer> {
        let effects = self.effects(&entry)?;
        Some(Answer {
            id: entry.id.value,
            text: entry.text.value,
            why: entry.why.map(|why| why.value),
            effects,
            limits: entry
                .limits
                .unwrap_or_default()
                .into_iter()
                .map(|entry| self.limit(entry))
                .collect::<Option<_>>()?,
        })
    }

    fn effects(&self, entry: &AnswerEntry) -> Option<Vec<Effect>> {
        let mut effects = Vec::new();
        for (key, points) in entry.interests.iter().flat_map(|keyed| &keyed.0) {
            let mut known = self.interests.iter();
            effects.push(Effect::Interest {
                interest: Arc::clone(known.find(|interest| interest.id.as_str() == key.name)?),
                points: number(points)?,
            });
        }
        if let Some(coding) = &entry.coding {
            let points = |written: &Option<Whole<-99, 99>>| match written {
                Some(points) => number(points),
                None => Some(0),
            };
            effects.push(Effect::Coding {
                most: points(&coding.most)?,
                some: points(&coding.some)?,
                little: points(&coding.little)?,
                none: points(&coding.none)?,
            });
        }
        for (key, range) in entry.axes.iter().flat_map(|keyed| &keyed.0) {
            let score = |written: &Option<Whole<1, 5>>, absent: u8| match written {
                Some(score) => number(score),
                None => Some(absent),
            };
            effects.push(Effect::Range {
                axis: self.axis(&key.name)?,
                at_least: score(&range.at_least, Axis::MIN)?,
                at_most: score(&range.at_most, Axis::MAX)?,
                cost: number(&range.cost)?,
            });
        }
        if let Some(months) = &entry.months {
            effects.push(Effect::Months {
                at_most: number(&months.at_most)?,
                cost: number(&months.cost)?,
            });
        }
        Some(effects)
    }

    fn limit(&self, entry: LimitEntry) -> Option<Limit> {
        let unless = entry.unless.unwrap_or_default();
        Some(Limit {
            exclude: self.bound(&entry.exclude)?,
            unless: unless.into_iter().map(|id| id.value).collect(),
            why: entry.why.value,
        })
    }

    fn bound(&self, entry: &BoundEntry) -> Option<Bound> {
        if let Some(months) = &entry.months_above {
            return Some(Bound::MonthsAbove(number(months)?));
        }
        let axis = self.axis(entry.axis.as_ref()?.value.as_str())?;
        match (&entry.above, &entry.below) {
            (Some(score), _) => Some(Bound::Above(axis, number(score)?)),
            (None, Some(score)) => Some(Bound::Below(axis, number(score)?)),
            (None, None) => None,
        }
    }

    fn caution(&self, entry: WarningEntry) -> Option<Caution> {
        Some(Caution {
            when: entry
                .when
                .0
                .into_iter()
                .map(|(key, answer)| Some((Slug::new(&key.name)?, answer.value)))
                .collect::<Option<_>>()?,
            named: match &entry.named {
                Some(bound) => Some(self.bound(bound)?),
                None => None,
            },
            text: entry.text.value,
            source: entry
                .source
                .map(|source| (source.title.value, source.url.0)),
        })
    }

    fn axis(&self, id: &str) -> Option<Arc<Axis>> {
        self.axes
            .iter()
            .find(|axis| axis.id.as_str() == id)
            .cloned()
    }
}

/// A number in the type it is used in; the schema has already bounded it.
fn number<T: TryFrom<i64>, const MIN: i64, const MAX: i64>(whole: &Whole<MIN, MAX>) -> Option<T> {
    T::try_from(whole.value).ok()
}
