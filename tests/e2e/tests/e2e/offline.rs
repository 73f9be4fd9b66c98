//! The version that the browser keeps: it works without its host, stays until the person says otherwise, and holds nothing but
//! the files of the build.

mod deployed;

use deployed::Deployed;
use keyhaven_e2e::{World, ssh_keygen};
use serde_json::{Value, json};

/// How it stands with the kept version, from the page's own side.
async fn state(world: &World) -> Value {
    let script = "const [done] = arguments; keyhavenOffline.state().then((text) => done(JSON.parse(text)), (error) => done({ error: String(error) }))";
    world.browser.run_async(script, vec![]).await
}

/// Waits until a version is kept, and gives its build.
async fn kept(world: &World) -> String {
    let look = async || {
        let ready = "return Boolean(globalThis.keyhavenOffline && navigator.serviceWorker.controller !== undefined)";
        if world.browser.run(ready, vec![]).await != true {
            return None;
        }
        state(world).await["current"].as_str().map(str::to_owned)
    };
    world.browser.until("a kept version", look).await
}

/// Which version the page itself is of.
async fn version(world: &World) -> Value {
    let script = "return document.documentElement.dataset.version ?? 'first'";
    world.browser.run(script, vec![]).await
}

/// Every address in every cache, and all that is kept there as one text.
async fn cached(world: &World) -> (Vec<String>, String) {
    let script = "
        const [done] = arguments;
        (async () => {
          const all = { urls: [], text: '' };
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const reply = await cache.match(request);
              all.urls.push(request.url);
              all.text += JSON.stringify([...reply.headers]) + new TextDecoder('latin1').decode(await reply.arrayBuffer());
            }
          }
          return all;
        })().then(done);";
    let all = world.browser.run_async(script, vec![]).await;
    let urls = all["urls"].as_array().unwrap().iter();
    let urls = urls.map(|url| url.as_str().unwrap().to_owned());
    (urls.collect(), all["text"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_host_keys_are_made_converted_and_identified() {
    let (world, site) = Deployed::start("/").await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    let build = kept(&world).await;
    assert_eq!(build, site.build());
    site.host_stops().await;

    // The very first address, which sends on to the sign-in; that says what is missing.
    world.open("/").await;
    let said = browser.alert().await;
    assert!(said.contains("list of clouds"), "{said}");

    world.open("/key-pairs/new").await;
    browser.reload().await;
    browser.vault_is_ready().await;
    world.make("on a train", "Ed25519", "a passphrase").await;
    let file = world.save("on-a-train").await;
    let public = ssh_keygen::public_key(&file, "a passphrase").unwrap();
    // What is saved next would get a name of its own beside it.
    let made = browser.folder().join("on-a-train");
    std::fs::rename(&file, &made).unwrap();
    let file = made;

    world.open("/identify").await;
    browser.reload().await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &file).await;
    browser.fill("Passphrase", "a passphrase").await;
    browser.press("Unlock").await;
    browser
        .see(ssh_keygen::fingerprint(&file).split(' ').nth(1).unwrap())
        .await;
    browser.fill("New passphrase", "another one").await;
    browser.fill("Repeat passphrase", "another one").await;
    browser.press("Save converted file").await;
    browser.see("Given to the browser to save").await;
    browser.leave_vault().await;
    let converted = browser.downloaded("on-a-train").await;
    assert_eq!(
        ssh_keygen::public_key(&converted, "another one").unwrap(),
        public
    );

    // What runs is still told, from what is kept.
    world.open("/about").await;
    browser.see("are those of the build").await;
    browser.see(&build).await;
    browser.see("A version is kept").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_is_used_when_the_person_says_so_and_not_before() {
    let (world, site) = Deployed::start("/").await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    let first = kept(&world).await;
    site.put_up("second");
    let second = site.build();
    assert_ne!(first, second);

    // The reload is answered by what is kept, and what the host has now is offered.
    for path in ["/sign-in", "/key-pairs/new", "/sign-in"] {
        world.open(path).await;
        browser.find("button", "Update").await;
        assert_eq!(version(&world).await, "first");
        let text = browser.text().await;
        assert!(text.contains(&first) && text.contains(&second), "{text}");
    }
    let tab = browser.driver().new_tab().await.unwrap();
    let old = browser.driver().window().await.unwrap();
    browser.driver().switch_to_window(tab).await.unwrap();
    world.open("/about").await;
    browser.press("Not now").await;
    browser.gone("button", "Update").await;
    browser.reload().await;
    browser.see("Offered build").await;
    browser.see("are those of the build").await;
    assert_eq!(version(&world).await, "first");
    assert_eq!(state(&world).await["current"], first.as_str());

    browser.press("Update").await;
    let updated = async || (version(&world).await == "second").then_some(());
    browser.until("the second version", updated).await;
    assert_eq!(kept(&world).await, second);
    browser.see("are those of the build").await;

    // The other tab still runs the first, parts that it has not fetched yet included.
    browser.driver().switch_to_window(old).await.unwrap();
    assert_eq!(version(&world).await, "first");
    browser.follow("Identify a key").await;
    browser.find("heading", "Identify a key").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_not_what_its_list_says_is_not_installed() {
    let (world, site) = Deployed::start("/").await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    let first = kept(&world).await;
    site.put_up("second");
    let spoilt = site.spoil("vault-", ".wasm");
    world.open("/sign-in").await;
    browser.see("does not fit together").await;
    let text = browser.text().await;
    assert!(text.contains(&spoilt) && text.contains(&first), "{text}");
    assert!(!browser.has("button", "Update").await);
    let state = state(&world).await;
    assert_eq!(state["current"], first.as_str());
    assert_eq!(state["found"], Value::Null);
    assert_eq!(version(&world).await, "first");
    let names = "const [done] = arguments; caches.keys().then((names) => done(names.length))";
    // The one in use, and the note which that is.
    assert_eq!(browser.run_async(names, vec![]).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_version_that_does_not_fit_together_is_not_kept() {
    let (world, site) = Deployed::start("/").await;
    let spoilt = site.spoil("icon-", ".png");
    world.open("/sign-in").await;
    world.browser.see("does not fit together").await;
    world.browser.see(&spoilt).await;
    assert_eq!(state(&world).await["current"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cloud_answers_and_what_opens_it_is_in_no_cache() {
    let (world, site) = Deployed::start("/").await;
    world.open("/sign-in").await;
    kept(&world).await;
    // From now on the service worker sees every request of the page.
    world.sign_in_to_stay("alice").await;
    let controlled = "return Boolean(navigator.serviceWorker.controller)";
    assert_eq!(world.browser.run(controlled, vec![]).await, true);
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    world.make("seen by nobody", "Ed25519", "").await;
    world.save("seen-by-nobody").await;
    world.is_registered().await;

    let log = site.requests();
    let token = log
        .iter()
        .find_map(|request| request.header("x-auth-token"))
        .expect("the page has asked with a token");
    let (urls, text) = cached(&world).await;
    assert!(
        text.contains("<!DOCTYPE html>"),
        "the search sees what is kept"
    );
    for secret in [token, "alice-pw", "seen by nobody", "Local cloud"] {
        assert!(!text.contains(secret), "{secret} is kept");
    }
    let mut names: Vec<_> = urls
        .iter()
        .map(|url| url.strip_prefix(&format!("{}/", world.site)).unwrap())
        .collect();
    names.sort_unstable();
    let mut right = site.files();
    // The manifest, and the note which version is in use, under the site's own address.
    right.extend(["build.json".to_owned(), String::new()]);
    right.sort_unstable();
    assert_eq!(names, right);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_sub_folder_it_keeps_to_itself() {
    let (mut world, site) = Deployed::start("/keys/").await;
    world.site += "/keys";
    let browser = &world.browser;
    world.open("/sign-in").await;
    assert_eq!(kept(&world).await, site.build());
    let scope = "const [done] = arguments; navigator.serviceWorker.getRegistrations().then((all) => done(all.map((one) => one.scope)))";
    assert_eq!(
        browser.run_async(scope, vec![]).await,
        json!([format!("{}/", world.site)])
    );
    site.host_stops().await;
    world.open("/key-pairs/new").await;
    browser.vault_is_ready().await;
    world.make("below", "Ed25519", "").await;
    ssh_keygen::public_key(&world.save("below").await, "").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_version_is_not_kept_again_until_the_person_wants_it() {
    let (world, site) = Deployed::start("/").await;
    let browser = &world.browser;
    world.open("/about").await;
    kept(&world).await;
    browser.reload().await;
    browser
        .press("Forget this version and always load from the network")
        .await;
    browser.see("everything comes from the network").await;
    assert_eq!(cached(&world).await.0, Vec::<String>::new());
    site.put_up("second");
    world.open("/about").await;
    browser.see("everything comes from the network").await;
    assert_eq!(version(&world).await, "second");
    let controlled = "return Boolean(navigator.serviceWorker.controller)";
    assert_eq!(browser.run(controlled, vec![]).await, false);

    browser.press("Keep this version").await;
    browser.see("A version is kept").await;
    assert_eq!(kept(&world).await, site.build());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_replaces_the_script_under_its_name_is_found_out() {
    let (world, site) = Deployed::start("/").await;
    world.open("/sign-in").await;
    kept(&world).await;
    site.append("sw-", ".js", "\n// steal\n");
    world.open("/sign-in").await;
    let look = "const [done] = arguments; navigator.serviceWorker.ready.then((one) => one.update()).then(() => done(true))";
    world.browser.find("heading", "Sign in").await;
    world.browser.run_async(look, vec![]).await;
    world
        .browser
        .see("has put another script in the place")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_installed() {
    let world = World::start().await;
    world.open("/sign-in").await;
    let manifest = world
        .browser
        .devtools("Page.getAppManifest", json!({}))
        .await;
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    assert!(
        manifest["url"].as_str().unwrap().contains("/manifest-"),
        "{manifest}"
    );
    let errors = world
        .browser
        .devtools("Page.getInstallabilityErrors", json!({}))
        .await;
    assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
}
