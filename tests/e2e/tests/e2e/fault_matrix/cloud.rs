//! Alice's servers and addresses as another program of hers sees them: what the cloud did is asked here, not believed from
//! the page.

use super::Stage;
use keyhaven_e2e::browser::DEADLINE;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The cloud, asked past the relay.
pub struct Cloud {
    http: reqwest::Client,
    root: String,
    token: String,
}

impl Cloud {
    pub async fn of(stage: &Stage) -> Self {
        Self {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            root: stage.world.cloud.base_url(),
            token: stage.world.client("alice").await.token().to_owned(),
        }
    }

    /// Asks; the answer must be a success.
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let url = format!("{}{path}", self.root);
        let mut request = self.http.request(method, url);
        request = request.header("X-Auth-Token", &self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = request.send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, None).await
    }

    /// The id of the first entry of this name in a list.
    async fn id_of(&self, path: &str, list: &str, name: &str) -> Value {
        let all = self.get(path).await;
        let mut all = all[list].as_array().unwrap().iter();
        let found = all.find(|entry| entry["name"] == name);
        found.unwrap_or_else(|| panic!("{name} at {path}"))["id"].clone()
    }

    /// Launches a small server, and gives its id.
    pub async fn launch(&self, name: &str, key: &str) -> String {
        let images = "/image/v2/images?name=debian-12-like";
        let body = json!({ "server": {
            "name": name,
            "key_name": key,
            "imageRef": self.id_of(images, "images", "debian-12-like").await,
            "flavorRef": self.id_of("/compute/v2.1/flavors", "flavors", "m1.small").await,
            "networks": [{ "uuid": self.id_of("/network/v2.0/networks", "networks", "private").await }],
        } });
        let made = self
            .ask(Method::POST, "/compute/v2.1/servers", Some(body))
            .await;
        made["server"]["id"].as_str().unwrap().to_owned()
    }

    /// The servers of this name.
    pub async fn named(&self, name: &str) -> Vec<Value> {
        let all = self.get("/compute/v2.1/servers/detail").await;
        let all = all["servers"].as_array().unwrap().iter();
        all.filter(|server| server["name"] == name)
            .cloned()
            .collect()
    }

    /// What is the case with a server, such as `ACTIVE`, once nothing is under way with it.
    pub async fn state_of(&self, id: &str) -> String {
        let path = format!("/compute/v2.1/servers/{id}");
        let start = Instant::now();
        loop {
            let server = &self.get(&path).await["server"];
            let status = server["status"].as_str().unwrap();
            if server["OS-EXT-STS:task_state"].is_null() && status != "BUILD" {
                return status.to_owned();
            }
            assert!(start.elapsed() < DEADLINE, "{id} stays {status}");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// The name of the key pair that a server was made with.
    pub async fn key_of(&self, id: &str) -> String {
        let server = self.get(&format!("/compute/v2.1/servers/{id}")).await;
        server["server"]["key_name"].as_str().unwrap().to_owned()
    }

    /// Deletes a server.
    pub async fn delete(&self, id: &str) {
        let path = format!("/compute/v2.1/servers/{id}");
        self.ask(Method::DELETE, &path, None).await;
    }

    /// The project's floating addresses.
    pub async fn addresses(&self) -> Vec<Value> {
        let all = self.get("/network/v2.0/floatingips").await;
        all["floatingips"].as_array().unwrap().clone()
    }

    /// Takes a floating address that leads nowhere yet, and gives its id.
    pub async fn take_address(&self) -> String {
        let networks = "/network/v2.0/networks";
        let outside = self.id_of(networks, "networks", "public").await;
        let body = json!({ "floatingip": { "floating_network_id": outside } });
        let path = "/network/v2.0/floatingips";
        let made = self.ask(Method::POST, path, Some(body)).await;
        made["floatingip"]["id"].as_str().unwrap().to_owned()
    }

    /// Has an address lead to the server's port, or nowhere.
    pub async fn lead(&self, address: &str, server: Option<&str>) {
        let port = match server {
            Some(server) => {
                let path = format!("/network/v2.0/ports?device_id={server}");
                self.get(&path).await["ports"][0]["id"].clone()
            }
            None => Value::Null,
        };
        let path = format!("/network/v2.0/floatingips/{address}");
        let body = json!({ "floatingip": { "port_id": port } });
        self.ask(Method::PUT, &path, Some(body)).await;
    }

    /// Gives all floating addresses back.
    pub async fn drop_addresses(&self) {
        for address in self.addresses().await {
            let id = address["id"].as_str().unwrap();
            let path = format!("/network/v2.0/floatingips/{id}");
            self.ask(Method::DELETE, &path, None).await;
        }
    }

    /// The ids of the rules that let SSH in.
    pub async fn ssh_rules(&self) -> Vec<String> {
        let all = self
            .get("/network/v2.0/security-group-rules?port_range_min=22")
            .await;
        let all = all["security_group_rules"].as_array().unwrap().iter();
        let own = all.filter(|rule| rule["port_range_min"] == 22);
        own.map(|rule| rule["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Lets SSH in no more.
    pub async fn drop_ssh_rules(&self) {
        for id in self.ssh_rules().await {
            let path = format!("/network/v2.0/security-group-rules/{id}");
            self.ask(Method::DELETE, &path, None).await;
        }
    }
}
