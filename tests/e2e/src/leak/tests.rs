//! A planted secret is found, however it is written.

use super::*;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

const PHRASE: &[u8] = "correct horse+battery/ü".as_bytes();

fn finds(text: &[u8]) -> bool {
    !Searcher::new(&[Secret::new("it", PHRASE)])
        .find(text)
        .is_empty()
}

fn around(text: impl AsRef<[u8]>) -> Vec<u8> {
    [b"{\"x\":\"", text.as_ref(), b"\"}"].concat()
}

#[test]
fn a_planted_secret_is_found_in_every_encoding() {
    let hex: String = PHRASE.iter().map(|byte| format!("{byte:02X}")).collect();
    let all_escaped: String = PHRASE.iter().map(|byte| format!("%{byte:02X}")).collect();
    let decimal = PHRASE
        .iter()
        .map(u8::to_string)
        .collect::<Vec<_>>()
        .join(",");
    let some_escaped = percent_encode(PHRASE, NON_ALPHANUMERIC).to_string();
    for text in [
        hex.to_lowercase(),
        hex,
        all_escaped.to_lowercase(),
        all_escaped,
        decimal,
        some_escaped,
    ] {
        assert!(finds(&around(&text)), "{text}");
    }
    assert!(finds(&around(PHRASE)));
}

#[test]
fn base64_is_found_wherever_the_secret_begins() {
    for before in 0..6 {
        for after in 0..3 {
            let bytes = [&[0xa7; 6][..before], PHRASE, &[0x5b; 3][..after]].concat();
            for text in [STANDARD.encode(&bytes), URL_SAFE.encode(&bytes)] {
                assert!(finds(&around(&text)), "{before} {after} {text}");
                let escaped = percent_encode(text.as_bytes(), NON_ALPHANUMERIC).to_string();
                assert!(finds(&around(&escaped)), "{before} {after} {escaped}");
            }
        }
    }
}

#[test]
fn a_part_of_a_long_secret_is_found() {
    let secret: Vec<u8> = (0..=255).collect();
    let searcher = Searcher::new(&[Secret::new("it", &secret)]);
    assert!(!searcher.find(&secret[90..140]).is_empty());
    let folded: Vec<u8> = STANDARD
        .encode(&secret)
        .into_bytes()
        .chunks(64)
        .flat_map(|line| [line, b"\n"].concat())
        .collect();
    assert!(!searcher.find(&folded).is_empty());
}

#[test]
fn nothing_is_found_where_nothing_is() {
    assert!(!finds(
        b"correct horse battery staple, Y29ycmVjdCBob3JzZQ=="
    ));
    assert!(!finds(&around(STANDARD.encode("correct horse+battery/u"))));
}

#[test]
fn every_part_of_a_request_is_searched() {
    let plain = LoggedRequest {
        method: "GET".to_owned(),
        target: "/a".to_owned(),
        headers: vec![("accept".to_owned(), "*/*".to_owned())],
        body: b"{}".to_vec(),
    };
    let searcher = Searcher::new(&[Secret::new("it", PHRASE)]);
    assert_eq!(
        searcher.find_in(std::slice::from_ref(&plain)),
        Vec::<String>::new()
    );
    let escaped = percent_encode(PHRASE, NON_ALPHANUMERIC).to_string();
    let in_target = LoggedRequest {
        target: format!("/a?{escaped}"),
        ..plain.clone()
    };
    let in_header = LoggedRequest {
        headers: vec![("cookie".to_owned(), STANDARD.encode(PHRASE))],
        ..plain.clone()
    };
    let in_body = LoggedRequest {
        body: around(PHRASE),
        ..plain
    };
    assert_eq!(searcher.find_in(&[in_target, in_header, in_body]).len(), 3);
}
