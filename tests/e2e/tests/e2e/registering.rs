//! When the cloud does not take the public key at once: the key is kept, and it is the same one in the end.

use super::create::KEY;
use keyhaven_e2e::{World, ssh_keygen};

/// Makes and saves a key pair whose registration fails.
async fn fail_to_register(world: &World, name: &str, said: &str) -> std::path::PathBuf {
    world.make(name, "Ed25519", "").await;
    let file = world.save(&name.replace(' ', "-")).await;
    world.browser.see(said).await;
    world.browser.see("Nothing is lost").await;
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_the_cloud_can_be_tried_again_under_another_name() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let file = fail_to_register(&world, "fault-500", "The cloud failed").await;
    let client = world.client("alice").await;
    assert_eq!(client.names().await, Vec::<String>::new());
    // Once more under the same name: it fails again, and nothing is lost.
    world.browser.press("Register again").await;
    world.browser.find("button", "Register again").await;
    world.browser.fill("Name", "works").await;
    world.browser.press("Register again").await;
    world.is_registered().await;
    assert_eq!(
        client.public_key("works").await,
        without_comment(&ssh_keygen::public_key(&file, "").unwrap(), "fault-500")
    );
    assert_eq!(client.names().await, ["works"]);
    assert_eq!(
        world.browser.downloads(),
        ["fault-500"],
        "the file was not made anew"
    );
}

/// The public key with the comment that it was made with.
fn without_comment(line: &str, comment: &str) -> String {
    assert!(line.ends_with(comment), "{line}");
    line.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_taken_meanwhile_is_said_and_another_one_works() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let client = world.client("alice").await;
    world.browser.fill("Name", "raced").await;
    client.import("raced", KEY).await;
    let file = fail_to_register(&world, "raced", "The name is taken").await;
    assert_eq!(
        client.public_key("raced").await,
        KEY,
        "the other one is untouched"
    );
    world.browser.fill("Name", "raced 2").await;
    world.browser.press("Register again").await;
    world.is_registered().await;
    let stored = client.public_key("raced 2").await;
    assert_eq!(stored, ssh_keygen::public_key(&file, "").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quota_used_up_meanwhile_is_said_and_the_key_is_kept() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.set_key_pair_quota("alice", 0).await;
    let file = fail_to_register(&world, "over", "The quota is used up").await;
    world.set_key_pair_quota("alice", 5).await;
    world.browser.press("Register again").await;
    world.is_registered().await;
    let stored = world.client("alice").await.public_key("over").await;
    assert_eq!(stored, ssh_keygen::public_key(&file, "").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_may_do_without_and_leave_freely() {
    let world = World::start().await;
    world.start_creating("alice").await;
    fail_to_register(&world, "fault-503", "out of service").await;
    world.browser.press("Do not register it").await;
    world.browser.see("Not registered.").await;
    world.browser.follow("About").await;
    world.browser.find("heading", "About Keyhaven").await;
    assert_eq!(
        world.client("alice").await.names().await,
        Vec::<String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_none_keep_the_key_as_well() {
    let world = World::start().await;
    world.start_creating("alice").await;
    let file = fail_to_register(&world, "fault-html", "out of service").await;
    for (name, said) in [
        ("fault-drop", "cannot be reached"),
        ("fault-503", "Wait 7 seconds"),
    ] {
        world.browser.fill("Name", name).await;
        world.browser.press("Register again").await;
        world.browser.see(said).await;
        world.browser.see("Nothing is lost").await;
    }
    world.browser.fill("Name", "fault-slow").await;
    world.browser.press("Register again").await;
    world.is_registered().await;
    let client = world.client("alice").await;
    assert_eq!(client.names().await, ["fault-slow"]);
    let stored = client.public_key("fault-slow").await;
    assert_eq!(stored, ssh_keygen::public_key(&file, "").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_does_not_register_it_twice() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("fault-lost", "Ed25519", "").await;
    let file = world.save("fault-lost").await;
    world.is_registered().await;
    let client = world.client("alice").await;
    assert_eq!(client.names().await, ["fault-lost"]);
    assert_eq!(
        client.public_key("fault-lost").await,
        ssh_keygen::public_key(&file, "").unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_revoked_in_mid_flow_asks_for_the_password_and_goes_on() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("kept", "Ed25519", "sesame open").await;
    assert!(world.revoke_tokens("alice").await > 0);
    let file = world.save("kept").await;
    world.browser.find("dialog", "Sign in again").await;
    world.browser.see("alice").await;
    world.browser.fill("Password", "wrong").await;
    world.browser.press("Sign in").await;
    world.browser.see("is wrong").await;
    world.browser.fill("Password", "alice-pw").await;
    world.browser.press("Sign in").await;
    world.is_registered().await;
    world.browser.gone("dialog", "Sign in again").await;
    let stored = world.client("alice").await.public_key("kept").await;
    assert_eq!(
        stored,
        ssh_keygen::public_key(&file, "sesame open").unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_401_from_the_cloud_itself_goes_on_as_well() {
    let world = World::start().await;
    world.start_creating("alice").await;
    world.make("fault-401", "ECDSA P-256", "").await;
    let file = world.save("fault-401").await;
    world.browser.find("dialog", "Sign in again").await;
    world.browser.fill("Password", "alice-pw").await;
    world.browser.press("Sign in").await;
    world.is_registered().await;
    let stored = world.client("alice").await.public_key("fault-401").await;
    assert_eq!(stored, ssh_keygen::public_key(&file, "").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_the_key_is_made_and_saved_and_registered_after_signing_in() {
    let world = World::start().await;
    world.open("/key-pairs/new").await;
    world.browser.vault_is_ready().await;
    world.browser.see("You are not signed in").await;
    world.make("before", "Ed25519", "").await;
    let file = world.save("before").await;
    world.browser.see("no cloud has the public key yet").await;
    assert!(
        world.requests("POST", "/").is_empty(),
        "nothing was asked of the cloud"
    );
    world.browser.press("Sign in and register").await;
    world.browser.type_credentials("alice", "alice-pw").await;
    world.browser.press("Sign in").await;
    world.is_registered().await;
    let stored = world.client("alice").await.public_key("before").await;
    assert_eq!(stored, ssh_keygen::public_key(&file, "").unwrap());
}
