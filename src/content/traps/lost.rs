//! A key whose line is lost: what stood below it is read as a part of the key above.

use std::sync::Arc;

use crate::content::shape::{KeyModel, Model};
use crate::content::yaml::{Key, Node, Value};
use crate::diagnostic::{Diagnostic, SourceFile, Span};

/// A key that has been put back.
pub struct Restored {
    name: &'static str,
    /// The key that held what belongs to it.
    holder: String,
    /// The first of what belongs to it.
    span: Span,
}

impl Restored {
    /// What an editor is told.
    pub fn diagnostic(self, file: &Arc<SourceFile>) -> Diagnostic {
        let Self { name, holder, span } = self;
        let message = format!("少了 `{name}:` 这一行：从这里起都读成了 `{holder}` 的内容");
        Diagnostic::error("missing-key", file, span, message)
            .with_help(format!("在这一行上面补一行 `{name}:`，顶格写"))
    }
}

/// Puts the first required key back that is missing from `root` and whose content is found at the
/// end of another key's; nothing when there is none.
pub fn restore(root: &mut Node, model: &Model) -> Option<Restored> {
    let Model::Record { keys, .. } = model else {
        return None;
    };
    let Value::Map(entries) = &mut root.value else {
        return None;
    };
    let is_missing =
        |key: &&KeyModel| key.required && entries.iter().all(|(k, _)| k.name != key.name);
    let missing: Vec<&KeyModel> = keys.iter().filter(is_missing).collect();
    for lost in missing {
        for index in 0..entries.len() {
            let (key, node) = entries.get_mut(index)?;
            let Some(own) = keys.iter().find(|own| own.name == key.name) else {
                continue;
            };
            let Some(found) = split_off(node, &own.model, &lost.model) else {
                continue;
            };
            let holder = key.name.clone();
            let span = found.span.clone();
            let name = lost.name.to_owned();
            entries.insert(
                index + 1,
                (
                    Key {
                        name,
                        span: span.clone(),
                    },
                    found,
                ),
            );
            let name = lost.name;
            return Some(Restored { name, holder, span });
        }
    }
    None
}

/// Takes away the end of a list or a map that fits another model and not its own; never all of it.
fn split_off(node: &mut Node, own: &Model, other: &Model) -> Option<Node> {
    let (value, span) = match &mut node.value {
        Value::Seq(items) => {
            let (Model::List { items: own, .. }, Model::List { items: other, .. }) = (own, other)
            else {
                return None;
            };
            let is_strange = |item: &Node| !fits(item, own) && fits(item, other);
            let at = end_of(items, is_strange)?;
            let span = items.get(at)?.span.clone();
            (Value::Seq(items.split_off(at)), span)
        }
        Value::Map(entries) => {
            let is_strange = |entry: &(Key, Node)| !is_entry(entry, own) && is_entry(entry, other);
            let at = end_of(entries, is_strange)?;
            let span = entries.get(at)?.0.span.clone();
            (Value::Map(entries.split_off(at)), span)
        }
        _ => return None,
    };
    Some(Node { value, span })
}

/// Where the things begin that are strange up to the end; nothing when that is at once or never.
fn end_of<T>(things: &[T], is_strange: impl Fn(&T) -> bool) -> Option<usize> {
    let count = things
        .iter()
        .rev()
        .take_while(|thing| is_strange(thing))
        .count();
    (0 < count && count < things.len()).then(|| things.len() - count)
}

/// True when a node has the form a model asks for and no key it does not know.
fn fits(node: &Node, model: &Model) -> bool {
    match (&node.value, model) {
        (Value::Map(entries), Model::Record { .. } | Model::Keyed(_)) => {
            entries.iter().all(|entry| is_entry(entry, model))
        }
        (Value::Seq(items), Model::List { items: inner, .. }) => {
            items.iter().all(|item| fits(item, inner))
        }
        (Value::Map(_) | Value::Seq(_), _) => false,
        (_, Model::Record { .. } | Model::Keyed(_) | Model::List { .. }) => false,
        _ => true,
    }
}

fn is_entry((key, node): &(Key, Node), model: &Model) -> bool {
    match model {
        Model::Record { keys, .. } => keys
            .iter()
            .any(|known| known.name == key.name && fits(node, &known.model)),
        Model::Keyed(inner) => fits(node, inner),
        _ => false,
    }
}
