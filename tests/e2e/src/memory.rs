//! Searches the memory of the browser's processes, whole, as another program on the machine would see it: the heaps of
//! scripts, WebAssembly's memory, what stands in fields, and what was freed and not written over. Linux only.

use crate::browser::Browser;
use memchr::memmem::Finder;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;
/// Bytes of a page of memory.
const PAGE: u64 = 4096;

/// What is looked for.
pub struct Needles(Vec<Needle>);

#[derive(Clone)]
struct Needle {
    name: String,
    bytes: Vec<u8>,
    /// Whether the browser itself handles it: what is typed, shown, pasted or written into a file.
    is_text: bool,
}

impl Needles {
    /// Of texts, as bytes and as UTF-16, which is how browsers keep those that are not all Latin.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut all = Self(Vec::new());
        for (name, text) in texts {
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            all.push(name, text.as_bytes(), true);
            all.push(&format!("{name} in UTF-16"), &wide, true);
        }
        all
    }

    /// These bytes as well, which the vault's program alone handles.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.push(name, bytes, false);
    }

    /// Those that the vault's program alone handles.
    pub fn without_texts(&self) -> Self {
        let rest = self.0.iter().filter(|needle| !needle.is_text);
        Self(rest.cloned().collect())
    }

    fn push(&mut self, name: &str, bytes: &[u8], is_text: bool) {
        assert!(bytes.len() >= 16, "{name} is too short to be looked for");
        self.0.push(Needle {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            is_text,
        });
    }

    fn longest(&self) -> usize {
        let lengths = self.0.iter().map(|needle| needle.bytes.len());
        lengths.max().unwrap()
    }

    /// The names of those that are in something that can be read.
    fn find(
        &self,
        finders: &[Finder<'_>],
        mut read: impl FnMut(&mut [u8]) -> usize,
    ) -> Vec<String> {
        let mut found = vec![false; self.0.len()];
        let mut buffer = vec![0; CHUNK];
        let mut kept = 0;
        loop {
            let length = kept + read(&mut buffer[kept..]);
            if length == kept {
                break;
            }
            for (found, finder) in found.iter_mut().zip(finders) {
                *found = *found || finder.find(&buffer[..length]).is_some();
            }
            kept = length.min(self.longest() - 1);
            buffer.copy_within(length - kept..length, 0);
        }
        let names = self.0.iter().map(|needle| needle.name.clone());
        names
            .zip(found)
            .filter(|(_, found)| *found)
            .map(|(name, _)| name)
            .collect()
    }

    fn finders(&self) -> Vec<Finder<'_>> {
        let bytes = self.0.iter().map(|needle| &needle.bytes);
        bytes.map(Finder::new).collect()
    }

    /// What is found in the memory of a process; nothing of one that has ended.
    fn in_process(&self, pid: u32) -> Vec<String> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let finders = self.finders();
        let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
        let Ok(mut memory) = File::open(format!("/proc/{pid}/mem")) else {
            assert!(maps.is_empty(), "the memory of {pid} cannot be read");
            return Vec::new();
        };
        let mut all = Vec::new();
        let table = File::open(format!("/proc/{pid}/pagemap")).ok();
        let lines = maps.lines().filter_map(|line| ranges(table.as_ref(), line));
        for (start, end) in lines.flatten() {
            let mut left = (end - start) as usize;
            if memory.seek(SeekFrom::Start(start)).is_err() {
                continue;
            }
            all.extend(self.find(&finders, |buffer| {
                let size = buffer.len().min(left);
                let read = memory.read(&mut buffer[..size]).unwrap_or_else(|_| {
                    // A page that cannot be read.
                    let page = size.min(PAGE as usize);
                    buffer[..page].fill(0);
                    memory
                        .seek(SeekFrom::Current(page as i64))
                        .map_or(0, |_| page)
                });
                left -= read;
                read
            }));
        }
        all.sort();
        all.dedup();
        all
    }

    /// What is found in the files of a folder; a line each.
    pub fn in_folder(&self, folder: &Path) -> Vec<String> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                all.extend(self.in_folder(&path));
            } else if let Ok(mut file) = File::open(&path) {
                let found = self.find(&self.finders(), |buffer| file.read(buffer).unwrap_or(0));
                all.extend(
                    found
                        .iter()
                        .map(|name| format!("{}: {name}", path.display())),
                );
            }
        }
        all
    }
}

/// Parts of the addresses of a process.
type Ranges = Vec<(u64, u64)>;

/// What a line of `/proc/PID/maps` is about, when it can be read and written: only such memory can have taken a secret in. What is
/// the process's own goes as far as its table of pages says; what it shares may be in use by others alone, and goes whole.
fn ranges(table: Option<&File>, line: &str) -> Option<Ranges> {
    let mut words = line.split(' ');
    let (start, end) = words.next()?.split_once('-')?;
    let access = words.next()?;
    access.starts_with("rw").then_some(())?;
    let number = |text| u64::from_str_radix(text, 16).ok();
    let range = (number(start)?, number(end)?);
    Some(match table {
        Some(table) if access.ends_with('p') => in_use(table, range),
        _ => vec![range],
    })
}

/// The parts of a range that hold anything, from Linux's table of pages (proc(5), `/proc/PID/pagemap`): WebKit takes hundreds of
/// gigabytes of addresses beforehand, and reading what is not in use would make it so.
fn in_use(table: &File, (start, end): (u64, u64)) -> Ranges {
    const ENTRY: usize = 8;
    // Bit 63 says that the page is in memory, bit 62 that it is swapped out.
    let is_there = |entry: &[u8]| entry[ENTRY - 1] & 0b1100_0000 != 0;
    let mut parts = Ranges::new();
    let (mut page, last) = (start / PAGE, end / PAGE);
    let mut buffer = vec![0; CHUNK];
    while page < last {
        let size = buffer.len().min((last - page) as usize * ENTRY);
        let Ok(read @ 1..) = table.read_at(&mut buffer[..size], page * ENTRY as u64) else {
            break;
        };
        for entry in buffer[..read].chunks_exact(ENTRY) {
            let (from, to) = (page * PAGE, (page + 1) * PAGE);
            page += 1;
            match parts.last_mut() {
                _ if !is_there(entry) => {}
                Some(part) if part.1 == from => part.1 = to,
                _ => parts.push((from, to)),
            }
        }
    }
    parts
}

impl Browser {
    /// The processes in which pages run, by number.
    pub fn page_processes(&self) -> Vec<u32> {
        let mut parents = BTreeMap::new();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let Some(pid) = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok())
            else {
                continue;
            };
            let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            // After the name in brackets, which can hold anything: the state, then the parent.
            let parent = stat
                .rsplit(") ")
                .next()
                .and_then(|rest| rest.split(' ').nth(1));
            if let Some(parent) = parent.and_then(|parent| parent.parse::<u32>().ok()) {
                parents.insert(pid, parent);
            }
        }
        let is_ours = |mut pid: u32| {
            while let Some(&parent) = parents.get(&pid) {
                if parent == self.driver_process() {
                    return true;
                }
                pid = parent;
            }
            false
        };
        let arguments = |pid: &u32| {
            let text = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&text).replace('\0', " ")
        };
        let mark = self.engine().mark_of_page_processes();
        let pids = parents.keys().copied();
        pids.filter(|&pid| is_ours(pid) && arguments(&pid).contains(mark))
            .collect()
    }

    /// Which of the processes in which pages run hold something of this, and what.
    pub fn holders(&self, needles: &Needles) -> BTreeMap<u32, Vec<String>> {
        let found = self
            .page_processes()
            .into_iter()
            .map(|pid| (pid, needles.in_process(pid)));
        found.filter(|(_, found)| !found.is_empty()).collect()
    }
}
