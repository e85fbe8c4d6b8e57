//! What every page carries: head, header, footer, and the styles and scripts within it.

use super::head::{Alternate, Card, Offline};
use super::palette::Rules;
use super::share::Share;
use super::{Context, Page, display_face, prose};
use crate::catalogue::{RoleGroup, SiteInfo};
use crate::content::markdown::Prose;
use crate::urls::UrlPath;

/// What every page carries.
#[derive(Debug)]
pub struct Chrome<'a> {
    /// What the site says about itself.
    pub site: &'a SiteInfo,
    /// The title of the document.
    pub title: String,
    /// The description of the document.
    pub description: String,
    /// The address under which the page is to be known.
    pub canonical: Option<String>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The address of the search.
    pub search: String,
    /// Whether the header has a field to search from; pages with a field of their own do without.
    pub has_search_field: bool,
    /// The address of the index page.
    pub home: String,
    /// The main navigation.
    pub navigation: Vec<Entry>,
    /// What only the footer leads to.
    pub further: Vec<Entry>,
    /// The content of the `<style>` element.
    pub style: String,
    /// The content of the `<script>` element that runs before the first paint.
    pub early_script: String,
    /// The address of the script for the theme buttons.
    pub theme_script: Option<String>,
    /// The address of the page's own script, which has the stem of its style sheet.
    pub page_script: Option<String>,
    /// The address of the style sheet for paper.
    pub print_style: Option<String>,
    /// The address of the icon.
    pub favicon: Option<String>,
    /// What an editor's page carries besides.
    pub preview: Option<Preview>,
    /// The icon for home screens of Apple's.
    pub touch_icon: String,
    /// The icon for browsers that take no SVG.
    pub plain_icon: String,
    /// What a device needs to keep the site beside its applications.
    pub manifest: String,
    /// What kind of thing the page is, in the words of Open Graph.
    pub kind: &'static str,
    /// The picture that stands for the page in a link's preview.
    pub card: Option<Card>,
    /// The same in other forms.
    pub alternates: Vec<Alternate>,
    /// What the page is about, for machines: the content of its JSON-LD element.
    pub structured: Option<String>,
    /// What there is to pass the page on with.
    pub share: Option<Share>,
    /// What keeps pages for times without a network.
    pub offline: Option<Offline>,
    /// What answers questions to the page where no server does.
    pub asks: Option<Asks>,
}

/// What answers questions where no server does. A page that answers one does not carry it: so it
/// notices by itself that its page is not an answer to the question in the address.
#[derive(Debug)]
pub struct Asks {
    /// The address of the script.
    pub script: String,
    /// The names of the parameters that are questions, between spaces.
    pub names: String,
    /// The address of the script that answers them.
    pub answers: String,
    /// What they are answered from.
    pub from: String,
}

/// What tells an editor's page that there is a newer one.
#[derive(Debug)]
pub struct Preview {
    /// The address of the script.
    pub script: String,
    /// The number of the edition the page is of.
    pub edition: u64,
    /// The address of the stream that tells of changes.
    pub events: String,
    /// The address of the findings.
    pub findings: String,
}

/// A place in the main navigation.
#[derive(Debug)]
pub struct Entry {
    /// Its address.
    pub href: String,
    /// Its name.
    pub title: String,
    /// Whether it is the page it stands on.
    pub current: bool,
}

/// What distinguishes a page from the others.
pub struct Head<'a> {
    /// The title of the document.
    pub title: String,
    /// The description of the document.
    pub description: &'a str,
    /// Its address; none for pages that have none.
    pub path: Option<UrlPath>,
    /// Whether search engines should leave it out: results and narrowed views are not pages of
    /// their own.
    pub noindex: bool,
    /// The stem of its own style sheet.
    pub sheet: &'a str,
    /// The colours of what it shows.
    pub colours: &'a Rules,
}

impl<'a> Chrome<'a> {
    /// What a page with this head carries.
    #[must_use]
    pub fn new(context: &Context<'a>, head: Head<'_>) -> Self {
        let assets = context.assets;
        let address = |file: &str| {
            assets
                .addresses
                .get(file)
                .map(|path| context.base.href(path))
        };
        let sheet = |stem: &str| assets.styles.get(stem).map_or("", String::as_str);
        let face = context.display_face;
        let face = face.map(|path| display_face::rule(&context.base.href(path)));
        let is_here = |path: &UrlPath| head.path.as_ref() == Some(path);
        let index = UrlPath::index();
        let catalogue = context.catalogue;
        let mut navigation: Vec<Entry> = [
            (&index, "方向", true),
            (&UrlPath::compare(), "对比", catalogue.can_compare()),
            (&UrlPath::matching(), "自测", catalogue.can_match()),
            (&UrlPath::search(), "搜索", true),
        ]
        .into_iter()
        .filter(|(_, _, is_offered)| *is_offered)
        .map(|(path, title, _)| Entry {
            href: context.base.href(path),
            title: title.to_owned(),
            current: is_here(path),
        })
        .collect();
        navigation.extend(context.catalogue.pages.iter().map(|page| {
            let path = UrlPath::page(&page.slug);
            Entry {
                href: context.base.href(&path),
                title: page.title.clone(),
                current: is_here(&path),
            }
        }));
        Self {
            site: &context.catalogue.site,
            title: head.title,
            description: head.description.to_owned(),
            canonical: head.path.as_ref().map(|path| context.base.absolute(path)),
            noindex: head.noindex,
            search: context.base.href(&UrlPath::search()),
            has_search_field: !is_here(&UrlPath::search()) && head.path.is_some(),
            home: context.base.href(&index),
            navigation,
            further: [
                (UrlPath::all(), "全部内容"),
                (UrlPath::changes(), "更新记录"),
            ]
            .into_iter()
            .map(|(path, title)| Entry {
                href: context.base.href(&path),
                title: title.to_owned(),
                current: is_here(&path),
            })
            .collect(),
            style: [
                &face.unwrap_or_default(),
                sheet("base"),
                sheet(head.sheet),
                &head.colours.css(),
            ]
            .concat(),
            early_script: assets.scripts.get("early").cloned().unwrap_or_default(),
            theme_script: address("js/theme.js"),
            page_script: address(&format!("js/{}.js", head.sheet)),
            print_style: address("css/print.css"),
            favicon: address("favicon.svg"),
            preview: context.preview.and_then(|edition| {
                Some(Preview {
                    script: address("js/preview.js")?,
                    edition,
                    events: context.base.href(&UrlPath::preview_events()),
                    findings: context.base.href(&UrlPath::preview_findings()),
                })
            }),
            touch_icon: context.base.href(&UrlPath::touch_icon()),
            plain_icon: context.base.href(&UrlPath::favicon()),
            manifest: context.base.href(&UrlPath::manifest()),
            kind: "website",
            card: head.path.as_ref().map(|path| Card::of_path(context, path)),
            alternates: vec![Alternate::feed(context)],
            structured: None,
            share: None,
            offline: address("js/offline.js")
                .filter(|_| context.offline)
                .map(|script| Offline::new(context, script)),
            asks: None,
        }
    }

    /// Where the roles of a group are.
    pub fn group(&self, group: &RoleGroup) -> String {
        format!("{}#group-{}", self.home, group.id)
    }

    /// Adds what there is to pass the page on with, its styles and its script.
    pub fn share(&mut self, context: &Context, share: Share) {
        self.wear(context, "share");
        self.share = Some(share);
    }

    /// Adds the styles of a part that not every page has, once.
    pub fn wear(&mut self, context: &Context, sheet: &str) {
        let sheet = context.assets.styles.get(sheet);
        if let Some(sheet) = sheet.filter(|sheet| !self.style.contains(sheet.as_str())) {
            self.style.push_str(sheet);
        }
    }

    /// Adds the styles of what these texts have and most have not.
    pub fn wear_for<'t>(&mut self, context: &Context, texts: impl IntoIterator<Item = &'t Prose>) {
        for sheet in prose::sheets(texts) {
            self.wear(context, sheet);
        }
    }

    /// Adds what answers questions where no server does: to those `names`, with the script
    /// `answers`, which has a folder of its own.
    pub fn ask(&mut self, context: &Context, page: &UrlPath, names: &[&str], answers: &str) {
        let address = |name: &str| {
            let address = context.assets.addresses.get(name)?;
            Some(context.base.href(address))
        };
        let script = address("js/ask.js").zip(address(&format!("js/answers/{answers}.js")));
        self.asks = script.map(|(script, answers)| Asks {
            script,
            names: names.join(" "),
            answers,
            from: context.base.href(&UrlPath::prepared(page)),
        });
    }

    /// The finished page.
    #[must_use]
    pub fn page(self, html: String) -> Page {
        let present = |text: String| if text.is_empty() { vec![] } else { vec![text] };
        Page {
            html,
            styles: present(self.style),
            scripts: present(self.early_script),
        }
    }
}

/// The title of the index, where it stands by itself: heading, its second line, name of the site.
#[must_use]
pub fn full_title(site: &SiteInfo) -> String {
    let mark = match site.title.ends_with(char::is_alphanumeric) {
        true => "：",
        false => "",
    };
    format!("{}{mark}{} · {}", site.title, site.subtitle, site.name)
}

/// The title of a page that is not the index.
#[must_use]
pub fn title(context: &Context, title: &str) -> String {
    format!("{title} · {}", context.catalogue.site.name)
}
