//! The page is locked by what it brings along itself, on a host that sends no headers: nothing that is put into it runs,
//! and nothing goes elsewhere.
//!
//! Each way is tried on the site as it is, on a copy whose policies say nothing of Trusted Types, so that one lock cannot
//! hide that the other is open, and on a page without any policy, where each must succeed.

use super::exits::{EXITS, PLAIN, PREFETCH, absent, refusal, seen};
use devcloud::{Config, Running};
use keyhaven_e2e::{Engine, World, site};
use serde_json::Value;
use std::path::Path;

/// Ways to have a text run, and to turn addresses elsewhere.
const INSIDE: &str = concat!(include_str!("attempts.js"), include_str!("locked_page.js"));
/// No cloud but the one on the site's own origin.
const CONFIG: &str = r#"{ "clouds": [{ "name": "Ours", "auth_url": "/identity/v3", "project": "demo" }], "other_clouds": false }"#;

/// What a page without a policy runs.
const RUN: [&str; 20] = [
    "a-policy",
    "blob-import",
    "blob-script",
    "data-script",
    "document-write",
    "eval",
    "fragment",
    "handler",
    "inline-module",
    "inline-script",
    "inline-script-by-text",
    "inner-html",
    "insert-html",
    "javascript-link",
    "javascript-location",
    "new-function",
    "outer-html",
    "srcdoc",
    "the-same-policy",
    "timer-text",
];

/// What a page without a policy sends to another origin. Programs of another origin are started by no page.
const SENT: [&str; 34] = [
    "audio",
    "beacon",
    "cache",
    "constructed-style",
    "css",
    "embed",
    "eventsource",
    "fetch",
    "fetch-keepalive",
    "fetch-post",
    "font",
    "form-into-frame",
    "frame",
    "frame-moved",
    "image",
    "image-set",
    "import",
    "module",
    "modulepreload",
    "object",
    "picture",
    "poster",
    "prefetch",
    "preload",
    "script",
    "stylesheet",
    "video",
    "websocket",
    "worker-fetch",
    "worker-import",
    "worker-importscripts",
    "worker-websocket",
    "worker-xhr",
    "xhr",
];

/// Another origin, which hears whatever is sent to it.
struct Elsewhere {
    host: Running,
}

impl Elsewhere {
    async fn start() -> Self {
        let host = devcloud::start(Config::default()).await.unwrap();
        Self { host }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.host.base_url())
    }

    /// The names of the attempts that it heard of.
    fn heard(&self) -> Vec<String> {
        let requests = self.host.requests();
        let mut names: Vec<_> = requests
            .iter()
            .filter_map(|request| request.target.strip_prefix("/locked/"))
            .map(|name| name.split(['?', '#']).next().unwrap_or(name).to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    async fn try_all(&self, world: &World) -> Value {
        let mut outcome = Value::Null;
        for script in [EXITS, INSIDE] {
            let url = self.url("/locked");
            let told = world.browser.run_async(script, vec![url.into()]).await;
            if script == INSIDE {
                outcome = told;
            }
        }
        let url = self.url("/locked/prefetch").into();
        world.browser.run(PREFETCH, vec![url]).await;
        outcome
    }
}

/// The site, or a changed copy of it.
async fn bare_host(dist: Option<&Path>) -> World {
    World::with(Config {
        dist: dist.map(Into::into),
        site_headers: false,
        config_json: Some(CONFIG.to_owned()),
        ..Config::default()
    })
    .await
}

async fn everything_is_refused(dist: Option<&Path>) -> (Engine, Value) {
    let world = bare_host(dist).await;
    world.open("/sign-in").await;
    world.browser.find("heading", "Sign in").await;
    let elsewhere = Elsewhere::start().await;
    let outcome = elsewhere.try_all(&world).await;
    assert_eq!(outcome["ran"], "", "{outcome:#}");
    assert_eq!(elsewhere.heard(), Vec::<String>::new(), "{outcome:#}");
    assert_eq!(seen(&world, "locked"), Vec::<String>::new(), "{outcome:#}");
    assert_eq!(outcome["base"], world.url("/x"), "{outcome:#}");
    // The page still stands, and still talks to its own cloud.
    world.sign_in_here("alice").await;
    world.list_is_read().await;
    elsewhere.host.stop().await;
    (world.browser.engine(), outcome)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_put_into_the_page_runs_and_nothing_goes_elsewhere() {
    let (engine, outcome) = everything_is_refused(None).await;
    let markup = refusal(engine, "TrustedHTML");
    for name in [
        "inner-html",
        "insert-html",
        "srcdoc",
        "document-write",
        "fragment",
    ] {
        let told = outcome[name].as_str().unwrap();
        assert!(told.contains(markup), "{name}: {told}");
    }
    let [another, the_same] = match engine {
        Engine::Chromium | Engine::WebKit => ["disallowed", "already exists"],
        Engine::Firefox => ["blocked creating policy"; 2],
    };
    for (name, words) in [("a-policy", another), ("the-same-policy", the_same)] {
        let told = outcome[name].as_str().unwrap();
        assert!(told.contains(words), "{name}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_the_policy_does_not_lean_on_trusted_types() {
    let copy = site::without_trusted_types();
    let (_, outcome) = everything_is_refused(Some(copy.path())).await;
    assert_eq!(
        outcome["inner-html"], "no answer",
        "it was not set: {outcome:#}"
    );
}

/// The control: without the policy each of these succeeds.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_attempts_succeed_in_a_page_without_a_policy() {
    let plain = site::changed(|_, _| PLAIN.to_owned());
    let world = bare_host(Some(plain.path())).await;
    world.open("/").await;
    let elsewhere = Elsewhere::start().await;
    let outcome = elsewhere.try_all(&world).await;
    let ran: Vec<_> = outcome["ran"].as_str().unwrap().split(',').collect();
    assert_eq!(ran, RUN, "{outcome:#}");
    let absent = absent(world.browser.engine());
    for name in SENT.into_iter().filter(|name| !absent.contains(name)) {
        let heard = async || {
            elsewhere
                .heard()
                .iter()
                .any(|heard| heard == name)
                .then_some(())
        };
        world
            .browser
            .until(&format!("{name} to be sent"), heard)
            .await;
    }
    assert_eq!(seen(&world, "locked"), ["own-import"]);
    assert_eq!(outcome["base"], elsewhere.url("/locked/x"));
    elsewhere.host.stop().await;
}

/// A link leads wherever it leads, as any link does; where it leads does not hear whence.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_visited_next_does_not_hear_of_the_page() {
    let silent = "<meta name=\"referrer\" content=\"no-referrer\">";
    let telling = site::changed(|name, text| match name {
        "index.html" => site::remove(name, &text, silent),
        _ => text,
    });
    let elsewhere = Elsewhere::start().await;
    for (dist, heard) in [(None, false), (Some(telling.path()), true)] {
        let world = bare_host(dist).await;
        world.open("/sign-in").await;
        world.browser.find("heading", "Sign in").await;
        elsewhere.host.clear_requests();
        let go = "const a = document.createElement('a'); a.href = arguments[0]; document.body.append(a); a.click()";
        let url = elsewhere.url("/locked/visit");
        world.browser.run(go, vec![url.into()]).await;
        let visit = async || {
            let requests = elsewhere.host.requests().into_iter();
            requests
                .into_iter()
                .find(|request| request.target == "/locked/visit")
        };
        let visit = world.browser.until("the visit", visit).await;
        assert_eq!(visit.header("referer").is_some(), heard, "{visit:?}");
    }
    elsewhere.host.stop().await;
}

/// Another page could lay its own over this one and have a person press what they do not see.
#[tokio::test(flavor = "multi_thread")]
async fn inside_another_page_the_app_does_not_start() {
    let world = bare_host(None).await;
    let around = format!(
        "<!DOCTYPE html><iframe src=\"{}\" width=800 height=600>",
        world.url("/sign-in")
    );
    let around = site::changed(|_, _| around.clone());
    let other = devcloud::start(Config {
        dist: Some(around.path().to_owned()),
        ..Config::default()
    })
    .await
    .unwrap();
    world.browser.open(&other.base_url()).await;
    world.browser.driver().enter_frame(0).await.unwrap();
    let said = world.browser.alert().await;
    assert!(said.contains("does not run inside another page"), "{said}");
    assert!(!world.browser.has("heading", "Sign in").await);
    other.stop().await;
}

/// A name that the browser does not know would be a rule that nothing keeps.
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_knows_every_feature_that_the_host_forbids() {
    let world = World::with(Config::default()).await;
    world.open("/sign-in").await;
    world.browser.find("heading", "Sign in").await;
    let port = world.cloud.addr().port();
    let asked = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let reply = keyhaven_e2e::raw::ask(port, asked.into()).await;
    let forbidden: Vec<_> = reply
        .header("permissions-policy")
        .unwrap()
        .split(", ")
        .map(|rule| rule.strip_suffix("=()").unwrap())
        .collect();
    let look = "const policy = document.featurePolicy;
        return arguments[0].filter((name) => !policy.features().includes(name) || policy.allowsFeature(name));";
    let odd = world
        .browser
        .run(look, vec![serde_json::json!(forbidden)])
        .await;
    assert_eq!(odd, serde_json::json!([]), "unknown, or allowed");
    assert!(forbidden.len() > 20, "{forbidden:?}");
}
