//! The program that drives a browser by WebDriver: one of its own for each browser, on a port that it chose, which ends
//! with its owner.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How many lines of what the program says are kept.
const KEPT: usize = 60;
/// How long a program that says nothing may take to listen.
const LIMIT: Duration = Duration::from_secs(30);

/// A running driver.
pub struct Driver {
    process: Child,
    port: u16,
    said: Said,
}

#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<String>>>);

impl Driver {
    /// Starts one that says where it listens: `port` finds it in a line of the standard output.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn that_says(command: &mut Command, port: fn(&str) -> Option<u16>) -> Self {
        let (mut process, said) = start(command);
        let stdout = process.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let found = lines.by_ref().find_map(|line| {
            let found = port(&line);
            said.add(line);
            found
        });
        said.go_on(lines);
        match found {
            Some(port) => Self {
                process,
                port,
                said,
            },
            None => ended(&mut process, &said),
        }
    }

    /// Starts one that listens on port 0 and does not say which port it got; the system knows.
    ///
    /// # Panics
    /// When it cannot be started, or does not listen in time.
    pub fn that_is_silent(command: &mut Command) -> Self {
        let (mut process, said) = start(command);
        let stdout = process.stdout.take().expect("its output is piped");
        said.go_on(BufReader::new(stdout).lines().map_while(Result::ok));
        let start = Instant::now();
        let port = loop {
            if let Some(port) = port_of(process.id()) {
                break port;
            }
            if process.try_wait().unwrap().is_some() || start.elapsed() > LIMIT {
                ended(&mut process, &said);
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        Self {
            process,
            port,
            said,
        }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The last lines that it and its browser said.
    pub fn said(&self) -> String {
        self.said.text()
    }
}

fn start(command: &mut Command) -> (Child, Said) {
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; is it installed?"));
    let said = Said::default();
    let stderr = process.stderr.take().expect("it is piped");
    said.go_on(BufReader::new(stderr).lines().map_while(Result::ok));
    (process, said)
}

fn ended(process: &mut Child, said: &Said) -> ! {
    // It may have ended by itself.
    let _ = process.kill();
    let status = process.wait();
    panic!("the driver does not listen: {status:?}\n{}", said.text())
}

impl Said {
    fn add(&self, line: String) {
        let mut lines = self.0.lock().unwrap();
        if lines.len() == KEPT {
            lines.remove(0);
        }
        lines.push(line);
    }

    /// Reads the rest in the background, so that the program never waits for a reader.
    fn go_on(&self, lines: impl Iterator<Item = String> + Send + 'static) {
        let said = self.clone();
        std::thread::spawn(move || lines.for_each(|line| said.add(line)));
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().join("\n")
    }
}

/// The port of this machine on which a process listens, from Linux's table of sockets (proc(5), `/proc/net/tcp`).
fn port_of(process: u32) -> Option<u16> {
    let files = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?;
    let sockets: HashSet<String> = files
        .filter_map(|file| std::fs::read_link(file.ok()?.path()).ok())
        .filter_map(|to| {
            let inode = to.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?;
            Some(inode.to_owned())
        })
        .collect();
    let table = std::fs::read_to_string("/proc/net/tcp").ok()?;
    table.lines().find_map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        // 0A is a socket that listens.
        let listens = *fields.get(3)? == "0A" && sockets.contains(*fields.get(9)?);
        let port = fields[1].rsplit(':').next()?;
        listens.then(|| u16::from_str_radix(port, 16).ok())?
    })
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
