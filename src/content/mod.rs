//! Files to parsed files, with the place of everything kept.
//!
//! [`load`] reads a content folder and returns what could be read together with everything that
//! is wrong in single files. What files say about each other is checked by the catalogue.

pub mod front_matter;
pub mod json_schema;
mod kept;
pub mod markdown;
pub mod save;
pub mod schema;
pub mod shape;
pub mod source;
mod traps;
pub mod typography;
pub mod yaml;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use crate::urls::Slug;
pub use kept::{Kept, KeptRole, Progress};
use markdown::Body;
use schema::{AxisEntry, GroupEntry, MatchFile, PageMatter, RoleMatter, SectionEntry, SiteMatter};
use shape::{Reader, Shape};
use source::SourceFiles;
use typography::is_han;
use yaml::Node;

/// What stands in a draft where something is to be written.
pub const BLANK: &str = "待写";

/// A parsed YAML file.
#[derive(Debug)]
pub struct Listing<T> {
    /// The file.
    pub file: Arc<SourceFile>,
    /// What it says.
    pub value: T,
}

/// A parsed Markdown file.
#[derive(Debug, Clone)]
pub struct Article<T> {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The first line: the place to point at when the file as a whole is meant.
    pub opening: Span,
    /// Its front matter; none when that is faulty, while the text may still be checked.
    pub matter: Option<T>,
    /// Its text.
    pub body: Body,
    /// Where a draft still has to be filled in.
    pub blanks: Vec<Span>,
}

/// A Markdown file whose name is an address.
#[derive(Debug, Clone)]
pub struct Named<T> {
    /// The file name without the ending.
    pub slug: Slug,
    /// What is in it.
    pub article: Article<T>,
}

/// A content folder, parsed. What could not be read at all is missing.
#[derive(Debug, Default)]
pub struct Content {
    /// `index.md`.
    pub index: Option<Article<SiteMatter>>,
    /// `groups.yml`.
    pub groups: Option<Listing<Vec<GroupEntry>>>,
    /// `axes.yml`.
    pub axes: Option<Listing<Vec<AxisEntry>>>,
    /// `sections.yml`.
    pub sections: Option<Listing<Vec<SectionEntry>>>,
    /// `match.yml`.
    pub matching: Option<Listing<MatchFile>>,
    /// `roles/*.md`, by name.
    pub roles: Vec<Arc<Named<RoleMatter>>>,
    /// `pages/*.md`, by name.
    pub pages: Vec<Named<PageMatter>>,
    /// The names of roles that exist but could not be read, so that nobody calls them unknown;
    /// where a name is none, the one that was meant.
    pub unread_roles: Vec<String>,
    /// The names of pages likewise.
    pub unread_pages: Vec<String>,
    /// The SHA-256 of everything that was read.
    pub digest: [u8; 32],
}

/// Reads and parses a content folder.
#[must_use]
pub fn load(root: &Path) -> (Content, Diagnostics) {
    load_changed(root, &mut Kept::default())
}

/// Reads and parses what changed in a content folder since it was kept; the result is the same.
#[must_use]
pub fn load_changed(root: &Path, kept: &mut Kept) -> (Content, Diagnostics) {
    let (files, mut diagnostics) = source::load_changed_files(root, &mut kept.files);
    let content = parse(files, kept, &mut diagnostics);
    (content, diagnostics)
}

fn parse(files: SourceFiles, kept: &mut Kept, diagnostics: &mut Diagnostics) -> Content {
    let mut content = Content {
        index: files
            .index
            .and_then(|file| parse_article(file, diagnostics)),
        groups: files.groups.and_then(|f| parse_listing(f, diagnostics)),
        axes: files.axes.and_then(|f| parse_listing(f, diagnostics)),
        sections: files.sections.and_then(|f| parse_listing(f, diagnostics)),
        matching: files.matching.and_then(|f| parse_listing(f, diagnostics)),
        digest: files.digest,
        ..Content::default()
    };
    kept.roles = parse_roles(&files.roles, kept);
    for (stem, _) in files.roles {
        let role = kept.roles.get(&stem).inspect(|role| {
            diagnostics.append(role.diagnostics.clone());
        });
        match role.and_then(|role| role.role.clone()) {
            Some(role) => content.roles.push(role),
            None => content.unread_roles.push(meant_name(stem)),
        }
    }
    for (stem, file) in files.pages {
        match file.and_then(|file| parse_named(&stem, file, diagnostics)) {
            Some(page) => content.pages.push(page),
            None => content.unread_pages.push(meant_name(stem)),
        }
    }
    content
}

fn meant_name(stem: String) -> String {
    Slug::meant(&stem).map_or(stem, |slug| slug.to_string())
}

/// Parses the roles whose files are not those they were parsed from before, on all cores.
fn parse_roles(
    files: &[(String, Option<Arc<SourceFile>>)],
    before: &Kept,
) -> BTreeMap<String, KeptRole> {
    /// Fewer files than this are parsed before a thread has started.
    const MIN_FILES: usize = 50;
    let parse_one = |(stem, file): &(String, Option<Arc<SourceFile>>)| {
        let file = file.as_ref()?;
        let kept = before.roles.get(stem);
        let kept = kept.filter(|kept| kept.file == *file);
        before.progress.step();
        let role = kept.cloned().unwrap_or_else(|| {
            let mut diagnostics = Diagnostics::default();
            let role = parse_named(stem, Arc::clone(file), &mut diagnostics);
            KeptRole {
                file: Arc::clone(file),
                role: role.map(Arc::new),
                diagnostics,
            }
        });
        Some((stem.clone(), role))
    };
    before.progress.begin(files.len());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(cores).max(MIN_FILES);
    std::thread::scope(|scope| {
        let shares = files.chunks(share);
        let threads: Vec<_> = shares
            .map(|files| {
                let parse = || files.iter().filter_map(parse_one).collect::<Vec<_>>();
                scope.spawn(parse)
            })
            .collect();
        let parsed = threads.into_iter().map(|thread| match thread.join() {
            Ok(parsed) => parsed,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        parsed.flatten().collect()
    })
}

fn parse_listing<T: Shape>(
    file: Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) -> Option<Listing<T>> {
    let first_line = file.text.lines().next().map_or(0, str::len);
    let value = read_yaml(&file, 0..file.text.len(), 0..first_line, diagnostics)?;
    Some(Listing { file, value })
}

fn parse_article<T: Shape>(
    file: Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) -> Option<Article<T>> {
    let parts = match front_matter::split(&file) {
        Ok(parts) => parts,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    Some(Article {
        opening: parts.opening.clone(),
        matter: read_yaml(&file, parts.yaml, parts.opening, diagnostics),
        body: markdown::parse_body(&file, parts.body, diagnostics),
        blanks: blanks(&file.text),
        file,
    })
}

/// The places that say [`BLANK`]; beside other characters it may be a word of a sentence.
fn blanks(text: &str) -> Vec<Span> {
    let places = text.match_indices(BLANK);
    let spans = places.map(|(at, blank)| at..at + blank.len());
    let is_apart = |span: &Span| {
        let before = text[..span.start].chars().next_back();
        let after = text[span.end..].chars().next();
        !before.is_some_and(is_han) && !after.is_some_and(is_han)
    };
    spans.filter(is_apart).collect()
}

fn parse_named<T: Shape>(
    stem: &str,
    file: Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) -> Option<Named<T>> {
    let Some(slug) = Slug::new(stem) else {
        let message = format!("文件名“{stem}”不能用作网址");
        let rule = "只用小写英文字母、数字和连字符，以字母开头";
        let help = match Slug::meant(stem) {
            Some(slug) => format!("{rule}；改名为 {slug}.md"),
            None => format!("{rule}，如 data-scientist.md"),
        };
        let finding = Diagnostic::file_error("invalid-file-name", &file.path, message);
        diagnostics.push(finding.with_help(help));
        return None;
    };
    let article = parse_article(file, diagnostics)?;
    Some(Named { slug, article })
}

fn read_yaml<T: Shape>(
    file: &Arc<SourceFile>,
    range: Span,
    opening: Span,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let (node, traps) = traps::parse(file, range, &opening, T::model, diagnostics);
    let mut node = node?;
    let (mut read, mut found) = read_tree(&node, file);
    if found.iter().any(|finding| finding.code == "missing-key")
        && let Some(lost) = traps::restore(&mut node, &T::model())
    {
        (read, found) = read_tree(&node, file);
        found.push(lost.diagnostic(file));
    }
    // What else is said about the place of a trap is said about the same mistake.
    found.retain(|finding| {
        let span = finding.span.as_ref();
        span.is_none_or(|span| !traps.iter().any(|trap| traps::overlap(span, trap)))
    });
    diagnostics.append(found);
    read
}

fn read_tree<T: Shape>(node: &Node, file: &Arc<SourceFile>) -> (Option<T>, Diagnostics) {
    let mut found = Diagnostics::default();
    let diagnostics = &mut found;
    let read = T::read(node, &mut Reader { file, diagnostics });
    (read, found)
}
