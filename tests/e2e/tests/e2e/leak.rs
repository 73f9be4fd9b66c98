//! In a whole run nothing secret reaches the cloud or the server of the site, in any encoding.

use keyhaven_e2e::leak::{Searcher, Secret};
use keyhaven_e2e::{World, secrets, ssh_keygen};

const PASSPHRASE: &str = "Ünder the old+oak/tree & beyond";
const PASTED_PASSPHRASE: &str = "another phrase: 42%";
const TYPES: [&str; 6] = [
    "Ed25519",
    "RSA 3072",
    "RSA 4096",
    "ECDSA P-256",
    "ECDSA P-384",
    "ECDSA P-521",
];

/// Makes, saves and registers one key pair of each type, and gives what is secret of them.
async fn make_each_type(world: &World) -> Vec<Secret> {
    let mut secret = Vec::new();
    for key_type in TYPES {
        world.browser.follow("Create key pair").await;
        world.browser.vault_is_ready().await;
        let name = key_type.to_lowercase();
        world.make(&name, key_type, PASSPHRASE).await;
        let file = world.save(&name.replace(' ', "-")).await;
        world.is_registered().await;
        ssh_keygen::make_private(&file);
        secret.extend(secrets::of_file(&file, PASSPHRASE));
        world.browser.follow("All key pairs").await;
        world.list_is_read().await;
    }
    secret
}

/// Pastes a private key where a public one belongs, and imports its public half.
async fn paste_a_private_key(world: &World) -> Vec<Secret> {
    let file = world.browser.folder().join("pasted");
    ssh_keygen::generate(&file, "ed25519", PASTED_PASSPHRASE, "pasted");
    let text = std::fs::read_to_string(&file).unwrap();
    world.browser.follow("Import public key").await;
    world.browser.paste("Public key", &text).await;
    world.browser.press("Use the public half").await;
    world.browser.fill("Name", "pasted").await;
    world.browser.press("Import public key").await;
    world.browser.find("heading", "pasted").await;
    secrets::of_file(&file, PASTED_PASSPHRASE)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_holds_a_private_key_or_a_passphrase() {
    let world = World::start().await;
    world.sign_in_to_stay("alice").await;
    let mut secret = vec![
        Secret::new("the passphrase", PASSPHRASE.as_bytes()),
        Secret::new("the passphrase in UTF-16", &utf16(PASSPHRASE)),
    ];
    secret.extend(make_each_type(&world).await);
    secret.extend(paste_a_private_key(&world).await);
    world.browser.reload().await;
    world.browser.find("heading", "pasted").await;
    world.browser.press("Sign out").await;
    world.browser.find("heading", "Sign in").await;

    let requests = world.log();
    assert_eq!(world.creations().len(), TYPES.len() + 1);
    let is_there = |part: &str| requests.iter().any(|request| request.target.contains(part));
    assert!(
        is_there("vault-") && is_there("/config.json"),
        "the site's files are in the log as well"
    );
    let searcher = Searcher::new(&secret);
    assert_eq!(
        searcher.find_in(&requests),
        Vec::<String>::new(),
        "secrets were sent"
    );
    let kept = world.browser.kept().await.to_string();
    assert_eq!(
        searcher.find(kept.as_bytes()),
        Vec::<&str>::new(),
        "secrets are kept"
    );
    plant_and_find(&world, &searcher).await;
}

/// The search can fail: what is sent on purpose, by the page itself, is found in the same log.
async fn plant_and_find(world: &World, searcher: &Searcher) {
    let plant = "
        const [phrase, done] = arguments;
        const bytes = new TextEncoder().encode('padding' + phrase);
        const base64 = btoa(String.fromCharCode(...bytes));
        const send = (path, options) => fetch(path, options);
        Promise.all([
            send('/planted?' + new URLSearchParams({ base64 })),
            send('/planted', { headers: { 'X-Planted': encodeURIComponent(phrase) } }),
            send('/planted', { method: 'POST', body: bytes }),
        ]).then(() => done(true), (error) => done(String(error)));";
    let sent = world
        .browser
        .run_async(plant, vec![PASSPHRASE.into()])
        .await;
    assert_eq!(sent, true);
    let found = searcher.find_in(&world.log());
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found.iter().all(|line| line.contains("/planted")),
        "{found:?}"
    );
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
