//! Nova's version documents, and asking for microversions.

use super::{KEY_PAIRS, NEWEST, signed_in, token, wipe};
use crate::ask::Session;
use reqwest::Method;

pub async fn run(session: &mut Session) {
    for (name, method, path) in [
        ("root", Method::GET, "/"),
        ("no-slash", Method::GET, "/v2.1"),
        ("slash", Method::GET, "/v2.1/"),
        // What a browser makes of deleting the key pair named “..”.
        ("deleted", Method::DELETE, "/v2.1/"),
        ("unknown-path", Method::GET, "/v2.1/nowhere"),
    ] {
        let ask = session.compute(method, path);
        session.ask(&format!("compute/{name}"), ask).await;
    }
    let ask = session.compute(Method::GET, "/v2.1/").version(NEWEST);
    session.ask("compute/slash-newest", ask).await;
    let ask = session.compute(Method::GET, "/v2.1/").version("2.999");
    session.ask("compute/slash-too-new", ask).await;
    let ask = session.compute(Method::GET, "/v2.1/").token("bad-token");
    session.ask("compute/slash-bad-token", ask).await;

    let (alice, body) = signed_in(session, "alice", "demo").await;
    let list = |session: &Session| session.compute(Method::GET, KEY_PAIRS);
    for version in [
        "2.0", "2.999", "3.0", "1.1", "two", "2", "2.01", "latest", "2.53", " 2.53", "",
    ] {
        let ask = list(session).token(&alice).version(version);
        session.ask(&format!("microversion/{version}"), ask).await;
    }
    for (name, header, value) in [
        ("legacy", "X-OpenStack-Nova-API-Version", "2.53"),
        ("other-service", "OpenStack-API-Version", "volume 3.5"),
        (
            "two-services",
            "OpenStack-API-Version",
            "volume 3.5, compute 2.53",
        ),
        ("no-service", "OpenStack-API-Version", "2.53"),
    ] {
        let ask = list(session).token(&alice).header(header, value);
        session.ask(&format!("microversion/{name}"), ask).await;
    }
    let both = list(session)
        .token(&alice)
        .header("X-OpenStack-Nova-API-Version", "2.10")
        .version("2.53");
    session.ask("microversion/both", both).await;
    session
        .ask("microversion/none", list(session).token(&alice))
        .await;
    session
        .ask(
            "microversion/before-token",
            list(session).token("bad-token").version("2.999"),
        )
        .await;

    session.ask("compute/no-token", list(session)).await;
    session
        .ask("compute/bad-token", list(session).token("bad-token"))
        .await;
    session
        .ask("compute/empty-token", list(session).token(""))
        .await;
    let path = format!(
        "/v2.1/{}/os-keypairs",
        body["project"]["id"].as_str().unwrap()
    );
    let ask = session.compute(Method::GET, &path).token(&alice);
    session.ask("compute/project-in-path", ask).await;
    let path = format!("/v2.1/{}/os-keypairs", "0".repeat(32));
    let ask = session.compute(Method::GET, &path).token(&alice);
    session.ask("compute/other-project-in-path", ask).await;
    for (name, method, path) in [
        ("trailing-slash", Method::GET, "/v2.1/os-keypairs/"),
        ("unknown-path-with-token", Method::GET, "/v2.1/nowhere"),
        ("head", Method::HEAD, KEY_PAIRS),
        ("put", Method::PUT, "/v2.1/os-keypairs/any"),
        ("patch", Method::PATCH, KEY_PAIRS),
        ("delete-all", Method::DELETE, KEY_PAIRS),
    ] {
        let ask = session.compute(method, path).token(&alice);
        session.ask(&format!("compute/{name}"), ask).await;
    }
    // Nova's own pages are in the language that is asked for; a browser takes any.
    for kind in [
        "application/json",
        "text/html",
        "text/plain",
        "application/xml",
        "text/*",
    ] {
        let ask = session
            .compute(Method::GET, "/v2.1/nowhere")
            .token(&alice)
            .header("Accept", kind);
        session
            .ask(&format!("compute/unknown-path/{kind}"), ask)
            .await;
        let ask = session
            .compute(Method::GET, KEY_PAIRS)
            .header("Accept", kind);
        session.ask(&format!("compute/no-token/{kind}"), ask).await;
    }
    wipe(session, &token(session, "alice").await).await;
}
