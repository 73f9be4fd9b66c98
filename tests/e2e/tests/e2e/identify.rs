//! Files are told apart, compared with the key pairs, unlocked and converted, all in the vault.

use keyhaven_e2e::leak::Searcher;
use keyhaven_e2e::{World, secrets, ssh_keygen};
use std::path::{Path, PathBuf};

const PASSPHRASE: &str = "first passphrase";

fn key(world: &World, name: &str, passphrase: &str) -> PathBuf {
    let file = world.browser.folder().join(name);
    ssh_keygen::generate(&file, "ed25519", passphrase, "me@laptop");
    file
}

fn public_line(file: &Path) -> String {
    std::fs::read_to_string(file.with_extension("pub")).unwrap()
}

/// The fingerprint as `ssh-keygen` gives it.
fn sha256(file: &Path) -> String {
    let line = ssh_keygen::fingerprint(file);
    line.split(' ').nth(1).unwrap().to_owned()
}

/// The page, with its frame entered and a file put in.
async fn identify(world: &World, file: &Path) {
    world.browser.follow("Identify a key").await;
    world.browser.enter_vault().await;
    world.browser.pick_file("Key file", file).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_file_is_matched_unlocked_and_given_another_passphrase() {
    let world = World::start().await;
    let browser = &world.browser;
    let file = key(&world, "locked", PASSPHRASE);
    let alice = world.client("alice").await;
    alice.import("laptop", &public_line(&file)).await;
    world.sign_in("alice").await;
    identify(&world, &file).await;
    browser.see("Matches laptop").await;
    browser.see(&sha256(&file)).await;
    assert!(
        !browser.text().await.contains("me@laptop"),
        "the comment is locked away"
    );

    browser.fill("Passphrase", "not it").await;
    browser.press("Unlock").await;
    browser.see("passphrase does not open").await;
    browser.fill("Passphrase", PASSPHRASE).await;
    browser.press("Unlock").await;
    browser.see("me@laptop").await;

    browser.fill("New passphrase", "second passphrase").await;
    browser.fill("Repeat passphrase", "another").await;
    browser.press("Save converted file").await;
    browser.see("The two passphrases differ").await;
    browser.fill("Repeat passphrase", "second passphrase").await;
    browser.press("Save converted file").await;
    browser.see("Given to the browser to save").await;
    browser.leave_vault().await;
    let saved = browser.downloaded("locked").await;
    let opened = ssh_keygen::public_key(&saved, "second passphrase").unwrap();
    assert!(public_line(&file).starts_with(opened.trim_end()));
    ssh_keygen::public_key(&saved, PASSPHRASE).unwrap_err();

    for (file, passphrase) in [(&file, PASSPHRASE), (&saved, "second passphrase")] {
        let found = Searcher::new(&secrets::of_file(file, passphrase)).find_in(&world.log());
        assert_eq!(found, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_a_file_is_told_without_a_comparison() {
    let world = World::start().await;
    let file = key(&world, "alone", "");
    world.open("/identify").await;
    world.browser.see("to have each key compared").await;
    identify(&world, &file).await;
    world.browser.see(&sha256(&file)).await;
    let text = world.browser.text().await;
    assert!(!text.contains("Matches"), "{text}");
    world.browser.press("Remove").await;
    world.browser.gone("heading", "alone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_of_mine_and_a_file_that_is_no_key_are_said() {
    let world = World::start().await;
    let file = key(&world, "stranger", "");
    world.sign_in("alice").await;
    identify(&world, &file.with_extension("pub")).await;
    world.browser.see("Matches no key pair of yours").await;
    let noise = world.browser.folder().join("holiday.pdf");
    std::fs::write(&noise, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 not a key").unwrap();
    world.browser.pick_file("Key file", &noise).await;
    world.browser.find("heading", "holiday.pdf").await;
    let said = world.browser.alert().await;
    assert!(said.contains("PDF"), "{said}");
}

/// The page's frame, entered, where it takes text.
pub async fn open_text_part(world: &World) {
    let browser = &world.browser;
    world.open("/identify").await;
    browser.enter_vault().await;
    browser.find("file", "Key file").await;
    browser.unfold("#text-part").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pasted_as_text_is_told_too() {
    let world = World::start().await;
    let file = key(&world, "pasted", "");
    open_text_part(&world).await;
    world
        .browser
        .fill("Key text", public_line(&file).trim())
        .await;
    world.browser.press("Identify the text").await;
    world.browser.see(&sha256(&file)).await;
    assert_eq!(world.browser.value("Key text").await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_saved_file_can_be_checked_against_the_key_that_was_made() {
    let world = World::start().await;
    let browser = &world.browser;
    world.start_creating("alice").await;
    world.make("checked", "Ed25519", PASSPHRASE).await;
    let file = world.save("checked").await;
    let other = key(&world, "other", "");
    let broken = browser.folder().join("broken");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&broken, &bytes[..bytes.len() / 2]).unwrap();
    browser.enter_vault().await;
    for (file, said) in [
        (&other, "not the file that was made"),
        (&broken, "not the file that was made"),
        (&other.with_extension("pub"), "no private key"),
        (&file, "complete and unchanged"),
    ] {
        browser.pick_file("Check the saved file", file).await;
        browser.see(said).await;
    }
    browser.leave_vault().await;
    world.is_registered().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_made_for_putty_is_read_by_puttygen() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.browser.click("radio", "PuTTY (PPK)").await;
    world.make("windows", "RSA 3072", PASSPHRASE).await;
    let file = world.save("windows.ppk").await;
    world.is_registered().await;
    world.browser.see("In PuTTY, under Session").await;
    let passphrase = world.browser.folder().join("passphrase");
    std::fs::write(&passphrase, PASSPHRASE).unwrap();
    let puttygen = std::process::Command::new("puttygen")
        .arg(&file)
        .args(["-L", "--old-passphrase"])
        .arg(&passphrase)
        .output()
        .expect("puttygen is needed for this test");
    let line = String::from_utf8(puttygen.stdout).unwrap();
    assert_eq!(
        line.trim(),
        world
            .client("alice")
            .await
            .public_key("windows")
            .await
            .trim()
    );
}
