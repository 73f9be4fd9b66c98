#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
use super::*;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

/// A static host with a folder under a path. It ends with the tests.
fn serve(folder: &Path, under: &str, page_for_all: bool) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}{under}", listener.local_addr().unwrap());
    let (folder, under) = (folder.to_owned(), under.to_owned());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let Some(Ok(first)) = lines.next() else {
                continue;
            };
            let (mut html, mut br) = (false, false);
            for line in lines
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty())
            {
                html |= line.contains("text/html");
                br |= line.contains("gzip, br");
            }
            let path = first.split(' ').nth(1).unwrap();
            let name = path.strip_prefix(&under).unwrap_or("/");
            let name = if name.is_empty() { PAGE } else { name };
            let page = fs::read(folder.join(PAGE)).unwrap();
            let copy = fs::read(folder.join(format!("{name}.br"))).ok();
            let copy = copy.filter(|_| br);
            let coding = if copy.is_some() {
                "Content-Encoding: br\r\n"
            } else {
                ""
            };
            let (status, body) = match copy.map_or_else(|| fs::read(folder.join(name)), Ok) {
                Ok(bytes) => ("200 OK", bytes),
                Err(_) if html || page_for_all => ("200 OK", page),
                Err(_) => ("404 Not Found", b"nothing here".to_vec()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\n{coding}Content-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream
                .write_all(&[head.as_bytes(), &body].concat())
                .unwrap();
        }
    });
    address
}

/// A small site with all that a real one has, and a copy of it to spoil.
struct Sites {
    folder: PathBuf,
    ours: BTreeMap<String, Vec<u8>>,
}

impl Sites {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("keyhaven-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(PAGE), "<script src=\"/keys/app-1.js\">").unwrap();
        fs::write(folder.join("app-1.js"), "start()").unwrap();
        crate::compress::file(&folder.join("app-1.js")).unwrap();
        release::describe(&folder, Profile::Release, "/keys/").unwrap();
        let ours = release::all(&folder).unwrap();
        Self { folder, ours }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    fn compared(&self, page_for_all: bool) -> Found {
        let host = Host::at(&serve(&self.folder, "/keys/", page_for_all)).unwrap();
        compare(&self.ours, &host, &manifest(&host).unwrap()).unwrap()
    }
}

impl Drop for Sites {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[test]
fn a_site_as_it_was_built_is_the_same() {
    let sites = Sites::new("verify-same");
    for page_for_all in [false, true] {
        let found = sites.compared(page_for_all);
        assert_eq!(found.faults, [""; 0]);
        assert_eq!(found.same, sites.ours.len());
    }
}

#[test]
fn one_other_byte_is_found_in_any_file() {
    let sites = Sites::new("verify-byte");
    for (name, bytes) in &sites.ours {
        let mut spoilt = bytes.clone();
        let last = spoilt.last_mut().unwrap();
        *last = last.wrapping_add(1);
        fs::write(sites.folder.join(name), &spoilt).unwrap();
        if name != MANIFEST {
            let faults = sites.compared(false).faults;
            let start = format!("different: {name}, has ");
            // Of a compressed copy the file is another one too when it is sent so.
            let fault = faults.iter().find(|fault| fault.starts_with(&start));
            let fault = fault.unwrap_or_else(|| panic!("{name}: {faults:?}"));
            assert!(fault.contains(&sha256(&spoilt)) && fault.contains(&sha256(bytes)));
        }
        fs::write(sites.folder.join(name), bytes).unwrap();
    }
    assert_eq!(sites.compared(false).faults, [""; 0]);
}

#[test]
fn a_compressed_copy_that_is_of_something_else_is_found() {
    let sites = Sites::new("verify-copy");
    let other = crate::compress::brotli(b"steal()").unwrap();
    fs::write(sites.folder.join("app-1.js.br"), other).unwrap();
    let all = sites.compared(false).faults.join("\n");
    assert!(
        all.contains("different: app-1.js when sent compressed"),
        "{all}"
    );
}

#[test]
fn what_is_missing_and_what_is_too_much_is_named() {
    let sites = Sites::new("verify-extra");
    fs::remove_file(sites.folder.join("app-1.js")).unwrap();
    fs::remove_file(sites.folder.join("app-1.js.br")).unwrap();
    sites.write("evil.js", "steal()");
    sites.write(PAGE, "<script src=\"/keys/evil.js\">");
    for page_for_all in [false, true] {
        let found = sites.compared(page_for_all);
        let all = found.faults.join("\n");
        assert!(all.contains("extra:     evil.js"), "{all}");
        assert!(all.contains("different: index.html"), "{all}");
        assert!(all.contains("different: /keys/about"), "{all}");
        if !page_for_all {
            assert!(all.contains("missing:   app-1.js"), "{all}");
            assert!(found.notes.join("\n").contains("app-1.js.br"), "{found:?}");
        }
    }
}

#[test]
fn a_site_of_another_commit_or_of_none_is_refused() {
    let here = Checkout {
        commit: "a1".to_owned(),
        clean: true,
    };
    let site = |commit: &str, clean: bool| serde_json::json!({ "commit": commit, "clean": clean, "public_url": "/keys/" });
    let refused = |site: &Value, path: &str| {
        can_be_compared(&here, site, path)
            .err()
            .map(|error| error.to_string())
    };
    assert_eq!(refused(&site("a1", true), "/keys/"), None);
    assert!(
        refused(&site("b2", true), "/keys/")
            .unwrap()
            .contains("check that commit out")
    );
    assert!(
        refused(&site("a1", false), "/keys/")
            .unwrap()
            .contains("never committed")
    );
    assert!(
        refused(&site(UNKNOWN, true), "/keys/")
            .unwrap()
            .contains("names no commit")
    );
    assert!(
        refused(&site("a1", true), "/")
            .unwrap()
            .contains("built for /keys/")
    );
}

#[test]
fn the_operators_addresses_are_told() {
    let sites = Sites::new("verify-config");
    let host = Host::at(&serve(&sites.folder, "/keys/", false)).unwrap();
    assert!(config(&host).unwrap().contains("answered 404"));
    sites.write("config.json", r#"{"clouds": [{"name": "Ours", "auth_url": "/identity/v3", "origins": ["https://*.a.example"], "endpoints": {"compute": "/compute"}}], "other_clouds": false}"#);
    let told = config(&host).unwrap();
    for address in ["/identity/v3", "https://*.a.example", "/compute"] {
        assert!(
            told.contains(&format!("\"{address}\", for \"Ours\"")),
            "{told}"
        );
    }
    assert!(!told.contains("every https"), "{told}");
    // It is no file of the build.
    assert_eq!(sites.compared(false).faults, [""; 0]);
}

#[test]
fn an_address_that_no_site_can_be_under_is_refused() {
    for url in [
        "keys.example.org",
        "ftp://a/",
        "https://",
        "https:///x",
        "https://a/b c",
        "https://a/?x",
    ] {
        assert!(Host::at(url).is_err(), "{url}");
    }
    assert_eq!(Host::at("https://a.example").unwrap().path(), "/");
    assert_eq!(Host::at("https://a.example/keys").unwrap().path(), "/keys/");
}
