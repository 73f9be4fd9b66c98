//! Importing public keys: what is taken, and what is said against the rest.

use keyhaven_e2e::{World, ssh_keygen};
use serde_json::Value;
use std::path::PathBuf;

/// A key pair's files in the browser's folder.
pub fn key(world: &World, name: &str, key_type: &str, comment: &str) -> PathBuf {
    let file = world.browser.folder().join(name);
    ssh_keygen::generate(&file, key_type, "", comment);
    file
}

/// The public key in the last request that made a key pair.
fn sent(world: &World) -> String {
    let requests = world.creations();
    let body: Value = serde_json::from_slice(&requests.last().expect("a request").body).unwrap();
    body["keypair"]["public_key"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_key_is_made_canonical_and_imported() {
    let world = World::start().await;
    let line = ssh_keygen::public_line(&key(&world, "a", "ed25519", "alice@laptop"));
    world.start_importing("alice").await;
    world
        .browser
        .paste(
            "Public key",
            &format!("\u{feff}  {}\r\n\r\n", line.replace(' ', "  ")),
        )
        .await;
    world
        .browser
        .find("region", "The key as it will be sent")
        .await;
    assert_eq!(
        world.browser.value("Name").await,
        "alice@laptop",
        "the comment is proposed as the name"
    );
    world.browser.fill("Name", "imported").await;
    world.browser.press("Import public key").await;
    world.browser.find("heading", "imported").await;
    assert_eq!(sent(&world), line);
    assert_eq!(
        world.client("alice").await.public_key("imported").await,
        line
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_picked_or_dropped_key_is_taken() {
    let world = World::start().await;
    let file = key(&world, "b", "ecdsa", "picked");
    let line = ssh_keygen::public_line(&file);
    world.start_importing("alice").await;
    world
        .browser
        .pick_file("Public key file", &file.with_extension("pub"))
        .await;
    world
        .browser
        .find("region", "The key as it will be sent")
        .await;
    assert_eq!(world.browser.value("Public key").await.trim(), line);
    world.browser.press("Import public key").await;
    world.browser.find("heading", "picked").await;
    assert_eq!(sent(&world), line);

    world.browser.follow("Key pairs").await;
    world.browser.follow("Import public key").await;
    let dropped = ssh_keygen::public_line(&key(&world, "c", "rsa", "dropped"));
    world
        .browser
        .drop_file("Public key", "c.pub", &dropped)
        .await;
    world.browser.press("Import public key").await;
    world.browser.find("heading", "dropped").await;
    assert_eq!(sent(&world), dropped);

    world.browser.follow("Key pairs").await;
    world.browser.follow("Import public key").await;
    let typed = ssh_keygen::public_line(&key(&world, "d", "ed25519", "typed"));
    world.browser.fill("Public key", &typed).await;
    world.browser.press("Import public key").await;
    world.browser.find("heading", "typed").await;
    assert_eq!(world.client("alice").await.names().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_nothing_is_sent() {
    let world = World::start().await;
    let good = key(&world, "good", "ed25519", "good");
    let line = ssh_keygen::public_line(&good);
    ssh_keygen::certify(&good, &key(&world, "authority", "ed25519", "ca"));
    ssh_keygen::generate(&world.browser.folder().join("dsa"), "dsa", "", "dsa");
    let read = |name: &str| std::fs::read_to_string(world.browser.folder().join(name)).unwrap();
    let cases = [
        (read("good-cert.pub"), "This is a certificate"),
        (read("dsa.pub"), "This is a DSA key"),
        (line[..60].to_owned(), "The key is cut off"),
        (format!("{line}\n{line}x\n"), "There are 2 keys here"),
        (
            format!("no-pty,command=\"true\" {line}"),
            "stands in front of the key",
        ),
        ("hello".to_owned(), "This is not a public key"),
        (
            "SHA256:jx1JtjVU2OvDsoZmkzm9xZ2i3hCV4D1XjBfCAdBF+kE".to_owned(),
            "It looks like a fingerprint",
        ),
    ];
    world.start_importing("alice").await;
    world.browser.fill("Name", "wrong").await;
    for (text, said) in cases {
        world.browser.fill("Public key", "").await;
        world.browser.paste("Public key", &text).await;
        world.browser.see(said).await;
        assert!(
            !world
                .browser
                .has("region", "The key as it will be sent")
                .await
        );
        world.browser.press("Import public key").await;
        world.browser.see(said).await;
    }
    assert!(world.creations().is_empty());
    world.browser.fill("Public key", "").await;
    world.browser.press("Import public key").await;
    world.browser.see("There is no key here yet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_there_already_and_a_name_that_is_taken_are_said() {
    let world = World::start().await;
    let line = ssh_keygen::public_line(&key(&world, "same", "ed25519", "same"));
    world.client("alice").await.import("first", &line).await;
    world.start_importing("alice").await;
    world.browser.paste("Public key", &line).await;
    world
        .browser
        .see("You have this same key already, as first.")
        .await;
    world.browser.fill("Name", "FIRST").await;
    world
        .browser
        .see("You have a key pair of this name already")
        .await;
    world.browser.press("Import public key").await;
    assert_eq!(world.creations().len(), 1, "only the one made beside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_import_says_why_and_can_be_repeated() {
    let world = World::start().await;
    let line = ssh_keygen::public_line(&key(&world, "x", "ed25519", "x"));
    world.start_importing("alice").await;
    world.browser.paste("Public key", &line).await;
    world.browser.fill("Name", "fault-503").await;
    world.browser.press("Import public key").await;
    let said = world.browser.alert().await;
    assert!(said.contains("Wait 7 seconds"), "{said}");
    world.browser.fill("Name", "fine").await;
    world.browser.press("Import public key").await;
    world.browser.find("heading", "fine").await;
    assert_eq!(world.client("alice").await.public_key("fine").await, line);
}
