//! The vault's frame: one page with everything inlined, and the policy that shuts it in.
//!
//! The app puts the page's text into an `<iframe srcdoc>`. Style and script are named by their hashes in the frame's own
//! policy, and in the app page's policy too, because a srcdoc frame inherits that one.

use anyhow::{Result, ensure};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// What the frame is made of; each the text of a file.
pub struct Parts<'a> {
    /// The page, with the marks `<!--POLICY-->`, `<!--STYLE-->` and `<!--SCRIPT-->`.
    pub template: &'a str,
    /// The frame's style sheets, in order.
    pub styles: &'a [&'a str],
    /// The frame's scripts, in order; they find the worker's script in the constant `WORKER_SOURCE`.
    pub scripts: &'a [&'a str],
    /// The worker's script: wasm-bindgen's glue and what comes after it.
    pub worker: &'a str,
}

/// The finished frame.
pub struct Frame {
    /// The page's text, for `srcdoc`.
    pub html: String,
    /// `sha256-…` of the script.
    pub script_hash: String,
    /// `sha256-…` of the style.
    pub style_hash: String,
}

impl Parts<'_> {
    /// Puts the page together.
    ///
    /// # Errors
    /// When a mark is missing or there twice, when the policy would not come first, or when style or script hold
    /// something that would end their element or be changed by the HTML parser.
    pub fn assemble(&self) -> Result<Frame> {
        let style = self.styles.join("\n");
        let script = format!(
            "\"use strict\";\nconst WORKER_SOURCE = {};\n{}",
            script_string(self.worker),
            self.scripts.join("\n")
        );
        fits("script", &script)?;
        fits("style", &style)?;
        let (script_hash, style_hash) = (hash(script.as_bytes()), hash(style.as_bytes()));
        let policy = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{script_hash}' \
             'wasm-unsafe-eval'; style-src '{style_hash}'; worker-src blob:; connect-src 'none'; base-uri 'none'; \
             form-action 'none'; require-trusted-types-for 'script'; trusted-types keyhaven\">"
        );
        let before = self
            .template
            .split("<!--POLICY-->")
            .next()
            .unwrap_or_default();
        for mark in [
            "<script",
            "<style",
            "<link",
            "<body",
            "<!--STYLE-->",
            "<!--SCRIPT-->",
        ] {
            ensure!(
                !before.contains(mark),
                "frame.html: {mark} stands before <!--POLICY-->"
            );
        }
        let html = replace_mark(self.template, "<!--POLICY-->", &policy)?;
        let html = replace_mark(&html, "<!--STYLE-->", &format!("<style>{style}</style>"))?;
        let html = replace_mark(
            &html,
            "<!--SCRIPT-->",
            &format!("<script>{script}</script>"),
        )?;
        Ok(Frame {
            html,
            script_hash,
            style_hash,
        })
    }
}

/// Replaces a mark that must be there exactly once.
///
/// # Errors
/// When it is missing or there twice.
pub fn replace_mark(text: &str, mark: &str, with: &str) -> Result<String> {
    let count = text.matches(mark).count();
    ensure!(
        count == 1,
        "{mark} must be there once and is there {count} times"
    );
    Ok(text.replace(mark, with))
}

/// `sha256-` and the hash in base64, as policies and `integrity` write it.
pub fn hash(bytes: &[u8]) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(bytes)))
}

/// A JavaScript string literal that may stand in an inline script.
fn script_string(text: &str) -> String {
    // JSON is JavaScript; only the HTML parser could misread it.
    serde_json::Value::from(text)
        .to_string()
        .replace('<', "\\u003c")
}

/// The hash is over the text that the browser has after parsing, which must be the text that was written.
fn fits(what: &str, text: &str) -> Result<()> {
    let lower = text.to_ascii_lowercase();
    for end in [
        format!("</{what}"),
        "<!--".to_owned(),
        "\r".to_owned(),
        "\0".to_owned(),
    ] {
        ensure!(
            !lower.contains(&end),
            "the frame's {what} holds {end:?}, which cannot stand in an inline {what}"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const TEMPLATE: &str =
        "<head><meta charset=utf-8><!--POLICY--><!--STYLE--></head><body><!--SCRIPT--></body>";

    fn parts<'a>(template: &'a str, scripts: &'a [&'a str], worker: &'a str) -> Parts<'a> {
        Parts {
            template,
            styles: &["a{}", "b{}"],
            scripts,
            worker,
        }
    }

    fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
        text.split_once(start).unwrap().1.split_once(end).unwrap().0
    }

    #[test]
    fn the_policy_names_exactly_what_is_inlined() {
        let frame = parts(TEMPLATE, &["go(WORKER_SOURCE)"], "work()")
            .assemble()
            .unwrap();
        let policy = between(&frame.html, "content=\"", "\"");
        assert_eq!(
            hash(between(&frame.html, "<script>", "</script>").as_bytes()),
            frame.script_hash
        );
        assert_eq!(
            hash(between(&frame.html, "<style>", "</style>").as_bytes()),
            frame.style_hash
        );
        assert!(policy.contains(&format!(
            "script-src '{}' 'wasm-unsafe-eval';",
            frame.script_hash
        )));
        assert!(policy.contains(&format!("style-src '{}';", frame.style_hash)));
        assert!(policy.starts_with("default-src 'none';") && policy.contains("connect-src 'none'"));
        assert!(policy.ends_with("require-trusted-types-for 'script'; trusted-types keyhaven"));
        assert!(!policy.contains("'self'") && !policy.contains("unsafe-inline"));
        assert!(frame.html.find("http-equiv").unwrap() < frame.html.find("<style").unwrap());
    }

    #[test]
    fn the_worker_cannot_end_the_script() {
        let worker = "a = \"</script><script>\"; // <!-- \" \\ \u{2028}\n";
        let frame = parts(TEMPLATE, &[], worker).assemble().unwrap();
        let script = between(&frame.html, "<script>", "</script>");
        let literal = between(script, "const WORKER_SOURCE = ", ";\n");
        assert!(!literal.contains('<'));
        assert_eq!(serde_json::from_str::<String>(literal).unwrap(), worker);
    }

    #[test]
    fn what_the_html_parser_would_change_is_refused() {
        for script in ["\"</SCRIPT >\"", "<!--", "a\r\nb", "\0"] {
            assert!(
                parts(TEMPLATE, &[script], "").assemble().is_err(),
                "{script:?}"
            );
        }
    }

    #[test]
    fn the_policy_comes_first_and_every_mark_once() {
        for template in [
            "<!--STYLE--><!--POLICY--><!--SCRIPT-->",
            "<script></script><!--POLICY--><!--STYLE--><!--SCRIPT-->",
            "<!--POLICY--><!--STYLE-->",
            "<!--POLICY--><!--POLICY--><!--STYLE--><!--SCRIPT-->",
        ] {
            assert!(parts(template, &[], "").assemble().is_err(), "{template}");
        }
    }

    #[test]
    fn a_hash_is_written_as_policies_write_it() {
        // The hash of nothing, as in the test vectors of FIPS 180-4.
        assert_eq!(
            hash(b""),
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }
}
