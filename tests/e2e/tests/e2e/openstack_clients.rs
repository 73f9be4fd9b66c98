//! The page and OpenStack's own clients at a real cloud: each sees what the other did, and nobody sees what is another
//! user's.

use super::list::begins_with;
use keyhaven_e2e::{World, ssh_keygen};
use serde_json::Value;

/// What `openstack` gives for these words, as JSON.
pub fn openstack(world: &World, user: &str, words: &[&str]) -> Value {
    let words = [words, &["-f", "json", "--os-compute-api-version", "2.92"]].concat();
    let text = world.openstack().run("openstack", user, &words);
    serde_json::from_str(&text).unwrap()
}

/// Signs alice in at Keystone's own address. Gives how many requests the relay has seen by then; none may follow.
pub async fn sign_in_with_nothing_in_between(world: &World) -> usize {
    let browser = &world.browser;
    world.open("/sign-in").await;
    browser.choose("Cloud", "Other cloud").await;
    let keystone = &world.openstack().keystone;
    browser.fill("Auth URL", keystone).await;
    let more = "document.querySelector('details.more').open = true";
    browser.run(more, vec![]).await;
    let domain = world.openstack().domain();
    browser.fill("User domain", domain).await;
    browser.fill("Project domain", domain).await;
    browser.fill("Project", "demo").await;
    let before = world.openstack().relay.requests().len();
    world.sign_in_here("alice").await;
    world.list_is_read().await;
    before
}

/// What is in the column beside `field` in a table of `nova`'s.
fn nova_field(table: &str, field: &str) -> String {
    let rows = table.lines().map(|line| line.split('|').map(str::trim));
    let mut rows = rows.map(Iterator::collect::<Vec<_>>);
    let row = rows.find(|cells| cells.get(1) == Some(&field));
    row.unwrap_or_else(|| panic!("no {field}: {table}"))[2].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn what_the_page_made_is_read_by_both() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("web server@eu.1", "Ed25519", "").await;
    let file = world.save("web-server@eu.1").await;
    world.is_registered().await;
    world.start_creating("alice").await;
    world.make("win", "X.509 certificate", "").await;
    world.save("win.pfx").await;
    world.is_registered().await;

    let (name, public) = (
        "web server@eu.1",
        ssh_keygen::public_key(&file, "").unwrap(),
    );
    let listed = openstack(&world, "alice", &["keypair", "list"]);
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 2, "{listed:?}");
    let row = listed.iter().find(|row| row["Name"] == name).unwrap();
    assert_eq!(row["Fingerprint"], ssh_keygen::md5(&file));
    assert_eq!(row["Type"], "ssh");
    assert!(listed.iter().any(|row| row["Type"] == "x509"));
    let shown = openstack(&world, "alice", &["keypair", "show", name]);
    assert_eq!(shown["fingerprint"], ssh_keygen::md5(&file));
    let show = ["keypair", "show", "--public-key", name];
    let text = world.openstack().run("openstack", "alice", &show);
    assert_eq!(text.trim(), public);

    let table = world.openstack().run("nova", "alice", &["keypair-list"]);
    assert!(table.contains(name) && table.contains("win"), "{table}");
    let table = world
        .openstack()
        .run("nova", "alice", &["keypair-show", name]);
    assert_eq!(nova_field(&table, "fingerprint"), ssh_keygen::md5(&file));
    assert!(table.contains(&format!("Public key: {public}")), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn what_both_made_is_seen_and_only_by_its_owner() {
    let world = World::start().await;
    let cloud = world.openstack();
    let file = world.browser.folder().join("own");
    ssh_keygen::generate(&file, "ed25519", "", "own");
    let public = file.with_extension("pub");
    let public = public.to_str().unwrap();
    let import = ["keypair", "create", "--public-key", public, "by openstack"];
    cloud.run("openstack", "alice", &import);
    let import = ["keypair-add", "--pub-key", public, "by-nova"];
    cloud.run("nova", "alice", &import);
    // Before 2.92 the cloud makes the private key, and sends it over the wire.
    let old = ["--os-compute-api-version", "2.1"];
    let made = [&old[..], &["keypair", "create", "made by server"]].concat();
    let made = cloud.run("openstack", "bob", &made);
    assert!(made.contains("PRIVATE KEY"), "the cloud made it");

    world.sign_in("alice").await;
    begins_with(&world, &["by openstack", "by-nova"]).await;
    let text = world.browser.text().await;
    assert!(text.contains("2 of 100 key pairs used"), "{text}");
    assert!(!text.contains("by server"), "{text}");
    let sha256 = ssh_keygen::fingerprint(&file);
    let sha256 = sha256.split(' ').nth(1).unwrap();
    assert_eq!(text.matches(sha256).count(), 2, "{text}");
    world.open("/key-pairs/made%20by%20server").await;
    world.sign_in_here("alice").await;
    let said = world.browser.alert().await;
    assert!(said.contains("Not found in the cloud"), "{said}");

    world.browser.follow("Key pairs").await;
    world.browser.follow("by-nova").await;
    world.browser.press("Delete key pair").await;
    world.browser.press("Delete").await;
    world.browser.see("Key pair by-nova deleted.").await;
    let left = openstack(&world, "alice", &["keypair", "list"]);
    assert_eq!(left.as_array().unwrap().len(), 1, "{left}");
    assert_eq!(left[0]["Name"], "by openstack");
    world.browser.press("Sign out").await;
    world.browser.find("heading", "Sign in").await;
    world.sign_in_here("bob").await;
    begins_with(&world, &["made by server"]).await;
}

/// Nothing is between the page and the cloud: Keystone and Nova let it in, and are found by the catalog.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a real OpenStack: cargo xtask test --openstack"]
async fn the_page_talks_to_the_cloud_itself() {
    let world = World::start().await;
    let browser = &world.browser;
    let before = sign_in_with_nothing_in_between(&world).await;
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    world.make("direct", "ECDSA P-384", "a passphrase").await;
    let file = world.save("direct").await;
    world.is_registered().await;
    browser.press("Sign out").await;
    browser.see("The cloud has revoked the sign-in").await;
    assert_eq!(world.openstack().relay.requests().len(), before);
    let public = ssh_keygen::public_key(&file, "a passphrase").unwrap();
    assert_eq!(
        world.client("alice").await.public_key("direct").await,
        public
    );
}
