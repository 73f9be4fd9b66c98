//! Servers at a real cloud: what the page did is read back with OpenStack's own client, and from inside the server, as far
//! as there is one. No virtual machine runs there, so nobody logs in.

use super::launching::{beside, key_pair, launch};
use super::openstack_clients::{openstack, sign_in_with_nothing_in_between};
use keyhaven_e2e::leak::{Searcher, Secret};
use keyhaven_e2e::openstack::Guest;
use keyhaven_e2e::{World, openssl, secrets, ssh_keygen};
use serde_json::Value;

/// The id of the server whose page is open.
async fn server_id(world: &World) -> String {
    let path = world.browser.path().await;
    let id = path.strip_prefix("/servers/").unwrap();
    id.to_owned()
}

/// What runs inside the server whose page is open.
async fn guest(world: &World) -> Guest {
    world.openstack().guest(&server_id(world).await)
}

/// What of a column of a list has this text in it, as `openstack` writes lists.
fn row<'a>(list: &'a Value, column: &str, text: &str) -> &'a Value {
    let mut rows = list.as_array().unwrap().iter();
    let row = rows.find(|row| row[column].as_str().is_some_and(|cell| cell.contains(text)));
    row.unwrap_or_else(|| panic!("no {text}: {list}"))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn a_launched_server_has_the_key_that_the_page_made() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let file = key_pair(&world, "login key", "Ed25519", "OpenSSH", "login-key").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web 1", "debian-12-like", "login key").await;
    browser.see("Running").await;
    browser.find("link", "login key").await;

    let public = ssh_keygen::public_key(&file, "").unwrap();
    let guest = guest(&world).await;
    assert_eq!(guest.public_key().await.trim(), public);
    let told = guest.meta_data().await;
    assert_eq!(
        told["public_keys"]["login key"].as_str().unwrap().trim(),
        public
    );

    let shown = openstack(&world, "alice", &["server", "show", "web 1"]);
    assert_eq!(shown["status"], "ACTIVE");
    assert_eq!(shown["key_name"], "login key");
    assert_eq!(shown["id"], server_id(&world).await);

    let log = world
        .openstack()
        .run("openstack", "alice", &["console", "log", "show", "web 1"]);
    let log: Vec<&str> = log
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert!(!log.is_empty());
    for line in log {
        browser.see(line).await;
    }
    browser.see("shows no host keys").await;

    browser.press("Delete server").await;
    browser.press("Delete").await;
    browser.see("is being deleted").await;
    browser.see("No servers in this project").await;
    assert_eq!(
        openstack(&world, "alice", &["server", "list"]),
        serde_json::json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn ssh_is_let_in_and_a_floating_address_comes_and_goes() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    key_pair(&world, "laptop", "Ed25519", "OpenSSH", "laptop").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web", "debian-12-like", "laptop").await;
    browser.see("Running").await;
    let rules = [
        "security",
        "group",
        "rule",
        "list",
        "default",
        "--ingress",
        "--long",
    ];
    let before = openstack(&world, "alice", &rules);
    assert!(!before.to_string().contains("22:22"), "{before}");
    browser.press("Let SSH in").await;
    browser.see("is let in from anywhere").await;
    let after = openstack(&world, "alice", &rules);
    let rule = row(&after, "Port Range", "22:22");
    assert_eq!(rule["IP Protocol"], "tcp");
    assert_eq!(rule["IP Range"], "0.0.0.0/0");
    assert_eq!(rule["Direction"], "ingress");

    let inner = beside(browser, "Copy ssh command").await;
    let addresses = || openstack(&world, "alice", &["floating", "ip", "list"]);
    assert_eq!(addresses(), serde_json::json!([]));
    browser.press("Associate floating address").await;
    browser.press("Associate").await;
    browser.see("leads to the server").await;
    let outer = browser
        .until("the new address in the command", async || {
            let line = beside(browser, "Copy ssh command").await;
            (line != inner).then_some(line)
        })
        .await;
    let address = |line: &str| line.rsplit('@').next().unwrap().trim().to_owned();
    let list = addresses();
    let taken = row(&list, "Floating IP Address", &address(&outer));
    assert_eq!(taken["Fixed IP Address"], address(&inner));
    let shown = openstack(&world, "alice", &["server", "show", "web"]).to_string();
    assert!(shown.contains(&address(&outer)), "{shown}");

    browser.press(&format!("Release {}", address(&outer))).await;
    browser.see("it stays yours").await;
    browser
        .until("the old address in the command", async || {
            (beside(browser, "Copy ssh command").await == inner).then_some(())
        })
        .await;
    let list = addresses();
    let free = row(&list, "Floating IP Address", &address(&outer));
    assert_eq!(free["Fixed IP Address"], Value::Null);

    // The one that is free can be had again, and no second one is taken.
    browser.press("Associate floating address").await;
    browser.see("(yours, free)").await;
    browser.press("Associate").await;
    browser
        .find("button", &format!("Release {}", address(&outer)))
        .await;
    assert_eq!(addresses().as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn a_windows_password_that_the_server_posted_is_opened_in_the_vault() {
    const PASSWORD: &str = "Zz-8\u{a7} <b>secret</b>";
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    let file = key_pair(&world, "windows", "RSA 3072", "OpenSSH", "windows").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "win", "windows-2022-like", "windows").await;
    browser.see("Running").await;
    browser.see("has not posted a password yet").await;
    // As the guest would: the key that it was given, and nothing else, is what it encrypts to.
    let guest = guest(&world).await;
    let public = browser.folder().join("given.pub");
    std::fs::write(&public, guest.public_key().await).unwrap();
    let sealed = openssl::encrypted(&ssh_keygen::public_pem(&public), PASSWORD);
    guest.post_password(&sealed).await;

    browser.press("Look again").await;
    browser.press("Open it with a key file").await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &file).await;
    browser.find("button", "Copy password").await;
    browser.press("Show").await;
    assert_eq!(browser.value("Administrator password").await, PASSWORD);
    browser.leave_vault().await;
    assert!(!browser.text().await.contains("Zz-8"));
    let mut secrets = secrets::of_file(&file, "");
    secrets.push(Secret::new("password", PASSWORD.as_bytes()));
    let found = Searcher::new(&secrets).find_in(&world.log());
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn a_rebuilt_server_has_the_other_key() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    key_pair(&world, "lost", "Ed25519", "OpenSSH", "lost").await;
    let file = key_pair(&world, "found", "ECDSA P-256", "OpenSSH", "found").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web", "cirros-like", "lost").await;
    browser.see("Running").await;
    browser.find("link", "lost").await;
    browser.press("Rebuild with another key pair").await;
    browser.choose("New key pair", "found").await;
    browser
        .click("checkbox", "Yes, everything on web may be lost")
        .await;
    browser.press("Rebuild").await;
    browser.find("link", "found").await;
    browser.see("Running").await;
    let guest = guest(&world).await;
    let public = ssh_keygen::public_key(&file, "").unwrap();
    assert_eq!(guest.public_key().await.trim(), public);
    let shown = openstack(&world, "alice", &["server", "show", "web"]);
    assert_eq!(shown["key_name"], "found");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn a_server_that_no_host_takes_says_so_with_the_request() {
    let mut world = World::for_servers().await;
    world
        .openstack_mut()
        .add_impossible_flavor("impossible")
        .await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    key_pair(&world, "laptop", "Ed25519", "OpenSSH", "laptop").await;
    browser.follow("Launch a server with it").await;
    browser.find("heading", "Launch server").await;
    browser.choose("Flavor", "impossible").await;
    launch(browser, "web", "cirros-like", "laptop").await;
    browser.see("The server is in error").await;
    browser.see("No valid host was found").await;
    let events = openstack(&world, "alice", &["server", "event", "list", "web"]);
    let request = row(&events, "Action", "create")["Request ID"].clone();
    browser.see(request.as_str().unwrap()).await;
    browser.press("Delete server").await;
    browser.press("Delete").await;
    browser.see("is being deleted").await;
}

/// Nothing is between the page and the cloud: Glance and Neutron let it in too, and are found by the catalog.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn the_page_launches_servers_with_nothing_in_between() {
    let world = World::for_servers().await;
    let browser = &world.browser;
    let before = sign_in_with_nothing_in_between(&world).await;
    let file = key_pair(&world, "direct", "Ed25519", "OpenSSH", "direct").await;
    browser.follow("Launch a server with it").await;
    launch(browser, "web", "debian-12-like", "direct").await;
    browser.see("Running").await;
    browser.press("Let SSH in").await;
    browser.see("is let in from anywhere").await;
    browser.press("Associate floating address").await;
    browser.press("Associate").await;
    browser.see("leads to the server").await;
    let public = ssh_keygen::public_key(&file, "").unwrap();
    assert_eq!(guest(&world).await.public_key().await.trim(), public);
    assert_eq!(world.openstack().relay.requests().len(), before);
}
