//! Parsed files to one checked, cross-linked, immutable [`Catalogue`].

mod assemble;
mod checks;
mod matching_model;
mod model;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::DateTime;

use crate::content::{self, Content};
use crate::diagnostic::Diagnostics;
pub use checks::name_key;
pub use matching_model::*;
pub use model::*;

/// What a catalogue depends on besides the content.
#[derive(Debug)]
pub struct Conditions<'a> {
    /// The moment for which it is made, as a timestamp: what is due later is not public.
    pub now: jiff::Timestamp,
    /// The icons roles may name.
    pub icons: &'a BTreeSet<String>,
    /// The images texts may show, by the address they write.
    pub images: &'a BTreeSet<String>,
    /// Whether what is not public yet is to be there too.
    pub drafts: bool,
    /// The characters pictures can show.
    pub characters: &'a BTreeSet<char>,
}

/// Reads, checks and links a content folder.
///
/// There is a catalogue exactly when no finding is an error.
#[must_use]
pub fn load(root: &Path, conditions: &Conditions) -> (Option<Catalogue>, Diagnostics) {
    load_changed(root, conditions, &mut Kept::default())
}

/// What the last load read, parsed and linked, so that the next does so only with what changed.
#[derive(Debug, Default)]
pub struct Kept {
    content: content::Kept,
    roles: assemble::KeptRoles,
}

impl Kept {
    /// How far the load that is going on has come.
    #[must_use]
    pub fn progress(&self) -> Arc<content::Progress> {
        Arc::clone(&self.content.progress)
    }
}

/// As [`load`], with less work where little changed; the result is the same.
#[must_use]
pub fn load_changed(
    root: &Path,
    conditions: &Conditions,
    kept: &mut Kept,
) -> (Option<Catalogue>, Diagnostics) {
    let (content, mut diagnostics) = content::load_changed(root, &mut kept.content);
    checks::check(&content, conditions, &mut diagnostics);
    if diagnostics.has_errors() {
        return (None, diagnostics.sorted());
    }
    let titles = checks::reach::titles(&content);
    let catalogue = build(content, conditions, &mut kept.roles);
    if let Some(catalogue) = &catalogue {
        checks::reach::check_unreachable_role(catalogue, &titles, &mut diagnostics);
    }
    (catalogue, diagnostics.sorted())
}

fn build(
    content: Content,
    conditions: &Conditions,
    kept: &mut assemble::KeptRoles,
) -> Option<Catalogue> {
    let zone = content.index.as_ref()?.matter.as_ref()?.time_zone.0.clone();
    let now: DateTime = conditions.now.to_zoned(zone).datetime();
    assemble::assemble(content, now, conditions.drafts, kept)
}
