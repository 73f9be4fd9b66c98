//! Servers, images and networks over HTTP: from a launch to what is told of it, and what is refused.

use crate::client::{Client, KEY, read};
use devcloud::{Config, Running};
use serde_json::{Value, json};
use std::time::Duration;

/// A cloud whose servers are built in no time.
async fn quick() -> Running {
    let config = Config {
        boot_time: Duration::from_millis(80),
        ..Config::default()
    };
    devcloud::start(config).await.unwrap()
}

impl Client {
    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.root))
            .header("X-Auth-Token", &self.token)
            .header("OpenStack-API-Version", format!("compute {}", self.version));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = read(request).await;
        let json = serde_json::from_str(&reply.text).unwrap_or(Value::Null);
        (reply.status.as_u16(), json)
    }

    async fn image(&self, name: &str) -> String {
        let (_, list) = self.call("GET", "/image/v2/images?limit=100", None).await;
        let images = list["images"].as_array().unwrap();
        let image = images.iter().find(|image| image["name"] == name).unwrap();
        image["id"].as_str().unwrap().to_owned()
    }

    async fn network(&self, name: &str) -> String {
        let path = format!("/network/v2.0/networks?name={name}");
        let (_, list) = self.call("GET", &path, None).await;
        list["networks"][0]["id"].as_str().unwrap().to_owned()
    }

    /// A launch of debian on `private`, with the key pair `boot`.
    async fn wish(&self, name: &str) -> Value {
        json!({ "server": {
            "name": name, "imageRef": self.image("debian-12-like").await, "flavorRef": "2", "key_name": "boot",
            "networks": [{ "uuid": self.network("private").await }],
        } })
    }

    async fn launch(&self, name: &str) -> String {
        let key = json!({ "keypair": { "name": "boot", "type": "ssh", "public_key": KEY } });
        self.call("POST", "/compute/v2.1/os-keypairs", Some(key))
            .await;
        let wish = self.wish(name).await;
        let (status, made) = self.call("POST", "/compute/v2.1/servers", Some(wish)).await;
        assert_eq!(status, 202, "{made}");
        made["server"]["id"].as_str().unwrap().to_owned()
    }

    /// Asks until the server is in this state.
    async fn until(&self, id: &str, status: &str) -> Value {
        for _ in 0..1000 {
            let (_, shown) = self
                .call("GET", &format!("/compute/v2.1/servers/{id}"), None)
                .await;
            if shown["server"]["status"] == status
                && shown["server"]["OS-EXT-STS:task_state"].is_null()
            {
                return shown["server"].clone();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the server does not become {status}");
    }
}

#[tokio::test]
async fn a_server_is_launched_found_stopped_started_and_deleted() {
    let cloud = quick().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let id = alice.launch("web-1").await;
    let server = alice.until(&id, "ACTIVE").await;
    assert_eq!(server["key_name"], "boot");
    assert_eq!(server["flavor"]["original_name"], "m1.small");
    let address = &server["addresses"]["private"][0];
    assert_eq!(address["OS-EXT-IPS:type"], "fixed");
    assert!(address["addr"].as_str().unwrap().starts_with("127."));

    let by_key = "/compute/v2.1/servers/detail?key_name=boot";
    let (_, list) = alice.call("GET", by_key, None).await;
    assert_eq!(list["servers"].as_array().unwrap().len(), 1);
    let (_, list) = alice
        .call("GET", "/compute/v2.1/servers/detail?key_name=other", None)
        .await;
    assert!(list["servers"].as_array().unwrap().is_empty());

    let action = format!("/compute/v2.1/servers/{id}/action");
    let (status, _) = alice
        .call("POST", &action, Some(json!({ "os-start": null })))
        .await;
    assert_eq!(status, 409);
    let (status, _) = alice
        .call("POST", &action, Some(json!({ "os-stop": null })))
        .await;
    assert_eq!(status, 202);
    alice.until(&id, "SHUTOFF").await;
    alice
        .call("POST", &action, Some(json!({ "os-start": null })))
        .await;
    alice.until(&id, "ACTIVE").await;
    let (status, _) = alice
        .call("DELETE", &format!("/compute/v2.1/servers/{id}"), None)
        .await;
    assert_eq!(status, 204);
}

#[tokio::test]
async fn the_console_shows_the_host_keys_and_a_floating_address_is_shown() {
    let cloud = quick().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let id = alice.launch("web-1").await;
    alice.until(&id, "ACTIVE").await;
    let action = format!("/compute/v2.1/servers/{id}/action");
    let mut log = String::new();
    while !log.contains("-----END SSH HOST KEY KEYS-----") {
        let (status, reply) = alice
            .call("POST", &action, Some(json!({ "os-getConsoleOutput": {} })))
            .await;
        assert_eq!(status, 200);
        log = reply["output"].as_str().unwrap().to_owned();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(
        log.contains("ssh-ed25519 ") && log.contains(" root@web-1"),
        "{log}"
    );

    let (_, ports) = alice
        .call("GET", &format!("/network/v2.0/ports?device_id={id}"), None)
        .await;
    let port = ports["ports"][0]["id"].as_str().unwrap();
    let wish = json!({ "floatingip": { "floating_network_id": alice.network("public").await, "port_id": port } });
    let (status, made) = alice
        .call("POST", "/network/v2.0/floatingips", Some(wish))
        .await;
    assert_eq!(status, 201, "{made}");
    let server = alice.until(&id, "ACTIVE").await;
    let addresses = server["addresses"]["private"].as_array().unwrap();
    assert_eq!(addresses[1]["OS-EXT-IPS:type"], "floating");
    assert_eq!(
        addresses[1]["addr"],
        made["floatingip"]["floating_ip_address"]
    );
    let path = format!(
        "/network/v2.0/floatingips/{}",
        made["floatingip"]["id"].as_str().unwrap()
    );
    let free = json!({ "floatingip": { "port_id": null } });
    assert_eq!(alice.call("PUT", &path, Some(free)).await.0, 200);
    assert_eq!(alice.call("DELETE", &path, None).await.0, 204);
}

#[tokio::test]
async fn what_is_refused_is_refused_in_novas_words() {
    let cloud = quick().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let wish = alice.wish("x").await;
    let (status, reply) = alice
        .call("POST", "/compute/v2.1/servers", Some(wish.clone()))
        .await;
    assert_eq!(
        (status, &reply["badRequest"]["message"]),
        (400, &json!("Invalid key_name provided."))
    );
    let carol = Client::new(&cloud.base_url(), "carol", "demo").await;
    let (status, reply) = carol
        .call("POST", "/compute/v2.1/servers", Some(wish.clone()))
        .await;
    assert_eq!(status, 403);
    assert!(
        reply["forbidden"]["message"]
            .as_str()
            .unwrap()
            .contains("servers:create")
    );
    let mut small = wish.clone();
    small["server"]["flavorRef"] = json!("42");
    small["server"]["key_name"] = Value::Null;
    let (_, reply) = alice
        .call("POST", "/compute/v2.1/servers", Some(small))
        .await;
    assert_eq!(
        reply["badRequest"]["message"],
        "Flavor's memory is too small for requested image."
    );
    cloud.set_server_quota("demo", 0).unwrap();
    let mut none = wish;
    none["server"]["key_name"] = Value::Null;
    let (status, reply) = alice
        .call("POST", "/compute/v2.1/servers", Some(none))
        .await;
    assert_eq!(status, 403);
    assert!(
        reply["forbidden"]["message"]
            .as_str()
            .unwrap()
            .starts_with("Quota exceeded for instances")
    );
    let gone = "/compute/v2.1/servers/00000000-0000-0000-0000-000000000000";
    assert_eq!(alice.call("GET", gone, None).await.0, 404);
}

#[tokio::test]
async fn regions_have_key_pairs_of_their_own() {
    let cloud = quick().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let key = json!({ "keypair": { "name": "boot", "type": "ssh", "public_key": KEY } });
    for region in ["", "/region-two"] {
        let path = format!("{region}/compute/v2.1/os-keypairs");
        let (_, list) = alice.call("GET", &path, None).await;
        assert!(list["keypairs"].as_array().unwrap().is_empty());
        assert_eq!(alice.call("POST", &path, Some(key.clone())).await.0, 201);
    }
}
