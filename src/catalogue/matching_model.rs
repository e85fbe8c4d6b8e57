//! The self-assessment: what it asks, what every answer does, and how directions stand after it.
//!
//! Answers speak of axes, interests, months and coding, never of a role, so that a new role takes
//! part by itself. Points are whole numbers; they put roles in order and are shown to nobody.

use std::cmp::Reverse;
use std::sync::Arc;

use super::model::{Axis, Coding, Glance, Interest, Rating, Role};
use crate::urls::Slug;

/// The self-assessment.
#[derive(Debug)]
pub struct Assessment {
    /// How points become a result.
    pub scoring: Scoring,
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// What to say where answers, or an answer and the result, pull apart.
    pub cautions: Vec<Caution>,
}

/// How points become a result.
#[derive(Debug)]
pub struct Scoring {
    /// How many roles are named at most.
    pub named: usize,
    /// Roles less than so many points apart are tied.
    pub tie: i32,
    /// A role so many points behind the first is still worth naming.
    pub near: i32,
    /// The first must be so many points above the median for there to be a result.
    pub clear: i32,
    /// What of an interest's points a role gets by the place in which it names the interest, in
    /// hundredths; the last value stands for all later places, and all of them without any.
    pub places: Vec<i32>,
}

/// A question.
#[derive(Debug)]
pub struct Question {
    /// The name of its parameter.
    pub id: Slug,
    /// The question.
    pub text: String,
    /// What helps to answer it.
    pub help: Option<String>,
    /// How many answers may be chosen.
    pub most: usize,
    /// The answers, in order.
    pub answers: Vec<Answer>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its value in addresses.
    pub id: Slug,
    /// The answer.
    pub text: String,
    /// Why it speaks for or against an interest.
    pub why: Option<String>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// What it rules out.
    pub limits: Vec<Limit>,
}

/// One thing an answer does.
#[derive(Debug)]
pub enum Effect {
    /// It is at ease with a range of scores.
    Range {
        /// The axis of the scores.
        axis: Arc<Axis>,
        /// The lowest score of the range.
        at_least: u8,
        /// The highest score of the range.
        at_most: u8,
        /// The points every step outside it costs.
        cost: i32,
    },
    /// It speaks for an interest, or against it.
    Interest {
        /// The interest.
        interest: Arc<Interest>,
        /// The points for a role that names it first.
        points: i32,
    },
    /// It has so many months.
    Months {
        /// The months.
        at_most: u32,
        /// The points every further month costs.
        cost: i32,
    },
    /// It wants more coding, or less.
    Coding {
        /// The points where most of the work is coding.
        most: i32,
        /// The points where some of it is.
        some: i32,
        /// The points where little of it is.
        little: i32,
        /// The points where none of it is.
        none: i32,
    },
}

/// What an answer rules out.
#[derive(Debug)]
pub struct Limit {
    /// The roles it rules out.
    pub exclude: Bound,
    /// The interests that keep a role in, when an answer speaks for one of them.
    pub unless: Vec<Slug>,
    /// Why, in half a sentence.
    pub why: String,
}

/// Roles above or below something.
#[derive(Debug)]
pub enum Bound {
    /// Those with a higher score.
    Above(Arc<Axis>, u8),
    /// Those with a lower score.
    Below(Arc<Axis>, u8),
    /// Those that take more months, even at best.
    MonthsAbove(u32),
}

/// What to say where answers, or an answer and the result, pull apart.
#[derive(Debug)]
pub struct Caution {
    /// A question and its answer, all of which must have been given.
    pub when: Vec<(Slug, Slug)>,
    /// Only when such a role is named.
    pub named: Option<Bound>,
    /// What to say.
    pub text: String,
    /// The title and the address of a document to read.
    pub source: Option<(String, String)>,
}

/// What an answer says about a role, and why.
#[derive(Debug)]
pub struct Ground<'a> {
    /// Above nought for, below against; nought where the role is within what the answer asks.
    pub points: i32,
    /// What it rests on.
    pub fact: Fact<'a>,
}

/// What a ground rests on.
#[derive(Debug)]
pub enum Fact<'a> {
    /// A rating of the role.
    Rating(&'a Rating),
    /// An interest the role answers, and in which place it names it, from nought.
    Interest(&'a Interest, usize),
    /// The months it takes, and how many of them are too many.
    Months(u32),
    /// How much of the work is coding.
    Coding(Coding),
}

/// How a role stands after some answers.
#[derive(Debug)]
pub struct Standing<'a> {
    /// The role.
    pub role: &'a Role,
    /// Its points.
    pub points: i32,
    /// What rules it out: the answers and their limits.
    pub blocks: Vec<(&'a Answer, &'a Limit)>,
}

impl Assessment {
    /// How roles stand after these answers: the best first, equals in the order given.
    #[must_use]
    pub fn standings<'a>(
        &'a self,
        roles: impl Iterator<Item = &'a Role>,
        answers: &[&'a Answer],
    ) -> Vec<Standing<'a>> {
        let favoured: Vec<&Slug> = answers
            .iter()
            .flat_map(|answer| answer.favoured())
            .collect();
        let mut standings: Vec<Standing> = roles
            .map(|role| Standing {
                points: answers
                    .iter()
                    .map(|answer| answer.points(role, &self.scoring))
                    .sum(),
                blocks: answers
                    .iter()
                    .flat_map(|answer| answer.limits.iter().map(move |limit| (*answer, limit)))
                    .filter(|(_, limit)| limit.rules_out(role, &favoured))
                    .collect(),
                role,
            })
            .collect();
        standings.sort_by_key(|standing| Reverse(standing.points));
        standings
    }
}

impl Answer {
    /// The points it gives a role.
    #[must_use]
    pub fn points(&self, role: &Role, scoring: &Scoring) -> i32 {
        let grounds = self
            .effects
            .iter()
            .filter_map(|effect| effect.weigh(role, scoring));
        grounds.map(|ground| ground.points).sum()
    }

    /// The interests it speaks for.
    pub fn favoured(&self) -> impl Iterator<Item = &Slug> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Interest { interest, points } if *points > 0 => Some(&interest.id),
            _ => None,
        })
    }

    /// True when it can move a role.
    #[must_use]
    pub fn says_something(&self) -> bool {
        !self.effects.is_empty() || !self.limits.is_empty()
    }
}

impl Effect {
    /// What it says about a role; nothing when it does not touch it.
    #[must_use]
    pub fn weigh<'a>(&self, role: &'a Role, scoring: &Scoring) -> Option<Ground<'a>> {
        match self {
            Self::Range {
                axis,
                at_least,
                at_most,
                cost,
            } => {
                let rating = role
                    .ratings
                    .iter()
                    .find(|rating| rating.axis.id == axis.id)?;
                let below = at_least.saturating_sub(rating.score);
                let above = rating.score.saturating_sub(*at_most);
                Some(Ground {
                    points: -cost * i32::from(below.max(above)),
                    fact: Fact::Rating(rating),
                })
            }
            Self::Interest { interest, points } => {
                let place = role
                    .interests
                    .iter()
                    .position(|own| own.id == interest.id)?;
                let share = scoring.places.get(place).or(scoring.places.last());
                let own = role.interests.get(place)?;
                Some(Ground {
                    points: points * share.unwrap_or(&100) / 100,
                    fact: Fact::Interest(own, place),
                })
            }
            Self::Months { at_most, cost } => {
                let over = role.glance.months_typical().saturating_sub(*at_most);
                Some(Ground {
                    points: -cost * i32::try_from(over).ok()?,
                    fact: Fact::Months(over),
                })
            }
            Self::Coding {
                most,
                some,
                little,
                none,
            } => {
                let coding = role.glance.coding;
                let points = match coding {
                    Coding::Most => *most,
                    Coding::Some => *some,
                    Coding::Little => *little,
                    Coding::None => *none,
                };
                (points != 0).then_some(Ground {
                    points,
                    fact: Fact::Coding(coding),
                })
            }
        }
    }
}

impl Limit {
    fn rules_out(&self, role: &Role, favoured: &[&Slug]) -> bool {
        self.exclude.holds(role) && !self.unless.iter().any(|id| favoured.contains(&id))
    }
}

impl Bound {
    /// True of a role that is beyond it.
    #[must_use]
    pub fn holds(&self, role: &Role) -> bool {
        match self {
            Self::Above(axis, score) => role.score(axis).is_some_and(|own| own > *score),
            Self::Below(axis, score) => role.score(axis).is_some_and(|own| own < *score),
            Self::MonthsAbove(months) => role.glance.months_min > *months,
        }
    }
}

impl Glance {
    /// The months the change typically takes: halfway between best and worst.
    #[must_use]
    pub fn months_typical(&self) -> u32 {
        self.months_min.midpoint(self.months_max)
    }
}
