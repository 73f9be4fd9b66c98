//! The reverse proxies of `docs/deploy`, in front of a cloud that lets no other origin in: everything is done through
//! them, they reach the cloud's two addresses and nothing else, and they serve the site as a host should.

use devcloud::{Config, Cors, Running};
use keyhaven_e2e::proxy::{Program, Proxy, Setup};
use keyhaven_e2e::raw::{Once, Reply, Untouched};
use keyhaven_e2e::{Browser, World, environment, openssl, ssh_keygen};

macro_rules! with_both {
    ($($name:ident;)*) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn nginx() {
                super::$name(super::Program::Nginx).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn caddy() {
                super::$name(super::Program::Caddy).await;
            }
        }
    )*};
}

with_both! {
    a_key_pair_is_made_without_cors;
    no_other_address_is_reached;
    the_site_is_served_as_a_host_should;
    the_cloud_hears_no_more_than_it_needs;
    the_browser_hears_no_more_than_it_needs;
    only_bodies_of_a_key_s_size_are_passed_on;
    a_cloud_with_a_stranger_s_certificate_gets_nothing;
    it_works_in_a_sub_folder;
}

/// A cloud as it is installed: without CORS, and here without a site.
async fn stock_cloud() -> Running {
    let stock = Config {
        cors: Cors::off(),
        ..Config::default()
    };
    devcloud::start(stock).await.unwrap()
}

async fn a_key_pair_is_made_without_cors(program: Program) {
    let cloud = stock_cloud().await;
    let proxy = Proxy::start(program, &cloud.base_url());
    let world = World {
        browser: Browser::start().await,
        cloud,
        site: proxy.url(),
    };
    world.open("/sign-in").await;
    let cookie = "document.cookie = 'another=application'; return document.cookie";
    assert_eq!(
        world.browser.run(cookie, vec![]).await,
        "another=application"
    );
    world.sign_in_to_stay("alice").await;
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    world
        .make("behind a proxy", "Ed25519", "a passphrase")
        .await;
    let file = world.save("behind-a-proxy").await;
    world.is_registered().await;
    let public = ssh_keygen::public_key(&file, "a passphrase").unwrap();
    let client = world.client("alice").await;
    assert_eq!(client.public_key("behind a proxy").await, public);

    // A deep link, which is no file on the host, and a name with spaces in a path of the API.
    world.open("/key-pairs").await;
    world.list_is_read().await;
    world.browser.driver().refresh().await.unwrap();
    world.list_is_read().await;
    world.browser.follow("behind a proxy").await;
    world.browser.find("heading", "behind a proxy").await;
    world.browser.see("Created").await;

    let from_browser: Vec<_> = world
        .cloud
        .requests()
        .into_iter()
        .filter(|request| request.header("x-forwarded-for").is_some())
        .collect();
    assert_eq!(
        from_browser
            .iter()
            .filter(
                |request| request.method == "POST" && request.target == "/compute/v2.1/os-keypairs"
            )
            .count(),
        1
    );
    for request in from_browser {
        for header in ["cookie", "origin", "referer", "sec-fetch-mode"] {
            assert_eq!(request.header(header), None, "{request:?}");
        }
        let host = world.cloud.addr().to_string();
        assert_eq!(request.header("host"), Some(host.as_str()), "{request:?}");
    }
}

/// Requests that try to get somewhere else; `ELSEWHERE` stands for the host and port of a listener.
const TRICKS: [&str; 25] = [
    // A proxy that any page or program may use would follow these.
    "GET http://ELSEWHERE/ HTTP/1.1\r\nHost: ELSEWHERE",
    "GET http://ELSEWHERE/identity/v3 HTTP/1.1\r\nHost: ELSEWHERE",
    "GET http://ELSEWHERE/identity/v3 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET http://elsewhere.test/identity/v3 HTTP/1.1\r\nHost: 127.0.0.1",
    "POST http://ELSEWHERE/compute/v2.1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0",
    "CONNECT ELSEWHERE HTTP/1.1\r\nHost: ELSEWHERE",
    // Another name for this server.
    "GET / HTTP/1.1\r\nHost: elsewhere.test",
    "GET /identity/v3 HTTP/1.1\r\nHost: elsewhere.test",
    "GET /identity/v3 HTTP/1.1\r\nHost: ELSEWHERE",
    "GET /compute/v2.1 HTTP/1.1\r\nHost: ELSEWHERE",
    "GET /identity/v3 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Host: ELSEWHERE\r\nForwarded: host=ELSEWHERE",
    // Out of the folder.
    "GET /identity/../rackspace/identity/v2.0 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /identity/%2e%2e/rackspace/identity/v2.0 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /identity/..%2frackspace/identity/v2.0 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /identity/..%5crackspace/identity/v2.0 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /identity/%252e%252e/rackspace/identity/v2.0 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /compute/v2.1/..%2f../rackspace/identity/v2.0 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /compute/v2.1/../../config.json HTTP/1.1\r\nHost: 127.0.0.1",
    // An address in the path.
    "GET //ELSEWHERE/identity/v3 HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /http://ELSEWHERE/ HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /compute/http://ELSEWHERE/ HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /compute//ELSEWHERE/ HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /compute/@ELSEWHERE/ HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /identity@ELSEWHERE/ HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /compute/v2.1?url=http://ELSEWHERE/ HTTP/1.1\r\nHost: 127.0.0.1",
];

async fn no_other_address_is_reached(program: Program) {
    let cloud = stock_cloud().await;
    let proxy = Proxy::start(program, &cloud.base_url());
    let elsewhere = Untouched::start();
    let address = format!("127.0.0.1:{}", elsewhere.port());
    for trick in TRICKS {
        let request = trick.replace("ELSEWHERE", &address);
        let foreign = trick.contains("elsewhere.test") || trick.starts_with("CONNECT");
        let reply = proxy
            .ask(format!("{request}\r\nConnection: close\r\n\r\n"))
            .await;
        assert!(!elsewhere.was_touched(), "{request}");
        if foreign {
            let refused = [400, 405, 421].contains(&reply.status);
            assert!(refused, "{request}: {reply:?}");
        }
    }
    // Only what a browser of the app needs is passed on.
    for method in ["PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let request = format!(
            "{method} /identity/v3/users HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        );
        let reply = proxy.ask(request).await;
        assert!([403, 405].contains(&reply.status), "{method}: {reply:?}");
    }

    // The cloud is on this machine too, so what left the proxy at all was seen there.
    for request in cloud.requests() {
        let path = request.target.split('?').next().unwrap();
        let inside = path.starts_with("/identity/") || path.starts_with("/compute/");
        let climbs = path.split('/').any(|segment| segment == "..");
        assert!(
            inside && !climbs && ["GET", "POST"].contains(&request.method.as_str()),
            "{} {}",
            request.method,
            request.target
        );
    }
    // The listener would have seen it.
    std::net::TcpStream::connect(&address).unwrap();
    assert!(elsewhere.was_touched());
    assert_eq!(proxy.get("/identity/v3", "").await.status, 200);
    cloud.stop().await;
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

async fn the_cloud_hears_no_more_than_it_needs(program: Program) {
    let cloud = Once::start("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned());
    let proxy = Proxy::start(program, &format!("http://127.0.0.1:{}", cloud.port));
    let needed = [
        ("x-auth-token", "a token"),
        ("x-subject-token", "another token"),
        ("openstack-auth-receipt", "a receipt"),
        ("openstack-api-version", "compute 2.104"),
        ("x-openstack-nova-api-version", "2.20"),
        ("x-sessionid", "a session"),
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ];
    let private = "Cookie: session=1\r\nAuthorization: Basic YTpi\r\nProxy-Authorization: Basic YTpi\r\n\
        Origin: http://127.0.0.1\r\nReferer: http://127.0.0.1/key-pairs\r\nUser-Agent: Browser/1.0\r\n\
        Accept-Language: de\r\nSec-Fetch-Mode: cors\r\nSec-CH-UA: \"Browser\"\r\nDNT: 1\r\nPriority: u=1\r\n\
        Forwarded: for=192.0.2.1\r\nVia: 1.1 elsewhere\r\nX-Real-IP: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.1\r\n\
        X-Forwarded-Host: elsewhere.test\r\nX-Forwarded-Proto: gopher\r\n";
    let needed_lines: String = needed
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let path = "/compute/v2.1/os-keypairs/a%20b%25?limit=1&marker=a%2Fb";
    let reply = proxy.get(path, &format!("{needed_lines}{private}")).await;
    assert_eq!(reply.status, 204, "{reply:?}");
    let request = cloud.request();
    assert_eq!(request.line, format!("GET {path} HTTP/1.1"));
    let value = |name: &str| {
        let mut values = request.headers.iter().filter(|(have, _)| have == name);
        let first = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} is there twice");
        first
    };
    for (name, sent) in needed {
        assert_eq!(value(name), Some(sent), "{name}");
    }
    // Who asks is told as the proxy sees it, whatever the browser says.
    assert_eq!(value("x-forwarded-for"), Some("127.0.0.1"));
    // nginx sends no more than these; Caddy adds what its own HTTP client says.
    let own = [
        "host",
        "connection",
        "x-forwarded-for",
        "user-agent",
        "accept-encoding",
    ];
    for (name, value) in &request.headers {
        let known = own.contains(&name.as_str()) || needed.iter().any(|(needed, _)| needed == name);
        assert!(known, "{name}: {value}");
        assert!(!value.contains("Browser"), "{name}: {value}");
    }
}

async fn the_browser_hears_no_more_than_it_needs(program: Program) {
    let said = "HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\
        X-Subject-Token: a token\r\nX-OpenStack-Request-ID: req-1\r\nRetry-After: 7\r\n\
        Location: http://ELSEWHERE/\r\nRefresh: 0; url=http://ELSEWHERE/\r\nLink: <http://ELSEWHERE/>; rel=preload\r\n\
        X-Accel-Redirect: /index.html\r\nSet-Cookie: a=b\r\nClear-Site-Data: \"*\"\r\nAlt-Svc: h3=\"ELSEWHERE\"\r\n\
        Strict-Transport-Security: max-age=0\r\nContent-Security-Policy: script-src *\r\n\
        Cache-Control: public, max-age=600\r\nExpires: Thu, 01 Jan 2099 00:00:00 GMT\r\n\r\nbody";
    let elsewhere = Untouched::start();
    let address = format!("127.0.0.1:{}", elsewhere.port());
    let cloud = Once::start(said.replace("ELSEWHERE", &address));
    let proxy = Proxy::start(program, &format!("http://127.0.0.1:{}", cloud.port));
    let reply = proxy.get("/identity/v3/auth/tokens", BROWSER).await;
    assert_eq!(
        cloud.request().line,
        "GET /identity/v3/auth/tokens HTTP/1.1"
    );
    assert!(!elsewhere.was_touched(), "a redirect was followed");
    assert_eq!((reply.status, reply.body.as_slice()), (302, &b"body"[..]));
    for (name, value) in [
        ("x-subject-token", "a token"),
        ("x-openstack-request-id", "req-1"),
        ("retry-after", "7"),
        ("cache-control", "no-store"),
        ("strict-transport-security", "max-age=31536000"),
        ("x-content-type-options", "nosniff"),
        // Were it opened in a tab, it would not be a page of the site's origin.
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
    ] {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
    for name in [
        "location",
        "refresh",
        "link",
        "set-cookie",
        "clear-site-data",
        "alt-svc",
        "expires",
    ] {
        assert_eq!(reply.header(name), None, "{name}");
    }
}

fn post(length: usize) -> Vec<u8> {
    let head = format!(
        "POST /compute/v2.1/os-keypairs HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.into_bytes(), vec![b'a'; length]].concat()
}

async fn only_bodies_of_a_key_s_size_are_passed_on(program: Program) {
    // The longest public key, every character of it an escape in JSON, would be six times 65,535 bytes; base64 has none.
    let long = 128 * 1024;
    let cloud = Once::start("HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n".to_owned());
    let proxy = Proxy::start(program, &format!("http://127.0.0.1:{}", cloud.port));
    assert_eq!(proxy.ask(post(long)).await.status, 201);
    assert_eq!(cloud.request().body.len(), long);

    let cloud = stock_cloud().await;
    let proxy = Proxy::start(program, &cloud.base_url());
    let reply = proxy.ask(post(512 * 1024)).await;
    // Caddy up to 2.6 gives the reason to its log only.
    assert!([413, 502].contains(&reply.status), "{reply:?}");
    assert!(cloud.requests().is_empty());
    cloud.stop().await;
}

async fn a_cloud_with_a_stranger_s_certificate_gets_nothing(program: Program) {
    let cloud = openssl::Server::start();
    let address = format!("https://127.0.0.1:{}", cloud.port());
    let setup = |authorities| Setup {
        cloud: &address,
        base: "/",
        authorities,
    };
    let proxy = Proxy::with(program, &setup(None));
    assert_eq!(proxy.get("/identity/v3", "").await.status, 502);
    let own = cloud.certificate();
    let proxy = Proxy::with(program, &setup(Some(&own)));
    let reply = proxy.get("/identity/v3", "").await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

async fn it_works_in_a_sub_folder(program: Program) {
    let cloud = stock_cloud().await;
    let setup = Setup {
        cloud: &cloud.base_url(),
        base: "/keys/",
        authorities: None,
    };
    let proxy = Proxy::with(program, &setup);
    for path in ["/keys/", "/keys/key-pairs", "/keys/index.html"] {
        let reply = proxy.get(path, BROWSER).await;
        is_file(&reply, "index.html");
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
