//! Addresses from outside that lead to a server as long as its owner wants.

use super::Neutron;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::json::{FromJson, text};
use crate::openstack::listing::HasId;
use crate::openstack::path;
use serde_json::{Value, json};
use std::net::IpAddr;

/// A floating address of the project's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FloatingIp {
    /// Its id.
    pub id: String,
    /// The address.
    pub address: IpAddr,
    /// The port that it leads to.
    pub port_id: Option<String>,
}

impl FromJson for FloatingIp {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id")?,
            address: value.get("floating_ip_address")?.as_str()?.parse().ok()?,
            port_id: text(value, "port_id"),
        })
    }
}

impl HasId for FloatingIp {
    fn id(&self) -> &str {
        &self.id
    }
}

struct One(FloatingIp);

impl FromJson for One {
    fn from_json(value: &Value) -> Option<Self> {
        FloatingIp::from_json(value.get("floatingip")?).map(Self)
    }
}

const WHAT: &str = "the floating address";

fn path_of(id: &str) -> Result<String, Error> {
    Ok(format!("/floatingips/{}", path::segment(id)?))
}

impl<H: Http> Neutron<H> {
    /// The project's floating addresses.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn floating_ips(&self) -> Result<Vec<FloatingIp>, Error> {
        self.list("/floatingips", "floatingips", "the floating addresses")
            .await
    }

    /// Takes a new floating address from an external network, and has it lead to a port.
    ///
    /// When the answer is lost, the cloud is asked whether there is an address now that leads there and was not there
    /// before: none is taken twice. So it is when the port is said to have one already: a browser may send a request again by
    /// itself when a connection breaks.
    ///
    /// # Errors
    /// [`Error::BadRequest`] or [`Error::Conflict`] when the network has none left, [`Error::Conflict`] when the quota is
    /// used up, [`Error::NotFound`] when no router leads from the port to that network.
    pub async fn create_floating_ip(
        &self,
        network_id: &str,
        port_id: &str,
    ) -> Result<FloatingIp, Error> {
        let wish =
            json!({ "floatingip": { "floating_network_id": network_id, "port_id": port_id } });
        let before = self.floating_ips().await?;
        let made = self
            .service
            .write::<One>(Method::Post, "/floatingips", &wish, WHAT)
            .await;
        match made {
            Err(lost) if lost.may_have_been_done() || matches!(lost, Error::Conflict(_)) => {
                let is_new = |ip: &FloatingIp| {
                    ip.port_id.as_deref() == Some(port_id)
                        && before.iter().all(|there| there.id != ip.id)
                };
                let now = self.floating_ips().await.unwrap_or_default();
                now.into_iter().find(is_new).ok_or(lost)
            }
            made => Ok(made?.0),
        }
    }

    /// Has a floating address lead to another port, or to none. When the answer is lost, the cloud is asked where it
    /// leads now.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the address is gone or no router leads there, [`Error::Conflict`] when the port's fixed
    /// address has one already.
    pub async fn lead(&self, id: &str, port_id: Option<&str>) -> Result<FloatingIp, Error> {
        let path = path_of(id)?;
        let wish = json!({ "floatingip": { "port_id": port_id } });
        let now = self
            .service
            .write::<One>(Method::Put, &path, &wish, WHAT)
            .await;
        match now {
            Err(lost) if lost.may_have_been_done() => {
                match self.service.get::<One>(&path, WHAT).await {
                    Ok(One(ip)) if ip.port_id.as_deref() == port_id => Ok(ip),
                    _ => Err(lost),
                }
            }
            now => Ok(now?.0),
        }
    }

    /// Gives a floating address back to the cloud. When the answer is lost, the cloud is asked whether it is gone.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is gone.
    pub async fn delete_floating_ip(&self, id: &str) -> Result<(), Error> {
        let path = path_of(id)?;
        match self.service.delete(&path).await {
            Err(lost) if lost.may_have_been_done() => {
                match self.service.get::<One>(&path, WHAT).await {
                    Err(Error::NotFound(_)) => Ok(()),
                    _ => Err(lost),
                }
            }
            result => result,
        }
    }
}
