//! The site itself: how it was loaded, and what its operator wrote into `config.json`.

use devcloud::Config;
use keyhaven_e2e::site as copies;
use keyhaven_e2e::{World, ssh_keygen};

async fn configured(config_json: &str) -> World {
    World::with(Config {
        config_json: Some(config_json.to_owned()),
        ..Config::default()
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_configuration_is_said_and_keys_can_still_be_made() {
    let world = configured("{\n  \"clouds\": [}").await;
    world.open("/sign-in").await;
    let said = world.browser.alert().await;
    assert!(said.contains("list of clouds could not be read"), "{said}");
    assert!(said.contains("line 2"), "says where: {said}");
    world.browser.follow("Create a key pair").await;
    world.browser.vault_is_ready().await;
    world.make("alone", "Ed25519", "a passphrase").await;
    let file = world.save("alone").await;
    ssh_keygen::public_key(&file, "a passphrase").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_no_policy_can_allow_is_said() {
    let world = configured(
        r#"{ "clouds": [{ "name": "Ours", "auth_url": "/identity/v3", "origins": ["https://a.example; script-src *"] }] }"#,
    )
    .await;
    world.open("/sign-in").await;
    let said = world.browser.alert().await;
    assert!(said.contains("https://a.example; script-src *"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_could_not_be_fetched_is_said_and_can_be_tried_again() {
    let copy = copies::changed(|_, text| text);
    let aside = tempfile::tempdir().unwrap();
    let world = World::serving(copy.path()).await;
    // A browser that keeps the site would have the parts already: it is told not to before the app runs.
    world.open("/config.json").await;
    let keep_nothing = "localStorage.setItem('keyhaven-offline-off', '')";
    world.browser.run(keep_nothing, vec![]).await;
    world.sign_in("alice").await;
    let files = std::fs::read_dir(copy.path()).unwrap();
    let mut parts: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    parts.retain(|name| name.to_str().unwrap().starts_with("part-"));
    for part in &parts {
        std::fs::rename(copy.path().join(part), aside.path().join(part)).unwrap();
    }
    world.browser.follow("Create key pair").await;
    let said = world.browser.alert().await;
    assert!(said.contains("could not be fetched"), "{said}");
    for part in &parts {
        std::fs::rename(aside.path().join(part), copy.path().join(part)).unwrap();
    }
    world.browser.press("Try again").await;
    world.browser.find("heading", "Create key pair").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_configured_clouds_can_be_reached_when_no_others_are_allowed() {
    let elsewhere = devcloud::start(Config::default()).await.unwrap();
    let world = configured(
        r#"{ "clouds": [{ "name": "Ours", "auth_url": "/identity/v3", "project": "demo" }], "other_clouds": false }"#,
    )
    .await;
    world.sign_in("alice").await;
    let probe = "const [url, done] = arguments; fetch(url, { mode: 'no-cors' }).then(() => done('sent'), () => done('refused'))";
    let url = format!("{}/probe", elsewhere.base_url());
    let outcome = world
        .browser
        .run_async(probe, vec![url.as_str().into()])
        .await;
    assert_eq!(outcome, "refused");
    assert!(elsewhere.requests().is_empty());

    let open = World::start().await;
    open.open("/sign-in").await;
    open.browser.find("heading", "Sign in").await;
    assert_eq!(
        open.browser.run_async(probe, vec![url.into()]).await,
        "sent"
    );
    elsewhere.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_plain_http_no_key_is_made_and_the_reason_is_said() {
    let world = World::start().await;
    let port = world.cloud.addr().port();
    let host = world.browser.insecure_host();
    world
        .browser
        .open(&format!("http://{host}:{port}/key-pairs/new"))
        .await;
    let said = world.browser.alert().await;
    assert!(
        said.contains("No key can be handled on this page"),
        "{said}"
    );
    assert!(said.contains("https://"), "says what to do: {said}");
    assert!(!world.browser.has("button", "Create key pair").await);
}
