//! What a browser compares from by itself, as JSON.

use serde_json::{Value, json};

use super::facts::{direction, title};
use super::side_by_side::{Criterion, SideBySide};
use crate::catalogue::{Axis, Role};
use crate::query::compare::{Column, Gap, MAX_SIDE_BY_SIDE, Sort};
use crate::urls::UrlPath;
use crate::views::Context;
use crate::views::parts::Sign;

/// The columns with what roles are sorted by, and what every criterion says of every role.
#[must_use]
pub fn prepared(context: &Context) -> String {
    let catalogue = context.catalogue;
    let columns = Column::all(catalogue);
    let words =
        |column: Column| [false, true].map(|descending| direction(&Sort { column, descending }));
    let heads = columns.iter().map(|column| {
        json!({
            "name": column.name(),
            "title": title(column),
            "directions": words(*column),
        })
    });
    let roles = catalogue.roles().map(|role| {
        let sign = Sign::new(context, role);
        json!({
            "slug": role.slug.as_str(),
            "former": former(role).collect::<Vec<_>>(),
            "title": role.title,
            "href": sign.href,
            "number": sign.number,
            "keys": columns.iter().map(|column| column.key(role)).collect::<Vec<_>>(),
        })
    });
    let all: Vec<_> = catalogue.roles().collect();
    let gaps = Gap::all(catalogue, &all);
    let signs = catalogue.roles().map(|role| Sign::new(context, role));
    let table = SideBySide::new(signs.collect(), &gaps);
    let parts = table
        .parts
        .iter()
        .map(|(name, criteria)| json!([name, criteria.iter().map(criterion).collect::<Vec<_>>()]));
    let axes = gaps.iter().map(|gap| [&gap.axis.low, &gap.axis.high]);
    json!({
        "columns": heads.collect::<Vec<_>>(),
        "roles": roles.collect::<Vec<_>>(),
        "parts": parts.collect::<Vec<_>>(),
        "ends": axes.collect::<Vec<_>>(),
        "scale": [Axis::MIN, Axis::MAX],
        "most": MAX_SIDE_BY_SIDE,
        // The page that shows the signs of all roles.
        "signs": context.base.href(&UrlPath::search()),
    })
    .to_string()
}

/// The names a role had before.
fn former(role: &Role) -> impl Iterator<Item = String> {
    let old = role.redirects.iter();
    old.filter_map(|old| Some(UrlPath::role_at(old)?.to_string()))
}

fn criterion(criterion: &Criterion) -> Value {
    let answers = criterion.answers.iter();
    let answers = answers.map(|answer| json!([answer.score, answer.word, answer.text]));
    json!({
        "title": criterion.title,
        "line": criterion.line,
        "answers": answers.collect::<Vec<_>>(),
    })
}
