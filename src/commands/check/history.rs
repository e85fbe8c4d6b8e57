//! Addresses that were: role files git remembers and nobody leads on from.
//!
//! Here rather than among the rules of the catalogue, because it asks a program: its answer
//! depends on more than the content, takes a process to get, and concerns nobody who only serves.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::content::{self, Content};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::urls::{Slug, UrlPath};

/// Longer than git takes for tens of thousands of commits; a check must not hang on a network.
const PATIENCE: Duration = Duration::from_secs(5);

/// Role files that were once committed, are there no more, and have no redirect.
///
/// A warning: git knows that a file was there, not that its address was ever published.
pub fn check_missing_redirect(folder: &Path, diagnostics: &mut Diagnostics) {
    let Some(once) = role_files_of_history(folder) else {
        return;
    };
    let (content, _) = content::load(folder);
    let known = known_addresses(&content);
    let present: BTreeSet<&str> = content.roles.iter().map(|r| r.slug.as_str()).collect();
    for slug in once {
        let is_there = present.contains(slug.as_str())
            || content
                .unread_roles
                .iter()
                .any(|stem| stem == slug.as_str());
        let address = UrlPath::role(&slug);
        if is_there || known.contains(address.as_str()) {
            continue;
        }
        let path = folder.join("roles").join(format!("{slug}.md"));
        let message = format!("这个文件改了名或删了，旧网址 {address} 会打不开");
        let finding =
            Diagnostic::file_error("missing-redirect", path.display().to_string(), message);
        diagnostics.push(
            Diagnostic {
                severity: Severity::Warning,
                ..finding
            }
            .with_help(format!(
                "在接替它的方向的 redirects 里加上 {address}；没有接替的，或者从未公开过，写进 index.md 的 retired"
            )),
        );
    }
}

/// Old addresses somebody has thought of.
fn known_addresses(content: &Content) -> BTreeSet<&str> {
    let roles = content
        .roles
        .iter()
        .filter_map(|r| r.article.matter.as_ref());
    let redirects = roles.flat_map(|matter| matter.redirects.iter().flatten().flatten());
    let site = content.index.as_ref().and_then(|i| i.matter.as_ref());
    let retired = site.into_iter().flat_map(|m| m.retired.iter().flatten());
    redirects
        .chain(retired)
        .map(|old| old.value.as_str())
        .collect()
}

/// Every role file any commit up to HEAD has added; nothing without git or a repository.
///
/// One walk over the commits that touch the folder: without renames, a new name is an addition.
fn role_files_of_history(folder: &Path) -> Option<BTreeSet<Slug>> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["--no-pager", "log", "--format=", "--name-only", "-z"])
        .args([
            "--diff-filter=A",
            "--no-renames",
            "--no-ext-diff",
            "--relative",
        ])
        .args(["HEAD", "--", "roles"])
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let output = read_in_time(&mut child)?;
    let text = String::from_utf8_lossy(&output).into_owned();
    let slugs = text.split(['\0', '\n']).filter_map(|path| {
        let stem = path.strip_prefix("roles/")?.strip_suffix(".md")?;
        Slug::new(stem)
    });
    Some(slugs.collect())
}

/// What a process writes, if it ends well and soon.
fn read_in_time(child: &mut Child) -> Option<Vec<u8>> {
    let mut output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.read_to_end(&mut bytes);
        // Nobody listens any more when patience has run out.
        let _ = sender.send(read.ok().map(|_| bytes));
    });
    let bytes = receiver.recv_timeout(PATIENCE).ok().flatten();
    if bytes.is_none() {
        // Ended already, or about to be.
        let _ = child.kill();
    }
    let has_ended_well = child.wait().ok()?.success();
    bytes.filter(|_| has_ended_well)
}
