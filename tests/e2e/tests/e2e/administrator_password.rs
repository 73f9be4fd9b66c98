//! The vault's frame that opens the administrator's password of a Windows server.

use keyhaven_e2e::leak::{Searcher, Secret};
use keyhaven_e2e::{World, openssl, secrets, ssh_keygen};
use serde_json::json;
use std::path::{Path, PathBuf};

const PASSPHRASE: &str = "first passphrase";
const PASSWORD: &str = "Zz-8\u{a7} <b>secret</b>";

/// Has the page send `arguments[0]` to the vault's frame where it would send what the workbench compares with: the frame is
/// then what it is on a server's page.
const INSTEAD: &str = "const [instead] = arguments; const post = MessagePort.prototype.postMessage; \
    MessagePort.prototype.postMessage = function (message, ...rest) { \
    return post.call(this, String(message).startsWith('{\"identify\"') ? instead : message, ...rest); };";

pub fn key(world: &World, name: &str, passphrase: &str) -> PathBuf {
    let file = world.browser.folder().join(name);
    ssh_keygen::generate(&file, "rsa", passphrase, "me@laptop");
    file
}

/// The frame, entered, with a password encrypted to the key in `file`.
pub async fn frame_for(world: &World, file: &Path, password: &str) {
    let public = file.with_extension("pub");
    let message = json!({ "open-password": {
        "ciphertext": openssl::encrypted(&ssh_keygen::public_pem(&public), password),
        "public_key": std::fs::read_to_string(&public).unwrap().trim(),
    }});
    let browser = &world.browser;
    world.open("/about").await;
    browser.find("heading", "About Keyhaven").await;
    browser.run(INSTEAD, vec![message.to_string().into()]).await;
    browser.follow("Identify a key").await;
    browser.enter_vault().await;
    browser.find("file", "Key file").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_key_file_opens_it_and_nothing_of_it_leaves_the_frame() {
    let world = World::start().await;
    let browser = &world.browser;
    let (file, other) = (key(&world, "windows", PASSPHRASE), key(&world, "other", ""));
    frame_for(&world, &file, PASSWORD).await;
    browser.pick_file("Key file", &other).await;
    browser.see("This is another key’s file").await;
    browser
        .pick_file("Key file", &file.with_extension("pub"))
        .await;
    browser.see("This is the public half").await;

    browser.pick_file("Key file", &file).await;
    browser.see("The file is locked").await;
    browser.fill("Passphrase", "not it").await;
    browser.press("Unlock").await;
    browser.see("This is not the file’s passphrase").await;
    browser.fill("Passphrase", PASSPHRASE).await;
    browser.press("Unlock").await;
    assert_eq!(
        browser.value("Administrator password").await,
        PASSWORD,
        "as it is, hidden"
    );
    let field = browser.find("textbox", "Administrator password").await;
    assert_eq!(field.attr("type").await.unwrap().unwrap(), "password");
    browser.press("Show").await;
    assert_eq!(field.attr("type").await.unwrap().unwrap(), "text");
    browser.press("Copy password").await;
    browser.see("Copied.").await;

    browser.leave_vault().await;
    let page = browser
        .run("return document.documentElement.outerHTML", vec![])
        .await;
    assert!(!page.as_str().unwrap().contains("Zz-8"));
    let mut secrets = secrets::of_file(&file, PASSPHRASE);
    secrets.push(Secret::new("password", PASSWORD.as_bytes()));
    let found = Searcher::new(&secrets).find_in(&world.cloud.requests());
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_can_be_pasted_and_leaves_no_trace_in_the_field() {
    let world = World::start().await;
    let browser = &world.browser;
    let file = key(&world, "windows", "");
    frame_for(&world, &file, PASSWORD).await;
    browser.unfold("#password-paste").await;
    let text = std::fs::read_to_string(&file).unwrap();
    browser.put("Key text", &text).await;
    browser.press("Use the text").await;
    assert_eq!(browser.value("Administrator password").await, PASSWORD);
    assert_eq!(browser.value("Key text").await, "");
}
