//! A key pair's own page.

use super::create::KEY;
use keyhaven_e2e::World;

#[tokio::test(flavor = "multi_thread")]
async fn every_name_has_a_page_that_survives_a_reload() {
    let world = World::start().await;
    let client = world.client("alice").await;
    for name in ["web server@eu.1", "new", "import", "...", "a.b", "-", "_ _"] {
        client.import(name, KEY).await;
    }
    // No cloud takes these today, but old ones did.
    world
        .cloud
        .add_key_pairs("alice", "50% off+a&b=c#d?e", 1)
        .unwrap();
    world
        .cloud
        .add_key_pairs("alice", "über/straße\\", 1)
        .unwrap();
    world.sign_in_to_stay("alice").await;
    for name in [
        "web server@eu.1",
        "new",
        "import",
        "...",
        "a.b",
        "-",
        "_ _",
        "50% off+a&b=c#d?e-00000",
        "über/straße\\-00000",
    ] {
        world.browser.follow(name).await;
        world.browser.find("heading", name).await;
        world.browser.see("Download public key").await;
        let path = world.browser.path().await;
        world.browser.reload().await;
        world.browser.find("heading", name).await;
        world.browser.see("Download public key").await;
        assert_eq!(world.browser.path().await, path);
        world.browser.follow("Key pairs").await;
        world.list_is_read().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_key_can_be_copied_and_downloaded() {
    let world = World::start().await;
    world.client("alice").await.import("web server", KEY).await;
    world.sign_in("alice").await;
    world.browser.follow("web server").await;
    world.browser.press("Download public key").await;
    let file = world.browser.downloaded("web-server.pub").await;
    assert_eq!(std::fs::read_to_string(file).unwrap(), format!("{KEY}\n"));
    world.browser.press("Copy public key").await;
    world.browser.see("Copied.").await;
    world.browser.follow("Key pairs").await;
    world.browser.follow("Import public key").await;
    let field = world.browser.find("textbox", "Public key").await;
    field
        .send_keys(thirtyfour::Key::Control + "v")
        .await
        .unwrap();
    world
        .browser
        .find("region", "The key as it will be sent")
        .await;
    assert_eq!(world.browser.value("Public key").await, KEY);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_asks_by_name_and_cancel_keeps_it() {
    let world = World::start().await;
    let client = world.client("alice").await;
    client.import("web server", KEY).await;
    client.import("other", KEY).await;
    world.sign_in("alice").await;
    world.browser.follow("web server").await;
    world.browser.press("Delete key pair").await;
    world
        .browser
        .find("dialog", "Delete key pair web server?")
        .await;
    world.browser.press("Cancel").await;
    world
        .browser
        .gone("dialog", "Delete key pair web server?")
        .await;
    world.browser.press("Delete key pair").await;
    world
        .browser
        .find("dialog", "Delete key pair web server?")
        .await;
    world
        .browser
        .driver()
        .active_element()
        .await
        .unwrap()
        .send_keys(thirtyfour::Key::Escape + "")
        .await
        .unwrap();
    world
        .browser
        .gone("dialog", "Delete key pair web server?")
        .await;
    assert!(
        client.show("web server").await.is_some(),
        "neither Cancel nor Escape deletes"
    );
    world.browser.press("Delete key pair").await;
    world.browser.press("Delete").await;
    world.browser.see("Key pair web server deleted.").await;
    world.browser.see("1 of 100 key pairs used").await;
    assert!(!world.browser.has("link", "web server").await);
    assert!(client.show("web server").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_fails_says_so_and_keeps_it() {
    let world = World::start().await;
    let client = world.client("alice").await;
    client.import("fault-delete-500", KEY).await;
    world.sign_in("alice").await;
    world.browser.follow("fault-delete-500").await;
    world.browser.press("Delete key pair").await;
    world.browser.press("Delete").await;
    world
        .browser
        .see("Key pair fault-delete-500 was not deleted.")
        .await;
    assert!(client.show("fault-delete-500").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_key_pair_is_not_found() {
    let world = World::start().await;
    world.client("alice").await.import("hers", KEY).await;
    world.sign_in_to_stay("bob").await;
    world.open("/key-pairs/hers").await;
    let said = world.browser.alert().await;
    assert!(said.contains("Not found in the cloud"), "{said}");
    world.open("/nowhere/at/all").await;
    world.browser.find("heading", "No such page").await;
}
