//! Pictures of the servers' pages in their states, as in [`look`](super::look); and nothing in them for axe to find.

use super::create::KEY;
use super::launching::launch;
use super::look::picture;
use keyhaven_e2e::{World, environment};
use std::path::Path;

/// A name as long as Nova takes it, without a place to break at.
fn long(start: &str) -> String {
    format!("{start}{}", "x".repeat(255 - start.len()))
}

/// The whole page, however long.
async fn look(world: &World, folder: Option<&Path>, name: &str, found: &mut Vec<String>) {
    picture(world, None, name).await;
    let browser = &world.browser;
    for (size, width) in [("wide", 1280), ("phone", 390)] {
        for scheme in browser.schemes() {
            browser.set_scheme(scheme).await;
            if let Some(folder) = folder {
                browser.set_size(width, 900, false).await;
                let script = "return document.documentElement.scrollHeight";
                let height = browser.run(script, vec![]).await;
                let height = height
                    .as_u64()
                    .and_then(|height| u32::try_from(height).ok());
                browser
                    .set_size(width, height.unwrap_or(900).clamp(900, 6000), false)
                    .await;
                browser.settled().await;
                let file = folder.join(format!("{name}-{size}-{scheme}.png"));
                browser.driver().screenshot(&file).await.unwrap();
            }
            if size == "wide" {
                browser.settled().await;
                let violations = browser.violations().await;
                found.extend(
                    violations
                        .into_iter()
                        .map(|line| format!("{name}, {scheme}: {line}")),
                );
            }
        }
    }
    browser.set_size(1280, 900, false).await;
    browser.set_scheme("light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_pages_fit_their_window() {
    let folder = environment::pictures();
    let folder = folder.as_deref();
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    let key = "a-key-pair-with-a-long-name-".repeat(9);
    let client = world.client("alice").await;
    client.import("laptop", KEY).await;
    client.import(&key, KEY).await;
    world
        .cloud
        .add_images("an-image-with-a-long-name-that-goes-on-and-on", 12)
        .unwrap();
    world.sign_in("alice").await;
    browser.follow("Servers").await;
    browser.find("link", "Launch your first server").await;
    look(&world, folder, "servers-empty", &mut found).await;

    browser.follow("Launch your first server").await;
    browser.find("combobox", "Image").await;
    browser.find("combobox", "Flavor").await;
    browser.see("Virtual CPUs").await;
    look(&world, folder, "launch", &mut found).await;
    browser.choose("Image", "windows-2022-like").await;
    browser.see("needs an RSA key pair").await;
    browser.choose("Flavor", "m1.volume").await;
    browser.choose("Key pair", &key).await;
    browser.fill("Server name", &long("web")).await;
    browser.fill("Count", "11").await;
    browser.fill("User data", "echo hello").await;
    browser.press("Launch").await;
    browser.see("Something above is missing").await;
    look(&world, folder, "launch-wrong", &mut found).await;
    browser.fill("Count", "").await;
    browser.fill("User data", "").await;
    browser.choose("Flavor", "m1.small").await;
    launch(browser, &long("web"), "debian-12-like", &key).await;
    browser.find("heading", "Under way").await;
    look(&world, folder, "server-under-way", &mut found).await;
    browser.see("Running").await;
    browser.find("button", "Copy known_hosts lines").await;
    browser.find("button", "Let SSH in").await;
    look(&world, folder, "server", &mut found).await;
    browser.press("Associate floating address").await;
    browser.find("dialog", "Associate floating address").await;
    look(&world, folder, "server-floating", &mut found).await;
    browser.press("Associate").await;
    browser.see("leads to the server").await;
    browser
        .find_like("button", "Release 127")
        .await
        .click()
        .await
        .unwrap();
    browser.see("it stays yours").await;
    browser.press("Rebuild with another key pair").await;
    browser.find_like("dialog", "Rebuild web").await;
    look(&world, folder, "server-rebuild", &mut found).await;
    browser.press("Cancel").await;

    browser.follow("Servers").await;
    browser.follow("Launch server").await;
    launch(browser, "fault-error", "debian-12-like", "laptop").await;
    browser.see("The server is in error").await;
    look(&world, folder, "server-error", &mut found).await;
    browser.follow("Servers").await;
    browser.find("link", "fault-error").await;
    look(&world, folder, "servers", &mut found).await;
    browser
        .fill_role("searchbox", "Filter servers", "nothing")
        .await;
    browser.see("No server matches").await;
    look(&world, folder, "servers-none", &mut found).await;

    browser.follow("Key pairs").await;
    browser.follow(&key).await;
    browser.follow("Replace with a new key").await;
    browser.see("is done").await;
    look(&world, folder, "rotate", &mut found).await;
    world.revoke_tokens("alice").await;
    browser.follow("Servers").await;
    browser.press("Not now").await;
    browser.see("The sign-in has ended").await;
    look(&world, folder, "servers-failed", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
