//! The site as files for any host that has no program to ask.
//!
//! A sink like the server: both write down what a [`Site`] says, so that an exported file equals
//! the body the server sends.

pub mod folder;
mod hosts;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;

use crate::query::params::Params;
use crate::site::Site;
use crate::site::document::{CachePolicy, Document};
use crate::site::encoding::Encoding;
use crate::site::headers;
use crate::site::made::Made;
use crate::urls::UrlPath;
use folder::Draft;
use hosts::Rules;

/// Everything an export holds, before any of it is made.
pub struct Plan<'a> {
    site: &'a Site,
    entries: Vec<(UrlPath, What<'a>)>,
}

/// What is at an address.
enum What<'a> {
    Document(&'a Document),
    Made(Made),
    /// A file of `static/` under its own name.
    File(PathBuf),
}

/// Who waits for an export, and may end it.
pub trait Watcher: Sync {
    /// One more address is written; `false` ends the export before the next.
    fn goes_on(&self) -> bool;
}

impl<'a> Plan<'a> {
    /// What is to be written of a site whose static files are in a folder.
    ///
    /// # Errors
    ///
    /// When a template fails, or the folder cannot be read.
    pub fn of(site: &'a Site, static_files: &Path) -> anyhow::Result<Self> {
        let documents = site.documents()?.into_iter();
        let documents = documents
            .filter_map(|(path, document)| Some((UrlPath::parse(path)?, What::Document(document))));
        let made = site.made().map(|(path, made)| (path, What::Made(made)));
        let files = folder::served_files(static_files)?.into_iter();
        let files = files.map(|name| {
            let path = static_files.join(&name);
            (UrlPath::static_file(&name), What::File(path))
        });
        let entries = documents.chain(made).chain(files).collect();
        Ok(Self { site, entries })
    }

    /// How many addresses there are.
    #[must_use]
    pub fn address_count(&self) -> usize {
        self.entries.len()
    }

    /// Makes and writes everything, on all cores.
    ///
    /// # Errors
    ///
    /// When something cannot be made or written, or the watcher ends it.
    pub fn write(&self, draft: &Draft, watcher: &impl Watcher) -> anyhow::Result<()> {
        let next = AtomicUsize::new(0);
        let rules = Mutex::new(Rules::default());
        let work = || -> anyhow::Result<()> {
            while let Some((path, what)) = self.entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                let result =
                    self.write_entry(draft, path, what, &rules).and_then(|()| {
                        match watcher.goes_on() {
                            true => Ok(()),
                            false => anyhow::bail!("interrupted"),
                        }
                    });
                if result.is_err() {
                    // The other threads end as well.
                    next.store(self.entries.len(), Ordering::Relaxed);
                    return result;
                }
            }
            Ok(())
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let ends = workers.into_iter().map(|worker| match worker.join() {
                Ok(result) => result,
                Err(_) => Err(anyhow::anyhow!("a thread that writes has ended")),
            });
            ends.collect::<Vec<_>>()
                .into_iter()
                .collect::<anyhow::Result<()>>()
        })?;
        let rules = rules
            .into_inner()
            .unwrap_or_else(|error| error.into_inner());
        self.write_for_hosts(draft, &rules)
    }

    fn write_entry(
        &self,
        draft: &Draft,
        path: &UrlPath,
        what: &What,
        rules: &Mutex<Rules>,
    ) -> anyhow::Result<()> {
        let name = self.site.base().export_file(path);
        let made;
        let drawn;
        let document = match what {
            What::Document(document) => *document,
            What::Made(Made::Text(text)) => {
                made = self.site.text(text, &Params::default())?;
                &made
            }
            What::Made(Made::Picture(picture)) => {
                drawn = self.site.draw(picture, &self.site.drawing(picture)?)?;
                drawn.as_ref()
            }
            What::File(file) => {
                let bytes =
                    fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
                made = Document::plain("", CachePolicy::Revalidate, bytes);
                &made
            }
        };
        let headers = headers::of_document(self.site.base(), path.as_str(), document);
        let pattern = self.site.base().header_pattern(path);
        let mut rules = rules.lock().unwrap_or_else(|error| error.into_inner());
        rules.add(pattern, headers);
        drop(rules);
        write_variants(draft, &name, document)
    }

    /// Writes what hosts read themselves, which they look for at the root.
    fn write_for_hosts(&self, draft: &Draft, rules: &Rules) -> anyhow::Result<()> {
        let base = self.site.base();
        if rules.count() > hosts::MOST_RULES {
            tracing::warn!(
                rules = rules.count(),
                "Cloudflare Pages reads no more than {} rules of `_headers`",
                hosts::MOST_RULES
            );
        }
        draft.write("_headers", rules.headers(base).as_bytes())?;
        let redirects: BTreeMap<_, _> = self.site.redirects().collect();
        draft.write("_redirects", hosts::redirects(base, &redirects).as_bytes())?;
        if base.path().is_empty() {
            return Ok(());
        }
        let lost = UrlPath::lost();
        write_variants(
            draft,
            lost.as_str().trim_start_matches('/'),
            &self.site.lost()?,
        )
    }
}

/// Writes a document as it is, and beside it in every encoding that makes it smaller.
fn write_variants(draft: &Draft, name: &str, document: &Document) -> anyhow::Result<()> {
    for variant in document.variants() {
        let ending = match variant.encoding {
            Encoding::Identity => "",
            Encoding::Br => ".br",
            Encoding::Zstd => ".zst",
            Encoding::Gzip => ".gz",
        };
        draft.write(&format!("{name}{ending}"), &variant.bytes)?;
    }
    Ok(())
}
