//! HTTP/1.1 by the byte, for requests that no client library would send, and a server that shows what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

/// After so long without a byte a test has failed.
const DEADLINE: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Names in lower case with their values, in the order received.
    pub headers: Vec<(String, String)>,
    /// What came after the headers, as it came.
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's value; none that is there twice, for browsers and caches differ in what they make of it.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(have, _)| have == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} is there twice: {self:?}");
        value
    }
}

/// Sends a request to a port of this machine and reads until the connection ends.
pub async fn ask(port: u16, request: Vec<u8>) -> Reply {
    let asked = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        // Whoever refuses a request need not read it to its end.
        let _ = stream.write_all(&request);
        let mut answer = Vec::new();
        let ended = stream.read_to_end(&mut answer);
        parse(&answer).unwrap_or_else(|| {
            let answer = String::from_utf8_lossy(&answer);
            panic!(
                "no answer to {:?}: {ended:?} {answer:?}",
                String::from_utf8_lossy(&request)
            )
        })
    });
    asked.await.unwrap()
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let mut rest = answer;
    let mut line = String::new();
    rest.read_line(&mut line).ok()?;
    let status = line
        .strip_prefix("HTTP/1.")?
        .split(' ')
        .nth(1)?
        .trim()
        .parse()
        .ok()?;
    let headers = headers(&mut rest)?;
    Some(Reply {
        status,
        headers,
        body: rest.to_owned(),
    })
}

fn headers(lines: &mut impl BufRead) -> Option<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            return Some(headers);
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// A server for one request.
pub struct Once {
    /// Where it listens.
    pub port: u16,
    request: JoinHandle<Request>,
}

/// A request as it came in.
#[derive(Debug)]
pub struct Request {
    /// Such as `GET /path HTTP/1.1`.
    pub line: String,
    /// Names in lower case with their values, in the order received.
    pub headers: Vec<(String, String)>,
    /// As many bytes as `Content-Length` says.
    pub body: Vec<u8>,
}

impl Once {
    /// Starts one that answers with these bytes.
    pub fn start(answer: String) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let request = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(DEADLINE)).unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            lines.read_line(&mut line).unwrap();
            let headers = headers(&mut lines).unwrap();
            let length = headers
                .iter()
                .find(|(name, _)| name == "content-length")
                .map_or(0, |(_, length)| length.parse().unwrap());
            let mut body = vec![0; length];
            lines.read_exact(&mut body).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            Request {
                line: line.trim_end().to_owned(),
                headers,
                body,
            }
        });
        Self { port, request }
    }

    /// The request, after its answer has come.
    pub fn request(self) -> Request {
        self.request.join().unwrap()
    }
}

/// A listener that nobody must find.
pub struct Untouched(TcpListener);

impl Untouched {
    /// Starts to listen. Connections are kept by the system until they are looked for.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Whether somebody has connected since the last look.
    pub fn was_touched(&self) -> bool {
        self.0.accept().is_ok()
    }
}
