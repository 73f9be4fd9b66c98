//! The regions: each has key pairs, servers, images and networks of its own, while users and tokens are those of all.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use http::HeaderValue;

use crate::config::Db;

/// The header by which a proxy says under which path a service is; it is how replies know what their links begin with.
/// Source: oslo.middleware, `http_proxy_to_wsgi`.
pub(crate) const FORWARDED_PREFIX: &str = "x-forwarded-prefix";

/// A region by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    One,
    Two,
}

impl Region {
    /// Its name in the catalog.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::One => crate::seed::REGION,
            Self::Two => crate::seed::SECOND_REGION,
        }
    }

    /// What its services' paths begin with.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::One => "",
            Self::Two => "/region-two",
        }
    }

    /// Where it keeps what is its own.
    pub(crate) fn db(self, first: &Db) -> Db {
        match (self, first) {
            (Self::Two, Db::File(path)) => {
                let mut path = path.clone().into_os_string();
                path.push(format!("-{}", self.name()));
                Db::File(path.into())
            }
            _ => first.clone(),
        }
    }
}

/// Puts the services of a region, whose paths are those of the first one, under its prefix.
pub(crate) fn mount(region: Region, services: Router) -> Router {
    Router::new().nest(region.prefix(), services).layer(from_fn(
        move |mut request: Request, next: Next| {
            request
                .headers_mut()
                .insert(FORWARDED_PREFIX, HeaderValue::from_static(region.prefix()));
            next.run(request)
        },
    ))
}
