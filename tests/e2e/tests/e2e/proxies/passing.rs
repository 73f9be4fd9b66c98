//! What goes through to the cloud and what comes back.

use super::stock_cloud;
use keyhaven_e2e::openssl;
use keyhaven_e2e::proxy::{Program, Proxy, Setup};
use keyhaven_e2e::raw::{Once, Untouched};

with_both! {
    the_cloud_hears_no_more_than_it_needs;
    the_browser_hears_no_more_than_it_needs;
    only_bodies_of_a_key_s_size_are_passed_on;
    a_cloud_with_a_stranger_s_certificate_gets_nothing;
}

const BROWSER: &str = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

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
        alone: None,
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
