//! What a server tells of itself, and the cloud of what it did with it.
//!
//! Source: Nova's API reference, "Show console output (os-getConsoleOutput)", "Servers password" and "Servers actions".

use super::Compute;
use super::server::path_of;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::json::{FromJson, list, text};
use serde_json::{Value, json};

/// The `output` of a console log.
struct Output(String);

impl FromJson for Output {
    fn from_json(value: &Value) -> Option<Self> {
        match value.get("output")? {
            Value::Null => Some(Self(String::new())),
            output => output.as_str().map(|output| Self(output.to_owned())),
        }
    }
}

/// The `password` of a server.
struct Password(Option<String>);

impl FromJson for Password {
    fn from_json(value: &Value) -> Option<Self> {
        match value.get("password")? {
            Value::Null => Some(Self(None)),
            password => {
                let password = password.as_str()?.trim();
                Some(Self(
                    Some(password.to_owned()).filter(|password| !password.is_empty()),
                ))
            }
        }
    }
}

/// Something that was done with a server.
struct Action {
    request_id: Option<String>,
    failed: bool,
}

impl FromJson for Action {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            request_id: text(value, "request_id"),
            failed: text(value, "message").is_some_and(|message| !message.is_empty()),
        })
    }
}

/// What was done with a server, the newest first.
struct Actions(Vec<Action>);

impl FromJson for Actions {
    fn from_json(value: &Value) -> Option<Self> {
        value.get("instanceActions")?;
        list(value, "instanceActions").map(Self)
    }
}

impl<H: Http> Compute<H> {
    /// The last lines that a server wrote to its console, `None` while it is not far enough to have one.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when the cloud keeps no console logs.
    pub async fn console_output(&self, id: &str, lines: u32) -> Result<Option<String>, Error> {
        let path = format!("{}/action", path_of(id)?);
        let action = json!({ "os-getConsoleOutput": { "length": lines } });
        let body = call::to_json(&action, 64);
        // It changes nothing, so it is repeated like any reading.
        let result = call::get(&self.http, &[200], || {
            self.request(Method::Post, &path, None)
                .with_json(body.clone())
        })
        .await;
        match result {
            Ok(response) => Ok(Some(call::json::<Output>(&response, "the console log")?.0)),
            Err(Error::Conflict(_)) => Ok(None),
            // The server is there, and has no console.
            Err(Error::NotFound(reply)) if reply.message.contains("console available") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The administrator's password as the server posted it: base64 of RSA PKCS#1 v1.5, encrypted to the key pair's
    /// public key. `None` while there is none.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn server_password(&self, id: &str) -> Result<Option<String>, Error> {
        let path = format!("{}/os-server-password", path_of(id)?);
        let response = self.get(&path, &[]).await?;
        Ok(call::json::<Password>(&response, "the password")?.0)
    }

    /// The cloud's name for the request that left a server in error, by which its operator finds it in the logs; that of
    /// the newest one when none failed.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn failed_request(&self, id: &str) -> Result<Option<String>, Error> {
        let path = format!("{}/os-instance-actions", path_of(id)?);
        let response = self.get(&path, &[]).await?;
        let actions = call::json::<Actions>(&response, "what was done with the server")?.0;
        let failed = actions.iter().find(|action| action.failed);
        let action = failed.or(actions.first());
        Ok(action.and_then(|action| action.request_id.clone()))
    }
}
