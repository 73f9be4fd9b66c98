//! Registering a public key: the only way in which this client makes a key pair.

use super::Compute;
use super::key_pair::{KeyPair, Wrapped};
use super::public_half::PublicHalf;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::key_pair_name::KeyPairName;
use crate::openstack::microversion::Capability;
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
    /// Registers a public key, or a certificate, under a name.
    ///
    /// When the answer is lost, the cloud is asked whether the key pair is there before anything is sent again.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the name is taken, [`Error::Forbidden`] when the quota is used up,
    /// [`Error::OutcomeUnknown`] when the answer was lost and asking failed as well: then, and after any other failure
    /// but a refusal, go on with [`Compute::resume_import`]. [`Error::NoCertificates`] when a cloud cannot take one.
    pub async fn import_key_pair<'a>(
        &self,
        name: &KeyPairName,
        key: impl Into<PublicHalf<'a>>,
    ) -> Result<KeyPair, Error> {
        let key = key.into();
        let made = match self.post(name, key).await {
            Err(lost) if lost.may_have_been_done() => self.after_lost_answer(name, key, lost).await,
            // A browser may send a request again by itself when a connection breaks: then it is our own key pair.
            Err(taken @ Error::Conflict(_)) => match self.registered(name, key).await {
                Ok(Some(there)) => Ok(there),
                _ => Err(taken),
            },
            result => result,
        }?;
        match key.is_stored_in(&made) {
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
        key: PublicHalf<'_>,
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
    pub async fn resume_import<'a>(
        &self,
        name: &KeyPairName,
        key: impl Into<PublicHalf<'a>>,
    ) -> Result<KeyPair, Error> {
        let key = key.into();
        match self.registered(name, key).await? {
            Some(there) => Ok(there),
            None => self.import_key_pair(name, key).await,
        }
    }

    /// The key pair of exactly this name with this key, when the user has it.
    ///
    /// # Errors
    /// When the cloud does not tell.
    pub async fn registered<'a>(
        &self,
        name: &KeyPairName,
        key: impl Into<PublicHalf<'a>>,
    ) -> Result<Option<KeyPair>, Error> {
        let key = key.into();
        match self.key_pair(name.as_str()).await {
            Ok(details) => Ok(Some(details.key_pair)
                .filter(|there| there.name == name.as_str() && key.is_stored_in(there))),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn registered_or_unknown(
        &self,
        name: &KeyPairName,
        key: PublicHalf<'_>,
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

    async fn post(&self, name: &KeyPairName, key: PublicHalf<'_>) -> Result<KeyPair, Error> {
        let version = self.version_for(WISHED);
        // `type` is refused by clouds that do not know it.
        let typed = version.is_some_and(|version| version >= Capability::KeyPairTypes.since());
        if matches!(key, PublicHalf::X509(_)) && !typed {
            return Err(Error::NoCertificates);
        }
        let text = key.text();
        let body = Body {
            keypair: New {
                name: name.as_str(),
                public_key: &text,
                kind: typed.then(|| key.kind()),
            },
        };
        let body = call::to_json(&body, text.len() + 512);
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
