//! Every call that the app can send to a cloud, told apart by method, path, query and body.
//!
//! `tests/e2e/tests/e2e/fault_matrix/coverage.rs` holds this table to the client's sources: a call that is added there and not here
//! fails a test, and so does one here that no row of the fault matrix makes fail.

use crate::relay::Asked;
use std::borrow::Cow;

/// A call.
#[derive(Debug)]
pub struct Call {
    /// What tables call it.
    pub name: &'static str,
    /// Its method.
    pub method: &'static str,
    /// The path at devcloud; `{}` stands for one segment.
    pub path: &'static str,
    /// What the query has; nothing for any query.
    pub query: &'static str,
    /// What the body has; nothing for any body.
    pub body: &'static str,
}

const fn call(name: &'static str, method: &'static str, path: &'static str) -> Call {
    Call {
        name,
        method,
        path,
        query: "",
        body: "",
    }
}

impl Call {
    const fn with_query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    const fn with_body(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }

    /// Whether this request is such a call. A preflight is one when the body does not matter.
    pub fn is(&self, asked: &Asked) -> bool {
        let (path, query) = asked.target.split_once('?').unwrap_or((asked.target, ""));
        let body = match asked.body {
            Some(body) => body.contains(self.body),
            None => self.body.is_empty(),
        };
        asked.method == self.method
            && fits(&as_at_nova(path), self.path)
            && query.contains(self.query)
            && body
    }
}

/// The path, with Rackspace's place for its compute API turned into Nova's.
fn as_at_nova(path: &str) -> Cow<'_, str> {
    let of_rackspace = || {
        let (_, rest) = path
            .strip_prefix("/rackspace/")?
            .split_once("compute/v2/")?;
        let (_account, rest) = rest.split_once('/')?;
        Some(format!("/compute/v2.1/{rest}"))
    };
    of_rackspace().map_or(Cow::Borrowed(path), Cow::Owned)
}

fn fits(path: &str, pattern: &str) -> bool {
    let (mut segments, mut wanted) = (path.split('/'), pattern.split('/'));
    loop {
        match (segments.next(), wanted.next()) {
            (None, None) => return true,
            (Some(segment), Some("{}")) if !segment.is_empty() => {}
            (Some(segment), Some(wanted)) if segment == wanted => {}
            _ => return false,
        }
    }
}

const TOKENS: &str = "/identity/v3/auth/tokens";
const RACKSPACE_TOKENS: &str = "/rackspace/identity/v2.0/tokens";
const KEY_PAIRS: &str = "/compute/v2.1/os-keypairs";
const KEY_PAIR: &str = "/compute/v2.1/os-keypairs/{}";
const SERVERS: &str = "/compute/v2.1/servers/detail";
const SERVER: &str = "/compute/v2.1/servers/{}";
const ACTION: &str = "/compute/v2.1/servers/{}/action";
const ADDRESSES: &str = "/network/v2.0/floatingips";
const ADDRESS: &str = "/network/v2.0/floatingips/{}";

/// All of them. Of those that a request fits, the first one counts.
pub const ALL: &[Call] = &[
    call("identity versions", "GET", "/identity/"),
    call("sign in by password", "POST", TOKENS).with_body("\"methods\":[\"password\"]"),
    call("token for the project", "POST", TOKENS).with_body("\"methods\":[\"token\"]"),
    call("sign in by application credential", "POST", TOKENS)
        .with_body("\"methods\":[\"application_credential\"]"),
    call("one-time code", "POST", TOKENS).with_body("\"methods\":[\"totp\"]"),
    call("look at a pasted token", "GET", TOKENS),
    call("projects", "GET", "/identity/v3/auth/projects"),
    call("sign out", "DELETE", TOKENS),
    call("sign in by Rackspace API key", "POST", RACKSPACE_TOKENS)
        .with_body("RAX-KSKEY:apiKeyCredentials"),
    call("sign in by Rackspace password", "POST", RACKSPACE_TOKENS)
        .with_body("passwordCredentials"),
    call("Rackspace one-time code", "POST", RACKSPACE_TOKENS)
        .with_body("RAX-AUTH:passcodeCredentials"),
    call("sign out of Rackspace", "DELETE", RACKSPACE_TOKENS),
    call("compute versions", "GET", "/compute/v2.1/"),
    call("key pairs, page 2", "GET", KEY_PAIRS).with_query("marker="),
    call("key pairs", "GET", KEY_PAIRS),
    call("one key pair", "GET", KEY_PAIR),
    call("import", "POST", KEY_PAIRS),
    call("delete", "DELETE", KEY_PAIR),
    call("limits", "GET", "/compute/v2.1/limits"),
    call("servers of a key", "GET", SERVERS).with_query("&key_name="),
    call("servers of a name", "GET", SERVERS).with_query("&name="),
    call("servers, page 2", "GET", SERVERS).with_query("marker="),
    call("servers", "GET", SERVERS),
    call("one server", "GET", SERVER),
    call("launch", "POST", "/compute/v2.1/servers"),
    call("delete server", "DELETE", SERVER),
    call("start", "POST", ACTION).with_body("\"os-start\""),
    call("stop", "POST", ACTION).with_body("\"os-stop\""),
    call("reboot", "POST", ACTION).with_body("{\"reboot\":{\"type\":\"SOFT\""),
    call("force reboot", "POST", ACTION).with_body("{\"reboot\":{\"type\":\"HARD\""),
    call("rebuild", "POST", ACTION).with_body("\"rebuild\""),
    call("console log", "POST", ACTION).with_body("\"os-getConsoleOutput\""),
    call(
        "password",
        "GET",
        "/compute/v2.1/servers/{}/os-server-password",
    ),
    call(
        "what was done",
        "GET",
        "/compute/v2.1/servers/{}/os-instance-actions",
    ),
    call("flavors", "GET", "/compute/v2.1/flavors/detail"),
    call("zones", "GET", "/compute/v2.1/os-availability-zone"),
    call("images from Nova", "GET", "/compute/v2.1/images/detail"),
    call("one image from Nova", "GET", "/compute/v2.1/images/{}"),
    call("images", "GET", "/image/v2/images"),
    call("one image", "GET", "/image/v2/images/{}"),
    call("networks", "GET", "/network/v2.0/networks"),
    call("ports", "GET", "/network/v2.0/ports"),
    call("floating addresses", "GET", ADDRESSES),
    call("one floating address", "GET", ADDRESS),
    call("new floating address", "POST", ADDRESSES),
    call("release an address", "PUT", ADDRESS).with_body("\"port_id\":null"),
    call("associate an address", "PUT", ADDRESS),
    call("security groups", "GET", "/network/v2.0/security-groups"),
    call("new rule", "POST", "/network/v2.0/security-group-rules"),
];

/// The call of this name.
///
/// # Panics
/// When there is none.
pub fn named(name: &str) -> &'static Call {
    let found = ALL.iter().find(|call| call.name == name);
    found.unwrap_or_else(|| panic!("there is no call {name}"))
}

/// Which call this request is; `None` when the client has no such call.
pub fn of(asked: &Asked) -> Option<&'static Call> {
    ALL.iter().find(|call| call.is(asked))
}

/// Whether this goes to a cloud and not to the host of the site.
pub fn is_for_a_cloud(target: &str) -> bool {
    let services = ["/identity", "/compute", "/image", "/network", "/rackspace"];
    let mut segments = target.split(['/', '?']).skip(1);
    let first = segments.next().unwrap_or_default();
    services.iter().any(|service| service[1..] == *first)
}
