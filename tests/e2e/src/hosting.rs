//! The built site laid out on a host: at its root or in a sub-folder, with a `config.json`. And hosts that do nothing but
//! hand out files.

use crate::{environment, listed};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

// The very code by which `cargo xtask dist --public-url` moves a site.
#[path = "../../../xtask/src/base.rs"]
pub mod base;

/// Puts the built site, as it is for the path `at`, into the folder of that path below `root`.
pub fn lay_out(root: &Path, at: &str, config: &str) {
    let site = root.join(at.trim_matches('/'));
    std::fs::create_dir_all(&site).unwrap();
    for entry in std::fs::read_dir(environment::dist()).unwrap() {
        let (from, name) = entry
            .map(|entry| (entry.path(), entry.file_name()))
            .unwrap();
        let name = name.to_string_lossy();
        // Compressed copies of the page and of the list would be of others there.
        let others = |page| name.starts_with(page);
        if at != "/" && (base::PAGES.into_iter().any(others) || name.starts_with("build.json.")) {
            continue;
        }
        symlink(from, site.join(&*name)).unwrap();
    }
    if at != "/" {
        let page = std::fs::read_to_string(environment::dist().join("index.html")).unwrap();
        let page = base::moved(&page, at).expect("the page says where it is");
        for name in base::PAGES {
            std::fs::write(site.join(name), &page).unwrap();
        }
        listed::relist(&site);
    }
    std::fs::write(site.join("config.json"), config).unwrap();
}

/// What a file server does with a path that is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It says so, in words of its own.
    IsSaid,
    /// It shows the site's `404.html`, with status 404, as GitHub Pages and most like it do.
    IsThePage,
}

/// Python's file server: no compression, no caching, no rewriting. It ends with its owner.
pub struct FileServer {
    process: Child,
    port: u16,
    _folder: TempDir,
}

/// The same with the page for what is missing.
const WITH_PAGE: &str = "
import http.server, pathlib, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    def send_error(self, code, *words):
        if code != 404:
            return super().send_error(code, *words)
        page = pathlib.Path(sys.argv[1]).read_bytes()
        self.send_response(404)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        self.wfile.write(page)
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print('Serving HTTP on 127.0.0.1 port', server.server_port, flush=True)
server.serve_forever()
";

impl FileServer {
    /// Starts one on a free port, with the site at this path.
    ///
    /// # Panics
    /// When Python cannot be run.
    pub fn start(at: &str, config: &str, missing: Missing) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        lay_out(folder.path(), at, config);
        let mut command = Command::new("python3");
        match missing {
            Missing::IsSaid => {
                command.args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"])
            }
            Missing::IsThePage => command
                .args(["-c", WITH_PAGE])
                .arg(folder.path().join(at.trim_matches('/')).join("404.html")),
        };
        let mut process = command
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 starts; is it installed?");
        let stdout = process.stdout.take().expect("it is piped");
        let said = BufReader::new(stdout).lines().map_while(Result::ok).next();
        let said = said.unwrap_or_default();
        let mut words = said.split_whitespace();
        let port = words.find(|word| *word == "port").and(words.next());
        let port = port.and_then(|port| port.parse().ok());
        Self {
            process,
            port: port.unwrap_or_else(|| panic!("python3 said {said:?}")),
            _folder: folder,
        }
    }

    /// `http://127.0.0.1:PORT`, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for FileServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
