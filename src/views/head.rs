//! Parts of the head of a page that lead to what goes with it.

use super::Context;
use super::card::{self, CARD_HEIGHT, CARD_WIDTH};
use crate::catalogue::Role;
use crate::urls::UrlPath;

/// The picture that stands for a page in a link's preview.
#[derive(Debug)]
pub struct Card {
    /// Its absolute address, with its version, so that whoever keeps pictures by address fetches
    /// it again after a change.
    pub address: String,
    /// What it shows, in words.
    pub alt: String,
}

impl Card {
    /// The card of a page that is not of a role.
    #[must_use]
    pub fn of_path(context: &Context, path: &UrlPath) -> Self {
        let cards = context.cards;
        let (card, version, alt) = if *path == UrlPath::compare() {
            (
                UrlPath::compare_card(),
                &cards.compare,
                "门架上挂着每个方向的路牌",
            )
        } else if *path == UrlPath::matching() {
            (UrlPath::match_card(), &cards.matching, "前方有岔路的警告牌")
        } else {
            (UrlPath::card(), &cards.index, "一条路，每个方向一个出口")
        };
        Self {
            address: versioned(context, &card, version),
            alt: alt.to_owned(),
        }
    }

    /// The card of a role.
    ///
    /// # Errors
    ///
    /// When its template fails.
    pub fn of_role(context: &Context, role: &Role) -> Result<Self, askama::Error> {
        let drawing = card::role_card(context, role)?;
        Ok(Self {
            address: versioned(context, &UrlPath::role_card(&role.slug), &drawing.version),
            alt: format!("写着“{}”的出口路牌", role.title),
        })
    }

    /// How wide it is, in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        CARD_WIDTH
    }

    /// How high it is, in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        CARD_HEIGHT
    }
}

fn versioned(context: &Context, path: &UrlPath, version: &str) -> String {
    format!("{}?v={version}", context.base.absolute(path))
}

/// The same in another form.
#[derive(Debug)]
pub struct Alternate {
    /// Its media type.
    pub media_type: &'static str,
    /// Its address.
    pub href: String,
    /// What it is called where a reader may choose it.
    pub title: Option<String>,
}

impl Alternate {
    fn new(context: &Context, media_type: &'static str, path: &UrlPath) -> Self {
        Self {
            media_type,
            href: context.base.href(path),
            title: None,
        }
    }

    /// The changes of the site, which every page announces.
    #[must_use]
    pub fn feed(context: &Context) -> Self {
        let title = format!("{} 更新记录", context.catalogue.site.name);
        Self {
            title: Some(title),
            ..Self::new(context, "application/atom+xml", &UrlPath::feed())
        }
    }

    /// The forms of the whole site.
    #[must_use]
    pub fn of_index(context: &Context) -> [Self; 2] {
        [
            Self::new(context, "application/json", &UrlPath::roles_json()),
            Self::new(context, "text/plain", &UrlPath::llms()),
        ]
    }

    /// The forms of a role.
    #[must_use]
    pub fn of_role(context: &Context, role: &Role) -> [Self; 2] {
        let slug = &role.slug;
        [
            Self::new(context, "text/markdown", &UrlPath::role_markdown(slug)),
            Self::new(context, "application/json", &UrlPath::role_json(slug)),
        ]
    }
}

/// What keeps pages for times without a network.
#[derive(Debug)]
pub struct Offline {
    /// The address of the script that starts it.
    pub script: String,
    /// The address of the service worker.
    pub worker: String,
    /// The part of the origin it looks after.
    pub scope: String,
}

impl Offline {
    /// What this script starts.
    #[must_use]
    pub fn new(context: &Context, script: String) -> Self {
        Self {
            script,
            worker: context.base.href(&UrlPath::service_worker()),
            scope: context.base.href(&UrlPath::index()),
        }
    }
}
