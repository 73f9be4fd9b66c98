//! What is kept of a sign-in, and how it ends.

use devcloud::LoggedRequest;
use keyhaven_e2e::{World, cloud::is_taken};
use serde_json::json;

/// The token that the page used last.
fn token(world: &World) -> String {
    let requests = world.requests("GET", "/compute/v2.1/os-keypairs");
    let last = requests.last().expect("the list was asked for");
    last.header("x-auth-token")
        .expect("with a token")
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_revokes_the_token() {
    let world = World::start().await;
    world.sign_in("alice").await;
    let token = token(&world);
    let root = world.access().root;
    assert!(is_taken(&root, &token).await, "it is good before");
    world.browser.press("Sign out").await;
    world.browser.find("heading", "Sign in").await;
    world.browser.see("The cloud has revoked the sign-in").await;
    assert!(
        !is_taken(&root, &token).await,
        "the cloud still takes the token"
    );
    let revoked = world.requests("DELETE", "/identity/v3/auth/tokens");
    let is_it = |request: &LoggedRequest| request.header("x-subject-token") == Some(&token);
    assert!(revoked.iter().any(is_it));
    nothing_is_left(&world, "alice").await;
    world.open("/key-pairs").await;
    world.browser.find("heading", "Sign in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_asks_again_and_the_route_stays() {
    let world = World::start().await;
    world.sign_in("alice").await;
    let kept = world.browser.kept().await.to_string();
    let token = token(&world);
    for secret in ["alice-pw", token.as_str()] {
        assert!(!kept.contains(secret), "{secret} is kept: {kept}");
    }
    assert_eq!(world.browser.kept().await["session"], json!({}));
    assert_eq!(world.browser.kept().await["local"], json!({}));
    world.browser.reload().await;
    world.browser.find("heading", "Sign in").await;
    assert_eq!(world.browser.path().await, "/key-pairs");
    world.browser.type_credentials("alice", "alice-pw").await;
    world.browser.press("Sign in").await;
    world.list_is_read().await;
    assert_eq!(world.browser.path().await, "/key-pairs");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_stay_signed_in_survives_a_reload() {
    let world = World::start().await;
    world.sign_in_to_stay("alice").await;
    let kept = world.browser.kept().await;
    assert!(
        kept["session"].to_string().contains(&token(&world)),
        "the token is what is kept"
    );
    assert_eq!(kept["local"], json!({}), "other tabs must not see it");
    assert!(
        !kept.to_string().contains("alice-pw"),
        "the password is kept: {kept}"
    );
    world.browser.reload().await;
    world.list_is_read().await;
    world.browser.press("Sign out").await;
    world.browser.find("heading", "Sign in").await;
    assert_eq!(world.browser.kept().await["session"], json!({}));
    world.browser.reload().await;
    world.browser.find("heading", "Sign in").await;
}

/// No token of this user is good any more, those of the steps of the sign-in included.
async fn nothing_is_left(world: &World, user: &str) {
    let left = world.revoke_tokens(user).await;
    assert_eq!(left, 0, "tokens were left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_project_shows_the_same_key_pairs_and_leaves_no_token_behind() {
    let world = World::start().await;
    world.sign_in("alice").await;
    let first = token(&world);
    world.browser.choose("Project", "other").await;
    world
        .browser
        .until("the list to be asked for anew", async || {
            (token(&world) != first).then_some(())
        })
        .await;
    world.list_is_read().await;
    world.browser.press("Account").await;
    world.browser.see("alice").await;
    world.browser.press("Sign out").await;
    world.browser.see("The cloud has revoked the sign-in").await;
    nothing_is_left(&world, "alice").await;
}
