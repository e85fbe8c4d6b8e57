//! The self-assessment: what `match.yml` refers to, and whether its parts do anything.

use std::sync::Arc;

use super::references::unknown;
use crate::content::schema::{
    AnswerEntry, BoundEntry, Coding, LimitEntry, MatchFile, QuestionEntry, RangeEntry, RoleMatter,
    SectionEntry,
};
use crate::content::shape::{Id, Whole};
use crate::content::yaml::Key;
use crate::content::{Content, Listing};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, SourceFile, Span};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    if let Some(list) = &content.sections {
        check_trial_section(list, diagnostics);
    }
    let Some(list) = &content.matching else {
        return;
    };
    let (file, matching) = (&list.file, &list.value);
    let faults = diagnostics.count(Severity::Error);
    check_match_unknown_axis(content, matching, file, diagnostics);
    check_match_unknown_interest(matching, file, diagnostics);
    check_match_unknown_answer(matching, file, diagnostics);
    for bound in bounds(matching) {
        check_match_bound(bound, file, diagnostics);
    }
    for answer in answers(matching) {
        check_match_range(answer, file, diagnostics);
        check_idle_answer(answer, file, diagnostics);
        check_neutral_answer(answer, file, diagnostics);
    }
    // A role that could not be read may be the very one that answers, and a misspelt name has
    // been reported.
    let roles: Option<Vec<&RoleMatter>> = content
        .roles
        .iter()
        .map(|role| role.article.matter.as_ref())
        .collect();
    if let Some(roles) = roles
        && diagnostics.count(Severity::Error) == faults
        && !roles.is_empty()
        && content.unread_roles.is_empty()
    {
        check_unanswered_interest(matching, &roles, file, diagnostics);
        for answer in answers(matching) {
            check_powerless_answer(answer, &roles, file, diagnostics);
        }
    }
}

fn answers(matching: &MatchFile) -> impl Iterator<Item = &AnswerEntry> {
    matching
        .questions
        .iter()
        .flat_map(|question| &question.answers)
}

fn limits(answer: &AnswerEntry) -> impl Iterator<Item = &LimitEntry> {
    answer.limits.iter().flatten()
}

fn bounds(matching: &MatchFile) -> impl Iterator<Item = &BoundEntry> {
    let excluded = answers(matching)
        .flat_map(limits)
        .map(|limit| &limit.exclude);
    let warnings = matching.warnings.iter().flatten();
    excluded.chain(warnings.filter_map(|warning| warning.named.as_ref()))
}

/// A second section that claims to tell how to try a direction out.
fn check_trial_section(list: &Listing<Vec<SectionEntry>>, diagnostics: &mut Diagnostics) {
    let claims = list
        .value
        .iter()
        .filter(|section| section.trial == Some(true));
    for section in claims.skip(1) {
        let message = "已经有一节标了 trial: true";
        diagnostics.push(
            Diagnostic::error(
                "trial-section",
                &list.file,
                section.id.span.clone(),
                message,
            )
            .with_help("trial: true 只能写在一节上，留下教人试一试的那一节"),
        );
    }
}

/// Axes that do not exist.
fn check_match_unknown_axis(
    content: &Content,
    matching: &MatchFile,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let Some(axes) = &content.axes else { return };
    let known: Vec<&str> = axes
        .value
        .iter()
        .map(|axis| axis.id.value.as_str())
        .collect();
    let ranges = answers(matching).flat_map(|answer| answer.axes.iter().flat_map(|axes| &axes.0));
    let keys = ranges.map(|(key, _)| (key.name.as_str(), &key.span));
    let ids = bounds(matching).filter_map(|bound| bound.axis.as_ref());
    for (name, span) in keys.chain(ids.map(|id| (id.value.as_str(), &id.span))) {
        if !known.contains(&name) {
            let what = "axes.yml 里没有";
            diagnostics.push(unknown(
                "match-unknown-axis",
                file,
                span,
                what,
                name,
                &known,
            ));
        }
    }
}

/// Interests that do not exist.
fn check_match_unknown_interest(
    matching: &MatchFile,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let interests = matching.interests.iter();
    let known: Vec<&str> = interests
        .map(|interest| interest.id.value.as_str())
        .collect();
    let added = answers(matching).flat_map(|a| a.interests.iter().flat_map(|keyed| &keyed.0));
    let keys = added.map(|(key, _)| (key.name.as_str(), &key.span));
    let ids = answers(matching)
        .flat_map(limits)
        .flat_map(|limit| limit.unless.iter().flatten());
    for (name, span) in keys.chain(ids.map(|id| (id.value.as_str(), &id.span))) {
        if !known.contains(&name) {
            let what = "interests 里没有";
            diagnostics.push(unknown(
                "match-unknown-interest",
                file,
                span,
                what,
                name,
                &known,
            ));
        }
    }
}

/// Questions and answers a warning waits for and nobody can give.
fn check_match_unknown_answer(
    matching: &MatchFile,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let ids = |entries: &mut dyn Iterator<Item = &Id>| -> Vec<String> {
        entries.map(|id| id.value.to_string()).collect()
    };
    let mut report = |span: &Span, what: &str, name: &str, known: &[String]| {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        if !known.contains(&name) {
            diagnostics.push(unknown(
                "match-unknown-answer",
                file,
                span,
                what,
                name,
                &known,
            ));
        }
    };
    let questions = ids(&mut matching.questions.iter().map(|question| &question.id));
    let conditions = matching
        .warnings
        .iter()
        .flatten()
        .flat_map(|warning| &warning.when.0);
    for (Key { name, span }, answer) in conditions {
        let asked = |question: &&QuestionEntry| question.id.value.as_str() == name;
        match matching.questions.iter().find(asked) {
            Some(question) => {
                let known = ids(&mut question.answers.iter().map(|answer| &answer.id));
                let what = format!("题目 {name} 里没有回答");
                report(&answer.span, &what, answer.value.as_str(), &known);
            }
            None => report(span, "questions 里没有", name, &questions),
        }
    }
}

/// Bounds that name nothing to measure, or more than one thing.
fn check_match_bound(bound: &BoundEntry, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    let scores = [&bound.above, &bound.below];
    let scores: Vec<_> = scores.into_iter().flatten().collect();
    let is_whole = match (&bound.axis, &bound.months_above) {
        (Some(_), None) => scores.len() == 1,
        (None, Some(_)) => scores.is_empty(),
        _ => false,
    };
    if !is_whole {
        let axis = bound.axis.as_ref().map(|axis| &axis.span);
        let months = bound.months_above.as_ref().map(|months| &months.span);
        let score = scores.first().map(|score| &score.span);
        // A bound without any key points at the start of the file.
        let span = axis.or(months).or(score).cloned().unwrap_or_default();
        diagnostics.push(
            Diagnostic::error("match-bound", file, span, "界限没有写完整，或者写多了").with_help(
                "写成 { axis: 尺子, above: 分数 }、{ axis: 尺子, below: 分数 } 或 { months_above: 月数 }",
            ),
        );
    }
}

/// Ranges without a score in them.
fn check_match_range(answer: &AnswerEntry, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    for (_, range) in answer.axes.iter().flat_map(|axes| &axes.0) {
        if let (Some(least), Some(most)) = (&range.at_least, &range.at_most)
            && least.value > most.value
        {
            let message = format!("at_least {} 大于 at_most {}", least.value, most.value);
            diagnostics.push(
                Diagnostic::error("match-range", file, least.span.clone(), message)
                    .with_help("把两个数对调"),
            );
        }
    }
}

/// Answers that move nothing, whatever the directions are like.
fn check_idle_answer(answer: &AnswerEntry, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    if answer.neutral != Some(true) && !can_move(answer) {
        let message = format!("选“{}”什么也不改变", answer.text.value);
        diagnostics.push(
            Diagnostic::error("idle-answer", file, answer.id.span.clone(), message).with_help(
                "用 axes、interests、months、coding 或 limits 写上它的作用；本来就不该有作用的，写 neutral: true",
            ),
        );
    }
}

/// Answers that are said to change nothing, and do.
fn check_neutral_answer(
    answer: &AnswerEntry,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    if answer.neutral == Some(true) && can_move(answer) {
        let message = format!("“{}”写了 neutral: true，又写了作用", answer.text.value);
        diagnostics.push(
            Diagnostic::error("neutral-answer", file, answer.id.span.clone(), message)
                .with_help("两样留一样"),
        );
    }
}

fn can_move(answer: &AnswerEntry) -> bool {
    let mut ranges = answer.axes.iter().flat_map(|axes| &axes.0);
    let mut interests = answer.interests.iter().flat_map(|interests| &interests.0);
    let says_range = ranges.any(|(_, range)| (1..=5).any(|score| is_outside(range, score)));
    let says_interest = interests.any(|(_, points)| points.value != 0);
    let says_coding = coding_points(answer)
        .into_iter()
        .any(|(_, points)| points != 0);
    says_range || says_interest || says_coding || answer.months.is_some() || {
        limits(answer).next().is_some()
    }
}

fn is_outside(range: &RangeEntry, score: i64) -> bool {
    let value = |score: &Option<Whole<1, 5>>| score.as_ref().map(|score| score.value);
    value(&range.at_least).is_some_and(|least| score < least)
        || value(&range.at_most).is_some_and(|most| score > most)
}

fn coding_points(answer: &AnswerEntry) -> Vec<(Coding, i64)> {
    let Some(points) = &answer.coding else {
        return Vec::new();
    };
    [
        (Coding::Most, &points.most),
        (Coding::Some, &points.some),
        (Coding::Little, &points.little),
        (Coding::None, &points.none),
    ]
    .into_iter()
    .map(|(coding, points)| (coding, points.as_ref().map_or(0, |points| points.value)))
    .collect()
}

/// Interests no direction answers.
fn check_unanswered_interest(
    matching: &MatchFile,
    roles: &[&RoleMatter],
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    if roles.iter().any(|role| role.interests.is_none()) {
        return;
    }
    for interest in &matching.interests {
        if !roles
            .iter()
            .any(|role| answers_interest(role, interest.id.value.as_str()))
        {
            let message = format!("没有方向对应“{}”这个兴趣", interest.name.value);
            let span = interest.id.span.clone();
            diagnostics.push(
                Diagnostic::warning("unanswered-interest", file, span, message)
                    .with_help("在对得上的方向的 interests 里写上它，或者连同用到它的回答一起删去"),
            );
        }
    }
}

fn answers_interest(role: &RoleMatter, interest: &str) -> bool {
    let mut own = role.interests.iter().flatten();
    own.any(|id| id.value.as_str() == interest)
}

/// Answers that could move a direction, but none of those there are.
fn check_powerless_answer(
    answer: &AnswerEntry,
    roles: &[&RoleMatter],
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let is_complete = |role: &&RoleMatter| {
        role.ratings.is_some() && role.glance.is_some() && role.interests.is_some()
    };
    if !can_move(answer)
        || !roles.iter().all(is_complete)
        || roles.iter().any(|role| moves(answer, role))
    {
        return;
    }
    let message = format!("选“{}”现在不影响任何方向", answer.text.value);
    diagnostics.push(
        Diagnostic::warning("powerless-answer", file, answer.id.span.clone(), message)
            .with_help("没有方向碰得到它写的界限或兴趣：改数字，或者删去这个回答"),
    );
}

fn moves(answer: &AnswerEntry, role: &RoleMatter) -> bool {
    let scores = role.ratings.iter().flat_map(|ratings| &ratings.0);
    let score = |axis: &str| {
        let mut scores = scores.clone();
        let rating = scores.find(|(key, _)| key.name == axis);
        rating.map(|(_, rating)| rating.score.value)
    };
    let months = role.glance.as_ref().map(|glance| &glance.months);
    let beyond = |bound: &BoundEntry| {
        let own = bound
            .axis
            .as_ref()
            .and_then(|axis| score(axis.value.as_str()));
        let passes = |limit: &Option<Whole<1, 5>>, test: fn(&i64, &i64) -> bool| {
            let limit = limit.as_ref().map(|limit| limit.value);
            own.zip(limit)
                .is_some_and(|(own, limit)| test(&own, &limit))
        };
        let longer = bound.months_above.as_ref().zip(months);
        passes(&bound.above, i64::gt)
            || passes(&bound.below, i64::lt)
            || longer.is_some_and(|(limit, months)| months.min.value > limit.value)
    };
    let mut ranges = answer.axes.iter().flat_map(|axes| &axes.0);
    let mut interests = answer.interests.iter().flat_map(|interests| &interests.0);
    let coding = role.glance.as_ref().map(|glance| glance.coding);
    ranges.any(|(key, range)| score(&key.name).is_some_and(|own| is_outside(range, own)))
        || interests.any(|(key, points)| points.value != 0 && answers_interest(role, &key.name))
        || coding_points(answer)
            .into_iter()
            .any(|(kind, points)| points != 0 && Some(kind) == coding)
        || answer
            .months
            .as_ref()
            .zip(months)
            .is_some_and(|(range, months)| {
                months.min.value.midpoint(months.max.value) > range.at_most.value
            })
        || limits(answer).any(|limit| beyond(&limit.exclude))
}
