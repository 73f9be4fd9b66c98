//! Key pairs copied to the cloud's other regions.

use super::create::KEY;
use super::look::picture;
use devcloud::Config;
use keyhaven_e2e::{Browser, World, environment, ssh_keygen};

/// Where the second region's key pairs are made.
const SECOND: &str = "/region-two/compute/v2.1/os-keypairs";

/// Opens the dialog of the key pair on show.
async fn ask(browser: &Browser, name: &str) {
    browser.press("Copy to…").await;
    let title = format!("Copy key pair {name} to other regions");
    browser.find("dialog", &title).await;
}

/// Copies it to every other region.
async fn copy(browser: &Browser, name: &str) {
    ask(browser, name).await;
    browser.press("Copy").await;
}

/// Another key than the one that most tests import.
fn other_key(browser: &Browser) -> String {
    let file = browser.folder().join("other");
    ssh_keygen::generate(&file, "ed25519", "", "another");
    ssh_keygen::public_line(&file)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pair_is_copied_and_is_there_after_the_region_is_changed() {
    let world = World::start().await;
    let browser = &world.browser;
    world
        .client("alice")
        .await
        .import("web server@eu", KEY)
        .await;
    world.sign_in("alice").await;
    browser.follow("web server@eu").await;
    ask(browser, "web server@eu").await;
    browser.click("checkbox", "RegionTwo").await;
    let button = browser.find("button", "Copy").await;
    assert!(!button.is_enabled().await.unwrap(), "no region is wanted");
    browser.click("checkbox", "RegionTwo").await;
    browser.press("Copy").await;
    browser.see("Registered there now.").await;
    let second = world.client("alice").await.in_second_region();
    assert_eq!(second.public_key("web server@eu").await, KEY);
    assert_eq!(world.requests("POST", SECOND).len(), 1);
    assert_eq!(
        world.creations().len(),
        1,
        "only the first one, by the test"
    );
    browser.press("Close").await;

    browser.choose("Region", "RegionTwo").await;
    browser.see("Download public key").await;
    browser.follow("Key pairs").await;
    browser.follow("web server@eu").await;
    copy(browser, "web server@eu").await;
    browser.see("There already, with this same key.").await;
    assert_eq!(world.creations().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_another_key_has_there_is_left_alone() {
    let world = World::start().await;
    let browser = &world.browser;
    world.client("alice").await.import("laptop", KEY).await;
    let second = world.client("alice").await.in_second_region();
    let other = other_key(browser);
    second.import("laptop", &other).await;
    world.sign_in("alice").await;
    browser.follow("laptop").await;
    copy(browser, "laptop").await;
    browser.see("Another key has this name there").await;
    assert_eq!(second.public_key("laptop").await, other);
    // What came of it is still there when the dialog is opened again.
    browser.press("Close").await;
    ask(browser, "laptop").await;
    browser.see("Another key has this name there").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_fails_says_why_and_is_tried_again() {
    let world = World::start().await;
    let browser = &world.browser;
    world.cloud.add_key_pairs("alice", "fault-500", 1).unwrap();
    world.sign_in("alice").await;
    browser.follow("fault-500-00000").await;
    copy(browser, "fault-500-00000").await;
    browser.see("The cloud failed").await;
    let said = browser.alert().await;
    assert!(said.contains("Request id: req-"), "{said}");
    let tries = world.requests("POST", SECOND).len();
    browser.press("Try again").await;
    browser
        .until("another try", async || {
            (world.requests("POST", SECOND).len() > tries).then_some(())
        })
        .await;
    browser.see("The cloud failed").await;
    let second = world.client("alice").await.in_second_region();
    assert!(second.show("fault-500-00000").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_ends_meanwhile_is_renewed_and_a_lost_answer_is_looked_up() {
    let world = World::start().await;
    let browser = &world.browser;
    world.cloud.add_key_pairs("alice", "fault-401", 1).unwrap();
    world.cloud.add_key_pairs("alice", "fault-lost", 1).unwrap();
    world.sign_in("alice").await;
    browser.follow("fault-401-00000").await;
    copy(browser, "fault-401-00000").await;
    browser.find("dialog", "Sign in again").await;
    browser.fill("Password", "alice-pw").await;
    browser.press("Sign in").await;
    browser.see("Registered there now.").await;
    browser.press("Close").await;
    browser.follow("Key pairs").await;
    browser.follow("fault-lost-00000").await;
    copy(browser, "fault-lost-00000").await;
    browser.see("Registered there now.").await;
    let second = world.client("alice").await.in_second_region();
    for name in ["fault-401-00000", "fault-lost-00000"] {
        assert!(second.show(name).await.is_some(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_pair_or_certificate_can_be_copied_at_once() {
    let world = World::start().await;
    let browser = &world.browser;
    let second = world.client("alice").await.in_second_region();
    for (name, key_type, file, kind) in [
        ("fresh", "Ed25519", "fresh", "ssh"),
        ("win", "X.509 certificate", "win.pfx", "x509"),
    ] {
        world.start_creating("alice").await;
        world.make(name, key_type, "").await;
        world.save(file).await;
        world.is_registered().await;
        copy(browser, name).await;
        browser.see("Registered there now.").await;
        let there = second.show(name).await.unwrap();
        assert_eq!(there["type"], kind);
        let here = world.client("alice").await.public_key(name).await;
        assert_eq!(second.public_key(name).await, here);
    }
}

/// Signs in, goes to the key pair, and makes sure that nothing is offered.
async fn offers_nothing(world: &World) {
    world.client("alice").await.import("laptop", KEY).await;
    world.sign_in("alice").await;
    world.browser.follow("laptop").await;
    world.browser.find("button", "Copy public key").await;
    assert!(!world.browser.has("button", "Copy to…").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_region_offers_nothing() {
    let config = Config {
        second_region: false,
        ..Config::default()
    };
    offers_nothing(&World::with(config).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_for_all_regions_offers_nothing() {
    let config = Config {
        config_json: Some(
            r#"{"clouds":[{"name":"Ours","auth_url":"/identity/v3","user_domain":"Default","project_domain":"Default",
                "project":"demo","endpoints":{"compute":"/compute/v2.1"}}]}"#
                .to_owned(),
        ),
        ..Config::default()
    };
    offers_nothing(&World::with(config).await).await;
}

/// The dialog in each of its states: nothing for axe, and nothing wider than a phone.
#[tokio::test(flavor = "multi_thread")]
async fn the_dialog_is_accessible_and_fits_a_phone() {
    let world = World::start().await;
    let browser = &world.browser;
    let folder = environment::pictures();
    let folder = folder.as_deref();
    let long = "a-rather-long-name-".repeat(10);
    let client = world.client("alice").await;
    client.import("laptop", KEY).await;
    client.import(&long, KEY).await;
    world.cloud.add_key_pairs("alice", "fault-503", 1).unwrap();
    let second = world.client("alice").await.in_second_region();
    second.import("laptop", &other_key(browser)).await;
    world.sign_in("alice").await;
    let mut found = Vec::new();
    for (name, outcome) in [
        ("laptop", "Another key has this name there"),
        (long.as_str(), "Registered there now."),
        ("fault-503-00000", "out of service"),
    ] {
        browser.follow(name).await;
        ask(browser, name).await;
        let label = &name[..6];
        picture(&world, folder, &format!("copy-to-{label}")).await;
        found.extend(browser.violations().await);
        browser.press("Copy").await;
        browser.see(outcome).await;
        picture(&world, folder, &format!("copy-to-{label}-over")).await;
        for scheme in browser.schemes() {
            browser.set_scheme(scheme).await;
            browser.settled().await;
            found.extend(browser.violations().await);
        }
        browser.set_scheme("light").await;
        browser.press("Close").await;
        browser.follow("Key pairs").await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
