//! The index narrowed and put in order, for its template: the choices, and what was chosen in
//! words.

use serde_json::json;

use super::unbroken::unbroken;
use super::{Context, words};
use crate::catalogue::{Catalogue, Coding};
use crate::query::filter::{Condition, Facet, Ignored, MAX_MONTHS, Narrowing};
use crate::query::order::{Key, SORT, Sort};
use crate::urls::{BaseUrl, UrlPath};

/// The stem of the style sheet of what only a view of the index shows.
pub const VIEW_SHEET: &str = "view";

/// The form, and the same choices as links.
#[derive(Debug)]
pub struct Filters {
    /// Where the form leads.
    pub action: String,
    /// What can be chosen.
    pub fields: Vec<Field>,
}

/// One thing that can be chosen.
#[derive(Debug)]
pub struct Field {
    /// The name of the parameter.
    pub parameter: &'static str,
    /// What it is about.
    pub label: &'static str,
    /// The choices; the first asks for nothing.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug)]
pub struct Choice {
    /// The value of the parameter.
    pub value: String,
    /// Its name.
    pub label: String,
    /// How many roles remain if it is chosen; none for an order, which leaves out nothing.
    pub count: Option<usize>,
    /// The address of the index with this choice and the others as they are.
    pub href: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// True when it would leave nothing to see.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.count == Some(0) && !self.chosen
    }
}

/// What was chosen and what came of it, in words.
#[derive(Debug)]
pub struct Outcome {
    /// One sentence without its full stop.
    pub sentence: String,
    /// How many roles are shown.
    pub count: usize,
    /// What to take back. When nothing is shown: only what would bring something to light.
    pub drops: Vec<Drop>,
    /// The address without the order, when there is one.
    pub unsorted: Option<String>,
    /// Whether there is more than one thing to take back.
    pub clears: bool,
    /// What was asked in vain, as one sentence.
    pub ignored: Option<String>,
}

/// A condition to take back.
#[derive(Debug)]
pub struct Drop {
    /// The condition in words.
    pub label: String,
    /// The address without it.
    pub href: String,
    /// How many roles would be shown.
    pub count: usize,
}

impl Filters {
    /// The choices a reader has now.
    #[must_use]
    pub fn new(context: &Context, asked: &Narrowing) -> Self {
        let (catalogue, base) = (context.catalogue, context.base);
        let facets = Facet::ALL.into_iter();
        let facets = facets.map(|facet| facet_field(catalogue, base, asked, facet));
        let sort = sort_field(catalogue, base, asked);
        Self {
            action: base.href(&UrlPath::index()),
            // A field with one choice leaves none.
            fields: facets
                .chain([sort])
                .filter(|field| field.choices.len() > 1)
                .collect(),
        }
    }
}

fn facet_field(catalogue: &Catalogue, base: &BaseUrl, asked: &Narrowing, facet: Facet) -> Field {
    let chosen = asked.chosen(facet).map(|condition| condition.value());
    let without = asked.without(facet);
    let mut choices = vec![Choice {
        value: String::new(),
        label: "不限".to_owned(),
        count: Some(without.count(catalogue)),
        href: href(base, &without),
        chosen: chosen.is_none(),
    }];
    choices.extend(asked.choices(catalogue, facet).into_iter().map(|choice| {
        let with = asked.with(choice);
        Choice {
            chosen: chosen.as_ref() == Some(&choice.value()),
            value: choice.value(),
            label: choice_label(&choice),
            count: Some(with.count(catalogue)),
            href: href(base, &with),
        }
    }));
    Field {
        parameter: facet.parameter(),
        label: facet_label(facet),
        choices,
    }
}

fn sort_field(catalogue: &Catalogue, base: &BaseUrl, asked: &Narrowing) -> Field {
    let chosen = asked.sort().map(|sort| sort.value());
    let mut choices = vec![Choice {
        value: String::new(),
        label: "不排序，按分组".to_owned(),
        count: None,
        href: href(base, &asked.sorted(None)),
        chosen: chosen.is_none(),
    }];
    for key in Key::all(catalogue) {
        for descending in [false, true] {
            let sort = Sort { key, descending };
            choices.push(Choice {
                chosen: chosen.as_ref() == Some(&sort.value()),
                value: sort.value(),
                label: format!("{}{}", key_label(key), direction(&sort)),
                count: None,
                href: href(base, &asked.sorted(Some(sort))),
            });
        }
    }
    Field {
        parameter: SORT,
        label: "排序",
        choices,
    }
}

impl Outcome {
    /// What came of a question.
    #[must_use]
    pub fn new(context: &Context, asked: &Narrowing, ignored: &[Ignored]) -> Self {
        let (catalogue, base) = (context.catalogue, context.base);
        let count = asked.count(catalogue);
        let conditions = asked.conditions().iter();
        let drops = conditions.map(|condition| {
            let without = asked.without(condition.facet());
            Drop {
                label: in_words(condition),
                count: without.count(catalogue),
                href: href(base, &without),
            }
        });
        Self {
            sentence: sentence(asked, count),
            count,
            drops: drops.filter(|drop| drop.count > 0).collect(),
            unsorted: asked.sort().map(|_| href(base, &asked.sorted(None))),
            clears: asked.conditions().len() + usize::from(asked.sort().is_some()) > 1,
            ignored: ignored_in_words(ignored),
        }
    }

    /// The sentence as a heading.
    #[must_use]
    pub fn heading(&self) -> String {
        unbroken(&self.sentence)
    }
}

fn sentence(asked: &Narrowing, count: usize) -> String {
    let conditions: Vec<String> = asked.conditions().iter().map(in_words).collect();
    let conditions = conditions.join("，");
    let mut sentence = match (count, conditions.as_str()) {
        (_, "") => format!("显示全部 {count} 个方向"),
        (0, _) => return format!("没有方向符合：{conditions}"),
        _ => format!("显示 {count} 个方向：{conditions}"),
    };
    if let Some(sort) = asked.sort() {
        sentence.push_str(&format!(
            "，按{}{}排",
            key_label(sort.key),
            direction(&sort)
        ));
    }
    sentence
}

/// So many values are named, and so much of each: an address may hold thousands of characters.
const SHOWN_VALUES: usize = 4;
const SHOWN_CHARS: usize = 24;

fn ignored_in_words(ignored: &[Ignored]) -> Option<String> {
    let named = ignored.iter().take(SHOWN_VALUES).map(|ignored| {
        let shown: String = ignored.value.chars().take(SHOWN_CHARS).collect();
        let rest = if shown == ignored.value { "" } else { "…" };
        format!("{}“{shown}{rest}”", parameter_label(ignored.parameter))
    });
    let named = named.collect::<Vec<_>>().join("、");
    let more = if ignored.len() > SHOWN_VALUES {
        "等"
    } else {
        ""
    };
    (!named.is_empty()).then(|| {
        format!("网址里有些值没有用上：{named}{more}。它们不在可选的值里，或者同一项写了不止一个。")
    })
}

fn href(base: &BaseUrl, asked: &Narrowing) -> String {
    let index = base.href(&UrlPath::index());
    match asked.query().as_str() {
        "" => index,
        query => format!("{index}?{query}"),
    }
}

fn facet_label(facet: Facet) -> &'static str {
    match facet {
        Facet::Group => "分组",
        Facet::Coding => "写代码",
        Facet::Within => "多久能转",
    }
}

fn parameter_label(parameter: &str) -> &'static str {
    let mut facets = Facet::ALL.into_iter();
    let facet = facets.find(|facet| facet.parameter() == parameter);
    facet.map_or("排序", facet_label)
}

fn choice_label(condition: &Condition) -> String {
    match condition {
        Condition::Group(group) => group.name.clone(),
        Condition::Coding(coding) => words::coding(*coding).to_owned(),
        Condition::Within(months) => format!("{months} 个月内"),
    }
}

fn in_words(condition: &Condition) -> String {
    match condition {
        Condition::Group(group) => group.name.clone(),
        Condition::Coding(Coding::Most) => "大部分时间写代码".to_owned(),
        Condition::Coding(Coding::Some) => "一部分时间写代码".to_owned(),
        Condition::Coding(Coding::Little) => "很少写代码".to_owned(),
        Condition::Coding(Coding::None) => "不写代码".to_owned(),
        Condition::Within(months) => format!("{months} 个月内能转过去"),
    }
}

/// What a browser narrows and orders the index from by itself, as JSON.
#[must_use]
pub fn prepared(context: &Context) -> String {
    let catalogue = context.catalogue;
    let roles = catalogue.roles().map(|role| {
        let scores = catalogue.axes.iter();
        let scores = scores.map(|axis| (axis.id.to_string(), role.score(axis).into()));
        json!({
            "slug": role.slug.as_str(),
            "group": role.group.id.as_str(),
            "coding": Condition::Coding(role.glance.coding).value(),
            "months": [role.glance.months_max, role.glance.months_min],
            "order": role.order,
            "scores": scores.collect::<serde_json::Map<_, _>>(),
        })
    });
    let named = |condition: Condition| {
        json!({
            "value": condition.value(),
            "label": choice_label(&condition),
            "words": in_words(&condition),
        })
    };
    let groups = catalogue.groups.iter();
    let codings = [Coding::Most, Coding::Some, Coding::Little, Coding::None];
    let keys = Key::all(catalogue).map(|key| {
        let words = [false, true].map(|descending| direction(&Sort { key, descending }));
        json!({
            "word": key.word(),
            "label": key_label(key),
            "line": match key {
                Key::Axis(axis) => axis.line.as_str(),
                Key::Order | Key::Months => "",
            },
            "is_axis": matches!(key, Key::Axis(_)),
            "directions": words,
        })
    });
    json!({
        "roles": roles.collect::<Vec<_>>(),
        "choices": {
            "group": groups.map(|group| named(Condition::Group(group))).collect::<Vec<_>>(),
            "coding": codings.map(|coding| named(Condition::Coding(coding))),
        },
        "keys": keys.collect::<Vec<_>>(),
        "most_months": MAX_MONTHS,
        "styles": context.assets.styles.get(VIEW_SHEET),
    })
    .to_string()
}

/// The name of what decides an order.
#[must_use]
pub fn key_label<'a>(key: Key<'a>) -> &'a str {
    match key {
        Key::Order => "序号",
        Key::Months => "需要多久",
        Key::Axis(axis) => &axis.name,
    }
}

/// Which end comes first.
#[must_use]
pub fn direction(sort: &Sort) -> &'static str {
    match (sort.key, sort.descending) {
        (Key::Order, false) => "从前到后",
        (Key::Order, true) => "从后到前",
        (Key::Months, false) => "从短到长",
        (Key::Months, true) => "从长到短",
        (Key::Axis(_), false) => "从低到高",
        (Key::Axis(_), true) => "从高到低",
    }
}
