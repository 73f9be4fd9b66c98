//! Lists of keys that must not be trusted, in one compact file. `docs/blocklist.md` describes the format for others.

mod format;
mod write;

pub use format::{BlocklistError, MAX_FILE};
pub use write::{AddError, Builder, Entry};

use super::numbers;
use crate::keys::public::PublicKey;
use format::{Kind, Section};
use md5::Md5;
use sha2::{Digest, Sha256};

/// A blocklist that was read.
#[derive(Clone, PartialEq, Eq)]
pub struct Blocklist {
    file: Vec<u8>,
    names: Vec<String>,
    sections: Vec<Section>,
}

impl Blocklist {
    /// Reads a blocklist file. The file may come from anyone: nothing in it is believed before it is checked.
    ///
    /// # Errors
    /// [`BlocklistError`] when the file is not exactly what `docs/blocklist.md` says.
    pub fn parse(file: Vec<u8>) -> Result<Self, BlocklistError> {
        let (names, sections) = format::read(&file)?;
        Ok(Self {
            file,
            names,
            sections,
        })
    }

    /// The names of the lists in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// How many keys and primes it lists.
    pub fn len(&self) -> usize {
        self.sections.iter().map(Section::count).sum()
    }

    /// Whether it lists nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of the first list that the key is on.
    ///
    /// An innocent key is taken for one on a list with a chance of [`Blocklist::len`] in 2⁶⁴ or less.
    pub fn find(&self, key: &PublicKey) -> Option<&str> {
        let fingerprint: [u8; 32] = Sha256::digest(key.blob()).into();
        let number = numbers::identity(key).map(|number| <[u8; 32]>::from(Sha256::digest(number)));
        let mut md5: Option<[u8; 16]> = None;
        let section = self.sections.iter().find(|section| {
            let width = section.width();
            let wanted: &[u8] = match section.kind() {
                Kind::Fingerprint => &fingerprint[..width],
                Kind::Md5 => {
                    &md5.get_or_insert_with(|| Md5::digest(key.blob()).into())[16 - width..]
                }
                Kind::Number => match &number {
                    Some(digest) => &digest[..width],
                    None => return false,
                },
                Kind::Primes => return false,
            };
            section.contains(&self.file, wanted)
        })?;
        Some(&self.names[section.list()])
    }

    /// The products of primes that RSA keys must not have, big-endian, each with its list's name.
    pub fn primes(&self) -> impl Iterator<Item = (&[u8], &str)> {
        self.sections
            .iter()
            .filter(|section| section.kind() == Kind::Primes)
            .flat_map(|section| {
                let name = self.names[section.list()].as_str();
                section
                    .records(&self.file)
                    .map(move |product| (product, name))
            })
    }
}

impl std::fmt::Debug for Blocklist {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blocklist")
            .field("names", &self.names)
            .field("len", &self.len())
            .finish()
    }
}
