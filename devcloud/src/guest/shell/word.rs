//! Words and their quotes.

use super::reader::{ENDS, Reader};
use super::syntax::{Part, Word, Wrong};

impl Reader<'_> {
    /// A word up to a blank or an operator.
    pub(super) fn word(&mut self) -> Result<Word, Wrong> {
        let mut word = Word::new();
        while let Some(c) = self.0.next_if(|c| !ENDS.contains(*c)) {
            match c {
                '\'' => {
                    let text = self.until_quote()?;
                    word.push(Part::Text { text, quoted: true });
                }
                '"' => self.in_double_quotes(&mut word)?,
                '\\' => {
                    let text = self.0.next().ok_or(Wrong::End)?.to_string();
                    word.push(Part::Text { text, quoted: true });
                }
                '`' => return Err(Wrong::Unexpected('`')),
                '$' => word.push(self.dollar(false)?),
                c => add(&mut word, c, false),
            }
        }
        match (word.is_empty(), self.peek()) {
            (true, Some(c)) => Err(Wrong::Unexpected(c)),
            (true, None) => Err(Wrong::End),
            _ => Ok(word),
        }
    }

    fn until_quote(&mut self) -> Result<String, Wrong> {
        let mut text = String::new();
        loop {
            match self.0.next().ok_or(Wrong::End)? {
                '\'' => return Ok(text),
                c => text.push(c),
            }
        }
    }

    fn in_double_quotes(&mut self, word: &mut Word) -> Result<(), Wrong> {
        // Even nothing in quotes is a word.
        word.push(Part::Text {
            text: String::new(),
            quoted: true,
        });
        loop {
            match self.0.next().ok_or(Wrong::End)? {
                '"' => return Ok(()),
                '$' => word.push(self.dollar(true)?),
                '`' => return Err(Wrong::Unexpected('`')),
                '\\' => match self.0.next_if(|c| "\\\"$`".contains(*c)) {
                    Some(c) => add(word, c, true),
                    None => add(word, '\\', true),
                },
                c => add(word, c, true),
            }
        }
    }

    /// `$NAME`, `${NAME}`, `$?`, `$(…)`, or a dollar sign.
    fn dollar(&mut self, quoted: bool) -> Result<Part, Wrong> {
        if self.eat('(') {
            let list = self.list(Some(')'))?;
            return Ok(Part::Command { list, quoted });
        }
        if self.eat('?') {
            let name = "?".to_owned();
            return Ok(Part::Variable { name, quoted });
        }
        let braces = self.eat('{');
        let mut name = String::new();
        while let Some(c) = self.0.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
            name.push(c);
        }
        if braces && !self.eat('}') {
            return Err(self.peek().map_or(Wrong::End, Wrong::Unexpected));
        }
        Ok(if name.is_empty() {
            Part::Text {
                text: "$".to_owned(),
                quoted: true,
            }
        } else {
            Part::Variable { name, quoted }
        })
    }
}

/// Puts a letter behind what is there, if that is of the same kind.
fn add(word: &mut Word, c: char, quoted: bool) {
    match word.last_mut() {
        Some(Part::Text {
            text,
            quoted: before,
        }) if *before == quoted => text.push(c),
        _ => word.push(Part::Text {
            text: c.to_string(),
            quoted,
        }),
    }
}
