//! The site itself: types, compressed copies, caching, deep links and policy.

use super::stock_cloud;
use devcloud::Config;
use keyhaven_e2e::environment;
use keyhaven_e2e::proxy::{Program, Proxy, Setup};
use keyhaven_e2e::raw::Reply;

with_both! {
    the_site_is_served_as_a_host_should;
    it_works_in_a_sub_folder;
}

/// The name of a file of the site that begins and ends so, and is not a compressed copy.
fn file(begin: &str, end: &str) -> String {
    std::fs::read_dir(environment::dist())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with(begin) && name.ends_with(end))
        .unwrap()
}

const FOREVER: &str = "public, max-age=31536000, immutable";
const BROWSER: &str = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
const TYPES: [(&str, &str, &[&str]); 4] = [
    ("app-", ".wasm", &["application/wasm"]),
    (
        "app-",
        ".js",
        &["application/javascript", "text/javascript"],
    ),
    ("style-", ".css", &["text/css"]),
    ("favicon-", ".svg", &["image/svg+xml"]),
];

async fn the_site_is_served_as_a_host_should(program: Program) {
    let host = devcloud::start(Config {
        dist: Some(environment::dist()),
        ..Config::default()
    })
    .await
    .unwrap();
    let proxy = Proxy::start(program, &host.base_url());
    for (begin, end, types) in TYPES {
        let name = file(begin, end);
        let reply = proxy.get(&format!("/{name}"), "").await;
        is_file(&reply, &name);
        let sent = reply.header("content-type").unwrap();
        let plain = sent.split(';').next().unwrap();
        assert!(types.contains(&plain), "{name}: {sent}");
        assert_eq!(reply.header("cache-control"), Some(FOREVER), "{name}");
        assert_eq!(reply.header("content-encoding"), None, "{name}");
        for (encodings, coding, copy) in [("gzip, deflate, br", "br", "br"), ("gzip", "gzip", "gz")]
        {
            let accept = format!("Accept-Encoding: {encodings}\r\n");
            let reply = proxy.get(&format!("/{name}"), &accept).await;
            is_file(&reply, &format!("{name}.{copy}"));
            assert_eq!(reply.header("content-type"), Some(sent), "{name}.{copy}");
            assert_eq!(reply.header("content-encoding"), Some(coding));
            assert_eq!(reply.header("vary"), Some("Accept-Encoding"));
            assert_eq!(reply.header("cache-control"), Some(FOREVER));
        }
    }

    for path in ["/", "/index.html", "/key-pairs", "/key-pairs/a%20name?x=y"] {
        let reply = proxy.get(path, BROWSER).await;
        is_file(&reply, "index.html");
        assert!(
            reply
                .header("content-type")
                .unwrap()
                .starts_with("text/html")
        );
        is_asked_for_again(&proxy, path, &reply).await;
    }
    // What tells of another version must never be an old copy.
    let manifest = proxy.get("/build.json", "Accept: */*\r\n").await;
    is_file(&manifest, "build.json");
    is_asked_for_again(&proxy, "/build.json", &manifest).await;
    assert_eq!(proxy.get("/", "").await.status, 200);
    let config = proxy
        .get("/config.json", "Accept-Encoding: br, gzip\r\n")
        .await;
    assert!(config.body.starts_with(b"{"), "{config:?}");
    let json = config.header("content-type").unwrap();
    assert!(json.starts_with("application/json"), "{json}");
    is_asked_for_again(&proxy, "/config.json", &config).await;

    // A missing file is no page, and is not kept.
    for path in [
        "/app-0123456789abcdef.js",
        "/part-0123456789abcdef.wasm",
        "/missing",
    ] {
        let reply = proxy.get(path, "Accept: */*\r\n").await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-cache"), "{path}");
    }
    let post =
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(proxy.ask(post).await.status, 405);

    // The same policy as the included cloud sends with the site, which the other tests run under.
    let port = host.addr().port();
    let asked = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let right = keyhaven_e2e::raw::ask(port, asked.into()).await;
    let transport = [
        "content-type",
        "content-length",
        "vary",
        "accept-ranges",
        "connection",
        "date",
        "last-modified",
        "etag",
        "cache-control",
    ];
    let policy = right.headers.iter();
    let policy: Vec<_> = policy
        .filter(|(name, _)| !transport.contains(&name.as_str()))
        .collect();
    assert_eq!(policy.len(), 6, "{right:?}");
    for path in [
        "/",
        "/config.json",
        "/key-pairs",
        &format!("/{}", file("app-", ".js")),
    ] {
        let reply = proxy.get(path, BROWSER).await;
        for (name, value) in &policy {
            assert_eq!(reply.header(name), Some(value.as_str()), "{path} {name}");
        }
        assert_eq!(
            reply.header("strict-transport-security"),
            Some("max-age=31536000")
        );
    }
    if program == Program::Nginx {
        let plain = "GET /key-pairs?x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        let reply = proxy.ask_plain(plain).await;
        assert_eq!(reply.status, 301);
        let location = reply.header("location");
        assert_eq!(location, Some("https://keys.example.org/key-pairs?x"));
    }
    host.stop().await;
}

fn is_file(reply: &Reply, name: &str) {
    assert_eq!(reply.status, 200, "{name}: {reply:?}");
    let bytes = std::fs::read(environment::dist().join(name)).unwrap();
    // Without a length a body comes in chunks.
    if reply.header("transfer-encoding").is_none() {
        assert!(reply.body == bytes, "{name} is not what was sent");
    } else {
        let (head, tail) = (&bytes[..256], &bytes[bytes.len() - 256..]);
        let has = |part: &[u8]| reply.body.windows(256).any(|window| window == part);
        assert!(has(head) && has(tail), "{name} is not what was sent");
    }
}

/// Nothing is shown without the host's word, which costs no second download.
async fn is_asked_for_again(proxy: &Proxy, path: &str, reply: &Reply) {
    assert_eq!(reply.header("cache-control"), Some("no-cache"), "{path}");
    let tag = reply.header("etag").unwrap();
    let again = format!("{BROWSER}If-None-Match: {tag}\r\n");
    let again = proxy.get(path, &again).await;
    assert_eq!(again.status, 304, "{path}: {again:?}");
    assert_eq!(again.header("cache-control"), Some("no-cache"), "{path}");
}

async fn it_works_in_a_sub_folder(program: Program) {
    let cloud = stock_cloud().await;
    let setup = Setup {
        cloud: &cloud.base_url(),
        alone: None,
        base: "/keys/",
        authorities: None,
    };
    let proxy = Proxy::with(program, &setup);
    for path in ["/keys/", "/keys/key-pairs", "/keys/index.html"] {
        let reply = proxy.get(path, BROWSER).await;
        assert_eq!(reply.status, 200, "{path}");
        let page = String::from_utf8_lossy(&reply.body);
        assert!(page.contains("data-base=\"/keys/\""), "{page}");
        assert_eq!(reply.header("cache-control"), Some("no-cache"), "{path}");
    }
    let name = file("app-", ".wasm");
    let reply = proxy
        .get(&format!("/keys/{name}"), "Accept-Encoding: br\r\n")
        .await;
    is_file(&reply, &format!("{name}.br"));
    assert_eq!(reply.header("cache-control"), Some(FOREVER));
    for (path, seen) in [
        ("/keys/identity/v3", "/identity/v3"),
        ("/keys/compute/v2.1/", "/compute/v2.1/"),
    ] {
        let reply = proxy.get(path, "").await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(cloud.requests().last().unwrap().target, seen);
    }
    let before = cloud.requests().len();
    for path in ["/identity/v3", "/compute/v2.1", "/keys/identity/../v3"] {
        proxy.get(path, "").await;
    }
    assert_eq!(cloud.requests().len(), before);
    cloud.stop().await;
}
