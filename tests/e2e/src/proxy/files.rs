//! What `docs/deploy` says, with this machine's own put in.

use super::Setup;
use crate::environment;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the files say where each host has something of its own.
const SITE: &str = "keys.example.org";
const CLOUD: &str = "https://cloud.example.org";
const FOLDER: &str = "/srv/keyhaven";
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// A file of `docs/deploy`.
fn documented(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/deploy")
        .join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The built site with the documented `config.json`, in the folder that `base` names.
pub(super) fn lay_out_site(root: &Path, base: &str) {
    let site = root.join(base.trim_matches('/'));
    std::fs::create_dir_all(&site).unwrap();
    for entry in std::fs::read_dir(environment::dist()).unwrap() {
        let entry = entry.unwrap();
        symlink(entry.path(), site.join(entry.file_name())).unwrap();
    }
    std::fs::write(site.join("config.json"), documented("config.json")).unwrap();
}

/// The text with each of `changes` made, wherever it applies; one that applies nowhere is out of date.
fn changed(text: String, changes: &[(&str, String)]) -> String {
    changes.iter().fold(text, |text, (from, to)| {
        assert!(
            text.contains(from),
            "docs/deploy no longer says {from:?}:\n{text}"
        );
        text.replace(from, to)
    })
}

/// What README.md says about sub-folders: the base is written before each path that a browser asks for.
fn moved(text: String, base: &str, paths: &[&str]) -> String {
    let before = base.trim_end_matches('/');
    let there = |path: &&str| path.replacen('/', &format!("{before}/"), 1);
    let changes: Vec<_> = paths.iter().map(|path| (*path, there(path))).collect();
    changed(text, &changes)
}

pub(super) fn nginx(folder: &Path, setup: &Setup, port: u16, redirecting: u16) -> Command {
    let at = |port: u16| format!("listen 127.0.0.1:{port};");
    let site = folder.join("site").display().to_string();
    let conf = changed(
        documented("nginx.conf"),
        &[
            ("listen 80;", at(redirecting)),
            ("listen 443 ssl http2;", at(port)),
            // TLS is for a host with a name; what is served is the same.
            (
                "    ssl_certificate     /etc/ssl/keyhaven/fullchain.pem;\n",
                String::new(),
            ),
            (
                "    ssl_certificate_key /etc/ssl/keyhaven/privkey.pem;\n",
                String::new(),
            ),
            (
                &format!("server_name {SITE};"),
                "server_name 127.0.0.1;".to_owned(),
            ),
            (FOLDER, site),
            (CLOUD, setup.cloud.to_owned()),
            (
                AUTHORITIES,
                setup
                    .authorities
                    .unwrap_or(Path::new(AUTHORITIES))
                    .display()
                    .to_string(),
            ),
        ],
    );
    let paths = [
        " /(identity|compute)/",
        "^/(identity|compute)/",
        "\" /index.html;",
        "location = / {",
        "try_files /index.html",
        "location / {",
        "location /identity/",
        "location /compute/",
    ];
    std::fs::write(
        folder.join("keyhaven.conf"),
        moved(conf, setup.base, &paths),
    )
    .unwrap();
    std::fs::create_dir(folder.join("tmp")).unwrap();
    symlink(nginx_modules(), folder.join("modules")).unwrap();
    // What Debian's nginx.conf has around a site, in one process and with everything in the folder.
    let main = "
        daemon off; master_process off; pid nginx.pid; error_log stderr notice;
        include /etc/nginx/modules-enabled/*.conf;
        events {}
        http {
            include /etc/nginx/mime.types; default_type application/octet-stream;
            sendfile on; gzip on; access_log off;
            client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
            uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
            include keyhaven.conf;
        }";
    std::fs::write(folder.join("main.conf"), main).unwrap();
    let mut command = Command::new("nginx");
    command.args(["-e", "stderr", "-p"]).arg(folder);
    command.arg("-c").arg(folder.join("main.conf"));
    command
}

/// The folder of nginx's modules, which Debian's files look for under the folder given by `-p`.
fn nginx_modules() -> PathBuf {
    let output = Command::new("nginx")
        .arg("-V")
        .output()
        .expect("nginx cannot be run; is it installed?");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let path = said
        .split_whitespace()
        .find_map(|word| word.strip_prefix("--modules-path="));
    PathBuf::from(path.expect("nginx -V tells --modules-path"))
}

pub(super) fn caddy(folder: &Path, setup: &Setup, port: u16) -> Command {
    let site = folder.join("site").display().to_string();
    let file = changed(
        documented("Caddyfile"),
        &[
            (
                &format!("\n{SITE} {{"),
                format!("\nhttp://127.0.0.1:{port} {{"),
            ),
            ("\nhttp://, https:// {", format!("\nhttp://:{port} {{")),
            (FOLDER, site),
            (CLOUD, setup.cloud.to_owned()),
        ],
    );
    let mut file = moved(
        file,
        setup.base,
        &[
            "handle_path /identity/",
            "handle_path /compute/",
            "@page /index.html",
        ],
    );
    if setup.base != "/" {
        let handle = format!("\thandle {}* {{", setup.base);
        file = changed(file, &[("\thandle {", handle)]);
    }
    std::fs::write(folder.join("keyhaven.caddy"), file).unwrap();
    let options = "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}\nimport keyhaven.caddy\n";
    std::fs::write(folder.join("Caddyfile"), options).unwrap();
    let mut command = Command::new("caddy");
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(folder.join("Caddyfile"))
        .current_dir(folder)
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env("XDG_CONFIG_HOME", folder);
    if let Some(authorities) = setup.authorities {
        command.env("SSL_CERT_FILE", authorities);
    }
    command
}
