//! Names written where identifiers are asked for: which identifier is meant.

use std::collections::BTreeMap;

use crate::content::Content;
use crate::diagnostic::Diagnostics;

/// Tells of words that are no identifiers which identifier has them as its name.
pub fn explain_invalid_id(content: &Content, diagnostics: &mut Diagnostics) {
    if !diagnostics
        .iter()
        .any(|finding| finding.code == "invalid-id")
    {
        return;
    }
    let names = names(content);
    for finding in diagnostics.iter_mut() {
        let span = finding.span.clone().unwrap_or_default();
        let written = finding.file.text.get(span).unwrap_or_default();
        let id = names.get(written.trim_matches(['"', '\'']));
        if let Some(id) = id.filter(|_| finding.code == "invalid-id") {
            finding.help = Some(format!("这里写它的标识：`{id}`"));
        }
    }
}

/// Identifiers by the names readers know them by.
fn names(content: &Content) -> BTreeMap<&str, &str> {
    let mut names = BTreeMap::new();
    for group in content.groups.iter().flat_map(|list| &list.value) {
        names.insert(group.name.value.as_str(), group.id.value.as_str());
    }
    for axis in content.axes.iter().flat_map(|list| &list.value) {
        names.insert(&axis.name.value, axis.id.value.as_str());
    }
    for interest in content
        .matching
        .iter()
        .flat_map(|list| &list.value.interests)
    {
        names.insert(&interest.name.value, interest.id.value.as_str());
    }
    for role in &content.roles {
        if let Some(title) = role.article.matter.as_ref().and_then(|m| m.title.as_ref()) {
            names.insert(&title.value, role.slug.as_str());
        }
    }
    names
}
