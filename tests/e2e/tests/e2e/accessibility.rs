//! axe-core finds nothing against any page in any of its states, in light and, where the browser lets tests choose, dark.

use super::create::KEY;
use keyhaven_e2e::{World, ssh_keygen};

/// What axe finds in each colour scheme; each line begins with where.
async fn check(world: &World, state: &str, found: &mut Vec<String>) {
    for scheme in world.browser.schemes() {
        world.browser.set_scheme(scheme).await;
        world.browser.settled().await;
        let violations = world.browser.violations().await;
        found.extend(
            violations
                .into_iter()
                .map(|line| format!("{state}, {scheme}: {line}")),
        );
    }
}

fn none(found: Vec<String>) {
    assert!(
        found.is_empty(),
        "{} violations:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in() {
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    world.open("/sign-in").await;
    browser.find("heading", "Sign in").await;
    check(&world, "sign in", &mut found).await;
    browser.press("Sign in").await;
    browser.see("Type your user name.").await;
    check(&world, "sign in, incomplete", &mut found).await;
    browser.type_credentials("alice", "wrong").await;
    browser.press("Sign in").await;
    browser.see("is wrong").await;
    check(&world, "sign in, refused", &mut found).await;
    browser.choose("Cloud", "Other cloud").await;
    browser.fill("Auth URL", "http://127.0.0.1:9/v3").await;
    browser.type_credentials("alice", "alice-pw").await;
    browser.press("Sign in").await;
    browser.see("cannot be reached").await;
    check(&world, "sign in, unreachable, for the operator", &mut found).await;
    browser.choose("Cloud", "Local cloud").await;
    browser.fill("Project", "").await;
    browser.type_credentials("alice", "alice-pw").await;
    browser.press("Sign in").await;
    browser.find("button", "Continue").await;
    check(&world, "sign in, choose a project", &mut found).await;
    for method in ["Application credential", "Token", "Rackspace API key"] {
        world.open("/sign-in").await;
        browser.choose("Sign-in method", method).await;
        check(&world, method, &mut found).await;
    }
    let file = browser.folder().join("clouds.yaml");
    let cloud = "auth: {auth_url: 'https://a.example/v3'}, verify: false";
    std::fs::write(&file, format!("clouds: {{a: {{{cloud}}}, b: {{{cloud}}}}}")).unwrap();
    browser.pick_file("clouds.yaml or openrc file", &file).await;
    browser.find("combobox", "Cloud in the file").await;
    check(&world, "sign in, from a file", &mut found).await;
    world.open("/sign-in").await;
    browser.type_credentials("erin", "erin-pw").await;
    browser.press("Sign in").await;
    browser.fill("One-time code", "000000").await;
    browser.press("Continue").await;
    browser.alert().await;
    check(&world, "sign in, one-time code", &mut found).await;
    for (path, heading) in [
        ("/about", "About Keyhaven"),
        ("/no/such/page", "No such page"),
    ] {
        world.open(path).await;
        browser.find("heading", heading).await;
        check(&world, path, &mut found).await;
    }
    none(found);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_and_details() {
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    world.sign_in("alice").await;
    browser.see("No key pairs yet").await;
    check(&world, "list, empty", &mut found).await;
    browser.press("Account").await;
    check(&world, "account", &mut found).await;
    browser.press("Sign out").await;
    browser.see("Signed out.").await;
    check(&world, "signed out", &mut found).await;

    let client = world.client("alice").await;
    let weak = browser.folder().join("weak");
    ssh_keygen::generate_rsa(&weak, 1024, "weak");
    client.import("weak", &ssh_keygen::public_line(&weak)).await;
    client.import("fault-delete-500", KEY).await;
    world.add_key_pairs("alice", "bulk", 120).await;
    world.sign_in_to_stay("alice").await;
    check(&world, "list", &mut found).await;
    browser
        .fill_role("searchbox", "Filter key pairs", "nothing")
        .await;
    browser.see("No key pair matches").await;
    check(&world, "list, nothing matches", &mut found).await;
    browser.fill_role("searchbox", "Filter key pairs", "").await;
    browser.click("checkbox", "Select bulk-00000").await;
    browser
        .fill_role("searchbox", "Filter key pairs", "fault")
        .await;
    browser.click("checkbox", "Select fault-delete-500").await;
    check(&world, "list, selected", &mut found).await;
    browser.press("Delete selected").await;
    browser.find("dialog", "Delete 2 key pairs?").await;
    check(&world, "bulk delete, dialog", &mut found).await;
    browser.press("Delete").await;
    browser.see("1 of 2 key pairs not deleted").await;
    check(&world, "bulk delete, outcome", &mut found).await;
    browser.press("Close").await;

    browser
        .fill_role("searchbox", "Filter key pairs", "fault")
        .await;
    browser.follow("fault-delete-500").await;
    browser.see("Download public key").await;
    check(&world, "details", &mut found).await;
    browser.press("Delete key pair").await;
    browser
        .find("dialog", "Delete key pair fault-delete-500?")
        .await;
    check(&world, "delete, dialog", &mut found).await;
    browser.press("Delete").await;
    browser.see("was not deleted").await;
    check(&world, "delete, failed", &mut found).await;
    world.open("/key-pairs/nobody").await;
    browser.see("Not found in the cloud").await;
    check(&world, "details, not found", &mut found).await;

    world.revoke_tokens("alice").await;
    world.open("/key-pairs").await;
    browser.find("dialog", "Sign in again").await;
    check(&world, "sign in again, dialog", &mut found).await;
    browser.press("Not now").await;
    browser.see("The sign-in has ended").await;
    check(&world, "list, failed", &mut found).await;
    none(found);
}

#[tokio::test(flavor = "multi_thread")]
async fn identifying_and_the_audit() {
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    let file = browser.folder().join("locked");
    ssh_keygen::generate_rsa(&file, 1024, "weak");
    world
        .client("alice")
        .await
        .import("weak", &ssh_keygen::public_line(&file))
        .await;
    world.sign_in("alice").await;
    browser.see("1 not to be trusted").await;
    browser.unfold(".audit").await;
    check(&world, "audit", &mut found).await;
    browser.press("Read the ages").await;
    browser.see("Under 90 days").await;
    check(&world, "audit with ages", &mut found).await;
    browser.follow("weak").await;
    browser.find("heading", "What the audit found").await;
    check(&world, "details with findings", &mut found).await;

    ssh_keygen::generate(
        &browser.folder().join("other"),
        "ed25519",
        "a passphrase",
        "other",
    );
    browser.follow("Identify a key").await;
    browser.enter_vault().await;
    browser.find("file", "Key file").await;
    browser.leave_vault().await;
    check(&world, "identify, nothing yet", &mut found).await;
    browser.enter_vault().await;
    browser.pick_file("Key file", &file).await;
    browser.see("Matches weak").await;
    browser
        .pick_file("Key file", &browser.folder().join("other"))
        .await;
    browser.press("Unlock").await;
    browser.see("Type the passphrase first.").await;
    let noise = browser.folder().join("noise");
    std::fs::write(&noise, [7; 999]).unwrap();
    browser.pick_file("Key file", &noise).await;
    browser.find("heading", "noise").await;
    browser.leave_vault().await;
    check(&world, "identify, results", &mut found).await;
    none(found);
}

#[tokio::test(flavor = "multi_thread")]
async fn creating() {
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    world.open("/key-pairs/new").await;
    browser.vault_is_ready().await;
    check(&world, "create, signed out", &mut found).await;
    world.start_creating("alice").await;
    browser.fill("Name", "a/b").await;
    browser.see("must not hold").await;
    browser.fill("File name", "a/b").await;
    check(&world, "create, errors", &mut found).await;
    browser.fill("Name", "fault-500").await;
    browser.fill("File name", "key").await;
    browser.type_passphrase("one thing", "another").await;
    browser.press("Create key pair").await;
    browser.enter_vault().await;
    browser.see("The two passphrases differ").await;
    browser.leave_vault().await;
    check(&world, "create, passphrases differ", &mut found).await;
    world.make("fault-500", "Ed25519", "").await;
    check(&world, "made, not saved", &mut found).await;
    browser.follow("About").await;
    browser.find("dialog", "Leave this page?").await;
    check(&world, "leave, dialog", &mut found).await;
    browser.press("Stay here").await;
    world.save("key").await;
    browser.find("button", "Register again").await;
    check(&world, "made, registering failed", &mut found).await;
    browser.fill("Name", "fine").await;
    browser.press("Register again").await;
    world.is_registered().await;
    check(&world, "made, registered", &mut found).await;
    world.set_key_pair_quota("alice", 1).await;
    world.start_creating("alice").await;
    browser.see("Your quota of key pairs is used up").await;
    check(&world, "create, quota used up", &mut found).await;
    none(found);
}

#[tokio::test(flavor = "multi_thread")]
async fn creating_a_certificate() {
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    world.start_creating("alice").await;
    browser.click("radio", "X.509 certificate").await;
    browser.fill("Windows account", "chef").await;
    browser.see("Add the domain").await;
    check(&world, "certificate, error", &mut found).await;
    browser.fill("Windows account", "chef@localhost").await;
    world.make("win", "X.509 certificate", "").await;
    world.save("win.pfx").await;
    world.is_registered().await;
    check(&world, "certificate, registered", &mut found).await;
    none(found);
}

#[tokio::test(flavor = "multi_thread")]
async fn importing() {
    let world = World::start().await;
    let (browser, mut found) = (&world.browser, Vec::new());
    world.start_importing("alice").await;
    check(&world, "import", &mut found).await;
    browser.paste("Public key", "hello").await;
    browser.see("This is not a public key").await;
    check(&world, "import, error", &mut found).await;
    browser.fill("Public key", "").await;
    browser.paste("Public key", KEY).await;
    browser.find("region", "The key as it will be sent").await;
    check(&world, "import, preview", &mut found).await;
    browser.fill("Name", "fault-500").await;
    browser.press("Import public key").await;
    browser.see("The cloud failed").await;
    check(&world, "import, failed", &mut found).await;
    let file = browser.folder().join("private");
    ssh_keygen::generate(&file, "ed25519", "", "private");
    browser
        .paste("Public key", &std::fs::read_to_string(&file).unwrap())
        .await;
    browser.find("button", "Use the public half").await;
    check(&world, "import, private key", &mut found).await;
    none(found);
}

/// The check can fail: a page with faults put in is found faulty.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_faults_that_are_put_in() {
    let world = World::start().await;
    world.open("/about").await;
    world.browser.find("heading", "About Keyhaven").await;
    let spoil = "document.querySelector('main').append(document.createElement('input'), document.createElement('button'))";
    world.browser.run(spoil, vec![]).await;
    let found = world.browser.violations().await;
    assert!(
        found.iter().any(|line| line.starts_with("label:")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|line| line.starts_with("button-name:")),
        "{found:?}"
    );

    world.open("/key-pairs/new").await;
    world.browser.vault_is_ready().await;
    world.browser.enter_vault().await;
    let spoil = "document.querySelector('#show').closest('label').replaceWith(document.querySelector('#show'))";
    world.browser.run(spoil, vec![]).await;
    world.browser.leave_vault().await;
    let found = world.browser.violations().await;
    let label = found.iter().find(|line| line.starts_with("label:"));
    assert!(label.is_some_and(|line| line.contains("show")), "{found:?}");
}
