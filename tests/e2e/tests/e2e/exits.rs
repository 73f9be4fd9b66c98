//! From inside the vault's frame and a worker of it there is no way out: each is tried, and the server saw nothing.

use keyhaven_e2e::{Engine, World, site};
use serde_json::Value;
use tempfile::TempDir;

/// Tries every way out that leaves the page standing.
pub const EXITS: &str = concat!(
    include_str!("attempts.js"),
    include_str!("in_worker.js"),
    include_str!("exits.js")
);
/// Goes before the script of the vault's frame.
const OWN_WORKER: &str = concat!(include_str!("in_worker.js"), include_str!("own_worker.js"));
/// Has the vault's worker try them, and tells what became of each.
const TRY_IN_OWN_WORKER: &str = "
const [base, done] = arguments;
const told = {};
const { port1, port2 } = new MessageChannel();
port1.onmessage = ({ data: [name, text] }) => {
  told[name] = text;
  if (Object.keys(told).length === ways) done(told);
};
own.postMessage({ base, port: port2 }, [port2]);
setTimeout(() => done(told), 5_000);";
/// One of them by itself: Firefox does it only when nothing else is left to be fetched.
pub const PREFETCH: &str = "
const link = document.createElement('link');
document.head.append(Object.assign(link, { rel: 'prefetch', href: arguments[0] }));";
/// A page that has no policy.
pub const PLAIN: &str = "<!DOCTYPE html><html lang=en><title>Plain</title><body>Plain";

/// The names of the attempts under `marker` that the server saw.
pub fn seen(world: &World, marker: &str) -> Vec<String> {
    let start = format!("/{marker}/");
    let requests = world.log();
    let name = |target: &str| {
        target
            .strip_prefix(&start)
            .map(|rest| rest.split(['?', '#']).next().unwrap_or(rest).to_owned())
    };
    let mut names: Vec<String> = requests
        .iter()
        .filter_map(|request| name(&request.target))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Sends a request from the page itself and waits for it in the log: what was sent before it has arrived by then.
pub async fn barrier(world: &World, name: &str) {
    let script = "const [url, done] = arguments; fetch(url).then(() => done(true), (error) => done(String(error)))";
    let url = world.url(&format!("/barrier/{name}"));
    assert_eq!(
        world.browser.run_async(script, vec![url.into()]).await,
        true
    );
    assert!(seen(world, "barrier").contains(&name.to_owned()));
}

/// The create page with its frame ready.
pub async fn create_page(world: &World) {
    world.open("/key-pairs/new").await;
    world.browser.vault_is_ready().await;
}

fn is(outcome: &Value, name: &str, expected: &str) {
    assert_eq!(outcome[name], expected, "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_gets_out_of_the_frame() {
    let world = World::start().await;
    let outcome = nothing_gets_out(&world).await;
    // No worker but the vault's own is started there at all.
    let told = outcome["worker-rtc"].as_str().unwrap();
    let refusal = refusal(world.browser.engine(), "TrustedScriptURL");
    assert!(told.contains(refusal), "{told}");
}

/// Without Trusted Types more can be tried: they would keep the attempts from beginning.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_gets_out_of_the_frame_or_a_worker_in_it() {
    let copy = site::without_trusted_types();
    let outcome = nothing_gets_out(&World::serving(copy.path()).await).await;
    is(&outcome, "worker-rtc", "undefined");
}

/// The worker that the keys are in is no other than any worker there.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_gets_out_of_the_vaults_own_worker() {
    let copy = site::with_frame_script(|script| format!("{OWN_WORKER}{script}"));
    let world = World::serving(copy.path()).await;
    create_page(&world).await;
    let browser = &world.browser;
    browser.enter_vault().await;
    let url = world.url("/own").into();
    let outcome = browser.run_async(TRY_IN_OWN_WORKER, vec![url]).await;
    browser.leave_vault().await;
    barrier(&world, "own").await;
    assert_eq!(seen(&world, "own"), Vec::<String>::new(), "{outcome:#}");
    let tried = outcome.as_object().unwrap();
    assert!(tried.contains_key("worker-fetch"), "{outcome:#}");
    assert!(tried.len() > 8, "{outcome:#}");
    is(&outcome, "worker-rtc", "undefined");
    // It is the worker that makes keys.
    world.make("own", "Ed25519", "").await;
    world.save("own").await;
}

async fn nothing_gets_out(world: &World) -> Value {
    create_page(world).await;
    world.browser.enter_vault().await;
    let outcome = world
        .browser
        .run_async(EXITS, vec![world.url("/frame").into()])
        .await;
    let url = world.url("/frame/prefetch").into();
    world.browser.run(PREFETCH, vec![url]).await;
    world.browser.leave_vault().await;
    barrier(world, "frame").await;
    assert_eq!(seen(world, "frame"), Vec::<String>::new(), "{outcome:#}");
    assert!(outcome.as_object().unwrap().len() > 40, "{outcome:#}");
    is(&outcome, "rtc", "undefined");
    is(&outcome, "rtc-webkit", "undefined");
    for nested in ["rtc-in-frame", "rtc-in-srcdoc"] {
        assert_ne!(outcome[nested], "function", "{nested} has WebRTC");
    }
    outcome
}

/// The control: the same attempts by a page without the vault's policy are seen by the server.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_attempts_get_out_of_an_ordinary_page() {
    let (world, _site) = plain_site().await;
    world.open("/").await;
    let outcome = world
        .browser
        .run_async(EXITS, vec![world.url("/plain").into()])
        .await;
    let absent = absent(world.browser.engine());
    if !absent.contains(&"prefetch") {
        world.open("/").await;
        let url = world.url("/plain/prefetch").into();
        world.browser.run(PREFETCH, vec![url]).await;
        let fetched = async || {
            let seen = seen(&world, "plain");
            seen.contains(&"prefetch".to_owned()).then_some(())
        };
        world.browser.until("the prefetch", fetched).await;
    }
    let seen = seen(&world, "plain");
    let ways = [
        "fetch",
        "fetch-post",
        "fetch-keepalive",
        "xhr",
        "websocket",
        "eventsource",
        "beacon",
        "import",
        "image",
        "image-set",
        "picture",
        "script",
        "module",
        "stylesheet",
        "prefetch",
        "preload",
        "modulepreload",
        "frame",
        "object",
        "embed",
        "audio",
        "video",
        "poster",
        "track",
        "svg-image",
        "css",
        "font",
        "constructed-style",
        "worklet",
        "worker",
        "shared-worker",
        "service-worker",
        "cache",
        "worker-fetch",
        "worker-xhr",
        "worker-websocket",
        "worker-eventsource",
        "worker-import",
        "worker-importscripts",
        "worker-worker",
        "worker-worker-fetch",
        "worker-cache",
    ];
    let unseen: Vec<_> = ways
        .into_iter()
        .filter(|way| !seen.iter().any(|seen| seen == way))
        .collect();
    assert_eq!(
        unseen, absent,
        "not seen, so its test in the frame proves nothing: {outcome:#}"
    );
    let rtc = match world.browser.engine() {
        Engine::WebKit => "undefined",
        Engine::Chromium | Engine::Firefox => "function",
    };
    for way in ["rtc", "rtc-in-frame", "rtc-in-srcdoc"] {
        is(&outcome, way, rtc);
    }
}

/// What this browser says of a text in the place of a trusted one of this type.
pub fn refusal(engine: Engine, trusted: &'static str) -> &'static str {
    match engine {
        Engine::Chromium | Engine::WebKit => trusted,
        Engine::Firefox => "Sink type mismatch",
    }
}

/// The ways that this browser has not.
pub fn absent(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Chromium | Engine::Firefox => &[],
        Engine::WebKit => &["prefetch"],
    }
}

/// A site of one page that has no policy.
pub async fn plain_site() -> (World, TempDir) {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), PLAIN).unwrap();
    (World::serving(site.path()).await, site)
}
