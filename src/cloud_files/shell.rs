//! openrc files for Bash and its kin: assignments are followed, nothing is run.
//!
//! What stands in `if`, loops and functions or after `&&` and `||` depends on the machine, so it is passed over; an assignment
//! in there is noted. Horizon's `if [ -z "$OS_REGION_NAME" ]; then unset OS_REGION_NAME; fi` changes nothing, for an empty
//! value is none.

mod words;

use super::entry::Note;
use super::format::without_mark;
use super::variables::{Unknown, Value, Variables};
use words::{End, Word, Words};

/// Goes through a file.
pub(super) fn read(text: &str) -> Variables {
    let mut variables = Variables::default();
    let mut words = Words::new(without_mark(text));
    // How many constructs are open, and whether the command before decides on this one.
    let (mut depth, mut conditional) = (0_usize, false);
    while let Some((statement, end)) = words.statement(&variables) {
        let mut rest = &statement[..];
        while let Some(word) = rest.first().and_then(Word::plain) {
            match word {
                "if" | "for" | "while" | "until" | "case" | "select" | "{" => depth += 1,
                "fi" | "done" | "esac" | "}" => depth = depth.saturating_sub(1),
                "then" | "do" | "else" | "elif" | "!" | "builtin" | "command" => {}
                _ => break,
            }
            rest = &rest[1..];
        }
        if depth == 0 && !conditional {
            run(rest, &mut variables);
        } else {
            for word in rest {
                if let Some(name) = &word.assigns {
                    variables.conditional(name, word.line);
                }
            }
        }
        conditional = end == End::Condition;
    }
    variables
}

fn run(statement: &[Word], variables: &mut Variables) {
    let Some(first) = statement.first() else {
        return;
    };
    if first.assigns.is_some() {
        // With a command behind them they hold for that command alone.
        if statement.iter().all(|word| word.assigns.is_some()) {
            assign(statement, variables);
        }
        return;
    }
    match first.plain() {
        Some("export" | "declare" | "typeset" | "readonly" | "local") => {
            assign(&statement[1..], variables)
        }
        Some("unset") => {
            for name in statement[1..].iter().filter_map(Word::plain) {
                variables.unset(name);
            }
        }
        Some("read") => {
            let mut names = statement[1..].iter().filter_map(Word::plain);
            if let Some(name) = names.next_back().filter(|name| !name.starts_with('-')) {
                variables.set(name, first.line, Err(Unknown::Asked));
            }
        }
        Some("source" | ".") => variables.notes.push(Note::OtherFile { line: first.line }),
        _ => {}
    }
}

fn assign(words: &[Word], variables: &mut Variables) {
    for word in words {
        if let Some(name) = &word.assigns {
            let value: Value = word.value.clone();
            variables.set(name, word.line, value);
        }
    }
}
