//! The form for a new key pair: what it refuses before anything is made, and what it proposes.

use super::create::KEY;
use keyhaven_e2e::{World, ssh_keygen};

#[tokio::test(flavor = "multi_thread")]
async fn enter_in_a_field_of_the_frame_makes_it() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.browser.fill("Name", "by keyboard").await;
    world
        .browser
        .type_passphrase("open sesame", "open sesame")
        .await;
    world.browser.enter_vault().await;
    let field = world.browser.find("textbox", "Repeat passphrase").await;
    field.send_keys(thirtyfour::Key::Enter + "").await.unwrap();
    world.browser.leave_vault().await;
    world
        .browser
        .find("heading", "Key pair by keyboard created")
        .await;
    let file = world.save("by-keyboard").await;
    world.is_registered().await;
    ssh_keygen::public_key(&file, "open sesame").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_is_checked_as_it_is_typed() {
    let world = World::start().await;
    let client = world.client("alice").await;
    client.import("Laptop", KEY).await;
    world.start_creating("alice").await;
    let browser = &world.browser;
    for (name, said) in [
        ("a/b", "The name must not hold “/”"),
        ("über", "The name must not hold “ü”"),
        ("..", "could never be shown or deleted again"),
        (".", "could never be shown or deleted again"),
        (" front", "must not begin or end with a space"),
        ("lAPTOP", "You have a key pair of this name already"),
    ] {
        browser.fill("Name", name).await;
        browser.see(said).await;
    }
    browser.fill("Name", &"x".repeat(256)).await;
    browser.see("256 characters").await;
    browser.press("Create key pair").await;
    browser.see("256 characters").await;
    browser.fill("Name", "").await;
    browser.see("Type a name.").await;
    browser.fill("Name", "a@b.c d").await;
    browser
        .until("no complaint", async || {
            (!browser.text().await.contains("The name")).then_some(())
        })
        .await;
    assert_eq!(browser.value("File name").await, "a@b.c-d");
    assert!(world.creations().len() == 1, "only the one made beside");
}

#[tokio::test(flavor = "multi_thread")]
async fn passphrases_that_differ_stop_it() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let browser = &world.browser;
    browser.fill("Name", "typo").await;
    browser.type_passphrase("one thing", "another thing").await;
    browser.press("Create key pair").await;
    browser.enter_vault().await;
    browser.see("The two passphrases differ").await;
    browser.leave_vault().await;
    assert!(!browser.has("heading", "Key pair typo created").await);
    assert!(browser.downloads().is_empty());
    browser.type_passphrase("one thing", "one thing").await;
    browser.press("Create key pair").await;
    browser.find("heading", "Key pair typo created").await;
    let file = world.save("typo").await;
    world.is_registered().await;
    ssh_keygen::public_key(&file, "one thing").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_passphrase_can_be_shown_and_is_hidden_at_first() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let browser = &world.browser;
    browser.enter_vault().await;
    let field = browser.find("textbox", "Passphrase").await;
    assert_eq!(
        field.prop("type").await.unwrap().as_deref(),
        Some("password")
    );
    browser.click("checkbox", "Show the passphrase").await;
    assert_eq!(field.prop("type").await.unwrap().as_deref(), Some("text"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_up_quota_is_said_before_anything_is_made() {
    let world = World::start().await;
    world.client("alice").await.import("only one", KEY).await;
    world.set_key_pair_quota("alice", 1).await;
    world.sign_in("alice").await;
    world.browser.see("1 of 1 key pairs used").await;
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    world
        .browser
        .see("Your quota of key pairs is used up")
        .await;
    world.browser.fill("Name", "one too many").await;
    let button = world.browser.find("button", "Create key pair").await;
    assert!(
        !button.is_enabled().await.unwrap(),
        "the button must be off"
    );
    assert_eq!(world.creations().len(), 1, "only the one made beside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_and_a_file_name_of_ones_own_are_used() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.browser.fill("Comment", "alice on the laptop").await;
    world.browser.fill("File name", "id_work").await;
    world.make("laptop", "Ed25519", "").await;
    let file = world.save("id_work").await;
    world.is_registered().await;
    let public = ssh_keygen::public_key(&file, "").unwrap();
    assert!(public.ends_with(" alice on the laptop"), "{public}");
    assert_eq!(
        world.client("alice").await.public_key("laptop").await,
        public
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_before_anything_is_made_asks_nothing() {
    let world = World::start().await;
    world.sign_in_to_stay("alice").await;
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    world.browser.fill("Name", "half").await;
    world.browser.reload().await;
    world.browser.vault_is_ready().await;
    assert_eq!(world.browser.path().await, "/key-pairs/new");
    world.make("after the reload", "Ed25519", "").await;
    world.save("after-the-reload").await;
    world.is_registered().await;
}
