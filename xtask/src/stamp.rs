//! Whether a site is still what its sources would give, so that it is not built again for nothing.

use crate::compress;
use crate::project::{self, Profile};
use crate::release::hex;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Everything that a site is made from, beside the tools, whose versions are in xtask.
const INPUTS: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "rust-toolchain.toml",
    ".cargo",
    "bcrypt",
    "site",
    "src",
    "style",
    "xtask",
];

/// The mark of a finished build: a hash over its sources, and one over what came out.
pub struct Stamp {
    file: PathBuf,
    dist: PathBuf,
    inputs: String,
}

impl Stamp {
    /// Reads the sources as they are now; `smaller` is which of the tools that make files smaller are there.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of_sources(profile: Profile, public_url: &str, smaller: [bool; 2]) -> Result<Self> {
        let mut all = Sha256::new();
        all.update(format!("{profile:?} {public_url} {smaller:?}\n"));
        for input in INPUTS {
            hash_into(&mut all, &project::root().join(input))?;
        }
        let name = format!("site-{profile:?}.stamp").to_lowercase();
        Ok(Self {
            file: project::target()?.join(name),
            dist: profile.dist()?,
            inputs: hex(&all.finalize()),
        })
    }

    /// Whether the site was built from exactly these sources, and nothing has touched it since.
    pub fn is_current(&self) -> bool {
        let written = fs::read_to_string(&self.file).unwrap_or_default();
        self.text().is_ok_and(|text| text == written)
    }

    /// Notes that the site is now built from these sources.
    ///
    /// # Errors
    /// When the site cannot be read or the note not be written.
    pub fn write(&self) -> Result<()> {
        fs::write(&self.file, self.text()?).with_context(|| self.file.display().to_string())
    }

    fn text(&self) -> Result<String> {
        let mut site = Sha256::new();
        hash_into(&mut site, &self.dist)?;
        Ok(format!("{}\n{}\n", self.inputs, hex(&site.finalize())))
    }
}

fn hash_into(all: &mut Sha256, path: &Path) -> Result<()> {
    let files = if path.is_dir() {
        compress::files(path)?
    } else {
        vec![path.to_owned()]
    };
    for file in files {
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        all.update(format!("{} {}\n", file.display(), bytes.len()));
        all.update(bytes);
    }
    Ok(())
}
