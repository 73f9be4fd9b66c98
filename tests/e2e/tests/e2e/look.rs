//! Pictures of every page and state, for people: `KEYHAVEN_PICTURES=FOLDER cargo xtask test e2e look`.
//! Without the folder the same walk is made, at one width, and nothing is written.

use super::create::KEY;
use keyhaven_e2e::{World, environment, ssh_keygen};
use std::path::Path;

/// Name, width, height, phone or not.
const SIZES: [(&str, u32, u32, bool); 2] = [("wide", 1280, 900, false), ("phone", 390, 844, true)];

/// What sticks out of a page that is wider than its window.
const TOO_WIDE: &str = "
const { scrollWidth, clientWidth } = document.documentElement;
if (scrollWidth <= clientWidth) return [];
const out = [...document.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().left + one.scrollWidth > clientWidth);
return [`${scrollWidth} of ${clientWidth}`, ...out.map((one) => one.outerHTML.slice(0, 120))];";

/// Takes the page in each width and colour scheme, and checks that it is not wider than the window.
pub async fn picture(world: &World, folder: Option<&Path>, name: &str) {
    let browser = &world.browser;
    for (size, width, height, mobile) in SIZES {
        browser.set_size(width, height, mobile).await;
        for scheme in browser.schemes() {
            browser.set_scheme(scheme).await;
            browser.settled().await;
            let over = browser.run(TOO_WIDE, vec![]).await;
            assert_eq!(
                over,
                serde_json::json!([]),
                "{name} is wider than a {size} window\n{}",
                browser.state().await
            );
            if let Some(folder) = folder {
                let path = folder.join(format!("{name}-{size}-{scheme}.png"));
                browser.driver().screenshot(&path).await.unwrap();
            }
        }
    }
    browser.set_size(1280, 900, false).await;
    browser.set_scheme("light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_its_window() {
    let folder = environment::pictures();
    let folder = folder.as_deref();
    let world = World::start().await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    browser.find("heading", "Sign in").await;
    picture(&world, folder, "sign-in").await;
    browser.type_credentials("alice", "wrong").await;
    browser.press("Sign in").await;
    browser.see("is wrong").await;
    picture(&world, folder, "sign-in-refused").await;
    browser.choose("Cloud", "Other cloud").await;
    browser.fill("Auth URL", "http://127.0.0.1:9/v3").await;
    browser.type_credentials("alice", "alice-pw").await;
    browser.press("Sign in").await;
    browser.see("cannot be reached").await;
    picture(&world, folder, "sign-in-unreachable").await;
    world.sign_in("alice").await;
    picture(&world, folder, "list-empty").await;
    fill_the_list(&world).await;
    world.sign_in("alice").await;
    picture(&world, folder, "list").await;
    browser.click("checkbox", "Select laptop").await;
    browser.press("Delete selected").await;
    browser.find("dialog", "Delete key pair laptop?").await;
    picture(&world, folder, "delete").await;
    browser.press("Cancel").await;
    browser.follow("laptop").await;
    browser.see("Download public key").await;
    picture(&world, folder, "details").await;
    browser.follow("Key pairs").await;
    identifying(&world, folder).await;
    importing(&world, folder).await;
    browser.follow("Key pairs").await;
    creating(&world, folder).await;
    for (path, heading) in [("/about", "About Keyhaven"), ("/nowhere", "No such page")] {
        world.open(path).await;
        browser.find("heading", heading).await;
        picture(&world, folder, &path[1..]).await;
    }
}

async fn fill_the_list(world: &World) {
    let client = world.client("alice").await;
    client.import("laptop", KEY).await;
    for (name, key_type, comment) in [
        ("webserver", "ed25519", "alice@office"),
        ("backup", "ecdsa", ""),
        ("windows images", "rsa", "for rdp"),
    ] {
        let file = world.browser.folder().join(key_type.to_owned() + "-seed");
        ssh_keygen::generate(&file, key_type, "", comment);
        client.import(name, &ssh_keygen::public_line(&file)).await;
    }
    let old = world.browser.folder().join("old");
    ssh_keygen::generate_rsa(&old, 2048, "alice@old-laptop");
    client
        .import("old laptop", &ssh_keygen::public_line(&old))
        .await;
}

async fn identifying(world: &World, folder: Option<&Path>) {
    let browser = &world.browser;
    let file = browser
        .folder()
        .join("a-key-file-with-a-rather-long-name-that-somebody-chose-on-a-long-day");
    ssh_keygen::generate(&file, "ed25519", "", "from the old laptop");
    let locked = browser.folder().join("locked");
    ssh_keygen::generate(&locked, "ecdsa", "a passphrase", "locked");
    browser.follow("Identify a key").await;
    browser.enter_vault().await;
    browser.find("file", "Key file").await;
    browser.leave_vault().await;
    picture(world, folder, "identify").await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &locked).await;
    browser.find("button", "Unlock").await;
    browser.pick_file("Key file", &file).await;
    browser.find("button", "Save converted file").await;
    browser.leave_vault().await;
    picture(world, folder, "identify-results").await;
    browser.follow("Key pairs").await;
    browser.find("heading", "Key pairs").await;
}

async fn importing(world: &World, folder: Option<&Path>) {
    let browser = &world.browser;
    browser.follow("Import public key").await;
    browser
        .paste("Public key", "ssh-ed25519 AAAAC3NzaC1lZDI1")
        .await;
    browser.see("The key is cut off").await;
    picture(world, folder, "import-error").await;
    browser.fill("Public key", "").await;
    browser.paste("Public key", KEY).await;
    browser.find("region", "The key as it will be sent").await;
    picture(world, folder, "import").await;
    let file = browser.folder().join("private");
    ssh_keygen::generate(&file, "ed25519", "", "private");
    browser
        .paste("Public key", &std::fs::read_to_string(&file).unwrap())
        .await;
    browser.find("button", "Use the public half").await;
    picture(world, folder, "import-private").await;
}

async fn creating(world: &World, folder: Option<&Path>) {
    let browser = &world.browser;
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    browser.fill("Name", "fault-500").await;
    picture(world, folder, "create").await;
    world.make("fault-500", "Ed25519", "").await;
    picture(world, folder, "made").await;
    browser.follow("About").await;
    browser.find("dialog", "Leave this page?").await;
    picture(world, folder, "leave").await;
    browser.press("Stay here").await;
    world.save("fault-500").await;
    browser.find("button", "Register again").await;
    picture(world, folder, "registering-failed").await;
    browser.fill("Name", "staging").await;
    browser.press("Register again").await;
    world.is_registered().await;
    picture(world, folder, "registered").await;
    world.start_creating("alice").await;
    world.make("win", "X.509 certificate", "").await;
    world.save("win.pfx").await;
    world.is_registered().await;
    picture(world, folder, "certificate").await;
}
