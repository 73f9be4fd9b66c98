//! Making key pairs: what is saved, what is shown and what the cloud has are the same key.

use keyhaven_e2e::{Browser, World, openssl, ssh_keygen};
use serde_json::{Value, json};
use std::path::Path;

/// Makes, saves and registers a key pair of this type, and compares all that there is of it.
async fn round_trip(key_type: &str, passphrase: &str, size_and_kind: (&str, &str)) {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("web server", key_type, passphrase).await;
    assert!(
        world.creations().is_empty(),
        "nothing is registered before the file is saved"
    );
    let file = world.save("web-server").await;
    world.is_registered().await;

    let public = ssh_keygen::public_key(&file, passphrase).unwrap();
    assert!(
        public.ends_with(" web server"),
        "the comment is the name: {public}"
    );
    if !passphrase.is_empty() {
        let without = ssh_keygen::public_key(&file, "").unwrap_err();
        assert!(without.contains("incorrect passphrase"), "{without}");
    }
    let (bits, kind) = size_and_kind;
    let listed = ssh_keygen::fingerprint(&file);
    assert!(listed.starts_with(&format!("{bits} SHA256:")), "{listed}");
    assert!(listed.ends_with(&format!("({kind})")), "{listed}");

    let client = world.client("alice").await;
    let stored = client.show("web server").await.expect("the cloud has it");
    assert_eq!(stored["public_key"].as_str().unwrap().trim(), public);
    assert_eq!(stored["fingerprint"], json!(ssh_keygen::md5(&file)));
    is_shown(&world, &file).await;
    the_request_was_right(&world, &public);

    world.browser.follow("Show the key pair").await;
    world.browser.find("heading", "web server").await;
    world.browser.see("Created").await;
    is_shown(&world, &file).await;
}

/// The page shows the fingerprints and the picture that ssh-keygen gives for the file.
async fn is_shown(world: &World, file: &Path) {
    let sha256 = ssh_keygen::fingerprint(file)
        .split(' ')
        .nth(1)
        .unwrap()
        .to_owned();
    world.browser.see(&sha256).await;
    world.browser.see(&ssh_keygen::md5(file)).await;
    let picture = world.browser.find("image", "Randomart of the key").await;
    let shown = picture.prop("textContent").await.unwrap().unwrap();
    assert_eq!(shown.trim_end(), ssh_keygen::randomart(file));
}

/// One request, with the public key and nothing that would have the cloud make a key of its own.
fn the_request_was_right(world: &World, public: &str) {
    let requests = world.creations();
    assert_eq!(requests.len(), 1, "{requests:?}");
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    let keypair = body["keypair"].as_object().unwrap();
    assert_eq!(keypair["public_key"].as_str().unwrap().trim(), public);
    assert_eq!(keypair["name"], "web server");
    assert!(
        keypair
            .keys()
            .all(|key| ["name", "public_key", "type"].contains(&key.as_str())),
        "{body}"
    );
}

macro_rules! round_trips {
    ($($name:ident: $key_type:literal, $passphrase:literal, $bits:literal, $kind:literal;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            round_trip($key_type, $passphrase, ($bits, $kind)).await;
        }
    )*};
}

round_trips! {
    ed25519_open: "Ed25519", "", "256", "ED25519";
    ed25519_locked: "Ed25519", "pässwörd with spaces", "256", "ED25519";
    rsa_3072_open: "RSA 3072", "", "3072", "RSA";
    rsa_3072_locked: "RSA 3072", "three thousand", "3072", "RSA";
    rsa_4096_open: "RSA 4096", "", "4096", "RSA";
    rsa_4096_locked: "RSA 4096", "four thousand", "4096", "RSA";
    ecdsa_p256_open: "ECDSA P-256", "", "256", "ECDSA";
    ecdsa_p256_locked: "ECDSA P-256", "two hundred", "256", "ECDSA";
    ecdsa_p384_open: "ECDSA P-384", "", "384", "ECDSA";
    ecdsa_p384_locked: "ECDSA P-384", "three hundred", "384", "ECDSA";
    ecdsa_p521_open: "ECDSA P-521", "", "521", "ECDSA";
    ecdsa_p521_locked: "ECDSA P-521", "five hundred", "521", "ECDSA";
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_can_sign_and_be_verified() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("signer", "Ed25519", "").await;
    let file = world.save("signer").await;
    world.is_registered().await;
    let public = world.client("alice").await.public_key("signer").await;
    ssh_keygen::sign_and_verify(&file, &public);
}

/// A double click on the button `name`.
async fn double_click(browser: &Browser, name: &str) {
    let button = browser.find("button", name).await;
    // Firefox's driver does not scroll to where the mouse is to go.
    button.scroll_into_view().await.unwrap();
    let mouse = browser.driver().action_chain();
    mouse.double_click_element(&button).perform().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_makes_one_key_pair() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.browser.fill("Name", "twice").await;
    double_click(&world.browser, "Create key pair").await;
    world
        .browser
        .find("heading", "Key pair twice created")
        .await;
    // A double click on the other button as well: two files of the same key at most, one registration.
    world.browser.enter_vault().await;
    double_click(&world.browser, "Save private key").await;
    world.browser.leave_vault().await;
    world.is_registered().await;
    let file = world.browser.downloaded("twice").await;
    assert_eq!(world.creations().len(), 1);
    let client = world.client("alice").await;
    assert_eq!(client.names().await, ["twice"]);
    assert_eq!(
        client.public_key("twice").await,
        ssh_keygen::public_key(&file, "").unwrap()
    );
    for again in world.browser.downloads() {
        let again = file.with_file_name(again);
        ssh_keygen::make_private(&again);
        assert_eq!(
            ssh_keygen::fingerprint(&again),
            ssh_keygen::fingerprint(&file)
        );
    }
}

/// A public key of somebody's.
pub const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q alice@laptop";

/// Makes a certificate for Windows in this format; what openssl reads of the file is what the cloud has.
async fn certificate_round_trip(format: &str, ending: &str, passphrase: &str) {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.browser.click("radio", "X.509 certificate").await;
    world.browser.click("radio", format).await;
    world.browser.fill("Windows account", "chef").await;
    world.browser.see("Add the domain").await;
    world
        .browser
        .fill("Windows account", "chef@localhost")
        .await;
    world.make("win web", "X.509 certificate", passphrase).await;
    assert!(world.creations().is_empty());
    let name = format!("win-web.{ending}");
    let file = world.save(&name).await;
    world.is_registered().await;

    let stored = world.client("alice").await.show("win web").await.unwrap();
    assert_eq!(stored["type"], "x509");
    let certificate = stored["public_key"].as_str().unwrap();
    let found = openssl::certificate(&file, passphrase);
    assert_eq!(found.trim(), certificate.trim());
    assert_eq!(
        openssl::key_of(&file, passphrase),
        openssl::key_of_certificate(certificate)
    );
    assert!(openssl::text(certificate).contains("othername: UPN::chef@localhost"));
    let sent: Value = serde_json::from_slice(&world.creations()[0].body).unwrap();
    assert_eq!(sent["keypair"]["type"], "x509");
    world.browser.see("CN=chef").await;
    world
        .browser
        .see(stored["fingerprint"].as_str().unwrap())
        .await;

    world.browser.enter_vault().await;
    world.browser.pick_file("Check the saved file", &file).await;
    world.browser.see("complete and unchanged").await;
    world.browser.leave_vault().await;
    world.browser.follow("Show the key pair").await;
    world.browser.find("heading", "win web").await;
    world.browser.see("CN=chef").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_for_windows_as_pkcs12() {
    certificate_round_trip("PKCS#12 (PFX)", "pfx", "fenêtre").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_for_windows_as_pem() {
    certificate_round_trip("Certificate and key in PEM", "pem", "").await;
}
