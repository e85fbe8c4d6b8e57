//! `static/` as pages need it: what they carry within them, and addresses that change with the
//! content of what they lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::document::{CachePolicy, Document, fingerprint};
use super::encoding::Effort;
use super::painter::Painter;
use crate::urls::UrlPath;
use crate::views::typeface::Typeface;
use crate::views::{Image, PageAssets};

/// The files of `static/` that belong to pages.
#[derive(Debug, Default)]
pub struct Assets {
    /// What pages carry or point at.
    pub for_pages: PageAssets,
    /// The fingerprinted files.
    pub documents: BTreeMap<UrlPath, Arc<Document>>,
    /// Those of before the last change, for readers whose page is still of then.
    pub retired: BTreeMap<UrlPath, Arc<Document>>,
    /// Draws pictures in the font of `fonts/`.
    pub painter: Painter,
    /// That font, which headings are set in too.
    pub font: Arc<Vec<u8>>,
}

/// The font of pictures, below `static/`.
const CARD_FONT: &str = "fonts/card.otf";

/// The kinds of files that get fingerprinted addresses, and whether compressing them helps.
const KINDS: [(&str, &str, bool); 9] = [
    ("css", "text/css; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("svg", "image/svg+xml", true),
    ("woff2", "font/woff2", false),
    ("png", "image/png", false),
    ("jpg", "image/jpeg", false),
    ("jpeg", "image/jpeg", false),
    ("webp", "image/webp", false),
    ("avif", "image/avif", false),
];

/// Where the images of texts are; pictures elsewhere are no part of a page.
const IMAGES: &str = "images";

impl Assets {
    /// Reads `static/`.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read.
    pub fn load(root: &Path) -> anyhow::Result<Self> {
        let mut assets = Self::default();
        for path in files_below(root)? {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let Some(kind) = KINDS.iter().find(|kind| {
                relative
                    .extension()
                    .is_some_and(|extension| extension == kind.0)
            }) else {
                continue;
            };
            if kind.1.starts_with("image/") && kind.0 != "svg" && !relative.starts_with(IMAGES) {
                continue;
            }
            let bytes =
                fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            assets.add(relative, kind, bytes);
        }
        assets.load_font(&root.join(CARD_FONT))?;
        Ok(assets)
    }

    /// Keeps the files of before; where nothing changed since, those they had kept themselves.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        let is_same = self.documents.keys().eq(before.documents.keys());
        self.retired = match is_same {
            true => before.retired.clone(),
            false => before.documents.clone(),
        };
        self
    }

    fn load_font(&mut self, path: &Path) -> anyhow::Result<()> {
        let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        self.for_pages.typeface = Typeface::read(&bytes, fingerprint(&bytes))
            .with_context(|| format!("`{}` is no font", path.display()))?;
        self.font = Arc::new(bytes);
        self.painter = Painter::new(Arc::clone(&self.font));
        Ok(())
    }

    /// The names of the icons roles may use.
    #[must_use]
    pub fn icons(&self) -> BTreeSet<String> {
        self.for_pages.icons.keys().cloned().collect()
    }

    /// The images texts may show.
    #[must_use]
    pub fn images(&self) -> BTreeSet<String> {
        self.for_pages.images.keys().cloned().collect()
    }

    /// The characters pictures can show.
    #[must_use]
    pub fn characters(&self) -> BTreeSet<char> {
        self.for_pages.typeface.characters()
    }

    fn add(&mut self, relative: &Path, kind: &(&str, &'static str, bool), bytes: Vec<u8>) {
        let (extension, content_type, compressible) = *kind;
        let stem = relative.file_stem().unwrap_or_default().to_string_lossy();
        let folder = relative.parent().unwrap_or(Path::new(""));
        let text = String::from_utf8_lossy(&bytes);
        match (folder.to_str(), extension) {
            (Some("css"), "css") => {
                self.for_pages
                    .styles
                    .insert(stem.to_string(), squeeze(&text));
            }
            (Some("js"), "js") => {
                let script = text.trim().to_owned();
                self.for_pages.scripts.insert(stem.to_string(), script);
            }
            (Some("icons"), "svg") => {
                self.for_pages
                    .icons
                    .insert(stem.to_string(), svg_content(&text));
            }
            _ => {}
        }
        let size = imagesize::blob_size(&bytes)
            .ok()
            .filter(|_| relative.starts_with(IMAGES));
        let name = format!("{stem}.{}.{extension}", fingerprint(&bytes));
        let address = UrlPath::asset(&folder.join(name).to_string_lossy());
        // What no address can spell has none; `check` tells who shows it.
        if UrlPath::parse(address.as_str()).is_none() {
            return;
        }
        let document = if compressible {
            Document::compressed(content_type, CachePolicy::Immutable, bytes, Effort::Once)
        } else {
            Document::plain(content_type, CachePolicy::Immutable, bytes)
        };
        let key = relative.to_string_lossy().into_owned();
        if let Some(size) = size {
            let image = Image {
                address: address.clone(),
                width: size.width,
                height: size.height,
            };
            let written = UrlPath::static_file(&key).to_string();
            self.for_pages.images.insert(written, image);
        }
        self.for_pages.addresses.insert(key, address.clone());
        self.documents.insert(address, Arc::new(document));
    }
}

/// All files below a folder, sorted, hidden ones left out and links followed.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn files_below(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = || format!("cannot read the folder `{}`", folder.display());
        for entry in fs::read_dir(&folder).with_context(unreadable)? {
            let path = entry.with_context(unreadable)?.path();
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            match (hidden, path.is_dir()) {
                (true, _) => {}
                (false, true) => folders.push(path),
                (false, false) => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Drops comments and indentation of a style sheet: both are for those who write it.
fn squeeze(css: &str) -> String {
    let mut squeezed = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(character) = rest.next() {
        match (quote, character) {
            (Some(open), _) => {
                squeezed.push(character);
                if character == open {
                    quote = None;
                }
            }
            (None, '"' | '\'') => {
                quote = Some(character);
                squeezed.push(character);
            }
            (None, '/') if rest.peek() == Some(&'*') => {
                let mut previous = ' ';
                for next in rest.by_ref().skip(1) {
                    if previous == '*' && next == '/' {
                        break;
                    }
                    previous = next;
                }
            }
            (None, character) if character.is_whitespace() => {
                let after_mark = squeezed.ends_with(['{', '}', ';', ':', ',', ' ']);
                if !after_mark && !squeezed.is_empty() {
                    squeezed.push(' ');
                }
            }
            (None, '{' | '}') => {
                squeezed.truncate(squeezed.trim_end_matches([' ', ';']).len());
                squeezed.push(character);
            }
            (None, character) => squeezed.push(character),
        }
    }
    squeezed.truncate(squeezed.trim_end().len());
    squeezed
}

/// What stands between `<svg …>` and `</svg>`.
fn svg_content(svg: &str) -> String {
    let start = svg
        .find("<svg")
        .and_then(|tag| svg[tag..].find('>').map(|end| tag + end + 1))
        .unwrap_or(0);
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    svg[start.min(end)..end].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezes_style_sheets_without_changing_them() {
        let css = "/* a */\n@layer x {\n  a:hover > b,\n  c :is(d) { color: red; }\n\n  \
                   e::after { content: \"/*  */ ;\"; inline-size: calc(1px + 2em); }\n}\n";
        assert_eq!(
            squeeze(css),
            "@layer x{a:hover > b,c :is(d){color:red}\
             e::after{content:\"/*  */ ;\";inline-size:calc(1px + 2em)}}"
        );
    }

    #[test]
    fn takes_icons_out_of_their_element() {
        let svg = "<?xml?><svg viewBox=\"0 0 256 256\">\n<path d=\"M0\"/>\n</svg>\n";
        assert_eq!(svg_content(svg), "<path d=\"M0\"/>");
    }
}
