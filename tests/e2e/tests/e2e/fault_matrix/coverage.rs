//! That no call is missing: the table of calls is held to the client's sources, and the tables of the matrix to it.

use super::{
    addresses, changing, creating, launching, offers, reading, server_actions, server_page,
    servers, signing_in, switching,
};
use keyhaven_e2e::calls::{self, ALL};
use keyhaven_e2e::relay::Asked;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The tables of each file, whose tests see to it that they meet each fault in each call.
const TABLES: [&[&[&str]]; 11] = [
    addresses::TABLES,
    changing::TABLES,
    creating::TABLES,
    launching::TABLES,
    offers::TABLES,
    reading::TABLES,
    server_actions::TABLES,
    server_page::TABLES,
    servers::TABLES,
    signing_in::TABLES,
    switching::TABLES,
];

/// What looks like a path and is none: versions, how an endpoint and a version are put together, a prefix of all addresses.
const NO_CALLS: [&str; 6] = ["/v2", "/v2.0", "/v2.1", "/v3", "/{}", "/0"];

/// Where the client sends what changes something, and how many such places there are.
const WRITES: [(&str, &str, usize); 13] = [
    ("compute/act.rs", "Method::Delete", 1),
    ("compute/act.rs", "Method::Post", 1),
    ("compute/delete.rs", "Method::Delete", 1),
    ("compute/import.rs", "Method::Post", 1),
    ("compute/inside.rs", "Method::Post", 1),
    ("compute/launch.rs", "Method::Post", 1),
    ("identity/rackspace.rs", "Method::Post", 1),
    ("identity/tokens.rs", "Method::Delete", 2),
    ("identity/tokens.rs", "Method::Post", 1),
    ("network/floating_ip.rs", "Method::Post", 1),
    ("network/floating_ip.rs", "Method::Put", 1),
    // Gives an address back, which no page does.
    ("network/floating_ip.rs", "service.delete(", 1),
    ("network/security_group.rs", "Method::Post", 1),
];

const ADVICE: &str = "Give it a place in tests/e2e/src/calls.rs, and a row in the fault matrix.";

/// The code of the client by file, without comments and tests.
fn client() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/openstack");
    let mut code = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let (text, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
            let lines = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            code.insert(name.to_owned(), lines.collect::<Vec<_>>().join("\n"));
        }
    }
    assert!(code.len() > 40, "the client's sources: {:?}", code.keys());
    code
}

/// What stands between quotation marks, with `{}` for whatever is put in.
fn texts(code: &str) -> Vec<String> {
    let code = code
        .replace(r"\\", "")
        .replace(r#"\""#, "")
        .replace("'\"'", "");
    let texts = code.split('"').skip(1).step_by(2);
    let texts = texts.map(|text| {
        let mut parts = text.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| {
            let (_, rest) = part.split_once('}').unwrap_or(("", part));
            all + "{}" + rest
        })
    });
    texts.collect()
}

/// The end of a path, when the text is one: `/servers/{}` of `{}/servers/{}?name=x`.
fn path(text: &str) -> Option<&str> {
    let (path, _) = text.split_once('?').unwrap_or((text, ""));
    let path = path.strip_prefix("{}").unwrap_or(path);
    let rest = path.strip_prefix('/')?;
    let is_path = |letter: char| letter.is_ascii_alphanumeric() || "/-_.{}".contains(letter);
    (!rest.is_empty() && rest.chars().all(is_path)).then_some(path)
}

#[test]
fn every_address_of_the_client_is_that_of_a_known_call() {
    for (file, code) in client() {
        for address in texts(&code).iter().filter_map(|text| path(text)) {
            // What comes after a path without a slash is a query.
            let end = match address.strip_suffix("{}") {
                Some(path) if !path.ends_with('/') => path,
                _ => address,
            };
            let is_known = ALL.iter().any(|call| call.path.ends_with(end));
            assert!(
                is_known || NO_CALLS.contains(&address),
                "{file}: {address} is none of the known calls. {ADVICE}"
            );
        }
    }
}

#[test]
fn every_change_that_the_client_can_ask_for_is_known() {
    let mut writes = Vec::new();
    for (file, code) in client() {
        // Where methods are defined, and the way that all calls of a service take.
        if matches!(file.as_str(), "http.rs" | "service.rs") {
            continue;
        }
        for way in [
            "Method::Delete",
            "Method::Post",
            "Method::Put",
            "service.delete(",
        ] {
            match code.matches(way).count() {
                0 => {}
                count => writes.push((file.clone(), way, count)),
            }
        }
    }
    let known = WRITES.map(|(file, way, count)| (file.to_owned(), way, count));
    assert_eq!(writes, known, "{ADVICE}");
}

#[test]
fn every_action_and_filter_of_the_client_is_known() {
    let code = client();
    for file in ["compute/act.rs", "compute/inside.rs"] {
        let actions = code[file].split("json!({ \"").skip(1);
        let actions = actions.map(|rest| rest.split('"').next().unwrap());
        for action in actions.filter(|action| *action != "imageRef") {
            let is_known = ALL.iter().any(|call| call.body.contains(action));
            assert!(is_known, "{file}: {action}. {ADVICE}");
        }
    }
    let filters = code["compute/servers.rs"].split(" filter(\"").skip(1);
    for name in filters.map(|rest| rest.split('"').next().unwrap()) {
        let query = format!("&{name}=");
        assert!(
            ALL.iter().any(|call| call.query == query),
            "{name}. {ADVICE}"
        );
    }
}

#[test]
fn every_call_has_a_row_and_none_hides_another() {
    let rows: BTreeSet<&str> = TABLES
        .iter()
        .flat_map(|file| file.iter())
        .flat_map(|table| table.iter())
        .copied()
        .collect();
    for call in ALL {
        assert!(
            rows.contains(call.name),
            "{} is in no table of the fault matrix",
            call.name
        );
        let target = format!("{}?a=b{}", call.path.replace("{}", "x"), call.query);
        let asked = Asked {
            method: call.method,
            target: &target,
            body: Some(call.body),
        };
        assert_eq!(
            calls::of(&asked).map(|found| found.name),
            Some(call.name),
            "{call:?}"
        );
    }
    for row in &rows {
        calls::named(row);
    }
    println!("Fault matrix: {} calls", ALL.len());
}
