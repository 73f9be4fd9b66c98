//! Stopping, starting, rebooting, making anew with another key, deleting.

use super::{NEWEST, Place, SERVERS, images};
use crate::ask::Session;
use crate::script::{NOWHERE, path_of};
use reqwest::Method;
use serde_json::{Value, json};

pub async fn run(session: &mut Session, place: &Place, server: &str) {
    refused(session, place, server).await;
    for (name, action, then) in [
        ("start-running", json!({ "os-start": null }), "ACTIVE"),
        ("stop", json!({ "os-stop": null }), "SHUTOFF"),
        ("stop-stopped", json!({ "os-stop": null }), "SHUTOFF"),
        (
            "reboot-stopped",
            json!({ "reboot": { "type": "SOFT" } }),
            "SHUTOFF",
        ),
        ("start", json!({ "os-start": null }), "ACTIVE"),
        (
            "reboot-soft",
            json!({ "reboot": { "type": "SOFT" } }),
            "ACTIVE",
        ),
        (
            "reboot-hard",
            json!({ "reboot": { "type": "HARD" } }),
            "ACTIVE",
        ),
    ] {
        let ask = place.act(session, server, NEWEST, &action);
        session.ask(&format!("act/{name}"), ask).await;
        let after = place.settled(session, server, then).await;
        session.note(&format!("act/{name}/after"), &after);
    }
    rebuild(session, place, server).await;
    key_pair_gone(session, place, server).await;
    delete(session, place, server).await;
}

async fn refused(session: &mut Session, place: &Place, server: &str) {
    for (name, action) in [
        ("unknown", json!({ "dance": null })),
        ("nothing", json!({})),
        ("reboot-how", json!({ "reboot": { "type": "GENTLY" } })),
        ("reboot-without-type", json!({ "reboot": {} })),
    ] {
        let ask = place.act(session, server, NEWEST, &action);
        session.ask(&format!("act/{name}"), ask).await;
    }
    let ask = place.act(session, NOWHERE, NEWEST, &json!({ "os-stop": null }));
    session.ask("act/unknown-server", ask).await;
    let actions = [
        ("stop", json!({ "os-stop": null })),
        ("start", json!({ "os-start": null })),
        ("reboot", json!({ "reboot": { "type": "SOFT" } })),
        (
            "rebuild",
            json!({ "rebuild": { "imageRef": images::id(&place.images, "cirros-like") } }),
        ),
    ];
    for (who, token) in [("reader", &place.carol), ("another-project", &place.other)] {
        for (name, action) in &actions {
            let path = format!("{SERVERS}/{server}/action");
            let ask = session
                .compute(Method::POST, &path)
                .token(token)
                .json(action);
            session.ask(&format!("act/{who}/{name}"), ask).await;
        }
    }
}

async fn rebuild(session: &mut Session, place: &Place, server: &str) {
    let image = images::id(&place.images, "cirros-like");
    let with = |key: Value| json!({ "imageRef": image, "key_name": key });
    for (name, version, rebuild) in [
        ("unknown-key", NEWEST, with(json!("nope"))),
        ("key-before-2.54", "2.53", with(json!("second"))),
        ("unknown-image", NEWEST, json!({ "imageRef": NOWHERE })),
        (
            "withdrawn-image",
            NEWEST,
            json!({ "imageRef": images::id(&place.images, "withdrawn") }),
        ),
        ("no-image", NEWEST, json!({ "key_name": "second" })),
        (
            "disk-too-small",
            NEWEST,
            json!({ "imageRef": images::id(&place.images, "debian-12-like") }),
        ),
        ("other-key", "2.54", with(json!("second"))),
        ("same-key", NEWEST, json!({ "imageRef": image })),
        ("no-key", NEWEST, with(Value::Null)),
        ("first-key", NEWEST, with(json!("boot"))),
    ] {
        let action = json!({ "rebuild": rebuild });
        let ask = place.act(session, server, version, &action);
        let answer = session.ask(&format!("rebuild/{name}"), ask).await;
        if answer.status == 202 {
            let after = place.settled(session, server, "ACTIVE").await;
            session.note(&format!("rebuild/{name}/after"), &after);
        }
    }
}

/// The name of its key stays with the server.
async fn key_pair_gone(session: &mut Session, place: &Place, server: &str) {
    let ask = session.compute(Method::DELETE, &path_of("boot"));
    session.send(ask.token(&place.alice)).await;
    let ask = place.look(session, server, NEWEST);
    session.ask("server/key-pair-deleted", ask).await;
}

async fn delete(session: &mut Session, place: &Place, server: &str) {
    for (name, token, of) in [
        ("reader", &*place.carol, server),
        ("another-project", &place.other, server),
        ("bad-token", "bad", server),
        ("unknown", &place.alice, NOWHERE),
        ("by-project-mate", &place.bob, server),
    ] {
        let path = format!("{SERVERS}/{of}");
        let ask = session.compute(Method::DELETE, &path).token(token);
        session.ask(&format!("delete/{name}"), ask).await;
    }
    let look = place.look(session, server, NEWEST);
    session.until(&look, |answer| answer.status == 404).await;
    let ask = session.compute(Method::DELETE, &format!("{SERVERS}/{server}"));
    session.ask("delete/again", ask.token(&place.alice)).await;
    let ask = place.look(session, server, NEWEST);
    session.ask("server/deleted", ask).await;
}
