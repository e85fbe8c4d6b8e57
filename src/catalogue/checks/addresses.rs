//! Addresses: of pages, of links between them, of pages that were.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content::markdown::Body;
use crate::content::shape::nearest;
use crate::content::{Article, Content};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use crate::urls::{Slug, UrlPath, is_own_anchor};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    check_reserved_name(content, diagnostics);
    check_reserved_anchor(content, diagnostics);
    check_duplicate_anchor(content, diagnostics);
    check_redirect_address(content, diagnostics);
    check_broken_link(content, diagnostics);
}

/// Pages whose names are taken by the site itself.
fn check_reserved_name(content: &Content, diagnostics: &mut Diagnostics) {
    for page in &content.pages {
        if UrlPath::is_reserved(&page.slug) {
            let Article { file, opening, .. } = &page.article;
            let message = format!("网址 /{} 是网站自己要用的", page.slug);
            diagnostics.push(
                Diagnostic::error("reserved-name", file, opening.clone(), message)
                    .with_help("给文件换个名字"),
            );
        }
    }
}

/// Sections and headings whose anchors pages use for parts of their own.
fn check_reserved_anchor(content: &Content, diagnostics: &mut Diagnostics) {
    let mut report = |file: &Arc<SourceFile>, span: &Span, anchor: &str| {
        if is_own_anchor(anchor) {
            let message = format!("锚点 `{anchor}` 是页面自己要用的");
            diagnostics.push(
                Diagnostic::error("reserved-anchor", file, span.clone(), message)
                    .with_help("换一个名字，比如在后面加上 -text"),
            );
        }
    };
    if let Some(list) = &content.sections {
        for entry in &list.value {
            report(&list.file, &entry.id.span, entry.id.value.as_str());
        }
    }
    for (_, file, body) in texts(content) {
        for (anchor, span) in &body.anchors {
            report(file, span, anchor);
        }
    }
}

/// Headings that share an anchor with another of the same page.
fn check_duplicate_anchor(content: &Content, diagnostics: &mut Diagnostics) {
    let sections = content.sections.iter().flat_map(|list| &list.value);
    let fixed: Vec<&str> = sections.map(|entry| entry.id.value.as_str()).collect();
    let roles: BTreeSet<UrlPath> = content
        .roles
        .iter()
        .map(|role| UrlPath::role(&role.slug))
        .collect();
    for (path, file, body) in texts(content) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        if roles.contains(&path) {
            seen.extend(&fixed);
        }
        for (anchor, span) in &body.anchors {
            if !seen.insert(anchor) {
                let message = format!("这一页已经有锚点 `{anchor}`");
                diagnostics.push(
                    Diagnostic::error("duplicate-anchor", file, span.clone(), message)
                        .with_help("给这个标题换一个 {#名字}"),
                );
            }
        }
    }
}

/// True for addresses the site answers itself, whatever the content.
fn is_own(address: &str) -> bool {
    let mut segments = address.split('/').skip(1);
    let first = segments.next().and_then(Slug::new);
    let last = segments.last().and_then(Slug::new);
    let is_role = last.is_some_and(|slug| UrlPath::role(&slug).as_str() == address);
    first.is_some_and(|first| UrlPath::is_reserved(&first)) && !is_role
}

/// Old addresses that are no addresses, that are in use, or that lead to two places.
///
/// A redirect leads from an address without a page to a page, so there can be neither chains nor
/// loops.
fn check_redirect_address(content: &Content, diagnostics: &mut Diagnostics) {
    let targets = Targets::of(content);
    let mut seen = BTreeSet::new();
    for role in &content.roles {
        let Some(matter) = &role.article.matter else {
            continue;
        };
        for address in matter.redirects.iter().flatten().flatten() {
            let fault = if UrlPath::parse(&address.value).is_none() {
                Some("旧网址写得不对")
            } else if is_own(&address.value) {
                Some("这个网址是网站自己要用的")
            } else if targets.has(&address.value) {
                Some("这个网址现在有页面")
            } else if !seen.insert(&address.value) {
                Some("这个旧网址已经写过")
            } else {
                None
            };
            if let Some(message) = fault {
                let file = &role.article.file;
                diagnostics.push(
                    Diagnostic::error("redirect-address", file, address.span.clone(), message)
                        .with_help("写成 /roles/old-name 的样子，不能与现有的网址相同"),
                );
            }
        }
    }
}

/// Links within the site that lead nowhere.
fn check_broken_link(content: &Content, diagnostics: &mut Diagnostics) {
    let targets = Targets::of(content);
    for (path, file, body) in texts(content) {
        for (link, span) in &body.links {
            if let Err(help) = targets.resolve(&path, link) {
                let message = format!("站内没有 {link}");
                diagnostics.push(
                    Diagnostic::error("broken-link", file, span.clone(), message).with_help(help),
                );
            }
        }
    }
}

/// Every text of the site with its address.
pub fn texts(content: &Content) -> impl Iterator<Item = (UrlPath, &Arc<SourceFile>, &Body)> {
    let index = content
        .index
        .iter()
        .map(|index| (UrlPath::index(), &index.file, &index.body));
    let pages = content.pages.iter().map(|page| {
        let Article { file, body, .. } = &page.article;
        (UrlPath::page(&page.slug), file, body)
    });
    let roles = content.roles.iter().map(|role| {
        let Article { file, body, .. } = &role.article;
        (UrlPath::role(&role.slug), file, body)
    });
    index.chain(pages).chain(roles)
}

/// Every address a text may link to.
struct Targets {
    /// Pages, with their anchors.
    pages: BTreeMap<String, BTreeSet<String>>,
    /// What would be pages, were they not faulty; nobody knows their anchors.
    unread: BTreeSet<String>,
    /// Pages and anchors by the words readers know them by.
    by_title: BTreeMap<String, String>,
}

impl Targets {
    fn of(content: &Content) -> Self {
        let mut pages = BTreeMap::new();
        let fixed = content.sections.iter().flat_map(|list| &list.value);
        let fixed: BTreeSet<String> = fixed.map(|entry| entry.id.value.to_string()).collect();
        for role in &content.roles {
            let mut anchors = anchors_of(&role.article.body);
            anchors.extend(fixed.iter().cloned());
            pages.insert(UrlPath::role(&role.slug).to_string(), anchors);
        }
        for page in &content.pages {
            let anchors = anchors_of(&page.article.body);
            pages.insert(UrlPath::page(&page.slug).to_string(), anchors);
        }
        let index = content.index.as_ref();
        let anchors = index.map(|index| anchors_of(&index.body));
        pages.insert(UrlPath::index().to_string(), anchors.unwrap_or_default());
        for tool in UrlPath::tools() {
            pages.insert(tool.to_string(), BTreeSet::new());
        }
        let slugs = |names: &[String]| -> Vec<Slug> {
            let slugs = names.iter().filter_map(|name| Slug::new(name));
            slugs.collect()
        };
        let roles = slugs(&content.unread_roles);
        let further = slugs(&content.unread_pages);
        let unread = roles.iter().map(UrlPath::role);
        let unread = unread.chain(further.iter().map(UrlPath::page));
        let roles = content.roles.iter().filter_map(|role| {
            let title = role.article.matter.as_ref()?.title.as_ref()?;
            Some((title.value.clone(), UrlPath::role(&role.slug).to_string()))
        });
        let sections = content.sections.iter().flat_map(|list| &list.value);
        let sections = sections.map(|s| (s.title.value.clone(), s.id.value.to_string()));
        Self {
            by_title: roles.chain(sections).collect(),
            pages,
            unread: unread.map(|path| path.to_string()).collect(),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    /// Follows a link from a page; the error is what to do about it.
    fn resolve(&self, from: &UrlPath, link: &str) -> Result<(), String> {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        // What is asked of a page is its own affair.
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let path = if path.is_empty() { from.as_str() } else { path };
        if self.unread.contains(path) {
            return Ok(());
        }
        let Some(anchors) = self.pages.get(path) else {
            return Err(self.advice(path));
        };
        if anchor.is_empty() || anchors.contains(anchor) {
            return Ok(());
        }
        let titled = self.by_title.get(anchor).map(String::as_str);
        let titled = titled.filter(|id| anchors.contains(*id));
        let nearest = || nearest(anchor, anchors.iter().map(String::as_str));
        Err(match titled.or_else(nearest) {
            Some(name) => format!("那一页有 #{name}，没有 #{anchor}"),
            None => format!("那一页没有 #{anchor} 这个位置"),
        })
    }

    /// What to write instead of a path that leads nowhere.
    fn advice(&self, path: &str) -> String {
        if path.starts_with("www.") {
            return format!("站外写完整网址：https://{path}");
        }
        let slug = Slug::new(path.trim_matches('/')).or_else(|| Slug::meant(path));
        let same = slug.and_then(|slug| {
            let paths = [UrlPath::role(&slug), UrlPath::page(&slug)];
            paths.into_iter().find(|path| self.has(path.as_str()))
        });
        let same = same.map(|path| path.to_string());
        let titled = || {
            let found = self.by_title.get(path);
            found.filter(|path| path.starts_with('/')).cloned()
        };
        let same = same.or_else(titled);
        let known = self.pages.keys().map(String::as_str);
        match same.or_else(|| nearest(path, known).map(str::to_owned)) {
            Some(name) => format!("是不是 {name}？"),
            None => "站内链接写成 /roles/文件名 或 /文件名，不带 .md".to_owned(),
        }
    }
}

fn anchors_of(body: &Body) -> BTreeSet<String> {
    body.anchors.iter().map(|(id, _)| id.clone()).collect()
}
