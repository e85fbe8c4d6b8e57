//! The examples of `tests/deploy/` say what the program and the repository have.

use std::fs;

use crate::support::{TestSite, repository, said};

fn example(name: &str) -> String {
    fs::read_to_string(repository().join("tests/deploy").join(name)).expect("an example")
}

#[test]
fn every_variable_is_one_of_the_program() {
    let help = TestSite::minimal()
        .command(&["serve", "--help"])
        .output()
        .expect("an end");
    let help = said(&help);
    let mut variables = 0;
    for name in ["Containerfile", "systemd/career-directions.service"] {
        let text = example(name);
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        for variable in words.filter(|word| word.starts_with("CAREER_DIRECTIONS_")) {
            assert!(
                help.contains(&format!("[env: {variable}=")),
                "{name}: {variable}"
            );
            variables += 1;
        }
    }
    assert!(variables >= 8, "{variables} variables were seen");
}

#[test]
fn the_container_is_made_of_what_is_there() {
    let text = example("Containerfile");
    let copies = text.lines().filter_map(|line| line.strip_prefix("COPY "));
    let copies: Vec<_> = copies.filter(|line| !line.starts_with("--from")).collect();
    assert!(copies.len() >= 5, "{copies:?}");
    for line in copies {
        let mut words: Vec<_> = line.split(' ').collect();
        words.pop().expect("a target");
        for source in words {
            assert!(repository().join(source).exists(), "{source}");
        }
    }
    let cargo = fs::read_to_string(repository().join("Cargo.toml")).expect("a manifest");
    let version = cargo
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let version = version.expect("a version").trim_matches('"');
    assert!(
        text.contains(&format!("FROM rust:{version}-slim")),
        "{version}"
    );
}
