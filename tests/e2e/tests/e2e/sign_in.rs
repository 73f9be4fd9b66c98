//! Signing in and out, and what is kept of it.

use devcloud::{Config, Cors};
use keyhaven_e2e::World;
use serde_json::json;
use std::net::TcpListener;

/// Tries to sign in and gives what the page says against it.
async fn refusal(world: &World, user: &str, password: &str, project: &str) -> String {
    world.open("/sign-in").await;
    world.browser.type_credentials(user, password).await;
    world.browser.fill("Project", project).await;
    world.browser.press("Sign in").await;
    world.browser.alert().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_and_sees_the_list() {
    let world = World::start().await;
    world.open("/").await;
    world.browser.find("heading", "Sign in").await;
    assert_eq!(world.browser.path().await, "/sign-in");
    world.browser.type_credentials("alice", "alice-pw").await;
    world.browser.press("Sign in").await;
    world.list_is_read().await;
    assert_eq!(world.browser.path().await, "/key-pairs");
    world.browser.see("0 of 100 key pairs used").await;
    world.browser.see("No key pairs yet").await;
    world.open("/").await;
    world.browser.find("heading", "Sign in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_says_what_it_is() {
    let world = World::start().await;
    let wrong_password = refusal(&world, "alice", "bob-pw", "demo").await;
    assert!(
        wrong_password.contains("User name, password or user domain is wrong"),
        "{wrong_password}"
    );
    let no_such_user = refusal(&world, "zoe", "zoe-pw", "demo").await;
    let said = |alert: &str| alert.split("Request id").next().map(str::to_owned);
    assert_eq!(said(&no_such_user), said(&wrong_password));
    let no_project = refusal(&world, "dave", "dave-pw", "").await;
    assert!(
        no_project.contains("No access to any project"),
        "{no_project}"
    );
    let unknown_project = refusal(&world, "alice", "alice-pw", "nowhere").await;
    assert!(
        unknown_project.contains("No access to this project"),
        "{unknown_project}"
    );
    assert!(
        unknown_project.contains("demo"),
        "names what there is: {unknown_project}"
    );
    assert_eq!(
        world.browser.value("Password").await,
        "",
        "a password that the cloud saw is not kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_fields_are_named_before_anything_is_sent() {
    let world = World::start().await;
    world.open("/sign-in").await;
    world.browser.press("Sign in").await;
    world.browser.see("Type your user name.").await;
    world.browser.fill("User name", "alice").await;
    world.browser.press("Sign in").await;
    world.browser.see("Type your password.").await;
    assert!(world.requests("POST", "/identity").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_several_projects_chooses_one() {
    let world = World::start().await;
    world.open("/sign-in").await;
    world.browser.type_credentials("alice", "alice-pw").await;
    world.browser.fill("Project", "").await;
    world.browser.press("Sign in").await;
    world.browser.choose("Project", "other").await;
    world.browser.press("Continue").await;
    world.list_is_read().await;
    let script = "return document.querySelector('header select').selectedOptions[0].text";
    assert_eq!(world.browser.run(script, vec![]).await, json!("other"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_host_is_told_from_a_wrong_password() {
    let world = World::start().await;
    // A port that was free a moment ago and that nobody listens on.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}/identity/v3");
    let said = other_cloud(&world, &url).await;
    assert!(
        said.contains("The cloud cannot be reached from this page"),
        "{said}"
    );
    assert!(
        said.contains(&format!("127.0.0.1:{port}")),
        "names the host: {said}"
    );
    assert_eq!(
        world.browser.value("Password").await,
        "alice-pw",
        "it need not be typed again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_that_refuses_this_site_tells_the_operator_what_to_set() {
    let world = World::start().await;
    let stock = Config {
        cors: Cors::off(),
        ..Config::default()
    };
    let elsewhere = devcloud::start(stock).await.unwrap();
    let said = other_cloud(&world, &format!("{}/identity/v3", elsewhere.base_url())).await;
    assert!(said.contains("CORS"), "{said}");
    assert!(said.contains("[cors]"), "{said}");
    assert!(
        said.contains(&format!("allowed_origin = {}", world.cloud.base_url())),
        "{said}"
    );
    assert!(
        elsewhere
            .requests()
            .iter()
            .all(|request| request.header("x-auth-token").is_none())
    );
    elsewhere.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_token_names_the_setting() {
    let world = World::start().await;
    let hiding = Config {
        cors: Cors::default().hiding("X-Subject-Token"),
        ..Config::default()
    };
    let elsewhere = devcloud::start(hiding).await.unwrap();
    let said = other_cloud(&world, &format!("{}/identity/v3", elsewhere.base_url())).await;
    assert!(said.contains("X-Subject-Token"), "{said}");
    elsewhere.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_cloud_that_allows_this_site_works() {
    let world = World::start().await;
    let origins = Cors::origins([world.cloud.base_url()]);
    let elsewhere = devcloud::start(Config {
        cors: origins,
        ..Config::default()
    })
    .await
    .unwrap();
    fill_other_cloud(&world, &format!("{}/identity/v3", elsewhere.base_url())).await;
    world.browser.press("Sign in").await;
    world.list_is_read().await;
    assert!(
        world.requests("POST", "/identity").is_empty(),
        "only the cloud that was chosen is asked"
    );
    elsewhere.stop().await;
}

async fn fill_other_cloud(world: &World, auth_url: &str) {
    world.open("/sign-in").await;
    world.browser.choose("Cloud", "Other cloud").await;
    world.browser.fill("Auth URL", auth_url).await;
    world.browser.type_credentials("alice", "alice-pw").await;
    world.browser.fill("Project", "demo").await;
}

async fn other_cloud(world: &World, auth_url: &str) -> String {
    fill_other_cloud(world, auth_url).await;
    world.browser.press("Sign in").await;
    world.browser.alert().await
}
