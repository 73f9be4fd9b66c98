//! What the tests of servers do on their way: a key pair, a launch, and the lines that the page has for a login.

use super::create::KEY;
use keyhaven_e2e::{Browser, World};
use std::path::PathBuf;
use thirtyfour::By;

/// Fills in the launch form and sends it.
pub async fn launch(browser: &Browser, name: &str, image: &str, key: &str) {
    browser.find("heading", "Launch server").await;
    browser.fill("Server name", name).await;
    browser.choose("Image", image).await;
    browser.choose("Key pair", key).await;
    browser.choose("Network", "private").await;
    browser.press("Launch").await;
    browser.find("heading", name).await;
}

/// From the page of somebody without servers to the launch form.
pub async fn go_to_the_first_launch(browser: &Browser) {
    browser.follow("Servers").await;
    browser.follow("Launch your first server").await;
}

/// Gives alice a key pair, signs her in, and launches her first server with it.
pub async fn launch_first(world: &World, name: &str) {
    launch_first_of(world, name, "debian-12-like").await;
}

/// The same of another image.
pub async fn launch_first_of(world: &World, name: &str, image: &str) {
    world.client("alice").await.import("laptop", KEY).await;
    world.sign_in("alice").await;
    go_to_the_first_launch(&world.browser).await;
    launch(&world.browser, name, image, "laptop").await;
}

/// What the button `copy` copies: the text beside it. The page may put another in its place at any time.
pub async fn beside(browser: &Browser, copy: &str) -> String {
    let text = async || {
        let button = browser.all("button", Some(copy)).await.into_iter().next()?;
        let beside = By::XPath("../descendant::pre");
        let beside = button.find(beside).await.ok()?;
        beside.prop("textContent").await.ok()?
    };
    browser.until(&format!("the text of “{copy}”"), text).await
}

/// Makes and registers a key pair of this type and format; gives its file.
pub async fn key_pair(
    world: &World,
    name: &str,
    key_type: &str,
    format: &str,
    file: &str,
) -> PathBuf {
    world.browser.follow("Key pairs").await;
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    world.browser.click("radio", format).await;
    world.make(name, key_type, "").await;
    let file = world.save(file).await;
    world.is_registered().await;
    file
}

/// Whether SSH's own port can be taken on this machine; else servers of the cloud answer on 2222.
pub fn is_port_22() -> bool {
    std::net::TcpListener::bind("127.0.0.99:22").is_ok()
}

/// Waits until the server runs, opens SSH, and until its host keys are on the page.
pub async fn is_reachable(browser: &Browser) {
    browser.see("Running").await;
    browser.press("Let SSH in").await;
    browser.see("is let in from").await;
    browser.find("button", "Copy known_hosts lines").await;
    if !is_port_22() {
        browser.fill("Port", "2222").await;
    }
}
