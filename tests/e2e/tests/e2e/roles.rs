//! What a person's role does not allow is told, and not offered.

use super::launching::launch_first;
use keyhaven_e2e::World;

/// Signs alice in, launches a server named `web`, and signs her out again.
async fn a_server_of_alices(world: &World) {
    let browser = &world.browser;
    launch_first(world, "web").await;
    browser.see("Running").await;
    browser.press("Sign out").await;
    browser.find("heading", "Sign in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_looks_at_servers_and_is_offered_nothing_that_fails() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    a_server_of_alices(&world).await;
    world.sign_in("carol").await;
    browser.follow("Servers").await;
    browser
        .see("you can look at its servers, but not launch or change any")
        .await;
    browser.find("link", "web").await;
    assert!(!browser.has("link", "Launch server").await);

    browser.follow("web").await;
    browser
        .see("you can look at its servers, but not launch or change any")
        .await;
    // It says what is wrong, and that is all a reader can have of it.
    browser
        .see("is let in only from servers of the same security group")
        .await;
    browser.see("The server has posted none").await;
    browser.see("your role is to look only").await;
    for button in [
        "Stop",
        "Reboot",
        "Delete server",
        "Let SSH in",
        "Associate floating address",
        "Rebuild with another key pair",
        "Try again",
    ] {
        assert!(!browser.has("button", button).await, "{button}");
    }
    let text = browser.text().await;
    assert!(!text.contains("The cloud does not allow this"), "{text}");

    world.open("/servers/new").await;
    world.sign_in_here("carol").await;
    browser.find("heading", "Launch server").await;
    browser.see("but not launch or change any").await;
    let button = browser.find("button", "Launch").await;
    assert!(!button.is_enabled().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_has_key_pairs_like_anybody() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.start_creating("carol").await;
    world.make("hers", "Ed25519", "").await;
    world.save("hers").await;
    world.is_registered().await;
    assert!(!browser.has("link", "Launch a server with it").await);
    browser.follow("Show the key pair").await;
    browser.see("None in this project.").await;
    assert!(!browser.has("link", "Launch a server with it").await);
    browser.press("Delete key pair").await;
    browser.press("Delete").await;
    browser.see("Key pair hers deleted.").await;
    assert!(world.client("carol").await.show("hers").await.is_none());
}
