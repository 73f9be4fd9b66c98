//! Names of key pairs: the table of what a real Nova takes at each microversion, and what this client takes.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven::openstack::key_pair_name::{
    KeyPairName, NameError, NameRules, encode_segment, same_name,
};
use keyhaven::openstack::microversion::{Capability, Microversion, Range};

const OLD: NameRules = NameRules { dot_and_at: false };
const NEW: NameRules = NameRules { dot_and_at: true };

#[test]
fn nova_s_table_of_names() {
    let longest = "n".repeat(255);
    let too_long = "n".repeat(256);
    // Name, taken up to 2.91, taken from 2.92 on, as Nova 34 answered; save for `.` and `..`, see below.
    let table = [
        ("abc", true, true),
        ("a b", true, true),
        ("a-b_c", true, true),
        ("-", true, true),
        ("0", true, true),
        (" ab", false, false),
        ("ab ", false, false),
        (" ", false, false),
        ("", false, false),
        ("a.b", false, true),
        ("...", false, true),
        (".a", false, true),
        ("a@b", false, true),
        ("@", false, true),
        ("a/b", false, false),
        ("a:b", false, false),
        ("a+b", false, false),
        ("a%b", false, false),
        ("a'b", false, false),
        ("café", false, false),
        ("鍵", false, false),
        ("🔑", false, false),
        ("a\tb", false, false),
        ("a\nb", false, false),
        ("a\u{a0}b", false, false),
        ("٣", false, false),
        (&longest, true, true),
        (&too_long, false, false),
    ];
    for (name, old, new) in table {
        assert_eq!(
            KeyPairName::parse(name, OLD).is_ok(),
            old,
            "{name:?} to 2.91"
        );
        assert_eq!(
            KeyPairName::parse(name, NEW).is_ok(),
            new,
            "{name:?} from 2.92"
        );
    }
}

#[test]
fn the_reason_names_what_is_wrong_and_what_is_allowed() {
    let table = [
        ("", NEW, NameError::Empty, "Type a name."),
        (".", NEW, NameError::Dots, "never be shown or deleted"),
        ("..", OLD, NameError::Dots, "never be shown or deleted"),
        // Nova takes a line break at the end and cuts it off; so the name would not be what was typed.
        ("ab\n", NEW, NameError::EdgeSpace, "begin or end"),
        (
            "a.b/c",
            OLD,
            NameError::Illegal {
                character: '.',
                position: 1,
                rules: OLD,
            },
            "“.”; it may hold letters A to Z, digits, spaces and - _.",
        ),
        (
            "a.b/c",
            NEW,
            NameError::Illegal {
                character: '/',
                position: 3,
                rules: NEW,
            },
            "“/”; it may hold letters A to Z, digits, spaces and - _ . @.",
        ),
        (
            "é a\tb",
            NEW,
            NameError::Illegal {
                character: 'é',
                position: 0,
                rules: NEW,
            },
            "“é”",
        ),
        (
            "a\tb",
            NEW,
            NameError::Illegal {
                character: '\t',
                position: 1,
                rules: NEW,
            },
            "a tab",
        ),
        (
            "a\u{a0}b",
            NEW,
            NameError::Illegal {
                character: '\u{a0}',
                position: 1,
                rules: NEW,
            },
            "U+00A0",
        ),
        (
            "a\u{200b}b",
            NEW,
            NameError::Illegal {
                character: '\u{200b}',
                position: 1,
                rules: NEW,
            },
            "U+200B",
        ),
    ];
    for (name, rules, error, words) in table {
        assert_eq!(KeyPairName::parse(name, rules), Err(error), "{name:?}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let long = KeyPairName::parse(&"n".repeat(300), NEW).unwrap_err();
    assert!(long.to_string().contains("300"), "{long}");
}

#[test]
fn the_rules_follow_the_microversions() {
    let rules = |max| {
        NameRules::of(Some(Range {
            min: Microversion(2, 1),
            max,
        }))
    };
    assert_eq!(NameRules::of(None), OLD);
    assert_eq!(rules(Microversion(2, 91)), OLD);
    assert_eq!(rules(Microversion(2, 92)), NEW);
    assert_eq!(rules(Microversion(2, 104)), NEW);
}

#[test]
fn microversions_are_numbers_and_chosen_by_capability() {
    assert!("2.104".parse::<Microversion>().unwrap() > "2.92".parse().unwrap());
    for odd in [
        "", "2", "2.", ".2", "2.1.1", "+2.1", "2.-1", "latest", "2.99999", "2 .1",
    ] {
        assert!(odd.parse::<Microversion>().is_err(), "{odd:?}");
    }
    let range = |min, max| Range {
        min: Microversion(2, min),
        max: Microversion(2, max),
    };
    let wished = [Capability::KeyPairTypes, Capability::KeyPairPaging];
    assert_eq!(
        range(1, 104).lowest_with(&wished),
        Some(Microversion(2, 35))
    );
    assert_eq!(range(1, 34).lowest_with(&wished), Some(Microversion(2, 2)));
    assert_eq!(range(1, 1).lowest_with(&wished), None);
    assert_eq!(
        range(60, 104).lowest_with(&wished),
        Some(Microversion(2, 60)),
        "not below what is served"
    );
    assert_eq!(range(1, 104).lowest_with(&[]), None);
}

#[test]
fn listed_names_go_into_a_path_whatever_they_are() {
    let table = [
        ("laptop", Some("laptop")),
        ("a b", Some("a%20b")),
        ("a.b@c", Some("a.b%40c")),
        ("a/b?c#d%2e", Some("a%2Fb%3Fc%23d%252e")),
        ("café", Some("caf%C3%A9")),
        ("...", Some("...")),
        (".", None),
        ("..", None),
        ("", None),
    ];
    for (name, segment) in table {
        assert_eq!(encode_segment(name).as_deref(), segment, "{name:?}");
    }
    assert_eq!(
        KeyPairName::parse("my key@home", NEW)
            .unwrap()
            .path_segment(),
        "my%20key%40home"
    );
}

#[test]
fn names_are_the_same_whatever_their_case() {
    assert!(same_name("Laptop", "laPTOP"));
    assert!(same_name("laptop", "laptop "));
    assert!(!same_name("laptop", "laptop2"));
    assert!(!same_name("a b", "ab"));
}
