//! The search page: what was found, where it stands, or what there is instead.

use askama::Template;

use super::chrome::{self, Chrome, Head};
use super::palette::Rules;
use super::parts::Sign;
use super::{Context, Page};
use crate::catalogue::Role;
use crate::query::params::Params;
use crate::query::search::{Hit, MAX_QUERY_CHARS, Passage, Piece, Results, Search};
use crate::urls::{Slug, UrlPath};

/// The parameters the page understands.
pub const PARAMETERS: [&str; 1] = ["q"];

/// What is longer takes more than two lines of a heading.
const MAX_HEADING_CHARS: usize = 24;

/// As many suggestions as fit above a phone's keyboard.
const MAX_SUGGESTIONS: usize = 6;

#[derive(Template)]
#[template(path = "pages/search.html", whitespace = "minimize")]
struct SearchPage<'a> {
    chrome: Chrome<'a>,
    query: &'a str,
    is_cut: bool,
    is_partial: bool,
    count: usize,
    hits: Vec<Found<'a>>,
    proposals: Vec<Proposal<'a>>,
    all: Vec<Sign<'a>>,
}

/// A hit as it is shown.
struct Found<'a> {
    sign: Option<Sign<'a>>,
    href: String,
    title: Vec<Piece>,
    /// The section that holds what was asked for.
    section: Option<&'a str>,
    snippet: Vec<Piece>,
}

/// A title that may have been meant, and its address.
struct Proposal<'a> {
    title: &'a str,
    href: String,
}

/// The search page for a query, or its prepared empty state.
///
/// # Errors
///
/// When the template fails, which it has no cause to.
pub fn render<'a>(
    context: &Context,
    search: impl FnOnce() -> &'a Search,
    params: &Params,
) -> Result<Page, askama::Error> {
    let typed = params.first("q").unwrap_or_default();
    let query = cut(typed);
    // Where nothing is asked, nothing need be indexed.
    let results = match query.is_empty() {
        true => Results::default(),
        false => search().find(query),
    };
    let mut colours = Rules::default();
    let hits: Vec<Found> = results
        .hits
        .iter()
        .map(|hit| found(context, hit))
        .inspect(|found| {
            if let Some(sign) = &found.sign {
                colours.role(sign.role);
            }
        })
        .collect();
    let nothing_else = hits.is_empty() || results.is_partial;
    let all: Vec<Sign> = match nothing_else {
        true => context
            .catalogue
            .roles()
            .map(|role| Sign::new(context, role))
            .collect(),
        false => Vec::new(),
    };
    for sign in &all {
        colours.role(sign.role);
    }
    let mut chrome = Chrome::new(
        context,
        Head {
            title: chrome::title(context, &heading(query)),
            description: "按方向、技能、叫法、拼音或正文里的任何字句查找，结果写明在哪一页、哪一节。",
            path: Some(UrlPath::search()),
            noindex: !query.is_empty(),
            sheet: "search",
            colours: &colours,
        },
    );
    if query.is_empty() {
        chrome.ask(context, &UrlPath::search(), &PARAMETERS, "search");
    }
    let page = SearchPage {
        chrome,
        query,
        is_cut: query.len() < typed.len(),
        is_partial: results.is_partial,
        count: results.count,
        proposals: proposals(context, &results),
        hits,
        all,
    };
    let html = page.render()?;
    Ok(page.chrome.page(html))
}

/// What a browser answers queries from by itself, as JSON.
#[must_use]
pub fn prepared(context: &Context, search: &Search) -> String {
    let mut prepared = search.prepared(|path| context.base.href(path));
    let engine = context.assets.addresses.get("js/find.js");
    prepared["engine"] = engine.map(|path| context.base.href(path)).into();
    prepared.to_string()
}

/// The first results of a query as JSON, for the script: title, section, address.
#[must_use]
pub fn suggestions(context: &Context, search: &Search, params: &Params) -> String {
    let query = cut(params.first("q").unwrap_or_default());
    let results = search.find(query);
    let suggestions: Vec<_> = results
        .hits
        .iter()
        .take(MAX_SUGGESTIONS)
        .map(|hit| {
            serde_json::json!({
                "title": text_of(&hit.title),
                "section": hit.passage.map_or("", |passage| passage.heading.as_str()),
                "href": href(context, hit),
            })
        })
        .collect();
    serde_json::Value::from(suggestions).to_string()
}

impl SearchPage<'_> {
    fn heading(&self) -> String {
        heading(self.query)
    }

    /// What was found, in words; also what a screen reader hears first.
    fn summary(&self) -> String {
        let shown = self.hits.len();
        match (self.count, self.is_partial) {
            (0, _) => "没有找到。下面是全部方向。".to_owned(),
            (count, true) => format!("没有完全一样的，下面 {count} 处有一部分相同。"),
            (count, false) if count > shown => {
                format!("找到 {count} 页，这里是最相关的 {shown} 页。再加一个词可以缩小范围。")
            }
            (count, false) => format!("找到 {count} 页。"),
        }
    }
}

fn heading(query: &str) -> String {
    let end = query.char_indices().nth(MAX_HEADING_CHARS);
    match (query, end) {
        ("", _) => "搜索".to_owned(),
        (query, None) => format!("搜索“{query}”"),
        (query, Some((end, _))) => format!("搜索“{}…”", &query[..end]),
    }
}

fn found<'a>(context: &Context<'a>, hit: &Hit<'a>) -> Found<'a> {
    let section = hit.passage.map(|passage| passage.heading.as_str());
    Found {
        sign: role_at(context, hit.path).map(|role| Sign::new(context, role)),
        href: href(context, hit),
        title: hit.title.clone(),
        section: section.filter(|heading| !heading.is_empty()),
        snippet: hit.snippet.clone(),
    }
}

/// The address of the section that holds what was asked for; the top needs no anchor.
fn href(context: &Context, hit: &Hit) -> String {
    let page = context.base.href(hit.path);
    let anchor = hit.passage.filter(|passage| !passage.heading.is_empty());
    match anchor.and_then(|passage: &Passage| passage.anchor.as_deref()) {
        Some(anchor) => format!("{page}#{anchor}"),
        None => page,
    }
}

fn role_at<'a>(context: &Context<'a>, path: &UrlPath) -> Option<&'a Role> {
    let slug = path.as_str().rsplit('/').next().and_then(Slug::new)?;
    let role = context.catalogue.role(&slug)?;
    (UrlPath::role(&slug) == *path).then_some(role)
}

fn proposals<'a>(context: &Context, results: &Results<'a>) -> Vec<Proposal<'a>> {
    let proposals = results.proposals.iter();
    proposals
        .map(|(title, path)| Proposal {
            title,
            href: context.base.href(path),
        })
        .collect()
}

fn text_of(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The part of a query that is looked for: nobody means more, and looking costs.
fn cut(query: &str) -> &str {
    let end = query.char_indices().nth(MAX_QUERY_CHARS);
    end.map_or(query, |(end, _)| &query[..end])
}
