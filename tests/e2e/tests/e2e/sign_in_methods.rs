//! Every way to sign in, and the files that fill the form.

use devcloud::{Config, seed};
use keyhaven_e2e::World;
use std::path::PathBuf;
use std::time::Duration;

async fn choose_method(world: &World, method: &str) {
    world.open("/sign-in").await;
    world.browser.choose("Sign-in method", method).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_credential_is_enough() {
    let world = World::start().await;
    let browser = &world.browser;
    choose_method(&world, "Application credential").await;
    browser.fill("Credential ID", &world.credential_id()).await;
    browser.fill("Credential secret", "wrong").await;
    browser.press("Sign in").await;
    let refused = browser.alert().await;
    assert!(refused.contains("application credential"), "{refused}");
    browser
        .fill("Credential secret", seed::CREDENTIAL_SECRET)
        .await;
    browser.press("Sign in").await;
    world.list_is_read().await;
    browser.press("Account").await;
    browser.see("Application credential browser-app").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_credential_by_name_takes_its_owner() {
    let world = World::start().await;
    let browser = &world.browser;
    choose_method(&world, "Application credential").await;
    browser.fill("Credential ID", seed::CREDENTIAL).await;
    browser
        .fill("Credential secret", seed::CREDENTIAL_SECRET)
        .await;
    browser
        .run(
            "document.querySelector('details.more').open = true",
            Vec::new(),
        )
        .await;
    browser.fill("User name", "alice").await;
    browser.press("Sign in").await;
    world.list_is_read().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_credential_sign_in_asks_for_its_secret() {
    let world = World::start().await;
    let browser = &world.browser;
    choose_method(&world, "Application credential").await;
    browser.fill("Credential ID", &world.credential_id()).await;
    browser
        .fill("Credential secret", seed::CREDENTIAL_SECRET)
        .await;
    browser.press("Sign in").await;
    world.list_is_read().await;
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    world.make("kept", "Ed25519", "").await;
    world.revoke_tokens("alice").await;
    world.save("kept").await;
    browser.find("dialog", "Sign in again").await;
    browser.see("Application credential: browser-app").await;
    browser
        .fill("Credential secret", seed::CREDENTIAL_SECRET)
        .await;
    browser.press("Sign in").await;
    world.is_registered().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_token_is_used_as_it_is() {
    let world = World::start().await;
    let token = world.client("alice").await.token().to_owned();
    choose_method(&world, "Token").await;
    world.browser.fill("Token", "not a token").await;
    world.browser.press("Sign in").await;
    let refused = world.browser.alert().await;
    assert!(refused.to_lowercase().contains("token"), "{refused}");
    world.browser.fill("Token", &token).await;
    world.browser.press("Sign in").await;
    world.list_is_read().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_code_is_asked_for_when_the_cloud_wants_one() {
    let world = World::start().await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    browser.type_credentials("erin", "erin-pw").await;
    browser.press("Sign in").await;
    browser.find("textbox", "One-time code").await;
    browser.press("Continue").await;
    browser.see("Type the code that your device shows").await;
    browser.fill("One-time code", "000000").await;
    browser.press("Continue").await;
    let refused = browser.alert().await;
    assert!(refused.contains("code"), "{refused}");
    let code = seed::passcode();
    browser
        .fill("One-time code", &format!("{} {}", &code[..3], &code[3..]))
        .await;
    browser.press("Continue").await;
    world.list_is_read().await;
    browser.press("Account").await;
    browser.see("Password and one-time code").await;
}

async fn choose_rackspace(world: &World) {
    world.open("/sign-in").await;
    world.browser.choose("Cloud", "Other cloud").await;
    let auth_url = world.url("/rackspace/identity/v2.0");
    world.browser.fill("Auth URL", &auth_url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rackspace_takes_an_api_key_and_the_main_job_works_there() {
    let world = World::start().await;
    let browser = &world.browser;
    choose_rackspace(&world).await;
    browser.choose("Sign-in method", "Rackspace API key").await;
    browser.fill("User name", seed::RACKSPACE_USER).await;
    browser.fill("API key", "wrong").await;
    browser.press("Sign in").await;
    let refused = browser.alert().await;
    assert!(refused.contains("API key"), "{refused}");
    browser.fill("API key", seed::RACKSPACE_API_KEY).await;
    browser.press("Sign in").await;
    browser.find("heading", "Key pairs").await;
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    world.make("webserver", "RSA 3072", "").await;
    world.save("webserver").await;
    world.is_registered().await;
    let sent = world.requests("POST", "/rackspace/compute/v2/");
    assert_eq!(sent.len(), 1);
    let body: serde_json::Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert!(body["keypair"]["public_key"].is_string());
    assert!(body["keypair"].get("type").is_none(), "v2 knows no types");
}

#[tokio::test(flavor = "multi_thread")]
async fn rackspace_asks_for_a_code_after_the_password() {
    let world = World::start().await;
    let browser = &world.browser;
    choose_rackspace(&world).await;
    browser
        .type_credentials(seed::RACKSPACE_MFA_USER, "rackspace-mfa-pw")
        .await;
    browser.press("Sign in").await;
    browser.fill("One-time code", &seed::passcode()).await;
    browser.press("Continue").await;
    browser.find("heading", "Key pairs").await;
}

fn write(world: &World, name: &str, text: &str) -> PathBuf {
    let file = world.browser.folder().join(name);
    std::fs::write(&file, text).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clouds_yaml_fills_the_form_and_one_is_given_back() {
    let world = World::start().await;
    let browser = &world.browser;
    let identity = format!("{}/identity/v3", world.access().root);
    let text = format!(
        "clouds:\n  mine:\n    auth:\n      auth_url: {identity}\n      username: alice\n      password: alice-pw\n      \
         project_name: other\n      user_domain_name: {}\n    verify: false\n  app:\n    auth_type: v3applicationcredential\n    \
         auth:\n      auth_url: {identity}\n      application_credential_id: {}\n      application_credential_secret: {}\n",
        world.access().domain,
        world.credential_id(),
        seed::CREDENTIAL_SECRET,
    );
    let file = write(&world, "mine.yaml", &text);
    world.open("/sign-in").await;
    browser.pick_file("clouds.yaml or openrc file", &file).await;
    browser.see("A page cannot do that").await;
    assert_eq!(browser.value("User name").await, "alice");
    assert_eq!(browser.value("Project").await, "other");
    browser.choose("Cloud in the file", "app").await;
    browser.find("textbox", "Credential ID").await;
    assert_eq!(browser.value("Credential ID").await, world.credential_id());
    assert!(world.requests("POST", "/").is_empty(), "nothing is sent");
    browser.press("Sign in").await;
    world.list_is_read().await;

    browser.press("Account").await;
    browser.press("Save clouds.yaml").await;
    let saved = std::fs::read_to_string(browser.downloaded("clouds.yaml").await).unwrap();
    assert!(saved.contains(&world.credential_id()), "{saved}");
    assert!(!saved.contains(seed::CREDENTIAL_SECRET), "{saved}");
    browser.press("Save openrc").await;
    let saved = std::fs::read_to_string(browser.downloaded("openrc.sh").await).unwrap();
    assert!(saved.contains("OS_AUTH_URL"), "{saved}");
    assert!(!saved.contains(seed::CREDENTIAL_SECRET), "{saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_openrc_fills_the_form_and_other_files_are_refused() {
    let world = World::start().await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    let kubeconfig = write(
        &world,
        "config",
        "apiVersion: v1\nkind: Config\nclusters: []\n",
    );
    browser
        .pick_file("clouds.yaml or openrc file", &kubeconfig)
        .await;
    let refused = browser.alert().await;
    assert!(
        refused.contains("This is another kind of file") && refused.contains("kubeconfig"),
        "{refused}"
    );
    let large = write(&world, "large.yaml", &"#".repeat(1_000_001));
    browser
        .pick_file("clouds.yaml or openrc file", &large)
        .await;
    browser.see("This file is too big").await;
    browser
        .see("a clouds.yaml or openrc file has less than")
        .await;
    let (root, domain) = (world.access().root, world.access().domain);
    let openrc = format!(
        "export OS_AUTH_URL={root}/identity\nexport OS_USERNAME=\"bob\"\nexport OS_PROJECT_NAME=demo\nexport OS_USER_DOMAIN_NAME={domain}\nread -sr OS_PASSWORD_INPUT\n\
         export OS_PASSWORD=$OS_PASSWORD_INPUT\n",
    );
    let file = write(&world, "demo-openrc.sh", &openrc);
    browser.pick_file("clouds.yaml or openrc file", &file).await;
    browser.see("Filled in from").await;
    assert_eq!(browser.value("User name").await, "bob");
    assert_eq!(browser.value("Password").await, "");
    browser.fill("Password", "bob-pw").await;
    browser.press("Sign in").await;
    world.list_is_read().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_cloud_that_the_host_does_not_list_fills_nothing() {
    let world = World::with(Config {
        config_json: Some(
            r#"{"clouds":[{"name":"Ours","auth_url":"/identity/v3"}],"other_clouds":false}"#
                .to_owned(),
        ),
        ..Config::default()
    })
    .await;
    let text = "clouds: {x: {auth: {auth_url: 'https://elsewhere.example/v3', username: alice, password: alice-pw}}}";
    let file = write(&world, "clouds.yaml", text);
    world.open("/sign-in").await;
    world
        .browser
        .pick_file("clouds.yaml or openrc file", &file)
        .await;
    world
        .browser
        .see("This site signs in to the clouds in its list only")
        .await;
    assert_eq!(world.browser.value("Password").await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_sign_in_is_said_in_time() {
    let world = World::with(Config {
        token_lifetime: Duration::from_secs(240),
        ..Config::default()
    })
    .await;
    let browser = &world.browser;
    world.sign_in("alice").await;
    browser.see("Your sign-in ends in a few minutes").await;
    browser.press("Sign in again").await;
    browser.find("dialog", "Sign in again").await;
    browser.see("Your sign-in is about to end").await;
    browser.fill("Password", "alice-pw").await;
    browser.press("Sign in").await;
    browser.gone("dialog", "Sign in again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_asked_for_when_signing_in_again_as_well() {
    let world = World::start().await;
    let browser = &world.browser;
    world.open("/sign-in").await;
    browser.type_credentials("erin", "erin-pw").await;
    browser.press("Sign in").await;
    browser.fill("One-time code", &seed::passcode()).await;
    browser.press("Continue").await;
    world.list_is_read().await;
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    world.make("kept", "Ed25519", "").await;
    world.revoke_tokens("erin").await;
    world.save("kept").await;
    browser.find("dialog", "Sign in again").await;
    browser.fill("Password", "erin-pw").await;
    browser.press("Sign in").await;
    browser.fill("One-time code", &seed::passcode()).await;
    browser.press("Continue").await;
    world.is_registered().await;
}
