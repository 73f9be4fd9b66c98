//! openrc files for PowerShell: `$env:OS_X = "…"`, `Set-Item -Path env:OS_X …`.

use super::format::without_mark;
use super::variables::{Unknown, Value, Variables};
use zeroize::Zeroizing;

/// Goes through a file. Names of variables do not mind case and become upper case; those of the script's own get a `$` in
/// front.
pub(super) fn read(text: &str) -> Variables {
    let mut variables = Variables::default();
    // Inside `<# … #>`; and how many braces are open: what is in them depends on the machine.
    let mut comment = false;
    let mut depth = 0_usize;
    let joined = without_mark(text)
        .replace("`\r\n", " \u{b}")
        .replace("`\n", " \u{b}");
    let mut number = 1;
    for line in joined.lines() {
        let begins = number;
        number += 1 + line.matches('\u{b}').count();
        if comment {
            comment = !line.contains("#>");
            continue;
        }
        comment = line.contains("<#") && !line.contains("#>");
        let statement = line.replace('\u{b}', " ");
        for statement in statements(&statement) {
            if depth == 0 {
                run(statement, begins, &mut variables);
            } else if let Some((name, _)) = target(statement) {
                variables.conditional(&name, begins);
            }
        }
        let statement = statement.trim();
        if !statement.starts_with(['$', '#', '"', '\'']) {
            depth += statement.matches('{').count();
            depth = depth.saturating_sub(statement.matches('}').count());
        }
    }
    variables
}

/// The statements of a line: `;` parts them where no string is open.
fn statements(line: &str) -> impl Iterator<Item = &str> {
    let mut open = None;
    line.split(move |c| match open {
        None if c == ';' => true,
        None => {
            open = Some(c).filter(|c| matches!(c, '"' | '\''));
            false
        }
        Some(quote) => {
            open = open.filter(|_| c != quote);
            false
        }
    })
    .map(str::trim)
}

fn run(statement: &str, line: usize, variables: &mut Variables) {
    if let Some((name, value)) = target(statement) {
        let value = expression(value.trim_start(), variables);
        variables.set(&name, line, value);
        return;
    }
    if let Some(rest) = strip(statement, "remove-item ") {
        if let Some(name) = path(rest.split_ascii_whitespace().last().unwrap_or_default()) {
            variables.unset(&name);
        }
    } else if statement.starts_with(". ") {
        variables.notes.push(super::entry::Note::OtherFile { line });
    }
}

/// The variable that a statement sets, and the expression behind it.
fn target(statement: &str) -> Option<(String, &str)> {
    for command in ["set-item ", "new-item ", "si ", "ni "] {
        if let Some(rest) = strip(statement, command) {
            return by_command(rest);
        }
    }
    for class in ["[system.environment]", "[environment]"] {
        if let Some(rest) = strip(statement, class) {
            let rest = strip(rest.trim_start(), "::setenvironmentvariable(")?.trim_start();
            let (name, value) = rest.split_once(',')?;
            return Some((
                name.trim().trim_matches(['"', '\'']).to_ascii_uppercase(),
                value,
            ));
        }
    }
    let (name, value) = statement.strip_prefix('$')?.split_once('=')?;
    let name = name.trim().trim_start_matches('{').trim_end_matches('}');
    let own = || name.chars().all(|c| c.is_alphanumeric() || c == '_');
    match path(name) {
        Some(name) => Some((name, value)),
        None if own() => Some((format!("${}", name.to_ascii_uppercase()), value)),
        None => None,
    }
}

/// After `Set-Item`: the path and the value, with or without the names of the parameters.
fn by_command(rest: &str) -> Option<(String, &str)> {
    let mut rest = rest.trim_start();
    let mut name = None;
    loop {
        if let Some(after) = strip(rest, "-path ").or_else(|| strip(rest, "-literalpath ")) {
            rest = after.trim_start();
        } else if let Some(after) = strip(rest, "-force") {
            rest = after.trim_start();
        } else if let Some(after) = strip(rest, "-value ") {
            return Some((name?, after));
        } else if let Some(known) = name {
            return Some((known, rest));
        } else {
            let (first, after) = rest.split_once([' ', '\t'])?;
            name = Some(path(first.trim_matches(['"', '\'']))?);
            rest = after.trim_start();
        }
    }
}

/// The name in `env:NAME` or `env:\NAME`.
fn path(text: &str) -> Option<String> {
    let name = strip(text, "env:")?.trim_start_matches(['\\', '/']);
    (!name.is_empty()).then(|| name.to_ascii_uppercase())
}

/// Without what stands in front, of whatever case; given in lower case.
fn strip<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// A string in quotes, a variable or a number; anything else would have to be run.
fn expression(text: &str, variables: &Variables) -> Value {
    if let Some(rest) = text.strip_prefix('\'') {
        return single_quoted(rest);
    }
    if let Some(rest) = text.strip_prefix('"') {
        return double_quoted(rest, variables);
    }
    let word = text
        .split(['#', ';', ')', ','])
        .next()
        .unwrap_or_default()
        .trim();
    if strip(word, "$null").is_some() {
        return Ok(Zeroizing::default());
    }
    if let Some(rest) = word.strip_prefix('$') {
        let (value, rest) = variable(rest, variables);
        return if rest.is_empty() {
            value
        } else {
            Err(Unknown::Computed)
        };
    }
    if strip(word, "read-host").is_some() {
        return Err(Unknown::Asked);
    }
    if !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-:/".contains(c))
    {
        return Ok(Zeroizing::new(word.to_owned()));
    }
    Err(Unknown::Computed)
}

fn single_quoted(text: &str) -> Value {
    let mut value = Zeroizing::new(String::new());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' && chars.next_if_eq(&'\'').is_none() {
            return complete(value, chars.collect::<String>().trim_start());
        }
        value.push(c);
    }
    Err(Unknown::Computed)
}

fn double_quoted(mut rest: &str, variables: &Variables) -> Value {
    let mut value = Zeroizing::new(String::new());
    loop {
        let mut chars = rest.chars();
        let Some(c) = chars.next() else {
            return Err(Unknown::Computed);
        };
        rest = chars.as_str();
        match c {
            '"' => match rest.strip_prefix('"') {
                Some(after) => {
                    value.push('"');
                    rest = after;
                }
                None => return complete(value, rest.trim_start()),
            },
            '`' => {
                let mut chars = rest.chars();
                match chars.next() {
                    Some('n') => value.push('\n'),
                    Some('t') => value.push('\t'),
                    Some('r') => value.push('\r'),
                    other => value.extend(other),
                }
                rest = chars.as_str();
            }
            '$' if rest.starts_with(|c: char| c == '{' || c == '_' || c.is_alphabetic()) => {
                let (part, after) = variable(rest, variables);
                value.push_str(&part?);
                rest = after;
            }
            '$' if rest.starts_with('(') => return Err(Unknown::Computed),
            c => value.push(c),
        }
    }
}

/// What comes behind a string must not change it.
fn complete(value: Zeroizing<String>, rest: &str) -> Value {
    if rest.is_empty() || rest.starts_with([';', '#', ')', ',', '-']) {
        Ok(value)
    } else {
        Err(Unknown::Computed)
    }
}

/// After `$`: the value of `env:NAME`, `{env:NAME}` or `name`, and what comes behind it.
fn variable<'a>(text: &'a str, variables: &Variables) -> (Value, &'a str) {
    let (name, rest) = match text.strip_prefix('{') {
        Some(braced) => braced.split_once('}').unwrap_or((braced, "")),
        None => {
            let prefix = if strip(text, "env:").is_some() { 4 } else { 0 };
            let part = |c: char| !(c.is_alphanumeric() || c == '_');
            let end = text[prefix..]
                .find(part)
                .map_or(text.len(), |end| end + prefix);
            text.split_at(end)
        }
    };
    let name = path(name).unwrap_or_else(|| format!("${}", name.to_ascii_uppercase()));
    (variables.value(&name), rest)
}
