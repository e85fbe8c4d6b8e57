//! Directions the self-assessment can never name.
//!
//! Ten questions of five answers have ten million combinations, and to prove that none of them
//! brings a direction to the front is as hard as to try them all. So this searches: it takes for
//! every question the answer that helps the direction most against the average of the others, and
//! then changes one answer at a time for as long as that helps. What it finds is proof that a
//! direction can be named; what it does not find may still be there, which is why the finding is
//! a warning. Answers that help only two at a time, and hurt one at a time, escape it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalogue::{Answer, Assessment, Catalogue, Question, Role};
use crate::content::Content;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use crate::urls::Slug;

/// So often all questions are gone through; two or three times are enough as a rule.
const MAX_ROUNDS: usize = 20;

/// With more roles than this, three of them can no longer be asked to stand for all, and the
/// search, which compares every role with every other, would hold up every start.
const MAX_ROLES: usize = 60;

/// Where the titles of roles stand: the places to point at.
pub type Titles = BTreeMap<Slug, (Arc<SourceFile>, Span)>;

/// Notes where the titles of the roles stand, before the files become a catalogue.
pub fn titles(content: &Content) -> Titles {
    let roles = content.roles.iter().filter_map(|role| {
        let title = role.article.matter.as_ref()?.title.as_ref()?;
        let place = (Arc::clone(&role.article.file), title.span.clone());
        Some((role.slug.clone(), place))
    });
    roles.collect()
}

/// Roles no combination of answers was found to bring to the front.
pub fn check_unreachable_role(
    catalogue: &Catalogue,
    titles: &Titles,
    diagnostics: &mut Diagnostics,
) {
    let assessment = &catalogue.assessment;
    let roles: Vec<&Role> = catalogue.roles().collect();
    if assessment.questions.is_empty() || roles.len() > MAX_ROLES {
        return;
    }
    for role in &roles {
        let search = Search {
            assessment,
            roles: &roles,
            role,
        };
        if !search.succeeds()
            && let Some((file, span)) = titles.get(&role.slug)
        {
            let named = assessment.scoring.named;
            let message = format!("没有找到能让自测把这个方向排进前 {named} 的回答");
            let help = "在 match.yml 里给它的兴趣和评分添上对应的回答，或者改它的 interests；\
                        这是试出来的，不是证明";
            diagnostics.push(
                Diagnostic::warning("unreachable-role", file, span.clone(), message)
                    .with_help(help),
            );
        }
    }
}

/// The search for answers that bring one role to the front.
struct Search<'a> {
    assessment: &'a Assessment,
    roles: &'a [&'a Role],
    role: &'a Role,
}

/// The answers to every question.
type Chosen<'a> = Vec<Vec<&'a Answer>>;

/// How far a role has come, the best last: not ruled out, few ahead, and little behind them.
type Height = (bool, Reverse<usize>, Reverse<i32>);

impl<'a> Search<'a> {
    fn succeeds(&self) -> bool {
        let nothing = vec![Vec::new(); self.assessment.questions.len()];
        [self.greedy(), nothing]
            .into_iter()
            .any(|start| self.climb(start))
    }

    /// For every question, the answers that help the role most against the average of all.
    fn greedy(&self) -> Chosen<'a> {
        let count = i32::try_from(self.roles.len()).unwrap_or(i32::MAX);
        let scoring = &self.assessment.scoring;
        let gain = |answer: &Answer| {
            let points = |role: &Role| answer.points(role, scoring);
            let all: i32 = self.roles.iter().map(|role| points(role)).sum();
            points(self.role).saturating_mul(count).saturating_sub(all)
        };
        let best = |question: &'a Question| {
            let mut answers: Vec<&Answer> = question.answers.iter().collect();
            answers.retain(|answer| {
                gain(answer) > 0 && !answer.limits.iter().any(|l| l.exclude.holds(self.role))
            });
            answers.sort_by_key(|answer| Reverse(gain(answer)));
            answers.truncate(question.most);
            answers
        };
        self.assessment.questions.iter().map(best).collect()
    }

    fn climb(&self, mut chosen: Chosen<'a>) -> bool {
        let mut height = self.height(&chosen);
        for _ in 0..MAX_ROUNDS {
            if self.is_reached(height) {
                return true;
            }
            let before = height;
            for (index, question) in self.assessment.questions.iter().enumerate() {
                for other in alternatives(question, chosen.get(index)) {
                    let mut changed = chosen.clone();
                    if let Some(place) = changed.get_mut(index) {
                        *place = other;
                    }
                    let changed_height = self.height(&changed);
                    if changed_height > height {
                        (chosen, height) = (changed, changed_height);
                    }
                }
            }
            if height == before {
                return false;
            }
        }
        self.is_reached(height)
    }

    fn is_reached(&self, (is_open, Reverse(ahead), _): Height) -> bool {
        is_open && ahead < self.assessment.scoring.named
    }

    fn height(&self, chosen: &Chosen<'a>) -> Height {
        let answers: Vec<&Answer> = chosen.iter().flatten().copied().collect();
        let roles = self.roles.iter().copied();
        let standings = self.assessment.standings(roles, &answers);
        let own = standings.iter().position(|s| s.role.slug == self.role.slug);
        let (ahead, from) = standings.split_at(own.unwrap_or(standings.len()));
        let Some(own) = from.first() else {
            return (false, Reverse(usize::MAX), Reverse(i32::MAX));
        };
        let rivals = ahead.iter().filter(|standing| standing.blocks.is_empty());
        let deficit = rivals.clone().map(|rival| rival.points - own.points).sum();
        (
            own.blocks.is_empty(),
            Reverse(rivals.count()),
            Reverse(deficit),
        )
    }
}

/// The ways to answer a question otherwise by one step: an answer more, less, or exchanged.
fn alternatives<'a>(question: &'a Question, now: Option<&Vec<&'a Answer>>) -> Chosen<'a> {
    let now = now.map_or(&[][..], Vec::as_slice);
    let is_chosen = |answer: &Answer| now.iter().any(|own| own.id == answer.id);
    let without = |dropped: &Answer| -> Vec<&'a Answer> {
        now.iter()
            .filter(|own| own.id != dropped.id)
            .copied()
            .collect()
    };
    let mut ways: Chosen = now.iter().map(|answer| without(answer)).collect();
    for answer in question.answers.iter().filter(|answer| !is_chosen(answer)) {
        if now.len() < question.most {
            ways.push([now, &[answer]].concat());
        }
        ways.extend(now.iter().map(|own| [without(own), vec![answer]].concat()));
    }
    ways
}
