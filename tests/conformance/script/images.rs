//! Images, from Glance, and from Nova as long as it passes them on.

use super::{signed_in, token};
use crate::ask::{Answer, Session};
use reqwest::Method;
use serde_json::Value;

const IMAGES: &str = "/v2/images";

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    let carol = token(session, "carol").await;
    let other = signed_in(session, "alice", "other").await.0;
    for (name, path) in [
        ("list", IMAGES.to_owned()),
        ("list-as-the-app-asks", format!("{IMAGES}?limit=200")),
        ("full-page", format!("{IMAGES}?limit=1&name=cirros-like")),
        ("by-name", format!("{IMAGES}?name=cirros-like")),
        ("by-unknown-name", format!("{IMAGES}?name=nothing")),
        ("bad-limit", format!("{IMAGES}?limit=x")),
        (
            "unknown-marker",
            format!("{IMAGES}?marker={}", super::NOWHERE),
        ),
        ("unknown", format!("{IMAGES}/{}", super::NOWHERE)),
        ("no-uuid", format!("{IMAGES}/nothing")),
        ("unknown-path", "/v2/nowhere".to_owned()),
    ] {
        let ask = session.image(Method::GET, &path).token(&alice);
        session.ask(&format!("images/{name}"), ask).await;
    }
    for (name, token) in [
        ("reader", &*carol),
        ("other-project", &*other),
        ("bad-token", "bad"),
    ] {
        let ask = session.image(Method::GET, IMAGES).token(token);
        session.ask(&format!("images/{name}"), ask).await;
    }
    for (name, path) in [("no-token", IMAGES), ("root", "/")] {
        let ask = session.image(Method::GET, path);
        session.ask(&format!("images/{name}"), ask).await;
    }
    let ids = by_name(session, &alice).await;
    for name in [
        "debian-12-like",
        "alice-golden",
        "still-uploading",
        "withdrawn",
    ] {
        let path = format!("{IMAGES}/{}", id(&ids, name));
        let ask = session.image(Method::GET, &path).token(&alice);
        session.ask(&format!("images/show/{name}"), ask).await;
        let ask = session.image(Method::GET, &path).token(&other);
        session
            .ask(&format!("images/show/{name}/other-project"), ask)
            .await;
    }
    by_nova(session, &alice, id(&ids, "debian-12-like")).await;
}

/// Nova's own list, which the app reads where Glance lets no page in.
async fn by_nova(session: &mut Session, alice: &str, image: &str) {
    for version in ["2.1", "2.35", "2.36"] {
        for (name, path) in [
            ("list", "/v2.1/images/detail".to_owned()),
            ("show", format!("/v2.1/images/{image}")),
            ("unknown", format!("/v2.1/images/{}", super::NOWHERE)),
        ] {
            let ask = session.compute(Method::GET, &path).token(alice);
            let ask = ask.version(version);
            session
                .ask(&format!("images/nova/{version}/{name}"), ask)
                .await;
        }
    }
}

/// All images that a token's user sees.
pub async fn by_name(session: &Session, token: &str) -> Value {
    let path = format!("{IMAGES}?limit=200");
    let answer: Answer = session
        .send(session.image(Method::GET, &path).token(token))
        .await;
    answer.json()["images"].clone()
}

/// The id of the one of this name.
pub fn id<'a>(list: &'a Value, name: &str) -> &'a str {
    let mut all = list.as_array().unwrap().iter();
    let one = all.find(|one| one["name"] == name);
    one.unwrap_or_else(|| panic!("no {name}"))["id"]
        .as_str()
        .unwrap()
}
