//! A private key where a public one belongs: it goes to the vault, and leaves no trace in the page or on the wire.

use super::import::key;
use keyhaven_e2e::leak::Searcher;
use keyhaven_e2e::{World, secrets, ssh_keygen};
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_private_key_is_removed_and_its_public_half_offered() {
    private_key(async |world, file| {
        world
            .browser
            .paste("Public key", &std::fs::read_to_string(file).unwrap())
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_picked_as_a_file_is_treated_alike() {
    private_key(async |world, file| world.browser.pick_file("Public key file", file).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_dropped_is_treated_alike() {
    private_key(async |world, file| {
        let text = std::fs::read_to_string(file).unwrap();
        world
            .browser
            .drop_file("Public key", "id_ed25519", &text)
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_typed_in_pieces_does_not_stay_either() {
    let world = World::start().await;
    let file = key(&world, "pieces", "ed25519", "pieces");
    let text = std::fs::read_to_string(&file).unwrap();
    world.start_importing("alice").await;
    let field = world.browser.find("textbox", "Public key").await;
    field.send_keys(text.as_str()).await.unwrap();
    world.browser.see("That was a private key.").await;
    is_off_the_page(&world, &text).await;
    world.browser.press("Import public key").await;
    is_off_the_page(&world, &text).await;
    let found = Searcher::new(&secrets::of_file(&file, "")).find_in(&world.log());
    assert_eq!(found, Vec::<String>::new());
}

/// Nothing of a private key's text is in the page.
async fn is_off_the_page(world: &World, text: &str) {
    assert_eq!(world.browser.value("Public key").await, "");
    let script = "return document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((field) => field.value)";
    let page = world.browser.run(script, vec![]).await;
    let page = page.as_str().unwrap();
    for line in text.lines() {
        assert!(!page.contains(line), "{line} is still in the page");
    }
}

/// Brings a private key into the page by `bring`; its public half can be imported, and no request holds the rest.
async fn private_key(bring: impl AsyncFnOnce(&World, &Path)) {
    let world = World::start().await;
    let file = key(&world, "oops", "ed25519", "oops");
    let line = ssh_keygen::public_line(&file);
    world.start_importing("alice").await;
    bring(&world, &file).await;
    world.browser.see("That was a private key.").await;
    is_off_the_page(&world, &std::fs::read_to_string(&file).unwrap()).await;
    world.browser.press("Use the public half").await;
    world
        .browser
        .find("region", "The key as it will be sent")
        .await;
    assert_eq!(world.browser.value("Public key").await.trim(), line);
    world.browser.press("Import public key").await;
    world.browser.find("heading", "oops").await;
    assert_eq!(world.client("alice").await.public_key("oops").await, line);
    let found = Searcher::new(&secrets::of_file(&file, "")).find_in(&world.log());
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_private_key_tells_its_public_half_without_the_passphrase() {
    let world = World::start().await;
    let file = world.browser.folder().join("locked");
    ssh_keygen::generate(&file, "ed25519", "a passphrase", "locked");
    world.start_importing("alice").await;
    world
        .browser
        .paste("Public key", &std::fs::read_to_string(&file).unwrap())
        .await;
    world.browser.press("Use the public half").await;
    world.browser.fill("Name", "unlocked").await;
    world.browser.press("Import public key").await;
    world.browser.find("heading", "unlocked").await;
    let stored = world.client("alice").await.public_key("unlocked").await;
    let line = ssh_keygen::public_line(&file);
    assert_eq!(stored.split(' ').nth(1), line.split(' ').nth(1));
}
