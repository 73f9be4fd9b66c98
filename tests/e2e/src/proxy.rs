//! nginx and Caddy as `docs/deploy` tells to set them up: started from the very files there, with nothing but ports,
//! folders and the cloud's address put in, on free ports of this machine, all they write in a temporary folder.

use crate::raw::{self, Reply};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Stdio};
use tempfile::TempDir;

mod files;

/// Between the choice of a free port and its use another program may have taken it.
const TRIES: usize = 5;

/// A web server that can be a reverse proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// nginx, from `docs/deploy/nginx.conf`.
    Nginx,
    /// Caddy, from `docs/deploy/Caddyfile`.
    Caddy,
}

/// How one is set up.
pub struct Setup<'a> {
    /// The address that stands for `https://cloud.example.org`.
    pub cloud: &'a str,
    /// What `config.json` says when the site is hosted alone, without the proxy for a cloud.
    pub alone: Option<&'a str>,
    /// Where the site is: `/`, or a sub-folder such as `/keys/`.
    pub base: &'a str,
    /// A file of certificates to trust, in place of the system's.
    pub authorities: Option<&'a Path>,
}

/// One that runs, in one process, which is killed when this is dropped.
pub struct Proxy {
    process: Child,
    port: u16,
    redirecting: u16,
    _folder: TempDir,
}

impl Proxy {
    /// Starts one at the root of its host, in front of the cloud at this address, and waits until it serves.
    ///
    /// # Panics
    /// When it cannot be started, with what it said.
    pub fn start(program: Program, cloud: &str) -> Self {
        Self::with(
            program,
            &Setup {
                cloud,
                alone: None,
                base: "/",
                authorities: None,
            },
        )
    }

    /// The same with another setup.
    ///
    /// # Panics
    /// As [`Proxy::start`].
    pub fn with(program: Program, setup: &Setup) -> Self {
        let mut said = Vec::new();
        for _ in 0..TRIES {
            match Self::try_start(program, setup) {
                Ok(proxy) => return proxy,
                Err(lines) => said = lines,
            }
        }
        panic!("{program:?} does not start:\n{}", said.join("\n"));
    }

    fn try_start(program: Program, setup: &Setup) -> Result<Self, Vec<String>> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [port, redirecting] = free_ports();
        files::lay_out_site(&folder.path().join("site"), setup);
        let mut command = match program {
            Program::Nginx => files::nginx(folder.path(), setup, port, redirecting),
            Program::Caddy => files::caddy(folder.path(), setup, port),
        };
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program:?} cannot be run; is it installed? {error}"));
        let stderr = process.stderr.take().expect("it is piped");
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        // The line that each writes when it listens.
        let serves = match program {
            Program::Nginx => "event method",
            Program::Caddy => "serving initial configuration",
        };
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let ready = line.contains(serves);
            said.push(line);
            if ready {
                // What it says later is read as well, so that it never waits for a reader.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(Self {
                    process,
                    port,
                    redirecting,
                    _folder: folder,
                });
            }
        }
        let _ = process.wait();
        Err(said)
    }

    /// `http://127.0.0.1:PORT`, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends the bytes of a request and reads the answer until the connection ends.
    pub async fn ask(&self, request: impl Into<Vec<u8>>) -> Reply {
        raw::ask(self.port, request.into()).await
    }

    /// The same, at the port that stands for 80; Caddy has none there.
    pub async fn ask_plain(&self, request: impl Into<Vec<u8>>) -> Reply {
        raw::ask(self.redirecting, request.into()).await
    }

    /// Gets a path, with these lines of headers, each ended by `\r\n`.
    pub async fn get(&self, path: &str, headers: &str) -> Reply {
        let host = "Host: 127.0.0.1\r\nConnection: close";
        self.ask(format!("GET {path} HTTP/1.1\r\n{host}\r\n{headers}\r\n"))
            .await
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_ports() -> [u16; 2] {
    // Both are held until both are known.
    let listeners = [(); 2].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}
