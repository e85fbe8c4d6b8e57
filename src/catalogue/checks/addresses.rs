//! Addresses: of pages, of links between them, of pages that were.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalogue::assemble::visibility;
use crate::catalogue::{Conditions, Visibility};
use crate::content::markdown::Body;
use crate::content::shape::nearest;
use crate::content::{Article, Content};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use crate::urls::{COMPARED_ROLE, Slug, UrlPath, is_own_anchor};

/// Runs the rules of this file.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    check_reserved_name(content, diagnostics);
    check_reserved_anchor(content, diagnostics);
    check_missing_anchor(content, diagnostics);
    check_duplicate_anchor(content, diagnostics);
    let targets = Targets::of(content);
    check_redirect_address(content, &targets, diagnostics);
    check_broken_link(content, &targets, diagnostics);
    check_hidden_link(content, conditions, diagnostics);
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
    for Text { file, body, .. } in texts(content) {
        for (anchor, span) in &body.anchors {
            report(file, span, anchor);
        }
    }
}

/// Sections of further pages without an anchor of their own: where links to them lead must not
/// depend on how many there are.
fn check_missing_anchor(content: &Content, diagnostics: &mut Diagnostics) {
    for page in &content.pages {
        let Article { file, body, .. } = &page.article;
        for section in body.sections.iter().filter(|section| section.id.is_none()) {
            let message = format!("标题“{}”没有锚点", section.title);
            diagnostics.push(
                Diagnostic::error("missing-anchor", file, section.span.clone(), message)
                    .with_help("在标题后面空一格，写 {#名字}：花括号和 # 都用半角，名字用小写英文"),
            );
        }
    }
}

/// Headings that share an anchor with another of the same page.
fn check_duplicate_anchor(content: &Content, diagnostics: &mut Diagnostics) {
    let sections = content.sections.iter().flat_map(|list| &list.value);
    let fixed: Vec<&str> = sections.map(|entry| entry.id.value.as_str()).collect();
    for Text { place, file, body } in texts(content) {
        if body.anchors.is_empty() {
            continue;
        }
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        if let Place::Role(_) = place {
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
    let files = UrlPath::root_files();
    if files.iter().any(|file| file.as_str() == address) {
        return true;
    }
    let first = address.split('/').nth(1).and_then(Slug::new);
    let is_role = UrlPath::role_at(address).is_some();
    first.is_some_and(|first| UrlPath::is_reserved(&first)) && !is_role
}

/// Old addresses that are no addresses, that are in use, or that lead to two places.
///
/// A redirect leads from an address without a page to a page, so there can be neither chains nor
/// loops.
fn check_redirect_address(content: &Content, targets: &Targets, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for role in &content.roles {
        let Some(matter) = &role.article.matter else {
            continue;
        };
        for address in matter.redirects.iter().flatten().flatten() {
            // So the file of a page is called in an export.
            let page = address.value.strip_suffix(".html");
            let page = page.unwrap_or(&address.value);
            let fault = if UrlPath::parse(&address.value).is_none() {
                Some("旧网址写得不对")
            } else if is_own(&address.value) || is_own(page) {
                Some("这个网址是网站自己要用的")
            } else if targets.has(page) {
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
fn check_broken_link(content: &Content, targets: &Targets, diagnostics: &mut Diagnostics) {
    for Text { place, file, body } in texts(content) {
        for (link, span) in &body.links {
            if let Err(help) = targets.resolve(place, link) {
                let message = format!("站内没有 {link}");
                diagnostics.push(
                    Diagnostic::error("broken-link", file, span.clone(), message).with_help(help),
                );
            }
        }
    }
}

/// Links readers can follow to a page they cannot see yet.
fn check_hidden_link(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    let site = content.index.as_ref().and_then(|i| i.matter.as_ref());
    let Some(site) = site else { return };
    let now = conditions.now.to_zoned(site.time_zone.0.clone()).datetime();
    let roles = content.roles.iter();
    // Of those that could not be read nobody knows.
    let known = roles.filter(|role| role.article.matter.is_some());
    let hidden = known.filter(|role| visibility(role, now) != Visibility::Public);
    let hidden: BTreeSet<String> = hidden.map(|role| Place::Role(&role.slug).path()).collect();
    let visible = texts(content).filter(|text| !hidden.contains(&text.place.path()));
    for Text { file, body, .. } in visible {
        for (link, span) in &body.links {
            let path = link.split(['?', '#']).next().unwrap_or_default();
            if hidden.contains(path) {
                let message = format!("{path} 还没有公开，读者点开是“没有这个页面”");
                diagnostics.push(
                    Diagnostic::warning("hidden-link", file, span.clone(), message)
                        .with_help("等那一页公开再加链接，或先把它公开"),
                );
            }
        }
    }
}

/// A text of the site.
pub struct Text<'a> {
    /// Where it is shown.
    pub place: Place<'a>,
    /// The file it stands in.
    pub file: &'a Arc<SourceFile>,
    /// What it says.
    pub body: &'a Body,
}

/// Where a text is shown: an address that is only written out when it is needed.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// The index page.
    Index,
    /// A further page.
    Page(&'a Slug),
    /// The page of a role.
    Role(&'a Slug),
}

impl Place<'_> {
    fn path(self) -> String {
        let path = match self {
            Self::Index => UrlPath::index(),
            Self::Page(slug) => UrlPath::page(slug),
            Self::Role(slug) => UrlPath::role(slug),
        };
        path.to_string()
    }
}

/// Every text of the site.
pub fn texts(content: &Content) -> impl Iterator<Item = Text<'_>> {
    fn text<'a, T>(place: Place<'a>, article: &'a Article<T>) -> Text<'a> {
        Text {
            place,
            file: &article.file,
            body: &article.body,
        }
    }
    let index = content.index.iter();
    let index = index.map(|index| text(Place::Index, index));
    let pages = content.pages.iter();
    let pages = pages.map(|page| text(Place::Page(&page.slug), &page.article));
    let roles = content.roles.iter();
    let roles = roles.map(|role| text(Place::Role(&role.slug), &role.article));
    index.chain(pages).chain(roles)
}

/// Every address a text may link to.
struct Targets<'a> {
    /// Pages, with what they say; the index page has an address even when it cannot be read.
    pages: BTreeMap<String, Option<Text<'a>>>,
    /// The anchors every role has.
    fixed: BTreeSet<&'a str>,
    /// What would be pages, were they not faulty; nobody knows their anchors.
    unread: BTreeSet<String>,
    /// Pages and anchors by the words readers know them by.
    by_title: BTreeMap<&'a str, Target<'a>>,
}

/// What a title stands for.
enum Target<'a> {
    Role(&'a Slug),
    Anchor(&'a str),
}

impl<'a> Targets<'a> {
    fn of(content: &'a Content) -> Self {
        let index = [(Place::Index.path(), None)].into_iter();
        let pages = texts(content).map(|text| (text.place.path(), Some(text)));
        let tools = UrlPath::tools().map(|tool| (tool.to_string(), None));
        let sections = || content.sections.iter().flat_map(|list| &list.value);
        let roles = content.roles.iter().filter_map(|role| {
            let title = role.article.matter.as_ref()?.title.as_ref()?;
            Some((title.value.as_str(), Target::Role(&role.slug)))
        });
        let anchors = sections().map(|section| {
            let id = section.id.value.as_str();
            (section.title.value.as_str(), Target::Anchor(id))
        });
        let slugs = |names: &'a [String]| names.iter().filter_map(|name| Slug::new(name));
        let unread = slugs(&content.unread_roles).map(|slug| Place::Role(&slug).path());
        let further = slugs(&content.unread_pages).map(|slug| Place::Page(&slug).path());
        Self {
            pages: index.chain(tools).chain(pages).collect(),
            fixed: sections().map(|entry| entry.id.value.as_str()).collect(),
            unread: unread.chain(further).collect(),
            by_title: roles.chain(anchors).collect(),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    /// True for the files of the site and of its roles.
    fn is_file(&self, path: &str) -> bool {
        let role = UrlPath::slug_of_role(path).filter(|slug| self.has(&Place::Role(slug).path()));
        let of_role = role.iter().flat_map(UrlPath::files_of_role);
        let mut files = UrlPath::files_of_site().into_iter().chain(of_role);
        files.any(|file| file.as_str() == path)
    }

    /// The anchors of a page.
    fn anchors(&self, page: Option<&Text<'a>>) -> BTreeSet<&str> {
        let Some(page) = page else {
            return BTreeSet::new();
        };
        let own = page.body.anchors.iter().map(|(id, _)| id.as_str());
        match page.place {
            Place::Role(_) => own.chain(self.fixed.iter().copied()).collect(),
            _ => own.collect(),
        }
    }

    /// Follows a link from a page; the error is what to do about it.
    fn resolve(&self, from: Place, link: &str) -> Result<(), String> {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if path == UrlPath::compare().as_str() {
            self.resolve_compared(query)?;
        }
        let path = match path.is_empty() {
            true => from.path(),
            false => path.to_owned(),
        };
        if self.unread.contains(&path) || self.is_file(&path) {
            return Ok(());
        }
        let Some(page) = self.pages.get(&path) else {
            return Err(self.advice(&path));
        };
        if anchor.is_empty() {
            return Ok(());
        }
        let anchors = self.anchors(page.as_ref());
        if anchors.contains(anchor) {
            return Ok(());
        }
        // Its heading may be the one that lost it.
        let is_lost = |page: &Text| page.body.sections.iter().any(|s| s.id.is_none());
        if matches!(page, Some(page) if matches!(page.place, Place::Page(_)) && is_lost(page)) {
            return Ok(());
        }
        let titled = match self.by_title.get(anchor) {
            Some(Target::Anchor(id)) if anchors.contains(id) => Some(*id),
            _ => None,
        };
        let nearest = || nearest(anchor, anchors.iter().copied());
        Err(match titled.or_else(nearest) {
            Some(name) => format!("那一页有 #{name}，没有 #{anchor}"),
            None => format!("那一页没有 #{anchor} 这个位置"),
        })
    }

    /// Looks up the roles a link compares; what else is asked of pages is their own affair.
    fn resolve_compared(&self, query: &str) -> Result<(), String> {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let names = pairs.filter(|(key, _)| *key == COMPARED_ROLE);
        let is_there = |name: &str| {
            let path = Slug::new(name).map(|slug| UrlPath::role(&slug).to_string());
            path.is_some_and(|path| self.has(&path) || self.unread.contains(&path))
        };
        let lost = names.map(|(_, name)| name).find(|name| !is_there(name));
        let Some(name) = lost else { return Ok(()) };
        let roles = self.pages.keys().filter_map(|path| UrlPath::role_at(path));
        let roles: Vec<Slug> = roles.collect();
        Err(match nearest(name, roles.iter().map(Slug::as_str)) {
            Some(nearest) => format!("没有方向 {name}，是不是 {nearest}？"),
            None => format!("没有方向 {name}"),
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
        let same = same.or_else(|| match self.by_title.get(path)? {
            Target::Role(slug) => Some(Place::Role(slug).path()),
            Target::Anchor(_) => None,
        });
        let known = self.pages.keys().map(String::as_str);
        match same.or_else(|| nearest(path, known).map(str::to_owned)) {
            Some(name) => format!("是不是 {name}？"),
            None => "站内链接写成 /roles/文件名 或 /文件名，不带 .md".to_owned(),
        }
    }
}
