//! What a terminal does with the keys pressed before a line is complete: echo, erase, interrupt, end of input.

const INTERRUPT: u8 = 3;
const END_OF_INPUT: u8 = 4;
const BACKSPACE: [u8; 2] = [8, 127];
const KILL_LINE: u8 = 21;
/// A longer line is cut: nobody types so much.
const MOST: usize = 65_536;

/// Collects bytes into lines.
pub(super) struct LineEditor {
    line: Vec<u8>,
    /// Whether there is a terminal, so that what is typed is shown.
    pub(super) echoes: bool,
    /// Whether the last byte was a carriage return, after which a line feed is no second line.
    returned: bool,
}

/// A complete line, or the end of the input.
pub(super) type Entered = Option<String>;

impl LineEditor {
    pub(super) fn new(echoes: bool) -> Self {
        Self {
            line: Vec::new(),
            echoes,
            returned: false,
        }
    }

    /// Takes a byte; gives what is to be shown, and the line when it is complete.
    pub(super) fn take(&mut self, byte: u8) -> (Vec<u8>, Option<Entered>) {
        let after_return = std::mem::replace(&mut self.returned, byte == b'\r');
        if byte == b'\n' && after_return {
            return (Vec::new(), None);
        }
        if byte == b'\n' || (byte == b'\r' && self.echoes) {
            return (self.shown(b"\r\n"), Some(Some(self.rest())));
        }
        if !self.echoes {
            self.keep(byte);
            return (Vec::new(), None);
        }
        match byte {
            END_OF_INPUT if self.line.is_empty() => (Vec::new(), Some(None)),
            INTERRUPT => {
                self.line.clear();
                (b"^C\r\n".to_vec(), Some(Some(String::new())))
            }
            KILL_LINE => {
                let count = self.rest().chars().count();
                (b"\x08 \x08".repeat(count), None)
            }
            byte if BACKSPACE.contains(&byte) => (self.erase(), None),
            // Arrows and the like begin with an escape; there is no history to go through.
            byte if byte.is_ascii_control() && byte != b'\t' => (Vec::new(), None),
            byte => {
                self.keep(byte);
                (vec![byte], None)
            }
        }
    }

    /// What was typed since the last complete line.
    pub(super) fn rest(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned()
    }

    fn keep(&mut self, byte: u8) {
        if self.line.len() < MOST {
            self.line.push(byte);
        }
    }

    fn shown(&self, bytes: &[u8]) -> Vec<u8> {
        if self.echoes {
            bytes.to_vec()
        } else {
            Vec::new()
        }
    }

    /// Takes the last letter off, which may be several bytes of UTF-8.
    fn erase(&mut self) -> Vec<u8> {
        while let Some(byte) = self.line.pop() {
            if byte & 0xc0 != 0x80 {
                return b"\x08 \x08".to_vec();
            }
        }
        Vec::new()
    }
}
