//! Words made into what they stand for.

use super::Shell;
use super::syntax::{Part, Word};

impl Shell {
    /// All words, of which each may become several or none.
    pub(super) fn expand(&mut self, words: &[Word]) -> Vec<String> {
        words.iter().flat_map(|word| self.fields(word)).collect()
    }

    /// A word that stays one: the name of a file.
    pub(super) fn expand_one(&mut self, word: &Word) -> String {
        self.fields(word).join(" ")
    }

    fn fields(&mut self, word: &Word) -> Vec<String> {
        let mut fields = Vec::new();
        let mut open: Option<String> = None;
        for (index, part) in word.iter().enumerate() {
            let (text, quoted) = match part {
                Part::Text { text, quoted } => {
                    let text = if index == 0 && !quoted {
                        self.tilde(text)
                    } else {
                        text.clone()
                    };
                    // A text that was written is never cut up.
                    open.get_or_insert_default().push_str(&text);
                    continue;
                }
                Part::Variable { name, quoted } => (self.variable(name), *quoted),
                Part::Command { list, quoted } => {
                    let over = self.over;
                    let done = self.list(list, &[]);
                    self.over = over;
                    let text = String::from_utf8_lossy(&done.out).into_owned();
                    (text.trim_end_matches('\n').to_owned(), *quoted)
                }
            };
            if quoted {
                open.get_or_insert_default().push_str(&text);
                continue;
            }
            if text.starts_with(char::is_whitespace) {
                fields.extend(open.take());
            }
            let mut pieces = text.split_whitespace().peekable();
            while let Some(piece) = pieces.next() {
                open.get_or_insert_default().push_str(piece);
                if pieces.peek().is_some() {
                    fields.extend(open.take());
                }
            }
            if text.ends_with(char::is_whitespace) {
                fields.extend(open.take());
            }
        }
        fields.extend(open);
        fields
    }

    fn tilde(&self, text: &str) -> String {
        match text.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                format!("{}{rest}", self.machine.home())
            }
            _ => text.to_owned(),
        }
    }

    fn variable(&self, name: &str) -> String {
        match name {
            "?" => self.status.to_string(),
            "HOME" => self.machine.home(),
            "USER" | "LOGNAME" => self.machine.user.clone(),
            "HOSTNAME" => self.machine.hostname.clone(),
            "PWD" => self.folder.clone(),
            _ => String::new(),
        }
    }
}
