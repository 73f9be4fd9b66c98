//! The text of a PPK file: headers in a fixed order, base64 below two of them.

use crate::keys::certificate::{self, is_certificate};
use crate::keys::private::data::Wiped;
use crate::keys::private::old_pem::unhex;
use crate::keys::private::ppk::START;
use crate::keys::private::{Kdf, ReadError, clean_comment, pem};
use crate::keys::public::PublicKey;
use crate::keys::wire::put_string;
use zeroize::Zeroizing;

/// The most lines of base64 that a number above them may announce; a key of 16,384 bits has 50.
const MAX_LINES: usize = 1000;

/// The fields of a file.
pub(in crate::keys::private) struct File<'a> {
    /// 1, 2 or 3.
    pub(in crate::keys::private) version: u8,
    algorithm: &'a str,
    /// `none` or the name of the cipher.
    pub(in crate::keys::private) encryption: &'a str,
    comment: &'a [u8],
    public: Vec<u8>,
    /// The key derivation of a locked file.
    pub(in crate::keys::private) kdf: Option<Kdf>,
    /// The private half; some files have the public one alone.
    pub(in crate::keys::private) locked: Option<Locked>,
}

/// The private half of a file, locked or not.
pub(in crate::keys::private) struct Locked {
    pub(super) salt: Vec<u8>,
    pub(super) private: Wiped,
    pub(super) mac: Vec<u8>,
}

impl<'a> File<'a> {
    /// Reads the text. Line ends may be LF, CR LF or CR, as PuTTY takes them.
    ///
    /// # Errors
    /// [`ReadError::UnsupportedFormat`] for a version after 3; [`ReadError::UnsupportedKdf`];
    /// [`ReadError::Damaged`] for everything else.
    pub(in crate::keys::private) fn parse(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let (mut file, mut lines) = Self::head(bytes)?;
        if !lines.0.trim_ascii().is_empty() {
            file.read_private(&mut lines)?;
        }
        Ok(file)
    }

    /// The public half of a file, whatever is below it.
    ///
    /// # Errors
    /// As [`File::parse`].
    pub(in crate::keys::private) fn public_of(bytes: &[u8]) -> Result<PublicKey, ReadError> {
        File::head(bytes)?.0.public_key()
    }

    /// Reads as far as the public half, and gives the lines below it.
    fn head(bytes: &'a [u8]) -> Result<(Self, Lines<'a>), ReadError> {
        let mut lines = Lines(bytes);
        let first = lines.next().ok_or(ReadError::Damaged)?;
        let (version, algorithm) = text(first)?
            .strip_prefix(START)
            .and_then(|rest| rest.split_once(": "))
            .ok_or(ReadError::Damaged)?;
        let version = match version {
            "1" => 1,
            "2" => 2,
            "3" => 3,
            number if number.parse::<u32>().is_ok() => {
                return Err(ReadError::UnsupportedFormat {
                    format: "PuTTY, a version after 3",
                });
            }
            _ => return Err(ReadError::Damaged),
        };
        let encryption = text(lines.header("Encryption")?)?;
        let comment = lines.header("Comment")?;
        let public = lines.base64("Public-Lines")?.to_vec();
        let file = Self {
            version,
            algorithm,
            encryption,
            comment,
            public,
            kdf: None,
            locked: None,
        };
        Ok((file, lines))
    }

    /// Reads what is below the public half.
    fn read_private(&mut self, lines: &mut Lines<'_>) -> Result<(), ReadError> {
        let (kdf, salt) = match (self.version, self.encryption) {
            (_, "none") => (None, Vec::new()),
            (3, _) => argon2(lines)?,
            _ => (Some(Kdf::Sha1), Vec::new()),
        };
        let private = lines.base64("Private-Lines")?;
        let mac = match lines.header("Private-MAC") {
            // Version 1 alone.
            Err(_) if self.version == 1 => Vec::new(),
            mac => unhex(text(mac?)?).ok_or(ReadError::Damaged)?,
        };
        if self.version > 1 && !lines.0.trim_ascii().is_empty() {
            return Err(ReadError::Damaged);
        }
        self.kdf = kdf;
        self.locked = Some(Locked { salt, private, mac });
        Ok(())
    }

    /// Whether a passphrase is needed.
    pub(in crate::keys::private) fn is_locked(&self) -> bool {
        self.encryption != "none" && self.locked.is_some()
    }

    /// The comment as text.
    pub(in crate::keys::private) fn comment(&self) -> String {
        clean_comment(self.comment)
    }

    /// The public half, which stands in clear: the plain key, also where the file holds a certificate of it. It is not
    /// checked before the file is unlocked.
    pub(in crate::keys::private) fn public_key(&self) -> Result<PublicKey, ReadError> {
        let from_blob =
            |blob| PublicKey::from_blob(blob, &self.comment()).map_err(|_| ReadError::Damaged);
        let key = from_blob(self.public.clone())?;
        if key.algorithm() != self.algorithm {
            Err(ReadError::Damaged)
        } else if is_certificate(self.algorithm) {
            let (_, plain) = certificate::read(&self.public).ok_or(ReadError::Damaged)?;
            from_blob(plain.blob().to_vec())
        } else {
            Ok(key)
        }
    }

    /// The public half of a file that is one to be read.
    pub(super) fn readable(&self) -> Result<PublicKey, ReadError> {
        if self.version == 1 {
            return Err(ReadError::UnsupportedFormat {
                format: "PuTTY, version 1",
            });
        }
        match self.encryption {
            "none" | "aes256-cbc" => {}
            name => {
                return Err(ReadError::UnsupportedCipher {
                    name: name.to_owned(),
                });
            }
        }
        self.public_key()
    }

    /// What the authentication code is made over.
    pub(super) fn authenticated(&self, private: &[u8]) -> Wiped {
        authenticated(
            self.algorithm,
            self.encryption,
            self.comment,
            &self.public,
            private,
        )
    }
}

/// What the authentication code is made over: five strings.
pub(super) fn authenticated(
    algorithm: &str,
    encryption: &str,
    comment: &[u8],
    public: &[u8],
    private: &[u8],
) -> Wiped {
    let fields = [
        algorithm.as_bytes(),
        encryption.as_bytes(),
        comment,
        public,
        private,
    ];
    let length = fields.iter().map(|field| field.len() + 4).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(length));
    for field in fields {
        put_string(&mut out, field);
    }
    out
}

fn argon2(lines: &mut Lines<'_>) -> Result<(Option<Kdf>, Vec<u8>), ReadError> {
    let flavour = match text(lines.header("Key-Derivation")?)? {
        "Argon2id" => "Argon2id",
        "Argon2i" => "Argon2i",
        "Argon2d" => "Argon2d",
        name => {
            return Err(ReadError::UnsupportedKdf {
                name: name.to_owned(),
            });
        }
    };
    let mut number = |name| {
        text(lines.header(name)?)?
            .parse::<u32>()
            .map_err(|_| ReadError::Damaged)
    };
    let kdf = Kdf::Argon2 {
        flavour,
        memory: number("Argon2-Memory")?,
        passes: number("Argon2-Passes")?,
        lanes: number("Argon2-Parallelism")?,
    };
    let salt = unhex(text(lines.header("Argon2-Salt")?)?).ok_or(ReadError::Damaged)?;
    Ok((Some(kdf), salt))
}

fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|_| ReadError::Damaged)
}

/// The lines that are left.
struct Lines<'a>(&'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = self.0.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let (line, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = match rest {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => rest,
        };
        Some(line)
    }
}

impl<'a> Lines<'a> {
    /// The value of the next line, which must be the header `name`.
    fn header(&mut self, name: &str) -> Result<&'a [u8], ReadError> {
        self.next()
            .and_then(|line| line.strip_prefix(name.as_bytes())?.strip_prefix(b":"))
            // An editor may have taken the space at the end of an empty comment's line.
            .map(|value| value.strip_prefix(b" ").unwrap_or(value))
            .ok_or(ReadError::Damaged)
    }

    /// The bytes below the header `name`, which says how many lines they take.
    fn base64(&mut self, name: &str) -> Result<Wiped, ReadError> {
        let count: usize = text(self.header(name)?)?
            .parse()
            .ok()
            .filter(|&count| count <= MAX_LINES)
            .ok_or(ReadError::Damaged)?;
        let mut joined = Zeroizing::new(String::with_capacity(self.0.len()));
        for _ in 0..count {
            joined.push_str(text(self.next().ok_or(ReadError::Damaged)?)?);
        }
        pem::decode(&joined)
    }
}
