//! Clients that do harm, on purpose or not: others are answered in the meantime, and memory stays
//! bounded. Prints how much of everything there was.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::reader::{Place, Readers, Tally};
use crate::support::{PATIENCE, Server, TestSite, request_to, wait_until};

/// What the others read meanwhile.
const PATHS: [&str; 3] = ["/", "/roles/mint", "/about"];

/// As many connections as the issue asks for, where the limit of open files allows it.
const IDLE: usize = 10_000;

/// Files of a process that are no connections.
const OTHER_FILES: usize = 200;

/// A server, and what it does to others while it suffers.
struct Trial {
    what: &'static str,
    _site: TestSite,
    server: Server,
    before_kib: usize,
}

impl Trial {
    fn of(what: &'static str, options: &[&str]) -> Self {
        let site = TestSite::minimal();
        let server = site.serve(&[&["--admin-bind", "127.0.0.1:0"], options].concat());
        // What is made on first need is there before memory is measured.
        for path in PATHS.iter().chain(&["/search?q=薄荷", "/all"]) {
            for encoding in ["br", "gzip", "identity"] {
                server.request("GET", path, &[("Accept-Encoding", encoding)]);
            }
        }
        let before_kib = memory_kib(&server);
        Self {
            what,
            _site: site,
            server,
            before_kib,
        }
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.server.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    /// Does harm while others read; says how that went, and that nobody else was hurt.
    fn run<T>(self, most_mib: usize, harm: impl FnOnce(&Self) -> (String, T)) {
        let place = Place::Port(self.server.address.clone());
        let readers = Readers::start(2, &place, &PATHS);
        readers.wait_for(20);
        let (figures, held) = harm(&self);
        readers.wait_for(20);
        let during = memory_kib(&self.server);
        let tally = readers.stop();
        drop(held);
        wait_until("all connections to be over", || open(&self.server) == 0);
        let after = memory_kib(&self.server);
        self.report(&figures, &tally, during, after);
        assert!(tally.lost.is_empty(), "{}: {:?}", self.what, tally.lost);
        let grown = during.max(after).saturating_sub(self.before_kib);
        assert!(grown < most_mib << 10, "{}: {grown} KiB more", self.what);
        assert_eq!(self.server.stop("-TERM"), Some(0), "{}", self.what);
    }

    fn report(&self, figures: &str, tally: &Tally, during: usize, after: usize) {
        println!(
            "{}: {figures}\n  memory in MiB: {} before, {} during, {} after; others: {} answered, \
             {} lost, slowest {:.0?}",
            self.what,
            self.before_kib >> 10,
            during >> 10,
            after >> 10,
            tally.answered,
            tally.lost.len(),
            tally.slowest
        );
    }
}

/// Resident memory of a server.
fn memory_kib(server: &Server) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.expect("its memory").trim().trim_end_matches(" kB");
    number.parse().expect("a number")
}

/// How many connections a server says are open.
fn open(server: &Server) -> usize {
    let text = request_to(&server.operator_address(), "GET", "/metrics", &[]).text();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("career_directions_connections "));
    line.expect("a number of connections")
        .parse()
        .expect("a number")
}

/// How many connections both ends can hold here.
fn affordable() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").expect("limits");
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    soft.map_or(IDLE, |soft: usize| IDLE.min(soft - OTHER_FILES))
}

/// What comes until the other end closes or resets; none when it does neither for too long.
fn read_to_end(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => Some(bytes),
        Err(_) => None,
    }
}

#[test]
fn ten_thousand_idle_connections_harm_nobody() {
    let trial = Trial::of("idle connections", &[]);
    trial.run(200, |trial| {
        let wanted = affordable();
        let held: Vec<_> = (0..wanted).map_while(|_| trial.connect().ok()).collect();
        assert_eq!(held.len(), wanted);
        let mut most = 0;
        wait_until("all of them to be taken", || {
            most = most.max(open(&trial.server));
            most >= wanted
        });
        (format!("{most} held at once, of {IDLE} wanted"), held)
    });
}

#[test]
fn connections_that_say_nothing_are_closed() {
    let trial = Trial::of("silent connections", &[]);
    trial.run(50, |trial| {
        let start = Instant::now();
        let silent: Vec<_> = (0..200).map_while(|_| trial.connect().ok()).collect();
        let closed = silent
            .into_iter()
            .map(|mut stream| read_to_end(&mut stream));
        let closed = closed.filter(Option::is_some).count();
        assert_eq!(closed, 200);
        let took = start.elapsed();
        assert!(took < PATIENCE, "{took:?}");
        (format!("{closed} closed after {took:.1?}"), ())
    });
}

#[test]
fn heads_that_come_byte_by_byte_are_cut_off() {
    let trial = Trial::of("slow heads", &[]);
    trial.run(50, |trial| {
        let start = Instant::now();
        let mut streams: Vec<_> = (0..200).map_while(|_| trial.connect().ok()).collect();
        let count = streams.len();
        let head = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ";
        let forever = head.iter().chain(std::iter::repeat(&b'a'));
        for byte in forever {
            // A byte that is not taken any more means that the other end is gone.
            streams.retain_mut(|stream| stream.write_all(&[*byte]).is_ok());
            if streams.is_empty() {
                break;
            }
            assert!(start.elapsed() < PATIENCE, "{} are left", streams.len());
            std::thread::sleep(Duration::from_millis(100));
        }
        let took = start.elapsed();
        (format!("{count} cut off within {took:.1?}"), ())
    });
}

#[test]
fn huge_heads_are_refused() {
    let trial = Trial::of("huge heads", &[]);
    trial.run(50, |trial| {
        let mut sent = 0;
        for _ in 0..100 {
            let mut stream = trial.connect().expect("a connection");
            let mut head = b"GET / HTTP/1.1\r\nHost: x\r\nX-Huge: ".to_vec();
            head.resize(1 << 20, b'a');
            // It is refused before it is sent whole.
            sent += usize::from(stream.write_all(&head).is_ok());
            let answer = read_to_end(&mut stream).expect("an end");
            let answer = String::from_utf8_lossy(&answer);
            let status = answer.split(' ').nth(1).unwrap_or("none");
            assert!(status == "none" || status.starts_with('4'), "{answer}");
        }
        (
            format!("100 of 1 MiB refused, {sent} of them taken whole"),
            (),
        )
    });
}

#[test]
fn readers_that_do_not_read_hold_little() {
    let trial = Trial::of("slow readers", &[]);
    trial.run(100, |trial| {
        let request = "GET /all HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
        let mut held = Vec::new();
        for _ in 0..200 {
            let mut stream = trial.connect().expect("a connection");
            stream.set_nonblocking(true).expect("a setting");
            // As much as is taken without reading a byte of an answer.
            while matches!(stream.write(request.as_bytes()), Ok(1..)) {}
            held.push(stream);
        }
        (format!("{} that never read", held.len()), held)
    });
}

#[test]
fn half_closed_connections_are_answered_and_closed() {
    let trial = Trial::of("half-closed connections", &[]);
    trial.run(50, |trial| {
        let mut answered = 0;
        for round in 0..1000 {
            let mut stream = trial.connect().expect("a connection");
            let asks = round % 2 == 0;
            if asks {
                let request = b"GET /about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                stream.write_all(request).expect("a request");
            }
            stream.shutdown(Shutdown::Write).expect("half a close");
            let answer = read_to_end(&mut stream).expect("an end");
            assert_eq!(answer.starts_with(b"HTTP/1.1 200"), asks);
            answered += usize::from(asks);
        }
        (
            format!("1000, {answered} of them with a request, all answered"),
            (),
        )
    });
}

#[test]
fn floods_of_searches_that_were_never_asked_before_leave_nothing_behind() {
    /// So many, unless the machine is too slow for that.
    const QUERIES: usize = 20_000;
    const LIMIT: Duration = Duration::from_secs(15);
    let trial = Trial::of("distinct searches", &[]);
    trial.run(50, |trial| {
        let start = Instant::now();
        let done: usize = std::thread::scope(|scope| {
            let floods = (0..4).map(|flood| {
                scope.spawn(move || {
                    let place = Place::Port(trial.server.address.clone());
                    let mut reader = crate::reader::Reader::at(&place);
                    let numbers = (flood..QUERIES).step_by(4);
                    let numbers = numbers.take_while(|_| start.elapsed() < LIMIT);
                    let asked = numbers.map(|number| {
                        let path = format!("/search?q=%E8%8D%B7{number}a{}", number * 7919);
                        let answer = reader.get(&path, &[]).expect("an answer");
                        assert_eq!(answer.status, 200, "{path}");
                    });
                    asked.count()
                })
            });
            let floods: Vec<_> = floods.collect();
            floods
                .into_iter()
                .map(|flood| flood.join().expect("a flood"))
                .sum()
        });
        (format!("{done} in {:.1?}", start.elapsed()), ())
    });
}
