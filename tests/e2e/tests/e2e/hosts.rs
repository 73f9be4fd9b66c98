//! The whole job on every kind of host, at its root and in a sub-folder: behind the reverse proxies of `docs/deploy`, on
//! the same servers with the site alone, and on servers that do nothing but hand out files. Where the site is alone the
//! cloud is another origin's.

use devcloud::{Config, Cors};
use keyhaven_e2e::hosting::{FileServer, Missing};
use keyhaven_e2e::proxy::{Program, Proxy, Setup};
use keyhaven_e2e::{Browser, World, ssh_keygen};

/// What becomes of a path of the app's that is no file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DeepLinks {
    /// The app's page.
    Work,
    /// Nothing: the person begins at the site's own address.
    Fail,
}

/// Signs in, makes a key pair, saves and registers it, looks at it, and comes back to the same page.
async fn the_job_is_done(world: &World, base: &str, links: DeepLinks) {
    let browser = &world.browser;
    world.open("/").await;
    browser.find("heading", "Sign in").await;
    browser.type_credentials("alice", "alice-pw").await;
    browser
        .click("checkbox", "Stay signed in for this tab")
        .await;
    browser.press("Sign in").await;
    world.list_is_read().await;
    browser.follow("Create key pair").await;
    browser.vault_is_ready().await;
    assert_eq!(browser.path().await, format!("{base}key-pairs/new"));
    world.make("hosted key", "Ed25519", "a passphrase").await;
    let file = world.save("hosted-key").await;
    world.is_registered().await;
    let public = ssh_keygen::public_key(&file, "a passphrase").unwrap();
    let client = world.client("alice").await;
    assert_eq!(client.public_key("hosted key").await, public);
    browser.follow("Show the key pair").await;
    browser.find("heading", "hosted key").await;
    let page = format!("{base}key-pairs/hosted%20key");
    assert_eq!(browser.path().await, page);
    match links {
        DeepLinks::Work => {
            browser.reload().await;
            browser.find("heading", "hosted key").await;
            browser.see("Created").await;
        }
        DeepLinks::Fail => world.open("/").await,
    }
    browser.follow("Key pairs").await;
    world.list_is_read().await;
    browser.find("link", "hosted key").await;
}

/// `config.json` for a cloud of another origin.
async fn cloud_elsewhere() -> (World, String) {
    let cloud = devcloud::start(Config::default()).await.unwrap();
    let config = serde_json::json!({
        "clouds": [{ "name": "Ours", "auth_url": format!("{}/identity/v3", cloud.base_url()), "project": "demo" }],
        "other_clouds": false,
    });
    let world = World::of(cloud, Browser::start().await);
    (world, config.to_string())
}

async fn behind_a_proxy(program: Program, base: &str) {
    let stock = Config {
        cors: Cors::off(),
        ..Config::default()
    };
    let cloud = devcloud::start(stock).await.unwrap();
    let setup = Setup {
        cloud: &cloud.base_url(),
        alone: None,
        base,
        authorities: None,
    };
    let proxy = Proxy::with(program, &setup);
    let mut world = World::of(cloud, Browser::start().await);
    world.site = format!("{}{}", proxy.url(), base.trim_end_matches('/'));
    the_job_is_done(&world, base, DeepLinks::Work).await;
}

async fn alone(program: Program, base: &str) {
    let (mut world, config) = cloud_elsewhere().await;
    let setup = Setup {
        cloud: "",
        alone: Some(&config),
        base,
        authorities: None,
    };
    let proxy = Proxy::with(program, &setup);
    world.site = format!("{}{}", proxy.url(), base.trim_end_matches('/'));
    the_job_is_done(&world, base, DeepLinks::Work).await;
}

async fn from_files(base: &str, missing: Missing) {
    let (mut world, config) = cloud_elsewhere().await;
    let server = FileServer::start(base, &config, missing);
    world.site = format!("{}{}", server.url(), base.trim_end_matches('/'));
    let links = match missing {
        Missing::IsSaid => DeepLinks::Fail,
        Missing::IsThePage => DeepLinks::Work,
    };
    the_job_is_done(&world, base, links).await;
}

/// Each line is a test: its name, and what is done.
macro_rules! hosts {
    ($($name:ident: $job:expr;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            $job.await;
        }
    )*};
}

hosts! {
    nginx_with_a_proxy_in_a_sub_folder: behind_a_proxy(Program::Nginx, "/keys/");
    caddy_with_a_proxy_in_a_sub_folder: behind_a_proxy(Program::Caddy, "/keys/");
    nginx_alone_at_the_root: alone(Program::Nginx, "/");
    caddy_alone_at_the_root: alone(Program::Caddy, "/");
    nginx_alone_in_a_sub_folder: alone(Program::Nginx, "/keys/");
    caddy_alone_in_a_sub_folder: alone(Program::Caddy, "/keys/");
    a_file_server_at_the_root: from_files("/", Missing::IsSaid);
    a_file_server_in_a_sub_folder: from_files("/tools/keys/", Missing::IsSaid);
    a_host_of_pages_at_the_root: from_files("/", Missing::IsThePage);
    a_host_of_pages_in_a_sub_folder: from_files("/keys/", Missing::IsThePage);
}
