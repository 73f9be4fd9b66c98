//! Registering a public key: the only way in which this client makes a key pair.

use super::Compute;
use super::key_pair::{KeyPair, Wrapped};
use crate::keys::public::PublicKey;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::key_pair_name::KeyPairName;
use crate::openstack::microversion::{Capability, Microversion};
use serde::Serialize;

const WISHED: &[Capability] = &[Capability::KeyPairTypes, Capability::KeyPairNamesWithDotAt];

#[derive(Serialize)]
struct Body<'a> {
    keypair: New<'a>,
}

/// A new key pair. `public_key` is no option: without it a cloud below 2.92 makes the private key itself and sends it
/// over the wire.
#[derive(Serialize)]
struct New<'a> {
    name: &'a str,
    public_key: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

impl<H: Http> Compute<H> {
    /// Registers a public key under a name.
    ///
    /// When the answer is lost, the cloud is asked whether the key pair is there before anything is sent again.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the name is taken, [`Error::Forbidden`] when the quota is used up,
    /// [`Error::OutcomeUnknown`] when the answer was lost and asking failed as well: then, and after any other failure
    /// but a refusal, go on with [`Compute::resume_import`].
    pub async fn import_key_pair(
        &self,
        name: &KeyPairName,
        key: &PublicKey,
    ) -> Result<KeyPair, Error> {
        let made = match self.post(name, key).await {
            Err(lost) if lost.may_have_been_done() => self.after_lost_answer(name, key, lost).await,
            // A browser may send a request again by itself when a connection breaks: then it is our own key pair.
            Err(taken @ Error::Conflict(_)) => match self.registered(name, key).await {
                Ok(Some(there)) => Ok(there),
                _ => Err(taken),
            },
            result => result,
        }?;
        match holds(&made, key) {
            true => Ok(made),
            false => Err(Error::BadReply {
                what: "the cloud stored another key than the one sent",
                status: 201,
                request_id: None,
            }),
        }
    }

    /// Looks whether it was done. When not, and no answer had come at all, sends once more and looks again.
    async fn after_lost_answer(
        &self,
        name: &KeyPairName,
        key: &PublicKey,
        lost: Error,
    ) -> Result<KeyPair, Error> {
        if let Some(there) = self.registered_or_unknown(name, key).await? {
            return Ok(there);
        }
        if !matches!(lost, Error::Transport { .. }) {
            return Err(lost);
        }
        match self.post(name, key).await {
            Err(error) if error.may_have_been_done() || matches!(error, Error::Conflict(_)) => {
                self.registered_or_unknown(name, key).await?.ok_or(error)
            }
            result => result,
        }
    }

    /// Registers a public key after a try of which it is not known how it ended: first looks whether it is there.
    ///
    /// # Errors
    /// As [`Compute::import_key_pair`].
    pub async fn resume_import(
        &self,
        name: &KeyPairName,
        key: &PublicKey,
    ) -> Result<KeyPair, Error> {
        match self.registered(name, key).await? {
            Some(there) => Ok(there),
            None => self.import_key_pair(name, key).await,
        }
    }

    /// The key pair of exactly this name with this key, when the user has it.
    ///
    /// # Errors
    /// When the cloud does not tell.
    pub async fn registered(
        &self,
        name: &KeyPairName,
        key: &PublicKey,
    ) -> Result<Option<KeyPair>, Error> {
        match self.key_pair(name.as_str()).await {
            Ok(details) => Ok(Some(details.key_pair)
                .filter(|there| there.name == name.as_str() && holds(there, key))),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn registered_or_unknown(
        &self,
        name: &KeyPairName,
        key: &PublicKey,
    ) -> Result<Option<KeyPair>, Error> {
        self.registered(name, key)
            .await
            .map_err(|error| match error {
                Error::Unauthorized(_) => error,
                _ => Error::OutcomeUnknown {
                    origin: call::origin(&self.endpoint),
                },
            })
    }

    async fn post(&self, name: &KeyPairName, key: &PublicKey) -> Result<KeyPair, Error> {
        let version = self.version_for(WISHED);
        let line = key.to_line();
        let body = call::to_json(&body(name, &line, version), line.len() + 512);
        let result = call::write(&self.http, &[200, 201], || {
            self.request(Method::Post, "/os-keypairs", version)
                .with_json(body.clone())
        })
        .await;
        if version.is_some() {
            self.note(&result);
        }
        Ok(call::json::<Wrapped>(&result?, "the new key pair")?.into_key_pair())
    }
}

/// `type` is refused by clouds that do not know it.
fn body<'a>(name: &'a KeyPairName, line: &'a str, version: Option<Microversion>) -> Body<'a> {
    let typed = version.is_some_and(|version| version >= Capability::KeyPairTypes.since());
    Body {
        keypair: New {
            name: name.as_str(),
            public_key: line,
            kind: typed.then_some("ssh"),
        },
    }
}

/// Whether what is stored is this key, whatever its comment and line end.
fn holds(stored: &KeyPair, key: &PublicKey) -> bool {
    PublicKey::parse_line(&stored.public_key_text).is_ok_and(|stored| stored.same_key(key))
}
