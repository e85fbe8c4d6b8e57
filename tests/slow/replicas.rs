//! Past one machine: replicas behind HAProxy come and go, and readers do not see it.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use crate::daemon::{Daemon, haproxy};
use crate::reader::{Place, Reader, Readers, Tally};
use crate::support::{Server, TestSite, request_to, wait_until};

const PATHS: [&str; 4] = ["/", "/roles/mint", "/about", "/compare"];

/// As the example wants it: longer than HAProxy takes to notice.
const OPTIONS: [&str; 6] = [
    "--base-url",
    "https://careers.example.org",
    "--drain-delay",
    "3",
    "--admin-bind",
    "127.0.0.1:0",
];

/// A replica that has made what it is asked for: unoptimised, that takes longer than a check waits.
fn serve(site: &TestSite) -> Server {
    let server = site.serve(&OPTIONS);
    for path in PATHS {
        for encoding in ["br", "identity"] {
            let answer = server.request("GET", path, &[("Accept-Encoding", encoding)]);
            assert_eq!(answer.status, 200, "{path}");
        }
    }
    server
}

/// Says something to HAProxy's operator socket.
fn command(haproxy: &Daemon, text: &str) -> String {
    let socket = haproxy.folder.path().join("admin.sock");
    let mut stream = UnixStream::connect(socket).expect("the operator's socket");
    writeln!(stream, "{text}").expect("a command");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn is_up(haproxy: &Daemon, name: &str) -> bool {
    let table = command(haproxy, "show stat");
    let row = table.lines().find_map(|line| {
        let fields: Vec<_> = line.split(',').collect();
        (fields.first() == Some(&"replicas") && fields.get(1) == Some(&name))
            .then(|| fields.get(17) == Some(&"UP"))
    });
    row.unwrap_or_else(|| panic!("no {name} in {table}"))
}

/// Puts a new replica in the place of one that is gone.
fn replace(haproxy: &Daemon, name: &str, site: &TestSite) -> Server {
    wait_until("the old one to be missed", || !is_up(haproxy, name));
    let server = serve(site);
    let port = server.address.rsplit(':').next().expect("a port");
    let set = format!("set server replicas/{name} addr 127.0.0.1 port {port}");
    command(haproxy, &set);
    wait_until("the new one to be used", || is_up(haproxy, name));
    server
}

fn lost_nothing(tally: &Tally, haproxy: &Daemon) {
    let some = tally.lost.iter().take(8).collect::<Vec<_>>();
    assert!(some.is_empty(), "{some:?}\n{}", haproxy.log());
}

fn report(what: &str, tally: &Tally) {
    let (answered, lost) = (tally.answered, tally.lost.len());
    println!(
        "  {what}: {answered} answered, {lost} lost, slowest {:.1?}",
        tally.slowest
    );
}

#[test]
fn readers_lose_nothing_while_replicas_are_replaced() {
    let site = TestSite::minimal();
    let mut servers = [(); 3].map(|()| Some(serve(&site)));
    let addresses = servers.each_ref().map(|server| {
        let server = server.as_ref().expect("a replica");
        server.address.clone()
    });
    let haproxy = haproxy(addresses.each_ref().map(String::as_str), None);
    let place = Place::Socket(haproxy.socket());
    println!("three replicas behind HAProxy, 4 readers:");

    let readers = Readers::start(4, &place, &PATHS);
    readers.wait_for(100);
    let leaving = servers[0].take().expect("a replica");
    assert_eq!(leaving.stop("-TERM"), Some(0));
    servers[0] = Some(replace(&haproxy, "one", &site));
    readers.wait_for(100);
    let tally = readers.stop();
    report("one stopped gracefully and replaced", &tally);
    lost_nothing(&tally, &haproxy);

    let readers = Readers::start(4, &place, &PATHS);
    readers.wait_for(100);
    let killed = servers[1].take().expect("a replica");
    assert_eq!(killed.stop("-KILL"), None);
    servers[1] = Some(replace(&haproxy, "two", &site));
    readers.wait_for(100);
    let tally = readers.stop();
    report("one killed and replaced", &tally);
    // An answer that was on its way is lost to each reader at most.
    assert!(tally.lost.len() <= 4, "{:?}", tally.lost);

    let changed = TestSite::minimal();
    changed.replace("roles/mint.md", "title: 薄荷", "title: 留兰香");
    let readers = Readers::start(4, &place, &PATHS);
    readers.wait_for(100);
    let old = servers[2].take().expect("a replica");
    assert_eq!(old.stop("-TERM"), Some(0));
    servers[2] = Some(replace(&haproxy, "three", &changed));
    let mut reader = Reader::at(&place);
    wait_until("the new content", || {
        let answer = reader.get("/roles/mint", &[]).expect("a page");
        answer.says("留兰香")
    });
    readers.wait_for(100);
    let tally = readers.stop();
    report("one replaced with new content", &tally);
    lost_nothing(&tally, &haproxy);
}

#[test]
fn replicas_answer_alike_to_the_byte() {
    let sites = [TestSite::shipped(), TestSite::shipped()];
    let servers = sites.each_ref().map(|site| site.serve(&OPTIONS));
    let page = servers[0].get("/").text();
    let assets: Vec<String> = page
        .split(['"', ' '])
        .filter(|word| word.starts_with("/assets/"))
        .map(str::to_owned)
        .collect();
    assert!(!assets.is_empty(), "the page has no asset");
    let sitemap = servers[0].get("/sitemap.xml").text();
    let pages = sitemap.split("<loc>https://careers.example.org").skip(1);
    let pages = pages.map(|rest| rest[..rest.find('<').expect("an end")].to_owned());
    let pages: Vec<String> = pages
        .map(|p| if p.is_empty() { "/".into() } else { p })
        .collect();
    let first_role = pages.iter().find(|path| path.starts_with("/roles/"));
    let card = format!("{}/card.png", first_role.expect("a role"));
    let others = [
        "/feed.xml",
        "/roles.json",
        "/sw.js",
        "/search?q=Go",
        "/nothing",
    ];
    let others = others.map(str::to_owned).into_iter().chain([card]);
    let mut compared = 0;
    for path in pages.into_iter().chain(assets).chain(others) {
        for encoding in ["br", "zstd", "gzip", "identity"] {
            let ask = |server: &Server| {
                let answer = request_to(
                    &server.address,
                    "GET",
                    &path,
                    &[("Accept-Encoding", encoding)],
                );
                let tag = answer.header("etag").map(str::to_owned);
                (answer.status, tag, answer.body)
            };
            let (one, other) = (ask(&servers[0]), ask(&servers[1]));
            assert!(one == other, "{path} in {encoding} differs");
            assert!(!one.2.is_empty(), "{path} in {encoding} is empty");
            compared += 1;
        }
    }
    println!("two replicas: {compared} answers equal to the byte");
    assert!(compared > 100, "{compared}");
}
