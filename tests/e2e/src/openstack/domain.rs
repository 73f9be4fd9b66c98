//! A domain of a test's own at a real cloud, with the people of the embedded one in it.

use super::admin::Admin;
use super::network::Network;
use devcloud::seed;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

/// Role and project of each person, who has a password by the same rule as in the embedded cloud. The first project is the
/// default one.
const USERS: [(&str, &[(&str, &str)]); 5] = [
    ("alice", &[("demo", "member"), ("other", "member")]),
    ("bob", &[("demo", "member")]),
    ("carol", &[("demo", "reader")]),
    ("dave", &[]),
    (seed::TOTP_USER, &[("demo", "member")]),
];

/// The domain; it is deleted when this is dropped.
pub(super) struct Domain {
    pub(super) admin: Admin,
    id: String,
    pub(super) name: String,
    /// The id of the project demo.
    pub(super) demo: String,
    users: Vec<(&'static str, String)>,
    /// What its servers need, once that is wanted.
    network: Option<Network>,
    /// The id of a flavor of its own.
    flavor: Option<String>,
}

/// A name that no other domain has.
fn unused_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    format!("e2e-{}-{process}-{count}", now.unwrap().as_millis())
}

impl Domain {
    pub(super) async fn make(admin: Admin) -> Self {
        let name = unused_name();
        let id = admin.make("domain", json!({ "name": name })).await;
        let project = async |name| {
            let project = json!({ "name": name, "domain_id": id });
            admin.make("project", project).await
        };
        let (demo, other) = (project("demo").await, project("other").await);
        let mut domain = Self {
            admin,
            id,
            name,
            demo,
            users: Vec::new(),
            network: None,
            flavor: None,
        };
        let roles = domain.admin.identity("GET", "/v3/roles", None).await;
        for (name, assignments) in USERS {
            let project = |name: &str| match name {
                "demo" => &domain.demo,
                _ => &other,
            };
            let mut user = json!({
                "name": name,
                "password": format!("{name}-pw"),
                "domain_id": domain.id,
                "options": { "ignore_password_expiry": true },
            });
            if let Some((first, _)) = assignments.first() {
                user["default_project_id"] = json!(project(first));
            }
            let id = domain.admin.make("user", user).await;
            for (name, role) in assignments {
                let role = role_id(&roles, role);
                let path = format!("/v3/projects/{}/users/{id}/roles/{role}", project(name));
                domain.admin.identity("PUT", &path, None).await;
            }
            if name == seed::TOTP_USER {
                domain.ask_for_codes(&id).await;
            }
            domain.users.push((name, id));
        }
        domain
    }

    pub(super) fn user(&self, name: &str) -> &str {
        let user = self.users.iter().find(|(other, _)| *other == name);
        &user.unwrap_or_else(|| panic!("there is no {name}")).1
    }

    /// From now on the password is not enough for this user.
    async fn ask_for_codes(&self, user: &str) {
        let credential = json!({ "type": "totp", "blob": seed::TOTP_SECRET, "user_id": user });
        self.admin.make("credential", credential).await;
        let options = json!({
            "multi_factor_auth_enabled": true,
            "multi_factor_auth_rules": [["password", "totp"]],
        });
        let body = json!({ "user": { "options": options } });
        let path = format!("/v3/users/{user}");
        self.admin.identity("PATCH", &path, Some(body)).await;
    }

    /// Makes alice's application credential, with her token.
    pub(super) async fn add_credential(&self, token: &str) -> String {
        let path = format!("/v3/users/{}/application_credentials", self.user("alice"));
        // The role is named because Keystone now and then takes another user's roles when none is.
        let credential = json!({
            "name": seed::CREDENTIAL,
            "secret": seed::CREDENTIAL_SECRET,
            "roles": [{ "name": "member" }],
        });
        let body = json!({ "application_credential": credential });
        let made = self.admin.with_token(token);
        let made = made.identity("POST", &path, Some(body)).await;
        let id = &made["application_credential"]["id"];
        id.as_str().unwrap().to_owned()
    }

    /// Makes the network `private` of the project demo, from which a router leads outside.
    pub(super) async fn add_network(&mut self) {
        self.network = Some(Network::make(&self.admin, &self.demo).await);
    }

    /// Makes a flavor for the project demo alone that no host has the memory for; its quota allows it.
    pub(super) async fn add_impossible_flavor(&mut self, name: &str) {
        let quota = json!({ "quota_set": { "ram": -1 } });
        let path = format!("/v2.1/os-quota-sets/{}", self.demo);
        self.admin.compute("PUT", &path, Some(quota)).await;
        let flavor = json!({ "flavor": {
            "name": name, "vcpus": 1, "ram": 500_000_000, "disk": 1, "os-flavor-access:is_public": false,
        } });
        let made = self
            .admin
            .compute("POST", "/v2.1/flavors", Some(flavor))
            .await;
        let id = made["flavor"]["id"].as_str().unwrap().to_owned();
        let access = json!({ "addTenantAccess": { "tenant": self.demo } });
        let path = format!("/v2.1/flavors/{id}/action");
        self.admin.compute("POST", &path, Some(access)).await;
        self.flavor = Some(id);
    }

    /// Deletes it with all that is in it.
    async fn delete(&self) {
        if let Some(network) = &self.network {
            self.admin.delete_servers(&self.demo).await;
            network.delete(&self.admin, &self.demo).await;
        }
        if let Some(flavor) = &self.flavor {
            let path = format!("/v2.1/flavors/{flavor}");
            self.admin.compute("DELETE", &path, None).await;
        }
        for (_, user) in &self.users {
            self.admin.delete_key_pairs(user).await;
        }
        let path = format!("/v3/domains/{}", self.id);
        let off = json!({ "domain": { "enabled": false } });
        self.admin.identity("PATCH", &path, Some(off)).await;
        self.admin.identity("DELETE", &path, None).await;
    }
}

impl Drop for Domain {
    fn drop(&mut self) {
        // A failed test's own words must not be followed by others'.
        let quiet = std::thread::panicking();
        let deleted = std::thread::scope(|scope| {
            let delete = || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                runtime.unwrap().block_on(self.delete());
            };
            scope.spawn(delete).join()
        });
        assert!(quiet || deleted.is_ok(), "the domain is not deleted");
    }
}

fn role_id<'a>(roles: &'a Value, name: &str) -> &'a str {
    let mut roles = roles["roles"].as_array().unwrap().iter();
    let role = roles.find(|role| role["name"] == name);
    role.unwrap()["id"].as_str().unwrap()
}
