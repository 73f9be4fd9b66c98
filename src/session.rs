//! Who is signed in, and how every call to the cloud is made: with the token in force, and when the cloud no longer
//! takes it, once more after the person has signed in again.

use crate::{
    browser::{boot, http::BrowserHttp, storage, time},
    config::Cloud,
    openstack::{
        catalog,
        compute::Compute,
        error::{Error, Reply},
        identity::{self, SignedIn, Stored},
        image::{self, Glance, Images},
        network::{self, Neutron},
    },
};
use futures_channel::oneshot;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, future::Future};

/// Where a session is kept for the tab, when the person asks for it.
const KEPT: &str = "keyhaven.session";

/// A signed-in person, at one cloud, in one project and region.
#[derive(Clone)]
pub struct Session {
    /// The cloud as configured, or as typed.
    pub cloud: Cloud,
    /// What the cloud said at sign-in: user, project, catalog, token.
    pub signed_in: SignedIn,
    /// The region whose endpoints are used; empty for a cloud without regions.
    pub region: String,
    /// Whether it is kept for the tab.
    pub stay: bool,
}

/// What of a session is on show. A new token alone does not change it, so pages stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The cloud's name.
    pub cloud: String,
    /// The user's name.
    pub user: String,
    /// The user's id: key pairs are the user's.
    pub user_id: String,
    /// The project's id.
    pub project: String,
    /// The region.
    pub region: String,
}

#[derive(Serialize, Deserialize)]
struct KeptSession {
    cloud: Cloud,
    region: String,
    signed_in: Stored,
}

/// Why the sign-in dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Nobody is signed in, and something needs a cloud.
    SignIn,
    /// The token is no longer taken: the same person's password is asked for.
    Renew,
    /// The token ends in a few minutes.
    Ending,
}

/// The session, for every page. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Auth {
    session: RwSignal<Option<Session>>,
    ask: RwSignal<Option<Ask>>,
    compute: StoredValue<Option<Compute<BrowserHttp>>, LocalStorage>,
    waiting: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
}

impl Session {
    /// A fresh sign-in: the cloud's configured endpoints take the place of the catalog's, and a region is chosen.
    pub fn new(cloud: Cloud, mut signed_in: SignedIn, region: &str, stay: bool) -> Self {
        let mut overrides = BTreeMap::new();
        for (service, url) in &cloud.endpoints {
            overrides.insert(service.clone(), boot::absolute(url));
        }
        signed_in.catalog.set_overrides(overrides);
        let region = choose_region(region, &signed_in);
        Self {
            cloud,
            signed_in,
            region,
            stay,
        }
    }
}

impl Auth {
    /// Nobody signed in, or whoever asked to stay signed in for this tab.
    pub fn start() -> Self {
        Self {
            session: RwSignal::new(restore()),
            ask: RwSignal::new(None),
            compute: StoredValue::new_local(None),
            waiting: StoredValue::new_local(Vec::new()),
        }
    }

    /// The session now; tracked.
    pub fn session(self) -> Option<Session> {
        self.session.get()
    }

    /// What of the session is on show; tracked by those who memoize it.
    pub fn identity(self) -> Option<Identity> {
        self.session.with(|session| {
            session.as_ref().map(|session| Identity {
                cloud: session.cloud.name.clone(),
                user: session.signed_in.user.name.clone(),
                user_id: session.signed_in.user.id.clone(),
                project: session.signed_in.project.id.clone(),
                region: session.region.clone(),
            })
        })
    }

    /// Why the sign-in dialog is open, if it is; tracked.
    pub fn asked(self) -> Option<Ask> {
        self.ask.get()
    }

    /// Takes a fresh sign-in. Whatever waited for one goes on.
    pub fn accept(self, session: Session) {
        if session.stay {
            keep(&session);
        } else {
            storage::forget(KEPT);
        }
        self.compute.set_value(None);
        self.session.set(Some(session));
        self.close();
    }

    /// Opens the sign-in dialog.
    pub fn ask(self, why: Ask) {
        self.ask.set(Some(why));
    }

    /// Opens the sign-in dialog and waits until it is closed; says whether somebody is signed in then.
    pub async fn ask_to_sign_in(self, why: Ask) -> bool {
        let before = self.token();
        let (done, closed) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(done));
        self.ask.set(Some(why));
        // The sender is dropped only with the page.
        let _ = closed.await;
        self.session.with_untracked(Option::is_some) && self.token() != before
    }

    /// Closes the sign-in dialog.
    pub fn close(self) {
        self.ask.set(None);
        self.waiting.update_value(|waiting| {
            for done in waiting.drain(..) {
                // Whoever waited may have gone.
                let _ = done.send(());
            }
        });
    }

    /// Signs out: everything of the session is forgotten here at once; what is given tells the cloud to revoke the token.
    ///
    /// # Errors
    /// When the cloud did not confirm the revocation.
    pub fn sign_out(self) -> impl Future<Output = Result<(), Error>> {
        let session = self.session.get_untracked();
        self.session.set(None);
        self.compute.set_value(None);
        storage::forget(KEPT);
        async move {
            match session {
                Some(session) => identity::sign_out(&BrowserHttp, &session.signed_in).await,
                None => Ok(()),
            }
        }
    }

    /// Goes on in another project, without a password.
    ///
    /// # Errors
    /// What the cloud said against it.
    pub async fn switch_project(self, project_id: String) -> Result<(), Error> {
        let renewed = self
            .repeat(|session| {
                let project_id = project_id.clone();
                async move {
                    identity::switch_project(&BrowserHttp, &session.signed_in, &project_id).await
                }
            })
            .await?;
        if let Some(session) = self.session.get_untracked() {
            let region = choose_region(&session.region, &renewed);
            self.accept(Session {
                signed_in: renewed,
                region,
                ..session
            });
        }
        Ok(())
    }

    /// Goes on in another region.
    pub fn switch_region(self, region: String) {
        if let Some(session) = self.session.get_untracked() {
            self.accept(Session { region, ..session });
        }
    }

    /// Calls the compute API. A token that is no longer taken brings up the dialog that asks for the password; then the
    /// call is made once more, so that nothing that was under way is lost.
    ///
    /// # Errors
    /// What the cloud said; [`Error::Unauthorized`] when the person did not sign in again.
    pub async fn compute<T, F, R>(self, work: F) -> Result<T, Error>
    where
        F: Fn(Compute<BrowserHttp>) -> R,
        R: Future<Output = Result<T, Error>>,
    {
        self.repeat(|session| {
            let work = &work;
            async move { work(self.connect(&session).await?).await }
        })
        .await
    }

    /// Calls the compute API of another of the cloud's regions, likewise.
    ///
    /// # Errors
    /// As [`Auth::compute`]; [`Error::NoEndpoint`] when there is no such service in the region.
    pub async fn compute_in<T, F, R>(self, region: &str, work: F) -> Result<T, Error>
    where
        F: Fn(Compute<BrowserHttp>) -> R,
        R: Future<Output = Result<T, Error>>,
    {
        self.repeat(|session| {
            let work = &work;
            async move {
                let elsewhere = Session {
                    region: region.to_owned(),
                    ..session
                };
                let endpoint = endpoint(&elsewhere, catalog::COMPUTE)?;
                let token = elsewhere.signed_in.token;
                work(Compute::connect(BrowserHttp, &endpoint, token).await?).await
            }
        })
        .await
    }

    /// The regions beside the one that is chosen in which key pairs can be registered as well; tracked.
    pub fn other_regions(self) -> Vec<String> {
        self.session.with(|session| {
            let session = session.as_ref();
            session
                .map(
                    |Session {
                         signed_in, region, ..
                     }| {
                        signed_in.catalog.regions_beside(catalog::COMPUTE, region)
                    },
                )
                .unwrap_or_default()
        })
    }

    /// Calls the network API, likewise.
    ///
    /// # Errors
    /// As [`Auth::compute`]; [`Error::NoEndpoint`] when the cloud has no such service.
    pub async fn network<T, F, R>(self, work: F) -> Result<T, Error>
    where
        F: Fn(Neutron<BrowserHttp>) -> R,
        R: Future<Output = Result<T, Error>>,
    {
        self.repeat(|session| {
            let work = &work;
            async move {
                let endpoint = endpoint(&session, network::SERVICE)?;
                let SignedIn {
                    token,
                    project,
                    roles,
                    ..
                } = session.signed_in;
                let neutron = Neutron::new(BrowserHttp, &endpoint, token);
                // To an administrator it would list all projects' things.
                work(match roles.iter().any(|role| role == "admin") {
                    true => neutron.only_of(project.id),
                    false => neutron,
                })
                .await
            }
        })
        .await
    }

    /// Asks for images, likewise: the image service, or the compute service where there is none for a page. Many clouds
    /// let pages talk to some of their services only.
    ///
    /// # Errors
    /// As [`Auth::compute`].
    pub async fn images<T, F, R>(self, work: F) -> Result<T, Error>
    where
        F: Fn(Images<BrowserHttp>) -> R,
        R: Future<Output = Result<T, Error>>,
    {
        self.repeat(|session| {
            let work = &work;
            async move {
                let Ok(endpoint) = endpoint(&session, image::SERVICE) else {
                    return work(Images::Nova(self.connect(&session).await?)).await;
                };
                let token = session.signed_in.token.clone();
                let glance = Images::Glance(Glance::new(BrowserHttp, &endpoint, token));
                match work(glance).await {
                    Err(closed) if closed.is_closed_to_pages() => {
                        let nova = Images::Nova(self.connect(&session).await?);
                        work(nova).await.map_err(|error| match error {
                            Error::Unauthorized(_) => error,
                            _ => closed,
                        })
                    }
                    outcome => outcome,
                }
            }
        })
        .await
    }

    async fn repeat<T, F, R>(self, work: F) -> Result<T, Error>
    where
        F: Fn(Session) -> R,
        R: Future<Output = Result<T, Error>>,
    {
        loop {
            let Some(session) = self.session.get_untracked() else {
                if self.ask_to_sign_in(Ask::SignIn).await {
                    continue;
                }
                return Err(nobody());
            };
            match work(session).await {
                Err(error @ Error::Unauthorized(_)) => {
                    if !self.ask_to_sign_in(Ask::Renew).await {
                        return Err(error);
                    }
                }
                outcome => return outcome,
            }
        }
    }

    async fn connect(self, session: &Session) -> Result<Compute<BrowserHttp>, Error> {
        if let Some(compute) = self.compute.get_value() {
            return Ok(compute);
        }
        let endpoint = endpoint(session, catalog::COMPUTE)?;
        let compute =
            Compute::connect(BrowserHttp, &endpoint, session.signed_in.token.clone()).await?;
        if self.token().as_deref() == Some(session.signed_in.token.expose()) {
            self.compute.set_value(Some(compute.clone()));
        }
        Ok(compute)
    }

    fn token(self) -> Option<String> {
        self.session.with_untracked(|session| {
            session
                .as_ref()
                .map(|session| session.signed_in.token.expose().to_owned())
        })
    }
}

/// The region to use: the wanted one when the catalog has it, else the one that the cloud proposes, else the first.
fn choose_region(wanted: &str, signed_in: &SignedIn) -> String {
    let regions = signed_in.catalog.regions_of(catalog::COMPUTE);
    let has = |wanted: &&str| regions.iter().any(|region| region == wanted);
    let proposed = signed_in.default_region.as_deref();
    let found = Some(wanted).filter(has).or(proposed.filter(has));
    let first = regions.first().map(String::as_str);
    found.or(first).unwrap_or_default().to_owned()
}

/// Where a service is: the configuration's override, else the catalog's endpoint.
fn endpoint(session: &Session, service_types: &[&str]) -> Result<String, Error> {
    let region = Some(session.region.clone()).filter(|region| !region.is_empty());
    let catalog = &session.signed_in.catalog;
    let endpoint = catalog.endpoint(service_types, region.as_deref());
    endpoint.ok_or(Error::NoEndpoint {
        service: service_types
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        region,
    })
}

fn nobody() -> Error {
    Error::Unauthorized(Reply {
        status: 401,
        message: "Nobody is signed in.".to_owned(),
        request_id: None,
    })
}

fn keep(session: &Session) {
    let kept = KeptSession {
        cloud: session.cloud.clone(),
        region: session.region.clone(),
        signed_in: session.signed_in.to_stored(),
    };
    if let Ok(text) = serde_json::to_string(&kept) {
        storage::keep(KEPT, &text);
    }
}

fn restore() -> Option<Session> {
    let kept: KeptSession = serde_json::from_slice(storage::kept(KEPT)?.as_bytes()).ok()?;
    let signed_in = SignedIn::from_stored(&kept.signed_in);
    if time::parse(&signed_in.expires_at).is_some_and(|end| end < time::now()) {
        storage::forget(KEPT);
        return None;
    }
    Some(Session {
        cloud: kept.cloud,
        region: kept.region,
        signed_in,
        stay: true,
    })
}
