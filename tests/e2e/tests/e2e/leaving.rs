//! An unsaved private key is not lost by a slip.

use keyhaven_e2e::{Browser, World, ssh_keygen};
use std::path::PathBuf;

/// Makes a key pair that is not saved yet.
async fn unsaved() -> World {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("unsaved", "Ed25519", "").await;
    world
}

/// The question is asked; staying keeps page and key.
async fn stays(world: &World) {
    world.browser.find("dialog", "Leave this page?").await;
    world.browser.press("Stay here").await;
    world.browser.gone("dialog", "Leave this page?").await;
    assert!(
        world
            .browser
            .has("heading", "Key pair unsaved created")
            .await
    );
    assert_eq!(world.browser.path().await, "/key-pairs/new");
}

/// Saves and registers it, to show that the key is still there.
async fn save_after_all(world: &World) -> PathBuf {
    let file = world.save("unsaved").await;
    world.is_registered().await;
    let stored = world.client("alice").await.public_key("unsaved").await;
    assert_eq!(stored, ssh_keygen::public_key(&file, "").unwrap());
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_asks_first() {
    let world = unsaved().await;
    world.browser.follow("About").await;
    stays(&world).await;
    world.browser.follow("Key pairs").await;
    stays(&world).await;
    save_after_all(&world).await;
    world.browser.follow("About").await;
    world.browser.find("heading", "About Keyhaven").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_back_button_asks_first() {
    let world = unsaved().await;
    for _ in 0..2 {
        world.browser.driver().back().await.unwrap();
        stays(&world).await;
    }
    save_after_all(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_asks_first() {
    let world = unsaved().await;
    world.browser.press("Sign out").await;
    stays(&world).await;
    assert!(
        world.requests("DELETE", "/identity").is_empty(),
        "still signed in"
    );
    save_after_all(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_to_leave_may_and_the_key_is_gone() {
    let world = unsaved().await;
    world.browser.follow("About").await;
    world.browser.find("dialog", "Leave this page?").await;
    world.browser.press("Leave and lose it").await;
    world.browser.find("heading", "About Keyhaven").await;
    world.browser.follow("Key pairs").await;
    world.list_is_read().await;
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    assert!(world.creations().is_empty());
    assert!(world.browser.downloads().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_by_the_back_button_goes_back() {
    let world = unsaved().await;
    world.browser.driver().back().await.unwrap();
    world.browser.find("dialog", "Leave this page?").await;
    world.browser.press("Leave and lose it").await;
    world.list_is_read().await;
    assert_eq!(world.browser.path().await, "/key-pairs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_asks_the_browsers_own_question() {
    let mut world = World::start().await;
    world.browser = Browser::start_asking().await;
    world.start_creating("alice").await;
    world.make("unsaved", "Ed25519", "").await;
    let browser = &world.browser;
    browser
        .run("setTimeout(() => location.reload())", vec![])
        .await;
    browser
        .until("the browser's question", async || {
            browser.driver().get_alert_text().await.ok()
        })
        .await;
    browser.driver().dismiss_alert().await.unwrap();
    browser.find("heading", "Key pair unsaved created").await;
    save_after_all(&world).await;
    // Nothing is at stake any more: no question.
    browser.driver().refresh().await.unwrap();
    browser.find("heading", "Create key pair").await;
}
