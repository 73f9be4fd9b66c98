//! A cloud that is asked: where it is, and who may sign in.

use devcloud::{Running, seed};
use serde_json::Value;

pub struct Target {
    /// What stands before `/v3`.
    pub identity: String,
    /// What stands before `/v2.1`.
    pub compute: String,
    /// What stands before `/v2`.
    pub image: String,
    /// What stands before `/v2.0`.
    pub network: String,
    /// Of alice's, for the project demo.
    pub credential_id: String,
    pub credential_secret: String,
}

impl Target {
    pub fn devcloud(cloud: &Running) -> Self {
        Self {
            identity: format!("{}/identity", cloud.base_url()),
            compute: format!("{}/compute", cloud.base_url()),
            image: format!("{}/image", cloud.base_url()),
            network: format!("{}/network", cloud.base_url()),
            credential_id: seed::credential_id(),
            credential_secret: seed::CREDENTIAL_SECRET.to_owned(),
        }
    }

    /// The one that `tests/openstack/up` started; it says where in a file that `KEYHAVEN_OPENSTACK_STATE` names.
    pub fn openstack() -> Self {
        let file = std::env::var_os("KEYHAVEN_OPENSTACK_STATE")
            .expect("KEYHAVEN_OPENSTACK_STATE names the state.json of tests/openstack/up");
        let state: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let text = |pointer: &str| state.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        Self {
            identity: text("/urls/keystone"),
            compute: text("/urls/nova"),
            image: text("/urls/glance"),
            network: text("/urls/neutron"),
            credential_id: text("/application_credential/id"),
            credential_secret: text("/application_credential/secret"),
        }
    }

    /// A text with this cloud's own addresses taken out of it.
    pub fn without_addresses(&self, text: &str) -> String {
        // Nova points to Keystone without a version, devcloud has it below a path.
        text.replace(&self.identity, "<identity>")
            .replace(&self.compute, "<compute>")
            .replace(&self.image, "<image>")
            .replace(&self.network, "<network>")
    }
}
