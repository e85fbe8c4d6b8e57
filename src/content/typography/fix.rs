//! Changes that are safe, made; and the proof that nothing but the text has changed.

use std::sync::Arc;

use super::runs::parts;
use super::{Edit, ahead, back, check_file, edits, kinds, terms};
use crate::content::markdown;
use crate::content::shape::Model;
use crate::content::source::SourceFiles;
use crate::content::yaml::{self, Key, Node, Value};
use crate::diagnostic::{SourceFile, Span};

/// A file that can be set better by machine.
#[derive(Debug)]
pub struct Fixed {
    /// The file as it was read.
    pub file: Arc<SourceFile>,
    /// What it should say.
    pub text: String,
    /// What was changed, as places in the text as it was.
    pub edits: Vec<Edit>,
}

impl Fixed {
    /// Every change in a line of its own: place, what was there, what is there now.
    pub fn changes(&self) -> impl Iterator<Item = String> {
        self.edits.iter().map(|edit| {
            let text = &self.file.text;
            let (line, column) = self.file.line_and_column(edit.span.start);
            let around = back(text, edit.span.start, 2)..ahead(text, edit.span.end, 2);
            let around = within_line(text, around);
            let new = edits::apply(text, &around, std::slice::from_ref(edit));
            format!(
                "{}:{line}:{column}: {} → {new}",
                self.file.path, &text[around]
            )
        })
    }
}

/// The part of a range before and after which the line ends.
fn within_line(text: &str, range: Span) -> Span {
    let shown = &text[range.clone()];
    let start = shown.len() - shown.trim_start_matches(['\n', '\r']).len();
    let end = shown.trim_end_matches(['\n', '\r']).len();
    range.start + start..range.start + end.max(start)
}

/// The files of a content folder that safe changes would alter, with those changes made.
#[must_use]
pub fn fix(files: &SourceFiles) -> Vec<Fixed> {
    let Some(terms) = terms(files) else {
        return Vec::new();
    };
    let fixed = kinds(files).into_iter().filter_map(|(file, model)| {
        let findings = check_file(&file, &model, &terms);
        let all = findings.into_iter().flat_map(|finding| finding.edits);
        let safe: Vec<Edit> = all.filter(|edit| edit.is_safe).collect();
        // A space can make a heading of a line; then every change has to show what it does.
        with(&file, &model, safe.clone()).or_else(|| {
            let harmless = safe.into_iter();
            let harmless =
                harmless.filter(|edit| with(&file, &model, vec![edit.clone()]).is_some());
            with(&file, &model, harmless.collect())
        })
    });
    fixed.collect()
}

/// The file with these changes; nothing when there are none or they change more than words.
fn with(file: &Arc<SourceFile>, model: &Model, edits: Vec<Edit>) -> Option<Fixed> {
    let text = edits::apply(&file.text, &(0..file.text.len()), &edits);
    let is_fixed = !edits.is_empty() && is_alike(file, &text) && fits(file, &text, model);
    is_fixed.then(|| Fixed {
        file: Arc::clone(file),
        text,
        edits,
    })
}

/// True when a file with this text has the same keys, values and Markdown, but for spaces and marks
/// of punctuation in its words.
pub(super) fn is_alike(file: &Arc<SourceFile>, text: &str) -> bool {
    let other = Arc::new(SourceFile {
        path: file.path.clone(),
        text: text.to_owned(),
    });
    let outline = |file: &Arc<SourceFile>| {
        let (yaml, body) = parts(file);
        let tree = yaml::parse(file, yaml, 0..0)
            .ok()
            .map(|node| kinds_of(&node));
        (tree, markdown::outline(&file.text, body))
    };
    outline(file) == outline(&other)
}

/// True when a file with this text has no more texts that are too long: a space counts, too.
fn fits(file: &Arc<SourceFile>, text: &str, model: &Model) -> bool {
    let count = |text: &str| {
        let file = Arc::new(SourceFile {
            path: file.path.clone(),
            text: text.to_owned(),
        });
        let (yaml, _) = parts(&file);
        yaml::parse(&file, yaml, 0..0).map_or(0, |node| overlong(&node, model))
    };
    count(text) <= count(&file.text)
}

fn overlong(node: &Node, model: &Model) -> usize {
    match (model, &node.value) {
        (
            Model::Text {
                longest: Some(most),
            },
            Value::Str(text),
        ) => usize::from(text.chars().count() > *most),
        (Model::List { items, .. }, Value::Seq(nodes)) => {
            nodes.iter().map(|node| overlong(node, items)).sum()
        }
        (Model::Keyed(values), Value::Map(entries)) => {
            let nodes = entries.iter().map(|(_, node)| node);
            nodes.map(|node| overlong(node, values)).sum()
        }
        (Model::Record { keys, .. }, Value::Map(entries)) => {
            let of_key = |(key, node): &(Key, Node)| {
                let known = keys.iter().find(|known| known.name == key.name);
                known.map_or(0, |known| overlong(node, &known.model))
            };
            entries.iter().map(of_key).sum()
        }
        _ => 0,
    }
}

/// A tree without the spaces and marks in its words.
fn kinds_of(node: &Node) -> String {
    match &node.value {
        Value::Str(text) => markdown::letters(text),
        Value::Seq(items) => format!("{:?}", items.iter().map(kinds_of).collect::<Vec<_>>()),
        Value::Map(entries) => {
            let pairs = entries.iter();
            let pairs = pairs.map(|(key, value)| format!("{}: {}", key.name, kinds_of(value)));
            format!("{:?}", pairs.collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}
