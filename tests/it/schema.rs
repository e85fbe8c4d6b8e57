//! The JSON Schema accepts exactly what the loader's shape check accepts.

use std::sync::Arc;

use career_directions::content::front_matter;
use career_directions::content::json_schema::document;
use career_directions::content::schema::{
    AxisEntry, GroupEntry, MatchFile, PageMatter, RoleMatter, SectionEntry, SiteMatter,
};
use career_directions::content::shape::{Reader, Shape};
use career_directions::content::yaml::{self, Key, Node, Value as Yaml};
use career_directions::diagnostic::{Diagnostics, SourceFile};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::support::{TestSite, plain, said};

/// The YAML of a file of the shipped content, as JSON.
fn shipped(path: &str) -> Value {
    let file = Arc::new(SourceFile {
        path: path.to_owned(),
        text: TestSite::shipped().read(path),
    });
    let range = match path.ends_with(".md") {
        true => front_matter::split(&file).expect("front matter").yaml,
        false => 0..file.text.len(),
    };
    json_of(&yaml::parse(&file, range, 0..0).expect("YAML"))
}

fn json_of(node: &Node) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => json!(value),
        Yaml::Int(value) => json!(value),
        Yaml::Float(value) => json!(value),
        Yaml::Str(value) => json!(value),
        Yaml::Seq(items) => items.iter().map(json_of).collect(),
        Yaml::Map(entries) => {
            let pairs = entries
                .iter()
                .map(|(key, value)| (key.name.clone(), json_of(value)));
            Value::Object(pairs.collect())
        }
    }
}

fn node_of(value: &Value) -> Node {
    let value = match value {
        Value::Null => Yaml::Null,
        Value::Bool(value) => Yaml::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Yaml::Int(whole),
            None => Yaml::Float(number.as_f64().expect("a number")),
        },
        Value::String(text) => Yaml::Str(text.clone()),
        Value::Array(items) => Yaml::Seq(items.iter().map(node_of).collect()),
        Value::Object(entries) => {
            let pairs = entries.iter().map(|(name, value)| {
                let key = Key {
                    name: name.clone(),
                    span: 0..0,
                };
                (key, node_of(value))
            });
            Yaml::Map(pairs.collect())
        }
    };
    Node { value, span: 0..0 }
}

fn loader_accepts<T: Shape>(document: &Value) -> bool {
    let file = Arc::new(SourceFile {
        path: "x.yml".to_owned(),
        text: String::new(),
    });
    let mut diagnostics = Diagnostics::default();
    let read = T::read(
        &node_of(document),
        &mut Reader {
            file: &file,
            diagnostics: &mut diagnostics,
        },
    );
    read.is_some() && diagnostics.is_empty()
}

/// Values near the borders of what some key accepts.
fn odd_values() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!([]),
        json!({}),
        json!(["x"]),
        json!({"a": 1}),
    ];
    values.extend(
        [
            -100, -99, -1, 0, 1, 5, 6, 9, 10, 60, 61, 99, 100, 120, 121, 360, 361, 999, 1000,
        ]
        .map(|n| json!(n)),
    );
    values.extend([0.0, 0.1, 0.4, 0.401, 1.0, 1.5, 3.0, -0.5, 1e300].map(|n| json!(n)));
    values.extend(
        [
            "字".repeat(60),
            "字".repeat(61),
            format!("{} ", "字".repeat(60)),
            "a".repeat(80),
            "a".repeat(81),
        ]
        .map(Value::from),
    );
    values.extend(
        [
            "",
            " ",
            "\u{3000}",
            "x",
            " x",
            "x ",
            "a-b",
            "a--b",
            "-a",
            "a-",
            "A",
            "1a",
            "a1",
            "字",
            "growing",
            "Growing",
            "most",
            "high",
            "unknown",
            "easy",
            "x",
            "y",
            "2026",
            "026",
            "2026-01",
            "2026-13",
            "2026-00",
            "2026-01-31",
            "2026-04-31",
            "2026-02-29",
            "2024-02-29",
            "1900-02-29",
            "2000-02-29",
            "0000-02-29",
            "2026-1-31",
            "20260131",
            "+2026-01-31",
            "2026-01-31 08:00",
            "2026-01-31T08:00",
            "2026-01-31 08:00:59",
            "2026-01-31 08:00:60",
            "2026-01-31 24:00",
            "2026-01-31 23:60",
            "2026-01-31 8:00",
            "2026-01-31  08:00",
            "2026-01-31t08:00",
            "2026-01-31 08:00Z",
            "2026-W05-6",
            "２０２６-01-31",
            "https://a.b",
            "http://localhost",
            "https://a.b:8080/x?y#z",
            "https://a.b:/",
            "https://a.b:70000",
            "https://",
            "https:///x",
            "https://a..b",
            "https://-a.b",
            "https://a-.b",
            "https://1.2.3.4",
            "https://a.b/路",
            "https://路.b",
            "https://a.b/x y",
            "https://a.b/\"",
            "https://u@a.b",
            "ftp://a.b",
            "HTTPS://a.b",
            "https:a.b",
            "https://a.b?x",
            "https://a.b#x",
            "https://a.b\\c",
            "//a.b",
            "Asia/Shanghai",
            "asia/shanghai",
            "Mars/Base",
            "UTC",
            " UTC",
        ]
        .map(Value::from),
    );
    values
}

/// The place of every value in a document, the root first.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(entries) => {
            for (name, value) in entries {
                places(value, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// A change of a document: what, where, and which of the possible ones.
type Change = (u8, Index, Index);

fn change(document: &mut Value, (kind, place, which): &Change) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    let value = document
        .pointer_mut(place.get(&all).as_str())
        .expect("a place");
    let name_of = |entries: &serde_json::Map<String, Value>| {
        let names: Vec<&String> = entries.keys().collect();
        (!names.is_empty()).then(|| (*which.get(&names)).clone())
    };
    match (kind, value) {
        (0, Value::Object(entries)) => {
            if let Some(name) = name_of(entries) {
                entries.remove(&name);
            }
        }
        (1, Value::Object(entries)) => {
            let known = [
                "odd", "icon", "note", "draft", "trial", "order", "1", "标题",
            ];
            entries.insert(
                (*which.get(&known)).to_owned(),
                which.get(&odd_values()).clone(),
            );
        }
        (2, Value::Object(entries)) => {
            if let Some(name) = name_of(entries)
                && let Some(value) = entries.remove(&name)
            {
                entries.insert(format!("{name}s"), value);
            }
        }
        (3, Value::Array(items)) => {
            for _ in 0..which.index(4) {
                items.extend(items.first().cloned());
            }
        }
        (4, Value::Array(items)) => {
            items.pop();
        }
        (_, value) => *value = which.get(&odd_values()).clone(),
    }
}

/// Changes a valid document in a few places and compares the verdicts.
fn compare<T: Shape>(valid: Value) {
    let schema = document::<T>();
    jsonschema::meta::validate(&schema).expect("a schema");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    assert!(schema.is_valid(&valid) && loader_accepts::<T>(&valid));
    let changes = prop::collection::vec((0..8u8, any::<Index>(), any::<Index>()), 1..4);
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(400)
    };
    proptest!(config, |(changes in changes)| {
        let mut changed = valid.clone();
        for one in &changes {
            change(&mut changed, one);
        }
        prop_assert_eq!(schema.is_valid(&changed), loader_accepts::<T>(&changed), "{:#}", changed);
    });
    // Each odd value once in each place: what chance may not have tried.
    let mut all = Vec::new();
    places(&valid, "", &mut all);
    let mut accepted = 0;
    // A place of a list stands for the same place of the others, and keeps the test short.
    for place in all.iter().filter(|place| {
        !place
            .split('/')
            .any(|step| step.parse::<usize>().is_ok_and(|n| n > 0))
    }) {
        for value in odd_values() {
            let mut changed = valid.clone();
            *changed.pointer_mut(place).expect("a place") = value.clone();
            let verdict = loader_accepts::<T>(&changed);
            assert_eq!(schema.is_valid(&changed), verdict, "{place}: {value}");
            accepted += usize::from(verdict);
        }
    }
    assert!(accepted > 10, "hardly any change was accepted");
}

#[test]
fn the_schema_of_roles_accepts_what_the_loader_accepts() {
    let mut role = shipped("roles/devops-engineer.md");
    role["publish_at"] = json!("2026-01-31 08:00");
    role["redirects"] = json!(["/roles/sre"]);
    role["draft"] = json!(true);
    compare::<RoleMatter>(role);
}

#[test]
fn the_schemas_of_other_files_accept_what_the_loader_accepts() {
    let mut index = shipped("index.md");
    index["repository"] = json!("https://example.org/edit");
    compare::<SiteMatter>(index);
    compare::<PageMatter>(shipped("pages/about.md"));
    compare::<Vec<GroupEntry>>(shipped("groups.yml"));
    compare::<Vec<AxisEntry>>(shipped("axes.yml"));
    compare::<Vec<SectionEntry>>(shipped("sections.yml"));
}

#[test]
fn the_schema_of_the_self_assessment_accepts_what_the_loader_accepts() {
    let mut file = shipped("match.yml");
    // Two questions have everything there is; more would only take longer.
    file["questions"]
        .as_array_mut()
        .expect("a list")
        .truncate(2);
    compare::<MatchFile>(file);
}

#[test]
fn every_key_of_every_schema_is_described() {
    fn check(schema: &Value, at: &str, count: &mut usize) {
        if let Some(properties) = schema["properties"].as_object() {
            assert_eq!(schema["additionalProperties"], json!(false), "{at}");
            for (name, value) in properties {
                let description = value["description"].as_str().unwrap_or_default();
                assert!(description.ends_with('。'), "{at}/{name}: {description:?}");
                *count += 1;
                check(value, &format!("{at}/{name}"), count);
            }
        }
        for inner in ["items", "additionalProperties"] {
            if schema[inner].is_object() {
                check(&schema[inner], at, count);
            }
        }
    }
    let mut count = 0;
    for kind in [
        "role", "index", "groups", "axes", "match", "sections", "page",
    ] {
        let output = TestSite::minimal()
            .command(&["schema", kind])
            .output()
            .expect("an end");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        check(&schema, kind, &mut count);
    }
    assert!(count > 100, "{count} keys");
    let site = TestSite::minimal();
    let default = site.command(&["schema"]).output().expect("an end").stdout;
    assert_eq!(
        default,
        site.command(&["schema", "role"])
            .output()
            .expect("an end")
            .stdout
    );
}

#[test]
fn a_comment_may_tell_an_editor_which_schema_to_use() {
    let site = TestSite::minimal();
    let comment = "# yaml-language-server: $schema=file:///home/me/role.schema.json\n";
    let role = site
        .read("roles/mint.md")
        .replacen("---\n", &format!("---\n{comment}"), 1);
    let groups = site.read("groups.yml");
    site.write("roles/mint.md", role)
        .write("groups.yml", format!("{comment}{groups}"));
    let (_, diagnostics) = site.load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
}
