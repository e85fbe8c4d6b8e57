//! The units for systemd are understood by it, and leave the service little to do harm with.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::support::{repository, said};

/// The most that `systemd-analyze security` may find, in tenths: 0 is nothing, 100 everything.
const EXPOSURE: &str = "--threshold=15";

fn analyze(arguments: &[&str]) -> String {
    let folder = TempDir::new().expect("a folder");
    for name in ["career-directions.service", "career-directions.socket"] {
        let path = repository().join("tests/deploy/systemd").join(name);
        let unit = fs::read_to_string(path).expect("a unit");
        // Programs are looked for.
        let program = env!("CARGO_BIN_EXE_career-directions");
        let unit = unit.replace(
            "ExecStart=/usr/local/bin/career-directions",
            &format!("ExecStart={program}"),
        );
        fs::write(folder.path().join(name), unit).expect("a written unit");
    }
    let output = Command::new("systemd-analyze")
        .args(arguments)
        .arg(folder.path().join("career-directions.service"))
        .output()
        .expect("systemd-analyze");
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    text
}

#[test]
fn systemd_understands_the_units() {
    // What it does not understand it only warns of.
    assert_eq!(analyze(&["verify", "--man=no"]), "");
}

#[test]
fn the_service_is_locked_in() {
    let text = analyze(&["security", "--offline=true", EXPOSURE, "--no-pager"]);
    println!("{}", text.trim_end().lines().last().unwrap_or_default());
}
