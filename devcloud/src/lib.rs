//! The embedded cloud: Keystone's identity v3 and Nova's key pairs, by their own rules, and beside them
//! Rackspace's identity 2.0 with its compute API without microversions, in one process on one address, to develop Keyhaven against and to test it with. It also serves a built site the way a
//! production host would. Nothing of it is part of the app.
//!
//! ```no_run
//! # async fn run() -> Result<(), devcloud::Error> {
//! let cloud = devcloud::start(devcloud::Config::default()).await?;
//! println!("{}/identity/v3", cloud.base_url());
//! cloud.stop().await;
//! # Ok(())
//! # }
//! ```

mod clock;
mod compute;
mod config;
mod cors;
mod error;
mod guest;
mod headers;
mod identity;
mod image;
mod log;
mod network;
mod rackspace;
mod random;
mod region;
mod running;
pub mod seed;
mod server;
mod site;
mod store;
mod totp;

pub use config::{Config, Cors, Db};
pub use error::Error;
pub use log::LoggedRequest;
pub use running::Running;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use region::Region;

/// What every part of the cloud shares, as one region sees it.
pub(crate) struct Cloud {
    /// What belongs to the region: key pairs, images, networks.
    pub(crate) store: store::Store,
    /// Users, projects and tokens, the same in every region. In the first one it is `store`.
    pub(crate) identity: store::Store,
    /// The regions of the catalog.
    pub(crate) regions: &'static [Region],
    pub(crate) network: network::Network,
    pub(crate) log: Arc<log::RequestLog>,
    pub(crate) cors: Cors,
    /// The machines that are switched on.
    pub(crate) lives: compute::servers::life::Lives,
    /// How long it takes to build a server.
    pub(crate) boot_time: Duration,
    pub(crate) token_lifetime: Duration,
    pub(crate) receipt_lifetime: Duration,
    /// Faults that happen once and have happened: user and key pair name.
    pub(crate) spent_faults: Mutex<HashSet<(String, String)>>,
}

/// Starts a cloud inside the running tokio runtime; it serves when this returns.
///
/// # Errors
/// When the address cannot be listened on, the database or the log not opened, or the folder to serve
/// holds no `index.html`.
pub async fn start(config: Config) -> Result<Running, Error> {
    if let Some(dist) = &config.dist
        && !dist.join("index.html").is_file()
    {
        return Err(Error::NoSite(dist.clone()));
    }
    let log = Arc::new(log::RequestLog::open(
        config.request_log.as_deref(),
        config.keep_requests,
    )?);
    let first = open_region(&config, Region::One, None, &log)?;
    let second = match config.second_region {
        true => Some(open_region(&config, Region::Two, Some(&first), &log)?),
        false => None,
    };
    let mut router = identity::router(&first)
        .merge(services(&first))
        .merge(rackspace::router(&first, second.as_ref().unwrap_or(&first)))
        .merge(site::router(
            config.dist.as_deref(),
            config.config_json,
            config.site_headers,
        ));
    if let Some(second) = &second {
        router = router.merge(region::mount(Region::Two, services(second)));
    }
    for cloud in [Some(&first), second.as_ref()].into_iter().flatten() {
        compute::servers::life::resume(cloud).await?;
    }
    server::start(config.listen, router, first).await
}

/// What each region has of its own.
fn services(cloud: &Arc<Cloud>) -> axum::Router {
    compute::router(cloud)
        .merge(image::api::router(cloud))
        .merge(network::api::router(cloud))
}

/// Opens a region's database, and puts in what is missing. The first region's has the users of all.
fn open_region(
    config: &Config,
    region: Region,
    first: Option<&Arc<Cloud>>,
    log: &Arc<log::RequestLog>,
) -> Result<Arc<Cloud>, Error> {
    let store = store::Store::open(&region.db(&config.db))?;
    let identity = match first {
        Some(first) => first.identity.clone(),
        None => {
            seed::seed(&store)?;
            store.clone()
        }
    };
    image::open(&store, region)?;
    Ok(Arc::new(Cloud {
        network: network::Network::open(&store, region)?,
        store,
        identity,
        regions: if config.second_region {
            &[Region::One, Region::Two]
        } else {
            &[Region::One]
        },
        log: log.clone(),
        cors: config.cors.clone(),
        lives: Default::default(),
        boot_time: config.boot_time,
        token_lifetime: config.token_lifetime,
        receipt_lifetime: config.receipt_lifetime,
        spent_faults: Mutex::default(),
    }))
}
