//! A role, and all of them, in forms other programs read: Markdown and JSON.
//!
//! The shape of the JSON is documented in README.md. Fields may be added; what changes or takes
//! away one makes another [`VERSION`].

use askama::Template;
use serde_json::{Value, json};

use super::{Context, words};
use crate::catalogue::{Axis, Glance, Rating, Related, Role, Skill, Source};
use crate::urls::UrlPath;
use crate::views::role::skill_lists;

/// The version of the shape of the JSON.
pub const VERSION: u32 = 1;

#[derive(Template)]
#[template(path = "feeds/role.md")]
struct RoleText<'a> {
    role: &'a Role,
    address: String,
    lists: Vec<(&'static str, &'a [Skill])>,
    sections: Vec<(&'a str, String)>,
}

impl RoleText<'_> {
    fn coding(&self) -> &'static str {
        words::coding(self.role.glance.coding)
    }

    fn months(&self) -> String {
        words::months(&self.role.glance)
    }

    fn outlook(&self) -> &'static str {
        words::outlook(self.role.glance.outlook)
    }

    fn way_back(&self) -> &'static str {
        words::way_back(self.role.glance.way_back)
    }

    fn most(&self) -> u8 {
        Axis::MAX
    }

    fn confidence(&self, source: &Source) -> &'static str {
        words::confidence(source.confidence)
    }
}

/// A role as Markdown: what its page says in words; what leads to other pages is left out.
///
/// # Errors
///
/// When the template fails.
pub fn markdown(context: &Context, role: &Role) -> Result<String, askama::Error> {
    RoleText {
        role,
        address: context.base.absolute(&UrlPath::role(&role.slug)),
        lists: skill_lists(role)
            .iter()
            .map(|list| (list.title, list.skills))
            .collect(),
        sections: role
            .sections
            .iter()
            .map(|section| (section.title.as_str(), absolute(context, &section.source)))
            .collect(),
    }
    .render()
}

/// Links within the site lead to it from wherever the text is read.
fn absolute(context: &Context, markdown: &str) -> String {
    let base = context.base.to_string();
    markdown.replace("](/", &format!("]({base}/"))
}

/// Neighbours readers may know of.
fn public_related<'a>(context: &Context<'a>, role: &'a Role) -> impl Iterator<Item = &'a Related> {
    let catalogue = context.catalogue;
    let related = role.related.iter();
    related.filter(|related| catalogue.role(&related.slug).is_some())
}

/// A role as JSON.
#[must_use]
pub fn role_json(context: &Context, role: &Role) -> String {
    let mut value = json!({
        "version": VERSION,
        "skills": {
            "reuse": skills(&role.reuse),
            "learn": skills(&role.learn),
            "optional": skills(&role.optional),
        },
        "ratings": role.ratings.iter().map(rating).collect::<Vec<_>>(),
        "related": public_related(context, role).map(|related| json!({
            "slug": related.slug.as_str(),
            "difference": related.difference,
        })).collect::<Vec<_>>(),
        "changes": role.changes.iter().map(|change| json!({
            "date": change.date.to_string(),
            "what": change.what,
        })).collect::<Vec<_>>(),
        "sources": role.sources.iter().map(source).collect::<Vec<_>>(),
        "sections": role.sections.iter().map(|section| json!({
            "id": section.id,
            "title": section.title,
            "markdown": absolute(context, &section.source),
        })).collect::<Vec<_>>(),
    });
    if let (Value::Object(all), Value::Object(brief)) = (&mut value, summary(context, role)) {
        all.extend(brief);
    }
    value.to_string()
}

/// All roles as JSON, without their texts, and what they are measured with.
#[must_use]
pub fn roles_json(context: &Context) -> String {
    let catalogue = context.catalogue;
    json!({
        "version": VERSION,
        "name": catalogue.site.name,
        "url": context.base.absolute(&UrlPath::index()),
        "groups": catalogue.groups.iter().map(|group| json!({
            "id": group.id.as_str(),
            "name": group.name,
            "line": group.line,
        })).collect::<Vec<_>>(),
        "axes": catalogue.axes.iter().map(|axis| json!({
            "id": axis.id.as_str(),
            "name": axis.name,
            "line": axis.line,
            "levels": { "1": axis.low, "3": axis.middle, "5": axis.high },
        })).collect::<Vec<_>>(),
        "roles": catalogue.roles().map(|role| summary(context, role)).collect::<Vec<_>>(),
    })
    .to_string()
}

/// What both say of a role.
fn summary(context: &Context, role: &Role) -> Value {
    let absolute = |path| context.base.absolute(&path);
    let slug = &role.slug;
    let scores = role.ratings.iter();
    json!({
        "slug": slug.as_str(),
        "url": absolute(UrlPath::role(slug)),
        "json": absolute(UrlPath::role_json(slug)),
        "markdown": absolute(UrlPath::role_markdown(slug)),
        "card": absolute(UrlPath::role_card(slug)),
        "title": role.title,
        "order": role.order,
        "group": role.group.id.as_str(),
        "summary": role.summary,
        "aliases": role.aliases,
        "interests": role.interests.iter().map(|interest| interest.id.as_str()).collect::<Vec<_>>(),
        "scores": scores
            .map(|rating| (rating.axis.id.to_string(), rating.score.into()))
            .collect::<serde_json::Map<_, _>>(),
        "glance": glance(&role.glance),
        "reviewed": role.reviewed.to_string(),
        "review_due": role.review_due.to_string(),
        "updated": role.updated().to_string(),
    })
}

fn glance(glance: &Glance) -> Value {
    json!({
        "coding": glance.coding.word(),
        "months": {
            "min": glance.months_min,
            "max": glance.months_max,
            "assumes": glance.months_assume,
        },
        "entry": glance.entry,
        "first_year_pay": glance.first_year_pay,
        "openings": glance.openings,
        "outlook": {
            "level": glance.outlook.word(),
            "confidence": glance.outlook_confidence.word(),
        },
        "return": { "level": glance.way_back.word(), "why": glance.way_back_why },
    })
}

fn rating(rating: &Rating) -> Value {
    json!({
        "axis": rating.axis.id.as_str(),
        "name": rating.axis.name,
        "score": rating.score,
        "reason": rating.reason,
    })
}

fn skills(skills: &[Skill]) -> Vec<Value> {
    let skills = skills.iter();
    skills
        .map(|skill| json!({ "name": skill.name, "note": skill.note }))
        .collect()
}

fn source(source: &Source) -> Value {
    json!({
        "id": source.id.as_str(),
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "date": source.date,
        "region": source.region,
        "confidence": source.confidence.word(),
    })
}
