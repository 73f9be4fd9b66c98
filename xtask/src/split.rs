//! Cuts a program into what every visit needs and the parts that are fetched when a page first needs them.
//!
//! Where to cut is said in the source, by `#[wasm_split]`. The cut must be made between the compiler and wasm-bindgen,
//! and Trunk runs one straight after the other. So this program stands in for wasm-bindgen on Trunk's `PATH`: it cuts,
//! then calls the real one.

use crate::frame::{hash, replace_mark};
use crate::{project, sh};
use anyhow::{Context, Result, anyhow, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tells the stand-in where the real wasm-bindgen is.
const REAL: &str = "KEYHAVEN_WASM_BINDGEN";
/// What the compiler must leave in the program so that it can be cut.
pub const RUSTFLAGS: &str = "-Clink-args=--emit-relocs";
/// The script that fetches the parts, as the cut program imports it.
const LOADER: &str = "./__wasm_split.js";

/// A folder to put first on Trunk's `PATH`, and the environment that belongs to it.
///
/// # Errors
/// When the stand-in cannot be written.
pub fn stand_in(real: &Path) -> Result<(PathBuf, (&'static str, PathBuf))> {
    let folder = project::target()?.join("stand-in");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
    // A running program cannot be written over, but it can be replaced.
    let fresh = folder.join("fresh");
    fs::copy(std::env::current_exe()?, &fresh)
        .and_then(|_| fs::rename(&fresh, &file))
        .with_context(|| file.display().to_string())?;
    Ok((folder, (REAL, real.join("wasm-bindgen"))))
}

/// The arguments of wasm-bindgen, when this program was started in its place.
pub fn called_as_wasm_bindgen() -> Option<Vec<OsString>> {
    let mut arguments = std::env::args_os();
    let name = PathBuf::from(arguments.next()?);
    (name.file_stem()? == "wasm-bindgen").then(|| arguments.collect())
}

/// Does wasm-bindgen's work on the cut program.
///
/// # Errors
/// When the program cannot be cut, or wasm-bindgen fails.
pub fn wasm_bindgen(mut arguments: Vec<OsString>) -> Result<()> {
    let real = std::env::var_os(REAL).with_context(|| format!("{REAL} is not set"))?;
    let program = arguments.iter_mut().find(|argument| {
        Path::new(argument)
            .extension()
            .is_some_and(|end| end == "wasm")
    });
    if let Some(program) = program {
        *program = cut(Path::new(program))?.into();
        // The parts share the main one's table of functions, which wasm-bindgen would otherwise keep to itself.
        arguments.push("--keep-lld-exports".into());
    }
    sh::run(Command::new(real).args(arguments))
}

/// Where the parts of a program are left for the step that puts the site together.
fn folder(program: &str) -> Result<PathBuf> {
    Ok(project::target()?.join("split").join(program))
}

fn cut(program: &Path) -> Result<PathBuf> {
    let stem = program.file_stem().context("a program without a name")?;
    let folder = folder(&stem.to_string_lossy())?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let bytes = fs::read(program).with_context(|| program.display().to_string())?;
    // Not `.wasm`, so that only the parts are.
    let main = folder.join("main");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("cutting {}", program.display()))?;
    Ok(main)
}

/// The parts of the program `app`, apart from its main one: their names and their bytes.
///
/// # Errors
/// When they cannot be read.
pub fn parts() -> Result<Vec<(String, PathBuf)>> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder("app")?)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "wasm") {
            let name = path.file_name().context("a part without a name")?;
            parts.push((name.to_string_lossy().into_owned(), path.clone()));
        }
    }
    parts.sort();
    Ok(parts)
}

/// A part where the site has it.
pub struct Placed<'a> {
    /// Its name when it was cut.
    pub name: &'a str,
    /// Its name on the site, where it lies beside the app's script.
    pub file: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Puts the script that fetches the parts into the app's own script, which is the one that needs it: two scripts that
/// import each other could not both be named by their content.
///
/// # Errors
/// When one of the scripts is not as expected.
pub fn join(app: &str, parts: &[Placed<'_>]) -> Result<String> {
    let loader = project::read(&folder("app")?.join("__wasm_split.js"))?;
    joined(app, &loader, &project::source("site/part.mjs")?, parts)
}

fn joined(app: &str, loader: &str, fetch: &str, parts: &[Placed<'_>]) -> Result<String> {
    let mut loader = replace_mark(loader, "import { initSync } from \"./main.js\";\n", "")?;
    for part in parts {
        loader = replace_mark(
            &loader,
            &format!("fetch(new URL(\"./{}\", import.meta.url))", part.name),
            &format!("fetchPart(\"{}\", \"{}\")", part.file, hash(part.bytes)),
        )?;
    }
    let loader = loader.replace("WebAssembly.instantiateStreaming(", "instantiatePart(");
    ensure!(
        !loader.contains("import.meta"),
        "{LOADER} fetches a part that the site does not have"
    );
    let names: Vec<&str> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_once(' '))
        .map(|(name, _)| name)
        .collect();
    let loader = format!(
        "const wasmSplit = (() => {{\n{}\n{}\nreturn {{ {} }};\n}})();\n",
        fetch,
        loader.replace("export const ", "const "),
        names.join(", ")
    );
    // One import and one entry in the list of imports for each place where the program is cut, all of the same script.
    let mut imported = false;
    let mut listed = false;
    let mut script = String::new();
    for line in app.lines() {
        if line.starts_with("import ") && line.contains(LOADER) {
            imported = true;
        } else if line.contains(LOADER) {
            if !std::mem::replace(&mut listed, true) {
                script += &format!("\"{LOADER}\": wasmSplit,\n");
            }
        } else {
            script += &format!("{line}\n");
        }
    }
    ensure!(
        imported && listed,
        "the app's script does not import {LOADER} as expected"
    );
    Ok(loader + &script)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const APP: &str = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\nexport function initSync() {}\nlist({\n  \"./__wasm_split.js\": import1,\n  \"./__wasm_split.js\": import2,\n});\n";
    const LOADER_SCRIPT: &str = "import { initSync } from \"./main.js\";\n
export const __wasm_split_load_pages = load(() => { const src = fetch(new URL(\"./split_pages.wasm\", import.meta.url)); return (imports) => WebAssembly.instantiateStreaming(src, imports); });
";

    fn placed(name: &str) -> Placed<'_> {
        Placed {
            name,
            file: "part-1.wasm",
            bytes: b"part",
        }
    }

    #[test]
    fn the_two_scripts_become_one() {
        let script = joined(
            APP,
            LOADER_SCRIPT,
            "function fetchPart() {}",
            &[placed("split_pages.wasm")],
        )
        .unwrap();
        assert!(
            script.ends_with("list({\n\"./__wasm_split.js\": wasmSplit,\n});\n"),
            "{script}"
        );
        assert!(script.contains("fetchPart(\"part-1.wasm\", \"sha256-"));
        assert!(script.contains("return { __wasm_split_load_pages };"));
        assert!(!script.contains("import.meta") && !script.contains("export const"));
    }

    #[test]
    fn a_part_that_the_site_does_not_have_is_an_error() {
        assert!(joined(APP, LOADER_SCRIPT, "", &[]).is_err());
        assert!(joined(APP, LOADER_SCRIPT, "", &[placed("other.wasm")]).is_err());
        assert!(
            joined(
                "export {}",
                LOADER_SCRIPT,
                "",
                &[placed("split_pages.wasm")]
            )
            .is_err()
        );
    }
}
