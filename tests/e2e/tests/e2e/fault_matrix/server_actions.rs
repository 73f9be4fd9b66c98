//! What is done with a server.

use super::cloud::Cloud;
use super::{Fault, Loss, Stage};
use crate::create::KEY;
use devcloud::Config;
use keyhaven_e2e::relay::Wrong;
use std::time::Duration;

pub const TABLES: &[&[&str]] = &[POWER, REBOOT, REBUILD, DELETE];
const POWER: &[&str] = &["stop", "start"];
const REBOOT: &[&str] = &["reboot", "force reboot"];
const REBUILD: &[&str] = &["rebuild"];
const DELETE: &[&str] = &["delete server"];

/// What belongs to a button.
struct Act {
    call: &'static str,
    button: &'static str,
    /// The button of the question that is asked before, if one is.
    sure: Option<&'static str>,
    done: &'static str,
    /// What the server is before.
    before: &'static str,
}

const STOP: Act = Act {
    call: "stop",
    button: "Stop",
    sure: Some("Stop"),
    done: "is stopping.",
    before: "ACTIVE",
};
const START: Act = Act {
    call: "start",
    button: "Start",
    sure: None,
    done: "is starting.",
    before: "SHUTOFF",
};
const SOFT: Act = Act {
    call: "reboot",
    button: "Reboot",
    sure: Some("Reboot"),
    done: "is rebooting.",
    before: "ACTIVE",
};
const HARD: Act = Act {
    call: "force reboot",
    button: "Force reboot",
    sure: Some("Force reboot"),
    ..SOFT
};

/// Alice is signed in, before the list of servers. What is done with a server takes its time there: long enough to be seen.
async fn set() -> (Stage, Cloud) {
    let stage = Stage::with(Config {
        boot_time: Duration::from_secs(4),
        ..Config::default()
    })
    .await;
    let client = stage.world.client("alice").await;
    client.import("laptop", KEY).await;
    client.import("spare", KEY).await;
    let cloud = Cloud::of(&stage).await;
    (stage, cloud)
}

/// With one server, on whose page she is.
async fn with_server() -> (Stage, Cloud, String) {
    let (stage, cloud) = set().await;
    let id = cloud.launch("web", "laptop").await;
    assert_eq!(cloud.state_of(&id).await, "ACTIVE");
    stage.open_servers().await;
    stage.open_server("web").await;
    (stage, cloud, id)
}

/// The page has seen that nothing is under way any more, and has come to rest: what goes moves what is below it.
async fn nothing_is_under_way(stage: &Stage) {
    let browser = stage.browser();
    let rest = async || (!browser.text().await.contains("Under way")).then_some(());
    browser.until("nothing to be under way", rest).await;
    browser.settled().await;
}

impl Act {
    async fn ask(&self, stage: &Stage) {
        nothing_is_under_way(stage).await;
        stage.browser().press(self.button).await;
        if let Some(sure) = self.sure {
            let question = format!("{} web?", self.button);
            stage.browser().find("dialog", &question).await;
            stage.browser().press(sure).await;
        }
    }

    async fn cell(&self, stage: &Stage, cloud: &Cloud, id: &str, loss: Loss) {
        assert_eq!(cloud.state_of(id).await, self.before);
        stage.lose(self.call, loss);
        self.ask(stage).await;
        let done = format!("web {}", self.done);
        let found = async || stage.sees(&done).await;
        let again = async |said: &str| {
            assert!(said.contains(&format!("{} web: ", self.button)), "{said}");
            assert_eq!(cloud.state_of(id).await, self.before);
            stage.browser().press("Dismiss").await;
            self.ask(stage).await;
            "nothing done"
        };
        let outcome = stage.outcome(loss, "done", found, again).await;
        stage.browser().see(&done).await;
        stage.browser().press("Dismiss").await;
        stage.browser().gone("button", "Dismiss").await;
        stage.cell(&loss.row(self.call), loss.fault, &outcome);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_and_starting() {
    let (stage, cloud, id) = with_server().await;
    for loss in Loss::all() {
        STOP.cell(&stage, &cloud, &id, loss).await;
        START.cell(&stage, &cloud, &id, loss).await;
    }
    stage.done(POWER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rebooting() {
    let (stage, cloud, id) = with_server().await;
    for loss in Loss::all() {
        SOFT.cell(&stage, &cloud, &id, loss).await;
        HARD.cell(&stage, &cloud, &id, loss).await;
    }
    stage.done(REBOOT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilding() {
    let (stage, cloud, id) = with_server().await;
    let browser = stage.browser();
    let mut keys = ["spare", "laptop"].into_iter().cycle();
    for loss in Loss::all() {
        let key = keys.next().unwrap();
        assert_eq!(cloud.state_of(&id).await, "ACTIVE");
        nothing_is_under_way(&stage).await;
        browser.press("Rebuild with another key pair").await;
        browser.choose("New key pair", key).await;
        let sure = "Yes, everything on web may be lost";
        browser.click("checkbox", sure).await;
        stage.lose("rebuild", loss);
        browser.press("Rebuild").await;
        let done = format!("web is being rebuilt with {key}.");
        let found = async || stage.sees(&done).await;
        let again = async |_: &str| {
            assert_ne!(cloud.key_of(&id).await, key);
            browser.press("Rebuild").await;
            "what was chosen is kept"
        };
        let outcome = stage.outcome(loss, "rebuilt", found, again).await;
        browser.see(&done).await;
        assert_eq!(cloud.key_of(&id).await, key);
        browser.press("Dismiss").await;
        browser.gone("button", "Dismiss").await;
        stage.cell(&loss.row("rebuild"), loss.fault, &outcome);
    }
    stage.done(REBUILD).await;
}

async fn ask_to_delete(stage: &Stage, name: &str) {
    stage.browser().press("Delete server").await;
    let question = format!("Delete server {name}?");
    stage.browser().find("dialog", &question).await;
    stage.browser().press("Delete").await;
}

/// It is on its way out, and the list is on show.
async fn is_deleted(stage: &Stage, cloud: &Cloud, name: &str) {
    let browser = stage.browser();
    browser.find("heading", "Servers").await;
    for server in cloud.named(name).await {
        assert_eq!(server["OS-EXT-STS:task_state"], "deleting", "{server}");
    }
    browser.press("Dismiss").await;
    browser.gone("button", "Dismiss").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting() {
    let (stage, cloud) = set().await;
    stage.world.cloud.set_server_quota("demo", -1).unwrap();
    let looks = [Fault::ServerError, Fault::Timeout, Fault::NoCors];
    for loss in Loss::all() {
        cloud.launch(&loss.word(), "laptop").await;
    }
    for fault in looks {
        cloud.launch(&format!("look-{fault:?}"), "laptop").await;
    }
    stage.open_servers().await;
    for loss in Loss::all() {
        let name = loss.word();
        stage.browser().follow(&name).await;
        stage.browser().find("heading", &name).await;
        stage.lose("delete server", loss);
        ask_to_delete(&stage, &name).await;
        let found = async || stage.comes("heading", "Servers").await;
        let again = async |said: &str| {
            assert!(said.contains(&format!("Delete server {name}: ")), "{said}");
            assert_eq!(cloud.named(&name).await.len(), 1);
            stage.browser().press("Dismiss").await;
            ask_to_delete(&stage, &name).await;
            "still there"
        };
        let outcome = stage.outcome(loss, "deleted", found, again).await;
        is_deleted(&stage, &cloud, &name).await;
        stage.cell(&loss.row("delete server"), loss.fault, &outcome);
    }
    for fault in looks {
        let name = format!("look-{fault:?}");
        stage.browser().follow(&name).await;
        stage.browser().find("heading", &name).await;
        let lost = Wrong::of(DELETE, Fault::CutInside);
        stage.relay.fail(lost.and_then("one server", fault));
        ask_to_delete(&stage, &name).await;
        let title = super::title(Fault::CutInside);
        stage.sees(&format!("Delete server {name}: {title}")).await;
        stage.mend();
        stage.browser().press("Dismiss").await;
        // It is gone by now, and that is what was wanted.
        while !cloud.named(&name).await.is_empty() {
            tokio::task::yield_now().await;
        }
        ask_to_delete(&stage, &name).await;
        stage.browser().see(&format!("{name} is gone.")).await;
        is_deleted(&stage, &cloud, &name).await;
        let row = "delete server and the look after it";
        stage.cell(row, fault, &format!("“{title}”; then gone"));
    }
    stage.done(DELETE).await;
}
