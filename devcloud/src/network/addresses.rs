//! Which addresses a region has: 127.R.0.0/16, all of which answer on loopback under Linux. R is chosen when the database is
//! made and kept in it.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, UdpSocket};

use rusqlite::Connection;

use crate::error::Error;
use crate::random;
use crate::store::networks::{self, Network};
use crate::store::{Store, ports};

/// A port on 127.R.0.1 that is held by the region with that R, so that no other cloud on this machine takes the same.
const RESERVED_PORT: u16 = 19_696;
/// What R is chosen from. 0 is where everything else on the machine listens; 1 and the last ones are left to others.
const OCTETS: std::ops::RangeInclusive<u8> = 2..=250;

/// Holds a region's addresses for as long as it lives.
#[derive(Debug)]
pub(super) struct Reservation {
    /// None where loopback has one address only, as under macOS: nothing will answer there.
    _socket: Option<UdpSocket>,
}

/// Takes the block that the database names, or a free one, which it names from then on.
pub(super) fn reserve(store: &Store) -> Result<Reservation, Error> {
    if let Some(octet) = store.run_now(|db| networks::octet(db))? {
        return take(octet)?.ok_or(Error::AddressesTaken(octet));
    }
    let first = random::below(OCTETS.len())?;
    let octets: Vec<u8> = OCTETS.collect();
    let (before, after) = octets.split_at(first);
    for octet in after.iter().chain(before) {
        if let Some(reservation) = take(*octet)? {
            store.run_now(|db| networks::set_octet(db, *octet))?;
            return Ok(reservation);
        }
    }
    Err(Error::NoAddresses)
}

/// Holds one block; nothing when somebody else does.
fn take(octet: u8) -> Result<Option<Reservation>, Error> {
    match UdpSocket::bind((Ipv4Addr::new(127, octet, 0, 1), RESERVED_PORT)) {
        Ok(socket) => Ok(Some(Reservation {
            _socket: Some(socket),
        })),
        Err(e) if e.kind() == ErrorKind::AddrInUse => Ok(None),
        Err(e) if e.kind() == ErrorKind::AddrNotAvailable => {
            Ok(Some(Reservation { _socket: None }))
        }
        Err(source) => Err(Error::Listen {
            address: (Ipv4Addr::new(127, octet, 0, 1), RESERVED_PORT).into(),
            source,
        }),
    }
}

/// One of a network's free addresses, as by chance as Neutron's.
pub(super) fn pick(db: &Connection, network: &Network) -> rusqlite::Result<Option<Ipv4Addr>> {
    let free = ports::free_addresses(db, network)?;
    // Without randomness the first one is as good as any.
    let index = random::below(free.len()).unwrap_or(0);
    Ok(free.get(index).copied())
}

/// A hardware address as Neutron makes them: `[DEFAULT] base_mac` and three bytes by chance.
pub(super) fn mac() -> String {
    let id = uuid::Uuid::new_v4();
    let bytes = id.as_bytes();
    format!(
        "fa:16:3e:{:02x}:{:02x}:{:02x}",
        bytes[0], bytes[1], bytes[2]
    )
}

/// The address of a network's gateway, and the network as a CIDR.
pub(super) fn gateway_and_cidr(octet: u8, number: u8) -> (String, String) {
    (
        Ipv4Addr::new(127, octet, number, 1).to_string(),
        format!("127.{octet}.{number}.0/24"),
    )
}
