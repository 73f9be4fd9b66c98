//! What a person puts into the vault, and what is made there, is gone from the browser's memory when the vault has let go of it.
//!
//! The memory of every process in which a page runs is searched, whole. The search is proven each time: while it is held, the
//! secret is found, and in one process only, that of the vault's frame. In Chromium that process ends, and nothing is left
//! anywhere. Elsewhere it is the page's as well and lives on: what the vault's program had in its memory is gone from it, but the
//! texts that went through the browser's own hands, which it does not write over when it lets go of them, are not looked for.

use super::administrator_password;
use super::identify::open_text_part;
use keyhaven_e2e::memory::Needles;
use keyhaven_e2e::{Browser, Engine, World, secrets, site, ssh_keygen};
use std::path::Path;

/// Neither all Latin nor likely to be anywhere else.
fn passphrase() -> String {
    let unlikely = tempfile::Builder::new().rand_bytes(16).tempfile().unwrap();
    let unlikely = unlikely
        .path()
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    format!("żółw {unlikely} Ünder")
}

/// What is secret in a file of a private key: its numbers, and the lines that hold them.
fn needles_of(file: &Path, passphrase: &str) -> Needles {
    let text = std::fs::read_to_string(file).unwrap();
    // The first lines hold the public half, which anybody may have; the last may be too short to be looked for.
    let lines: Vec<_> = text.lines().collect();
    let private = lines[lines.len() - 3..lines.len() - 1].iter();
    let private = private.filter(|line| line.len() >= 16);
    let mut needles = Needles::of_texts(private.map(|line| ("a line of the file", *line)));
    for secret in secrets::of_file(file, passphrase) {
        needles.add(
            secret.name(),
            &secret.bytes()[..secret.bytes().len().min(32)],
        );
    }
    needles
}

/// The one process that holds it.
fn holder(browser: &Browser, needles: &Needles) -> u32 {
    let holders = browser.holders(needles);
    assert_eq!(
        holders.len(),
        1,
        "held in one process, the frame's: {holders:?}"
    );
    *holders.keys().next().unwrap()
}

/// Waits until the process has ended, and looks for the secrets in all that are left, and in what the browser has on its disk.
/// Where the process lives on, waits until none of them that the vault's program alone has handled is in its memory.
async fn nothing_is_left(browser: &Browser, process: u32, needles: &[&Needles]) {
    let has_ended = || !browser.page_processes().contains(&process);
    match browser.engine() {
        Engine::Chromium => {
            browser
                .until("the frame's process to end", async || {
                    has_ended().then_some(())
                })
                .await;
            assert!(
                !browser.page_processes().is_empty(),
                "the page still has one"
            );
            for needles in needles {
                let left = browser.holders(needles);
                assert!(left.is_empty(), "{left:?}");
            }
        }
        Engine::Firefox | Engine::WebKit => {
            for needles in needles {
                let numbers = needles.without_texts();
                let gone = async || browser.holders(&numbers).is_empty().then_some(());
                browser.until("the vault's memory to go", gone).await;
            }
            assert!(!has_ended(), "nothing is known of what it held");
        }
    }
    for needles in needles {
        for folder in browser.profile() {
            assert_eq!(needles.in_folder(&folder), Vec::<String>::new());
        }
    }
}

/// Types a passphrase, makes and saves a key pair; gives what is secret, and the process that holds it.
async fn make_and_save(world: &World, key_type: &str, passphrase: &str) -> (Needles, Needles, u32) {
    let browser = &world.browser;
    browser.type_passphrase(passphrase, passphrase).await;
    let typed = Needles::of_texts([("the passphrase", passphrase)]);
    let process = holder(browser, &typed);
    world.make("forgotten", key_type, passphrase).await;
    let file = world.save("forgotten").await;
    ssh_keygen::make_private(&file);
    let made = needles_of(&file, passphrase);
    assert_eq!(holder(browser, &made), process);
    if key_type == "Ed25519" {
        assert_eq!(holder(browser, &made.without_texts()), process);
    }
    (typed, made, process)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_is_gone_when_the_person_asks_for_it() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let (typed, made, process) = make_and_save(&world, "Ed25519", &passphrase()).await;
    world.is_registered().await;
    world.browser.enter_vault().await;
    let forget = world.browser.find("button", "Forget everything in here");
    // The frame may be gone before the driver has an answer.
    let _ = forget.await.click().await;
    world.browser.leave_vault().await;
    world.browser.see("Forgotten.").await;
    nothing_is_left(&world.browser, process, &[&typed, &made]).await;
    world.browser.see("Registered at your cloud").await;
}

async fn what_is_made_is_gone_when_the_page_is_left(key_type: &str) {
    let world = World::start().await;
    world.start_creating("alice").await;
    let (typed, made, process) = make_and_save(&world, key_type, &passphrase()).await;
    world.is_registered().await;
    world.browser.follow("All key pairs").await;
    world.list_is_read().await;
    nothing_is_left(&world.browser, process, &[&typed, &made]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_is_gone_when_the_page_is_left() {
    what_is_made_is_gone_when_the_page_is_left("Ed25519").await;
}

/// The browser makes these, not the vault.
#[tokio::test(flavor = "multi_thread")]
async fn an_rsa_key_is_gone_when_the_page_is_left() {
    what_is_made_is_gone_when_the_page_is_left("RSA 3072").await;
}

/// From a page with a frame to one without.
async fn leave(browser: &Browser) {
    browser.follow("About").await;
    browser.find("heading", "About Keyhaven").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_given_as_text_is_gone_when_the_page_is_left() {
    let world = World::start().await;
    let browser = &world.browser;
    let file = browser.folder().join("pasted");
    ssh_keygen::generate(&file, "ed25519", "", "pasted");
    open_text_part(&world).await;
    let text = std::fs::read_to_string(&file).unwrap();
    browser.put("Key text", &text).await;
    browser.press("Identify the text").await;
    browser.find("button", "Save converted file").await;
    browser.leave_vault().await;
    let given = needles_of(&file, "");
    let process = holder(browser, &given.without_texts());
    assert_eq!(holder(browser, &given), process);
    leave(browser).await;
    nothing_is_left(browser, process, &[&given]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_servers_password_and_its_key_are_gone_when_the_page_is_left() {
    let world = World::start().await;
    let (browser, password) = (&world.browser, passphrase());
    let file = administrator_password::key(&world, "windows", "");
    administrator_password::frame_for(&world, &file, &password).await;
    browser.pick_file("Key file", &file).await;
    assert_eq!(browser.value("Administrator password").await, password);
    browser.leave_vault().await;
    let opened = Needles::of_texts([("the password", password.as_str())]);
    let process = holder(browser, &opened);
    // The key is wiped as soon as it has opened it; the frame holds the password alone.
    leave(browser).await;
    nothing_is_left(browser, process, &[&opened, &needles_of(&file, "")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_in_is_gone_when_the_person_signs_out() {
    let world = World::start().await;
    world.sign_in("alice").await;
    let browser = &world.browser;
    let (file, phrase) = (browser.folder().join("locked"), passphrase());
    ssh_keygen::generate(&file, "ed25519", &phrase, "locked");
    browser.follow("Identify a key").await;
    browser.find("heading", "Identify a key").await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &file).await;
    browser.find("button", "Unlock").await;
    browser.fill("Passphrase", &phrase).await;
    let typed = Needles::of_texts([("the passphrase", phrase.as_str())]);
    let process = holder(browser, &typed);
    browser.press("Unlock").await;
    browser.find("button", "Save converted file").await;
    browser.leave_vault().await;
    let put_in = needles_of(&file, &phrase);
    assert_eq!(holder(browser, &put_in.without_texts()), process);
    browser.press("Sign out").await;
    browser.find("heading", "Sign in").await;
    nothing_is_left(browser, process, &[&typed, &put_in]).await;
}

/// The site with clocks in the vault's frame that can be put forward.
fn with_clock() -> tempfile::TempDir {
    site::with_frame_script(|script| {
        let mut script = script.to_owned();
        for clock in ["performance.now()", "Date.now()"] {
            assert!(script.contains(clock), "the frame looks at {clock}");
            script = script.replace(clock, &format!("({clock} + (globalThis.later ?? 0))"));
        }
        script
    })
}

/// Lets so many minutes go by in the frame, and waits until it has let go.
async fn wait_in_frame(browser: &Browser, minutes: f64) {
    browser.enter_vault().await;
    let later = "window.later = (window.later ?? 0) + arguments[0] * 60_000";
    browser.run(later, vec![minutes.into()]).await;
    browser.leave_vault().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_saved_is_gone_after_ten_minutes_without_a_person() {
    const SAID: &str = "Forgotten, because nothing was done here for ten minutes.";
    let copy = with_clock();
    let world = World::serving(copy.path()).await;
    world.start_creating("alice").await;
    let (browser, phrase) = (&world.browser, passphrase());
    wait_in_frame(browser, 11.0).await;
    browser.type_passphrase(&phrase, &phrase).await;
    let typed = Needles::of_texts([("the passphrase", phrase.as_str())]);
    let process = holder(browser, &typed);
    wait_in_frame(browser, 9.0).await;
    // A person who types is there.
    world.make("first", "Ed25519", &phrase).await;
    wait_in_frame(browser, 9.0).await;
    assert!(!browser.text().await.contains(SAID));
    browser.see("Save the private key first").await;
    wait_in_frame(browser, 2.0).await;
    browser.see(SAID).await;
    nothing_is_left(browser, process, &[&typed]).await;
    // What was made and not saved was not registered either: the form is there again, and works.
    browser.find("heading", "Create key pair").await;
    browser.see("The key is forgotten: it was not saved").await;
    browser.vault_is_ready().await;
    assert_eq!(world.creations().len(), 0);
    world.make("second", "Ed25519", &phrase).await;
    world.save("second").await;
    world.is_registered().await;
}
