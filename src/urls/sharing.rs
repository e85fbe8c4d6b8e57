//! The addresses of what goes with pages: pictures, codes, other forms, and what machines look for.

use super::{COMPARE, MATCH, ROLES, Slug, UrlPath};

impl UrlPath {
    /// The files at the root of a site, whatever its content.
    #[must_use]
    pub fn root_files() -> Vec<Self> {
        let asking = [Self::index()].into_iter().chain(Self::tools());
        let mut files: Vec<Self> = asking.map(|page| Self::prepared(&page)).collect();
        files.extend([
            Self::card(),
            Self::roles_json(),
            Self::feed(),
            Self::sitemap(),
            Self::robots(),
            Self::llms(),
            Self::manifest(),
            Self::speculation_rules(),
            Self::service_worker(),
            Self::kept_pages(),
            Self::favicon(),
            Self::touch_icon(),
            Self::icon(192),
            Self::icon(512),
            Self::maskable_icon(),
            Self::lost(),
        ]);
        files
    }

    /// The files a text may lead to: what other programs read, for the site as a whole…
    #[must_use]
    pub fn files_of_site() -> [Self; 4] {
        [
            Self::feed(),
            Self::roles_json(),
            Self::llms(),
            Self::sitemap(),
        ]
    }

    /// … and for a role: card, poster, code, Markdown, JSON.
    #[must_use]
    pub fn files_of_role(slug: &Slug) -> [Self; 5] {
        [
            Self::role_card(slug),
            Self::role_poster(slug),
            Self::role_code(slug),
            Self::role_markdown(slug),
            Self::role_json(slug),
        ]
    }

    /// The picture that stands for the site in a link's preview.
    #[must_use]
    pub fn card() -> Self {
        Self("/card.png".to_owned())
    }

    /// The picture of the comparison.
    #[must_use]
    pub fn compare_card() -> Self {
        Self(format!("{COMPARE}/card.png"))
    }

    /// The picture of the self-assessment.
    #[must_use]
    pub fn match_card() -> Self {
        Self(format!("{MATCH}/card.png"))
    }

    /// The code that leads to the comparison.
    #[must_use]
    pub fn compare_code() -> Self {
        Self(format!("{COMPARE}/qr.svg"))
    }

    /// The code that leads to the self-assessment.
    #[must_use]
    pub fn match_code() -> Self {
        Self(format!("{MATCH}/qr.svg"))
    }

    /// The picture of a role.
    #[must_use]
    pub fn role_card(slug: &Slug) -> Self {
        Self(format!("{ROLES}{slug}/card.png"))
    }

    /// The picture of a role to keep, with its code.
    #[must_use]
    pub fn role_poster(slug: &Slug) -> Self {
        Self(format!("{ROLES}{slug}/poster.png"))
    }

    /// The code that leads to a role.
    #[must_use]
    pub fn role_code(slug: &Slug) -> Self {
        Self(format!("{ROLES}{slug}/qr.svg"))
    }

    /// The text of a role.
    #[must_use]
    pub fn role_markdown(slug: &Slug) -> Self {
        Self(format!("{ROLES}{slug}.md"))
    }

    /// The data of a role.
    #[must_use]
    pub fn role_json(slug: &Slug) -> Self {
        Self(format!("{ROLES}{slug}.json"))
    }

    /// The data of all roles.
    #[must_use]
    pub fn roles_json() -> Self {
        Self("/roles.json".to_owned())
    }

    /// The changes as Atom.
    #[must_use]
    pub fn feed() -> Self {
        Self("/feed.xml".to_owned())
    }

    /// Every page, for search engines.
    #[must_use]
    pub fn sitemap() -> Self {
        Self("/sitemap.xml".to_owned())
    }

    /// What robots may read.
    #[must_use]
    pub fn robots() -> Self {
        Self("/robots.txt".to_owned())
    }

    /// What there is, for language models.
    #[must_use]
    pub fn llms() -> Self {
        Self("/llms.txt".to_owned())
    }

    /// What a device needs to keep the site beside its applications.
    #[must_use]
    pub fn manifest() -> Self {
        Self("/site.webmanifest".to_owned())
    }

    /// What browsers may fetch before a reader has chosen it.
    #[must_use]
    pub fn speculation_rules() -> Self {
        Self("/speculation-rules.json".to_owned())
    }

    /// The script that keeps pages for times without a network.
    #[must_use]
    pub fn service_worker() -> Self {
        Self("/sw.js".to_owned())
    }

    /// The pages it keeps.
    #[must_use]
    pub fn kept_pages() -> Self {
        Self("/offline.json".to_owned())
    }

    /// The icon where browsers look for one unasked.
    #[must_use]
    pub fn favicon() -> Self {
        Self("/favicon.ico".to_owned())
    }

    /// The icon for home screens of Apple's.
    #[must_use]
    pub fn touch_icon() -> Self {
        Self("/apple-touch-icon.png".to_owned())
    }

    /// An icon of this many pixels.
    #[must_use]
    pub fn icon(pixels: u32) -> Self {
        Self(format!("/icon-{pixels}.png"))
    }

    /// An icon whose edges a device may cut off.
    #[must_use]
    pub fn maskable_icon() -> Self {
        Self("/icon-maskable.png".to_owned())
    }
}
