//! Launches that succeed, and the state in between.

use super::{NEWEST, Place, SERVERS, images};
use crate::ask::{Answer, Session};
use serde_json::{Value, json};

/// As the app launches one, and every other way that it can; gives the id of the one that stays.
pub async fn run(session: &mut Session, place: &Place) -> String {
    let still = || json!({ "os-getConsoleOutput": { "length": 50 } });
    building(session, place, &still()).await;
    for (name, more) in [
        ("without-key", json!({})),
        ("without-network", json!({ "networks": "none" })),
        (
            "with-group",
            json!({ "security_groups": [{ "name": "default" }] }),
        ),
        ("with-user-data", json!({ "user_data": "IyEvYmluL3NoCg==" })),
        ("with-zone", json!({ "availability_zone": "nova" })),
        (
            "with-description",
            json!({ "description": "a note", "key_name": "boot" }),
        ),
    ] {
        let ask = place.launch(session, NEWEST, &place.wish("web", more));
        let made = session.ask(&format!("launch/{name}"), ask).await;
        let server = id(&made);
        let there = place.settled(session, &server, "ACTIVE").await;
        session.note(&format!("launch/{name}/active"), &there);
        place.forget(session, &server).await;
    }
    let wish = place.wish("old", json!({ "key_name": "boot" }));
    let ask = place.launch(session, "2.1", &wish);
    let made = session.ask("launch/2.1/made", ask).await;
    place.settled(session, &id(&made), "ACTIVE").await;
    place.forget(session, &id(&made)).await;
    several(session, place).await;

    let wish = place.wish("web-1", json!({ "key_name": "boot" }));
    let ask = place.launch(session, NEWEST, &wish);
    let made = session.ask("launch/made", ask).await;
    place.settled(session, &id(&made), "ACTIVE").await;
    id(&made)
}

/// One on the network `shared`.
pub async fn elsewhere(session: &mut Session, place: &Place) -> String {
    let networks = json!([{ "uuid": images::id(&place.networks, "shared") }]);
    let wish = place.wish("elsewhere", json!({ "networks": networks }));
    let made = session.send(place.launch(session, NEWEST, &wish)).await;
    place.settled(session, &id(&made), "ACTIVE").await;
    id(&made)
}

pub fn id(made: &Answer) -> String {
    let id = &made.json()["server"]["id"];
    id.as_str()
        .unwrap_or_else(|| panic!("no server"))
        .to_owned()
}

/// While a server is built it has no console. A cloud may be quick, so it is tried with more than one.
async fn building(session: &mut Session, place: &Place, still: &Value) {
    for last in [false, false, false, true] {
        let wish = place.wish("building", json!({}));
        let server = id(&session.send(place.launch(session, NEWEST, &wish)).await);
        let answer = session
            .send(place.act(session, &server, NEWEST, still))
            .await;
        if answer.status == 409 || last {
            session.note("console/building", &answer);
        }
        place.settled(session, &server, "ACTIVE").await;
        place.forget(session, &server).await;
        if answer.status == 409 {
            return;
        }
    }
}

/// Two by one request.
async fn several(session: &mut Session, place: &Place) {
    let wish = place.wish("pair", json!({ "min_count": 2, "max_count": 2 }));
    session
        .ask("launch/two", place.launch(session, NEWEST, &wish))
        .await;
    let path = format!("{SERVERS}/detail?name=pair");
    let list = session
        .compute(reqwest::Method::GET, &path)
        .token(&place.alice);
    let servers = |answer: &Answer| answer.json()["servers"].as_array().unwrap().clone();
    let built = |answer: &Answer| {
        servers(answer)
            .iter()
            .all(|server| server["status"] == "ACTIVE")
    };
    let there = servers(&session.until(&list, built).await);
    let mut names: Vec<_> = there.iter().map(|server| server["name"].clone()).collect();
    names.sort_by_key(Value::to_string);
    session.take_down("launch/two/names", names.into());
    for server in there {
        place.forget(session, server["id"].as_str().unwrap()).await;
    }
}
