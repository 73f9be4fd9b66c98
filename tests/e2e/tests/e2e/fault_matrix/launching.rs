//! Launching: what was filled in stays, and no server is launched twice without its being said.

use super::cloud::Cloud;
use super::{Fault, Loss, Stage};
use keyhaven_e2e::relay::Wrong;

pub const TABLES: &[&[&str]] = &[LAUNCH, LOOK];
const LAUNCH: &[&str] = &["launch"];
const LOOK: &[&str] = &["servers of a name"];

async fn set() -> (Stage, Cloud) {
    let (stage, cloud) = Stage::with_laptop().await;
    stage.open_servers().await;
    (stage, cloud)
}

/// Fills the form in; the cloud offers what it has.
async fn fill(stage: &Stage, name: &str) {
    let browser = stage.browser();
    browser.follow("Launch server").await;
    // A flavor is proposed for the image once there are both.
    browser.find("combobox", "Flavor").await;
    browser.find("combobox", "Network").await;
    browser.fill("Server name", name).await;
    browser.choose("Key pair", "laptop").await;
    browser.choose("Image", "cirros-like").await;
}

/// The server's page is there, and the server once, or it is said that the browser made a second one.
async fn is_launched(stage: &Stage, cloud: &Cloud, name: &str) -> &'static str {
    let browser = stage.browser();
    browser.find("heading", name).await;
    let made = cloud.named(name).await;
    let twice = made.len() > 1;
    if twice {
        browser.see(&format!("{name} was launched twice")).await;
        browser.press("Dismiss").await;
    } else {
        assert_eq!(made.len(), 1, "{name}");
        assert!(!browser.text().await.contains("launched twice"));
    }
    for server in made {
        cloud.delete(server["id"].as_str().unwrap()).await;
    }
    browser.follow("Servers").await;
    match twice {
        true => ", twice by the browser, and said so",
        false => "",
    }
}

/// Nothing was launched, and what was filled in is there; it is sent once more.
async fn launch_again(stage: &Stage, cloud: &Cloud, name: &str) {
    assert!(cloud.named(name).await.is_empty());
    assert_eq!(stage.browser().value("Server name").await, name);
    stage.browser().press("Launch").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch() {
    let (stage, cloud) = set().await;
    for loss in Loss::all() {
        let name = loss.word();
        fill(&stage, &name).await;
        stage.lose("launch", loss);
        stage.browser().press("Launch").await;
        let found = async || stage.comes("heading", &name).await;
        let again = async |_: &str| {
            launch_again(&stage, &cloud, &name).await;
            "what was filled in is kept"
        };
        let outcome = stage.outcome(loss, "launched", found, again).await;
        let twice = is_launched(&stage, &cloud, &name).await;
        stage.cell(
            &loss.row("launch"),
            loss.fault,
            &format!("{outcome}{twice}"),
        );
    }
    stage.done(LAUNCH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_looks_before_and_after_a_launch() {
    let (stage, cloud) = set().await;
    for fault in Fault::ALL {
        let name = format!("before-{fault:?}").to_lowercase();
        fill(&stage, &name).await;
        stage.fail("servers of a name", fault);
        stage.browser().press("Launch").await;
        let outcome = match fault {
            Fault::Expired => {
                stage.password_is_asked("alice").await;
                "password asked, then launched".to_owned()
            }
            _ => {
                let said = stage.alert().await;
                stage.mend();
                let title = stage.is_explained(fault, &said);
                launch_again(&stage, &cloud, &name).await;
                format!("“{title}”, nothing was sent; then launched")
            }
        };
        is_launched(&stage, &cloud, &name).await;
        stage.cell("the look before a launch", fault, &outcome);

        let name = format!("after-{fault:?}").to_lowercase();
        fill(&stage, &name).await;
        let lost = Wrong::of(LAUNCH, Fault::CutInside);
        stage.relay.fail(lost.and_then("servers of a name", fault));
        stage.browser().press("Launch").await;
        let title = "It is not known whether the server was launched";
        let said = stage.alert().await;
        stage.mend();
        assert!(said.contains(title), "{said}");
        assert_eq!(stage.browser().value("Server name").await, name);
        assert_eq!(cloud.named(&name).await.len(), 1);
        // The same once more finds the one that was made.
        stage.browser().press("Launch").await;
        is_launched(&stage, &cloud, &name).await;
        let outcome = format!("“{title}”; then found, and not launched again");
        stage.cell("the look after a launch", fault, &outcome);
    }
    stage.done(LOOK).await;
}
