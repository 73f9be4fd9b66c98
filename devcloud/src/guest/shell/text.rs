//! The commands that read text: `cat`, `grep`, `sed`, `tail`, `wc`. Patterns are plain text here: letters, digits and the like,
//! which is what keys are made of.

use super::{Outcome, Shell};

/// What a pattern may not have, because it means something else than itself.
const SPECIAL: &str = "\\.*[]^$";

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn joined(lines: &[String]) -> Vec<u8> {
    lines
        .iter()
        .flat_map(|line| format!("{line}\n").into_bytes())
        .collect()
}

impl Shell {
    /// The files named, one after the other, or the input when none is.
    fn inputs(&self, names: &[&str], input: &[u8]) -> Result<Vec<u8>, String> {
        if names.is_empty() {
            return Ok(input.to_vec());
        }
        let mut all = Vec::new();
        for name in names {
            all.extend(self.read(name)?);
        }
        Ok(all)
    }

    pub(super) fn cat(&self, names: &[&str], input: &[u8]) -> Outcome {
        match self.inputs(names, input) {
            Ok(bytes) => Outcome::says(bytes),
            Err(message) => Outcome::fails(1, format!("cat: {message}")),
        }
    }

    pub(super) fn wc(&self, names: &[&str], input: &[u8]) -> Outcome {
        match self.inputs(names, input) {
            Ok(bytes) => Outcome::says(format!("{}\n", lines(&bytes).len())),
            Err(message) => Outcome::fails(1, format!("wc: {message}")),
        }
    }

    /// `grep [-qsFvxc] PATTERN [FILE]…`
    pub(super) fn grep(&self, flags: &str, names: &[&str], input: &[u8]) -> Outcome {
        let has = |flag: char| flags.contains(flag);
        let Some((pattern, names)) = names.split_first() else {
            return Outcome::fails(2, "grep: no pattern");
        };
        if !has('F') && pattern.contains(|c| SPECIAL.contains(c)) {
            return Outcome::fails(2, format!("grep: only plain text is understood: {pattern}"));
        }
        let bytes = match self.inputs(names, input) {
            Ok(bytes) => bytes,
            Err(_) if has('s') => return Outcome::status(2),
            Err(message) => return Outcome::fails(2, format!("grep: {message}")),
        };
        let matches = |line: &String| {
            let found = if has('x') {
                line == pattern
            } else {
                line.contains(pattern)
            };
            found != has('v')
        };
        let found: Vec<String> = lines(&bytes).into_iter().filter(matches).collect();
        let out = match (has('q'), has('c')) {
            (true, _) => Vec::new(),
            (_, true) => format!("{}\n", found.len()).into_bytes(),
            _ => joined(&found),
        };
        Outcome {
            out,
            ..Outcome::status(u8::from(found.is_empty()))
        }
    }

    /// `sed [-i[SUFFIX]] '/TEXT/d' FILE`, with any letter behind a `\` in the slash's place.
    pub(super) fn sed(&self, arguments: &[String], input: &[u8]) -> Outcome {
        let in_place = arguments.iter().find_map(|one| one.strip_prefix("-i"));
        let mut rest = arguments
            .iter()
            .map(String::as_str)
            .filter(|one| !one.starts_with('-'));
        let script = rest.next().unwrap_or_default();
        let names: Vec<&str> = rest.collect();
        let Some(text) = deleted(script) else {
            let message = format!("sed: only /TEXT/d is understood, TEXT without {SPECIAL}");
            return Outcome::fails(1, message);
        };
        let bytes = match self.inputs(&names, input) {
            Ok(bytes) => bytes,
            Err(message) => return Outcome::fails(2, format!("sed: can't read {message}")),
        };
        let kept: Vec<String> = lines(&bytes)
            .into_iter()
            .filter(|line| !line.contains(text))
            .collect();
        let (Some(suffix), [name]) = (in_place, names.as_slice()) else {
            return Outcome::says(joined(&kept));
        };
        match self.writable(name) {
            Ok(path) => {
                self.machine.change(|files| {
                    if !suffix.is_empty() {
                        files.insert(format!("{path}{suffix}"), bytes);
                    }
                    files.insert(path, joined(&kept));
                });
                Outcome::status(0)
            }
            Err(message) => Outcome::fails(4, format!("sed: couldn't open file {message}")),
        }
    }

    /// `tail -c N` and `tail -n N`, the number with the letter or behind it.
    pub(super) fn tail(&self, arguments: &[String], input: &[u8]) -> Outcome {
        let (mut letter, mut count, mut names) = ('n', 10, Vec::new());
        let mut arguments = arguments.iter().map(String::as_str);
        while let Some(argument) = arguments.next() {
            let Some(flag) = argument.strip_prefix('-') else {
                names.push(argument);
                continue;
            };
            letter = if flag.contains('c') { 'c' } else { 'n' };
            let attached = flag.trim_matches(['c', 'n']);
            let number = if attached.is_empty() {
                arguments.next().unwrap_or_default()
            } else {
                attached
            };
            let Ok(number) = number.parse::<usize>() else {
                return Outcome::fails(1, format!("tail: invalid number: '{number}'"));
            };
            count = number;
        }
        let bytes = match self.inputs(&names, input) {
            Ok(bytes) => bytes,
            Err(message) => return Outcome::fails(1, format!("tail: {message}")),
        };
        if letter == 'c' {
            let from = bytes.len().saturating_sub(count);
            return Outcome::says(bytes.get(from..).unwrap_or_default());
        }
        let all = lines(&bytes);
        let from = all.len().saturating_sub(count);
        Outcome::says(joined(all.get(from..).unwrap_or_default()))
    }
}

/// The text of a sed script that deletes the lines which have it.
fn deleted(script: &str) -> Option<&str> {
    let body = script.strip_prefix('\\').unwrap_or(script);
    let delimiter = body.chars().next()?;
    if body.len() == script.len() && delimiter != '/' {
        return None;
    }
    let (text, command) = body.get(delimiter.len_utf8()..)?.split_once(delimiter)?;
    let plain = !text.is_empty() && !text.contains(|c| SPECIAL.contains(c));
    (plain && command == "d").then_some(text)
}
