//! Which of a server's addresses to use.

use std::net::IpAddr;

/// How far an address reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// This machine alone, as with a cloud on it.
    Loopback,
    /// From anywhere.
    Public,
    /// Within a private network (RFC 1918, RFC 4193, RFC 6598).
    Private,
    /// The link alone: not to be used.
    Link,
}

/// How far an address reaches.
pub fn scope(ip: IpAddr) -> Scope {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            match () {
                () if ip.is_loopback() => Scope::Loopback,
                () if ip.is_link_local() => Scope::Link,
                () if ip.is_private() || (first == 100 && second & 0xc0 == 64) => Scope::Private,
                () => Scope::Public,
            }
        }
        IpAddr::V6(ip) => {
            let first = ip.segments()[0];
            match () {
                () if ip.is_loopback() => Scope::Loopback,
                () if first & 0xffc0 == 0xfe80 => Scope::Link,
                () if first & 0xfe00 == 0xfc00 => Scope::Private,
                () => Scope::Public,
            }
        }
    }
}

/// The addresses, the one to try first in front: floating before fixed, far-reaching before private, IPv4 before IPv6,
/// for more networks have it. `is_floating` tells of each.
pub fn best_first(mut addresses: Vec<(IpAddr, bool)>) -> Vec<IpAddr> {
    addresses.retain(|(ip, _)| scope(*ip) != Scope::Link);
    addresses.sort_by_key(|(ip, is_floating)| (!is_floating, scope(*ip), ip.is_ipv6()));
    addresses.into_iter().map(|(ip, _)| ip).collect()
}

/// What a person should know before trying an address. Of a floating one the cloud's operator has seen to it that it is
/// reached.
pub fn warning(ip: IpAddr, is_floating: bool) -> Option<&'static str> {
    (scope(ip) == Scope::Private && !is_floating).then_some(
        "This address is reachable only from within the cloud’s network. From elsewhere, associate a floating address, or go through a VPN or another server.",
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn what_reaches_farthest_comes_first() {
        let addresses = vec![
            (ip("fe80::1"), false),
            (ip("10.0.0.5"), false),
            (ip("2001:db8::5"), false),
            (ip("203.0.113.9"), true),
        ];
        assert_eq!(
            best_first(addresses),
            [ip("203.0.113.9"), ip("2001:db8::5"), ip("10.0.0.5")]
        );
    }

    #[test]
    fn private_addresses_are_warned_of() {
        for private in [
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "fd00::1",
        ] {
            assert!(warning(ip(private), false).is_some(), "{private}");
            assert!(warning(ip(private), true).is_none(), "{private}");
        }
        for reachable in [
            "203.0.113.1",
            "127.9.0.1",
            "2001:db8::1",
            "100.128.0.1",
            "172.32.0.1",
        ] {
            assert!(warning(ip(reachable), false).is_none(), "{reachable}");
        }
    }
}
