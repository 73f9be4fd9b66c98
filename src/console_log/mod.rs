//! A server's console log, made readable and harmless: whatever a server writes there, it comes out as lines of plain
//! text with a colour, never as markup and never as a command to a terminal.
//!
//! Sources: ECMA-48 ("Control Functions for Coded Character Sets"), console_codes(4).

mod escape;

use escape::{Piece, Pieces};

/// The most lines that are kept, the last ones.
pub const MOST_LINES: usize = 5000;
/// The most characters of a line that are kept.
pub const LONGEST_LINE: usize = 4000;
/// The most bytes at the end of a log that are looked at.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// One of the eight colours of terminals: black, red, green, yellow, blue, magenta, cyan, white.
    pub colour: Option<u8>,
    /// Whether it is bold.
    pub bold: bool,
}

/// A piece of a line in one style.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The text, without control characters.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its pieces.
    pub spans: Vec<Span>,
    length: usize,
}

/// A log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Log {
    /// Its lines, the oldest first.
    pub lines: Vec<Line>,
    /// Whether older lines were left out.
    pub is_cut: bool,
}

impl Line {
    /// The text alone.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Whether `needle`, in lower case, is in it.
    pub fn contains(&self, needle: &str) -> bool {
        self.text().to_lowercase().contains(needle)
    }

    fn push(&mut self, character: char, style: Style) {
        if self.length == LONGEST_LINE {
            return;
        }
        self.length += 1;
        match self.spans.last_mut() {
            Some(span) if span.style == style => span.text.push(character),
            _ => self.spans.push(Span {
                text: character.into(),
                style,
            }),
        }
    }
}

/// Reads the end of a log.
pub fn read(text: &str) -> Log {
    let mut start = text.len().saturating_sub(MOST_BYTES);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let (mut lines, mut line) = (std::collections::VecDeque::new(), Line::default());
    let (mut style, mut is_cut) = (Style::default(), start > 0);
    // A carriage return takes effect only when something is written after it: most stand before a line end.
    let mut returned = false;
    for piece in Pieces::of(&text[start..]) {
        match piece {
            Piece::Text(character) => {
                if std::mem::take(&mut returned) {
                    line = Line::default();
                }
                line.push(character, style);
            }
            Piece::LineEnd => {
                returned = false;
                lines.push_back(std::mem::take(&mut line));
                if lines.len() > MOST_LINES {
                    lines.pop_front();
                    is_cut = true;
                }
            }
            Piece::Return => returned = true,
            Piece::Look(look) => style = look.of(style),
        }
    }
    if !line.spans.is_empty() {
        lines.push_back(line);
    }
    Log {
        lines: lines.into(),
        is_cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(log: &str) -> Vec<String> {
        read(log).lines.iter().map(Line::text).collect()
    }

    #[test]
    fn lines_are_lines() {
        assert_eq!(texts("a\r\nb\n\nc"), ["a", "b", "", "c"]);
        assert_eq!(texts(""), Vec::<String>::new());
    }

    #[test]
    fn colours_are_kept_and_nothing_else_of_escapes() {
        let log = read(
            "[\u{1b}[0;32m  OK  \u{1b}[0m] Started \u{1b}[1;91mit\u{1b}[m.\u{1b}[2K\u{1b}]0;title\u{7}\u{1b}(B\u{1b}[10;4Hx",
        );
        let spans = &log.lines[0].spans;
        assert_eq!(log.lines[0].text(), "[  OK  ] Started it.x");
        assert_eq!(
            spans[1].style,
            Style {
                colour: Some(2),
                bold: false
            }
        );
        assert_eq!(
            spans[3].style,
            Style {
                colour: Some(1),
                bold: true
            }
        );
        assert_eq!(spans[4].style, Style::default());
    }

    #[test]
    fn a_line_that_was_written_over_shows_what_was_written_last() {
        assert_eq!(texts("10 %\r20 %\rdone\n"), ["done"]);
    }

    #[test]
    fn nothing_harmful_is_left() {
        let log =
            "<script>alert(1)</script>\0\u{8}\u{7}\u{202e}a\u{9b}31mb\u{1b}P secret \u{1b}\\c\tend";
        assert_eq!(texts(log), ["<script>alert(1)</script>abc    end"]);
        assert_eq!(texts("cut \u{1b}["), ["cut "]);
        assert_eq!(texts("cut \u{1b}]0;never ended"), ["cut "]);
    }

    #[test]
    fn a_flood_is_cut_at_its_end() {
        let flood = "x".repeat(100) + "\n";
        let log = read(&flood.repeat(100_000));
        assert_eq!(log.lines.len(), MOST_LINES);
        assert!(log.is_cut);
        let line = read(&"é".repeat(MOST_BYTES));
        assert_eq!(line.lines[0].text().chars().count(), LONGEST_LINE);
    }
}
