//! Making a blocklist file.

use super::format::{Kind, MAGIC, MIN_WIDTH, VERSION, is_name};
use crate::keys::audit::numbers;
use crate::keys::public::PublicKey;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The length of the hashes that are written: a million keys then hit an innocent one once in 1.8 · 10¹³ tries.
const WIDTH: usize = MIN_WIDTH;

/// One thing to list.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// A key.
    Key(&'a PublicKey),
    /// The SHA-256 fingerprint of a key.
    Sha256(&'a [u8; 32]),
    /// The MD5 fingerprint of a key, or the end of it: Debian's lists have the last 10 bytes.
    Md5Tail(&'a [u8]),
    /// The SHA-256 of a key's own number, or the beginning of it, as `badkeys` lists keys.
    NumberHash(&'a [u8]),
    /// A prime that RSA keys must not have, or a product of such primes, big-endian.
    Primes(&'a [u8]),
}

/// Why something cannot be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AddError {
    /// A list's name is empty, over 255 bytes long, or has control characters.
    #[error("a list must have a name of 1 to 255 bytes without control characters")]
    Name,
    /// More lists than the format can count.
    #[error("there are too many lists")]
    TooManyLists,
    /// A hash with fewer than 8 bytes.
    #[error("a hash of fewer than 8 bytes would hit innocent keys")]
    TooShort,
    /// Zero or one, where a prime belongs.
    #[error("zero and one are not primes")]
    NoPrime,
}

/// Collects keys by list and writes them as a file.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    names: Vec<String>,
    sections: BTreeMap<(usize, Kind, usize), BTreeSet<Vec<u8>>>,
}

impl Builder {
    /// Nothing listed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `entry` to the list called `name`, which is made when there is none.
    ///
    /// # Errors
    /// [`AddError`] when the name or the entry cannot be written.
    pub fn add(&mut self, name: &str, entry: Entry<'_>) -> Result<(), AddError> {
        let (kind, record) = record(entry)?;
        let list = self.list(name)?;
        self.sections
            .entry((list, kind, record.len()))
            .or_default()
            .insert(record);
        Ok(())
    }

    /// How many different things are listed.
    pub fn len(&self) -> usize {
        self.sections.values().map(BTreeSet::len).sum()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The file, as [`super::Blocklist::parse`] reads it.
    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        file.push(VERSION);
        put16(&mut file, self.names.len());
        for name in &self.names {
            // is_name allows no longer ones.
            file.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
            file.extend_from_slice(name.as_bytes());
        }
        put16(&mut file, self.sections.len());
        for (&(list, kind, width), records) in &self.sections {
            file.push(kind as u8);
            put16(&mut file, list);
            put32(&mut file, width);
            put32(&mut file, records.len());
            for record in records {
                file.extend_from_slice(record);
            }
        }
        file
    }

    fn list(&mut self, name: &str) -> Result<usize, AddError> {
        if let Some(list) = self.names.iter().position(|known| known == name) {
            return Ok(list);
        }
        if !is_name(name) {
            return Err(AddError::Name);
        }
        // Each list has one section a kind, but for primes one a length: the count of those is checked by the reader.
        if self.names.len() >= usize::from(u16::MAX) / 8 {
            return Err(AddError::TooManyLists);
        }
        self.names.push(name.to_owned());
        Ok(self.names.len() - 1)
    }
}

fn record(entry: Entry<'_>) -> Result<(Kind, Vec<u8>), AddError> {
    let first = |hash: &[u8]| hash.get(..WIDTH).map(<[u8]>::to_vec);
    let (kind, record) = match entry {
        // By its number: another exponent on the same modulus does not make a key safe.
        Entry::Key(key) => match numbers::identity(key) {
            Some(number) => (Kind::Number, first(&Sha256::digest(number))),
            None => (Kind::Fingerprint, first(&Sha256::digest(key.blob()))),
        },
        Entry::Sha256(hash) => (Kind::Fingerprint, first(hash)),
        Entry::Md5Tail(hash) => (
            Kind::Md5,
            hash.last_chunk::<WIDTH>().map(|end| end.to_vec()),
        ),
        Entry::NumberHash(hash) => (Kind::Number, first(hash)),
        Entry::Primes(number) => {
            let start = number.iter().position(|&digit| digit != 0);
            let digits = &number[start.unwrap_or(number.len())..];
            if matches!(digits, [] | [1]) {
                return Err(AddError::NoPrime);
            }
            (Kind::Primes, Some(digits.to_vec()))
        }
    };
    Ok((kind, record.ok_or(AddError::TooShort)?))
}

fn put16(file: &mut Vec<u8>, number: usize) {
    file.extend_from_slice(&u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes());
}

fn put32(file: &mut Vec<u8>, number: usize) {
    file.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
}
