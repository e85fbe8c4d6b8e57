//! The folder of an export: only an empty one or an earlier export is replaced, and in one step.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, bail, ensure};
use rustix::fs::{CWD, RenameFlags, renameat_with, syncfs};

use crate::site::assets;

/// The file that says that a folder is an export, and names every other file in it.
pub const MARK: &str = ".career-directions-export";

/// The first line of the mark.
const TITLE: &str = "# Written by `career-directions export`, which replaces these files:";

/// A folder that may be replaced.
#[derive(Debug)]
pub struct Target(PathBuf);

impl Target {
    /// Looks at a folder before anything is made for it.
    ///
    /// # Errors
    ///
    /// When it holds anything that is not of an earlier export, or cannot be read.
    pub fn examine(folder: &Path) -> anyhow::Result<Self> {
        let folder = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                ensure!(!folder.is_symlink(), "`{}` leads nowhere", folder.display());
                std::path::absolute(folder)?
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read `{}`", folder.display()));
            }
        };
        ensure!(
            folder.file_name().is_some(),
            "`{}` cannot be replaced",
            folder.display()
        );
        let target = Self(folder);
        target.refuse_what_is_not_ours()?;
        Ok(target)
    }

    fn refuse_what_is_not_ours(&self) -> anyhow::Result<()> {
        let folder = &self.0;
        if !folder.exists() {
            return Ok(());
        }
        ensure!(folder.is_dir(), "`{}` is no folder", folder.display());
        let files = files_below(folder)?;
        let mark = fs::read_to_string(folder.join(MARK)).unwrap_or_default();
        let own: BTreeSet<&str> = match mark.strip_prefix(TITLE) {
            Some(list) => list.lines().chain([MARK]).collect(),
            None => BTreeSet::new(),
        };
        match files.iter().find(|file| !own.contains(file.as_str())) {
            None => Ok(()),
            Some(_) if own.is_empty() => bail!(
                "`{}` is neither empty nor an earlier export",
                folder.display()
            ),
            Some(file) => bail!(
                "`{}` is no part of the earlier export and would be lost",
                folder.join(file).display()
            ),
        }
    }

    /// A new folder beside the target, so that the two can change places in one step.
    fn beside(&self) -> anyhow::Result<PathBuf> {
        let name = self.0.file_name().unwrap_or_default().to_string_lossy();
        let mut tries = 0;
        loop {
            let beside = format!(".{name}.{}-{tries}.tmp", std::process::id());
            let folder = self.0.with_file_name(beside);
            match fs::create_dir(&folder) {
                // Left by one that was killed: in a container every process has the same number.
                Err(error)
                    if error.kind() == ErrorKind::AlreadyExists && tries < MOST_LEFTOVERS =>
                {
                    tries += 1;
                }
                made => {
                    return made
                        .with_context(|| format!("cannot make `{}`", folder.display()))
                        .map(|()| folder);
                }
            }
        }
    }

    /// Begins to write beside the folder.
    ///
    /// # Errors
    ///
    /// When nothing can be written there.
    pub fn begin(self) -> anyhow::Result<Draft> {
        if let Some(parent) = self.0.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot make `{}`", parent.display()))?;
        }
        let folder = self.beside()?;
        Ok(Draft {
            folder,
            target: self,
            written: Mutex::default(),
        })
    }
}

/// More than this many folders of exports that were killed are somebody's to clear away.
const MOST_LEFTOVERS: u32 = 100;

/// An export that is being written, beside the folder it will replace; gone if it does not.
#[derive(Debug)]
pub struct Draft {
    folder: PathBuf,
    target: Target,
    written: Mutex<BTreeSet<String>>,
}

impl Draft {
    /// Writes a file.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or has been written already.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let mut written = self
            .written
            .lock()
            .unwrap_or_else(|error| error.into_inner());
        ensure!(
            written.insert(name.to_owned()),
            "two addresses are the file `{name}`"
        );
        drop(written);
        self.put(name, bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.folder.join(name);
        let parent = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, bytes))
            .with_context(|| format!("cannot write `{}`", path.display()))
    }

    /// Puts the export in its place, and says how many files it has.
    ///
    /// # Errors
    ///
    /// When it cannot take the place; what was there is there still.
    pub fn finish(self) -> anyhow::Result<usize> {
        let written = self
            .written
            .lock()
            .unwrap_or_else(|error| error.into_inner());
        let names: Vec<&str> = written.iter().map(String::as_str).collect();
        self.put(MARK, format!("{TITLE}\n{}\n", names.join("\n")).as_bytes())?;
        // On disk before it is in its place: after a power cut there is one export or the other.
        syncfs(File::open(&self.folder)?).context("cannot write the export to disk")?;
        // Somebody may have put something there in the meantime.
        self.target.refuse_what_is_not_ours()?;
        let place = &self.target.0;
        let unmoved = || {
            format!(
                "cannot put the export in the place of `{}`",
                place.display()
            )
        };
        if place.exists() {
            // What was there is now in the draft's folder, and goes with it.
            exchange(&self.folder, place).with_context(unmoved)?;
        } else {
            fs::rename(&self.folder, place).with_context(unmoved)?;
        }
        Ok(names.len())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone already when it has taken a place that was free.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Lets two folders change places: in one step where the file system can, else in three, the
/// first of which is taken back when the second fails.
fn exchange(new: &Path, old: &Path) -> std::io::Result<()> {
    if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
        return Ok(());
    }
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    fs::rename(new, old).or_else(|error| fs::rename(&aside, old).and(Err(error)))?;
    fs::rename(&aside, new)
}

/// The names of all files below a folder, sorted, relative to it.
fn files_below(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = || format!("cannot read the folder `{}`", folder.display());
        for entry in fs::read_dir(&folder).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?;
            let path = entry.path();
            if entry.file_type().with_context(unreadable)?.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap_or(&path);
                files.push(name.to_string_lossy().into_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The files of `static/` the server sends under their own names: those with an ending and none
/// that are hidden.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn served_files(root: &Path) -> anyhow::Result<Vec<String>> {
    let files = assets::files_below(root)?;
    let files = files.iter().filter(|path| path.extension().is_some());
    let names = files.map(|path| path.strip_prefix(root).unwrap_or(path).to_string_lossy());
    Ok(names.map(std::borrow::Cow::into_owned).collect())
}
