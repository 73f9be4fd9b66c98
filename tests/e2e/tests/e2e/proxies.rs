//! The reverse proxies of `docs/deploy`, in front of a cloud that lets no other origin in: everything is done through
//! them, they reach the cloud's two addresses and nothing else, and they serve the site as a host should.

use devcloud::{Config, Cors, Running};
use keyhaven_e2e::proxy::{Program, Proxy};
use keyhaven_e2e::{Browser, World, ssh_keygen};

/// Each of these functions is a test, once with nginx and once with Caddy.
macro_rules! with_both {
    ($($name:ident;)*) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn nginx() {
                super::$name(super::Program::Nginx).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn caddy() {
                super::$name(super::Program::Caddy).await;
            }
        }
    )*};
}

mod hosting;
mod passing;
mod relay;

with_both! {
    a_key_pair_is_made_without_cors;
}

/// A cloud as it is installed: without CORS, and here without a site.
async fn stock_cloud() -> Running {
    let stock = Config {
        cors: Cors::off(),
        ..Config::default()
    };
    devcloud::start(stock).await.unwrap()
}

async fn a_key_pair_is_made_without_cors(program: Program) {
    let cloud = stock_cloud().await;
    let proxy = Proxy::start(program, &cloud.base_url());
    let mut world = World::of(cloud, Browser::start().await);
    world.site = proxy.url();
    world.open("/sign-in").await;
    let cookie = "document.cookie = 'another=application'; return document.cookie";
    assert_eq!(
        world.browser.run(cookie, vec![]).await,
        "another=application"
    );
    world.sign_in_to_stay("alice").await;
    world.browser.follow("Create key pair").await;
    world.browser.vault_is_ready().await;
    world
        .make("behind a proxy", "Ed25519", "a passphrase")
        .await;
    let file = world.save("behind-a-proxy").await;
    world.is_registered().await;
    let public = ssh_keygen::public_key(&file, "a passphrase").unwrap();
    let client = world.client("alice").await;
    assert_eq!(client.public_key("behind a proxy").await, public);

    // A deep link, which is no file on the host, and a name with spaces in a path of the API.
    world.open("/key-pairs").await;
    world.list_is_read().await;
    world.browser.reload().await;
    world.list_is_read().await;
    world.browser.follow("behind a proxy").await;
    world.browser.find("heading", "behind a proxy").await;
    world.browser.see("Created").await;

    let from_browser: Vec<_> = world
        .cloud
        .requests()
        .into_iter()
        .filter(|request| request.header("x-forwarded-for").is_some())
        .collect();
    assert_eq!(
        from_browser
            .iter()
            .filter(
                |request| request.method == "POST" && request.target == "/compute/v2.1/os-keypairs"
            )
            .count(),
        1
    );
    for request in from_browser {
        for header in ["cookie", "origin", "referer", "sec-fetch-mode"] {
            assert_eq!(request.header(header), None, "{request:?}");
        }
        let host = world.cloud.addr().to_string();
        assert_eq!(request.header("host"), Some(host.as_str()), "{request:?}");
    }
}
