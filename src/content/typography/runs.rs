//! Which parts of a file are prose.

use std::sync::Arc;

use crate::content::shape::Model;
use crate::content::yaml::{self, Node, Value};
use crate::content::{front_matter, markdown};
use crate::diagnostic::{SourceFile, Span};

/// The stretches of prose in a file, each within one line: text of Markdown and of YAML.
pub fn runs(file: &Arc<SourceFile>, model: &Model) -> Vec<Span> {
    let (yaml, body) = parts(file);
    let mut found = Vec::new();
    // What cannot be read has findings of its own.
    if let Ok(node) = yaml::parse(file, yaml, 0..0) {
        of_node(&file.text, &node, model, &mut found);
    }
    found.extend(markdown::text_spans(&file.text, body));
    found
}

/// The YAML and the Markdown of a file.
pub fn parts(file: &Arc<SourceFile>) -> (Span, Span) {
    let end = file.text.len();
    if !file.path.ends_with(".md") {
        return (0..end, end..end);
    }
    match front_matter::split(file) {
        Ok(parts) => (parts.yaml, parts.body),
        Err(_) => (end..end, end..end),
    }
}

fn of_node(text: &str, node: &Node, model: &Model, found: &mut Vec<Span>) {
    match (model, &node.value) {
        (Model::Text { .. }, Value::Str(value)) => found.extend(scalar(text, &node.span, value)),
        (Model::List { items, .. }, Value::Seq(nodes)) => {
            for node in nodes {
                of_node(text, node, items, found);
            }
        }
        (Model::Keyed(values), Value::Map(entries)) => {
            for (_, node) in entries {
                of_node(text, node, values, found);
            }
        }
        (Model::Record { keys, .. }, Value::Map(entries)) => {
            for (key, node) in entries {
                // Sources are quoted as they call themselves.
                let known = keys.iter().find(|known| known.name == key.name);
                if let Some(known) = known.filter(|known| known.name != "sources") {
                    of_node(text, node, &known.model, found);
                }
            }
        }
        _ => {}
    }
}

/// Where the text of a scalar stands, if it stands there as it is, quotation marks left out.
fn scalar(text: &str, span: &Span, value: &str) -> Option<Span> {
    let written = text.get(span.clone())?;
    let offset = match written == value {
        true => 0,
        false => {
            let inner = written.get(1..written.len().checked_sub(1)?)?;
            (inner == value).then_some(1)?
        }
    };
    let start = span.start + offset;
    Some(start..start + value.len()).filter(|_| !value.contains('\n'))
}
