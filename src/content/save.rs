//! The only writer of `content/`: a file is there as a whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a byte order mark is in UTF-8. One that is there stays.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Replaces the text of a file that still says what it said when it was read.
///
/// # Errors
///
/// When the file has changed in the meantime, or cannot be written.
pub fn replace(path: &Path, old: &str, new: &str) -> io::Result<()> {
    // A link stays a link; what it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let bytes = fs::read(&path)?;
    let (mark, text) = match bytes.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => (&[][..], bytes.as_slice()),
    };
    if text != old.as_bytes() {
        return Err(io::Error::other("it has changed in the meantime"));
    }
    let (mut file, temporary) = beside(&path)?;
    let written = fs::metadata(&path)
        .and_then(|metadata| file.set_permissions(metadata.permissions()))
        .and_then(|()| file.write_all(mark))
        .and_then(|()| file.write_all(new.as_bytes()))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&temporary, &path));
    written.inspect_err(|_| discard(&temporary))
}

/// Writes a file that is not there yet.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] when it is there; or what kept it from being written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let (mut file, temporary) = beside(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        // Unlike a rename, a link does not replace what somebody else has put there.
        .and_then(|()| fs::hard_link(&temporary, path))
        .or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Err(error),
            // Some file systems know no links.
            _ if !path.exists() => fs::rename(&temporary, path),
            _ => Err(error),
        });
    discard(&temporary);
    written
}

/// More than this many files of processes that were killed are somebody's to clear away.
const MOST_LEFTOVERS: u32 = 100;

/// A new hidden file in the same folder, so that it can take the place of `path` in one step.
fn beside(path: &Path) -> io::Result<(fs::File, PathBuf)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut tries = 0;
    loop {
        let beside = format!(".{name}.{}-{tries}.tmp", std::process::id());
        let temporary = path.with_file_name(beside);
        let mut options = fs::OpenOptions::new();
        match options.write(true).create_new(true).open(&temporary) {
            // Left by one that was killed: in a container every process has the same number.
            Err(error)
                if error.kind() == io::ErrorKind::AlreadyExists && tries < MOST_LEFTOVERS =>
            {
                tries += 1;
            }
            opened => return opened.map(|file| (file, temporary)),
        }
    }
}

fn discard(temporary: &Path) {
    // Already gone when it has been renamed; otherwise a hidden file nobody reads is left.
    let _ = fs::remove_file(temporary);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_in_nobody_s_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = format!(".x.md.{}-0.tmp", std::process::id());
        fs::write(folder.path().join(&left), "半").expect("a file");
        let path = folder.path().join("x.md");
        create(&path, "新").expect("a new file");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "新");
        assert!(folder.path().join(left).exists());
    }

    #[test]
    fn replaces_what_a_link_leads_to_and_keeps_the_mark() {
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real.md"), folder.path().join("x.md"));
        fs::write(&real, "\u{feff}旧").expect("a file");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        replace(&link, "旧", "新").expect("a replaced file");
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("a file"), "\u{feff}新");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }

    #[test]
    fn leaves_alone_what_somebody_else_has_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.md");
        fs::write(&path, "更新").expect("a file");
        assert!(replace(&path, "旧", "新").is_err());
        assert_eq!(fs::read_to_string(&path).expect("a file"), "更新");
        let error = create(&path, "新").expect_err("it is there");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("a file"), "更新");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
