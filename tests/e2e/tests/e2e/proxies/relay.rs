//! No open relay: what a request can try to reach another address with.

use super::stock_cloud;
use keyhaven_e2e::proxy::{Program, Proxy};
use keyhaven_e2e::raw::Untouched;

with_both! {
    no_other_address_is_reached;
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
