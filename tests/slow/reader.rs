//! Well-behaved readers: they keep a connection, ask for a page, read all of it, and ask again.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Readers go away when nothing comes for so long, and the request counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a server answers.
#[derive(Debug, Clone)]
pub enum Place {
    Port(String),
    Socket(PathBuf),
}

trait Stream: Read + Write + Send {}
impl Stream for TcpStream {}
impl Stream for UnixStream {}

/// An answer, and what of its head matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    pub fn says(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.body).contains(text)
    }
}

/// One reader with one connection.
pub struct Reader {
    place: Place,
    connection: Option<BufReader<Box<dyn Stream>>>,
}

impl Reader {
    pub fn at(place: &Place) -> Self {
        Self {
            place: place.clone(),
            connection: None,
        }
    }

    /// Asks once, and never again for the reader's sake.
    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let result = self.try_get(path, headers);
        let closes = match &result {
            Ok(answer) => answer.header("connection") == Some("close"),
            Err(_) => true,
        };
        if closes {
            self.connection = None;
        }
        result
    }

    fn try_get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(BufReader::new(connect(&self.place)?)),
        };
        let mut request = format!("GET {path} HTTP/1.1\r\nHost: careers.example.org\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        connection.get_mut().write_all(request.as_bytes())?;
        read_answer(connection)
    }
}

fn connect(place: &Place) -> Result<Box<dyn Stream>> {
    Ok(match place {
        Place::Port(address) => {
            let stream = TcpStream::connect(address)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            Box::new(stream)
        }
        Place::Socket(path) => {
            let stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            Box::new(stream)
        }
    })
}

fn read_answer(connection: &mut impl BufRead) -> Result<Answer> {
    let mut line = String::new();
    let mut next = || -> Result<String> {
        line.clear();
        match connection.read_line(&mut line)? {
            0 => Err(Error::from(ErrorKind::UnexpectedEof)),
            _ => Ok(line.trim_end().to_owned()),
        }
    };
    let status = next()?.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut headers = Vec::new();
    loop {
        let header = next()?;
        match header.split_once(':') {
            None => break,
            Some((name, value)) => {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
    let mut answer = Answer {
        status: status.ok_or(Error::from(ErrorKind::InvalidData))?,
        headers,
        body: Vec::new(),
    };
    if answer.status != 304 {
        let length = answer.header("content-length");
        let length = length.and_then(|length| length.parse().ok());
        answer.body = vec![0; length.ok_or(Error::other("no length"))?];
        connection.read_exact(&mut answer.body)?;
    }
    Ok(answer)
}

/// Readers that ask without a pause until they are told to stop.
pub struct Readers {
    over: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<Tally>>,
}

/// What readers got.
#[derive(Debug, Default)]
pub struct Tally {
    pub answered: usize,
    /// Why requests were lost.
    pub lost: Vec<String>,
    pub slowest: Duration,
}

impl Readers {
    /// So many readers who go through these pages again and again.
    pub fn start(count: usize, place: &Place, paths: &'static [&'static str]) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let answered = Arc::new(AtomicUsize::new(0));
        let threads = (0..count).map(|_| {
            let (over, answered) = (Arc::clone(&over), Arc::clone(&answered));
            let mut reader = Reader::at(place);
            std::thread::spawn(move || {
                let mut tally = Tally::default();
                for path in paths.iter().cycle() {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let start = Instant::now();
                    match reader.get(path, &[("Accept-Encoding", "br")]) {
                        Ok(answer) if answer.status == 200 => {
                            tally.answered += 1;
                            answered.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok(answer) => tally.lost.push(format!("{path}: {}", answer.status)),
                        Err(error) => tally.lost.push(format!("{path}: {error}")),
                    }
                    tally.slowest = tally.slowest.max(start.elapsed());
                }
                tally
            })
        });
        Self {
            threads: threads.collect(),
            over,
            answered,
        }
    }

    /// How many requests have been answered so far.
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::Relaxed)
    }

    /// Waits until so many more requests have been answered.
    pub fn wait_for(&self, more: usize) {
        let goal = self.answered() + more;
        crate::support::wait_until("answers", || self.answered() >= goal);
    }

    /// Ends, and says what they got.
    pub fn stop(self) -> Tally {
        self.over.store(true, Ordering::Relaxed);
        let mut sum = Tally::default();
        for thread in self.threads {
            let tally = thread.join().expect("a reader");
            sum.answered += tally.answered;
            sum.lost.extend(tally.lost);
            sum.slowest = sum.slowest.max(tally.slowest);
        }
        sum
    }
}
