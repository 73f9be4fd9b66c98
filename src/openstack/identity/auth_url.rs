//! The Auth URL as people type it, and the address of the identity API that it means.

use super::rackspace::is_version_2;
use super::reply::Versions;
use crate::openstack::call;
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::{Http, Method, Request};
use std::fmt;

/// Why an Auth URL cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthUrlError {
    /// Nothing was typed.
    #[error("type the cloud's Auth URL, such as https://cloud.example.org:5000/v3")]
    Empty,
    /// There is no scheme.
    #[error("it must begin with https:// (or http://)")]
    NoScheme,
    /// Neither http nor https.
    #[error("only https:// and http:// are possible")]
    UnknownScheme,
    /// There is no host.
    #[error("the host is missing")]
    NoHost,
    /// There is a user name or password in it.
    #[error("it must not hold a user name or password")]
    UserInfo,
    /// There is white space or another character in it that no URL has.
    #[error("it holds a space or another character that no address has")]
    BadCharacter,
    /// There is a query or a fragment in it.
    #[error("it must end before the ? or #")]
    Query,
    /// It names version 2.0 of the identity API, which only Rackspace's ways to sign in speak.
    #[error("it names version 2.0 of the identity service; this needs version 3")]
    Version2,
    /// It names version 3 of the identity API, and Rackspace's API key needs version 2.0.
    #[error("it names version 3 of the identity service; Rackspace's API key needs version 2.0")]
    Version3,
}

/// An address of an identity service, without a slash at the end; with or without the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthUrl(String);

impl AuthUrl {
    /// Reads what was typed: white space around it, slashes, and `/auth/tokens` or `/tokens` at the end do not matter.
    ///
    /// # Errors
    /// When it cannot be the absolute URL of an identity service.
    pub fn parse(text: &str) -> Result<Self, AuthUrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AuthUrlError::Empty);
        }
        let (scheme, rest) = text.split_once("://").ok_or(AuthUrlError::NoScheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err(AuthUrlError::UnknownScheme);
        }
        if rest.contains(['?', '#']) {
            return Err(AuthUrlError::Query);
        }
        if rest.contains(|letter: char| {
            letter.is_whitespace() || letter.is_control() || "\\\"<>^`{|}".contains(letter)
        }) {
            return Err(AuthUrlError::BadCharacter);
        }
        let rest = rest.trim_end_matches('/');
        let rest = rest
            .strip_suffix("/auth/tokens")
            .or_else(|| {
                rest.strip_suffix("/tokens")
                    .filter(|rest| rest.ends_with("/v2.0"))
            })
            .unwrap_or(rest)
            .trim_end_matches('/');
        let host = rest.split('/').next().unwrap_or_default();
        if host.contains('@') {
            return Err(AuthUrlError::UserInfo);
        }
        if host.is_empty() || host.starts_with(':') {
            return Err(AuthUrlError::NoHost);
        }
        Ok(Self(format!("{scheme}://{rest}")))
    }

    /// Whether an absolute Auth URL, as typed, names version 2.0.
    pub fn names_version_2(text: &str) -> bool {
        Self::parse(text).is_ok_and(|url| url.is_version_2())
    }

    /// Whether two absolute Auth URLs, as typed, mean the same service, whatever version they name.
    pub fn are_same(one: &str, other: &str) -> bool {
        let service = |text| {
            let AuthUrl(url) = Self::parse(text).ok()?;
            let versions = ["/v3", "/v2.0"];
            let bare = versions
                .iter()
                .find_map(|version| url.strip_suffix(version));
            Some(bare.unwrap_or(&url).to_ascii_lowercase())
        };
        service(one).is_some_and(|one| service(other) == Some(one))
    }

    /// Whether it ends in version 3.
    pub fn has_version(&self) -> bool {
        self.0.ends_with("/v3")
    }

    /// Whether it ends in version 2.0, and so can only be Rackspace's.
    pub fn is_version_2(&self) -> bool {
        is_version_2(&self.0)
    }

    /// The address of the API, ending in `/v3`; asks the service when the version is not in the URL.
    ///
    /// Only whether version 3 is there is taken from the answer, never an address: behind a proxy a service often
    /// names itself wrongly.
    ///
    /// # Errors
    /// [`AuthUrlError::Version2`] when the service says that it has other versions only, [`SignInError::NotIdentity`]
    /// when it says that it is another one, and the transport's errors.
    pub(super) async fn discover<H: Http>(&self, http: &H) -> Result<String, Error> {
        if self.has_version() {
            return Ok(self.0.clone());
        }
        if self.is_version_2() {
            return Err(SignInError::from(AuthUrlError::Version2).into());
        }
        // Keystone's list of versions comes with 300 and a Location that fetch does not follow.
        let url = format!("{}/", self.0);
        match call::get(http, &[200, 300], || Request::new(Method::Get, url.clone())).await {
            Ok(response) => match call::json::<Versions>(&response, "the list of versions") {
                Ok(versions) if versions.are_older() => {
                    Err(SignInError::from(AuthUrlError::Version2).into())
                }
                // The compute service's address, say: no password is sent there.
                Ok(versions) if versions.are_of_another_service() => {
                    let auth_url = self.0.clone();
                    Err(SignInError::NotIdentity { auth_url }.into())
                }
                _ => Ok(format!("{}/v3", self.0)),
            },
            Err(error @ Error::Transport { .. }) => Err(error),
            // A host whose root is something else may still have the API under /v3.
            Err(_) => Ok(format!("{}/v3", self.0)),
        }
    }
}

impl fmt::Display for AuthUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
