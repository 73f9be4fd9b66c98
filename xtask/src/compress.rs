//! Compressed copies beside the files of a site, for servers that send them as they are.

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const COMPRESSIBLE: [&str; 6] = ["html", "js", "css", "svg", "wasm", "json"];

/// Writes `FILE.br` and `FILE.gz` beside every compressible file in a folder.
///
/// # Errors
/// When a file cannot be read or written.
pub fn folder(folder: &Path) -> Result<()> {
    for path in files(folder)? {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if COMPRESSIBLE.contains(&&*extension) {
            file(&path)?;
        }
    }
    Ok(())
}

/// Writes `FILE.br` and `FILE.gz` beside a file.
///
/// # Errors
/// When a file cannot be read or written.
pub fn file(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    fs::write(with_suffix(file, "br"), brotli(&bytes)?)?;
    fs::write(with_suffix(file, "gz"), gzip(&bytes)?)?;
    Ok(())
}

/// All files in a folder and the folders in it, in a fixed order.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut entries = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Brotli at its best, the size that counts for the budget.
///
/// # Errors
/// Never in practice: it writes to memory.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

/// gzip without a name or a date, so that the same bytes give the same file.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use std::io::Read;

    #[test]
    fn both_formats_give_the_bytes_back() {
        let bytes = b"key pair ".repeat(1000);
        let (mut unzipped, mut unbrotlied) = (Vec::new(), Vec::new());
        flate2::read::GzDecoder::new(&*gzip(&bytes).unwrap())
            .read_to_end(&mut unzipped)
            .unwrap();
        brotli::BrotliDecompress(&mut &*brotli(&bytes).unwrap(), &mut unbrotlied).unwrap();
        assert_eq!(unzipped, bytes);
        assert_eq!(unbrotlied, bytes);
        assert!(brotli(&bytes).unwrap().len() < 100);
    }
}
