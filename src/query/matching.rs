//! The self-assessment answered: which roles are worth a trial, and what spoke for and against.

use std::collections::BTreeSet;

use super::params::Params;
use crate::catalogue::{
    Answer, Assessment, Catalogue, Caution, Effect, Ground, Limit, Question, Role, Standing,
};

/// At least so many roles are named when the answers tell that many apart: one alone is no choice.
const AT_LEAST: usize = 2;

/// What was answered, as far as the questions know the answers.
#[derive(Debug)]
pub struct Answers<'a> {
    /// Every question with the answers given to it, in the order of the questions.
    pub given: Vec<(&'a Question, Vec<&'a Answer>)>,
    /// Values no question knows: the question, the value.
    pub unknown: Vec<(&'a Question, String)>,
    /// Answers beyond as many as a question takes.
    pub surplus: Vec<(&'a Question, &'a Answer)>,
}

/// What the answers come to.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// Whether there is a result, and if not, why.
    pub verdict: Verdict,
    /// The roles worth a trial, the best first; none without a result.
    pub named: Vec<Named<'a>>,
    /// Roles behind the named ones that the answers do not tell apart, when there was room left.
    pub level: Vec<&'a Role>,
    /// The roles an answer rules out.
    pub excluded: Vec<Excluded<'a>>,
    /// What to think about.
    pub cautions: Vec<Raised<'a>>,
}

/// Whether there is a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is.
    Clear,
    /// No answer says anything.
    NothingSaid,
    /// The answers rule everything out.
    NothingLeft,
    /// More roles are tied in front than may be named.
    TooManyTied(usize),
    /// The first is hardly above the rest.
    Faint,
}

/// A role worth a trial.
#[derive(Debug)]
pub struct Named<'a> {
    /// The role.
    pub role: &'a Role,
    /// Where it stands towards the first.
    pub place: Place,
    /// What speaks for it, the strongest first.
    pub pros: Vec<Reason<'a>>,
    /// What speaks against it, the strongest first.
    pub cons: Vec<Reason<'a>>,
}

/// Where a role stands towards the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is the first, alone.
    First,
    /// It is one of those in front.
    Tied,
    /// It comes after.
    Next,
    /// It comes long after, and is named because one alone is no choice.
    Far,
}

/// An answer and what it says about a role.
#[derive(Debug)]
pub struct Reason<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// What it says.
    pub ground: Ground<'a>,
}

/// A role an answer rules out.
#[derive(Debug)]
pub struct Excluded<'a> {
    /// The role.
    pub role: &'a Role,
    /// The answers that rule it out, and their limits.
    pub blocks: Vec<(&'a Answer, &'a Limit)>,
    /// Whether it would have been named otherwise.
    pub lost_its_place: bool,
}

/// Something to think about.
#[derive(Debug)]
pub struct Raised<'a> {
    /// What to say.
    pub caution: &'a Caution,
    /// The named roles it is about; none when it is about the answers.
    pub roles: Vec<&'a Role>,
}

/// True when a query answers any question.
#[must_use]
pub fn is_asked(catalogue: &Catalogue, params: &Params) -> bool {
    let questions = &catalogue.assessment.questions;
    let names: Vec<&str> = questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    params.has_any(&names)
}

impl<'a> Answers<'a> {
    /// Reads the answers from a query; the order of its parts does not matter.
    #[must_use]
    pub fn read(assessment: &'a Assessment, params: &Params) -> Self {
        let mut answers = Self {
            given: Vec::new(),
            unknown: Vec::new(),
            surplus: Vec::new(),
        };
        for question in &assessment.questions {
            let values: BTreeSet<&str> = params.all(question.id.as_str()).collect();
            let is_meant = |answer: &&Answer| values.contains(answer.id.as_str());
            let mut known: Vec<&Answer> = question.answers.iter().filter(is_meant).collect();
            let surplus = known.split_off(question.most.min(known.len()));
            answers
                .surplus
                .extend(surplus.into_iter().map(|answer| (question, answer)));
            answers.given.push((question, known));
            let knows = |value: &str| question.answers.iter().any(|own| own.id.as_str() == value);
            let unknown = values.into_iter().filter(|value| !knows(value));
            answers
                .unknown
                .extend(unknown.map(|value| (question, value.to_owned())));
        }
        answers
    }

    /// How many questions are answered.
    #[must_use]
    pub fn count(&self) -> usize {
        self.given
            .iter()
            .filter(|(_, answers)| !answers.is_empty())
            .count()
    }

    /// The query that gives these answers and nothing else, without the question mark.
    #[must_use]
    pub fn query(&self) -> String {
        // Identifiers need no escapes.
        let pairs: Vec<String> = self
            .given
            .iter()
            .flat_map(|(question, answers)| {
                answers
                    .iter()
                    .map(|answer| format!("{}={}", question.id, answer.id))
            })
            .collect();
        pairs.join("&")
    }

    fn all(&self) -> Vec<&'a Answer> {
        self.given
            .iter()
            .flat_map(|(_, answers)| answers.iter().copied())
            .collect()
    }

    fn has(&self, question: &str, answer: &str) -> bool {
        self.given.iter().any(|(own, answers)| {
            own.id.as_str() == question && answers.iter().any(|a| a.id.as_str() == answer)
        })
    }
}

/// What the answers come to.
#[must_use]
pub fn assess<'a>(catalogue: &'a Catalogue, answers: &Answers<'a>) -> Outcome<'a> {
    let assessment = &catalogue.assessment;
    let given = answers.all();
    let standings = assessment.standings(catalogue.roles(), &given);
    let (open, blocked): (Vec<&Standing>, Vec<&Standing>) = standings
        .iter()
        .partition(|standing| standing.blocks.is_empty());
    let verdict = verdict(assessment, &given, &standings, &open);
    let (chosen, level) = match verdict {
        Verdict::Clear => choose(assessment, &open),
        _ => (Vec::new(), Vec::new()),
    };
    let named: Vec<Named> = chosen
        .iter()
        .map(|(standing, place)| name(catalogue, &given, standing.role, *place))
        .collect();
    // Without a result, whoever would have been in front has lost a place.
    let last = chosen
        .last()
        .map(|(standing, _)| *standing)
        .or(open.first().copied());
    let excluded = blocked
        .iter()
        .map(|standing| Excluded {
            role: standing.role,
            blocks: standing.blocks.clone(),
            lost_its_place: !given.is_empty()
                && last.is_none_or(|last| standing.points > last.points)
                && standing.points >= median(&standings) + assessment.scoring.tie,
        })
        .collect();
    Outcome {
        cautions: cautions(assessment, answers, &named),
        level: level.iter().map(|standing| standing.role).collect(),
        verdict,
        named,
        excluded,
    }
}

fn verdict(
    assessment: &Assessment,
    given: &[&Answer],
    standings: &[Standing],
    open: &[&Standing],
) -> Verdict {
    let scoring = &assessment.scoring;
    if !given.iter().any(|answer| answer.says_something()) {
        return Verdict::NothingSaid;
    }
    let Some(first) = open.first() else {
        return Verdict::NothingLeft;
    };
    let tied = open
        .iter()
        .filter(|s| first.points - s.points < scoring.tie)
        .count();
    if tied > scoring.named {
        return Verdict::TooManyTied(tied);
    }
    match first.points - median(standings) >= scoring.clear {
        true => Verdict::Clear,
        false => Verdict::Faint,
    }
}

/// The points of the role in the middle: what an undistinguished role has.
fn median(standings: &[Standing]) -> i32 {
    let middle = standings.len().saturating_sub(1) / 2;
    standings.get(middle).map_or(0, |standing| standing.points)
}

/// The roles to name, in groups of ties: a group is named whole or not at all, since to pick from
/// it would be arbitrary. Returns the group that found no room when too few are named.
fn choose<'s, 'a>(
    assessment: &Assessment,
    open: &[&'s Standing<'a>],
) -> (Vec<(&'s Standing<'a>, Place)>, Vec<&'s Standing<'a>>) {
    let scoring = &assessment.scoring;
    let mut named: Vec<(&Standing, Place)> = Vec::new();
    let mut rest = open;
    while let Some((head, _)) = rest.split_first() {
        let size = rest
            .iter()
            .filter(|s| head.points - s.points < scoring.tie)
            .count();
        let (group, others) = rest.split_at(size);
        let gap = open.first().map_or(0, |first| first.points - head.points);
        let is_near = gap <= scoring.near;
        if named.len() >= AT_LEAST && !is_near {
            break;
        }
        if named.len() + size > scoring.named {
            let left = if named.len() < AT_LEAST { group } else { &[] };
            return (named, left.to_vec());
        }
        let place = match (named.is_empty(), size, is_near) {
            (true, 1, _) => Place::First,
            (true, ..) => Place::Tied,
            (false, _, true) => Place::Next,
            (false, _, false) => Place::Far,
        };
        named.extend(group.iter().map(|standing| (*standing, place)));
        rest = others;
    }
    (named, Vec::new())
}

/// A role with its reasons. What a role merely does not offend against is a reason only where
/// another role does.
fn name<'a>(
    catalogue: &'a Catalogue,
    given: &[&'a Answer],
    role: &'a Role,
    place: Place,
) -> Named<'a> {
    let scoring = &catalogue.assessment.scoring;
    let tells_apart = |effect: &Effect| {
        let mut grounds = catalogue
            .roles()
            .filter_map(|role| effect.weigh(role, scoring));
        grounds.any(|ground| ground.points != 0)
    };
    let mut reasons: Vec<Reason> = given
        .iter()
        .flat_map(|answer| answer.effects.iter().map(move |effect| (*answer, effect)))
        .filter(|(_, effect)| tells_apart(effect))
        .filter_map(|(answer, effect)| {
            let ground = effect.weigh(role, scoring)?;
            Some(Reason { answer, ground })
        })
        .collect();
    reasons.sort_by_key(|reason| -reason.ground.points.abs());
    let (pros, cons) = reasons
        .into_iter()
        .partition(|reason| reason.ground.points >= 0);
    Named {
        role,
        place,
        pros,
        cons,
    }
}

fn cautions<'a>(
    assessment: &'a Assessment,
    answers: &Answers,
    named: &[Named<'a>],
) -> Vec<Raised<'a>> {
    let given = |caution: &&Caution| {
        let mut when = caution.when.iter();
        when.all(|(question, answer)| answers.has(question.as_str(), answer.as_str()))
    };
    assessment
        .cautions
        .iter()
        .filter(given)
        .filter_map(|caution| {
            let roles = match &caution.named {
                Some(bound) => {
                    let roles: Vec<&Role> = named.iter().map(|named| named.role).collect();
                    let concerned: Vec<&Role> =
                        roles.into_iter().filter(|role| bound.holds(role)).collect();
                    (!concerned.is_empty()).then_some(concerned)?
                }
                None => Vec::new(),
            };
            Some(Raised { caution, roles })
        })
        .collect()
}
