//! The host keys that a server printed on its console while it booted for the first time, as lines of `known_hosts`.
//!
//! cloud-init prints them between two lines; each line may have a stamp of the kernel's or the system's log in front.
//! Sources: cloud-init's documentation, "Keys to console" (module cc_keys_to_console); sshd(8), "SSH_KNOWN_HOSTS FILE
//! FORMAT".

use super::public::PublicKey;
use std::net::IpAddr;

const BEGIN: &str = "-----BEGIN SSH HOST KEY KEYS-----";
const END: &str = "-----END SSH HOST KEY KEYS-----";
/// The kinds that servers have for host keys.
const KINDS: [&str; 6] = [
    "ssh-ed25519 ",
    "ecdsa-sha2-nistp256 ",
    "ecdsa-sha2-nistp384 ",
    "ecdsa-sha2-nistp521 ",
    "ssh-rsa ",
    "ssh-dss ",
];
/// More host keys than any server has.
const MOST_KEYS: usize = 32;

/// What a console log tells of the host keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostKeys {
    /// These.
    Found(Vec<PublicKey>),
    /// The section has begun and not ended: the server is printing them, or the log is cut.
    Incomplete,
    /// The section is there, but holds no key that can be read.
    Damaged,
    /// There is no such section.
    Missing,
}

/// Reads a console log. The last complete section counts: a server that was rebuilt has new keys.
pub fn from_console(log: &str) -> HostKeys {
    let mut found = HostKeys::Missing;
    let mut section: Option<Vec<PublicKey>> = None;
    for line in log.lines() {
        if line.contains(BEGIN) {
            section = Some(Vec::new());
        } else if line.contains(END) {
            match section.take() {
                Some(keys) if keys.is_empty() => found = HostKeys::Damaged,
                Some(keys) => found = HostKeys::Found(keys),
                // The log begins in the middle of a section.
                None => {}
            }
        } else if let Some(keys) = &mut section {
            let key = key_in(line).filter(|key| keys.iter().all(|there| !there.same_key(key)));
            if let Some(key) = key.filter(|_| keys.len() < MOST_KEYS) {
                keys.push(key);
            }
        }
    }
    match (section, found) {
        (Some(_), HostKeys::Missing) => HostKeys::Incomplete,
        (_, found) => found,
    }
}

/// The key in a line, whatever stands in front of it.
fn key_in(line: &str) -> Option<PublicKey> {
    let at = KINDS.iter().filter_map(|kind| line.find(kind)).min()?;
    let line = without_escapes(&line[at..]);
    // Some kernels' consoles put carriage returns into the middle of a line's end.
    let line = line.trim_end_matches(|character: char| character.is_control() || character == ' ');
    PublicKey::parse_line(line).ok()
}

/// The line up to its first escape sequence, which only colours what follows.
fn without_escapes(line: &str) -> &str {
    line.split('\u{1b}').next().unwrap_or_default()
}

/// One line for each key: address, kind, key. The comment is the server's own and is left out.
pub fn lines(keys: &[PublicKey], address: IpAddr, port: u16) -> String {
    let host = match port {
        22 => address.to_string(),
        port => format!("[{address}]:{port}"),
    };
    let line = |key: &PublicKey| {
        let line = key.to_line();
        let mut parts = line.split(' ');
        let (kind, blob) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        format!("{host} {kind} {blob}\n")
    };
    keys.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q root@web-1";
    const OTHER: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFIV+kvbgHV8TzqpSqLKbFxKRc/8TaQfXyw02csiVzwCN0RedCWjEMOSDKtRw2snUR1BSK2ST5Z6ZASeJMwtv9I= root@web-1";

    fn section(lines: &[&str]) -> String {
        format!("booting\n{BEGIN}\n{}\n{END}\nlogin: ", lines.join("\n"))
    }

    fn found(log: &str) -> Vec<String> {
        match from_console(log) {
            HostKeys::Found(keys) => keys.iter().map(PublicKey::to_line).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_section_is_read() {
        assert_eq!(found(&section(&[KEY, OTHER, KEY])), [KEY, OTHER]);
    }

    #[test]
    fn stamps_line_ends_and_colours_do_not_matter() {
        let log = format!(
            "[   21.5] cloud-init[612]: {BEGIN}\r\n[   21.6] cloud-init[612]: {KEY}\r\r\n<14>Jan 1 00:00:00 cloud-init: {OTHER}\u{1b}[0m\n[   21.7] cloud-init[612]: {END}\r\n"
        );
        assert_eq!(found(&log), [KEY, OTHER]);
    }

    #[test]
    fn the_last_complete_section_counts() {
        let log = section(&[KEY]) + &section(&[OTHER]) + BEGIN + "\n" + KEY;
        assert_eq!(found(&log), [OTHER]);
    }

    #[test]
    fn what_is_not_there_is_named() {
        assert_eq!(from_console(""), HostKeys::Missing);
        assert_eq!(from_console(&format!("{KEY}\n{END}\n")), HostKeys::Missing);
        assert_eq!(
            from_console(&format!("{BEGIN}\n{KEY}\n")),
            HostKeys::Incomplete
        );
        assert_eq!(
            from_console(&section(&["<b>no</b>", "ssh-ed25519 AAAA"])),
            HostKeys::Damaged
        );
    }

    #[test]
    fn hostile_logs_give_keys_and_nothing_else() {
        let html = format!("<img src=x onerror=alert(1)> {KEY}");
        let escapes = format!("\u{1b}]0;title\u{7}\u{1b}[2J{OTHER}\u{1b}[31m; rm -rf ~");
        assert_eq!(found(&section(&[&html, &escapes])), [KEY, OTHER]);
        // An end without a beginning, a beginning within a section, and one that never ends.
        let log =
            format!("{OTHER}\n{END}\n{BEGIN}\n{OTHER}\n{BEGIN}\n{KEY}\n{END}\n{BEGIN}\n{OTHER}");
        assert_eq!(found(&log), [KEY]);
    }

    #[test]
    fn a_flood_is_read_to_its_end() {
        let flood = format!(
            "{BEGIN}\n{}",
            "ssh-rsa AAAA\u{1b}[0m no key\n".repeat(450_000)
        );
        assert!(flood.len() > 10_000_000);
        assert_eq!(from_console(&flood), HostKeys::Incomplete);
        assert_eq!(found(&(flood + &section(&[KEY]))), [KEY]);
        let one_line = "x".repeat(10_000_000);
        assert_eq!(from_console(&one_line), HostKeys::Missing);
    }

    #[test]
    fn a_port_of_its_own_is_in_brackets() {
        let keys = [PublicKey::parse_line(KEY).unwrap()];
        let ip = "192.0.2.1".parse().unwrap();
        let blob = KEY.split(' ').nth(1).unwrap();
        assert_eq!(
            lines(&keys, ip, 22),
            format!("192.0.2.1 ssh-ed25519 {blob}\n")
        );
        assert_eq!(
            lines(&keys, ip, 2222),
            format!("[192.0.2.1]:2222 ssh-ed25519 {blob}\n")
        );
    }
}
