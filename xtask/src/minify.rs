//! Scripts and style sheets without what only people read.

use crate::tools;
use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::process::Stdio;

/// What a text is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A JavaScript module.
    Module,
    /// A JavaScript that is no module: its names are the world's.
    Script,
    /// A style sheet.
    Style,
}

/// The same script or style sheet, shorter. Without npm it stays as it is.
///
/// # Errors
/// When the tool cannot be installed, or finds the text faulty.
pub fn minify(text: &str, kind: Kind) -> Result<String> {
    let Some(mut command) = tools::esbuild()? else {
        return Ok(text.to_owned());
    };
    let options: &[&str] = match kind {
        Kind::Module => &["--loader=js", "--format=esm"],
        Kind::Script => &["--loader=js"],
        Kind::Style => &["--loader=css"],
    };
    // No target: what is written here is what browsers get, not an older way to say it.
    let mut child = command
        .args(["--minify", "--charset=utf8", "--legal-comments=none"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    // It reads everything before it writes anything, so neither side waits for the other.
    let mut input = child.stdin.take().context("esbuild has no input")?;
    input.write_all(text.as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "esbuild: {}", output.status);
    let text = String::from_utf8(output.stdout).context("esbuild: output")?;
    ensure!(!text.trim().is_empty(), "esbuild left nothing");
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn what_is_only_for_people_goes_and_names_of_others_stay() {
        let script = "// why\nexport function start(longName) {\n  return outside(longName);\n}\n";
        let short = minify(script, Kind::Module).unwrap();
        assert!(short.len() < script.len() / 2 + 20 && !short.contains("why"));
        assert!(short.contains("outside(") && short.contains("start"));
        let style = minify("/* why */\na {\n  color: red;\n}\n", Kind::Style).unwrap();
        assert_eq!(style.trim(), "a{color:red}");
    }

    #[test]
    fn a_faulty_script_stops_the_build() {
        assert!(minify("const = ;", Kind::Module).is_err());
    }
}
