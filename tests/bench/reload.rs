//! How long a large site takes to load, and one saved file of it to be served, beside Hugo and
//! mdBook where they are installed: `cargo bench --bench reload`.
//!
//! Generates roles of 2 KB, loads them, saves one and loads again. Figures of one run on one
//! machine: compare them with each other, not with another day's.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use career_directions::catalogue::{self, Conditions, Kept};
use career_directions::site::assets::Assets;
use career_directions::site::{Found, Options, Site};
use career_directions::urls::BaseUrl;

/// As many roles as the house promises to carry.
const ROLES: usize = 10_000;
/// Saves for a median.
const SAVES: usize = 11;
/// After so long a file is known not to be changing.
const SETTLED: Duration = Duration::from_millis(1_100);

#[expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and may stop at the first surprise"
)]
fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = texts().expect("texts");
    write_content(folder.path(), &texts).expect("generated content");
    let assets = Arc::new(Assets::load(Path::new("static")).expect("static files"));
    let (icons, characters) = (assets.icons(), assets.characters());
    let conditions = Conditions {
        now: jiff::Timestamp::now(),
        icons: &icons,
        images: &assets.images(),
        drafts: false,
        characters: &characters,
    };
    let base = BaseUrl::parse("http://127.0.0.1:8080").expect("an address");
    let options = Options {
        base,
        preview: None,
        offline: true,
    };
    let mut kept = Kept::default();
    let mut load = |previous: Option<&Site>| {
        let (catalogue, diagnostics) =
            catalogue::load_changed(folder.path(), &conditions, &mut kept);
        let catalogue = catalogue.unwrap_or_else(|| {
            println!("{}", diagnostics.render_human());
            std::process::exit(1)
        });
        let assets = Arc::clone(&assets);
        let options = options.clone();
        Site::build(catalogue, assets, options, conditions.now, previous).expect("a site")
    };

    let start = Instant::now();
    let mut site = load(None);
    let loaded = start.elapsed();
    println!(
        "{ROLES} roles of 2 KB loaded and served in {loaded:.1?}, {} MiB",
        resident_mib()
    );

    std::thread::sleep(SETTLED);
    site = load(Some(&site));
    let mut times = Vec::new();
    for save in 0..SAVES {
        let number = save * 700;
        let title = format!("第{save}次");
        let text = role(number, &texts[number]).replace(&name(number), &title);
        let file = folder.path().join(format!("roles/mint-{number}.md"));
        std::fs::write(file, text).expect("a saved file");
        let start = Instant::now();
        let next = load(Some(&site));
        let found = next.find(&format!("/roles/mint-{number}")).expect("a page");
        let document = match found {
            Found::Document(document) => Some(document),
            _ => None,
        };
        let page = document.expect("a page").identity().bytes.clone();
        times.push(start.elapsed());
        assert!(String::from_utf8_lossy(&page).contains(&title));
        site = next;
    }
    times.sort();
    println!(
        "one of them saved and served: median {:.1?} of {SAVES}",
        times[SAVES / 2]
    );

    let start = Instant::now();
    let count = site.documents().expect("pages").len();
    let rendered = loaded + start.elapsed();
    println!(
        "all {count} pages rendered after {rendered:.1?}, {} MiB",
        resident_mib()
    );

    for (name, build) in [("hugo", hugo as Build), ("mdbook", mdbook)] {
        let folder = tempfile::tempdir().expect("a folder");
        match build(folder.path(), &texts) {
            Ok(time) => {
                let ratio = time.as_secs_f64() / loaded.as_secs_f64();
                let all = time.as_secs_f64() / rendered.as_secs_f64();
                println!(
                    "{name} builds as many in {time:.1?}: {ratio:.2} of our load, {all:.2} of our rendering all"
                );
            }
            Err(error) => println!("{name} was not measured: {error}"),
        }
    }
}

type Build = fn(&Path, &[String]) -> io::Result<Duration>;

fn name(number: usize) -> String {
    format!("薄荷{number}")
}

/// As many texts as there are roles, no two of them the same.
fn texts() -> io::Result<Vec<String>> {
    let text: Vec<char> = std::fs::read_to_string("content/index.md")?
        .chars()
        .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '，' | '。'))
        .collect();
    let cut = |number: usize| {
        let start = (number * 7) % (text.len() - 340);
        format!(
            "{number}。{}",
            text[start..start + 340].iter().collect::<String>()
        )
    };
    Ok((0..ROLES).map(cut).collect())
}

/// The smallest content there is, with as many roles.
fn write_content(folder: &Path, texts: &[String]) -> io::Result<()> {
    let source = Path::new("tests/fixtures/minimal");
    for folder in [folder.join("roles"), folder.join("pages")] {
        std::fs::create_dir(folder)?;
    }
    for file in [
        "index.md",
        "groups.yml",
        "axes.yml",
        "sections.yml",
        "match.yml",
        "pages/about.md",
    ] {
        std::fs::copy(source.join(file), folder.join(file))?;
    }
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(
            folder.join(format!("roles/mint-{number}.md")),
            role(number, text),
        )?;
    }
    Ok(())
}

fn role(number: usize, text: &str) -> String {
    include_str!("../fixtures/minimal/roles/mint.md")
        .replace("title: 薄荷", &format!("title: {}", name(number)))
        .replace("order: 1", &format!("order: {}", number + 1))
        .replace("aliases: [薄荷花]", "aliases: []")
        .replace("role: plum", &format!("role: mint-{}", number ^ 1))
        + &format!("\n{text}[^judgement]\n")
}

fn hugo(folder: &Path, texts: &[String]) -> io::Result<Duration> {
    std::fs::create_dir_all(folder.join("content/roles"))?;
    std::fs::create_dir_all(folder.join("layouts/_default"))?;
    std::fs::write(
        folder.join("hugo.toml"),
        "baseURL = 'http://127.0.0.1/'\ntitle = 'x'\n",
    )?;
    let page = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}";
    std::fs::write(folder.join("layouts/_default/single.html"), page)?;
    let list = "<!doctype html>{{ range .RegularPages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}";
    std::fs::write(folder.join("layouts/_default/list.html"), list)?;
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(
            folder.join(format!("content/roles/mint-{number}.md")),
            role(number, text),
        )?;
    }
    timed(Command::new("hugo").arg("--source").arg(folder))
}

fn mdbook(folder: &Path, texts: &[String]) -> io::Result<Duration> {
    std::fs::create_dir(folder.join("src"))?;
    std::fs::write(folder.join("book.toml"), "[book]\ntitle = \"x\"\n")?;
    let mut summary = "# Summary\n".to_owned();
    for (number, text) in texts.iter().enumerate() {
        summary.push_str(&format!("- [{}](mint-{number}.md)\n", name(number)));
        let text = format!("# {}\n\n{text}\n", name(number));
        std::fs::write(folder.join(format!("src/mint-{number}.md")), text)?;
    }
    std::fs::write(folder.join("src/SUMMARY.md"), summary)?;
    timed(Command::new("mdbook").arg("build").arg(folder))
}

fn timed(command: &mut Command) -> io::Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let time = start.elapsed();
    match status.success() {
        true => Ok(time),
        false => Err(io::Error::other(format!("it ended with {status}"))),
    }
}

/// Resident memory of this process: the second field of `statm`, in pages of 4 KiB.
fn resident_mib() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4 / 1024
}
