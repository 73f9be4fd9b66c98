//! Which names are taken at which microversion, and what is said of the others.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{Client, KEY, cloud};

/// What a name gets before 2.92 and from then on.
#[derive(Clone, Copy)]
enum Verdict {
    Taken,
    /// Stored under another text.
    TakenAs(&'static str),
    /// Refused by the pattern of letters; `repr` is the name as Python prints it.
    Pattern {
        repr: &'static str,
    },
    /// Refused as not printable, or for white space at an end.
    Printable,
    /// Refused with these words behind "Value: ".
    Says(&'static str),
}
use Verdict::{Pattern, Printable, Says, Taken, TakenAs};

const LETTERS: &str = r"'^[_\\- a-zA-Z0-9]+$'";
const MORE_LETTERS: &str = r"'^[_\\-\\@\\. a-zA-Z0-9]+$'";

fn table() -> Vec<(Value, Verdict, Verdict)> {
    let both = |name: &str, verdict| (json!(name), verdict, verdict);
    let refused = |name: &str, repr| both(name, Pattern { repr });
    vec![
        both("abc", Taken),
        both("A9", Taken),
        both("a b", Taken),
        both("a-b_c", Taken),
        both("-", Taken),
        both(&"n".repeat(255), Taken),
        both("ab\n", TakenAs("ab")),
        (json!("a.b"), Pattern { repr: "'a.b'" }, Taken),
        (json!("a@b"), Pattern { repr: "'a@b'" }, Taken),
        (json!("."), Pattern { repr: "'.'" }, Taken),
        (json!(".."), Pattern { repr: "'..'" }, Taken),
        refused("a/b", "'a/b'"),
        refused("a:b", "'a:b'"),
        refused("a+b", "'a+b'"),
        refused("a%b", "'a%b'"),
        refused("a\\b", r"'a\\b'"),
        refused("a'b", "\"a'b\""),
        refused("a\"b", "'a\"b'"),
        refused("café", "'café'"),
        refused("鍵", "'鍵'"),
        refused("a\u{a0}b", r"'a\xa0b'"),
        both(" ab", Printable),
        both("ab ", Printable),
        both(" ", Printable),
        both("\u{a0}ab", Printable),
        both("🔑", Printable),
        both("a\tb", Printable),
        both("a\nb", Printable),
        both("ab\n\n", Printable),
        both("a\u{200b}b", Printable),
        both("", Says(". '' should be non-empty")),
        (
            json!(5),
            Says("5. 5 is not of type 'string'"),
            Says("5. 5 is not of type 'string'"),
        ),
        (
            json!(null),
            Says("None. None is not of type 'string'"),
            Says("None. None is not of type 'string'"),
        ),
        (
            json!(true),
            Says("True. True is not of type 'string'"),
            Says("True. True is not of type 'string'"),
        ),
        (
            json!(["a"]),
            Says("['a']. ['a'] is not of type 'string'"),
            Says("['a']. ['a'] is not of type 'string'"),
        ),
    ]
}

async fn check(client: &Client, name: &Value, verdict: Verdict, letters: &str, ok: StatusCode) {
    let reply = client
        .create(json!({ "name": name, "public_key": KEY }))
        .await;
    let expected = match verdict {
        Taken | TakenAs(_) => {
            assert_eq!(reply.status, ok, "{name} {reply:?}");
            let stored = match verdict {
                TakenAs(stored) => stored,
                _ => name.as_str().unwrap(),
            };
            assert_eq!(reply.json()["keypair"]["name"], stored);
            // A URL library swallows these two segments, as a browser does.
            if stored != "." && stored != ".." {
                assert_eq!(client.show(stored).await.status, StatusCode::OK, "{stored}");
                assert!(client.delete(stored).await.status.is_success(), "{stored}");
            }
            return;
        }
        Pattern { repr } => format!(
            "Invalid input for field/attribute name. Value: {}. {repr} does not match {letters}",
            name.as_str().unwrap()
        ),
        Printable => {
            "An invalid 'name' value was provided. The name must be: printable characters. Can not \
                      start or end with whitespace."
                .to_owned()
        }
        Says(words) => format!("Invalid input for field/attribute name. Value: {words}"),
    };
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{name} {reply:?}");
    assert_eq!(reply.fault("badRequest"), expected);
}

#[tokio::test]
async fn names_by_microversion() {
    for version in ["2.1", "2.2", "2.91", "2.92", "2.104"] {
        // A cloud each, so that `.` and `..`, which cannot be deleted, do not stay.
        let cloud = cloud().await;
        let alice = Client::new(&cloud.base_url(), "alice", "demo")
            .await
            .at(version);
        let new = matches!(version, "2.92" | "2.104");
        let ok = if version == "2.1" {
            StatusCode::OK
        } else {
            StatusCode::CREATED
        };
        let letters = if new { MORE_LETTERS } else { LETTERS };
        for (name, before, after) in table() {
            let verdict = if new { after } else { before };
            check(&alice, &name, verdict, letters, ok).await;
        }
    }
}

#[tokio::test]
async fn a_name_has_at_most_255_letters() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let long = "n".repeat(256);
    let reply = alice.import(&long, KEY).await;
    assert_eq!(
        reply.fault("badRequest"),
        format!("Invalid input for field/attribute name. Value: {long}. '{long}' is too long")
    );
}
