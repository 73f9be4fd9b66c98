//! The compute service, Nova: key pairs, and the servers that are launched with them.
//!
//! Source: Nova's API reference, "Keypairs (keypairs)", "Limits" and "API versions".

mod act;
mod copy;
mod delete;
mod flavors;
mod header;
mod import;
mod inside;
mod key_pair;
mod launch;
mod limits;
mod pages;
mod public_half;
mod server;
mod servers;
mod versions;

use super::call;
use super::error::Error;
use super::http::{Http, Method, Request, Response, TransportError};
use super::key_pair_name::NameRules;
use super::microversion::{Capability, Microversion, Range};
use super::secret::Token;
pub use act::Reboot;
pub use copy::Copied;
pub use flavors::{Capacity, Flavor, Usage};
use header::VersionHeader;
pub use key_pair::{KeyPair, KeyPairDetails, KeyPairKind};
pub use launch::{Before, Boot, Launch, Launched, MAX_USER_DATA, Networks, NotLaunched};
pub use limits::Limits;
pub use pages::{PAGE_SIZE, Pages};
pub use public_half::PublicHalf;
pub use server::{Address, AddressKind, Fault, Server, ServerFlavor, ServerStatus};
pub use servers::ServerPages;
use std::sync::Arc;

/// A compute endpoint with a token for it. Clones share what has been learnt about the endpoint.
///
/// Every call gives [`Error::Unauthorized`] when the token has ended: sign in again, then go on with
/// [`Compute::with_token`].
#[derive(Clone)]
pub struct Compute<H> {
    http: H,
    endpoint: String,
    token: Token,
    range: Option<Range>,
    header: Arc<VersionHeader>,
}

impl<H: Http> Compute<H> {
    /// Asks the endpoint, absolute and as the catalog has it, which microversions it serves. One without any works too.
    ///
    /// # Errors
    /// When the endpoint cannot be reached or is out of service.
    pub async fn connect(http: H, endpoint: &str, token: Token) -> Result<Self, Error> {
        let found = versions::discover(&http, endpoint, &token).await?;
        Ok(Self {
            http,
            endpoint: found.endpoint,
            token,
            range: found.range,
            header: Arc::default(),
        })
    }

    /// The same endpoint with another token.
    #[must_use]
    pub fn with_token(&self, token: Token) -> Self
    where
        H: Clone,
    {
        Self {
            token,
            ..self.clone()
        }
    }

    /// The microversions that can be asked for; `None` when the endpoint has none, or its CORS settings do not let a
    /// page ask. The latter is learnt at the first call that asks.
    pub fn microversions(&self) -> Option<Range> {
        self.range.filter(|_| !self.header.is_refused())
    }

    /// What a new key pair may be called here.
    pub fn name_rules(&self) -> NameRules {
        NameRules::of(self.microversions())
    }

    /// The microversion to send for these wishes; `None` to send none.
    fn version_for(&self, wished: &[Capability]) -> Option<Microversion> {
        self.microversions()?.lowest_with(wished)
    }

    /// Whether the endpoint can do it, and a page may ask it to.
    pub fn can(&self, capability: Capability) -> bool {
        self.microversions()
            .is_some_and(|range| range.has(capability))
    }

    fn has(&self, capability: Capability) -> bool {
        self.range.is_some_and(|range| range.has(capability))
    }

    fn request(&self, method: Method, path: &str, version: Option<Microversion>) -> Request {
        let request = Request::new(method, format!("{}{path}", self.endpoint));
        let request = request.with_header("X-Auth-Token", self.token.expose());
        match version {
            // Older ones pass over the newer header, as if none had come.
            Some(version) if self.has(Capability::ServiceVersionHeader) => {
                request.with_header("OpenStack-API-Version", format!("compute {version}"))
            }
            Some(version) => {
                request.with_header("X-OpenStack-Nova-API-Version", version.to_string())
            }
            None => request,
        }
    }

    /// A GET, repeated as [`call::get`] does, and without the microversion's header where that is refused.
    ///
    /// Nova before 2021 does not list `OpenStack-API-Version` among the headers that a page may send: the preflight
    /// fails, which looks like a host that is down. What tells the two apart is an answer to the same request without
    /// the header, and once more none with it.
    pub(super) async fn get(&self, path: &str, wished: &[Capability]) -> Result<Response, Error> {
        let Some(version) = self.version_for(wished) else {
            return self.ask_twice(path, None).await;
        };
        if !self.header.is_untried() {
            return self.ask_twice(path, Some(version)).await;
        }
        let result = self.ask(path, Some(version)).await;
        if !is_unreachable(&result) {
            self.note(&result);
            return result;
        }
        let plain = self.ask(path, None).await;
        if is_unreachable(&plain) {
            return plain;
        }
        let again = self.ask(path, Some(version)).await;
        if is_unreachable(&again) {
            self.header.refused();
            return plain;
        }
        self.note(&again);
        again
    }

    /// An endpoint that has answered before is asked once more when it does not: to a page, a connection that was cut
    /// before the answer began looks like a host that is down.
    async fn ask_twice(
        &self,
        path: &str,
        version: Option<Microversion>,
    ) -> Result<Response, Error> {
        let result = self.ask(path, version).await;
        if !is_unreachable(&result) {
            return result;
        }
        self.http.pause(call::FIRST_PAUSE).await;
        self.ask(path, version).await
    }

    async fn ask(&self, path: &str, version: Option<Microversion>) -> Result<Response, Error> {
        call::get(&self.http, &[200], || {
            self.request(Method::Get, path, version)
        })
        .await
    }

    /// Takes note that a request with the microversion's header was answered, in whatever way.
    fn note<T>(&self, result: &Result<T, Error>) {
        if !matches!(result, Err(Error::Transport { .. })) {
            self.header.accepted();
        }
    }
}

fn is_unreachable<T>(result: &Result<T, Error>) -> bool {
    matches!(
        result,
        Err(Error::Transport {
            error: TransportError::Unreachable { .. },
            ..
        })
    )
}
