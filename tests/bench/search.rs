//! How long search takes, in the process: `cargo bench --bench search`.
//!
//! Prints the time to build the index, the memory it takes and the time of a query, for the
//! shipped content and for ten thousand generated pages. Figures of one run on one machine: compare
//! them with each other, not with another day's.

use std::path::Path;
use std::time::{Duration, Instant};

use career_directions::catalogue::{self, Conditions};
use career_directions::query::search::{Entry, Passage, Search};
use career_directions::site::assets::Assets;
use career_directions::urls::{Slug, UrlPath};

/// What readers type: names, parts of names, sounds, slips, questions, nothing.
const QUERIES: [&str; 12] = [
    "架构",
    "数据科学家",
    "shujukexuejia",
    "yjs",
    "數據",
    "云计笋架构师",
    "Go",
    "要不要值夜班",
    "消息队列 幂等",
    "工程师",
    "飞机大炮",
    "的",
];

/// Rounds over all queries; enough for a steady median.
const ROUNDS: usize = 50;

#[expect(
    clippy::expect_used,
    reason = "a benchmark may stop at the first surprise"
)]
fn main() {
    let assets = Assets::load(Path::new("static")).expect("static files");
    let icons = assets.icons();
    let characters = assets.characters();
    let conditions = Conditions {
        characters: &characters,
        now: jiff::Timestamp::now(),
        icons: &icons,
        images: &std::collections::BTreeSet::new(),
        drafts: false,
    };
    let (catalogue, _) = catalogue::load(Path::new("content"), &conditions);
    let catalogue = catalogue.expect("valid content");
    let texts: Vec<String> = catalogue
        .roles()
        .map(|role| {
            let file = format!("content/roles/{}.md", role.slug);
            std::fs::read_to_string(file).expect("a role")
        })
        .collect();
    let entry = |number: usize, text: &str| {
        let role = catalogue.roles().nth(number % catalogue.role_count());
        let role = role.expect("a role");
        Entry {
            path: UrlPath::role(&Slug::new(&format!("role-{number}")).expect("a slug")),
            title: role.title.clone(),
            aliases: role.aliases.clone(),
            keys: Vec::new(),
            passages: vec![Passage {
                anchor: None,
                heading: String::new(),
                text: text.to_owned(),
            }],
            is_secondary: false,
        }
    };
    let shipped = texts
        .iter()
        .enumerate()
        .map(|(number, text)| entry(number, text));
    measure("12 shipped pages", shipped.collect());
    // Each page is cut from the shipped texts at another place, so that words repeat as they do in
    // one trade and no two pages are the same.
    let corpus: Vec<char> = texts
        .concat()
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .collect();
    let generated = (0..10_000).map(|number| {
        let start = (number * 7_919) % (corpus.len() - 700);
        entry(
            number,
            &corpus[start..start + 700].iter().collect::<String>(),
        )
    });
    measure("10,000 generated pages of 2 KB", generated.collect());
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn measure(name: &str, entries: Vec<Entry>) {
    let before = resident_kib();
    let start = Instant::now();
    let search = Search::new(entries);
    let built = start.elapsed();
    let memory = resident_kib().saturating_sub(before);
    let mut all = Vec::with_capacity(ROUNDS * QUERIES.len());
    println!("{name}");
    for query in QUERIES {
        let mut times: Vec<_> = std::iter::repeat_with(|| {
            let start = Instant::now();
            std::hint::black_box(search.find(std::hint::black_box(query)));
            start.elapsed()
        })
        .take(ROUNDS)
        .collect();
        times.sort();
        println!("  {:.1?} {query}", times[ROUNDS / 2]);
        all.extend(times);
    }
    all.sort();
    let at = |share: usize| all[all.len() * share / 100];
    println!(
        "  index built in {built:.1?}, {memory} KiB; query median {:.1?}, 95 % within {:.1?}, slowest {:.1?}",
        at(50),
        at(95),
        all.last().copied().unwrap_or(Duration::ZERO),
    );
}

/// Resident memory of this process: the second field of `statm`, in pages of 4 KiB.
fn resident_kib() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4
}
