//! What is done with a server that is there.
//!
//! Source: Nova's API reference, "Servers - run an action (servers, action)" and "Delete server".

use super::Compute;
use super::server::{Server, ServerStatus, path_of};
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::microversion::Capability;
use serde_json::{Value, json};

/// How a server is rebooted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reboot {
    /// Its system shuts down by itself.
    Soft,
    /// It is switched off and on.
    Hard,
}

/// Whether what the cloud is doing with the server begins with this word.
fn is_doing(server: &Server, word: &str) -> bool {
    server
        .task
        .as_ref()
        .is_some_and(|task| task.starts_with(word))
}

impl<H: Http> Compute<H> {
    /// Asks for an action. When the answer is lost, or the server's state does not allow it, the server is looked at: `shows`
    /// says whether it is as the action makes it. A browser may send a request again by itself when a connection breaks, and
    /// then it is our own action that stands in the way.
    async fn act(
        &self,
        id: &str,
        action: &Value,
        wished: &[Capability],
        shows: impl Fn(&Server) -> bool,
    ) -> Result<(), Error> {
        let path = format!("{}/action", path_of(id)?);
        let body = call::to_json(action, 512);
        let version = self.version_for(wished);
        let result = call::write(&self.http, &[200, 202, 204], || {
            self.request(Method::Post, &path, version)
                .with_json(body.clone())
        })
        .await;
        if version.is_some() {
            self.note(&result);
        }
        match result {
            Err(lost) if lost.may_have_been_done() || matches!(lost, Error::Conflict(_)) => {
                match self.server(id).await {
                    Ok(server) if shows(&server) => Ok(()),
                    _ => Err(lost),
                }
            }
            result => result.map(|_| ()),
        }
    }

    /// Starts a server that was shut down.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is in another state.
    pub async fn start_server(&self, id: &str) -> Result<(), Error> {
        self.act(id, &json!({ "os-start": null }), &[], |server| {
            server.status == ServerStatus::Active || is_doing(server, "powering-on")
        })
        .await
    }

    /// Shuts a server down.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is in another state.
    pub async fn stop_server(&self, id: &str) -> Result<(), Error> {
        self.act(id, &json!({ "os-stop": null }), &[], |server| {
            server.status == ServerStatus::Shutoff || is_doing(server, "powering-off")
        })
        .await
    }

    /// Reboots a server.
    ///
    /// # Errors
    /// [`Error::Conflict`] when its state does not allow it.
    pub async fn reboot_server(&self, id: &str, how: Reboot) -> Result<(), Error> {
        let how = match how {
            Reboot::Soft => "SOFT",
            Reboot::Hard => "HARD",
        };
        let action = json!({ "reboot": { "type": how } });
        self.act(id, &action, &[], |server| {
            server.status == ServerStatus::Reboot || is_doing(server, "reboot")
        })
        .await
    }

    /// Makes a server anew from an image, with another key pair ([`Capability::RebuildKey`]) when one is named. Its disk
    /// is lost; its id and addresses stay.
    ///
    /// # Errors
    /// [`Error::TooOld`] when a key pair is named and the cloud cannot change it: one that passed over it would wipe the
    /// disk and keep the old one. [`Error::Conflict`] when its state does not allow it, [`Error::BadRequest`] when image
    /// or key pair cannot be used.
    pub async fn rebuild_server(
        &self,
        id: &str,
        image: &str,
        key_name: Option<&str>,
    ) -> Result<(), Error> {
        let mut rebuild = json!({ "imageRef": image });
        let mut wished: &[Capability] = &[];
        if let Some(key_name) = key_name {
            if !self.can(Capability::RebuildKey) {
                return Err(Error::TooOld(Capability::RebuildKey));
            }
            rebuild["key_name"] = json!(key_name);
            wished = &[Capability::RebuildKey];
        }
        self.act(id, &json!({ "rebuild": rebuild }), wished, |server| {
            let key = key_name.is_none_or(|name| server.key_name.as_deref() == Some(name));
            key && (server.status == ServerStatus::Rebuild || is_doing(server, "rebuild"))
        })
        .await
    }

    /// Deletes a server. Only 204, or 202 at older clouds, mean that. When the answer is lost, the cloud is asked whether
    /// the server is gone or going.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there.
    pub async fn delete_server(&self, id: &str) -> Result<(), Error> {
        let path = path_of(id)?;
        let result = call::write(&self.http, &[202, 204], || {
            self.request(Method::Delete, &path, None)
        })
        .await;
        match result {
            Ok(_) => Ok(()),
            Err(lost) if lost.may_have_been_done() => match self.server(id).await {
                Err(Error::NotFound(_)) => Ok(()),
                Ok(server)
                    if server.status == ServerStatus::Deleted || is_doing(&server, "deleting") =>
                {
                    Ok(())
                }
                _ => Err(lost),
            },
            Err(error) => Err(error),
        }
    }
}
