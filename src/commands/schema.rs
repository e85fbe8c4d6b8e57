//! `schema`: prints what may be written in a kind of file, for editors that complete and check.

use super::{Failure, print};
use crate::cli::SchemaKind;
use crate::content::json_schema::document;
use crate::content::schema::{
    AxisEntry, GroupEntry, MatchFile, PageMatter, RoleMatter, SectionEntry, SiteMatter,
};

/// Prints the JSON Schema of a kind of file.
///
/// # Errors
///
/// When it cannot be written.
pub fn run(kind: SchemaKind) -> Result<(), Failure> {
    let schema = match kind {
        SchemaKind::Role => document::<RoleMatter>(),
        SchemaKind::Index => document::<SiteMatter>(),
        SchemaKind::Groups => document::<Vec<GroupEntry>>(),
        SchemaKind::Axes => document::<Vec<AxisEntry>>(),
        SchemaKind::Match => document::<MatchFile>(),
        SchemaKind::Sections => document::<Vec<SectionEntry>>(),
        SchemaKind::Page => document::<PageMatter>(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(anyhow::Error::from)?;
    Ok(print(&format!("{text}\n"), anstream::stdout())?)
}
