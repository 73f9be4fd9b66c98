//! Searches the memory of the browser's processes, whole, as another program on the machine would see it: the heaps of
//! scripts, WebAssembly's memory, what stands in fields, and what was freed and not written over. Linux only.

use crate::browser::Browser;
use memchr::memmem::Finder;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;

/// What is looked for: names and bytes.
pub struct Needles(Vec<(String, Vec<u8>)>);

impl Needles {
    /// Of texts, as bytes and as UTF-16, which is how browsers keep those that are not all Latin.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut all = Self(Vec::new());
        for (name, text) in texts {
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            all.add(name, text.as_bytes());
            all.add(&format!("{name} in UTF-16"), &wide);
        }
        all
    }

    /// These bytes as well.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        assert!(bytes.len() >= 16, "{name} is too short to be looked for");
        self.0.push((name.to_owned(), bytes.to_vec()));
    }

    fn longest(&self) -> usize {
        self.0.iter().map(|(_, bytes)| bytes.len()).max().unwrap()
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
        let names = self.0.iter().map(|(name, _)| name.clone());
        names
            .zip(found)
            .filter(|(_, found)| *found)
            .map(|(name, _)| name)
            .collect()
    }

    fn finders(&self) -> Vec<Finder<'_>> {
        self.0.iter().map(|(_, bytes)| Finder::new(bytes)).collect()
    }

    /// What is found in the memory of a process; nothing of one that has ended.
    fn in_process(&self, pid: u32) -> Vec<String> {
        let finders = self.finders();
        let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
        let Ok(mut memory) = File::open(format!("/proc/{pid}/mem")) else {
            assert!(maps.is_empty(), "the memory of {pid} cannot be read");
            return Vec::new();
        };
        let mut all = Vec::new();
        for (start, end) in maps.lines().filter_map(range) {
            let mut left = (end - start) as usize;
            if memory.seek(SeekFrom::Start(start)).is_err() {
                continue;
            }
            all.extend(self.find(&finders, |buffer| {
                let size = buffer.len().min(left);
                let read = memory.read(&mut buffer[..size]).unwrap_or_else(|_| {
                    // A page that cannot be read.
                    let page = size.min(4096);
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

/// Of a line of `/proc/PID/maps`, when it can be read and written: only such memory can have taken a secret in.
fn range(line: &str) -> Option<(u64, u64)> {
    let mut words = line.split(' ');
    let (start, end) = words.next()?.split_once('-')?;
    words.next()?.starts_with("rw").then_some(())?;
    let number = |text| u64::from_str_radix(text, 16).ok();
    Some((number(start)?, number(end)?))
}

impl Browser {
    /// The processes in which pages run, by number.
    pub fn renderers(&self) -> Vec<u32> {
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
        let pids = parents.keys().copied();
        pids.filter(|&pid| is_ours(pid) && arguments(&pid).contains("--type=renderer"))
            .collect()
    }

    /// Which of the processes in which pages run hold something of this, and what.
    pub fn holders(&self, needles: &Needles) -> BTreeMap<u32, Vec<String>> {
        let found = self
            .renderers()
            .into_iter()
            .map(|pid| (pid, needles.in_process(pid)));
        found.filter(|(_, found)| !found.is_empty()).collect()
    }
}
