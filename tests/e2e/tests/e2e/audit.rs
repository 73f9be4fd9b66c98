//! The listed keys are audited in the browser: each is judged in its row, all of them in a picture.

use devcloud::Config;
use keyhaven::keys::audit::blocklist::{Builder, Entry};
use keyhaven::keys::public::PublicKey;
use keyhaven_e2e::{World, environment, ssh_keygen};

fn line(world: &World, name: &str, make: impl Fn(&std::path::Path)) -> String {
    let file = world.browser.folder().join(name);
    make(&file);
    std::fs::read_to_string(file.with_extension("pub")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn weak_and_doubled_keys_are_found_and_explained() {
    let world = World::start().await;
    let browser = &world.browser;
    let alice = world.client("alice").await;
    let sound = line(&world, "sound", |file| {
        ssh_keygen::generate(file, "ed25519", "", "sound")
    });
    let short = line(&world, "short", |file| {
        ssh_keygen::generate_rsa(file, 2048, "short")
    });
    let flawed = include_str!("../../../fixtures/audit/keys.tsv");
    let roca = flawed
        .lines()
        .find(|line| line.contains("\trsa-roca\t"))
        .unwrap();
    let roca = roca.rsplit('\t').next().unwrap();
    for (name, key) in [
        ("laptop", &*sound),
        ("laptop-again", &*sound),
        ("old", &*short),
        ("card", roca),
    ] {
        alice.import(name, key).await;
    }
    world.sign_in("alice").await;
    browser
        .see("2 good, 1 to replace in time, 1 not to be trusted")
        .await;
    browser.see("RSA, ROCA").await;
    browser.see("RSA short").await;
    browser.follow("laptop").await;
    browser.find("heading", "What the audit found").await;
    browser.see("laptop-again").await;
    browser.follow("Key pairs").await;
    browser.follow("card").await;
    browser.see("CVE-2017-15361").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ages_are_read_when_a_person_asks() {
    let world = World::start().await;
    let browser = &world.browser;
    let alice = world.client("alice").await;
    let key = line(&world, "aged", |file| {
        ssh_keygen::generate(file, "ed25519", "", "aged")
    });
    alice.import("aged", &key).await;
    world.sign_in("alice").await;
    browser.see("Health of your keys").await;
    assert!(
        world
            .requests("GET", "/compute/v2.1/os-keypairs/")
            .is_empty()
    );
    browser.unfold(".audit").await;
    browser.press("Read the ages").await;
    browser.see("Under 90 days").await;
    assert_eq!(world.requests("GET", "/compute/v2.1/os-keypairs/").len(), 1);
    browser.choose("Flag keys older than", "90 days").await;
    browser.see("1 good").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_hosts_blocklist_is_found() {
    let site = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(environment::dist()).unwrap() {
        let file = entry.unwrap().path();
        std::fs::copy(&file, site.path().join(file.file_name().unwrap())).unwrap();
    }
    let config = r#"{ "clouds": [{ "name": "Ours", "auth_url": "/identity/v3", "project": "demo" }], "blocklist": "leaked.bin" }"#;
    let world = World::with(Config {
        dist: Some(site.path().to_owned()),
        config_json: Some(config.to_owned()),
        ..Config::default()
    })
    .await;
    let leaked = line(&world, "leaked", |file| {
        ssh_keygen::generate(file, "ed25519", "", "leaked")
    });
    let key = PublicKey::parse_line(&leaked).unwrap();
    let mut blocklist = Builder::new();
    blocklist.add("found in a talk", Entry::Key(&key)).unwrap();
    std::fs::write(site.path().join("leaked.bin"), blocklist.write()).unwrap();
    world.client("alice").await.import("mine", &leaked).await;
    world.sign_in("alice").await;
    world.browser.see("1 not to be trusted").await;
    world.browser.follow("mine").await;
    world.browser.see("found in a talk").await;
}
