//! How a request says which microversion it speaks.

use reqwest::{Method, StatusCode};

use crate::client::{Client, Reply, cloud, read};

async fn list(client: &Client, headers: &[(&str, &str)]) -> Reply {
    let mut request = client.request(Method::GET, "/compute/v2.1/os-keypairs");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    read(request).await
}

#[tokio::test]
async fn the_reply_names_the_version_in_use() {
    const NEW: &str = "OpenStack-API-Version";
    const OLD: &str = "X-OpenStack-Nova-API-Version";
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    for (headers, expected) in [
        (&[][..], "2.1"),
        (&[(NEW, "compute 2.53")], "2.53"),
        (&[(NEW, "compute latest")], "2.104"),
        (&[(OLD, "2.53")], "2.53"),
        (&[(OLD, "latest")], "2.104"),
        (&[(NEW, "compute 2.60"), (OLD, "2.53")], "2.60"),
        (&[(NEW, "identity 3.1, compute 2.35")], "2.35"),
        (&[(NEW, "placement 1.2")], "2.1"),
    ] {
        let reply = list(&alice, headers).await;
        assert_eq!(reply.status, StatusCode::OK, "{headers:?}");
        assert_eq!(
            reply.header("openstack-api-version").unwrap(),
            format!("compute {expected}")
        );
        assert_eq!(reply.header("x-openstack-nova-api-version"), Some(expected));
        let vary: Vec<_> = reply.headers.get_all("vary").iter().collect();
        assert_eq!(vary, [NEW, OLD]);
    }
}

#[tokio::test]
async fn versions_that_are_not_served() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    for asked in ["2.105", "2.999", "2.0", "3.0", "1.1"] {
        let value = format!("compute {asked}");
        let reply = list(&alice, &[("OpenStack-API-Version", &value)]).await;
        assert_eq!(reply.status, StatusCode::NOT_ACCEPTABLE, "{asked}");
        assert_eq!(
            reply.fault("computeFault"),
            format!(
                "Version {asked} is not supported by the API. Minimum is 2.1 and maximum is 2.104."
            )
        );
        assert_eq!(reply.header("openstack-api-version"), Some(value.as_str()));
    }
    for asked in ["two", "2", "2.", "2.01", "02.1", "2.1.1", "-2.1"] {
        let reply = list(
            &alice,
            &[("OpenStack-API-Version", &format!("compute {asked}"))],
        )
        .await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{asked}");
        assert_eq!(
            reply.fault("badRequest"),
            format!(
                "API Version String {asked} is of invalid format. Must be of format MajorNum.MinorNum."
            )
        );
        assert_eq!(reply.header("openstack-api-version"), None);
    }
}

#[tokio::test]
async fn the_project_may_be_in_the_path() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    alice.must_import("laptop").await;
    let project = devcloud::seed::project_id("demo");
    assert_eq!(
        alice.get(&format!("/{project}/os-keypairs")).await.status,
        StatusCode::OK
    );
    let shown = alice.get(&format!("/{project}/os-keypairs/laptop")).await;
    assert_eq!(shown.json()["keypair"]["name"], "laptop");
}
