//! Preflights, as a browser sends them before the app's requests.

use super::{KEY_PAIRS, path_of, token};
use crate::ask::{Ask, Session};
use reqwest::Method;

pub async fn run(session: &mut Session) {
    let (tokens, projects) = ("/v3/auth/tokens", "/v3/auth/projects");
    for (name, path, method, headers) in [
        ("sign-in", tokens, "POST", "content-type"),
        ("sign-out", tokens, "DELETE", "x-auth-token,x-subject-token"),
        ("projects", projects, "GET", "x-auth-token"),
        ("unknown-path", "/v3/nowhere", "GET", "x-auth-token"),
        ("no-headers", tokens, "POST", ""),
        (
            "header-not-allowed",
            tokens,
            "POST",
            "content-type,x-made-up",
        ),
    ] {
        let ask = preflight(session.identity(Method::OPTIONS, path), method, headers);
        session
            .ask(&format!("preflight/identity/{name}"), ask)
            .await;
    }
    let one = path_of("laptop");
    for (name, path, method, headers) in [
        ("version", "/v2.1/", "GET", "x-auth-token"),
        ("version-no-slash", "/v2.1", "GET", "x-auth-token"),
        ("root", "/", "GET", "x-auth-token"),
        (
            "list",
            KEY_PAIRS,
            "GET",
            "openstack-api-version,x-auth-token",
        ),
        ("list-2.1", KEY_PAIRS, "GET", "x-auth-token"),
        (
            "import",
            KEY_PAIRS,
            "POST",
            "content-type,openstack-api-version,x-auth-token",
        ),
        ("show", &one, "GET", "openstack-api-version,x-auth-token"),
        (
            "delete",
            &one,
            "DELETE",
            "openstack-api-version,x-auth-token",
        ),
        (
            "limits",
            "/v2.1/limits",
            "GET",
            "openstack-api-version,x-auth-token",
        ),
        ("unknown-path", "/v2.1/nowhere", "GET", "x-auth-token"),
        (
            "header-not-allowed",
            KEY_PAIRS,
            "GET",
            "x-auth-token,x-made-up",
        ),
        ("method-not-allowed", KEY_PAIRS, "TRACE", "x-auth-token"),
        ("simple-headers", KEY_PAIRS, "GET", "accept,accept-language"),
    ] {
        let ask = preflight(session.compute(Method::OPTIONS, path), method, headers);
        session.ask(&format!("preflight/compute/{name}"), ask).await;
    }
    let ask = session.compute(Method::OPTIONS, KEY_PAIRS);
    session.ask("preflight/compute/no-method", ask).await;
    let ask = preflight(
        session.compute(Method::OPTIONS, KEY_PAIRS),
        "GET",
        "x-auth-token",
    );
    session
        .ask("preflight/compute/no-origin", ask.without_origin())
        .await;
    servers(session).await;

    let alice = token(session, "alice").await;
    let ask = session
        .compute(Method::GET, KEY_PAIRS)
        .token(&alice)
        .without_origin();
    session.ask("no-origin/list", ask).await;
    let ask = session.compute(Method::GET, "/v2.1/").without_origin();
    session.ask("no-origin/version", ask).await;
    let ask = session.identity(Method::GET, "/v3").without_origin();
    session.ask("no-origin/identity", ask).await;
}

/// What pages ask of the services that servers need.
async fn servers(session: &mut Session) {
    for (name, method, path, headers) in [
        (
            "servers",
            "GET",
            "/v2.1/servers/detail",
            "openstack-api-version,x-auth-token",
        ),
        (
            "launch",
            "POST",
            "/v2.1/servers",
            "content-type,openstack-api-version,x-auth-token",
        ),
        (
            "action",
            "POST",
            "/v2.1/servers/x/action",
            "content-type,x-auth-token",
        ),
        ("delete-server", "DELETE", "/v2.1/servers/x", "x-auth-token"),
        (
            "password",
            "GET",
            "/v2.1/servers/x/os-server-password",
            "x-auth-token",
        ),
        ("flavors", "GET", "/v2.1/flavors/detail", "x-auth-token"),
    ] {
        let ask = preflight(session.compute(Method::OPTIONS, path), method, headers);
        session.ask(&format!("preflight/compute/{name}"), ask).await;
    }
    for (name, path, headers) in [
        ("list", "/v2/images", "x-auth-token"),
        ("show", "/v2/images/x", "x-auth-token"),
        ("unknown-path", "/v2/nowhere", "x-auth-token"),
        ("header-not-allowed", "/v2/images", "x-auth-token,x-made-up"),
    ] {
        let ask = preflight(session.image(Method::OPTIONS, path), "GET", headers);
        session.ask(&format!("preflight/image/{name}"), ask).await;
    }
    for (name, method, path, headers) in [
        ("networks", "GET", "/v2.0/networks", "x-auth-token"),
        (
            "floating",
            "POST",
            "/v2.0/floatingips",
            "content-type,x-auth-token",
        ),
        (
            "lead",
            "PUT",
            "/v2.0/floatingips/x",
            "content-type,x-auth-token",
        ),
        ("delete", "DELETE", "/v2.0/floatingips/x", "x-auth-token"),
        (
            "rule",
            "POST",
            "/v2.0/security-group-rules",
            "content-type,x-auth-token",
        ),
        ("unknown-path", "GET", "/v2.0/nowhere", "x-auth-token"),
        (
            "header-not-allowed",
            "GET",
            "/v2.0/networks",
            "x-auth-token,x-made-up",
        ),
    ] {
        let ask = preflight(session.network(Method::OPTIONS, path), method, headers);
        session.ask(&format!("preflight/network/{name}"), ask).await;
    }
}

fn preflight(ask: Ask, method: &str, headers: &str) -> Ask {
    let ask = ask.header("Access-Control-Request-Method", method);
    match headers {
        "" => ask,
        headers => ask.header("Access-Control-Request-Headers", headers),
    }
}
