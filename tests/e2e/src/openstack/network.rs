//! A network of a test's own, and the router that leads outside.

use super::admin::Admin;
use serde_json::{Value, json};

pub(super) struct Network {
    id: String,
    subnet: String,
    router: String,
}

impl Network {
    /// Makes both for a project. Addresses may be the same as other projects': nothing leads from one to the other.
    pub(super) async fn make(admin: &Admin, project: &str) -> Self {
        let id = make(
            admin,
            "network",
            json!({ "name": "private", "project_id": project }),
        )
        .await;
        let subnet = json!({
            "name": "private-subnet", "project_id": project, "network_id": id,
            "ip_version": 4, "cidr": "10.0.0.0/24",
        });
        let subnet = make(admin, "subnet", subnet).await;
        let outside = admin.network("GET", "/networks?name=public", None).await;
        let router = json!({
            "name": "router", "project_id": project,
            "external_gateway_info": { "network_id": outside["networks"][0]["id"] },
        });
        let router = make(admin, "router", router).await;
        let path = format!("/routers/{router}/add_router_interface");
        let inside = json!({ "subnet_id": subnet });
        admin.network("PUT", &path, Some(inside)).await;
        Self { id, subnet, router }
    }

    /// Deletes both, and all else that the project has at Neutron. Its servers are gone.
    pub(super) async fn delete(&self, admin: &Admin, project: &str) {
        delete_all(admin, "floatingips", "floatingips", project).await;
        let path = format!("/routers/{}/remove_router_interface", self.router);
        let inside = json!({ "subnet_id": self.subnet });
        admin.network("PUT", &path, Some(inside)).await;
        let path = format!("/routers/{}", self.router);
        admin.network("DELETE", &path, None).await;
        delete_all(admin, "ports", "ports", project).await;
        let path = format!("/networks/{}", self.id);
        admin.network("DELETE", &path, None).await;
        delete_all(admin, "security-groups", "security_groups", project).await;
    }
}

async fn make(admin: &Admin, kind: &str, what: Value) -> String {
    let path = format!("/{kind}s");
    let made = admin.network("POST", &path, Some(json!({ kind: what })));
    made.await[kind]["id"].as_str().unwrap().to_owned()
}

async fn delete_all(admin: &Admin, path: &str, name: &str, project: &str) {
    let list = format!("/{path}?project_id={project}&fields=id");
    for one in admin.network("GET", &list, None).await[name]
        .as_array()
        .unwrap()
    {
        let path = format!("/{path}/{}", one["id"].as_str().unwrap());
        admin.network("DELETE", &path, None).await;
    }
}
