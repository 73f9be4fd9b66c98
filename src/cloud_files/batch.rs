//! openrc files for the Windows command prompt: `set OS_X=…`.

use super::format::without_mark;
use super::variables::{Unknown, Value, Variables};
use zeroize::Zeroizing;

/// Goes through a file.
pub(super) fn read(text: &str) -> Variables {
    let mut variables = Variables::default();
    for (number, line) in without_mark(text).lines().enumerate() {
        for command in commands(line) {
            statement(command, number + 1, &mut variables);
        }
    }
    variables
}

/// The commands of a line: `&` parts them where it is neither in quotes nor behind `^`.
fn commands(line: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    line.split(move |c| {
        let parts = c == '&' && !quoted && !escaped;
        quoted ^= c == '"';
        escaped = c == '^' && !escaped && !quoted;
        parts
    })
}

fn statement(line: &str, number: usize, variables: &mut Variables) {
    let line = line.trim_start().trim_start_matches('@').trim_start();
    let Some((command, rest)) = line.split_once([' ', '\t']) else {
        return;
    };
    let rest = rest.trim_start();
    match command.to_ascii_lowercase().as_str() {
        "set" => set(rest, number, variables),
        "setx" => {
            if let Some((name, value)) = rest.split_once([' ', '\t']) {
                let value = value.trim();
                let value = value
                    .strip_prefix('"')
                    .map_or(value, |value| value.split('"').next().unwrap_or_default());
                let value = expand(value, variables);
                variables.set(&name.to_ascii_uppercase(), number, value);
            }
        }
        "if" | "for" => {
            let lower = rest.to_ascii_lowercase();
            if let Some(at) = lower.find("set ")
                && let Some((name, _)) = rest[at + 4..].split_once('=')
            {
                variables.conditional(&name.trim_start_matches('"').to_ascii_uppercase(), number);
            }
        }
        "call" => variables
            .notes
            .push(super::entry::Note::OtherFile { line: number }),
        _ => {}
    }
}

/// After `set`. With the quote in front of the name, the last quote of the line ends the value; otherwise all of the line is
/// the value, quotes and spaces at its end included.
fn set(rest: &str, number: usize, variables: &mut Variables) {
    let asked = rest
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("/p "));
    let rest = if asked { rest[3..].trim_start() } else { rest };
    let rest = match rest.strip_prefix('"') {
        Some(quoted) => quoted.rsplit_once('"').map_or(quoted, |(text, _)| text),
        None => rest,
    };
    let Some((name, value)) = rest.split_once('=') else {
        return;
    };
    let value = if asked {
        Err(Unknown::Asked)
    } else {
        expand(value, variables)
    };
    variables.set(&name.to_ascii_uppercase(), number, value);
}

/// `%NAME%` is a variable, `%%` a per cent sign and `^` takes the next character as it is.
fn expand(text: &str, variables: &Variables) -> Value {
    let mut value = Zeroizing::new(String::new());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '^']) {
        value.push_str(&rest[..at]);
        let (sign, after) = rest[at..].split_at(1);
        rest = after;
        if sign == "^" {
            let mut chars = rest.chars();
            value.extend(chars.next());
            rest = chars.as_str();
        } else if let Some(after) = rest.strip_prefix('%') {
            value.push('%');
            rest = after;
        } else if let Some((name, after)) = rest.split_once('%') {
            value.push_str(&variables.value(&name.to_ascii_uppercase())?);
            rest = after;
        }
    }
    value.push_str(rest);
    Ok(value)
}
