//! Floating addresses, and the rule that lets SSH in: none is taken, given or made twice.

use super::cloud::Cloud;
use super::{Fault, Loss, Stage};
use keyhaven_e2e::relay::Wrong;

pub const TABLES: &[&[&str]] = &[NEW, LEAD, RULE];
const NEW: &[&str] = &["new floating address"];
const LEAD: &[&str] = &[
    "associate an address",
    "release an address",
    "one floating address",
];
const RULE: &[&str] = &["new rule"];

/// Alice is signed in, on the page of her server.
async fn set() -> (Stage, Cloud, String) {
    let (stage, cloud) = Stage::with_laptop().await;
    let server = cloud.launch("web", "laptop").await;
    assert_eq!(cloud.state_of(&server).await, "ACTIVE");
    stage.open_servers().await;
    stage.open_server("web").await;
    (stage, cloud, server)
}

/// The page is read anew.
async fn turn(stage: &Stage) {
    stage.browser().follow("Servers").await;
    stage.browser().find("heading", "Servers").await;
    stage.open_server("web").await;
}

/// The message of success is read and put away.
async fn says(stage: &Stage, done: &str) {
    stage.browser().see(done).await;
    stage.browser().press("Dismiss").await;
    stage.browser().gone("button", "Dismiss").await;
}

async fn ask(stage: &Stage) {
    let browser = stage.browser();
    browser.press("Associate floating address").await;
    browser.find("dialog", "Associate floating address").await;
    browser.press("Associate").await;
}

/// One call of the dialog that gives the server an address.
async fn associate(stage: &Stage, cloud: &Cloud, call: &str, loss: Loss, free: usize) {
    let leading = async || {
        let all = cloud.addresses().await;
        all.iter().filter(|ip| !ip["port_id"].is_null()).count()
    };
    stage.lose(call, loss);
    ask(stage).await;
    let found = async || stage.sees("leads to the server.").await;
    let again = async |_: &str| {
        assert_eq!((cloud.addresses().await.len(), leading().await), (free, 0));
        stage.browser().press("Associate").await;
        "none taken"
    };
    let outcome = stage.outcome(loss, "done", found, again).await;
    says(stage, "leads to the server.").await;
    assert_eq!((cloud.addresses().await.len(), leading().await), (1, 1));
    stage.cell(&loss.row(call), loss.fault, &outcome);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address() {
    let (stage, cloud, _) = set().await;
    for loss in Loss::all() {
        associate(&stage, &cloud, "new floating address", loss, 0).await;
        cloud.drop_addresses().await;
        turn(&stage).await;
    }
    for fault in [Fault::ServerError, Fault::Timeout, Fault::NoCors] {
        let lost = Wrong::of(NEW, Fault::CutInside);
        stage.relay.fail(lost.and_then("floating addresses", fault));
        ask(&stage).await;
        let title = super::title(Fault::CutInside);
        let said = stage.alert().await;
        assert!(said.contains(title), "{said}");
        stage.mend();
        stage.browser().press("Associate").await;
        stage
            .sees("The server has a floating address already")
            .await;
        stage.browser().press("Cancel").await;
        stage.browser().find_like("button", "Release ").await;
        assert_eq!(cloud.addresses().await.len(), 1);
        let row = "new floating address and the look after it";
        stage.cell(
            row,
            fault,
            &format!("“{title}”; then told that it is there"),
        );
        cloud.drop_addresses().await;
        turn(&stage).await;
    }
    stage.done(NEW).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_there() {
    let (stage, cloud, server) = set().await;
    let address = cloud.take_address().await;
    turn(&stage).await;
    for loss in Loss::all() {
        associate(&stage, &cloud, "associate an address", loss, 1).await;
        release(&stage, loss).await;
        assert!(cloud.addresses().await[0]["port_id"].is_null());
    }
    for fault in Fault::ALL {
        let lost = Wrong::of(&["associate an address"], Fault::CutInside);
        stage
            .relay
            .fail(lost.and_then("one floating address", fault));
        ask(&stage).await;
        let title = super::title(Fault::CutInside);
        let said = stage.alert().await;
        assert!(said.contains(title), "{said}");
        stage.mend();
        stage.browser().press("Associate").await;
        says(&stage, "leads to the server.").await;
        let row = "associate an address and the look after it";
        stage.cell(row, fault, &format!("“{title}”; then done"));
        cloud.lead(&address, None).await;
        turn(&stage).await;
    }
    // What another program did meanwhile is there when the page is read anew.
    cloud.lead(&address, Some(&server)).await;
    turn(&stage).await;
    stage.browser().find_like("button", "Release ").await;
    stage.done(LEAD).await;
}

async fn release(stage: &Stage, loss: Loss) {
    let browser = stage.browser();
    let button = browser.find_like("button", "Release ").await;
    let label = button.attr("aria-label").await.unwrap().unwrap();
    stage.lose("release an address", loss);
    browser.press(&label).await;
    let found = async || stage.sees("it stays yours").await;
    let again = async |said: &str| {
        assert!(said.contains(&format!("{label}: ")), "{said}");
        browser.press("Dismiss").await;
        browser.press(&label).await;
        "it stays"
    };
    let outcome = stage.outcome(loss, "released", found, again).await;
    says(stage, "it stays yours").await;
    browser.gone("button", &label).await;
    stage.cell(&loss.row("release an address"), loss.fault, &outcome);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule() {
    let (stage, cloud, _) = set().await;
    for loss in Loss::all() {
        stage.lose("new rule", loss);
        stage.browser().press("Let SSH in").await;
        let found = async || stage.sees("SSH is let in from 0.0.0.0/0.").await;
        let again = async |_: &str| {
            assert!(cloud.ssh_rules().await.is_empty());
            assert_eq!(stage.browser().value("Let SSH in from").await, "0.0.0.0/0");
            stage.browser().press("Let SSH in").await;
            "what was typed is kept"
        };
        let outcome = stage.outcome(loss, "made", found, again).await;
        says(&stage, "SSH is let in from 0.0.0.0/0.").await;
        stage.browser().see("is let in from anywhere").await;
        assert_eq!(cloud.ssh_rules().await.len(), 1);
        stage.cell(&loss.row("new rule"), loss.fault, &outcome);
        cloud.drop_ssh_rules().await;
        turn(&stage).await;
    }
    stage.done(RULE).await;
}
