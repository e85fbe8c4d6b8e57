//! How long a large site takes to load, and one saved file to be served:
//! `cargo bench --bench reload`.
//!
//! Generates roles of 2 KB, loads them, changes one and loads again. Prints the time of each step
//! and the memory; figures of one run on one machine, to be compared with each other.

use std::path::Path;
use std::time::Instant;

use career_directions::catalogue::{self, Conditions};

/// As many roles as the house promises to carry.
const ROLES: usize = 10_000;

#[expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and may stop at the first surprise"
)]
fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    generate(folder.path()).expect("generated content");
    let icons = std::collections::BTreeSet::new();
    let conditions = Conditions {
        now: jiff::Timestamp::now(),
        icons: &icons,
        drafts: false,
    };
    let t = Instant::now();
    let (content, _) = career_directions::content::load(folder.path());
    println!("content {:?} {}", t.elapsed(), content.roles.len());
    let t = Instant::now();
    let (catalogue, diagnostics) = catalogue::load(folder.path(), &conditions);
    println!(
        "catalogue {:?} {:?}",
        t.elapsed(),
        catalogue.map(|c| c.role_count())
    );
    println!(
        "{}",
        diagnostics
            .render_human()
            .lines()
            .take(10)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Copies the smallest content there is, with as many roles.
fn generate(folder: &Path) -> std::io::Result<()> {
    let source = Path::new("tests/fixtures/minimal");
    for name in [
        "index.md",
        "groups.yml",
        "axes.yml",
        "sections.yml",
        "match.yml",
    ] {
        std::fs::copy(source.join(name), folder.join(name))?;
    }
    std::fs::create_dir(folder.join("roles"))?;
    let pattern = std::fs::read_to_string(source.join("roles/mint.md"))?;
    let text: Vec<char> = std::fs::read_to_string("content/index.md")?
        .chars()
        .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '，' | '。'))
        .collect();
    for number in 0..ROLES {
        let start = (number * 7) % (text.len() - 340);
        let filling: String = text[start..start + 340].iter().collect();
        let role = pattern
            .replace("title: 薄荷", &format!("title: 薄荷{number}"))
            .replace("order: 1", &format!("order: {}", number + 1))
            .replace("aliases: [薄荷花]\n", "")
            .replace(
                "role: plum",
                &format!("role: mint-{}", (number + 1) % ROLES),
            )
            + "\n"
            + &filling
            + "\n";
        std::fs::write(folder.join(format!("roles/mint-{number}.md")), role)?;
    }
    Ok(())
}
