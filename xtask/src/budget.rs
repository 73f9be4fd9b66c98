//! What a visitor downloads, against what we allow ourselves.

use crate::release::{MANIFEST, SUMS};
use crate::{base, compress};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

/// Bytes, in brotli, for everything that the sign-in and list pages fetch.
const FIRST_LOAD: u64 = 250_000;
/// Bytes, in brotli, for all parts of the app together that are fetched when a page first needs them: key pairs' pages,
/// servers' pages, files of clouds. No page needs more than two of them.
const LATER: u64 = 400_000;
/// Bytes, in brotli, for the audit of the listed keys, which is fetched when the page is idle.
const AUDIT: u64 = 150_000;
/// Bytes, in brotli, for the vault, which is fetched when it is first needed or the page is idle.
const VAULT: u64 = 250_000;

/// Bytes, in brotli, for what is fetched after the start to keep the version and to install it as an app, apart from the above.
const KEPT: u64 = 60_000;

/// Prints every file of a site with its size, and the sums.
///
/// # Errors
/// When a sum is over its budget, or a file has no compressed copy.
pub fn check(dist: &Path) -> Result<()> {
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let (mut audit, mut vault, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for file in compress::files(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        if name.ends_with(".br")
            || name.ends_with(".gz")
            || name.starts_with("old-browser-")
            || name == SUMS
            || name == base::COPY
        {
            continue;
        }
        let size = fs::metadata(dist.join(format!("{name}.br")))
            .map_or(fs::metadata(&file)?.len(), |copy| copy.len());
        let list = if name.starts_with("vault-") {
            &mut vault
        } else if name.starts_with("part-") {
            &mut later
        } else if name.starts_with("audit-") {
            &mut audit
        } else if name == MANIFEST
            || ["sw-", "manifest-", "icon-"]
                .iter()
                .any(|kind| name.starts_with(kind))
        {
            &mut kept
        } else {
            &mut first
        };
        list.push((name, size));
    }
    let over: Vec<_> = [
        ("first load", first, FIRST_LOAD),
        ("pages fetched later", later, LATER),
        ("audit", audit, AUDIT),
        ("vault", vault, VAULT),
        ("kept version and icons", kept, KEPT),
    ]
    .into_iter()
    .filter(|(title, files, budget)| !sum(title, files, *budget))
    .map(|(title, ..)| title)
    .collect();
    if over.is_empty() {
        Ok(())
    } else {
        bail!("over its budget: {}", over.join(", "))
    }
}

/// Prints one list and tells whether it is within its budget.
fn sum(title: &str, files: &[(String, u64)], budget: u64) -> bool {
    println!("   {title}");
    for (name, size) in files {
        println!("   {size:>9}  {name}");
    }
    let total: u64 = files.iter().map(|(_, size)| size).sum();
    println!("   {total:>9}  of {budget} bytes (brotli)");
    total <= budget && total > 0
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_budget_is_kept_to_the_byte_and_an_empty_site_is_no_success() {
        let files = |size| vec![("a".to_owned(), size), ("b".to_owned(), 10)];
        assert!(sum("t", &files(90), 100));
        assert!(!sum("t", &files(91), 100));
        assert!(!sum("t", &[], 100));
    }

    #[test]
    fn the_compressed_copy_counts() {
        let folder = std::env::temp_dir().join(format!("keyhaven-budget-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("app-1.wasm"), vec![0; 300_000]).unwrap();
        fs::write(folder.join("vault-1.wasm"), vec![0; 10]).unwrap();
        fs::write(folder.join("audit-1.wasm"), vec![0; 10]).unwrap();
        fs::write(folder.join("part-1.wasm"), vec![0; 10]).unwrap();
        fs::write(folder.join("sw-1.js"), vec![0; 10]).unwrap();
        let raw = check(&folder);
        fs::write(folder.join("app-1.wasm.br"), vec![0; 200_000]).unwrap();
        let compressed = check(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert!(raw.is_err());
        assert!(compressed.is_ok());
    }
}
