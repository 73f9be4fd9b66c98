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
mod headers;
mod identity;
mod log;
mod rackspace;
mod random;
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

/// What every part of the cloud shares.
pub(crate) struct Cloud {
    pub(crate) store: store::Store,
    pub(crate) log: log::RequestLog,
    pub(crate) cors: Cors,
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
    let store = store::Store::open(&config.db)?;
    seed::seed(&store)?;
    let cloud = Arc::new(Cloud {
        store,
        log: log::RequestLog::open(config.request_log.as_deref(), config.keep_requests)?,
        cors: config.cors.clone(),
        token_lifetime: config.token_lifetime,
        receipt_lifetime: config.receipt_lifetime,
        spent_faults: Mutex::default(),
    });
    let router = identity::router(&cloud)
        .merge(compute::router(&cloud))
        .merge(rackspace::router(&cloud))
        .merge(site::router(config.dist.as_deref(), config.config_json));
    server::start(config.listen, router, cloud).await
}
