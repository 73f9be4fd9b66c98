//! Flavors, zones, and how much a project may have.

use super::{NEWEST, Place};
use crate::ask::Session;
use reqwest::Method;

const FLAVORS: &str = "/v2.1/flavors/detail";

pub async fn run(session: &mut Session, place: &Place) {
    for version in [
        "2.1", "2.54", "2.55", "2.61", "2.75", "2.101", "2.102", NEWEST,
    ] {
        let ask = session.compute(Method::GET, FLAVORS).token(&place.alice);
        session
            .ask(&format!("flavors/{version}"), ask.version(version))
            .await;
    }
    for (name, path) in [
        ("marker", format!("{FLAVORS}?marker=2")),
        ("limit", format!("{FLAVORS}?limit=2")),
        ("unknown-marker", format!("{FLAVORS}?marker=nothing")),
        ("zones", "/v2.1/os-availability-zone".to_owned()),
        ("show", "/v2.1/flavors/42".to_owned()),
        ("show-unknown", "/v2.1/flavors/nothing".to_owned()),
    ] {
        let ask = session.compute(Method::GET, &path).token(&place.alice);
        session.ask(&format!("flavors/{name}"), ask).await;
        let ask = session.compute(Method::GET, &path);
        session
            .probe(&format!("flavors/{name}/no-token"), ask)
            .await;
    }
    let ask = session.compute(Method::GET, FLAVORS).token(&place.carol);
    session.ask("flavors/reader", ask.version(NEWEST)).await;
}
