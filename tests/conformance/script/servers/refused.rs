//! Launches that come to nothing.

use super::{NEWEST, Place, SERVERS, images, launching};
use crate::ask::Session;
use crate::script::NOWHERE;
use reqwest::Method;
use serde_json::{Value, json};

pub async fn run(session: &mut Session, place: &Place) {
    let image = |name: &str| images::id(&place.images, name).to_owned();
    let network = |name: &str| json!([{ "uuid": images::id(&place.networks, name) }]);
    let volume = |size: Value| {
        json!({ "flavorRef": "50", "imageRef": null, "block_device_mapping_v2": [{
            "boot_index": 0, "uuid": image("cirros-like"), "source_type": "image",
            "destination_type": "volume", "volume_size": size, "delete_on_termination": true,
        }] })
    };
    for (name, more) in [
        ("unknown-key", json!({ "key_name": "nope" })),
        ("unknown-image", json!({ "imageRef": NOWHERE })),
        ("image-no-uuid", json!({ "imageRef": "cirros-like" })),
        (
            "image-uploading",
            json!({ "imageRef": image("still-uploading") }),
        ),
        ("image-withdrawn", json!({ "imageRef": image("withdrawn") })),
        ("no-image", json!({ "imageRef": "" })),
        ("unknown-flavor", json!({ "flavorRef": "nothing" })),
        (
            "disk-too-small",
            json!({ "imageRef": image("debian-12-like") }),
        ),
        (
            "memory-too-small",
            json!({ "flavorRef": "42", "imageRef": image("debian-12-like") }),
        ),
        ("no-disk", json!({ "flavorRef": "50" })),
        ("volume-without-size", volume(Value::Null)),
        (
            "unknown-network",
            json!({ "networks": [{ "uuid": NOWHERE }] }),
        ),
        ("external-network", json!({ "networks": network("public") })),
        (
            "network-no-uuid",
            json!({ "networks": [{ "uuid": "private" }] }),
        ),
        ("networks-word", json!({ "networks": "some" })),
        ("networks-auto-of-several", json!({ "networks": "auto" })),
        (
            "unknown-group",
            json!({ "security_groups": [{ "name": "nothing" }] }),
        ),
        ("unknown-zone", json!({ "availability_zone": "moon" })),
        ("user-data-no-base64", json!({ "user_data": "#!" })),
        (
            "user-data-too-long",
            json!({ "user_data": "A".repeat(65_536) }),
        ),
        ("name-empty", json!({ "name": "" })),
        ("name-space", json!({ "name": " web" })),
        ("name-too-long", json!({ "name": "n".repeat(256) })),
        ("name-number", json!({ "name": 5 })),
        ("count-none", json!({ "min_count": 0 })),
        ("count-reversed", json!({ "min_count": 3, "max_count": 2 })),
        ("too-many", json!({ "min_count": 11, "max_count": 11 })),
        ("unknown-member", json!({ "colour": "blue" })),
    ] {
        refuse(session, place, name, NEWEST, &place.wish("refused", more)).await;
    }
    for member in ["name", "flavorRef", "imageRef", "networks"] {
        let mut wish = place.wish("refused", json!({}));
        wish.as_object_mut().unwrap().remove(member);
        let name = format!("without-{member}");
        refuse(session, place, &name, NEWEST, &wish).await;
    }
    by_version(session, place).await;
    by_others(session, place).await;
}

/// Sends it. What the cloud takes in all the same comes to its end in another way, which counts as well.
async fn refuse(session: &mut Session, place: &Place, name: &str, version: &str, wish: &Value) {
    let ask = place.launch(session, version, wish);
    let answer = session.ask(&format!("launch/{name}"), ask).await;
    if answer.status == 202 {
        let server = launching::id(&answer);
        let end = place.built(session, &server).await;
        session.note(&format!("launch/{name}/end"), &end);
        place.forget(session, &server).await;
    }
}

/// What was not so always: networks may be left out before 2.37, and nobody described a server before 2.19.
async fn by_version(session: &mut Session, place: &Place) {
    let mut open = place.wish("refused", json!({}));
    open.as_object_mut().unwrap().remove("networks");
    for version in ["2.1", "2.36", "2.37"] {
        let name = format!("{version}/without-networks");
        refuse(session, place, &name, version, &open).await;
    }
    for word in ["auto", "none"] {
        let wish = place.wish("refused", json!({ "networks": word }));
        let name = format!("2.36/networks-{word}");
        refuse(session, place, &name, "2.36", &wish).await;
    }
    let wish = place.wish("refused", json!({ "description": "a note" }));
    refuse(session, place, "2.18/description", "2.18", &wish).await;
}

async fn by_others(session: &mut Session, place: &Place) {
    // Bob is in the same project; the key pair is alice's all the same.
    for (name, token, more) in [
        (
            "another-users-key",
            &*place.bob,
            json!({ "key_name": "boot" }),
        ),
        ("reader", &place.carol, json!({})),
        ("another-projects-network", &place.other, json!({})),
        ("bad-token", "bad", json!({})),
    ] {
        let body = json!({ "server": place.wish("refused", more) });
        let ask = session.compute(Method::POST, SERVERS).token(token);
        let ask = ask.version(NEWEST).json(&body);
        session.ask(&format!("launch/{name}"), ask).await;
    }
    let ask = session.compute(Method::POST, SERVERS).token(&place.alice);
    let ask = ask.text("application/json", "{nope");
    session.ask("launch/not-json", ask).await;
    let ask = session.compute(Method::POST, SERVERS).token(&place.alice);
    session.ask("launch/nothing", ask.json(&json!({}))).await;
}
