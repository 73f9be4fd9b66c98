//! Microversions of the compute API: which one a call asks for, by what the call needs.
//!
//! Source: Nova's API reference, "REST API Version History".

use std::fmt;
use std::str::FromStr;

/// A microversion, `major.minor`; ordered by its numbers, so that 2.104 comes after 2.92.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Microversion(pub u16, pub u16);

impl fmt::Display for Microversion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.0, self.1)
    }
}

/// The text is no microversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a microversion")]
pub struct NotAMicroversion;

impl FromStr for Microversion {
    type Err = NotAMicroversion;

    fn from_str(text: &str) -> Result<Self, NotAMicroversion> {
        let (major, minor) = text.split_once('.').ok_or(NotAMicroversion)?;
        let number = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
            true => digits.parse().map_err(|_| NotAMicroversion),
            false => Err(NotAMicroversion),
        };
        Ok(Self(number(major)?, number(minor)?))
    }
}

/// Something that the compute API can do from some microversion on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// A key pair has a type, `ssh` or `x509`, which may be named when it is made.
    KeyPairTypes,
    /// A server has a description.
    ServerDescription,
    /// `OpenStack-API-Version` is understood; before, there is `X-OpenStack-Nova-API-Version` alone.
    ServiceVersionHeader,
    /// The list of key pairs comes in pages, by `limit` and `marker`.
    KeyPairPaging,
    /// A new server's networks may be `auto` or `none`, and must be named.
    NetworksChoice,
    /// What is told of a server holds its flavor's name and size, not the flavor's id.
    EmbeddedFlavor,
    /// A server can be rebuilt with another key pair.
    RebuildKey,
    /// Everybody, not the cloud's operator alone, can ask for the servers with a key pair.
    ServersByKey,
    /// A key pair's name may hold `.` and `@`, and the cloud no longer makes private keys.
    KeyPairNamesWithDotAt,
}

impl Capability {
    /// The first microversion that has it.
    pub fn since(self) -> Microversion {
        match self {
            Self::KeyPairTypes => Microversion(2, 2),
            Self::ServerDescription => Microversion(2, 19),
            Self::ServiceVersionHeader => Microversion(2, 27),
            Self::KeyPairPaging => Microversion(2, 35),
            Self::NetworksChoice => Microversion(2, 37),
            Self::EmbeddedFlavor => Microversion(2, 47),
            Self::RebuildKey => Microversion(2, 54),
            Self::ServersByKey => Microversion(2, 83),
            Self::KeyPairNamesWithDotAt => Microversion(2, 92),
        }
    }
}

/// The microversions that an endpoint serves, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The lowest.
    pub min: Microversion,
    /// The highest.
    pub max: Microversion,
}

impl Range {
    /// Whether the endpoint can do it.
    pub fn has(self, capability: Capability) -> bool {
        capability.since() <= self.max
    }

    /// The microversion to ask for so that as many of the wished capabilities as possible are there: the lowest that
    /// does, for newer ones may change what the call answers. `None` when none of them is to be had.
    pub fn lowest_with(self, wished: &[Capability]) -> Option<Microversion> {
        let newest = wished
            .iter()
            .filter(|capability| self.has(**capability))
            .map(|capability| capability.since());
        newest.max().map(|version| version.max(self.min))
    }
}
