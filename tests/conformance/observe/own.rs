//! What is each run's own: ids, times, addresses.

use std::net::Ipv4Addr;

/// The shape of a value that is never the same twice, told by its member's name.
pub fn shape(key: &str, text: &str) -> Option<String> {
    let shape = match key {
        "audit_ids" => "<audit id>",
        "adminPass" => "<password>",
        "cidr" => "<network>",
        "hostId" if !text.is_empty() => "<host>",
        "mac_address" | "mac_addr" | "OS-EXT-IPS-MAC:mac_addr" => "<hardware address>",
        "addr" | "fixed_ip_address" | "floating_ip_address" | "gateway_ip" | "ip_address" => {
            "<address>"
        }
        "request_id" if text.starts_with("req-") => "<request id>",
        "checksum" | "os_hash_value" => "<hash>",
        "created"
        | "created_at"
        | "launched_at"
        | "OS-SRV-USG:launched_at"
        | "start_time"
        | "updated"
        | "updated_at"
            if text > "2026" =>
        {
            return Some(format!("<time {}>", digits(text)));
        }
        _ => return None,
    };
    Some(shape.to_owned())
}

fn digits(text: &str) -> String {
    let nine = |c: char| if c.is_ascii_digit() { '9' } else { c };
    text.chars().map(nine).collect()
}

/// Ids of users, projects and the like: 32 hexadecimal digits, with or without hyphens.
pub fn without_ids(text: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        let digits = head.replace('-', "");
        let id = digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit());
        out.push_str(if id { "<id>" } else { head });
        let next = tail.find(word).unwrap_or(tail.len());
        out.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    out
}

/// A time of this year or later with a fraction of seconds is one of this run; how it is written counts.
pub fn without_time(text: &str) -> String {
    let shape = digits(text);
    match shape.as_str() {
        "9999-99-99T99:99:99.999999" | "9999-99-99T99:99:99.999999Z" => {
            format!("<time {shape}>")
        }
        _ => text.to_owned(),
    }
}

/// Addresses of a cloud's networks, in the middle of a sentence.
pub fn without_addresses(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let bare = word.trim_end_matches([',', '.']);
        let own = bare
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_private() || address.is_loopback());
        match own {
            true => word.replace(bare, "<address>"),
            false => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
