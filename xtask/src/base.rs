//! The path under which a site is served. Of all its files only the page says it, so a built site is moved by writing the
//! page anew. The end-to-end tests include this file too: what they serve in a sub-folder is what `cargo xtask dist` makes.

/// The page's copy, for hosts that show this one for a path that is no file.
pub const COPY: &str = "404.html";

/// The page and its copy.
pub const PAGES: [&str; 2] = ["index.html", COPY];

/// The path under which a built page expects the site, with a slash at both ends; `None` when it is none of ours.
pub fn of_page(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once(" data-base=\"")?;
    rest.split_once('"').map(|(base, _)| base)
}

/// The page for another path, which has a slash at both ends; `None` when it is none of ours.
pub fn moved(html: &str, base: &str) -> Option<String> {
    // Only the addresses of the site's own files begin so.
    let now = format!("=\"{}", of_page(html)?);
    Some(html.replace(&now, &format!("=\"{base}")))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn page(base: &str) -> String {
        format!(
            r#"<meta content="default-src 'none'"><link href="{base}style-1.css" integrity="sha256-a/b="><script src="{base}boot-1.js" data-base="{base}" data-js="{base}app-1.js"></script>"#
        )
    }

    #[test]
    fn a_page_is_moved_there_and_back() {
        for (from, to) in [("/", "/keys/"), ("/keys/", "/"), ("/a/", "/a/b/")] {
            assert_eq!(of_page(&page(from)), Some(from));
            assert_eq!(moved(&page(from), to).unwrap(), page(to));
        }
        assert_eq!(moved("<p>another page</p>", "/"), None);
    }
}
