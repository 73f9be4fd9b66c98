//! A terminal's text taken apart: characters, line ends, and what changes the look. All other commands are passed over.

use super::Style;
use std::str::Chars;

/// How many columns a tab goes to the next multiple of; here it is always as many spaces.
const TAB: &str = "    ";

/// What changes the look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    reset: bool,
    bold: Option<bool>,
    colour: Option<Option<u8>>,
}

impl Look {
    pub(super) fn of(self, style: Style) -> Style {
        let style = if self.reset { Style::default() } else { style };
        Style {
            bold: self.bold.unwrap_or(style.bold),
            colour: self.colour.unwrap_or(style.colour),
        }
    }

    /// The parameters of `CSI … m`.
    fn from_parameters(parameters: &str) -> Self {
        let mut look = Self {
            reset: false,
            bold: None,
            colour: None,
        };
        for number in parameters.split([';', ':']) {
            let number = match number {
                "" => Some(0),
                number => number.parse::<u16>().ok(),
            };
            match number {
                Some(0) => {
                    look = Self {
                        reset: true,
                        bold: None,
                        colour: None,
                    }
                }
                Some(1) => look.bold = Some(true),
                Some(22) => look.bold = Some(false),
                Some(39) => look.colour = Some(None),
                Some(colour @ (30..=37 | 90..=97)) => {
                    look.colour = Some(u8::try_from(colour % 10).ok());
                }
                // A colour out of many: its own numbers follow, and mean nothing else.
                Some(38 | 48) => break,
                _ => {}
            }
        }
        look
    }
}

/// A part of a terminal's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(char),
    LineEnd,
    Return,
    Look(Look),
}

/// The parts of a text.
pub(super) struct Pieces<'a> {
    rest: Chars<'a>,
    spaces: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            rest: text.chars(),
            spaces: 0,
        }
    }

    /// After the escape character.
    fn escape(&mut self) -> Option<Piece> {
        match self.rest.next()? {
            '[' => self.control_sequence(),
            // Operating system command, device control string, and their like: up to BEL or the string terminator.
            ']' | 'P' | 'X' | '^' | '_' => {
                self.string();
                None
            }
            // The character sets: one more character.
            '(' | ')' | '*' | '+' | '#' | '%' | ' ' => {
                self.rest.next();
                None
            }
            _ => None,
        }
    }

    /// After `CSI`: parameters, then one letter that says what it is.
    fn control_sequence(&mut self) -> Option<Piece> {
        let text = self.rest.as_str();
        let end = text.find(|character: char| !matches!(character, ' '..='?'))?;
        let parameters = &text[..end];
        self.rest = text[end..].chars();
        // What is no letter ends the sequence without belonging to it.
        let last = text[end..].chars().next()?;
        if !matches!(last, '@'..='~') {
            return None;
        }
        self.rest.next();
        (last == 'm').then(|| Piece::Look(Look::from_parameters(parameters)))
    }

    fn string(&mut self) {
        while let Some(character) = self.rest.next() {
            match character {
                '\u{7}' | '\u{9c}' => return,
                '\u{1b}' => {
                    self.rest.next();
                    return;
                }
                // A string that never ends does not take the rest of the log with it.
                '\n' => return,
                _ => {}
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if self.spaces > 0 {
                self.spaces -= 1;
                return Some(Piece::Text(' '));
            }
            match self.rest.next()? {
                '\n' => return Some(Piece::LineEnd),
                '\r' => return Some(Piece::Return),
                '\t' => self.spaces = TAB.len(),
                '\u{1b}' => {
                    if let Some(piece) = self.escape() {
                        return Some(piece);
                    }
                }
                '\u{9b}' => {
                    if let Some(piece) = self.control_sequence() {
                        return Some(piece);
                    }
                }
                '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => self.string(),
                // Control characters, and those that turn the direction of writing.
                character if character.is_control() => {}
                '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}' => {}
                character => return Some(Piece::Text(character)),
            }
        }
    }
}
