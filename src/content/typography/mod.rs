//! The typography of Chinese text: spaces between scripts, punctuation of the right width.
//!
//! What is right is decided by the crate `autocorrect` and a few rules of our own, for prose alone:
//! the text of Markdown, and those values of YAML that are text. Words of the `terms` in `index.md`
//! stay as they are. Told to editors only: it is no reason to keep a page from its readers.

mod edits;
mod fix;
mod marks;
mod runs;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::front_matter;
use super::kept::KeptFiles;
use super::schema::{
    AxisEntry, GroupEntry, MatchFile, PageMatter, RoleMatter, SectionEntry, SiteMatter,
};
use super::shape::{Model, Shape};
use super::source::{self, SourceFiles};
use super::yaml::{self, Node, Value};
use crate::diagnostic::{Diagnostic, SourceFile, Span};
pub use edits::Edit;
pub use fix::{Fixed, fix};
pub use marks::is_han;

/// A stretch of text that could be set better.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The file it is in.
    pub file: Arc<SourceFile>,
    /// The whole stretch.
    pub run: Span,
    /// What to change, in the order of the text; never empty.
    pub edits: Vec<Edit>,
}

/// How many characters around a change are shown with it.
const CONTEXT_CHARACTERS: usize = 8;

impl Finding {
    /// The warning an editor sees.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let text = &self.file.text;
        let first = self.edits.first().map_or(self.run.start, |e| e.span.start);
        let last = self.edits.last().map_or(self.run.end, |e| e.span.end);
        let shown =
            back(text, first, 1).max(self.run.start)..ahead(text, last, 1).min(self.run.end);
        let context = back(text, first, CONTEXT_CHARACTERS).max(self.run.start)
            ..ahead(text, last, CONTEXT_CHARACTERS).min(self.run.end);
        let corrected = edits::apply(text, &context, &self.edits);
        let is_safe = self.edits.iter().all(|edit| edit.is_safe);
        let how = if is_safe {
            "（check --fix 会改）"
        } else {
            ""
        };
        Diagnostic::warning("typography", &self.file, shown, "排版：空格或标点不合规范")
            .with_help(format!("写成 {}{how}", corrected.trim()))
    }
}

/// The start of the character so many before `offset`.
fn back(text: &str, offset: usize, characters: usize) -> usize {
    let before = text[..offset].char_indices().rev().take(characters);
    before.last().map_or(offset, |(start, _)| start)
}

/// The end of the character so many after `offset`.
fn ahead(text: &str, offset: usize, characters: usize) -> usize {
    let after = text[offset..].char_indices().take(characters).last();
    after.map_or(offset, |(at, c)| offset + at + c.len_utf8())
}

/// Finds what could be set better in the files of a content folder; nothing while nobody can tell
/// which words are right as they are, since that fault would be repeated wherever they stand.
#[must_use]
pub fn check(files: &SourceFiles) -> Vec<Finding> {
    let Some(terms) = terms(files) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (file, model) in kinds(files) {
        found.extend(check_file(&file, &model, &terms));
    }
    found
}

/// What was found in files, so that the next check looks only at those that changed.
#[derive(Debug, Default)]
pub struct Checked {
    read: KeptFiles,
    terms: Vec<String>,
    found: BTreeMap<String, (Arc<SourceFile>, Vec<Finding>)>,
}

/// As [`check`], of a folder, with less work where little changed; the result is the same.
#[must_use]
pub fn check_changed(root: &Path, checked: &mut Checked) -> Vec<Finding> {
    let files = source::load_changed_files(root, &mut checked.read).0;
    let before = std::mem::take(&mut checked.found);
    let Some(terms) = terms(&files) else {
        return Vec::new();
    };
    let is_current = terms == checked.terms;
    for (file, model) in kinds(&files) {
        let known = before.get(&file.path);
        let known = known.filter(|(known, _)| is_current && known.text == file.text);
        let found = match known {
            Some((_, found)) => found.clone(),
            None => check_file(&file, &model, &terms),
        };
        checked.found.insert(file.path.clone(), (file, found));
    }
    checked.terms = terms;
    let found = checked.found.values();
    found.flat_map(|(_, found)| found).cloned().collect()
}

/// Every file, with what its YAML is.
fn kinds(files: &SourceFiles) -> Vec<(Arc<SourceFile>, Model)> {
    let single = [
        (&files.index, SiteMatter::model()),
        (&files.groups, Vec::<GroupEntry>::model()),
        (&files.axes, Vec::<AxisEntry>::model()),
        (&files.sections, Vec::<SectionEntry>::model()),
        (&files.matching, MatchFile::model()),
    ];
    let single = single
        .into_iter()
        .filter_map(|(file, model)| Some((Arc::clone(file.as_ref()?), model)));
    let many = |files: &[(String, Option<Arc<SourceFile>>)], model: Model| {
        let readable: Vec<_> = files.iter().filter_map(|(_, file)| file.clone()).collect();
        readable.into_iter().map(move |file| (file, model.clone()))
    };
    single
        .chain(many(&files.roles, RoleMatter::model()))
        .chain(many(&files.pages, PageMatter::model()))
        .collect()
}

fn check_file(file: &Arc<SourceFile>, model: &Model, terms: &[String]) -> Vec<Finding> {
    let runs = runs::runs(file, model);
    let findings = runs.into_iter().filter_map(|run| {
        let edits = edits::edits(&file.text, &run, terms);
        (!edits.is_empty()).then(|| Finding {
            file: Arc::clone(file),
            run,
            edits,
        })
    });
    findings.collect()
}

/// The words `index.md` lists as right, whatever else is wrong with it; nothing when it cannot be
/// read.
fn terms(files: &SourceFiles) -> Option<Vec<String>> {
    let index = files.index.as_ref()?;
    let parts = front_matter::split(index).ok()?;
    let node = yaml::parse(index, parts.yaml, parts.opening).ok()?;
    let Value::Map(entries) = node.value else {
        return None;
    };
    let listed = entries.into_iter().find(|(key, _)| key.name == "terms");
    match listed.map(|(_, node)| node.value) {
        None => Some(Vec::new()),
        Some(Value::Seq(items)) => Some(items.into_iter().filter_map(word).collect()),
        Some(_) => None,
    }
}

fn word(node: Node) -> Option<String> {
    match node.value {
        Value::Str(word) => Some(word.trim().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
