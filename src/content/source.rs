//! The only reader of `content/`: finds the files, reads them, refuses what is not text.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::kept::{KeptFiles, ReadFile};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use crate::urls::Slug;
use crate::watch::Stamp;

/// A file may not be larger: no page comes near, and what is behind it has to be held in memory.
pub const MAX_FILE_BYTES: u64 = 1 << 20;

/// The files of a content folder, as read.
#[derive(Debug, Default)]
pub struct SourceFiles {
    /// `index.md`.
    pub index: Option<Arc<SourceFile>>,
    /// `groups.yml`.
    pub groups: Option<Arc<SourceFile>>,
    /// `axes.yml`.
    pub axes: Option<Arc<SourceFile>>,
    /// `sections.yml`.
    pub sections: Option<Arc<SourceFile>>,
    /// `match.yml`.
    pub matching: Option<Arc<SourceFile>>,
    /// The files of `roles/` with their stems, sorted; none where one could not be read.
    pub roles: Vec<(String, Option<Arc<SourceFile>>)>,
    /// The files of `pages/` likewise.
    pub pages: Vec<(String, Option<Arc<SourceFile>>)>,
    /// The SHA-256 of their names and texts, wherever the folder is.
    pub digest: [u8; 32],
}

/// Reads all files of a content folder.
#[must_use]
pub fn load_files(root: &Path) -> (SourceFiles, Diagnostics) {
    load_changed_files(root, &mut KeptFiles::default())
}

/// Reads the files of a content folder that are not what they were when they were kept.
#[must_use]
pub fn load_changed_files(root: &Path, kept: &mut KeptFiles) -> (SourceFiles, Diagnostics) {
    let mut loader = Loader {
        root,
        diagnostics: Diagnostics::default(),
        before: std::mem::take(kept),
        kept,
        digest: Sha256::new(),
    };
    if !root.is_dir() {
        loader.diagnostics.push(
            Diagnostic::file_error("missing-folder", shown(root), "没有这个文件夹")
                .with_help("用 --content 指明内容文件夹在哪里"),
        );
        return (SourceFiles::default(), loader.diagnostics);
    }
    let mut files = SourceFiles {
        index: loader.required("index.md"),
        groups: loader.required("groups.yml"),
        axes: loader.required("axes.yml"),
        sections: loader.required("sections.yml"),
        matching: loader.required("match.yml"),
        roles: loader.required_folder("roles"),
        pages: loader.folder("pages"),
        ..SourceFiles::default()
    };
    files.digest = loader.digest.finalize().into();
    (files, loader.diagnostics)
}

struct Loader<'a> {
    root: &'a Path,
    diagnostics: Diagnostics,
    before: KeptFiles,
    kept: &'a mut KeptFiles,
    digest: Sha256,
}

impl Loader<'_> {
    fn required(&mut self, name: &str) -> Option<Arc<SourceFile>> {
        let path = self.root.join(name);
        if path.exists() {
            return self.read(&path);
        }
        let help = match self.similar(name) {
            Some(other) => format!("把 {other} 改名为 {name}"),
            None => format!("新建它，{}", how_to_write(name)),
        };
        let finding = Diagnostic::file_error("missing-file", shown(&path), "没有这个文件");
        self.diagnostics.push(finding.with_help(help));
        None
    }

    /// A file whose name differs from this one in capitals or ending alone.
    fn similar(&self, name: &str) -> Option<String> {
        let stem = |name: &str| {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            stem.to_lowercase()
        };
        let entries = fs::read_dir(self.root).ok()?.flatten();
        let mut names: Vec<String> = entries.map(|entry| name_of(&entry.path())).collect();
        names.sort();
        names.into_iter().find(|other| stem(other) == stem(name))
    }

    /// Reads a folder that may be empty, but must be there: a lost one must not empty a live site.
    fn required_folder(&mut self, name: &str) -> Vec<(String, Option<Arc<SourceFile>>)> {
        let path = self.root.join(name);
        if !path.exists() {
            let help = match self.similar(name) {
                Some(other) => format!("把 {other} 改名为 {name}"),
                None => "新建它；原来有的，把它放回来".to_owned(),
            };
            let finding = Diagnostic::file_error("missing-folder", shown(&path), "没有这个文件夹");
            self.diagnostics.push(finding.with_help(help));
        }
        self.folder(name)
    }

    /// Reads the Markdown files of a folder; a folder that is not there has none.
    fn folder(&mut self, name: &str) -> Vec<(String, Option<Arc<SourceFile>>)> {
        let folder = self.root.join(name);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => {
                self.unreadable(&folder, &error);
                return Vec::new();
            }
        };
        let mut found: Vec<(OsString, PathBuf, bool)> = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => {
                    // A file costs no call to the system, a link does.
                    let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
                    let path = entry.path();
                    let is_file = is_file || !path.is_dir();
                    found.push((entry.file_name(), path, is_file));
                }
                Err(error) => self.unreadable(&folder, &error),
            }
        }
        // By name, since comparing paths takes them apart.
        found.sort();
        let mut files = Vec::new();
        for (_, path, is_file) in found {
            if is_file && has_markdown_name(&path) {
                let stem = path.file_stem().unwrap_or_default();
                files.push((stem.to_string_lossy().into_owned(), self.read(&path)));
            } else if let Some(help) = stray(&path) {
                let message = "这里只读以 .md 结尾的文件，它不会变成网页";
                let finding = Diagnostic::file_error("invalid-file-name", shown(&path), message);
                self.diagnostics.push(finding.with_help(help));
                let names = match path.is_dir() {
                    true => pages_in(&path),
                    false => vec![name_of(&path)],
                };
                files.extend(names.into_iter().map(|name| (name, None)));
            }
        }
        files
    }

    fn read(&mut self, path: &Path) -> Option<Arc<SourceFile>> {
        let stamp = Stamp::of(path);
        let read = match self.before.get(path, stamp) {
            Some(read) => read,
            None => {
                let file = self.read_anew(path)?;
                let digest = Sha256::digest(&file.text).into();
                ReadFile { file, digest }
            }
        };
        self.kept.keep(path, stamp, &read);
        let name = path.strip_prefix(self.root).unwrap_or(path);
        // No name has a zero byte, so that no two folders look alike.
        self.digest.update(name.as_os_str().as_encoded_bytes());
        self.digest.update([0]);
        self.digest.update(read.digest);
        Some(read.file)
    }

    fn read_anew(&mut self, path: &Path) -> Option<Arc<SourceFile>> {
        let mut bytes = Vec::new();
        let read = refuse_special(path)
            .and_then(|()| fs::File::open(path))
            .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            self.unreadable(path, &error);
            return None;
        }
        if bytes.len() as u64 > MAX_FILE_BYTES {
            self.diagnostics.push(
                Diagnostic::file_error("file-too-large", shown(path), "文件超过 1 MiB")
                    .with_help("拆成几页，或去掉误贴进来的内容"),
            );
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.checked(path, text),
            Err(error) => {
                self.not_utf8(path, &error);
                None
            }
        }
    }

    fn checked(&mut self, path: &Path, text: String) -> Option<Arc<SourceFile>> {
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let file = Arc::new(SourceFile {
            path: shown(path),
            text,
        });
        if file.text.trim().is_empty() {
            let help = match path.parent() == Some(self.root) {
                true => format!("写上内容，{}", how_to_write(&name_of(path))),
                false => "写上内容，或删去这个文件".to_owned(),
            };
            self.diagnostics.push(
                Diagnostic::file_error("empty-file", shown(path), "文件是空的").with_help(help),
            );
            return None;
        }
        if let Some(span) = merge_conflict(&file.text) {
            self.diagnostics.push(
                Diagnostic::error("merge-conflict", &file, span, "合并冲突没有解决")
                    .with_help("两份里留下一份，删去 <<<<<<<、=======、>>>>>>> 这三行"),
            );
            return None;
        }
        let refused = file.text.char_indices().find(|(_, c)| is_refused(*c));
        if let Some((offset, character)) = refused {
            self.diagnostics.push(
                Diagnostic::error(
                    "control-character",
                    &file,
                    offset..offset + character.len_utf8(),
                    format!("这里有看不见的字符 U+{:04X}", u32::from(character)),
                )
                .with_help("删去它；多半是从别处粘贴时带进来的"),
            );
            return None;
        }
        Some(file)
    }

    fn not_utf8(&mut self, path: &Path, error: &std::string::FromUtf8Error) {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let file = Arc::new(SourceFile {
            path: shown(path),
            text,
        });
        let end = valid + char::REPLACEMENT_CHARACTER.len_utf8();
        self.diagnostics.push(
            Diagnostic::error("not-utf-8", &file, valid..end, "这里不是 UTF-8 编码的文字")
                .with_help("在编辑器里把文件另存为 UTF-8（不是 GBK 或 UTF-16）"),
        );
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.diagnostics.push(
            Diagnostic::file_error("unreadable-file", shown(path), "读不了这个文件")
                .with_help(format!("检查它的权限；系统说：{error}")),
        );
    }
}

/// A pipe or a device would be waited for, or never end.
fn refuse_special(path: &Path) -> io::Result<()> {
    match fs::metadata(path)?.is_file() {
        true => Ok(()),
        false => Err(io::Error::other("not a regular file")),
    }
}

/// Where the shape of a file every site has is written down.
fn how_to_write(name: &str) -> String {
    let kind = name.split('.').next().unwrap_or_default();
    format!("写法用 `career-directions schema {kind}` 看")
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Editors leave hidden files and backups beside what they edit.
fn has_markdown_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    !name.starts_with(b".") && path.extension().is_some_and(|extension| extension == "md")
}

/// The names of the Markdown files in a folder.
fn pages_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut names: Vec<String> = paths
        .filter(|path| has_markdown_name(path) && !path.is_dir())
        .map(|path| name_of(&path))
        .collect();
    names.sort();
    names
}

/// What to do about a file that was meant to be a page and is none for its name, or for the folder
/// it is in; nothing for files that were not.
fn stray(path: &Path) -> Option<String> {
    let name = name_of(path);
    if name.starts_with('.') {
        return None;
    }
    if path.is_dir() {
        let help = "文件夹里的文件不读：把里面的 .md 文件移到上一层";
        return (!pages_in(path).is_empty()).then(|| help.to_owned());
    }
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    let is_text = ["md", "markdown", "mdown", "mdx", "mkd", "txt"].contains(&ending.as_str());
    is_text.then(|| match Slug::meant(&name) {
        Some(slug) => format!("改名为 {slug}.md"),
        None => "把文件名的末尾改成 .md".to_owned(),
    })
}

/// Control characters, directional overrides, characters without width and noncharacters have no
/// business in a text, and [`super::markdown`] relies on the noncharacter it marks places with. A
/// byte order mark is taken off the start of a file; elsewhere it was pasted.
fn is_refused(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => false,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}' => true,
        other => other.is_control(),
    }
}

/// The first line git marks a conflict with; no text has one by itself.
fn merge_conflict(text: &str) -> Option<Span> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            return Some(offset..offset + line.trim_end().len());
        }
        offset += line.len();
    }
    None
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
