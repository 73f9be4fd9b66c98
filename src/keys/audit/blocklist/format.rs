//! The bytes of a blocklist file: header, names, sections. All numbers are big-endian.

use crate::keys::wire::Reader;
use std::ops::Range;

/// The largest file that is read, in bytes.
pub const MAX_FILE: usize = 64 * 1024 * 1024;

/// What every file begins with; the version follows.
pub(super) const MAGIC: &[u8; 7] = b"KHBLOCK";
/// The version of the format.
pub(super) const VERSION: u8 = 1;
/// The shortest hash that is allowed: with shorter ones an innocent key would be hit now and then.
pub(super) const MIN_WIDTH: usize = 8;

/// Why a file is not a blocklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BlocklistError {
    /// It does not begin as one.
    #[error("this is not a blocklist file")]
    NotABlocklist,
    /// A version of the format that this program does not know.
    #[error("the blocklist has version {0}; this program reads version 1")]
    Version(u8),
    /// More than [`MAX_FILE`] bytes.
    #[error("the blocklist is larger than 64 MiB")]
    TooLarge,
    /// It ends too early.
    #[error("the blocklist is cut off")]
    Truncated,
    /// Something follows the last section.
    #[error("something follows the end of the blocklist")]
    Trailing,
    /// A list's name is empty, not UTF-8, or has control characters.
    #[error("a list in the blocklist has no proper name")]
    Name,
    /// A section is of a kind that this version does not have.
    #[error("a section of the blocklist is of the unknown kind {0}")]
    Kind(u8),
    /// A section belongs to a list that is not there.
    #[error("a section of the blocklist belongs to no list")]
    List,
    /// A section's records are too short or too long for their kind.
    #[error("the records of a section have an impossible length")]
    Width,
    /// A section's records are not in ascending order, each once.
    #[error("the records of a section are not in order")]
    Order,
}

/// What the records of a section are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The first bytes of the SHA-256 of the key's wire form.
    Fingerprint = 1,
    /// The last bytes of the MD5 of the key's wire form.
    Md5 = 2,
    /// The first bytes of the SHA-256 of the key's own number.
    Number = 3,
    /// Primes of RSA keys, or products of them.
    Primes = 4,
}

/// Records of one kind and length, of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    kind: Kind,
    list: usize,
    width: usize,
    bytes: Range<usize>,
}

impl Section {
    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn list(&self) -> usize {
        self.list
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn count(&self) -> usize {
        self.bytes.len() / self.width
    }

    /// The records, out of the file that the section was read from.
    pub(super) fn records<'a>(&self, file: &'a [u8]) -> std::slice::ChunksExact<'a, u8> {
        file.get(self.bytes.clone())
            .unwrap_or_default()
            .chunks_exact(self.width)
    }

    /// Whether `record` is one of them.
    pub(super) fn contains(&self, file: &[u8], record: &[u8]) -> bool {
        let records = file.get(self.bytes.clone()).unwrap_or_default();
        let at = |index: usize| &records[index * self.width..][..self.width];
        let (mut low, mut high) = (0, records.len() / self.width);
        while low < high {
            let middle = low + (high - low) / 2;
            match at(middle).cmp(record) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }
}

/// The names of the lists, and the sections.
pub(super) fn read(file: &[u8]) -> Result<(Vec<String>, Vec<Section>), BlocklistError> {
    use BlocklistError::Truncated;
    let body = file
        .strip_prefix(MAGIC)
        .ok_or(BlocklistError::NotABlocklist)?;
    match body.first() {
        Some(&VERSION) => {}
        Some(&other) => return Err(BlocklistError::Version(other)),
        None => return Err(Truncated),
    }
    if file.len() > MAX_FILE {
        return Err(BlocklistError::TooLarge);
    }
    let mut reader = Reader::new(&body[1..]);
    let mut names = Vec::new();
    for _ in 0..uint16(&mut reader)? {
        let length = reader.bytes(1).ok_or(Truncated)?[0];
        let name = reader.bytes(length.into()).ok_or(Truncated)?;
        let name = std::str::from_utf8(name).map_err(|_| BlocklistError::Name)?;
        if !is_name(name) {
            return Err(BlocklistError::Name);
        }
        names.push(name.to_owned());
    }
    let mut sections = Vec::new();
    for _ in 0..uint16(&mut reader)? {
        sections.push(section(&mut reader, file, names.len())?);
    }
    if reader.rest().is_empty() {
        Ok((names, sections))
    } else {
        Err(BlocklistError::Trailing)
    }
}

/// Whether a list may be called so.
pub(super) fn is_name(name: &str) -> bool {
    (1..=255).contains(&name.len()) && !name.chars().any(char::is_control)
}

fn section(reader: &mut Reader<'_>, file: &[u8], lists: usize) -> Result<Section, BlocklistError> {
    use BlocklistError::Truncated;
    let kind = match reader.bytes(1).ok_or(Truncated)?[0] {
        1 => Kind::Fingerprint,
        2 => Kind::Md5,
        3 => Kind::Number,
        4 => Kind::Primes,
        other => return Err(BlocklistError::Kind(other)),
    };
    let list = usize::from(uint16(reader)?);
    if list >= lists {
        return Err(BlocklistError::List);
    }
    let width = length(reader)?;
    let allowed = match kind {
        Kind::Fingerprint | Kind::Number => MIN_WIDTH..=32,
        Kind::Md5 => MIN_WIDTH..=16,
        Kind::Primes => 1..=MAX_FILE,
    };
    if !allowed.contains(&width) {
        return Err(BlocklistError::Width);
    }
    let bytes = length(reader)?.checked_mul(width).ok_or(Truncated)?;
    let start = file.len() - reader.rest().len();
    let records = reader.bytes(bytes).ok_or(Truncated)?;
    if records
        .chunks_exact(width)
        .is_sorted_by(|one, next| one < next)
    {
        Ok(Section {
            kind,
            list,
            width,
            bytes: start..start + bytes,
        })
    } else {
        Err(BlocklistError::Order)
    }
}

fn uint16(reader: &mut Reader<'_>) -> Result<u16, BlocklistError> {
    match reader.bytes(2) {
        Some(&[high, low]) => Ok(u16::from_be_bytes([high, low])),
        _ => Err(BlocklistError::Truncated),
    }
}

fn length(reader: &mut Reader<'_>) -> Result<usize, BlocklistError> {
    let number = reader.uint32().ok_or(BlocklistError::Truncated)?;
    usize::try_from(number).map_err(|_| BlocklistError::TooLarge)
}
