//! Every address of the site: how it is spelt, what it leads to, which file it is in an export.

mod export;
mod sharing;

use std::fmt;

/// A name that may stand in an address: lower-case ASCII letters, digits and single hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Checks a name; nothing when it is not a slug.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase());
        let words_are_plain = text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        (starts_well && words_are_plain && text.len() <= Self::MAX_BYTES)
            .then(|| Self(text.to_owned()))
    }

    /// The slug somebody meant who wrote capitals, spaces, low lines or a file's ending; nothing
    /// when it is a slug already, or cannot become one.
    #[must_use]
    pub fn meant(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let endings = [".txt", ".markdown", ".md", ".svg"];
        let stem = endings.iter().fold(lower.as_str(), |stem, ending| {
            stem.strip_suffix(ending).unwrap_or(stem)
        });
        let name = stem.rsplit('/').next().unwrap_or_default();
        let words = name.split([' ', '_', '.', '-', '–', '—', '－']);
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        Self::new(&words.join("-")).filter(|slug| slug.as_str() != text)
    }

    /// Longer names do not fit on a share card, nor in a file name with every ending added.
    pub const MAX_BYTES: usize = 80;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where the site is published: an origin and, if it is not alone there, a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Parses an absolute http or https address without query or fragment.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the address.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = url::Url::parse(text).map_err(|error| format!("`{text}`: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(format!("`{text}`: must start with http:// or https://"));
        }
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err(format!(
                "`{text}`: must be an origin and a path, nothing else"
            ));
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            path: url.path().trim_end_matches('/').to_owned(),
        })
    }

    /// The path every address starts with: empty, or such as `/careers`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of a page as a path that browsers resolve: the base path included.
    #[must_use]
    pub fn href(&self, path: &UrlPath) -> String {
        self.href_of(path.as_str())
    }

    /// The same for a path written in a text, which may end in a query or an anchor.
    #[must_use]
    pub fn href_of(&self, target: &str) -> String {
        let end = target.find(['?', '#']).unwrap_or(target.len());
        let (path, rest) = target.split_at(end);
        match (self.path.as_str(), path) {
            ("", _) => target.to_owned(),
            (base, "/") => format!("{base}{rest}"),
            (base, _) => format!("{base}{target}"),
        }
    }

    /// Takes the base path off a requested path; nothing when it is not under the base. The base
    /// path with a slash at its end is not the index page, which has none: it keeps one too many.
    #[must_use]
    pub fn strip<'a>(&self, requested: &'a str) -> Option<&'a str> {
        match requested.strip_prefix(&self.path)? {
            "" => Some("/"),
            "/" if !self.path.is_empty() => Some("//"),
            rest if rest.starts_with('/') => Some(rest),
            _ => None,
        }
    }

    /// True when the site is reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// The address of a page as it is shared: absolute.
    #[must_use]
    pub fn absolute(&self, path: &UrlPath) -> String {
        format!("{}{}", self.origin, self.href(path))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}{}", self.origin, self.path)
    }
}

/// A path within the site, without the base path: `/`, `/about`, `/roles/devops-engineer`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(String);

impl UrlPath {
    /// The index page.
    #[must_use]
    pub fn index() -> Self {
        Self("/".to_owned())
    }

    /// The page of a role.
    #[must_use]
    pub fn role(slug: &Slug) -> Self {
        Self(format!("{ROLES}{slug}"))
    }

    /// The role whose page is at an address.
    #[must_use]
    pub fn role_at(path: &str) -> Option<Slug> {
        Slug::new(path.strip_prefix(ROLES)?)
    }

    /// The role an address belongs to: that of its page, or of something below or beside it.
    #[must_use]
    pub fn slug_of_role(path: &str) -> Option<Slug> {
        let rest = path.strip_prefix(ROLES)?;
        Slug::new(rest.split(['/', '.']).next()?)
    }

    /// A page of `content/pages/`.
    #[must_use]
    pub fn page(slug: &Slug) -> Self {
        Self(format!("/{slug}"))
    }

    /// The comparison of all roles.
    #[must_use]
    pub fn compare() -> Self {
        Self(COMPARE.to_owned())
    }

    /// The self-assessment.
    #[must_use]
    pub fn matching() -> Self {
        Self(MATCH.to_owned())
    }

    /// The search.
    #[must_use]
    pub fn search() -> Self {
        Self(SEARCH.to_owned())
    }

    /// The first results of a search, for the script that shows them as one types.
    #[must_use]
    pub fn suggestions() -> Self {
        Self(SUGGESTIONS.to_owned())
    }

    /// Everything on one page.
    #[must_use]
    pub fn all() -> Self {
        Self(ALL.to_owned())
    }

    /// Every change of every page.
    #[must_use]
    pub fn changes() -> Self {
        Self(CHANGES.to_owned())
    }

    /// A file of `static/` under its own name.
    #[must_use]
    pub fn static_file(file_name: &str) -> Self {
        Self(format!("{STATIC}/{file_name}"))
    }

    /// In preview, the stream that tells a page that there is a newer one.
    #[must_use]
    pub fn preview_events() -> Self {
        Self(PREVIEW_EVENTS.to_owned())
    }

    /// In preview, the page that lists what is wrong with the content.
    #[must_use]
    pub fn preview_findings() -> Self {
        Self(PREVIEW_FINDINGS.to_owned())
    }

    /// A fingerprinted asset.
    #[must_use]
    pub fn asset(file_name: &str) -> Self {
        Self(format!("{ASSETS}{file_name}"))
    }

    /// Checks a path someone wrote: absolute, lower case, without a slash at its end.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let plain = |segment: &str| {
            !segment.is_empty()
                && !segment.starts_with('.')
                && segment
                    .bytes()
                    .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
        };
        (rest.is_empty() || rest.split('/').all(plain)).then(|| Self(text.to_owned()))
    }

    /// The pages every site has besides the index.
    #[must_use]
    pub fn tools() -> [Self; 5] {
        [
            Self::compare(),
            Self::matching(),
            Self::search(),
            Self::all(),
            Self::changes(),
        ]
    }

    /// True when a page must not have this name, because addresses of the site start with it.
    #[must_use]
    pub fn is_reserved(slug: &Slug) -> bool {
        let first = format!("/{slug}");
        let others = [
            ROLES.trim_end_matches('/'),
            ASSETS.trim_end_matches('/'),
            STATIC,
            INDEX_IN_EXPORT,
            HEALTH,
            READINESS,
        ];
        others.contains(&first.as_str()) || Self::tools().iter().any(|tool| tool.0 == first)
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The one true spelling of a path: lower case, single slashes, none at the end.
#[must_use]
pub fn normalise(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        normal.push('/');
        normal.push_str(&segment.to_ascii_lowercase());
    }
    if normal.is_empty() {
        normal.push('/');
    }
    normal
}

/// What the addresses of roles start with.
const ROLES: &str = "/roles/";

/// What the addresses of fingerprinted assets start with.
const ASSETS: &str = "/assets/";

/// The index page in an export; a page of this name would be the same file.
const INDEX_IN_EXPORT: &str = "/index";

/// The parameter of the comparison that names a role; it may be repeated.
pub const COMPARED_ROLE: &str = "r";

const COMPARE: &str = "/compare";
const MATCH: &str = "/match";
const SEARCH: &str = "/search";
const SUGGESTIONS: &str = "/search.json";
const PREVIEW_EVENTS: &str = "/_preview/events";
const PREVIEW_FINDINGS: &str = "/_preview/findings";
const ALL: &str = "/all";
const CHANGES: &str = "/changes";

/// What pages sort by besides the axes, so that no axis may have these ids.
pub const OWN_SORT_KEYS: [&str; 5] = ["coding", "months", "order", "outlook", "return"];

/// Anchors that pages use for parts of their own, so that no section may have them.
pub const OWN_ANCHORS: [&str; 9] = [
    "aliases", "changes", "glance", "main", "ratings", "related", "skills", "sources", "toc",
];

/// What numbered anchors of pages start with.
pub const OWN_ANCHOR_PREFIXES: [&str; 9] = [
    "cite-", "filter-", "group-", "match-", "role-", "search-", "section-", "share-", "source-",
];

/// True when a page uses this anchor for a part of its own.
#[must_use]
pub fn is_own_anchor(anchor: &str) -> bool {
    OWN_ANCHORS.contains(&anchor)
        || OWN_ANCHOR_PREFIXES
            .iter()
            .any(|prefix| anchor.starts_with(prefix))
}

/// Where a supervisor asks whether the process is alive; not below the base path, since it speaks
/// to a process, not to a site.
pub const HEALTH: &str = "/healthz";

/// Where a balancer asks whether the process wants requests, likewise.
pub const READINESS: &str = "/readyz";

/// Where metrics are read, on the operator's own port.
pub const METRICS: &str = "/metrics";

/// What the addresses of files in `static/` start with, without the last slash.
pub const STATIC: &str = "/static";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_words() {
        for good in ["a", "devops-engineer", "web3"] {
            assert!(Slug::new(good).is_some(), "{good}");
        }
        let long = "a".repeat(Slug::MAX_BYTES + 1);
        for bad in [
            "",
            "A",
            "3d",
            "a--b",
            "-a",
            "a-",
            "a_b",
            "云",
            "a/b",
            long.as_str(),
        ] {
            assert!(Slug::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn addresses_live_under_the_base_path() {
        let page = UrlPath::page(&Slug::new("about").expect("a slug"));
        let root = BaseUrl::parse("http://127.0.0.1:8080").expect("an address");
        assert_eq!(root.href(&page), "/about");
        assert_eq!(root.absolute(&UrlPath::index()), "http://127.0.0.1:8080/");
        let below = BaseUrl::parse("https://example.org/careers/").expect("an address");
        assert_eq!(below.href(&UrlPath::index()), "/careers");
        assert_eq!(below.href_of("/#top"), "/careers#top");
        assert_eq!(below.absolute(&page), "https://example.org/careers/about");
    }

    #[test]
    fn base_addresses_are_origins_with_a_path() {
        for bad in [
            "",
            "x",
            "ftp://a",
            "https://a/?q",
            "https://a/#f",
            "https://u@a/",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn requests_outside_the_base_path_are_not_ours() {
        let below = BaseUrl::parse("https://example.org/careers").expect("an address");
        assert_eq!(below.strip("/careers"), Some("/"));
        assert_eq!(below.strip("/careers/"), Some("//"));
        assert_eq!(below.strip("/careers/about"), Some("/about"));
        assert_eq!(below.strip("/careersabout"), None);
        assert_eq!(below.strip("/about"), None);
    }

    #[test]
    fn paths_have_one_spelling() {
        assert_eq!(normalise("//Roles/DevOps//"), "/roles/devops");
        assert_eq!(normalise("/"), "/");
    }

    #[test]
    fn written_paths_are_checked() {
        for good in ["/", "/roles/old-name", "/a.html"] {
            assert!(UrlPath::parse(good).is_some(), "{good}");
        }
        for bad in [
            "", "roles", "/a/", "//a", "/A", "/..", "/a?b", "/a#b", "/中",
        ] {
            assert!(UrlPath::parse(bad).is_none(), "{bad}");
        }
    }
}
