//! Keeps what is served up to date: reads the content again when files change, when somebody asks,
//! and at the moments at which time alone changes the site.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::watch as channel;

use super::{Kept, Loaded, count_line, report_findings};
use crate::catalogue::Catalogue;
use crate::cli::{ContentOptions, LogFormat};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::server::{Control, Upkeep, supervisor};
use crate::site::assets::Assets;
use crate::site::{Edition, Options, Site};
use crate::watch::{self, Signal, Stamps, Wake, Watch, stamps};

/// A file that is being written may be read half; errors count when no change follows for so long.
const HALF_WRITTEN: Duration = Duration::from_millis(60);

/// Sites of no more documents are prepared as a whole after a change; of larger ones, only what is
/// read, since compressing ten thousand pages would keep a machine busy for minutes.
const MAX_PREPARED_DOCUMENTS: usize = 500;

/// What is served now, and what it is made from.
pub struct Live {
    files: ContentOptions,
    options: Options,
    /// What was read last, whether or not there was a site to make of it.
    read: StaticFiles,
    /// Those of the site that is served.
    assets: Arc<Assets>,
    site: Option<Arc<Site>>,
    /// The number of that site.
    number: u64,
    /// What was last told.
    told: Diagnostics,
    /// What was read, for the next time.
    kept: Kept,
    /// Held as long as the site is worth preparing: the next one takes its place.
    preparing: Arc<()>,
    operator: Told,
}

/// `static/` as it was read.
pub struct StaticFiles {
    /// What pages need of it.
    pub assets: Arc<Assets>,
    /// The files as they were before: what changes while they are read is a change.
    stamps: Stamps,
}

impl StaticFiles {
    /// Reads them, after those of the site that is served.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read.
    pub fn read(files: &ContentOptions, before: &Assets) -> anyhow::Result<Self> {
        let stamps = stamps([&files.static_files]);
        let assets = super::load_assets(files)?.after(before);
        Ok(Self {
            assets: Arc::new(assets),
            stamps,
        })
    }
}

/// How the operator learns of changes.
pub struct Told {
    /// Counts them.
    pub upkeep: Arc<Upkeep>,
    /// How findings are written.
    pub log_format: LogFormat,
}

/// Ends and wakes the thread that keeps a site up to date.
pub struct Handle {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
}

impl Live {
    /// What was loaded, ready to be published.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn new(
        files: ContentOptions,
        options: Options,
        read: StaticFiles,
        loaded: Loaded,
        kept: Kept,
        operator: Told,
    ) -> anyhow::Result<Self> {
        let mut live = Self {
            read,
            files,
            options,
            assets: loaded.assets,
            site: None,
            number: 0,
            told: Diagnostics::default(),
            kept,
            preparing: Arc::default(),
            operator,
        };
        if let Some(catalogue) = loaded.catalogue {
            live.number = 1;
            live.site = Some(Arc::new(live.build(catalogue, loaded.now)?));
        }
        live.told = loaded.diagnostics;
        Ok(live)
    }

    /// What is served now.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn edition(&self) -> anyhow::Result<Edition> {
        match &self.site {
            Some(site) if !self.is_preview() => Ok(Edition::public(Arc::clone(site))),
            site => Edition::preview(
                self.options.base.clone(),
                site.clone(),
                self.number,
                &self.told,
                &self.assets,
            ),
        }
    }

    /// The site that is served now.
    pub fn site(&self) -> Option<&Site> {
        self.site.as_deref()
    }

    /// Keeps it up to date in a thread of its own, from changes the watch sees.
    ///
    /// # Errors
    ///
    /// When the system has no thread left.
    pub fn start(
        self,
        watch: Watch,
        signals: Sender<Signal>,
        editions: channel::Sender<Arc<Edition>>,
    ) -> anyhow::Result<Handle> {
        let thread = std::thread::Builder::new().name("reload".to_owned());
        let thread = thread.spawn(move || self.run(watch, &editions));
        Ok(Handle {
            signals,
            thread: Some(thread.context("cannot start a thread")?),
        })
    }

    fn run(mut self, mut watch: Watch, editions: &channel::Sender<Arc<Edition>>) {
        self.prepare();
        // While the content is broken, the site that stays was due long ago: once is enough.
        let mut tried: Option<SystemTime> = None;
        loop {
            let due = self.next_change().filter(|due| Some(*due) > tried);
            let mut wake = watch.wait(due);
            if wake == Wake::Due {
                tried = due;
            }
            let start = Instant::now();
            let is_asked = wake == Wake::Asked;
            if is_asked {
                supervisor::reloading();
            }
            let loaded = loop {
                if wake == Wake::Stopped {
                    return;
                }
                let loaded = self.load(wake);
                match loaded {
                    Ok(loaded) if !loaded.diagnostics.has_errors() => break Ok(loaded),
                    loaded => match watch.wait_briefly(HALF_WRITTEN) {
                        Some(again) => wake = again,
                        None => break loaded,
                    },
                }
            };
            let edition = loaded.and_then(|loaded| self.take(loaded));
            match edition {
                Ok(Some(edition)) => {
                    editions.send_replace(Arc::new(edition));
                    tracing::info!(took = ?start.elapsed(), "the content was read again");
                    self.prepare();
                }
                Ok(None) => {}
                Err(error) => {
                    self.operator.upkeep.failed();
                    tracing::error!(error = format!("{error:#}"), "nothing was changed");
                }
            }
            if is_asked {
                supervisor::ready();
            }
        }
    }

    fn load(&mut self, wake: Wake) -> anyhow::Result<Loaded> {
        let stamps = stamps([&self.files.static_files]);
        let is_current = watch::agree(&stamps, &self.read.stamps) && wake != Wake::Asked;
        if !is_current {
            self.read = StaticFiles::read(&self.files, &self.assets)?;
        }
        let mut loaded = super::load(
            &self.files,
            Arc::clone(&self.read.assets),
            self.is_preview(),
            &mut self.kept,
        );
        self.refuse_emptied(&mut loaded);
        Ok(loaded)
    }

    /// A site may begin without directions; that a live one loses them all is a slip of a script.
    fn refuse_emptied(&self, loaded: &mut Loaded) {
        let is_empty = |catalogue: &Catalogue| catalogue.roles().next().is_none();
        if self.is_preview() || self.site().is_none_or(|site| is_empty(site.catalogue())) {
            return;
        }
        if loaded.catalogue.take_if(|now| is_empty(now)).is_none() {
            return;
        }
        let folder = self.files.content.join("roles");
        let message = "公开的方向一个也不剩了";
        let finding =
            Diagnostic::file_error("emptied-folder", folder.display().to_string(), message);
        let help = "把方向的文件放回来；真要清空，重新启动网站";
        loaded.diagnostics.push(finding.with_help(help));
    }

    /// Takes over what was loaded; what there is to publish, if anything.
    fn take(&mut self, loaded: Loaded) -> anyhow::Result<Option<Edition>> {
        let is_news = loaded.diagnostics != self.told;
        if is_news && !loaded.diagnostics.is_empty() {
            report_findings(&loaded.diagnostics, self.operator.log_format);
        }
        if is_news && loaded.diagnostics.has_errors() {
            let found = count_line(&loaded.diagnostics);
            tracing::error!("the content has errors, the last good site stays: {found}");
        }
        if loaded.diagnostics.has_errors() {
            self.operator.upkeep.failed();
        }
        self.told = loaded.diagnostics;
        if let Some(catalogue) = loaded.catalogue {
            self.assets = loaded.assets;
            self.number += 1;
            self.site = Some(Arc::new(self.build(catalogue, loaded.now)?));
            self.operator.upkeep.reloaded(loaded.now.as_second());
        } else if !self.is_preview() {
            return Ok(None);
        }
        self.edition().map(Some)
    }

    fn is_preview(&self) -> bool {
        self.options.preview.is_some()
    }

    fn build(&self, catalogue: Catalogue, now: Timestamp) -> anyhow::Result<Site> {
        let options = Options {
            preview: self.options.preview.map(|_| self.number),
            ..self.options.clone()
        };
        let assets = Arc::clone(&self.assets);
        Site::build(catalogue, assets, options, now, self.site())
    }

    fn next_change(&self) -> Option<SystemTime> {
        self.site()?.next_change().map(SystemTime::from)
    }

    /// Does in the background what readers would otherwise wait for.
    fn prepare(&mut self) {
        let Some(site) = self.site.clone().filter(|_| !self.is_preview()) else {
            return;
        };
        self.preparing = Arc::default();
        let preparing = Arc::downgrade(&self.preparing);
        std::thread::spawn(move || {
            let wanted = || preparing.strong_count() > 0;
            if site.document_count() > MAX_PREPARED_DOCUMENTS {
                let _ = site.search();
            } else if let Err(error) = site.prepare(wanted) {
                tracing::error!(error = format!("{error:#}"), "cannot prepare the site");
            }
        });
    }
}

/// The folders whose changes count.
#[must_use]
pub fn folders(files: &ContentOptions) -> Vec<PathBuf> {
    vec![files.content.clone(), files.static_files.clone()]
}

impl Control for Handle {
    fn reload(&self) {
        // Refused only when the thread has ended.
        let _ = self.signals.send(Signal::Reload);
    }

    fn stop(&mut self) {
        let _ = self.signals.send(Signal::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
