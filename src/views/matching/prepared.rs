//! What a browser assesses answers from by itself, as JSON: what every answer says of every role
//! has been weighed.

use serde_json::{Value, json};

use super::reasons;
use super::trial::Trial;
use crate::catalogue::{Answer, Caution, Limit};
use crate::query::matching::Reason;
use crate::urls::UrlPath;
use crate::views::Context;
use crate::views::palette::Rules;
use crate::views::parts::Sign;

/// Questions, what their answers say, and the roles.
#[must_use]
pub fn prepared(context: &Context) -> String {
    let catalogue = context.catalogue;
    let assessment = &catalogue.assessment;
    let scoring = &assessment.scoring;
    let mut colours = Rules::default();
    let roles = catalogue.roles().map(|role| {
        colours.role(role);
        let sign = Sign::new(context, role);
        let trial = Trial::of(context, role).map(|trial| {
            json!({
                "title": trial.title,
                "href": trial.href,
                "tasks": trial.tasks,
                "count": trial.count,
            })
        });
        json!({
            "slug": role.slug.as_str(),
            "title": role.title,
            "summary": role.summary,
            "href": sign.href,
            "trial": trial,
        })
    });
    let roles: Vec<Value> = roles.collect();
    let questions = assessment.questions.iter().map(|question| {
        let answers = question
            .answers
            .iter()
            .map(|answer| self::answer(context, answer));
        json!({
            "id": question.id.as_str(),
            "text": question.text,
            "most": question.most,
            "answers": answers.collect::<Vec<_>>(),
        })
    });
    let cautions = assessment
        .cautions
        .iter()
        .map(|known| caution(context, known));
    json!({
        "roles": roles,
        "questions": questions.collect::<Vec<_>>(),
        "cautions": cautions.collect::<Vec<_>>(),
        "named": scoring.named,
        "tie": scoring.tie,
        "near": scoring.near,
        "clear": scoring.clear,
        "colours": colours.css(),
        // The page that shows the signs of all roles.
        "signs": context.base.href(&UrlPath::search()),
        "compare": context.base.href(&UrlPath::compare()),
        "home": context.base.href(&UrlPath::index()),
    })
    .to_string()
}

/// What an answer says: of each of its effects, the points and the fact for every role.
fn answer(context: &Context, answer: &Answer) -> Value {
    let catalogue = context.catalogue;
    let scoring = &catalogue.assessment.scoring;
    let effects = answer.effects.iter().map(|effect| {
        let said = catalogue.roles().map(|role| {
            let ground = effect.weigh(role, scoring)?;
            let reason = Reason { answer, ground };
            Some((reason.ground.points, reasons::fact(role, &reason)))
        });
        said.collect::<Vec<_>>()
    });
    let limits = answer
        .limits
        .iter()
        .map(|limit| self::limit(context, limit));
    json!({
        "id": answer.id.as_str(),
        "text": answer.text,
        "favours": answer.favoured().map(|interest| interest.as_str()).collect::<Vec<_>>(),
        "effects": effects.collect::<Vec<_>>(),
        "limits": limits.collect::<Vec<_>>(),
    })
}

fn limit(context: &Context, limit: &Limit) -> Value {
    let beyond = context.catalogue.roles();
    json!({
        "why": limit.why,
        "unless": limit.unless.iter().map(|interest| interest.as_str()).collect::<Vec<_>>(),
        "beyond": beyond.map(|role| limit.exclude.holds(role)).collect::<Vec<_>>(),
    })
}

fn caution(context: &Context, caution: &Caution) -> Value {
    let when = caution.when.iter();
    let beyond = caution.named.as_ref().map(|bound| {
        let roles = context.catalogue.roles();
        roles.map(|role| bound.holds(role)).collect::<Vec<_>>()
    });
    json!({
        "when": when.map(|(question, answer)| [question.as_str(), answer.as_str()]).collect::<Vec<_>>(),
        "beyond": beyond,
        "text": caution.text,
        "source": caution.source,
    })
}
