//! The page's style sheets: several files in the source, one on the page.

use crate::boot::checked_base;
use anyhow::{Context, Result, ensure};

/// The page with its links to style sheets taken out, and the files they named, in order.
///
/// # Errors
/// When a link is not as Trunk writes it, or there is none.
pub fn take_links(html: &str, base: &str) -> Result<(String, Vec<String>)> {
    checked_base(base)?;
    let start = format!("<link rel=\"stylesheet\" href=\"{base}");
    let mut parts = html.split(&start);
    let mut rest = parts.next().unwrap_or_default().to_owned();
    let mut files = Vec::new();
    for part in parts {
        let (file, tail) = part
            .split_once('"')
            .context("a style sheet's address has no end")?;
        let (_, tail) = tail
            .split_once('>')
            .context("a style sheet's link has no end")?;
        files.push(file.to_owned());
        rest.push_str(tail.strip_prefix('\n').unwrap_or(tail));
    }
    ensure!(!files.is_empty(), "index.html has no style sheet");
    ensure!(
        !rest.contains("rel=\"stylesheet\""),
        "index.html has a style sheet that Trunk did not write"
    );
    Ok((rest, files))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn links_are_taken_in_order_and_nothing_else() {
        let html = "<head>\n<link rel=\"stylesheet\" href=\"/s/b.css\" integrity=\"x\"/>\n<title>t</title>\n<link rel=\"stylesheet\" href=\"/s/a.css\"/>\n</head>";
        let (rest, files) = take_links(html, "/s/").unwrap();
        assert_eq!(rest, "<head>\n<title>t</title>\n</head>");
        assert_eq!(files, ["b.css", "a.css"]);
    }

    #[test]
    fn a_foreign_style_sheet_is_an_error() {
        let own = "<link rel=\"stylesheet\" href=\"/a.css\"/>";
        for html in [
            "<head></head>".to_owned(),
            format!("{own}<link href=\"/b.css\" rel=\"stylesheet\">"),
        ] {
            assert!(take_links(&html, "/").is_err(), "{html}");
        }
    }
}
