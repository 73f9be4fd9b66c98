//! Statements and words of the shell's language, with quotes taken off and variables put in.

use crate::cloud_files::variables::{Unknown, Value, Variables};
use std::iter::Peekable;
use std::str::Chars;
use zeroize::Zeroizing;

/// What ended a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A line's end, `;`, `|` and the like.
    Plain,
    /// `&&` or `||`: the next one depends on this one.
    Condition,
}

pub(super) struct Word {
    /// The line that it begins on, from 1.
    pub(super) line: usize,
    /// The variable's name, when the word is an assignment.
    pub(super) assigns: Option<String>,
    /// The value: of the assignment, or of the whole word.
    pub(super) value: Value,
}

impl Word {
    /// The word, unless it is an assignment or not known.
    pub(super) fn plain(&self) -> Option<&str> {
        match (&self.assigns, &self.value) {
            (None, Ok(text)) => Some(text.as_str()),
            _ => None,
        }
    }
}

pub(super) struct Words<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
    /// The end words of the here-documents whose text begins on the next line.
    here: Vec<String>,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            chars: text.chars().peekable(),
            line: 1,
            here: Vec::new(),
        }
    }

    /// The next statement; it may be empty. Nothing at the end of the text.
    pub(super) fn statement(&mut self, variables: &Variables) -> Option<(Vec<Word>, End)> {
        self.chars.peek()?;
        let mut words = Vec::new();
        loop {
            match self.chars.peek().copied() {
                None => return Some((words, End::Plain)),
                Some('\n') => {
                    self.bump();
                    self.skip_here_documents();
                    return Some((words, End::Plain));
                }
                Some(c @ (';' | '(' | ')' | '&' | '|')) => {
                    self.bump();
                    let doubled = self.chars.next_if_eq(&c).is_some();
                    let end = if doubled && matches!(c, '&' | '|') {
                        End::Condition
                    } else {
                        End::Plain
                    };
                    return Some((words, end));
                }
                Some('#') => while self.chars.next_if(|c| *c != '\n').is_some() {},
                Some(c) if c.is_whitespace() => drop(self.bump()),
                Some('<' | '>') => self.redirection(variables),
                Some(_) => words.push(self.word(variables)),
            }
        }
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    /// Passes over `>file`, `2>&1` and the like; remembers a here-document.
    fn redirection(&mut self, variables: &Variables) {
        let mut sign = String::new();
        while let Some(c) = self.chars.next_if(|c| "<>&-|".contains(*c)) {
            sign.push(c);
        }
        while self.chars.next_if(|c| *c == ' ').is_some() {}
        if self.chars.peek().is_some_and(|c| !"\n;&|()".contains(*c)) {
            let target = self.word(variables);
            if matches!(sign.as_str(), "<<" | "<<-")
                && let Some(end) = target.plain()
            {
                self.here.push(end.to_owned());
            }
        }
    }

    fn skip_here_documents(&mut self) {
        for end in std::mem::take(&mut self.here) {
            let mut line = String::new();
            while let Some(c) = self.bump() {
                if c != '\n' {
                    line.push(c);
                } else if std::mem::take(&mut line).trim() == end {
                    break;
                }
            }
        }
    }

    /// Begins on a character that is no space and no operator.
    fn word(&mut self, variables: &Variables) -> Word {
        let line = self.line;
        let mut text = Text::default();
        let mut assigns = None;
        let mut bare = true;
        while let Some(c) = self.chars.peek().copied() {
            match c {
                '\n' | ';' | '(' | ')' | '&' | '|' | '<' | '>' => break,
                c if c.is_whitespace() => break,
                '=' if bare && assigns.is_none() && text.is_name() => {
                    self.bump();
                    assigns = Some(text.take());
                    if self.chars.peek() == Some(&'(') {
                        self.skip_parentheses();
                        text.unknown(Unknown::Computed);
                    }
                    continue;
                }
                '\'' => {
                    self.bump();
                    while let Some(c) = self.bump().filter(|c| *c != '\'') {
                        text.push(c);
                    }
                }
                '"' => {
                    self.bump();
                    self.double_quoted(&mut text, variables);
                }
                '\\' => {
                    self.bump();
                    match self.bump() {
                        Some('\n') | None => {}
                        Some(c) => text.push(c),
                    }
                }
                '$' | '`' => self.expansion(&mut text, variables, false),
                c => {
                    self.bump();
                    text.push(c);
                    continue;
                }
            }
            bare = false;
        }
        Word {
            line,
            assigns,
            value: text.value,
        }
    }

    /// After the opening quote.
    fn double_quoted(&mut self, text: &mut Text, variables: &Variables) {
        while let Some(c) = self.chars.peek().copied() {
            match c {
                '"' => {
                    self.bump();
                    return;
                }
                '\\' => {
                    self.bump();
                    match self.bump() {
                        Some(c @ ('$' | '`' | '"' | '\\')) => text.push(c),
                        Some('\n') | None => {}
                        Some(c) => {
                            text.push('\\');
                            text.push(c);
                        }
                    }
                }
                '$' | '`' => self.expansion(text, variables, true),
                c => {
                    self.bump();
                    text.push(c);
                }
            }
        }
    }

    /// On `$` or a backquote.
    fn expansion(&mut self, text: &mut Text, variables: &Variables, quoted: bool) {
        if self.bump() == Some('`') {
            while let Some(c) = self.bump().filter(|c| *c != '`') {
                if c == '\\' {
                    self.bump();
                }
            }
            text.unknown(Unknown::Computed);
            return;
        }
        match self.chars.peek().copied() {
            Some('(') => {
                self.skip_parentheses();
                text.unknown(Unknown::Computed);
            }
            Some('{') => {
                self.bump();
                self.in_braces(text, variables);
            }
            Some('\'') if !quoted => {
                self.bump();
                self.ansi_quoted(text);
            }
            // Translated text: quotes all the same.
            Some('"') if !quoted => {}
            Some(c) if c == '_' || c.is_ascii_alphabetic() => {
                let name = self.name();
                text.append(variables.value(&name));
            }
            Some(c) if c.is_ascii_digit() || "@*#?$!-".contains(c) => {
                self.bump();
                text.unknown(Unknown::Computed);
            }
            _ => text.push('$'),
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self
            .chars
            .next_if(|c| *c == '_' || c.is_ascii_alphanumeric())
        {
            name.push(c);
        }
        name
    }

    /// After `${`: a name alone or with a default; anything else would have to be computed.
    fn in_braces(&mut self, text: &mut Text, variables: &Variables) {
        let name = self.name();
        let mut operator = String::new();
        while operator.len() < 2
            && let Some(c) = self.chars.next_if(|c| ":-=?+".contains(*c))
        {
            operator.push(c);
        }
        let mut otherwise = Text::default();
        while let Some(c) = self.chars.peek().copied() {
            match c {
                '}' => {
                    self.bump();
                    break;
                }
                '"' => {
                    self.bump();
                    self.double_quoted(&mut otherwise, variables);
                }
                '\'' => {
                    self.bump();
                    while let Some(c) = self.bump().filter(|c| *c != '\'') {
                        otherwise.push(c);
                    }
                }
                '$' | '`' => self.nested(&mut otherwise),
                c => {
                    self.bump();
                    otherwise.push(c);
                }
            }
        }
        let value = variables.value(&name);
        let set = matches!(&value, Ok(text) if !text.is_empty());
        let outside = matches!(value, Err(Unknown::Elsewhere(_)));
        match operator.as_str() {
            "" if otherwise.is_empty() && !name.is_empty() => text.append(value),
            ":-" | "-" | ":=" | "=" if set => text.append(value),
            ":-" | "-" | ":=" | "=" if outside || value.is_ok() => text.append(otherwise.value),
            ":?" | "?" => text.append(value),
            _ => text.unknown(Unknown::Computed),
        }
    }

    /// An expansion inside a default: passed over, however deep.
    fn nested(&mut self, text: &mut Text) {
        self.bump();
        let mut depth = 0_usize;
        while let Some(c) = self.chars.peek().copied() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ => {}
            }
            self.bump();
        }
        text.unknown(Unknown::Computed);
    }

    /// On `(`: up to the one that closes it.
    fn skip_parentheses(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.bump() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '\\' => drop(self.bump()),
                '\'' => while self.bump().is_some_and(|c| c != '\'') {},
                '"' => {
                    while let Some(c) = self.bump().filter(|c| *c != '"') {
                        if c == '\\' {
                            self.bump();
                        }
                    }
                }
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// After `$'`.
    fn ansi_quoted(&mut self, text: &mut Text) {
        while let Some(c) = self.bump().filter(|c| *c != '\'') {
            if c != '\\' {
                text.push(c);
                continue;
            }
            match self.bump() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some('e' | 'E') => text.push('\x1b'),
                Some('x') => self.code(text, 16, 2),
                Some('u') => self.code(text, 16, 4),
                Some('U') => self.code(text, 16, 8),
                Some(c @ ('\\' | '\'' | '"' | '?')) => text.push(c),
                Some(c) => {
                    text.push('\\');
                    text.push(c);
                }
                None => {}
            }
        }
    }

    /// A character by its number. A byte above 127 is part of one, which nobody writes so: not known then.
    fn code(&mut self, text: &mut Text, radix: u32, most: usize) {
        let mut digits = String::new();
        while digits.len() < most
            && let Some(c) = self.chars.next_if(|c| c.is_digit(radix))
        {
            digits.push(c);
        }
        let code = u32::from_str_radix(&digits, radix).ok();
        match code.and_then(char::from_u32) {
            Some(c) if most > 2 || c.is_ascii() => text.push(c),
            _ => text.unknown(Unknown::Computed),
        }
    }
}

/// A text that is being put together; once a part is not known, all of it is not.
struct Text {
    value: Value,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            value: Ok(Zeroizing::default()),
        }
    }
}

impl Text {
    fn push(&mut self, c: char) {
        if let Ok(text) = &mut self.value {
            text.push(c);
        }
    }

    fn append(&mut self, value: Value) {
        match (&mut self.value, value) {
            (Ok(text), Ok(more)) => text.push_str(&more),
            (Ok(_), Err(unknown)) => self.value = Err(unknown),
            (Err(_), _) => {}
        }
    }

    fn unknown(&mut self, unknown: Unknown) {
        self.append(Err(unknown));
    }

    fn is_empty(&self) -> bool {
        matches!(&self.value, Ok(text) if text.is_empty())
    }

    fn is_name(&self) -> bool {
        let Ok(text) = &self.value else {
            return false;
        };
        !text.is_empty()
            && !text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
    }

    fn take(&mut self) -> String {
        let taken = std::mem::take(self);
        taken.value.map(|text| text.to_string()).unwrap_or_default()
    }
}
