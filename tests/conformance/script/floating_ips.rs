//! Floating addresses, and the ports that they lead to.

use super::{NOWHERE, images, servers::Place};
use crate::ask::{Answer, Session};
use reqwest::Method;
use serde_json::{Value, json};

const FLOATING: &str = "/v2.0/floatingips";

/// With two servers of the place: one on the network `private`, from which a router leads outside, one on `shared`, from
/// which none does.
pub async fn run(session: &mut Session, place: &Place, server: &str, elsewhere: &str) {
    forget(session, &place.alice).await;
    let port = ports(session, place, "private", server).await;
    let far = ports(session, place, "shared", elsewhere).await;
    list(session, place, "none").await;
    let network = |name: &str| images::id(&place.networks, name);
    let outside = network("public");
    for (name, wish) in [
        ("unknown-network", json!({ "floating_network_id": NOWHERE })),
        (
            "inner-network",
            json!({ "floating_network_id": network("private") }),
        ),
        ("no-network", json!({})),
        (
            "unknown-port",
            json!({ "floating_network_id": outside, "port_id": NOWHERE }),
        ),
        (
            "no-router",
            json!({ "floating_network_id": outside, "port_id": far }),
        ),
    ] {
        create(session, &place.alice, name, wish).await;
    }
    let wish = json!({ "floating_network_id": outside, "port_id": port });
    create(session, &place.carol, "reader", wish.clone()).await;
    let made = create(session, &place.alice, "made", wish.clone())
        .await
        .json();
    create(session, &place.alice, "port-has-one", wish).await;
    let first = made["floatingip"]["id"].as_str().unwrap();
    list(session, place, "one").await;
    of_server(session, place, server).await;
    let free = create(
        session,
        &place.alice,
        "free",
        json!({ "floating_network_id": outside }),
    )
    .await;
    let free = free.json()["floatingip"]["id"].as_str().unwrap().to_owned();
    for (name, id, wish) in [
        ("occupied", &*free, json!({ "port_id": port })),
        ("released", first, json!({ "port_id": null })),
        ("released-again", first, json!({ "port_id": null })),
        ("to-the-port", &*free, json!({ "port_id": port })),
        ("to-unknown-port", first, json!({ "port_id": NOWHERE })),
        ("unknown", NOWHERE, json!({ "port_id": port })),
    ] {
        update(session, &place.alice, name, id, wish).await;
    }
    let nowhere = json!({ "port_id": null });
    update(session, &place.carol, "by-reader", first, nowhere.clone()).await;
    update(session, &place.other, "by-another-project", first, nowhere).await;
    ends(session, place, first).await;
    forget(session, &place.alice).await;
    let gone = |answer: &Answer| addresses(answer) == 1;
    let look = place.look(session, server, super::NEWEST);
    session.until(&look, gone).await;
}

async fn ends(session: &mut Session, place: &Place, id: &str) {
    for (name, method, token, id) in [
        ("show", Method::GET, &*place.alice, id),
        ("show-unknown", Method::GET, &place.alice, NOWHERE),
        ("show-by-another-project", Method::GET, &place.other, id),
        ("show-by-bad-token", Method::GET, "bad", id),
        ("delete-by-reader", Method::DELETE, &place.carol, id),
        (
            "delete-by-another-project",
            Method::DELETE,
            &place.other,
            id,
        ),
        ("delete", Method::DELETE, &place.alice, id),
        ("delete-again", Method::DELETE, &place.alice, id),
    ] {
        let path = format!("{FLOATING}/{id}");
        let ask = session.network(method, &path).token(token);
        session.ask(&format!("floating/{name}"), ask).await;
    }
    let ask = session.network(Method::GET, FLOATING);
    session.ask("floating/no-token", ask).await;
}

async fn list(session: &mut Session, place: &Place, name: &str) {
    let ask = session.network(Method::GET, FLOATING).token(&place.alice);
    session.ask(&format!("floating/list-{name}"), ask).await;
}

/// How many addresses a server has on the network `private`.
fn addresses(answer: &Answer) -> usize {
    let networks = &answer.json()["server"]["addresses"];
    networks["private"].as_array().map_or(0, Vec::len)
}

/// The server has the address too, as soon as Neutron has told Nova.
async fn of_server(session: &mut Session, place: &Place, server: &str) {
    let seen = |answer: &Answer| addresses(answer) == 2;
    let path = format!("/v2.1/servers/{server}");
    let ask = session.compute(Method::GET, &path).token(&place.alice);
    let answer = session.until(&ask, seen).await;
    session.note("floating/addresses-of-the-server", &answer);
}

async fn create(session: &mut Session, token: &str, name: &str, wish: Value) -> Answer {
    let ask = session.network(Method::POST, FLOATING).token(token);
    let ask = ask.json(&json!({ "floatingip": wish }));
    session.ask(&format!("floating/create-{name}"), ask).await
}

async fn update(session: &mut Session, token: &str, name: &str, id: &str, wish: Value) {
    let path = format!("{FLOATING}/{id}");
    let ask = session.network(Method::PUT, &path).token(token);
    let ask = ask.json(&json!({ "floatingip": wish }));
    session.ask(&format!("floating/lead-{name}"), ask).await;
}

/// Takes the ports of a server down, and gives the one on a network.
async fn ports(session: &mut Session, place: &Place, network: &str, server: &str) -> String {
    let path = format!("/v2.0/ports?device_id={server}");
    let ask = session.network(Method::GET, &path).token(&place.alice);
    let answer = session.ask(&format!("ports/{network}"), ask).await.json();
    let ask = session.network(Method::GET, &path).token(&place.other);
    session
        .ask(&format!("ports/{network}/another-project"), ask)
        .await;
    let network = images::id(&place.networks, network);
    let mut ports = answer["ports"].as_array().unwrap().iter();
    let port = ports.find(|port| port["network_id"] == network);
    port.unwrap()["id"].as_str().unwrap().to_owned()
}

/// Gives all of the project's addresses back.
pub async fn forget(session: &Session, token: &str) {
    let ask = session.network(Method::GET, FLOATING).token(token);
    for address in session.send(ask).await.json()["floatingips"]
        .as_array()
        .unwrap()
    {
        let path = format!("{FLOATING}/{}", address["id"].as_str().unwrap());
        session
            .send(session.network(Method::DELETE, &path).token(token))
            .await;
    }
}
