//! Telling what a file is by what is in it; names change in downloads.

use super::{File, FileError, MAX_BYTES};

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Shell,
    PowerShell,
    Batch,
}

/// What the names of variables in openrc files begin with.
const PREFIXES: [&str; 4] = ["OS_", "NOVA_", "RAX_", "RS_"];

/// Whether a variable tells something of a cloud.
pub(super) fn of_a_cloud(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The text without the mark that Windows programs put in front.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Tells how to read a file.
///
/// # Errors
/// Too big, or something else.
pub(super) fn recognise(file: &File<'_>) -> Result<Format, FileError> {
    let wrong = |what| {
        Err(FileError::WrongFile {
            file: file.name.to_owned(),
            what,
        })
    };
    if file.text.len() > MAX_BYTES {
        return Err(FileError::TooBig {
            file: file.name.to_owned(),
            bytes: file.text.len(),
        });
    }
    let text = without_mark(file.text);
    if text.contains(['\0', '\u{fffd}']) {
        return wrong("not text in UTF-8");
    }
    if text.trim().is_empty() {
        return wrong("empty");
    }
    if text.contains("-----BEGIN ") && !text.contains("clouds:") {
        return wrong("a key or certificate");
    }
    if text.trim_start().starts_with('<') {
        return wrong("a web page or XML");
    }
    if text.trim_start().starts_with('{') {
        return Ok(Format::Yaml);
    }
    if let Some(format) = text.lines().find_map(of_line) {
        return Ok(format);
    }
    let lower = file.name.to_ascii_lowercase();
    if [".yaml", ".yml", ".json"]
        .iter()
        .any(|end| lower.ends_with(end))
        || looks_like_yaml(text)
    {
        return Ok(Format::Yaml);
    }
    if lower.contains("openrc") || lower.ends_with(".sh") {
        return Ok(Format::Shell);
    }
    wrong("something else")
}

/// What a line gives away: the first one that does decides.
fn of_line(line: &str) -> Option<Format> {
    if line.starts_with("clouds:") || line.starts_with("public-clouds:") {
        return Some(Format::Yaml);
    }
    let line = line.trim_start();
    let lower = line.to_ascii_lowercase();
    let powershell = [
        "$env:",
        "${env:",
        "set-item ",
        "new-item ",
        "[environment]::",
        "[system.environment]::",
    ];
    if powershell.iter().any(|start| lower.starts_with(start)) {
        return Some(Format::PowerShell);
    }
    let mut words = lower.trim_start_matches('@').split_ascii_whitespace();
    let (first, mut second) = (words.next()?, words.next().unwrap_or_default());
    if matches!(first, "set" | "setx") {
        if second == "/p" {
            second = words.next().unwrap_or_default();
        }
        let name = second.trim_start_matches('"').to_ascii_uppercase();
        return of_a_cloud(&name).then_some(Format::Batch);
    }
    let assignment = ["export ", "declare -x ", "typeset -x "]
        .iter()
        .find_map(|start| line.strip_prefix(start))
        .unwrap_or(line)
        .trim_start();
    let name = assignment.split('=').next()?;
    let identifier = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (of_a_cloud(name) && name.chars().all(identifier) && assignment.contains('='))
        .then_some(Format::Shell)
}

/// `name:` at the beginning of a line.
fn looks_like_yaml(text: &str) -> bool {
    let key = |line: &str| {
        line.split_once(':').is_some_and(|(key, rest)| {
            !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_-\"'".contains(c))
                && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    text.lines().any(key)
}
