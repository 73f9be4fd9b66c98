//! Servers: what can be had, launching, looking, acting, deleting.

mod acting;
mod launching;
mod looking;
mod offers;
mod refused;

use super::keys::{ED25519, RSA};
use super::{NEWEST, floating_ips, images, import, networks, signed_in, token, wipe};
use crate::ask::{Answer, Ask, Session};
use reqwest::Method;
use serde_json::{Value, json};

pub const SERVERS: &str = "/v2.1/servers";

/// Who asks, and with what servers are made.
pub struct Place {
    pub alice: String,
    pub bob: String,
    pub carol: String,
    /// Alice, in another project.
    pub other: String,
    pub images: Value,
    pub networks: Value,
}

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    let place = Place {
        bob: token(session, "bob").await,
        carol: token(session, "carol").await,
        other: signed_in(session, "alice", "other").await.0,
        images: images::by_name(session, &alice).await,
        networks: networks::by_name(session, &alice).await,
        alice,
    };
    place.clear(session).await;
    for (name, key) in [("boot", ED25519), ("second", RSA)] {
        let key_pair = json!({ "name": name, "public_key": key });
        session
            .send(import(session, &place.alice, NEWEST, key_pair))
            .await;
    }
    offers::run(session, &place).await;
    refused::run(session, &place).await;
    let server = launching::run(session, &place).await;
    looking::run(session, &place, &server).await;
    let elsewhere = launching::elsewhere(session, &place).await;
    floating_ips::run(session, &place, &server, &elsewhere).await;
    acting::run(session, &place, &server).await;
    place.clear(session).await;
}

impl Place {
    /// A wish for a small server on the network `private`, with these members besides or instead; a null takes one away.
    pub fn wish(&self, name: &str, more: Value) -> Value {
        let mut server = json!({
            "name": name, "flavorRef": "1",
            "imageRef": images::id(&self.images, "cirros-like"),
            "networks": [{ "uuid": images::id(&self.networks, "private") }],
        });
        for (member, value) in more.as_object().unwrap() {
            match value {
                Value::Null => drop(server.as_object_mut().unwrap().remove(member)),
                value => server[member] = value.clone(),
            }
        }
        server
    }

    /// A request to launch it.
    pub fn launch(&self, session: &Session, version: &str, server: &Value) -> Ask {
        let ask = session.compute(Method::POST, SERVERS).token(&self.alice);
        ask.version(version).json(&json!({ "server": server }))
    }

    /// A request for an action.
    pub fn act(&self, session: &Session, server: &str, version: &str, action: &Value) -> Ask {
        let path = format!("{SERVERS}/{server}/action");
        let ask = session.compute(Method::POST, &path).token(&self.alice);
        ask.version(version).json(action)
    }

    /// A request to look at it.
    pub fn look(&self, session: &Session, server: &str, version: &str) -> Ask {
        let path = format!("{SERVERS}/{server}");
        let ask = session.compute(Method::GET, &path).token(&self.alice);
        ask.version(version)
    }

    /// Waits until nothing is under way with the server and it is in this status; gives what the cloud says then.
    pub async fn settled(&self, session: &Session, server: &str, status: &str) -> Answer {
        let ask = self.look(session, server, NEWEST);
        let is = |answer: &Answer| {
            let server = &answer.json()["server"];
            server["status"] == status && server["OS-EXT-STS:task_state"].is_null()
        };
        session.until(&ask, is).await
    }

    /// Waits until the cloud has built the server, or failed to; gives what it says then.
    async fn built(&self, session: &Session, server: &str) -> Answer {
        let ask = self.look(session, server, NEWEST);
        let is = |answer: &Answer| answer.json()["server"]["status"] != "BUILD";
        session.until(&ask, is).await
    }

    /// Deletes a server and waits until it is gone.
    pub async fn forget(&self, session: &Session, server: &str) {
        let path = format!("{SERVERS}/{server}");
        session
            .send(session.compute(Method::DELETE, &path).token(&self.alice))
            .await;
        let look = self.look(session, server, NEWEST);
        session.until(&look, |answer| answer.status == 404).await;
    }

    /// Leaves nothing of these questions.
    async fn clear(&self, session: &Session) {
        floating_ips::forget(session, &self.alice).await;
        let ask = session.compute(Method::GET, SERVERS).token(&self.alice);
        let list = session.send(ask).await.json();
        for server in list["servers"].as_array().unwrap() {
            self.forget(session, server["id"].as_str().unwrap()).await;
        }
        wipe(session, &self.alice).await;
    }
}
