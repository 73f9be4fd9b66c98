//! What `docs/deploy` says, with this machine's own put in.

use super::Setup;
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

/// The site with its `config.json`, in the folder that its base names.
pub(super) fn lay_out_site(root: &Path, setup: &Setup) {
    let config = match setup.alone {
        Some(config) => config.to_owned(),
        None => moved(
            documented("config.json"),
            setup.base,
            &["\"/identity/", "\"/compute/"],
        ),
    };
    crate::hosting::lay_out(root, setup.base, &config);
}

/// The text without the block that begins with this line. What README.md says of hosting the site alone.
fn without(text: String, line: &str) -> String {
    let indent = &line[..line.len() - line.trim_start().len()];
    let start = text.find(&format!("\n{line}\n"));
    let start = start.unwrap_or_else(|| panic!("docs/deploy no longer says {line:?}"));
    let end = format!("\n{indent}}}");
    let length = text[start..].find(&end).unwrap() + end.len();
    format!("{}{}", &text[..start], &text[start + length..])
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

/// What a browser asks nginx for.
const NGINX_PATHS: [&str; 8] = [
    " /(identity|compute)/",
    "^/(identity|compute)/",
    "\" /index.html;",
    "location = / {",
    "try_files /index.html",
    "location / {",
    "location /identity/",
    "location /compute/",
];

pub(super) fn nginx(folder: &Path, setup: &Setup, port: u16, redirecting: u16) -> Command {
    let at = |port: u16| format!("listen 127.0.0.1:{port};");
    let site = folder.join("site").display().to_string();
    let (mut conf, mut paths) = (documented("nginx.conf"), NGINX_PATHS.to_vec());
    let mut clouds = vec![(CLOUD, setup.cloud.to_owned())];
    if setup.alone.is_some() {
        conf = without(conf, "    location /identity/ {");
        conf = without(conf, "    location /compute/ {");
        paths.retain(|path| !path.starts_with("location /i") && !path.starts_with("location /c"));
        clouds.clear();
    }
    let conf = changed(conf, &clouds);
    let conf = changed(
        conf,
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

/// What a browser asks Caddy for, beside the site's own folder.
const CADDY_PATHS: [&str; 3] = [
    "handle_path /identity/",
    "handle_path /compute/",
    "@page /index.html",
];

pub(super) fn caddy(folder: &Path, setup: &Setup, port: u16) -> Command {
    let site = folder.join("site").display().to_string();
    let (mut file, mut paths) = (documented("Caddyfile"), CADDY_PATHS.to_vec());
    let mut clouds = vec![(CLOUD, setup.cloud.to_owned())];
    if setup.alone.is_some() {
        file = without(file, "\thandle_path /identity/* {");
        file = without(file, "\thandle_path /compute/* {");
        paths.retain(|path| !path.starts_with("handle_path"));
        clouds.clear();
    }
    let file = changed(file, &clouds);
    let file = changed(
        file,
        &[
            (
                &format!("\n{SITE} {{"),
                format!("\nhttp://127.0.0.1:{port} {{"),
            ),
            ("\nhttp://, https:// {", format!("\nhttp://:{port} {{")),
            (FOLDER, site),
        ],
    );
    let mut file = moved(file, setup.base, &paths);
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
