//! What may be written in `content/`, as JSON Schema for editors that complete and check.

use serde_json::{Map, Value, json};

use super::shape::{Model, Shape};
use crate::urls::Slug;

/// The dialect the schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What every text has: a character that is no white space.
const NOT_BLANK: &str = r"\S";
const ID: &str = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?";
const DAY: &str = "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])\
    |(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))\
    |([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";
const YEAR_OR_MONTH: &str = "[0-9]{4}(-(0[1-9]|1[0-2]))?";
const LABEL: &str = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
const LAST_LABEL: &str = "[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?";

/// The schema of `T`, as a document of its own.
#[must_use]
pub fn document<T: Shape>() -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DIALECT));
    if let Value::Object(rest) = describe(&T::model()) {
        schema.extend(rest);
    }
    Value::Object(schema)
}

fn describe(model: &Model) -> Value {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match model {
        Model::Text { longest: None } => text(NOT_BLANK),
        Model::Text { longest: Some(max) } => {
            json!({ "type": "string", "pattern": NOT_BLANK, "maxLength": max })
        }
        Model::Truth => json!({ "type": "boolean" }),
        Model::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Model::Number { thousandths } => {
            json!({ "type": "number", "minimum": 0, "maximum": f64::from(*thousandths) / 1000.0 })
        }
        Model::Id => json!({ "type": "string", "pattern": ID, "maxLength": Slug::MAX_BYTES }),
        Model::Day => text(&format!("^{DAY}$")),
        Model::Moment => text(&format!("^{DAY}[ T]{TIME}$")),
        Model::SourceDate => text(&format!("^({DAY}|{YEAR_OR_MONTH})$")),
        Model::WebAddress => text(&format!(
            r#"^https?://({LABEL}\.)*{LAST_LABEL}(:[0-9]{{1,4}})?([/?#][^\s"<>\\]*)?$"#
        )),
        Model::TimeZone => json!({ "enum": time_zones() }),
        Model::Choice(words) => {
            let options: Vec<Value> = words
                .iter()
                .map(|(word, doc)| json!({ "const": word, "description": doc }))
                .collect();
            json!({ "oneOf": options })
        }
        Model::List { items, most: None } => json!({ "type": "array", "items": describe(items) }),
        Model::List {
            items,
            most: Some(max),
        } => json!({ "type": "array", "items": describe(items), "maxItems": max }),
        Model::Keyed(values) => {
            json!({ "type": "object", "additionalProperties": describe(values) })
        }
        Model::Record { doc, keys } => {
            let mut properties = Map::new();
            for key in keys {
                let mut described = describe(&key.model);
                described["description"] = json!(key.doc);
                properties.insert(key.name.to_owned(), described);
            }
            let required: Vec<&str> = keys.iter().filter(|k| k.required).map(|k| k.name).collect();
            json!({
                "type": "object",
                "description": doc,
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            })
        }
    }
}

fn time_zones() -> Vec<String> {
    let names = jiff::tz::db().available().map(|name| name.to_string());
    let known = names.filter(|name| {
        jiff::tz::TimeZone::get(name).is_ok_and(|zone| zone.iana_name() == Some(name))
    });
    known.collect()
}
