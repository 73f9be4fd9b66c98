//! From a key pair to a login: launched, followed, logged in to with the programs that people have.

use super::create::KEY;
use super::launching::{
    beside, go_to_the_first_launch, is_port_22, is_reachable, key_pair, launch, launch_first,
    launch_first_of,
};
use keyhaven_e2e::World;
use keyhaven_e2e::ssh::{Home, said};
use std::process::Command;
use thirtyfour::By;

/// A key of this type gets in, with the lines of the page; another key does not.
async fn gets_in(key_type: &str) {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let file = key_pair(&world, "login key", key_type, "OpenSSH", "login-key").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web 1", "debian-12-like", "login key").await;
    is_reachable(browser).await;

    let home = Home::new();
    let key = home.take_key(&file);
    home.know(&beside(browser, "Copy known_hosts lines").await);
    let line = beside(browser, "Copy ssh command").await;
    assert_eq!(said(&home.run(&line, "whoami")), "debian", "{line}");
    assert_eq!(said(&home.run(&line, "hostname")), "web-1");

    // The block for ~/.ssh/config does the same.
    let config = key.parent().unwrap().join("config");
    let block = beside(browser, "Copy ssh config").await;
    std::fs::write(
        &config,
        block.replace("~/.ssh", key.parent().unwrap().to_str().unwrap()),
    )
    .unwrap();
    let known = key.parent().unwrap().parent().unwrap().join("known_hosts");
    let by_name = Command::new("ssh")
        .arg("-F")
        .arg(&config)
        .args([
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
        ])
        .arg(format!("UserKnownHostsFile={}", known.display()))
        .args(["web-1", "whoami"])
        .output()
        .unwrap();
    assert_eq!(said(&by_name), "debian");

    // Another key under the same name is refused.
    std::fs::remove_file(&key).unwrap();
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status()
        .unwrap();
    assert!(made.success());
    let refused = home.run(&line, "whoami");
    assert!(!refused.status.success());
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("Permission denied"), "{words}");
}

macro_rules! logins {
    ($($name:ident: $key_type:literal;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            gets_in($key_type).await;
        }
    )*};
}

logins! {
    ed25519_gets_in: "Ed25519";
    rsa_3072_gets_in: "RSA 3072";
    rsa_4096_gets_in: "RSA 4096";
    ecdsa_p256_gets_in: "ECDSA P-256";
    ecdsa_p384_gets_in: "ECDSA P-384";
    ecdsa_p521_gets_in: "ECDSA P-521";
}

#[tokio::test(flavor = "multi_thread")]
async fn plink_gets_in_with_a_file_of_puttys() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let file = key_pair(&world, "putty", "Ed25519", "PuTTY (PPK)", "putty.ppk").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web", "debian-12-like", "putty").await;
    is_reachable(browser).await;
    browser.fill("Private key file", "putty.ppk").await;

    let line = beside(browser, "Copy plink command").await;
    let shown = browser.text().await;
    // Which of its keys the server shows is for the two programs to agree on.
    let prints = shown
        .match_indices("SHA256:")
        .map(|(at, _)| &shown[at..at + 50]);
    let known: String = prints.map(|print| format!(" -hostkey {print}")).collect();
    let home = Home::new();
    home.take_key(&file);
    let line = line.replacen("plink", &format!("plink -batch{known}"), 1);
    assert_eq!(said(&home.run(&line, "whoami")), "debian");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_floating_address_leads_to_the_server_until_it_is_released() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let file = key_pair(&world, "laptop", "Ed25519", "OpenSSH", "laptop").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web", "debian-12-like", "laptop").await;
    is_reachable(browser).await;
    let before = beside(browser, "Copy ssh command").await;
    browser.press("Associate floating address").await;
    browser.press("Associate").await;
    browser.see("leads to the server").await;
    browser
        .until("the new address in the command", async || {
            (beside(browser, "Copy ssh command").await != before).then_some(())
        })
        .await;
    let home = Home::new();
    home.take_key(&file);
    home.know(&beside(browser, "Copy known_hosts lines").await);
    let line = beside(browser, "Copy ssh command").await;
    assert_eq!(said(&home.run(&line, "whoami")), "debian");

    let address = line.rsplit('@').next().unwrap().trim().to_owned();
    browser.press(&format!("Release {address}")).await;
    browser.see("it stays yours").await;
    browser
        .until("the old address in the command", async || {
            (beside(browser, "Copy ssh command").await == before).then_some(())
        })
        .await;
    assert!(!home.run(&line, "whoami").status.success());

    let free = browser.find_like("group", "Free floating addresses").await;
    free.click().await.unwrap();
    browser.press(&format!("Give back {address}")).await;
    let title = format!("Give back {address}?");
    browser.find("dialog", &title).await;
    browser.press("Give back").await;
    browser.see("is the cloud’s again").await;
    browser
        .gone("button", &format!("Give back {address}"))
        .await;
    assert_eq!(
        world.requests("DELETE", "/network/v2.0/floatingips").len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_fails_says_why_and_what_to_do() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    launch_first(&world, "fault-error").await;
    browser.see("The server is in error").await;
    browser.see("No valid host was found").await;
    browser.see("smaller flavor").await;
    browser.press("Delete server").await;
    browser.press("Delete").await;
    browser.see("is being deleted").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_told_before_the_cloud_is_asked() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.client("alice").await.import("laptop", KEY).await;
    world.sign_in("alice").await;
    world.open("/servers/new").await;
    browser.type_credentials("alice", "alice-pw").await;
    browser.press("Sign in").await;
    browser.find("heading", "Launch server").await;
    browser.find("combobox", "Image").await;
    browser.find("combobox", "Flavor").await;
    browser.press("Launch").await;
    browser.see("The server needs a name.").await;
    browser.see("Choose an image.").await;
    browser.fill("Server name", "web").await;
    browser.choose("Image", "windows-2022-like").await;
    browser.choose("Key pair", "laptop").await;
    browser.see("which takes RSA").await;
    browser.choose("Image", "debian-12-like").await;
    browser.choose("Flavor", "m1.volume").await;
    browser.see("no disk of its own").await;
    browser.fill("Boot volume size (GB)", "1").await;
    browser.see("The image needs 2 GB of disk.").await;
    browser.fill("Boot volume size (GB)", "").await;
    browser.choose("Flavor", "m1.small").await;
    browser.fill("Count", "11").await;
    browser.see("of the project's 10, 10 are left").await;
    browser.press("Launch").await;
    browser
        .see("Something above is missing or does not fit.")
        .await;
    assert!(world.requests("POST", "/compute/v2.1/servers").is_empty());
    browser.fill("Count", "2").await;
    browser.press("Launch").await;
    browser.see("2 servers are being launched").await;
    browser.find("link", "web-1").await;
    browser.find("link", "web-2").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_keeps_what_was_filled_in_while_a_key_is_made() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    go_to_the_first_launch(browser).await;
    browser.fill("Server name", "patient").await;
    browser.choose("Image", "debian-12-like").await;
    browser.follow("Create a key pair").await;
    browser.vault_is_ready().await;
    world.make("made on the way", "Ed25519", "").await;
    world.save("made-on-the-way").await;
    world.is_registered().await;
    browser.follow("Launch a server with it").await;
    browser.find("heading", "Launch server").await;
    browser.see("needs 2 GB of disk").await;
    assert_eq!(browser.value("Server name").await, "patient");
    browser.press("Launch").await;
    browser.find("heading", "patient").await;
    browser.find("link", "made on the way").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_stopped_started_and_deleted_and_its_key_knows_of_it() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    launch_first_of(&world, "web", "cirros-like").await;
    browser.see("Running").await;
    browser.press("Stop").await;
    browser.see("nobody can log in until it is started").await;
    browser.click("button", "Cancel").await;
    browser.press("Stop").await;
    let dialog = browser.find("dialog", "Stop web?").await;
    dialog
        .find(By::Css("button.primary"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.see("Shut down").await;
    browser.press("Start").await;
    browser.see("Running").await;

    browser.follow("laptop").await;
    browser.find("heading", "Servers using this key").await;
    browser.find("link", "web").await;
    // What is said in the corner may lie over the button.
    browser.press("Dismiss").await;
    browser.press("Delete key pair").await;
    browser.see("One server of this project uses it.").await;
    browser.press("Cancel").await;
    browser.follow("web").await;
    browser.find("heading", "Connect").await;
    browser.press("Delete server").await;
    browser.press("Delete").await;
    browser.see("web is being deleted").await;
    browser.see("No servers in this project").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_windows_password_is_opened_in_the_vault_alone() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let file = key_pair(&world, "windows", "RSA 3072", "OpenSSH", "windows").await;
    let wrong = key_pair(&world, "other", "Ed25519", "OpenSSH", "other").await;
    go_to_the_first_launch(browser).await;
    launch(browser, "win", "windows-2022-like", "windows").await;
    browser.see("Running").await;
    browser
        .until("the password to be posted", async || {
            if !browser.has("button", "Open it with a key file").await {
                // It may have gone meanwhile, when the password has come.
                let again = browser.all("button", Some("Look again")).await;
                let _ = again.first()?.click().await;
                return None;
            }
            Some(())
        })
        .await;
    browser.press("Open it with a key file").await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &wrong).await;
    browser.see("another key’s file").await;
    browser.pick_file("Key file", &file).await;
    browser.find("button", "Copy password").await;
    browser.press("Show").await;
    let shown = browser.value("Administrator password").await;
    let password = world.cloud.windows_password("win").unwrap().unwrap();
    assert_eq!(shown, password);
    browser.leave_vault().await;
    let sent = world.cloud.requests();
    assert!(sent.iter().all(|request| {
        !String::from_utf8_lossy(&request.body).contains(&password)
            && !request.target.contains(&password)
    }));
    assert!(!browser.text().await.contains(&password));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_takes_the_place_of_an_old_one() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let old = key_pair(&world, "old", "Ed25519", "OpenSSH", "old").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web", "debian-12-like", "old").await;
    is_reachable(browser).await;
    let known = beside(browser, "Copy known_hosts lines").await;
    let new = key_pair(&world, "new", "Ed25519", "OpenSSH", "new").await;
    browser.follow("Key pairs").await;
    browser.follow("old").await;
    browser.follow("Replace with a new key").await;
    browser.choose("New key pair", "new").await;

    let home = Home::new();
    home.take_key(&old);
    home.take_key(&new);
    home.know(&known);
    let port = |line: String| match is_port_22() {
        true => line,
        false => line.replacen("ssh ", "ssh -p 2222 ", 1),
    };
    let add = port(beside(browser, "Copy add command").await);
    let check = port(beside(browser, "Copy check command").await);
    let remove = port(beside(browser, "Copy remove command").await);
    assert!(!home.run(&check, "").status.success());
    said(&home.run(&add, ""));
    assert_eq!(said(&home.run(&check, "")), "debian");
    said(&home.run(&remove, ""));
    assert_eq!(said(&home.run(&check, "")), "debian");
    assert!(!home.run(&add, "").status.success(), "the old key is out");
    browser.click("checkbox", "web is done").await;
    browser.follow("Go to the old key pair").await;
    browser.press("Delete key pair").await;
    browser.press("Delete").await;
    browser.see("Key pair old deleted.").await;
}
