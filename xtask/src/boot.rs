//! How the page starts the app: the mark that Trunk leaves in index.html, and the script that takes its place.

use crate::frame::replace_mark;
use crate::project;
use anyhow::{Context, Result, bail, ensure};

/// The mark that Trunk.toml makes Trunk write: what the app's program is called.
#[derive(Debug, PartialEq, Eq)]
pub struct Boot<'a> {
    /// The whole mark.
    pub mark: &'a str,
    /// The path under which the site is served, with a slash at both ends.
    pub base: &'a str,
    /// The file of the program's JavaScript side.
    pub js: &'a str,
    /// The file of the program.
    pub wasm: &'a str,
}

impl<'a> Boot<'a> {
    /// Finds the mark in the page.
    ///
    /// # Errors
    /// When it is not there or not complete.
    pub fn find(html: &'a str) -> Result<Self> {
        let start = html
            .find("<!--boot ")
            .context("index.html: Trunk wrote no boot mark (see Trunk.toml)")?;
        let length = html[start..]
            .find("-->")
            .context("index.html: the boot mark has no end")?
            + 3;
        let mark = &html[start..start + length];
        let value = |name: &str| {
            let (_, rest) = mark
                .split_once(&format!("{name}=\""))
                .with_context(|| format!("the boot mark has no {name}"))?;
            Ok::<_, anyhow::Error>(
                rest.split_once('"')
                    .with_context(|| format!("{name} in the boot mark has no end"))?
                    .0,
            )
        };
        Ok(Self {
            mark,
            base: checked_base(value("base")?)?,
            js: value("js")?,
            wasm: value("wasm")?,
        })
    }
}

/// A public URL that can be the base of the site's addresses, which stand in attributes as they are.
///
/// # Errors
/// When it is something else than a path with a slash at both ends.
pub fn checked_base(url: &str) -> Result<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    ensure!(
        url.starts_with('/') && url.ends_with('/') && !url.contains("//") && url.chars().all(plain),
        "the public URL must be a path such as /keyhaven/, not {url:?}"
    );
    Ok(url)
}

/// The starter is one file on the page and several in the source, so that the policy can be tested alone.
///
/// # Errors
/// When they do not fit together.
pub fn script() -> Result<String> {
    let mut script = project::source("site/boot.mjs")?;
    for (file, names) in [
        ("offline", "offline"),
        (
            "policy",
            "connectPolicy, framePolicy, narrowed, workerPolicy",
        ),
    ] {
        let part =
            project::source(&format!("site/{file}.mjs"))?.replace("export function", "function");
        if part.contains("import ") || part.contains("export ") {
            bail!("site/{file}.mjs may only export functions");
        }
        let import = format!("import {{ {names} }} from \"./{file}.mjs\";\n");
        script = replace_mark(&script, &import, &part)?;
    }
    let trusted = project::source("site/trusted.mjs")?;
    if trusted.contains("import ") {
        bail!("site/trusted.mjs may import nothing");
    }
    let import = "import { serviceWorkerScript } from \"./trusted.mjs\";\n";
    let script = replace_mark(&script, import, "")?;
    replace_mark(&script, "export * from \"./trusted.mjs\";\n", &trusted)
}

/// The app's script with the way to the starter's `site/trusted.mjs` put in: `starter` is its file beside the app's. Leptos sets
/// markup in one place of the script that wasm-bindgen wrote.
///
/// # Errors
/// When the script is not as expected.
pub fn with_trusted(app: &str, starter: &str) -> Result<String> {
    const IMPORT: &str = "from './trusted.js'";
    let starter = format!("from './{starter}'");
    ensure!(
        app.contains(IMPORT),
        "the app's script imports nothing {IMPORT}"
    );
    let app = app.replace(IMPORT, &starter);
    let (before, after) = app
        .split_once(".innerHTML = ")
        .context("the app's script sets no markup")?;
    let (text, after) = after.split_once(";\n").context("markup without an end")?;
    let unchecked = [
        ".innerHTML =",
        ".outerHTML =",
        "insertAdjacentHTML",
        ".write(",
    ];
    for sink in unchecked {
        ensure!(
            !after.contains(sink),
            "the app's script also has {sink}, which is not led through site/trusted.mjs"
        );
    }
    Ok(format!(
        "import {{ markup }} {starter};\n{before}.innerHTML = markup({text});\n{after}"
    ))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn the_boot_mark_is_read() {
        let mark = r#"<!--boot base="/sub/" js="app-1.js" wasm="app-1_bg.wasm"-->"#;
        let html = format!("<head>{mark}</head>");
        let boot = Boot::find(&html).unwrap();
        assert_eq!(
            boot,
            Boot {
                mark,
                base: "/sub/",
                js: "app-1.js",
                wasm: "app-1_bg.wasm"
            }
        );
    }

    #[test]
    fn a_public_url_that_is_no_path_is_refused() {
        for base in [
            "",
            "./",
            "https://other.example/",
            "/sub",
            "/a b/",
            "/a&amp;/",
            "//other.example/",
        ] {
            assert!(
                Boot::find(&format!(r#"<!--boot base="{base}" js="a" wasm="b"-->"#)).is_err(),
                "{base}"
            );
        }
    }

    #[test]
    fn the_starter_is_one_script() {
        let script = script().unwrap();
        assert!(script.contains("function connectPolicy(") && script.contains("function offline("));
        assert!(script.contains("export function markup(") && !script.contains("from \""));
    }

    const APP: &str = "import { vaultPage } from './trusted.js';\nset(a, b, c) {\n    a.innerHTML = text(b, c);\n}\n";

    #[test]
    fn markup_is_led_through_the_list() {
        let script = with_trusted(APP, "boot-1.js").unwrap();
        assert_eq!(
            script,
            "import { markup } from './boot-1.js';\nimport { vaultPage } from './boot-1.js';\nset(a, b, c) {\n    \
             a.innerHTML = markup(text(b, c));\n}\n"
        );
    }

    #[test]
    fn another_place_for_markup_is_an_error() {
        let twice = format!("{APP}other(a) {{\n    a.outerHTML = b;\n}}\n");
        assert!(with_trusted(&twice, "boot-1.js").is_err());
        assert!(with_trusted("a.innerHTML = b;\n", "boot-1.js").is_err());
        assert!(with_trusted("import {} from './trusted.js';\n", "boot-1.js").is_err());
    }
}
