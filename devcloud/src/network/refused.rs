//! Why a server gets no port, in Nova's words.

use http::StatusCode;

/// A refusal. Nova sees some before it takes the server in; of the others the server dies while it is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No network was named, and there are several.
    Ambiguous,
    /// No network was named, and there is none.
    NoNetwork {
        project_id: String,
    },
    NetworkNotFound(String),
    PortNotFound(String),
    PortInUse(String),
    FixedIpInUse {
        address: String,
        server: String,
    },
    /// The address is none of the network's.
    FixedIpElsewhere {
        address: String,
        network_id: String,
    },
    /// An external network, on which projects may have floating addresses and no servers.
    External(String),
    NoMoreAddresses(String),
    SecurityGroupNotFound(String),
    SecurityGroupAmbiguous(String),
}

impl Refused {
    /// The status of Nova's reply to the create request; nothing when the server is taken in and ends in ERROR.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Ambiguous | Self::PortInUse(_) | Self::SecurityGroupAmbiguous(_) => {
                Some(StatusCode::CONFLICT)
            }
            Self::NoNetwork { .. }
            | Self::NetworkNotFound(_)
            | Self::PortNotFound(_)
            | Self::FixedIpInUse { .. }
            | Self::SecurityGroupNotFound(_) => Some(StatusCode::BAD_REQUEST),
            Self::FixedIpElsewhere { .. } | Self::External(_) | Self::NoMoreAddresses(_) => None,
        }
    }

    /// What Nova says of it. Source: `nova/exception.py`.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Ambiguous => {
                "Multiple possible networks found, use a Network ID to be more specific.".to_owned()
            }
            Self::NoNetwork { project_id } => {
                format!("Unable to automatically allocate a network for project {project_id}")
            }
            Self::NetworkNotFound(id) => format!("Network {id} could not be found."),
            Self::PortNotFound(id) => format!("Port id {id} could not be found."),
            Self::PortInUse(id) => format!("Port {id} is still in use."),
            Self::FixedIpInUse { address, server } => {
                format!("Fixed IP address {address} is already in use on instance {server}.")
            }
            Self::FixedIpElsewhere {
                address,
                network_id,
            } => format!(
                "Fixed IP address {address} is not a valid ip address for network {network_id}."
            ),
            Self::External(id) => {
                format!("It is not allowed to create an interface on external network {id}")
            }
            Self::NoMoreAddresses(id) => {
                format!("No fixed IP addresses available for network: {id}")
            }
            Self::SecurityGroupNotFound(name) => {
                format!("Unable to find security_group with name or id '{name}'")
            }
            Self::SecurityGroupAmbiguous(name) => format!(
                "Multiple security_group matches found for name '{name}', use an ID to be more specific."
            ),
        }
    }
}
