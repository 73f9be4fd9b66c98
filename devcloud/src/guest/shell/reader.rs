//! The text of a command line, read into its parts.

use std::iter::Peekable;
use std::str::Chars;

use super::syntax::{Body, Command, Kind, List, Pipeline, Redirect, When, Wrong};

/// What ends a word unless it is quoted.
pub(super) const ENDS: &str = " \t\n;&|<>()";

/// How many groups may be inside each other.
const DEEPEST: usize = 20;

/// The text, and how deep in it this is.
pub(super) struct Reader<'a>(pub(super) Peekable<Chars<'a>>, usize);

pub(super) fn parse(text: &str) -> Result<List, Wrong> {
    Reader(text.chars().peekable(), 0).list(None)
}

impl Reader<'_> {
    pub(super) fn peek(&mut self) -> Option<char> {
        self.0.peek().copied()
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        self.0.next_if_eq(&wanted).is_some()
    }

    fn skip(&mut self, which: &str) {
        while self.0.next_if(|c| which.contains(*c)).is_some() {}
    }

    /// Leaves out what stands behind a `#` that begins a word.
    fn comment(&mut self) {
        if self.peek() == Some('#') {
            while self.0.next_if(|c| *c != '\n').is_some() {}
        }
    }

    /// Pipelines up to `closer`, or to the end of the text.
    pub(super) fn list(&mut self, closer: Option<char>) -> Result<List, Wrong> {
        self.1 += 1;
        if self.1 > DEEPEST {
            return Err(Wrong::Deep);
        }
        let list = self.pipelines(closer);
        self.1 -= 1;
        list
    }

    fn pipelines(&mut self, closer: Option<char>) -> Result<List, Wrong> {
        let mut list = List::new();
        let mut when = When::Always;
        loop {
            self.skip(" \t\n");
            self.comment();
            match self.peek() {
                Some('\n') => continue,
                found if found == closer && when == When::Always => {
                    self.0.next();
                    return Ok(list);
                }
                None => return Err(Wrong::End),
                Some(_) => {}
            }
            let commands = self.pipeline()?;
            list.push(Pipeline { when, commands });
            self.skip(" \t");
            when = if self.eat('&') {
                if !self.eat('&') {
                    return Err(Wrong::Unexpected('&'));
                }
                When::Success
            } else if self.eat('|') {
                // One alone would have gone on with the pipeline.
                self.0.next();
                When::Failure
            } else {
                self.eat(';');
                When::Always
            };
        }
    }

    fn pipeline(&mut self) -> Result<Vec<Command>, Wrong> {
        let mut commands = vec![self.command()?];
        loop {
            self.skip(" \t");
            let mut ahead = self.0.clone();
            if ahead.next() != Some('|') || ahead.next() == Some('|') {
                return Ok(commands);
            }
            self.0.next();
            self.skip(" \t\n");
            commands.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command, Wrong> {
        let mut ahead = self.0.clone();
        let group = match (ahead.next(), ahead.next()) {
            (Some('{'), Some(' ' | '\t' | '\n')) => Some('}'),
            (Some('('), _) => Some(')'),
            _ => None,
        };
        let mut body = Body::Simple(Vec::new());
        if let Some(closer) = group {
            self.0.next();
            body = Body::Group(self.list(Some(closer))?);
        }
        let mut redirects = Vec::new();
        loop {
            self.skip(" \t");
            self.comment();
            let Some(next) = self.peek() else { break };
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            match &mut body {
                Body::Simple(words) if !ENDS.contains(next) => words.push(self.word()?),
                _ => break,
            }
        }
        if let Body::Simple(words) = &body
            && words.is_empty()
            && redirects.is_empty()
        {
            return Err(self.peek().map_or(Wrong::End, Wrong::Unexpected));
        }
        Ok(Command { body, redirects })
    }

    /// `<`, `>`, `>>` or `>&`, with a stream's number in front or not.
    fn redirect(&mut self) -> Result<Option<Redirect>, Wrong> {
        let mut ahead = self.0.clone();
        let first = ahead.next();
        let numbered = matches!(first, Some('0'..='2')) && matches!(ahead.next(), Some('<' | '>'));
        if !numbered && !matches!(first, Some('<' | '>')) {
            return Ok(None);
        }
        let number = if numbered { self.0.next() } else { None };
        let input = self.0.next() == Some('<');
        let stream = number.unwrap_or(if input { '0' } else { '1' });
        let after = !input && self.eat('>');
        let kind = if !input && !after && self.eat('&') {
            match self.0.next() {
                Some(same @ ('1' | '2')) => Kind::Same(same),
                other => return Err(other.map_or(Wrong::End, Wrong::Unexpected)),
            }
        } else {
            self.skip(" \t");
            let word = self.word()?;
            match (input, after) {
                (true, _) => Kind::From(word),
                (false, true) => Kind::After(word),
                (false, false) => Kind::To(word),
            }
        };
        Ok(Some(Redirect { stream, kind }))
    }
}
